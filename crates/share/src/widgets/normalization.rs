//! The normalization widget: one small batch, two ways to take its numbers together.

use crate::state::State;
use crate::table::{Choice, Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::widgets::make::{NONE, choice, choices, int, text};

/// The shipped photographs of the batch, in their order.
pub const PHOTOGRAPHS: [&str; 6] = ["chelsea", "coffee", "astronaut", "rocket", "camera", "brick"];

const BATCH: Choice =
    choice("batch", "BatchNorm（一个特征，跨整批）", "BatchNorm (a feature, through the batch)");
const LAYER: Choice =
    choice("layer", "LayerNorm（一个词元或位置）", "LayerNorm (a token or place)");
const SAMPLE: Choice = choice("sample", "LayerNorm（整个样本）", "LayerNorm (a whole sample)");
const INSTANCE: Choice = choice(
    "instance",
    "InstanceNorm（一个样本的一个特征）",
    "InstanceNorm (a feature of a sample)",
);
const GROUP: Choice =
    choice("group", "GroupNorm（一个样本的几个特征）", "GroupNorm (some features of a sample)");

const fn plain(key: &'static str, [min, max, step, default]: [i32; 4], words: Text) -> Key {
    int(key, [min, max, step, default], words, NONE)
}

/// The row of the table.
pub static NORMALIZATION: Widget = Widget {
    name: "normalization",
    note: "transformer",
    title: text("均值和方差，跟谁一起算？", "Mean and variance: in whose company?"),
    keys: &[
        plain("batch", [0, 6, 1, 4], text("批大小", "Batch size")),
        choices("norm", text("左边", "Left"), &[BATCH, LAYER, SAMPLE, INSTANCE, GROUP]),
        choices("against", text("右边", "Right"), &[LAYER, BATCH, SAMPLE, INSTANCE, GROUP]),
        choices(
            "mode",
            text("模式", "Mode"),
            &[
                choice("train", "训练（用这一批的统计量）", "training (statistics of this batch)"),
                choice("eval", "测试（用存好的统计量）", "eval (statistics that were stored)"),
            ],
        ),
        choices(
            "padding",
            text("空位", "Padding"),
            &[
                choice("counted", "BatchNorm连空位一起算", "BatchNorm counts it"),
                choice("skipped", "BatchNorm只算真词元", "BatchNorm skips it"),
            ],
        ),
        choices(
            "values",
            text("显示", "Shown"),
            &[
                choice("before", "归一化之前（x）", "before (x)"),
                choice("after", "归一化之后（y）", "after (y)"),
            ],
        ),
        choices(
            "data",
            text("数据", "Data"),
            &[
                choice("text", "句子（B，T，D）", "sentences (B, T, D)"),
                choice("images", "照片（N，C，H，W）", "photographs (N, C, H, W)"),
            ],
        ),
        Key {
            key: "text",
            kind: Kind::Text {
                max_chars: 200,
                default: text(
                    "猫坐在垫子上。天晚了。猫爱喝热牛奶。狗睡了。下雨了。谁知道？",
                    "The cat sat on the mat. It was late. Cats like warm milk. The dog slept. Rain fell. Who knows?",
                ),
            },
            words: text("几句话", "Sentences"),
            unit: NONE,
        },
        plain("pad", [0, 6, 1, 0], text("多补空位", "More padding")),
        plain("steps", [0, 100, 10, 20], text("训练步数", "Training steps")),
        plain("channels", [2, 8, 2, 8], text("特征数", "Features")),
        plain("groups", [1, 8, 1, 2], text("GroupNorm组数", "Groups")),
        plain("seed", [0, 9999, 1, 1], text("随机种子", "Seed")),
        int("turn", [-180, 180, 1, 45], text("转动", "Turn"), text("°", "°")),
        int("tilt", [0, 90, 1, 35], text("俯视", "Tilt"), text("°", "°")),
        plain("sample", [0, 5, 1, 0], text("所选样本", "Selected sample")),
        plain("channel", [0, 7, 1, 0], text("所选特征", "Selected feature")),
        plain("place", [0, 17, 1, 1], text("所选位置", "Selected place")),
    ],
    examples: &[
        "v=1&batch=1",
        "v=1&norm=layer&against=sample",
        "v=1&norm=instance&against=group&data=images",
        "v=1&mode=eval&values=after",
        "v=1&padding=skipped&pad=4",
    ],
    exports: &["csv", "svg"],
    snippet,
    executed: &[
        "batch=3&against=group&mode=eval&pad=2&groups=4",
        "batch=1&norm=layer&against=sample&text=Ann%27s+well-known+cat+naps.+It+snores!",
        "batch=2&norm=sample&against=instance&data=images&seed=7",
        "mode=eval&data=images&steps=100&channels=6",
        "norm=instance&against=group&pad=1&channels=4&groups=1&seed=3",
        "padding=skipped&pad=2&against=batch",
        "against=group&data=images&batch=6",
    ],
    results: &["x", "y", "z"],
};

const STREAMS: &str = "\
def uniforms(state):  # SplitMix64
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        yield ((z ^ z >> 31) >> 11) * 2**-53
def normal(u):  # Box-Muller
    a, b = next(u), next(u)
    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)
";

fn snippet(state: &State, lang: Lang) -> String {
    let images = state.word("data") == "images";
    let made = if images { photographs(state) } else { sentences(state, lang) };
    let [y, z] = [("y", "norm"), ("z", "against")].map(|(name, key)| match state.word(key) {
        "batch" => batch_norm(state, name, images),
        other => alone(state, name, other, images),
    });
    format!("{made}\n{y}{z}print(y.mean(), y.var(unbiased=False))\n")
}

/// Sentences to `x [B, T, D]`.
fn sentences(state: &State, lang: Lang) -> String {
    let quoted = state.text("text", lang).replace('\\', "\\\\").replace('"', "\\\"");
    let (d, seed, batch) = (state.int("channels"), state.int("seed"), state.int("batch"));
    let pad = match state.int("pad") {
        0 => String::new(),
        more => format!(" + {more}"),
    };
    format!(
        "\
import math, re
import torch
import torch.nn as nn

{STREAMS}
def vector(word):  # its letters (FNV-1a) and the seed begin the stream
    h = 0xcbf29ce484222325
    for byte in word.encode():
        h = (h ^ byte) * 0x100000001b3 % 2**64
    u = uniforms(h + {seed})
    return [normal(u) for _ in range({d})]

text = \"{quoted}\"
han = \"\\u3400-\\u4dbf\\u4e00-\\u9fff\\U00020000-\\U000323af\"
word = f\"[{{han}}]|[^\\\\W_{{han}}](?:[^\\\\W_{{han}}]|['’-])*\"
found = [re.findall(word, s)[:12] for s in re.split(\"[.!?;。！？；…]\", text.lower())]
sentences = [s for s in found if s]
words = list(dict.fromkeys(w for s in sentences for w in s))
table = torch.tensor([[0.0] * {d}] + [vector(w) for w in words])  # seeded; row 0 is padding
batch = sentences[:{batch}]
T = max(len(s) for s in batch){pad}
ids = torch.tensor([[words.index(w) + 1 for w in s] + [0] * (T - len(s)) for s in batch])
x = table[ids]  # [B, T, {d}]
"
    )
}

/// Photographs to `x [N, C, 4, 4]`.
fn photographs(state: &State) -> String {
    let (c, seed, batch) = (state.int("channels"), state.int("seed"), state.int("batch"));
    let names = PHOTOGRAPHS.map(|name| format!("\"{name}\"")).join(", ");
    format!(
        "\
import math
import numpy as np, torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image

{STREAMS}
names = [{names}]
files = [f\"{{name}}.png\" for name in names]  # assets/pictures/ of this site
photos = np.stack([np.array(Image.open(f).convert(\"RGB\"))[14:241, 14:241] for f in files])
photos = torch.tensor(photos).permute(0, 3, 1, 2) / 255  # [6, 3, 227, 227]
u = uniforms({seed})  # kernels of AlexNet's first size, seeded, not learned
w = [normal(u) / math.sqrt(363) for _ in range({c} * 363)]
w = torch.tensor(w, dtype=torch.float64).view({c}, 3, 11, 11)
w = (w - w.mean((1, 2, 3), keepdim=True)).float()
maps = F.max_pool2d(F.relu(F.conv2d(photos, w, stride=4)), 13, 14)  # [6, {c}, 4, 4]
x = maps[:{batch}]
"
    )
}

/// BatchNorm's lines: it alone looks beyond its sample, and has two modes.
fn batch_norm(state: &State, name: &str, images: bool) -> String {
    let (c, seed, steps) = (state.int("channels"), state.int("seed"), state.int("steps"));
    let eval = state.word("mode") == "eval";
    let made = if images {
        format!("bn = nn.BatchNorm2d({c})\n")
    } else {
        format!("bn = nn.BatchNorm1d({c})\n")
    };
    let trained = match (eval, images) {
        (false, _) => String::new(),
        (true, true) => format!(
            "u = uniforms({seed})\n\
             for _ in range({steps}):  # two photographs a step\n    \
             bn(maps[[int(next(u) * 6) for _ in range(2)]])\n\
             bn.eval()\n"
        ),
        (true, false) => format!(
            "u = uniforms({seed})\n\
             for _ in range({steps}):  # sixteen words a step\n    \
             bn(table[[1 + int(next(u) * len(words)) for _ in range(16)]])\n\
             bn.eval()\n"
        ),
    };
    let applied = match (images, eval, state.word("padding")) {
        (true, ..) => format!("{name} = bn(x)\n"),
        (false, false, "skipped") => format!(
            "real = ids > 0\n\
             {name} = torch.zeros_like(x)\n\
             {name}[real] = bn(x[real])  # words alone, [M, {c}]\n"
        ),
        _ => format!("{name} = bn(x.transpose(1, 2)).transpose(1, 2)\n"),
    };
    format!("{made}{trained}{applied}")
}

/// The line of a normalization that takes each sample by itself, in either mode.
fn alone(state: &State, name: &str, norm: &str, images: bool) -> String {
    let (c, groups) = (state.int("channels"), state.int("groups"));
    let turned = |module: String| {
        if images {
            format!("{name} = {module}(x)\n")
        } else {
            format!("{name} = {module}(x.transpose(1, 2)).transpose(1, 2)\n")
        }
    };
    match (norm, images) {
        ("sample", _) => format!("{name} = nn.LayerNorm(x.shape[1:])(x)  # a whole sample\n"),
        ("instance", true) => turned(format!("nn.InstanceNorm2d({c})")),
        ("instance", false) => turned(format!("nn.InstanceNorm1d({c})")),
        ("group", _) => turned(format!("nn.GroupNorm({groups}, {c})")),
        (_, true) => format!(
            "{name} = nn.LayerNorm({c})(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)  # each place\n"
        ),
        (_, false) => format!("{name} = nn.LayerNorm({c})(x)  # each token by itself\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &NORMALIZATION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("normalization.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, line) in [
            ("norm=layer", "y = nn.LayerNorm(8)(x)  #"),
            ("against=sample", "z = nn.LayerNorm(x.shape[1:])(x)"),
            ("against=group&groups=4", "z = nn.GroupNorm(4, 8)(x.transpose(1, 2)).transpose(1, 2)"),
            ("norm=instance&data=images&channels=6", "y = nn.InstanceNorm2d(6)(x)"),
            ("against=layer&data=images", "z = nn.LayerNorm(8)(x.permute(0, 2, 3, 1))"),
            ("padding=skipped", "y[real] = bn(x[real])"),
            ("mode=eval&steps=30&seed=5", "u = uniforms(5)\nfor _ in range(30):  # sixteen words"),
            ("mode=eval&data=images", "bn.eval()\ny = bn(x)\n"),
            ("batch=2&pad=3", "batch = sentences[:2]\nT = max(len(s) for s in batch) + 3\n"),
            ("text=a%5C%22B", "text = \"a\\\\\\\"B\"\n"),
        ] {
            assert!(code(settings).contains(line), "{settings}: {}", code(settings));
        }
        // Stored statistics never had padding.
        assert!(!code("mode=eval&padding=skipped").contains("real"));
    }
}
