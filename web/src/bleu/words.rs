//! The words of the BLEU widget.

use share::Lang;

use crate::bleu::seen::Seen;

crate::wording::wording! {
    examples: "例子", "Examples";
    classic: "the the the……", "the the the …";
    brief: "只译了一半", "half a translation";
    toy: "玩具语法（已切好词）", "the toy grammar, in Chinese";
    gram: "元组", "-grams";
    grams: "译文里的n元组", "The translation’s n-grams";
    reference: "参考", "Reference ";
    marks: "✓ 算对；✂ 参考里有，但没有这么多，多出来的剪掉不算；✗ 哪份参考里都没有。参考里带下划线的，是译文也有的。",
        "✓ counts; ✂ is in a reference, but not this often: what is too much is clipped; ✗ is in no reference. Underlined in a reference is what the translation has too.";
    head_gram: "n元组", "n-gram";
    head_here: "译文里几次", "in the translation";
    head_most: "一份参考里最多几次", "in a reference, at most";
    head_counted: "算对几次", "counted";
    table: "每个n元组算了几次", "How often each n-gram counts";
    caption: "从默认的例子看起：重复的词，第二次就被剪掉。再把n调到4：一处改动，会毁掉跨过它的每一个四元组，所以越长的元组越挑语序。按“只译了一半”：写出的都对，四个精度全是100%，分数却不高，是长度惩罚压下来的。最后换成自己的句子，改一个词，看掉几分。",
        "Begin with what is there: a word that comes twice is clipped the second time. Then set n to 4: one change spoils every 4-gram that spans it, so that the longer ones judge the order. Press “half a translation”: all that is written is right, every precision is 100%, and yet the score is low, for brevity is punished. Last, write sentences of your own, change a word, and see what it costs.";
    how: "大小写算不同的词。切词、平滑和分数都与sacrebleu 2.6.0一致（单句时等于它的sentence_bleu）。论文2017年还没有它，表2的分数是怎样切词的，文中没有写，不能直接拿来比。BLEU本来是给整个测试集打分的：一句话的分数跳动很大，只适合看它怎么算。",
        "Capitals make another word. Cuts, smoothing and score are those of sacrebleu 2.6.0 (for a sentence, of its sentence_bleu). The paper is older, and does not say how the texts behind table 2 were cut; its scores are not to be held against these. BLEU is meant for a whole test set: of one sentence it jumps, and serves to see how it is counted.";
}

/// The score, and how it comes about, a line each.
pub(crate) fn lines(lang: Lang, seen: &Seen) -> Vec<String> {
    let (bleu, counts, zh) = (&seen.bleu, seen.bleu.counts, lang == Lang::Zh);
    let (length, reference) = (counts.length, counts.reference_length);
    let penalty = format!("{:.3}", bleu.brevity_penalty);
    let orders = seen.orders();
    let shares: Vec<String> =
        bleu.precisions[..orders].iter().map(|share| format!("{share:.1}%")).collect();
    let root = ["", "", "√", "³√", "⁴√"][orders];
    let mut lines = vec![format!(
        "BLEU {:.2} = {penalty} × {root}({})",
        bleu.score,
        if shares.is_empty() { "0%".to_owned() } else { shares.join(" × ") }
    )];
    let lengths: Vec<String> = seen.references.iter().map(|r| r.len().to_string()).collect();
    let (name, lengths) = (seen.cut.name(), lengths.join(if zh { "、" } else { ", " }));
    let sign = if length < reference { "<" } else { "≥" };
    let is = if zh { "是" } else { "is " };
    let power = match length {
        0 => format!("{is}{penalty}"),
        _ if length >= reference => format!("{is}1"),
        _ => format!("{is}e^(1 − {reference}/{length}) = {penalty}"),
    };
    lines.push(match lang {
        Lang::Zh => format!("按{name}切词：译文{length}个词元，参考{lengths}个，取最接近的{reference}。{length} {sign} {reference}，长度惩罚{power}。"),
        Lang::En => format!("Cut by {name}: {length} tokens, references of {lengths}, the nearest {reference}. As {length} {sign} {reference}, the brevity penalty {power}."),
    });
    lines.extend(why(lang, seen).map(str::to_owned));
    lines.extend(halves(lang, seen));
    lines
}

/// What is to be said where the score is 0, or made of fewer lengths than four.
fn why(lang: Lang, seen: &Seen) -> Option<&'static str> {
    let counts = seen.bleu.counts;
    let [zh, en] = match (counts.length, counts.matches == [0; 4], seen.orders()) {
        (0, ..) => [
            "译文里没有一个词元，没有什么可数：0分。",
            "There is no token in the translation, so nothing to count: 0.",
        ],
        (_, true, _) => [
            "没有一个词对上，平滑也救不了：0分。",
            "Not one word is right, which no smoothing mends: 0.",
        ],
        (1..=3, _, 4) => [
            "译文不到四个词元，一个四元组也没有；按整个测试集的算法，这就是0分。",
            "Fewer than four tokens make no 4-gram; counted as a test set is, that is 0.",
        ],
        (1..=3, ..) => [
            "译文不到四个词元，没有那么长的元组，只用有的长度求平均。",
            "Fewer than four tokens make no 4-gram: the mean is over the lengths that there are.",
        ],
        _ => return None,
    };
    Some(if lang == Lang::Zh { zh } else { en })
}

/// Where no n-gram of a length is right, and some shorter one is.
fn halves(lang: Lang, seen: &Seen) -> Option<String> {
    let counts = seen.bleu.counts;
    if counts.matches == [0; 4] {
        return None;
    }
    let none = (0..4).filter(|&n| counts.matches[n] == 0 && counts.totals[n] > 0);
    let mut half = 1;
    let said: Vec<String> = none
        .map(|n| {
            half *= 2;
            let (gram, total, share) = (n + 1, counts.totals[n], seen.bleu.precisions[n]);
            match lang {
                Lang::Zh => {
                    format!("{gram}元组一个也没对，记作1/{half}个：1/{half}÷{total} = {share:.1}%")
                }
                Lang::En => format!(
                    "no {gram}-gram is right, 1/{half} is counted: 1/{half} ÷ {total} = {share:.1}%"
                ),
            }
        })
        .collect();
    (!said.is_empty()).then(|| match lang {
        Lang::Zh => format!("平滑（sacrebleu默认的exp）：{}。", said.join("；")),
        Lang::En => format!("Smoothing (exp, sacrebleu’s default): {}.", said.join("; ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::bleu::BLEU};

    fn said(lang: Lang, settings: &str) -> String {
        let (link, warnings) = decode(settings, &BLEU);
        assert_eq!(warnings, [], "{settings}");
        lines(lang, &Seen::of(&link.state, lang)).join("\n")
    }

    #[test]
    fn the_score_is_the_product_that_is_shown() {
        let en = said(Lang::En, "");
        assert!(en.starts_with("BLEU 63.89 = 1.000 × ⁴√(77.8% × 75.0% × 57.1% × 50.0%)\n"), "{en}");
        assert!(en.contains("Cut by 13a: 9 tokens, references of 7, 8, the nearest 8. As 9 ≥ 8, the brevity penalty is 1."), "{en}");
        let zh = said(Lang::Zh, "");
        assert!(zh.contains("按zh切词：译文14个词元，参考13、12个，取最接近的13。"), "{zh}");
        let brief = said(Lang::En, BLEU.examples[1]);
        assert!(brief.contains("BLEU 36.79 = 0.368 × ⁴√(100.0%"), "{brief}");
        assert!(brief.contains("As 4 < 8, the brevity penalty is e^(1 − 8/4) = 0.368."), "{brief}");
        let classic = said(Lang::En, BLEU.examples[0]);
        assert!(
            classic.contains(
                "no 2-gram is right, 1/2 is counted: 1/2 ÷ 6 = 8.3%; no 3-gram is right, 1/4"
            ),
            "{classic}"
        );
    }

    #[test]
    fn what_cannot_be_counted_is_said_and_is_no_nan() {
        for (settings, words) in [
            ("cut=13a&translation=%3Cskipped%3E", "There is no token"),
            ("translation=%F0%9F%98%80", "Not one word is right"),
            ("translation=cat&reference=cat&order=corpus", "that is 0"),
            ("translation=cat&reference=cat", "BLEU 100.00 = 1.000 × (100.0%)\n"),
            ("translation=a%20b&reference=a%20c&references=1", "over the lengths that there are"),
        ] {
            for lang in [Lang::En, Lang::Zh] {
                let all = said(lang, settings);
                assert!(!all.contains("NaN") && !all.contains("inf"), "{all}");
                assert!(lang == Lang::Zh || all.contains(words), "{all}");
            }
        }
    }
}
