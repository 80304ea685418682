//! Writes every kernel without comments, empty lines and indentation, which only people read, to
//! where `kernel.rs` takes it from: a reader's browser loads all of them.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src");
    let out = env::var("OUT_DIR")?;
    for entry in fs::read_dir("src")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wgsl")
            && let Some(name) = path.file_name()
        {
            fs::write(Path::new(&out).join(name), code(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// WGSL has no texts: two strokes always begin a comment.
fn code(wgsl: &str) -> String {
    let lines = wgsl.lines().map(|line| line.split("//").next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}
