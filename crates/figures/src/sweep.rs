//! A quantity over sizes that double: two lines, measured with and without something,
//! drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::axes::{Axes, plain};
use crate::histogram::Ink;

/// What is drawn: a number at every size, on two lines.
#[derive(Debug, Clone, Copy)]
pub struct Sweep<'a> {
    /// The sizes, ascending, each twice the one before.
    pub sizes: &'a [usize],
    /// With (`Ink::above`, a thick line with discs).
    pub with: &'a [f32],
    /// Without (`Ink::below`, a thin line with rings).
    pub without: &'a [f32],
    /// Whether the vertical axis doubles as well.
    pub doubling: bool,
    /// The size that is chosen.
    pub chosen: usize,
}

/// Draws the two lines, an axis of sizes with every other one named, and a line at the
/// chosen one.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_sweep<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    sweep: &Sweep<'_>,
    ink: Ink,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let n = sweep.sizes.len().max(2) as f64;
    let level = |v: f32| if sweep.doubling { f64::from(v.max(1e-9)).log2() } else { f64::from(v) };
    let all = || sweep.with.iter().chain(sweep.without).copied().filter(|v| v.is_finite());
    let low = if sweep.doubling { all().map(level).fold(0.0, f64::min).floor() } else { 0.0 };
    let high = all().map(level).fold(low + f64::from(u8::from(sweep.doubling)), f64::max);
    let high = if sweep.doubling { high.ceil() } else { (high * 1.1).max(1e-6) };
    let px = |n: f64| (n * ink.scale).round() as u32;
    let text = RGBColor(ink.text.0, ink.text.1, ink.text.2);
    let named = |x: &f64| {
        let at = x.round();
        let whole = (x - at).abs() < 1e-6 && at >= 0.0;
        let size = sweep.sizes.get(at as usize).filter(|_| whole);
        size.map_or(String::new(), usize::to_string)
    };
    let leveled = |y: &f64| if sweep.doubling { format!("{}", y.exp2()) } else { plain(*y) };
    let axes = Axes {
        x: (-0.3..n - 0.7, sweep.sizes.len()),
        y: (low..high, 5),
        name_x: &named,
        name_y: &leveled,
        left: 34.0,
    };
    let mut chart = axes.draw(area, ink)?;
    if let Some(at) = sweep.sizes.iter().position(|&size| size == sweep.chosen) {
        let line = [(at as f64, low), (at as f64, high)];
        chart.draw_series([PathElement::new(line, text.mix(0.5).stroke_width(px(1.0)))])?;
    }
    let points = |values: &[f32]| {
        let finite = values.iter().enumerate().filter(|(_, v)| v.is_finite());
        finite.map(|(i, &v)| (i as f64, level(v))).collect::<Vec<_>>()
    };
    let of = |(r, g, b): (u8, u8, u8)| RGBColor(r, g, b);
    let (without, with) = (of(ink.below), of(ink.above));
    let line = |values: &[f32], style: ShapeStyle| PathElement::new(points(values), style);
    chart.draw_series([
        line(sweep.without, without.stroke_width(px(1.0))),
        line(sweep.with, with.stroke_width(px(2.0))),
    ])?;
    let ring = |at| Circle::new(at, px(3.0), without.stroke_width(px(1.5)));
    chart.draw_series(points(sweep.without).into_iter().map(ring))?;
    chart.draw_series(
        points(sweep.with).into_iter().map(|at| Circle::new(at, px(3.0), with.filled())),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { text: (1, 1, 1), above: (0, 0, 200), below: (200, 0, 0), scale: 1.0 };

    fn drawn(sweep: &Sweep<'_>) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (300, 160)).into_drawing_area();
            draw_sweep(&area, sweep, INK).unwrap();
        }
        svg
    }

    fn count(svg: &str, what: &str) -> usize {
        svg.matches(what).count()
    }

    #[test]
    fn every_number_is_a_mark_and_every_size_has_its_name() {
        let sizes = [2, 4, 8, 16];
        let (with, without) = ([1.0, 1.1, 0.9, 1.0], [1.4, 2.0, 2.8, 4.0]);
        for doubling in [true, false] {
            let sweep =
                Sweep { sizes: &sizes, with: &with, without: &without, doubling, chosen: 8 };
            let svg = drawn(&sweep);
            let circles = |stroke: &str| {
                svg.lines().filter(|l| l.contains("<circle") && l.contains(stroke)).count()
            };
            assert_eq!(circles("fill=\"#0000C8\""), 4, "discs: {svg}");
            assert_eq!(circles("stroke=\"#C80000\""), 4, "rings: {svg}");
            for size in sizes {
                assert!(svg.contains(&format!(">\n{size}\n<")), "{size} in {svg}");
            }
        }
    }

    #[test]
    fn the_chosen_size_is_marked_and_another_is_not() {
        let line = |chosen| {
            let sweep = Sweep {
                sizes: &[2, 4],
                with: &[1.0, 1.0],
                without: &[1.0, 2.0],
                doubling: true,
                chosen,
            };
            count(&drawn(&sweep), "opacity=\"0.5\"")
        };
        assert_eq!((line(4), line(3)), (1, 0));
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for with in [&[][..], &[f32::NAN, f32::INFINITY], &[0.0, 0.0], &[-1.0, -2.0]] {
            for doubling in [true, false] {
                let sweep = Sweep { sizes: &[2, 4], with, without: &[], doubling, chosen: 2 };
                assert!(drawn(&sweep).contains("<svg"), "{with:?}");
            }
        }
        let none = Sweep { sizes: &[], with: &[], without: &[], doubling: true, chosen: 2 };
        assert!(drawn(&none).contains("<svg"));
    }
}
