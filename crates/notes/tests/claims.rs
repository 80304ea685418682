//! `web/notes/claims.json` and the cards in the notes say the same.

use std::{collections::BTreeMap, fs, path::PathBuf};

use notes::{Block, Lang, parse};
use serde_json::Value;

/// What the notes that this site grew from got wrong or left vague, by number,
/// and the note that corrects it in sight.
const ERRATA: &[(&str, &str)] = &[
    // 17% is the top-5 error, not the top-1.
    ("notes.01", "alexnet"),
    // English–French: 41.8 or 41.0.
    ("notes.02", "transformer"),
    // Why the scores are divided by √d_k.
    ("notes.03", "transformer"),
    // "Many parameters" holds at equal width.
    ("notes.04", "resnet"),
    // Deeper at lower cost.
    ("notes.05", "resnet"),
    // LayerNorm is per token.
    ("notes.06", "transformer"),
    // Over a thousand layers.
    ("notes.07", "resnet"),
    // What the report on foundation models says.
    ("notes.08", "transformer"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/notes")
}

/// The names of the notes that are there.
fn names() -> Vec<String> {
    let files = fs::read_dir(folder().join("zh")).expect("the Chinese notes");
    let name = |f: fs::DirEntry| Some(f.path().file_stem()?.to_str()?.to_owned());
    files.filter_map(|f| name(f.ok()?)).collect()
}

fn table() -> Vec<Value> {
    let text = fs::read_to_string(folder().join("claims.json")).expect("the table");
    let table: Value = serde_json::from_str(&text).expect("JSON");
    table["claims"].as_array().expect("a list of claims").clone()
}

fn word(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_else(|| panic!("{row}: no {key}")).to_owned()
}

/// The cards that a block sets.
fn ids(block: &Block) -> &[String] {
    match block {
        Block::Claim(id) => std::slice::from_ref(id),
        Block::Claims(ids) => ids,
        _ => &[],
    }
}

/// The cards of a language: claim to note and the heading above it.
fn cards(lang: &str) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    for name in names() {
        let path = folder().join(lang).join(format!("{name}.md"));
        let text = fs::read_to_string(path).expect("a note");
        let of = if lang == "zh" { Lang::Zh } else { Lang::En };
        let (note, _) = parse(&text, of, &|_| Vec::new());
        let mut heading = String::new();
        for block in &note.blocks {
            match block {
                Block::Heading { id, .. } => heading.clone_from(id),
                Block::Claim(_) | Block::Claims(_) => {
                    for id in ids(block) {
                        let before = found.insert(id.clone(), (name.clone(), heading.clone()));
                        assert!(before.is_none(), "{lang}: two cards of {id}");
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_claim_has_one_card_in_either_language_where_the_table_says() {
    let rows = table();
    for lang in ["zh", "en"] {
        let cards = cards(lang);
        for row in &rows {
            let id = word(row, "id");
            let there = (word(row, "note"), word(row, "after"));
            assert_eq!(cards.get(&id), Some(&there), "{lang}: the card of {id}");
        }
        assert_eq!(cards.len(), rows.len(), "{lang}: a card without a row, or a row twice");
    }
}

#[test]
fn every_row_is_whole() {
    for row in table() {
        let id = word(&row, "id");
        assert!(id.starts_with(&word(&row, "note")), "{id} is named after its note");
        let verdict = word(&row, "verdict");
        assert!(["exact", "imprecise", "wrong"].contains(&&*verdict), "{id}: {verdict}");
        for key in ["claim", "paper", "where", "reason"] {
            for lang in ["zh", "en"] {
                assert!(!word(&row[key], lang).trim().is_empty(), "{id}: {key} in {lang}");
            }
            let warnings = notes::lint_zh(&word(&row[key], "zh"));
            assert!(warnings.is_empty(), "{id}: {key}: {warnings:?}");
        }
    }
}

#[test]
fn every_erratum_has_its_card() {
    let (rows, names) = (table(), names());
    for (erratum, note) in ERRATA {
        let of = |row: &&Value| row["erratum"] == *erratum;
        let found: Vec<&Value> = rows.iter().filter(of).collect();
        if names.iter().any(|n| n == note) {
            assert_eq!(found.len(), 1, "{erratum} in the {note} note");
            assert_eq!(word(found[0], "note"), *note, "{erratum}");
        } else {
            assert!(found.is_empty(), "{erratum}: a card of the {note} note, which is not there");
        }
    }
    for row in rows.iter().filter(|r| !r["erratum"].is_null()) {
        let id = word(row, "erratum");
        assert!(ERRATA.iter().any(|(e, _)| *e == id), "there is no erratum {id}");
    }
}
