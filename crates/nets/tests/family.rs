//! Table 1 of the ResNet paper, counted: against the notes, against the cards of claims, and
//! against what the nets are when they run.

use nets::family::{ROWS, TABLE_1, counts, net_of, row_of, sums};
use nets::{Ask, Block, Net, ResNet, Spec};
use ops::{Shortcut, StrideOn};
use tensor::{Tensor, random::SplitMix64};

const ZH: &str = include_str!("../../../web/notes/zh/resnet.md");
const EN: &str = include_str!("../../../web/notes/en/resnet.md");

fn of(depth: usize) -> ResNet {
    ResNet::of_depth(depth).expect("a depth of table 1")
}

fn total(net: &ResNet) -> [u64; 2] {
    sums(&counts(net).expect("counts"))
}

/// The cells of the first row of a table that begins with this word, commas and stars left out.
fn row<'a>(note: &'a str, after: &str, first: &str) -> Vec<String> {
    let from = note.find(after).expect("a heading");
    let line = note[from..].lines().find(|l| l.starts_with(&format!("| {first}")));
    let plain = |cell: &'a str| cell.trim().replace([',', '*'], "");
    line.expect("a row").trim_matches('|').split('|').map(plain).collect()
}

#[test]
fn the_stages_of_resnet_50_are_the_notes() {
    let all = counts(&of(50)).expect("counts");
    for (note, words) in [(ZH, "ResNet-50按段列出"), (EN, "ResNet-50 stage by stage")] {
        for (stage, count) in ROWS.iter().zip(&all) {
            let sizes: Vec<String> = count.out.iter().map(usize::to_string).collect();
            let blocks =
                if count.blocks == 0 { "–".to_owned() } else { count.blocks.to_string() };
            let numbers = [count.parameters, count.multiply_adds].map(|n| n.to_string());
            let want = [&[stage.name.to_owned(), blocks, sizes.join("×")], &numbers[..]].concat();
            assert_eq!(row(note, words, stage.name), want);
        }
    }
}

#[test]
fn the_family_is_the_notes_and_the_card_s() {
    let five = TABLE_1.map(|(depth, _)| total(&of(depth)));
    let original =
        TABLE_1.map(|(depth, _)| total(&ResNet { stride_on: StrideOn::Conv1, ..of(depth) })[1]);
    let rounded = |n: u64, by: f64, places: usize| format!("{:.places$}", n as f64 / by);
    let numbers = |note: &str, first: &str| row(note, "{#the-family}", first)[1..].to_vec();
    assert_eq!(numbers(EN, "parameters"), five.map(|[p, _]| p.to_string()));
    assert_eq!(numbers(ZH, "参数"), five.map(|[p, _]| p.to_string()));
    for (words, of) in [("torchvision", five.map(|[_, m]| m)), ("original stride", original)] {
        let want = of.map(|m| rounded(m, 1e9, 3));
        assert_eq!(numbers(EN, &format!("10⁹ multiply-adds, {words}")), want);
    }
    assert_eq!(numbers(ZH, "乘加，亿（torchvision"), five.map(|[_, m]| rounded(m, 1e8, 2)));
    assert_eq!(numbers(ZH, "乘加，亿（步幅"), original.map(|m| rounded(m, 1e8, 2)));
    assert_eq!(numbers(EN, "10⁹ multiply-adds, table 1"), TABLE_1.map(|(_, m)| m.to_string()));
    // The card: option A in the shallow nets, the original stride in the deep ones.
    let card = [18, 34, 50, 101, 152].map(|depth| {
        let option_a = Shortcut::ZeroPad;
        let net = match depth {
            18 | 34 => ResNet { shortcut: option_a, ..of(depth) },
            _ => ResNet { stride_on: StrideOn::Conv1, ..of(depth) },
        };
        total(&net)[1]
    });
    let claims = include_str!("../../../web/notes/claims.json");
    let [en, zh] = [(1e9, 3, ", "), (1e8, 2, "、")]
        .map(|(by, places, between)| card.map(|m| rounded(m, by, places)).join(between));
    let en = en.replacen(", 11.282", " and 11.282", 1);
    assert!(claims.contains(&en) && claims.contains(&zh), "{en}; {zh}");
}

#[test]
fn the_depths_are_the_paper_s_names() {
    for (depth, _) in TABLE_1 {
        assert_eq!(of(depth).depth(), depth);
    }
    assert_eq!(ROWS.map(|row| row_of(row.word)), [0, 1, 2, 3, 4, 5].map(Some));
    assert_eq!(row_of("conv6"), None);
}

fn state(net: &'static str, width: i32) -> ResNet {
    let int = move |key: &str| if key == "width" { width } else { 3 };
    net_of(int, move |key| match key {
        "net" => net,
        "block" => "bottleneck",
        "stride" => "conv1",
        "shortcut" => "zero-pad",
        _ => "",
    })
}

#[test]
fn a_state_is_a_net_and_its_specification() {
    assert_eq!(state("resnet18", 9).layers, [2, 2, 2, 2]);
    let own = state("own", 8);
    assert_eq!((own.block, own.width, own.depth()), (Block::Bottleneck, 8, 38));
    for net in [own.clone(), of(152), ResNet { shortcut: Shortcut::None, ..of(34) }] {
        assert_eq!(Spec::parse(&net.options()).expect("a net"), Spec::ResNet(net));
    }
    let wide = ResNet { layers: vec![48; 4], ..state("own", 256) };
    let error = counts(&wide).expect_err("too large").to_string();
    assert!(error.contains("its weights hold") && error.contains("at most"), "{error}");
    assert!(counts(&ResNet { layers: vec![1, 1], ..own }).is_err());
}

/// What is drawn of a stage has the counts of its layers.
#[test]
fn the_blocks_are_those_that_are_counted() {
    let nets = TABLE_1.map(|(depth, _)| of(depth)).into_iter();
    for net in nets.chain([state("own", 8), ResNet { stride_on: StrideOn::Conv1, ..of(50) }]) {
        let shape = |row: &nets::family::Count| [row.out[0], row.out[1]];
        let all = counts(&net).expect("counts");
        for stage in 0..4 {
            let blocks = net.blocks(stage);
            let work = |block: &nets::family::BlockShape| {
                let sides = block.sides();
                let read =
                    std::iter::once(block.input).chain(block.convs.iter().map(|c| c.channels));
                let convs = block.convs.iter().zip(read).zip(&sides[1..]);
                let work = convs
                    .map(|((c, read), side)| c.kernel * c.kernel * read * c.channels * side * side);
                let out = block.convs.last().map_or(0, |c| c.channels);
                let side = sides[sides.len() - 1];
                let around = match block.changes && net.shortcut == Shortcut::Projection {
                    true => block.input * out * side * side,
                    false => 0,
                };
                assert_eq!([out, side], shape(&all[stage + 1]));
                (work.sum::<usize>() + around) as u64
            };
            let others = blocks.get(1).map_or(0, work) * (net.layers[stage] as u64 - 1);
            assert_eq!(work(&blocks[0]) + others, all[stage + 1].multiply_adds, "{net:?} {stage}");
        }
    }
}

/// The rows one after the other, each from the output of the one before, are the whole net.
#[test]
fn rows_run_one_by_one_as_the_net_does() {
    let net = Net::new(Spec::ResNet(ResNet { width: 4, classes: 5, ..state("own", 4) }));
    let net = net.expect("a net");
    let (weights, mut rng) = (net.seeded(1), SplitMix64::new(3));
    let x = Tensor::from_fn(&[1, 3, 224, 224], |_| rng.normal() as f32);
    let keep: Vec<&str> = ROWS.iter().filter_map(|row| row.until).collect();
    let whole = net.run(&weights, &[&x], &keep).expect("everything");
    let (mut at, mut from, mut read) = (x, None, 0);
    for (i, row) in ROWS.iter().enumerate() {
        let ask = Ask { inputs: &[at.shape()], from, until: row.until, ..Ask::default() };
        let program = net.program(&ask).expect("a row");
        read += program.pieces.len();
        at = program.forward(&[&at], &weights).expect("its output").remove(0);
        assert_eq!(&at, whole.get(i + 1).unwrap_or(&whole[0]), "{}", row.name);
        from = row.until;
    }
    assert_eq!(read, weights.len(), "each weight is one row's");
}

#[test]
fn what_cannot_begin_or_end_there_is_refused() {
    let net = Net::new(Spec::ResNet(state("own", 4))).expect("a net");
    let refused = |ask: &Ask<'_>, said: &str| {
        let error = net.program(ask).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    };
    let x: &[&[usize]] = &[&[1, 3, 224, 224]];
    let ask = Ask { inputs: x, ..Ask::default() };
    refused(
        &Ask { from: Some("layer9"), ..ask },
        "from: there is no layer \"layer9\"; near it are",
    );
    refused(&Ask { until: Some("layer9"), ..ask }, "until: there is no layer \"layer9\"");
    refused(&Ask { from: Some("layer1"), ..ask }, "layer1 gives [1, 16, 56, 56] for one example");
    let behind: &[&[usize]] = &[&[1, 16, 56, 56]];
    let ask = Ask { inputs: behind, from: Some("layer1"), ..Ask::default() };
    refused(&Ask { keep: &["bn1"], ..ask }, "needs a layer before it");
    refused(&Ask { inputs: &[], ..ask }, "only a whole net with one input");
}
