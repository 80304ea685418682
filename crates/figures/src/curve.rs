//! How something fell over the steps of a training, drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::histogram::Ink;

/// Draws points of (step, number), joined, from zero up (`Ink::above`).
///
/// # Errors
/// What the drawing backend says.
pub fn draw_curve<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    points: &[(f32, f32)],
    ink: Ink,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let points: Vec<_> = points.iter().filter(|p| p.0.is_finite() && p.1.is_finite()).collect();
    let most = |of: fn(&(f32, f32)) -> f32| points.iter().map(|p| of(p)).fold(1e-6, f32::max);
    let px = |n: f64| (n * ink.scale).round() as u32;
    let text = RGBColor(ink.text.0, ink.text.1, ink.text.2);
    let mut chart = ChartBuilder::on(area)
        .margin(px(6.0))
        .x_label_area_size(px(22.0))
        .y_label_area_size(px(34.0))
        .build_cartesian_2d(0.0..most(|p| p.0), 0.0..most(|p| p.1) * 1.05)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(text)
        .label_style(("sans-serif", 11.0 * ink.scale).into_font().color(&text))
        .x_labels(8)
        .y_labels(5)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .draw()?;
    let (r, g, b) = ink.above;
    let style = RGBColor(r, g, b).stroke_width(px(1.5));
    chart
        .draw_series([PathElement::new(points.into_iter().copied().collect::<Vec<_>>(), style)])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[(f32, f32)]) -> String {
        let ink = Ink { text: (1, 1, 1), above: (0, 0, 200), below: (0, 0, 0), scale: 1.0 };
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (480, 120)).into_drawing_area();
            draw_curve(&area, points, ink).unwrap();
        }
        svg
    }

    #[test]
    fn every_point_lies_on_the_line_and_what_falls_goes_down() {
        let svg = drawn(&[(0.0, 4.0), (50.0, 2.0), (100.0, 1.0)]);
        let line = svg.lines().find(|l| l.contains("<polyline") && l.contains("#0000C8")).unwrap();
        let points = line.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
        let ys: Vec<f32> = points
            .split_whitespace()
            .map(|p| p.split_once(',').unwrap().1.parse().unwrap())
            .collect();
        assert_eq!(ys.len(), 3);
        assert!(ys[0] < ys[1] && ys[1] < ys[2], "{ys:?}");
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for points in [&[][..], &[(0.0, f32::NAN)], &[(3.0, 0.0)]] {
            assert!(drawn(points).contains("<svg"), "{points:?}");
        }
    }
}
