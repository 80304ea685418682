//! Attention on a reader's own tokens (Transformer, section 3.2): what goes in, drawn from
//! seeds, and the measurement behind the division by √d_k (footnote 4).
//!
//! Nothing in it is learned: embeddings and projections are normal numbers, each from a
//! stream of its own name, so that a token keeps its embedding in any sentence, and a
//! smaller `d_k` keeps the first rows of a larger one.

mod plane;
mod rows;
mod sweep;

use ops::{Cost, Linear, Matmul, Op, OpError, ScaledDotProductAttention};
use tensor::{Tensor, random::SplitMix64};

pub use plane::{PLACES, REACH, by_hand, places};
pub use rows::{Rows, rows};
pub use sweep::{D_K, Draws, KEYS, Measured, QUERIES, draws, measured};

/// How many numbers embed a token.
pub const D_MODEL: usize = 8;
/// The width of the values, and so of the output.
pub const D_V: usize = 8;

/// How near a key is to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Similarity {
    /// q·k / √d_k, the paper's.
    Scaled,
    /// q·k.
    Dot,
    /// w·tanh(q + k), after Bahdanau et al. 2014.
    Additive,
    /// q·k / (‖q‖‖k‖).
    Cosine,
    /// −½‖q − k‖², whose exponential is a Gaussian.
    Gaussian,
}

impl Similarity {
    /// The similarity of a link's word; the scaled dot product for a word that is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "dot" => Self::Dot,
            "additive" => Self::Additive,
            "cosine" => Self::Cosine,
            "gaussian" => Self::Gaussian,
            _ => Self::Scaled,
        }
    }

    /// What the scores are multiplied by before the mask: 1/√d_k for the scaled one, else 1.
    #[must_use]
    pub fn scale(self, d_k: usize) -> f32 {
        if self == Self::Scaled { (1.0 / (d_k as f64).sqrt()) as f32 } else { 1.0 }
    }
}

/// Which keys a query does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// None.
    Nothing,
    /// Those behind its own place (section 3.2.3).
    Later,
    /// The last so many tokens, which are padding.
    Padding(usize),
}

impl Hidden {
    /// The mask of a link's word; nothing is hidden for a word that is none.
    #[must_use]
    pub fn of(word: &str, padding: usize) -> Self {
        match word {
            "causal" => Self::Later,
            "padding" => Self::Padding(padding),
            _ => Self::Nothing,
        }
    }

    /// The mask `[tokens, tokens]`, query by key, 1 = hidden; `None` where nothing is.
    #[must_use]
    pub fn mask(self, tokens: usize) -> Option<Tensor> {
        let shape = [tokens, tokens];
        let made = |hides: &dyn Fn(usize, usize) -> bool| {
            Tensor::from_fn(&shape, |at| f32::from(u8::from(hides(at / tokens, at % tokens))))
        };
        match self {
            Self::Nothing => None,
            Self::Later => Some(made(&|query, key| key > query)),
            Self::Padding(last) => Some(made(&|_, key| key + last >= tokens)),
        }
    }
}

/// What one forward is given.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Which row of `table` each token is, `[T]`.
    pub ids: Tensor,
    /// An embedding for every different token, `[V, D_MODEL]`; capitals make no difference.
    pub table: Tensor,
    /// The projection of the queries, `[d_k, D_MODEL]`.
    pub wq: Tensor,
    /// The projection of the keys, `[d_k, D_MODEL]`.
    pub wk: Tensor,
    /// The projection of the values, `[D_V, D_MODEL]`.
    pub wv: Tensor,
    /// The weights of the additive similarity, `[1, d_k]`.
    pub w: Tensor,
}

impl Inputs {
    /// Embeddings of the tokens and weights for keys of `d_k` numbers, from `seed`.
    ///
    /// Embeddings have variance 1, projections 1/[`D_MODEL`], so that queries and keys have
    /// about 1; `w` has 1/d_k.
    #[must_use]
    pub fn new(tokens: &[String], d_k: usize, seed: u64) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut id = |token: &String| {
            let word = token.to_lowercase();
            let known = words.iter().position(|w| *w == word);
            known.unwrap_or_else(|| {
                words.push(word);
                words.len() - 1
            })
        };
        let ids: Vec<usize> = tokens.iter().map(&mut id).collect();
        let mut streams: Vec<_> = words.iter().map(|w| SplitMix64::named(seed, w)).collect();
        let weights = |name, shape: [usize; 2]| normals(seed, name, shape, shape[1]);
        Self {
            ids: Tensor::from_fn(&[ids.len()], |at| ids[at] as f32),
            table: Tensor::from_fn(&[words.len(), D_MODEL], |at| {
                streams[at / D_MODEL].normal() as f32
            }),
            wq: weights("WQ", [d_k, D_MODEL]),
            wk: weights("WK", [d_k, D_MODEL]),
            wv: weights("WV", [D_V, D_MODEL]),
            w: weights("W", [1, d_k]),
        }
    }
}

/// Normal numbers of variance 1/`over` from the stream of a name, computed in f64.
fn normals<const N: usize>(seed: u64, name: &str, shape: [usize; N], over: usize) -> Tensor {
    let mut stream = SplitMix64::named(seed, name);
    let scale = (over as f64).sqrt();
    Tensor::from_fn(&shape, |_| (stream.normal() / scale) as f32)
}

/// What the forward costs for so many tokens: projections, scores, weighted means.
///
/// Of the Gaussian, differences and squares are no matrix product and do not count.
///
/// # Errors
/// Where a size is 0.
pub fn cost(similarity: Similarity, tokens: usize, d_k: usize) -> Result<Cost, OpError> {
    let (x, q, v) = ([tokens, D_MODEL], [tokens, d_k], [tokens, D_V]);
    let linear =
        |x: &[usize], w: [usize; 2]| Op::from(Linear::default()).cost(&[Some(x), Some(&w), None]);
    let matmul = |a: &[usize], b: &[usize], transpose_b| {
        Op::from(Matmul { transpose_b }).cost(&[Some(a), Some(b)])
    };
    let scores = [tokens, tokens];
    let attending = match similarity {
        Similarity::Scaled | Similarity::Dot => Op::from(ScaledDotProductAttention { scale: None })
            .cost(&[Some(&q), Some(&q), Some(&v), None])?,
        Similarity::Cosine => matmul(&q, &q, true)? + matmul(&scores, &v, false)?,
        Similarity::Additive => {
            linear(&[tokens, tokens, d_k], [1, d_k])? + matmul(&scores, &v, false)?
        }
        Similarity::Gaussian => matmul(&scores, &v, false)?,
    };
    let keys = linear(&x, [d_k, D_MODEL])?;
    Ok(keys + keys + linear(&x, [D_V, D_MODEL])? + attending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(of: &str) -> Vec<String> {
        of.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_token_keeps_its_embedding_in_any_sentence() {
        let (a, b) = (words("Cats like cats"), words("me cats"));
        let (a, b) = (Inputs::new(&a, 4, 1), Inputs::new(&b, 4, 1));
        assert_eq!((a.ids.data(), a.table.shape()), (&[0.0, 1.0, 0.0][..], &[2, D_MODEL][..]));
        assert_eq!(a.table.data()[..D_MODEL], b.table.data()[D_MODEL..]);
        let other = Inputs::new(&words("cats"), 4, 2);
        assert_ne!(a.table.data()[..D_MODEL], *other.table.data());
    }

    #[test]
    fn a_smaller_d_k_keeps_the_first_rows() {
        let of = words("a");
        let (small, large) = (Inputs::new(&of, 2, 7), Inputs::new(&of, 1024, 7));
        assert_eq!(*small.wq.data(), large.wq.data()[..2 * D_MODEL]);
        assert_ne!(small.wq, small.wk);
    }

    #[test]
    fn masks_hide_what_they_say() {
        let rows = |hidden: Hidden| {
            let mask = hidden.mask(3).map(Tensor::into_data).unwrap_or_default();
            mask.chunks(3).map(|r| r.iter().sum::<f32>()).collect::<Vec<_>>()
        };
        assert_eq!(Hidden::of("none", 2).mask(3), None);
        assert_eq!(rows(Hidden::of("causal", 2)), [2.0, 1.0, 0.0]);
        assert_eq!(rows(Hidden::of("padding", 2)), [2.0; 3]);
        assert_eq!(rows(Hidden::of("padding", 9)), [3.0; 3], "more padding than tokens");
        let mask = Hidden::Padding(1).mask(3).unwrap();
        assert_eq!(mask.data()[..3], [0.0, 0.0, 1.0]);
    }

    #[test]
    fn the_cost_counts_every_product() {
        let (t, d) = (7, 16);
        let projections = t * D_MODEL * (2 * d + D_V);
        for (similarity, scores) in [
            (Similarity::Scaled, t * t * d),
            (Similarity::Dot, t * t * d),
            (Similarity::Additive, t * t * d),
            (Similarity::Cosine, t * t * d),
            (Similarity::Gaussian, 0),
        ] {
            let cost = cost(similarity, t, d).unwrap();
            let want = projections + scores + t * t * D_V;
            assert_eq!(cost.multiply_adds, want as u64, "{similarity:?}");
            let own = if similarity == Similarity::Additive { d } else { 0 };
            assert_eq!(cost.parameters, (D_MODEL * (2 * d + D_V) + own) as u64, "{similarity:?}");
        }
    }
}
