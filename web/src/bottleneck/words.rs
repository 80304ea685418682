//! The words of the bottleneck widget.

use share::Lang;
use tensor::show_shape;

crate::wording::wording! {
    picture: "照片，缩小到", "The picture, at";
    x: "输入x", "Input x";
    stem: "x来自和ResNet开头相同、但没有训练过的几层：7×7卷积（步幅2，随机权重）、归一化、ReLU、3×3池化。",
        "x comes from layers like ResNet’s first ones, untrained: a 7×7 convolution (stride 2, random weights), normalization, ReLU, 3×3 pooling.";
    bottleneck: "瓶颈块", "Bottleneck";
    basic: "BasicBlock", "BasicBlock";
    layer: "层", "Layer";
    weights: "权重", "Weights";
    macs: "乘加", "Multiply-adds";
    projection: "捷径", "shortcut";
    total: "合计", "total";
    with_norms: "连同归一化", "with normalization";
    time: "用时（几次里最短的）", "time, shortest run";
    residual: "F(x)", "F(x)";
    shortcut: "捷径", "shortcut";
    sum: "y=ReLU(和)", "y = ReLU(sum)";
    no_channel: "这里的通道只到", "The channels here end at ";
    no_shortcut: "没有捷径。", "There is no shortcut.";
    no_sum: "加不起来。", "There is no sum.";
    channel: "看哪个通道", "Channel";
    keys_hint: "特征图；方向键移动所选单元", "Feature maps; arrow keys move the selected cell";
    block: "块", "block";
    sum_head: "F(x)+捷径", "F(x) + shortcut";
    products: "个乘积之和为", " products add up to ";
    norm: "，除以√(1+0.00001)得", "; divided by √(1 + 0.00001), that is ";
    colon: "：", ": ";
    table: "所选单元是怎样加出来的", "How the selected cell adds up";
    read: "通道", "channel";
    input: "输入", "input";
    weight: "权重", "weight";
    product: "乘积", "product";
    caption: "先看权重和乘加：两端同宽时，BasicBlock贵得多，因为它的两个3×3都在宽处做；瓶颈块先收窄，只在窄处做一个3×3。再把“和谁比”换成论文图5里的BasicBlock：花费几乎相同，瓶颈块换来的是四倍的宽度。权重都是随机的，没有训练过，所以这里看的是形状、花费和相加，不是学到的特征。",
        "Look at weights and multiply-adds first. At equal width the BasicBlock costs far more, because both its 3×3 work where the block is wide; the bottleneck narrows first and does its one 3×3 there. Then set “Against” to the BasicBlock of figure 5: the cost is about the same, and what the bottleneck gets for it is four times the width. All weights are random and untrained, so what there is to see is shapes, costs and the addition, not learned features.";
}

/// What the scale of colours is of.
pub(crate) fn scale(lang: Lang, channel: usize, channels: usize) -> String {
    match lang {
        Lang::Zh => format!("各图共用一把尺 · 通道{channel}（0到{}）", channels.saturating_sub(1)),
        Lang::En => {
            format!(
                "one scale for all maps · channel {channel} of 0 to {}",
                channels.saturating_sub(1)
            )
        }
    }
}

/// How many times the bottleneck's cost the basic block's is: weights, multiply-adds and,
/// once it is measured, time.
pub(crate) fn ratio(lang: Lang, [weights, macs]: [f64; 2], time: Option<f64>) -> String {
    let shown = |r: f64| if r < 10.0 { format!("{r:.2}") } else { format!("{r:.1}") };
    let [weights, macs] = [weights, macs].map(shown);
    let time = time.map(shown);
    match lang {
        Lang::Zh => {
            let time = time.map_or(String::new(), |t| format!("，用时{t}倍"));
            format!("BasicBlock是瓶颈块的：权重{weights}倍，乘加{macs}倍{time}")
        }
        Lang::En => {
            let time = time.map_or(String::new(), |t| format!(", {t} times the time"));
            format!(
                "BasicBlock against bottleneck: {weights} times the weights, {macs} times the multiply-adds{time}"
            )
        }
    }
}

/// Why what the shortcut brings cannot be added, and what would help.
pub(crate) fn cannot(lang: Lang, residual: &[usize], x: &[usize]) -> String {
    let (residual, x) = (show_shape(residual), show_shape(x));
    match lang {
        Lang::Zh => format!(
            "加不起来：F(x)的形状是{residual}，x是{x}，形状不同的两个张量不能逐个相加，恒等捷径在这里用不了。把捷径换成投影（用1×1卷积把x变成F(x)的形状）或补零，就能加了。"
        ),
        Lang::En => format!(
            "These cannot be added: F(x) is {residual} and x is {x}. Tensors of different shapes have no sum, so an identity is no shortcut here. Choose the projection, whose 1×1 convolution gives x the shape of F(x), or zero padding."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_said_with_three_digits() {
        let said = |lang, time| ratio(lang, [1_179_648.0 / 69_632.0, 73_728.0 / 69_632.0], time);
        assert_eq!(said(Lang::Zh, None), "BasicBlock是瓶颈块的：权重16.9倍，乘加1.06倍");
        assert!(
            said(Lang::En, Some(12.34))
                .ends_with("1.06 times the multiply-adds, 12.3 times the time")
        );
    }

    #[test]
    fn both_shapes_stand_in_the_words() {
        for lang in [Lang::Zh, Lang::En] {
            let said = cannot(lang, &[1, 256, 7, 7], &[1, 128, 14, 14]);
            assert!(said.contains("[1, 256, 7, 7]") && said.contains("[1, 128, 14, 14]"), "{said}");
        }
    }
}
