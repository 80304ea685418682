//! The days widget: how long AlexNet's training takes, factor by factor.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::layers::NET;
use crate::widgets::make::{NONE, choice, choices, int, steps, text};
use crate::widgets::seeded::random;

/// The row of the table. The defaults are the paper's (section 5) and NVIDIA's figures of a
/// GTX 580: 512 cores at 1,544 MHz.
pub static DAYS: Widget = Widget {
    name: "days",
    note: "alexnet",
    title: text(
        "五到六天是怎么来的，你的设备要多久？",
        "Where do five to six days come from, and how long would you need?",
    ),
    keys: &[
        int("epochs", [1, 200, 1, 90], text("过几遍数据", "Epochs"), NONE),
        int("pictures", [10, 15_000, 10, 1200], text("图片（千张）", "Pictures, in 1000"), NONE),
        int("forwards", [1, 4, 1, 3], text("一步合几次前向", "Forwards a step"), NONE),
        int("cards", [1, 16, 1, 2], text("显卡", "Cards"), NONE),
        int("cores", [32, 20_480, 32, 512], text("每卡核心", "Cores a card"), NONE),
        int("clock", [100, 4000, 1, 1544], text("核心频率", "Clock"), text("MHz", "MHz")),
        int("least", [1, 60, 1, 5], text("最少几天", "Days, at least"), NONE),
        int("most", [1, 60, 1, 6], text("最多几天", "Days, at most"), NONE),
        NET,
        choices(
            "run",
            text("在这里跑", "Run here"),
            &[
                choice("convolutions", "卷积部分", "the convolutions"),
                choice("whole", "整个网络（权重244 MB）", "the whole net (244 MB of weights)"),
            ],
        ),
        steps("batch", &[1, 2, 4, 8, 16, 32], 1, text("每批图片", "Batch"), NONE),
    ],
    examples: &[
        "v=1&forwards=1",
        "v=1&batch=8",
        "v=1&cards=1&cores=16384&clock=2520",
        "v=1&net=whole",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "net=whole&epochs=10&pictures=50&forwards=2",
        "net=torchvision&cards=1&cores=3584&clock=1480&least=1&most=2",
        "forwards=1&least=3&most=60",
    ],
    results: &["seen", "days"],
};

fn snippet(state: &State, _: Lang) -> String {
    let int = |key: &str| state.int(key);
    let (epochs, pictures, forwards) = (int("epochs"), int("pictures"), int("forwards"));
    let [cards, cores, clock] = ["cards", "cores", "clock"].map(int);
    let (least, most) = (int("least"), int("most"));
    let (side, weights, layers) = match state.word("net") {
        "torchvision" => (224, UNIFORM, TORCHVISION.to_owned()),
        net => {
            let groups = if net == "whole" { "" } else { ", groups=2" };
            (227, NORMAL, PAPER.replace(", GROUPS", groups))
        }
    };
    let random = random(1);
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)

{random}{weights}
products = 0
def conv(name, x, n, k, stride=1, padding=0, groups=1):
    global products
    shape = (n, x.shape[1] // groups, k, k)
    w, b = weight(name + \".weight\", shape), bias(name + \".bias\", shape)
    y = F.conv2d(x, w, b, stride, padding, groups=groups)
    products += w.numel() * y[0, 0].numel()
    return F.relu(y)
def norm(x):
    return F.local_response_norm(x, 5, 5e-4, 0.75, 2)
def pool(x):
    return F.max_pool2d(x, 3, 2)

# pictures of chance through the convolutions, which is what is timed here
x = tensor(256 * uniform(1, 3 * {side}**2) - 128, (1, 3, {side}, {side}))
{layers}seen = x[0, :, 3, 3]  # [256]
for width in (4096, 4096, 1000):
    products += width * x[0].numel()
    x = torch.zeros(1, width)

operations = 2 * products * {epochs} * {pictures}e3 * {forwards}
peak = {cards} * {cores} * {clock}e6 * 2
days = operations / peak / 86400
days = torch.tensor([operations, days, days / {least}, days / {most}])
print(products, days)
"
    )
}

const NORMAL: &str = "\
def weight(name, shape):  # normal, variance 2 / (out * k * k) (He et al. 2015)
    a, b = uniform(stream(name), 2 * math.prod(shape)).reshape(-1, 2).T
    n = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * math.pi * b)
    return tensor(n * math.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)
def bias(name, shape):
    return torch.zeros(shape[0])
";

const UNIFORM: &str = "\
def weight(name, shape):  # as PyTorch begins, within 1 / sqrt(fan-in)
    u = uniform(stream(name), math.prod(shape))
    return tensor((2 * u - 1) / math.sqrt(math.prod(shape[1:])), shape)
def bias(name, shape):
    u = uniform(stream(name), shape[0])
    return tensor((2 * u - 1) / math.sqrt(math.prod(shape[1:])), shape[0])
";

const PAPER: &str = "\
x = pool(norm(conv(\"conv1\", x, 96, 11, 4)))
x = pool(norm(conv(\"conv2\", x, 256, 5, padding=2, GROUPS)))
x = conv(\"conv3\", x, 384, 3, padding=1)
x = conv(\"conv4\", x, 384, 3, padding=1, GROUPS)
x = pool(conv(\"conv5\", x, 256, 3, padding=1, GROUPS))
";

const TORCHVISION: &str = "\
x = pool(conv(\"features.0\", x, 64, 11, 4, padding=2))
x = pool(conv(\"features.3\", x, 192, 5, padding=2))
x = conv(\"features.6\", x, 384, 3, padding=1)
x = conv(\"features.8\", x, 256, 3, padding=1)
x = pool(conv(\"features.10\", x, 256, 3, padding=1))
";

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &DAYS);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("days.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("", "operations = 2 * products * 90 * 1200e3 * 3"),
            ("cards=1&cores=1024&clock=1000", "peak = 1 * 1024 * 1000e6 * 2"),
            ("least=2&most=7", "days / 2, days / 7]"),
            ("net=whole", "x = conv(\"conv4\", x, 384, 3, padding=1)"),
            ("net=torchvision", "conv(\"features.0\", x, 64, 11, 4, padding=2)"),
        ] {
            assert!(code(settings).contains(words), "{}", code(settings));
        }
    }
}
