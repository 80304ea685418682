//! `check`: what can be said of the sources without running them.

use crate::{
    Outcome,
    options::Options,
    places::Places,
    process::{cargo, run},
    report::{Step, run_all},
    setup,
};

/// The steps, also the first ones of `test`.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "formatting", run: |places| run(cargo(places, &["fmt", "--all", "--check"])) },
    Step { name: "clippy", run: clippy },
    Step { name: "clippy for the browser", run: clippy_wasm },
    Step { name: "documentation", run: documentation },
    Step { name: "licences and sources of crates", run: deny },
];

pub(crate) fn check(places: &Places, _: &Options) -> Outcome {
    let tidy = Step { name: "tidy", run: tidy };
    run_all(places, &[STEPS, &[tidy]].concat(), false)
}

fn clippy(places: &Places) -> Outcome {
    run(cargo(
        places,
        &["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"],
    ))
}

fn clippy_wasm(places: &Places) -> Outcome {
    setup::wasm_target(places)?;
    let page: &[&str] = &["-p", "web", "--no-default-features", "--features", "hydrate"];
    for package in [page, &["-p", "worker"], &["-p", "open"]] {
        let start = ["clippy", "--quiet", "--locked", "--target", "wasm32-unknown-unknown"];
        run(cargo(places, &[&start, package, &["--", "-D", "warnings"]].concat()))?;
    }
    Ok(())
}

/// A link to nothing, or to what a reader of the documentation cannot see, fails.
fn documentation(places: &Places) -> Outcome {
    let mut doc = cargo(places, &["doc", "--quiet", "--locked", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}

/// Advisories want GitHub, and are asked for by the workflow there.
fn deny(places: &Places) -> Outcome {
    setup::deny(places)?;
    run(cargo(
        places,
        &["deny", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"],
    ))
}

fn tidy(places: &Places) -> Outcome {
    run(cargo(places, &["test", "--quiet", "--locked", "-p", "tests", "--test", "tidy"]))
}
