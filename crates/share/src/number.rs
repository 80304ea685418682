//! Numbers as people write them. The standard library's reader finds the nearest of all doubles,
//! for which it brings a table of 10 kB into the page.

/// The number that a text is; `None` where it is none.
///
/// Exact up to 15 digits and as many behind the point, which is more than any key has.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let (mut value, mut digits, mut behind, mut exponent) = (0.0, 0, None, 0);
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                digits += 1;
                behind = behind.map(|n: i32| n + 1);
            }
            b'.' if behind.is_none() => behind = Some(0),
            b'e' | b'E' if digits > 0 => {
                let rest = std::str::from_utf8(&text[at + 1..]).ok()?;
                // Beyond these every number is 0 or infinite.
                exponent = rest.parse::<i32>().ok()?.clamp(-400, 400);
                break;
            }
            _ => return None,
        }
    }
    let shift = exponent - behind.unwrap_or(0);
    let power = 10.0_f64.powi(shift.abs());
    let value = if shift < 0 { value / power } else { value * power };
    (digits > 0).then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_standard_library() {
        for text in [
            "0",
            "7",
            "-12",
            "+3",
            "1.5",
            ".5",
            "5.",
            "-0.001",
            "1e3",
            "2.5E-2",
            "1e+2",
            "123456789012345",
            "0.123456789012345",
            "1e999",
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1e5.5",
            "1,5",
            "0x10",
            " 1",
            "1 ",
            "１",
            "1.2.3",
            "--1",
            "1-",
        ] {
            assert_eq!(number(text), text.parse().ok(), "{text:?}");
        }
        for word in ["inf", "NaN", "infinity"] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
