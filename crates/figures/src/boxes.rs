//! Feature maps as boxes side by side, all to one scale: as high and as deep as the maps, as long
//! as there are channels.

use crate::palette::Palette;
use crate::scene::{Mark, Point, Rgb, Scene};
use crate::sharing::Cell;

/// How far depth leads to the right and up, per pixel.
const DEPTH: (f64, f64) = (0.35, 0.22);
/// In CSS pixels: the least room for a box, enough for its name, the gap between two, the lines of words below.
const LEAST: f64 = 40.0;
const ROOMY: f64 = 50.0;
const GAP: f64 = 3.0;
const WORDS: f64 = 34.0;
/// The part of the drawing that the maps of 224×224 take in height, and 2048 channels in length:
/// nets are drawn to one scale, unless one is larger.
const HIGH: f64 = 0.17;
const LONG: f64 = 0.35;
/// The pixels and channels that are meant.
const SIDE: f64 = 224.0;
const CHANNELS: f64 = 2048.0;

/// The maps behind a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapBox {
    /// What stands below.
    pub name: String,
    /// What stands below that, where there is room.
    pub said: String,
    /// How many maps.
    pub channels: usize,
    /// Their side.
    pub side: usize,
}

impl MapBox {
    /// Length, height and what depth adds to the length, at pixels per channel and per map pixel.
    fn size(&self, long: f64, high: f64) -> [f64; 3] {
        let side = self.side as f64 * high;
        [(self.channels as f64 * long).max(1.0), side.max(1.0), side * DEPTH.0]
    }
}

/// The boxes in a drawing of this width in device pixels; the faces of box `i` are those of the
/// cell of channel `i`, and so is all of its column.
#[must_use]
pub fn boxes(all: &[MapBox], chosen: Option<usize>, width: u32, ink: &Palette) -> Scene {
    let px = |n: f64| n * ink.scale;
    let wide = f64::from(width);
    let high = wide * HIGH / SIDE;
    let slots = |long: f64| -> Vec<f64> {
        let slot = |b: &MapBox| {
            let [length, _, depth] = b.size(long, high);
            (length + depth).max(px(LEAST)) + px(GAP)
        };
        all.iter().map(slot).collect()
    };
    // The longest that fits: every slot grows with it.
    let (mut low, mut long) = (0.0, wide * LONG / CHANNELS);
    if slots(long).iter().sum::<f64>() > wide {
        for _ in 0..40 {
            let middle = f64::midpoint(low, long);
            if slots(middle).iter().sum::<f64>() > wide { long = middle } else { low = middle }
        }
    }
    let slots = slots(long);
    let tallest = all.iter().map(|b| b.side).max().unwrap_or(0) as f64 * high;
    let body = tallest * (1.0 + DEPTH.1) + px(8.0);
    let mut marks = Vec::new();
    let spare = ((wide - slots.iter().sum::<f64>()) / all.len().max(1) as f64).max(0.0);
    let mut left = 0.0;
    for (i, (b, slot)) in all.iter().zip(&slots).enumerate() {
        let slot = slot + spare;
        let column = Column { cell: cell(i), left, width: slot, high: body + px(WORDS) };
        marks.push(column.back(chosen == Some(i), ink));
        let [length, height, depth] = b.size(long, high);
        let corner = (left + (slot - length - depth) / 2.0, (body + tallest * DEPTH.1) / 2.0);
        let colour = if i == 0 { ink.input } else { ink.output };
        marks.extend(solid(cell(i), corner, [length, height], colour, ink));
        let middle = left + slot / 2.0;
        let text = |words: &str, y: f64, size: f64| Mark::Text {
            at: point((middle, body + px(y))),
            words: words.to_owned(),
            colour: if chosen == Some(i) { ink.accent } else { ink.text },
            size: px(size),
        };
        // A narrow column has smaller letters, so that two names stand apart.
        let letters = if slot < px(ROOMY) { 9.0 } else { 11.0 };
        marks.push(text(&b.name, 8.0, letters));
        if b.said.chars().count() as f64 * px(5.2) < slot {
            marks.push(text(&b.said, 22.0, 10.0));
        }
        left += slot;
    }
    Scene { size: (width, (body + px(WORDS)).ceil() as u32), marks }
}

fn cell(i: usize) -> Cell {
    Cell { sample: 0, channel: i, place: 0 }
}

fn point((x, y): (f64, f64)) -> Point {
    (x.round() as i32, y.round() as i32)
}

/// All that belongs to a box, from top to bottom.
struct Column {
    cell: Cell,
    left: f64,
    width: f64,
    high: f64,
}

impl Column {
    /// A tint where it is chosen, else nothing that is seen.
    fn back(&self, chosen: bool, ink: &Palette) -> Mark {
        let right = self.left + self.width;
        let corners = [(self.left, 0.0), (right, 0.0), (right, self.high), (self.left, self.high)];
        let alpha = if chosen { 0.12 } else { 0.0 };
        Mark::Face { cell: self.cell, points: corners.map(point), colour: ink.accent, alpha }
    }
}

/// Front, top and right side of a box whose front's middle left is here.
fn solid(
    cell: Cell,
    (x, y): (f64, f64),
    [length, height]: [f64; 2],
    colour: Rgb,
    ink: &Palette,
) -> Vec<Mark> {
    let (dx, dy) = (height * DEPTH.0, height * DEPTH.1);
    let (top, bottom, right) = (y - height / 2.0, y + height / 2.0, x + length);
    let front = [(x, top), (right, top), (right, bottom), (x, bottom)];
    let above = [(x, top), (x + dx, top - dy), (right + dx, top - dy), (right, top)];
    let beside = [(right, top), (right + dx, top - dy), (right + dx, bottom - dy), (right, bottom)];
    let faces = [(front, 0.55), (above, 0.2), (beside, 0.35)];
    let face = |(corners, alpha): ([(f64, f64); 4], f64)| {
        let points = corners.map(point);
        let around = points.into_iter().chain([points[0]]).collect();
        [
            Mark::Face { cell, points, colour, alpha },
            Mark::Line { points: around, colour: ink.line, width: 1 },
        ]
    };
    faces.into_iter().flat_map(face).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) const INK: Palette = Palette::new(false, 1.0);

    fn net(last: usize) -> Vec<MapBox> {
        let one = |channels, side| MapBox {
            name: format!("s{side}"),
            said: format!("{channels}×{side}×{side}"),
            channels,
            side,
        };
        vec![one(3, 224), one(64, 112), one(last / 4, 28), one(last, 7)]
    }

    /// Length and height of the front of a box.
    fn front(scene: &Scene, i: usize) -> [i32; 2] {
        let mut of_box = scene.marks.iter().filter_map(|mark| match mark {
            Mark::Face { cell, points, alpha, .. } if cell.channel == i && *alpha > 0.5 => {
                Some([points[1].0 - points[0].0, points[2].1 - points[1].1])
            }
            _ => None,
        });
        of_box.next_back().expect("a front")
    }

    #[test]
    fn boxes_are_to_scale() {
        let scene = boxes(&net(2048), Some(1), 1600, &INK);
        let [picture, conv1, _, last] = [0, 1, 2, 3].map(|i| front(&scene, i));
        assert!((picture[1] - 2 * conv1[1]).abs() <= 2, "{picture:?} {conv1:?}");
        assert!((conv1[1] - 16 * last[1]).abs() <= 16);
        assert!((last[0] - 32 * conv1[0]).abs() <= 32, "{last:?} {conv1:?}");
        // A smaller net has the same scale.
        let small = boxes(&net(512), None, 1600, &INK);
        assert!((4 * front(&small, 3)[0] - last[0]).abs() <= 4);
    }

    #[test]
    fn everything_is_inside_at_any_width_and_a_place_is_its_box() {
        for (width, last) in [(300, 2048), (300, 16_384), (1200, 512), (40, 64)] {
            let all = net(last);
            let scene = boxes(&all, Some(0), width, &INK);
            for mark in &scene.marks {
                let Mark::Face { points, .. } = mark else { continue };
                for &(x, y) in points {
                    let high = scene.size.1 as i32;
                    assert!((-1..=width.max(172) as i32 + 1).contains(&x), "{x} of {width}");
                    assert!((-1..=high + 1).contains(&y), "{y} of {high}");
                }
            }
            let (left, right) = ((2, 3), (width as i32 - 2, 3));
            assert_eq!(scene.at(left).map(|cell| cell.channel), Some(0));
            if width > 172 {
                assert_eq!(scene.at(right).map(|cell| cell.channel), Some(3));
            }
        }
    }

    #[test]
    fn what_is_chosen_is_tinted_and_nothing_is_drawn_of_nothing() {
        let scene = boxes(&net(64), Some(2), 600, &INK);
        let tints = scene.marks.iter().filter(|mark| {
            matches!(mark, Mark::Face { colour, alpha, .. } if *colour == INK.accent && *alpha > 0.0)
        });
        assert_eq!(tints.count(), 1);
        assert_eq!(boxes(&[], None, 600, &INK).marks, []);
    }
}
