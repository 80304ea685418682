//! The words of the smoothing widget.

use nets::smoothing::Target;
use share::{Lang, State};

use crate::widget::numbers::{power, thousands};

crate::wording::wording! {
    loss: "损失（nat）；横轴是正确的词的logit，其余都是0", "Loss (nats) over the logit of the right word, all others 0";
    gradient: "损失对这个logit的梯度", "Gradient of the loss by that logit";
    hint: "左右键逐点读数", "left and right read it place by place";
    place_1: "logit ", "Logit ";
    place_2: "", "";
    smoothed: "平滑后", "smoothed";
    hard: "不平滑（ε=0）", "not smoothed (ε = 0)";
    floor: "下限", "floor";
    legend: "粗线：平滑后的；淡线：ε=0；损失图上的横线是下限。", "Thick: smoothed; pale: ε = 0; the level line under the loss is its floor.";
    logit: "正确的词的logit", "logit of the right word";
    loss_short: "损失", "loss";
    gradient_short: "梯度", "gradient";
    hard_loss: "损失，ε=0", "loss, ε = 0";
    hard_gradient: "梯度，ε=0", "gradient, ε = 0";
    caption: "看梯度穿过0的地方：再往右，正确的词更肯定，损失反而上升。把ε调到0：损失一路降向0，梯度始终是负的，没有哪里叫“够了”。再把词表换成2、ε调到50%：目标是0.75和0.25，最好的概率也就是0.75。",
        "See where the gradient crosses 0: further right the model is surer, and the loss rises. Set ε to 0: the loss falls for ever, the gradient stays negative, nowhere is enough. Then take a vocabulary of 2 and ε = 50%: the target is 0.75 and 0.25, and 0.75 is the best probability too.";
    made: "这里没有模型：除了正确的词，每个词的logit都是0，只有正确的那个从−5走到20。损失由计算线程的crossEntropy（smoothing、reduction: \"none\"）算出，梯度由vjp算出。",
        "There is no model here: every word has the logit 0, and the right one goes from −5 to 20. The loss is the worker’s crossEntropy (smoothing, reduction: \"none\"), the gradient its vjp.";
    table: "每个logit上的损失和梯度", "Loss and gradient at every logit";
}

/// The target of a state.
pub(crate) fn target(state: &State) -> Target {
    Target {
        epsilon: f64::from(state.int("epsilon")) / 100.0,
        vocabulary: state.int("vocabulary").unsigned_abs() as usize,
    }
}

/// The target distribution, the least loss, and where it is, a line each.
pub(crate) fn lines(lang: Lang, target: Target) -> Vec<String> {
    let (epsilon, v) = (target.epsilon, target.vocabulary);
    let [right, other] = target.shares();
    let small = |share: f64| {
        if share > 0.0 && share < 1e-3 {
            power(share)
        } else {
            format!("{}", (share * 1e7).round() / 1e7)
        }
    };
    // As many places as tell it from 1 − ε, where there are so many words.
    let (right, other) = (format!("{}", (right * 1e7).round() / 1e7), small(other));
    let (words, floor) = (thousands(v), format!("{:.3}", target.floor()));
    let mut lines = vec![match lang {
        Lang::Zh => format!(
            "目标：正确的词1−ε+ε/V = {right}，其余{}个词各ε/V = {other}（ε = {epsilon}，V = {words}）。",
            thousands(v - 1)
        ),
        Lang::En => format!(
            "Target: the right word 1 − ε + ε/V = {right}, each of the other {} ε/V = {other} (ε = {epsilon}, V = {words}).",
            thousands(v - 1)
        ),
    }];
    lines.push(match (lang, target.best()) {
        (Lang::Zh, Some(best)) => format!("损失最低也有{floor}，在logit = ln((1−ε+ε/V)/(ε/V)) = {best:.2}处；那里的概率正好是目标。"),
        (Lang::En, Some(best)) => format!("The loss is at least {floor}, at the logit ln((1 − ε + ε/V)/(ε/V)) = {best:.2}, where the probabilities are the target."),
        (Lang::Zh, None) => format!("不平滑，损失的下限是{floor}，logit越大越近，却永远到不了。"),
        (Lang::En, None) => format!("Without smoothing the floor is {floor}: the larger the logit the nearer, and never there."),
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::smoothing::SMOOTHING};

    fn said(lang: Lang, settings: &str) -> String {
        lines(lang, target(&decode(settings, &SMOOTHING).0.state)).join(" ")
    }

    #[test]
    fn the_note_s_figures_are_said() {
        let en = said(Lang::En, "");
        assert!(en.starts_with("Target: the right word 1 − ε + ε/V = 0.9000027, each of the other 36,999 ε/V = 2.70×10⁻⁶ (ε = 0.1, V = 37,000)."), "{en}");
        assert!(
            en.contains("at least 1.377, at the logit ln((1 − ε + ε/V)/(ε/V)) = 12.72"),
            "{en}"
        );
        let half = said(Lang::Zh, "epsilon=50&vocabulary=2");
        assert!(half.contains("= 0.75，其余1个词各ε/V = 0.25"), "{half}");
        let none = said(Lang::En, "epsilon=0");
        assert!(
            none.contains("= 1, each of")
                && none.contains("ε/V = 0 (")
                && none.contains("floor is 0.000"),
            "{none}"
        );
    }
}
