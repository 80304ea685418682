//! Every page of the site, rendered natively.

mod access;
mod claims;
mod compare;
mod embed;
mod frame;
mod front;
mod glossary;
mod guide;
mod lens;
mod note;
mod open;
mod predict;
mod search;

use leptos::prelude::*;
use notes::{Call, Note, parse};
use share::{Lang, State, Text, widget};

use crate::locales::words;
use claims::Claim;
use predict::Question;

/// A page. `{root}` in the body stands for the way to the site's root.
#[derive(Debug)]
pub struct Page {
    /// Its folder: `zh/alexnet/`; empty for the front page.
    pub path: String,
    /// The value of the `lang` attribute.
    pub lang: &'static str,
    /// The title.
    pub title: String,
    /// One sentence for previews.
    pub description: String,
    /// What stands in `<body>`.
    pub body: String,
    /// The same page in other languages: tag and path.
    pub alternates: Vec<(&'static str, String)>,
    /// Whether it is made to stand in a frame.
    pub embed: bool,
}

impl Page {
    /// A page beside the notes, in the folder `here` of each language.
    fn beside(lang: Lang, here: &str, title: &str, about: &str, body: String) -> Self {
        Self {
            path: format!("{}/{here}", lang.folder()),
            lang: lang.tag(),
            title: format!("{title} · {}", words(lang).site),
            description: about.to_owned(),
            body,
            alternates: alternates(here),
            embed: false,
        }
    }
}

/// A note as it is written.
struct Source {
    /// Its name in addresses.
    name: &'static str,
    /// What the bar at the top calls it.
    short: Text,
    /// Whether it is on one paper, of which a reader decides whether to read on.
    paper: bool,
    zh: &'static str,
    en: &'static str,
}

macro_rules! source {
    ($name:literal, $zh:literal, $en:literal, paper: $paper:literal) => {
        Source {
            name: $name,
            short: Text { zh: $zh, en: $en },
            paper: $paper,
            zh: include_str!(concat!("../../notes/zh/", $name, ".md")),
            en: include_str!(concat!("../../notes/en/", $name, ".md")),
        }
    };
}

/// The notes in the order in which they are read.
static NOTES: &[Source] = &[
    source!("how-to-read", "如何读论文", "How to read", paper: false),
    source!("alexnet", "AlexNet", "AlexNet", paper: true),
    source!("resnet", "ResNet", "ResNet", paper: true),
    source!("transformer", "Transformer", "Transformer", paper: true),
];

/// A note as it is read.
struct Read {
    source: &'static Source,
    lang: Lang,
    note: Note,
}

/// Every page. `repository` is the address under which the sources are
/// published; without it no page links to its own.
///
/// # Errors
/// What is wrong in a note or in the table of claims, with its line.
pub fn pages(repository: Option<&str>) -> Result<Vec<Page>, String> {
    // A second call finds the executor there; that is as good.
    let _ = any_spawner::Executor::init_futures_executor();
    let (claims, glossary) = (claims::table()?, glossary::table()?);
    let questions = predict::table()?;
    let read = read(&claims, &questions)?;
    let mut pages = vec![front::page(&read)];
    for one in &read {
        pages.push(note::page(one, &read, (&claims, &questions, &glossary), repository));
    }
    for lang in [Lang::Zh, Lang::En] {
        pages.push(access::page(lang));
        pages.push(compare::page(lang));
        pages.push(guide::page(lang)?);
        pages.push(open::page(lang, &claims));
        pages.push(glossary::page(lang, &glossary, &read));
        pages.extend(embed::pages(lang));
    }
    Ok(pages)
}

/// What can be found in each language, by its tag.
///
/// # Errors
/// As of [`pages`].
pub fn searched() -> Result<[(&'static str, Vec<notes::Entry>); 2], String> {
    let (claims, glossary) = (claims::table()?, glossary::table()?);
    let questions = predict::table()?;
    let read = read(&claims, &questions)?;
    let of = |lang: Lang| (lang.tag(), search::entries(lang, &read, &claims, &glossary));
    Ok([Lang::Zh, Lang::En].map(of))
}

/// Every note in both languages.
fn read(claims: &[Claim], questions: &[Question]) -> Result<Vec<Read>, String> {
    let mut read = Vec::new();
    for source in NOTES {
        for (lang, text) in [(Lang::Zh, source.zh), (Lang::En, source.en)] {
            let (note, warnings) = parse(text, of(lang), &|call| complain(claims, questions, call));
            if let Some(w) = warnings.first() {
                return Err(format!("{}:{}: {}", note::path(source, lang), w.line, w.message));
            }
            read.push(Read { source, lang, note });
        }
    }
    Ok(read)
}

fn of(lang: Lang) -> notes::Lang {
    match lang {
        Lang::Zh => notes::Lang::Zh,
        Lang::En => notes::Lang::En,
    }
}

/// What is wrong with what a note calls for.
fn complain(claims: &[Claim], questions: &[Question], call: Call<'_>) -> Vec<String> {
    match call {
        Call::Widget(call) => match widget(&call.name) {
            Some(table) => {
                let (_, warnings) = State::read(table, &call.values);
                warnings.iter().map(|w| w.message(Lang::En)).collect()
            }
            None => vec![format!("there is no widget {:?}", call.name)],
        },
        Call::Claim(id) if claims.iter().any(|c| c.id == id) => Vec::new(),
        Call::Claim(_) => vec!["it is not in web/notes/claims.json".to_owned()],
        Call::Predict(id) => match questions.iter().find(|q| q.id == id) {
            Some(question) => question.wrong(),
            None => vec!["it is not in web/notes/questions.json".to_owned()],
        },
    }
}

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new_root(None).with(|| view().to_html())
}

fn alternates(here: &str) -> Vec<(&'static str, String)> {
    [Lang::Zh, Lang::En].map(|l| (l.tag(), format!("{}/{here}", l.folder()))).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pages: &[Page], path: &str) -> String {
        pages.iter().find(|p| p.path == path).map(|p| p.body.clone()).unwrap_or_default()
    }

    #[test]
    fn notes_lead_to_their_neighbours_and_their_source() {
        let without = pages(None).unwrap();
        let with = pages(Some("https://example.org/third-pass/")).unwrap();
        assert!(without.iter().all(|p| !p.body.contains("/blob/")), "no address, no link");
        for lang in ["zh", "en"] {
            for (at, source) in NOTES.iter().enumerate() {
                let path = format!("{lang}/{}/", source.name);
                let here = body(&with, &path);
                let edit = format!(
                    "https://example.org/third-pass/blob/HEAD/web/notes/{lang}/{}.md",
                    source.name
                );
                assert!(here.contains(&edit), "{path} lacks {edit}");
                let rel = |rel: &str| here.contains(&format!("rel=\"{rel}\""));
                assert_eq!(rel("prev"), at > 0, "{path}");
                assert_eq!(rel("next"), at + 1 < NOTES.len(), "{path}");
            }
        }
    }

    #[test]
    fn what_a_note_calls_for_and_is_not_there_stops_the_build() {
        let claims = claims::table().unwrap();
        let text =
            "# T\n\n```widget nothing\n```\n\n:::claim no.such\n\n:::claim alexnet.training\n";
        let (_, warnings) = parse(text, notes::Lang::En, &|call| complain(&claims, &[], call));
        let lines: Vec<usize> = warnings.iter().map(|w| w.line).collect();
        assert_eq!(lines, [3, 6], "{warnings:?}");
    }
}
