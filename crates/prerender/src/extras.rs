//! The files beside the pages: for hosts, for programs, for who is lost.

use notes::escape;
use serde_json::json;
use web::Page;

use crate::{
    assets::Assets,
    document::document,
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
    stage.write("_headers", headers(assets))?;
    // GitHub Pages would leave out what begins with an underscore.
    stage.write(".nojekyll", "")?;
    let lost = page_named("404.html", "404 · Third Pass", include_str!("404.html"));
    // It is shown at any depth, so it has to name the site's root from the host's.
    stage.write("404.html", document(&lost, &site.base(), assets, &Site::at(None)))?;
    for page in pages.iter().filter(|p| p.embed) {
        if let Some(url) = site.absolute(&page.path) {
            stage.write(&format!("{}oembed.json", page.path), oembed(page, &url, site))?;
        }
    }
    Ok(())
}

/// Headers for the hosts that read this file: every origin may load the module
/// and its worker, and a file whose name says its content stays in the cache.
fn headers(assets: &Assets) -> String {
    let mut text = "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n  \
                    Referrer-Policy: no-referrer\n"
        .to_owned();
    for name in &assets.immutable {
        text += &format!("/{name}\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    text
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
