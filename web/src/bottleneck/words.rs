//! The words of the bottleneck widget.

use share::Lang;
use tensor::show_shape;

crate::wording::wording! {
    picture: "照片缩小后", "The picture, scaled down";
    x: "输入x", "Input x";
    stem: "x来自和ResNet开头相同、但没有训练过的几层：7×7卷积（步幅2，随机权重）、归一化、ReLU、3×3池化。",
        "x comes from layers like ResNet’s first ones, untrained: a 7×7 convolution (stride 2, random weights), normalization, ReLU, 3×3 pooling.";
    bottleneck: "瓶颈块（Bottleneck）", "Bottleneck";
    basic: "BasicBlock", "BasicBlock";
    layer: "层", "Layer";
    channels: "通道", "Channels";
    weights: "权重", "Weights";
    macs: "乘加", "Multiply-adds";
    projection: "捷径1×1", "shortcut 1×1";
    total: "合计", "total";
    with_norms: "连同归一化的参数", "parameters with normalization";
    time: "用时", "time";
    residual: "F(x)", "F(x)";
    shortcut: "捷径", "shortcut";
    sum: "和，ReLU之后：y", "sum after ReLU: y";
    ratio: "BasicBlock是瓶颈块的", "BasicBlock ÷ bottleneck";
    no_channel: "这一块没有这个通道，它的通道数是", "This block does not have this channel; it has";
    no_shortcut: "没有捷径。", "There is no shortcut.";
    no_sum: "加不起来。", "There is no sum.";
    channel: "看哪个通道", "Channel shown";
    of: "共", "of";
    keys_hint: "特征图；方向键移动所选单元", "Feature maps; arrow keys move the selected cell";
    block: "块", "block";
    sum_head: "F(x)+捷径", "F(x) + shortcut";
    products: "个乘积之和", "products add up to";
    norm: "；除以√(1+0.00001)得", "; divided by √(1 + 0.00001), that is";
    table: "所选单元是怎样加出来的", "How the selected cell adds up";
    input: "输入", "input";
    weight: "权重", "weight";
    product: "乘积", "product";
    caption: "先看权重和乘加：两端同宽时，BasicBlock贵得多，因为它的两个3×3都在宽处做；瓶颈块先收窄，只在窄处做一个3×3。再把“和谁比”换成论文图5里的BasicBlock：花费几乎相同，瓶颈块换来的是四倍的宽度。权重都是随机的，没有训练过，所以这里看的是形状、花费和相加，不是学到的特征。所有特征图用同一把颜色尺。",
        "Look at weights and multiply-adds first. At equal width the BasicBlock costs far more, because both its 3×3 work where the block is wide; the bottleneck narrows first and does its one 3×3 there. Then compare with the BasicBlock of figure 5: the cost is about the same, and what the bottleneck gets for it is four times the width. All weights are random and untrained, so what there is to see is shapes, costs and the addition, not learned features. One scale of colours serves all maps.";
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
