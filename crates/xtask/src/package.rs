//! `package`: what npm gets, from the release site.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, build, node, options::Options, places::Places, progress::say};

/// Where the package's own files lie: what it says of itself.
const OWN: &str = "web/package";
/// What the package and the site share.
const SHARED: [&str; 5] =
    ["third-pass.js", "third-pass.d.ts", "embed.js", "embed.d.ts", "widgets.json"];
/// The line of `embed.js` that takes its own folder for the site, which in a package it is not.
const HOST: &str = "static host = new URL(\"./\", OWN).href;";

pub(crate) fn package(places: &Places, options: &Options) -> Outcome {
    let site = options.value("--site-url").unwrap_or_default();
    if !site.is_empty() {
        build::check("--site-url", site, "https://example.org/third-pass/")?;
    }
    let (dist, package) = (places.dist(), folder(places));
    let module = read(&dist.join("third-pass.js"))
        .map_err(|e| format!("{e}: `cargo xtask build` makes the site first"))?;
    node::clear(&package)?;
    fs::create_dir_all(&package).map_err(|e| format!("{}: {e}", package.display()))?;
    let own = places.root.join(OWN);
    for file in SHARED.into_iter().chain(beside(&module)) {
        copy(&dist.join(file), &package.join(file))?;
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&places.root.join(file), &package.join(file))?;
    }
    copy(&own.join("README.md"), &package.join("README.md"))?;
    let said = read(&own.join("package.json"))?;
    let said = replaced("package.json", &said, "__VERSION__", env!("CARGO_PKG_VERSION"))?;
    write(&package.join("package.json"), &said)?;
    let embed = read(&package.join("embed.js"))?;
    let embed = replaced("embed.js", &embed, HOST, &format!("static host = {site:?};"))?;
    write(&package.join("embed.js"), &embed)?;
    say(format_args!("the package is in {}", package.display()));
    Ok(())
}

/// Where it lies.
pub(crate) fn folder(places: &Places) -> PathBuf {
    places.root.join("dist-package")
}

/// The files that a module finds beside itself: `new URL("./NAME", import.meta.url)`.
fn beside(module: &str) -> Vec<&str> {
    let found = module.split("new URL(\"./").skip(1);
    found.filter_map(|rest| rest.split_once("\", import.meta.url)")).map(|(name, _)| name).collect()
}

/// The text with something else in place of what must be there.
fn replaced(file: &str, text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.contains(old) {
        Ok(text.replace(old, new))
    } else {
        Err(format!("{file} does not hold {old}"))
    }
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(|_| ()).map_err(|e| format!("{}: {e}", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_names_what_lies_beside_it() {
        let module = "const js = new URL(\"./worker-1.js\", import.meta.url);\n\
                      compile(new URL(\"./worker-1_bg.wasm\", import.meta.url)); new URL(\"./\", OWN)";
        assert_eq!(beside(module), ["worker-1.js", "worker-1_bg.wasm"]);
        let ours = include_str!("../../../web/static/third-pass.js");
        assert_eq!(beside(ours), ["__WORKER_JS__", "__WORKER_WASM__"]);
    }

    #[test]
    fn what_the_package_changes_is_there() {
        let embed = include_str!("../../../web/static/embed.js");
        assert!(replaced("embed.js", embed, HOST, "").is_ok());
        assert!(replaced("a", "b", "c", "d").is_err_and(|said| said == "a does not hold c"));
        let package = include_str!("../../../web/package/package.json");
        for file in SHARED {
            assert!(package.contains(&format!("\"./{file}\"")), "{file} is not exported");
        }
    }
}
