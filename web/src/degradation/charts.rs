//! Both nets' numbers as curves, the logged ones behind.

use nets::degradation::Twins;

use crate::browser::training::Told;
use crate::side_by_side::{
    charts::{self, Sheet, from_1},
    log::Logged,
    look::Look,
    run::{Net, Pair},
};

/// The charts, in the order in which they stand.
pub(crate) const CHARTS: usize = 5;

/// The colours of the plain net and of its twin: ink, and that of the residual branch.
fn colours(dark: bool) -> [(u8, u8, u8); 2] {
    if dark { [(169, 176, 186), (255, 138, 76)] } else { [(85, 93, 105), (166, 69, 0)] }
}

/// Draws all charts; the layers' are those of this step, the first being 1.
pub(crate) fn draw(
    look: Look<CHARTS>,
    pair: &Pair<Twins>,
    log: Option<&[Logged; 2]>,
    step: usize,
    dark: bool,
) {
    let sheet = Sheet { nets: &pair.nets, log, colours: colours(dark) };
    charts::draw(look, pair, &sheet, Vec::new());
    // Of layers the log has the first step and the last.
    let at = match step {
        1 => Some(0),
        step if step == sheet.logged_steps() => Some(1),
        _ => None,
    };
    let of_step = |net: &Net, read: &dyn Fn(&Told) -> Vec<f64>| {
        net.told.borrow().get(step.saturating_sub(1)).map_or(Vec::new(), |t| from_1(read(t)))
    };
    let layers = |values: Option<&Vec<f64>>| values.map_or(Vec::new(), |v| pair.nets[0].norms(v));
    let norms = sheet.curves(
        |net| of_step(net, &|t| net.norms(&t.norms)),
        |log| from_1(layers(at.and_then(|at| log.norms.get(at)))),
        false,
    );
    let across = [1.0, pair.setting.depth as f64];
    look.charts[3].show(&norms, across, true, 1.0);
    let responses = sheet.curves(
        |net| of_step(net, &|t| t.responses.clone()),
        |log| from_1(at.and_then(|at| log.responses.get(at)).cloned().unwrap_or_default()),
        false,
    );
    look.charts[4].show(&responses, across, false, 0.1);
}
