//! The words of the parameters widget.

use share::Lang;

use crate::parameters::seen::{STATED, Seen, TABLE_2, TRAINED, cost};
use crate::widget::numbers::{power, thousands};

crate::wording::wording! {
    chart: "每种模型的参数，百万；颜色是部件，下表有色块", "Parameters of each model in millions; colours are parts, as in the table";
    own: "自己的", "your own";
    part: "部件", "Part";
    each: "一个", "Each";
    number: "个数", "Number";
    together: "合计", "Together";
    share: "占比", "Share";
    attention: "注意力，2·d·h·(d_k+d_v)", "attention, 2·d·h·(d_k + d_v)";
    biased: "注意力，2·d·h·(d_k+d_v)+h·(2d_k+d_v)+d", "attention, 2·d·h·(d_k + d_v) + h·(2·d_k + d_v) + d";
    feed_forward: "前馈，2·d·d_ff + d_ff + d", "feed-forward, 2·d·d_ff + d_ff + d";
    norm: "LayerNorm，2·d", "LayerNorm, 2·d";
    embedding: "嵌入，词表·d（两边和输出共用）", "embedding, vocabulary·d (both sides and the logits share it)";
    parameters: "个参数", " parameters";
    total: "合计", "total";
    encoder: "编码器一层", "An encoder layer";
    decoder: "解码器一层", "A decoder layer";
    cost: "训练花费（浮点运算次数）", "Cost of training (floating-point operations)";
    given: "按下面的时间和卡", "with the hours and cards below";
    caption: "先看三段颜色：base里前馈最多，嵌入和注意力差不多；换成big，宽度加倍，层里的参数变成四倍，嵌入只变两倍。再把词表从37,000往上拖：约到40,800，base就是表3的6500万，可这时big已有2.18亿，比表3的2.13亿更远——一个词表解释不了两个数。最后改时间和卡：花费只是几个数的乘积，没有数过一次运算。",
        "First the colours: base is mostly feed-forward, then embedding and attention about alike; big is twice as wide, so its layers have four times the parameters, its embedding but twice. Then raise the vocabulary: at about 40,800 base has table 3’s 65 million, but big 218 million by then, further from 213 than before. No one vocabulary explains both. Last, change hours and cards: the cost is a product of these, and no operation was counted.";
    source: "脚注5给每块卡取的持续速度：K80 2.8、K40 3.7、M40 6.0、P100 9.5 TFLOPS，单精度。", "What footnote 5 takes a card to sustain, in single precision: K80 2.8, K40 3.7, M40 6.0, P100 9.5 TFLOPS.";
    table: "每个部件的参数，和训练花费", "The parameters of each part, and the cost of training";
}

/// The model's parameters against table 3's, a line each.
pub(crate) fn lines(lang: Lang, seen: &Seen) -> Vec<String> {
    let name = |at: usize| ["base", "big"][at];
    let mut lines = Vec::new();
    if seen.paper.is_none() {
        let all = thousands(seen.sizes.total());
        lines.push(match lang {
            Lang::Zh => format!("自己的模型：{all}个参数。"),
            Lang::En => format!("Your own: {all} parameters."),
        });
    }
    for (at, sizes) in seen.both().into_iter().enumerate() {
        if seen.paper.is_some_and(|paper| paper != at) {
            continue;
        }
        let (all, stated) = (sizes.total(), STATED[at] * 1_000_000);
        let off = thousands(all.abs_diff(stated));
        let share = format!("{:.1}%", 100.0 * all.abs_diff(stated) as f64 / stated as f64);
        let (name, all, more) = (name(at), thousands(all), all > stated);
        lines.push(match (lang, more) {
            (Lang::Zh, _) => format!(
                "{name}：{all}个参数；表3写{}×10⁶，自算{}{off}（{share}），论文没说差在哪里。",
                STATED[at],
                if more { "多" } else { "少" }
            ),
            (Lang::En, _) => format!(
                "{name}: {all} parameters; table 3 states {} × 10⁶, this count is {off} ({share}) {}, and the paper does not say why.",
                STATED[at],
                if more { "above it" } else { "below it" }
            ),
        });
    }
    lines
}

/// The three trainings, a line each.
pub(crate) fn costs(lang: Lang, seen: &Seen) -> Vec<String> {
    let product = |[hours, cards, tflops]: [f64; 3]| {
        let product = power(cost([hours, cards, tflops]));
        match lang {
            Lang::Zh => format!("{hours}小时×3600秒×{cards}块×{tflops}×10¹² = {product}"),
            Lang::En => {
                format!("{hours} hours × 3600 s × {cards} cards × {tflops}×10¹² = {product}")
            }
        }
    };
    let paper = TRAINED.into_iter().zip(TABLE_2).zip(["base", "big"]);
    let mut lines: Vec<String> = paper
        .map(|((factors, table), name)| match lang {
            Lang::Zh => format!("{name}：{}；表2写{table}", product(factors)),
            Lang::En => format!("{name}: {}; table 2 has {table}", product(factors)),
        })
        .collect();
    let t = words(lang);
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    lines.push([t.given, colon, &product(seen.training)].concat());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::parameters::PARAMETERS};

    fn said(lang: Lang, settings: &str) -> String {
        let (link, warnings) = decode(settings, &PARAMETERS);
        assert_eq!(warnings, [], "{settings}");
        let seen = Seen::of(&link.state);
        [lines(lang, &seen), costs(lang, &seen)].concat().join("\n")
    }

    #[test]
    fn counts_stand_against_the_paper_s() {
        let base = said(Lang::En, "");
        assert!(base.starts_with("base: 63,045,632 parameters; table 3 states 65 × 10⁶, this count is 1,954,368 (3.0%) below it"), "{base}");
        assert!(
            base.contains(
                "base: 12 hours × 3600 s × 8 cards × 9.5×10¹² = 3.28×10¹⁸; table 2 has 3.3×10¹⁸"
            ),
            "{base}"
        );
        assert!(
            base.contains(
                "big: 84 hours × 3600 s × 8 cards × 9.5×10¹² = 2.30×10¹⁹; table 2 has 2.3×10¹⁹"
            ),
            "{base}"
        );
        let big = said(Lang::Zh, "model=big");
        assert!(
            big.starts_with("big：214,171,648个参数；表3写213×10⁶，自算多1,171,648（0.6%）"),
            "{big}"
        );
        let own = said(Lang::En, "model=own&layers=2&hours=24&cards=1&gflops=2800");
        assert!(own.starts_with("Your own: 33,644,544 parameters.\nbase: "), "{own}");
        assert!(own.ends_with("24 hours × 3600 s × 1 cards × 2.8×10¹² = 2.42×10¹⁷"), "{own}");
    }
}
