//! The heads widget: a sentence through the first encoder layer of the small translator.

use crate::state::State;
use crate::table::{Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::widgets::attention::shown;
use crate::widgets::make::{NONE, choice, choices, int, steps, text};
use crate::widgets::normals::quoted;

/// An English sentence, on either page: the net translates from English.
const SENTENCE: &str = "Two small cats are sleeping under the big table.";

const TIMES: Text = text("倍", "×");

/// What `times` may be.
pub const FACTORS: [i32; 6] = [1, 2, 4, 8, 16, 32];

/// The row of the table.
pub static HEADS: Widget = Widget {
    name: "heads",
    note: "transformer",
    title: text("真实的一层里，几个头各看哪里？", "In a real layer, where does each head look?"),
    keys: &[
        int("head", [1, 4, 1, 4], text("第几个头", "Head"), NONE),
        choices(
            "mask",
            text("掩码", "Mask"),
            &[
                choice("none", "无", "none"),
                choice("causal", "因果（看不到后面）", "causal (nothing later)"),
                choice("padding", "填充（看不到空位）", "padding (no empty place)"),
            ],
        ),
        int("pad", [0, 4, 1, 0], text("句末补空位", "Padding"), text("个", "")),
        choices(
            "scale",
            text("缩放", "Scale"),
            &[
                choice("root", "除以√d_k=4（论文）", "by √d_k = 4 (the paper)"),
                choice("none", "不除", "none"),
            ],
        ),
        steps("times", &FACTORS, 1, text("查询放大", "Queries times"), TIMES),
        Key {
            key: "text",
            kind: Kind::Text { max_chars: 200, default: text(SENTENCE, SENTENCE) },
            words: text("英语句子", "Sentence"),
            unit: NONE,
        },
        choices(
            "cell",
            text("所选矩阵", "Selected matrix"),
            &[
                choice("a", "权重", "weights"),
                choice("x", "输入", "input"),
                choice("q", "查询", "queries"),
                choice("k", "键", "keys"),
                choice("v", "值", "values"),
                choice("s", "得分", "scores"),
                choice("m", "掩码后", "masked"),
                choice("j", "拼接", "joined"),
                choice("o", "投影", "projected"),
                choice("n", "归一化", "normalized"),
                choice("h", "前馈的隐层", "hidden"),
                choice("f", "前馈的输出", "feed-forward"),
            ],
        ),
        int("row", [0, 15, 1, 2], text("所选行", "Selected row"), NONE),
        int("column", [0, 255, 1, 0], text("所选列", "Selected column"), NONE),
    ],
    examples: &[
        "v=1&head=2",
        "v=1&mask=causal&cell=m&row=1&column=4",
        "v=1&pad=3",
        "v=1&mask=padding&pad=3",
        "v=1&scale=none&times=4",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "head=1&mask=causal&scale=none&times=8",
        "pad=3&mask=padding&text=The%20girl%20who%20likes%20cats%20bought%20two%20red%20apples.",
        "pad=2&text=Blorp%20likes%20tea",
    ],
    results: &["scores", "weights", "joined", "o", "hidden", "y", "largest", "entropy", "jacobian"],
};

/// The words of a state's sentence in small letters.
#[must_use]
pub fn words(state: &State, lang: Lang) -> Vec<String> {
    shown(state, lang).0.iter().map(|word| word.to_lowercase()).collect()
}

fn snippet(state: &State, lang: Lang) -> String {
    let (words, pads) = (words(state, lang), state.int("pad"));
    let (words, times) = (quoted(&words), state.int("times"));
    let mask = match state.word("mask") {
        "causal" => "torch.ones(T, T).triu(1).bool()  # True: hidden",
        "padding" => "(torch.arange(T) >= T - pads).expand(T, T)  # True: hidden",
        _ => "torch.zeros(T, T).bool()  # True: hidden",
    };
    let scaled = match state.word("scale") {
        "none" => "scores",
        _ => "scores / math.sqrt(d_k)",
    };
    let head = state.int("head") - 1;
    format!(
        "\
import json, math
import torch
import torch.nn.functional as F
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

# Both files are in assets/nets/ of this site
net = {{name: w.double() for name, w in load_file(\"transformer.safetensors\").items()}}
vocabulary = json.load(open(\"transformer.json\", encoding=\"utf-8\"))[\"grammar\"][\"words\"]
layer = {{name[6:]: w for name, w in net.items() if name.startswith(\"enc.0.\")}}

words, pads = [{words}], {pads}
ids = [vocabulary.index(w) if w in vocabulary else 3 for w in words] + [0] * pads
T, d_model, heads = len(ids), 64, 4
d_k = d_model // heads

angle = torch.arange(T)[:, None] / 10000**(torch.arange(0, d_model, 2) / d_model)
positions = torch.stack([angle.sin(), angle.cos()], -1).flatten(1)
x = net[\"emb\"][ids] * math.sqrt(d_model) + positions  # [T, d_model]

def split(x):  # [T, d_model] to [heads, T, d_k]
    return x.view(T, heads, d_k).transpose(0, 1)
q, k, v = [x @ layer[f\"self.w{{name}}\"].T for name in \"qkv\"]
times = {times}
scores = split(times * q) @ split(k).transpose(1, 2)  # [heads, T, T]
mask = {mask}
scaled = {scaled}
weights = scaled.masked_fill(mask, -math.inf).softmax(-1)
joined = (weights @ split(v)).transpose(0, 1).reshape(T, d_model)
o = joined @ layer[\"self.wo\"].T
n = F.layer_norm(x + o, (d_model,), layer[\"ln1.gamma\"], layer[\"ln1.beta\"])

hidden = F.relu(n @ layer[\"ffn.w1\"].T + layer[\"ffn.b1\"])  # [T, 256]
y = hidden @ layer[\"ffn.w2\"].T + layer[\"ffn.b2\"]
print(weights[{head}])
print((hidden == 0).double().mean())  # how many units are silent

# Saturation of head {}: queries times 1 to 32, unscaled and scaled, over the words' rows
largest, entropy, jacobian = [], [], []
for factor in [1, 2, 4, 8, 16, 32]:
    for scale in [1, 1 / math.sqrt(d_k)]:
        s = scale * factor * split(q)[{head}] @ split(k)[{head}].T
        a = s.masked_fill(mask, -math.inf).softmax(-1)[:len(words)]
        largest.append(a.max(-1).values.mean())
        entropy.append(torch.special.entr(a).sum(-1).mean())
        j = torch.diag_embed(a) - a[:, :, None] * a[:, None, :]
        jacobian.append(j.pow(2).sum((1, 2)).sqrt().mean())
largest, entropy, jacobian = [torch.stack(m) for m in [largest, entropy, jacobian]]
print(torch.stack([largest, entropy, jacobian], 1))
",
        head + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &HEADS);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::Zh)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("heads.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, line) in [
            ("text=Tom%20sings&pad=2", "words, pads = [\"tom\", \"sings\"], 2\n"),
            ("mask=causal", "mask = torch.ones(T, T).triu(1)"),
            ("mask=padding", ">= T - pads)"),
            ("scale=none", "scaled = scores\n"),
            ("times=16", "times = 16\n"),
            ("head=2", "split(q)[1] @ split(k)[1].T"),
        ] {
            assert!(code(settings).contains(line), "{settings}");
        }
    }
}
