//! `test`: everything that must pass.

use std::path::Path;

use crate::{
    Outcome, bench, browsers, build, check, fuzz, in_browsers,
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
            Step { name: "browser tests", run: in_browsers::run },
            Step { name: "Lighthouse", run: bench::six_pages },
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
