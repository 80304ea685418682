//! Trimmed.

use split::trim;
use wasmparser::{ElementItems, Parser, Payload};

use crate::small;

/// What it answers, and how it ends when it panics.
const CALLS: &str =
    "e.general(); e.a(); said.push(text(1024)); e.b(); said.push(text(1028), text(1036));
    new Uint8Array(e.memory.buffer)[WORSE] = 1;
    try { e.general(); } catch (error) { said.push(error.message); }";

fn calls() -> String {
    CALLS.replace("WORSE", &small::WORSE.to_string())
}

#[test]
fn it_does_the_same_and_ends_unheard() {
    let page = small::page();
    let trimmed = trim(&small::linked(), &page).expect("it can be trimmed");
    let whole = small::run(&[&page], &calls());
    // The slot's function says something, which only a hook that calls outside would.
    assert_eq!(whole, "1 2 10 6 3 aaa 2 6 20 4 bbb all 1 2 5 unreachable");
    assert_eq!(small::run(&[&trimmed], &calls()), whole.replace(" 5 ", " "));
}

#[test]
fn what_only_a_panic_names_is_gone() {
    let page = small::page();
    let trimmed = trim(&small::linked(), &page).expect("it can be trimmed");
    let has = |module: &[u8], text: &[u8]| module.windows(text.len()).any(|w| w == text);
    for (text, stays) in [(&b"oh!"[..], false), (b"aaa", true), (b"bbb", true), (b"all", true)] {
        assert!(has(&page, text), "{}", String::from_utf8_lossy(text));
        assert_eq!(has(&trimmed, text), stays, "{}", String::from_utf8_lossy(text));
    }
    assert_eq!([slots(&page), slots(&trimmed)], [3, 2], "the hook has no slot");
}

#[test]
fn what_cannot_be_trimmed_says_why() {
    let (linked, page) = (small::linked(), small::page());
    let why = |linked: &[u8], made: &[u8]| trim(linked, made).expect_err("it cannot").to_string();
    assert!(why(&page, &page).contains("no relocations"));
    assert!(why(&linked, &page[..40]).contains("at offset"));
}

/// How many functions stand in the table.
fn slots(module: &[u8]) -> u32 {
    let sections = Parser::new(0).parse_all(module).map(|payload| payload.expect("a module"));
    let elements = sections.filter_map(|payload| match payload {
        Payload::ElementSection(elements) => Some(elements),
        _ => None,
    });
    let items = elements.flatten().map(|element| match element.expect("elements").items {
        ElementItems::Functions(functions) => functions.count(),
        ElementItems::Expressions(..) => 0,
    });
    items.sum()
}
