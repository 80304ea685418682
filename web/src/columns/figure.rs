//! Figure 2 of the paper as a scene.

use figures::{Columns, Palette, Scene, Stack};
use nets::columns::Half;
use share::{Lang, State};

use crate::columns::words::words;

/// Width and height before anything is counted, in CSS pixels.
pub(crate) const SIZE: (u32, u32) = (640, 250);

/// The place of the state's layer among the layers.
pub(crate) fn chosen(state: &State, halves: &[Half]) -> usize {
    let name = state.word("layer");
    halves.iter().position(|half| half.name == name).unwrap_or(0)
}

/// The picture and the layers as boxes: as high as the root of their maps' sides, wider the more
/// kernels there are.
fn stacks(lang: Lang, halves: &[Half], side: usize) -> Vec<Stack> {
    let picture = Stack {
        name: words(lang).picture.to_owned(),
        kernels: String::new(),
        maps: format!("{side}×{side}"),
        size: [0.5, 1.2],
        crosses: false,
    };
    let layer = |half: &Half| {
        let full = half.window == 1;
        let size = if full {
            [0.14, 0.3 + half.kernels as f64 / 3500.0]
        } else {
            [0.25 + half.kernels as f64 / 400.0, (half.side as f64 / 55.0).sqrt()]
        };
        Stack {
            name: half.name.clone(),
            kernels: half.kernels.to_string(),
            maps: if full { String::new() } else { format!("{0}×{0}", half.side) },
            size,
            crosses: half.crosses,
        }
    };
    std::iter::once(picture).chain(halves.iter().map(layer)).collect()
}

/// The scene of a state.
pub(crate) fn scene(
    lang: Lang,
    state: &State,
    halves: &[Half],
    size: (u32, u32),
    scale: f64,
    dark: bool,
) -> Scene {
    let (t, stacks) = (words(lang), stacks(lang, halves, super::view::SIDE));
    let cards = [t.card_1, t.card_2];
    let columns = Columns { stacks: &stacks, chosen: chosen(state, halves) + 1, cards };
    columns.scene(size, &Palette::new(dark, scale))
}
