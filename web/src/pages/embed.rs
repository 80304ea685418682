//! A widget alone, to stand in a frame.

use leptos::prelude::*;
use share::{Lang, RENAMED, WIDGETS, Widget, widget};

use super::{NOTES, Page, alternates, html};
use crate::{locales::words, widget::island};

/// The page of every widget, and under every name that one had before: frames in other people's
/// pages still have it.
pub(super) fn pages(lang: Lang) -> Vec<Page> {
    let now = WIDGETS.iter().map(|w| (w.name, *w));
    let before = RENAMED.iter().filter_map(|(old, _)| Some((*old, widget(old)?)));
    now.chain(before).map(|(name, table)| page(lang, name, table)).collect()
}

fn page(lang: Lang, name: &str, table: &'static Widget) -> Page {
    let t = words(lang);
    let here = format!("embed/{name}/");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_widget_lives_on_under_a_name_of_old() {
        let table = WIDGETS[0];
        let [now, before] = [table.name, "of-old"].map(|name| page(Lang::En, name, table));
        assert_eq!(before.path, "en/embed/of-old/");
        assert_eq!(before.body, now.body, "the widget itself has its present name");
        assert_eq!(pages(Lang::Zh).len(), WIDGETS.len() + RENAMED.len());
    }
}
