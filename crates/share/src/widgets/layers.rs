//! The layers widget: where AlexNet's parameters, work and activations are.

use crate::state::State;
use crate::table::{Key, Widget};
use crate::text::Lang;
use crate::widgets::make::{NONE, PIXELS, choice, choices, int, steps, text};

/// Whose net.
pub(super) const NET: Key = choices(
    "net",
    text("网络", "Net"),
    &[
        choice("paper", "论文的（conv2、4、5分两组）", "the paper’s (conv2, 4, 5 in two groups)"),
        choice("whole", "论文的，但不分组", "the paper’s, without groups"),
        choice("torchvision", "torchvision的", "torchvision’s"),
    ],
);

/// Pictures of a batch; section 5 has 128.
pub(super) const BATCH: Key =
    steps("batch", &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 128, text("每批图片", "Batch"), NONE);

/// What of the activations a card's memory holds.
pub(super) const HOLD: Key = choices(
    "hold",
    text("显存里放", "Memory holds"),
    &[
        choice("forward", "反向要用的激活", "activations that backward needs"),
        choice("both", "激活及其梯度", "activations and their gradients"),
    ],
);

/// The row of the table. The defaults are the paper's net, with 227 for the picture's side.
pub static LAYERS: Widget = Widget {
    name: "layers",
    note: "alexnet",
    title: text(
        "参数在哪里，计算在哪里，显存又花在哪里？",
        "Where are the parameters, the work and the memory?",
    ),
    keys: &[
        NET,
        int("layer", [0, 12, 1, 10], text("选中第几层", "Layer"), NONE),
        steps("side", &[224, 227], 227, text("图片边长", "Picture’s side"), PIXELS),
        int("padding", [0, 3, 1, 0], text("conv1的填充", "conv1’s padding"), PIXELS),
        BATCH,
        HOLD,
    ],
    examples: &[
        "v=1&side=224",
        "v=1&side=224&padding=2",
        "v=1&net=whole&batch=256&hold=both",
        "v=1&net=torchvision&side=224&padding=2",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "side=224&batch=1&hold=both",
        "side=224&padding=2&batch=512",
        "net=whole&batch=64&hold=both",
        "net=torchvision&side=224&padding=2&batch=256",
    ],
    results: &["parameters", "multiply_adds", "activations", "memory"],
};

fn snippet(state: &State, _: Lang) -> String {
    let int = |key: &str| state.int(key);
    let (side, padding, batch) = (int("side"), int("padding"), int("batch"));
    let layers = match state.word("net") {
        "torchvision" => TORCHVISION.replace("PADDING", &padding.to_string()),
        net => {
            let groups = if net == "whole" { "" } else { ", groups=2" };
            PAPER.replace("PADDING", &padding.to_string()).replace(", GROUPS", groups)
        }
    };
    let twice = if state.word("hold") == "both" { "2 * " } else { "" };
    let two = match state.word("net") {
        "paper" => format!(
            "\
# two cards: half of each layer, the picture, and of what conv3, fc6, fc7 and fc8 read the other half
outs = dict(zip(names, activations.tolist()))
received = sum(outs[name] for name in (\"pool2\", \"pool5\", \"fc6\", \"fc7\")) / 2
half = 3 * parameters.sum() / 2 + {batch} * {twice}(picture + activations.sum() / 2 + received)
memory = 4 * torch.stack([one, half])
"
        ),
        _ => "memory = 4 * torch.stack([one])\n".to_owned(),
    };
    format!(
        "\
import torch
from torch import nn

layers = [  # c: the channels that come in; ReLU has no weights and writes over what it reads
{layers}]
counts = []
with torch.no_grad():
    x = torch.zeros(1, 3, {side}, {side})
    picture = x.numel()
    for name, make in layers:
        if \"fc\" in name or \"classifier\" in name:
            x = x.flatten(1)
        layer = make(x.shape[1])
        x = layer(x)
        weights = sum(p.numel() for p in layer.parameters())
        places = x[0, 0].numel()
        products = layer.weight.numel() * places if weights else 0
        counts.append([weights, products, x.numel()])
names = [name for name, _ in layers]
parameters, multiply_adds, activations = torch.tensor(counts, dtype=torch.float64).T.contiguous()
for name, count in zip(names, counts):
    print(name, *count)
print(parameters.sum(), multiply_adds.sum())

# bytes in training: weights, gradients, momentum; a batch of {batch}
one = 3 * parameters.sum() + {batch} * {twice}(picture + activations.sum())
{two}print(memory / 2**30)
"
    )
}

const PAPER: &str = "    (\"conv1\", lambda c: nn.Conv2d(c, 96, 11, stride=4, padding=PADDING)),
    (\"norm1\", lambda c: nn.LocalResponseNorm(5, 5e-4, 0.75, 2)),
    (\"pool1\", lambda c: nn.MaxPool2d(3, 2)),
    (\"conv2\", lambda c: nn.Conv2d(c, 256, 5, padding=2, GROUPS)),
    (\"norm2\", lambda c: nn.LocalResponseNorm(5, 5e-4, 0.75, 2)),
    (\"pool2\", lambda c: nn.MaxPool2d(3, 2)),
    (\"conv3\", lambda c: nn.Conv2d(c, 384, 3, padding=1)),
    (\"conv4\", lambda c: nn.Conv2d(c, 384, 3, padding=1, GROUPS)),
    (\"conv5\", lambda c: nn.Conv2d(c, 256, 3, padding=1, GROUPS)),
    (\"pool5\", lambda c: nn.MaxPool2d(3, 2)),
    (\"fc6\", lambda c: nn.Linear(c, 4096)),
    (\"fc7\", lambda c: nn.Linear(c, 4096)),
    (\"fc8\", lambda c: nn.Linear(c, 1000)),
";

const TORCHVISION: &str =
    "    (\"features.0\", lambda c: nn.Conv2d(c, 64, 11, stride=4, padding=PADDING)),
    (\"features.2\", lambda c: nn.MaxPool2d(3, 2)),
    (\"features.3\", lambda c: nn.Conv2d(c, 192, 5, padding=2)),
    (\"features.5\", lambda c: nn.MaxPool2d(3, 2)),
    (\"features.6\", lambda c: nn.Conv2d(c, 384, 3, padding=1)),
    (\"features.8\", lambda c: nn.Conv2d(c, 256, 3, padding=1)),
    (\"features.10\", lambda c: nn.Conv2d(c, 256, 3, padding=1)),
    (\"features.12\", lambda c: nn.MaxPool2d(3, 2)),
    (\"avgpool\", lambda c: nn.AdaptiveAvgPool2d(6)),
    (\"classifier.1\", lambda c: nn.Linear(c, 4096)),
    (\"classifier.4\", lambda c: nn.Linear(c, 4096)),
    (\"classifier.6\", lambda c: nn.Linear(c, 1000)),
";

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &LAYERS);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("layers.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("", "nn.Conv2d(c, 256, 5, padding=2, groups=2)"),
            ("net=whole", "nn.Conv2d(c, 256, 5, padding=2))"),
            ("side=224&padding=2", "nn.Conv2d(c, 96, 11, stride=4, padding=2)"),
            ("net=torchvision", "memory = 4 * torch.stack([one])"),
            ("hold=both&batch=256", "256 * 2 * (picture + activations.sum())"),
        ] {
            assert!(code(settings).contains(words), "{}", code(settings));
        }
    }
}
