//! The full widget: AlexNet at its full size, run on the reader's machine.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, PICTURE, SEED, choice, choices, file, int, text};
use crate::widgets::seeded::random;

/// The row of the table. The default is the paper's net.
pub static FULL: Widget = Widget {
    name: "full",
    note: "alexnet",
    title: text(
        "原尺寸的AlexNet：六千万个参数，就在这里跑",
        "AlexNet at full size: sixty million parameters, run here",
    ),
    keys: &[
        choices(
            "net",
            text("网络", "Net"),
            &[
                choice("alexnet", "论文的（两列）", "the paper’s (two columns)"),
                choice("alexnet-torchvision", "torchvision的", "torchvision’s"),
            ],
        ),
        PICTURE,
        SEED,
        int("runs", [1, 9, 1, 3], text("跑几遍前向", "Forwards"), NONE),
        int("top", [1, 20, 1, 5], text("前k名", "Top k"), NONE),
    ],
    examples: &["v=1&net=alexnet-torchvision", "v=1&picture=rocket&runs=9"],
    exports: &["csv"],
    snippet,
    executed: &[
        "net=alexnet-torchvision",
        "seed=7&picture=coffee",
        "net=alexnet-torchvision&seed=2&picture=rocket",
    ],
    results: &["counts", "y"],
};

fn snippet(state: &State, _: Lang) -> String {
    let torchvision = state.word("net") == "alexnet-torchvision";
    let (side, conv, layers) =
        if torchvision { (224, EVEN, TORCHVISION) } else { (227, NORMAL, PAPER) };
    let (from, to) = ((256 - side) / 2, (256 + side) / 2);
    let prepared = if torchvision {
        "x = (x / 255 - mean) / std  # [1, 3, 224, 224], as torchvision’s weights want it"
    } else {
        "x = x - 255 * mean  # [1, 3, 227, 227], raw RGB less its mean (section 2)"
    };
    let (random, file) = (random(state.int("seed")), file(state.word("picture")));
    let top = state.int("top");
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

{random}def even(name, shape, fan_in):  # as PyTorch begins, within 1 / sqrt(fan-in)
    u = uniform(stream(name), math.prod(shape))
    return tensor((2 * u - 1) / math.sqrt(fan_in), shape)
def normal(name, shape):  # normal, variance 2 / (out * k * k) (He et al. 2015)
    a, b = uniform(stream(name), 2 * math.prod(shape)).reshape(-1, 2).T
    n = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * math.pi * b)
    return tensor(n * math.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)

# The weights are random. Trained ones, as a file that the page takes:
#   from torchvision.models import alexnet
#   from safetensors.torch import save_file
#   save_file(alexnet(weights=\"DEFAULT\").state_dict(), \"alexnet.safetensors\")
counts = []  # parameters, multiply-adds
def conv(name, x, n, k, stride=1, padding=0, groups=1):
    shape = (n, x.shape[1] // groups, k, k)
{conv}
    y = F.relu(F.conv2d(x, w, b, stride, padding, groups=groups))
    counts.append([w.numel() + n, w.numel() * y[0, 0].numel()])
    return y
def linear(name, x, n):
    fan_in = x.shape[1]
    w, b = even(name + \".weight\", (n, fan_in), fan_in), even(name + \".bias\", (n,), fan_in)
    counts.append([w.numel() + n, w.numel()])
    return F.linear(x, w, b)
def norm(x):  # PyTorch’s alpha is divided by n first, the paper’s is not
    return F.local_response_norm(x, 5, alpha=5 * 1e-4, beta=0.75, k=2)
def pool(x):
    return F.max_pool2d(x, 3, 2)

mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)  # of ImageNet’s pictures
std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
{file}x = np.array(Image.open(file).convert(\"RGB\"))[{from}:{to}, {from}:{to}]
x = torch.tensor(x / 1.0).permute(2, 0, 1)[None]
{prepared}
{layers}
counts = torch.tensor(counts).double()
print(*counts.sum(0).tolist())
p = torch.softmax(y, 1)
print(p[0].topk({top}))  # of random weights they mean nothing
"
    )
}

const NORMAL: &str = "    w, b = normal(name + \".weight\", shape), torch.zeros(n)";

const EVEN: &str = "    fan_in = math.prod(shape[1:])
    w, b = even(name + \".weight\", shape, fan_in), even(name + \".bias\", (n,), fan_in)";

const PAPER: &str = "\
x = pool(norm(conv(\"conv1\", x, 96, 11, stride=4)))
x = pool(norm(conv(\"conv2\", x, 256, 5, padding=2, groups=2)))
x = conv(\"conv3\", x, 384, 3, padding=1)
x = conv(\"conv4\", x, 384, 3, padding=1, groups=2)
x = pool(conv(\"conv5\", x, 256, 3, padding=1, groups=2))
x = F.relu(linear(\"fc6\", x.flatten(1), 4096))
x = F.relu(linear(\"fc7\", x, 4096))
y = linear(\"fc8\", x, 1000)";

const TORCHVISION: &str = "\
x = pool(conv(\"features.0\", x, 64, 11, stride=4, padding=2))
x = pool(conv(\"features.3\", x, 192, 5, padding=2))
x = conv(\"features.6\", x, 384, 3, padding=1)
x = conv(\"features.8\", x, 256, 3, padding=1)
x = pool(conv(\"features.10\", x, 256, 3, padding=1))
x = F.relu(linear(\"classifier.1\", x.flatten(1), 4096))
x = F.relu(linear(\"classifier.4\", x, 4096))
y = linear(\"classifier.6\", x, 1000)";

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &FULL);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("full.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("net=alexnet-torchvision&seed=7&picture=rocket&top=3");
        for words in [
            "mixed((7 + ",
            "[16:240, 16:240]",
            "rocket.png",
            "conv(\"features.10\", x, 256, 3, padding=1)",
            "topk(3)",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
        assert!(code("").contains("[14:241, 14:241]"));
    }
}
