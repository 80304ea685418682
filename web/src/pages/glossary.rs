//! The terms of the notes in both languages: the page that lists them, and how they are marked.

use leptos::prelude::*;
use notes::Term;
use serde::Deserialize;
use share::Lang;

use super::{
    Page, Read,
    claims::Both,
    frame::{footer, header},
    html,
};
use crate::locales::words;

/// The page's folder.
pub(super) const NAME: &str = "glossary";

/// `web/notes/glossary.json`.
#[derive(Deserialize)]
pub(super) struct Glossary {
    pub(super) terms: Vec<Row>,
}

/// A term with a sentence in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) id: String,
    zh: String,
    en: String,
    /// Other ways in which a note writes it.
    zh_also: Vec<String>,
    en_also: Vec<String>,
    pub(super) say: Both,
    /// The section that treats of it: `alexnet/#conv-layer`.
    see: String,
}

impl Row {
    /// Its name, and that in the other language where it is another.
    pub(super) fn names(&self, lang: Lang) -> (&str, Option<&str>) {
        let (own, other) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        (own, (own != other).then_some(other))
    }
}

impl Glossary {
    /// What a note in this language writes.
    pub(super) fn forms(&self, lang: Lang) -> Vec<Term> {
        let of = |row: &Row| {
            let also = match lang {
                Lang::Zh => &row.zh_also,
                Lang::En => &row.en_also,
            };
            let name = row.names(lang).0.to_owned();
            Term { id: row.id.clone(), forms: [vec![name], also.clone()].concat() }
        };
        self.terms.iter().map(of).collect()
    }
}

/// The committed table.
///
/// # Errors
/// What is wrong with the file, with line and column.
pub(super) fn table() -> Result<Glossary, String> {
    serde_json::from_str(include_str!("../../notes/glossary.json"))
        .map_err(|e| format!("web/notes/glossary.json: {e}"))
}

pub(super) fn page(lang: Lang, glossary: &Glossary, read: &[Read]) -> Page {
    let t = words(lang);
    let here = format!("{NAME}/");
    let body = html(|| {
        let mut rows: Vec<&Row> = glossary.terms.iter().collect();
        if lang == Lang::En {
            rows.sort_by_key(|row| row.en.to_lowercase());
        }
        let entries = rows.into_iter().map(|row| {
            let (name, other) = row.names(lang);
            let other = other.map(|word| {
                view! { " "<span class="other" lang=lang.other().tag()>{word.to_owned()}</span> }
            });
            let see = format!("../{}", row.see);
            let section = section(&row.see, lang, read);
            view! {
                <dt id=row.id.clone()>{name.to_owned()}{other}</dt>
                <dd><p>{row.say.get(lang)}</p><p class="see"><a href=see>{section}</a></p></dd>
            }
        });
        view! {
            {header(lang, NAME)}
            <main id="text" class="glossary">
                <h1>{t.glossary}</h1>
                <p>{t.glossary_about}</p>
                <dl>{entries.collect_view()}</dl>
            </main>
            {footer(lang)}
        }
        .into_any()
    });
    Page::beside(lang, &here, t.glossary, t.glossary_about, body)
}

/// What a place is called: `AlexNet · Convolution`.
fn section(place: &str, lang: Lang, read: &[Read]) -> Option<String> {
    let (name, anchor) = place.split_once("/#")?;
    let Read { source, note, .. } =
        read.iter().find(|r| r.lang == lang && r.source.name == name)?;
    let heading = note.contents.iter().find(|h| h.id == anchor)?;
    Some(format!("{} · {}", source.short.get(lang), heading.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_term_is_whole_and_written_once() {
        let glossary = table().unwrap();
        assert!(glossary.terms.len() >= 60);
        let mut ids = BTreeSet::new();
        for row in &glossary.terms {
            assert!(ids.insert(&row.id), "{} twice", row.id);
            let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
            assert!(row.id.bytes().all(plain), "{}", row.id);
            for lang in [Lang::Zh, Lang::En] {
                assert!(!row.say.get(lang).is_empty(), "{}", row.id);
            }
            let warnings = notes::lint_zh(&row.say.get(Lang::Zh));
            assert!(warnings.is_empty(), "{}: {warnings:?}", row.id);
        }
        for lang in [Lang::Zh, Lang::En] {
            let forms = glossary.forms(lang).into_iter().flat_map(|term| term.forms);
            let mut seen = BTreeSet::new();
            for form in forms {
                assert!(seen.insert(form.to_lowercase()), "two terms are written {form:?}");
            }
        }
    }

    /// What is listed is used, and every note uses some of it.
    #[test]
    fn the_notes_use_the_terms() {
        let pages = crate::pages(None).unwrap();
        let glossary = table().unwrap();
        for lang in ["zh", "en"] {
            let all: String = pages
                .iter()
                .filter(|p| p.path.starts_with(lang))
                .map(|p| p.body.as_str())
                .collect();
            let unused: Vec<&str> = glossary
                .terms
                .iter()
                .map(|row| row.id.as_str())
                .filter(|id| !all.contains(&format!("../glossary/#{id}\"")))
                .collect();
            assert!(unused.len() <= 3, "{lang} never says {unused:?}");
        }
        for page in pages.iter().filter(|p| p.body.contains("<article data-card-words")) {
            assert!(page.body.matches("class=\"gloss\"").count() >= 10, "{}", page.path);
        }
    }
}
