//! The program behind `cargo xtask train`: reads and writes files, computes nothing itself.

mod digits;
mod draw;
mod files;
mod learn;
mod translator;

use std::{env, path::Path, process::ExitCode};

/// What a command answers: nothing, or words for the reader.
type Outcome<T = ()> = Result<T, String>;

/// The seed, where one is given.
fn seeded(words: &[&str]) -> Outcome<Option<u64>> {
    match words {
        [] => Ok(None),
        [seed] => {
            seed.parse().map(Some).map_err(|_| format!("the seed {seed:?} is no whole number"))
        }
        _ => Err("it takes one seed".to_owned()),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["emoji", icons] => draw::emoji(Path::new(icons)),
        ["activation"] => digits::activation(),
        ["degradation"] => digits::degradation(),
        ["alexnet", ref seed @ ..] => seeded(seed).and_then(learn::alexnet),
        ["transformer", ref seed @ ..] => seeded(seed).and_then(translator::transformer),
        _ => Err("it is run by `cargo xtask train`".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("train: {words}");
            ExitCode::FAILURE
        }
    }
}
