//! `fuzz`: what strangers' links and files are read by, fed with mutations of a corpus.
//!
//! libFuzzer itself, without cargo-fuzz: its flags are stable ones. New inputs stay
//! in the cache; what is worth keeping is copied to `tests/fuzz/corpus/` by hand.

use std::fs;

use crate::{
    Outcome,
    options::Options,
    places::Places,
    process::{command, read, run},
    progress::say,
};

const TARGETS: &[&str] = &["safetensors", "link", "blob", "note", "open", "tokenizer"];
/// Seconds for each target in the test command: a minute in all.
const SECONDS: u32 = 10;

/// Coverage counters for libFuzzer.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1";

pub(crate) fn fuzz(places: &Places, options: &Options) -> Outcome {
    let seconds = match options.value("--seconds") {
        Some(text) => text.parse().map_err(|_| format!("--seconds wants a number, got {text}"))?,
        None => SECONDS,
    };
    each(places, seconds)
}

/// As a step of the test command.
pub(crate) fn a_minute(places: &Places) -> Outcome {
    each(places, SECONDS)
}

fn each(places: &Places, seconds: u32) -> Outcome {
    let (target, host) = (places.target.join("fuzz"), host(places)?);
    let mut build = command(places, "cargo");
    // With a target named, build scripts and macros go without the counters.
    build.args(["build", "--quiet", "--locked", "--release", "--target", &host]);
    build.arg("--manifest-path").arg(places.root.join("tests/fuzz/Cargo.toml"));
    build.env("RUSTFLAGS", FLAGS).env("CARGO_TARGET_DIR", &target);
    run(build)?;
    for name in TARGETS {
        let found = target.join("corpus").join(name);
        fs::create_dir_all(&found).map_err(|e| format!("{}: {e}", found.display()))?;
        let mut fuzzer = command(places, target.join(&host).join("release").join(name));
        fuzzer.arg(&found).arg(places.root.join("tests/fuzz/corpus").join(name));
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=16384", "-verbosity=0"]);
        fuzzer.args(["-print_final_stats=1", "-print_funcs=0", "-seed=1"]);
        fuzzer.arg(format!("-artifact_prefix={}/{name}-", target.display()));
        let ran = fuzzer.output().map_err(|e| format!("{name}: {e}"))?;
        let said = String::from_utf8_lossy(&ran.stderr);
        if !ran.status.success() {
            return Err(format!("{name}: {}\n{said}", ran.status));
        }
        let count = said.lines().find_map(|l| l.strip_prefix("stat::number_of_executed_units:"));
        say(format_args!("{name}: {} inputs in {seconds} s", count.unwrap_or("?").trim()));
    }
    Ok(())
}

/// The machine's own target.
fn host(places: &Places) -> Outcome<String> {
    let mut rustc = command(places, "rustc");
    rustc.arg("-vV");
    let said = read(rustc)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say what its host is".to_owned())
}
