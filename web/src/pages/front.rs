//! The front page: both languages, every note.

use leptos::prelude::*;
use share::Lang;

use super::{Page, Read, html};
use crate::locales::words;

pub(super) fn page(notes: &[Read]) -> Page {
    let body = html(|| {
        let sides = [Lang::Zh, Lang::En].map(|lang| {
            let t = words(lang);
            let items =
                notes.iter().filter(|n| n.lang == lang).map(|Read { source, note, .. }| {
                    let href = format!("{{root}}{}/{}/", lang.folder(), source.name);
                    view! { <li><a href=href>{note.title.clone()}</a></li> }
                });
            let [compare, glossary, open, guide] =
                ["compare", "glossary", "open", "guide"].map(|name| format!("{{root}}{}/{name}/", lang.folder()));
            view! {
                <section lang=lang.tag()>
                    <h1>{t.site}</h1>
                    <p class="tagline">{t.tagline}</p>
                    <p>{t.about}</p>
                    <h2>{t.notes}</h2>
                    <ol>{items.collect_view()}</ol>
                    <p><a href=compare>{t.compare}</a>" · "<a href=glossary>{t.glossary}</a>" · "<a href=open>{super::open::title(lang)}</a>" · "<a href=guide>{t.guide}</a></p>
                </section>
            }
        });
        view! {
            <main id="text" class="front">{sides.collect_view()}</main>
            <footer class="site">{super::frame::kept()}</footer>
        }
        .into_any()
    });
    let (zh, en) = (words(Lang::Zh), words(Lang::En));
    Page {
        path: String::new(),
        lang: Lang::Zh.tag(),
        title: format!("{} · {}", zh.site, en.site),
        description: format!("{} {}", zh.tagline, en.tagline),
        body,
        alternates: Vec::new(),
        embed: false,
    }
}
