//! The program behind `cargo xtask train`: reads and writes files, computes nothing itself.

mod digits;
mod draw;
mod files;
mod kept;
mod learn;

use std::{env, path::Path, process::ExitCode};

/// What a command answers: nothing, or words for the reader.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["emoji", icons] => draw::emoji(Path::new(icons)),
        ["activation"] => digits::activation(),
        ["degradation"] => digits::degradation(),
        [net] => learn::named(net, None),
        [net, seed] => match seed.parse() {
            Ok(seed) => learn::named(net, Some(seed)),
            Err(_) => Err(format!("the seed {seed:?} is no whole number")),
        },
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
