//! The tools that build the site, installed once into the cache.

use std::{fs, io::IsTerminal as _};

use crate::{
    Outcome, node,
    places::Places,
    process::{cargo, command, read, run},
    progress::say,
    versions,
};

const WASM: &str = "wasm32-unknown-unknown";

/// Installs what is missing; what is there in the right version is left alone.
pub(crate) fn everything(places: &Places) -> Outcome {
    wasm_target(places)?;
    program(
        places,
        &Program { name: "trunk", package: "trunk", locked: true },
        &versions::trunk(places)?,
    )?;
    // Its lock file names a version that can no longer be had.
    let bindgen = Program { name: "wasm-bindgen", package: "wasm-bindgen-cli", locked: false };
    program(places, &bindgen, &versions::wasm_bindgen(places)?)?;
    node::install(places)?;
    say("crates: fetching what is missing");
    run(cargo(places, &["fetch", "--locked", "--quiet"]))
}

/// Rust's standard library for the browser, of the toolchain that the clone pins.
pub(crate) fn wasm_target(places: &Places) -> Outcome {
    let mut rustc = command(places, "rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM]);
    let here = read(rustc).is_ok_and(|folder| fs::exists(folder.trim()).unwrap_or(false));
    if here {
        say(format_args!("{WASM}: here"));
        return Ok(());
    }
    say(format_args!("{WASM}: adding it to the toolchain"));
    let mut rustup = command(places, "rustup");
    rustup.args(["target", "add", WASM]);
    run(rustup)
}

/// What holds dependencies to `deny.toml`.
pub(crate) fn deny(places: &Places) -> Outcome {
    let deny = Program { name: "cargo-deny", package: "cargo-deny", locked: true };
    program(places, &deny, versions::CARGO_DENY)
}

/// A program that comes from crates.io.
struct Program {
    name: &'static str,
    package: &'static str,
    locked: bool,
}

fn program(places: &Places, program: &Program, version: &str) -> Outcome {
    let Program { name, package, locked } = *program;
    let mut ask = command(places, places.bin().join(name));
    ask.arg("--version");
    // "trunk 0.21.14"
    if read(ask).is_ok_and(|said| said.split_whitespace().nth(1) == Some(version)) {
        say(format_args!("{name} {version}: here"));
        return Ok(());
    }
    say(format_args!("{name} {version}: building it, which takes a few minutes"));
    let compiled = places.cache.join("tools-target");
    let mut install = cargo(places, &["install", "--force", package, "--version", version]);
    install.arg("--root").arg(places.tools()).arg("--target-dir").arg(&compiled);
    if locked {
        install.arg("--locked");
    }
    if !std::io::stderr().is_terminal() {
        install.arg("--quiet");
    }
    // Optimizing Trunk takes longer than it will ever save.
    install
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    let outcome = run(install);
    if outcome.is_ok() {
        // A failed one keeps what it has compiled for the next try.
        let _ = fs::remove_dir_all(&compiled);
        say(format_args!("{name} {version}: installed"));
    }
    outcome
}
