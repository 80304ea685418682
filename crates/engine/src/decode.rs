//! Writing an output with the Transformer, one token a call, so that other calls come in between.

use std::rc::Rc;

use nets::{
    Part, Spec,
    decode::{Hypothesis, Limits, Search, top},
    transformer::{END, START},
};
use ops::{Concat, Op};
use tensor::Tensor;

use crate::{
    engine::Engine,
    model::{Forward, Model},
    node::Node,
    work::Work,
};

/// How an output is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Beginnings that are followed; 1 with no alpha is greedy.
    pub width: usize,
    /// How much an output gains by being long; `None`: greedy.
    pub alpha: Option<f64>,
    /// The most tokens.
    pub max: usize,
    /// How many of the likeliest tokens each step tells.
    pub top: usize,
}

/// How far a search has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What is followed; at the end what was found, the best first.
    pub hypotheses: Vec<Hypothesis>,
    /// The likeliest next tokens behind the first of them, with their probabilities.
    pub top: Vec<(usize, f64)>,
    /// Whether it is over.
    pub done: bool,
}

pub(crate) struct Decoding {
    model: Rc<Model>,
    src: Rc<Node>,
    memory: Rc<Node>,
    search: Search,
    top: usize,
}

impl Engine {
    /// Starts a search for the output of `src`, ids of one sequence.
    pub fn decode(&mut self, id: u32, model: u32, src: &[f32], wanted: Wanted) {
        let made = self.decoding(model, src, wanted);
        self.searches.insert(id, made);
    }

    fn decoding(&self, model: u32, src: &[f32], wanted: Wanted) -> Result<Decoding, String> {
        let model = self.net(model)?;
        let Spec::Transformer(spec) = model.net.spec() else {
            return Err("model: only a transformer writes an output".to_owned());
        };
        let max = wanted.max.min(spec.max_len);
        let src = Tensor::new(&[1, src.len()], src.to_vec()).map_err(|e| e.to_string())?;
        let src = Node::source(src);
        let memory = self.part(&model, Part::Encode, &[&src])?;
        let limits = Limits { start: START, end: END, max };
        let search = match wanted.alpha {
            None => Search::greedy(limits),
            Some(alpha) => Search::beam(limits, wanted.width, alpha),
        };
        Ok(Decoding { model, src, memory, search, top: wanted.top })
    }

    fn part(&self, model: &Model, part: Part, inputs: &[&Rc<Node>]) -> Result<Rc<Node>, String> {
        let nodes: Vec<_> = inputs.iter().map(|&n| Some(Rc::clone(n))).collect();
        let mut made = self.run_net(model, &Forward { part, ..Forward::default() }, nodes)?;
        Ok(made.swap_remove(0))
    }

    /// Goes on by one token.
    ///
    /// # Errors
    /// What is wrong with the model or with src; the search is over then.
    pub async fn decode_step(&mut self, id: u32) -> Result<Progress, String> {
        let gone = || Err("model: this search is over".to_owned());
        let mut decoding = self.searches.remove(id).unwrap_or_else(gone)?;
        let prefixes = decoding.search.prefixes();
        if prefixes.is_empty() {
            return Ok(Progress {
                hypotheses: decoding.search.outputs(),
                top: Vec::new(),
                done: true,
            });
        }
        let logits = self.logits(&decoding, &prefixes).await?;
        let top = logits.first().map_or(Vec::new(), |row| top(row, decoding.top));
        decoding.search.advance(&logits);
        let done = decoding.search.prefixes().is_empty();
        let hypotheses = if done {
            decoding.search.outputs()
        } else {
            let alive = decoding.search.alive().to_vec();
            self.searches.insert(id, Ok(decoding));
            alive
        };
        Ok(Progress { hypotheses, top, done })
    }

    /// The logits behind each prefix; all have one length and are one batch.
    async fn logits(
        &mut self,
        decoding: &Decoding,
        prefixes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, String> {
        let (count, length) = (prefixes.len(), prefixes.first().map_or(0, Vec::len));
        let ids = prefixes.iter().flatten().map(|&id| id as f32).collect();
        let tgt = Tensor::new(&[count, length], ids).map_err(|e| e.to_string())?;
        let [memory, src] = [&decoding.memory, &decoding.src].map(|node| self.times(node, count));
        let inputs = [&memory?, &src?, &Node::source(tgt)];
        let logits = self.part(&decoding.model, Part::DecodeStep, &inputs)?;
        let values = self.values(&[logits]).await?.swap_remove(0);
        let vocab = values.data().len() / count.max(1);
        Ok(values.data().chunks(vocab.max(1)).map(<[f32]>::to_vec).collect())
    }

    /// One sequence as a batch of `count` of it.
    fn times(&self, node: &Rc<Node>, count: usize) -> Result<Rc<Node>, String> {
        if count == 1 {
            return Ok(Rc::clone(node));
        }
        let work = Work::Op(Op::from(Concat { axis: 0 }));
        let made = self.run(work, vec![Some(Rc::clone(node)); count])?;
        made.into_iter().next().ok_or_else(|| "concat gave nothing".to_owned())
    }

    /// Ends a search before its time.
    pub fn dispose_search(&mut self, id: u32) {
        self.searches.remove(id);
    }
}
