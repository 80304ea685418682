//! One page: the head around a body that `web` has rendered.

use notes::escape;
use web::Page;

use crate::{assets::Assets, site::Site};

/// Scripts, styles and frames from the site alone, wasm allowed, nothing inline. The
/// worker's `data:` is for frames and foreign pages, which refuse its plain URL.
pub(crate) const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
    worker-src 'self' data:; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
    object-src 'none'";

/// The same for a reader's own note, whose pictures may lie anywhere: they are fetched when the
/// reader presses, and never by what the note says.
pub(crate) fn policy(page: &Page) -> String {
    if page.body.contains(OPEN) {
        CSP.replace("data: blob:", "data: blob: https: http:")
    } else {
        CSP.to_owned()
    }
}

/// What the body of such a page has.
const OPEN: &str = " data-open";

/// A three on paper.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
    %3Crect width='32' height='32' rx='6' fill='%230072B2'/%3E\
    %3Cpath d='M10 9h12l-7 6a5 5 0 1 1-5 6' fill='none' stroke='%23fff' stroke-width='3' \
    stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/// What notes need of the mathematics' font.
pub(crate) const MATH_FONT: &str = "assets/fonts/latinmodern-math-notes.woff2";

/// The way from a page to the site's root: `../../` for `zh/alexnet/`.
pub(crate) fn root_of(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// The whole text of a page; `root` is the way to the site's root.
pub(crate) fn document(page: &Page, root: &str, assets: &Assets, site: &Site) -> String {
    let Assets { shell, style, dev_reload, .. } = assets;
    let mut head = Head::default();
    head.line("<meta charset=\"utf-8\">");
    head.line(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        policy(page)
    ));
    head.meta("viewport", "width=device-width, initial-scale=1");
    head.meta("referrer", "no-referrer");
    head.meta("color-scheme", "light dark");
    head.line(&format!("<title>{}</title>", escape(&page.title)));
    head.meta("description", &page.description);
    if page.embed {
        // The note's own page is the one to find.
        head.meta("robots", "noindex");
    }
    head.link("stylesheet", &format!("{root}{style}"), "");
    // Behind the style sheet, which would be asked for after it: browsers do not look ahead where a
    // policy stands. It runs before anything is painted, so that the theme is known, and asks for
    // the font of formulas for who comes to a place in the text.
    let mut more = String::new();
    if !page.embed && page.body.contains("<math") {
        more += &format!(" data-font=\"{root}{MATH_FONT}\"");
    }
    head.line(&format!("<script src=\"{root}{shell}\"{more}></script>"));
    head.link("icon", ICON, "");
    for (lang, path) in &page.alternates {
        // Those who follow such links take absolute ones alone.
        if let Some(href) = site.absolute(path) {
            head.link("alternate", &href, &format!(" hreflang=\"{lang}\""));
        }
    }
    absolute(&mut head, page, site);

    let mut scripts: String = modules(page, assets)
        .iter()
        .map(|name| format!("<script type=\"module\" src=\"{root}{name}\"></script>\n"))
        .collect();
    if let Some(reload) = dev_reload {
        scripts += &format!("<script type=\"module\" src=\"{root}{reload}\"></script>\n");
    }
    let index = assets.indexes.iter().find(|(lang, _)| *lang == page.lang);
    let index = index.map_or("", |(_, name)| name.as_str());
    let embed = if page.embed { " data-embed" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"{}\"{embed}>\n<head>\n{}</head>\n<body>\n{}\n{scripts}</body>\n</html>\n",
        page.lang,
        head.0,
        page.body.replace("{search}", index).replace("{root}", root),
    )
}

/// The modules that a page needs, in the order in which they run.
fn modules<'a>(page: &Page, assets: &'a Assets) -> Vec<&'a str> {
    let has = |what| page.body.contains(what);
    let offline = assets.offline.as_deref();
    [
        has("<leptos-island").then_some(assets.boot.as_str()),
        page.embed.then_some(assets.framed.as_str()),
        has(" data-compare").then_some(assets.compare.as_str()),
        has(" data-embeds").then_some("embed.js"),
        has(OPEN).then_some(assets.open.as_str()),
        has(" data-lens").then_some(assets.lens.as_str()),
        has(" data-predict=").then_some(assets.predict.as_str()),
        offline.filter(|_| has(" data-offline")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What needs to know where the site is.
fn absolute(head: &mut Head, page: &Page, site: &Site) {
    let Some(url) = site.absolute(&page.path) else { return };
    head.link("canonical", &url, "");
    head.property("og:type", "article");
    head.property("og:site_name", "Third Pass");
    head.property("og:title", &page.title);
    head.property("og:description", &page.description);
    head.property("og:url", &url);
    if let Some(image) = site.image(page) {
        head.property("og:image", &image);
    }
    if page.embed {
        let title = format!(" type=\"application/json+oembed\" title=\"{}\"", escape(&page.title));
        head.link("alternate", &format!("{url}oembed.json"), &title);
    }
}

#[derive(Default)]
struct Head(String);

impl Head {
    fn line(&mut self, line: &str) {
        self.0 += line;
        self.0.push('\n');
    }
    fn meta(&mut self, name: &str, content: &str) {
        self.line(&format!("<meta name=\"{name}\" content=\"{}\">", escape(content)));
    }
    fn property(&mut self, name: &str, content: &str) {
        self.line(&format!("<meta property=\"{name}\" content=\"{}\">", escape(content)));
    }
    fn link(&mut self, rel: &str, href: &str, more: &str) {
        self.line(&format!("<link rel=\"{rel}\" href=\"{}\"{more}>", escape(href)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pictures from elsewhere are for a reader's own note alone.
    #[test]
    fn only_one_page_lets_pictures_come_from_elsewhere() {
        let policy = |body| policy(&crate::site::test_page("zh/open/", body));
        assert_eq!(policy("<main data-compare>"), CSP);
        let own = policy("<main data-open data-root=\"../../\">");
        assert!(
            own.contains("img-src 'self' data: blob: https: http:; connect-src 'self'"),
            "{own}"
        );
    }

    #[test]
    fn pages_with_formulas_name_their_font_frames_do_not() {
        let names = |body: &str, embed| {
            let page = Page { embed, ..crate::site::test_page("zh/alexnet/", body) };
            let html = document(&page, "../../", &Assets::default(), &Site::at(None));
            html.contains(&format!(" data-font=\"../../{MATH_FONT}\""))
        };
        assert!(names("<math></math>", false));
        assert!(!names("<math></math>", true));
        assert!(!names("<p>", false));
    }

    #[test]
    fn the_way_to_the_root() {
        assert_eq!(root_of(""), "./");
        assert_eq!(root_of("zh/alexnet/"), "../../");
        assert_eq!(root_of("zh/embed/convolution/"), "../../../");
    }
}
