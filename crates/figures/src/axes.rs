//! The axes that charts share.

use std::ops::Range;

use plotters::coord::{Shift, types::RangedCoordf64};
use plotters::prelude::*;

use crate::histogram::Ink;

/// What is written at the axes of a chart.
pub(crate) struct Axes<'a> {
    /// Across, and about how many names.
    pub(crate) x: (Range<f64>, usize),
    /// Up, and about how many names.
    pub(crate) y: (Range<f64>, usize),
    /// The name of a place across.
    pub(crate) name_x: &'a dyn Fn(&f64) -> String,
    /// The name of a height.
    pub(crate) name_y: &'a dyn Fn(&f64) -> String,
    /// CSS pixels for the names of heights.
    pub(crate) left: f64,
}

/// A chart in which plain numbers lie, and nothing is drawn yet but the axes: the same code for
/// every chart, where each kind of axis would bring its own.
type Chart<'a, B> = ChartContext<'a, B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

impl Axes<'_> {
    /// Draws them.
    pub(crate) fn draw<'a, B: DrawingBackend>(
        self,
        area: &'a DrawingArea<B, Shift>,
        ink: Ink,
    ) -> Result<Chart<'a, B>, DrawingAreaErrorKind<B::ErrorType>> {
        let px = |n: f64| (n * ink.scale).round() as u32;
        let text = RGBColor(ink.text.0, ink.text.1, ink.text.2);
        let mut chart = ChartBuilder::on(area)
            .margin(px(6.0))
            .x_label_area_size(px(20.0))
            .y_label_area_size(px(self.left))
            .build_cartesian_2d(self.x.0, self.y.0)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .axis_style(text)
            .label_style((FontFamily::SansSerif, 11.0 * ink.scale).into_font().color(&text))
            .x_labels(self.x.1)
            .y_labels(self.y.1)
            .x_label_formatter(&self.name_x)
            .y_label_formatter(&self.name_y)
            .draw()?;
        Ok(chart)
    }
}

/// A number without needless places, to a thousandth.
pub(crate) fn plain(value: f64) -> String {
    // Adding 0 takes the sign from −0.
    format!("{}", (value * 1e3).round() / 1e3 + 0.0)
}
