//! The positions widget: positional encoding as a picture and as a turn, and attention without.

use crate::state::State;
use crate::table::{Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::widgets::attention;
use crate::widgets::make::{NONE, SEED, choice, choices, int, steps, text};
use crate::widgets::normals::{NORMALS, quoted};

const POSITIONS_UNIT: Text = text("个", "");

/// The row of the table.
pub static POSITIONS: Widget = Widget {
    name: "positions",
    note: "transformer",
    title: text("怎样用一排波说出自己排第几？", "How do waves tell a position?"),
    keys: &[
        int("pair", [0, 255, 1, 6], text("第几对i", "Pair i"), NONE),
        int("pos", [0, 127, 1, 5], text("位置pos", "Position pos"), NONE),
        int("k", [0, 64, 1, 8], text("隔多远k", "Offset k"), NONE),
        steps(
            "dim",
            &[4, 8, 16, 32, 64, 128, 256, 512],
            64,
            text("维数d_model", "Size d_model"),
            NONE,
        ),
        steps("n", &[8, 16, 32, 64, 128], 64, text("画到多长", "Positions"), POSITIONS_UNIT),
        Key {
            key: "text",
            kind: Kind::Text {
                max_chars: 200,
                default: text("大狗追小猫", "The big dog chased a small cat"),
            },
            words: text("句子", "Sentence"),
            unit: NONE,
        },
        choices(
            "order",
            text("怎样打乱", "Shuffled"),
            &[
                choice("reverse", "倒过来", "back to front"),
                choice("rotate", "第一个移到最后", "the first to the end"),
                choice("swap", "首尾对调", "first and last swapped"),
            ],
        ),
        SEED,
    ],
    examples: &[
        "v=1&pair=40&dim=512&n=128",
        "v=1&pair=0&pos=0&k=1&dim=4&n=8",
        "v=1&text=Tom%20likes%20Mary&order=swap",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "dim=4&n=8&pair=0&pos=0&k=1&order=rotate",
        "dim=16&n=16&pair=255&pos=127&k=64&order=swap&seed=7&text=%E7%8C%AB%E7%88%B1%E6%88%91",
        "dim=512&n=8&k=0&text=one&seed=2",
    ],
    results: &["pe", "turned", "dots", "plain", "plain_shuffled", "placed", "placed_shuffled"],
};

/// What a state says, kept inside what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Numbers of an encoding.
    pub d: usize,
    /// Positions, from 0.
    pub n: usize,
    /// Which pair of columns, below d/2.
    pub pair: usize,
    /// A position, below n.
    pub pos: usize,
    /// How far on another is.
    pub k: usize,
}

impl Seen {
    /// Of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let [d, n, pair, pos, k] =
            ["dim", "n", "pair", "pos", "k"].map(|key| state.int(key) as usize);
        Self { d, n, pair: pair.min(d / 2 - 1), pos: pos.min(n - 1), k }
    }
}

/// In the shuffled sentence of so many words, which word of the sentence each is.
#[must_use]
pub fn order(state: &State, words: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..words).collect();
    match state.word("order") {
        "rotate" => all.rotate_left(usize::from(words > 0)),
        "swap" if words > 1 => all.swap(0, words - 1),
        "swap" => {}
        _ => all.reverse(),
    }
    all
}

fn snippet(state: &State, lang: Lang) -> String {
    let Seen { d, n, pair, pos, k } = Seen::of(state);
    let (words, _) = attention::shown(state, lang);
    let (order, words) = (order(state, words.len()), quoted(&words));
    let seed = state.int("seed");
    format!(
        "\
import math
import torch
torch.set_default_dtype(torch.float64)

n, d_model, pair, pos, k = {n}, {d}, {pair}, {pos}, {k}

def encoding(positions, d):  # section 3.5
    angle = positions[:, None] / 10000**(torch.arange(0, d, 2) / d)
    return torch.stack([angle.sin(), angle.cos()], -1).flatten(1)

pe = encoding(torch.arange(n), d_model)  # [n, d_model]
print(pe[pos, 2 * pair:2 * pair + 2])
print(2 * math.pi * 10000**(2 * pair / d_model))  # the pair's wavelength

# To go k on is to turn every pair, wherever one stands
angle = k * 10000**(-torch.arange(0, d_model, 2) / d_model)
sin, cos = angle.sin(), angle.cos()
turns = torch.block_diag(*torch.stack([cos, sin, -sin, cos], -1).view(-1, 2, 2))
turned = pe @ turns.T
moved = encoding(torch.arange(k, k + n), d_model)
print((turned - moved).abs().max())

dots = pe @ pe.T  # [n, n]: only the distance counts

# Without positions attention does not know the order
words, seed = [{words}], {seed}
order = {order:?}  # of the words, shuffled

{NORMALS}
x = torch.stack([normals(word, 8) for word in words])  # seeded, not learned
wq, wk, wv = [normals(name, 8, 8) / math.sqrt(8) for name in [\"WQ\", \"WK\", \"WV\"]]
def attend(x):
    q, k, v = x @ wq.T, x @ wk.T, x @ wv.T
    return (q @ k.T / math.sqrt(8)).softmax(-1) @ v
plain, plain_shuffled = attend(x), attend(x[order])
print((plain_shuffled - plain[order]).abs().max())
p = encoding(torch.arange(len(words)), 8)
placed, placed_shuffled = attend(x + p), attend(x[order] + p)
print((placed_shuffled - placed[order]).abs().max())
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(settings: &str) -> State {
        let (link, warnings) = crate::decode(settings, &POSITIONS);
        assert_eq!(warnings, [], "{settings}");
        link.state
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(snippet(&state(""), Lang::En), include_str!("positions.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let code = |settings| snippet(&state(settings), Lang::Zh);
        assert!(
            code("")
                .contains("[\"大\", \"狗\", \"追\", \"小\", \"猫\"], 1\norder = [4, 3, 2, 1, 0]")
        );
        // What is beyond the last is the last.
        assert!(code("dim=4&n=8&pair=9&pos=99").contains("pos, k = 8, 4, 1, 7, 8\n"));
        assert!(code("order=swap&seed=3&text=a+b").contains("[\"a\", \"b\"], 3\norder = [1, 0]"));
    }

    #[test]
    fn every_order_has_every_word_once() {
        for (settings, want) in [
            ("", vec![3, 2, 1, 0]),
            ("order=rotate", vec![1, 2, 3, 0]),
            ("order=swap", vec![3, 1, 2, 0]),
        ] {
            assert_eq!(order(&state(settings), 4), want);
            assert_eq!(order(&state(settings), 1), [0]);
            assert_eq!(order(&state(settings), 0), [0; 0]);
        }
    }
}
