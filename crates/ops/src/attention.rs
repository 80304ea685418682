//! What attention and the Transformer's layers share (Vaswani et al. 2017, section 3).

use tensor::show_shape;

use crate::activation::Activation;
use crate::builder::Builder;
use crate::error::OpError;
use crate::layer_norm::LayerNorm;
use crate::linear::Linear;
use crate::masked_softmax::MaskedSoftmax;
use crate::matmul::Matmul;
use crate::operation::Shapes;
use crate::reshape::Reshape;
use crate::transpose::Transpose;

/// The arguments of `multiHeadAttention`; the projections begin at 2.
pub(crate) const MULTI_HEAD_INPUTS: &[&str] = &[
    "q",
    "kv?",
    "weights/wq",
    "weights/bq?",
    "weights/wk",
    "weights/bk?",
    "weights/wv",
    "weights/bv?",
    "weights/wo",
    "weights/bo?",
    ".mask?",
];

/// The arguments of `encoderLayer`: projections at 1, norms at 9, feed-forward at 13, pad.
pub(crate) const ENCODER_INPUTS: &[&str] = &[
    "x",
    "weights/self.wq|wq",
    "weights/self.bq|bq?",
    "weights/self.wk|wk",
    "weights/self.bk|bk?",
    "weights/self.wv|wv",
    "weights/self.bv|bv?",
    "weights/self.wo|wo",
    "weights/self.bo|bo?",
    "weights/ln1.gamma?",
    "weights/ln1.beta?",
    "weights/ln2.gamma?",
    "weights/ln2.beta?",
    "weights/ffn.w1",
    "weights/ffn.b1?",
    "weights/ffn.w2",
    "weights/ffn.b2?",
    ".pad?",
];

/// The arguments of `decoderLayer`: its own projections at 2, those on the memory at 10,
/// norms at 18, feed-forward at 24, pads.
pub(crate) const DECODER_INPUTS: &[&str] = &[
    "x",
    "memory",
    "weights/self.wq",
    "weights/self.bq?",
    "weights/self.wk",
    "weights/self.bk?",
    "weights/self.wv",
    "weights/self.bv?",
    "weights/self.wo",
    "weights/self.bo?",
    "weights/cross.wq",
    "weights/cross.bq?",
    "weights/cross.wk",
    "weights/cross.bk?",
    "weights/cross.wv",
    "weights/cross.bv?",
    "weights/cross.wo",
    "weights/cross.bo?",
    "weights/ln1.gamma?",
    "weights/ln1.beta?",
    "weights/ln2.gamma?",
    "weights/ln2.beta?",
    "weights/ln3.gamma?",
    "weights/ln3.beta?",
    "weights/ffn.w1",
    "weights/ffn.b1?",
    "weights/ffn.w2",
    "weights/ffn.b2?",
    ".pad?",
    ".memoryPad?",
];

/// Who attends to whom, as values of a graph.
pub(crate) struct Attention {
    /// What asks, `[…, T_q, d]`.
    pub(crate) q: usize,
    /// What is asked, `[…, T_k, d']`.
    pub(crate) kv: usize,
    /// Where the eight weights and biases of the projections begin.
    pub(crate) weights: usize,
    /// How many heads.
    pub(crate) heads: usize,
    /// Broadcasts to the scores `[…, heads, T_q, T_k]`; 1 = hidden.
    pub(crate) mask: Option<usize>,
    /// Whether a query sees no key behind its own place.
    pub(crate) causal: bool,
}

impl Attention {
    /// Adds the steps: project, cut into heads, attend, join, project.
    ///
    /// Answers the result and the weights of every head.
    pub(crate) fn steps(
        &self,
        b: &mut Builder,
        args: &Shapes<'_>,
        part: &str,
    ) -> Result<(usize, usize), OpError> {
        let at = |i: usize| self.weights + i;
        let q = self.project(b, args, part, self.q, at(0))?;
        let k = self.project(b, args, part, self.kv, at(2))?;
        let v = self.project(b, args, part, self.kv, at(4))?;
        if b.shape(q).last() != b.shape(k).last() {
            let [q, k] = [0, 2].map(|i| show_shape(b.shape(at(i))));
            let (wq, wk) = (args.name(at(0)), args.name(at(2)));
            return Err(b.bad(format!("{wq} {q} and {wk} {k} must have as many outputs")));
        }
        let scale = default_scale(b.shape(q));
        let softmax = MaskedSoftmax { scale, causal: self.causal };
        let (y, weights) = attend(b, part, [q, k, v], self.mask, softmax)?;
        let y = exchange(b, part, y)?;
        let mut joined = b.shape(y).to_vec();
        if let (Some(width), true) = (joined.pop(), joined.len() > 1) {
            let last = joined.len() - 1;
            joined[last] *= width;
        }
        let y = reshape(b, part, y, &joined)?;
        let y = b.step(part, Linear::default(), &[Some(y), args.id(at(6)), args.id(at(7))])?;
        Ok((y, weights))
    }

    /// `[…, T, d]` → `[…, heads, T, d_head]`; weight and bias begin at `at`.
    fn project(
        &self,
        b: &mut Builder,
        args: &Shapes<'_>,
        part: &str,
        x: usize,
        at: usize,
    ) -> Result<usize, OpError> {
        let (name, tokens, w) = (args.name(at), b.shape(x), args.need(at)?);
        // What is no argument was made from one and has its width.
        let whose = if args.may(x).is_some() { args.name(x) } else { "the tokens" };
        let shown = show_shape(tokens);
        match (tokens, w) {
            ([.., _, d], [_, into]) if d == into => {}
            ([.., _, d], _) => {
                let w = show_shape(w);
                let words = format!("{name} must be [.., {d}] for {whose} {shown}, got {w}");
                return Err(b.bad(words));
            }
            _ => return Err(b.bad(format!("{whose} must be [.., T, d_model], got {shown}"))),
        }
        let linear = [Some(x), args.id(at), args.id(at + 1)];
        let x = b.step(name, Linear::default(), &linear)?;
        let mut sizes = b.shape(x).to_vec();
        let (heads, width) = (self.heads, sizes.pop().unwrap_or_default());
        if width % heads != 0 {
            let shown = show_shape(b.shape(at));
            return Err(b.bad(format!(
                "heads = {heads} does not divide the {width} outputs of {name} {shown}"
            )));
        }
        sizes.extend([heads, width / heads]);
        let x = reshape(b, part, x, &sizes)?;
        exchange(b, part, x)
    }
}

/// softmax(q·kᵀ·scale)·v over what is not hidden: the result and the weights.
pub(crate) fn attend(
    b: &mut Builder,
    part: &str,
    [q, k, v]: [usize; 3],
    mask: Option<usize>,
    softmax: MaskedSoftmax,
) -> Result<(usize, usize), OpError> {
    let scores = b.step(part, Matmul { transpose_b: true }, &[Some(q), Some(k)])?;
    let weights = b.step(part, softmax, &[Some(scores), mask])?;
    let y = b.step(part, Matmul::default(), &[Some(weights), Some(v)])?;
    Ok((y, weights))
}

/// 1/√d_k of queries `[…, d_k]`.
pub(crate) fn default_scale(q: &[usize]) -> f32 {
    let width = q.last().copied().unwrap_or(1);
    (1.0 / (width as f64).sqrt()) as f32
}

/// The feed-forward part, `w2 · relu(w1 · x)`; its four arguments begin at `at`.
pub(crate) fn feed_forward(
    b: &mut Builder,
    args: &Shapes<'_>,
    x: usize,
    at: usize,
) -> Result<usize, OpError> {
    let first = Linear { activation: Activation::Relu };
    let hidden = b.step(args.name(at), first, &[Some(x), args.id(at), args.id(at + 1)])?;
    let second = [Some(hidden), args.id(at + 2), args.id(at + 3)];
    b.step(args.name(at + 2), Linear::default(), &second)
}

/// What stands behind each sublayer: `layerNorm(x + sublayer(x))` (section 3.1).
#[derive(Clone, Copy)]
pub(crate) struct AddAndNorm {
    /// Whether x is added.
    pub(crate) residual: bool,
    /// Of the normalization.
    pub(crate) eps: f32,
}

impl AddAndNorm {
    /// Adds the steps for x and y, y what the words say; gamma and beta begin at `at`.
    pub(crate) fn steps(
        self,
        b: &mut Builder,
        args: &Shapes<'_>,
        what: &str,
        [x, y]: [usize; 2],
        at: usize,
    ) -> Result<usize, OpError> {
        let sum = if self.residual { b.sum(what, x, y, Activation::None)? } else { y };
        let norm = LayerNorm { axes: vec![-1], eps: self.eps };
        b.step(args.name(at), norm, &[Some(sum), args.id(at), args.id(at + 1)])
    }
}

/// A pad `[…, T]` of the tokens `x` `[…, T, d]` as a mask `[…, 1, 1, T]` for every head and query.
pub(crate) fn pad_as_mask(
    b: &mut Builder,
    args: &Shapes<'_>,
    pad: usize,
    x: usize,
) -> Result<Option<usize>, OpError> {
    let tokens = args.need(x)?;
    let Some((_, [lead @ .., length])) = tokens.split_last() else {
        let (name, shown) = (args.name(x), show_shape(tokens));
        return Err(args.bad(format!("{name} must be [.., T, d_model], got {shown}")));
    };
    args.same(pad, &[lead, &[*length]].concat(), "one number a token")?;
    let shape = [lead, &[1, 1, *length]].concat();
    args.id(pad).map(|pad| reshape(b, "pad", pad, &shape)).transpose()
}

fn reshape(b: &mut Builder, part: &str, x: usize, shape: &[usize]) -> Result<usize, OpError> {
    let shape = shape.iter().map(|&d| d as i64).collect();
    b.step(part, Reshape { shape }, &[Some(x)])
}

/// Exchanges the axes before the last: `[…, T, h, d]` ↔ `[…, h, T, d]`.
fn exchange(b: &mut Builder, part: &str, x: usize) -> Result<usize, OpError> {
    let rank = b.shape(x).len() as i64;
    let perm = (0..rank - 3).chain([rank - 2, rank - 3, rank - 1]).collect();
    b.step(part, Transpose { perm }, &[Some(x)])
}
