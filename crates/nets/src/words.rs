//! Sentences to words, and words to vectors: seeded, not learned.

use tensor::random::SplitMix64;

/// The sentences of a text, word by word, in lower case.
///
/// A sentence ends where its mark stands; a Han character is a word of its own, of other
/// writing what white space or marks set apart. Sentences without words do not count.
#[must_use]
pub fn sentences(text: &str) -> Vec<Vec<String>> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '；' | '…');
    text.split(ends).map(words).filter(|s| !s.is_empty()).collect()
}

fn words(sentence: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    for c in sentence.chars().flat_map(char::to_lowercase) {
        let joins = matches!(c, '\'' | '’' | '-') && !word.is_empty();
        if (c.is_alphanumeric() && !is_han(c)) || joins {
            word.push(c);
            continue;
        }
        words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        words.extend(is_han(c).then(|| c.to_string()));
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// The vector of a word: `width` normal numbers of a stream that its letters and `seed` begin.
/// A word has the same vector wherever it stands.
#[must_use]
pub fn vector(word: &str, seed: u64, width: usize) -> Vec<f32> {
    let mut rng = SplitMix64::new(hash(word).wrapping_add(seed));
    (0..width).map(|_| rng.normal() as f32).collect()
}

/// FNV-1a over the bytes of UTF-8.
fn hash(word: &str) -> u64 {
    let step = |h: u64, byte: u8| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    word.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&[&str]]) {
        let want: Vec<Vec<&str>> = want.iter().map(|s| s.to_vec()).collect();
        assert_eq!(sentences(text), want);
    }

    #[test]
    fn marks_end_sentences_and_words() {
        check("The cat sat, Sam! It's late.", &[&["the", "cat", "sat", "sam"], &["it's", "late"]]);
        check("猫坐在GPU上。晚了？", &[&["猫", "坐", "在", "gpu", "上"], &["晚", "了"]]);
        check("well-known 3 x 4", &[&["well-known", "3", "x", "4"]]);
        check("...。!  ,", &[]);
        check("", &[]);
    }

    #[test]
    fn a_word_has_one_vector_a_seed() {
        assert_eq!(vector("cat", 1, 4), vector("cat", 1, 8)[..4]);
        assert_ne!(vector("cat", 1, 4), vector("cat", 2, 4));
        assert_ne!(vector("cat", 1, 4), vector("猫", 1, 4));
        // The published value of FNV-1a for "a".
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
