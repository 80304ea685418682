//! The files beside the pages: for hosts, for programs, for who is lost.

use notes::escape;
use serde_json::json;
use web::Page;

use crate::{
    assets::Assets,
    document::document,
    headers::headers,
    site::{Site, page_named},
    stage::Stage,
};

pub(crate) fn write(
    stage: &Stage,
    site: &Site,
    assets: &Assets,
    pages: &[Page],
    widgets: &str,
) -> Result<(), String> {
    stage.write("widgets.json", widgets)?;
    stage.write("_headers", headers(pages, &assets.immutable, &stage.all()?)?)?;
    // GitHub Pages would leave out what begins with an underscore.
    stage.write(".nojekyll", "")?;
    let lost = with_notes(include_str!("404.html"), pages);
    let lost = page_named("404.html", "404 · Third Pass", &lost);
    // It is shown at any depth, so it has to name the site's root from the host's.
    stage.write("404.html", document(&lost, &site.base(), assets, &Site::at(None)))?;
    // The service worker knows the root, and fills it in.
    let alone = with_notes(include_str!("offline.html"), pages);
    let alone = page_named("offline.html", "没有网络 · No network", &alone);
    stage.write("offline.html", document(&alone, "{root}", assets, &Site::at(None)))?;
    for page in pages.iter().filter(|p| p.embed) {
        if let Some(url) = site.absolute(&page.path) {
            stage.write(&format!("{}oembed.json", page.path), oembed(page, &url, site))?;
        }
    }
    Ok(())
}

/// A page for who is lost, with the way to every note.
fn with_notes(template: &str, pages: &[Page]) -> String {
    let list = |lang: &str| {
        let notes = pages.iter().filter(|p| p.lang.starts_with(lang) && is_note(p));
        let item = |p: &Page| {
            let title = p.title.split(" · ").next().unwrap_or_default();
            format!("<li><a href=\"{{root}}{}\">{}</a></li>", p.path, escape(title))
        };
        format!("<ul>{}</ul>", notes.map(item).collect::<String>())
    };
    template.replace("{notes-zh}", &list("zh")).replace("{notes-en}", &list("en"))
}

/// Whether it is a note's own page.
pub(crate) fn is_note(page: &Page) -> bool {
    page.body.contains("<article data-card-words")
}

fn oembed(page: &Page, url: &str, site: &Site) -> String {
    let (width, height) = (720, 560);
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         style=\"width:100%;border:0\"></iframe>",
        escape(url),
        escape(&page.title),
    );
    let mut said = json!({
        "version": "1.0", "type": "rich", "provider_name": "Third Pass",
        "provider_url": site.absolute(""), "title": page.title,
        "html": frame, "width": width, "height": height,
    });
    if let Some(image) = site.image(page) {
        // The size of every card that `cargo xtask cards` draws.
        said["thumbnail_url"] = image.into();
        said["thumbnail_width"] = 1200.into();
        said["thumbnail_height"] = 630.into();
    }
    said.to_string()
}
