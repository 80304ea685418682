//! The module of the page's widgets: cut into a base and a piece for each, under names by content.

use std::collections::BTreeSet;

use serde_json::json;

use crate::{
    assets::hash,
    code::code,
    glue::{exported_functions, fill},
    markup::tags,
    stage::Stage,
};

/// What the module is cut by.
pub(crate) struct Cuts<'a> {
    /// The module as it came from the linker, with relocations.
    pub(crate) linked: &'a [u8],
    /// The islands of all pages.
    pub(crate) islands: BTreeSet<&'a str>,
}

/// What some widgets share is a part of its own if it is so many bytes: each is one request more.
const LEAST: usize = 15_000;

/// The module under its hashed names, with its parts by their islands.
#[derive(Debug, Default)]
pub(crate) struct PageModule {
    js: String,
    wasm: String,
    /// In the order in which they are instantiated, the island's own last.
    parts: Vec<(String, Vec<String>)>,
    /// The functions that it exports, islands among them.
    pub(crate) exports: Vec<String>,
}

impl PageModule {
    /// Cuts and renames the module that Trunk wrote into its `index.html`.
    pub(crate) fn stage(
        stage: &Stage,
        trunk: &str,
        third_pass: &str,
        cuts: Option<&Cuts<'_>>,
    ) -> Result<Self, String> {
        let [js, wasm] = main_module(trunk)?;
        // The import alone: the same text is also the module's key among the wasm's imports.
        let import = |name: &str| format!("from \"./{name}\"");
        let names = [(&*import("third-pass.js"), &*import(third_pass))];
        let glue = code(&fill(&js, &stage.read(&js)?, &names)?);
        let exports: Vec<_> = exported_functions(&glue).into_iter().map(str::to_owned).collect();
        let mut base = stage.bytes(&wasm)?;
        let mut parts = Vec::new();
        if let Some(cuts) = cuts {
            // One that the module lacks is refused by the check of its page.
            let islands = cuts.islands.iter().filter(|i| exports.iter().any(|e| e == *i));
            let islands: Vec<Vec<&str>> = islands.map(|island| vec![*island]).collect();
            let cut = split::split(cuts.linked, &base, &islands, LEAST)
                .map_err(|fault| format!("the page's module cannot be cut: {fault}"))?;
            base = cut.base;
            parts = islands.concat().into_iter().map(|i| (i.to_owned(), Vec::new())).collect();
            for split::Shared { wasm, pieces } in cut.shared {
                let name = kept(stage, "shared", wasm)?;
                for piece in pieces {
                    parts[piece].1.push(name.clone());
                }
            }
            for ((island, parts), wasm) in parts.iter_mut().zip(cut.pieces) {
                let widget = island.split('_').next().unwrap_or(island).to_lowercase();
                parts.push(kept(stage, &widget, wasm)?);
            }
        }
        stage.remove(&js)?;
        stage.remove(&wasm)?;
        let hash = hash(&[glue.as_bytes(), &base]);
        let (js, wasm) = (format!("web-page-{hash}.js"), format!("web-page-{hash}_bg.wasm"));
        stage.write(&js, glue)?;
        stage.write(&wasm, base)?;
        Ok(Self { js, wasm, parts, exports })
    }

    /// All of it.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.loaded(|_| true)
    }

    /// What a page with these islands loads.
    pub(crate) fn files_of(&self, islands: &BTreeSet<String>) -> BTreeSet<&str> {
        self.loaded(|island| islands.contains(island))
    }

    fn loaded(&self, is: impl Fn(&String) -> bool) -> BTreeSet<&str> {
        let parts = self.parts.iter().filter(|(island, _)| is(island)).flat_map(|(_, all)| all);
        [&*self.js, &self.wasm].into_iter().chain(parts.map(|name| &**name)).collect()
    }

    /// What `boot.js` loads: `{"js": …, "wasm": …, "parts": {island: […]}}`.
    pub(crate) fn named(&self) -> String {
        let beside = |name: &String| json!(format!("./{name}"));
        let parts = self
            .parts
            .iter()
            .map(|(island, names)| (island.clone(), names.iter().map(beside).collect()));
        let parts = serde_json::Value::Object(parts.collect());
        json!({ "js": beside(&self.js), "wasm": beside(&self.wasm), "parts": parts }).to_string()
    }
}

/// Writes a part under a name by its content, and gives the name.
fn kept(stage: &Stage, what: &str, wasm: Vec<u8>) -> Result<String, String> {
    let name = format!("web-{what}-{}.wasm", hash(&[&wasm]));
    stage.write(&name, wasm)?;
    Ok(name)
}

/// Script and wasm by the names that Trunk wrote into its script tag (`pattern_script` in
/// `Trunk.toml`).
fn main_module(html: &str) -> Result<[String; 2], String> {
    let script = tags(html).into_iter().find(|t| t.get("data-wasm").is_some());
    let name = |url: &str| url.rsplit('/').next().unwrap_or(url).to_owned();
    script.and_then(|t| Some([name(t.get("data-js")?), name(t.get("data-wasm")?)])).ok_or_else(
        || "Trunk's index.html names no module: see pattern_script in Trunk.toml".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_in_trunks_page() {
        let html = "<script type=\"module\" src=\"boot.js\" data-js=\"./web-1.js\" data-wasm=\"./web-1_bg.wasm\"></script>";
        let names = ["web-1.js", "web-1_bg.wasm"].map(str::to_owned);
        assert_eq!(main_module(html), Ok(names));
        assert!(main_module("<p>").is_err(), "no script, no module");
    }
}
