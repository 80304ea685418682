//! The words of the complexity widget.

use nets::kinds::{EncoderLayer, Kind, Sizes, half_at, timed_work};
use share::Lang;

use crate::widget::numbers::thousands;

crate::wording::wording! {
    layer: "层", "Layer";
    work: "每层计算量", "Work in a layer";
    sequential: "顺序操作", "Sequential operations";
    path: "最长路径", "Longest path";
    attention: "自注意力", "self-attention";
    recurrent: "循环", "recurrent";
    convolutional: "卷积", "convolutional";
    restricted: "限定范围", "restricted";
    hint: "横轴是n；按住拖动，或用左右键，选n", "over n; drag, or use left and right, to choose n";
    run_group: "在本机计时", "Timed on your machine";
    run: "在本机各跑一遍", "Time both here";
    stop: "停下", "Stop";
    waiting: "按一下，就用这样的n和d，在本机把自注意力和循环层各算几遍。",
        "A press computes self-attention and a recurrent layer of this n and d on your machine, a few times each.";
    too_large: "n和d都不超过1024，才在这里跑：再大，浏览器的内存和你的耐心都未必够。",
        "Only n and d up to 1024 are run here: beyond, the memory of a browser may not do.";
    timing: "正在跑：", "Running: ";
    came: "跑完了。循环比自注意力：用时", "Done. Recurrence to attention: time ";
    came_2: " : 1，乘加", " : 1, multiply-adds ";
    came_3: " : 1；一步等一步，走了", " : 1; its ";
    came_4: "步。", " steps waited for each other.";
    multiply_adds: "乘加", "Multiply-adds";
    steps: "先后几步", "Steps in a row";
    time: "毫秒", "ms";
    rate: "10⁹次乘加每秒", "10⁹ multiply-adds a second";
    measured: "自注意力照表1的算法：q、k、v都是x本身，没有投影，乘加在QKᵀ和加权两步。循环层是h_t = tanh(W·x_t + U·h_{t−1})：所有W·x_t一次算好，然后一步一步走，每一步是一次U·h、一次相加、一次tanh。两者都先录成一个计划（compile），先跑一遍不计时，再取几遍里最短的；每遍读回最后一个位置的d个数。x、W、U是按种子生成的随机数，没有训练过。",
        "Self-attention is table 1’s: q, k and v are x itself, without projections, its multiply-adds those of QKᵀ and of the weighted means. The recurrent layer is h_t = tanh(W·x_t + U·h_{t−1}): every W·x_t at once, then step by step a product U·h, a sum, a tanh. Both are recorded as one plan (compile), run once untimed, then a few times, of which the shortest counts; each run reads back the d numbers of the last position. x, W and U are random numbers from the seed; nothing is trained.";
    note: "表1的O(…)略去了常数，图上也就没有：自注意力实际是2n²d次乘加，循环是2nd²次。卷积的路径按空洞卷积，取整到层。",
        "Table 1’s O(…) hides constant factors, and so does the chart: self-attention really takes 2n²d multiply-adds, recurrence 2nd². The path of convolutions is that of dilated ones, in whole layers.";
    caption: "沿着第一张图往右拖：自注意力的线更陡，在n=d处追上循环。第二、三张图才是论文的要点：自注意力不管n多大都是一步，循环要走n步。再按“在本机各跑一遍”，把用时之比和乘加之比放在一起看：用CPU时两个比差不多，它本来就一次只算几个数；用WebGPU时，循环落后的比乘加说的更多，因为每步都要等前一步，机器再宽也用不上。",
        "Drag to the right along the first chart: self-attention’s line is the steeper, and meets recurrence’s where n = d. The second and third are the paper’s point: for any n attention is one step, recurrence n. Then time both, and hold the ratio of the times against that of the multiply-adds: on the CPU, which does a few at a time anyway, they are much alike; on WebGPU recurrence falls further behind, because each step waits for the one before, however wide the machine.";
    table: "表1在这组n、d上的值", "Table 1 at this n and d";
}

impl Words {
    /// What a run came to: milliseconds of attention and of the recurrent layer.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
    pub(crate) fn came_to(&self, sizes: Sizes, [attention, recurrent]: [f64; 2]) -> String {
        let times = recurrent / attention.max(1e-3);
        let [few, many] = timed_work(sizes);
        let work = (many as f64 / few.max(1) as f64 * 100.0).round() / 100.0;
        let (steps, [one, two, three, four]) =
            (sizes.n, [self.came, self.came_2, self.came_3, self.came_4]);
        format!("{one}{times:.1}{two}{work}{three}{steps}{four}")
    }

    /// The name of a kind of layer.
    pub(crate) fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::SelfAttention => self.attention,
            Kind::Recurrent => self.recurrent,
            Kind::Convolutional => self.convolutional,
            Kind::Restricted => self.restricted,
        }
    }
}

/// The answer in numbers, a line each.
pub(crate) fn lines(lang: Lang, sizes: Sizes) -> Vec<String> {
    let Sizes { n, d, .. } = sizes;
    let [attention, recurrent] =
        [Kind::SelfAttention, Kind::Recurrent].map(|kind| thousands(kind.work(sizes)));
    let times = (n.max(d) as f64 / n.min(d).max(1) as f64 * 100.0).round() / 100.0;
    let first = match (lang, n.cmp(&d)) {
        (Lang::Zh, order) => {
            let verdict = match order {
                std::cmp::Ordering::Less => format!("自注意力省{times}倍（d/n），n=d={d}处打平"),
                std::cmp::Ordering::Equal => "一样多：n=d正是分界".to_owned(),
                std::cmp::Ordering::Greater => format!("循环省{times}倍（n/d），n=d={d}处打平"),
            };
            format!("自注意力n²d = {attention}，循环nd² = {recurrent}：{verdict}。")
        }
        (Lang::En, order) => {
            let verdict = match order {
                std::cmp::Ordering::Less => {
                    format!("attention is cheaper, {times} times (d/n); they cross at n = d = {d}")
                }
                std::cmp::Ordering::Equal => "the same, for n = d is where they cross".to_owned(),
                std::cmp::Ordering::Greater => {
                    format!("recurrence is cheaper, {times} times (n/d); they cross at n = d = {d}")
                }
            };
            format!("Self-attention n²d = {attention}, recurrence nd² = {recurrent}: {verdict}.")
        }
    };
    let layer = EncoderLayer::of(sizes);
    let [all, part, projections, inner] =
        [layer.total(), layer.attention, layer.projections, layer.feed_forward].map(thousands);
    let (share, half) = (format!("{:.1}%", 100.0 * layer.share()), thousands(half_at(d)));
    let second = match lang {
        Lang::Zh => format!(
            "整个编码器层（d_ff=4d）：四个投影{projections}，前馈{inner}，QKᵀ与加权{part}，共{all}次乘加；表1说的这一部分占{share}，到n=6d={half}才占一半。"
        ),
        Lang::En => format!(
            "A whole encoder layer (d_ff = 4d): projections {projections}, feed-forward {inner}, QKᵀ and weighted means {part}, in all {all} multiply-adds. What table 1 speaks of is {share}, and half at n = 6d = {half}."
        ),
    };
    vec![first, second]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_s_figures_are_said() {
        let at = |n, d| lines(Lang::En, Sizes { n, d, k: 3, r: 16 }).join(" ");
        let base = at(32, 512);
        assert!(base.starts_with("Self-attention n²d = 524,288, recurrence nd² = 8,388,608: attention is cheaper, 16 times (d/n); they cross at n = d = 512."), "{base}");
        assert!(base.contains("in all 101,711,872 multiply-adds. What table 1 speaks of is 1.0%, and half at n = 6d = 3,072."), "{base}");
        assert!(at(512, 512).contains("where they cross"));
        assert!(at(768, 512).contains("recurrence is cheaper, 1.5 times"));
        assert!(at(3072, 512).contains("is 50.0%"));
        let came = words(Lang::En).came_to(Sizes { n: 32, d: 512, k: 3, r: 16 }, [0.2, 3.0]);
        assert_eq!(
            came,
            "Done. Recurrence to attention: time 15.0 : 1, multiply-adds 16 : 1; its 32 steps waited for each other."
        );
        let zh = lines(Lang::Zh, Sizes { n: 32, d: 512, k: 3, r: 16 }).join("");
        assert!(zh.contains("自注意力省16倍") && zh.contains("共101,711,872次乘加"), "{zh}");
    }
}
