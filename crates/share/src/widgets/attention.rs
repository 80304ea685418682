//! The attention widget: the reader's tokens through one head, matrix by matrix.

use crate::state::State;
use crate::table::{Choice, Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::tokens::tokens;
use crate::widgets::make::{NONE, choice, text};
use crate::widgets::normals::{NORMALS, quoted};

/// How many tokens of a sentence are shown; those behind are left out, and the page says so.
pub const SHOWN: usize = 12;

const fn int(key: &'static str, [min, max, default]: [i32; 3], words: Text) -> Key {
    Key { key, kind: Kind::Int { min, max, step: 1, default }, words, unit: NONE }
}

const fn one_of(key: &'static str, choices: &'static [Choice], words: Text) -> Key {
    Key { key, kind: Kind::Choice(choices), words, unit: NONE }
}

/// The row of the table.
pub static ATTENTION: Widget = Widget {
    name: "attention",
    note: "transformer",
    title: text("每个词听谁的，听多少？", "To whom does each word listen, and how much?"),
    keys: &[
        Key {
            key: "text",
            kind: Kind::Text {
                max_chars: 200,
                default: text("我爱猫，猫爱我", "I like cats and cats like me"),
            },
            words: text("句子", "Sentence"),
            unit: NONE,
        },
        Key {
            key: "dk",
            kind: Kind::Steps { values: &[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], default: 16 },
            words: text("键的维数d_k", "Key size d_k"),
            unit: NONE,
        },
        one_of(
            "similarity",
            &[
                choice("scaled", "缩放点积（除以√d_k）", "scaled dot product (by √d_k)"),
                choice("dot", "点积", "dot product"),
                choice("additive", "加性", "additive"),
                choice("cosine", "余弦", "cosine"),
                choice("gaussian", "高斯", "Gaussian"),
            ],
            text("相似度", "Similarity"),
        ),
        one_of(
            "mask",
            &[
                choice("none", "无", "none"),
                choice("causal", "因果（看不到后面）", "causal (nothing later)"),
                choice("padding", "填充（句末是空位）", "padding (the end is empty)"),
            ],
            text("掩码", "Mask"),
        ),
        int("pad", [0, 12, 2], text("末尾空位数", "Padding tokens")),
        int("seed", [0, 9999, 1], text("随机种子", "Seed")),
        int("step", [0, 6, 0], text("步骤", "Step")),
        one_of(
            "cell",
            &[
                choice("weights", "权重", "weights"),
                choice("x", "嵌入", "embeddings"),
                choice("q", "查询", "queries"),
                choice("k", "键", "keys"),
                choice("v", "值", "values"),
                choice("scores", "得分", "scores"),
                choice("scaled", "缩放后", "scaled"),
                choice("masked", "掩码后", "masked"),
                choice("y", "输出", "output"),
            ],
            text("所选矩阵", "Selected matrix"),
        ),
        int("row", [0, 11, 1], text("所选行", "Selected row")),
        int("column", [0, 1023, 2], text("所选列", "Selected column")),
    ],
    examples: &[
        "v=1&similarity=dot",
        "v=1&dk=512&similarity=dot&step=5",
        "v=1&mask=causal&step=4&cell=masked",
        "v=1&text=The%20quick%20brown%20fox&similarity=gaussian",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "dk=64&similarity=dot&mask=causal&seed=7",
        "text=%E6%B3%A8%E6%84%8F%E5%8A%9B%E4%B8%8D%E8%AE%A4%E6%AC%A1%E5%BA%8F&dk=8&similarity=additive&mask=padding",
        "text=She%20didn%27t%20say%20%22no%22%2C%20did%20she%3F&dk=1024&similarity=cosine&seed=3",
        "dk=2&similarity=gaussian&mask=causal&seed=4",
        "text=all%20is%20padding&dk=4&mask=padding&pad=12",
    ],
    results: &["x", "scores", "weights", "y", "spread", "entropy", "jacobian"],
};

/// The tokens of a state's sentence that are shown, and how many there are in all.
#[must_use]
pub fn shown(state: &State, lang: Lang) -> (Vec<String>, usize) {
    let mut all = tokens(state.text("text", lang));
    let count = all.len();
    all.truncate(SHOWN);
    (all, count)
}

fn snippet(state: &State, lang: Lang) -> String {
    let (tokens, _) = shown(state, lang);
    let (t, d_k, seed) = (tokens.len(), state.int("dk"), state.int("seed"));
    let words = quoted(&tokens);
    let scores = match state.word("similarity") {
        "additive" => {
            "w = normals(\"W\", d_k) / math.sqrt(d_k)\n\
             scores = torch.tanh(q[:, None] + k[None, :]) @ w  # w·tanh(q + k)\n"
        }
        "cosine" => "scores = F.normalize(q, dim=1) @ F.normalize(k, dim=1).T\n",
        "gaussian" => "scores = -((q[:, None] - k[None, :])**2).sum(-1) / 2\n",
        _ => "scores = q @ k.T\n",
    };
    let scaled = match state.word("similarity") {
        "scaled" => "scaled = scores / math.sqrt(d_k)\n",
        _ => "scaled = scores\n",
    };
    let mask = match state.word("mask") {
        "causal" => "mask = torch.ones(T, T).triu(1).bool()  # True: hidden\n".to_owned(),
        "padding" => format!("mask = (torch.arange(T) >= T - {}).expand(T, T)\n", state.int("pad")),
        _ => "mask = torch.zeros(T, T).bool()\n".to_owned(),
    };
    format!(
        "\
import math
import torch
import torch.nn.functional as F

words = [{words}]
T, d_k, seed = {t}, {d_k}, {seed}

{NORMALS}
x = torch.stack([normals(word, 8) for word in words])  # seeded, not learned
q = x @ normals(\"WQ\", d_k, 8).T / math.sqrt(8)
k = x @ normals(\"WK\", d_k, 8).T / math.sqrt(8)
v = x @ normals(\"WV\", 8, 8).T / math.sqrt(8)

{scores}{scaled}{mask}\
weights = scaled.masked_fill(mask, -math.inf).softmax(-1)
weights = weights.nan_to_num()  # a row that is hidden whole
y = weights @ v
print(weights)
print(y)

# The measurement: 256 queries against 16 keys, unscaled and scaled.
queries, keys = normals(\"Q\", 256, 1024), normals(\"K\", 16, 1024)
spread, entropy, jacobian = [], [], []
for d in [2**i for i in range(1, 11)]:
    for scale in [1, 1 / math.sqrt(d)]:
        s = queries[:, :d] @ keys[:, :d].T * scale
        a = s.softmax(-1)
        spread.append(s.std(unbiased=False))
        entropy.append(-(a * s.log_softmax(-1)).sum(-1).mean())
        j = torch.diag_embed(a) - a[:, :, None] * a[:, None, :]
        jacobian.append(j.pow(2).sum((1, 2)).sqrt().mean())
spread, entropy, jacobian = [torch.stack(m) for m in [spread, entropy, jacobian]]
print(torch.stack([spread, entropy, jacobian], 1))
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str, lang: Lang) -> String {
        let (link, warnings) = crate::decode(settings, &ATTENTION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, lang)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code("", Lang::En), include_str!("attention.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let zh = code("", Lang::Zh);
        assert!(zh.contains("\"猫\", \"，\", \"猫\"") && zh.contains("T, d_k, seed = 7, 16, 1"));
        let quoted = code("text=a%5C%22B&dk=2&seed=9", Lang::En);
        assert!(quoted.contains("words = [\"a\", \"\\\\\", \"\\\"\", \"b\"]"), "{quoted}");
        assert!(quoted.contains("T, d_k, seed = 4, 2, 9"), "{quoted}");
        for (settings, line) in [
            ("similarity=additive", "torch.tanh(q[:, None] + k[None, :]) @ w"),
            ("similarity=cosine", "F.normalize(q, dim=1)"),
            ("similarity=gaussian", "**2).sum(-1) / 2"),
            ("mask=causal", "triu(1)"),
            ("mask=padding&pad=3", ">= T - 3)"),
        ] {
            let code = code(settings, Lang::En);
            assert!(code.contains(line), "{settings}");
            let scaled = code.contains("scaled = scores / math.sqrt(d_k)");
            assert_eq!(scaled, !settings.starts_with("similarity"), "{settings}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_and_counted() {
        let (link, _) = crate::decode(&format!("text={}", "a+".repeat(20)), &ATTENTION);
        let (tokens, all) = shown(&link.state, Lang::En);
        assert_eq!((tokens.len(), all), (SHOWN, 20));
    }
}
