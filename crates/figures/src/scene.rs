//! Marks in pixels, in the order in which they are drawn: the same on every backend.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::sharing::Cell;

/// A colour: red, green, blue.
pub type Rgb = (u8, u8, u8);
/// A place in pixels, from the left and from the top.
pub type Point = (i32, i32);

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// One side of one cell.
    Face {
        /// The cell, for [`Scene::at`].
        cell: Cell,
        /// Its corners, around.
        points: [Point; 4],
        /// Its colour.
        colour: Rgb,
        /// How much it covers, 0 to 1.
        alpha: f64,
    },
    /// A line through these points.
    Line {
        /// From the first to the last.
        points: Vec<Point>,
        /// Its colour.
        colour: Rgb,
        /// In pixels.
        width: u32,
    },
    /// A word, its middle at a place.
    Text {
        /// The middle.
        at: Point,
        /// What it says.
        words: String,
        /// Its colour.
        colour: Rgb,
        /// The height of a line in pixels.
        size: f64,
    },
}

/// A drawing of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What is drawn, the first one first.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// Draws the marks on any backend.
    ///
    /// # Errors
    /// What the drawing backend says.
    pub fn draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let rgb = |(r, g, b): Rgb| RGBColor(r, g, b);
        for mark in &self.marks {
            match mark {
                Mark::Face { points, colour, alpha, .. } => {
                    area.draw(&Polygon::new(points.as_slice(), rgb(*colour).mix(*alpha)))?;
                }
                Mark::Line { points, colour, width } => {
                    let style = rgb(*colour).stroke_width(*width);
                    area.draw(&PathElement::new(points.as_slice(), style))?;
                }
                Mark::Text { at, words, colour, size } => {
                    let font = (FontFamily::SansSerif, *size).into_font().color(&rgb(*colour));
                    area.draw_text(words, &font.pos(Pos::new(HPos::Center, VPos::Center)), *at)?;
                }
            }
        }
        Ok(())
    }

    /// This one, and another to its right.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        let by = self.size.0 as i32;
        self.size = (self.size.0 + other.size.0, self.size.1.max(other.size.1));
        self.moved((by, 0), other)
    }

    /// This one, and another below it.
    #[must_use]
    pub fn above(mut self, other: Self) -> Self {
        let by = self.size.1 as i32;
        self.size = (self.size.0.max(other.size.0), self.size.1 + other.size.1);
        self.moved((0, by), other)
    }

    /// With the marks of another, moved.
    fn moved(mut self, by: Point, other: Self) -> Self {
        let moved = |(x, y): Point| (x + by.0, y + by.1);
        self.marks.extend(other.marks.into_iter().map(|mark| match mark {
            Mark::Face { cell, points, colour, alpha } => {
                Mark::Face { cell, points: points.map(moved), colour, alpha }
            }
            Mark::Line { points, colour, width } => {
                Mark::Line { points: points.into_iter().map(moved).collect(), colour, width }
            }
            Mark::Text { at, words, colour, size } => {
                Mark::Text { at: moved(at), words, colour, size }
            }
        }));
        self
    }

    /// The same as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, self.size).into_drawing_area();
            // Writing into a string cannot fail.
            let _ = self.draw(&area).and_then(|()| area.present());
        }
        svg
    }

    /// The cell that is seen at a place.
    #[must_use]
    pub fn at(&self, point: Point) -> Option<Cell> {
        self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Face { cell, points, .. } if inside(points, point) => Some(*cell),
            _ => None,
        })
    }
}

/// Whether a point is inside a convex quadrilateral, its edges included.
fn inside(corners: &[Point; 4], (x, y): Point) -> bool {
    let side = |i: usize| {
        let ((ax, ay), (bx, by)) = (corners[i], corners[(i + 1) % 4]);
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    };
    let sides = [0, 1, 2, 3].map(side);
    // A quadrilateral seen from its edge has no inside.
    let flat = sides.iter().all(|s| *s == 0);
    !flat && (sides.iter().all(|s| *s >= 0) || sides.iter().all(|s| *s <= 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_mark_is_the_one_that_is_seen() {
        let face = |sample, points| Mark::Face {
            cell: Cell { sample, channel: 0, place: 0 },
            points,
            colour: (0, 0, 0),
            alpha: 1.0,
        };
        let back = face(0, [(0, 0), (10, 0), (10, 10), (0, 10)]);
        let front = face(1, [(5, 0), (5, 10), (20, 10), (20, 0)]);
        let edge = face(2, [(0, 30), (9, 30), (9, 30), (0, 30)]);
        let scene = Scene { size: (40, 40), marks: vec![back, front, edge] };
        let seen = |x, y| scene.at((x, y)).map(|cell| cell.sample);
        assert_eq!([seen(2, 5), seen(7, 5), seen(15, 5)], [Some(0), Some(1), Some(1)]);
        assert_eq!([seen(30, 5), seen(4, 30)], [None, None]);
    }
}
