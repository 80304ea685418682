//! A step of training as data: one graph, what it takes, what becomes of its results.

use std::rc::Rc;

use ops::{Dropout, Graph, OpError, training_step};
use tensor::{Tensor, random::SplitMix64, show_shape};

use crate::build::Builder;
use crate::net::{Ask, Net, Part};
use crate::training::examples::{Batch, Examples};
use crate::training::record::{Record, Scores};
use crate::training::{TrainOptions, bad, loss};
use crate::weight::Weight;

/// A step of training of a net: one graph for batches of one shape, always the same.
///
/// The graph takes, in this order, the batch's inputs and labels, the net's weights, constants,
/// what dropout multiplies with, what the optimizer keeps, and the rates. The first and the last
/// two are new for every step ([`Training::feed`]); weights and what is kept are the state, and
/// [`Training::next`] says which results are the next state. [`Training::told`] are the results
/// of which [`Training::record`] makes a record.
#[derive(Debug, Clone)]
pub struct Training {
    /// What is trained.
    pub net: Net,
    /// How.
    pub options: TrainOptions,
    /// The step.
    pub graph: Graph,
    /// The shapes of what the graph takes.
    pub shapes: Vec<Vec<usize>>,
    /// Numbers that are always the same.
    pub constants: Vec<Tensor>,
    /// The names of the learned tensors, in the order of a record's gradients.
    pub gradients: Vec<String>,
    /// The names of the layers whose responses' deviation is told.
    pub responses: Vec<String>,
    /// The new value of each part of the state is this result of the graph; `None` where the
    /// step does not change it. The state is the net's weights, then what the optimizer keeps.
    pub next: Vec<Option<usize>>,
    noise: Vec<Vec<usize>>,
}

/// What a step takes besides state and constants.
#[derive(Debug, Clone)]
pub struct Feed<T> {
    /// The batch's inputs, and its labels behind them.
    pub batch: Vec<T>,
    /// What dropout multiplies with.
    pub noise: Vec<T>,
    /// The rates of this step.
    pub rates: T,
}

impl<T> Feed<T> {
    /// All of it in order.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.batch.iter().chain(&self.noise).chain(std::iter::once(&self.rates))
    }

    /// Each of it as something else.
    #[must_use]
    pub fn map<U>(self, f: impl Fn(T) -> U + Copy) -> Feed<U> {
        let all = |list: Vec<T>| list.into_iter().map(f).collect();
        Feed { batch: all(self.batch), noise: all(self.noise), rates: f(self.rates) }
    }
}

impl Feed<Tensor> {
    /// The same, to be had by several.
    #[must_use]
    pub fn shared(self) -> Feed<Rc<Tensor>> {
        self.map(Rc::new)
    }
}

impl Training {
    /// The step for batches of these examples.
    ///
    /// # Errors
    /// Where examples and net do not fit, or there are fewer than a batch.
    pub fn new(
        net: &Net,
        options: TrainOptions,
        examples: &(impl Examples + ?Sized),
    ) -> Result<Self, OpError> {
        let (count, batch) = (examples.count(), options.batch);
        if count < batch {
            return Err(bad(format!("there are {count} examples, fewer than batch = {batch}")));
        }
        let (each, labels) = examples.shapes();
        let inputs: Vec<Vec<usize>> =
            each.iter().map(|shape| [&[batch], &shape[..]].concat()).collect();
        let inputs: Vec<&[usize]> = inputs.iter().map(Vec::as_slice).collect();
        let ask = Ask { part: Part::Whole, inputs: &inputs, train: true, ..Ask::default() };
        let mut b = Builder::new(net.spec().kind(), net.weights(), true);
        b.dropout = options.dropout;
        let y = net.write(&mut b, &ask)?;
        let (loss, responses) = loss::write(&mut b, y, batch * labels, &options)?;
        let keep = loss::kept(&responses);
        let noise = b.noise_shapes();
        let keep: Vec<&str> = keep.iter().map(String::as_str).collect();
        let program = b.finish(loss, &Ask { keep: &keep, ..ask })?;

        // No weight is in pieces here.
        let first = inputs.len() + 1;
        let learned = |i: usize| net.weights()[i].learned;
        let wanted: Vec<usize> = (0..net.weights().len()).filter(|&i| learned(i)).collect();
        let mut marks = vec![false; program.shapes.len()];
        wanted.iter().for_each(|&i| marks[first + i] = true);
        let shapes: Vec<Option<&[usize]>> =
            program.shapes.iter().map(|s| Some(s.as_slice())).collect();
        let graph = training_step(&program.graph, &shapes, &marks, &options.optimizer)?;

        let (own, kept) = (program.graph.outputs.len(), options.optimizer.kept());
        let mut next = vec![None; net.weights().len()];
        for &(weight, output) in &program.updates {
            next[weight] = Some(output);
        }
        for (nth, &weight) in wanted.iter().enumerate() {
            next[weight] = Some(own + nth);
        }
        next.extend((0..wanted.len() * kept).map(|i| Some(own + wanted.len() + i)));
        let mut shapes = program.shapes;
        for &weight in &wanted {
            shapes.extend(vec![net.weights()[weight].shape.clone(); kept]);
        }
        shapes.push(options.optimizer.rates(0.0, 1).shape().to_vec());
        Ok(Self {
            net: net.clone(),
            graph,
            shapes,
            constants: program.constants,
            gradients: wanted.iter().map(|&i| net.weights()[i].name.clone()).collect(),
            responses,
            next,
            noise,
            options,
        })
    }

    /// The state before the first step: these weights, and zeros for what the optimizer keeps.
    ///
    /// # Errors
    /// Where they are not those of the net.
    pub fn first_state(&self, weights: Vec<Tensor>) -> Result<Vec<Tensor>, OpError> {
        let own = self.net.weights();
        let fit = |(t, w): (&Tensor, &Weight)| t.shape() == w.shape;
        if weights.len() != own.len() || !weights.iter().zip(own).all(fit) {
            return Err(bad("the weights are not those of the net"));
        }
        let kept = self.options.optimizer.kept();
        let learned = own.iter().filter(|w| w.learned);
        let zeros = learned.flat_map(|w| vec![Tensor::from_fn(&w.shape, |_| 0.0); kept]);
        Ok(weights.into_iter().chain(zeros).collect())
    }

    /// What a step takes besides state and constants.
    ///
    /// # Errors
    /// Names a label or an id that is outside, or a number that is none.
    pub fn feed(&self, step: u64, batch: Batch) -> Result<Feed<Tensor>, OpError> {
        let Batch { mut inputs, labels } = batch;
        inputs.push(labels);
        for (input, want) in inputs.iter().zip(&self.shapes) {
            if input.shape() != want {
                let (got, want) = (show_shape(input.shape()), show_shape(want));
                return Err(bad(format!("a batch holds {got} where the step takes {want}")));
            }
            if let Some(v) = input.data().iter().find(|v| !v.is_finite()) {
                return Err(bad(format!("a batch holds the number {v}")));
            }
        }
        let mut values: Vec<Option<&Tensor>> = inputs.iter().map(Some).collect();
        values.resize(self.shapes.len(), None);
        let shapes: Vec<Option<&[usize]>> = self.shapes.iter().map(|s| Some(&s[..])).collect();
        self.graph.check_ids(&values, &shapes).map_err(|e| e.inside("train", "labels"))?;
        let TrainOptions { optimizer, schedule, seed, dropout, .. } = &self.options;
        let draw = |(nth, shape): (usize, &Vec<usize>)| {
            let stream = SplitMix64::named(*seed, &format!("dropout {nth} {step}")).next_u64();
            let dropout = Dropout { p: *dropout, seed: stream as u32 };
            Tensor::from_fn(shape, |i| if dropout.keeps(i as u32) { dropout.scale() } else { 0.0 })
        };
        let noise = self.noise.iter().enumerate().map(draw).collect();
        Ok(Feed { batch: inputs, noise, rates: optimizer.rates(schedule.rate(step), step) })
    }

    /// The shapes of what a step is fed.
    #[must_use]
    pub fn room(&self) -> Feed<&[usize]> {
        let (last, others) = self.shapes.split_last().map_or((&[][..], &[][..]), |(l, o)| (l, o));
        let batch = self.net.spec().inputs(Part::Whole).len() + 1;
        Feed {
            batch: others.iter().take(batch).map(Vec::as_slice).collect(),
            noise: self.noise.iter().map(Vec::as_slice).collect(),
            rates: last,
        }
    }

    /// What the graph takes, from the state, the constants and what this step is fed.
    #[must_use]
    pub fn arguments<T: Clone>(&self, feed: Feed<T>, state: &[T], constants: &[T]) -> Vec<T> {
        let (weights, kept) = state.split_at(self.net.weights().len().min(state.len()));
        let mut all = feed.batch;
        all.extend_from_slice(weights);
        all.extend_from_slice(constants);
        all.extend(feed.noise);
        all.extend_from_slice(kept);
        all.push(feed.rates);
        all
    }

    /// The results of which a record is made: loss, logits, the responses' variances, and for
    /// each learned tensor the sum of its gradient's squares.
    #[must_use]
    pub fn told(&self) -> Vec<usize> {
        let outputs = self.graph.outputs.len();
        (0..2 + self.responses.len()).chain(outputs - self.gradients.len()..outputs).collect()
    }

    /// Values of [`Training::told`] as tensors.
    ///
    /// # Errors
    /// Where they are not as many as their shapes hold.
    pub fn told_tensors(&self, values: Vec<Vec<f32>>) -> Result<Vec<Tensor>, OpError> {
        // Loss and logits, then single numbers.
        let rows = self.shapes[self.room().batch.len() - 1].first().copied().unwrap_or(1);
        let shape = |(at, v): (usize, &Vec<f32>)| match at {
            1 => vec![rows, v.len() / rows.max(1)],
            _ => vec![v.len()],
        };
        let shapes: Vec<Vec<usize>> = values.iter().enumerate().map(shape).collect();
        tensors(shapes.iter(), values)
    }

    /// Values of the state as tensors.
    ///
    /// # Errors
    /// Where they are not as many as their shapes hold.
    pub fn state_tensors(&self, values: Vec<Vec<f32>>) -> Result<Vec<Tensor>, OpError> {
        let own = self.net.weights();
        let learned = own.iter().filter(|w| w.learned);
        let kept = self.options.optimizer.kept();
        let kept = learned.flat_map(|w| std::iter::repeat_n(&w.shape, kept));
        tensors(own.iter().map(|w| &w.shape).chain(kept), values)
    }

    /// The record of a step, from its labels and [`Training::told`].
    ///
    /// # Errors
    /// Where the loss is no number any more.
    pub fn record(
        &self,
        (step, epoch): (u64, u64),
        labels: &Tensor,
        told: &[&Tensor],
    ) -> Result<Record, OpError> {
        let number = |t: &&Tensor| f64::from(t.data().first().copied().unwrap_or(f32::NAN));
        let loss = told.first().map_or(f64::NAN, number);
        if !loss.is_finite() {
            return Err(bad(format!(
                "it diverges: the loss of step {step} is {loss}; a smaller learning rate may help"
            )));
        }
        let mut scores = Scores::default();
        if let Some(logits) = told.get(1) {
            scores.count(logits, labels, self.options.loss.ignore_index)?;
        }
        let (responses, squares) = told[2.min(told.len())..].split_at(self.responses.len());
        let root = |t: &&Tensor| number(t).sqrt();
        Ok(Record {
            step,
            epoch,
            rate: self.options.schedule.rate(step),
            loss,
            error: if scores.count == 0 { 0.0 } else { scores.top1() },
            grad_norms: squares.iter().map(root).collect(),
            response_std: responses.iter().map(root).collect(),
        })
    }
}

fn tensors<'a>(
    shapes: impl Iterator<Item = &'a Vec<usize>>,
    values: Vec<Vec<f32>>,
) -> Result<Vec<Tensor>, OpError> {
    let made = shapes.zip(values).map(|(shape, values)| Tensor::new(shape, values));
    made.map(|t| t.map_err(|e| bad(e.to_string()))).collect()
}
