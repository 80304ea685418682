//! Parameters and multiply-adds as the papers count them.

use crate::common::{calls, op};
use ops::{Conv2d, Cost};

#[test]
fn alexnet_conv1_costs_what_the_paper_counts() {
    let op = Conv2d { stride: [4, 4], ..Conv2d::default() };
    let cost = op.cost(&[1, 3, 227, 227], &[96, 3, 11, 11], Some(&[96])).unwrap();
    assert_eq!((cost.parameters, cost.multiply_adds), (34_944, 105_415_200));
}

fn block(name: &str, words: &str, x: [usize; 4], layers: &[[usize; 3]]) -> Cost {
    let mut shapes = vec![Some(x.to_vec())];
    for &[out, into, k] in layers {
        shapes.extend([Some(vec![out, into, k, k]), None]);
        shapes.extend(vec![Some(vec![out]); 4]);
    }
    let shapes: Vec<_> = shapes.iter().map(Option::as_deref).collect();
    op(name, words).cost(&shapes).expect("shapes that fit")
}

/// ResNet, figure 5: a basic block on 64 channels and a bottleneck on 256 cost about the same.
#[test]
fn the_two_blocks_of_figure_5() {
    let basic = block("basicBlock", "", [1, 64, 56, 56], &[[64, 64, 3]; 2]);
    assert_eq!(basic.parameters, 2 * (64 * 64 * 9 + 128));
    assert_eq!(basic.multiply_adds, 2 * 64 * 64 * 9 * 56 * 56);
    let layers = [[64, 256, 1], [64, 64, 3], [256, 64, 1]];
    let neck = block("bottleneck", "", [1, 256, 56, 56], &layers);
    let products = 2 * 256 * 64 + 64 * 64 * 9;
    assert_eq!(neck.parameters, products + 2 * (64 + 64 + 256));
    assert_eq!(neck.multiply_adds, products * 56 * 56);
}

/// The stride in the paper's place saves three quarters of the first 1×1.
#[test]
fn the_place_of_the_stride_costs() {
    let layers = [[128, 256, 1], [128, 128, 3], [512, 128, 1], [512, 256, 1]];
    let of = |on: &str| {
        let words = format!("stride 2, strideOn {on}");
        block("bottleneck", &words, [1, 256, 56, 56], &layers)
    };
    let (ours, theirs) = (of("conv1"), of("conv2"));
    assert_eq!(ours.parameters, theirs.parameters);
    let first = 256 * 128 * 28 * 28;
    assert_eq!(theirs.multiply_adds - ours.multiply_adds, 3 * first);
}

/// Section 3.2.2: eight heads of 64 cost what one of 512 costs.
#[test]
fn heads_cost_nothing() {
    let (t, d) = (10, 512);
    let (x, w): (&[usize], [&[usize]; 2]) = (&[t, d], [&[d, d], &[d]]);
    let weights = w.repeat(4).into_iter().map(Some);
    let shapes: Vec<_> = [Some(x), None].into_iter().chain(weights).collect();
    let of = |words: &str| op("multiHeadAttention", words).cost(&shapes).unwrap();
    let (one, eight) = (of("heads 1"), of("heads 8"));
    assert_eq!(one.multiply_adds, eight.multiply_adds);
    assert_eq!(one.multiply_adds as usize, 4 * t * d * d + 2 * t * t * d);
    assert_eq!(one.parameters as usize, 4 * (d * d + d));
}

/// Four bytes for each number of the inputs and results; of a composite the sum of its steps.
#[test]
fn bytes_are_those_of_inputs_and_results() {
    for call in calls() {
        let count = |s: &[usize]| s.iter().product::<usize>() as u64;
        let of = |op: &ops::Op, shapes: &[Option<&[usize]>]| {
            let outputs = op.out_shapes(shapes).unwrap();
            let read: u64 = shapes.iter().flatten().map(|s| count(s)).sum();
            4 * (read + outputs.iter().map(|s| count(s)).sum::<u64>())
        };
        let got = call.op.cost(&call.shapes()).unwrap().bytes;
        let want = match call.op.graph(&call.shapes()) {
            None => of(&call.op, &call.shapes()),
            Some(graph) => {
                let graph = graph.unwrap();
                let mut values: Vec<Option<Vec<usize>>> = (0..graph.inputs)
                    .map(|i| call.shapes().get(i).copied().flatten().map(<[usize]>::to_vec))
                    .collect();
                let mut sum = 0;
                for step in &graph.steps {
                    let made = {
                        let shapes: Vec<_> =
                            step.inputs.iter().map(|i| values[(*i)?].as_deref()).collect();
                        sum += of(&step.op, &shapes);
                        step.op.out_shapes(&shapes).unwrap()
                    };
                    values.extend(made.into_iter().map(Some));
                }
                sum
            }
        };
        assert_eq!(got, want, "{}", call.name());
    }
}
