//! Links: the query of an address to a state and back.

use crate::state::State;
use crate::table::{Key, Widget, widget};
use crate::text::Lang;
use crate::view::{Backend, Theme, View};
use crate::warning::Warning;

/// The version of the links that are written.
const VERSION: u32 = 1;
/// The most bytes of a query that are read.
const QUERY_BYTES: usize = 16_384;

/// What a link says.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Whether the link names its widget (`w=`); an embed's path does that instead.
    pub named: bool,
    /// The widget's state.
    pub state: State,
    /// What stands beside it.
    pub view: View,
}

/// Reads a query, with or without its `?`. Where it names no widget, it is of `fallback`.
///
/// Unknown keys (chat apps add some) are ignored without a word; of a repeated
/// key the first counts.
#[must_use]
pub fn decode(query: &str, fallback: &'static Widget) -> (Link, Vec<Warning>) {
    let pairs = pairs(query);
    let mut warnings = Vec::new();
    let value = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let named = value("w");
    let table = match named.map(|name| (name, widget(name))) {
        Some((_, Some(found))) => found,
        Some((name, None)) => {
            warnings.push(Warning::UnknownWidget { given: name.chars().take(40).collect() });
            fallback
        }
        None => fallback,
    };
    if let Some(given) = value("v")
        && given.parse::<u32>().is_ok_and(|v| v > VERSION)
    {
        warnings.push(Warning::NewerVersion { given: given.chars().take(10).collect() });
    }
    let mut state = State::of(table);
    for key in table.keys {
        if let Some(given) = value(key.key) {
            warnings.extend(state.read_one(key.key, given).err());
        }
    }
    let view = View {
        hide: names(value("hide"), table.keys),
        lock: names(value("lock"), table.keys),
        pass: value("pass").and_then(|p| p.parse().ok()).filter(|p| (1..=3).contains(p)),
        theme: match value("theme") {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        },
        lang: match value("lang") {
            Some("zh") => Some(Lang::Zh),
            Some("en") => Some(Lang::En),
            _ => None,
        },
        backend: match value("backend") {
            Some("webgpu") => Backend::Webgpu,
            Some("cpu") => Backend::Cpu,
            _ => Backend::Auto,
        },
    };
    (Link { named: named.is_some(), state, view }, warnings)
}

/// The query of a state, without its `?`: only what differs from the default.
#[must_use]
pub fn encode(link: &Link) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (key, value) in link.state.differing() {
        parts.push(format!("{key}={value}"));
    }
    let view = &link.view;
    for (key, list) in [("hide", &view.hide), ("lock", &view.lock)] {
        if !list.is_empty() {
            parts.push(format!("{key}={}", list.join(",")));
        }
    }
    if let Some(pass) = view.pass {
        parts.push(format!("pass={pass}"));
    }
    match view.theme {
        Theme::Auto => {}
        Theme::Light => parts.push("theme=light".to_owned()),
        Theme::Dark => parts.push("theme=dark".to_owned()),
    }
    if let Some(lang) = view.lang {
        parts.push(format!("lang={}", lang.folder()));
    }
    if view.backend != Backend::Auto {
        parts.push(format!("backend={}", view.backend.word()));
    }
    if link.named {
        let head = format!("w={}&v={VERSION}", link.state.widget().name);
        parts.insert(0, head);
    }
    parts.join("&")
}

/// The query to hand out: names its version, and its widget unless the path does.
#[must_use]
pub fn encode_share(link: &Link, path_names_widget: bool) -> String {
    if path_names_widget {
        let rest = encode(&Link { named: false, ..link.clone() });
        if rest.is_empty() { format!("v={VERSION}") } else { format!("v={VERSION}&{rest}") }
    } else {
        encode(&Link { named: true, ..link.clone() })
    }
}

fn names(list: Option<&str>, keys: &'static [Key]) -> Vec<&'static str> {
    let wanted: Vec<&str> = list.unwrap_or_default().split(',').collect();
    keys.iter().map(|k| k.key).filter(|k| wanted.contains(k)).collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut end = query.len().min(QUERY_BYTES);
    while !query.is_char_boundary(end) {
        end -= 1;
    }
    // Some chat apps hang their own `?x=y` behind a query.
    let parts = query[..end].split(['&', '?']);
    parts.filter_map(|p| p.split_once('=')).map(|(k, v)| (plain(k), plain(v))).collect()
}

/// Percent-decoding that never fails: what is no `%XX` stands as it is.
fn plain(text: &str) -> String {
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
    use crate::table::WIDGETS;
    use crate::view::RESERVED;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, canonical: &str, warned: usize) {
        let (link, warnings) = decode(query, WIDGETS[0]);
        assert_eq!(encode(&link), canonical, "{query}");
        assert_eq!(warnings.len(), warned, "{query}: {warnings:?}");
    }

    #[test]
    fn links_are_read_and_written() {
        check("", "", 0);
        check("?stride=4", "", 0);
        check("?size=3&stride=1", "size=3&stride=1", 0);
        check("?w=convolution&v=1&kernel=blur", "w=convolution&v=1&kernel=blur", 0);
        check("stride=2&hide=size,nonsense&lock=stride", "stride=2&hide=size&lock=stride", 0);
        check(
            "backend=webgpu&theme=dark&lang=en&pass=3",
            "pass=3&theme=dark&lang=en&backend=webgpu",
            0,
        );
    }

    #[test]
    fn what_is_wrong_falls_to_the_default_with_a_word() {
        check("stride=NaN", "", 1);
        check("stride=", "", 1);
        check("stride=９", "", 1);
        check("stride=1e99", "stride=8", 1);
        check("size=-3", "size=1", 1);
        check("kernel=javascript:alert(1)", "", 1);
        check("w=nothing&stride=2", "w=convolution&v=1&stride=2", 1);
        check("v=2&stride=2", "stride=2", 1);
        check("stride=2&stride=3", "stride=2", 0);
        check("angle=44", "", 0);
    }

    #[test]
    fn what_chat_apps_add_is_ignored() {
        check("stride=2&from=singlemessage&isappinstalled=0", "stride=2", 0);
        check("stride=2?nsukey=abc&utm_source=x&fbclid=y", "stride=2", 0);
        check("str%69de=%32&%zz=%", "stride=2", 0);
    }

    proptest! {
        #[test]
        fn any_text_is_read(query in ".{0,300}") {
            let (link, _) = decode(&query, WIDGETS[0]);
            let (again, warnings) = decode(&encode(&link), WIDGETS[0]);
            prop_assert_eq!(link, again);
            prop_assert!(warnings.is_empty());
        }

        #[test]
        fn any_state_comes_back(numbers in proptest::collection::vec(-300.0..300.0_f64, 12)) {
            let mut state = State::of(WIDGETS[0]);
            for (key, number) in WIDGETS[0].keys.iter().zip(numbers) {
                state.set(key.key, number);
            }
            let link = Link { named: true, state, view: View::default() };
            let (again, warnings) = decode(&encode(&link), WIDGETS[0]);
            prop_assert_eq!(link, again);
            prop_assert!(warnings.is_empty());
        }
    }

    #[test]
    fn no_widget_has_a_reserved_or_a_hostile_key() {
        let never = ["from", "id", "class", "style", "title", "height"];
        for key in WIDGETS.iter().flat_map(|w| w.keys) {
            let name = key.key;
            assert!(!RESERVED.contains(&name) && !never.contains(&name), "{name}");
            assert!(!name.starts_with("utm_"), "{name}");
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(name.bytes().all(plain), "{name}");
        }
    }
}
