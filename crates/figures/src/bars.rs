//! Named bars below each other, each whole or of parts, drawn with plotters on any backend.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A row: its name, its parts from the left, and what is written behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// On its left.
    pub name: String,
    /// Its parts; at least 0.
    pub parts: Vec<f64>,
    /// On its right.
    pub label: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Bars<'a> {
    /// The rows from the top.
    pub rows: &'a [Bar],
    /// The colour of each part.
    pub colours: &'a [(u8, u8, u8)],
    /// The row that is lit.
    pub chosen: Option<usize>,
    /// A line down at a number, and its name.
    pub limit: Option<(f64, &'a str)>,
    /// Whether ten times as much is as far everywhere.
    pub tenfold: bool,
}

/// Of a drawing's height, what is free above the rows if there is a limit to be named.
const HEAD: f64 = 16.0;
/// Of its width, what names and labels take.
const NAMES: f64 = 76.0;
const LABELS: f64 = 66.0;

/// The row at this share of the height, 0 at the top, of a drawing without a limit.
#[must_use]
pub fn bar_at(share: f64, rows: usize) -> usize {
    ((share * rows as f64).max(0.0) as usize).min(rows.saturating_sub(1))
}

/// Draws the rows over the whole area.
///
/// # Errors
/// What the drawing backend says.
pub fn draw_bars<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bars: &Bars<'_>,
    ink: (u8, u8, u8),
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (width, height) = area.dim_in_pixel();
    let px = |n: f64| (n * scale).round() as i32;
    let of = |(r, g, b): (u8, u8, u8)| RGBColor(r, g, b);
    let text = of(ink);
    let font = (FontFamily::SansSerif, 11.0 * scale).into_font().color(&text);
    let right = font.pos(Pos::new(HPos::Right, VPos::Center));
    let left = font.pos(Pos::new(HPos::Left, VPos::Center));
    let total = |bar: &Bar| bar.parts.iter().filter(|p| p.is_finite()).sum::<f64>();
    let limit = bars.limit.map_or(0.0, |(at, _)| at);
    let most = bars.rows.iter().map(total).fold(limit, f64::max);
    let (from, room) = (px(NAMES), f64::from(width) - (NAMES + LABELS) * scale);
    // Where a bar would have no length, a tenfold axis begins.
    let least = bars.rows.iter().map(total).filter(|v| *v > 0.0).fold(most, f64::min);
    let low = 10_f64.powf((least.log10() - 0.3).floor());
    let share = |v: f64| match (bars.tenfold, most > 0.0) {
        (_, false) => 0.0,
        (false, true) => v / most,
        (true, true) => ((v / low).log10() / (most / low).log10()).max(0.0),
    };
    let across = |v: f64| from + (share(v) * room).round() as i32;
    let head = if bars.limit.is_some() { px(HEAD) } else { 0 };
    let each = f64::from(height as i32 - head) / bars.rows.len().max(1) as f64;
    for (at, bar) in bars.rows.iter().enumerate() {
        let [top, bottom] = [at, at + 1].map(|at| head + (each * at as f64).round() as i32);
        let middle = (top + bottom) / 2;
        if bars.chosen == Some(at) {
            let row = [(0, top), (width as i32, bottom)];
            area.draw(&Rectangle::new(row, text.mix(0.15).filled()))?;
        }
        area.draw(&Text::new(bar.name.clone(), (from - px(5.0), middle), right.clone()))?;
        let (inset, mut start) = ((f64::from(bottom - top) * 0.15) as i32, 0.0);
        for (part, colour) in bar.parts.iter().zip(bars.colours) {
            if !part.is_finite() || *part <= 0.0 {
                continue;
            }
            let ends = [(across(start), top + inset), (across(start + part), bottom - inset)];
            area.draw(&Rectangle::new(ends, of(*colour).filled()))?;
            start += part;
        }
        let label = (across(start) + px(5.0), middle);
        area.draw(&Text::new(bar.label.clone(), label, left.clone()))?;
    }
    if let Some((at, name)) = bars.limit {
        let line = [(across(at), head), (across(at), height as i32)];
        area.draw(&PathElement::new(line, text.stroke_width(px(1.0).max(1) as u32)))?;
        let middle = font.pos(Pos::new(HPos::Center, VPos::Center));
        area.draw(&Text::new(name.to_owned(), (across(at), head / 2), middle))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(name: &str, parts: &[f64]) -> Bar {
        Bar { name: name.to_owned(), parts: parts.to_vec(), label: format!("{name}!") }
    }

    fn drawn(rows: &[Bar], chosen: Option<usize>, limit: Option<(f64, &str)>) -> String {
        drawn_on(rows, chosen, limit, false)
    }

    fn drawn_on(
        rows: &[Bar],
        chosen: Option<usize>,
        limit: Option<(f64, &str)>,
        tenfold: bool,
    ) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (300, 100)).into_drawing_area();
            let bars = Bars { rows, colours: &[(200, 0, 0), (0, 0, 200)], chosen, limit, tenfold };
            draw_bars(&area, &bars, (1, 1, 1), 1.0).unwrap();
        }
        svg
    }

    /// Where the rectangles of a colour lie: x, width.
    fn spans(svg: &str, colour: &str) -> Vec<(i32, i32)> {
        let rects = svg.lines().filter(|l| l.starts_with("<rect") && l.contains(colour));
        let number = |line: &str, key: &str| {
            let rest = line.split(&format!(" {key}=\"")).nth(1).expect("a number");
            rest.split('"').next().and_then(|n| n.parse().ok()).expect("a number")
        };
        rects.map(|l| (number(l, "x"), number(l, "width"))).collect()
    }

    #[test]
    fn parts_lie_behind_each_other_on_one_scale() {
        let svg = drawn(&[bar("a", &[1.0, 3.0]), bar("b", &[2.0])], None, None);
        let (red, blue) = (spans(&svg, "#C80000"), spans(&svg, "#0000C8"));
        let room = 300 - 76 - 66;
        let near = |(x, w): (i32, i32), from: f64, share: f64| {
            (f64::from(x) - 76.0 - from * f64::from(room)).abs() <= 1.0
                && (f64::from(w) - share * f64::from(room)).abs() <= 1.0
        };
        assert!(near(red[0], 0.0, 0.25) && near(blue[0], 0.25, 0.75), "{red:?} {blue:?}");
        assert!(near(red[1], 0.0, 0.5) && blue.len() == 1, "{red:?}");
        for word in ["a", "b", "a!", "b!"] {
            assert!(svg.contains(&format!(">\n{word}\n<")), "{word} in {svg}");
        }
    }

    #[test]
    fn ten_times_as_much_is_as_far() {
        let rows = [1.0, 10.0, 100.0].map(|v| bar("a", &[v]));
        let spans = spans(&drawn_on(&rows, None, None, true), "#C80000");
        // From 0.1 on, the decade in which the least has a length.
        for (at, (_, width)) in spans.iter().enumerate() {
            let third = f64::from(300 - 76 - 66) / 3.0 * (at + 1) as f64;
            assert!((f64::from(*width) - third).abs() <= 1.5, "{spans:?}");
        }
        let parts = drawn_on(&[bar("a", &[5.0, 1.0]), bar("b", &[0.0])], None, None, true);
        assert_eq!(self::spans(&parts, "#0000C8").len(), 1);
    }

    #[test]
    fn a_limit_beyond_all_bars_is_in_the_picture() {
        let svg = drawn(&[bar("a", &[1.0])], Some(0), Some((4.0, "full")));
        assert_eq!(spans(&svg, "#C80000")[0].1, (300 - 76 - 66) / 4 + 1);
        assert!(svg.contains(">\nfull\n<") && svg.contains("<polyline"), "{svg}");
        assert_eq!(svg.matches("opacity=\"0.15\"").count(), 1);
    }

    #[test]
    fn every_height_is_a_row_s() {
        for (share, rows, at) in [(0.0, 4, 0), (0.26, 4, 1), (1.0, 4, 3), (-1.0, 4, 0), (0.5, 0, 0)]
        {
            assert_eq!(bar_at(share, rows), at);
        }
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for parts in [&[][..], &[f64::NAN], &[0.0], &[f64::INFINITY, 1.0]] {
            assert!(drawn(&[bar("a", parts)], None, None).contains("<svg"));
        }
        assert!(drawn(&[], Some(3), None).contains("<svg"));
    }
}
