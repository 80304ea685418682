//! What was tested for readers without a mouse, without sight, without some colours.
//! `tests/browser/access.test.mjs` holds what the page says.

mod words;

use leptos::prelude::*;
use share::Lang;

use super::{
    Page,
    frame::{footer, header},
    html,
};

/// The page's folder.
pub(super) const NAME: &str = "accessibility";

/// What the page is called, for links to it.
pub(super) fn title(lang: Lang) -> &'static str {
    words::words(lang).title
}

pub(super) fn page(lang: Lang) -> Page {
    let t = words::words(lang);
    let here = format!("{NAME}/");
    let list = |items: &[&'static str]| {
        let items: Vec<_> = items.iter().map(|item| view! { <li>{*item}</li> }).collect();
        view! { <ul>{items}</ul> }
    };
    let body = html(|| {
        let keys = [
            (t.tab, t.tab_does),
            (t.arrows, t.arrows_do),
            (t.slash, t.slash_does),
            (t.escape, t.escape_does),
            (t.sides, t.sides_do),
        ];
        let rows = keys.map(|(key, does)| {
            view! { <tr><th scope="row">{key}</th><td>{does}</td></tr> }
        });
        view! {
            {header(lang, NAME)}
            <main id="text" class="front">
                <h1>{t.title}</h1>
                <p>{t.about}</p>
                <h2>{t.tested}</h2>
                <p>{t.how}</p>
                {list(&[t.axe, t.keys, t.controls, t.pictures, t.reflow, t.colours, t.forced])}
                <h2>{t.not_tested}</h2>
                {list(&[t.people, t.formulas, t.maps])}
                <h2>{t.use_keys}</h2>
                <div class="table" tabindex="0"><table>
                    <thead><tr><th scope="col">{t.key}</th><th scope="col">{t.does}</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table></div>
            </main>
            {footer(lang)}
        }
        .into_any()
    });
    Page::beside(lang, &here, t.title, t.about, body)
}
