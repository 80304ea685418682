//! Where things are: the clone, and the cache outside of it.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::Outcome;

pub(crate) struct Places {
    /// The clone.
    pub(crate) root: PathBuf,
    /// What may be deleted at any time and comes back by itself.
    pub(crate) cache: PathBuf,
    /// Cargo's target folder, shared by every clone on this machine.
    pub(crate) target: PathBuf,
}

impl Places {
    pub(crate) fn find() -> Outcome<Self> {
        // Cargo sets the variable at run time; the clone may have moved since the compilation.
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.ancestors().nth(2).ok_or("the clone's folder cannot be told")?;
        let set = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let cache = match set("THIRD_PASS_CACHE") {
            Some(folder) => absolute(root, folder),
            None => env::home_dir()
                .ok_or("there is no home folder: set THIRD_PASS_CACHE")?
                .join(".cache/third-pass"),
        };
        let target = set("CARGO_TARGET_DIR")
            .map_or_else(|| cache.join("target"), |folder| absolute(root, folder));
        Ok(Self { root: root.to_owned(), cache, target })
    }

    /// Programs that `cargo install` put there.
    pub(crate) fn bin(&self) -> PathBuf {
        self.tools().join("bin")
    }

    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Where npm installed wasm-opt and the browser tests' libraries.
    pub(crate) fn node(&self) -> PathBuf {
        self.tools().join("node")
    }

    /// The release site.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The site that `serve` shows: not `dist`, which holds the release, and
    /// one for each port, so that two clones can be served beside each other.
    pub(crate) fn served(&self, port: u16) -> PathBuf {
        self.cache.join(format!("serve-{port}"))
    }
}

fn absolute(root: &Path, folder: PathBuf) -> PathBuf {
    // Joining an absolute path gives that path.
    root.join(folder)
}
