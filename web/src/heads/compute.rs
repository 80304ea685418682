//! A sentence through the layer, step by step, through the engine.

use std::rc::Rc;

use nets::attention::{Hidden, rows};
use share::{
    Lang, State,
    widgets::{
        attention::shown,
        heads::{FACTORS, words},
    },
};
use wasm_bindgen::JsValue;

use crate::attention::compute::Calls;
use crate::browser::engine::{Tensor, ThirdPass, object, sizes, values};
use crate::heads::{
    net::{Layer, Net},
    part::{D_K, D_MODEL, HEADS, Part},
    words as said,
};
use crate::widget::held::Held;

/// The number of a word that the vocabulary does not have.
const UNKNOWN: usize = 3;

/// What stays in the worker.
#[derive(Default)]
pub(crate) struct Kept(Option<Layer>);

/// What one forward gave.
pub(crate) struct Passed {
    /// The rows' words; the padding behind them is named by whoever shows it.
    pub(crate) words: Vec<String>,
    pub(crate) pads: usize,
    /// How many words the sentence has.
    pub(crate) all: usize,
    /// Those that the net does not know.
    pub(crate) unknown: Vec<String>,
    /// The numbers of every matrix, in the order of [`Part::ALL`]; of scores and weights those
    /// of all heads, one after the other. −∞ is hidden.
    pub(crate) numbers: [Vec<f32>; 12],
    /// The tensors to ask for a trace.
    tensors: [Held; 12],
    /// What feed-forward gives each word in reverse order, less what it gave before.
    pub(crate) alone: Vec<f32>,
    /// Of every head: largest weight, entropy, Jacobian; for every factor unscaled and scaled.
    pub(crate) measures: Vec<[Vec<f32>; 3]>,
}

impl Passed {
    pub(crate) fn tokens(&self) -> usize {
        self.words.len() + self.pads
    }

    /// The numbers of a matrix, of a head where every head has one.
    pub(crate) fn of(&self, part: Part, head: usize) -> &[f32] {
        let all = &self.numbers[part.index()];
        let size = self.tokens().pow(2);
        let range = if part.square() { head * size..(head + 1) * size } else { 0..all.len() };
        all.get(range).unwrap_or_default()
    }

    /// The tensor of a number and its place there.
    pub(crate) fn traced(
        &self,
        (part, [row, column]): (Part, [usize; 2]),
        head: usize,
    ) -> (&Tensor, Vec<usize>) {
        let index = match part {
            Part::Joined => vec![column / D_K, row, column % D_K],
            _ if part.square() => vec![head, row, column],
            _ => vec![row, column],
        };
        (&self.tensors[part.index()], index)
    }
}

/// Runs a state.
pub(crate) async fn run(
    tp: &ThirdPass,
    net: &Rc<Net>,
    state: &State,
    lang: Lang,
    kept: &mut Kept,
) -> Result<Passed, String> {
    let (words, (_, all)) = (words(state, lang), shown(state, lang));
    if words.is_empty() {
        return Err(said::words(lang).no_token.to_owned());
    }
    let pads = state.int("pad") as usize;
    let known: Vec<_> = words.iter().map(|word| net.id(word)).collect();
    let unknown = words.iter().zip(&known).filter(|(_, id)| id.is_none());
    let unknown = unknown.map(|(word, _)| word.clone()).collect();
    let mut ids: Vec<usize> = known.into_iter().map(|id| id.unwrap_or(UNKNOWN)).collect();
    ids.resize(ids.len() + pads, 0);
    if kept.0.is_none() {
        kept.0 = Some(net.upload(tp)?);
    }
    let Some(Layer { table, w }) = &kept.0 else { return Err("no layer".to_owned()) };
    let [wq, wk, wv, wo, gamma, beta, w1, b1, w2, b2] = w;
    let (t, calls) = (ids.len(), Calls(tp));
    let list = |at: Vec<usize>| {
        let at: Vec<f32> = at.into_iter().map(|at| at as f32).collect();
        tp.upload(&at, &[at.len()]).map(Held::from)
    };
    let both = |name, a: &Held, b: &Held| calls.op(name, &[a.into(), b.into()]);

    let embedded = both("embedding", &list(ids)?, table)?;
    let embedded = both("mul", &embedded, &calls.number((D_MODEL as f32).sqrt())?)?;
    let places: Vec<usize> = (0..t).collect();
    let places =
        calls.op("positionalEncoding", &[sizes(&places).into(), (D_MODEL as f64).into()])?;
    let x = both("add", &embedded, &places)?;
    let (plain, k, v) = (both("linear", &x, wq)?, both("linear", &x, wk)?, both("linear", &x, wv)?);
    let times = state.int("times");
    let larger = match times {
        1 => None,
        times => Some(both("mul", &plain, &calls.number(times as f32)?)?),
    };
    let q = larger.as_ref().unwrap_or(&plain);

    let turned = sizes(&[1, 0, 2]);
    let turn = |x: &Held| calls.op("transpose", &[x.into(), turned.clone().into()]);
    let split = |x: &Held| turn(&calls.reshape(x, &[t, HEADS, D_K])?);
    let (heads_q, heads_k, heads_v) = (split(q)?, split(&k)?, split(&v)?);
    let scores = calls.over_keys(&heads_q, &heads_k)?;
    let root = 1.0 / (D_K as f64).sqrt();
    let scale = if state.word("scale") == "none" { 1.0 } else { root };
    let scaled = both("mul", &scores, &calls.number(scale as f32)?)?;
    let mask = Hidden::of(state.word("mask"), pads).mask(t);
    let uploaded = mask.as_ref().map(|mask| calls.upload(mask)).transpose()?;
    let attend = |q: &Held, scale: f64| {
        let hides = uploaded.as_ref().map_or(JsValue::NULL, JsValue::from);
        let options = object(&[("mask", hides), ("scale", scale.into())]);
        let given: [JsValue; 4] = [q.into(), (&heads_k).into(), (&heads_v).into(), options.into()];
        let made = tp.op_several("scaledDotProductAttention", &given, ["y", "weights"])?;
        Ok::<_, String>(made.map(Held::from))
    };
    let [apart, weights] = attend(&heads_q, scale)?;
    let joined = calls.reshape(&turn(&apart)?, &[t, D_MODEL])?;
    let o = both("linear", &joined, wo)?;
    let normed =
        object(&[("axes", sizes(&[1]).into()), ("gamma", gamma.into()), ("beta", beta.into())]);
    let n = calls.op("layerNorm", &[(&both("add", &x, &o)?).into(), normed.into()])?;

    let relu = object(&[("activation", "relu".into())]);
    let feed = |n: &Held| {
        let given: [JsValue; 4] = [n.into(), w1.into(), b1.into(), relu.clone().into()];
        let hidden = calls.op("linear", &given)?;
        let y = calls.op("linear", &[(&hidden).into(), w2.into(), b2.into()])?;
        Ok::<_, String>([hidden, y])
    };
    let [hidden, y] = feed(&n)?;
    let reversed = list((0..t).rev().collect())?;
    let [_, back] = feed(&both("embedding", &reversed, &n)?)?;
    let alone = both("sub", &both("embedding", &reversed, &back)?, &y)?;

    let mut swept = Vec::new();
    if larger.is_some() {
        // The measures are of the queries as they were.
        swept.push(split(&plain)?);
    }
    let queries = swept.pop().unwrap_or(heads_q);
    let mut measured = Vec::new();
    for factor in FACTORS {
        for scale in [1.0, root] {
            let [_, weights] = attend(&queries, scale * f64::from(factor))?;
            measured.push(weights);
        }
    }
    let tensors =
        [x, larger.unwrap_or(plain), k, v, scores, scaled, weights, apart, o, n, hidden, y];
    let asked: Vec<_> =
        tensors.iter().chain([&joined, &alone]).chain(&measured).map(|held| held.ask()).collect();
    let mut read = Vec::new();
    for promise in asked {
        read.push(values(promise).await?);
    }
    let measured = read.split_off(14);
    let (alone, joined) = (read.pop().unwrap_or_default(), read.pop().unwrap_or_default());
    let mut numbers = <[Vec<f32>; 12]>::try_from(read).map_err(|_| "the answer is short")?;
    numbers[Part::Joined.index()] = joined;
    if let Some(mask) = mask {
        let hides = mask.data().iter().cycle();
        for (score, hidden) in numbers[Part::Masked.index()].iter_mut().zip(hides) {
            if *hidden == 1.0 {
                *score = f32::NEG_INFINITY;
            }
        }
    }
    let of_words = words.len() * t;
    let of_head = |head: usize| {
        let each = measured.iter().map(|all| {
            let first = head * t * t;
            rows(all.get(first..first + of_words).unwrap_or_default(), t)
        });
        let each: Vec<_> = each.collect();
        let list = |of: fn(&nets::attention::Rows) -> f32| each.iter().map(of).collect();
        [list(|r| r.largest), list(|r| r.entropy), list(|r| r.jacobian)]
    };
    Ok(Passed {
        pads,
        all,
        unknown,
        numbers,
        tensors,
        alone,
        measures: (0..HEADS).map(of_head).collect(),
        words,
    })
}
