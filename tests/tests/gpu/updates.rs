//! Kernels that no name of JavaScript reaches: backward and the optimizers' steps, on awkward shapes
//! against the CPU, and the optimizers against `torch.optim`.

use std::collections::BTreeMap;

use ops::{
    AdamStep, AdaptiveAvgPool2dGrad, Conv2d, Conv2dGradInput, Conv2dGradWeight, CrossEntropy,
    CrossEntropyGrad, EmbeddingGrad, Expand, LocalResponseNorm, LocalResponseNormGrad, MaxPool2d,
    MaxPool2dGrad, NormGrad, Op, ReluGrad, SgdStep, SoftmaxGrad,
};
use tensor::{Tensor, random::SplitMix64};
use tests::{
    Tolerance,
    optimizers::{TOLERANCE, optimizers},
    worst,
};

use crate::{agree_within, device, drawn};

/// Twice the usual tolerance, as goldens of gradients have it.
const GRADIENT: Tolerance = Tolerance::of(4e-5);

/// Draws the arguments, has both backends compute, and keeps the largest error of each operation.
struct Bench {
    engine: engine::Engine,
    rng: SplitMix64,
    most: BTreeMap<&'static str, f32>,
}

impl Bench {
    fn open(seed: u64) -> Option<Self> {
        let engine = device()?;
        Some(Self { engine, rng: SplitMix64::new(seed), most: BTreeMap::new() })
    }

    fn drawn(&mut self, shape: &[usize]) -> Tensor {
        drawn(&mut self.rng, shape)
    }

    /// Numbers of which many are equal.
    fn coarse(&mut self, shape: &[usize]) -> Tensor {
        let x = self.drawn(shape);
        Tensor::from_fn(shape, |i| x.data()[i].round())
    }

    /// Whole numbers from 0 to below `count`.
    fn ids(&mut self, shape: &[usize], count: usize) -> Tensor {
        Tensor::from_fn(shape, |_| (self.rng.next_u64() % count as u64) as f32)
    }

    fn agree(&mut self, op: impl Into<Op>, inputs: Vec<Option<Tensor>>, tolerance: Tolerance) {
        let op = op.into();
        let name = op.entry().name;
        let off = agree_within(&mut self.engine, op, inputs, tolerance);
        let most = self.most.entry(name).or_insert(0.0);
        *most = most.max(off);
    }

    fn tell(&self) {
        println!("largest difference in tolerances: {:?}", self.most);
    }
}

/// Strides, dilations and paddings that share factors or none; tiles that are cut, sums in parts.
#[test]
fn convolutions_backward_agree_with_the_cpu() {
    let Some(mut bench) = Bench::open(11) else { return };
    // x [N, C, H, W], w [O, C/G, kh, kw], stride, padding, dilation, groups.
    type Case = ([usize; 4], [usize; 4], [usize; 2], [usize; 2], [usize; 2], usize);
    let cases: &[Case] = &[
        ([1, 1, 1, 1], [1, 1, 1, 1], [1, 1], [0, 0], [1, 1], 1),
        ([1, 3, 37, 31], [33, 3, 3, 3], [1, 1], [1, 1], [1, 1], 1),
        ([2, 11, 13, 17], [31, 11, 1, 1], [2, 2], [0, 0], [1, 1], 1),
        ([2, 37, 12, 7], [9, 37, 3, 5], [3, 2], [1, 2], [1, 1], 1),
        ([3, 18, 11, 9], [34, 9, 3, 3], [2, 3], [2, 1], [2, 3], 2),
        ([1, 9, 17, 19], [8, 9, 4, 2], [4, 6], [3, 0], [6, 4], 1),
        ([2, 8, 10, 13], [16, 8, 7, 7], [5, 1], [6, 6], [1, 2], 1),
        ([1, 64, 9, 9], [64, 1, 3, 3], [2, 1], [1, 1], [1, 1], 64),
        ([2, 6, 7, 5], [2, 3, 5, 3], [1, 2], [2, 1], [1, 1], 2),
        ([7, 16, 31, 33], [17, 16, 3, 3], [1, 1], [1, 1], [1, 1], 1),
        ([5, 8, 64, 61], [8, 8, 1, 1], [1, 1], [0, 0], [1, 1], 1),
        ([1, 3, 67, 61], [40, 3, 11, 11], [4, 4], [2, 2], [1, 1], 1),
    ];
    for &(x, w, stride, padding, dilation, groups) in cases {
        let forward = Conv2d { stride, padding, dilation, groups, ..Conv2d::default() };
        let y = forward.out_shape(&x, &w, None).expect("a convolution");
        let scaled =
            |t: Tensor, by: usize| Tensor::from_fn(t.shape(), |i| t.data()[i] / (by as f32).sqrt());
        let dy = bench.drawn(&y);
        let taps: usize = w[0] / groups * w[2] * w[3];
        let weights = scaled(bench.drawn(&w), taps);
        let by_input = Conv2dGradInput { forward, size: [x[2], x[3]] };
        bench.agree(by_input, vec![Some(dy.clone()), Some(weights)], GRADIENT);
        let pictures = scaled(bench.drawn(&x), y[0] * y[2] * y[3]);
        let by_weight = Conv2dGradWeight { forward, kernel: [w[2], w[3]] };
        bench.agree(by_weight, vec![Some(dy), Some(pictures)], GRADIENT);
    }
    bench.tell();
}

/// Windows that overlap, leave rests, hang over the edge; ties, of which the first cell takes all.
#[test]
fn pools_backward_agree_with_the_cpu() {
    let Some(mut bench) = Bench::open(12) else { return };
    // x [N, C, H, W], kernel, stride, padding, ceilMode.
    type Case = ([usize; 4], [usize; 2], [usize; 2], [usize; 2], bool);
    let cases: &[Case] = &[
        ([1, 1, 1, 1], [1, 1], [1, 1], [0, 0], false),
        ([2, 3, 13, 17], [3, 3], [2, 2], [1, 1], false),
        ([1, 5, 11, 7], [2, 5], [3, 1], [1, 2], false),
        ([1, 2, 12, 9], [3, 2], [2, 5], [1, 1], true),
        ([3, 2, 7, 7], [7, 7], [7, 7], [0, 0], false),
        ([1, 3, 23, 29], [5, 4], [1, 2], [2, 2], true),
        ([1, 2, 9, 10], [1, 1], [3, 2], [0, 0], true),
    ];
    for &(x, kernel, stride, padding, ceil_mode) in cases {
        let forward = MaxPool2d { kernel, stride, padding, ceil_mode };
        let y = Op::from(forward).out_shapes(&[Some(&x)]).expect("a pool").remove(0);
        for x in [bench.drawn(&x), bench.coarse(&x)] {
            let dy = bench.drawn(&y);
            let exact = Tolerance::of(2e-6);
            bench.agree(MaxPool2dGrad { forward }, vec![Some(dy), Some(x)], exact);
        }
    }
    let cases = [([1, 1, 1, 1], [1, 1]), ([2, 3, 7, 11], [3, 5]), ([1, 2, 3, 5], [7, 11])];
    for (y, size) in cases.into_iter().chain([([1, 3, 6, 6], [13, 6]), ([3, 1, 1, 1], [5, 7])]) {
        let dy = bench.drawn(&y);
        bench.agree(AdaptiveAvgPool2dGrad { size }, vec![Some(dy)], GRADIENT);
    }
    bench.tell();
}

/// Rows shorter and longer than a workgroup, axes that do not come last, means around 1000.
#[test]
fn rows_backward_agree_with_the_cpu() {
    let Some(mut bench) = Bench::open(13) else { return };
    for length in [2, 3, 63, 64, 65, 255, 257, 1000] {
        for (shape, axis) in [([3, 5, length], 2), ([3, length, 5], 1), ([length, 3, 5], 0)] {
            let softmax = ops::Softmax { axis };
            let x = bench.drawn(&shape);
            let y = Op::from(softmax).forward(&[Some(&x)]).expect("a softmax").remove(0);
            let dy = bench.drawn(&shape);
            let op = SoftmaxGrad { axis, scale: 0.37 };
            bench.agree(op, vec![Some(dy.clone()), Some(y)], GRADIENT);

            let far = Tensor::from_fn(&shape, |i| x.data()[i] + 1000.0);
            let gaps: Vec<i64> = (0..3).filter(|a| *a != axis).collect();
            for axes in [vec![axis], gaps] {
                let op = NormGrad { axes, eps: 1e-5 };
                bench.agree(op.clone(), vec![Some(dy.clone()), Some(far.clone())], GRADIENT);
                let shifted = Tensor::from_fn(&shape, |i| dy.data()[i] + 100.0);
                bench.agree(op, vec![Some(shifted), Some(x.clone())], Tolerance::of(1e-4));
            }
        }
        for (n, beta) in [(1, 0.75), (2, 0.5), (5, 0.75), (6, 1.0)] {
            let forward = LocalResponseNorm { n, k: 2.0, alpha: 0.1, beta };
            for shape in [vec![2, length], vec![2, 7, length], vec![1, length, 3, 5]] {
                let args = vec![Some(bench.drawn(&shape)), Some(bench.drawn(&shape))];
                bench.agree(LocalResponseNormGrad { forward }, args, GRADIENT);
            }
        }
    }
    bench.tell();
}

/// Few classes and many, rows that do not count, logits as large as they come.
#[test]
fn losses_and_tables_backward_agree_with_the_cpu() {
    let Some(mut bench) = Bench::open(14) else { return };
    for [rows, classes] in [[1, 1], [1, 10], [67, 3], [5, 257], [129, 64], [3, 1000]] {
        for (smoothing, ignore_index, mean) in [(0.0, -100, true), (0.1, 0, true), (0.3, 2, false)]
        {
            let forward = CrossEntropy { smoothing, ignore_index, mean };
            let logits = bench.drawn(&[rows, classes]);
            let scale = if rows == 5 { 1e4 } else { 3.0 };
            let logits = Tensor::from_fn(&[rows, classes], |i| logits.data()[i] * scale);
            let dy = if mean { bench.drawn(&[]) } else { bench.drawn(&[rows]) };
            let args = vec![Some(dy), Some(logits), Some(bench.ids(&[rows], classes))];
            bench.agree(CrossEntropyGrad { forward }, args, Tolerance::of(2e-5));
        }
    }
    for (ids, rows, width) in
        [(vec![], 1, 1), (vec![5], 3, 7), (vec![2, 3, 11], 13, 1), (vec![7, 31], 5, 65)]
    {
        let dy = bench.drawn(&[&ids[..], &[width]].concat());
        let args = vec![Some(dy), Some(bench.ids(&ids, rows))];
        bench.agree(EmbeddingGrad { rows }, args, GRADIENT);
    }
    bench.tell();
}

/// Stretched along any axes, or made of one number; and the ReLU's choice.
#[test]
fn what_is_stretched_or_chosen_agrees_with_the_cpu() {
    let Some(mut bench) = Bench::open(15) else { return };
    let cases: &[(&[usize], &[usize])] = &[
        (&[], &[]),
        (&[1], &[3, 5]),
        (&[5], &[3, 5]),
        (&[7, 1, 3], &[7, 11, 3]),
        (&[2, 1, 3, 1, 5], &[2, 4, 3, 7, 5]),
        (&[1, 67, 1], &[2, 67, 31]),
    ];
    for (x, shape) in cases {
        for x in [Some(bench.drawn(x)), None] {
            let op = Expand { shape: shape.to_vec(), scale: -0.3 };
            bench.agree(op, vec![x], Tolerance::of(1e-7));
        }
    }
    for shape in [&[][..], &[1], &[3, 67], &[2, 3, 5, 7]] {
        let args = vec![Some(bench.drawn(shape)), Some(bench.coarse(shape))];
        bench.agree(ReluGrad, args, Tolerance::EXACT);
    }
    bench.tell();
}

#[test]
fn updates_of_awkward_sizes_agree_with_the_cpu() {
    let Some(mut bench) = Bench::open(16) else { return };
    let near = Tolerance::of(1e-6);
    for shape in [&[][..], &[1], &[63], &[65], &[2, 3, 5, 7], &[257, 31]] {
        let mut same = || Some(bench.drawn(shape));
        let (w, dw, kept, m) = (same(), same(), same(), same());
        let squares = m.as_ref().map(|m| Tensor::from_fn(shape, |i| m.data()[i] * m.data()[i]));
        let rate = |rates: &[f32]| Some(Tensor::from_fn(&[rates.len()], |i| rates[i]));
        for (momentum, weight_decay, kept) in
            [(0.0, 0.0, None), (0.0, 0.1, None), (0.9, 5e-4, kept.clone())]
        {
            let args = vec![w.clone(), dw.clone(), rate(&[0.1]), kept];
            bench.agree(SgdStep { momentum, weight_decay }, args, near);
        }
        let op = AdamStep { beta1: 0.9, beta2: 0.98, eps: 1e-9, weight_decay: 0.1 };
        let args = vec![w, dw, rate(&[0.01, 3.0]), m, squares];
        bench.agree(op, args, near);
    }
    bench.tell();
}

#[test]
fn every_step_of_an_optimizer_on_the_device() {
    let Some(mut engine) = device() else { return };
    for case in optimizers() {
        let (name, op, mut most) = (&case.name, case.op(), 0.0_f32);
        let mut state = case.start();
        for (t, (_, _, after)) in case.steps.iter().enumerate() {
            let golden = tests::Golden {
                name: format!("{name}, step {t}"),
                op: op.clone(),
                options: ops::Options::default(),
                names: Vec::new(),
                inputs: case.inputs(t, &state),
                want: state,
            };
            state = crate::call(&mut engine, &golden);
            let off = worst(name, &state[0], after, TOLERANCE);
            assert!(off <= 1.0, "{name}, step {t}: off by {off} tolerances");
            most = most.max(off);
        }
        println!("{name}: {} steps, {most:.3} tolerances", case.steps.len());
    }
}
