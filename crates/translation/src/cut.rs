//! A sentence cut into tokens as `sacrebleu` cuts it: BLEU counts nothing else, so a score says
//! with which cut it was made.

/// How a sentence is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// `13a`, after WMT's mteval-v13a: words at spaces, marks apart; capitals make a difference.
    Western,
    /// `zh`: every Chinese character and mark a token, the rest as [`Cut::Western`].
    Chinese,
    /// `none`: at spaces alone, for what is cut already.
    Spaces,
}

impl Cut {
    /// Its name in sacrebleu.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Western => "13a",
            Self::Chinese => "zh",
            Self::Spaces => "none",
        }
    }

    /// The cut of that name; for another word the one that these sentences ask for: by
    /// characters where one of them has a Chinese one.
    #[must_use]
    pub fn of(word: &str, sentences: &[&str]) -> Self {
        let han = |c: char| matches!(c, '\u{3400}'..='\u{4db5}' | '\u{4e00}'..='\u{9fff}');
        match word {
            "13a" => Self::Western,
            "zh" => Self::Chinese,
            "none" => Self::Spaces,
            _ if sentences.iter().any(|s| s.contains(han)) => Self::Chinese,
            _ => Self::Western,
        }
    }

    /// The tokens of a sentence of one line; none of one in which nothing stands.
    ///
    /// ```
    /// use translation::Cut;
    /// assert_eq!(Cut::Western.tokens("Tea, 3.5 cups."), ["Tea", ",", "3.5", "cups", "."]);
    /// assert_eq!(Cut::Chinese.tokens("我爱GPU。"), ["我", "爱", "GPU", "。"]);
    /// ```
    #[must_use]
    pub fn tokens(self, sentence: &str) -> Vec<String> {
        let apart = match self {
            Self::Spaces => sentence.to_owned(),
            Self::Western => {
                let mut plain = sentence.replace("<skipped>", "");
                for (entity, mark) in
                    [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]
                {
                    plain = plain.replace(entity, mark);
                }
                marks_apart(&format!(" {plain} "))
            }
            Self::Chinese => {
                let mut apart = String::new();
                for c in sentence.trim().chars() {
                    if alone(c) { apart.extend([' ', c, ' ']) } else { apart.push(c) }
                }
                marks_apart(&apart)
            }
        };
        apart.split_whitespace().map(str::to_owned).collect()
    }
}

/// The four rules of `TokenizerRegexp`, one after the other.
fn marks_apart(line: &str) -> String {
    let mut apart = String::new();
    for c in line.chars() {
        if matches!(c, '{'..='~' | '['..='`' | '!'..='&' | '('..='+' | ':'..='@' | '/') {
            apart.extend([' ', c, ' ']);
        } else {
            apart.push(c);
        }
    }
    let stop = |c: char| matches!(c, '.' | ',');
    let apart = pairs(&apart, |a, b| !a.is_ascii_digit() && stop(b), [false, true, true]);
    let apart = pairs(&apart, |a, b| stop(a) && !b.is_ascii_digit(), [true, true, false]);
    pairs(&apart, |a, b| a.is_ascii_digit() && b == '-', [false, true, true])
}

/// Two neighbours of which `is` is true get spaces `before`, between and behind them, as told; the
/// second is not looked at again, as in a substitution by a regular expression.
fn pairs(
    line: &str,
    is: impl Fn(char, char) -> bool,
    [before, between, behind]: [bool; 3],
) -> String {
    let mut out = String::new();
    let space = |so: bool, out: &mut String| {
        if so {
            out.push(' ');
        }
    };
    let mut chars = line.chars().peekable();
    while let Some(a) = chars.next() {
        match chars.next_if(|&b| is(a, b)) {
            Some(b) => {
                space(before, &mut out);
                out.push(a);
                space(between, &mut out);
                out.push(b);
                space(behind, &mut out);
            }
            None => out.push(a),
        }
    }
    out
}

/// What sacrebleu takes for a Chinese character. Two of its ranges are written with five digits
/// where Python reads four, so that general punctuation, arrows and signs are among them, and rare
/// characters beyond the first plane are not.
fn alone(c: char) -> bool {
    matches!(c, '\u{2001}'..='\u{2a6d}' | '\u{2e80}'..='\u{2fdf}' | '\u{2ff0}'..='\u{303f}'
        | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ef}' | '\u{3200}'..='\u{4db5}'
        | '\u{4e00}'..='\u{9fbb}' | '\u{f900}'..='\u{fa2d}' | '\u{fa30}'..='\u{fa6a}'
        | '\u{fa70}'..='\u{fad9}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}')
}
