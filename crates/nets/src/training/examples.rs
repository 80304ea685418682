//! What a net is trained on.

use std::rc::Rc;

use ops::OpError;
use tensor::{Tensor, random::SplitMix64, show_shape};

use crate::training::bad;

/// Some examples.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The net's inputs, `[n, …]` each.
    pub inputs: Vec<Tensor>,
    /// A class for each row of logits, `[n]`, or `[n · T]` for sequences.
    pub labels: Tensor,
}

/// Examples with labels. Whoever draws pictures or changes them implements this.
pub trait Examples {
    /// How many there are.
    fn count(&self) -> usize;

    /// The shapes of one example's inputs, without the batch, and how many labels it has.
    fn shapes(&self) -> (Vec<Vec<usize>>, usize);

    /// The examples of these numbers. In training `chance` is the step's own stream of random
    /// numbers, the same for the same seed and step; otherwise there is none.
    fn batch(&self, which: &[usize], chance: Option<&mut SplitMix64>) -> Batch;
}

impl<E: Examples + ?Sized> Examples for Box<E> {
    fn count(&self) -> usize {
        (**self).count()
    }

    fn shapes(&self) -> (Vec<Vec<usize>>, usize) {
        (**self).shapes()
    }

    fn batch(&self, which: &[usize], chance: Option<&mut SplitMix64>) -> Batch {
        (**self).batch(which, chance)
    }
}

/// Examples as they are: inputs `[N, …]`, and labels `[N]` or, for sequences, `[N, T]`.
#[derive(Debug, Clone)]
pub struct Pairs {
    inputs: Vec<Rc<Tensor>>,
    labels: Rc<Tensor>,
}

impl Pairs {
    /// Examples along the first axis.
    ///
    /// # Errors
    /// Where inputs and labels are not as many, or a number of the inputs is not finite.
    pub fn new(inputs: Vec<Tensor>, labels: Tensor) -> Result<Self, OpError> {
        Self::shared(inputs.into_iter().map(Rc::new).collect(), Rc::new(labels))
    }

    /// As [`Pairs::new`], of tensors that others have too.
    ///
    /// # Errors
    /// As [`Pairs::new`].
    pub fn shared(inputs: Vec<Rc<Tensor>>, labels: Rc<Tensor>) -> Result<Self, OpError> {
        if !matches!(labels.shape().len(), 1 | 2) {
            let got = show_shape(labels.shape());
            return Err(bad(format!("labels must be [N], or [N, T] for sequences, got {got}")));
        }
        for input in &inputs {
            if input.shape().first() != labels.shape().first() {
                let (data, labels) = (show_shape(input.shape()), show_shape(labels.shape()));
                return Err(bad(format!("data {data} and labels {labels} are not as many")));
            }
            if let Some(at) = input.data().iter().position(|v| !v.is_finite()) {
                let (each, value) = (size(&input.shape()[1..]), input.data()[at]);
                return Err(bad(format!("data: example {} holds the number {value}", at / each)));
            }
        }
        Ok(Self { inputs, labels })
    }
}

impl Examples for Pairs {
    fn count(&self) -> usize {
        self.labels.shape()[0]
    }

    fn shapes(&self) -> (Vec<Vec<usize>>, usize) {
        let inputs = self.inputs.iter().map(|t| t.shape()[1..].to_vec()).collect();
        (inputs, size(&self.labels.shape()[1..]))
    }

    fn batch(&self, which: &[usize], _chance: Option<&mut SplitMix64>) -> Batch {
        let inputs = self.inputs.iter().map(|t| rows(t, which));
        let labels = rows(&self.labels, which);
        let flat = [labels.data().len()];
        let labels = labels.into_data();
        Batch { inputs: inputs.collect(), labels: Tensor::from_fn(&flat, |i| labels[i]) }
    }
}

fn size(shape: &[usize]) -> usize {
    shape.iter().product::<usize>().max(1)
}

/// Rows of a tensor along its first axis.
pub(crate) fn rows(t: &Tensor, which: &[usize]) -> Tensor {
    let each = size(&t.shape()[1..]);
    let shape = [&[which.len()], &t.shape()[1..]].concat();
    Tensor::from_fn(&shape, |i| t.data()[which[i / each] * each + i % each])
}
