//! The dropout widget: fc6 of the small AlexNet, and what its next layer is given.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, SEED, choice, choices, int, steps, text};
use crate::widgets::network;

/// The row of the table.
pub static DROPOUT: Widget = Widget {
    name: "dropout",
    note: "alexnet",
    title: text(
        "丢掉一半神经元，平均起来还一样吗？",
        "With half the neurons gone, is the average still the same?",
    ),
    keys: &[
        int("p", [0, 90, 10, 50], text("丢弃概率p", "Dropped, p"), text("%", "%")),
        choices(
            "way",
            text("在哪里补偿", "Made good"),
            &[
                choice("paper", "论文：测试时×(1−p)", "the paper: times 1 − p in testing"),
                choice("pytorch", "PyTorch：训练时÷(1−p)", "PyTorch: over 1 − p in training"),
            ],
        ),
        steps("draws", &[10, 30, 100, 300, 1000], 300, text("抽多少次", "Draws"), NONE),
        int("draw", [1, 1000, 1, 1], text("看第几次", "Draw shown"), NONE),
        int("unit", [0, 223, 1, 37], text("fc7的单元", "Unit of fc7"), NONE),
        int("kind", [0, 48, 1, 24], text("类别", "Class"), NONE),
        int("row", [0, 11, 1, 0], text("第几张", "Which one"), NONE),
        SEED,
        int("neuron", [0, 223, 1, 18], text("fc6的神经元", "Neuron of fc6"), NONE),
    ],
    examples: &["v=1&way=pytorch", "v=1&p=90&draws=1000", "v=1&draws=10&seed=7"],
    exports: &["csv"],
    snippet,
    executed: &[
        "p=30&way=pytorch&draws=100&draw=7&unit=5&seed=7",
        "p=90&draws=30&draw=30&unit=223&kind=48&row=11&seed=9999",
        "p=0&draws=10&kind=3&row=5",
    ],
    results: &["a", "d", "z", "expected"],
};

fn snippet(state: &State, _: Lang) -> String {
    let int = |key: &str| state.int(key);
    let beginning = network::beginning(int("kind"), int("row"));
    let p = f64::from(int("p")) / 100.0;
    let (train, test) = match state.word("way") {
        "pytorch" => ("a * kept / (1 - p)", "a"),
        _ => ("a * kept", "a * (1 - p)"),
    };
    let (seed, draws, unit) = (int("seed"), int("draws"), int("unit"));
    let shown = int("draw").min(draws) - 1;
    format!(
        "\
{beginning}
def mix(h):  # lowbias32: the site's masks are a hash of seed and place
    h = (h ^ h >> 16) * np.uint32(0x7FEB352D)
    h = (h ^ h >> 15) * np.uint32(0x846CA68B)
    return h ^ h >> 16
p, draws, seed = {p}, {draws}, {seed}
place = np.arange(draws * 224, dtype=np.uint32)
kept = mix(mix(np.array([seed], np.uint32)) + place) >= np.uint32(p * 2**32)
kept = torch.tensor(kept).view(draws, 224) * 1.0

with torch.no_grad():
    a = net[:18](x)[0]  # relu6
    train = {train}  # [{draws}, 224]
    test = {test}
    w, b = net.fc7.weight[{unit}], net.fc7.bias[{unit}]
    z, expected = train @ w + b, (test @ w + b).view(1)
d = train[{shown}]
print(z.mean(), \"±\", z.std() / draws**0.5, expected)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &DROPOUT);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("dropout.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("p=30&way=pytorch&draws=10&draw=1000&unit=5&seed=7&kind=2&row=1");
        for words in [
            "p, draws, seed = 0.3, 10, 7\n",
            "train = a * kept / (1 - p)",
            "test = a\n",
            "d = train[9]\n",
            "weight[5]",
            "crop((64, 32, 96, 64))",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
    }
}
