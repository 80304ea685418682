//! What can be done with any operation of the table.

use tensor::{Tensor, element_count, offset_of, show_shape};

use crate::back::Back;
use crate::cost::{Cost, count};
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Args, Cell, Composite, Primitive, Shaped, Shapes};
use crate::options::Options;
use crate::table::Op;
use crate::trace::Trace;

/// The most elements a tensor may have: a buffer of 8 GiB; a quarter of what a
/// 32-bit address space holds.
pub const MAX_ELEMENTS: usize = if usize::BITS < 64 { 1 << 28 } else { 1 << 31 };

/// What an operation is made of, as far as shapes and costs go: without its loops.
pub(crate) enum Form<'a> {
    Primitive(&'a dyn Shaped),
    Composite(&'a dyn Composite),
}

/// How an operation is carried out.
pub(crate) enum Kind<'a> {
    Primitive(&'a dyn Primitive),
    Composite(&'a dyn Composite),
}

impl Op {
    /// The operation of that name with these options.
    ///
    /// Plain arguments after the tensors are options too, named in [`OpEntry::args`](crate::OpEntry::args).
    ///
    /// # Errors
    /// Where there is none of that name, or an option is impossible.
    pub fn parse(name: &str, options: &Options) -> Result<Self, OpError> {
        Self::named(name, options).unwrap_or_else(|| {
            Err(OpError::new("third-pass", format!("there is no operation {name:?}")))
        })
    }

    /// The shapes of the outputs for these inputs (`None`: null).
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn out_shapes(&self, inputs: &[Option<&[usize]>]) -> Result<Vec<Vec<usize>>, OpError> {
        let args = self.checked(inputs)?;
        let shapes = match self.form() {
            Form::Primitive(op) => op.out_shapes(&args)?,
            Form::Composite(op) => op.graph(&args)?.out_shapes(inputs)?,
        };
        for shape in &shapes {
            if too_large(shape) {
                return Err(args.bad(format!(
                    "the output {} has more than {MAX_ELEMENTS} elements",
                    show_shape(shape)
                )));
            }
        }
        Ok(shapes)
    }

    /// Computes the outputs on the CPU.
    ///
    /// # Errors
    /// As [`Op::out_shapes`]; also where an id or a target is outside its table.
    pub fn forward(&self, inputs: &[Option<&Tensor>]) -> Result<Vec<Tensor>, OpError> {
        let given: Vec<_> = inputs.iter().map(|t| t.map(Tensor::shape)).collect();
        match self.kind() {
            Kind::Composite(op) => op.graph(&self.checked(&given)?)?.forward(inputs),
            Kind::Primitive(op) => {
                let shapes = self.out_shapes(&given)?;
                let args = Args::new(self.entry(), inputs)?;
                let data = op.compute(&args, &shapes)?;
                let pairs = shapes.iter().zip(data);
                pairs.map(|(s, d)| Tensor::new(s, d).map_err(|e| args.bad(e.to_string()))).collect()
            }
        }
    }

    /// Parameters, multiply-adds and bytes for these shapes; of a composite the sum of its steps.
    ///
    /// # Errors
    /// As [`Op::out_shapes`].
    pub fn cost(&self, inputs: &[Option<&[usize]>]) -> Result<Cost, OpError> {
        let args = self.checked(inputs)?;
        match self.form() {
            Form::Composite(op) => op.graph(&args)?.cost(inputs),
            Form::Primitive(op) => {
                let shapes = self.out_shapes(inputs)?;
                let learned = op.learned().iter().filter_map(|&i| args.may(i));
                let read = inputs.iter().flatten().map(|s| count(s)).sum::<u64>();
                let written = shapes.iter().map(|s| count(s)).sum::<u64>();
                Ok(Cost {
                    parameters: learned.map(count).sum(),
                    multiply_adds: op.multiply_adds(&args, &shapes),
                    bytes: 4 * (read + written),
                })
            }
        }
    }

    /// The terms that made one number of result `output`; of a composite those of the
    /// step that made it.
    ///
    /// # Errors
    /// Where shapes do not fit or the index is outside.
    pub fn trace(
        &self,
        inputs: &[Option<&Tensor>],
        output: usize,
        index: &[usize],
    ) -> Result<Trace, OpError> {
        let given: Vec<_> = inputs.iter().map(|t| t.map(Tensor::shape)).collect();
        let op = match self.kind() {
            Kind::Composite(op) => {
                let graph = op.graph(&self.checked(&given)?)?;
                return graph.trace(self.entry().name, inputs, output, index);
            }
            Kind::Primitive(op) => op,
        };
        let shapes = self.out_shapes(&given)?;
        let args = Args::new(self.entry(), inputs)?;
        let Some(shape) = shapes.get(output) else {
            return Err(args.bad(format!("there is no output {output}")));
        };
        let Some(flat) = offset_of(shape, index) else {
            return Err(args
                .bad(format!("the index {index:?} is outside the output {}", show_shape(shape))));
        };
        let (terms, combine) = op.explain(&args, &Cell { output, shape, index, flat })?;
        Ok(Trace { op: self.entry().name, index: index.to_vec(), terms, combine })
    }

    /// The steps of a composite for these shapes; `None` for a primitive.
    ///
    /// # Errors
    /// As [`Op::out_shapes`].
    #[must_use]
    pub fn graph(&self, inputs: &[Option<&[usize]>]) -> Option<Result<Graph, OpError>> {
        match self.form() {
            Form::Primitive(_) => None,
            Form::Composite(op) => Some(self.checked(inputs).and_then(|args| op.graph(&args))),
        }
    }

    /// The gradients of the arguments as steps; composites have been taken apart before.
    pub(crate) fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        match self.kind() {
            Kind::Primitive(op) => op.backward(back),
            Kind::Composite(_) => Err(back.bad("it is made of others")),
        }
    }

    /// The arguments, none of them missing or empty.
    fn checked<'a>(&self, inputs: &'a [Option<&'a [usize]>]) -> Result<Shapes<'a>, OpError> {
        let args = Args::new(self.entry(), inputs)?;
        for (i, shape) in inputs.iter().enumerate() {
            let Some(shape) = shape else { continue };
            let (name, shown) = (args.label(i), show_shape(shape));
            if shape.contains(&0) {
                return Err(args.bad(format!("{name} has an axis of size 0: {shown}")));
            }
            if too_large(shape) {
                return Err(args.bad(format!("{name} {shown} is too large")));
            }
        }
        Ok(args)
    }
}

fn too_large(shape: &[usize]) -> bool {
    element_count(shape).is_none_or(|n| n > MAX_ELEMENTS)
}
