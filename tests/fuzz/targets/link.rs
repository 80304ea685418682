//! Any text is a link: a state within its ranges, which is the same after another round.
#![no_main]

use share::{WIDGETS, decode, encode};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for table in WIDGETS {
        let (link, warnings) = decode(text, table);
        for warning in &warnings {
            assert!(!warning.message(share::Lang::Zh).is_empty());
        }
        let written = encode(&link);
        assert!(written.is_ascii(), "{written}");
        let (again, _) = decode(&written, link.state.widget());
        assert_eq!(encode(&again), written, "{text:?}");
        assert_eq!(again.state, link.state, "{text:?}");
    }
});
