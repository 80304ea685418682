//! The shipped notes: they parse, they agree, and they say what they must.

mod names;

use std::{fs, path::PathBuf};

use names::names;
use notes::{Block, Lang, Note, PASSES, last_of, lint_zh, parse, parse_own, parts};

fn text(lang: &str, name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/notes").join(lang);
    fs::read_to_string(path.join(format!("{name}.md"))).expect("a shipped note")
}

fn note(lang: &str, name: &str) -> Note {
    let of = if lang == "zh" { Lang::Zh } else { Lang::En };
    let (note, warnings) = parse(&text(lang, name), of, &|_| Vec::new());
    assert!(warnings.is_empty(), "{lang}/{name}: {warnings:?}");
    note
}

/// Figures that both texts of a note must give.
const FIGURES: &[(&str, &[&str])] = &[
    ("how-to-read", &["37.5%", "17.0%", "15.3%", "60,965,224"]),
    ("alexnet", &["37.5%", "17.0%", "15.3%", "60,965,224"]),
    ("resnet", &["69,632", "73,728", "1,179,648", "25,557,032", "1202"]),
    ("transformer", &["28.4", "41.8", "41.0"]),
];

#[test]
fn both_languages_have_the_same_headings_and_widgets() {
    for name in names() {
        let (zh, en) = (note("zh", &name), note("en", &name));
        let ids = |n: &Note| n.contents.iter().map(|h| h.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&zh), ids(&en), "{name}");
        let frame = |n: &Note| {
            let text = |b: &&Block| !matches!(b, Block::Html(_) | Block::Heading { .. });
            n.blocks.iter().filter(text).cloned().collect::<Vec<_>>()
        };
        assert_eq!(frame(&zh), frame(&en), "{name}");
    }
}

/// The guide is set as a reader's own note. Its questions are in its own language.
#[test]
fn the_guide_says_the_same_in_both_languages() {
    let [zh, en] = [("zh", Lang::Zh), ("en", Lang::En)].map(|(lang, of)| {
        let (note, warnings) = parse_own(&text(lang, "guide"), of, &|_| Vec::new());
        assert!(warnings.is_empty(), "{lang}: {warnings:?}");
        let ids: Vec<_> = note.contents.iter().map(|h| h.id.clone()).collect();
        let widgets: Vec<_> = note
            .blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::Widget(mut call) => {
                    call.values.retain(|(key, _)| key != "ask");
                    Some(call)
                }
                _ => None,
            })
            .collect();
        (ids, widgets)
    });
    assert_eq!(zh, en);
    assert!(zh.1.len() >= 2, "{:?}", zh.1);
    let warnings = lint_zh(&text("zh", "guide"));
    assert!(warnings.is_empty(), "{warnings:?}");
}

/// What has no heading could not be opened again; and each note has something for every pass.
#[test]
fn every_part_of_a_pass_has_a_heading() {
    for name in names() {
        let note = note("en", &name);
        let parts = parts(&note.blocks);
        for part in parts.iter().filter(|p| !p.passes.is_empty()) {
            assert!(part.heading.is_some(), "{name}: a part of pass {:?}", part.passes);
        }
        assert!(PASSES.iter().all(|pass| last_of(&parts, *pass).is_some()), "{name}");
    }
}

#[test]
fn chinese_is_set_as_chinese() {
    for name in names() {
        let warnings = lint_zh(&text("zh", &name));
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
    }
}

#[test]
fn the_figures_stand_in_both_texts() {
    for (name, figures) in FIGURES {
        for lang in ["zh", "en"] {
            let text = text(lang, name);
            for figure in *figures {
                assert!(text.contains(figure), "{lang}/{name}: {figure}");
            }
        }
    }
}

/// Every point of the plan has its anchor in both notes.
#[test]
fn every_point_is_there() {
    let points = include_str!("../../../web/notes/points.toml");
    let value = |line: &str, key: &str| {
        let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
        Some(rest.trim().split('"').nth(1)?.to_owned())
    };
    let (mut seen, names) = (0, names());
    for point in points.split("[[point]]").skip(1) {
        let get = |key: &str| point.lines().find_map(|l| value(l, key)).expect("a whole point");
        let name = get("note");
        assert!(names.contains(&name), "{}: no note {name:?}", get("id"));
        for lang in ["zh", "en"] {
            let anchor = get(lang);
            let there = note(lang, &name).contents.iter().any(|h| h.id == anchor);
            assert!(there, "{}: {lang} has no #{anchor}", get("id"));
        }
        seen += 1;
    }
    assert!(seen >= 85, "only {seen} points");
}
