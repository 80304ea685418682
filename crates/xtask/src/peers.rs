//! The peers' benchmark: their packages from npm, the cases from Python, then `tests/bench/run.mjs`.

use std::path::{Path, PathBuf};

use crate::{
    Outcome, node,
    options::Options,
    places::Places,
    process::{command, run},
    progress::say,
    python::{self, stamp, stamped},
};

/// What writes the cases.
const MODELS: &str = "tests/bench/models";
const WRITES: [&str; 3] = ["graph.py", "onnx_file.py", "make_models.py"];

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
    let python = python::environment(places, &home.join("venv"), &sources, "NumPy and onnx")?;
    say("the benchmark's cases: writing them, 350 MB");
    let mut write = command(places, python);
    // No bytecode among the sources.
    write.arg("-B").arg(sources.join("make_models.py")).arg(&models);
    run(write)?;
    stamp(&models, &sources, &WRITES)?;
    Ok(models)
}
