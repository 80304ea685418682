//! The tests in real browsers: `tests/browser/*.test.mjs`, a file at a time.

use std::{fs, path::Path, time::Instant};

use crate::{Outcome, node, places::Places, process};

/// So many files may fail once and pass when they run again; more is no accident.
const ACCIDENTS: usize = 2;

pub(crate) fn run(places: &Places) -> Outcome {
    let mut failed = Vec::new();
    for file in files(&places.root)? {
        let began = Instant::now();
        let outcome = one(places, &file);
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
        one(places, &file)?;
        eprintln!("== UNSTEADY: {file} failed once and passed once");
    }
    Ok(())
}

fn files(root: &Path) -> Outcome<Vec<String>> {
    let folder = root.join("tests/browser");
    let listed = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<String> = listed
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.mjs"))
        .map(|name| format!("tests/browser/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err("tests/browser/ holds no *.test.mjs".to_owned());
    }
    Ok(files)
}

fn one(places: &Places, file: &str) -> Outcome {
    let mut node = node::node(places);
    node.args(["--test", "--test-reporter=spec", file]);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    process::run(node)
}
