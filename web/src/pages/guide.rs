//! How to use the site in class and in one's own pages: set as a reader's own note would be, so
//! that its widgets are those that it tells to embed.

use leptos::prelude::*;
use share::Lang;

use super::{
    Page,
    frame::{footer, header},
    html,
};
use crate::locales::words;

/// The page's folder.
pub(super) const NAME: &str = "guide";

fn text(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../notes/zh/guide.md"),
        Lang::En => include_str!("../../notes/en/guide.md"),
    }
}

/// The page. What is computed from the finished site stands in it as `{views}` and the like, which
/// the prerender fills in.
///
/// # Errors
/// What is wrong with the text, as a list item with the line.
pub(super) fn page(lang: Lang) -> Result<Page, String> {
    let t = words(lang);
    let here = format!("{NAME}/");
    let shown = open::show(text(lang), lang, &[]);
    if !shown.faults.is_empty() {
        return Err(format!("web/notes/{}/{NAME}.md: {}", lang.folder(), shown.faults));
    }
    let body = html(|| {
        view! {
            {header(lang, NAME)}
            <main id="text" class="own guide" data-embeds>
                <h1>{shown.title.clone()}</h1>
                <article inner_html=shown.html.clone()></article>
            </main>
            {footer(lang)}
        }
        .into_any()
    });
    Ok(Page::beside(lang, &here, &shown.title, t.guide_about, body))
}
