//! The page of a note.

use std::collections::BTreeSet;

use leptos::prelude::*;
use notes::{Block, Term, WidgetCall, mark};
use share::{Lang, widget};

use super::{
    Page, Read, Source, alternates,
    claims::{Claim, card, folded},
    frame::{footer, header},
    glossary::Glossary,
    html, lens,
    predict::Question,
};
use crate::{locales::words, widget::island};

/// Where the note's text lies in the repository.
pub(super) fn path(source: &Source, lang: Lang) -> String {
    format!("web/notes/{}/{}.md", lang.folder(), source.name)
}

pub(super) fn page(
    Read { source, lang, note }: &Read,
    all: &[Read],
    tables: (&[Claim], &[Question], &Glossary),
    repository: Option<&str>,
) -> Page {
    let (name, lang) = (source.name, *lang);
    let t = words(lang);
    let body = html(|| {
        let contents = note.contents.iter().filter(|h| h.level == 2).map(|h| {
            view! { <li><a href=format!("#{}", h.id)>{h.text.clone()}</a></li> }
        });
        let mut text = Text::new(lang, tables);
        let all_parts = notes::parts(&note.blocks);
        let ends = notes::PASSES.map(|pass| (pass, notes::last_of(&all_parts, pass)));
        let mut parts = Vec::new();
        for (at, part) in all_parts.iter().enumerate() {
            parts.extend(part.heading.map(|(_, html)| text.heading(html)));
            let body = part.blocks.iter().flat_map(|b| text.block(b)).collect::<Vec<_>>();
            match part.heading {
                Some((id, _)) if !part.passes.is_empty() && !body.is_empty() => {
                    parts.push(lens::folding(id, part.passes, body));
                }
                _ => parts.extend(body),
            }
            let ending = ends.iter().filter(|(_, end)| source.paper && *end == Some(at));
            parts.extend(ending.map(|(pass, _)| lens::decide(lang, *pass)));
        }
        view! {
            {header(lang, name)}
            <div class="page">
                <nav class="contents" data-contents aria-label=t.contents>
                    <h2>{t.contents}</h2><ol>{contents.collect_view()}</ol>
                </nav>
                <main id="text">
                    <article data-card-words=t.go_there><h1>{note.title.clone()}</h1>{lens::bar(lang, name)}{parts}</article>
                    {onward(source, lang, all, repository)}
                </main>
            </div>
            {footer(lang)}
        }
        .into_any()
    });
    let here = format!("{name}/");
    Page {
        path: format!("{}/{here}", lang.folder()),
        lang: lang.tag(),
        title: format!("{} · {}", note.title, t.site),
        description: note.description.clone(),
        body,
        alternates: alternates(&here),
        embed: false,
    }
}

/// What turns the blocks of one note into the page.
struct Text<'a> {
    lang: Lang,
    claims: &'a [Claim],
    questions: &'a [Question],
    terms: Vec<Term>,
    /// The terms that are marked since the last heading of the second level.
    marked: BTreeSet<String>,
    /// The widgets so far.
    widgets: Vec<&'a str>,
}

impl<'a> Text<'a> {
    fn new(
        lang: Lang,
        (claims, questions, glossary): (&'a [Claim], &'a [Question], &Glossary),
    ) -> Self {
        let (terms, marked, widgets) = (glossary.forms(lang), BTreeSet::new(), Vec::new());
        Self { lang, claims, questions, terms, marked, widgets }
    }

    fn heading(&mut self, html: &str) -> AnyView {
        if html.starts_with("<h2") {
            self.marked.clear();
        }
        view! { <div class="prose heading" inner_html=html.to_owned()></div> }.into_any()
    }

    fn block(&mut self, block: &'a Block) -> Vec<AnyView> {
        match block {
            Block::Html(html) => {
                let html = mark(html, &self.terms, "../glossary/", &mut self.marked);
                vec![view! { <div class="prose" inner_html=html></div> }.into_any()]
            }
            Block::Widget(call) => {
                let index = self.widgets.iter().filter(|n| **n == call.name).count();
                self.widgets.push(&call.name);
                called(call, self.lang, index)
            }
            Block::Claim(id) => self
                .claims
                .iter()
                .filter(|c| c.id == *id)
                .map(|c| card(c, self.lang, false))
                .collect(),
            Block::Claims(ids) => {
                let of = |id: &String| self.claims.iter().find(|c| c.id == *id);
                vec![folded(&ids.iter().filter_map(of).collect::<Vec<_>>(), self.lang)]
            }
            Block::Predict(id) => {
                self.questions.iter().filter(|q| q.id == *id).map(|q| q.card(self.lang)).collect()
            }
            // The parts have taken these out.
            Block::Heading { .. } | Block::PassStart(_) | Block::PassEnd => Vec::new(),
        }
    }
}

/// The widget, and the line that stands for it on paper; `index` is its place among its kind.
fn called(call: &WidgetCall, lang: Lang, index: usize) -> Vec<AnyView> {
    let t = words(lang);
    let query: Vec<String> = call.values.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let title = widget(&call.name).map(|table| table.title.get(lang));
    let anchor = match index {
        0 => format!("#{}", call.name),
        _ => format!("#{}{index}", call.name),
    };
    let paper = view! {
        <p class="on-paper">{t.widget_on_paper}<a href=anchor>{title}</a></p>
    };
    vec![island(&call.name, query.join("&"), lang, false, index), paper.into_any()]
}

/// The foot of a note: the notes before and after it, and its source.
fn onward(
    source: &'static Source,
    lang: Lang,
    all: &[Read],
    repository: Option<&str>,
) -> impl IntoView {
    let t = words(lang);
    let row: Vec<&Read> = all.iter().filter(|n| n.lang == lang).collect();
    let at = row.iter().position(|n| n.source.name == source.name).unwrap_or_default();
    let link = |there: Option<&&Read>, rel: &'static str, word: &'static str| {
        there.map(|there| {
            let href = format!("{{root}}{}/{}/", lang.folder(), there.source.name);
            let title = there.note.title.clone();
            view! { <a class=rel rel=rel href=href><span>{word}</span>{title}</a> }
        })
    };
    let edit = repository.map(|address| {
        let href = format!("{}/blob/HEAD/{}", address.trim_end_matches('/'), path(source, lang));
        view! { <p class="edit"><a href=href rel="noreferrer noopener">{t.edit_page}</a></p> }
    });
    let before = at.checked_sub(1).and_then(|i| row.get(i));
    view! {
        <nav class="onward" aria-label=t.onward>
            {link(before, "prev", t.previous)}
            {link(row.get(at + 1), "next", t.next)}
        </nav>
        {edit}
    }
}
