//! Both nets' numbers as curves, the logged ones behind.

use figures::{Curve, Rgb, trailing_mean};
use nets::side_by_side::SideBySide;

use crate::side_by_side::{
    log::Logged,
    look::Look,
    run::{Net, Pair},
};

/// Over how many batches the training error is averaged.
pub(crate) const MEAN_OF: usize = 10;

/// What both nets' curves are drawn with.
pub(crate) struct Sheet<'a> {
    pub(crate) nets: &'a [Net; 2],
    pub(crate) log: Option<&'a [Logged; 2]>,
    /// The colours of the first and of the second.
    pub(crate) colours: [Rgb; 2],
}

impl Sheet<'_> {
    /// The curves of one number: those logged behind, and those of the runs in the page.
    pub(crate) fn curves(
        &self,
        live: impl Fn(&Net) -> Vec<(f64, f64)>,
        logged: impl Fn(&Logged) -> Vec<(f64, f64)>,
        discs: bool,
    ) -> Vec<Curve> {
        let mut curves = Vec::new();
        for (i, (net, colour)) in self.nets.iter().zip(self.colours).enumerate() {
            if let Some(log) = self.log {
                let points = logged(&log[i]);
                curves.push(Curve { points, colour, behind: true, discs: false });
            }
            curves.push(Curve { points: live(net), colour, behind: false, discs });
        }
        curves
    }

    /// How many steps the logged runs have.
    pub(crate) fn logged_steps(&self) -> usize {
        self.log.map_or(0, |log| log.iter().map(|l| l.loss.len()).max().unwrap_or(0))
    }
}

/// Draws loss, training error and test error on the first three charts; `marks` lie behind the
/// training error.
pub(crate) fn draw<S: SideBySide, const N: usize>(
    look: Look<N>,
    pair: &Pair<S>,
    sheet: &Sheet<'_>,
    marks: Vec<Curve>,
) {
    let x = [0.0, (pair.setting.steps() as f64).max(sheet.logged_steps() as f64)];
    let all = |net: &Net, read: fn(&crate::browser::training::Told) -> f64| {
        net.told.borrow().iter().map(read).collect::<Vec<f64>>()
    };
    let loss =
        sheet.curves(|net| from_1(all(net, |t| t.loss)), |log| from_1(log.loss.clone()), false);
    look.charts[0].show(&loss, x, false, 2.5);
    let mean = |errors: &[f64]| from_1(trailing_mean(errors, MEAN_OF));
    let mut error = sheet.curves(|net| mean(&all(net, |t| t.error)), |log| mean(&log.error), false);
    error.extend(marks);
    look.charts[1].show(&error, x, false, 1.0);
    let test = sheet.curves(
        |net| net.tested.borrow().iter().map(|&(s, e)| (s as f64, e)).collect(),
        |log| log.tests().map(|(s, e)| (s as f64, e)).collect(),
        true,
    );
    look.charts[2].show(&test, x, false, 1.0);
}

/// Numbers at 1, 2, 3 …
pub(crate) fn from_1(values: Vec<f64>) -> Vec<(f64, f64)> {
    (1..).map(f64::from).zip(values).collect()
}
