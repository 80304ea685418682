//! The words of the block widget.

use share::Lang;

crate::wording::wording! {
    input: "输入，32×32像素", "Input, 32×32 pixels";
    own_input: "自己的图片，取中间正方形，缩成32×32", "your own picture: its centre square, brought to 32×32";
    truth: "正确类别", "true class";
    no_truth: "没有标准答案", "no true class here";
    as_trained: "原来的网络", "The net as it was trained";
    changed: "这一块改动之后", "With this block changed";
    same_first: "第一名没有变。", "The first guess is the same.";
    other_first: "第一名变了。", "The first guess is another.";
    untouched: "还没有改动：两边是同一个网络。", "Nothing is changed yet: both are the same net.";
    x_brought: "捷径送来的x", "x as the shortcut brings it";
    x_not_added: "x（没有加进来）", "x (it is not added)";
    y: "块的输出", "the block’s output";
    keys: "所选通道；方向键移动所选单元", "The chosen channel; arrow keys move the selected cell";
    all: "全部通道；方向键换通道", "All channels; arrow keys change the channel";
    all_of: "全部通道，同一把颜色标尺，两端是±", "All channels, in one scale of colours, its ends ±";
    histogram: "值的分布", "How the values are spread";
    ratios: "各块F(x)与x的标准差之比（没有改动时）；点一行换一个块，上下键也行",
        "Each block’s ratio of standard deviations, F(x) over x, unchanged; choose a block here, by arrow keys too";
    caption: "先把F(x)的倍数拖到0：块只剩捷径，上面的猜测变不变？逐块试一遍。再调回100%，拆掉捷径。最后换成孪生的普通网络，同样归零：它没有捷径可退。",
        "Drag the factor of F(x) to 0: only the shortcut is left of the block. Does the guess change? Try block after block. Then back to 100%, and take the shortcut out. Last, the plain twin, set to zero: it has no shortcut to fall back on.";
    table: "所选单元的F(x)，最后一个卷积的各项", "The selected cell of F(x): the terms of its last convolution";
    channel: "通道", "channel";
    row: "行", "row";
    column: "列", "column";
    products: "conv2的乘积有", "conv2 adds up so many products: ";
    their_sum: "个，加起来是", ", which make ";
    normalized: "；bn2之后是", "; behind bn2 it is ";
    ratio: "F(x)与x的标准差之比", "standard deviation of F(x) over that of x";
    count: "在588张测试图上数一遍这样改的错误", "Count this change’s errors on the 588 test pictures";
    same: "与没有改动的模型卡一致。", "The same as on the card, where nothing is changed.";
    differs: "右边是没有改动时模型卡上的。", "Beside it, the card’s, where nothing is changed.";
    only_49: "自己的网络认的不是这49类，没法在这些图上数。", "Your own net does not tell these 49 classes apart: it cannot be counted here.";
    shipped: "用回自带的权重", "Back to the shipped nets";
    using_shipped: "现在用的是自带的权重。CIFAR-10的ResNet（conv1、bn1、layer1.0.conv1……、fc或linear）可以换上来，层数由文件认出。",
        "A shipped net is in use. A ResNet for CIFAR-10 (conv1, bn1, layer1.0.conv1 …, fc or linear) can take its place; how deep it is, the file says.";
    no_file: "还没有打开自己的权重文件，先用自带的ResNet-20。", "No file of your own has been opened yet; the shipped ResNet-20 is in use.";
}

/// What the sum and its ReLU are called, by what stands in the block.
pub(crate) fn sum(lang: Lang, cut: bool) -> &'static str {
    match (lang, cut) {
        (_, false) => "F(x) + x",
        (Lang::Zh, true) => "F(x)，没有加x",
        (Lang::En, true) => "F(x), no x added",
    }
}

/// The panel of F(x): its factor, and a ReLU before the sum.
pub(crate) fn residual(percent: i32, early_relu: bool) -> String {
    let f = match percent {
        100 => "F(x)".to_owned(),
        _ => format!("{} · F(x)", f64::from(percent) / 100.0),
    };
    if early_relu { format!("ReLU({f})") } else { f }
}

/// A class without a name.
#[cfg(target_arch = "wasm32")]
pub(crate) fn nameless(lang: Lang, class: usize) -> String {
    match lang {
        Lang::Zh => format!("第{class}类"),
        Lang::En => format!("class {class}"),
    }
}
