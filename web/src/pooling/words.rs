//! The words of the pooling widget.

use share::Lang;

use crate::pooling::look::Seen;
use crate::widget::numbers::thousands;

crate::wording::wording! {
    activation: "激活图a：一个conv1卷积核的输出，过ReLU之后", "Activation a: one kernel of conv1, after ReLU";
    pooled: "p：", "p: ";
    plain: "q：窗口不重叠，", "q: without overlap, ";
    keys_hint: "池化后的图；方向键移动所选单元", "Pooled map; arrow keys move the selected cell";
    reads: "各格被p的窗口读几次", "How often p’s windows read each cell";
    reads_plain: "各格被q的窗口读几次", "How often q’s windows read each cell";
    comparisons: "比较次数", "comparisons";
    additions: "加法次数（另有一次除法）", "additions (and one division each)";
    no_weights: "没有乘法，没有参数", "no multiplications, no parameters";
    caption: "在p或q上移动指针，或让它获得焦点后按方向键：激活图上的实线框是p的窗口，虚线框是q的窗口，小方块是各自取到的最大值。两种窗口的步幅相同，所以两张图一样大，或几乎一样大；z大于s时，相邻窗口共用的行与列被读两次，交叉处被读四次。",
        "Move the pointer over p or q, or focus one and press the arrow keys: on the activation the solid frame is p’s window, the dashed one q’s, and the small squares are the largest numbers that they take. Both step alike, so the maps are equally large, or nearly; where z exceeds s, the rows and columns that neighbours share are read twice, their crossings four times.";
    table: "两个窗口里的数", "The numbers in both windows";
    pool: "池化", "pool";
    row: "行", "row";
    column: "列", "column";
    value: "值", "value";
    taken: "取它", "taken";
    picture: "激活来自真实图片：照片中央227×227，与所选的11×11卷积核做步幅4的卷积，再过ReLU。核是按公式造的，没有训练过。",
        "The activation is real: the middle 227×227 of the picture, convolved with the chosen 11×11 kernel at stride 4, then ReLU. The kernel is made by formula, not trained.";
}

/// The sizes of a pool: `3×3，步幅2 → 27×27`.
pub(crate) fn sizes(lang: Lang, seen: &Seen, pool: usize) -> String {
    let windows = seen.windows[pool];
    let (z, s, n) = (windows.size, windows.stride, windows.out);
    match lang {
        Lang::Zh => format!("{z}×{z}，步幅{s} → {n}×{n}"),
        Lang::En => format!("{z}×{z}, stride {s} → {n}×{n}"),
    }
}

/// How many cells are read how often.
pub(crate) fn tally(lang: Lang, seen: &Seen, pool: usize) -> String {
    let each = seen.windows[pool].tally().into_iter().map(|(times, cells)| {
        let cells = thousands(cells);
        match (lang, times) {
            (Lang::Zh, 0) => format!("没读到{cells}格"),
            (Lang::Zh, times) => format!("读{times}次{cells}格"),
            (Lang::En, 0) => format!("never {cells}"),
            (Lang::En, 1) => format!("once {cells}"),
            (Lang::En, 2) => format!("twice {cells}"),
            (Lang::En, times) => format!("{times} times {cells}"),
        }
    });
    let each: Vec<String> = each.collect();
    each.join(if lang == Lang::Zh { "，" } else { ", " })
}

/// In how many cells both pools took the same number.
pub(crate) fn same(lang: Lang, same: usize, of: usize) -> String {
    let (same, of) = (thousands(same), thousands(of));
    match lang {
        Lang::Zh => format!("{of}个单元里，有{same}个在两张图中是同一个最大值"),
        Lang::En => format!("In {same} of {of} cells both windows have the same maximum"),
    }
}

/// What is taken of a window of so many numbers: the number, and where the largest lies.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) fn taken(
    lang: Lang,
    name: &str,
    [row, column]: [usize; 2],
    count: usize,
    value: f64,
    largest: Option<[usize; 2]>,
) -> String {
    match (lang, largest) {
        (Lang::Zh, None) => format!("{name}[{row}, {column}] = {value:.4}：{count}个数的平均"),
        (Lang::En, None) => format!("{name}[{row}, {column}] = {value:.4}: the mean of {count}"),
        (Lang::Zh, Some([r, c])) => {
            format!("{name}[{row}, {column}] = {value:.4}：{count}个数中最大的，在a[{r}, {c}]")
        }
        (Lang::En, Some([r, c])) => {
            format!("{name}[{row}, {column}] = {value:.4}: the largest of {count}, a[{r}, {c}]")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{State, widgets::pooling::POOLING};

    #[test]
    fn sizes_and_reads_are_said_in_both_languages() {
        let seen = Seen::of(&State::of(&POOLING));
        assert_eq!(sizes(Lang::En, &seen, 0), "3×3, stride 2 → 27×27");
        assert_eq!(tally(Lang::En, &seen, 0), "once 841, twice 1,508, 4 times 676");
        assert_eq!(tally(Lang::Zh, &seen, 1), "没读到109格，读1次2,916格");
        assert_eq!((seen.steps(0), seen.steps(1)), (27 * 27 * 8, 27 * 27 * 3));
    }
}
