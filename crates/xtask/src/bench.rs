//! What drives the built site and is no test: `bench`, timings as a run of their own, `cards`, and `lighthouse`.

use std::process::Command;

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

/// `lighthouse`: its four categories of every page.
pub(crate) fn lighthouse(places: &Places, _: &Options) -> Outcome {
    prepare(places)?;
    let mut every_page = audit(places)?;
    every_page.arg("--all");
    run(every_page)
}

/// As a step of the test command: of six pages.
pub(crate) fn six_pages(places: &Places) -> Outcome {
    run(audit(places)?)
}

fn audit(places: &Places) -> Outcome<Command> {
    let packages = node::install_lighthouse(places)?;
    let mut node = script(places, "tests/lighthouse/audit.mjs");
    node.env("THIRD_PASS_LIGHTHOUSE", packages);
    Ok(node)
}

/// Runs a script that drives the built site.
fn browser_script(places: &Places, file: &str) -> Outcome {
    prepare(places)?;
    run(script(places, file))
}

fn script(places: &Places, file: &str) -> Command {
    let mut node = node::node(places);
    node.arg(file);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    node
}

/// A site, and a browser to drive it.
fn prepare(places: &Places) -> Outcome {
    if !places.dist().join("third-pass.js").exists() {
        return Err("there is no site in dist/; `cargo xtask build` comes first".to_owned());
    }
    setup::everything(places)?;
    browsers::for_browser_tests(places)
}
