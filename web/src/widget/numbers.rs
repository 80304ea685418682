//! Numbers as text.

use std::fmt::Display;

/// A whole number of any size with a comma after every third digit.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "shown in the browser"))]
pub(crate) fn thousands(n: impl Display) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A number with three digits and its power of ten.
pub(crate) fn power(number: f64) -> String {
    let written = format!("{number:.2e}");
    let Some((digits, power)) = written.split_once('e') else { return written };
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        c => c.to_digit(10).and_then(|n| char::from_u32(0x2070 + n)).unwrap_or(c),
    };
    [digits, "×10", &power.chars().map(raised).collect::<String>()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_raised() {
        assert_eq!(power(3.28e18), "3.28×10¹⁸");
        assert_eq!(power(6.987e-4), "6.99×10⁻⁴");
        assert_eq!(power(0.0), "0.00×10⁰");
    }

    #[test]
    fn every_third_digit_is_followed_by_a_comma() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (60_965_224, "60,965,224")] {
            assert_eq!(thousands(n), want);
        }
        // More than 32 bits hold, where a size has no more.
        assert_eq!(thousands(14_797_504_512_u64), "14,797,504,512");
    }
}
