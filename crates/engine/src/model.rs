//! Nets that stay with the engine: their weights, and a program for every shape they were run on.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use nets::{Ask, Layer, Net, Part, Piece, Spec};
use ops::OpError;
use tensor::{Bytes, Tensor, read_safetensors_from};

use crate::{node::Node, work::Program};

/// Programs that a model keeps; decoding makes one for every length.
const MOST_PROGRAMS: usize = 256;

/// The most numbers of one weight in one binding: 128 MiB, as every device takes.
pub(crate) const MOST_BOUND: usize = 1 << 25;

/// Where a model's weights come from.
#[derive(Debug)]
pub enum Weights {
    /// A safetensors file.
    File(Box<dyn Bytes>),
    /// Random numbers from a seed.
    Seed(u64),
}

impl Weights {
    /// The net as these weights have it, and its weights in its order; `op` asks.
    ///
    /// # Errors
    /// What is wrong with the file, or with a tensor in it.
    pub(crate) fn of(self, net: Net, op: &str) -> Result<(Net, Vec<Tensor>), String> {
        match self {
            Self::Seed(seed) => {
                let values = net.seeded(seed);
                Ok((net, values))
            }
            Self::File(file) => {
                let (tensors, _) = read_safetensors_from(net.weights().len(), &*file)
                    .map_err(|e| format!("{op}: {e}"))?;
                // Two copies of a large net are more than a tab may have.
                drop(file);
                net.read(tensors).map_err(|e| e.to_string())
            }
        }
    }
}

/// What a model is.
#[derive(Debug, Clone)]
pub struct Info {
    /// Its layers with their costs, for one example of the usual size.
    pub layers: Vec<Layer>,
    /// The names that `keep` knows.
    pub names: Vec<String>,
    /// The names of the inputs.
    pub inputs: &'static [&'static str],
    /// The shapes of one example.
    pub example: Vec<Vec<usize>>,
    /// Its weights: their names and shapes.
    pub weights: Vec<(String, Vec<usize>)>,
}

impl Info {
    fn of(net: &Net) -> Result<Self, OpError> {
        let example = net.example()?;
        let spec = net.spec();
        Ok(Self {
            layers: example.layers,
            names: example.names,
            inputs: spec.inputs(Part::Whole),
            example: spec.example(),
            weights: net.weights().iter().map(|w| (w.name.clone(), w.shape.clone())).collect(),
        })
    }
}

/// What a net is, without its weights.
///
/// # Errors
/// What is wrong with the specification.
pub fn describe(spec: Result<Spec, OpError>) -> Result<Info, String> {
    spec.and_then(Net::new).and_then(|net| Info::of(&net)).map_err(|e| e.to_string())
}

/// What of a model is run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forward<'a> {
    /// Which part of the net.
    pub part: Part,
    /// The layers whose outputs are wanted besides y.
    pub keep: &'a [String],
    /// The layer whose output is given in place of x.
    pub from: Option<&'a str>,
    /// The layer whose output is y.
    pub until: Option<&'a str>,
}

/// A call of a model: which part, on inputs of which shapes, keeping what, from where to where.
type Key = (u8, Vec<Vec<usize>>, Vec<String>, [Option<String>; 2]);

/// A program, and what it takes besides its inputs: weights, then constants.
pub(crate) struct Made {
    pub(crate) program: Rc<Program>,
    pub(crate) besides: Vec<Rc<Node>>,
}

pub(crate) struct Model {
    pub(crate) net: Net,
    pub(crate) weights: Vec<Rc<Node>>,
    made: RefCell<BTreeMap<Key, Rc<Made>>>,
    /// The pieces of weights that a device cannot bind whole; programs share them.
    pieces: RefCell<Vec<(Piece, Rc<Node>)>>,
}

impl Model {
    /// A net with weights.
    ///
    /// # Errors
    /// What is wrong with the file, or with a tensor in it.
    pub(crate) fn new(spec: Spec, weights: Weights) -> Result<Self, String> {
        let net = Net::new(spec).map_err(|e| e.to_string())?;
        let (net, values) = weights.of(net, "model")?;
        Ok(Self::of(net, values.into_iter().map(Node::source).collect()))
    }

    /// A net with these weights, in its order.
    pub(crate) fn of(net: Net, weights: Vec<Rc<Node>>) -> Self {
        Self { net, weights, made: RefCell::default(), pieces: RefCell::default() }
    }

    pub(crate) fn info(&self) -> Result<Info, OpError> {
        Info::of(&self.net)
    }

    /// The program for inputs of these shapes; made once. A weight of more numbers than `most`
    /// comes in pieces.
    pub(crate) fn program(
        &self,
        inputs: &[&[usize]],
        call: &Forward<'_>,
        most: Option<usize>,
    ) -> Result<Rc<Made>, OpError> {
        let Forward { part, keep, from, until } = *call;
        let shapes = inputs.iter().map(|s| s.to_vec()).collect();
        let ends = [from, until].map(|name| name.map(str::to_owned));
        let key = (part as u8, shapes, keep.to_vec(), ends);
        if let Some(made) = self.made.borrow().get(&key) {
            return Ok(Rc::clone(made));
        }
        let keep: Vec<&str> = keep.iter().map(String::as_str).collect();
        let ask = Ask { part, inputs, keep: &keep, from, until, train: false, most };
        let program = self.net.program(&ask)?;
        let mut besides: Vec<Rc<Node>> = Vec::new();
        for piece in &program.pieces {
            besides.push(self.piece(piece)?);
        }
        besides.extend(program.constants.into_iter().map(Node::source));
        let made =
            Rc::new(Made { program: Rc::new(Program::new("model", program.graph)), besides });
        let mut all = self.made.borrow_mut();
        if all.len() >= MOST_PROGRAMS {
            all.clear();
        }
        all.insert(key, Rc::clone(&made));
        Ok(made)
    }

    /// A weight, or some rows of one that is too large for one binding.
    fn piece(&self, piece: &Piece) -> Result<Rc<Node>, OpError> {
        let whole = &self.weights[piece.weight];
        if whole.shape.first().is_none_or(|&rows| piece.rows == (0..rows)) {
            return Ok(Rc::clone(whole));
        }
        let mut pieces = self.pieces.borrow_mut();
        if let Some((_, node)) = pieces.iter().find(|(known, _)| known == piece) {
            return Ok(Rc::clone(node));
        }
        let values = whole.held().ok_or_else(|| OpError::new("model", "a weight is gone"))?;
        let shape = [&[piece.rows.len()], &whole.shape[1..]].concat();
        let rows = Tensor::new(&shape, piece.values(&values).to_vec());
        let node = Node::source(rows.map_err(|e| OpError::new("model", e.to_string()))?);
        pieces.push((piece.clone(), Rc::clone(&node)));
        Ok(node)
    }
}
