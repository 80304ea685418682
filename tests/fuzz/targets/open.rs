//! Any text is a reader's note: elements of a short list with attributes of a short list, none of
//! which runs or fetches anything; faults have lines that are there; a link's note never panics.
#![no_main]

use open::show;
use share::Lang;

const ELEMENTS: &str = " div p h1 h2 h3 h4 h5 h6 a span sup table thead tbody tr th td ul ol li em strong code pre \
    blockquote br hr section third-pass ";
const ATTRIBUTES: &str = " class id href rel role aria-label tabindex scope start data-picture data-own-claim \
    widget lang title state ";

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = share::unpacked_note(text);
    let claims = ["a.b".to_owned()];
    let shown = show(text, Lang::En, &claims);
    outside_of_formulas(&shown.html).for_each(elements);
    elements(&shown.faults);
    for line in shown.faults.split("<li>Line ").skip(1) {
        let line: usize = line.split(':').next().and_then(|n| n.parse().ok()).expect("a line");
        assert!((1..=text.split('\n').count()).contains(&line), "{line}: {}", shown.faults);
    }
});

/// What a formula may have, the target `note` says.
fn outside_of_formulas(html: &str) -> impl Iterator<Item = &str> {
    let pieces = html.split("<math");
    pieces.enumerate().map(|(at, piece)| match at {
        0 => piece,
        _ => piece.split_once("</math>").expect("a formula ends").1,
    })
}

fn elements(html: &str) {
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let name = name.trim_start_matches('/');
        assert!(ELEMENTS.contains(&format!(" {name} ")), "<{tag}>");
        // Every second piece is a value, the others are the names before them.
        let pieces: Vec<&str> = rest.split('"').collect();
        for pair in pieces.chunks(2).filter(|pair| pair.len() == 2) {
            let attribute = pair[0].trim().trim_end_matches('=');
            assert!(ATTRIBUTES.contains(&format!(" {attribute} ")), "{attribute} in <{tag}>");
            let scheme =
                pair[1].split([':']).next().unwrap_or_default().trim().to_ascii_lowercase();
            let odd = ["javascript", "data", "vbscript", "file", "blob"].contains(&&*scheme);
            let address = ["href", "data-picture"].contains(&attribute) && pair[1].contains(':');
            assert!(!(odd && address), "<{tag}>");
        }
    }
}
