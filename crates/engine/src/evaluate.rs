//! How well a net in training does on other examples, a batch at a time.

use std::rc::Rc;

use nets::training::{Batch, Examples, Pairs, Scores};
use tensor::Tensor;

use crate::{
    engine::Engine,
    model::{Forward, Model},
    node::Node,
};

pub(crate) struct Evaluating {
    model: Model,
    examples: Pairs,
    batch: usize,
    next: usize,
    scores: Scores,
}

impl Engine {
    /// Begins to see how well the net of a run does, as it is now, under the number `id`; what
    /// the run learns later changes nothing.
    ///
    /// # Errors
    /// Where there is no such run, or the examples are impossible.
    pub fn evaluate(
        &mut self,
        id: u32,
        run: u32,
        data: Vec<Tensor>,
        labels: Tensor,
    ) -> Result<(), String> {
        let (net, weights, batch) = self.run_net_now(run)?;
        let examples = Pairs::new(data, labels).map_err(|e| e.to_string())?;
        let (model, scores) = (Model::of(net, weights), Scores::default());
        self.evaluations.insert(id, Evaluating { model, examples, batch, next: 0, scores });
        Ok(())
    }

    /// Goes on with an evaluation until `up` says that the time is up. Answers how many examples
    /// have been seen, the scores so far, and whether it is over.
    ///
    /// # Errors
    /// Where the examples do not fit the net; it is over then.
    pub async fn evaluate_slice(
        &mut self,
        id: u32,
        up: &dyn Fn() -> bool,
    ) -> Result<(usize, Scores, bool), String> {
        let over = "train: this evaluation is over";
        let mut evaluating = self.evaluations.remove(id).ok_or(over)?;
        loop {
            let Evaluating { examples, batch, next, model, scores } = &mut evaluating;
            let end = examples.count().min(*next + *batch);
            if *next == end {
                return Ok((end, *scores, true));
            }
            let which: Vec<usize> = (*next..end).collect();
            let Batch { inputs, labels } = examples.batch(&which, None);
            let nodes: Vec<Option<Rc<Node>>> =
                inputs.into_iter().map(|t| Some(Node::source(t))).collect();
            let logits = self.run_net(model, &Forward::default(), nodes)?.swap_remove(0);
            let values = self.values(&[logits]).await?.swap_remove(0);
            let ignored = model.net.spec().ignored_label();
            scores.count(&values, &labels, ignored).map_err(|e| e.to_string())?;
            *next = end;
            if up() {
                let seen = (end, evaluating.scores, false);
                self.evaluations.insert(id, evaluating);
                return Ok(seen);
            }
        }
    }

    /// Ends an evaluation before its time.
    pub fn evaluate_end(&mut self, id: u32) {
        self.evaluations.remove(id);
    }
}
