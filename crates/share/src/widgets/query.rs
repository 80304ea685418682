//! The query widget: one query among a few keys in the plane.

use crate::state::State;
use crate::table::{Key, Widget};
use crate::text::{Lang, Text};
use crate::widgets::make::{NONE, choice, choices, int, steps, text};

/// The keys of the places that can be moved, x and y: the query's, then each key's.
pub const PLACES: [[&str; 2]; 7] = [
    ["qx", "qy"],
    ["k1x", "k1y"],
    ["k2x", "k2y"],
    ["k3x", "k3y"],
    ["k4x", "k4y"],
    ["k5x", "k5y"],
    ["k6x", "k6y"],
];

/// The value of each key.
pub const VALUES: [[f32; 2]; 6] =
    [[-2.0, -1.5], [2.0, -2.0], [2.5, 1.0], [-0.5, 2.5], [-2.5, 1.0], [0.0, -2.5]];

/// A coordinate in hundredths: −3 to 3.
const fn place(key: &'static str, default: i32, words: Text) -> Key {
    int(key, [-300, 300, 1, default], words, HUNDREDTHS)
}

const HUNDREDTHS: Text = text("×0.01", "×0.01");

/// The row of the table.
pub static QUERY: Widget = Widget {
    name: "query",
    note: "transformer",
    title: text("查询离谁近，就听谁的？", "Does a query listen to what is near?"),
    keys: &[
        choices(
            "similarity",
            text("相似度", "Similarity"),
            &[
                choice("scaled", "缩放点积（除以√2）", "scaled dot product (by √2)"),
                choice("dot", "点积", "dot product"),
                choice("additive", "加性", "additive"),
                choice("cosine", "余弦", "cosine"),
                choice("gaussian", "高斯", "Gaussian"),
            ],
        ),
        steps(
            "temperature",
            &[1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100],
            10,
            text("温度T", "Temp. T"),
            text("×0.1", "×0.1"),
        ),
        int("keys", [3, 6, 1, 4], text("几个键", "How many keys"), NONE),
        int("key", [1, 6, 1, 1], text("底色的键", "Shaded key"), NONE),
        place("qx", 120, text("查询的x", "The query’s x")),
        place("qy", 90, text("查询的y", "The query’s y")),
        place("k1x", 200, text("键1的x", "Key 1, x")),
        place("k1y", 100, text("键1的y", "Key 1, y")),
        place("k2x", -100, text("键2的x", "Key 2, x")),
        place("k2y", 200, text("键2的y", "Key 2, y")),
        place("k3x", -150, text("键3的x", "Key 3, x")),
        place("k3y", -100, text("键3的y", "Key 3, y")),
        place("k4x", 100, text("键4的x", "Key 4, x")),
        place("k4y", -150, text("键4的y", "Key 4, y")),
        place("k5x", 50, text("键5的x", "Key 5, x")),
        place("k5y", 250, text("键5的y", "Key 5, y")),
        place("k6x", -250, text("键6的x", "Key 6, x")),
        place("k6y", 50, text("键6的y", "Key 6, y")),
    ],
    examples: &[
        "v=1&similarity=gaussian",
        "v=1&qx=40&qy=30",
        "v=1&similarity=dot&temperature=1",
        "v=1&similarity=cosine&keys=6&qx=-100&qy=0",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "similarity=dot&temperature=1&keys=6&key=6&qx=-250&qy=75",
        "similarity=additive&temperature=20&qx=0&qy=0&key=3",
        "similarity=cosine&keys=3&qx=-33&qy=-290&k2x=0&k2y=0&key=2",
        "similarity=gaussian&temperature=5&keys=5&k1x=-300&k1y=300&key=5",
    ],
    results: &["scores", "weights", "y", "field"],
};

/// What is in the two planes.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// The query.
    pub query: [f32; 2],
    /// The keys, three to six.
    pub keys: Vec<[f32; 2]>,
    /// The value of each key.
    pub values: Vec<[f32; 2]>,
}

/// The points of a state.
#[must_use]
pub fn points(state: &State) -> Points {
    let at = |place: &[&str; 2]| place.map(|key| state.int(key) as f32 / 100.0);
    let count = state.int("keys") as usize;
    Points {
        query: at(&PLACES[0]),
        keys: PLACES[1..].iter().take(count).map(at).collect(),
        values: VALUES.iter().take(count).copied().collect(),
    }
}

/// The key whose map is drawn, from 0; of one that is not there, the last.
#[must_use]
pub fn mapped(state: &State) -> usize {
    (state.int("key").min(state.int("keys")) - 1).max(0) as usize
}

fn snippet(state: &State, _: Lang) -> String {
    let Points { query, keys, values } = points(state);
    let list = |all: &[[f32; 2]]| {
        let all: Vec<String> = all.iter().map(|p| format!("{p:?}")).collect();
        all.join(", ")
    };
    let similarity = match state.word("similarity") {
        "dot" => "q @ keys.T",
        "additive" => "torch.tanh(q[..., None, :] + keys).sum(-1)",
        "cosine" => "F.cosine_similarity(q[..., None, :], keys, dim=-1)",
        "gaussian" => "-((q[..., None, :] - keys)**2).sum(-1) / 2",
        _ => "q @ keys.T / math.sqrt(2)",
    };
    let temperature = f64::from(state.int("temperature")) / 10.0;
    let (key, name) = (mapped(state), mapped(state) + 1);
    format!(
        "\
import math
import torch
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)

q = torch.tensor({query:?})
keys = torch.tensor([{}])
values = torch.tensor([{}])
temperature = {temperature:?}

def similarity(q):  # [..., 2] to [..., keys]
    return {similarity}
def attend(q):
    weights = (similarity(q) / temperature).softmax(-1)
    return weights, weights @ values

scores = similarity(q)
weights, y = attend(q)
print(scores, weights, y)

# The map: what key {name} weighs for a query at each of 40×40 places, from the top left
c = (torch.arange(40) + 0.5) * 6 / 40 - 3
places = torch.stack([c.repeat(40), -c.repeat_interleave(40)], 1)
field = attend(places)[0][:, {key}].view(40, 40)
",
        list(&keys),
        list(&values),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &QUERY);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("query.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("qx=-33&qy=300", "q = torch.tensor([-0.33, 3.0])"),
            ("keys=3&k2x=1", "keys = torch.tensor([[2.0, 1.0], [0.01, 2.0], [-1.5, -1.0]])"),
            ("temperature=1", "temperature = 0.1\n"),
            ("similarity=dot", "    return q @ keys.T\n"),
            ("similarity=additive", "torch.tanh("),
            ("similarity=cosine", "F.cosine_similarity("),
            ("similarity=gaussian", "**2).sum(-1) / 2"),
            // The map of a key that is not there is the last one's.
            ("keys=5&key=6", "[0][:, 4]"),
        ] {
            assert!(code(settings).contains(words), "{settings}: {}", code(settings));
        }
    }

    #[test]
    fn there_are_as_many_values_as_keys() {
        let (link, _) = crate::decode("keys=6&qx=999", &QUERY);
        let points = points(&link.state);
        assert_eq!((points.query, points.keys.len(), points.values.len()), ([3.0, 0.9], 6, 6));
    }
}
