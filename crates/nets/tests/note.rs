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

/// The figures of the Transformer note that are our count, in either language.
#[test]
fn the_transformer_s_figures_are_counted() {
    use nets::kinds::{EncoderLayer, Kind, Sizes, half_at};
    use nets::sizes::{BASE, BIG};
    use nets::smoothing::Target;
    use ops::Schedule;

    let thousands = |n: u64| {
        let digits = n.to_string();
        let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
        let groups = groups.into_iter().map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join(",")
    };
    let at = Sizes { n: 32, d: 512, k: 3, r: 16 };
    let layer = EncoderLayer::of(at);
    let fewer_keys = nets::sizes::Sizes { d_k: 16, ..BASE };
    let fewer_layers = nets::sizes::Sizes { layers: 2, ..BASE };
    let biased = nets::sizes::Sizes { biases: true, ..BASE };
    let mut figures = vec![
        BASE.total(),
        BIG.total(),
        biased.total(),
        BASE.total() - fewer_keys.total(),
        BASE.total() - fewer_layers.total(),
        Kind::SelfAttention.work(at),
        Kind::Recurrent.work(at),
        layer.total(),
        layer.attention,
    ];
    figures.extend(BASE.layer());
    for part in BASE.parts() {
        figures.extend([part.each, part.total()]);
    }
    let mut figures: Vec<String> = figures.into_iter().map(thousands).collect();
    let target = Target { epsilon: 0.1, vocabulary: 37_000 };
    figures.push(format!("n=6d={}", half_at(512)));
    figures.push(format!("{:.3}", target.floor()));
    figures.extend(target.shares().map(|share| format!("{share:.7}")));
    for (d_model, steps) in [(512, &[1, 1000, 4000, 16_000, 100_000][..]), (1024, &[4000])] {
        let schedule = Schedule::Transformer { d_model, warmup: 4000 };
        for step in steps {
            let written = format!("{:.2e}", schedule.rate(*step));
            figures.push(written.replace("e-7", "×10⁻⁷").replace("e-4", "×10⁻⁴"));
        }
    }
    for note in [
        include_str!("../../../web/notes/zh/transformer.md"),
        include_str!("../../../web/notes/en/transformer.md"),
    ] {
        for figure in &figures {
            assert!(note.contains(figure.as_str()), "{figure}");
        }
    }
}
