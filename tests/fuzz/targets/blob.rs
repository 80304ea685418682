//! Any bytes with a right sum are what a link carries whole: a picture, texts, a note, or a word
//! for what is wrong. Mutations of links alone would never pass the sum.
#![no_main]

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use share::{WIDGETS, decode, encode, unpacked_note};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let sum = crc32fast::hash(bytes).to_le_bytes();
    let d = format!("1.{}", URL_SAFE_NO_PAD.encode([bytes, &sum].concat()));
    assert_eq!(unpacked_note(&d), bytes.strip_prefix(&[3]).map(<[u8]>::to_vec));
    for table in WIDGETS {
        let (link, warnings) = decode(&format!("?w={}&d={d}", table.name), table);
        for warning in &warnings {
            assert!(!warning.message(share::Lang::En).is_empty());
        }
        let written = encode(&link);
        assert!(written.is_ascii(), "{written}");
        let (again, _) = decode(&written, table);
        assert_eq!(again.state, link.state, "{bytes:?}");
    }
});
