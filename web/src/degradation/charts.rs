//! Both nets' numbers as curves, the logged ones behind.

use figures::{Curve, Plane, trailing_mean};
use leptos::{html::Canvas, prelude::*};
use nets::degradation::TESTED_EVERY;

use crate::browser::canvas;
use crate::degradation::{log::Logged, look::Look, run::Pair};

/// Over how many batches the training error is averaged.
pub(crate) const MEAN_OF: usize = 10;

/// The colours of the plain net and of its twin: ink, and that of the residual branch.
fn colours(dark: bool) -> [(u8, u8, u8); 2] {
    if dark { [(169, 176, 186), (255, 138, 76)] } else { [(85, 93, 105), (166, 69, 0)] }
}

/// Draws all charts; the layers' are those of this step, the first being 1.
pub(crate) fn draw(look: Look, pair: &Pair, log: Option<&[Logged; 2]>, step: usize, dark: bool) {
    let steps = pair.twins.steps as f64;
    let ink = colours(dark);
    let both = |live: &dyn Fn(usize) -> Vec<(f64, f64)>,
                logged: &dyn Fn(&Logged) -> Vec<(f64, f64)>,
                discs: bool| {
        let mut curves = Vec::new();
        for (i, colour) in ink.into_iter().enumerate() {
            if let Some(log) = log {
                let points = logged(&log[i]);
                curves.push(Curve { points, colour, behind: true, discs: false });
            }
            curves.push(Curve { points: live(i), colour, behind: false, discs });
        }
        curves
    };
    let show = |at: usize, curves: &[Curve], x: [f64; 2], powers: bool, top: f64| {
        let node: NodeRef<Canvas> = look.charts[at];
        let Some(node) = node.get_untracked() else { return };
        let plane = Plane { x, powers, top, text: (0, 0, 0), scale: 1.0 };
        canvas::curves(&node, curves, plane);
    };
    let told = |i: usize| pair.nets[i].told.borrow();
    let logged_steps = log.map_or(0, |log| log.iter().map(|l| l.loss.len()).max().unwrap_or(0));
    let x = [0.0, steps.max(logged_steps as f64)];

    let loss = both(
        &|i| from_1(told(i).iter().map(|t| t.loss)),
        &|log| from_1(log.loss.iter().copied()),
        false,
    );
    show(0, &loss, x, false, 2.5);
    let mean = |errors: &[f64]| from_1(trailing_mean(errors, MEAN_OF).into_iter());
    let error = both(
        &|i| mean(&told(i).iter().map(|t| t.error).collect::<Vec<_>>()),
        &|log| mean(&log.error),
        false,
    );
    show(1, &error, x, false, 1.0);
    let test = both(
        &|i| pair.nets[i].tested.borrow().iter().map(|&(s, e)| (s as f64, e)).collect(),
        &|log| (1..).map(|n| (n * TESTED_EVERY) as f64).zip(log.test.iter().copied()).collect(),
        true,
    );
    show(2, &test, x, false, 1.0);

    // Of layers the log has the first step and the last.
    let at = match step {
        1 => Some(0),
        step if step == logged_steps => Some(1),
        _ => None,
    };
    let of_step = |i: usize, read: &dyn Fn(&crate::browser::training::Told) -> Vec<f64>| {
        told(i).get(step.saturating_sub(1)).map_or(Vec::new(), |t| from_1(read(t).into_iter()))
    };
    let layers = |values: Option<&Vec<f64>>| values.map_or(Vec::new(), |v| pair.nets[0].norms(v));
    let norms = both(
        &|i| of_step(i, &|t| pair.nets[i].norms(&t.norms)),
        &|log| from_1(layers(at.and_then(|at| log.norms.get(at))).into_iter()),
        false,
    );
    let across = [1.0, pair.twins.depth as f64];
    show(3, &norms, across, true, 1.0);
    let responses = both(
        &|i| of_step(i, &|t| t.responses.clone()),
        &|log| {
            from_1(at.and_then(|at| log.responses.get(at)).cloned().unwrap_or_default().into_iter())
        },
        false,
    );
    show(4, &responses, across, false, 0.1);
}

/// Numbers at 1, 2, 3 …
fn from_1(values: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    (1..).map(f64::from).zip(values).collect()
}
