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
    /// e to the one term.
    Exp,
    /// The hyperbolic tangent of the one term.
    Tanh,
    /// The sine of the one term.
    Sin,
    /// The cosine of the one term.
    Cos,
    /// e to the first term over the sum of e to each of the others (the first is among them).
    Softmax,
    /// The logarithm of [`Combine::Softmax`].
    LogSoftmax,
    /// The terms x, mean, var, eps, gamma, beta make `(x − mean) / √(var + eps) · gamma + beta`.
    Normalize,
    /// The mean of the squared distances of the terms from their mean.
    Variance,
    /// The first term over the sum of all from the third on, to the power of the second.
    LocalResponse,
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
            Self::Exp => "exp",
            Self::Tanh => "tanh",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Softmax => "softmax",
            Self::LogSoftmax => "logSoftmax",
            Self::Normalize => "normalize",
            Self::Variance => "variance",
            Self::LocalResponse => "localResponse",
        }
    }

    /// The number that these terms make; NaN where there are too few.
    fn apply(self, terms: &[f64]) -> f64 {
        let sum = |of: &[f64]| of.iter().sum::<f64>();
        match (self, terms) {
            (Self::Sum, _) => sum(terms),
            (Self::SumThenRelu | Self::Relu, _) => sum(terms).max(0.0),
            (Self::Max, _) => terms.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            (Self::Exp, &[x]) => x.exp(),
            (Self::Tanh, &[x]) => x.tanh(),
            (Self::Sin, &[x]) => x.sin(),
            (Self::Cos, &[x]) => x.cos(),
            (Self::LogSoftmax, &[x, ref all @ ..]) => {
                let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                x - most - all.iter().map(|v| (v - most).exp()).sum::<f64>().ln()
            }
            (Self::Softmax, _) => Self::LogSoftmax.apply(terms).exp(),
            (Self::Normalize, &[x, mean, var, eps, gamma, beta]) => {
                (x - mean) / (var + eps).sqrt() * gamma + beta
            }
            (Self::Variance, _) => {
                let (n, mean) = (terms.len() as f64, sum(terms) / terms.len() as f64);
                terms.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n
            }
            (Self::LocalResponse, &[x, beta, ref sums @ ..]) => x / sum(sums).powf(beta),
            _ => f64::NAN,
        }
    }
}

/// One number that took part in a term.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The argument's name as in the call, `x`, `w`, `b`; of a number that is no
    /// argument's element the name of the option or statistic: `alpha`, `mean`.
    pub input: &'static str,
    /// Which element of it; empty for a number that has no place.
    pub index: Vec<usize>,
    /// Its value.
    pub value: f32,
}

/// One term: the product of its factors; without factors a constant.
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

    /// A number without a name.
    pub(crate) fn constant(value: f64) -> Self {
        Self { factors: Vec::new(), value }
    }

    /// A statistic or an option, known in double precision.
    pub(crate) fn named(input: &'static str, value: f64) -> Self {
        let factor = Factor { input, index: Vec::new(), value: value as f32 };
        Self { factors: vec![factor], value }
    }

    /// The same term times a named number.
    pub(crate) fn times(mut self, input: &'static str, by: f64) -> Self {
        self.factors.push(Factor { input, index: Vec::new(), value: by as f32 });
        self.value *= by;
        self
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
        self.combine.apply(&self.terms.iter().map(|t| t.value).collect::<Vec<_>>())
    }
}
