//! Fast twins against the formula.

use ops::{Activation, Conv2d, Linear, Matmul, MaxPool2d, Op, Options, Value};
use tensor::{Tensor, random::SplitMix64};

use crate::common::random;

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
fn fast_products_equal_the_formula() {
    let mut rng = SplitMix64::new(4);
    let mut pick = |from: u64, to: u64| (from + rng.next_u64() % (to - from + 1)) as usize;
    let close = |got: &Tensor, want: &Tensor, what: &str| {
        assert_eq!(got.shape(), want.shape());
        for (g, w) in got.data().iter().zip(want.data()) {
            assert!((g - w).abs() <= 2e-5 + 2e-5 * w.abs(), "{what}: {g} {w}");
        }
    };
    for case in 0..200 {
        let (m, k, n) = (pick(1, 9), pick(1, 40), pick(1, 20));
        let (batch, turned) = ([pick(1, 3), 1][case as usize % 2], case % 3 == 0);
        let product = Matmul { transpose_b: turned };
        let a = random(&[2, batch, m, k], case);
        let b = random(&if turned { [batch, n, k] } else { [batch, k, n] }, case + 1000);
        let got = &Op::from(product).forward(&[Some(&a), Some(&b)]).unwrap()[0];
        close(got, &product.reference(&a, &b).unwrap(), &format!("matmul {case}"));
        let activation = [Activation::None, Activation::Relu][case as usize % 2];
        let linear = Linear { activation };
        let (w, bias) = (random(&[n, k], case + 2000), random(&[n], case + 3000));
        let got = &Op::from(linear).forward(&[Some(&a), Some(&w), Some(&bias)]).unwrap()[0];
        close(got, &linear.reference(&a, &w, Some(&bias)).unwrap(), &format!("linear {case}"));
    }
}
