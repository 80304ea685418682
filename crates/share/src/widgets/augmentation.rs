//! The augmentation widget: the pictures that AlexNet's training made of one.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{PICTURE, PIXELS, SEED, choice, choices, file, int, text};

/// The row of the table.
pub static AUGMENTATION: Widget = Widget {
    name: "augmentation",
    note: "alexnet",
    title: text("一张照片变出两千张？", "Two thousand pictures from one?"),
    keys: &[
        PICTURE,
        choices(
            "show",
            text("看什么", "Shown"),
            &[
                choice("train", "训练：随机的一块", "training: a random patch"),
                choice("test", "测试：固定的十块", "testing: the ten patches"),
            ],
        ),
        int("top", [-1, 32, 1, -1], text("上边（−1随机）", "Top (−1: random)"), PIXELS),
        int("left", [-1, 32, 1, -1], text("左边（−1随机）", "Left (−1: random)"), PIXELS),
        choices(
            "mirror",
            text("左右翻转", "Mirrored"),
            &[
                choice("random", "随机", "at random"),
                choice("no", "不翻", "no"),
                choice("yes", "翻", "yes"),
            ],
        ),
        choices(
            "colour",
            text("变颜色", "Colour"),
            &[choice("pca", "沿主成分", "along components"), choice("none", "不变", "unchanged")],
        ),
        int("sigma", [0, 200, 5, 10], text("α的标准差", "Deviation of α"), text("%", "%")),
        SEED,
    ],
    examples: &["v=1&sigma=100", "v=1&show=test", "v=1&top=0&left=32&mirror=yes&colour=none"],
    exports: &["csv"],
    snippet,
    executed: &[
        "picture=coffee&top=0&left=32&mirror=yes&sigma=100&seed=7",
        "picture=rocket&mirror=no&colour=none&seed=2",
        "picture=astronaut&top=32&sigma=200&seed=9999",
        "picture=camera&seed=3",
    ],
    results: &["lambdas", "shift", "patch"],
};

fn snippet(state: &State, _: Lang) -> String {
    let file = file(state.word("picture"));
    let place = |key: &str| match state.int(key) {
        -1 => format!("{key} = random_{key}"),
        at => format!("{key} = {at}"),
    };
    let (top, left) = (place("top"), place("left"));
    let mirror = match state.word("mirror") {
        "no" => "False",
        "yes" => "True",
        _ => "random_mirror",
    };
    let sigma = match state.word("colour") {
        "none" => 0.0,
        _ => f64::from(state.int("sigma")) / 100.0,
    };
    let seed = state.int("seed");
    format!(
        "\
import math
import numpy as np, torch
from PIL import Image

{file}x = np.array(Image.open(file).convert(\"RGB\"))
x = torch.tensor(x).permute(2, 0, 1) / 255.0  # [3, 256, 256]

state = {seed}
def uniform():  # SplitMix64
    global state
    state = (state + 0x9E3779B97F4A7C15) % 2**64
    z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return ((z ^ z >> 31) >> 11) * 2**-53
def normal():  # Box-Muller
    a, b = uniform(), uniform()
    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)
random_top, random_left = int(uniform() * 33), int(uniform() * 33)
random_mirror = uniform() < 0.5
alphas = torch.tensor([normal() for _ in range(3)], dtype=torch.float64) * {sigma}

{top}
{left}
mirror = {mirror}
patch = x[:, top:top + 224, left:left + 224]
if mirror:
    patch = patch.flip(2)

# Principal components of this picture's pixels; the paper takes all of ImageNet's
pixels = x.double().reshape(3, -1)
covariance = torch.cov(pixels, correction=0)
lambdas, p = torch.linalg.eigh(covariance)
lambdas, p = lambdas.flip(0), p.flip(1)  # the largest first
p = p * torch.sign(p.gather(0, p.abs().argmax(0, keepdim=True)))
shift = p @ (alphas * lambdas)
patch = patch + shift.view(3, 1, 1)
patch = patch[:, ::16, ::16]  # every 16th pixel, to compare
print(top, left, mirror, lambdas, shift)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &AUGMENTATION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("augmentation.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("top=0&left=32&mirror=yes&sigma=100&seed=7&picture=coffee");
        for words in [
            "\ntop = 0\nleft = 32\nmirror = True\n",
            "\nstate = 7\n",
            "range(3)], dtype=torch.float64) * 1\n",
            "coffee.png",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
        assert!(code("colour=none").contains("dtype=torch.float64) * 0\n"));
    }
}
