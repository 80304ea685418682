//! Recorded functions that answer their gradients too: forward and backward as one graph.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use ops::vjp;
use tensor::show_shape;

use crate::{
    engine::Engine,
    node::Node,
    record::{Recorded, Recording},
    work::{Program, Work},
};

/// A recording with its gradients.
pub(crate) struct Differentiated {
    recorded: Recorded,
    /// The shapes of the placeholders and of the constants.
    shapes: Vec<Vec<usize>>,
    /// The shapes of the results.
    made: Vec<Vec<usize>>,
    /// A program for each choice of the results into which a gradient flows.
    programs: RefCell<BTreeMap<Vec<bool>, Rc<Program>>>,
}

impl Differentiated {
    fn new(recorded: Recorded) -> Result<Self, String> {
        let mut shapes = recorded.inputs.clone();
        shapes.extend(recorded.constants.iter().map(|n| n.shape.clone()));
        let given: Vec<Option<&[usize]>> = shapes.iter().map(|s| Some(s.as_slice())).collect();
        let made = recorded.graph.out_shapes(&given).map_err(|e| e.to_string())?;
        Ok(Self { recorded, shapes, made, programs: RefCell::default() })
    }

    /// The program for gradients that flow into these results.
    fn program(&self, flows: &[bool]) -> Result<Rc<Program>, String> {
        if let Some(program) = self.programs.borrow().get(flows) {
            return Ok(Rc::clone(program));
        }
        let dys = self.made.iter().zip(flows).map(|(y, &flows)| flows.then_some(y.as_slice()));
        let given = self.shapes.iter().map(|s| Some(s.as_slice())).chain(dys);
        let given: Vec<Option<&[usize]>> = given.collect();
        let wrt = vec![true; self.recorded.inputs.len()];
        let graph = vjp(&self.recorded.graph, &given, &wrt).map_err(|e| e.to_string())?;
        let program = Rc::new(Program::new("vjp", graph));
        self.programs.borrow_mut().insert(flows.to_vec(), Rc::clone(&program));
        Ok(program)
    }

    /// Refuses a dy whose shape is not that of its result.
    fn check(&self, dys: &[Option<Rc<Node>>]) -> Result<(), String> {
        if dys.len() != self.made.len() {
            let (results, got) = (self.made.len(), dys.len());
            return Err(format!("vjp: the function has {results} results, got dy of {got}"));
        }
        for (at, (dy, want)) in dys.iter().zip(&self.made).enumerate() {
            let Some(dy) = dy.as_ref().filter(|dy| dy.shape != *want) else { continue };
            let (want, got) = (show_shape(want), show_shape(&dy.shape));
            return Err(format!(
                "vjp: dy of result {at} must be {want}, the shape of the result, got {got}"
            ));
        }
        Ok(())
    }
}

impl Engine {
    /// Keeps a recorded function and its gradients under the number `id`.
    pub fn vjp(&mut self, id: u32, recording: Recording) {
        let made = self.recorded("vjp", recording).and_then(Differentiated::new);
        self.gradients.insert(id, made.map(Rc::new));
    }

    /// Runs it on tensors of the shapes it was recorded with and a dy for each result (`None`: no
    /// gradient flows into it), and files the results, then the gradient of each input.
    pub fn run_vjp(&mut self, id: u32, inputs: &[u32], dys: &[Option<u32>], out: &[u32]) {
        let made = self.vjp_call(id, inputs, dys);
        self.file(made, out);
    }

    fn vjp_call(
        &self,
        id: u32,
        inputs: &[u32],
        dys: &[Option<u32>],
    ) -> Result<Vec<Rc<Node>>, String> {
        let gone = || Err("vjp: this function has been disposed of".to_owned());
        let function = self.gradients.get(id).cloned().unwrap_or_else(gone)?;
        let given: Vec<Option<u32>> = inputs.iter().copied().map(Some).collect();
        let (mut nodes, dys) = (self.nodes(&given)?, self.nodes(dys)?);
        function.recorded.check("vjp", &nodes)?;
        function.check(&dys)?;
        let flows: Vec<bool> = dys.iter().map(Option::is_some).collect();
        let program = function.program(&flows)?;
        nodes.truncate(function.recorded.inputs.len());
        nodes.extend(function.recorded.constants.iter().cloned().map(Some));
        nodes.extend(dys);
        self.run(Work::Program(program), nodes)
    }
}
