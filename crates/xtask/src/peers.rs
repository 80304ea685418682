//! The peers' benchmark: their packages from npm, the cases from Python, then `tests/bench/run.mjs`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome, node,
    options::Options,
    places::Places,
    process::{command, run},
    progress::say,
};

/// What writes the cases, and what it needs from PyPI.
const MODELS: &str = "tests/bench/models";
const WRITES: [&str; 3] = ["graph.py", "onnx_file.py", "make_models.py"];
const NEEDS: &str = "requirements.txt";

/// Measures, and writes `BENCH.md`; a part of the cases, or a quick run, is printed instead.
pub(crate) fn bench(places: &Places, options: &Options) -> Outcome {
    let packages = node::install_peers(places)?;
    let home = places.cache.join("peers");
    let models = models(places, &home)?;
    let cases = options.value("--cases");
    let whole = cases.is_none() && !options.has("--quick");
    // What BENCH.md was written from stays beside what was tried since.
    let results = home.join(if whole { "results.json" } else { "part.json" });
    let mut node = node::node(places);
    node.arg("tests/bench/run.mjs").arg("--packages").arg(packages);
    node.arg("--models").arg(models).arg("--results").arg(results);
    node.env("THIRD_PASS_NODE_MODULES", places.node().join("node_modules"));
    node.env("THIRD_PASS_DIST", places.dist());
    if let Some(cases) = cases {
        node.args(["--cases", cases]);
    }
    if options.has("--quick") {
        node.arg("--quick");
    }
    if whole {
        node.arg("--report").arg(places.root.join("BENCH.md"));
    }
    run(node)
}

/// The folder with the cases, written again where their source has changed.
fn models(places: &Places, home: &Path) -> Outcome<PathBuf> {
    let sources = places.root.join(MODELS);
    let models = home.join("models");
    if stamped(&models, &sources, &WRITES) {
        say("the benchmark's cases: here");
        return Ok(models);
    }
    let python = python(places, home)?;
    say("the benchmark's cases: writing them, 350 MB");
    let mut write = command(places, python);
    // No bytecode among the sources.
    write.arg("-B").arg(sources.join("make_models.py")).arg(&models);
    run(write)?;
    stamp(&models, &sources, &WRITES)?;
    Ok(models)
}

/// Python with NumPy and onnx, in an environment of its own.
fn python(places: &Places, home: &Path) -> Outcome<PathBuf> {
    let sources = places.root.join(MODELS);
    let venv = home.join("venv");
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if stamped(&venv, &sources, &[NEEDS]) {
        return Ok(python);
    }
    say("NumPy and onnx: installing them from PyPI");
    let mut make = command(places, if cfg!(windows) { "python" } else { "python3" });
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    run(make).map_err(|e| format!("{e}: it takes Python 3.11 or newer, with venv"))?;
    let mut install = command(places, &python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.arg("--requirement").arg(sources.join(NEEDS));
    run(install)?;
    stamp(&venv, &sources, &[NEEDS])?;
    Ok(python)
}

/// Whether `folder` was made by these files as they are now: it holds copies of them.
fn stamped(folder: &Path, sources: &Path, files: &[&str]) -> bool {
    let same = |file: &&str| {
        let made_by = fs::read(folder.join(file));
        made_by.is_ok_and(|text| fs::read(sources.join(file)).is_ok_and(|now| now == text))
    };
    files.iter().all(same)
}

fn stamp(folder: &Path, sources: &Path, files: &[&str]) -> Outcome {
    for file in files {
        fs::copy(sources.join(file), folder.join(file)).map_err(|e| format!("{file}: {e}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_knows_what_made_it() {
        let home = std::env::temp_dir().join(format!("third-pass-peers-{}", std::process::id()));
        let (made, sources) = (home.join("made"), home.join("sources"));
        fs::create_dir_all(&made).unwrap();
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("a.py"), "1").unwrap();
        assert!(!stamped(&made, &sources, &["a.py"]), "never made");
        stamp(&made, &sources, &["a.py"]).unwrap();
        assert!(stamped(&made, &sources, &["a.py"]));
        fs::write(sources.join("a.py"), "2").unwrap();
        assert!(!stamped(&made, &sources, &["a.py"]), "made by what it was");
        fs::remove_dir_all(home).unwrap();
    }
}
