//! Encodings, turns, dot products, and attention with and without, through the engine.

use nets::{attention::Inputs, positions::turns};
use share::{
    Lang, State,
    widgets::{
        attention::shown,
        positions::{Seen, order},
    },
};
use wasm_bindgen::JsValue;

use crate::attention::compute::Calls;
use crate::browser::engine::{ThirdPass, sizes, values};
use crate::positions::words::words;
use crate::widget::held::Held;

/// What one forward gave.
pub(crate) struct Placed {
    pub(crate) seen: Seen,
    /// `[n, d]`
    pub(crate) pe: Vec<f32>,
    /// `[n, d]`: all turned by k.
    pub(crate) turned: Vec<f32>,
    /// `[n, d]`: the encodings of k … k + n − 1.
    pub(crate) moved: Vec<f32>,
    /// turned − moved
    pub(crate) off: Vec<f32>,
    /// `[n, n]`
    pub(crate) dots: Vec<f32>,
    pub(crate) tokens: Vec<String>,
    pub(crate) order: Vec<usize>,
    /// Without positions and with them.
    pub(crate) outputs: [Outputs; 2],
}

/// `[T, 8]` each.
pub(crate) struct Outputs {
    pub(crate) y: Vec<f32>,
    /// Of the shuffled words, in their order.
    pub(crate) shuffled: Vec<f32>,
    /// The same with every word where it was.
    pub(crate) back: Vec<f32>,
    /// back − y
    pub(crate) difference: Vec<f32>,
}

/// Computes a state.
pub(crate) async fn run(tp: &ThirdPass, state: &State, lang: Lang) -> Result<Placed, String> {
    let (tokens, _) = shown(state, lang);
    if tokens.is_empty() {
        return Err(words(lang).no_token.to_owned());
    }
    let (seen, calls) = (Seen::of(state), Calls(tp));
    let encoded = |from: usize, n: usize, d: usize| {
        let places: Vec<usize> = (from..from + n).collect();
        calls.op("positionalEncoding", &[sizes(&places).into(), (d as f64).into()])
    };
    let pe = encoded(0, seen.n, seen.d)?;
    let moved = encoded(seen.k, seen.n, seen.d)?;
    let turned = calls.over_keys(&pe, &calls.upload(&turns(seen.k, seen.d))?)?;
    let both = |name, a: &Held, b: &Held| calls.op(name, &[a.into(), b.into()]);
    let off = both("sub", &turned, &moved)?;
    let dots = calls.over_keys(&pe, &pe)?;

    let order = order(state, tokens.len());
    let given = Inputs::new(&tokens, 8, state.int("seed") as u64);
    let table = calls.upload(&given.table)?;
    let weights = [&given.wq, &given.wk, &given.wv].map(|w| calls.upload(w));
    let [wq, wk, wv] = weights;
    let (wq, wk, wv) = (wq?, wk?, wv?);
    let attend = |x: &Held| {
        let (q, k, v) = (both("linear", x, &wq)?, both("linear", x, &wk)?, both("linear", x, &wv)?);
        let all: [JsValue; 3] = [(&q).into(), (&k).into(), (&v).into()];
        let [y] = tp.op_several("scaledDotProductAttention", &all, ["y"])?.map(Held::from);
        Ok::<_, String>(y)
    };
    let number = |at: &[usize]| {
        let ids: Vec<f32> = at.iter().map(|at| *at as f32).collect();
        tp.upload(&ids, &[ids.len()]).map(Held::from)
    };
    let ids = given.ids.data();
    let shuffled_ids: Vec<usize> = order.iter().map(|at| ids[*at] as usize).collect();
    let x = both("embedding", &calls.upload(&given.ids)?, &table)?;
    let x_shuffled = both("embedding", &number(&shuffled_ids)?, &table)?;
    let places = encoded(0, tokens.len(), 8)?;
    // Where each word of the sentence is among the shuffled.
    let mut home = vec![0; order.len()];
    order.iter().enumerate().for_each(|(to, from)| home[*from] = to);
    let home = number(&home)?;
    let compared = |x: &Held, shuffled: &Held| {
        let (y, shuffled) = (attend(x)?, attend(shuffled)?);
        let back = both("embedding", &home, &shuffled)?;
        let difference = both("sub", &back, &y)?;
        Ok::<_, String>([y, shuffled, back, difference])
    };
    let plain = compared(&x, &x_shuffled)?;
    let placed = compared(&both("add", &x, &places)?, &both("add", &x_shuffled, &places)?)?;

    let asked: Vec<_> = [&pe, &turned, &moved, &off, &dots]
        .into_iter()
        .chain(&plain)
        .chain(&placed)
        .map(|held| held.ask())
        .collect();
    let mut read = Vec::new();
    for promise in asked {
        read.push(values(promise).await?);
    }
    let [pe, turned, moved, off, dots, a, b, c, d, e, f, g, h] =
        <[Vec<f32>; 13]>::try_from(read).map_err(|_| "the answer is short".to_owned())?;
    let outputs = [
        Outputs { y: a, shuffled: b, back: c, difference: d },
        Outputs { y: e, shuffled: f, back: g, difference: h },
    ];
    Ok(Placed { seen, pe, turned, moved, off, dots, tokens, order, outputs })
}
