//! The BLEU widget: a translation of the reader's held to references, n-gram by n-gram.

use crate::state::State;
use crate::table::{Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::widgets::make::{NONE, choice, choices, int, text};

/// The most characters of a sentence.
const MOST: usize = 300;

/// The keys of the references, in order; `references` says how many of them there are.
pub const REFERENCES: [&str; 3] = ["reference", "reference-2", "reference-3"];

const fn line(key: &'static str, default: Text, words: Text) -> Key {
    Key { key, kind: Kind::Text { max_chars: MOST, default }, words, unit: NONE }
}

/// The row of the table.
pub static BLEU: Widget = Widget {
    name: "bleu",
    note: "transformer",
    title: text("BLEU是怎样一步一步数出来的？", "How is BLEU counted, step by step?"),
    keys: &[
        line(
            "translation",
            text("我昨天昨天在商店买了一本书。", "The cat the cat sat on the mat."),
            text("译文", "Translation"),
        ),
        line(
            REFERENCES[0],
            text("我昨天在商店里买了一本书。", "The cat sat on the mat."),
            text("参考译文1", "Reference 1"),
        ),
        line(
            REFERENCES[1],
            text("昨天我在商店买了一本书。", "There was a cat on the mat."),
            text("参考译文2", "Reference 2"),
        ),
        line(
            REFERENCES[2],
            text("我昨天去商店买了一本书。", "A cat was sitting on the mat."),
            text("参考译文3", "Reference 3"),
        ),
        int("references", [1, 3, 1, 2], text("几份参考", "References"), NONE),
        int("n", [1, 4, 1, 1], text("看几元组", "n-grams of"), text("", "")),
        choices(
            "cut",
            text("怎样切词", "Tokens"),
            &[
                choice("auto", "看文字：有汉字就逐字", "by the writing"),
                choice("13a", "13a（西文，sacrebleu的默认）", "13a (sacrebleu’s default)"),
                choice("zh", "zh（汉字逐字）", "zh (Chinese characters)"),
                choice("none", "none（只按空格）", "none (at spaces alone)"),
            ],
        ),
        choices(
            "order",
            text("没有四元组时", "Without a 4-gram"),
            &[
                choice("sentence", "不算它（单句）", "leave it out (sentence)"),
                choice("corpus", "记0分（整个测试集）", "score 0 (test set)"),
            ],
        ),
    ],
    examples: &[
        // Papineni et al. 2002, example 2.
        "v=1&translation=the%20the%20the%20the%20the%20the%20the&reference=the%20cat%20is%20on%20the%20mat&reference-2=there%20is%20a%20cat%20on%20the%20mat",
        "v=1&translation=the%20cat%20sat%20on&reference=the%20cat%20sat%20on%20the%20mat%20all%20day&references=1",
        // "她 喜欢 茶 也 喜欢 咖啡 。" against "她 喜欢 茶 ， 但是 不 喜欢 咖啡 。", cut into words.
        "v=1&references=1&cut=none&d=1.AnRyYW5zbGF0aW9uPeWluSDllpzmrKIg6Iy2IOS5nyDllpzmrKIg5ZKW5ZWhIOOAggpyZWZlcmVuY2U95aW5IOWWnOasoiDojLYg77yMIOS9huaYryDkuI0g5Zac5qyiIOWSluWVoSDjgIJTp7AD",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "translation=the%20the%20the%20the%20the%20the%20the&reference=the%20cat%20is%20on%20the%20mat&reference-2=there%20is%20a%20cat%20on%20the%20mat",
        "references=1&translation=the%20cat%20sat%20on&reference=the%20cat%20sat%20on%20the%20mat%20all%20day",
        "references=3&translation=%E6%88%91%E6%98%A8%E5%A4%A9%E8%8A%B13.50%E5%85%83%E4%B9%B0%E4%BA%86%E6%9C%AC%E4%B9%A6%E3%80%82&reference=%E6%88%91%E6%98%A8%E5%A4%A9%E8%8A%B13.50%E5%85%83%E4%B9%B0%E4%BA%86%E4%B8%80%E6%9C%AC%E4%B9%A6%E3%80%82&reference-2=%E6%98%A8%E5%A4%A9%E6%88%91%E4%B9%B0%E4%B9%A6%E3%80%82&reference-3=%E4%B9%B0%E4%B9%A6",
        "cut=none&order=corpus&translation=a%20b%20c&reference=a%20b%20c",
        "translation=%F0%9F%98%80%20%5C%22&reference=no&reference-2=%F0%9F%98%80%20%26amp%3B%20%5C",
        "cut=13a&translation=%3Cskipped%3E",
    ],
    results: &["matches", "totals", "precisions", "bleu"],
};

/// A state's translation and its references, in the page's language.
#[must_use]
pub fn sentences(state: &State, lang: Lang) -> (&str, Vec<&str>) {
    let count = state.int("references").unsigned_abs() as usize;
    let references = REFERENCES.iter().take(count).map(|key| state.text(key, lang)).collect();
    (state.text("translation", lang), references)
}

fn quoted(sentence: &str) -> String {
    format!("\"{}\"", sentence.replace('\\', "\\\\").replace('"', "\\\""))
}

fn snippet(state: &State, lang: Lang) -> String {
    let (translation, references) = sentences(state, lang);
    // As `translation::Cut` chooses.
    let han = |c: char| matches!(c, '\u{3400}'..='\u{4db5}' | '\u{4e00}'..='\u{9fff}');
    let chinese = [&[translation][..], &references].concat().iter().any(|s| s.contains(han));
    let name = match state.word("cut") {
        "auto" if chinese => "zh",
        "auto" => "13a",
        word => word,
    };
    let cut = match name {
        "zh" => [MARKS, ZH].concat(),
        "none" => "def cut(line):\n    return line.split()\n".to_owned(),
        _ => [MARKS, WESTERN].concat(),
    };
    let marks = if name == "none" { "" } else { "import re\n" };
    let (orders, effective) = match state.word("order") {
        "corpus" => ("4", "False"),
        _ => ("max(1, sum(t > 0 for t in totals))", "True"),
    };
    let translation = quoted(translation);
    let references: Vec<String> = references.into_iter().map(quoted).collect();
    let references = references.join(",\n              ");
    format!(
        "\
import math
{marks}from collections import Counter
import torch

translation = {translation}
references = [{references}]

{cut}def grams(words, n):
    return Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))

words, others = cut(translation), [cut(reference) for reference in references]
matches, totals = [], []
for n in range(1, 5):
    here, most = grams(words, n), Counter()
    for other in others:
        most |= grams(other, n)  # of several references the one that has it most often
    matches.append(sum((here & most).values()))  # clipped: no more often than there
    totals.append(sum(here.values()))
precisions, half = [0.0] * 4, 1
for n, (right, total) in enumerate(zip(matches, totals)):
    if right == 0 and total > 0:
        half *= 2  # exponential smoothing: half a match, a quarter …
    if total > 0 and any(matches):
        precisions[n] = 100 * right / total if right else 100 / (half * total)

length = len(words)
reference = min((len(other) for other in others), key=lambda r: (abs(r - length), r))
brevity = 1.0 if length >= reference else math.exp(1 - reference / length) if length else 0.0
orders = {orders}
score = 0.0
if all(p > 0 for p in precisions[:orders]):
    score = brevity * math.exp(sum(math.log(p) for p in precisions[:orders]) / orders)
matches, totals, precisions = [torch.tensor(t).double() for t in [matches, totals, precisions]]
bleu = torch.tensor([score, brevity, length, reference]).double()
print(matches, totals, precisions, bleu)

# The same of the reference implementation (pip install sacrebleu):
# from sacrebleu.metrics import BLEU
# print(BLEU(tokenize=\"{name}\", effective_order={effective}).sentence_score(translation, references))
"
    )
}

const MARKS: &str = r#"def marks_apart(line):  # as sacrebleu's TokenizerRegexp
    line = re.sub(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])", r" \1 ", line)
    line = re.sub(r"([^0-9])([\.,])", r"\1 \2 ", line)
    line = re.sub(r"([\.,])([^0-9])", r" \1 \2", line)
    return re.sub(r"([0-9])(-)", r"\1 \2 ", line).split()
"#;

const WESTERN: &str = r#"def cut(line):  # "13a"
    line = line.replace("<skipped>", "")
    for entity, mark in [("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]:
        line = line.replace(entity, mark)
    return marks_apart(f" {line} ")
"#;

const ZH: &str = r#"CHINESE = re.compile("([\u2001-\u2a6d\u2e80-\u2fdf\u2ff0-\u303f\u3100-\u312f\u31a0-\u31ef"
                     "\u3200-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9"
                     "\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef])")
def cut(line):  # "zh": every Chinese character and mark is a token
    return marks_apart(CHINESE.sub(r" \1 ", line.strip()))
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str, lang: Lang) -> String {
        let (link, warnings) = crate::decode(settings, &BLEU);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, lang)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code("", Lang::En), include_str!("bleu.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("", "BLEU(tokenize=\"13a\", effective_order=True)"),
            ("cut=zh", "CHINESE.sub"),
            ("cut=none", "    return line.split()\n"),
            ("order=corpus", "orders = 4\n"),
            ("references=1", "references = [\"The cat sat on the mat.\"]\n"),
            ("translation=a%5C%22", "translation = \"a\\\\\\\"\"\n"),
        ] {
            assert!(code(settings, Lang::En).contains(words), "{settings}");
        }
        assert!(code("", Lang::Zh).contains("CHINESE.sub"));
    }

    #[test]
    fn ten_thousand_characters_and_none_are_refused_in_words() {
        let long = format!("translation={}", "a".repeat(10_000));
        for (settings, words) in
            [(&*long, "translation has 10000 characters"), ("reference=", "reference is empty")]
        {
            let (link, warnings) = crate::decode(settings, &BLEU);
            let said: Vec<String> = warnings.iter().map(|w| w.message(Lang::En)).collect();
            assert!(said.join("").contains(words), "{said:?}");
            assert_eq!(link.state, State::of(&BLEU));
        }
    }
}
