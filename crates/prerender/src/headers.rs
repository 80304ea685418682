//! `_headers`, which Cloudflare Pages and Netlify read: who may load what, and how long it is kept.

use std::collections::{BTreeMap, BTreeSet};

use web::Page;

use crate::document::policy;

/// What holds for every file.
const ALL: &str = "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n  \
                   Referrer-Policy: no-referrer\n";

/// The whole file. Hosts join what several rules say of one header, so that no address has two.
/// `files` are all of the site, `immutable` those whose names say their content.
pub(crate) fn headers(
    pages: &[Page],
    immutable: &[String],
    files: &[String],
) -> Result<String, String> {
    let mut text = ALL.to_owned();
    for (place, policy) in policies(pages)? {
        text += &format!("/{place}\n  Content-Security-Policy: {policy}\n");
    }
    for start in starts(immutable, files)? {
        text += &format!("/{start}*\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    Ok(text)
}

/// The pages' policies as their own `<meta>` has them, a rule for each folder of a language.
fn policies(pages: &[Page]) -> Result<BTreeMap<String, String>, String> {
    let mut rules = BTreeMap::new();
    for page in pages {
        let folders: Vec<&str> = page.path.split('/').take(2).collect();
        let place = if page.path.is_empty() {
            String::new()
        } else {
            format!("{}/*", folders.join("/").trim_end_matches('/'))
        };
        let own = policy(page);
        if rules.insert(place, own.clone()).is_some_and(|other| other != own) {
            return Err(format!("_headers: /{} has a policy of its own", page.path));
        }
    }
    Ok(rules)
}

/// What the names of immutable files begin with, and no other file's does; as few as that takes,
/// since hosts read a hundred rules.
fn starts(immutable: &[String], files: &[String]) -> Result<BTreeSet<String>, String> {
    let kept: BTreeSet<&String> = immutable.iter().collect();
    let alone = |start: &str| !files.iter().any(|f| f.starts_with(start) && !kept.contains(f));
    let mut starts = BTreeSet::new();
    for name in immutable {
        let dashes = name.match_indices('-').map(|(at, _)| &name[..=at]);
        let start = dashes.into_iter().find(|start| alone(start));
        let start = start.ok_or_else(|| format!("_headers: nothing tells {name} from others"))?;
        starts.insert(start.to_owned());
    }
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::test_page;

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn a_rule_holds_every_hashed_name_and_no_other() {
        let hashed = names(&["web-a-1.js", "web-b-2.js", "third-pass-3.js", "styles/site-4.css"]);
        let others = names(&["third-pass.js", "third-rail.js", "web.txt"]);
        let files = [hashed.clone(), others].concat();
        let starts = starts(&hashed, &files).unwrap();
        assert_eq!(starts.into_iter().collect::<Vec<_>>(), ["styles/site-", "third-pass-", "web-"]);
        // A name that is not by content would be kept for ever.
        let two = names(&["boot-1.js", "boot-2.js"]);
        assert!(super::starts(&two[..1], &two).is_err());
    }

    #[test]
    fn a_page_has_one_policy_and_its_folder_another_only_if_it_says_so() {
        let open = test_page("zh/open/", "<main data-open>");
        let pages =
            [test_page("", ""), test_page("zh/embed/a/", ""), test_page("zh/embed/b/", ""), open];
        let rules = policies(&pages).unwrap();
        let places: Vec<&str> = rules.keys().map(String::as_str).collect();
        assert_eq!(places, ["", "zh/embed/*", "zh/open/*"]);
        assert!(rules["zh/open/*"].contains("https:") && !rules[""].contains("https:"));
        let two = [test_page("zh/open/", "<main data-open>"), test_page("zh/open/b/", "")];
        assert!(policies(&two).is_err());
    }
}
