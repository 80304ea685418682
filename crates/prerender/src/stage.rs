//! The folder in which Trunk gathers a build before it becomes `dist`.

use std::{fs, path::PathBuf};

/// Files by their path in the site, with `/` between the parts.
pub(crate) struct Stage {
    folder: PathBuf,
}

impl Stage {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(crate) fn read(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.folder.join(name)).map_err(|e| format!("{name}: {e}"))
    }

    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        fs::read(self.folder.join(name)).map_err(|e| format!("{name}: {e}"))
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> Result<(), String> {
        let path = self.folder.join(name);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, contents))
            .map_err(|e| format!("{name}: {e}"))
    }

    /// Where a file is, for other programs.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn remove(&self, name: &str) -> Result<(), String> {
        fs::remove_file(self.folder.join(name)).map_err(|e| format!("{name}: {e}"))
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), String> {
        fs::rename(self.folder.join(from), self.folder.join(to))
            .map_err(|e| format!("{from} to {to}: {e}"))
    }

    /// Whether a file of this name is there; a folder is none.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.folder.join(name).is_file()
    }

    /// Every file, sorted by its path.
    pub(crate) fn all(&self) -> Result<Vec<String>, String> {
        let (mut files, mut folders) = (Vec::new(), vec![String::new()]);
        while let Some(folder) = folders.pop() {
            for name in self.list(&folder)? {
                let path = format!("{folder}{name}");
                if self.folder.join(&path).is_dir() {
                    folders.push(path + "/");
                } else {
                    files.push(path);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// The names of the files in a folder, sorted.
    pub(crate) fn list(&self, folder: &str) -> Result<Vec<String>, String> {
        let entries =
            fs::read_dir(self.folder.join(folder)).map_err(|e| format!("{folder}: {e}"))?;
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }
}
