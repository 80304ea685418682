//! A sentence cut into tokens: words where the writing spaces them, single characters
//! where it does not (Han, kana), punctuation on its own.

/// The tokens of a sentence, in order; empty where nothing in it is visible.
///
/// ```
/// assert_eq!(share::tokens("I don't know."), ["I", "don't", "know", "."]);
/// assert_eq!(share::tokens("我爱AlexNet"), ["我", "爱", "AlexNet"]);
/// ```
#[must_use]
pub fn tokens(sentence: &str) -> Vec<String> {
    let chars: Vec<char> = sentence.chars().collect();
    let mut tokens: Vec<String> = Vec::new();
    // Whether the next letter goes on with the last word.
    let mut open = false;
    for (at, &c) in chars.iter().enumerate() {
        let letter = |i: Option<usize>| {
            i.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphanumeric() && !alone(*c))
        };
        match tokens.last_mut() {
            _ if c.is_whitespace() || invisible(c) => open = false,
            Some(last) if attached(c) && at > 0 && !chars[at - 1].is_whitespace() => last.push(c),
            Some(last) if open && letter(Some(at)) => last.push(c),
            // An apostrophe or a hyphen inside a word belongs to it.
            Some(last) if open && "'’-".contains(c) && letter(Some(at + 1)) => last.push(c),
            _ => {
                tokens.push(c.to_string());
                open = letter(Some(at));
            }
        }
    }
    tokens
}

/// Characters that are tokens by themselves: Han and kana.
fn alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks that are drawn on or with the character before: accents, joiners, skin tones.
fn attached(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// What takes no room and joins nothing.
fn invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, want: &[&str]) {
        assert_eq!(tokens(sentence), want, "{sentence:?}");
    }

    #[test]
    fn words_are_words_and_han_are_characters() {
        check("I like cats and cats like me", &["I", "like", "cats", "and", "cats", "like", "me"]);
        check("我爱猫，猫爱我", &["我", "爱", "猫", "，", "猫", "爱", "我"]);
        check("用GPU算3次conv2d", &["用", "GPU", "算", "3", "次", "conv2d"]);
        check("  state-of-the-art, isn't it?", &["state-of-the-art", ",", "isn't", "it", "?"]);
        check("'quoted' - dash", &["'", "quoted", "'", "-", "dash"]);
        check("かな と 漢字", &["か", "な", "と", "漢", "字"]);
        check("고양이가 좋다", &["고양이가", "좋다"]);
    }

    #[test]
    fn marks_stay_with_their_letter_and_nothing_visible_is_lost() {
        check("e\u{301}te\u{301}", &["e\u{301}te\u{301}"]);
        check("👩\u{200d}", &["👩\u{200d}"]);
        check("\u{301}a", &["\u{301}", "a"]);
        check("a\u{200b}b", &["a", "b"]);
        for empty in ["", " \u{3000}\n", "\u{200b}\u{feff}"] {
            check(empty, &[]);
        }
    }
}
