//! What ARCHITECTURE.md promises and a compiler does not see.

use std::{fs, path::Path};

use tests::root;

fn each_source(folder: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !["target", "dist", "node_modules", ".git"].iter().any(|n| name == **n) {
                each_source(&path, visit);
            }
        } else if path.extension().is_some_and(|e| {
            ["rs", "toml", "mjs", "js", "css", "md", "wgsl"].iter().any(|x| e == *x)
        }) && let Ok(text) = fs::read_to_string(&path)
        {
            visit(&path, &text);
        }
    }
}

#[test]
fn only_the_edges_know_a_browser() {
    let root = root();
    let mut seen = 0;
    let pure = [
        "tensor",
        "ops",
        "nets",
        "kernels",
        "engine",
        "figures",
        "notes",
        "share",
        "split",
        "train",
        "translation",
    ];
    for name in pure {
        each_source(&root.join("crates").join(name), &mut |path, text| {
            seen += 1;
            for word in ["web_sys", "leptos::", "wgpu::", "js_sys"] {
                assert!(!text.contains(word), "{} names {word}", path.display());
            }
        });
    }
    assert!(seen > 30, "only {seen} files were read");
}

/// A crate says in a sentence what it is, shows how it is used, and names what it may depend on.
#[test]
fn every_crate_begins_with_a_sentence_and_an_example() {
    let crates = fs::read_dir(root().join("crates")).expect("the crates");
    let mut seen = 0;
    for folder in crates.map(|entry| entry.expect("a crate").path()).chain([root().join("web")]) {
        let sources = ["src/lib.rs", "src/main.rs"].map(|file| folder.join(file));
        let text = sources.iter().find_map(|file| fs::read_to_string(file).ok());
        let text = text.unwrap_or_else(|| panic!("{} has no sources", folder.display()));
        let head: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let sentence = head.first().is_some_and(|line| line.len() > 20);
        let has = |words: &str| head.iter().any(|line| line.trim_start().starts_with(words));
        assert!(sentence && has("```"), "{}: a sentence, an example", folder.display());
        assert!(head.join("\n").contains("May depend on: "), "{}", folder.display());
        seen += 1;
    }
    assert!(seen > 15, "only {seen} crates were read");
}

#[test]
fn no_file_of_code_is_longer_than_500_lines() {
    let root = root();
    for folder in ["crates", "web/src", "tests"] {
        each_source(&root.join(folder), &mut |path, text| {
            let lines = text.lines().count();
            let code = path.extension().is_some_and(|e| e == "rs");
            assert!(!code || lines <= 500, "{}: {lines} lines", path.display());
        });
    }
}

/// Every operation that JavaScript reaches has its line in the types; every one has its own files.
#[test]
fn every_operation_has_its_types_and_its_files() {
    let types = fs::read_to_string(root().join("web/static/third-pass.d.ts")).expect("the types");
    let source = |path: String| root().join(&path).exists().then_some(()).ok_or(path);
    for op in ops::OPS {
        assert_eq!(source(format!("crates/ops/src/{}.rs", op.file)), Ok(()));
        if op.internal {
            continue;
        }
        assert!(types.contains(&format!("\n  {}(", op.name)), "no type of {}", op.name);
        assert_eq!(source(format!("tests/golden/{}.safetensors", op.file)), Ok(()));
    }
}
