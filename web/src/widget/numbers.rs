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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_third_digit_is_followed_by_a_comma() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (60_965_224, "60,965,224")] {
            assert_eq!(thousands(n), want);
        }
        // More than 32 bits hold, where a size has no more.
        assert_eq!(thousands(14_797_504_512_u64), "14,797,504,512");
    }
}
