//! The words of the days widget.

use share::{Lang, State};

use crate::days::look::{Factors, Measured};
use crate::widget::numbers::thousands;

crate::wording::wording! {
    chart: "同样的训练要几天（按数量级画：每差十倍，一样远）", "Days for this training (drawn by powers of ten: ten times as long is as far everywhere)";
    at_peak: "卡的峰值", "at the peak";
    paper: "论文", "the paper";
    here: "这台设备", "this device";
    days: "天", "days";
    caption: "前面每个数都能改。每步算3次前向，是因为反向要对权重和输入各求一次梯度，工作量约为前向的两倍；增广、归一化和读数据没有算。最后一行是在你的设备上现测的：把每批图片调大，看速率涨不涨。",
        "Every factor can be changed. A step counts as 3 forwards because backward takes the gradients by weights and by inputs, about twice a forward’s work; augmentation, normalization and reading of data are not counted. The last line is measured on your device, now: raise the batch and see whether the rate grows.";
    measured: "在这里跑的是论文的层、种子1的随机权重、随机的像素：只为计时，不为预测。先跑一遍预热，再取几遍里最短的。训练假定和前向一样快。",
        "What runs here are the net’s layers with random weights of the seed 1 on pixels of chance: for the time alone, no prediction. After a first run the shortest of a few counts. Training is taken to go as fast as forward does.";
    source: "峰值是NVIDIA公布的GTX 580单精度数字：512个核心×1544 MHz×每拍一次乘加（2次运算）。",
        "The peak is NVIDIA’s published single-precision figure for a GTX 580: 512 cores × 1544 MHz × one multiply-add (2 operations) a tick.";
    table: "各个因数与结果", "The factors and what they make";
    factor: "因数", "factor";
    value: "值", "value";
    multiply_adds: "一张图一次前向的乘加", "multiply-adds of one forward of one picture";
    operations: "全部运算", "operations in all";
    peak: "峰值，每秒运算", "peak, operations a second";
    rate: "实测，每秒乘加", "measured, multiply-adds a second";
    days_at_peak: "按峰值的天数", "days at the peak";
    days_here: "按实测的天数", "days as measured";
    share: "峰值利用率", "share of the peak";
}

/// A number with three digits, a large one with its power of ten.
pub(crate) fn digits(value: f64) -> String {
    match value {
        v if !(1e-2..1e6).contains(&v) => format!("{v:.2e}"),
        v if v >= 1e3 => thousands(v.round()),
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// The answer: what share of the peak is used.
pub(crate) fn headline(lang: Lang, factors: &Factors) -> String {
    let [few, many] = factors.took;
    let [high, low] = factors.shares().map(|share| digits(share * 100.0));
    match (lang, few == many) {
        (Lang::Zh, false) => format!("{few}到{many}天，意味着用上了峰值的{low}%到{high}%"),
        (Lang::Zh, true) => format!("{few}天，意味着用上了峰值的{high}%"),
        (Lang::En, false) => format!("{few} to {many} days mean {low}% to {high}% of the peak"),
        (Lang::En, true) => format!("{few} days mean {high}% of the peak"),
    }
}

/// How the numbers come about, a line each.
pub(crate) fn lines(lang: Lang, state: &State, measured: &Measured) -> Vec<String> {
    let factors = Factors::of(state, measured.net);
    let int = |key: &str| state.int(key);
    let [epochs, forwards, cards, cores] = ["epochs", "forwards", "cards", "cores"].map(int);
    let pictures = thousands(i64::from(int("pictures")) * 1000);
    let (products, clock) = (thousands(measured.net), thousands(int("clock")));
    let operations = digits(factors.training.operations());
    let (peak, at_peak) = (digits(factors.peak), digits(factors.at_peak()));
    let here = factors.here(measured);
    let (here, hours) = (digits(here), digits(here * 24.0));
    let (batch, time) = (measured.batch, digits(measured.time_ms));
    let rate = digits(measured.rate() / 1e9);
    match (lang, measured.whole) {
        (Lang::Zh, whole) => vec![
            format!(
                "{epochs}遍 × {pictures}张 × {products}次乘加 × 2次运算 × {forwards}次前向 = {operations}次运算"
            ),
            format!(
                "{cards}块卡 × {cores}核 × {clock} MHz × 2次运算 = 每秒{peak}次：一刻不停要{at_peak}天"
            ),
            format!(
                "这台设备：{batch}张图过一遍{}用{time}毫秒，每秒{rate} G次乘加；照此要{here}天，即{hours}小时",
                if whole { "整个网络" } else { "卷积部分" }
            ),
        ],
        (Lang::En, whole) => vec![
            format!(
                "{epochs} epochs × {pictures} pictures × {products} multiply-adds × 2 operations × {forwards} forwards = {operations} operations"
            ),
            format!(
                "{cards} × {cores} cores × {clock} MHz × 2 operations = {peak} a second: {at_peak} days without a pause"
            ),
            format!(
                "This device: a batch of {batch} through {} in {time} ms, {rate} G multiply-adds a second; so {here} days, {hours} hours",
                if whole { "the whole net" } else { "the convolutions" }
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::widgets::days::DAYS;

    const MEASURED: Measured =
        Measured { net: 724_406_816, ran: 665_784_864, whole: false, batch: 2, time_ms: 100.0 };

    #[test]
    fn the_paper_s_days_are_a_share_of_the_peak() {
        let mut state = State::of(&DAYS);
        let said = |lang, state: &State| headline(lang, &Factors::of(state, MEASURED.net));
        assert_eq!(said(Lang::En, &state), "5 to 6 days mean 28.6% to 34.4% of the peak");
        assert_eq!(said(Lang::Zh, &state), "5到6天，意味着用上了峰值的28.6%到34.4%");
        // The other way round it is the same.
        state.set("least", 6.0);
        state.set("most", 5.0);
        assert_eq!(said(Lang::En, &state), "5 to 6 days mean 28.6% to 34.4% of the peak");
        state.set("most", 6.0);
        assert_eq!(said(Lang::En, &state), "6 days mean 28.6% of the peak");
    }

    #[test]
    fn every_factor_stands_in_the_lines() {
        let state = State::of(&DAYS);
        assert_eq!(
            lines(Lang::En, &state, &MEASURED),
            [
                "90 epochs × 1,200,000 pictures × 724,406,816 multiply-adds × 2 operations × 3 forwards = 4.69e17 operations",
                "2 × 512 cores × 1,544 MHz × 2 operations = 3.16e12 a second: 1.72 days without a pause",
                "This device: a batch of 2 through the convolutions in 100 ms, 13.3 G multiply-adds a second; so 204 days, 4,896 hours",
            ]
        );
        assert!(lines(Lang::Zh, &state, &MEASURED)[2].contains("照此要204天，即4,896小时"));
    }
}
