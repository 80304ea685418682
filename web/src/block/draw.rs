//! The block's numbers as pictures.

use figures::{Bar, Bars, Range, pixels, ramp};
use leptos::prelude::*;

use crate::block::{
    compute::Pass,
    look::{Look, Seen},
};
use crate::browser::canvas::{self, fill};
use crate::widget::emoji::SIDE;

/// The height of a bar in CSS pixels.
const ROW: f64 = 22.0;

/// All that does not depend on what is looked at.
pub(crate) fn whole(look: Look, pass: &Pass, seen: &Seen, dark: bool) {
    fill(look.input, &pass.input.rgba, SIDE);
    let range = range(pass.panels.iter().map(Vec::as_slice));
    let grid = seen.grid();
    for ((node, chart), values) in look.all.into_iter().zip(look.histograms).zip(&pass.panels) {
        fill(node, &grid.arrange(&pixels(values, range, dark)), grid.size()[0]);
        if let Some(chart) = chart.get_untracked() {
            canvas::chart(&chart, values);
        }
    }
    look.most.set(format!("{:.2}", range.ends().1));
    ratios(look, pass, dark);
}

/// The chosen channel, in one scale of its own.
pub(crate) fn channel(look: Look, pass: &Pass, seen: &Seen, dark: bool) {
    let side = seen.block.side;
    let plane = side * side;
    let place = seen.channel * plane..(seen.channel + 1) * plane;
    let maps = pass.panels.each_ref().map(|values| values.get(place.clone()).unwrap_or_default());
    let range = range(maps.into_iter());
    for (node, map) in look.large.into_iter().zip(maps) {
        fill(node, &pixels(map, range, dark), side);
    }
    fill(look.scale, &ramp(range, dark, 64), 64);
    let (low, high) = range.ends();
    look.ends.set([low, high].map(|end| format!("{end:.2}")));
}

/// One scale for x, F(x) and their sum, so that they can be compared.
fn range<'a>(maps: impl Iterator<Item = &'a [f32]>) -> Range {
    let most = maps.map(|values| Range::of(values).ends().1).fold(0.0, f32::max);
    Range::Signed(most)
}

fn ratios(look: Look, pass: &Pass, dark: bool) {
    let Some(node) = look.ratios.get_untracked() else { return };
    let blocks = pass.source.net.blocks();
    let row = |(block, [f, x]): (&nets::changed::BlockAt, &[f64; 2])| {
        let ratio = if *x > 0.0 { f / x } else { 0.0 };
        Bar { name: block.name.clone(), parts: vec![ratio], label: format!("{ratio:.2}") }
    };
    let rows: Vec<Bar> = blocks.iter().zip(&pass.base.spreads).map(row).collect();
    let residual = if dark { (255, 138, 76) } else { (166, 69, 0) };
    let bars = Bars {
        rows: &rows,
        colours: &[residual],
        chosen: Some(pass.at),
        limit: None,
        tenfold: false,
    };
    canvas::bars(&node, &bars, ROW * rows.len() as f64, dark);
}
