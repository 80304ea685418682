//! What becomes of a reader's note, in order and not.

use open::{Shown, show};
use share::Lang;

fn en(text: &str) -> Shown {
    show(text, Lang::En, &["alexnet.training".to_owned()])
}

/// Tables, formulas, footnotes, code, nested lists, pictures, widgets, passes.
#[test]
fn a_note_with_every_construct_is_whole() {
    let shown = show(include_str!("note.md"), Lang::Zh, &[]);
    assert_eq!(shown.faults, "");
    assert_eq!(shown.title, "读论文的笔记");
    for part in [
        "<table>",
        "<th scope=\"col\" class=\"center\">第一遍</th>",
        "<math",
        "<mfrac>",
        "role=\"doc-noteref\"",
        "class=\"footnotes\"",
        "<code class=\"language-python\">print(&quot;&lt;b&gt;&quot;)",
        "<ol start=\"1\">",
        "<a href=\"mailto:a@example.org\">",
        "<span data-picture=\"https://pictures.example/block.png\"></span>",
        "<span data-picture=\"pictures/a%20b.png\">本地的图</span>",
        "<third-pass class=\"own-widget\" widget=\"bottleneck\"",
        "state=\"width=8&amp;outer=32&amp;side=7\"",
        "aria-label=\"第2遍\"",
        "<blockquote>",
    ] {
        assert!(shown.html.contains(part), "{part} in {}", shown.html);
    }
}

#[test]
fn nothing_runs_and_nothing_is_asked_for() {
    let text = "# T\n\n<script>alert(1)</script>\n\n<img src=https://a.b/c onerror=alert(1)>\n\n\
                [a](javascript:alert(1)) [b](DATA:text/html,x) ![c](data:image/svg+xml,x) \
                ![d](https://a.b/c.png)\n\n<iframe src=//a.b></iframe>\n\n<http://a.b> <javascript:x>\n";
    let Shown { html, faults, .. } = en(text);
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(["div", "/div", "p", "/p", "a", "/a", "span", "/span"].contains(&name), "<{tag}>");
        for bad in [" on", " src=", " style=", "script:", "data:"] {
            assert!(!tag.contains(bad), "{bad} in <{tag}>");
        }
    }
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "it is shown as text: {html}");
    assert_eq!(faults.matches("<li>Line 7: ").count(), 3, "{faults}");
    assert!(faults.contains("<li>Line 11: a link to javascript:x"), "{faults}");
}

#[test]
fn faults_have_their_line_and_the_rest_is_there() {
    let text = "a\n\n```widget nothing\n```\n\n$\\nosuch{x}$ b\n\n```widget convolution\nstride = huge\nbad\n```\n\n\
                :::claim no.such\n\n:::claim alexnet.training\n\n:::predict alexnet.pool\n\n:::odd\n\nlast";
    let Shown { html, faults, .. } = en(text);
    for line in [3, 6, 8, 13, 17, 19] {
        assert!(faults.contains(&format!("<li>Line {line}: ")), "{line} in {faults}");
    }
    assert!(html.contains("<p>last</p>") && html.contains("<p>a</p>"), "{html}");
    assert!(html.contains("data-own-claim=\"alexnet.training\""), "{html}");
    assert!(!html.contains("no.such\">"), "{html}");
    assert!(faults.contains("stride = huge is not understood"), "{faults}");
    let zh = show(text, Lang::Zh, &[]);
    assert!(
        zh.faults.contains("<li>第3行：组件“nothing”无法显示：没有这个组件。现有："),
        "{}",
        zh.faults
    );
}

#[test]
fn what_is_not_closed_is_named_and_takes_nothing_with_it() {
    let text = "a\n\n```widget convolution\nstride = 2\n\n**b**\n\n$$\nx + y\n\nc $\\frac{1}{2}\n\n:::pass 1\n\n```py\nd";
    let Shown { html, faults, .. } = en(text);
    for said in [
        "Line 3: the code block that begins here",
        "Line 8: the formula that begins here",
        "Line 11: the formula that begins here",
        "Line 15: the code block",
        "a :::pass is not closed",
    ] {
        assert!(faults.contains(said), "{said} in {faults}");
    }
    for part in
        ["widget=\"convolution\"", "state=\"stride=2\"", "<strong>b</strong>", "x + y", ">d</code>"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!en("costs $5 and \\$\\$, `$$`, $$x$$ and $y$").faults.contains("Line"), "no formula");
}

/// A long file is read in one go, not again and again.
#[test]
fn five_megabytes_take_no_longer_than_they_must() {
    let one = "## h {#a}\n\nt[^a] $x$ `c` ![p](q.png) [l](javascript:x)\n\n```py\nx\n```\n\n- a\n  - b\n\n[^a]: f\n\n";
    let text = one.repeat(5_000_000 / one.len());
    let before = std::time::Instant::now();
    let shown = en(&text);
    assert!(shown.faults.contains("more</li>"), "{}", shown.faults);
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
    assert!(shown.html.len() > text.len());
}

/// What the page offers to begin from is without fault, and places what it teaches.
#[test]
fn the_templates_are_in_order() {
    for (lang, text) in [
        (Lang::Zh, include_str!("../../../web/assets/own/template-zh.md")),
        (Lang::En, include_str!("../../../web/assets/own/template-en.md")),
    ] {
        let shown = show(text, lang, &["alexnet.training".to_owned()]);
        assert_eq!(shown.faults, "");
        for part in [
            "<table>",
            "<math",
            "footnotes",
            "own-pass",
            "data-own-claim",
            "<third-pass",
            "data-picture",
        ] {
            assert!(shown.html.contains(part), "{part} in {}", shown.html);
        }
    }
    let warnings = notes::lint_zh(include_str!("../../../web/assets/own/template-zh.md"));
    assert!(warnings.is_empty(), "{warnings:?}");
}

/// What is nested or left open as often as a file has room for.
#[test]
fn what_is_repeated_without_end_is_shown_all_the_same() {
    for (one, times) in [
        ("> ", 100_000),
        ("- ", 100_000),
        ("[", 500_000),
        ("![a](", 100_000),
        ("*a ", 200_000),
        ("`", 500_000),
        ("$", 500_000),
        ("$\\frac{", 20_000),
        ("{", 100_000),
        ("|", 200_000),
        ("[^1]: ", 50_000),
        ("[^a][^b] ", 50_000),
        (":::pass 1\n\n", 20_000),
        ("```widget x\n\n", 20_000),
        ("~~~\n\n> ~~~\n\n", 20_000),
        ("# a {#b}\n", 50_000),
    ] {
        let before = std::time::Instant::now();
        let shown = en(&one.repeat(times));
        eprintln!("{one:?}: {:?}, {} bytes", before.elapsed(), shown.html.len());
        assert!(before.elapsed().as_secs() < 20, "{one:?}: {:?}", before.elapsed());
    }
}
