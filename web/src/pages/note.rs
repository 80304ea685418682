//! The page of a note.

use leptos::prelude::*;
use notes::{Block, WidgetCall};
use share::{Lang, widget};

use super::{
    Page, Read, Source, alternates,
    claims::{Claim, card},
    frame::{footer, header},
    html,
};
use crate::{locales::words, widget::island};

/// Where the note's text lies in the repository.
pub(super) fn path(source: &Source, lang: Lang) -> String {
    format!("web/notes/{}/{}.md", lang.folder(), source.name)
}

pub(super) fn page(
    Read { source, lang, note }: &Read,
    all: &[Read],
    claims: &[Claim],
    repository: Option<&str>,
) -> Page {
    let (name, lang) = (source.name, *lang);
    let t = words(lang);
    let body = html(|| {
        let contents = note.contents.iter().filter(|h| h.level == 2).map(|h| {
            view! { <li><a href=format!("#{}", h.id)>{h.text.clone()}</a></li> }
        });
        let mut parts = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for block in &note.blocks {
            match block {
                Block::Html(html) => {
                    parts.push(
                        view! { <div class="prose" inner_html=html.clone()></div> }.into_any(),
                    );
                }
                Block::Widget(call) => {
                    let index = seen.iter().filter(|n| **n == call.name).count();
                    parts.extend(called(call, lang, index));
                    seen.push(&call.name);
                }
                Block::Claim(id) => {
                    parts.extend(claims.iter().find(|c| c.id == *id).map(|c| card(c, lang)));
                }
                // Which pass a part belongs to is for the lens, not for the text.
                Block::PassStart(_) | Block::PassEnd => {}
            }
        }
        view! {
            {header(lang, name)}
            <div class="page">
                <nav class="contents" data-contents aria-label=t.contents>
                    <h2>{t.contents}</h2><ol>{contents.collect_view()}</ol>
                </nav>
                <main id="text">
                    <article data-card-words=t.go_there><h1>{note.title.clone()}</h1>{parts}</article>
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
