//! The weights of a net: names, shapes, and what they start from.

/// What a weight starts from in a net made from a seed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Init {
    /// The net does without it unless a file has it; then 0.
    Absent,
    /// Every number the same.
    Constant(f32),
    /// Normal numbers around 0 of this standard deviation.
    Normal(f64),
    /// Uniform numbers from minus to plus this bound.
    Uniform(f64),
}

/// A weight of a net.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// Its name, as torchvision's where torchvision has the net.
    pub name: String,
    /// Other names that checkpoints use for it.
    pub aliases: Vec<String>,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Whether it is trained; running statistics are not.
    pub learned: bool,
    /// Whether a file may leave it out.
    pub optional: bool,
    /// What it starts from.
    pub init: Init,
}

impl Weight {
    /// A weight that is trained and must be there.
    pub(crate) fn new(name: impl Into<String>, shape: &[usize], init: Init) -> Self {
        Self {
            name: name.into(),
            aliases: Vec::new(),
            shape: shape.to_vec(),
            learned: true,
            optional: false,
            init,
        }
    }

    /// The same weight, which a file may leave out.
    pub(crate) fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The same weight, which statistics of batches make.
    pub(crate) fn counted(self) -> Self {
        Self { learned: false, ..self }
    }

    /// The same weight under other names too.
    pub(crate) fn also(self, aliases: Vec<String>) -> Self {
        Self { aliases, ..self }
    }

    /// How many numbers it holds.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.shape.iter().map(|&d| d as u64).product()
    }
}

/// He et al. 2015 for the numbers that a convolution `[out, in, kh, kw]` sends on, as torchvision's
/// ResNet begins: normal, of variance 2 / (out·kh·kw).
pub(crate) fn he(shape: &[usize]) -> Init {
    let fan_out = shape.first().copied().unwrap_or(1) * shape[2..].iter().product::<usize>();
    Init::Normal((2.0 / fan_out as f64).sqrt())
}

/// The same for the numbers that an output `[out, in, …]` takes in (equation 10): normal, of
/// variance 2 / fan-in, for layers behind a ReLU, also cut into groups.
pub(crate) fn he_in(shape: &[usize]) -> Init {
    let fan_in: usize = shape.iter().skip(1).product();
    Init::Normal((2.0 / fan_in.max(1) as f64).sqrt())
}

/// What PyTorch begins linear layers and convolutions with, weight and bias:
/// uniform within 1/√(inputs of an output).
pub(crate) fn pytorch(weight: &[usize]) -> Init {
    let fan_in: usize = weight[1..].iter().product();
    Init::Uniform((fan_in as f64).powf(-0.5))
}

/// Glorot and Bengio 2010, as the Transformer's first implementation begins: uniform within
/// √(6 / (in + out)).
pub(crate) fn glorot(shape: &[usize]) -> Init {
    let both: usize = shape.iter().sum();
    Init::Uniform((6.0 / both as f64).sqrt())
}
