//! How many bytes of a file travel.

use std::collections::{BTreeMap, BTreeSet};

use crate::{archive::deflated, stage::Stage};

/// Weighs each file once: text and wasm after gzip, what is packed already as it is.
pub(crate) struct Scales<'a> {
    stage: &'a Stage,
    known: BTreeMap<String, usize>,
}

impl<'a> Scales<'a> {
    pub(crate) fn new(stage: &'a Stage) -> Self {
        Self { stage, known: BTreeMap::new() }
    }

    pub(crate) fn stage(&self) -> &'a Stage {
        self.stage
    }

    /// The file has changed.
    pub(crate) fn forget(&mut self, path: &str) {
        self.known.remove(path);
    }

    pub(crate) fn sent(&mut self, path: &str) -> Result<usize, String> {
        if let Some(known) = self.known.get(path) {
            return Ok(*known);
        }
        let contents = self.stage.bytes(path)?;
        let packed = [".png", ".woff2", ".safetensors", ".bin"].iter().any(|e| path.ends_with(e));
        let sent = if packed {
            contents.len()
        } else {
            // With gzip's own head and foot.
            deflated(&contents).map_err(|e| format!("{path}: {e}"))?.len() + 18
        };
        self.known.insert(path.to_owned(), sent);
        Ok(sent)
    }

    pub(crate) fn all(&mut self, paths: &BTreeSet<String>) -> Result<usize, String> {
        paths.iter().map(|path| self.sent(path)).sum()
    }
}
