//! Where one number came from: the inputs and terms that made it.

/// How the terms become the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// The terms add up.
    Sum,
    /// The terms add up, and a negative sum becomes 0.
    SumThenRelu,
    /// The largest term is taken.
    Max,
    /// The one term, or 0 if it is negative.
    Relu,
}

impl Combine {
    /// The word for it in JavaScript.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::SumThenRelu => "sumThenRelu",
            Self::Max => "max",
            Self::Relu => "relu",
        }
    }
}

/// One number of an input that took part in a term.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The argument's name as in the call: `x`, `w`, `b`.
    pub input: &'static str,
    /// Which element of it.
    pub index: Vec<usize>,
    /// Its value.
    pub value: f32,
}

/// One term: the product of its factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What is multiplied.
    pub factors: Vec<Factor>,
    /// The product, in double precision.
    pub value: f64,
}

impl Term {
    pub(crate) fn of(factors: Vec<Factor>) -> Self {
        let value = factors.iter().map(|f| f64::from(f.value)).product();
        Self { factors, value }
    }
}

/// The terms that made one number, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The op that made it.
    pub op: &'static str,
    /// Which element of the output.
    pub index: Vec<usize>,
    /// The terms in the order of the formula; padding makes none.
    pub terms: Vec<Term>,
    /// How they become the number.
    pub combine: Combine,
}

impl Trace {
    /// The number that the terms make, in double precision.
    #[must_use]
    pub fn value(&self) -> f64 {
        let sum = || self.terms.iter().map(|t| t.value).sum::<f64>();
        match self.combine {
            Combine::Sum => sum(),
            Combine::SumThenRelu | Combine::Relu => sum().max(0.0),
            Combine::Max => self.terms.iter().map(|t| t.value).fold(f64::NEG_INFINITY, f64::max),
        }
    }
}
