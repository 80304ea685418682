//! What is too much for a word or a number: `d=1.<base64url>`.
//!
//! Before the text stand the scheme and a dot. The bytes are one that says what
//! the blob is, the blob, and the CRC-32 of both, so that a link which a chat
//! app cut short is noticed. Both codes are a few lines, written out here: the
//! common crate for the CRC would bring 16 kB of tables into the page.

use crate::mend;
use crate::warning::{Warning, quoted};

/// The scheme that is written.
const SCHEME: &str = "1";
/// The first byte of a picture's blob.
const PICTURE: u8 = 1;
/// The first byte of a blob of texts: lines `key=text` in UTF-8.
const TEXTS: u8 = 2;
/// The first byte of a reader's own note, compressed.
const NOTE: u8 = 3;
/// The alphabet of base64url, by value (RFC 4648, section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Something that a link carries whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Blob {
    /// A small copy of the reader's own picture.
    Picture(Picture),
    /// Texts by key, each on one line.
    Texts(Vec<(String, String)>),
}

/// A picture's file: WebP, JPEG or PNG, at most [`Picture::MOST_BYTES`].
///
/// Only the first bytes are looked at; whether the rest is a picture, the browser says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(Vec<u8>);

impl Picture {
    /// The most bytes of a file that a link carries.
    pub const MOST_BYTES: usize = 5_000;

    /// A file as the browser wrote it; `None` if it is too long or of another kind.
    #[must_use]
    pub fn new(file: Vec<u8>) -> Option<Self> {
        let png = file.starts_with(b"\x89PNG\r\n\x1a\n");
        let jpeg = file.starts_with(b"\xff\xd8\xff");
        let webp = file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP");
        (file.len() <= Self::MOST_BYTES && (png || jpeg || webp)).then_some(Self(file))
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &[u8] {
        &self.0
    }
}

/// The value of `d`.
pub(crate) fn written(blob: &Blob) -> String {
    let mut bytes = Vec::new();
    match blob {
        Blob::Picture(picture) => {
            bytes.push(PICTURE);
            bytes.extend(picture.file());
        }
        Blob::Texts(texts) => {
            bytes.push(TEXTS);
            let lines: Vec<String> = texts.iter().map(|(k, v)| format!("{k}={v}")).collect();
            bytes.extend(lines.join("\n").bytes());
        }
    }
    summed(bytes)
}

/// The kind and the bytes behind it, as text with their sum.
fn summed(mut bytes: Vec<u8>) -> String {
    bytes.extend(crc32(&bytes).to_le_bytes());
    format!("{SCHEME}.{}", base64url(&bytes))
}

/// A reader's own note as the value of `d`; the browser has compressed it.
#[must_use]
pub fn packed_note(compressed: &[u8]) -> String {
    summed([&[NOTE], compressed].concat())
}

/// What [`packed_note`] wrote; `None` for what was cut, changed, or is something else.
#[must_use]
pub fn unpacked_note(given: &str) -> Option<Vec<u8>> {
    match unsummed(given) {
        Ok((NOTE, note)) => Some(note),
        _ => None,
    }
}

/// The blob of a `d`.
pub(crate) fn read(given: &str) -> Result<Blob, Warning> {
    // Four characters for three bytes: what is longer holds no blob of ours.
    if given.len() > SCHEME.len() + 1 + (1 + Picture::MOST_BYTES + 4).div_ceil(3) * 4 {
        return Err(Warning::BlobTooLong);
    }
    match unsummed(given)? {
        (PICTURE, file) => Picture::new(file).map(Blob::Picture).ok_or(Warning::BlobDamaged),
        (TEXTS, file) => texts(&file).map(Blob::Texts).ok_or(Warning::BlobDamaged),
        (other, _) => Err(Warning::BlobUnknown { given: format!("{SCHEME}.{other}") }),
    }
}

/// The kind and the bytes behind it, once their sum is seen to be right.
fn unsummed(given: &str) -> Result<(u8, Vec<u8>), Warning> {
    let given = mend::blob(given);
    let (scheme, text) = given.split_once('.').ok_or(Warning::BlobDamaged)?;
    if scheme != SCHEME {
        return Err(Warning::BlobUnknown { given: quoted(scheme) });
    }
    let bytes = bytes(text).ok_or(Warning::BlobDamaged)?;
    let (said, sum) = bytes.split_last_chunk().ok_or(Warning::BlobDamaged)?;
    let (kind, file) = said.split_first().ok_or(Warning::BlobDamaged)?;
    if crc32(said) != u32::from_le_bytes(*sum) {
        return Err(Warning::BlobDamaged);
    }
    Ok((*kind, file.to_vec()))
}

fn texts(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let text = str::from_utf8(bytes).ok()?;
    let pairs = text.lines().map(|line| line.split_once('='));
    pairs.map(|pair| pair.map(|(k, v)| (k.to_owned(), v.to_owned()))).collect()
}

/// The CRC-32 of zip and PNG, a bit at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// Three bytes to four characters, without padding.
fn base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| (bits << 8) | usize::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        let characters = (0..=three.len()).map(|i| ALPHABET[(bits >> (18 - 6 * i)) & 63]);
        out.extend(characters.map(char::from));
    }
    out
}

/// Four characters to three bytes; `None` for what no bytes are written as.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for character in four {
            bits = (bits << 6) | ALPHABET.iter().position(|a| a == character)?;
        }
        let bits = bits << (6 * (4 - four.len()));
        let count = four.len().checked_sub(2)? + 1;
        out.extend((0..count).map(|i| ((bits >> (16 - 8 * i)) & 255) as u8));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picture(rest: &[u8]) -> Blob {
        let file = [b"\xff\xd8\xff".as_slice(), rest].concat();
        Blob::Picture(Picture::new(file).expect("it begins as a JPEG and is short"))
    }

    /// The check value of the catalogue of CRCs, and the examples of RFC 4648, section 10.
    #[test]
    fn sum_and_text_are_the_common_ones() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        for (plain, text) in [("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64url(plain.as_bytes()), text);
            assert_eq!(bytes(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(bytes("A"), None);
        assert_eq!(bytes("Zm9v Zg"), None);
    }

    #[test]
    fn a_picture_is_one_of_three_kinds_and_short() {
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ".to_vec();
        assert!(Picture::new(webp).is_some());
        for refused in [b"".as_slice(), b"<svg>", b"GIF89a", b"RIFF\x10\0\0\0WAVE"] {
            assert_eq!(Picture::new(refused.to_vec()), None, "{refused:?}");
        }
        let file = |n: usize| [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; n - 8]].concat();
        let longest = Picture::new(file(Picture::MOST_BYTES)).map(Blob::Picture);
        assert_eq!(read(&written(longest.as_ref().expect("just short enough"))).ok(), longest);
        assert_eq!(Picture::new(file(Picture::MOST_BYTES + 1)), None);
    }

    #[test]
    fn what_is_wrong_has_a_name() {
        for damaged in ["", "1", "1.", "1.AAAA", "1.AAAAAAAA", "1.!!!!", "垃圾", "1.垃圾.x"] {
            assert_eq!(read(damaged), Err(Warning::BlobDamaged), "{damaged}");
        }
        let given = "2".to_owned();
        assert_eq!(read("2.AAAA"), Err(Warning::BlobUnknown { given }));
        let mut later = vec![9, 1, 2, 3];
        later.extend(crc32(&later).to_le_bytes());
        let given = "1.9".to_owned();
        assert_eq!(read(&format!("1.{}", base64url(&later))), Err(Warning::BlobUnknown { given }));
        assert_eq!(read(&"1.".repeat(5_000)), Err(Warning::BlobTooLong));
    }

    #[test]
    fn texts_come_back_and_may_hold_anything_but_a_line_s_end() {
        let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
        let texts = Blob::Texts(vec![pair("text", "我 = 你 & ?#%41"), pair("other", "=")]);
        assert_eq!(read(&written(&texts)), Ok(texts));
        for damaged in [[TEXTS, 0xff].as_slice(), &[TEXTS, b'a']] {
            let mut bytes = damaged.to_vec();
            bytes.extend(crc32(damaged).to_le_bytes());
            let text = format!("1.{}", base64url(&bytes));
            assert_eq!(read(&text), Err(Warning::BlobDamaged), "{damaged:?}");
        }
    }

    proptest! {
        #[test]
        fn any_picture_comes_back(rest in proptest::collection::vec(any::<u8>(), 0..300)) {
            let blob = picture(&rest);
            prop_assert_eq!(read(&written(&blob)), Ok(blob));
        }

        #[test]
        fn a_cut_or_changed_link_is_noticed(
            rest in proptest::collection::vec(any::<u8>(), 0..60), at in any::<usize>()
        ) {
            let text = written(&picture(&rest));
            let at = 2 + at % (text.len() - 2);
            prop_assert!(read(&text[..at]).is_err());
            let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
            // The last character's spare bits say nothing.
            if at + 1 < text.len() {
                let changed = [&text[..at], other, &text[at + 1..]].concat();
                prop_assert!(read(&changed).is_err());
            }
        }

        #[test]
        fn any_note_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let text = packed_note(&bytes);
            prop_assert_eq!(unpacked_note(&text), Some(bytes));
            prop_assert_eq!(unpacked_note(&text[..text.len() - 1]), None);
            prop_assert!(read(&text).is_err(), "no widget takes it for its own");
        }

        #[test]
        fn any_text_is_read(text in ".{0,100}") {
            let _ = (read(&text), unpacked_note(&text));
            let _ = read(&format!("1.{text}"));
        }
    }
}
