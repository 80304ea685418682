//! AlexNet as figure 2 of the paper draws it: one column a card, a slot a layer, a line where a
//! layer reads what another made.

use crate::palette::Palette;
use crate::scene::{Mark, Point, Rgb, Scene};
use crate::sharing::Cell;

/// A layer of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// How many kernels or features each card has of it, as text.
    pub kernels: String,
    /// Rows and columns of its maps, as text; empty of features.
    pub maps: String,
    /// How wide and how high it is drawn, shares of its room.
    pub size: [f64; 2],
    /// Whether it reads both columns of the layer before.
    pub crosses: bool,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The picture, then the layers.
    pub stacks: &'a [Stack],
    /// The layer whose reading is shown; 0 is the picture.
    pub chosen: usize,
    /// The names of the cards.
    pub cards: [&'a str; 2],
}

/// The height of a line of text in CSS pixels.
const TEXT: f64 = 10.5;
/// Where the names, the first card's numbers, the border, the second's and the maps' sizes lie,
/// and the middles of the two columns: shares of the height.
const NAMES: f64 = 0.05;
const MIDDLES: [f64; 2] = [0.29, 0.71];
const BORDER: f64 = 0.5;
const MAPS: f64 = 0.96;
/// How high the highest box is, a share of the height.
const ROOM: f64 = 0.32;

/// The stack at a share of the drawing's width, of so many.
#[must_use]
pub fn stack_at(share: f64, stacks: usize) -> usize {
    ((share * stacks as f64).max(0.0) as usize).min(stacks.saturating_sub(1))
}

impl Columns<'_> {
    /// The marks that show it.
    #[must_use]
    pub fn scene(&self, size: (u32, u32), ink: &Palette) -> Scene {
        let page = Page { of: self, size, ink };
        let mut marks = page.ground();
        for at in 1..self.stacks.len() {
            for lane in 0..2 {
                marks.extend(page.lines(at, lane));
            }
        }
        for at in 0..self.stacks.len() {
            marks.extend(page.boxes(at));
            marks.extend(page.words(at));
        }
        Scene { size, marks }
    }

    /// Whether the chosen layer's kernels on the first card read this stack of a card.
    fn read(&self, at: usize, lane: usize) -> bool {
        let chosen = self.stacks.get(self.chosen).filter(|_| at + 1 == self.chosen);
        chosen.is_some_and(|stack| lane == 0 || stack.crosses || at == 0)
    }
}

struct Page<'a> {
    of: &'a Columns<'a>,
    size: (u32, u32),
    ink: &'a Palette,
}

impl Page<'_> {
    fn px(&self, n: f64) -> i32 {
        (n * self.ink.scale).round() as i32
    }

    fn y(&self, share: f64) -> i32 {
        (f64::from(self.size.1) * share).round() as i32
    }

    /// Left, middle and right of a slot.
    fn slot(&self, at: usize) -> [i32; 3] {
        let each = f64::from(self.size.0) / self.of.stacks.len().max(1) as f64;
        [0.0, 0.5, 1.0].map(|part| ((at as f64 + part) * each).round() as i32)
    }

    /// Corners of a box: left, top, right, bottom. The picture is one box for both cards.
    fn area(&self, at: usize, lane: usize) -> [i32; 4] {
        let [left, middle, right] = self.slot(at);
        let [wide, high] = self.of.stacks[at].size;
        let half = (f64::from(right - left) * wide * 0.5).round() as i32;
        let half = half.max(self.px(1.5));
        let tall = (f64::from(self.size.1) * ROOM * high * 0.5).round() as i32;
        let centre = self.y(if at == 0 { BORDER } else { MIDDLES[lane] });
        [middle - half, centre - tall, middle + half, centre + tall]
    }

    fn face(&self, [left, top, right, bottom]: [i32; 4], colour: Rgb, alpha: f64) -> Mark {
        let points = [(left, top), (right, top), (right, bottom), (left, bottom)];
        Mark::Face { cell: Cell { sample: 0, channel: 0, place: 0 }, points, colour, alpha }
    }

    fn line(&self, points: Vec<Point>, colour: Rgb, width: f64) -> Mark {
        Mark::Line { points, colour, width: self.px(width).max(1) as u32 }
    }

    fn text(&self, at: Point, words: &str, colour: Rgb) -> Mark {
        // The longest word, 227×227, fits into a slot.
        let [left, _, right] = self.slot(0);
        let size = (TEXT * self.ink.scale).min(f64::from(right - left) * 0.24);
        Mark::Text { at, words: words.to_owned(), colour, size }
    }

    /// The chosen slot, the border between the cards, their names.
    fn ground(&self) -> Vec<Mark> {
        let [left, _, right] = self.slot(self.of.chosen);
        let whole = [left, 0, right, self.size.1 as i32];
        let (border, end) = (self.y(BORDER), self.size.0 as i32);
        let [first, middle, after] = self.slot(0);
        let mut marks = vec![self.face(whole, self.ink.accent, 0.12)];
        // Dashes: the picture, in the first slot, is on both cards.
        let dash = self.px(5.0).max(1);
        let dashes = (after..end).step_by(2 * dash as usize);
        marks.extend(dashes.map(|x| {
            let points = vec![(x, border), ((x + dash).min(end), border)];
            self.line(points, self.ink.line, 1.0)
        }));
        for (lane, name) in self.of.cards.into_iter().enumerate() {
            let at = (middle.max(first + self.px(19.0)), self.y([0.17, 0.83][lane]));
            marks.push(self.text(at, name, self.ink.text));
        }
        marks
    }

    /// From the boxes that a layer's half on a card reads to that half.
    fn lines(&self, at: usize, lane: usize) -> Vec<Mark> {
        let stack = &self.of.stacks[at];
        let to = self.area(at, lane);
        let from = |other: usize| {
            let area = self.area(at - 1, other);
            let points = vec![(area[2], (area[1] + area[3]) / 2), (to[0], (to[1] + to[3]) / 2)];
            let crosses = other != lane && at > 1;
            let colour = if crosses { self.ink.accent } else { self.ink.line };
            let chosen = at == self.of.chosen && lane == 0;
            self.line(points, colour, if chosen { 2.5 } else { 1.2 })
        };
        let both = stack.crosses && at > 1;
        let mut marks = vec![from(lane)];
        marks.extend(both.then(|| from(1 - lane)));
        marks
    }

    fn boxes(&self, at: usize) -> Vec<Mark> {
        let lanes = if at == 0 { 0..1 } else { 0..2 };
        lanes
            .flat_map(|lane| {
                let area @ [left, top, right, bottom] = self.area(at, lane);
                let own = at == self.of.chosen && lane == 0 && at > 0;
                let colour = match (own, self.of.read(at, lane)) {
                    (true, _) => self.ink.faces[1],
                    (_, true) => self.ink.faces[0],
                    _ => self.ink.plain,
                };
                let around =
                    vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
                [self.face(area, colour, 1.0), self.line(around, self.ink.line, 1.0)]
            })
            .collect()
    }

    fn words(&self, at: usize) -> Vec<Mark> {
        let stack = &self.of.stacks[at];
        let [_, middle, _] = self.slot(at);
        let mut marks = vec![
            self.text((middle, self.y(NAMES)), &stack.name, self.ink.text),
            self.text((middle, self.y(MAPS)), &stack.maps, self.ink.text),
        ];
        let lanes = if at == 0 { 0..0 } else { 0..2 };
        marks.extend(lanes.map(|lane| {
            // Above the first card's boxes, under the second's: away from the lines between.
            let [_, top, _, bottom] = self.area(at, lane);
            let away = self.px(TEXT * 0.75);
            let y = if lane == 0 { top - away } else { bottom + away };
            self.text((middle, y), &stack.kernels, self.ink.text)
        }));
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Palette = Palette::new(false, 1.0);

    fn stacks() -> Vec<Stack> {
        let stack = |name: &str, crosses| Stack {
            name: name.to_owned(),
            kernels: "48".to_owned(),
            maps: "55×55".to_owned(),
            size: [0.4, 0.8],
            crosses,
        };
        vec![stack("x", false), stack("a", false), stack("b", false), stack("c", true)]
    }

    fn scene(chosen: usize) -> Scene {
        let stacks = stacks();
        let columns = Columns { stacks: &stacks, chosen, cards: ["GPU 1", "GPU 2"] };
        columns.scene((400, 200), &INK)
    }

    fn count(scene: &Scene, of: Rgb) -> usize {
        let faces = scene.marks.iter().filter(|mark| {
            matches!(mark, Mark::Face { colour, alpha, .. } if *colour == of && *alpha == 1.0)
        });
        faces.count()
    }

    fn crossing(scene: &Scene) -> usize {
        let lines = scene
            .marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Line { colour, .. } if *colour == INK.accent));
        lines.count()
    }

    #[test]
    fn a_cut_layer_reads_one_card_and_a_crossing_one_both() {
        // The picture is one box for both.
        for (chosen, read) in [(1, 1), (2, 1), (3, 2)] {
            let scene = scene(chosen);
            assert_eq!(INK.faces.map(|face| count(&scene, face)), [read, 1]);
            assert_eq!(crossing(&scene), 2, "only layer c crosses, once a card");
        }
    }

    #[test]
    fn every_layer_is_named_and_counted_on_both_cards() {
        let svg = scene(2).svg();
        for (word, times) in [("x", 1), ("c", 1), ("48", 6), ("55×55", 4), ("GPU 2", 1)] {
            assert_eq!(svg.matches(&format!(">\n{word}\n<")).count(), times, "{word}");
        }
    }

    #[test]
    fn all_of_it_lies_inside() {
        let scene = scene(3);
        for mark in &scene.marks {
            let points: Vec<Point> = match mark {
                Mark::Face { points, .. } => points.to_vec(),
                Mark::Line { points, .. } => points.clone(),
                Mark::Text { at, .. } => vec![*at],
            };
            for (x, y) in points {
                assert!((0..=400).contains(&x) && (0..=200).contains(&y), "{x}, {y}");
            }
        }
    }

    #[test]
    fn every_place_is_a_layer_s() {
        for (share, at) in [(-1.0, 0), (0.1, 0), (0.3, 1), (0.99, 3), (2.0, 3)] {
            assert_eq!(stack_at(share, 4), at);
        }
        assert_eq!(stack_at(0.5, 0), 0);
        let none = Columns { stacks: &[], chosen: 3, cards: ["", ""] };
        assert!(none.scene((10, 10), &INK).svg().contains("<svg"));
    }
}
