//! A widget alone, to stand in a frame.

use leptos::prelude::*;
use share::{Lang, Widget};

use super::{NOTES, Page, alternates, html};
use crate::{locales::words, widget::island};

pub(super) fn page(lang: Lang, table: &'static Widget) -> Page {
    let t = words(lang);
    let here = format!("embed/{}/", table.name);
    let body = html(|| {
        // A widget may be there before its note.
        let written = NOTES.iter().any(|note| note.name == table.note);
        let full = written.then(|| {
            let full = format!("{{root}}{}/{}/", lang.folder(), table.note);
            view! { <p class="full"><a href=full target="_blank" rel="noopener">{t.full_page}" ↗"</a></p> }
        });
        view! {
            <main id="text" class="embed">
                <h1 class="visually-hidden">{table.title.get(lang)}</h1>
                {island(table.name, String::new(), lang, true, 0)}
                {full}
            </main>
        }
        .into_any()
    });
    Page {
        path: format!("{}/{here}", lang.folder()),
        lang: lang.tag(),
        title: format!("{} · {}", table.title.get(lang), t.site),
        description: table.title.get(lang).to_owned(),
        body,
        alternates: alternates(&here),
        embed: true,
    }
}
