//! Any text is a sentence: words of the vocabulary or unknown ones, as many as are read at most,
//! and tokens of every cut in which nothing is added.
#![no_main]

use translation::{Cut, MOST_WORDS, Reading, UNKNOWN, Vocabulary};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let vocabulary = Vocabulary::new();
    let count = vocabulary.words().len();
    let id = |word: &str| vocabulary.id(word);
    for reading in [Reading::english(text, id), Reading::chinese(text, id)] {
        assert_eq!(reading.words.len(), reading.all.min(MOST_WORDS));
        for word in &reading.words {
            assert!(!word.text.is_empty() && word.id < count, "{word:?}");
            assert!(word.id == UNKNOWN || vocabulary.word(word.id) == word.text, "{word:?}");
        }
    }
    for name in ["13a", "zh", "none", ""] {
        let tokens = Cut::of(name, &[text]).tokens(text);
        assert!(tokens.iter().all(|t| !t.is_empty() && !t.contains(char::is_whitespace)));
    }
});
