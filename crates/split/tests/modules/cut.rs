//! In parts.

use split::{Cut, split};

use crate::small::{self, run};

const CALLS: &str = "e.general(); e.a(); said.push(text(1024)); e.b(); said.push(text(1028));";

fn copied() -> Cut {
    let (linked, page) = (small::linked(), small::page());
    split(&linked, &page, &[vec!["a"], vec!["b"]], usize::MAX).expect("it can be cut")
}

/// What two of three pieces need is a part of its own, however little it is.
fn shared() -> Cut {
    let (linked, page) = (small::linked(), small::page());
    split(&linked, &page, &[vec!["a"], vec!["b"], vec!["general"]], 1).expect("it can be cut")
}

#[test]
fn in_parts_it_computes_what_it_does_whole() {
    let page = small::page();
    let whole = run(&[&page], CALLS);
    assert_eq!(whole, "1 2 10 6 3 aaa 2 6 20 4 bbb", "what the functions say");
    let Cut { base, shared, pieces } = copied();
    let [a, b] = &pieces[..] else { panic!("two pieces") };
    assert!(shared.is_empty());
    let calls = CALLS.replace("e.a()", "add(0); e.a()").replace("e.b()", "add(1); e.b()");
    assert_eq!(run(&[&base, a, b], &calls), whole);
    let alone = "add(1); e.b(); said.push(text(1028), text(1044));";
    assert_eq!(run(&[&base, a, b], alone), "2 6 20 4 bbb two", "one alone");
}

#[test]
fn what_two_pieces_share_can_be_a_part_of_its_own() {
    let Cut { base, shared, pieces } = shared();
    let [a, b, general] = &pieces[..] else { panic!("three pieces") };
    let [both, other] = &shared[..] else { panic!("two shared parts") };
    assert_eq!([&both.pieces[..], &other.pieces], [[0, 1], [1, 2]]);
    let parts = [&base[..], &both.wasm, &other.wasm, a, b, general];
    let calls = CALLS.replace("e.general()", "add(1); add(4); e.general()");
    let calls = calls.replace("e.a()", "add(0); add(2); e.a()").replace("e.b()", "add(3); e.b()");
    assert_eq!(run(&parts, &calls), run(&[&small::page()], CALLS));
    let alone = "add(0); add(1); add(3); e.b(); said.push(text(1028), text(1044));";
    assert_eq!(run(&parts, alone), "2 6 20 4 bbb two", "one alone");
}

#[test]
fn every_part_has_its_own() {
    let has = |part: &[u8], text: &[u8]| u8::from(part.windows(text.len()).any(|w| w == text));
    let (copied, shared) = (copied(), shared());
    let [a, b] = &copied.pieces[..] else { panic!("two pieces") };
    let copied_parts = [&copied.base, a, b];
    let [a, b, general] = &shared.pieces[..] else { panic!("three pieces") };
    let shared_parts = [&shared.base, &shared.shared[0].wasm, a, b, general];
    for (text, copies, homes) in [
        (&b"aaa"[..], [0, 1, 0], [0, 0, 1, 0, 0]),
        (b"bbb", [0, 0, 1], [0, 0, 0, 1, 0]),
        // It may be written to, so it is nowhere twice.
        (b"two", [1, 0, 0], [0, 1, 0, 0, 0]),
        (b"all", [1, 0, 0], [0, 0, 0, 0, 1]),
    ] {
        let words = String::from_utf8_lossy(text);
        assert_eq!(copied_parts.map(|part| has(part, text)), copies, "{words}");
        assert_eq!(shared_parts.map(|part| has(part, text)), homes, "{words}");
    }
    let calls = "try { e.a(); } catch (error) { said.push(error.constructor.name); }";
    assert_eq!(run(&[&copied.base], calls), "RuntimeError", "without its piece an export is empty");
}

#[test]
fn what_cannot_be_cut_says_why() {
    let (linked, page) = (small::linked(), small::page());
    let why = |linked: &[u8], page: &[u8], pieces: &[Vec<&str>]| {
        split(linked, page, pieces, usize::MAX).expect_err("it cannot be cut").to_string()
    };
    assert_eq!(why(&linked, &page, &[vec!["c"]]), "the linker's module exports no c");
    assert!(why(&page, &page, &[vec!["a"]]).contains("no relocations"));
    let half = why(&linked, &page[..40], &[vec!["a"]]);
    assert!(half.contains("at offset"), "{half}");
    let two = small::page_with_two_names();
    assert_eq!(why(&linked, &two, &[vec!["a"], vec!["b"]]), "a has nothing of its own");
}
