//! How well a net does on a set, without learning from it.

use std::{collections::BTreeMap, rc::Rc};

use ops::{Held, OpError, Walk};
use tensor::Tensor;

use crate::net::{Ask, Net};
use crate::program::Program;
use crate::training::bad;
use crate::training::examples::{Batch, Examples};
use crate::training::record::Scores;

/// An evaluation that goes on batch by batch.
#[derive(Debug)]
pub struct Evaluation {
    net: Net,
    weights: Vec<Rc<Tensor>>,
    batch: usize,
    ignored: i64,
    next: usize,
    scores: Scores,
    /// By the size of the batch: the last one is smaller.
    programs: BTreeMap<usize, Program>,
}

/// The scores of a net on examples, all of them, `batch` at a time.
///
/// # Errors
/// Where the examples do not fit the net.
pub fn evaluate(
    net: &Net,
    weights: &[Tensor],
    examples: &(impl Examples + ?Sized),
    batch: usize,
) -> Result<Scores, OpError> {
    let weights = weights.iter().cloned().map(Rc::new).collect();
    let mut evaluation = Evaluation::new(net, weights, batch);
    while evaluation.step(examples)? {}
    Ok(evaluation.scores())
}

impl Evaluation {
    pub(crate) fn new(net: &Net, weights: Vec<Rc<Tensor>>, batch: usize) -> Self {
        let (scores, programs) = (Scores::default(), BTreeMap::new());
        let ignored = net.spec().ignored_label();
        Self { net: net.clone(), weights, batch: batch.max(1), ignored, next: 0, scores, programs }
    }

    /// What has been counted so far.
    #[must_use]
    pub fn scores(&self) -> Scores {
        self.scores
    }

    /// Takes one batch; `false` where there is none left.
    ///
    /// # Errors
    /// Where the examples do not fit the net.
    pub fn step(&mut self, examples: &(impl Examples + ?Sized)) -> Result<bool, OpError> {
        let which: Vec<usize> = (self.next..examples.count().min(self.next + self.batch)).collect();
        if which.is_empty() {
            return Ok(false);
        }
        let Batch { inputs, labels } = examples.batch(&which, None);
        let program = match self.programs.remove(&which.len()) {
            Some(program) => program,
            None => {
                let shapes: Vec<&[usize]> = inputs.iter().map(Tensor::shape).collect();
                self.net.program(&Ask { inputs: &shapes, ..Ask::default() })?
            }
        };
        let constants = program.constants.iter().map(Held::Given);
        let given = inputs.iter().map(Held::Given);
        let weights = self.weights.iter().map(|w| Held::Made(Rc::clone(w)));
        let mut walk =
            Walk::new(&program.graph, given.chain(weights).chain(constants).map(Some).collect());
        while walk.advance(&program.graph)? {}
        let results = walk.results(&program.graph);
        let logits = results.first().ok_or_else(|| bad("the net has no result"))?;
        self.scores.count(logits, &labels, self.ignored)?;
        drop(results);
        self.programs.insert(which.len(), program);
        self.next += which.len();
        Ok(true)
    }
}
