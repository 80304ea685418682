//! The table in the AlexNet note, against the layers counted here.

#[test]
fn the_note_s_table_is_the_network_s() {
    for note in [
        include_str!("../../../web/notes/zh/alexnet.md"),
        include_str!("../../../web/notes/en/alexnet.md"),
    ] {
        for layer in nets::alexnet::layers() {
            let row = note.lines().find(|l| l.starts_with(&format!("| {} |", layer.name)));
            let row = row.expect("a row for every layer");
            let numbers: Vec<String> = row.rsplit('|').map(|c| c.trim().replace(',', "")).collect();
            let out: Vec<String> = layer.out.iter().map(usize::to_string).collect();
            assert_eq!(numbers[1], layer.cost.multiply_adds.to_string(), "{row}");
            assert_eq!(numbers[2], layer.cost.parameters.to_string(), "{row}");
            assert_eq!(numbers[3], out.join("×"), "{row}");
        }
    }
}
