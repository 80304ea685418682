//! The table of tensors, and the calls on it.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use ops::{Op, OpError, Options, Trace};
use tensor::Tensor;

use crate::node::{Node, Recipe};

/// What the engine has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// GPU dispatches; 0 on the CPU.
    pub dispatches: u64,
    /// GPU submits; 0 on the CPU.
    pub submits: u64,
    /// Bytes that live tensors hold.
    pub bytes: u64,
}

/// Tensors by the caller's numbers, computed on one backend.
///
/// A call that cannot be carried out poisons its output with the error in
/// words; whoever asks for the output's values gets the error, later calls work.
#[derive(Default)]
pub struct Engine {
    tensors: BTreeMap<u32, Result<Rc<Node>, String>>,
}

impl Engine {
    /// An engine that computes on the CPU.
    #[must_use]
    pub fn cpu() -> Self {
        Self::default()
    }

    /// Takes values in under the number `id`.
    pub fn tensor(&mut self, id: u32, shape: &[usize], data: Vec<f32>) {
        let made = Tensor::new(shape, data).map_err(|e| format!("tensor: {e}")).map(|t| {
            let shape = t.shape().to_vec();
            Rc::new(Node { shape, recipe: Recipe::Source, host: RefCell::new(Some(Rc::new(t))) })
        });
        self.tensors.insert(id, made);
    }

    /// Runs the operation `name` and files its outputs under the numbers `out`.
    pub fn op(&mut self, name: &str, options: &Options, inputs: &[Option<u32>], out: &[u32]) {
        let made = self.run(name, options, inputs);
        for &id in out {
            self.tensors.insert(id, made.clone());
        }
    }

    fn run(
        &self,
        name: &str,
        options: &Options,
        inputs: &[Option<u32>],
    ) -> Result<Rc<Node>, String> {
        let said = |e: OpError| e.to_string();
        let op = Op::parse(name, options).map_err(said)?;
        let inputs: Vec<Option<Rc<Node>>> = inputs
            .iter()
            .map(|id| id.map(|id| self.node(id)).transpose())
            .collect::<Result<_, _>>()?;
        let shapes: Vec<Option<&[usize]>> =
            inputs.iter().map(|n| n.as_ref().map(|n| n.shape.as_slice())).collect();
        let shape = op.out_shapes(&shapes).map_err(said)?.remove(0);
        let node = Node { shape, recipe: Recipe::Op { op, inputs }, host: RefCell::default() };
        values(&node).map_err(said)?;
        Ok(Rc::new(node))
    }

    /// Forgets the tensor `id`; what was made from it stays.
    pub fn dispose(&mut self, id: u32) {
        self.tensors.remove(&id);
    }

    /// The shape of the tensor `id`, without waiting for its values.
    ///
    /// # Errors
    /// The words of the call that failed to make it.
    pub fn shape(&self, id: u32) -> Result<Vec<usize>, String> {
        self.node(id).map(|n| n.shape.clone())
    }

    /// The values of several tensors, in one readback.
    pub async fn data(&self, ids: &[u32]) -> Vec<Result<Rc<Tensor>, String>> {
        ids.iter().map(|&id| values(self.node(id)?.as_ref()).map_err(|e| e.to_string())).collect()
    }

    /// The terms that made one number of the tensor `id`.
    ///
    /// # Errors
    /// Where the tensor was uploaded, or the index is outside.
    pub async fn trace(&self, id: u32, index: &[usize]) -> Result<Trace, String> {
        let node = self.node(id)?;
        let Recipe::Op { op, inputs } = &node.recipe else {
            return Err("trace: this tensor was given, not computed".to_owned());
        };
        trace(op, inputs, index).map_err(|e| e.to_string())
    }

    /// What has been done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let bytes = |n: &Rc<Node>| 4 * n.shape.iter().product::<usize>() as u64;
        let live = self.tensors.values().filter_map(|t| t.as_ref().ok());
        Stats { bytes: live.map(bytes).sum(), ..Stats::default() }
    }

    fn node(&self, id: u32) -> Result<Rc<Node>, String> {
        self.tensors
            .get(&id)
            .cloned()
            .unwrap_or_else(|| Err("this tensor has been disposed of".to_owned()))
    }
}

fn trace(op: &Op, inputs: &[Option<Rc<Node>>], index: &[usize]) -> Result<Trace, OpError> {
    let held = held(inputs)?;
    op.trace(&held.iter().map(Option::as_deref).collect::<Vec<_>>(), 0, index)
}

/// The values of a node, computed where they are not there yet.
fn values(node: &Node) -> Result<Rc<Tensor>, OpError> {
    if let Some(done) = node.host.borrow().as_ref() {
        return Ok(Rc::clone(done));
    }
    let Recipe::Op { op, inputs } = &node.recipe else {
        return Err(OpError::new("tensor", "the values of an uploaded tensor are gone"));
    };
    let held = held(inputs)?;
    let args: Vec<Option<&Tensor>> = held.iter().map(Option::as_deref).collect();
    let made = Rc::new(op.forward(&args)?.remove(0));
    *node.host.borrow_mut() = Some(Rc::clone(&made));
    Ok(made)
}

fn held(inputs: &[Option<Rc<Node>>]) -> Result<Vec<Option<Rc<Tensor>>>, OpError> {
    inputs.iter().map(|n| n.as_ref().map(|n| values(n)).transpose()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pollster::block_on;

    #[test]
    fn a_bad_call_poisons_its_output_and_nothing_else() {
        let mut engine = Engine::cpu();
        engine.tensor(1, &[1, 1, 4, 4], vec![1.0; 16]);
        engine.tensor(2, &[1, 1, 9, 9], vec![1.0; 81]);
        engine.op("conv2d", &Options::default(), &[Some(1), Some(2), None], &[3]);
        engine.op("relu", &Options::default(), &[Some(3)], &[4]);
        engine.op("relu", &Options::default(), &[Some(1)], &[5]);
        let got = block_on(engine.data(&[3, 4, 5]));
        for poisoned in &got[..2] {
            let words = poisoned.as_ref().unwrap_err();
            assert!(words.starts_with("conv2d: the kernel 9×9"), "{words}");
        }
        assert_eq!(got[2].as_ref().unwrap().data(), [1.0; 16]);
    }

    #[test]
    fn disposal_is_counted_and_named() {
        let mut engine = Engine::cpu();
        engine.tensor(1, &[4], vec![1.0; 4]);
        engine.op("relu", &Options::default(), &[Some(1)], &[2]);
        assert_eq!(engine.stats().bytes, 32);
        engine.dispose(1);
        assert_eq!(engine.stats().bytes, 16);
        assert_eq!(block_on(engine.trace(2, &[0])).unwrap().value(), 1.0);
        assert!(engine.shape(1).unwrap_err().contains("disposed"));
    }
}
