//! What would break in the browser and is refused here, with the page's name.

use std::collections::BTreeSet;

use web::Page;

use crate::{assets::Assets, markup::tags};

/// Everything wrong with a page's body, in words.
pub(crate) fn check(page: &Page, assets: &Assets) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut complain = |words: String| wrong.push(format!("/{}: {words}", page.path));
    if !page.path.is_empty() && !page.path.ends_with('/') {
        complain("a path ends in a slash".to_owned());
    }
    let mut places = BTreeSet::new();
    for tag in tags(&page.body) {
        if let Some(id) = tag.get("id").filter(|id| !places.insert(id.to_owned())) {
            complain(format!(
                "two places have the id {id:?}: a heading's anchor is no widget's name"
            ));
        }
        if matches!(tag.name, "script" | "style") {
            complain(format!("an inline <{}> is refused by the page's own policy", tag.name));
        }
        for (name, value) in &tag.attributes {
            if *name == "style" || name.starts_with("on") {
                complain(format!(
                    "<{} {name}=\"{value}\"> is refused by the page's own policy",
                    tag.name
                ));
            }
            if matches!(*name, "href" | "src") && value.starts_with('/') {
                complain(format!("{value} works at the host's root only: begin with {{root}}"));
            }
        }
        if tag.name == "leptos-island" {
            let island = tag.get("data-component").unwrap_or_default();
            if !assets.page.exports.iter().any(|e| e == island) {
                complain(format!(
                    "the island {island:?} is not in the page's module: \
                     the native build of web and that for the browser differ"
                ));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::test_page;

    fn complaints(body: &str) -> Vec<String> {
        let mut assets = Assets::default();
        assets.page.exports.push("Convolution_1".to_owned());
        check(&test_page("zh/alexnet/", body), &assets)
    }

    #[test]
    fn what_a_browser_would_refuse() {
        for (body, word) in [
            ("<p style=\"color:red\">", "style="),
            ("<button onclick=\"x()\">", "onclick"),
            ("<script>1</script>", "<script>"),
            ("<h3 id=\"dropout\">Dropout</h3><section id=\"dropout\">", "two places"),
            ("<a href=\"/zh/\">", "{root}"),
            ("<leptos-island data-component=\"Convolution_2\">", "Convolution_2"),
        ] {
            let said = complaints(body);
            assert_eq!(said.len(), 1, "{body}: {said:?}");
            assert!(said[0].starts_with("/zh/alexnet/: ") && said[0].contains(word), "{said:?}");
        }
    }

    #[test]
    fn what_is_in_order_passes() {
        let body = "<a href=\"{root}zh/\">a</a><leptos-island data-component=\"Convolution_1\">";
        assert_eq!(complaints(body), Vec::<String>::new());
    }
}
