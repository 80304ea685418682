//! Fast twins against the formula, traces against results, errors in words.

use ops::{Conv2d, MaxPool2d, Op, Options, Value};
use tensor::{Tensor, random::SplitMix64};

fn random(shape: &[usize], seed: u64) -> Tensor {
    let mut rng = SplitMix64::new(seed);
    Tensor::from_fn(shape, |_| rng.normal() as f32)
}

fn options(pairs: &[(&str, Value)]) -> Options {
    Options(pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect())
}

#[test]
fn fast_convolution_equals_the_formula() {
    let mut rng = SplitMix64::new(3);
    let mut pick = |from: u64, to: u64| (from + rng.next_u64() % (to - from + 1)) as usize;
    let mut ran = 0;
    for case in 0..300 {
        let groups = pick(1, 3);
        let (c, o) = (groups * pick(1, 3), groups * pick(1, 7));
        let op = Conv2d {
            stride: [pick(1, 4), pick(1, 3)],
            padding: [pick(0, 3), pick(0, 4)],
            dilation: [pick(1, 3), pick(1, 2)],
            groups,
            ..Conv2d::default()
        };
        let x = random(&[pick(1, 2), c, pick(1, 13), pick(1, 12)], case);
        let w = random(&[o, c / groups, pick(1, 5), pick(1, 4)], case + 1000);
        let b = random(&[o], case + 2000);
        let Ok(want) = op.reference(&x, &w, Some(&b)) else { continue };
        ran += 1;
        let got = op.forward(&x, &w, Some(&b)).unwrap();
        assert_eq!(got.shape(), want.shape());
        for (g, w) in got.data().iter().zip(want.data()) {
            assert!((g - w).abs() <= 2e-5 + 2e-5 * w.abs(), "case {case} {op:?}: {g} {w}");
        }
    }
    assert!(ran > 150, "only {ran} cases fitted");
}

/// For 100 random cells of each op the terms make the shown number.
#[test]
fn terms_make_the_number() {
    let x = random(&[2, 4, 17, 15], 1);
    let (w, b) = (random(&[6, 2, 3, 5], 2), random(&[6], 3));
    let n = Value::Number;
    let calls: Vec<(&str, Options, Vec<Option<&Tensor>>)> = vec![
        ("relu", Options::default(), vec![Some(&x)]),
        (
            "conv2d",
            options(&[("padding", n(2.0)), ("stride", n(2.0)), ("groups", n(2.0))]),
            vec![Some(&x), Some(&w), Some(&b)],
        ),
        (
            "conv2d",
            options(&[("activation", Value::Word("relu".into())), ("groups", n(2.0))]),
            vec![Some(&x), Some(&w), None],
        ),
        (
            "maxPool2d",
            options(&[("kernel", n(3.0)), ("stride", n(2.0)), ("padding", n(1.0))]),
            vec![Some(&x)],
        ),
    ];
    for (name, options, inputs) in calls {
        let op = Op::parse(name, &options).unwrap();
        let y = &op.forward(&inputs).unwrap()[0];
        let mut rng = SplitMix64::new(9);
        for _ in 0..100 {
            let index: Vec<usize> =
                y.shape().iter().map(|&d| (rng.next_u64() % d as u64) as usize).collect();
            let trace = op.trace(&inputs, 0, &index).unwrap();
            let shown = f64::from(y.get(&index).unwrap());
            assert!((trace.value() - shown).abs() < 2e-5, "{name} {index:?}");
        }
    }
}

#[test]
fn pooling_counts_padding_as_minus_infinity() {
    let pool = MaxPool2d::parse(&options(&[
        ("kernel", Value::Number(3.0)),
        ("stride", Value::Number(2.0)),
        ("padding", Value::Number(1.0)),
    ]))
    .unwrap();
    let x = Tensor::from_fn(&[1, 1, 3, 3], |i| -1.0 - i as f32);
    let y = pool.forward(&x).unwrap();
    assert_eq!(y.shape(), [1, 1, 2, 2]);
    assert_eq!(y.data(), [-1.0, -2.0, -4.0, -5.0]);
}

#[test]
fn alexnet_conv1_costs_what_the_paper_counts() {
    let op = Conv2d { stride: [4, 4], ..Conv2d::default() };
    let cost = op.cost(&[1, 3, 227, 227], &[96, 3, 11, 11], Some(&[96])).unwrap();
    assert_eq!((cost.parameters, cost.multiply_adds), (34_944, 105_415_200));
}

#[track_caller]
fn check_error(name: &str, given: &[(&str, Value)], shapes: &[&[usize]], want: &str) {
    let got = Op::parse(name, &options(given)).and_then(|op| {
        let shapes: Vec<_> = shapes.iter().map(|s| Some(*s)).collect();
        op.out_shapes(&shapes)
    });
    assert_eq!(got.expect_err("this call is impossible").to_string(), want);
}

#[test]
fn errors_name_op_argument_and_shapes() {
    let n = Value::Number;
    check_error("conv3d", &[], &[], "third-pass: there is no operation \"conv3d\"");
    check_error("conv2d", &[], &[&[1, 3, 8, 8]], "conv2d: w is missing");
    check_error(
        "conv2d",
        &[("stride", n(0.0))],
        &[],
        "conv2d: stride must be a positive whole number or a pair [h, w] of them, got 0",
    );
    check_error(
        "conv2d",
        &[("padding", n(f64::NAN))],
        &[],
        "conv2d: padding must be a whole number from 0 or a pair [h, w] of them, got NaN",
    );
    check_error(
        "conv2d",
        &[("strides", n(1.0))],
        &[],
        "conv2d: unknown option \"strides\"; known: stride, padding, dilation, groups, activation",
    );
    check_error(
        "conv2d",
        &[],
        &[&[1, 3, 8, 8], &[4, 2, 3, 3]],
        "conv2d: x [1, 3, 8, 8] has 3 channels in 1 group(s), so w must be [4, 3, 3, 3], got [4, 2, 3, 3]",
    );
    check_error(
        "conv2d",
        &[],
        &[&[1, 3, 8, 8], &[4, 3, 9, 9]],
        "conv2d: the kernel 9×9 with dilation [1, 1] is larger than the padded input: x [1, 3, 8, 8], padding [0, 0], w [4, 3, 9, 9]",
    );
    check_error("maxPool2d", &[], &[&[1, 1, 4, 4]], "maxPool2d: kernel is missing");
    check_error(
        "maxPool2d",
        &[("kernel", n(2.0)), ("padding", n(2.0))],
        &[],
        "maxPool2d: padding [2, 2] is more than half the kernel [2, 2]",
    );
}
