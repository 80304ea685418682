//! The tests in real browsers: `tests/browser/*.test.mjs`, a file at a time.

use std::{fs, path::PathBuf, time::Instant};

use crate::{Outcome, node, places::Places, process};

/// So many files may fail once and pass when they run again; more is no accident.
const ACCIDENTS: usize = 2;

pub(crate) fn run(places: &Places) -> Outcome {
    these(places, &files(places, "tests/browser", |_| true)?, &[])
}

/// Runs these files with these variables set to these places.
pub(crate) fn these(places: &Places, files: &[String], set: &[(&str, PathBuf)]) -> Outcome {
    let mut failed = Vec::new();
    for file in files {
        let began = Instant::now();
        let outcome = one(places, file, set);
        eprintln!("== {file}: {:.1} s", began.elapsed().as_secs_f64());
        if let Err(words) = outcome {
            failed.push((file, words));
        }
    }
    if failed.len() > ACCIDENTS {
        let words: Vec<String> = failed.into_iter().map(|(_, words)| words).collect();
        return Err(words.join("\n"));
    }
    // A browser that starved beside others' work is told from a fault by a second run; it is said.
    for (file, words) in failed {
        eprintln!("== {file} again: {words}");
        one(places, file, set)?;
        eprintln!("== UNSTEADY: {file} failed once and passed once");
    }
    Ok(())
}

/// The files of a folder whose name without `.test.mjs` is wanted.
pub(crate) fn files(
    places: &Places,
    folder: &str,
    wanted: impl Fn(&str) -> bool,
) -> Outcome<Vec<String>> {
    let listed = fs::read_dir(places.root.join(folder)).map_err(|e| format!("{folder}: {e}"))?;
    let mut files: Vec<String> = listed
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.strip_suffix(".test.mjs").is_some_and(&wanted))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("{folder}/ holds no *.test.mjs"));
    }
    Ok(files)
}

fn one(places: &Places, file: &str, set: &[(&str, PathBuf)]) -> Outcome {
    let mut node = node::node(places);
    node.args(["--test", "--test-reporter=spec", file]);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    node.envs(set.iter().map(|(name, place)| (name, place)));
    process::run(node)
}
