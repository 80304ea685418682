//! The browsers and drivers that the tests drive, and what builds pages for them: installed on
//! Debian, named elsewhere.

use crate::{
    Outcome,
    places::Places,
    process::{command, read, run},
    progress::say,
};

/// Lavapipe: Vulkan on the CPU, for the kernels' native tests.
pub(crate) const LAVAPIPE: &str = "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json";

/// What a part of the tests needs: Debian's package, and the programs that show
/// elsewhere that it is there (none: cannot be told).
struct Need {
    package: &'static str,
    programs: &'static [&'static str],
}

const NATIVE: &[Need] = &[Need { package: "mesa-vulkan-drivers", programs: &[] }];
const BROWSER: &[Need] = &[
    Need { package: "chromium", programs: &["chromium", "chromium-browser", "google-chrome"] },
    Need { package: "chromium-driver", programs: &["chromedriver"] },
    Need { package: "firefox-esr", programs: &["firefox-esr", "firefox"] },
    // A host as many have it.
    Need { package: "nginx", programs: &["nginx"] },
    // Chinese in screenshots would be empty boxes.
    Need { package: "fonts-noto-cjk", programs: &[] },
];

const HOSTS: &[Need] = &[Need { package: "hugo", programs: &["hugo"] }];

/// A software Vulkan for `cargo test`.
pub(crate) fn for_native_tests(places: &Places) -> Outcome {
    install(places, NATIVE)
}

/// Chromium, Firefox, nginx and a Chinese font.
pub(crate) fn for_browser_tests(places: &Places) -> Outcome {
    install(places, BROWSER)
}

/// What builds other people's pages.
pub(crate) fn for_hosts(places: &Places) -> Outcome {
    install(places, HOSTS)
}

fn install(places: &Places, needs: &[Need]) -> Outcome {
    if !answers(places, "apt-get", "--version") {
        return elsewhere(places, needs);
    }
    let missing: Vec<&str> =
        needs.iter().map(|n| n.package).filter(|p| !installed(places, p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let mut id = command(places, "id");
    id.arg("-u");
    if read(id)?.trim() != "0" {
        return Err(format!("missing: {list}. Install with `sudo apt-get install {list}`"));
    }
    say(format_args!("apt-get install {list}"));
    for arguments in [&["update"][..], &["install", "--yes", "--no-install-recommends"]] {
        let mut apt = command(places, "apt-get");
        apt.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        if arguments[0] == "install" {
            apt.args(&missing);
        }
        run(apt)?;
    }
    Ok(())
}

fn installed(places: &Places, package: &str) -> bool {
    let mut query = command(places, "dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    read(query).is_ok_and(|status| status == "installed")
}

/// Not Debian: says what cannot be found.
fn elsewhere(places: &Places, needs: &[Need]) -> Outcome {
    let absent = |need: &&Need| {
        let asked = ["--version", "version", "-v"];
        let there = |p: &&str| asked.iter().any(|question| answers(places, p, question));
        !need.programs.is_empty() && !need.programs.iter().any(there)
    };
    let missing: Vec<&str> = needs.iter().filter(absent).map(|n| n.programs[0]).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("not on PATH, please install: {}", missing.join(", ")))
    }
}

fn answers(places: &Places, program: &str, question: &str) -> bool {
    let mut ask = command(places, program);
    ask.arg(question);
    read(ask).is_ok()
}
