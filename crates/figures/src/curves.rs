//! Curves over steps or layers, some of them behind others, drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::scene::Rgb;

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its points from left to right; those that are no numbers are left out.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is behind the others: pale, and as thin as lines are.
    pub behind: bool,
    /// Whether every point is a disc as well.
    pub discs: bool,
}

/// What is drawn around the curves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    /// The horizontal axis' ends.
    pub x: [f64; 2],
    /// Whether the vertical axis is one of powers of ten; else it begins at 0, or below where
    /// numbers are.
    pub powers: bool,
    /// The least top of the vertical axis, where that begins at 0.
    pub top: f64,
    /// Axes and their numbers.
    pub text: Rgb,
    /// Pixels of a unit of length.
    pub scale: f64,
}

/// Room beside the curves, in units of length: for the numbers at the left, and at the right.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;

impl Plane {
    /// Where a place of the horizontal axis lies in a drawing of so many units of length.
    #[must_use]
    pub fn across(&self, x: f64, width: f64) -> f64 {
        let [left, right] = self.x;
        LEFT + (x - left) / (right - left).max(1.0) * (width - LEFT - RIGHT).max(1.0)
    }

    /// The place of the horizontal axis that lies there.
    #[must_use]
    pub fn place(&self, across: f64, width: f64) -> f64 {
        let [left, right] = self.x;
        left + (across - LEFT) / (width - LEFT - RIGHT).max(1.0) * (right - left).max(1.0)
    }
}

/// The places that some curve has a number at, ascending.
#[must_use]
pub fn places(curves: &[Curve]) -> Vec<f64> {
    let points = curves.iter().flat_map(|curve| &curve.points);
    let mut all: Vec<f64> =
        points.filter(|(x, y)| x.is_finite() && y.is_finite()).map(|p| p.0).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// What each curve has at a place; `None` where it has nothing.
#[must_use]
pub fn numbers_at(curves: &[Curve], place: f64) -> Vec<Option<f64>> {
    let at = |curve: &Curve| {
        curve.points.iter().find(|(x, y)| *x == place && y.is_finite()).map(|&(_, y)| y)
    };
    curves.iter().map(at).collect()
}

/// The mean of each number and of those before it, `n` at the most.
#[must_use]
pub fn trailing_mean(values: &[f64], n: usize) -> Vec<f64> {
    let mean = |end: usize| {
        let last = &values[(end + 1).saturating_sub(n.max(1))..=end];
        last.iter().sum::<f64>() / last.len() as f64
    };
    (0..values.len()).map(mean).collect()
}

/// Draws the curves, those behind first.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_curves<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    curves: &[Curve],
    plane: &Plane,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let level = |y: f64| if plane.powers { y.log10() } else { y };
    let seen = |curve: &Curve| -> Vec<(f64, f64)> {
        let levels = curve.points.iter().map(|&(x, y)| (x, level(y)));
        levels.filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    };
    let ys = || curves.iter().flat_map(&seen).map(|(_, y)| y);
    let [low, high] = if plane.powers {
        let [low, high] =
            [ys().fold(f64::INFINITY, f64::min), ys().fold(f64::NEG_INFINITY, f64::max)];
        if low <= high { [low.floor(), high.ceil().max(low.floor() + 1.0)] } else { [0.0, 1.0] }
    } else {
        [ys().fold(0.0, f64::min), ys().fold(plane.top, f64::max).max(1e-9)]
    };
    let px = |n: f64| (n * plane.scale).round() as u32;
    let rgb = |(r, g, b): Rgb| RGBColor(r, g, b);
    let text = rgb(plane.text);
    let [left, right] = plane.x;
    let mut chart = ChartBuilder::on(area)
        .margin(px(6.0))
        .margin_right(px(RIGHT))
        .x_label_area_size(px(20.0))
        .y_label_area_size(px(LEFT - 6.0))
        .build_cartesian_2d(left..right.max(left + 1.0), low..high)?;
    let named = |y: &f64| {
        if !plane.powers {
            // Of a zero that is a little below none is said.
            return format!("{}", (y * 1e3).round() / 1e3 + 0.0);
        }
        // Only whole powers have names that are short.
        let whole = (y - y.round()).abs() < 1e-6;
        if whole { format!("1e{}", y.round()) } else { String::new() }
    };
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(text)
        .label_style((FontFamily::SansSerif, 11.0 * plane.scale).into_font().color(&text))
        .x_labels(5)
        .y_labels(5)
        .x_label_formatter(&|x| format!("{}", (x * 10.0).round() / 10.0))
        .y_label_formatter(&named)
        .draw()?;
    let (behind, front): (Vec<&Curve>, Vec<&Curve>) = curves.iter().partition(|c| c.behind);
    for curve in behind.into_iter().chain(front) {
        let (alpha, width) = if curve.behind { (0.35, 1.0) } else { (1.0, 2.0) };
        let points = seen(curve);
        let colour = rgb(curve.colour).mix(alpha);
        if curve.discs {
            let disc = |&at: &(f64, f64)| Circle::new(at, px(2.5), colour.filled());
            chart.draw_series(points.iter().map(disc))?;
        }
        chart.draw_series([PathElement::new(points, colour.stroke_width(px(width)))])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANE: Plane =
        Plane { x: [0.0, 10.0], powers: false, top: 1.0, text: (1, 1, 1), scale: 1.0 };

    fn drawn(curves: &[Curve], plane: &Plane) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (300, 160)).into_drawing_area();
            draw_curves(&area, curves, plane).unwrap();
        }
        svg
    }

    fn curve(points: &[(f64, f64)], behind: bool, discs: bool) -> Curve {
        Curve { points: points.to_vec(), colour: (200, 0, 0), behind, discs }
    }

    #[test]
    fn what_is_behind_is_pale_and_drawn_first() {
        let points = [(0.0, 0.5), (5.0, 1.0)];
        let svg = drawn(&[curve(&points, false, false), curve(&points, true, false)], &PLANE);
        let lines: Vec<&str> = svg.lines().filter(|l| l.contains("#C80000")).collect();
        assert_eq!(lines.len(), 2, "{svg}");
        assert!(lines[0].contains("opacity=\"0.35\"") && lines[1].contains("opacity=\"1\""));
    }

    #[test]
    fn every_number_is_a_disc_and_what_is_none_is_left_out() {
        let points = [(0.0, 0.5), (1.0, f64::NAN), (2.0, f64::INFINITY), (3.0, 0.25)];
        let discs =
            |plane: &Plane| drawn(&[curve(&points, false, true)], plane).matches("<circle").count();
        assert_eq!(discs(&PLANE), 2);
        assert_eq!(discs(&Plane { powers: true, ..PLANE }), 2);
    }

    #[test]
    fn powers_of_ten_have_their_names() {
        let points = [(0.0, 0.002), (5.0, 300.0)];
        let svg = drawn(&[curve(&points, false, false)], &Plane { powers: true, ..PLANE });
        assert!(svg.contains(">\n1e-2\n<") && svg.contains(">\n1e2\n<"), "{svg}");
        assert!(!svg.contains("1e-2.5"));
    }

    /// A point's disc lies where the plane says that its place lies.
    #[test]
    fn a_place_and_its_disc_are_one() {
        let svg = drawn(&[curve(&[(4.0, 0.5)], false, true)], &PLANE);
        let disc = svg.split("<circle cx=\"").nth(1).expect("a disc");
        let cx: f64 = disc.split('"').next().expect("a number").parse().expect("a number");
        assert!((PLANE.across(4.0, 300.0) - cx).abs() <= 1.0, "{cx}");
        assert!((PLANE.place(PLANE.across(7.5, 300.0), 300.0) - 7.5).abs() < 1e-9);
    }

    #[test]
    fn numbers_are_read_where_there_are_some() {
        let (a, b) = ([(1.0, 0.5), (2.0, f64::NAN), (3.0, 0.25)], [(50.0, 0.1), (3.0, 0.2)]);
        let curves = [curve(&a, false, false), curve(&b, true, true)];
        assert_eq!(places(&curves), [1.0, 3.0, 50.0]);
        assert_eq!(numbers_at(&curves, 3.0), [Some(0.25), Some(0.2)]);
        assert_eq!(numbers_at(&curves, 2.0), [None, None]);
        assert_eq!(places(&[]), [0.0; 0]);
    }

    #[test]
    fn the_mean_is_of_the_last_ones() {
        assert_eq!(trailing_mean(&[1.0, 3.0, 5.0, 7.0], 2), [1.0, 2.0, 4.0, 6.0]);
        assert_eq!(trailing_mean(&[1.0, 3.0], 9), [1.0, 2.0]);
        assert_eq!(trailing_mean(&[], 2), [0.0; 0]);
    }

    #[test]
    fn what_is_below_zero_is_inside() {
        let points = [(0.0, -2.0), (5.0, 1.0)];
        let svg = drawn(&[curve(&points, false, false)], &PLANE);
        assert!(svg.contains(">\n-2\n<") && !svg.contains(">\n-0\n<"), "{svg}");
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for points in [&[][..], &[(0.0, 0.0)], &[(f64::NAN, 1.0)], &[(3.0, -1.0)]] {
            for powers in [true, false] {
                let svg =
                    drawn(&[curve(points, false, true)], &Plane { powers, x: [1.0, 1.0], ..PLANE });
                assert!(svg.contains("<svg"), "{points:?}");
            }
        }
    }
}
