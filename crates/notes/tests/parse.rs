//! Notes as their writers and strangers write them.

use notes::{Block, Call, Lang, lint_zh, parse};
use proptest::prelude::*;

fn complain(call: Call<'_>) -> Vec<String> {
    let known = match call {
        Call::Widget(call) => call.name == "convolution",
        Call::Claim(id) | Call::Predict(id) => id == "a.b",
    };
    if known { Vec::new() } else { vec!["unknown".to_owned()] }
}

fn html(markdown: &str) -> String {
    let (note, _) = parse(markdown, Lang::En, &complain);
    let show = |b: &Block| match b {
        Block::Html(html) | Block::Heading { html, .. } => html.clone(),
        Block::Widget(call) => format!("[{} {:?}]", call.name, call.values),
        Block::PassStart(passes) => format!("[pass {passes:?}]"),
        Block::PassEnd => "[end]".to_owned(),
        Block::Claim(id) => format!("[claim {id}]"),
        Block::Claims(ids) => format!("[claims {ids:?}]"),
        Block::Predict(id) => format!("[predict {id}]"),
    };
    note.blocks.iter().map(show).collect()
}

#[track_caller]
fn check(markdown: &str, wanted: &[&str]) {
    let got = html(markdown);
    for want in wanted {
        assert!(got.contains(want), "{markdown}\n→ {got}\nlacks {want}");
    }
}

#[test]
fn what_a_note_may_hold() {
    check("## A {#a}\n\ntext", &["<h2 id=\"a\">A ", "href=\"#a\"", "<p>text</p>"]);
    check("a | b\n--|--:\n1 | 2", &["<th scope=\"col\">a</th>", "<td class=\"right\">2</td>"]);
    check("| | b |\n|--|--|\n| 1 | 2 |", &["<thead><tr><td></td><th scope=\"col\">b</th></tr>"]);
    check("x[^n]\n\n[^n]: why", &["doc-noteref", "<li id=\"note-n\"><p>why</p>", "doc-backlink"]);
    check("$\\sqrt{d_k}$", &["<msqrt>", "application/x-tex", "\\sqrt{d_k}"]);
    check("$\\cy{y_i} = \\cx{x}$", &["class=\"c-output\"", "class=\"c-input\"", "{y_i} = {x}"]);
    check("加$\\beta$：一", &["加<span class=\"kept\"><math", "</math>：</span>一"]);
    check("加$\\beta$ x", &["加<math", "</math> x"]);
    check("$(1,\\ 2)$", &["<mtext>\u{a0}</mtext>"]);
    check("$a < b > c$", &["<mo>&lt;</mo>", "<mo>&gt;</mo>"]);
    // Greek, not the sign for a millionth, which is never italic.
    check("$\\mu$", &["<mi>\u{3bc}</mi>"]);
    check("```widget convolution\nstride = 2\n```", &["[convolution [(\"stride\", \"2\")]]"]);
    check(":::pass 1 2\n\ntext\n\n:::", &["[pass [1, 2]]<p>text</p>\n[end]"]);
    check("one\n\n:::claim a.b\n\ntwo", &["<p>one</p>\n[claim a.b]<p>two</p>"]);
    check(
        "one\n\n:::claims a.b a.c\n\ntwo",
        &["<p>one</p>\n", "“a.c” cannot be shown: unknown", "[claims [\"a.b\"]]<p>two</p>"],
    );
    check("one\n\n:::predict a.b\n\ntwo", &["<p>one</p>\n[predict a.b]<p>two</p>"]);
    check("```python\na < b\n```", &["<code class=\"language-python\">a &lt; b"]);
}

#[test]
fn what_goes_wrong_is_said_and_the_text_stays() {
    check(
        "before\n\n```widget nothing\n```\n\nafter",
        &["before", "“nothing” cannot be shown", "after"],
    );
    check("before\n\n:::nothing\n\nafter", &["before", "no directive", "after"]);
    check(
        "before\n\n:::claim a.c\n\nafter",
        &["<p>before</p>", "The claim “a.c” cannot be shown: unknown", "<p>after</p>"],
    );
    check("x\n\n:::claim\n\n:::claim a.b\nand more", &["<p>x</p>", "known: :::claim a.b and more"]);
    check("x\n\n:::claims", &["<p>x</p>", "known: :::claims"]);
    check("x\n\n:::predict a.c", &["<p>x</p>", "The question “a.c” cannot be shown: unknown"]);
    check("$\\frac{1}$ and $\\nonsense$", &["note-error", "and"]);
    check("<script>alert(1)</script>", &["&lt;script&gt;"]);
    check("[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x)", &["<p>a b c</p>"]);
    check(
        "[a](mailto:x@y.z) [b](../en/) [c](https://d.e)",
        &["href=\"mailto", "href=\"../en/\"", "rel="],
    );
}

/// Cut out of a list, a block would leave it open.
#[test]
fn blocks_stand_on_their_own() {
    for inner in [":::claim a.b", ":::claims a.b", ":::pass 1", "```widget convolution\n  ```"] {
        for markdown in [format!("- one\n\n  {inner}\n\n  two"), format!("> {inner}")] {
            let (note, warnings) = parse(&markdown, Lang::En, &complain);
            assert_eq!(warnings.len(), 1, "{markdown}: {warnings:?}");
            assert!(matches!(&note.blocks[..], [Block::Html(_)]), "{markdown}: {:?}", note.blocks);
        }
    }
}

#[test]
fn the_chinese_lint_sees_what_it_should() {
    for bad in ["好,坏", "卷积 conv", "ResNet 网络", "１"] {
        assert_eq!(lint_zh(bad).len(), 1, "{bad}");
    }
    for good in ["好，坏", "卷积conv", "`a, b` 好", "[链接](http://a.b/c,d)。", "$a, b$好"]
    {
        assert!(lint_zh(good).is_empty(), "{good}: {:?}", lint_zh(good));
    }
}

proptest! {
    #[test]
    fn any_text_is_a_note(text in "[ -~\n:$`#<>|\\[\\]{}()一，。]{0,200}") {
        let (note, _) = parse(&text, Lang::Zh, &complain);
        for block in &note.blocks {
            if let Block::Html(html) | Block::Heading { html, .. } = block {
                prop_assert!(!html.contains("<script") && !html.contains("href=\"javascript"));
                prop_assert!(!html.contains(" style="));
            }
        }
    }
}
