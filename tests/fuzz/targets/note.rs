//! Any text is a note: HTML without scripts, handlers, styles or live links of odd schemes.
#![no_main]

use notes::{Block, Lang, parse};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (note, _) = parse(text, Lang::Zh, &|_| Vec::new());
    for block in &note.blocks {
        if let Block::Html(html) | Block::Heading { html, .. } = block {
            html.split('<').skip(1).for_each(tag);
        }
    }
});

/// What stands behind a `<`: in text and in attributes, angle brackets and quotation marks are escaped.
fn tag(rest: &str) {
    let (inside, _) = rest.split_once('>').unwrap_or_else(|| panic!("no end: <{rest}"));
    // Every second piece is a value, the others are the names before them.
    let mut name = "";
    for (at, piece) in inside.split('"').enumerate() {
        if at % 2 == 0 {
            name = piece.trim();
            let first = name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            let begins = at == 0 && ["script", "style", "iframe", "object"].contains(&&*first);
            assert!(!begins, "<{inside}>");
        } else {
            let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
            assert!(!name.starts_with("on") && name != "style=", "{name} in <{inside}>");
            let scheme = piece.split(':').next().unwrap_or_default().to_ascii_lowercase();
            let odd = ["javascript", "data", "vbscript"].contains(&scheme.trim());
            assert!(!(odd && piece.contains(':') && name.ends_with("href=")), "<{inside}>");
        }
    }
}
