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

fn tidy(places: &Places) -> Outcome {
    run(cargo(places, &["test", "--quiet", "--locked", "-p", "tests", "--test", "tidy"]))
}
