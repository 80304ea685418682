//! What a browser keeps for when there is no network, and the service worker that keeps it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{glue::fill, stage::Stage};

/// The list, as the worker reads it, and the worker.
const LIST: &str = "offline.json";
const WORKER: &str = "sw.js";

/// When a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// At the first visit: what notes need to be read and their widgets to compute.
    Once,
    /// When the reader asks: what is large, or needed by some.
    Save,
}

/// The photograph that every widget begins with.
const FIRST: &str = "assets/pictures/chelsea.png";

/// Which set a file of the site is in; most readers need none of what is in neither.
fn set(path: &str, immutable: &[String]) -> Option<Set> {
    let is = |end: &str| path.ends_with(end);
    // What nobody needs to read the notes: a reader's own note, two links side by side.
    if path.starts_with("open-") || path.contains("/open/") || path.contains("/compare/") {
        return Some(Set::Save);
    }
    if immutable.iter().any(|name| name == path) {
        return Some(Set::Once);
    }
    if is("index.html") {
        return Some(if path.contains("/embed/") { Set::Save } else { Set::Once });
    }
    let asset = path.strip_prefix("assets/");
    match asset.and_then(|rest| rest.split_once('/')) {
        _ if [FIRST, "offline.html", "embed.js"].contains(&path) => Some(Set::Once),
        // What notes need of it is kept; the rest is for readers' own.
        Some(("fonts", _)) if is("-notes.woff2") => Some(Set::Once),
        Some(("fonts", _)) if is(".woff2") => Some(Set::Save),
        // Chats fetch the cards, not readers; where pictures come from is read on the web.
        Some(("og", _)) => None,
        Some((_, name)) if is(".py") || name == "licence.txt" || name == "CREDITS.md" => None,
        Some(("fonts", _)) | None => (path == "third-pass.js").then_some(Set::Save),
        Some(_) => Some(Set::Save),
    }
}

/// Both sets as rows of a key and the bytes of its file.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) once: Vec<(String, usize)>,
    pub(crate) save: Vec<(String, usize)>,
}

/// The bytes of a set.
pub(crate) fn bytes(rows: &[(String, usize)]) -> usize {
    rows.iter().map(|(_, bytes)| bytes).sum()
}

impl Kept {
    /// Sorts the files of the site.
    pub(crate) fn of(stage: &Stage, immutable: &[String]) -> Result<Self, String> {
        let mut kept = Self::default();
        for path in stage.all()? {
            let rows = match set(&path, immutable) {
                Some(Set::Once) => &mut kept.once,
                Some(Set::Save) => &mut kept.save,
                None => continue,
            };
            let contents = stage.bytes(&path)?;
            // A folder's page is asked for by the folder.
            let page = path.strip_suffix("index.html").filter(|f| f.is_empty() || f.ends_with('/'));
            let name = page.unwrap_or(&path);
            let key = if immutable.contains(&path) {
                name.to_owned()
            } else {
                format!("{name}?{}", integrity(&contents))
            };
            rows.push((key, contents.len()));
        }
        Ok(kept)
    }

    /// Writes the list and the worker, which names it by its content.
    pub(crate) fn write(&self, stage: &Stage) -> Result<(), String> {
        let list = json!({ "once": self.once, "save": self.save }).to_string();
        let worker =
            fill(WORKER, &stage.read(WORKER)?, &[("__LIST__", &integrity(list.as_bytes()))])?;
        stage.write(LIST, list)?;
        stage.write(WORKER, worker)
    }
}

/// As `fetch` takes it.
fn integrity(contents: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(contents)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_when() {
        let immutable = ["boot-1.js".to_owned(), "open-1_bg.wasm".to_owned()];
        for (path, want) in [
            ("index.html", Some(Set::Once)),
            ("zh/alexnet/index.html", Some(Set::Once)),
            ("zh/embed/pooling/index.html", Some(Set::Save)),
            ("boot-1.js", Some(Set::Once)),
            ("open-1_bg.wasm", Some(Set::Save)),
            ("en/open/index.html", Some(Set::Save)),
            ("en/compare/index.html", Some(Set::Save)),
            ("embed.js", Some(Set::Once)),
            ("third-pass.js", Some(Set::Save)),
            ("third-pass.d.ts", None),
            ("assets/fonts/latinmodern-math-notes.woff2", Some(Set::Once)),
            ("assets/fonts/latinmodern-math-rest.woff2", Some(Set::Save)),
            ("assets/fonts/subset.py", None),
            ("assets/fonts/README.md", None),
            (FIRST, Some(Set::Once)),
            ("assets/pictures/coffee.png", Some(Set::Save)),
            ("assets/pictures/CREDITS.md", None),
            ("assets/own/template-zh.md", Some(Set::Save)),
            ("assets/nets/alexnet.safetensors", Some(Set::Save)),
            ("assets/og/site.png", None),
            ("zh/embed/pooling/oembed.json", None),
            ("404.html", None),
            ("_headers", None),
            ("sw.js", None),
            ("offline.json", None),
        ] {
            assert_eq!(set(path, &immutable), want, "{path}");
        }
    }

    /// A widget whose photograph is not there at once would not compute offline.
    #[test]
    fn every_widget_begins_with_the_photograph_that_is_kept() {
        let name = FIRST.trim_start_matches("assets/pictures/").trim_end_matches(".png");
        let photographs =
            share::WIDGETS.iter().flat_map(|w| w.keys).filter_map(|key| match &key.kind {
                share::Kind::Choice(choices) if choices.iter().any(|c| c.word == name) => {
                    choices.first().map(|c| c.word)
                }
                _ => None,
            });
        let photographs: Vec<_> = photographs.collect();
        assert!(
            photographs.len() > 3 && photographs.iter().all(|word| *word == name),
            "{photographs:?}"
        );
    }

    #[test]
    fn the_integrity_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1: "abc".
        assert_eq!(integrity(b"abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
