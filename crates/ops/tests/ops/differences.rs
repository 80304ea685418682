//! The transform's plumbing against finite differences: random graphs, computed again in
//! double precision by loops that know nothing of the engine.

use ops::{Add, Graph, GraphStep, Mean, Mul, Op, Sub, Sum, Tanh, vjp};
use proptest::prelude::*;
use tensor::{Tensor, random::SplitMix64};

/// The inputs of every graph: two that are alike, and two that broadcast.
const SHAPES: [&[usize]; 4] = [&[2, 3], &[2, 3], &[3], &[2, 1]];

/// A value in double precision.
#[derive(Clone)]
struct Wide {
    shape: Vec<usize>,
    data: Vec<f64>,
}

impl Wide {
    /// The number behind place (i, j) of what this broadcasts to.
    fn at(&self, i: usize, j: usize) -> f64 {
        match self.shape[..] {
            [] => self.data[0],
            [c] => self.data[j % c],
            [r, c] => self.data[i % r * c + j % c],
            _ => unreachable!("no graph here has more axes"),
        }
    }

    fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let rank = self.shape.len().max(other.shape.len());
        let size = |s: &[usize], back: usize| s.iter().rev().nth(back).copied().unwrap_or(1);
        let [r, c] = [1, 0].map(|b| size(&self.shape, b).max(size(&other.shape, b)));
        let places = (0..r).flat_map(|i| (0..c).map(move |j| (i, j)));
        let data = places.map(|(i, j)| f(self.at(i, j), other.at(i, j))).collect();
        Self { shape: [r, c][2 - rank..].to_vec(), data }
    }
}

fn wide(step: &GraphStep, values: &[Wide]) -> Wide {
    let arg = |i: usize| &values[step.inputs[i].expect("an argument")];
    let x = arg(0);
    match &step.op {
        Op::Add(_) => x.with(arg(1), |a, b| a + b),
        Op::Sub(_) => x.with(arg(1), |a, b| a - b),
        Op::Mul(_) => x.with(arg(1), |a, b| a * b),
        Op::Tanh(_) => Wide { data: x.data.iter().map(|v| v.tanh()).collect(), ..x.clone() },
        Op::Mean(_) => {
            let mean = x.data.iter().sum::<f64>() / x.data.len() as f64;
            Wide { shape: vec![], data: vec![mean] }
        }
        // Over the first axis.
        Op::Sum(_) => {
            let columns = x.data.len() / x.shape[0];
            let sum = |j: usize| x.data.iter().skip(j).step_by(columns).sum();
            Wide { shape: x.shape[1..].to_vec(), data: (0..columns).map(sum).collect() }
        }
        other => unreachable!("{other:?} is in no graph here"),
    }
}

/// The sum over the outputs of output times dy.
fn loss(graph: &Graph, inputs: &[Wide], dys: &[Option<Tensor>]) -> f64 {
    let mut values = inputs.to_vec();
    for step in &graph.steps {
        let made = wide(step, &values);
        values.push(made);
    }
    let of = |(&o, dy): (&usize, &Option<Tensor>)| {
        let pairs = dy.iter().flat_map(|dy| dy.data().iter().zip(&values[o].data));
        pairs.map(|(&dy, y)| f64::from(dy) * y).sum::<f64>()
    };
    graph.outputs.iter().zip(dys).map(of).sum()
}

fn drawn(shape: &[usize], rng: &mut SplitMix64) -> Tensor {
    Tensor::from_fn(shape, |_| (2.0 * rng.uniform() - 1.0) as f32)
}

/// A graph of these steps; arguments and outputs are any values, inputs among them.
fn graph(steps: &[(u8, usize, usize)], outputs: &[usize]) -> Graph {
    let mut made = Graph { inputs: SHAPES.len(), steps: Vec::new(), outputs: Vec::new() };
    for &(kind, a, b) in steps {
        let count = made.inputs + made.steps.len();
        let (a, b) = (a % count, b % count);
        let shape = {
            let upto = Graph { outputs: vec![a], ..made.clone() };
            upto.out_shapes(&SHAPES.map(Some)).expect("shapes")[0].clone()
        };
        let op: Op = match kind {
            0 => Add::default().into(),
            1 => Sub.into(),
            2 => Mul.into(),
            3 if !shape.is_empty() => Sum { axes: vec![0] }.into(),
            4 => Mean::default().into(),
            _ => Tanh.into(),
        };
        let inputs = if kind < 3 { vec![Some(a), Some(b)] } else { vec![Some(a)] };
        made.steps.push(GraphStep { op, inputs });
    }
    let count = made.inputs + made.steps.len();
    made.outputs = outputs.iter().map(|o| o % count).collect();
    made
}

#[track_caller]
fn check(graph: &Graph, wrt: [bool; 4], flows: &[bool], seed: u64) {
    let mut rng = SplitMix64::new(seed);
    let inputs = SHAPES.map(|s| drawn(s, &mut rng));
    let shapes = graph.out_shapes(&SHAPES.map(Some)).expect("shapes");
    let dys: Vec<Option<Tensor>> = (shapes.iter().zip(flows.iter().cycle()))
        .map(|(s, &flows)| flows.then(|| drawn(s, &mut rng)))
        .collect();
    let given: Vec<Option<&Tensor>> =
        inputs.iter().map(Some).chain(dys.iter().map(Option::as_ref)).collect();
    let given_shapes: Vec<_> = given.iter().map(|t| t.map(Tensor::shape)).collect();
    let back = vjp(graph, &given_shapes, &wrt).expect("a graph");
    let made = back.forward(&given).expect("values");
    let grads = &made[graph.outputs.len()..];
    let wanted: Vec<usize> = (0..4).filter(|&i| wrt[i]).collect();
    assert_eq!(grads.len(), wanted.len());
    let at = inputs.each_ref().map(|t| Wide {
        shape: t.shape().to_vec(),
        data: t.data().iter().map(|&v| f64::from(v)).collect(),
    });
    for (grad, i) in grads.iter().zip(wanted) {
        assert_eq!(grad.shape(), SHAPES[i]);
        let most = grad.data().iter().fold(1.0_f32, |m, v| m.max(v.abs()));
        for (place, &got) in grad.data().iter().enumerate() {
            let moved = |by: f64| {
                let mut there = at.clone();
                there[i].data[place] += by;
                loss(graph, &there, &dys)
            };
            let want = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            let off = (f64::from(got) - want).abs();
            assert!(off <= 1e-5 * f64::from(most), "input {i}, {place}: {got}, not {want}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]
    #[test]
    fn random_graphs_have_their_gradients(
        steps in prop::collection::vec((0..6_u8, any::<usize>(), any::<usize>()), 0..9),
        outputs in prop::collection::vec(any::<usize>(), 1..4),
        wrt in any::<[bool; 4]>(),
        flows in prop::collection::vec(any::<bool>(), 3),
        seed in any::<u64>(),
    ) {
        check(&graph(&steps, &outputs), wrt, &flows, seed);
    }
}

/// What a random graph seldom is.
#[test]
fn the_corners_of_a_graph() {
    let all = [true; 4];
    // x·x: an argument twice; the other inputs have no use.
    check(&graph(&[(2, 0, 0)], &[4]), all, &[true], 1);
    // An output that is an input, alone and beside what is made of it.
    check(&graph(&[], &[2]), all, &[true], 2);
    check(&graph(&[(2, 2, 0)], &[2, 4]), all, &[true], 3);
    // One value as two outputs, and an output that a later step reads.
    check(&graph(&[(5, 1, 0), (2, 4, 3)], &[4, 4, 5]), all, &[true], 4);
    // Nothing flows at all.
    check(&graph(&[(5, 1, 0)], &[4]), all, &[false], 5);
    // A diamond.
    check(&graph(&[(5, 0, 0), (5, 4, 0), (2, 4, 5), (1, 6, 4)], &[7]), all, &[true], 6);
}
