//! Any text is a link: what is right is read, what is wrong falls to its default with a word.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use share::{
    Address, Backend, Lang, Link, Picture, RESERVED, State, Theme, View, WIDGETS, Warning, Widget,
    decode, decode_own, encode, encode_address, encode_share,
};

/// What a link comes to in its shortest form, and the kinds of its warnings.
#[track_caller]
fn check(address: &str, canonical: &str, warned: &[&str]) {
    let (link, warnings) = decode(address, WIDGETS[0]);
    assert_eq!(encode(&link), canonical, "{address}");
    let kinds: Vec<String> = warnings.iter().map(|w| format!("{w:?}")).collect();
    let kinds: Vec<&str> = kinds.iter().filter_map(|k| k.split([' ', '(']).next()).collect();
    assert_eq!(kinds, warned, "{address}");
}

/// The default state under a question.
fn asking(ask: &str) -> Link {
    let view = View { ask: Some(ask.to_owned()), ..View::default() };
    Link { named: false, state: State::of(WIDGETS[0]), view }
}

#[test]
fn links_are_read_and_written() {
    check("", "", &[]);
    check("?", "", &[]);
    check("?stride=4", "", &[]);
    check("?size=3&stride=1", "stride=1&size=3", &[]);
    check("?w=convolution&v=1&kernel=blur", "w=convolution&v=1&kernel=blur", &[]);
    check("stride=2&hide=size&lock=stride", "stride=2&hide=size&lock=stride", &[]);
    let view = "pass=3&theme=dark&lang=en&backend=webgpu";
    check("backend=webgpu&theme=dark&lang=en&pass=3", view, &[]);
    check("theme=auto&backend=auto", "", &[]);
    check("ask=%E4%B8%BA%E4%BD%95%3F", "ask=%E4%B8%BA%E4%BD%95%3F", &[]);
    check("ask=why+so", "ask=why%20so", &[]);
    let (asked, carried) = (format!("ask={}", "x".repeat(97)), encode(&asking(&"x".repeat(97))));
    assert!(carried.starts_with("d=1.") && !carried.contains("ask="), "{carried}");
    check(&asked, &carried, &[]);
    check(&carried, &carried, &[]);
    check(&format!("ask=first&{carried}"), "ask=first", &[]);
    check(&carried[..carried.len() - 1], "", &["BlobDamaged"]);
}

#[test]
fn what_is_wrong_falls_to_the_default_with_a_word() {
    let unknown = &["UnknownValue"];
    for wrong in
        ["NaN", "-nan", "inf", "-infinity", "", "９", "four", "0x4", "4,5", "%00", "1e", "4;2"]
    {
        check(&format!("stride={wrong}"), "", unknown);
    }
    check("kernel=javascript:alert(1)", "", unknown);
    check("kernel=Edge", "", unknown);
    check("kernel=ed", "", unknown);
    check("stride=1e99", "stride=8", &["OutOfRange"]);
    check("stride=-1e-99", "stride=1", &["OutOfRange"]);
    check("size=-3", "size=1", &["OutOfRange"]);
    check("w=nothing&stride=2", "w=convolution&v=1&stride=2", &["UnknownWidget"]);
    check("v=2&stride=2", "stride=2", &["NewerVersion"]);
    check("v=one", "", &["Ignored"]);
    check("hide=size,nonsense,%3Cb%3E&lock=,", "hide=size", &["UnknownControl"]);
    check("hide=nonsense&lock=size;stride", "", &["UnknownControl"; 2]);
    let ask = "x".repeat(200);
    let carried = encode(&asking(&ask));
    check(&format!("ask={ask}"), &carried, &[]);
    check(&format!("ask={ask}{ask}"), &carried, &["QuestionTooLong"]);
    check("pass=4&theme=blue&lang=fr&backend=tpu", "", &["Ignored"; 4]);
    check("d=1.AAAAAAAA", "", &["BlobDamaged"]);
    check("d=2.AAAAAAAA", "", &["BlobUnknown"]);
}

#[test]
fn what_is_nearly_right_is_taken() {
    check("stride=2&stride=3", "stride=2", &[]);
    check("angle=44", "", &[]);
    check("angle=37", "angle=30", &[]);
    check("stride=2e0&size=3.0", "stride=2&size=3", &[]);
    check("str%69de=%32&%zz=%", "stride=2", &[]);
    check("stride=3#convolution&stride=2&size=5&nsukey=x", "stride=3&size=5", &[]);
    check("#convolution&stride=2", "stride=2", &[]);
}

#[test]
fn a_megabyte_is_read_at_its_beginning() {
    let long = "x".repeat(1 << 20);
    check(&format!("stride=2&x={long}"), "stride=2", &["TooLong"]);
    check(&format!("stride=2#{long}"), "stride=2", &["TooLong"]);
    check(&"&stride=2".repeat(1 << 17), "stride=2", &["TooLong"]);
    check(&"卷".repeat(1 << 19), "", &["TooLong"]);
    check(&format!("stride=2&d={}", &long[..8_000]), "stride=2", &["BlobTooLong"]);
}

#[test]
fn a_link_cut_anywhere_is_read() {
    let picture = Picture::new(b"\x89PNG\r\n\x1a\nsome bytes".to_vec());
    let mut link = Link { named: true, state: State::of(WIDGETS[0]), view: View::default() };
    link.state.choose("picture", "own");
    link.view.picture = picture;
    let whole = encode(&link);
    let start = whole.find("d=1").expect("the blob is written") + 2;
    for cut in 0..whole.len() {
        let (read, warnings) = decode(&whole[..cut], WIDGETS[0]);
        assert_eq!(read.view.picture, None, "{cut}");
        let noticed = warnings.contains(&Warning::BlobDamaged);
        assert_eq!(noticed, cut >= start, "{cut}: {warnings:?}");
    }
}

#[test]
fn a_long_blob_stands_behind_the_heading() {
    let file = |n: usize| [b"\xff\xd8\xff".to_vec(), vec![7; n]].concat();
    let mut link = Link { named: true, state: State::of(WIDGETS[0]), view: View::default() };
    link.state.choose("picture", "own");
    let mut address = |bytes: usize, embed: bool, page_chars: usize| {
        link.view.picture = Picture::new(file(bytes));
        let address = encode_address(&link, embed, page_chars)?;
        // Neither place loses anything.
        let together = format!("?{}#{}", address.query, address.fragment);
        assert_eq!(decode(&together, WIDGETS[0]).0.view, link.view, "{together}");
        Some((address.query, address.fragment))
    };
    let (query, fragment) = address(100, false, 50).expect("short");
    assert!(query.starts_with("w=convolution&v=1&picture=own&d=1."), "{query}");
    assert_eq!(fragment, "convolution");
    let (query, fragment) = address(1_200, false, 50).expect("long, not too long");
    assert_eq!(query, "w=convolution&v=1&picture=own&d=1");
    assert!(fragment.starts_with("convolution&d=1."), "{fragment}");
    // An app that cuts the fragment off is noticed.
    assert_eq!(decode(&query, WIDGETS[0]).1, [Warning::BlobDamaged]);
    let (query, fragment) = address(1_200, true, 50).expect("long, not too long");
    assert_eq!(query, "v=1&picture=own&d=1");
    assert!(fragment.starts_with("d=1."), "{fragment}");
    assert!(address(4_900, false, 50).is_some());
    assert_eq!(address(4_900, false, 1_500), None);
}

#[test]
fn no_widget_has_a_reserved_or_a_hostile_key() {
    let never = ["from", "id", "class", "style", "title", "height"];
    for widget in WIDGETS {
        assert!(share::widget(widget.name).is_some_and(|w| std::ptr::eq(w, *widget)));
        for (at, key) in widget.keys.iter().enumerate() {
            let name = key.key;
            assert!(!RESERVED.contains(&name) && !never.contains(&name), "{name}");
            assert!(!name.starts_with("utm_"), "{name}");
            assert!(!name.is_empty() && name.bytes().all(plain), "{name}");
            assert!(widget.keys[..at].iter().all(|k| k.key != name), "{name} twice");
        }
    }
}

#[test]
fn every_default_is_a_value_of_its_key() {
    for key in WIDGETS.iter().flat_map(|w| w.keys) {
        let name = key.key;
        for lang in [Lang::Zh, Lang::En] {
            assert!(!key.words.get(lang).is_empty(), "{name}");
        }
        match &key.kind {
            share::Kind::Int { min, max, step, default } => {
                assert!(*step > 0 && min < max && (max - min) % step == 0, "{name}");
                assert!(min <= default && default <= max, "{name}");
                assert_eq!((default - min) % step, 0, "{name}");
            }
            share::Kind::Steps { values, default } => {
                assert!(values.len() > 1 && values.is_sorted_by(|a, b| a < b), "{name}");
                assert!(values.contains(default), "{name}");
            }
            share::Kind::Text { max_chars, default } => {
                for lang in [Lang::Zh, Lang::En] {
                    let chars = default.get(lang).chars().count();
                    assert!(chars > 0 && chars <= *max_chars, "{name}");
                }
                // Four bytes a character at most: what may be written fits the blob.
                assert!(max_chars * 4 <= Picture::MOST_BYTES / 2, "{name}");
            }
            share::Kind::Choice(choices) => {
                assert!(!choices.is_empty(), "{name}");
                for (at, choice) in choices.iter().enumerate() {
                    assert!(choice.word.bytes().all(plain), "{name}={}", choice.word);
                    let twice = choices[..at].iter().any(|c| c.word == choice.word);
                    assert!(!twice, "{name}={} twice", choice.word);
                    assert!(!choice.text.zh.is_empty() && !choice.text.en.is_empty(), "{name}");
                }
            }
        }
    }
}

fn plain(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'
}

/// Any state of a widget, with any view.
fn links_of(widget: &'static Widget) -> impl Strategy<Value = Link> {
    let at = |n: usize| any::<prop::sample::Index>().prop_map(move |i| i.index(n));
    let some = || prop::collection::vec(any::<bool>(), 40);
    let blob = prop::option::of(prop::collection::vec(any::<u8>(), 0..40));
    let ask = prop::option::of("[^\\p{Cc}]{1,200}");
    let words = (at(4), at(3), at(3), at(3));
    let values = prop::collection::vec((any::<f64>(), "\\PC{0,40}|(%[0-9A-F]{2}|[a-z]){0,12}"), 40);
    (values, some(), some(), words, ask, blob).prop_map(
        move |(values, hide, lock, (pass, theme, lang, backend), ask, blob)| {
            let mut state = State::of(widget);
            for (key, (number, text)) in widget.keys.iter().zip(&values) {
                match &key.kind {
                    share::Kind::Int { .. } | share::Kind::Steps { .. } => {
                        state.set(key.key, number % 400.0);
                    }
                    share::Kind::Text { .. } => {
                        let _ = state.write(key.key, text);
                    }
                    share::Kind::Choice(choices) => {
                        let at = number.to_bits() as usize % choices.len();
                        state.choose(key.key, choices[at].word);
                    }
                }
            }
            let names = |mask: &[bool]| {
                let keys = widget.keys.iter().zip(mask);
                keys.filter(|(_, on)| **on).map(|(k, _)| k.key).collect()
            };
            let blob = blob.map(|b| [b"\xff\xd8\xff".to_vec(), b].concat());
            let view = View {
                hide: names(&hide),
                lock: names(&lock),
                pass: [None, Some(1), Some(2), Some(3)][pass],
                theme: [Theme::Auto, Theme::Light, Theme::Dark][theme],
                lang: [None, Some(Lang::Zh), Some(Lang::En)][lang],
                backend: [Backend::Auto, Backend::Webgpu, Backend::Cpu][backend],
                ask,
                picture: blob.and_then(Picture::new).filter(|_| state.word("picture") == "own"),
            };
            Link { named: true, state, view }
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_read(address in "(\\PC|[&=?#%+]){0,300}") {
        let (link, _) = decode(&address, WIDGETS[0]);
        let (again, warnings) = decode(&encode(&link), WIDGETS[0]);
        prop_assert_eq!(link, again);
        prop_assert_eq!(warnings, []);
    }

    #[test]
    fn any_value_is_read(
        key in prop::sample::select(vec!["stride", "kernel", "row", "w", "v", "d", "hide", "pass"]),
        value in "\\PC{0,40}|[-+.0-9e]{0,8}|1\\.[-_A-Za-z0-9]{0,40}",
    ) {
        let (link, warnings) = decode(&format!("{key}={value}"), WIDGETS[0]);
        let (again, _) = decode(&encode(&link), WIDGETS[0]);
        prop_assert_eq!(link, again);
        for warning in warnings {
            for lang in [Lang::Zh, Lang::En] {
                prop_assert!(warning.message(lang).chars().count() < 200);
            }
        }
    }

}

#[test]
fn every_widget_s_links_come_back() {
    for widget in WIDGETS {
        assert!(widget.keys.len() <= 40, "{} has more keys than are tried", widget.name);
        let mut runner = TestRunner::new(Config { cases: 32, ..Config::default() });
        let came_back = runner.run(&links_of(widget), |link| {
            let query = encode(&link);
            prop_assert!(query.bytes().all(|b| b.is_ascii_graphic() && b != b'#' && b != b'?'));
            let (again, warnings) = decode(&query, WIDGETS[0]);
            prop_assert_eq!((&link, vec![]), (&again, warnings));
            let (again, warnings) = decode(&encode_share(&link, true), widget);
            prop_assert_eq!((&link, vec![]), (&Link { named: true, ..again }, warnings));
            let Some(Address { query, fragment }) = encode_address(&link, false, 1_400) else {
                return Ok(());
            };
            let (again, warnings) = decode(&format!("?{query}#{fragment}"), WIDGETS[0]);
            prop_assert_eq!((link, vec![]), (again, warnings));
            Ok(())
        });
        assert!(came_back.is_ok(), "{}: {came_back:?}", widget.name);
    }
}

/// What a widget reads by itself is what the whole table reads, or nothing where it means another.
#[test]
fn a_widget_reads_its_own_links_alone() {
    for widget in WIDGETS {
        let named = format!("w={}&seed=3&backend=cpu", widget.name);
        for address in [&named, "seed=3", "w=nothing-of-that-name&v=1", ""] {
            assert_eq!(decode_own(address, widget), Some(decode(address, widget)), "{address}");
        }
        for other in WIDGETS.iter().filter(|other| other.name != widget.name) {
            assert_eq!(decode_own(&format!("w={}", other.name), widget), None);
        }
    }
}
