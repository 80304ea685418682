//! `test`: everything that must pass.

use std::{fs, path::Path};

use crate::{
    Outcome, browsers, build, check, fuzz, node,
    options::Options,
    places::Places,
    process::{cargo, run},
    report::{Step, run_all},
    setup,
};

/// The names of the parts.
pub(crate) const PARTS: &[&str] = &["check", "unit", "fuzz", "browser"];

pub(crate) fn test(places: &Places, options: &Options) -> Outcome {
    let mut steps = Vec::new();
    for part in PARTS {
        let chosen = options.words();
        if chosen.is_empty() || chosen.iter().any(|w| w == part) {
            steps.extend(steps_of(part));
        }
    }
    run_all(places, &steps, options.has("--keep-going"))
}

fn steps_of(part: &str) -> Vec<Step> {
    match part {
        "check" => check::STEPS.to_vec(),
        "unit" => vec![
            Step { name: "a software Vulkan", run: browsers::for_native_tests },
            Step { name: "cargo test", run: cargo_test },
        ],
        "fuzz" => vec![Step { name: "a minute of fuzzing", run: fuzz::a_minute }],
        _ => vec![
            Step { name: "tools", run: setup::everything },
            Step { name: "browsers", run: browsers::for_browser_tests },
            Step { name: "the release site", run: the_site },
            Step { name: "browser tests", run: browser_tests },
        ],
    }
}

/// Without addresses, as most who build it have none.
fn the_site(places: &Places) -> Outcome {
    build::release(places, &Options::default())
}

fn cargo_test(places: &Places) -> Outcome {
    let mut test = cargo(places, &["test", "--quiet", "--locked", "--workspace", "--no-fail-fast"]);
    test.env("INSTA_UPDATE", "no");
    if Path::new(browsers::LAVAPIPE).exists() {
        test.env("VK_DRIVER_FILES", browsers::LAVAPIPE);
        // With a Vulkan on this machine, a GPU test that is skipped has failed.
        test.env("THIRD_PASS_REQUIRE_GPU", "1");
    }
    run(test)
}

fn browser_tests(places: &Places) -> Outcome {
    let folder = places.root.join("tests/browser");
    let listed = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let is_test = |name: &str| name.ends_with(".test.mjs");
    let mut files: Vec<String> = listed
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_test(name))
        .map(|name| format!("tests/browser/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err("tests/browser/ holds no *.test.mjs".to_owned());
    }
    let mut node = node::node(places);
    // One file at a time: two browsers on two cores would time each other out.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    run(node)
}
