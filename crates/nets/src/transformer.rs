//! The Transformer of 2017 (Vaswani et al., section 3): post-norm, one matrix for both
//! embeddings and the logits, positions as waves. Id 0 pads, 1 starts, 2 ends.

use ops::{
    Add, DecoderLayer, Embedding, EncoderLayer, Linear, Mul, Op, OpError, Options,
    PositionalEncoding, Relu, Reshape, Slice, Sub,
};
use tensor::{Tensor, show_shape};

use crate::build::{Builder, Id};
use crate::fields::{WIDTH, size};
use crate::heads::Site;
use crate::net::Part;
use crate::weight::{Init, Weight, glorot};

const NET: &str = "transformer";
const EPS: f32 = 1e-5;

/// The id that pads a sequence.
pub const PAD: usize = 0;
/// The id that every output starts with.
pub const START: usize = 1;
/// The id that ends an output.
pub const END: usize = 2;

/// The Transformer's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformer {
    /// Layers of the encoder, and of the decoder.
    pub layers: usize,
    /// The width of a token.
    pub d_model: usize,
    /// Heads of each attention; divides `d_model`.
    pub heads: usize,
    /// The width inside the feed-forward nets.
    pub d_ff: usize,
    /// How many ids there are.
    pub vocab: usize,
    /// The most tokens of a sequence.
    pub max_len: usize,
    /// Whether a token of the output sees none behind itself; in the paper so (section 3.2.3).
    pub causal: bool,
    /// Whether a sublayer's input is added to its result; in the paper so (section 3.1).
    pub residual: bool,
    /// Heads that add nothing, numbered through the net as [`Site::all`](crate::Site::all) has
    /// them. Their part of W^O is 0 where weights are read or drawn; training would learn it anew.
    pub off: Vec<usize>,
}

impl Transformer {
    /// The paper's base model, for 37,000 ids and 512 tokens.
    #[must_use]
    pub fn base() -> Self {
        Self {
            layers: 6,
            d_model: 512,
            heads: 8,
            d_ff: 2048,
            vocab: 37_000,
            max_len: 512,
            causal: true,
            residual: true,
            off: Vec::new(),
        }
    }

    /// Reads `layers`, `dModel`, `heads`, `dFF`, `vocab`, `maxLen`, `causal`, `residual` and
    /// `off`; left out, they are those of [`Self::base`].
    ///
    /// # Errors
    /// Names the field that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        let sizes = ["layers", "dModel", "heads", "dFF", "vocab", "maxLen"];
        options.only(NET, &[&sizes[..], &["causal", "residual", "off"]].concat())?;
        let base = Self::base();
        let flag = |name| options.flag(NET, name).map(|given| given.unwrap_or(true));
        let off = options.wholes(NET, "off")?.unwrap_or_default();
        let net = Self {
            layers: size(options, NET, "layers", base.layers, 64)?,
            d_model: size(options, NET, "dModel", base.d_model, WIDTH)?,
            heads: size(options, NET, "heads", base.heads, WIDTH)?,
            d_ff: size(options, NET, "dFF", base.d_ff, WIDTH)?,
            vocab: size(options, NET, "vocab", base.vocab, 1 << 20)?,
            max_len: size(options, NET, "maxLen", base.max_len, WIDTH)?,
            causal: flag("causal")?,
            residual: flag("residual")?,
            off: off.iter().map(|&head| usize::try_from(head).unwrap_or(usize::MAX)).collect(),
        };
        let (heads, d) = (net.heads, net.d_model);
        if !d.is_multiple_of(heads) {
            let words = format!("heads = {heads} does not divide dModel = {d}");
            return Err(OpError::new(NET, words));
        }
        if net.vocab <= END {
            let words = format!("vocab must be at least {}: 0 pads, 1 starts, 2 ends", END + 1);
            return Err(OpError::new(NET, words));
        }
        if net.off.iter().any(|&head| head >= net.all_heads()) {
            let words = format!("off must be heads from 0 to {}, got {off:?}", net.all_heads() - 1);
            return Err(OpError::new(NET, words));
        }
        Ok(net)
    }

    pub(crate) fn build(
        &self,
        b: &mut Builder,
        part: Part,
        inputs: &[Vec<usize>],
    ) -> Result<Id, OpError> {
        match (part, inputs) {
            (Part::Whole, [src, tgt]) => {
                self.check(b, "src", src)?;
                self.check(b, "tgt", tgt)?;
                self.same_batch(b, src, tgt)?;
                let (src, tgt) = (b.input(src), b.input(tgt));
                let memory = self.encode(b, src)?;
                let x = self.decode(b, memory, src, tgt)?;
                self.logits(b, x)
            }
            (Part::Encode, [src]) => {
                self.check(b, "src", src)?;
                let src = b.input(src);
                self.encode(b, src)
            }
            (Part::DecodeStep, [memory, src, tgt]) => {
                self.check(b, "src", src)?;
                self.check(b, "tgt", tgt)?;
                self.same_batch(b, src, tgt)?;
                if *memory != [src.as_slice(), &[self.d_model]].concat() {
                    let (memory, src, d) = (show_shape(memory), show_shape(src), self.d_model);
                    return Err(b.bad(format!("memory must be src {src} by {d}, got {memory}")));
                }
                let [memory, src, tgt] = [memory, src, tgt].map(|shape| b.input(shape));
                let x = self.decode(b, memory, src, tgt)?;
                let (batch, width) = (b.shape(x)[0] as i64, self.d_model as i64);
                let last = Slice { axis: 1, start: -1, end: None };
                let x = b.step("logits", last, &[Some(x)])?;
                let x = b.step("logits", Reshape { shape: vec![batch, width] }, &[Some(x)])?;
                self.logits(b, x)
            }
            _ => Err(b.bad("it takes src and tgt")),
        }
    }

    fn check(&self, b: &Builder, name: &str, ids: &[usize]) -> Result<(), OpError> {
        match *ids {
            [_, length] if length <= self.max_len => Ok(()),
            [_, length] => {
                let most = self.max_len;
                Err(b.bad(format!("{name} has {length} tokens, more than maxLen = {most}")))
            }
            _ => Err(b.bad(format!("{name} must be ids [B, T], got {}", show_shape(ids)))),
        }
    }

    fn same_batch(&self, b: &Builder, src: &[usize], tgt: &[usize]) -> Result<(), OpError> {
        if src.first() == tgt.first() {
            return Ok(());
        }
        let (src, tgt) = (show_shape(src), show_shape(tgt));
        Err(b.bad(format!("src {src} and tgt {tgt} must have as many sequences")))
    }

    /// The shared matrix `[vocab, d_model]`, of variance 1/d_model, so that embeddings times
    /// √d_model have variance 1.
    fn table(&self, b: &mut Builder) -> Option<Id> {
        let init = Init::Normal((self.d_model as f64).powf(-0.5));
        let weight = Weight::new("emb", &[self.vocab, self.d_model], init);
        b.weight(weight.also(vec!["emb.weight".to_owned()]))
    }

    /// Ids `[B, T]` → tokens `[B, T, d]`: embeddings times √d_model, plus positions (3.4, 3.5).
    fn embed(&self, b: &mut Builder, side: &str, ids: Id) -> Result<Id, OpError> {
        let (table, name) = (self.table(b), format!("{side}.emb"));
        let x = b.step(&name, Embedding, &[Some(ids), table])?;
        let root = (self.d_model as f64).sqrt() as f32;
        let root = b.constant(Tensor::from_fn(&[1], |_| root));
        let x = b.step(&name, Mul, &[Some(x), Some(root)])?;
        b.layer(&*name, "Embedding", x);
        let length = b.shape(ids).get(1).copied().unwrap_or_default();
        let positions = (0..length).map(|p| p as f64).collect();
        let waves = PositionalEncoding { positions, d_model: self.d_model }.waves();
        let waves = b.constant(waves);
        b.one(&format!("{side}.pos"), Add::default(), &[Some(x), Some(waves)])
    }

    /// 1 where an id pads, else 0: max(0, 1 − id), as ids are whole.
    fn pad(&self, b: &mut Builder, ids: Id) -> Result<Id, OpError> {
        let one = b.constant(Tensor::from_fn(&[1], |_| 1.0));
        let rest = b.step("pad", Sub, &[Some(one), Some(ids)])?;
        b.step("pad", Relu, &[Some(rest)])
    }

    fn encode(&self, b: &mut Builder, src: Id) -> Result<Id, OpError> {
        let pad = self.pad(b, src)?;
        let mut x = self.embed(b, "enc", src)?;
        let op = EncoderLayer { heads: self.heads, eps: EPS, residual: self.residual };
        let entry = Op::from(op).entry();
        for i in 0..self.layers {
            let name = format!("enc.{i}");
            let mut inputs = self.layer_weights(b, entry.inputs, &format!("{name}."));
            inputs[0] = Some(x);
            inputs[entry.inputs.len() - 1] = Some(pad);
            let before = b.count();
            let made = b.composite(&name, op, &inputs)?;
            x = name_all(b, &name, "EncoderLayer", entry.outputs, &made);
            name_scores(b, before, &[Site::Encoder(i)]);
        }
        b.name("memory", x);
        Ok(x)
    }

    fn decode(&self, b: &mut Builder, memory: Id, src: Id, tgt: Id) -> Result<Id, OpError> {
        let (memory_pad, pad) = (self.pad(b, src)?, self.pad(b, tgt)?);
        let mut x = self.embed(b, "dec", tgt)?;
        let (heads, causal, residual) = (self.heads, self.causal, self.residual);
        let op = DecoderLayer { heads, eps: EPS, causal, residual };
        let entry = Op::from(op).entry();
        for i in 0..self.layers {
            let name = format!("dec.{i}");
            let mut inputs = self.layer_weights(b, entry.inputs, &format!("{name}."));
            let last = entry.inputs.len() - 1;
            for (at, value) in [(0, x), (1, memory), (last - 1, pad), (last, memory_pad)] {
                inputs[at] = Some(value);
            }
            let before = b.count();
            let made = b.composite(&name, op, &inputs)?;
            x = name_all(b, &name, "DecoderLayer", entry.outputs, &made);
            name_scores(b, before, &[Site::Decoder(i), Site::Cross(i)]);
        }
        Ok(x)
    }

    /// The product with the shared matrix (3.4).
    fn logits(&self, b: &mut Builder, x: Id) -> Result<Id, OpError> {
        let table = self.table(b);
        b.one("logits", Linear::default(), &[Some(x), table, None])
    }

    /// The weights of a layer by the names of its operation. Projections of attention have no
    /// bias of their own in a seeded net, as in the paper's formulas.
    fn layer_weights(
        &self,
        b: &mut Builder,
        inputs: &'static [&'static str],
        prefix: &str,
    ) -> Vec<Option<Id>> {
        let (d, f) = (self.d_model, self.d_ff);
        b.weights_of(inputs, prefix, |name| match name.rsplit('.').next() {
            Some("w1") => (vec![f, d], glorot(&[f, d])),
            Some("w2") => (vec![d, f], glorot(&[d, f])),
            Some("b1") => (vec![f], Init::Constant(0.0)),
            Some("b2" | "beta") => (vec![d], Init::Constant(0.0)),
            Some("gamma") => (vec![d], Init::Constant(1.0)),
            Some(part) if part.starts_with('b') => (vec![d], Init::Absent),
            _ => (vec![d, d], glorot(&[d, d])),
        })
    }
}

/// Names a layer's results: y by the layer's own name, the others behind a dot. Answers y.
fn name_all(b: &mut Builder, name: &str, kind: &'static str, outputs: &[&str], made: &[Id]) -> Id {
    let y = made.first().copied().unwrap_or_default();
    b.layer(name, kind, y);
    for (output, &id) in outputs.iter().zip(made).skip(1) {
        b.name(format!("{name}.{output}"), id);
    }
    y
}

/// Names the products q·k of a layer's attentions, in their order.
fn name_scores(b: &mut Builder, before: Id, sites: &[Site]) {
    let scores = |op: &Op| matches!(op, Op::Matmul(product) if product.transpose_b);
    for (site, id) in sites.iter().zip(b.made(before, scores)) {
        b.name(site.scores(), id);
    }
}
