//! The words of the family widget.

use nets::family::{BlockShape, ROWS, sums};
use nets::{Block, ResNet};
use ops::{Shortcut, StrideOn};
use share::Lang;

use crate::family::{seen::Seen, table::billions};
use crate::widget::{numbers::thousands, told::told};

crate::wording::wording! {
    stage: "段", "Stage";
    output: "边长", "Side";
    own: "自己的", "own";
    fc: "平均池化\nfc, 1000", "average pool\nfc, 1000";
    parameters: "参数", "Parameters";
    torchvision: "10⁹次乘加（步幅在3×3，torchvision）", "10⁹ multiply-adds, stride on the 3×3 (torchvision)";
    original: "10⁹次乘加（步幅在第一个1×1，作者的代码）", "10⁹ multiply-adds, stride on the first 1×1 (the authors)";
    table_1: "10⁹次乘加（论文表1写的）", "10⁹ multiply-adds, as table 1 has it";
    table_hint: "表1；左右键换网络，上下键换段", "Table 1; left and right change the net, up and down the stage";
    scene_hint: "各段的特征图和所选段里的块；方向键换段", "The maps of every stage, and the blocks of the chosen one; arrow keys change the stage";
    picture: "图片", "picture";
    stride: "，步幅", ", stride ";
    head: "全局平均池化和全连接层", "Global average pooling, fully connected";
    average: "7×7平均", "mean of 7×7";
    first_block: "这一段的第1块", "The stage’s first block";
    other: "另1块", "The other block";
    others_1: "其余", "Each of the other ";
    others_2: "块，每块", "";
    zeros: "补零", "zeros";
    identity: "恒等", "identity";
    counts: "所选网络按段列出", "The chosen net, stage by stage";
    blocks: "块数", "Blocks";
    maps: "输出", "Output";
    macs: "乘加", "Multiply-adds";
    total: "合计", "total";
    time: "毫秒", "ms";
    rate: "10⁹次乘加每秒", "10⁹ multiply-adds a second";
    too_large: "这个网络太大，数不过来也跑不动：", "This net is too large to be counted and run: ";
    run_group: "整个跑一遍", "A run of the whole net";
    run: "在照片上整个跑一遍", "Run it on the photograph";
    stop: "停下", "Stop";
    waiting: "按一下，就在本机造出全部权重，把224×224的照片从头算到尾。",
        "A press makes all the weights on your machine and takes the 224×224 photograph through the whole net.";
    reading: "正在读入权重文件……", "Reading the file of weights…";
    making_1: "正在按种子造", "Making ";
    making_2: "个随机权重……", " random weights from the seed…";
    warming: "先跑一遍不计时（编译、上传权重）：", "A first run, not timed (it compiles, and uploads weights): ";
    running: "正在跑：", "Running: ";
    forward: "前向共", "Forward ";
    seconds: "秒，每秒", " s, ";
    a_second: "×10⁹次乘加。", "×10⁹ multiply-adds a second. ";
    random: "权重是随机的，没有训练过：这里没有预测，只有时间。",
        "The weights are random and untrained: there is a time, and no prediction.";
    guesses: "你的权重的猜测（softmax，ImageNet的一千类）", "What your weights say (softmax over ImageNet’s thousand classes)";
    measured: "每一段单独跑：从前一段的输出算到自己的输出，读回一个通道，这段时间就是它的用时；六段相加是前向的总时间。用CPU时跑一遍，用WebGPU时先跑一遍不计时。造权重、下载不算在内。",
        "Each stage is run by itself, from the output of the one before to its own, of which one channel is read back: that is its time, and the six together are the forward’s. On the CPU there is one run; on WebGPU one that is not timed goes before. Making or reading weights does not count.";
    prepared: "预处理和torchvision评估时相同：短边缩到256，取中间224×224，除以255，减均值(0.485, 0.456, 0.406)，除以标准差(0.229, 0.224, 0.225)。",
        "Preprocessed as torchvision evaluates: the shorter side scaled to 256, the middle 224×224, divided by 255, less the mean (0.485, 0.456, 0.406), over the deviation (0.229, 0.224, 0.225).";
    using_random: "现在用的是随机权重，没有训练过。", "Random, untrained weights are in use.";
    back: "用回随机权重", "Back to random weights";
    only_torchvision: "自己的权重只能装进和torchvision相同的网络：表1的五个之一，步幅在3×3，换形状处用投影。",
        "Your own weights fit the nets that torchvision has: one of the five, with the stride on the 3×3 and projections where shapes change.";
    caption: "先从左到右看图：图变小，通道变多。再换网络：18和34只差每段几块；50是把34的块全换成瓶颈块；101和152把块都加在conv4_x和conv3_x。最后看乘加的三行：步幅放在哪里，差2亿多次，论文写的是哪一种，对着数字就能看出来。",
        "Read the drawing from left to right: maps shrink, channels grow. Then change the net: 18 and 34 differ only in how many blocks a stage has; 50 is 34 with every block exchanged for a bottleneck; 101 and 152 put their extra blocks into conv4_x and conv3_x. Last, the three rows of multiply-adds: where the stride sits makes 0.231 billion, and the numbers tell which one the paper meant.";
    note: "参数包括批归一化的γ和β；乘加只算卷积和全连接层，一张224×224的图。",
        "Parameters include batch normalization’s γ and β; multiply-adds are those of convolutions and the fully connected layer, for one picture of 224×224.";
}

impl Words {
    /// What stands above the other blocks of a stage, of which there are so many.
    pub(crate) fn others(&self, n: usize) -> String {
        match n {
            1 => self.other.to_owned(),
            n => format!("{}{n}{}", self.others_1, self.others_2),
        }
    }
}

/// The answer in numbers: the chosen net's, and how they stand to the paper's.
pub(crate) fn answer(lang: Lang, seen: &Seen) -> Vec<String> {
    let [parameters, work] = match &seen.counts {
        Ok(rows) => sums(rows),
        Err(why) => return vec![format!("{}{}", words(lang).too_large, told(why, lang).sentence)],
    };
    let [p, m] = [parameters, work].map(thousands);
    let name = seen.name();
    let own = seen.word == "own";
    let first = match (lang, own) {
        (Lang::Zh, false) => format!("{name}：{p}个参数，{m}次乘加。"),
        (Lang::Zh, true) => format!("自己的网络，{}层：{p}个参数，{m}次乘加。", seen.net.depth()),
        (Lang::En, false) => format!("{name}: {p} parameters, {m} multiply-adds."),
        (Lang::En, true) => {
            format!(
                "Your own net of {} layers: {p} parameters, {m} multiply-adds.",
                seen.net.depth()
            )
        }
    };
    let paper = seen.paper().map(|paper| against(lang, work, paper));
    [Some(first), paper, seen.other().map(|other| why(lang, &seen.net, work, other))]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether a count is what table 1 gives, to the place that it gives.
fn against(lang: Lang, work: u64, paper: f64) -> String {
    let (count, rounded) = (billions(work), format!("{:.1}", work as f64 / 1e9));
    let same = rounded == paper.to_string();
    match (lang, same) {
        (Lang::Zh, true) => format!("{count}×10⁹四舍五入就是表1的{paper}×10⁹。"),
        (Lang::Zh, false) => format!("{count}×10⁹应写成{rounded}×10⁹，表1写的是{paper}×10⁹。"),
        (Lang::En, true) => format!("{count} × 10⁹ rounds to table 1’s {paper} × 10⁹."),
        (Lang::En, false) => {
            format!("{count} × 10⁹ would round to {rounded} × 10⁹; table 1 has {paper} × 10⁹.")
        }
    }
}

/// What the other code, or the other option, would come to, and why.
fn why(lang: Lang, net: &ResNet, work: u64, other: u64) -> String {
    let (less, there) = (thousands(work.abs_diff(other)), thousands(other));
    match (net.block, net.stride_on, net.shortcut, lang) {
        (Block::Bottleneck, StrideOn::Conv2, _, Lang::Zh) => format!(
            "步幅2在3×3上（torchvision），它前面的1×1还要在大图上算；放到第一个1×1上（作者公布的定义）是{there}次，少{less}次，参数不变。"
        ),
        (Block::Bottleneck, StrideOn::Conv2, _, Lang::En) => format!(
            "The stride is on the 3×3 (torchvision), so the 1×1 before it still works on the large map; on the first 1×1, as the authors released it, there would be {there}, {less} less, with the same parameters."
        ),
        (Block::Bottleneck, _, _, Lang::Zh) => format!(
            "步幅2在第一个1×1上（作者公布的定义）；放到3×3上（torchvision）是{there}次，多{less}次，参数不变。"
        ),
        (Block::Bottleneck, _, _, Lang::En) => format!(
            "The stride is on the first 1×1, as the authors released it; on the 3×3 (torchvision) there would be {there}, {less} more, with the same parameters."
        ),
        (_, _, Shortcut::Projection, Lang::Zh) => format!(
            "换形状处用投影（方案B，torchvision也是）；改成补零（方案A，表2比的就是它）是{there}次，少{less}次。"
        ),
        (_, _, Shortcut::Projection, Lang::En) => format!(
            "Projections where shapes change (option B, torchvision’s too); with zero padding, option A of table 2, there would be {there}, {less} less."
        ),
        (_, _, Shortcut::ZeroPad, Lang::Zh) => format!(
            "换形状处补零（方案A，表2比的就是它）；改成投影（方案B，torchvision）是{there}次，多{less}次。"
        ),
        (_, _, Shortcut::ZeroPad, Lang::En) => format!(
            "Zero padding where shapes change, option A of table 2; with projections (option B, torchvision’s) there would be {there}, {less} more."
        ),
        (.., Lang::Zh) => format!(
            "没有捷径，就是论文里的普通网络：和补零的残差网络一样多；换形状处用投影是{there}次，多{less}次。"
        ),
        (.., Lang::En) => format!(
            "Without shortcuts this is the paper’s plain net, which costs what the residual net with zero padding does; with projections there would be {there}, {less} more."
        ),
    }
}

/// How the numbers of the chosen stage come about.
pub(crate) fn formulas(lang: Lang, seen: &Seen) -> Vec<String> {
    let Ok(rows) = &seen.counts else { return Vec::new() };
    let (row, count) = (&ROWS[seen.stage], &rows[seen.stage]);
    let t = words(lang);
    let [p, m] = [count.parameters, count.multiply_adds].map(thousands);
    let all = seen.sums().map_or(1, |[_, m]| m).max(1);
    let share = format!("{:.1}%", count.multiply_adds as f64 / all as f64 * 100.0);
    let head = match lang {
        Lang::Zh => format!("{}：{p}个参数，{m}次乘加，占全网的{share}", row.name),
        Lang::En => {
            format!("{}: {p} parameters, {m} multiply-adds, {share} of the net’s", row.name)
        }
    };
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let name = t.macs.to_lowercase();
    let width = seen.net.width;
    let mut lines = vec![head];
    match seen.stage {
        0 => lines.push(format!("{name}{colon}7·7·3·{width} · 112² = {m}")),
        5 => {
            let read = seen.net.blocks(3)[0].convs.last().map_or(0, |conv| conv.channels);
            lines.push(format!("{name}{colon}{read}·1000 = {m}"));
        }
        stage => {
            let titles = [t.first_block.to_owned(), t.others(count.blocks - 1)];
            for (block, title) in seen.net.blocks(stage - 1).iter().zip(titles) {
                let (terms, sum) = products(block, seen.net.shortcut);
                lines.push(format!("{title}{colon}{terms} = {}", thousands(sum)));
            }
        }
    }
    lines
}

/// The multiply-adds of a block, layer by layer, and their sum.
fn products(block: &BlockShape, shortcut: Shortcut) -> (String, u64) {
    let sides = block.sides();
    let mut read = block.input;
    let (mut terms, mut sum) = (Vec::new(), 0);
    for (conv, side) in block.convs.iter().zip(&sides[1..]) {
        let kernel = conv.kernel;
        terms.push(format!("{kernel}·{kernel}·{read}·{}·{side}²", conv.channels));
        sum += (kernel * kernel * read * conv.channels * side * side) as u64;
        read = conv.channels;
    }
    if block.changes && shortcut == Shortcut::Projection {
        let side = sides.last().copied().unwrap_or(0);
        terms.push(format!("{}·{read}·{side}²", block.input));
        sum += (block.input * read * side * side) as u64;
    }
    (terms.join(" + "), sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::family::FAMILY};

    fn seen(settings: &str) -> Seen {
        let (link, warnings) = decode(settings, &FAMILY);
        assert_eq!(warnings, [], "{settings}");
        Seen::of(&link.state)
    }

    fn said(settings: &str) -> String {
        answer(Lang::En, &seen(settings)).join(" ")
    }

    #[test]
    fn counts_are_held_to_the_paper_s() {
        let fifty = said("net=resnet50");
        assert!(fifty.starts_with("ResNet-50: 25,557,032 parameters, 4,089,184,256 multiply-adds. 4.089 × 10⁹ would round to 4.1 × 10⁹; table 1 has 3.8 × 10⁹. "), "{fifty}");
        assert!(fifty.contains("there would be 3,857,973,248, 231,211,008 less"), "{fifty}");
        assert!(
            said("net=resnet152&stride=conv1")
                .contains("11.282 × 10⁹ rounds to table 1’s 11.3 × 10⁹.")
        );
        assert!(
            said("net=resnet34&shortcut=zero-pad").contains("3.644 × 10⁹ rounds to table 1’s 3.6")
        );
        assert!(said("net=resnet34").contains("3.664 × 10⁹ would round to 3.7"));
        let plain = said("net=resnet18&shortcut=none");
        assert!(plain.contains("plain net") && plain.contains("1.795 × 10⁹ rounds"), "{plain}");
        let own = said("net=own&n4=3");
        assert!(
            own.starts_with("Your own net of 20 layers: ") && !own.contains("table 1"),
            "{own}"
        );
        let zh = answer(Lang::Zh, &seen("net=resnet50&stride=conv1")).join("");
        assert!(zh.contains("3.858×10⁹应写成3.9×10⁹，表1写的是3.8×10⁹。"), "{zh}");
    }

    #[test]
    fn a_net_that_is_too_large_is_said_to_be() {
        let words = said("net=own&block=bottleneck&n5=48&width=256");
        assert!(words.starts_with("This net is too large to be counted and run: "), "{words}");
        assert!(formulas(Lang::En, &seen("net=own&block=bottleneck&n5=48&width=256")).is_empty());
    }

    /// The blocks' sums, as often as there are blocks, are the stage's count.
    #[test]
    fn the_terms_make_the_stage() {
        for settings in
            ["", "net=resnet50", "net=resnet50&stride=conv1", "net=resnet34&shortcut=none"]
        {
            let seen = seen(settings);
            for stage in 1..5 {
                let blocks = seen.net.blocks(stage - 1);
                let of = |at: usize| products(&blocks[at], seen.net.shortcut).1;
                let count = &seen.counts.as_ref().expect("counts")[stage];
                assert_eq!(of(0) + of(1) * (count.blocks as u64 - 1), count.multiply_adds);
            }
        }
        let lines = formulas(Lang::En, &seen("net=resnet50&stage=conv3"));
        assert_eq!(
            lines[0],
            "conv3_x: 1,219,584 parameters, 1,027,604,480 multiply-adds, 25.1% of the net’s"
        );
        assert_eq!(
            lines[2],
            "Each of the other 3: 1·1·512·128·28² + 3·3·128·128·28² + 1·1·128·512·28² = 218,365,952"
        );
        assert_eq!(
            formulas(Lang::Zh, &seen("stage=conv1"))[1],
            "乘加：7·7·3·64 · 112² = 118,013,952"
        );
    }
}
