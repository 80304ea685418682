//! A step of training as one graph: loss, gradients, and the optimizer's update.

use tensor::{Tensor, show_shape};

use crate::adam_step::AdamStep;
use crate::builder::Builder;
use crate::error::OpError;
use crate::expand::Expand;
use crate::graph::Graph;
use crate::mul::Mul;
use crate::sgd_step::SgdStep;
use crate::sum::Sum;
use crate::vjp::{gradients, or_zeros};

const OP: &str = "train";

/// What is done with gradients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Optimizer {
    /// Stochastic gradient descent, with momentum or without.
    Sgd(SgdStep),
    /// Adam.
    Adam(AdamStep),
}

impl Optimizer {
    /// How many tensors it keeps for each learned one, of the same shape, zeros at first.
    #[must_use]
    pub fn kept(&self) -> usize {
        match self {
            Self::Sgd(step) => usize::from(step.momentum != 0.0),
            Self::Adam(_) => 2,
        }
    }

    /// The input `rates` of step `step`, the first being 1, at this learning rate.
    #[must_use]
    pub fn rates(&self, rate: f64, step: u64) -> Tensor {
        let rates = match self {
            Self::Sgd(_) => vec![rate],
            Self::Adam(adam) => {
                let left = |beta: f64| 1.0 - beta.powf(step.max(1) as f64);
                vec![rate / left(adam.beta1), 1.0 / left(adam.beta2).sqrt()]
            }
        };
        Tensor::from_fn(&[rates.len()], |i| rates[i] as f32)
    }

    /// The shape of [`Optimizer::rates`].
    fn rates_shape(&self) -> Vec<usize> {
        vec![if matches!(self, Self::Sgd(_)) { 1 } else { 2 }]
    }
}

/// The graph of one step of training of a graph whose output 0 is the loss, one number.
///
/// Its inputs are those of `graph`, then for each learned input in order what the optimizer
/// keeps ([`Optimizer::kept`]), and last the rates ([`Optimizer::rates`]). Its outputs are those
/// of `graph`, then each learned input's new value, then in the order of the inputs what is kept,
/// then for each learned input the sum of its gradient's squares. What a net keeps beside, as
/// running statistics, are outputs of `graph`.
///
/// # Errors
/// As [`vjp`](crate::vjp()); where output 0 is not one number or a learned input is null.
pub fn training_step(
    graph: &Graph,
    inputs: &[Option<&[usize]>],
    learned: &[bool],
    optimizer: &Optimizer,
) -> Result<Graph, OpError> {
    let own = graph.inputs;
    let mut shapes: Vec<Option<Vec<usize>>> =
        (0..own).map(|i| inputs.get(i).copied().flatten().map(<[usize]>::to_vec)).collect();
    let given: Vec<Option<usize>> = (0..own).map(|i| shapes[i].is_some().then_some(i)).collect();
    let wanted: Vec<usize> = (0..own).filter(|&i| learned.get(i) == Some(&true)).collect();
    for &i in &wanted {
        if shapes[i].is_none() {
            return Err(OpError::new(OP, format!("input {i} is null and cannot be learned")));
        }
        let kept = vec![shapes[i].clone(); optimizer.kept()];
        shapes.extend(kept);
    }
    let rates = shapes.len();
    shapes.push(Some(optimizer.rates_shape()));
    let mut b = Builder::on(OP, shapes);
    let mut results = Vec::new();
    for output in b.inline(graph, &given)? {
        results.push(output.ok_or_else(|| b.bad("a result of the graph is null"))?);
    }
    let Some(&loss) = results.first() else { return Err(b.bad("the graph has no loss")) };
    let shape = b.shape(loss).to_vec();
    if shape.iter().product::<usize>() != 1 {
        let shape = show_shape(&shape);
        return Err(b.bad(format!("output 0 is the loss and must be one number, got {shape}")));
    }
    let one = b.step("loss", Expand { shape, scale: 1.0 }, &[None])?;
    // What is learned are inputs of the graph; the optimizer's own come behind them.
    let wrt = &learned[..learned.len().min(own)];
    let grads = gradients(&mut b, &[(loss, Some(one))], wrt)?;
    let (mut kept, mut squares) = (Vec::new(), Vec::new());
    for (nth, &w) in wanted.iter().enumerate() {
        let dw = or_zeros(&mut b, grads[w], w)?;
        let held = own + nth * optimizer.kept();
        let state = (held..held + optimizer.kept()).map(Some);
        let args: Vec<Option<usize>> =
            [Some(w), Some(dw), Some(rates)].into_iter().chain(state).collect();
        let new = match *optimizer {
            Optimizer::Sgd(step) => b.step("update", step, &args)?,
            Optimizer::Adam(step) => b.step("update", step, &args)?,
        };
        results.push(new);
        kept.extend(new + 1..=new + optimizer.kept());
        let square = b.step("norm", Mul, &[Some(dw), Some(dw)])?;
        squares.push(b.step("norm", Sum::default(), &[Some(square)])?);
    }
    results.extend(kept);
    results.extend(squares);
    Ok(b.finish_used(&results))
}
