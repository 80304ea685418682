//! What a link takes on where it was copied from, taken off again.
//!
//! Chat apps, mail and pages put links into sentences, wrap them, and encode them once more.
//! The values of links are of few letters, so what does not belong to them can be told;
//! a text of the reader's may hold anything, and is mended only where it says so itself.

use crate::query::plain;

/// So often a link is encoded again on its way.
const ROUNDS: usize = 3;

/// A word or a number without what surrounds it.
pub(crate) fn word(given: &str) -> String {
    let mut text = given.to_owned();
    for _ in 0..ROUNDS {
        text = plain(&text);
    }
    // White space and `=` come from wrapped lines, and `=3D` is a mail's own `=`.
    text.retain(|c| !c.is_whitespace() && c != '=');
    let text = text.strip_prefix("3D").unwrap_or(&text);
    let end = text.find(|c| sentence(c) || "#?&<>\"".contains(c)).unwrap_or(text.len());
    // The next link, without a space between.
    let end = text.find("http").map_or(end, |next| next.min(end));
    text[..end].trim_end_matches(|c: char| c.is_ascii_punctuation()).to_owned()
}

/// Whether the sentence around a link begins here. Full-width letters and digits do not begin
/// one: somebody may have typed them for others.
fn sentence(c: char) -> bool {
    let full_width =
        matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}');
    !c.is_ascii() && !full_width
}

/// A blob without white space and with nothing behind it; its sum tells whether it is whole.
pub(crate) fn blob(given: &str) -> String {
    let kept: String = given.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let kept = kept.strip_prefix("3D").unwrap_or(&kept);
    let end = kept.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    kept[..end.unwrap_or(kept.len())].trim_end_matches('.').to_owned()
}

/// A text; one that is nothing but what encoding makes was encoded twice.
pub(crate) fn text(given: &str) -> String {
    if encoded(given) { plain(given) } else { given.to_owned() }
}

/// Whether a text could be the encoding of another. A link writes such a text twice encoded,
/// so that it comes back as it was.
pub(crate) fn encoded(text: &str) -> bool {
    let mut pieces = text.split('%');
    let letters =
        |piece: &str| piece.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~,".contains(&b));
    let hex = |piece: &str| {
        let digits = piece.as_bytes().get(..2);
        digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) && letters(piece)
    };
    let first = pieces.next().is_some_and(letters);
    let mut rest = pieces.peekable();
    first && rest.peek().is_some() && rest.all(hex) && !plain(text).contains('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_what_surrounds_it() {
        for (given, want) in [
            ("2", "2"),
            ("2.", "2"),
            ("2)).", "2"),
            ("2，你看", "2"),
            ("2你看", "2"),
            ("2https://h/", "2"),
            ("2%EF%BC%8C", "2"),
            ("%2532", "2"),
            ("2#pooling", "2"),
            ("ed=ge", "edge"),
            ("ed ge\u{a0}", "edge"),
            ("3Dedge", "edge"),
            ("zero-pad*", "zero-pad"),
            ("-1", "-1"),
            ("4,5", "4,5"),
            ("4;2", "4;2"),
            ("９", "９"),
            ("", ""),
            ("，", ""),
        ] {
            assert_eq!(word(given), want, "{given}");
        }
    }

    #[test]
    fn a_text_is_decoded_again_only_where_it_is_an_encoding_whole() {
        for (given, want) in [
            ("The%20cat", "The cat"),
            ("%E7%8C%AB%E3%80%82", "猫。"),
            ("100%", "100%"),
            ("100% sure", "100% sure"),
            ("猫%20", "猫%20"),
            ("%FF", "%FF"),
            ("%zz", "%zz"),
            ("a cat", "a cat"),
        ] {
            assert_eq!(text(given), want, "{given}");
        }
    }

    #[test]
    fn a_blob_is_cut_where_no_blob_goes_on() {
        assert_eq!(blob("1.AB \n-_="), "1.AB-_");
        assert_eq!(blob("1.AB)，看"), "1.AB");
        assert_eq!(blob("3D1.AB."), "1.AB");
    }
}
