//! Blocks: the same marks on every backend, the group that is lit, and what is under the pointer.

use std::convert::Infallible;

use figures::{Block, Cell, Mark, Palette, Scene, Sharing, Sizes, View};
use plotters::prelude::*;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

const SIZES: Sizes = Sizes { samples: 3, channels: 4, places: 5 };
const CHOSEN: Cell = Cell { sample: 1, channel: 2, place: 3 };
const ISOMETRIC: View = View { turn: 45.0, tilt: 35.0 };
const INK: Palette = Palette::new(false, 1.0);

fn scene(sizes: Sizes, sharing: Sharing, view: View) -> Scene {
    skipping(false, sizes, sharing, view)
}

fn skipping(skips_padding: bool, sizes: Sizes, sharing: Sharing, view: View) -> Scene {
    let colour = |cell: Cell| Some((cell.sample as u8, cell.channel as u8, cell.place as u8));
    let padding = |cell: Cell| cell.sample == 2 && cell.place == 4;
    let names = ["D = 4", "T = 5", "B = 3"].map(str::to_owned);
    let chosen = sizes.nearest(CHOSEN);
    let block =
        Block { sizes, sharing, chosen, colour: &colour, padding: &padding, skips_padding, names };
    block.scene(view, (400, 300), &INK)
}

/// A canvas that writes down what it is told, word for word as the SVG does.
struct Recorder<'a>(&'a mut Vec<String>);

type Told = Result<(), DrawingErrorKind<Infallible>>;

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{x},{y} ")).collect()
}

fn hex(BackendColor { rgb: (r, g, b), alpha }: BackendColor) -> String {
    format!("#{r:02X}{g:02X}{b:02X} {alpha}")
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (400, 300)
    }

    fn ensure_prepared(&mut self) -> Told {
        Ok(())
    }

    fn present(&mut self) -> Told {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, _: BackendColor) -> Told {
        self.0.push(format!("pixel {point:?}"));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Told {
        self.0.push(format!("polygon {} {}", hex(style.color()), points(path)));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Told {
        self.0.push(format!("polyline {} {}", hex(style.color()), points(path)));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Told {
        self.0.push(format!("text {} {} {text}", hex(style.color()), points([at])));
        Ok(())
    }
}

/// The marks of an SVG, in the same words.
fn read(svg: &str) -> Vec<String> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).expect("the attribute");
        rest.split('"').next().map(str::to_owned).unwrap_or_default()
    };
    let mut marks = Vec::new();
    for tag in svg.split('<').skip(1) {
        let colour = |name: &str| {
            let alpha: f64 = attribute(tag, "opacity").parse().expect("a number");
            format!("{} {alpha}", attribute(tag, name))
        };
        let at = |name: &str| attribute(tag, name);
        marks.push(match tag.split([' ', '>']).next() {
            Some("polygon") => format!("polygon {} {}", colour("fill"), at("points")),
            Some("polyline") => format!("polyline {} {}", colour("stroke"), at("points")),
            Some("text") => {
                let words = tag.split('>').nth(1).unwrap_or_default().trim();
                format!("text {} {},{}  {words}", colour("fill"), at("x"), at("y"))
            }
            _ => continue,
        });
    }
    marks
}

#[test]
fn the_svg_has_the_marks_of_any_other_backend_in_the_same_order() {
    for (turn, tilt) in [(45.0, 35.0), (0.0, 0.0), (-120.0, 80.0), (90.0, 10.0)] {
        for sharing in [Sharing::Batch, Sharing::Place, Sharing::Group { channels: 2 }] {
            let scene = scene(SIZES, sharing, View { turn, tilt });
            let mut recorded = Vec::new();
            scene.draw(&Recorder(&mut recorded).into_drawing_area()).unwrap();
            assert!(recorded.len() > 40, "{} marks", recorded.len());
            assert_eq!(read(&scene.svg()), recorded, "{turn} {tilt} {sharing:?}");
        }
    }
}

#[test]
fn the_group_is_solid_and_the_others_are_glass() {
    for sharing in [Sharing::Batch, Sharing::Place, Sharing::Sample, Sharing::Instance] {
        let scene = scene(SIZES, sharing, ISOMETRIC);
        let mut solid = Vec::new();
        for mark in &scene.marks {
            let Mark::Face { cell, alpha, .. } = mark else { continue };
            assert_eq!(*alpha == 1.0, sharing.together(CHOSEN, *cell), "{sharing:?} {cell:?}");
            if *alpha == 1.0 && !solid.contains(cell) {
                solid.push(*cell);
            }
        }
        assert_eq!(solid.len(), sharing.group(SIZES, CHOSEN).len(), "{sharing:?}");
    }
}

#[test]
fn padding_that_is_skipped_is_in_no_group() {
    let solid = |scene: Scene| {
        let faces = scene.marks.iter();
        faces
            .filter(|m| {
                matches!(m, Mark::Face { alpha: 1.0, cell: Cell { sample: 2, place: 4, .. }, .. })
            })
            .count()
    };
    assert!(solid(skipping(false, SIZES, Sharing::Batch, ISOMETRIC)) > 0);
    assert_eq!(solid(skipping(true, SIZES, Sharing::Batch, ISOMETRIC)), 0);
}

#[test]
fn pictures_stand_beside_each_other() {
    let one = || scene(SIZES, Sharing::Batch, ISOMETRIC);
    let both = one().beside(scene(SIZES, Sharing::Place, ISOMETRIC));
    assert_eq!(both.size, (800, 300));
    assert_eq!(both.marks[..one().marks.len()], one().marks);
    let right = scene(SIZES, Sharing::Place, ISOMETRIC);
    assert_eq!(both.marks.len(), one().marks.len() + right.marks.len());
    let seen = (0..400).find_map(|x| Some((x, right.at((x, 150))?))).unwrap();
    assert_eq!(both.at((seen.0 + 400, 150)), Some(seen.1));
}

/// Seen straight from the front, the first sample is a table: channels to the right, places downwards.
#[test]
fn from_the_front_it_is_a_table() {
    let scene = scene(SIZES, Sharing::Sample, View { turn: 0.0, tilt: 0.0 });
    let mut found = Vec::new();
    for y in (0..300).step_by(2) {
        for x in (0..400).step_by(2) {
            found.extend(scene.at((x, y)).filter(|c| !found.contains(c)));
        }
    }
    assert_eq!(found.len(), SIZES.channels * SIZES.places);
    let order = |c: &Cell| (c.sample, c.place, c.channel);
    assert!(found.is_sorted_by_key(order), "{found:?}");
}

/// However it is turned, what is drawn last is nearest: a cell hides those behind it.
#[test]
fn the_nearest_cell_is_under_the_pointer() {
    for (turn, nearest) in [(45.0, [0, 0]), (135.0, [0, 2]), (-135.0, [3, 2]), (-45.0, [3, 0])] {
        let scene = scene(SIZES, Sharing::Batch, View { turn, tilt: 35.0 });
        let faces = scene.marks.iter().rev().find_map(|mark| match mark {
            Mark::Face { cell, .. } => Some([cell.channel, cell.sample]),
            _ => None,
        });
        assert_eq!(faces, Some(nearest), "{turn}");
    }
}

#[test]
fn turning_keeps_the_block_inside_and_its_size() {
    let many = Sizes { samples: 6, channels: 16, places: 20 };
    for sizes in [many, Sizes { samples: 1, channels: 1, places: 1 }, SIZES] {
        for turn in (-180..=180).step_by(15) {
            for tilt in [0, 35, 90] {
                let view = View { turn: f64::from(turn), tilt: f64::from(tilt) };
                for mark in scene(sizes, Sharing::Batch, view).marks {
                    let Mark::Face { points, .. } = mark else { continue };
                    for (x, y) in points {
                        assert!((0..=400).contains(&x) && (0..=300).contains(&y), "{view:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_empty_batch_draws_nothing() {
    for sizes in [Sizes { samples: 0, ..SIZES }, Sizes { places: 0, ..SIZES }] {
        assert_eq!(scene(sizes, Sharing::Batch, ISOMETRIC).marks, []);
    }
}
