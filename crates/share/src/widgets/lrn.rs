//! The local response normalization widget: before, after, and what is divided by.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels;
use crate::widgets::make::{NONE, PICTURE, SEED, choice, choices, file, int, steps, text};

/// The row of the table. The defaults are the paper's constants (section 3.3).
pub static LRN: Widget = Widget {
    name: "lrn",
    note: "alexnet",
    title: text("相邻通道什么时候才压得住一个数？", "When do a number’s neighbours hold it down?"),
    keys: &[
        choices(
            "scale",
            text("像素", "Pixels"),
            &[
                choice("raw", "0到255，减去均值（论文）", "0–255 less their mean (the paper)"),
                choice("unit", "0到1", "0–1"),
            ],
        ),
        int("n", [1, 31, 2, 5], text("通道数n", "Channels n"), NONE),
        int("k", [1, 20, 1, 2], text("常数k", "Constant k"), NONE),
        steps(
            "alpha",
            &[
                1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000,
                100_000, 200_000, 500_000, 1_000_000,
            ],
            100,
            text("α（×10⁻⁶）", "α (×10⁻⁶)"),
            NONE,
        ),
        int("beta", [0, 200, 5, 75], text("β（×0.01）", "β (×0.01)"), NONE),
        choices(
            "alpha-of",
            text("α乘什么", "α is times the"),
            &[
                choice("paper", "平方和（论文）", "sum of squares (the paper)"),
                choice("pytorch", "平方和除以n（PyTorch）", "sum divided by n (PyTorch)"),
            ],
        ),
        int("channel", [0, 95, 1, 37], text("看哪个通道", "Channel"), NONE),
        choices(
            "kernels",
            text("96个核", "The 96 kernels"),
            &[
                choice("formula", "条纹、边缘、颜色，按公式", "stripes, edges, colours"),
                choice("random", "随机", "random"),
            ],
        ),
        SEED,
        PICTURE,
        int("row", [0, 54, 1, 18], text("所选行", "Selected row"), NONE),
        int("column", [0, 54, 1, 14], text("所选列", "Selected column"), NONE),
    ],
    examples: &[
        "v=1&scale=unit",
        "v=1&scale=unit&alpha=1000000",
        "v=1&alpha=500&alpha-of=pytorch",
        "v=1&n=31&kernels=random&picture=astronaut",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "scale=unit&alpha=500000&picture=coffee&channel=95&row=0&column=54",
        "n=9&k=1&alpha=2000&beta=50&alpha-of=pytorch&picture=astronaut&channel=50",
        "n=31&k=7&alpha=1000&beta=120&kernels=random&seed=7&picture=brick&channel=0&row=3&column=30",
    ],
    results: &["before", "after"],
};

fn snippet(state: &State, _: Lang) -> String {
    let int = |key: &str| state.int(key);
    let (n, k, channel) = (int("n"), int("k"), int("channel"));
    let [alpha, beta] = [("alpha", 1e6), ("beta", 100.0)].map(|(key, of)| f64::from(int(key)) / of);
    let (row, column) = (int("row"), int("column"));
    let file = file(state.word("picture"));
    let scaled = match state.word("scale") {
        "unit" => "x = x / 255  # [1, 3, 227, 227]",
        _ => "x = x - x.mean((2, 3), keepdim=True)  # [1, 3, 227, 227]",
    };
    let (functions, kernels) = match state.word("kernels") {
        "random" => (kernels::seeded(int("seed")), "w = weight(0, 96, 3, 11, 11)\n"),
        _ => (FORMULAS.to_owned(), KERNELS),
    };
    let factor = match state.word("alpha-of") {
        "pytorch" => format!("alpha={alpha}"),
        _ => format!("alpha={n} * {alpha}"),
    };
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

{functions}
{file}x = np.array(Image.open(file).convert(\"RGB\"))[14:241, 14:241]
x = torch.tensor(x).permute(2, 0, 1)[None].double()
{scaled}

{kernels}a = F.relu(F.conv2d(x, w, stride=4))  # [1, 96, 55, 55]
# PyTorch's alpha is divided by n first, the paper's is not
b = F.local_response_norm(a, {n}, {factor}, beta={beta}, k={k})
before, after = a[0, {channel}], b[0, {channel}]  # [55, 55]
at = b[0, :, {row}, {column}]  # [96]
print(before[{row}, {column}], after[{row}, {column}])
"
    )
}

/// Functions of the kernels by formula.
const FORMULAS: &str = "\
c = torch.arange(11.0) - 5
v, u = torch.meshgrid(c, c, indexing=\"ij\")
gauss = torch.exp(-(u**2 + v**2) / (2 * 2.2**2))
def along(degrees):
    a = math.radians(degrees)
    return u * math.cos(a) + v * math.sin(a)
def stripes(degrees):
    g = gauss * torch.cos(2 * math.pi * along(degrees) / 5.5)
    return g - g.mean()
def hue(degrees):
    return [math.cos(math.radians(degrees - d)) for d in (0, 120, 240)]
def kernel(plane, colour):  # of length 1
    w = torch.tensor(colour).double().view(3, 1, 1) * plane
    return w / w.norm()
";

/// The kernels by formula, as `nets::response` makes them.
const KERNELS: &str = "\
w = [kernel(stripes(7.5 * i), (1, 1, 1)) for i in range(24)]
w += [kernel(along(15 * i) * gauss, (1, 1, 1)) for i in range(24)]
w += [kernel(along(15 * i) * gauss, (1, -1, 0)) for i in range(24)]
w += [kernel(gauss, hue(15 * i)) for i in range(24)]
w = torch.stack(w).float().double()  # [96, 3, 11, 11]
";

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &LRN);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("lrn.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("", "F.local_response_norm(a, 5, alpha=5 * 0.0001, beta=0.75, k=2)"),
            ("alpha-of=pytorch&alpha=500", "F.local_response_norm(a, 5, alpha=0.0005,"),
            ("scale=unit", "x = x / 255"),
            ("kernels=random&seed=9", "w = weight(0, 96, 3, 11, 11)"),
            ("row=3&column=0&channel=95", "print(before[3, 0], after[3, 0])"),
        ] {
            assert!(code(settings).contains(words), "{}", code(settings));
        }
    }
}
