//! The pages of others, built and looked at: `tests/hosts/*.test.mjs`, a file at a time.

use std::path::PathBuf;

use crate::{
    Outcome, browsers, in_browsers, node, options::Options, package, places::Places, python, setup,
};

/// Hosts that every run of the tests has; they need no more than mdBook. The others are for
/// `--hosts`.
const FEW: &[&str] = &["mdbook", "package", "sandbox", "twelve"];

/// The hosts that are built quickly.
pub(crate) fn few(places: &Places) -> Outcome {
    setup::mdbook(places)?;
    let few = |name: &str| FEW.contains(&name);
    let files = in_browsers::files(places, "tests/hosts", few)?;
    in_browsers::these(places, &files, &packed(places)?)
}

/// All hosts: a blog of Hugo, a site of VitePress, a notebook, projects of Vite as well.
pub(crate) fn all(places: &Places) -> Outcome {
    setup::mdbook(places)?;
    browsers::for_hosts(places)?;
    let modules = node::install_hosts(places)?;
    let needs = places.root.join("tests/hosts/notebook");
    let venv = places.tools().join("notebook");
    let python = python::environment(places, &venv, &needs, "nbconvert")?;
    let mut variables = packed(places)?;
    variables.push(("THIRD_PASS_HOST_MODULES", modules));
    variables.push(("THIRD_PASS_HOST_PYTHON", python));
    let files = in_browsers::files(places, "tests/hosts", |_| true)?;
    in_browsers::these(places, &files, &variables)
}

/// The npm package as it is now.
fn packed(places: &Places) -> Outcome<Vec<(&'static str, PathBuf)>> {
    package::package(places, &Options::default())?;
    Ok(vec![("THIRD_PASS_PACKAGE", package::folder(places))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_of_the_few_is_there() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/hosts");
        for name in FEW {
            assert!(folder.join(format!("{name}.test.mjs")).exists(), "{name}");
        }
    }
}
