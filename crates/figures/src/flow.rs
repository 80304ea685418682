//! Blocks of layers from top to bottom: as wide as there are channels between the layers, and the
//! way around them.

use crate::palette::Palette;
use crate::scene::{Mark, Point, Scene};
use crate::sharing::Cell;
use crate::waist::{Span, waist};

/// In CSS pixels: from one row to the next, the height of a bar, above the first, below the last.
const ROW: f64 = 32.0;
const BAR: f64 = 5.0;
const ABOVE: f64 = 30.0;
const BELOW: f64 = 28.0;
/// Room for the shapes at the left, and for the way around at the right.
const SHAPES: f64 = 84.0;
const AROUND: f64 = 74.0;
/// Below this width in CSS pixels two blocks stand one above the other.
const NARROW: f64 = 480.0;
/// The widest that a block is drawn.
const WIDEST: f64 = 420.0;

/// A block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// What stands above.
    pub title: String,
    /// Channels of what comes in, and behind each layer.
    pub channels: Vec<usize>,
    /// What stands beside each of these.
    pub shapes: Vec<String>,
    /// What stands in each layer.
    pub layers: Vec<String>,
    /// What goes around: its words, and whether it changes what it carries.
    pub around: Option<(String, bool)>,
    /// What stands below.
    pub end: String,
}

/// The blocks in a drawing of this width in device pixels, with room for `rows` layers each.
#[must_use]
pub fn flows(all: &[Flow], rows: usize, width: u32, ink: &Palette) -> Scene {
    let px = |n: f64| n * ink.scale;
    let stacked = f64::from(width) < px(NARROW);
    let each = px(ABOVE + BELOW) + rows as f64 * px(ROW) + px(BAR);
    let most = all.iter().flat_map(|flow| &flow.channels).copied().max().unwrap_or(1);
    let (across, down) = if stacked { (1, all.len().max(1)) } else { (all.len().max(1), 1) };
    let column = f64::from(width) / across as f64;
    let wide = column.min(px(WIDEST));
    let mut marks = Vec::new();
    for (i, flow) in all.iter().enumerate() {
        let (x, y) = if stacked { (0.0, i as f64 * each) } else { (i as f64 * column, 0.0) };
        let place = Place { x: x + (column - wide) / 2.0, y, wide, most, ink };
        marks.extend(place.draw(flow));
    }
    Scene { size: (width, (each * down as f64).ceil() as u32), marks }
}

/// Where a block is drawn.
struct Place<'a> {
    x: f64,
    y: f64,
    wide: f64,
    /// The channels that take all of the room.
    most: usize,
    ink: &'a Palette,
}

impl Place<'_> {
    fn px(&self, n: f64) -> f64 {
        n * self.ink.scale
    }

    fn at(&self, (x, y): (f64, f64)) -> Point {
        ((self.x + x).round() as i32, (self.y + y).round() as i32)
    }

    fn row(&self, at: usize) -> f64 {
        self.px(ABOVE) + at as f64 * self.px(ROW)
    }

    fn text(&self, words: &str, place: (f64, f64), size: f64) -> Mark {
        let (words, size) = (words.to_owned(), self.px(size));
        Mark::Text { at: self.at(place), words, colour: self.ink.text, size }
    }

    fn draw(&self, flow: &Flow) -> Vec<Mark> {
        let left = self.px(SHAPES);
        let room = (self.wide - left - self.px(AROUND)).max(1.0);
        let spans = waist(&flow.channels, self.most, room as f32);
        let ends = |span: &Span| {
            let from = left + f64::from(span.left);
            [from, from + f64::from(span.width).max(1.0)]
        };
        let middle = left + room / 2.0;
        let mut marks = vec![self.text(&flow.title, (self.wide / 2.0, self.px(10.0)), 12.0)];
        for (i, pair) in spans.windows(2).enumerate() {
            let ([a, b], [c, d]) = (ends(&pair[0]), ends(&pair[1]));
            let (top, bottom) = (self.row(i) + self.px(BAR), self.row(i + 1));
            let corners = [(a, top), (b, top), (d, bottom), (c, bottom)];
            marks.push(self.face(corners, self.ink.weight, 0.22));
            if let Some(words) = flow.layers.get(i) {
                marks.push(self.text(words, (middle, (top + bottom) / 2.0), 11.0));
            }
        }
        for (i, span) in spans.iter().enumerate() {
            let ([a, b], top) = (ends(span), self.row(i));
            let bottom = top + self.px(BAR);
            let colour = if i == 0 { self.ink.input } else { self.ink.output };
            marks.push(self.face([(a, top), (b, top), (b, bottom), (a, bottom)], colour, 1.0));
            if let Some(words) = flow.shapes.get(i) {
                marks.push(self.text(words, (left / 2.0, top + self.px(BAR / 2.0)), 11.0));
            }
        }
        if let (Some((words, changes)), [first, .., last]) = (&flow.around, &spans[..]) {
            let right = self.wide - self.px(AROUND - 12.0);
            let [top, bottom] = [0, spans.len() - 1].map(|i| self.row(i) + self.px(BAR / 2.0));
            let corners =
                [(ends(first)[1], top), (right, top), (right, bottom), (ends(last)[1], bottom)];
            let points = corners.map(|corner| self.at(corner)).to_vec();
            let width = self.px(if *changes { 3.0 } else { 1.5 }).round() as u32;
            marks.push(Mark::Line { points, colour: self.ink.input, width });
            let beside = right + self.px(31.0);
            marks.push(self.text(words, (beside, (top + bottom) / 2.0), 11.0));
        }
        let below = self.row(spans.len().saturating_sub(1)) + self.px(BAR + 12.0);
        marks.push(self.text(&flow.end, (middle, below), 11.0));
        marks
    }

    fn face(&self, corners: [(f64, f64); 4], colour: crate::Rgb, alpha: f64) -> Mark {
        // No place of the boxes above.
        let cell = Cell { sample: 1, channel: 0, place: 0 };
        Mark::Face { cell, points: corners.map(|corner| self.at(corner)), colour, alpha }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Palette = Palette::new(false, 2.0);

    fn neck(around: Option<(String, bool)>) -> Flow {
        let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect();
        Flow {
            title: "first".into(),
            channels: vec![256, 64, 64, 256],
            shapes: words(&["256×56×56", "64×56×56", "64×56×56", "256×56×56"]),
            layers: words(&["1×1", "3×3", "1×1"]),
            around,
            end: "ReLU".into(),
        }
    }

    fn bars(scene: &Scene) -> Vec<i32> {
        let wide = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Face { points, alpha, .. } if *alpha > 0.5 => Some(points[1].0 - points[0].0),
            _ => None,
        });
        wide.collect()
    }

    #[test]
    fn a_bottleneck_is_narrow_where_it_has_fewer_channels() {
        let scene = flows(&[neck(Some(("identity".into(), false)))], 3, 1200, &INK);
        let [a, b, c, d] = bars(&scene)[..] else { panic!("four rows") };
        assert!((a - 4 * b).abs() <= 4 && b == c && a == d, "{a} {b} {c} {d}");
        let words = ["first", "1×1", "3×3", "identity", "ReLU", "64×56×56"];
        let said = |w: &str| {
            scene.marks.iter().any(|m| matches!(m, Mark::Text { words, .. } if words == w))
        };
        assert!(words.into_iter().all(said));
    }

    #[test]
    fn what_goes_around_is_a_line_and_none_is_none() {
        let lines = |around| {
            let scene = flows(&[neck(around)], 3, 800, &INK);
            scene.marks.iter().filter(|m| matches!(m, Mark::Line { .. })).count()
        };
        assert_eq!([lines(None), lines(Some(("1×1".into(), true)))], [0, 1]);
    }

    #[test]
    fn narrow_drawings_are_higher_and_odd_flows_do_no_harm() {
        let two = [neck(None), neck(None)];
        let high = |width| flows(&two, 3, width, &INK).size.1;
        assert_eq!(high(600), 2 * high(1200));
        assert_eq!(flows(&[], 3, 600, &INK).marks, []);
        let odd = flows(&[Flow::default()], 0, 10, &INK);
        assert!(odd.svg().contains("<svg"));
    }
}
