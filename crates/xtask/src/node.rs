//! Node, and what npm installs: wasm-opt, the browser tests' libraries, icon sets.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome,
    places::Places,
    process::{command, read, run},
    progress::say,
};

/// `node --test` runs several files one after the other since this one.
const OLDEST: u32 = 20;

/// A list of packages that npm installs.
struct List {
    /// Where it is committed.
    folder: &'static str,
    /// The folder among the tools.
    home: &'static str,
    what: &'static str,
}

const TOOLS: List = List {
    folder: "tests/browser",
    home: "node",
    what: "wasm-opt and the browser tests' libraries",
};

const ICONS: List =
    List { folder: "crates/train/npm", home: "icons", what: "the icon sets of the emoji, 180 MB" };

const PEERS: List = List {
    folder: "tests/bench",
    home: "peers",
    what: "TensorFlow.js and ONNX Runtime Web, 200 MB",
};

const LIGHTHOUSE: List =
    List { folder: "tests/lighthouse", home: "lighthouse", what: "Lighthouse, 180 MB" };

pub(crate) fn node(places: &Places) -> Command {
    command(places, "node")
}

/// Installs the packages of `tests/browser/package-lock.json` into the tools folder.
pub(crate) fn install(places: &Places) -> Outcome {
    install_list(places, &TOOLS).map(|_| ())
}

/// Installs the icon sets, and tells where they are.
pub(crate) fn install_icons(places: &Places) -> Outcome<PathBuf> {
    install_list(places, &ICONS).map(|home| home.join("node_modules"))
}

/// Installs the libraries that the module is measured beside, and tells where they are.
pub(crate) fn install_peers(places: &Places) -> Outcome<PathBuf> {
    install_list(places, &PEERS).map(|home| home.join("node_modules"))
}

/// Installs what audits the pages, and tells where it is.
pub(crate) fn install_lighthouse(places: &Places) -> Outcome<PathBuf> {
    install_list(places, &LIGHTHOUSE).map(|home| home.join("node_modules"))
}

fn install_list(places: &Places, list: &List) -> Outcome<PathBuf> {
    let List { folder, home, what } = list;
    new_enough(places)?;
    let (wanted, fresh) = (places.root.join(folder), places.tools().join(format!("{home}.new")));
    let home = places.tools().join(home);
    let lock = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    if lock(&home).is_some() && lock(&home) == lock(&wanted) {
        say("npm packages: here");
        return Ok(home);
    }
    say(format_args!("npm packages: installing {what}"));
    // Beside, then in place: what is interrupted is never taken for complete.
    clear(&fresh)?;
    fs::create_dir_all(&fresh).map_err(|e| format!("{}: {e}", fresh.display()))?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(wanted.join(file), fresh.join(file))
            .map_err(|e| format!("{folder}/{file}: {e}"))?;
    }
    let mut npm = command(places, if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&fresh);
    run(npm)?;
    clear(&home)?;
    fs::rename(&fresh, &home).map_err(|e| format!("{}: {e}", home.display()))?;
    say("npm packages: installed");
    Ok(home)
}

fn new_enough(places: &Places) -> Outcome {
    let mut ask = node(places);
    ask.arg("--version");
    let said = read(ask).map_err(|e| format!("{e}: install Node {OLDEST} or newer"))?;
    if major(&said).is_some_and(|found| found >= OLDEST) {
        Ok(())
    } else {
        Err(format!("Node {} is too old: install Node {OLDEST} or newer", said.trim()))
    }
}

/// 20 of `v20.20.2`.
fn major(said: &str) -> Option<u32> {
    said.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn clear(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {e}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_major_version() {
        assert_eq!(super::major("v20.20.2\n"), Some(20));
        assert_eq!(super::major("20"), None);
    }
}
