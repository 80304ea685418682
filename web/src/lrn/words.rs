//! The words of the local response normalization widget.

use nets::response::Response;
use share::Lang;

use crate::widget::numbers::thousands;

crate::wording::wording! {
    picture: "照片", "Picture";
    before: "a：归一化之前", "a: before";
    after: "b：归一化之后", "b: after";
    ratio: "b/a：剩下几成", "b/a: what is left";
    keys_hint: "特征图；方向键移动所选像素", "Feature map; arrow keys move the selected pixel";
    across: "所选像素上的96个通道；灰底是参与求和的通道。",
        "All 96 channels at the selected pixel; grey: those that are summed.";
    bars_before: "a：归一化之前", "a: before";
    bars_after: "b：归一化之后", "b: after";
    sums: "窗口内的平方和S；横线是k/α", "Sum of squares S in the window; the line is k/α";
    divisors: "除数(k + αS)^β", "Divisor (k + αS)^β";
    caption: "先看平方和那张图里的横线：平方和没到k/α的通道，除数几乎就是常数k^β，谁也压不住谁；超过横线的，除数才随邻居长大。把像素换成0到1，所有的柱子都掉到横线以下。再比较a与b：高柱子连同它的邻居都被压低，落单的矮柱子几乎不变。",
        "Look at the line among the sums first: where the sum stays below k/α the divisor is hardly more than the constant k^β, and no channel holds another down; above the line it grows with the neighbours. Switch the pixels to 0–1 and every bar falls below it. Then compare a with b: tall bars are brought down together, a small one that stands alone is not.";
    table: "所选像素的各个邻居", "The neighbours at the selected pixel";
    channel: "通道", "channel";
    square: "平方", "square";
    share: "α × 平方", "α × square";
    formula_kernels: "96个11×11的核、步幅4，占着conv1的位置，没有训练过：按公式造的24个条纹、24个边缘、24个红绿边缘、24个色斑，长度都是1，相邻的核彼此相像（训练出来的核没有这样的次序）。",
        "Ninety-six 11×11 kernels at stride 4 stand in for conv1, untrained: by formula 24 stripes, 24 edges, 24 red–green edges, 24 blobs of colour, each of length 1 and like its neighbours (trained kernels have no such order).";
    random_kernels: "96个11×11的核、步幅4，占着conv1的位置，没有训练过：权重由种子产生。",
        "Ninety-six 11×11 kernels at stride 4 stand in for conv1, untrained: their weights are from a seed.";
}

/// A number with three digits.
fn digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        v if !(1e-3..1e6).contains(&v) => format!("{value:.2e}"),
        v if v >= 1e3 => thousands(value.round()),
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// Where the brake grips.
pub(crate) fn gripped(lang: Lang, share: f64, response: &Response) -> String {
    let grip = digits(f64::from(response.grip()));
    let percent = format!("{:.1}", share * 100.0);
    match lang {
        Lang::Zh => format!("{percent}%的数，窗口内的平方和达到k/α = {grip}"),
        Lang::En => format!("In {percent}% of the numbers the sum of squares reaches k/α = {grip}"),
    }
}

/// The same setting in the paper's words and in PyTorch's.
pub(crate) fn equal(lang: Lang, response: &Response) -> String {
    let op = response.op;
    let paper = format!("{:.3e}", op.alpha);
    let pytorch = format!("{:.3e}", f64::from(op.alpha) * op.n as f64);
    let trimmed = |text: &str| {
        // 5.000e-4 is 5e-4.
        let (digits, power) = text.split_once('e').unwrap_or((text, "0"));
        format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
    };
    let (paper, pytorch) = (trimmed(&paper), trimmed(&pytorch));
    let (n, k, beta) = (op.n, op.k, op.beta);
    match lang {
        Lang::Zh => format!(
            "同一个设置：论文写α = {paper}，PyTorch写LocalResponseNorm({n}, alpha={pytorch}, beta={beta}, k={k})"
        ),
        Lang::En => format!(
            "One setting: α = {paper} in the paper’s formula, LocalResponseNorm({n}, alpha={pytorch}, beta={beta}, k={k}) in PyTorch"
        ),
    }
}

/// How a number came about: a, the sum of squares, b.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) fn made(response: &Response, place: [usize; 3], [a, sum, b]: [f64; 3]) -> String {
    let op = response.op;
    let [channel, row, column] = place;
    let inside = f64::from(op.k) + f64::from(op.alpha) * sum;
    format!(
        "b[{channel}, {row}, {column}] = {a} / ({k} + {part})^{beta} = {a} / {inside}^{beta} = {a} / {divisor} = {b}",
        a = digits(a),
        k = op.k,
        part = digits(inside - f64::from(op.k)),
        inside = digits(inside),
        beta = op.beta,
        divisor = digits(inside.powf(f64::from(op.beta))),
        b = digits(b),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lrn::look::response;
    use share::{State, widgets::lrn::LRN};

    #[test]
    fn the_paper_s_setting_is_said_as_pytorch_has_it() {
        let mut state = State::of(&LRN);
        let said = |state: &State| equal(Lang::En, &response(state));
        let words = "One setting: α = 1e-4 in the paper’s formula, LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2) in PyTorch";
        assert_eq!(said(&state), words);
        // The other way round.
        state.choose("alpha-of", "pytorch");
        state.set("alpha", 500.0);
        assert_eq!(said(&state), words);
        assert!(gripped(Lang::Zh, 0.25, &response(&state)).contains("25.0%的数"));
        assert!(gripped(Lang::En, 0.25, &response(&state)).ends_with("k/α = 20,000"));
    }

    #[test]
    fn a_number_is_said_with_every_step() {
        // The note's: five equal activations of 100.
        let response = response(&State::of(&LRN));
        assert_eq!(
            made(&response, [30, 1, 2], [100.0, 50_000.0, 23.2634]),
            "b[30, 1, 2] = 100 / (2 + 5.00)^0.75 = 100 / 7.00^0.75 = 100 / 4.30 = 23.3"
        );
        assert_eq!(digits(0.000_12), "1.20e-4");
    }
}
