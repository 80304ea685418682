//! How quantities grow with a size: lines between axes on both of which doubling is as far
//! everywhere, drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::axes::Axes;
use crate::histogram::Ink;
use crate::scene::Rgb;

/// A line: a number, above 0, at each size.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Sizes and numbers, ascending.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is thinner than the others.
    pub thin: bool,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Scaling<'a> {
    /// The lines.
    pub lines: &'a [Growth],
    /// The ends of the sizes.
    pub sizes: [f64; 2],
    /// The size that is chosen: a line down, and a disc on every line that has a number there.
    pub chosen: f64,
}

/// Room at the left of the plane and at its right, in units of length.
const LEFT: f64 = 34.0 + MARGIN;
const MARGIN: f64 = 6.0;

/// The size that lies `across` a drawing that is `width` wide, both in units of length.
#[must_use]
pub fn size_at(across: f64, width: f64, [least, most]: [f64; 2]) -> f64 {
    let share = ((across - LEFT) / (width - LEFT - MARGIN).max(1.0)).clamp(0.0, 1.0);
    least * (most / least).powf(share)
}

/// Draws the lines and the chosen size.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_scaling<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    scaling: &Scaling<'_>,
    ink: Ink,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let seen = |growth: &Growth| -> Vec<(f64, f64)> {
        let levels = growth.points.iter().map(|(x, y)| (x.log2(), y.log10()));
        levels.filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    };
    let levels = || scaling.lines.iter().flat_map(&seen).map(|p| p.1);
    let low = levels().fold(f64::INFINITY, f64::min).floor();
    let low = if low.is_finite() { low } else { 0.0 };
    let top = levels().fold(low + 1.0, f64::max).ceil();
    let [left, right] = scaling.sizes.map(f64::log2);
    let px = |n: f64| (n * ink.scale).round() as u32;
    // Only whole powers have names that are short.
    let whole = |v: &f64| ((v - v.round()).abs() < 1e-6).then_some(v.round());
    let name_x = |x: &f64| whole(x).map_or(String::new(), |x| x.exp2().to_string());
    let name_y = |y: &f64| match whole(y) {
        Some(y) if y < 3.0 => 10_f64.powf(y).round().to_string(),
        Some(y) => format!("1e{y}"),
        None => String::new(),
    };
    let axes = Axes {
        x: (left..right.max(left + 1.0), 6),
        y: (low..top, 6),
        name_x: &name_x,
        name_y: &name_y,
        left: LEFT - MARGIN,
    };
    let mut chart = axes.draw(area, ink)?;
    let of = |(r, g, b): Rgb| RGBColor(r, g, b);
    let at = scaling.chosen.log2();
    let mark = of(ink.text).mix(0.5).stroke_width(px(1.0));
    chart.draw_series([PathElement::new([(at, low), (at, top)], mark)])?;
    for growth in scaling.lines {
        let width = if growth.thin { 1.0 } else { 2.0 };
        let (points, colour) = (seen(growth), of(growth.colour));
        let disc = points.iter().find(|p| (p.0 - at).abs() < 1e-9).copied();
        chart.draw_series([PathElement::new(points, colour.stroke_width(px(width)))])?;
        chart.draw_series(disc.map(|at| Circle::new(at, px(3.0), colour.filled())))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { text: (1, 1, 1), above: (0, 0, 0), below: (0, 0, 0), scale: 1.0 };

    fn drawn(lines: &[Growth], sizes: [f64; 2], chosen: f64) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (300, 160)).into_drawing_area();
            draw_scaling(&area, &Scaling { lines, sizes, chosen }, INK).unwrap();
        }
        svg
    }

    fn growth(points: &[(f64, f64)]) -> Growth {
        Growth { points: points.to_vec(), colour: (200, 0, 0), thin: false }
    }

    #[test]
    fn the_chosen_size_is_a_line_and_a_disc() {
        let lines = [growth(&[(1.0, 1.0), (32.0, 1e4), (1024.0, 1e9)])];
        let svg = drawn(&lines, [1.0, 1024.0], 32.0);
        assert_eq!(svg.matches("<circle").count(), 1, "{svg}");
        assert!(svg.contains(">\n32\n<") || svg.contains(">\n16\n<"), "{svg}");
        assert!(svg.contains(">\n1e4\n<") || svg.contains(">\n1e5\n<"), "{svg}");
        assert_eq!(drawn(&lines, [1.0, 1024.0], 33.0).matches("<circle").count(), 0);
    }

    /// Where a disc lies, its size is.
    #[test]
    fn a_place_and_its_size_are_one() {
        let svg = drawn(&[growth(&[(32.0, 10.0)])], [1.0, 1024.0], 32.0);
        let disc = svg.split("<circle cx=\"").nth(1).expect("a disc");
        let cx: f64 = disc.split('"').next().expect("a number").parse().expect("a number");
        let size = size_at(cx, 300.0, [1.0, 1024.0]);
        assert!((size / 32.0 - 1.0).abs() < 0.05, "{size}");
        assert_eq!(size_at(-5.0, 300.0, [1.0, 1024.0]), 1.0);
        assert!((size_at(900.0, 300.0, [1.0, 1024.0]) - 1024.0).abs() < 1e-6);
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for points in [&[][..], &[(0.0, 0.0)], &[(f64::NAN, 1.0), (2.0, f64::INFINITY)]] {
            assert!(drawn(&[growth(points)], [1.0, 1.0], 0.0).contains("<svg"));
        }
    }
}
