//! A forward of the net, timed.

use nets::{
    accounts::spec,
    days::{convolutions, input, last, pixels},
};
use ops::Options;
use share::State;

use crate::browser::{
    clock,
    engine::{Net, ThirdPass, values},
};
use crate::days::look::{Factors, Measured};
use crate::widget::held::Held;

/// Forwards that are timed, at most,
const MOST_RUNS: usize = 5;
/// and how long is enough of them.
const ENOUGH_MS: f64 = 400.0;
/// Numbers of a channel behind the convolutions, 6×6, and which of them is looked at.
const PLANE: usize = 36;
const PLACE: usize = 3 * 6 + 3;

/// What is in the worker: the net, and the pictures.
#[derive(Default)]
pub(crate) struct Kept {
    net: Option<(Options, Net)>,
    pictures: Option<([usize; 2], Held)>,
}

/// What a forward gave.
pub(crate) struct Ran {
    pub(crate) measured: Measured,
    /// One number of each channel behind the convolutions.
    pub(crate) seen: Vec<f32>,
    /// Operations, days at the peak, shares of it: what is checked.
    pub(crate) days: Vec<f32>,
}

/// Runs the net a few times.
pub(crate) async fn run(tp: &ThirdPass, state: &State, kept: &mut Kept) -> Result<Ran, String> {
    let (word, batch) = (state.word("net"), state.int("batch") as usize);
    let (side, padding) = input(word);
    let net = spec(word, side, padding);
    let whole = state.word("run") == "whole";
    let runs = if whole { net.clone() } else { convolutions(net.clone()) };
    let [of_net, of_runs] = [cost(tp, &net).await?, cost(tp, &runs).await?];
    let model = match &kept.net {
        Some((known, model)) if *known == runs => model,
        _ => {
            // The one before goes first: there is room for one.
            kept.net = None;
            &kept.net.insert((runs.clone(), tp.model(&runs, 1)?)).1
        }
    };
    let x = match &kept.pictures {
        Some((known, x)) if *known == [batch, side] => x,
        _ => {
            let pictures = pixels(batch, side);
            let x = tp.upload(pictures.data(), pictures.shape())?.into();
            &kept.pictures.insert(([batch, side], x)).1
        }
    };
    // The first run makes what the others find ready; its numbers are those that are checked.
    let [y, behind] = model.run(x, last(word))?.map(Held::from);
    let (y, behind) = (y.ask(), behind.ask());
    values(y).await?;
    let seen = values(behind).await?.into_iter().skip(PLACE).step_by(PLANE).take(256).collect();
    let (began, mut time_ms) = (clock(), f64::INFINITY);
    for _ in 0..MOST_RUNS {
        let from = clock();
        if from - began > ENOUGH_MS {
            break;
        }
        let [y, behind] = model.run(x, last(word))?.map(Held::from);
        values(y.ask()).await?;
        drop(behind);
        time_ms = time_ms.min(clock() - from);
    }
    let measured = Measured { net: of_net, ran: of_runs, whole, batch, time_ms };
    let factors = Factors::of(state, of_net);
    let [few, many] = factors.shares();
    let days = [factors.training.operations(), factors.at_peak(), few, many];
    Ok(Ran { measured, seen, days: days.map(|number| number as f32).to_vec() })
}

/// The multiply-adds of a net, for one picture.
async fn cost(tp: &ThirdPass, spec: &Options) -> Result<u64, String> {
    Ok(tp.layers(spec).await?.iter().map(|layer| layer.multiply_adds).sum())
}
