//! Links: the query of an address to a state and back.

use crate::blob::{self, Blob};
use crate::mend;
use crate::query::{escaped, pairs};
use crate::state::State;
use crate::table::{Key, Kind, Widget, named, widget};
use crate::text::Lang;
use crate::view::{Backend, Theme, View};
use crate::warning::{Warning, quoted};

/// The version of the links that are written.
const VERSION: u32 = 1;
/// The most characters of an address whose blob stands in the query; chat apps cut longer ones.
const SHORT_CHARS: usize = 1_500;
/// The most characters of an address that every host and browser takes.
const LONG_CHARS: usize = 8_000;
/// The most characters of a text that stands in the query; a longer one goes into the blob.
const TEXT_CHARS: usize = 96;
/// The most characters of a question.
const ASK_CHARS: usize = 200;
/// The value of a `d` that says: the blob stands behind the `#`.
const BEHIND: &str = "1";

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

/// The end of an address: what stands behind its `?`, and behind its `#` (may be empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Behind the `?`.
    pub query: String,
    /// Behind the `#`: the widget's place on the page, and a long blob.
    pub fragment: String,
}

/// Reads a query, with or without its `?`, and the `#…` behind it where there is one.
/// Where it names no widget, it is of `fallback`.
///
/// Unknown keys (chat apps add some) are ignored without a word; of a repeated
/// key the first counts, and the query counts before the fragment.
#[must_use]
pub fn decode(address: &str, fallback: &'static Widget) -> (Link, Vec<Warning>) {
    read(address, widget, fallback)
}

/// The same for the part of a page that is this widget alone, which needs no other's row;
/// `None`: the link means another widget.
#[must_use]
pub fn decode_own(address: &str, table: &'static Widget) -> Option<(Link, Vec<Warning>)> {
    let (pairs, _) = pairs(address);
    let meant = pairs.iter().find(|(key, _)| key == "w").and_then(|(_, given)| named(given));
    match meant {
        Some(name) if name != table.name => None,
        _ => Some(read(address, |name| (name == table.name).then_some(table), table)),
    }
}

fn read(
    address: &str,
    widget: impl Fn(&str) -> Option<&'static Widget>,
    fallback: &'static Widget,
) -> (Link, Vec<Warning>) {
    let (pairs, whole) = pairs(address);
    let mut warnings = Vec::new();
    if !whole {
        warnings.push(Warning::TooLong);
    }
    let value = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let given_name = value("w");
    let table = match given_name.map(|given| (given, named(given).and_then(&widget))) {
        Some((_, Some(found))) => found,
        Some((name, None)) => {
            warnings.push(Warning::UnknownWidget { given: quoted(name) });
            fallback
        }
        None => fallback,
    };
    // The query may say no more than that there is a blob behind the `#`.
    let mut blobs = pairs.iter().filter(|(k, _)| k == "d").map(|(_, v)| v.as_str());
    let given_blob = blobs.clone().find(|v| *v != BEHIND).or_else(|| blobs.next());
    let (picture, texts) = match given_blob.map(blob::read) {
        Some(Ok(Blob::Picture(picture))) => (Some(picture), Vec::new()),
        Some(Ok(Blob::Texts(texts))) => (None, texts),
        Some(Err(warning)) => {
            warnings.push(warning);
            (None, Vec::new())
        }
        None => (None, Vec::new()),
    };
    let mut state = State::of(table);
    let carried = |key: &str| texts.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    for key in table.keys {
        let said = match value(key.key) {
            Some(given) => set(&mut state, key, given),
            None => carried(key.key).map_or(Ok(()), |text| state.read_one(key.key, text)),
        };
        warnings.extend(said.err());
    }
    let mut word = |key: &'static str, words: &[&str]| {
        let given = value(key)?;
        let at = |given: &str| words.iter().position(|w| *w == given);
        let found = at(given).or_else(|| at(&mend::word(given)));
        if found.is_none() {
            warnings.push(Warning::Ignored { key, given: quoted(given) });
        }
        found
    };
    // One that is in the blob has taken nothing on.
    let asked = value("ask").map(mend::text).or_else(|| carried("ask").map(str::to_owned));
    let view = View {
        hide: names(value("hide"), table.keys).0,
        lock: names(value("lock"), table.keys).0,
        pass: word("pass", &["1", "2", "3"]).map(|at| at as u8 + 1),
        theme: match word("theme", &["auto", "light", "dark"]) {
            Some(1) => Theme::Light,
            Some(2) => Theme::Dark,
            _ => Theme::Auto,
        },
        lang: word("lang", &["zh", "en"]).map(|at| [Lang::Zh, Lang::En][at]),
        backend: match word("backend", &["auto", "webgpu", "cpu"]) {
            Some(1) => Backend::Webgpu,
            Some(2) => Backend::Cpu,
            _ => Backend::Auto,
        },
        ask: asked.as_deref().and_then(question),
        // It goes with a state that shows it.
        picture: picture.filter(|_| state.word("picture") == "own"),
    };
    for key in ["hide", "lock"] {
        let unknown = names(value(key), table.keys).1;
        if !unknown.is_empty() {
            warnings.push(Warning::UnknownControl { key, given: quoted(&unknown.join(", ")) });
        }
    }
    if let Some(asked) = &asked {
        let chars = visible(asked).count();
        if chars > ASK_CHARS {
            warnings.push(Warning::QuestionTooLong { chars, shown: ASK_CHARS });
        }
    }
    if let Some(given) = value("v") {
        match given.parse::<u32>().or_else(|_| mend::word(given).parse()) {
            Ok(v) if v <= VERSION => {}
            Ok(_) => warnings.push(Warning::NewerVersion { given: quoted(given) }),
            Err(_) => warnings.push(Warning::Ignored { key: "v", given: quoted(given) }),
        }
    }
    (Link { named: given_name.is_some(), state, view }, warnings)
}

/// Sets a key to what a link's query says, where need be without what the link took on on its way.
fn set(state: &mut State, key: &'static Key, given: &str) -> Result<(), Warning> {
    if let Kind::Text { .. } = key.kind {
        return state.read_one(key.key, &mend::text(given));
    }
    match state.read_one(key.key, given) {
        Err(as_it_stands @ Warning::UnknownValue { .. }) => {
            match state.read_one(key.key, &mend::word(given)) {
                Err(Warning::UnknownValue { .. }) => Err(as_it_stands),
                mended => mended,
            }
        }
        said => said,
    }
}

/// The query of a state, without its `?`: only what differs from the default.
#[must_use]
pub fn encode(link: &Link) -> String {
    let (query, blob) = parts(link);
    match blob {
        Some(blob) if query.is_empty() => blob,
        Some(blob) => format!("{query}&{blob}"),
        None => query,
    }
}

/// The query without its blob, and the blob as `d=…`.
fn parts(link: &Link) -> (String, Option<String>) {
    let mut parts: Vec<String> = Vec::new();
    let mut long = Vec::new();
    let shows = link.state.word("picture") == "own";
    let picture = link.view.picture.as_ref().filter(|_| shows);
    for (key, value) in link.state.differing() {
        let written = written(&value);
        // There is one blob in a link; beside a picture every text stands in the query.
        if written.len() > TEXT_CHARS && picture.is_none() {
            long.push((key.to_owned(), value));
        } else {
            parts.push(format!("{key}={written}"));
        }
    }
    // A question travels as a text of the state does: in Chinese a character is nine in a query.
    let mut ask = link.view.ask.as_deref().and_then(question);
    let is_long = |ask: &mut String| picture.is_none() && written(ask).len() > TEXT_CHARS;
    long.extend(ask.take_if(is_long).map(|ask| ("ask".to_owned(), ask)));
    let blob = match picture {
        Some(picture) => Some(Blob::Picture(picture.clone())),
        None => (!long.is_empty()).then_some(Blob::Texts(long)),
    };
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
    if let Some(ask) = ask {
        parts.push(format!("ask={}", written(&ask)));
    }
    if link.named {
        let head = format!("w={}&v={VERSION}", link.state.widget().name);
        parts.insert(0, head);
    }
    (parts.join("&"), blob.map(|blob| format!("d={}", blob::written(&blob))))
}

/// The query to hand out: names its version, and its widget unless the path does.
#[must_use]
pub fn encode_share(link: &Link, path_names_widget: bool) -> String {
    let (query, blob) = shared_parts(link, path_names_widget);
    blob.map_or_else(|| query.clone(), |blob| format!("{query}&{blob}"))
}

fn shared_parts(link: &Link, path_names_widget: bool) -> (String, Option<String>) {
    let (query, blob) = parts(&Link { named: !path_names_widget, ..link.clone() });
    let query = match (path_names_widget, query.is_empty()) {
        (false, _) => query,
        (true, true) => format!("v={VERSION}"),
        (true, false) => format!("v={VERSION}&{query}"),
    };
    (query, blob)
}

/// The end of the address to hand out, behind a page's address of `page_chars` characters.
///
/// A blob that makes the whole too long for chat apps stands in the fragment, and the query says
/// so: some apps cut a link at its `#`.
/// `None`: too long for a link.
#[must_use]
pub fn encode_address(link: &Link, path_names_widget: bool, page_chars: usize) -> Option<Address> {
    let heading = if path_names_widget { "" } else { link.state.widget().name };
    let whole =
        Address { query: encode_share(link, path_names_widget), fragment: heading.to_owned() };
    let chars = |a: &Address| page_chars + 1 + a.query.len() + 1 + a.fragment.len();
    let address = match shared_parts(link, path_names_widget) {
        (query, Some(blob)) if chars(&whole) > SHORT_CHARS => Address {
            query: format!("{query}&d={BEHIND}"),
            fragment: if heading.is_empty() { blob } else { format!("{heading}&{blob}") },
        },
        _ => whole,
    };
    (chars(&address) <= LONG_CHARS).then_some(address)
}

/// A text as it stands in a query.
fn written(text: &str) -> String {
    let once = escaped(text);
    // Else it would be taken for one that some app has encoded again.
    if mend::encoded(text) { escaped(&once) } else { once }
}

/// Of a list in a link, the keys of the widget in its order, and what is none of them.
pub(crate) fn names<'a>(
    list: Option<&'a str>,
    keys: &'static [Key],
) -> (Vec<&'static str>, Vec<&'a str>) {
    let key = |name: &str| keys.iter().map(|k| k.key).find(|key| *key == name);
    let known = |name: &str| key(name).or_else(|| key(&mend::word(name)));
    let given = list.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    let (found, unknown): (Vec<_>, Vec<_>) = given.partition(|name| known(name).is_some());
    let found: Vec<_> = found.into_iter().filter_map(known).collect();
    (keys.iter().map(|k| k.key).filter(|k| found.contains(k)).collect(), unknown)
}

/// A question as it is shown: one line, not too long, not empty.
fn question(given: &str) -> Option<String> {
    let asked: String = visible(given).take(ASK_CHARS).collect();
    (!asked.is_empty()).then_some(asked)
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_control())
}
