//! In parts.

use split::split;

use crate::small::{self, run};

const CALLS: &str = "e.general(); e.a(); said.push(text(1024)); e.b(); said.push(text(1028));";

#[test]
fn in_parts_it_computes_what_it_does_whole() {
    let (linked, page) = (small::linked(), small::page());
    let cut = split(&linked, &page, &[vec!["a"], vec!["b"]]).expect("it can be cut");
    let whole = run(&[&page], CALLS);
    assert_eq!(whole, "1 2 10 3 aaa 2 20 4 bbb", "what the functions say");
    let [a, b] = &cut.pieces[..] else { panic!("two pieces") };
    let calls = CALLS.replace("e.a()", "add(0); e.a()").replace("e.b()", "add(1); e.b()");
    assert_eq!(run(&[&cut.base, a, b], &calls), whole);
    let alone = "add(1); e.b(); said.push(text(1028));";
    assert_eq!(run(&[&cut.base, a, b], alone), "2 20 4 bbb", "one alone");
}

#[test]
fn the_base_has_nothing_of_a_piece() {
    let (linked, page) = (small::linked(), small::page());
    let cut = split(&linked, &page, &[vec!["a"], vec!["b"]]).expect("it can be cut");
    let has = |part: &[u8], text: &[u8]| part.windows(text.len()).any(|w| w == text);
    for (text, homes) in [
        (&b"aaa"[..], [false, true, false]),
        (b"bbb", [false, false, true]),
        (b"all", [true, false, false]),
    ] {
        let parts = [&cut.base, &cut.pieces[0], &cut.pieces[1]];
        assert_eq!(parts.map(|part| has(part, text)), homes, "{}", String::from_utf8_lossy(text));
    }
    let calls = "try { e.a(); } catch (error) { said.push(error.constructor.name); }";
    assert_eq!(run(&[&cut.base], calls), "RuntimeError", "without its piece an export is empty");
}

#[test]
fn what_cannot_be_cut_says_why() {
    let (linked, page) = (small::linked(), small::page());
    let why = |linked: &[u8], page: &[u8], pieces: &[Vec<&str>]| {
        split(linked, page, pieces).expect_err("it cannot be cut").to_string()
    };
    assert_eq!(why(&linked, &page, &[vec!["c"]]), "the linker's module exports no c");
    assert!(why(&page, &page, &[vec!["a"]]).contains("no relocations"));
    let half = why(&linked, &page[..40], &[vec!["a"]]);
    assert!(half.contains("at offset"), "{half}");
    let two = small::page_with_two_names();
    assert_eq!(why(&linked, &two, &[vec!["a"], vec!["b"]]), "a has nothing of its own");
}
