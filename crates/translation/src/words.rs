//! What a reader types, as words of the grammar.

/// The words of an English text: in lower case, marks apart, "don't" as "do not", "3" as "three";
/// commas and quotation marks are nothing.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut line = Vec::new();
    for part in text.to_lowercase().replace(['’', '‘', '`'], "'").split_whitespace() {
        let mut word = String::new();
        for c in part.chars() {
            match c {
                '?' | '？' | '.' | '。' | '!' | '！' => {
                    push(&mut line, &std::mem::take(&mut word));
                    line.push(if matches!(c, '?' | '？') { "?" } else { "." }.to_owned());
                }
                '\'' => word.push(c),
                c if c.is_alphanumeric() => word.push(c),
                _ => push(&mut line, &std::mem::take(&mut word)),
            }
        }
        push(&mut line, &word);
    }
    line
}

/// Adds a word, taken apart where it is two.
fn push(line: &mut Vec<String>, word: &str) {
    let word = word.trim_matches('\'');
    if word.is_empty() {
        return;
    }
    let whole = match word {
        "can't" | "cannot" => "can not",
        "won't" => "will not",
        "let's" => "let us",
        _ => "",
    };
    if !whole.is_empty() {
        line.extend(whole.split(' ').map(str::to_owned));
        return;
    }
    for (end, second) in
        [("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ll", "will"), ("'ve", "have")]
    {
        if let Some(first) = word.strip_suffix(end) {
            // "n't" may stand alone.
            line.extend([first, second].into_iter().filter(|w| !w.is_empty()).map(str::to_owned));
            return;
        }
    }
    if let Some(first) = word.strip_suffix("'s") {
        const IS: &[&str] =
            &["it", "he", "she", "that", "what", "where", "who", "there", "how", "when", "why"];
        let second = if IS.contains(&first) { "is" } else { "'s" };
        line.extend([first, second].map(str::to_owned));
        return;
    }
    let number = match word {
        "1" => "one",
        "2" => "two",
        "3" => "three",
        "4" => "four",
        "5" => "five",
        "6" => "six",
        "7" => "seven",
        "8" => "eight",
        "9" => "nine",
        "10" => "ten",
        "11" => "eleven",
        "12" => "twelve",
        "20" => "twenty",
        "50" => "fifty",
        _ => word,
    };
    line.push(number.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(words(text).join(" "), want);
    }

    #[test]
    fn texts_become_words() {
        check("I'm happy.", "i am happy .");
        check("Don't open the door!", "do not open the door .");
        check("She can’t swim, he won't.", "she can not swim he will not .");
        check("Tom's mother isn't here?", "tom 's mother is not here ?");
        check("What's this? It's a cat", "what is this ? it is a cat");
        check("Let's go", "let us go");
        check("3 “old” books", "three old books");
        check("the students' books", "the students books");
        check("well-known", "well known");
        check("n't", "not");
        check("  ", "");
        check("''", "");
        check("我 like tea", "我 like tea");
    }
}
