"""Writes bleu.json: BLEU of small sets by PyPI's sacrebleu. Run with a Python that has it:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install sacrebleu==2.6.0
    /tmp/venv/bin/python tests/golden/cases_bleu.py

Sentences are cut into words here already; a sentence may have several references.
"""
import json
import os

import sacrebleu
from sacrebleu.metrics import BLEU

HERE = os.path.dirname(os.path.abspath(__file__))


def case(name, sentences, effective=False):
    """`sentences`: each a translation, then its references, words set apart by spaces."""
    metric = BLEU(tokenize="none", force=True, effective_order=effective)
    most = max(len(s) - 1 for s in sentences)
    references = [[s[1 + i] if i + 1 < len(s) else None for s in sentences] for i in range(most)]
    made = metric.corpus_score([s[0] for s in sentences], references)
    return {
        "name": name,
        "order": "effective" if effective else "whole",
        "sentences": [{"translation": s[0].split(), "references": [r.split() for r in s[1:]]} for s in sentences],
        "score": made.score, "precisions": made.precisions, "matches": made.counts, "totals": made.totals,
        "brevityPenalty": made.bp, "length": made.sys_len, "referenceLength": made.ref_len,
    }


CASES = [
    case("right", [["我 昨天 买 了 一 本 书 。"] * 2, ["他 正在 公园 里 看 书 。"] * 2]),
    case("nothing_right", [["a b c d", "e f g h"]]),
    case("one_word_wrong", [["她 喜欢 茶 也 喜欢 咖啡 。", "她 喜欢 茶 也 喜欢 水 。"]]),
    case("another_order", [["昨天 我 买 了 一 本 书 。", "我 昨天 买 了 一 本 书 。"]]),
    case("clipped", [["the the the the the the the", "the cat is on the mat", "there is a cat on the mat"]]),
    case("brevity", [["我 买 了 书", "我 昨天 在 商店 里 买 了 一 本 书"]]),
    case("as_long_as", [["我 在 北京 买 了 书 。", "我 在 上海 买 了 书 。"]]),
    case("too_long", [["我 昨天 昨天 在 商店 里 买 了 一 本 书 。", "我 昨天 买 了 一 本 书 。"]]),
    case("nearest_of_two", [["a b c d e", "a b c d", "a b c d e f"], ["a b x", "a b", "a b x y z"]]),
    case("nearest_is_longer", [["a b c d e f", "a b c d e f g", "a b"]]),
    case("no_four_right", [["a b c x d e f", "a b c y d e f"]]),
    case("no_three_and_no_four", [["a b x c d x e", "a b y c d y e"], ["p q r s", "p t r u"]]),
    case("short", [["你 好", "你 好"]]),
    case("short_alone", [["你 好", "你 好"]], effective=True),
    case("one_word_alone", [["好", "好"]], effective=True),
    case("short_and_wrong_alone", [["你 好 。", "我 好 。"]], effective=True),
    case("an_empty_one", [["", "你 好 。"], ["他 很 忙 今天 。", "他 今天 很 忙 。"]]),
    case("only_an_empty_one", [["", "你 好 。"]]),
    case("a_set", [
        ["汤姆 比 玛丽 高 。", "汤姆 比 玛丽 高 。"],
        ["桌子 上 有 两 本 书 。", "桌子 上 有 三 本 书 。"],
        ["你 在 哪里 买 了 那 本 书 ？", "你 在 哪里 买 的 那 本 书 ？"],
        ["女孩 喜欢 的 猫 正在 睡觉 。", "喜欢 猫 的 女孩 正在 睡觉 。"],
        ["他 没 去 。", "他 没 去 学校 。"],
    ]),
]

# How sacrebleu cuts sentences.
SENTENCES = [
    "The cat sat on the mat.", "It costs 3.50, or 1,000 yen; really?", "e.g. a well-known (old) book: pages 10-12.",
    "Don't say \"no\"...", "a & b &amp; c &lt;d&gt; <skipped>e", "x = {1, 2}/[3] ~ `y` #5 100% $2 @home",
    "我昨天在商店里买了一本书。", "他说：“好……”，3.5元/个！", "用GPU算3,000次conv2d。", "😀👍 好 ok.", "— – ’ “ ” … № ①②",
    "𠀀 is rare, ﹁ is not.", "-1 - 2 -", ".,.,", "5. 6", "。", "<skipped>", "ｆｕｌｌ　ｗｉｄｔｈ",
]
TOKENIZERS = {name: BLEU(tokenize=name).tokenizer for name in ("13a", "zh", "none")}
CUTS = [{"sentence": s, **{name: cut(s).split() for name, cut in TOKENIZERS.items()}} for s in SENTENCES]

with open(os.path.join(HERE, "bleu.json"), "w", encoding="utf-8") as file:
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in CASES)
    cuts = ",\n".join(json.dumps(one, ensure_ascii=False) for one in CUTS)
    file.write(f'{{"sacrebleu": "{sacrebleu.__version__}", "cases": [\n{lines}\n], "cuts": [\n{cuts}\n]}}\n')
