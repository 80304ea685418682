//! Two histograms over one axis, before above and after below, drawn with plotters on any
//! backend: how the numbers of a group lie, and all numbers behind them.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::scene::Rgb;

/// How many bins.
const BINS: usize = 28;

/// Numbers that a normalization takes together, among all.
#[derive(Debug, Clone, Copy)]
pub struct Spread<'a> {
    /// Those of the group.
    pub group: &'a [f32],
    /// Those of the whole batch.
    pub all: &'a [f32],
    /// Their name, at the left.
    pub name: &'a str,
    /// Their colour.
    pub colour: Rgb,
}

/// Draws `before` above `after`: the group's share of each bin as bars, that of all as a line.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_before_after<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    spreads: [Spread<'_>; 2],
    text: Rgb,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (low, high) = ends(spreads.iter().flat_map(|s| s.all).copied());
    let px = |n: f64| (n * scale).round() as u32;
    let rgb = |(r, g, b): Rgb| RGBColor(r, g, b);
    let text = rgb(text);
    let font = (FontFamily::SansSerif, 11.0 * scale).into_font().color(&text);
    let (upper, lower) = area.split_vertically(area.dim_in_pixel().1 * 44 / 100);
    for (at, (spread, part)) in spreads.into_iter().zip([upper, lower]).enumerate() {
        let shares = [spread.group, spread.all].map(|values| shares(values, low, high));
        let most = shares.iter().flatten().copied().fold(1e-3, f32::max);
        let mut chart = ChartBuilder::on(&part)
            .margin_top(px(4.0))
            .margin_right(px(8.0))
            .x_label_area_size(px(if at == 0 { 2.0 } else { 18.0 }))
            .y_label_area_size(px(46.0))
            .build_cartesian_2d(low..high, 0.0..most * 1.05)?;
        let mut mesh = chart.configure_mesh();
        mesh.disable_mesh().axis_style(text).label_style(font.clone());
        mesh.x_labels(if at == 0 { 0 } else { 7 }).y_labels(0).draw()?;
        part.draw_text(spread.name, &font, (px(2.0) as i32, px(6.0) as i32))?;
        let step = (high - low) / BINS as f32;
        let bar = |(i, share): (usize, &f32)| {
            let left = low + step * i as f32;
            Rectangle::new([(left, 0.0), (left + step, *share)], rgb(spread.colour).filled())
        };
        let [group, all] = &shares;
        chart.draw_series(group.iter().enumerate().filter(|(_, s)| **s > 0.0).map(bar))?;
        let edge = all.iter().enumerate().flat_map(|(i, share)| {
            let left = low + step * i as f32;
            [(left, *share), (left + step, *share)]
        });
        let edge: Vec<(f32, f32)> = edge.collect();
        chart.draw_series([PathElement::new(edge, text.stroke_width(px(1.0).max(1)))])?;
    }
    Ok(())
}

/// The least and the greatest; room where they are one.
fn ends(values: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let finite = || values.clone().filter(|v| v.is_finite());
    let low = finite().fold(f32::INFINITY, f32::min);
    let high = finite().fold(f32::NEG_INFINITY, f32::max);
    match (low < high, low.is_finite()) {
        (true, _) => (low, high),
        (false, true) => (low - 0.5, low + 0.5),
        (false, false) => (-1.0, 1.0),
    }
}

/// Of each bin the share of the values that lie in it; what is no number does not count.
fn shares(values: &[f32], low: f32, high: f32) -> Vec<f32> {
    let mut counts = vec![0.0_f32; BINS];
    for v in values.iter().filter(|v| v.is_finite()) {
        let at = ((v - low) / (high - low) * BINS as f32).max(0.0) as usize;
        counts[at.min(BINS - 1)] += 1.0;
    }
    let total = counts.iter().sum::<f32>().max(1.0);
    counts.into_iter().map(|count| count / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: &[f32], after: &[f32]) -> String {
        let spread = |all, name| Spread { group: before, all, name, colour: (1, 2, 3) };
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (300, 130)).into_drawing_area();
            let both = [spread(before, "before"), spread(after, "after")];
            draw_before_after(&area, both, (9, 9, 9), 1.0).unwrap();
        }
        svg
    }

    #[test]
    fn shares_are_of_their_own_numbers() {
        let shares = shares(&[0.0, 0.0, 1.0, f32::NAN], 0.0, 1.0);
        assert_eq!((shares[0], shares[BINS - 1]), (2.0 / 3.0, 1.0 / 3.0));
        assert_eq!(ends([2.0, 2.0].into_iter()), (1.5, 2.5));
        assert_eq!(ends([f32::NAN].into_iter()), (-1.0, 1.0));
    }

    #[test]
    fn a_bar_stands_where_numbers_are() {
        let bars = |svg: &str| svg.matches("fill=\"#010203\"").count();
        assert_eq!(bars(&drawn(&[0.0, 1.0], &[0.0, 1.0])), 4);
        for odd in [&[][..], &[f32::NAN], &[3.0, 3.0]] {
            assert!(drawn(odd, odd).contains("before"), "{odd:?}");
        }
    }
}
