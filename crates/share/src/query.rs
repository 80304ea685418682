//! An address' query and fragment as pairs of plain text, and text back to ASCII.

/// The most bytes of a query, and of a fragment, that are read.
const MOST_BYTES: usize = 16_384;

/// The pairs of an address in the order in which they count, and whether all of it was read.
///
/// The query comes before the fragment, where chat apps and long links put pairs as well.
pub(crate) fn pairs(address: &str) -> (Vec<(String, String)>, bool) {
    let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (query, whole) = capped(query);
    let (fragment, too) = capped(fragment);
    // A query whose `=` and `&` are encoded as well is one value of another link.
    let again = (!query.contains('=')).then(|| plain(query));
    let query = again.as_deref().unwrap_or(query);
    // Some chat apps hang their own `?x=y` behind a query.
    let parts = query.split(['&', '?', '#']).chain(fragment.split(['&', '?', '#']));
    let pairs = parts.clone().filter_map(|p| p.split_once('='));
    // A line that a mail wraps ends in `=`, also within a key: that counts last.
    let wrapped = parts.filter_map(|p| p.rsplit_once('=').filter(|(key, _)| key.contains('=')));
    let wrapped = wrapped.map(|(key, value)| (key.replace('=', ""), value));
    let pairs = pairs.map(|(key, value)| (key.to_owned(), value)).chain(wrapped);
    (pairs.map(|(k, v)| (key(&k), plain(v))).collect(), whole && too)
}

/// A key without white space, and without what is left of an `&` as a page's source writes it.
fn key(given: &str) -> String {
    let mut key = plain(given);
    key.retain(|c| !c.is_whitespace());
    while let Some(rest) = ["amp;", "38;", "x26;"].iter().find_map(|e| key.strip_prefix(e)) {
        key = rest.to_owned();
    }
    key
}

/// The text as it may stand in a query: what is not plain ASCII becomes `%XX`.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The pairs that fit, and whether that is all of them; a pair cut in two would say something else.
fn capped(text: &str) -> (&str, bool) {
    if text.len() <= MOST_BYTES {
        return (text, true);
    }
    let cut = text.as_bytes()[..MOST_BYTES].iter().rposition(|b| *b == b'&').unwrap_or(0);
    (&text[..cut], false)
}

/// Percent-decoding that never fails: what is no `%XX` stands as it is.
pub(crate) fn plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'+', ..) => {
                out.push(b' ');
                at += 1;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, want: &[(&str, &str)]) {
        let (pairs, _) = pairs(address);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (&**k, &**v)).collect();
        assert_eq!(pairs, want, "{address}");
    }

    #[test]
    fn pairs_are_found_wherever_an_app_puts_them() {
        check("", &[]);
        check("?", &[]);
        check("?&&=&a", &[("", "")]);
        check("?a=1&b=%E5%8D%B7+%", &[("a", "1"), ("b", "卷 %")]);
        check("a=1&amp;b=2&amp;amp;c=3&#38;d=4", &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]);
        check("?a%3D1%26b%3D%25E5%258D%25B7", &[("a", "1"), ("b", "卷")]);
        check("a%20=1&b=2=3", &[("a", "1"), ("b", "2=3"), ("b2", "3")]);
        check(
            "a=1?b=2#heading&c=3?d=4#e=5",
            &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("e", "5")],
        );
        check("#d=1", &[("d", "1")]);
        check("a=%FF%C0", &[("a", "\u{fffd}\u{fffd}")]);
    }

    #[test]
    fn a_pair_that_would_be_cut_in_two_is_not_read() {
        let address = format!("a=1&b={}", "7".repeat(MOST_BYTES));
        assert_eq!(pairs(&address), (vec![("a".into(), "1".into())], false));
        let one = "卷".repeat(MOST_BYTES);
        assert_eq!(pairs(&one), (vec![], false));
    }

    #[test]
    fn what_is_escaped_is_ascii_and_comes_back() {
        for text in ["", "stride,size", "为什么？ a&b=c#d+e%41", "\u{0}\u{10ffff}"] {
            let there = escaped(text);
            assert!(there.bytes().all(|b| b.is_ascii_graphic()), "{there}");
            assert_eq!(plain(&there), text);
        }
    }
}
