//! `build`: the release site.

use crate::{
    Outcome, budgets,
    options::Options,
    places::Places,
    process::{run, trunk},
    progress::say,
    setup,
};

/// The options that take an address, the variable in which the prerender finds
/// each, and what it looks like.
const ADDRESSES: &[(&str, &str, &str)] = &[
    ("--site-url", "THIRD_PASS_SITE_URL", "https://example.org/third-pass/"),
    ("--repository-url", "THIRD_PASS_REPOSITORY_URL", "https://example.org/someone/third-pass"),
];

pub(crate) fn build(places: &Places, options: &Options) -> Outcome {
    for (name, _, example) in ADDRESSES {
        if let Some(url) = options.value(name) {
            check(name, url, example)?;
        }
    }
    setup::everything(places)?;
    release(places, options)
}

pub(crate) fn check(name: &str, url: &str, example: &str) -> Outcome {
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if absolute && !url.contains(['?', '#', '"', '<', ' ']) {
        return Ok(());
    }
    Err(format!("{name} wants an address like {example}, got {url:?}"))
}

/// Builds with the tools that are there.
pub(crate) fn release(places: &Places, options: &Options) -> Outcome {
    say("building the release site");
    let mut trunk = trunk(places, &["build", "--release"]);
    for (name, variable, _) in ADDRESSES {
        match options.value(name) {
            Some(url) => trunk.env(variable, url),
            None => trunk.env_remove(variable),
        };
    }
    run(trunk)?;
    budgets::check(places)?;
    say(format_args!("the site is in {}", places.dist().display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_plain() {
        assert_eq!(check("--site-url", "https://example.org/", ""), Ok(()));
        for bad in ["example.org", "https://a.b/?c", "https://a.b/\"", "ftp://a.b"] {
            let said = check("--repository-url", bad, "https://c.d").unwrap_err();
            assert!(said.contains(bad.trim_end_matches('"')) && said.contains("https://c.d"));
        }
    }
}
