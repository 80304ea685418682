//! `build`: the release site.

use crate::{
    Outcome,
    options::Options,
    places::Places,
    process::{run, trunk},
    progress::say,
    setup,
};

pub(crate) fn build(places: &Places, options: &Options) -> Outcome {
    let site_url = options.value("--site-url");
    if let Some(url) = site_url {
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        if !absolute || url.contains(['?', '#', '"', '<', ' ']) {
            return Err(format!(
                "--site-url wants an address like https://example.org/third-pass/, got {url:?}"
            ));
        }
    }
    setup::everything(places)?;
    release(places, site_url)
}

/// Builds with the tools that are there.
pub(crate) fn release(places: &Places, site_url: Option<&str>) -> Outcome {
    say("building the release site");
    let mut trunk = trunk(places, &["build", "--release"]);
    match site_url {
        Some(url) => trunk.env("THIRD_PASS_SITE_URL", url),
        None => trunk.env_remove("THIRD_PASS_SITE_URL"),
    };
    run(trunk)?;
    say(format_args!("the site is in {}", places.dist().display()));
    Ok(())
}
