//! The tests in real browsers: `tests/browser/*.test.mjs`, two files at a time.

use std::{fs, path::PathBuf, sync::Mutex, thread, time::Instant};

use crate::{Outcome, node, places::Places};

/// So many files may fail once and pass when they run again; more is no accident.
const ACCIDENTS: usize = 2;
/// What goes on for longer, in milliseconds, waits for something that does not come.
const HANGS: &str = "--test-timeout=1200000";
/// So many files run at a time.
const AT_ONCE: usize = 2;

pub(crate) fn run(places: &Places) -> Outcome {
    these(places, &files(places, "tests/browser", |_| true)?, &[])
}

/// Runs these files with these variables set to these places.
pub(crate) fn these(places: &Places, files: &[String], set: &[(&str, PathBuf)]) -> Outcome {
    let (next, failed) = (Mutex::new(files.iter()), Mutex::new(Vec::new()));
    // A browser computes on one core most of the time, and waits for another process for the rest.
    let some = || {
        loop {
            let Some(file) = next.lock().ok().and_then(|mut files| files.next()) else { return };
            let began = Instant::now();
            let (outcome, said) = one(places, file, set);
            eprintln!("{said}== {file}: {:.1} s", began.elapsed().as_secs_f64());
            if let (Err(words), Ok(mut failed)) = (outcome, failed.lock()) {
                failed.push((file, words));
            }
        }
    };
    thread::scope(|threads| (0..AT_ONCE).for_each(|_| drop(threads.spawn(some))));
    let failed = failed.into_inner().map_err(|_| "a thread of the tests ended".to_owned())?;
    if failed.len() > ACCIDENTS {
        let words: Vec<String> = failed.into_iter().map(|(_, words)| words).collect();
        return Err(words.join("\n"));
    }
    // A browser that starved beside others' work is told from a fault by a second run, alone; it is said.
    for (file, words) in failed {
        eprintln!("== {file} again: {words}");
        let (outcome, said) = one(places, file, set);
        eprint!("{said}");
        outcome?;
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

/// Runs a file; what it says is told when it ends, so that two do not speak at once.
fn one(places: &Places, file: &str, set: &[(&str, PathBuf)]) -> (Outcome, String) {
    let mut node = node::node(places);
    node.args(["--test", "--test-reporter=spec", HANGS, file]);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    node.envs(set.iter().map(|(name, place)| (name, place)));
    match node.output() {
        Ok(ran) => {
            let said = [ran.stdout, ran.stderr].map(|t| String::from_utf8_lossy(&t).into_owned());
            let outcome =
                if ran.status.success() { Ok(()) } else { Err(format!("{file}: {}", ran.status)) };
            (outcome, said.concat())
        }
        Err(error) => (Err(format!("{file}: {error}")), String::new()),
    }
}
