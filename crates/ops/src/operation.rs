//! What each operation's file provides, and how it sees its arguments.

use tensor::{Tensor, show_shape};

use crate::back::Back;
use crate::entry::{Input, OpEntry, Place};
use crate::error::OpError;
use crate::graph::Graph;
use crate::lattice::unravel;
use crate::trace::{Combine, Factor, Term};

/// The shapes of a call's arguments.
pub(crate) type Shapes<'a> = Args<'a, [usize]>;
/// The values of a call's arguments.
pub(crate) type Tensors<'a> = Args<'a, Tensor>;
/// The terms of a number and how they make it.
pub(crate) type Terms = (Vec<Term>, Combine);

/// What an operation is for given shapes: all that a page needs to show sizes and costs.
///
/// It stands apart from [`Primitive`], so that a program which only counts does not carry the loops.
pub(crate) trait Shaped {
    /// The shapes of the outputs; what is wrong with the call is said here.
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError>;

    /// Which arguments are learned.
    fn learned(&self) -> &'static [usize] {
        &[]
    }

    /// Products that are summed, where the operation is a convolution or a matrix product.
    fn multiply_adds(&self, _args: &Shapes<'_>, _shapes: &[Vec<usize>]) -> u64 {
        0
    }
}

/// An operation that computes. Its callers have checked that no argument is empty.
pub(crate) trait Primitive: Shaped {
    /// The outputs' values; `shapes` is what [`Shaped::out_shapes`] answered.
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError>;

    /// What made one number. A gradient that is no sum of products says that it has no terms.
    fn explain(&self, args: &Tensors<'_>, _cell: &Cell<'_>) -> Result<Terms, OpError> {
        Err(args.bad("what makes its numbers is not traced"))
    }

    /// The gradients of the arguments, one each, as steps behind the forward ones; `None`
    /// where nothing flows: a mask, an id.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        Err(back.bad("it has no derivative here"))
    }
}

/// An operation that is made of others.
pub(crate) trait Composite {
    /// The steps for these shapes.
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError>;
}

/// One number of the outputs, known to be inside.
pub(crate) struct Cell<'a> {
    pub(crate) output: usize,
    pub(crate) shape: &'a [usize],
    pub(crate) index: &'a [usize],
    /// Its position in row-major order.
    pub(crate) flat: usize,
}

/// The arguments of a call, with errors that name them.
pub(crate) struct Args<'a, T: ?Sized> {
    pub(crate) entry: &'static OpEntry,
    pub(crate) all: &'a [Option<&'a T>],
}

impl<'a, T: ?Sized> Args<'a, T> {
    /// The arguments, or which are missing or too many.
    pub(crate) fn new(entry: &'static OpEntry, all: &'a [Option<&'a T>]) -> Result<Self, OpError> {
        let args = Self { entry, all };
        let inputs: Vec<Input> = entry.inputs.iter().map(|n| Input::parse(n)).collect();
        let list = inputs.last().is_some_and(|i| i.place == Place::List);
        if all.len() > inputs.len() && !list {
            let most = inputs.len();
            return Err(args.bad(format!("takes {most} tensors, got {}", all.len())));
        }
        for i in 0..inputs.len().max(all.len()) {
            let optional = inputs.get(i).is_some_and(|input| input.optional);
            if args.may(i).is_none() && !optional {
                return Err(args.bad(format!("{} is missing", args.label(i))));
            }
        }
        Ok(args)
    }

    /// An error of this call.
    pub(crate) fn bad(&self, message: impl Into<String>) -> OpError {
        OpError::new(self.entry.name, message)
    }

    /// An argument that is not optional.
    pub(crate) fn need(&self, i: usize) -> Result<&'a T, OpError> {
        self.may(i).ok_or_else(|| self.bad(format!("{} is missing", self.name(i))))
    }

    /// An argument that may be null.
    pub(crate) fn may(&self, i: usize) -> Option<&'a T> {
        self.all.get(i).copied().flatten()
    }

    /// The number of the argument as a value of a graph, where it was given.
    pub(crate) fn id(&self, i: usize) -> Option<usize> {
        self.may(i).map(|_| i)
    }

    /// The argument in words: its name, in a list also its place.
    pub(crate) fn label(&self, i: usize) -> String {
        let last = self.entry.inputs.len().saturating_sub(1);
        match self.entry.inputs.last().map(|n| Input::parse(n).place) {
            Some(Place::List) if i >= last => format!("{}[{}]", self.name(i), i - last),
            _ => self.name(i).to_owned(),
        }
    }

    /// The argument's name; those beyond the table belong to its list.
    pub(crate) fn name(&self, i: usize) -> &'static str {
        let notation = self.entry.inputs.get(i).or(self.entry.inputs.last());
        notation.map_or("", |n| Input::parse(n).name())
    }
}

impl Shapes<'_> {
    /// Refuses an argument whose shape is not the wanted one, with the reason in words.
    pub(crate) fn same(&self, i: usize, want: &[usize], why: &str) -> Result<(), OpError> {
        match self.may(i) {
            Some(got) if got != want => Err(self.bad(format!(
                "{} must be {}, {why}, got {}",
                self.name(i),
                show_shape(want),
                show_shape(got)
            ))),
            _ => Ok(()),
        }
    }
}

impl Tensors<'_> {
    /// One element of an argument, for a trace; NaN where there is none.
    pub(crate) fn factor(&self, i: usize, flat: usize) -> Factor {
        let t = self.may(i);
        let value = t.and_then(|t| t.data().get(flat).copied()).unwrap_or(f32::NAN);
        let index = t.map(|t| unravel(t.shape(), flat)).unwrap_or_default();
        Factor { input: self.name(i), index, value }
    }

    /// A term of one element.
    pub(crate) fn term(&self, i: usize, flat: usize) -> Term {
        Term::of(vec![self.factor(i, flat)])
    }

    /// A term of one element, or a constant where the argument was left out.
    pub(crate) fn term_or(&self, i: usize, flat: usize, constant: f64) -> Term {
        if self.may(i).is_some() { self.term(i, flat) } else { Term::constant(constant) }
    }
}
