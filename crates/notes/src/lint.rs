//! What Chinese text in the notes must not do (CLREQ; `text-autospace` sets the spaces).

use crate::Warning;

/// Half-width punctuation or typed spaces beside Han characters, full-width digits.
#[must_use]
pub fn lint_zh(markdown: &str) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut fenced = false;
    for (at, line) in markdown.lines().enumerate() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.starts_with("```") {
            continue;
        }
        let text: Vec<char> = without_code(line).chars().collect();
        for (i, &c) in text.iter().enumerate() {
            let before = i.checked_sub(1).map(|j| text[j]);
            let after = text.get(i + 1).copied();
            let beside = [before, after].into_iter().flatten().any(han);
            let message = if matches!(c, ',' | ';' | ':' | '?' | '!') && beside {
                format!("half-width {c:?} beside a Han character")
            } else if c == ' '
                && (before.is_some_and(han) && after.is_some_and(|c| c.is_ascii_alphanumeric())
                    || before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(han))
            {
                "a typed space between a Han character and Latin".to_owned()
            } else if ('０'..='９').contains(&c) || ('Ａ'..='ｚ').contains(&c) {
                format!("full-width {c:?}")
            } else {
                continue;
            };
            warnings.push(Warning { line: at + 1, message });
        }
    }
    warnings
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The line with code, formulas, link targets and anchors blanked out.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut until = None;
    for c in line.chars() {
        match until {
            Some(end) if c == end => {
                until = None;
                out.push('\u{1}');
            }
            Some(_) => {}
            None => match c {
                '`' | '$' => until = Some(c),
                '(' if out.ends_with(']') => until = Some(')'),
                '{' => until = Some('}'),
                c => out.push(c),
            },
        }
    }
    out
}
