//! What drives the built site and is no test: `bench`, timings as a run of their own, and `cards`.

use crate::{
    Outcome, browsers, node, options::Options, peers, places::Places, process::run, setup,
};

pub(crate) fn bench(places: &Places, options: &Options) -> Outcome {
    let known = [("--page", "bench-page"), ("--train", "bench-train")];
    match known.into_iter().find(|(option, _)| options.has(option)) {
        Some((_, script)) => browser_script(places, &format!("tests/browser/{script}.mjs")),
        None => {
            prepare(places)?;
            peers::bench(places, options)
        }
    }
}

/// `cards`: the pictures for `og:image`, which are committed.
pub(crate) fn cards(places: &Places, _: &Options) -> Outcome {
    browser_script(places, "tests/browser/cards.mjs")
}

/// Runs a script that drives the built site.
fn browser_script(places: &Places, script: &str) -> Outcome {
    prepare(places)?;
    let mut node = node::node(places);
    node.arg(script);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    run(node)
}

/// A site, and a browser to drive it.
fn prepare(places: &Places) -> Outcome {
    if !places.dist().join("third-pass.js").exists() {
        return Err("there is no site in dist/; `cargo xtask build` comes first".to_owned());
    }
    setup::everything(places)?;
    browsers::for_browser_tests(places)
}
