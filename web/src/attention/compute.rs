//! A state to every matrix of the chain, through the engine.

use std::rc::Rc;

use figures::Part;
use nets::attention::{Hidden, Inputs, Measured, Similarity};
use share::{Lang, State, widgets::attention::shown};
use wasm_bindgen::JsValue;

use crate::attention::{measure::measure, words::words};
use crate::browser::engine::{Tensor, ThirdPass, object, sizes, values};
use crate::widget::held::Held;

/// What was measured last, and with which seed.
#[derive(Default)]
pub(crate) struct Kept(Option<(i32, Rc<Measured>)>);

/// What one forward gave.
pub(crate) struct Chain {
    pub(crate) tokens: Vec<String>,
    /// How many tokens the sentence has.
    pub(crate) all: usize,
    pub(crate) d_k: usize,
    pub(crate) similarity: Similarity,
    /// The numbers of every matrix, in the order of [`Part::ALL`]; −∞ is a hidden score.
    pub(crate) numbers: [Vec<f32>; 9],
    /// The tensors to ask for a trace; the masked scores are no tensor of their own.
    pub(crate) tensors: [Option<Held>; 9],
    /// Whether `tensors` has the scores with an axis of 1 behind.
    pub(crate) scores_deep: bool,
    /// The rows that see no key.
    pub(crate) blind: Vec<usize>,
    pub(crate) measured: Rc<Measured>,
}

impl Chain {
    pub(crate) fn columns(&self, part: Part) -> usize {
        let rows = self.tokens.len().max(1);
        self.numbers[part.index()].len() / rows
    }
}

/// Calls of the engine whose answers are held.
pub(crate) struct Calls<'a>(pub(crate) &'a ThirdPass);

impl Calls<'_> {
    pub(crate) fn upload(&self, tensor: &tensor::Tensor) -> Result<Held, String> {
        self.0.upload(tensor.data(), tensor.shape()).map(Held::from)
    }

    pub(crate) fn number(&self, number: f32) -> Result<Held, String> {
        self.0.upload(&[number], &[1]).map(Held::from)
    }

    pub(crate) fn op(&self, name: &str, given: &[JsValue]) -> Result<Held, String> {
        self.0.op(name, given).map(Held::from)
    }

    pub(crate) fn reshape(&self, x: &Held, shape: &[usize]) -> Result<Held, String> {
        self.op("reshape", &[x.into(), sizes(shape).into()])
    }

    pub(crate) fn over_keys(&self, q: &Held, k: &Held) -> Result<Held, String> {
        let turned = object(&[("transposeB", true.into())]);
        self.op("matmul", &[q.into(), k.into(), turned.into()])
    }

    /// Every row divided by its length: √(Σ x²) over all neighbours there are. The row of zeros
    /// stays, as in PyTorch: 1e-16 is less than any other's length leaves room for.
    fn unit(&self, x: &Held, [t, d]: [usize; 2]) -> Result<Held, String> {
        let n = (2 * d - 1) as f64;
        let k = 1e-16;
        let options =
            object(&[("n", n.into()), ("k", k.into()), ("alpha", 1.into()), ("beta", 0.5.into())]);
        let x = self.reshape(x, &[t, d, 1, 1])?;
        self.reshape(&self.op("localResponseNorm", &[(&x).into(), options.into()])?, &[t, d])
    }

    /// The scores of a similarity, of so many queries to so many keys of d numbers, and whether
    /// they have an axis of 1 behind.
    pub(crate) fn scores(
        &self,
        similarity: Similarity,
        [q, k, w]: [&Held; 3],
        [queries, keys, d]: [usize; 3],
    ) -> Result<(Held, bool), String> {
        // Every query beside every key: [T_q, 1, d] and [1, T_k, d].
        let pairs = || {
            Ok::<_, String>([self.reshape(q, &[queries, 1, d])?, self.reshape(k, &[1, keys, d])?])
        };
        Ok(match similarity {
            Similarity::Scaled | Similarity::Dot => (self.over_keys(q, k)?, false),
            Similarity::Cosine => {
                let [q, k] = [self.unit(q, [queries, d])?, self.unit(k, [keys, d])?];
                (self.over_keys(&q, &k)?, false)
            }
            Similarity::Additive => {
                let [q, k] = pairs()?;
                let sum = self.op("add", &[(&q).into(), (&k).into()])?;
                let bent = self.op("tanh", &[(&sum).into()])?;
                (self.op("linear", &[(&bent).into(), w.into()])?, true)
            }
            Similarity::Gaussian => {
                let [q, k] = pairs()?;
                let apart = self.op("sub", &[(&q).into(), (&k).into()])?;
                let square = self.op("mul", &[(&apart).into(), (&apart).into()])?;
                let halved = self.op("mul", &[(&square).into(), (&self.number(-0.5)?).into()])?;
                let last = object(&[("axes", sizes(&[2]).into())]);
                (self.op("sum", &[(&halved).into(), last.into()])?, false)
            }
        })
    }
}

/// Runs the tokens through the chain, and measures where the seed is new.
pub(crate) async fn run(
    tp: &ThirdPass,
    state: &State,
    lang: Lang,
    kept: &mut Kept,
) -> Result<Chain, String> {
    let (tokens, all) = shown(state, lang);
    if tokens.is_empty() {
        return Err(words(lang).no_token.to_owned());
    }
    let (t, d_k, seed) = (tokens.len(), state.int("dk") as usize, state.int("seed"));
    let similarity = Similarity::of(state.word("similarity"));
    let given = Inputs::new(&tokens, d_k, seed as u64);
    let calls = Calls(tp);
    let (ids, table) = (calls.upload(&given.ids)?, calls.upload(&given.table)?);
    let x = calls.op("embedding", &[(&ids).into(), (&table).into()])?;
    let projected = |w| calls.op("linear", &[(&x).into(), (&calls.upload(w)?).into()]);
    let (q, k, v) = (projected(&given.wq)?, projected(&given.wk)?, projected(&given.wv)?);
    let w = calls.upload(&given.w)?;
    let (deep, scores_deep) = calls.scores(similarity, [&q, &k, &w], [t, t, d_k])?;
    let scores = calls.reshape(&deep, &[t, t])?;
    let scale = similarity.scale(d_k);
    let scaled = calls.op("mul", &[(&scores).into(), (&calls.number(scale)?).into()])?;

    let mask = Hidden::of(state.word("mask"), state.int("pad") as usize).mask(t);
    let uploaded = mask.as_ref().map(|mask| calls.upload(mask)).transpose()?;
    let hides = uploaded.as_ref().map_or(JsValue::NULL, JsValue::from);
    // Attention takes queries and keys; scores of another kind are queries to the unit keys.
    let unit = calls
        .upload(&tensor::Tensor::from_fn(&[t, t], |at| f32::from(u8::from(at / t == at % t))))?;
    let (asking, asked) = match similarity {
        Similarity::Scaled | Similarity::Dot => (&q, &k),
        _ => (&scaled, &unit),
    };
    let options = object(&[("mask", hides), ("scale", scale.into())]);
    let attention = [asking.into(), asked.into(), (&v).into(), options.into()];
    let [y, weights] =
        tp.op_several("scaledDotProductAttention", &attention, ["y", "weights"])?.map(Held::from);

    let tensors = [&x, &q, &k, &v, &scores, &scaled, &weights, &y];
    let asked = tensors.map(|tensor: &Held| Tensor::ask(tensor));
    let known = kept.0.as_ref().filter(|(of, _)| *of == seed).map(|(_, m)| Rc::clone(m));
    let measured = match known {
        Some(measured) => measured,
        None => {
            let measured = Rc::new(measure(&calls, seed as u64).await?);
            kept.0 = Some((seed, Rc::clone(&measured)));
            measured
        }
    };
    let mut read = Vec::new();
    for promise in asked {
        read.push(values(promise).await?);
    }
    let [x_n, q_n, k_n, v_n, scores_n, scaled_n, weights_n, y_n] =
        <[Vec<f32>; 8]>::try_from(read).map_err(|_| "the answer is short".to_owned())?;
    let hidden = mask.map(tensor::Tensor::into_data).unwrap_or_else(|| vec![0.0; t * t]);
    let seen = scaled_n.iter().zip(&hidden);
    let masked = seen.map(|(s, h)| if *h == 1.0 { f32::NEG_INFINITY } else { *s }).collect();
    let blind = |row: &usize| hidden[row * t..][..t].iter().all(|h| *h == 1.0);
    Ok(Chain {
        all,
        d_k,
        similarity,
        numbers: [x_n, q_n, k_n, v_n, scores_n, scaled_n, masked, weights_n, y_n],
        tensors: [
            Some(x),
            Some(q),
            Some(k),
            Some(v),
            Some(deep),
            Some(scaled),
            None,
            Some(weights),
            Some(y),
        ],
        scores_deep,
        blind: (0..t).filter(blind).collect(),
        tokens,
        measured,
    })
}
