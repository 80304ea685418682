//! The versions of the tools, read from the files that decide them where there are such.

use std::fs;

use crate::{Outcome, places::Places};

/// Nothing else depends on it.
pub(crate) const CARGO_DENY: &str = "0.20.2";

/// Trunk's, as pinned in `Trunk.toml`.
pub(crate) fn trunk(places: &Places) -> Outcome<String> {
    let text = read(places, "Trunk.toml")?;
    trunk_in(&text).ok_or_else(|| "Trunk.toml pins no trunk-version".to_owned())
}

/// That of wasm-bindgen in `Cargo.lock`: library and program must be equal.
pub(crate) fn wasm_bindgen(places: &Places) -> Outcome<String> {
    let text = read(places, "Cargo.lock")?;
    locked_in(&text, "wasm-bindgen").ok_or_else(|| "Cargo.lock names no wasm-bindgen".to_owned())
}

fn read(places: &Places, file: &str) -> Outcome<String> {
    fs::read_to_string(places.root.join(file)).map_err(|e| format!("{file}: {e}"))
}

fn trunk_in(text: &str) -> Option<String> {
    let line = text.lines().find(|l| l.starts_with("trunk-version"))?;
    Some(line.split('"').nth(1)?.trim_start_matches('=').to_owned())
}

fn locked_in(text: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = text.lines().skip_while(|l| *l != name);
    Some(lines.nth(1)?.split('"').nth(1)?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_from_the_texts() {
        let config = "# pinned\ntrunk-version = \"=0.21.14\"\n[build]\n";
        assert_eq!(trunk_in(config).as_deref(), Some("0.21.14"));
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_in(lock, "trunk"), None);
    }
}
