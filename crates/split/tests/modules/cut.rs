//! In parts.

use split::{Cut, split};

use crate::small::{self, run};

const CALLS: &str = "e.general(); e.a(); said.push(text(1024)); e.b(); said.push(text(1028));";

/// All that is shared is a part of its own, however little it is; or nothing is.
const LITTLE: usize = 1;
const MUCH: usize = 1000;

fn cut(least: usize) -> Cut {
    split(&small::linked(), &small::page(), &[vec!["a"], vec!["b"]], least).expect("it can be cut")
}

#[test]
fn in_parts_it_computes_what_it_does_whole() {
    let page = small::page();
    let whole = run(&[&page], CALLS);
    assert_eq!(whole, "1 2 10 6 3 aaa 2 6 20 4 bbb", "what the functions say");
    let Cut { base, shared, pieces } = cut(MUCH);
    let [a, b] = &pieces[..] else { panic!("two pieces") };
    assert!(shared.is_empty());
    let calls = CALLS.replace("e.a()", "add(0); e.a()").replace("e.b()", "add(1); e.b()");
    assert_eq!(run(&[&base, a, b], &calls), whole);
    let alone = "add(1); e.b(); said.push(text(1028), text(1044));";
    assert_eq!(run(&[&base, a, b], alone), "2 6 20 4 bbb two", "one alone");
}

#[test]
fn what_two_pieces_share_can_be_a_part_of_its_own() {
    let Cut { base, shared, pieces } = cut(LITTLE);
    let [a, b] = &pieces[..] else { panic!("two pieces") };
    let [both] = &shared[..] else { panic!("one shared part") };
    assert_eq!(both.pieces, [0, 1]);
    let calls = CALLS.replace("e.a()", "add(0); add(1); e.a()").replace("e.b()", "add(2); e.b()");
    let parts = [&base[..], &both.wasm, a, b];
    assert_eq!(run(&parts, &calls), run(&[&small::page()], CALLS));
    let alone = "add(0); add(2); e.b(); said.push(text(1028), text(1044));";
    assert_eq!(run(&parts, alone), "2 6 20 4 bbb two", "one alone");
}

#[test]
fn every_part_has_its_own() {
    let has = |part: &[u8], text: &[u8]| part.windows(text.len()).any(|w| w == text);
    for (text, copies, homes) in [
        (&b"aaa"[..], [0, 1, 0], [0, 0, 1, 0]),
        (b"bbb", [0, 0, 1], [0, 0, 0, 1]),
        // It may be written to, so it is nowhere twice.
        (b"two", [1, 0, 0], [0, 1, 0, 0]),
        (b"all", [1, 0, 0], [1, 0, 0, 0]),
    ] {
        let Cut { base, pieces, .. } = cut(MUCH);
        let parts = [&base, &pieces[0], &pieces[1]];
        let words = String::from_utf8_lossy(text);
        assert_eq!(parts.map(|part| u8::from(has(part, text))), copies, "{words}");
        let Cut { base, shared, pieces } = cut(LITTLE);
        let parts = [&base, &shared[0].wasm, &pieces[0], &pieces[1]];
        assert_eq!(parts.map(|part| u8::from(has(part, text))), homes, "{words}");
    }
    let calls = "try { e.a(); } catch (error) { said.push(error.constructor.name); }";
    assert_eq!(
        run(&[&cut(MUCH).base], calls),
        "RuntimeError",
        "without its piece an export is empty"
    );
}

#[test]
fn what_cannot_be_cut_says_why() {
    let (linked, page) = (small::linked(), small::page());
    let why = |linked: &[u8], page: &[u8], pieces: &[Vec<&str>]| {
        split(linked, page, pieces, MUCH).expect_err("it cannot be cut").to_string()
    };
    assert_eq!(why(&linked, &page, &[vec!["c"]]), "the linker's module exports no c");
    assert!(why(&page, &page, &[vec!["a"]]).contains("no relocations"));
    let half = why(&linked, &page[..40], &[vec!["a"]]);
    assert!(half.contains("at offset"), "{half}");
    let two = small::page_with_two_names();
    assert_eq!(why(&linked, &two, &[vec!["a"], vec!["b"]]), "a has nothing of its own");
}
