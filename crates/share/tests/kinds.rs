//! Keys of every kind, on a widget that has them all: steps and texts in links.

use proptest::prelude::*;
use share::{
    Choice, Key, Kind, Lang, Link, Picture, State, Text, View, Warning, Widget, decode, encode,
    encode_address, encode_share,
};

const NONE: Text = Text { zh: "", en: "" };
const WORDS: Text = Text { zh: "字", en: "words" };

const fn text(key: &'static str, max_chars: usize) -> Key {
    let default = Text { zh: "我爱读论文", en: "I read papers" };
    Key { key, kind: Kind::Text { max_chars, default }, words: WORDS, unit: NONE }
}

static SAMPLE: Widget = Widget {
    name: "sample",
    note: "none",
    title: WORDS,
    keys: &[
        Key {
            key: "dk",
            kind: Kind::Steps { values: &[2, 4, 8, 64, 1024], default: 64 },
            words: WORDS,
            unit: NONE,
        },
        Key {
            key: "picture",
            kind: Kind::Choice(&[
                Choice { word: "cat", text: WORDS },
                Choice { word: "own", text: WORDS },
            ]),
            words: WORDS,
            unit: NONE,
        },
        text("text", 200),
        text("target", 40),
    ],
    examples: &[],
    exports: &[],
    snippet: |state, lang| state.text("text", lang).to_owned(),
    executed: &[],
    results: &[],
};

#[track_caller]
fn read(query: &str) -> (State, Vec<Warning>) {
    let (link, warnings) = decode(query, &SAMPLE);
    (link.state, warnings)
}

#[test]
fn steps_take_the_nearest() {
    for (given, want) in
        [("8", 8), ("1024.0", 1024), ("3", 2), ("7", 8), ("500", 64), ("600", 1024)]
    {
        let (state, warnings) = read(&format!("dk={given}"));
        assert_eq!((state.int("dk"), warnings), (want, vec![]), "{given}");
    }
    for (given, want) in [("0", 2), ("-9", 2), ("2048", 1024), ("1e300", 1024)] {
        let (state, warnings) = read(&format!("dk={given}"));
        assert_eq!(state.int("dk"), want, "{given}");
        let used = want.to_string();
        let given = given.to_owned();
        assert_eq!(warnings, [Warning::OutOfRange { key: "dk", given, used }]);
    }
    let (state, warnings) = read("dk=many");
    assert_eq!((state.int("dk"), warnings.len()), (64, 1));
    let mut state = State::of(&SAMPLE);
    for (number, want) in [(f64::INFINITY, 1024), (f64::NEG_INFINITY, 2), (f64::NAN, 2)] {
        state.set("dk", number);
        assert_eq!(state.int("dk"), want, "{number}");
    }
}

#[test]
fn a_text_is_the_default_of_the_page_until_it_is_written() {
    let (state, _) = read("");
    assert_eq!(state.text("text", Lang::Zh), "我爱读论文");
    assert_eq!(state.text("text", Lang::En), "I read papers");
    assert_eq!(state.text("dk", Lang::En), "");
    let (state, warnings) = read("text=%E7%8C%AB%20sat%0A+down%E2%80%AE");
    assert_eq!(state.text("text", Lang::En), "猫 sat down");
    assert_eq!(warnings, []);
}

#[test]
fn a_key_that_is_forgotten_has_its_default() {
    let (mut state, _) = read("dk=8&picture=own&text=No&target=A");
    for key in ["dk", "picture", "text", "none"] {
        state.forget(key);
    }
    assert_eq!(state, read("target=A").0);
}

#[test]
fn goldens_are_of_the_english_texts() {
    let state = State::reference(&SAMPLE);
    assert_eq!(state.text("text", Lang::Zh), "I read papers");
    assert_eq!((state.int("dk"), state.word("picture")), (64, "cat"));
}

#[test]
fn an_empty_or_endless_text_falls_to_the_default_with_a_word() {
    for empty in ["", "%20+%0A", "%E2%80%AE"] {
        let (state, warnings) = read(&format!("text={empty}"));
        assert_eq!(state, State::of(&SAMPLE), "{empty:?}");
        assert_eq!(warnings, [Warning::EmptyText { key: "text" }], "{empty:?}");
    }
    let (state, warnings) = read(&format!("text={}", "x".repeat(10_000)));
    assert_eq!(state, State::of(&SAMPLE));
    assert_eq!(warnings, [Warning::TextTooLong { key: "text", chars: 10_000, most: 200 }]);
    let mut state = State::of(&SAMPLE);
    let longest = "字".repeat(200);
    assert_eq!(state.write("text", &longest), Ok(()));
    assert!(state.write("text", &format!("{longest}字")).is_err());
    assert_eq!(state.text("text", Lang::Zh), longest, "what was there stays");
}

#[test]
fn a_short_text_can_be_edited_in_the_link_and_a_long_one_is_in_the_blob() {
    let mut link = Link { named: false, state: State::of(&SAMPLE), view: View::default() };
    link.state.write("text", "The cat sat").expect("a text");
    assert_eq!(encode(&link), "text=The%20cat%20sat");
    let long = "那只猫坐在垫子上".repeat(20);
    link.state.write("text", &long).expect("a text");
    link.state.write("target", "A cat").expect("a text");
    let query = encode(&link);
    assert!(query.starts_with("target=A%20cat&d=1.") && query.is_ascii(), "{query}");
    assert_eq!(read(&query), (link.state.clone(), vec![]));
    // What a person edits in the query counts before the blob.
    let (edited, _) = read(&format!("{query}&text=No"));
    assert_eq!(edited.text("text", Lang::En), "No");
    // Beside a picture it stands in the query: nothing is lost.
    link.view.picture = Picture::new(b"\xff\xd8\xff".to_vec());
    link.state.choose("picture", "own");
    let (again, warnings) = decode(&encode(&link), &SAMPLE);
    assert_eq!((again, warnings), (link.clone(), vec![]));
    // A long one goes behind the heading.
    link.state.choose("picture", "cat");
    let address = encode_address(&link, false, 900).expect("not too long");
    assert_eq!(address.query, "w=sample&v=1&target=A%20cat&d=1");
    assert!(address.fragment.starts_with("sample&d=1."), "{address:?}");
}

proptest! {
    #[test]
    fn any_text_comes_back(text in "\\PC{0,200}", target in "\\PC{0,60}", dk in any::<f64>()) {
        let mut link = Link { named: false, state: State::of(&SAMPLE), view: View::default() };
        let _ = link.state.write("text", &text);
        let _ = link.state.write("target", &target);
        link.state.set("dk", dk);
        let query = encode_share(&link, true);
        prop_assert!(query.bytes().all(|b| b.is_ascii_graphic() && b != b'#' && b != b'?'));
        prop_assert_eq!(decode(&query, &SAMPLE), (link, vec![]));
    }

    #[test]
    fn any_given_text_is_read(given in "(\\PC|\\p{Cc}|[%&=+]){0,300}") {
        let (state, _) = read(&format!("text={given}&dk={given}"));
        for lang in [Lang::Zh, Lang::En] {
            let text = state.text("text", lang);
            let plain = !text.contains(|c: char| c.is_control());
            prop_assert!(!text.is_empty() && plain && text.chars().count() <= 200);
        }
    }
}
