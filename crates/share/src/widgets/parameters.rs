//! The parameters widget: what the Transformer is made of, and what training it cost.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, choice, choices, int, steps, text};

/// The row of the table. The defaults are the paper's base model (table 3) and its training
/// (section 5.2, footnote 5).
pub static PARAMETERS: Widget = Widget {
    name: "parameters",
    note: "transformer",
    title: text(
        "参数都在哪里，训练花了多少？",
        "Where are the parameters, and what did training cost?",
    ),
    keys: &[
        choices(
            "model",
            text("模型", "Model"),
            &[
                choice("base", "base", "base"),
                choice("big", "big", "big"),
                choice("own", "自己定", "of your own"),
            ],
        ),
        int("layers", [1, 24, 1, 6], text("层数N", "Layers N"), NONE),
        steps(
            "dmodel",
            &[64, 128, 256, 384, 512, 768, 1024, 1536, 2048],
            512,
            text("宽度d_model", "Width d_model"),
            NONE,
        ),
        steps(
            "dff",
            &[128, 256, 512, 1024, 1536, 2048, 3072, 4096, 6144, 8192],
            2048,
            text("前馈宽度d_ff", "Inner width d_ff"),
            NONE,
        ),
        int("heads", [1, 32, 1, 8], text("头数h", "Heads h"), NONE),
        steps("dk", &[8, 16, 32, 64, 128, 256, 512], 64, text("每头d_k", "d_k of a head"), NONE),
        steps("dv", &[8, 16, 32, 64, 128, 256, 512], 64, text("每头d_v", "d_v of a head"), NONE),
        int("vocabulary", [100, 100_000, 100, 37_000], text("词表", "Vocabulary"), NONE),
        choices(
            "bias",
            text("注意力的偏置", "Biases in attention"),
            &[choice("none", "无（3.2.2节）", "none (section 3.2.2)"), choice("all", "有", "four")],
        ),
        int("hours", [1, 2000, 1, 12], text("训练小时", "Hours"), NONE),
        int("cards", [1, 512, 1, 8], text("显卡块数", "Cards"), NONE),
        int("gflops", [100, 100_000, 100, 9500], text("每卡GFLOPS", "GFLOPS a card"), NONE),
    ],
    examples: &[
        "v=1&model=big&hours=84",
        "v=1&model=own&dk=16",
        "v=1&model=own&layers=2",
        "v=1&vocabulary=40800",
        "v=1&hours=24&cards=1&gflops=82600",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "model=big&hours=84",
        "model=own&layers=3&dmodel=256&dff=1024&heads=4&dk=32&dv=128&vocabulary=1000&bias=all",
        "model=own&dk=16&hours=100&cards=4&gflops=2800",
        "bias=all",
    ],
    results: &["parts", "total", "layers", "cost"],
};

/// Layers, d_model, d_ff, heads, d_k, d_v of a state.
#[must_use]
pub fn shape(state: &State) -> [i32; 6] {
    match state.word("model") {
        "base" => [6, 512, 2048, 8, 64, 64],
        "big" => [6, 1024, 4096, 16, 64, 64],
        _ => ["layers", "dmodel", "dff", "heads", "dk", "dv"].map(|key| state.int(key)),
    }
}

fn snippet(state: &State, _: Lang) -> String {
    let [layers, d, d_ff, heads, d_k, d_v] = shape(state);
    let [vocabulary, hours, cards, gflops] =
        ["vocabulary", "hours", "cards", "gflops"].map(|key| state.int(key));
    let bias = if state.word("bias") == "all" { "True" } else { "False" };
    format!(
        "\
import torch
import torch.nn as nn

N, d, d_ff, h, d_k, d_v = {layers}, {d}, {d_ff}, {heads}, {d_k}, {d_v}
vocabulary, bias = {vocabulary}, {bias}

def linear(into, out, bias=True):  # its shape alone, without memory
    return nn.Linear(into, out, bias, device=\"meta\")
def attention():
    q, k, v = [linear(d, h * size, bias) for size in [d_k, d_k, d_v]]
    return nn.ModuleList([q, k, v, linear(h * d_v, d, bias)])
def feed_forward():
    return nn.Sequential(linear(d, d_ff), nn.ReLU(), linear(d_ff, d))
def norms(n):
    return nn.ModuleList([nn.LayerNorm(d, device=\"meta\") for _ in range(n)])
class Layer(nn.Module):
    def __init__(self, attentions):  # one in the encoder, two in the decoder
        super().__init__()
        self.attention = nn.ModuleList([attention() for _ in range(attentions)])
        self.feed_forward = feed_forward()
        self.norms = norms(attentions + 1)
net = nn.ModuleList([Layer(1) for _ in range(N)] + [Layer(2) for _ in range(N)])
embedding = nn.Embedding(vocabulary, d, device=\"meta\")  # one for both sides and the logits

def count(*modules):
    return sum(p.numel() for m in modules for p in m.parameters())
parts = [count(*[getattr(layer, part) for layer in net]) for part in [\"attention\", \"feed_forward\", \"norms\"]]
parts = torch.tensor([*parts, count(embedding)]).double()
total = torch.tensor([count(net, embedding)]).double()
layers = torch.tensor([count(net[0]), count(net[-1])]).double()
# Training: base and big as footnote 5 has them, and these factors.
cost = [12 * 3600 * 8 * 9.5e12, 84 * 3600 * 8 * 9.5e12, {hours} * 3600 * {cards} * {gflops}e9]
cost = torch.tensor(cost).double()
print(parts, total, layers, cost)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &PARAMETERS);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("parameters.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("model=big", "d_v = 6, 1024, 4096, 16, 64, 64\nvocabulary, bias = 37000, False"),
            (
                "model=own&layers=2&dk=16&bias=all",
                "d_v = 2, 512, 2048, 8, 16, 64\nvocabulary, bias = 37000, True",
            ),
            // What base has, the sliders of an own net do not change.
            ("layers=2", "d_v = 6, 512, 2048, 8, 64, 64\n"),
            ("hours=84&cards=1&gflops=2800", "84 * 3600 * 1 * 2800e9]"),
        ] {
            assert!(code(settings).contains(words), "{settings}: {}", code(settings));
        }
    }
}
