//! A batch as a block of cells in one isometric view: channels to the right, places
//! downwards, samples one behind the other, whatever the batch is of.
//!
//! The cells of the lit group are solid, the others like glass, so that a group deep
//! inside is seen too. Slices of samples stand apart; from the far one to the near one,
//! what is drawn later covers what was drawn before.

use crate::palette::Palette;
use crate::scene::{Mark, Point, Rgb, Scene};
use crate::sharing::{Cell, Sharing, Sizes};

/// How far apart two samples stand, in cells.
const PITCH: f64 = 2.0;
/// The largest side of a cell, and the room for names around the block, in CSS pixels.
const LARGEST: f64 = 32.0;
const MARGIN: f64 = 26.0;
/// How much of what is behind it a cell outside the group covers.
const GLASS: f64 = 0.16;

/// From where the block is seen, in degrees. 45 and 35 is isometric; at 0 and 0 the
/// first sample is a plain table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Around the upright axis.
    pub turn: f64,
    /// From above.
    pub tilt: f64,
}

/// A block to be drawn.
pub struct Block<'a> {
    /// How many cells along each axis.
    pub sizes: Sizes,
    /// What is taken together.
    pub sharing: Sharing,
    /// The cell whose group is lit; `None`: no group.
    pub chosen: Option<Cell>,
    /// A cell's colour; `None` before anything is computed.
    pub colour: &'a dyn Fn(Cell) -> Option<Rgb>,
    /// Whether a cell is padding.
    pub padding: &'a dyn Fn(Cell) -> bool,
    /// Whether padding is in no group.
    pub skips_padding: bool,
    /// What the axes are called: channels, places, samples.
    pub names: [String; 3],
}

/// Three coordinates in cells: channels, places, samples.
type Spot = [f64; 3];

/// Cells to pixels.
struct Camera {
    turn: (f64, f64),
    tilt: (f64, f64),
    middle: Spot,
    cell: f64,
    centre: (f64, f64),
}

impl Camera {
    fn new(view: View, extent: Spot, size: (u32, u32), scale: f64) -> Self {
        let tilt = view.tilt.to_radians().sin_cos();
        // As wide as the block can become by turning, so that turning does not resize it.
        let around = extent[0].hypot(extent[2]);
        let room = |side: u32| (f64::from(side) - 2.0 * MARGIN * scale).max(1.0);
        let high = extent[1] * tilt.1 + around * tilt.0;
        let cell = (room(size.0) / around.max(1e-9)).min(room(size.1) / high.max(1e-9));
        Self {
            turn: view.turn.to_radians().sin_cos(),
            tilt,
            middle: extent.map(|e| e / 2.0),
            cell: cell.min(LARGEST * scale),
            centre: (f64::from(size.0) / 2.0, f64::from(size.1) / 2.0),
        }
    }

    /// How much farther away one step along each axis is.
    fn away(&self) -> Spot {
        [self.turn.0 * self.tilt.1, self.tilt.0, self.turn.1 * self.tilt.1]
    }

    fn point(&self, spot: Spot) -> Point {
        let (x, y) = self.exact(spot);
        (x.round() as i32, y.round() as i32)
    }

    fn exact(&self, spot: Spot) -> (f64, f64) {
        let [a, b, c] = [0, 1, 2].map(|i| spot[i] - self.middle[i]);
        let across = a * self.turn.1 - c * self.turn.0;
        let behind = a * self.turn.0 + c * self.turn.1;
        let down = b * self.tilt.1 - behind * self.tilt.0;
        (self.centre.0 + across * self.cell, self.centre.1 + down * self.cell)
    }
}

impl Block<'_> {
    /// The marks that show it.
    #[must_use]
    pub fn scene(&self, view: View, size: (u32, u32), ink: &Palette) -> Scene {
        let Sizes { samples, channels, places } = self.sizes;
        if self.sizes.count() == 0 {
            return Scene { size, marks: Vec::new() };
        }
        let extent = [channels as f64, places as f64, (samples - 1) as f64 * PITCH + 1.0];
        let camera = Camera::new(view, extent, size, ink.scale);
        let away = camera.away();
        let far_first =
            |n: usize, away: f64| (0..n).map(move |i| if away > 0.0 { n - 1 - i } else { i });
        let mut marks = Vec::new();
        let mut chosen = Vec::new();
        for sample in far_first(samples, away[2]) {
            for channel in far_first(channels, away[0]) {
                for place in far_first(places, away[1]) {
                    let cell = Cell { sample, channel, place };
                    self.cell(cell, &camera, ink, &mut marks);
                    if self.chosen == Some(cell) {
                        chosen = outline(cell, &camera, ink.accent, (2.0 * ink.scale) as u32);
                    }
                }
            }
        }
        // Over everything, so that it is found wherever it is.
        marks.extend(chosen);
        marks.extend(self.axes(extent, &camera, ink));
        Scene { size, marks }
    }

    /// The sides of one cell that can be seen.
    fn cell(&self, cell: Cell, camera: &Camera, ink: &Palette, marks: &mut Vec<Mark>) {
        let padding = (self.padding)(cell);
        let out = |cell: Cell| self.skips_padding && (self.padding)(cell);
        let lit = self.chosen.is_some_and(|chosen| {
            self.sharing.together(chosen, cell) && !out(chosen) && !out(cell)
        });
        let blank = if lit && !padding { ink.statistic } else { ink.blank };
        let plain = if padding { blank } else { (self.colour)(cell).unwrap_or(blank) };
        let last = [self.sizes.channels - 1, self.sizes.places - 1];
        for axis in [1, 0, 2] {
            let away = camera.away()[axis];
            // A side seen from its edge has no area.
            if away.abs() < 1e-6 {
                continue;
            }
            let at = [cell.channel, cell.place, cell.sample][axis];
            // Of glass only the surface of a slice is drawn.
            let inner = axis < 2 && at != if away > 0.0 { 0 } else { last[axis] };
            if inner && !lit {
                continue;
            }
            let points = side(cell, axis, away < 0.0).map(|spot| camera.point(spot));
            let shade = [0.88, 0.96, 1.0][axis];
            let colour = mixed(plain, (0, 0, 0), shade);
            let alpha = if lit { 1.0 } else { GLASS };
            marks.push(Mark::Face { cell, points, colour, alpha });
            if padding && axis == 2 {
                let points = vec![points[0], points[2]];
                marks.push(Mark::Line { points, colour: ink.line, width: 1 });
            }
            let colour = if lit { ink.statistic } else { ink.line };
            if lit || axis == 2 {
                let width = if lit { (1.5 * ink.scale).round() as u32 } else { 1 };
                marks.push(around(points, colour, width));
            }
        }
    }

    /// The names of the axes, each beside the edge that lies farthest out.
    fn axes(&self, extent: Spot, camera: &Camera, ink: &Palette) -> Vec<Mark> {
        let named = |axis: usize| {
            let others = [(axis + 1) % 3, (axis + 2) % 3];
            let corner = |i: usize| {
                let mut spot = [0.0; 3];
                spot[axis] = extent[axis] / 2.0;
                spot[others[0]] = extent[others[0]] * (i % 2) as f64;
                spot[others[1]] = extent[others[1]] * (i / 2) as f64;
                camera.exact(spot)
            };
            // Upright edges at the left, the others at the bottom.
            let out = |(x, y): (f64, f64)| if axis == 1 { -x } else { y };
            let mut best = corner(0);
            for i in 1..4 {
                if out(corner(i)) > out(best) + 0.5 {
                    best = corner(i);
                }
            }
            let (dx, dy) = (best.0 - camera.centre.0, best.1 - camera.centre.1);
            let (dx, dy) = if axis == 1 { (dx.min(-1.0), 0.0) } else { (dx, dy.abs()) };
            let push = 18.0 * ink.scale / dx.hypot(dy).max(1.0);
            let at = ((best.0 + dx * push).round() as i32, (best.1 + dy * push).round() as i32);
            let words = self.names[axis].clone();
            Mark::Text { at, words, colour: ink.text, size: 13.0 * ink.scale }
        };
        [0, 1, 2].map(named).to_vec()
    }
}

/// The corners of one side of a cell, around: the low or the high one along an axis.
fn side(cell: Cell, axis: usize, high: bool) -> [Spot; 4] {
    let low = [cell.channel as f64, cell.place as f64, cell.sample as f64 * PITCH];
    let others = [(axis + 1) % 3, (axis + 2) % 3];
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(u, v)| {
        let mut spot = low;
        spot[axis] += f64::from(u8::from(high));
        spot[others[0]] += u;
        spot[others[1]] += v;
        spot
    })
}

/// The edges of a cell's sides that can be seen.
fn outline(cell: Cell, camera: &Camera, colour: Rgb, width: u32) -> Vec<Mark> {
    let away = camera.away();
    let seen = [0, 1, 2].into_iter().filter(|axis| away[*axis].abs() > 1e-6);
    let points = seen.map(|axis| side(cell, axis, away[axis] < 0.0).map(|s| camera.point(s)));
    points.map(|points| around(points, colour, width)).collect()
}

fn around(points: [Point; 4], colour: Rgb, width: u32) -> Mark {
    let points = points.into_iter().chain([points[0]]).collect();
    Mark::Line { points, colour, width }
}

/// `share` of the first colour, the rest of the second.
fn mixed(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
    (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}
