//! Normalizations side by side on one small batch: whose mean and variance each takes, as
//! calls of operations on `[samples, channels, places]`.
//!
//! The same block holds (N, C, H·W) of pictures and (B, D, T) of sentences: channels and
//! features are on the axis on which PyTorch's `BatchNorm1d` and `BatchNorm2d` look for them.

use ops::{Cost, Op, OpError, Options, Value};

use crate::batches::{Sentences, draws};

/// How many words a step of a training with sentences sees, and how many photographs.
pub const STEP: [usize; 2] = [16, 2];
/// How many photographs there are to draw from.
pub const PHOTOS: usize = 6;
/// Height and width of the pictures' maps.
pub const SIDE: usize = 4;

/// Which numbers share a mean and a variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Norm {
    /// One channel through the whole batch: `nn.BatchNorm1d(D)`, `nn.BatchNorm2d(C)`.
    Batch,
    /// All features of one token: what `nn.LayerNorm(D)` computes.
    Layer,
    /// All of one sample: `nn.LayerNorm((T, D))`, `nn.LayerNorm((C, H, W))`.
    Sample,
    /// One channel of one sample: `nn.InstanceNorm1d(D)`, `nn.InstanceNorm2d(C)`.
    Instance,
    /// A few channels of one sample: `nn.GroupNorm(groups, C)`.
    Group,
}

impl Norm {
    /// The normalization of a link's word; BatchNorm for a word that is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "layer" => Self::Layer,
            "sample" => Self::Sample,
            "instance" => Self::Instance,
            "group" => Self::Group,
            _ => Self::Batch,
        }
    }
}

/// What a state says, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The two that are compared.
    pub norms: [Norm; 2],
    /// The sentences; `None` for photographs.
    pub sentences: Option<Sentences>,
    /// How many samples: B, N.
    pub samples: usize,
    /// How many features or channels: D, C.
    pub channels: usize,
    /// How many channels' worth of groups GroupNorm makes.
    pub groups: usize,
    /// Of embeddings or kernels, and of what a training draws.
    pub seed: u64,
    /// How many steps of training gave BatchNorm its running statistics; `None` in training.
    pub steps: Option<usize>,
    /// Whether BatchNorm leaves padding out; stored statistics never had any.
    pub skips_padding: bool,
}

impl Setup {
    /// Reads a state by its keys; `text` is its sentences.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str, text: &str) -> Self {
        let size = |key: &str| int(key).max(0) as usize;
        let of_text = word("data") != "images";
        let sentences = of_text.then(|| Sentences::of(text, size("batch"), size("pad")));
        Self {
            norms: [Norm::of(word("norm")), Norm::of(word("against"))],
            samples: sentences.as_ref().map_or(size("batch").min(PHOTOS), |s| s.words.len()),
            channels: size("channels"),
            groups: size("groups"),
            seed: u64::from(int("seed").unsigned_abs()),
            steps: (word("mode") == "eval").then(|| size("steps")),
            skips_padding: of_text && word("mode") != "eval" && word("padding") == "skipped",
            sentences,
        }
    }

    /// How many places a sample has: T, H·W.
    #[must_use]
    pub fn places(&self) -> usize {
        self.sentences.as_ref().map_or(SIDE * SIDE, |s| s.places)
    }

    /// Samples, channels, places: the shape of the block.
    #[must_use]
    pub fn shape(&self) -> [usize; 3] {
        [self.samples, self.channels, self.places()]
    }

    /// The numbers of a block in PyTorch's order: of sentences `[B, T, D]`.
    #[must_use]
    pub fn in_order(&self, block: &[f32]) -> Vec<f32> {
        let [_, channels, places] = self.shape();
        if self.sentences.is_none() || channels * places == 0 {
            return block.to_vec();
        }
        let samples = block.chunks(channels * places);
        let turned = samples.flat_map(|sample| {
            (0..channels * places).map(|i| sample[i % channels * places + i / channels])
        });
        turned.collect()
    }

    /// Whether a place holds nothing but padding.
    #[must_use]
    pub fn is_padding(&self, sample: usize, place: usize) -> bool {
        self.sentences.as_ref().is_some_and(|s| s.word(sample, place).is_none())
    }

    /// Whether this normalization leaves padding out of its statistics, and of its result.
    #[must_use]
    pub fn skips(&self, norm: Norm) -> bool {
        norm == Norm::Batch && self.skips_padding
    }

    /// Whether this normalization takes statistics that are stored.
    #[must_use]
    pub fn stored(&self, norm: Norm) -> Option<usize> {
        self.steps.filter(|_| norm == Norm::Batch)
    }

    /// How many numbers the smallest group has.
    #[must_use]
    pub fn members(&self, norm: Norm) -> usize {
        let [samples, channels, places] = self.shape();
        let seen = |s: &Sentences| s.words.iter().map(Vec::len).sum();
        match norm {
            Norm::Batch if self.skips_padding => self.sentences.as_ref().map_or(0, seen),
            Norm::Batch => samples * places,
            Norm::Layer => channels,
            Norm::Sample => channels * places,
            Norm::Instance => places,
            Norm::Group => channels / self.groups.max(1) * places,
        }
    }

    /// The operation on `[samples, channels, places]` and its options; BatchNorm with stored
    /// statistics takes them as `runningMean` and `runningVar` beside.
    #[must_use]
    pub fn call(&self, norm: Norm) -> (&'static str, Vec<(&'static str, Value)>) {
        let groups = |n: usize| vec![("groups", Value::Number(n as f64))];
        let axes = |all: &[f64]| vec![("axes", Value::Numbers(all.to_vec()))];
        match norm {
            Norm::Batch if self.steps.is_some() => ("batchNorm", Vec::new()),
            Norm::Batch => ("batchNormTrain", Vec::new()),
            Norm::Layer => ("layerNorm", axes(&[1.0])),
            Norm::Sample => ("layerNorm", axes(&[1.0, 2.0])),
            Norm::Instance => ("groupNorm", groups(self.channels)),
            Norm::Group => ("groupNorm", groups(self.groups)),
        }
    }

    /// Which photographs or words (rows of the table, 0 is padding) each step of the
    /// training sees, [`STEP`] of them one after the other.
    #[must_use]
    pub fn drawn(&self) -> Vec<f32> {
        let steps = self.steps.unwrap_or(0);
        match &self.sentences {
            Some(text) => {
                let rows = draws(self.seed, steps, STEP[0], text.vocabulary().len());
                rows.into_iter().map(|row| row + 1.0).collect()
            }
            None => draws(self.seed, steps, STEP[1], PHOTOS),
        }
    }

    /// What γ and β hold: PyTorch's defaults, so none for InstanceNorm.
    ///
    /// # Errors
    /// As the operation's: groups that do not divide the channels.
    pub fn cost(&self, norm: Norm) -> Result<Cost, OpError> {
        let (name, options) = self.call(norm);
        let options = options.into_iter().map(|(key, value)| (key.to_owned(), value));
        let op = Op::parse(name, &Options(tensor::map(options)))?;
        let x = self.shape();
        let affine = match norm {
            Norm::Sample => &x[1..],
            _ => &x[1..2],
        };
        let affine = (norm != Norm::Instance).then_some(affine);
        let all = match norm {
            Norm::Batch => vec![Some(&x[..]), Some(&x[1..2]), Some(&x[1..2]), affine, affine],
            _ => vec![Some(&x[..]), affine, affine],
        };
        op.cost(&all)
    }
}

/// How a block is cut so that each group of a normalization is one column: its shape, how
/// the axes of that are turned, and the shape of the columns, `[members, groups]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The block's shape first.
    pub cut: Vec<usize>,
    /// Then its axes' order.
    pub turned: Vec<usize>,
    /// Then this.
    pub shape: [usize; 2],
}

impl Columns {
    /// Of a normalization of a block of this shape.
    #[must_use]
    pub fn of(norm: Norm, [samples, channels, places]: [usize; 3], groups: usize) -> Self {
        let flat = |groups: usize, members: usize| Self {
            cut: vec![groups, members],
            turned: vec![1, 0],
            shape: [members, groups],
        };
        let whole = |turned: [usize; 3], shape| Self {
            cut: vec![samples, channels, places],
            turned: turned.to_vec(),
            shape,
        };
        let in_group = channels / groups.max(1);
        match norm {
            Norm::Batch => whole([0, 2, 1], [samples * places, channels]),
            Norm::Layer => whole([1, 0, 2], [channels, samples * places]),
            Norm::Sample => flat(samples, channels * places),
            Norm::Instance => flat(samples * channels, places),
            Norm::Group => flat(samples * groups, in_group * places),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(settings: &[(&str, &'static str)]) -> Setup {
        let word = |key: &str| settings.iter().find(|(k, _)| *k == key).map_or("", |(_, v)| v);
        let int = |key: &str| match (key, word(key)) {
            (_, given) if !given.is_empty() => given.parse().unwrap(),
            ("channels", _) => 8,
            ("batch", _) => 4,
            ("groups", _) => 2,
            _ => 1,
        };
        Setup::of(int, word, "a b c. d. e f")
    }

    #[test]
    fn a_group_has_the_numbers_of_its_axes() {
        let text = setup(&[("pad", "1")]);
        assert_eq!((text.shape(), text.is_padding(0, 3)), ([3, 8, 4], true));
        let all = [Norm::Batch, Norm::Layer, Norm::Sample, Norm::Instance, Norm::Group];
        assert_eq!(all.map(|norm| text.members(norm)), [12, 8, 32, 4, 16]);
        let skipping = setup(&[("pad", "1"), ("padding", "skipped")]);
        assert_eq!(all.map(|norm| skipping.members(norm)), [6, 8, 32, 4, 16]);
        for norm in all {
            let columns = Columns::of(norm, text.shape(), text.groups);
            assert_eq!(columns.shape[0], text.members(norm));
            assert_eq!(columns.shape.iter().product::<usize>(), 3 * 8 * 4);
        }
    }

    #[test]
    fn sentences_come_token_by_token() {
        let text = setup(&[("channels", "2"), ("batch", "2"), ("pad", "0")]);
        let block: Vec<f32> = (0..12).map(|i| i as f32).collect();
        assert_eq!(text.shape(), [2, 2, 3]);
        assert_eq!(text.in_order(&block)[..6], [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
        assert_eq!(text.in_order(&block)[6..8], [6.0, 9.0]);
        assert_eq!(setup(&[("data", "images")]).in_order(&block), block);
    }

    #[test]
    fn only_a_batch_norm_has_stored_statistics() {
        let eval = setup(&[("mode", "eval"), ("steps", "3"), ("data", "images"), ("batch", "9")]);
        assert_eq!((eval.shape(), eval.stored(Norm::Batch)), ([6, 8, 16], Some(3)));
        assert_eq!((eval.stored(Norm::Layer), eval.call(Norm::Batch).0), (None, "batchNorm"));
        assert_eq!(eval.drawn().len(), 3 * STEP[1]);
        let words = setup(&[("mode", "eval"), ("steps", "9")]).drawn();
        assert!(words.len() == 9 * STEP[0] && words.iter().all(|row| (1.0..=6.0).contains(row)));
        assert!(setup(&[]).drawn().is_empty());
    }

    #[test]
    fn gamma_and_beta_are_counted_as_pytorch_has_them() {
        let text = setup(&[("pad", "0")]);
        let count = |norm| text.cost(norm).map(|cost| cost.parameters);
        assert_eq!(count(Norm::Batch).unwrap(), 16);
        assert_eq!(count(Norm::Layer).unwrap(), 16);
        // One γ a place and feature: it fits no sentence of another length.
        assert_eq!(count(Norm::Sample).unwrap(), 2 * 8 * 3);
        assert_eq!(count(Norm::Instance).unwrap(), 0);
        assert_eq!(count(Norm::Group).unwrap(), 16);
        let odd = setup(&[("groups", "3")]).cost(Norm::Group).unwrap_err().to_string();
        assert!(odd.contains("groups = 3 does not divide the 8 channels"), "{odd}");
    }
}
