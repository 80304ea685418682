//! A net for inputs of known shapes: a graph of primitives that the CPU runs and the GPU plans.

use std::{borrow::Cow, collections::BTreeSet, ops::Range};

use ops::{Activation, Cost, Graph, GraphStep, Op, OpError};
use tensor::Tensor;

use crate::net::Ask;

/// A layer of a net.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name, under which `keep` knows its output.
    pub name: String,
    /// PyTorch's class, or the name of the operation; may be empty.
    pub kind: &'static str,
    /// The shape of its output, without the batch.
    pub out: Vec<usize>,
    /// What it costs for these inputs. A weight that is shared counts where it comes first.
    pub cost: Cost,
}

/// A weight, or some rows of one that is too large for one binding of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The place of the weight among those of the net.
    pub weight: usize,
    /// Which of the weight's first axis.
    pub rows: Range<usize>,
}

impl Piece {
    /// Its numbers in those of the weight.
    #[must_use]
    pub fn values<'a>(&self, weight: &'a Tensor) -> &'a [f32] {
        let row = weight.shape().iter().skip(1).product::<usize>();
        &weight.data()[self.rows.start * row..self.rows.end * row]
    }
}

/// A net for inputs of known shapes.
///
/// The graph's inputs are the net's inputs, then its weights in their order, which are `pieces`,
/// then the constants, then in training what dropout multiplies with; none is null. Its outputs are y, what is kept, then `updates`.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Primitives on numbered values.
    pub graph: Graph,
    /// The shapes of the graph's inputs.
    pub shapes: Vec<Vec<usize>>,
    /// What of the weights each input between the net's inputs and the constants is.
    pub pieces: Vec<Piece>,
    /// Numbers that are always the same for these shapes, such as positions.
    pub constants: Vec<Tensor>,
    /// The names of what is kept, in the order of the outputs behind y.
    pub kept: Vec<String>,
    /// In training: which weight is to have the value of which output of the graph.
    pub updates: Vec<(usize, usize)>,
    /// The layers in order.
    pub layers: Vec<Layer>,
    /// All names that may be kept.
    pub names: Vec<String>,
}

impl Program {
    /// What the layers cost in all.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.layers.iter().fold(Cost::default(), |sum, layer| sum + layer.cost)
    }

    /// The arguments of the graph.
    #[must_use]
    pub fn arguments<'a>(
        &'a self,
        inputs: &[&'a Tensor],
        weights: &'a [Tensor],
    ) -> Vec<Cow<'a, Tensor>> {
        let shapes = self.shapes.iter().skip(inputs.len());
        let pieces = self.pieces.iter().zip(shapes).map(|(piece, shape)| {
            let whole = &weights[piece.weight];
            if whole.shape() == shape {
                return Cow::Borrowed(whole);
            }
            let values = piece.values(whole);
            Cow::Owned(Tensor::from_fn(shape, |i| values[i]))
        });
        let inputs = inputs.iter().map(|&input| Cow::Borrowed(input));
        inputs.chain(pieces).chain(self.constants.iter().map(Cow::Borrowed)).collect()
    }

    /// The graph's results on the CPU.
    ///
    /// # Errors
    /// Where an id is outside its table.
    pub fn forward(&self, inputs: &[&Tensor], weights: &[Tensor]) -> Result<Vec<Tensor>, OpError> {
        let arguments = self.arguments(inputs, weights);
        self.graph.forward(&arguments.iter().map(|t| Some(&**t)).collect::<Vec<_>>())
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Input(usize),
    /// A weight, whole.
    Weight(usize),
    /// Some rows of a weight, from the first on.
    Piece(usize, usize),
    Constant(usize),
    /// Drawn anew for every step of training.
    Noise(usize),
    Step,
    /// Left out.
    Unused,
}

struct Step {
    op: Op,
    inputs: Vec<Option<usize>>,
    outputs: Vec<usize>,
}

/// What a builder has written down; values are numbered in the order in which they came up.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) inputs: usize,
    pub(crate) noise: usize,
    pub(crate) constants: Vec<Tensor>,
    pub(crate) shapes: Vec<Vec<usize>>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) layers: Vec<Layer>,
    pub(crate) names: Vec<(String, usize)>,
    pub(crate) updates: Vec<(usize, usize)>,
    steps: Vec<Step>,
}

impl Written {
    pub(crate) fn value(&mut self, shape: &[usize], origin: Origin) -> usize {
        self.shapes.push(shape.to_vec());
        self.origins.push(origin);
        self.shapes.len() - 1
    }

    pub(crate) fn step(&mut self, op: Op, inputs: &[Option<usize>], made: &[Vec<usize>]) -> usize {
        let first = self.shapes.len();
        let outputs = made.iter().map(|shape| self.value(shape, Origin::Step)).collect();
        self.steps.push(Step { op, inputs: inputs.to_vec(), outputs });
        first
    }

    /// Of the values from this one on, those that an operation of this kind made.
    pub(crate) fn made(&self, from: usize, kind: impl Fn(&Op) -> bool) -> Vec<usize> {
        let steps = self.steps.iter().filter(|step| kind(&step.op));
        steps.flat_map(|step| &step.outputs).copied().filter(|&id| id >= from).collect()
    }

    pub(crate) fn finish(
        mut self,
        net: &'static str,
        y: usize,
        ask: &Ask<'_>,
    ) -> Result<Program, OpError> {
        let named = |what: &str, name: &str| {
            let found = self.names.iter().find(|(n, _)| n == name);
            found.map(|&(_, id)| id).ok_or_else(|| self.unknown(net, what, name))
        };
        let mut outputs = vec![ask.until.map_or(Ok(y), |name| named("until", name))?];
        for name in ask.keep {
            outputs.push(named("keep", name)?);
        }
        let from = ask.from.map(|name| named("from", name)).transpose()?;
        if from.is_some() || ask.until.is_some() {
            self.cut(net, from, &outputs)?;
        }
        let kept = ask.keep.iter().map(|&name| name.to_owned()).collect();
        let first = outputs.len();
        outputs.extend(self.updates.iter().map(|&(_, value)| value));
        let updates =
            self.updates.iter().enumerate().map(|(i, &(weight, _))| (weight, first + i)).collect();
        self.fuse(&outputs);
        let given = self.given();
        let mut numbers = vec![0; self.shapes.len()];
        for (number, &(_, id)) in given.iter().enumerate() {
            numbers[id] = number;
        }
        let shapes: Vec<Vec<usize>> =
            given.iter().map(|&(_, id)| self.shapes[id].clone()).collect();
        let piece = |&(origin, id): &(Origin, usize)| {
            let (weight, from) = match origin {
                Origin::Weight(weight) => (weight, 0),
                Origin::Piece(weight, from) => (weight, from),
                _ => return None,
            };
            let rows = self.shapes[id].first().copied().unwrap_or(1);
            Some(Piece { weight, rows: from..from + rows })
        };
        let pieces = given.iter().filter_map(piece).collect();
        let made = self.steps.iter().flat_map(|step| &step.outputs);
        for (number, &id) in (shapes.len()..).zip(made) {
            numbers[id] = number;
        }
        let steps = self.steps.into_iter().map(|step| GraphStep {
            op: step.op,
            inputs: step.inputs.iter().map(|i| i.map(|i| numbers[i])).collect(),
        });
        let graph = Graph {
            inputs: shapes.len(),
            steps: steps.collect(),
            outputs: outputs.iter().map(|&id| numbers[id]).collect(),
        };
        let names = self.names.into_iter().map(|(name, _)| name).collect();
        let (constants, layers) = (self.constants, self.layers);
        Ok(Program { graph, shapes, pieces, constants, kept, updates, layers, names })
    }

    /// Leaves the steps and the weights that lead from the value `from`, or from the beginning,
    /// to what is wanted.
    fn cut(
        &mut self,
        net: &'static str,
        from: Option<usize>,
        outputs: &[usize],
    ) -> Result<(), OpError> {
        if let Some(id) = from {
            // What was given stands apart, so that who needs it is found.
            for origin in self.origins.iter_mut().filter(|o| matches!(o, Origin::Input(_))) {
                *origin = Origin::Unused;
            }
            self.origins[id] = Origin::Input(0);
        }
        let mut wanted = vec![false; self.shapes.len()];
        outputs.iter().for_each(|&id| wanted[id] = true);
        // Behind all steps that read it, none can be wanted for a value any more.
        let mut kept = Vec::new();
        for step in std::mem::take(&mut self.steps).into_iter().rev() {
            let made = |id: &usize| wanted[*id] && Some(*id) != from;
            if step.outputs.iter().any(made) {
                step.inputs.iter().flatten().for_each(|&id| wanted[id] = true);
                kept.push(step);
            }
        }
        kept.reverse();
        self.steps = kept;
        for (origin, wanted) in self.origins.iter_mut().zip(wanted) {
            match (*origin, wanted) {
                (Origin::Unused, true) => {
                    let words = "from: what is wanted needs a layer before it";
                    return Err(OpError::new(net, words));
                }
                (Origin::Weight(_) | Origin::Piece(..), false) => *origin = Origin::Unused,
                _ => {}
            }
        }
        Ok(())
    }

    /// The values that the graph is given, in its order; a weight in pieces is not there whole.
    fn given(&self) -> Vec<(Origin, usize)> {
        let order = |origin| match origin {
            Origin::Input(i) => (0, i, 0),
            Origin::Weight(i) => (1, i, 0),
            Origin::Piece(i, from) => (1, i, from),
            Origin::Constant(i) => (2, i, 0),
            Origin::Noise(i) => (3, i, 0),
            Origin::Step | Origin::Unused => (4, 0, 0),
        };
        let piece = |origin: &Origin| match *origin {
            Origin::Piece(weight, _) => Some(weight),
            _ => None,
        };
        let mut cut = BTreeSet::new();
        cut.extend(self.origins.iter().filter_map(piece));
        let given: Vec<(Origin, usize)> = self
            .origins
            .iter()
            .enumerate()
            .filter(|(_, o)| match **o {
                Origin::Step | Origin::Unused => false,
                Origin::Weight(i) => !cut.contains(&i),
                _ => true,
            })
            .map(|(id, &origin)| (origin, id))
            .collect();
        let by_place =
            tensor::order(given.len(), &|i, j| order(given[i].0).cmp(&order(given[j].0)));
        by_place.into_iter().map(|i| given[i]).collect()
    }

    /// Writes a ReLU into the sum before it, where nobody else reads the sum.
    fn fuse(&mut self, outputs: &[usize]) {
        let mut readers = vec![0_usize; self.shapes.len()];
        for &id in self.steps.iter().flat_map(|step| &step.inputs).flatten().chain(outputs) {
            readers[id] += 1;
        }
        let mut maker: Vec<Option<usize>> = vec![None; self.shapes.len()];
        let mut steps: Vec<Step> = Vec::new();
        for step in self.steps.drain(..) {
            if let (Op::Relu(_), &[Some(x)]) = (&step.op, &step.inputs[..])
                && readers[x] == 1
                && let Some(at) = maker[x]
                && let Some(activation) = activation(&mut steps[at].op)
                && *activation == Activation::None
            {
                *activation = Activation::Relu;
                steps[at].outputs.clone_from(&step.outputs);
                continue;
            }
            for &id in &step.outputs {
                maker[id] = Some(steps.len());
            }
            steps.push(step);
        }
        self.steps = steps;
    }

    pub(crate) fn unknown(&self, net: &'static str, what: &str, name: &str) -> OpError {
        let alike = |n: &str| n.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let alike = |i: usize| alike(&self.names[i].0);
        let order = tensor::order(self.names.len(), &|i, j| alike(j).cmp(&alike(i)));
        let near: Vec<&str> = order.iter().take(8).map(|&i| self.names[i].0.as_str()).collect();
        OpError::new(
            net,
            format!("{what}: there is no layer {name:?}; near it are {}", near.join(", ")),
        )
    }
}

/// Where an operation says what is fused into its write.
fn activation(op: &mut Op) -> Option<&mut Activation> {
    match op {
        Op::Conv2d(op) => Some(&mut op.activation),
        Op::Linear(op) => Some(&mut op.activation),
        Op::Add(op) => Some(&mut op.activation),
        _ => None,
    }
}
