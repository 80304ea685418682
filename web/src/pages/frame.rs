//! What stands above and below a note.

use leptos::prelude::*;
use share::Lang;

use super::NOTES;
use crate::locales::words;

/// The bar at the top; `name` is the note's.
pub(super) fn header(lang: Lang, name: &str) -> AnyView {
    let t = words(lang);
    let other = lang.other();
    let switch = format!("{{root}}{}/{name}/", other.folder());
    let themes = [("auto", t.theme_auto), ("light", t.theme_light), ("dark", t.theme_dark)];
    let notes = NOTES.iter().map(|note| {
        let href = format!("{{root}}{}/{}/", lang.folder(), note.name);
        let current = (note.name == name).then_some("page");
        view! { <a href=href aria-current=current>{note.short.get(lang)}</a> }
    });
    view! {
        <a class="skip" href="#text">{t.skip}</a>
        <header class="site">
            <a class="name" href="{root}">{t.site}</a>
            <nav aria-label=t.notes>{notes.collect_view()}</nav>
            <button
                type="button" class="search" title=t.search_keys
                data-search="{root}{search}" data-root=format!("{{root}}{}/", lang.folder())
            >{t.search}</button>
            <div class="theme" role="group" aria-label=t.theme>
                {themes.map(|(word, text)| view! {
                    <button type="button" data-theme-choice=word aria-pressed="false">{text}</button>
                }).collect_view()}
            </div>
            <a class="language" data-lang-switch href=switch hreflang=other.tag() lang=other.tag()>{t.other_language}</a>
        </header>
    }
    .into_any()
}

pub(super) fn footer(lang: Lang) -> AnyView {
    let t = words(lang);
    let [access, compare, glossary, open, guide] =
        [super::access::NAME, "compare", "glossary", "open", "guide"]
            .map(|name| format!("{{root}}{}/{name}/", lang.folder()));
    view! {
        <footer class="site">
            <p><a href=compare>{t.compare}</a>" · "<a href=glossary>{t.glossary}</a>" · "<a href=open>{super::open::title(lang)}</a>" · "<a href=guide>{t.guide}</a>" · "<a href=access>{super::access::title(lang)}</a></p>
            <p>{t.privacy}" "{t.made_from}</p>
            {kept()}
        </footer>
    }
    .into_any()
}

/// Where `web/static/offline.js` says what is kept on the reader's machine.
pub(super) fn kept() -> AnyView {
    view! { <p data-offline hidden></p> }.into_any()
}
