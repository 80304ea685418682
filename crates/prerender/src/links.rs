//! Every link within the site leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::{markup::tags, stage::Stage};

/// Pages by path, with their whole text.
type Pages = BTreeMap<String, String>;

/// What is linked and is not there, in words.
pub(crate) fn check(stage: &Stage, pages: &Pages) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| {
            (path.as_str(), tags(html).iter().filter_map(|t| t.get("id")).collect())
        })
        .collect();
    let mut wrong = BTreeSet::new();
    for (path, html) in pages {
        for tag in tags(html) {
            for url in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                if let Err(words) = follow(stage, &ids, path, url) {
                    wrong.insert(format!("/{path}: {url} {words}"));
                }
            }
        }
    }
    wrong.into_iter().collect()
}

fn follow(
    stage: &Stage,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
    from: &str,
    url: &str,
) -> Result<(), String> {
    if leaves_the_site(url) {
        return Ok(());
    }
    let (url, anchor) = url.split_once('#').unwrap_or((url, ""));
    let (way, _) = url.split_once('?').unwrap_or((url, ""));
    let target = resolve(from, way).ok_or("leads out of the site")?;
    if let Some(there) = ids.get(target.as_str()) {
        return if anchor.is_empty() || there.contains(anchor) {
            Ok(())
        } else {
            Err("names a place that is not on that page".to_owned())
        };
    }
    if stage.has(&target) { Ok(()) } else { Err("leads nowhere".to_owned()) }
}

fn leaves_the_site(url: &str) -> bool {
    let head = url.split(['/', '?', '#']).next().unwrap_or_default();
    head.contains(':') || url.starts_with("//")
}

/// The path from the site's root that `way` leads to from the page `from`.
pub(crate) fn resolve(from: &str, way: &str) -> Option<String> {
    if way.is_empty() {
        return Some(from.to_owned());
    }
    let mut folders: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let (way, last) = way.rsplit_once('/').map_or(("", way), |(way, last)| (way, last));
    for part in way.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(folders.pop()?),
            part => folders.push(part),
        }
    }
    let folder = folders.iter().map(|f| format!("{f}/")).collect::<String>();
    Some(folder + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_followed_from_the_page() {
        for (from, way, to) in [
            ("", "./", Some("")),
            ("", "zh/alexnet/", Some("zh/alexnet/")),
            ("zh/alexnet/", "", Some("zh/alexnet/")),
            ("zh/alexnet/", "../../en/alexnet/", Some("en/alexnet/")),
            ("zh/alexnet/", "../../boot-1.js", Some("boot-1.js")),
            ("zh/alexnet/", "../../../", None),
        ] {
            assert_eq!(resolve(from, way).as_deref(), to, "{way} from {from}");
        }
    }

    #[test]
    fn links_within_the_site_are_followed_others_are_not() {
        let stage = Stage::new(std::env::temp_dir().join("third-pass-no-such-folder"));
        let zh = "<h2 id=\"a\"><a href=\"#a\"></a><a href=\"#b\"></a><a href=\"https://x.org/#c\"></a>\
                  <a href=\"../en/?v=1#a\"></a><a href=\"../fr/\"></a>";
        let pages = [("zh/", zh), ("en/", "<h2 id=a>")];
        let pages = pages.map(|(path, html)| (path.to_owned(), html.to_owned())).into();
        let wrong = check(&stage, &pages);
        assert_eq!(
            wrong,
            ["/zh/: #b names a place that is not on that page", "/zh/: ../fr/ leads nowhere"]
        );
    }
}
