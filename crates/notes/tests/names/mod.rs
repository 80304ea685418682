//! Which notes there are.

use std::{fs, path::PathBuf};

/// The texts that lie there, but for the guide, which is set as a reader's own note.
pub(crate) fn names() -> Vec<String> {
    let [zh, en] = ["zh", "en"].map(|lang| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/notes").join(lang);
        let files =
            fs::read_dir(folder).expect("the notes").map(|f| f.expect("a note").file_name());
        let names = files.filter_map(|f| Some(f.to_str()?.strip_suffix(".md")?.to_owned()));
        let mut names: Vec<String> = names.filter(|name| name != "guide").collect();
        names.sort();
        names
    });
    assert_eq!(zh, en, "a note is there in both languages");
    zh
}
