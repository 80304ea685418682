//! How often each size of activation occurs, drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::axes::{Axes, plain};

/// Colours and sizes of a chart, from the page's tokens.
#[derive(Debug, Clone, Copy)]
pub struct Ink {
    /// Axes and words.
    pub text: (u8, u8, u8),
    /// Bars from zero up.
    pub above: (u8, u8, u8),
    /// Bars below zero, which ReLU cuts.
    pub below: (u8, u8, u8),
    /// Device pixels per CSS pixel.
    pub scale: f64,
}

/// Draws the histogram of `values` in 40 bins between their ends, zero always inside.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_histogram<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    values: &[f32],
    ink: Ink,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (low, high, counts) = bins(values, 40);
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let axes = Axes {
        x: (f64::from(low)..f64::from(high), 5),
        y: (0.0..f64::from(most), 5),
        name_x: &|x| plain(*x),
        name_y: &|y| plain(*y),
        left: 44.0,
    };
    let mut chart = axes.draw(area, ink)?;
    let step = (high - low) / counts.len() as f32;
    chart.draw_series(counts.iter().enumerate().map(|(i, &count)| {
        let left = low + step * i as f32;
        let (r, g, b) = if left + step / 2.0 < 0.0 { ink.below } else { ink.above };
        let (from, to) = (f64::from(left), f64::from(left + step));
        Rectangle::new([(from, 0.0), (to, f64::from(count))], RGBColor(r, g, b).filled())
    }))?;
    Ok(())
}

/// The ends and the counts; values that are no numbers do not count.
fn bins(values: &[f32], n: usize) -> (f32, f32, Vec<i32>) {
    let finite = || values.iter().copied().filter(|v| v.is_finite());
    let low = finite().fold(0.0_f32, f32::min);
    let high = finite().fold(0.0_f32, f32::max);
    let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
    let mut counts = vec![0; n];
    for v in finite() {
        let at = ((v - low) / (high - low) * n as f32) as usize;
        counts[at.min(n - 1)] += 1;
    }
    (low, high, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_a_bin() {
        let values: Vec<f32> = (0..100).map(|i| i as f32 / 50.0 - 1.0).collect();
        let (low, high, counts) = bins(&values, 40);
        assert_eq!((low, high), (-1.0, 0.98));
        assert_eq!(counts.iter().sum::<i32>(), 100);
    }

    #[test]
    fn the_chart_is_drawn_even_of_nothing() {
        let ink = Ink { text: (0, 0, 0), above: (1, 2, 3), below: (4, 5, 6), scale: 1.0 };
        for values in [&[][..], &[f32::NAN], &[2.0, 2.0], &[-1.0, 3.0]] {
            let mut svg = String::new();
            {
                let area = SVGBackend::with_string(&mut svg, (320, 120)).into_drawing_area();
                draw_histogram(&area, values, ink).unwrap();
            }
            assert!(svg.contains("<svg") && svg.contains("<rect"), "{values:?}");
        }
    }
}
