//! The widget in a browser: what the worker computes, and how it is drawn.

use figures::Curve;
use leptos::prelude::Set;
use nets::smoothing::{LOGITS, Target, logit};
use share::State;
use wasm_bindgen::JsValue;

use crate::browser::{
    canvas,
    engine::{Tensor, ThirdPass, object, values},
};
use crate::smoothing::words::{target, words};
use crate::widget::{
    Frame, Table, chart::Chart, check::Compared, held::Held, plain::csv, subject::Subject,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, charts: [Chart; 2]) {
    frame.live(Smoothed { frame, charts });
}

struct Smoothed {
    frame: Frame,
    charts: [Chart; 2],
}

/// Loss and gradient at every logit.
struct Losses {
    target: Target,
    /// Smoothed, and with ε = 0.
    loss: [Vec<f32>; 2],
    gradient: [Vec<f32>; 2],
    /// Of the right word, of another one, and the floor.
    shares: Vec<f32>,
}

impl Subject for Smoothed {
    type Values = Losses;
    type Kept = ();

    async fn compute(&self, tp: &ThirdPass, state: &State, (): &mut ()) -> Result<Losses, String> {
        let target = target(state);
        let rows = target.rows();
        let x: Held = tp.upload(rows.data(), rows.shape())?.into();
        let dy: Held = tp.upload(&[1.0; LOGITS], &[LOGITS])?.into();
        let right: Held = tp.upload(&[0.0; LOGITS], &[LOGITS])?.into();
        let of = |epsilon: f64| both(tp, rows.shape(), [&x, &dy, &right], epsilon);
        let [loss, gradient] = of(target.epsilon).await?;
        let [hard, hard_gradient] = of(0.0).await?;
        let [one, other] = target.shares();
        Ok(Losses {
            target,
            loss: [loss, hard],
            gradient: [gradient, hard_gradient],
            shares: [one, other, target.floor()].map(|n| n as f32).to_vec(),
        })
    }

    fn draw(&self, losses: &Losses, _: &State, dark: bool) {
        let colour = if dark { (76, 201, 164) } else { (0, 105, 76) };
        let ink = canvas::ink(dark);
        let at = |i: usize| logit(i);
        let ends = [at(0), at(LOGITS - 1)];
        let curve = |numbers: &[f32], behind| Curve {
            points: numbers.iter().enumerate().map(|(i, n)| (at(i), f64::from(*n))).collect(),
            colour: if behind { ink } else { colour },
            behind,
            discs: false,
        };
        let level = |height: f64| Curve {
            points: (0..LOGITS).map(|i| (at(i), height)).collect(),
            colour: ink,
            behind: true,
            discs: false,
        };
        for (chart, [soft, hard], height) in [
            (self.charts[0], &losses.loss, losses.target.floor()),
            (self.charts[1], &losses.gradient, 0.0),
        ] {
            let curves = [curve(soft, false), curve(hard, true), level(height)];
            chart.show(&curves, ends, false, 0.0);
        }
        self.frame.shown.data.set(self.table(losses));
    }

    fn summary(&self, losses: &Losses, _: &State) -> String {
        format!("[{LOGITS}, {}] → [{LOGITS}]", losses.target.vocabulary)
    }

    fn csv(&self, losses: &Losses, _: &State) -> String {
        csv(&self.table(losses))
    }

    fn check<'a>(&self, losses: &'a Losses) -> Vec<Compared<'a>> {
        let of = |name, got| Compared { name, got, tolerance: (1e-4, 1e-4) };
        vec![
            of("loss", &losses.loss[0][..]),
            of("gradient", &losses.gradient[0]),
            of("target", &losses.shares),
        ]
    }
}

impl Smoothed {
    fn table(&self, losses: &Losses) -> Table {
        let t = words(self.frame.lang);
        let head = [t.logit, t.loss_short, t.gradient_short, t.hard_loss, t.hard_gradient];
        let columns = [&losses.loss[0], &losses.gradient[0], &losses.loss[1], &losses.gradient[1]];
        let row = |at: usize| {
            let numbers = columns.iter().map(|c| c.get(at).map_or(String::new(), f32::to_string));
            std::iter::once(logit(at).to_string()).chain(numbers).collect()
        };
        Table { head: head.map(str::to_owned).into(), rows: (0..LOGITS).map(row).collect() }
    }
}

/// The loss of every row, and its gradient by the right word's logit.
async fn both(
    tp: &ThirdPass,
    shape: &[usize],
    [x, dy, right]: [&Held; 3],
    epsilon: f64,
) -> Result<[Vec<f32>; 2], String> {
    let (this, right) = (tp.clone(), Tensor::clone(right));
    let function = tp.recorded("vjp", shape, move |x| {
        let options = object(&[("smoothing", epsilon.into()), ("reduction", "none".into())]);
        this.op("crossEntropy", &[x.clone().into(), right.clone().into(), options.into()])
    })?;
    let [y, dx] = function.with_gradient(x, dy)?;
    let one = object(&[("axis", 1.into()), ("start", 0.into()), ("end", 1.into())]);
    let of_right: Held = tp.op("slice", &[(&dx).into(), JsValue::from(one)])?.into();
    let (y, of_right) = (y.ask(), of_right.ask());
    Ok([values(y).await?, values(of_right).await?])
}
