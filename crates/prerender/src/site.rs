//! The whole site, from what Trunk staged and what `web` renders.

use std::collections::BTreeMap;

use web::Page;

use crate::{
    archive,
    assets::{Assets, Searched},
    checks,
    document::{document, root_of},
    extras,
    kept::Kept,
    links,
    markup::tags,
    page_module::Cuts,
    scales::Scales,
    shrunk::Linked,
    stage::Stage,
    views::Views,
};

/// What the body of a page has in which figures of the finished site stand.
const FIGURES: &str = " data-embeds";

/// Where the site will stand, if that is known.
pub(crate) struct Site {
    /// Ends in a slash.
    url: Option<String>,
    images: Vec<String>,
}

impl Site {
    pub(crate) fn at(url: Option<&str>) -> Self {
        let url = url.filter(|u| !u.is_empty()).map(|u| format!("{}/", u.trim_end_matches('/')));
        Self { url, images: Vec::new() }
    }

    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        self.url.as_ref().map(|url| format!("{url}{path}"))
    }

    /// The site's address, or what stands for it where that is not known.
    pub(crate) fn address(&self) -> String {
        self.absolute("").unwrap_or_else(|| "https://YOUR-HOST/".to_owned())
    }

    /// The site's root as seen from its host's: `/` unless told otherwise.
    pub(crate) fn base(&self) -> String {
        let path = |url: &String| {
            let (_, after) = url.split_once("://")?;
            after.find('/').map(|at| after[at..].to_owned())
        };
        self.url.as_ref().and_then(path).unwrap_or_else(|| "/".to_owned())
    }

    /// The picture that stands for a page where links are shown:
    /// `assets/og/zh-alexnet.png`, else `assets/og/site.png`.
    pub(crate) fn image(&self, page: &Page) -> Option<String> {
        let own = page.path.trim_end_matches('/').replace('/', "-");
        let name = [format!("{own}.png"), "site.png".to_owned()];
        let name = name.iter().find(|name| self.images.contains(name))?;
        self.absolute(&format!("assets/og/{name}"))
    }
}

/// Writes everything and says how many pages there are, or everything that is wrong.
pub(crate) fn write_site(
    stage: &Stage,
    site: &Site,
    pages: &[Page],
    widgets: &str,
    searched: &[Searched],
    linked: Option<&Linked>,
) -> Result<usize, Vec<String>> {
    let one = |words: String| vec![words];
    if !pages.iter().any(|p| p.path.is_empty()) {
        return Err(one("there is no page for the root".to_owned()));
    }
    let islands = pages.iter().flat_map(|page| islands(&page.body)).collect();
    if let Some(linked) = linked {
        linked.shrink(stage).map_err(one)?;
    }
    let page = linked.map(|linked| linked.module("web-page")).transpose().map_err(one)?;
    let cuts = page.as_ref().map(|linked| Cuts { linked, islands });
    let mut assets = Assets::name(stage, cuts.as_ref()).map_err(one)?;
    assets.index(stage, searched).map_err(one)?;
    // No folder, no pictures.
    let site = Site { url: site.url.clone(), images: stage.list("assets/og").unwrap_or_default() };
    let mut wrong: Vec<String> =
        pages.iter().flat_map(|page| checks::check(page, &assets)).collect();
    let mut texts = BTreeMap::new();
    for page in pages {
        let text = document(page, &root_of(&page.path), &assets, &site);
        stage.write(&format!("{}index.html", page.path), &text).map_err(one)?;
        if texts.insert(page.path.clone(), text).is_some() {
            wrong.push(format!("/{}: two pages have this path", page.path));
        }
    }
    extras::write(stage, &site, &assets, pages, widgets).map_err(one)?;
    if assets.offline.is_some() {
        finish(stage, &site, &assets, pages, &mut texts).map_err(one)?;
    } else {
        // While serving, where files change, nothing is kept, and what is linked is empty.
        stage.remove("sw.js").and_then(|()| stage.write(archive::NAME, "")).map_err(one)?;
    }
    wrong.extend(links::check(stage, &texts));
    if wrong.is_empty() { Ok(pages.len()) } else { Err(wrong) }
}

/// What is said of the finished site, its figures and lists, and the archive of all of it.
fn finish(
    stage: &Stage,
    site: &Site,
    assets: &Assets,
    pages: &[Page],
    texts: &mut BTreeMap<String, String>,
) -> Result<(), String> {
    let with_figures = pages.iter().filter(|page| page.body.contains(FIGURES));
    let unfilled: Vec<(&Page, String)> =
        with_figures.filter_map(|page| Some((page, texts.get(&page.path)?.clone()))).collect();
    let mut scales = Scales::new(stage);
    // Twice: the figures are part of what they measure.
    for _ in 0..2 {
        let views = Views::of(&mut scales, assets, pages)?;
        for (page, text) in &unfilled {
            let text = views.fill(page, pages, text).replace("{site}", &site.address());
            let path = format!("{}index.html", page.path);
            stage.write(&path, &text)?;
            scales.forget(&path);
            texts.insert(page.path.clone(), text);
        }
        views.write(stage)?;
    }
    Kept::of(stage, &assets.immutable)?.write(stage)?;
    archive::write(stage)
}

/// The names of the islands in a page.
fn islands(body: &str) -> impl Iterator<Item = &str> {
    let tags = tags(body).into_iter().filter(|tag| tag.name == "leptos-island");
    tags.filter_map(|tag| tag.get("data-component"))
}

/// A page of no note.
pub(crate) fn page_named(path: &str, title: &str, body: &str) -> Page {
    Page {
        path: path.to_owned(),
        lang: "zh-CN",
        title: title.to_owned(),
        description: title.to_owned(),
        body: body.to_owned(),
        alternates: Vec::new(),
        embed: false,
    }
}

#[cfg(test)]
pub(crate) fn test_page(path: &str, body: &str) -> Page {
    page_named(path, "测试 <test>", body)
}

#[cfg(test)]
mod tests;
