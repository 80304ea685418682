//! Old links work for ever.

#[test]
fn old_links_still_say_what_they_said() {
    let lines = include_str!("../../../tests/links/links.txt").lines();
    let mut read = 0;
    for line in lines.filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (query, want) = line.split_once(" => ").expect("query => canonical");
        let (link, warnings) = share::decode(query, share::WIDGETS[0]);
        assert_eq!(share::encode(&link), want, "{query}");
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        read += 1;
    }
    assert!(read >= 6, "only {read} links were read");
}

#[test]
fn the_table_s_examples_are_good_links() {
    for widget in share::WIDGETS {
        for example in widget.executed {
            assert!(share::decode(example, widget).1.is_empty(), "{example}");
        }
        for example in widget.examples {
            let (link, warnings) = share::decode(example, widget);
            assert!(warnings.is_empty(), "{example}: {warnings:?}");
            assert_eq!(&share::encode_share(&link, true), example);
        }
    }
}
