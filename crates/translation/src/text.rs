//! Words as people write them.

use crate::lexicon::{NAMES, REGIONS};

/// English words as a sentence: capitals, and marks without a space before them.
#[must_use]
pub fn english_text<S: AsRef<str>>(words: &[S]) -> String {
    let mut text = String::new();
    for word in words.iter().map(AsRef::as_ref) {
        if !text.is_empty() && !matches!(word, "." | "?" | "'s") {
            text.push(' ');
        }
        if text.is_empty() || is_capital(word) {
            let mut letters = word.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
        } else {
            text.push_str(word);
        }
    }
    text
}

/// Chinese words as a sentence, without spaces.
#[must_use]
pub fn chinese_text<S: AsRef<str>>(words: &[S]) -> String {
    words.iter().map(AsRef::as_ref).collect()
}

fn is_capital(word: &str) -> bool {
    const LANGUAGES: &[&str] = &["chinese", "english", "french", "japanese"];
    word == "i"
        || word.ends_with("day") && WEEK.iter().any(|first| word.starts_with(first))
        || LANGUAGES.contains(&word)
        || NAMES.iter().any(|name| name.english == word)
        || REGIONS.iter().any(|region| region.english == word)
}

const WEEK: &[&str] = &["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, want: &str) {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(english_text(&words), want);
    }

    #[test]
    fn english_has_capitals_and_marks() {
        check("on monday i met mary 's teacher .", "On Monday I met Mary's teacher.");
        check("do you speak chinese in paris ?", "Do you speak Chinese in Paris?");
        check("every day", "Every day");
        assert_eq!(english_text::<&str>(&[]), "");
    }

    #[test]
    fn chinese_has_no_spaces() {
        assert_eq!(chinese_text(&["我", "喜欢", "茶", "。"]), "我喜欢茶。");
    }
}
