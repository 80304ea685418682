//! What chat apps, mail and people add to links or take from them.

#[test]
fn links_arrive_with_what_apps_add_and_without_what_they_take() {
    let rows = include_str!("../../../tests/links/travelled.tsv").lines();
    let mut read = 0;
    for row in rows.filter(|row| !row.starts_with('#')) {
        let [who, what, arrives, says, warned] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("five columns: {row}");
        };
        let (link, warnings) = share::decode(&arrives.replace("\\n", "\n"), share::WIDGETS[0]);
        assert_eq!(share::encode(&link), says, "{who}: {what}");
        let kinds: Vec<String> = warnings.iter().map(|w| format!("{w:?}")).collect();
        let kinds: Vec<&str> = kinds.iter().filter_map(|k| k.split([' ', '(']).next()).collect();
        assert_eq!(kinds.join(" "), warned, "{who}: {what}");
        read += 1;
    }
    assert!(read > 40, "only {read} rows were read");
}
