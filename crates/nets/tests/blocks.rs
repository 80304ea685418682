//! The two blocks of figure 5, counted by the operations and held to the note.

use nets::blocks::{Block, Kind, Pair};
use ops::{Shortcut, StrideOn};

/// A state of the widget: its defaults, but for some keys.
fn pair(differing: &[(&str, &str)]) -> Pair {
    let of = |key: &str| differing.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    let int = |key: &str| {
        let default = match key {
            "width" => 64,
            "outer" => 256,
            "side" => 14,
            _ => 1,
        };
        of(key).map_or(default, |v| v.parse().expect("a number"))
    };
    Pair::of(int, |key| of(key).unwrap_or_default())
}

#[track_caller]
fn counts(block: &Block, side: usize, [weights, with_norms, multiply_adds]: [u64; 3]) {
    let plain = block.cost(side, false).expect("shapes that fit");
    assert_eq!((plain.parameters, plain.multiply_adds), (weights, multiply_adds));
    assert_eq!(block.cost(side, true).expect("shapes that fit").parameters, with_norms);
    let layers = block.layer_costs(side).expect("shapes that fit");
    assert_eq!(layers.iter().map(|(_, c)| c.parameters).sum::<u64>(), weights);
    assert_eq!(layers.iter().map(|(_, c)| c.multiply_adds).sum::<u64>(), multiply_adds);
}

/// Section "many parameters" of the note, on the paper's 56×56.
#[test]
fn equal_width_and_the_papers_own_pair() {
    let equal = pair(&[]);
    counts(&equal.basic, 56, [1_179_648, 1_180_672, 3_699_376_128]);
    counts(&equal.bottleneck, 56, [69_632, 70_400, 218_365_952]);
    let papers = pair(&[("compare", "paper")]);
    counts(&papers.basic, 56, [73_728, 73_984, 231_211_008]);
    assert_eq!(papers.bottleneck, equal.bottleneck);
    for text in [
        include_str!("../../../web/notes/zh/resnet.md"),
        include_str!("../../../web/notes/en/resnet.md"),
    ] {
        for figure in
            ["1,179,648", "3,699,376,128", "69,632", "218,365,952", "73,728", "231,211,008"]
        {
            assert!(text.contains(figure), "{figure}");
        }
    }
}

/// The note's rows, layer by layer.
#[test]
fn the_bottlenecks_layers() {
    let layers = pair(&[]).bottleneck.layer_costs(56).unwrap();
    let rows = layers.iter().map(|(l, c)| (l.kernel, l.channels, c.parameters, c.multiply_adds));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            (1, [256, 64], 16_384, 51_380_224),
            (3, [64, 64], 36_864, 115_605_504),
            (1, [64, 256], 16_384, 51_380_224),
        ]
    );
}

/// A projection adds 256 × 256 to the bottleneck and nearly doubles it.
#[test]
fn a_projection_costs_a_convolution() {
    let projected = pair(&[("shortcut", "projection")]);
    let with = projected.bottleneck.cost(14, false).unwrap();
    assert_eq!(with.parameters, 135_168);
    let layers = projected.bottleneck.layer_costs(14).unwrap();
    assert_eq!(
        layers.last().map(|(l, c)| (l.conv, c.parameters)),
        Some(("downsample.conv", 65_536))
    );
}

/// Section "Where the stride sits": conv3_x's first 1×1, 256 → 128 on 56×56.
#[test]
fn the_place_of_the_stride() {
    let opening = |on: &str| {
        let set = [("outer", "512"), ("width", "128"), ("in", "half"), ("stride", "2")];
        let more = [("shortcut", "projection"), ("stride-on", on)];
        pair(&[&set[..], &more[..]].concat()).bottleneck
    };
    let [paper, torchvision] = ["conv1", "conv2"].map(opening);
    assert_eq!((paper.stride_on, torchvision.stride_on), (StrideOn::Conv1, StrideOn::Conv2));
    let first = |block: &Block| block.layer_costs(56).unwrap()[0].1.multiply_adds;
    assert_eq!([first(&paper), first(&torchvision)], [25_690_112, 102_760_448]);
    for block in [paper, torchvision] {
        assert_eq!(block.residual_shape(56).unwrap(), [1, 512, 28, 28]);
        let sum: u64 = block.layer_costs(56).unwrap().iter().map(|(_, c)| c.multiply_adds).sum();
        assert_eq!(block.cost(56, false).unwrap().multiply_adds, sum);
    }
}

/// What the shortcut brings has F(x)'s shape, or the block says that it has not.
#[test]
fn what_can_be_added_and_what_cannot() {
    for shortcut in ["identity", "projection", "zero-pad", "none"] {
        for stride in ["1", "2"] {
            for input in ["same", "half", "quarter"] {
                for compare in ["equal", "paper"] {
                    let set = [
                        ("shortcut", shortcut),
                        ("stride", stride),
                        ("in", input),
                        ("compare", compare),
                        ("outer", "32"),
                        ("width", "8"),
                    ];
                    for block in pair(&set).blocks() {
                        let changes = stride == "2" || block.input != block.output;
                        let fits = shortcut != "identity" || !changes;
                        assert_eq!(block.fits(7), fits, "{set:?} {block:?}");
                        assert!(block.plain().fits(7), "{set:?}");
                    }
                }
            }
        }
    }
}

/// Weights are those that the operation asks for, and no others.
#[test]
fn the_weights_fill_the_call() {
    let pair = pair(&[("outer", "16"), ("width", "4"), ("shortcut", "projection")]);
    for block in pair.blocks() {
        let weights = block.weights(pair.seed);
        let mut taken = 0;
        let inputs = block.arranged(|name| {
            let found = weights.iter().find(|(n, _)| n == name);
            taken += usize::from(found.is_some());
            found.map(|(_, tensor)| tensor)
        });
        assert_eq!(taken, weights.len());
        let x = tensor::Tensor::from_fn(&[1, 16, 5, 5], |i| (i % 7) as f32 - 2.0);
        let mut inputs = inputs;
        inputs[0] = Some(&x);
        let y = block.op().unwrap().forward(&inputs).unwrap();
        assert_eq!(y[0].shape(), [1, 16, 5, 5]);
        assert!(y[1].data().iter().any(|v| *v != 0.0));
    }
}

#[test]
fn a_width_of_zero_is_refused_in_words() {
    let none = Block {
        kind: Kind::Bottleneck,
        input: 16,
        inner: 0,
        output: 16,
        stride: 1,
        stride_on: StrideOn::Conv2,
        shortcut: Shortcut::Identity,
    };
    let said = none.cost(7, false).unwrap_err().to_string();
    assert!(said.starts_with("bottleneck: conv1.weight has an axis of size 0"), "{said}");
}
