//! `bench`: timings, as a run of their own; never part of `test`.

use crate::{Outcome, browsers, node, options::Options, places::Places, process::run, setup};

pub(crate) fn bench(places: &Places, options: &Options) -> Outcome {
    if !options.has("--page") {
        return Err("say what: --page".to_owned());
    }
    if !places.dist().join("third-pass.js").exists() {
        return Err("there is no site in dist/; `cargo xtask build` comes first".to_owned());
    }
    setup::everything(places)?;
    browsers::for_browser_tests(places)?;
    let mut node = node::node(places);
    node.arg("tests/browser/bench-page.mjs");
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    run(node)
}
