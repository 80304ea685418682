//! A number for every channel as a bar, those of a window lit, drawn with plotters on any
//! backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::axes::{Axes, plain};
use crate::histogram::Ink;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Channels<'a> {
    /// A bar for each channel (`Ink::above`); at least 0.
    pub bars: &'a [f32],
    /// The channel that is chosen.
    pub chosen: usize,
    /// The channels around it that are lit: from, and up to but not with.
    pub window: [usize; 2],
    /// A line across.
    pub level: Option<f32>,
    /// Whether ten times as much is as far everywhere on the vertical axis.
    pub tenfold: bool,
}

/// The most powers of ten that the vertical axis shows.
const DECADES: f64 = 7.0;

impl Channels<'_> {
    /// The lowest and the highest of the vertical axis, in powers of ten where they are shown.
    fn ends(&self) -> (f64, f64) {
        let all = self.bars.iter().copied().chain(self.level);
        let all: Vec<f64> = all.filter(|v| v.is_finite()).map(f64::from).collect();
        let most = all.iter().copied().fold(0.0, f64::max);
        if !self.tenfold {
            return (0.0, if most > 0.0 { most * 1.08 } else { 1.0 });
        }
        let least = all.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
        if most <= 0.0 {
            return (-1.0, 1.0);
        }
        let high = (most.log10() + 0.2).ceil();
        (least.log10().floor().max(high - DECADES), high)
    }
}

/// Draws the bars, the number of every eighth channel, and an axis.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_channels<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    channels: &Channels<'_>,
    ink: Ink,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (low, high) = channels.ends();
    let n = channels.bars.len().max(1) as f64;
    let px = |n: f64| (n * ink.scale).round() as u32;
    let of = |(r, g, b): (u8, u8, u8)| RGBColor(r, g, b);
    let text = of(ink.text);
    let named = |y: &f64| match channels.tenfold {
        true if (0.0..5.0).contains(y) => format!("{:.0}", 10_f64.powf(*y)),
        true => format!("1e{y:.0}"),
        false => plain(*y),
    };
    let axes = Axes {
        x: (0.0..n, channels.bars.len() / 8 + 1),
        y: (low..high, 5),
        name_x: &|x| plain(*x),
        name_y: &named,
        left: 44.0,
    };
    let mut chart = axes.draw(area, ink)?;
    let height = |v: f32| {
        let v = f64::from(v);
        let up = match channels.tenfold {
            true if v > 0.0 => v.log10(),
            true => low,
            false => v,
        };
        up.clamp(low, high)
    };
    let [from, to] = channels.window.map(|at| at as f64);
    chart.draw_series([Rectangle::new([(from, low), (to, high)], text.mix(0.15).filled())])?;
    let finite = channels.bars.iter().enumerate().filter(|(_, v)| v.is_finite());
    chart.draw_series(finite.map(|(at, &v)| {
        let (left, right) = (at as f64 + 0.05, at as f64 + 0.95);
        Rectangle::new([(left, low), (right, height(v))], of(ink.above).filled())
    }))?;
    let line = |from, to| PathElement::new([from, to], text.stroke_width(px(1.0)));
    let middle = channels.chosen as f64 + 0.5;
    chart.draw_series([line((middle, high), (middle, high - (high - low) * 0.1))])?;
    if let Some(level) = channels.level {
        chart.draw_series([line((0.0, height(level)), (n, height(level)))])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { text: (1, 1, 1), above: (0, 0, 200), below: (200, 0, 0), scale: 1.0 };

    const NONE: Channels<'_> =
        Channels { bars: &[], chosen: 0, window: [0, 0], level: None, tenfold: false };

    fn drawn(channels: &Channels<'_>) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (400, 120)).into_drawing_area();
            draw_channels(&area, channels, INK).unwrap();
        }
        svg
    }

    #[test]
    fn every_channel_has_its_bars_and_the_window_is_lit() {
        let bars = [1.0, 4.0, 2.0, 0.0];
        for tenfold in [false, true] {
            let channels = Channels { bars: &bars, window: [1, 3], tenfold, ..NONE };
            let svg = drawn(&channels);
            assert_eq!(svg.matches("fill=\"#0000C8\"").count(), 4, "{svg}");
            assert_eq!(svg.matches("opacity=\"0.15\"").count(), 1, "{svg}");
        }
    }

    /// A level far above all numbers is still in the picture.
    #[test]
    fn the_axis_reaches_the_level_and_no_lower_than_seven_tens_below() {
        let channels = Channels { bars: &[0.3, 2e-9], level: Some(2e4), tenfold: true, ..NONE };
        assert_eq!(channels.ends(), (-2.0, 5.0));
        assert_eq!(Channels { level: None, ..channels }.ends(), (-7.0, 0.0));
        assert_eq!(Channels { tenfold: false, ..channels }.ends(), (0.0, 2e4 * 1.08));
        assert!(drawn(&channels).contains(">\n10000\n<"));
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for bars in [&[][..], &[f32::NAN, f32::INFINITY], &[0.0, 0.0]] {
            for tenfold in [false, true] {
                let svg = drawn(&Channels { bars, tenfold, level: Some(f32::NAN), ..NONE });
                assert!(svg.contains("<svg"), "{bars:?}");
            }
        }
    }
}
