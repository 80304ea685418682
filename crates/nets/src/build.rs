//! Writes a net down step by step, for inputs of known shapes.

use std::collections::BTreeMap;

use ops::{
    AdaptiveAvgPool2d, Add, BatchNorm, BatchNormTrain, Concat, Cost, Graph, Input, Linear, Mul, Op,
    OpError, Place, Reshape,
};
use tensor::Tensor;

use crate::net::Ask;
use crate::program::{Layer, Origin, Program, Written};
use crate::weight::{Init, Weight};

/// A number of a value, in the order in which values came up.
pub(crate) type Id = usize;

/// A net that is being written down.
pub(crate) struct Builder {
    /// Which net, for errors.
    pub(crate) net: &'static str,
    /// Whether batches are normalized by their own statistics.
    pub(crate) train: bool,
    /// How likely a number is set to 0 where the net has dropout; 0 for none.
    pub(crate) dropout: f64,
    /// The most numbers of a linear layer's weight that one binding holds.
    pub(crate) most: Option<usize>,
    /// Whether weights are still being collected: then new names are taken up.
    declaring: bool,
    weights: Vec<Weight>,
    placed: BTreeMap<String, Id>,
    /// What has been counted as parameters; a shared weight counts once.
    counted: Vec<bool>,
    spent: Cost,
    written: Written,
}

impl Builder {
    /// Begins a net with these weights; without any, they are collected.
    pub(crate) fn new(net: &'static str, weights: &[Weight], train: bool) -> Self {
        let mut b = Self {
            net,
            train,
            dropout: 0.0,
            most: None,
            declaring: weights.is_empty(),
            weights: weights.to_vec(),
            placed: BTreeMap::new(),
            counted: vec![false; weights.len()],
            spent: Cost::default(),
            written: Written::default(),
        };
        for (at, weight) in weights.iter().enumerate() {
            let id = b.written.value(&weight.shape, Origin::Weight(at));
            b.placed.insert(weight.name.clone(), id);
        }
        b
    }

    /// An error of this net.
    pub(crate) fn bad(&self, words: impl Into<String>) -> OpError {
        OpError::new(self.net, words)
    }

    /// The shape of a value.
    pub(crate) fn shape(&self, id: Id) -> &[usize] {
        &self.written.shapes[id]
    }

    /// How many values there are.
    pub(crate) fn count(&self) -> usize {
        self.written.shapes.len()
    }

    /// Of the values from this one on, those that an operation of this kind made.
    pub(crate) fn made(&self, from: Id, kind: impl Fn(&Op) -> bool) -> Vec<Id> {
        self.written.made(from, kind)
    }

    /// What is given to a run.
    pub(crate) fn input(&mut self, shape: &[usize]) -> Id {
        self.written.inputs += 1;
        self.written.value(shape, Origin::Input(self.written.inputs - 1))
    }

    /// Numbers that are always the same for these shapes.
    pub(crate) fn constant(&mut self, tensor: Tensor) -> Id {
        let id = self.written.value(tensor.shape(), Origin::Constant(self.written.constants.len()));
        self.written.constants.push(tensor);
        id
    }

    /// Dropout, where it is asked for: a product with numbers that every step is given anew,
    /// 0 or 1/(1 − p).
    pub(crate) fn dropout(&mut self, x: Id) -> Result<Id, OpError> {
        if self.dropout == 0.0 {
            return Ok(x);
        }
        let shape = self.shape(x).to_vec();
        let noise = self.written.value(&shape, Origin::Noise(self.written.noise));
        self.written.noise += 1;
        self.step("dropout", Mul, &[Some(x), Some(noise)])
    }

    /// The shapes of what dropout multiplies with.
    pub(crate) fn noise_shapes(&self) -> Vec<Vec<usize>> {
        let pairs = self.written.origins.iter().zip(&self.written.shapes);
        pairs.filter(|(o, _)| matches!(o, Origin::Noise(_))).map(|(_, s)| s.clone()).collect()
    }

    /// A weight by its name; `None` where the net does without it.
    ///
    /// Its shape is that of the first time, whatever the inputs are now.
    pub(crate) fn weight(&mut self, weight: Weight) -> Option<Id> {
        if let Some(&id) = self.placed.get(&weight.name) {
            return Some(id);
        }
        if !self.declaring {
            return None;
        }
        let id = self.written.value(&weight.shape, Origin::Weight(self.weights.len()));
        self.placed.insert(weight.name.clone(), id);
        self.weights.push(weight);
        self.counted.push(false);
        Some(id)
    }

    /// Adds a primitive and answers its first output; `part` says where in errors.
    pub(crate) fn step(
        &mut self,
        part: &str,
        op: impl Into<Op>,
        inputs: &[Option<Id>],
    ) -> Result<Id, OpError> {
        let op = op.into();
        let given: Vec<_> = inputs.iter().map(|i| i.map(|i| self.shape(i))).collect();
        let inside = |e: OpError| e.inside(self.net, part);
        let made = op.out_shapes(&given).map_err(inside)?;
        let cost = op.cost(&given).map_err(inside)?;
        let parameters = self.newly_learned(inputs);
        self.spent += Cost { parameters, ..cost };
        Ok(self.written.step(op, inputs, &made))
    }

    /// The learned numbers among the inputs that have not been counted yet.
    fn newly_learned(&mut self, inputs: &[Option<Id>]) -> u64 {
        let mut sum = 0;
        for &id in inputs.iter().flatten() {
            match self.written.origins[id] {
                Origin::Weight(at)
                    if self.weights[at].learned
                        && !std::mem::replace(&mut self.counted[at], true) =>
                {
                    sum += self.weights[at].count();
                }
                Origin::Piece(..) => {
                    sum += self.shape(id).iter().map(|&d| d as u64).product::<u64>();
                }
                _ => {}
            }
        }
        sum
    }

    /// Adds the steps of a composite and answers its results.
    pub(crate) fn composite(
        &mut self,
        part: &str,
        op: impl Into<Op>,
        inputs: &[Option<Id>],
    ) -> Result<Vec<Id>, OpError> {
        let op = op.into();
        let given: Vec<_> = inputs.iter().map(|i| i.map(|i| self.shape(i))).collect();
        let graph = op.graph(&given).transpose().map_err(|e| e.inside(self.net, part))?;
        let Some(Graph { inputs: count, steps, outputs }) = graph else {
            return Ok(vec![self.step(part, op, inputs)?]);
        };
        let mut ids: Vec<Option<Id>> =
            (0..count).map(|i| inputs.get(i).copied().flatten()).collect();
        for step in steps {
            let before = self.written.shapes.len();
            let inputs: Vec<Option<Id>> = step.inputs.iter().map(|i| ids[(*i)?]).collect();
            self.step(part, step.op, &inputs)?;
            ids.extend((before..self.written.shapes.len()).map(Some));
        }
        Ok(outputs.iter().filter_map(|&o| ids[o]).collect())
    }

    /// The weights that a composite's row of the table asks for, under names that begin with
    /// `prefix`, in the order of the row; other arguments are `None`.
    pub(crate) fn weights_of(
        &mut self,
        inputs: &'static [&'static str],
        prefix: &str,
        weight: impl Fn(&str) -> (Vec<usize>, Init),
    ) -> Vec<Option<Id>> {
        let mut ids = Vec::new();
        for notation in inputs {
            let input = Input::parse(notation);
            if input.place != Place::Weights {
                ids.push(None);
                continue;
            }
            let (shape, init) = weight(input.name());
            let also = input.names[1..].iter().map(|n| format!("{prefix}{n}")).collect();
            let weight = Weight::new(format!("{prefix}{}", input.name()), &shape, init).also(also);
            ids.push(self.weight(if input.optional { weight.optional() } else { weight }));
        }
        ids
    }

    /// Ends a layer: what has been added since the last one, under a name that `keep` knows.
    pub(crate) fn layer(&mut self, name: impl Into<String>, kind: &'static str, y: Id) {
        let (name, cost) = (name.into(), std::mem::take(&mut self.spent));
        let out = self.shape(y).get(1..).unwrap_or_default().to_vec();
        self.name(name.clone(), y);
        self.written.layers.push(Layer { name, kind, out, cost });
    }

    /// The layers so far, in order.
    pub(crate) fn layers(&self) -> &[Layer] {
        &self.written.layers
    }

    /// The value of a name.
    pub(crate) fn named(&self, name: &str) -> Option<Id> {
        self.written.names.iter().find(|(n, _)| n == name).map(|&(_, id)| id)
    }

    /// A name for a value that is there.
    pub(crate) fn name(&mut self, name: impl Into<String>, id: Id) {
        self.written.names.push((name.into(), id));
    }

    /// Adds a primitive that is a layer of its own.
    pub(crate) fn one(
        &mut self,
        name: &str,
        op: impl Into<Op>,
        inputs: &[Option<Id>],
    ) -> Result<Id, OpError> {
        let op = op.into();
        let kind = kind_of(&op);
        let y = self.step(name, op, inputs)?;
        self.layer(name, kind, y);
        Ok(y)
    }

    /// A linear layer. A weight that is too large for one binding is cut by its outputs, as the
    /// paper cuts AlexNet's, and the parts of the result are joined before the bias.
    pub(crate) fn linear(
        &mut self,
        name: &str,
        x: Id,
        w: Option<Id>,
        bias: Option<Id>,
    ) -> Result<Id, OpError> {
        let (rows, width) = match w.map(|w| self.shape(w)) {
            Some(&[rows, width]) => (rows, width),
            _ => (0, 1),
        };
        let most = self.most.map_or(rows, |most| (most / width).max(1));
        let (Some(Origin::Weight(at)), true) = (w.map(|w| self.written.origins[w]), rows > most)
        else {
            return self.one(name, Linear::default(), &[Some(x), w, bias]);
        };
        let each = rows.div_ceil(rows.div_ceil(most));
        let mut parts = Vec::new();
        for from in (0..rows).step_by(each) {
            let shape = [each.min(rows - from), width];
            let piece = self.written.value(&shape, Origin::Piece(at, from));
            parts.push(Some(self.step(name, Linear::default(), &[Some(x), Some(piece), None])?));
        }
        let mut y = self.step(name, Concat { axis: -1 }, &parts)?;
        if bias.is_some() {
            y = self.step(name, Add::default(), &[Some(y), bias])?;
        }
        self.layer(name, "Linear", y);
        Ok(y)
    }

    /// The same numbers as `[N, …]`; free of cost.
    pub(crate) fn flatten(&mut self, x: Id) -> Result<Id, OpError> {
        let spent = self.spent;
        let rows = self.shape(x).first().copied().unwrap_or_default() as i64;
        let y = self.step("flatten", Reshape { shape: vec![rows, -1] }, &[Some(x)])?;
        self.spent = spent;
        Ok(y)
    }

    /// Batch normalization; in training the new running statistics are noted.
    pub(crate) fn batch_norm(&mut self, name: &str, x: Id) -> Result<Id, OpError> {
        let c = self.shape(x).get(1).copied().unwrap_or_default();
        let mut part = |ours: &str, theirs: &str, start: f32, learned: bool| {
            let weight = Weight::new(format!("{name}.{ours}"), &[c], Init::Constant(start));
            let weight =
                weight.also(shortcut_names(&format!("{name}.{ours}"), &format!("{name}.{theirs}")));
            self.weight(if learned { weight } else { weight.counted() })
        };
        let gamma = part("weight", "gamma", 1.0, true);
        let beta = part("bias", "beta", 0.0, true);
        let mean = part("running_mean", "running_mean", 0.0, false);
        let var = part("running_var", "running_var", 1.0, false);
        let (eps, inputs) = (1e-5, [Some(x), mean, var, gamma, beta]);
        if !self.train {
            return self.one(name, BatchNorm { eps }, &inputs);
        }
        let y = self.one(name, BatchNormTrain { eps, momentum: 0.1 }, &inputs)?;
        for (old, new) in [(mean, y + 3), (var, y + 4)] {
            if let Some(Origin::Weight(at)) = old.map(|id| self.written.origins[id]) {
                self.written.updates.push((at, new));
            }
        }
        Ok(y)
    }

    /// The mean of every channel, `[N, C]`.
    pub(crate) fn global_average(&mut self, x: Id) -> Result<Id, OpError> {
        let x = self.one("avgpool", AdaptiveAvgPool2d { size: [1, 1] }, &[Some(x)])?;
        self.flatten(x)
    }

    /// The weights, the collected ones too.
    pub(crate) fn into_weights(self) -> Vec<Weight> {
        self.weights
    }

    /// The program with y as its first result, then what is to be kept.
    pub(crate) fn finish(self, y: Id, ask: &Ask<'_>) -> Result<Program, OpError> {
        self.written.finish(self.net, y, ask)
    }

    /// What is said of a name that there is not.
    pub(crate) fn unknown(&self, what: &str, name: &str) -> OpError {
        self.written.unknown(self.net, what, name)
    }
}

/// Other names of a weight: `theirs`, and both with the words that others have for a projection.
pub(crate) fn shortcut_names(ours: &str, theirs: &str) -> Vec<String> {
    let mut names = vec![theirs.to_owned()];
    for name in [ours, theirs] {
        for (torchvision, others) in [
            ("downsample.0", ["downsample.conv", "shortcut.0"]),
            ("downsample.1", ["downsample.bn", "shortcut.1"]),
        ] {
            if name.contains(torchvision) {
                names.extend(others.map(|other| name.replace(torchvision, other)));
            }
        }
    }
    names.retain(|name| name != ours);
    names.dedup();
    names
}

/// The class that PyTorch has for an operation; empty where it has none.
fn kind_of(op: &Op) -> &'static str {
    match op {
        Op::Conv2d(_) => "Conv2d",
        Op::Linear(_) => "Linear",
        Op::Relu(_) => "ReLU",
        Op::Tanh(_) => "Tanh",
        Op::MaxPool2d(_) => "MaxPool2d",
        Op::AdaptiveAvgPool2d(_) => "AdaptiveAvgPool2d",
        Op::LocalResponseNorm(_) => "LocalResponseNorm",
        Op::BatchNorm(_) | Op::BatchNormTrain(_) => "BatchNorm2d",
        Op::Embedding(_) => "Embedding",
        _ => "",
    }
}
