//! The words of the schedule widget.

use share::Lang;

use crate::schedule::seen::Seen;
use crate::widget::numbers::{power, thousands};

crate::wording::wording! {
    chart: "学习率（10⁻⁴）；横轴是步数", "Learning rate (10⁻⁴) over the steps";
    hint: "左右键逐点读数", "left and right read it place by place";
    step_1: "第", "Step ";
    step_2: "步", "";
    step: "步", "Step";
    own: "所选", "chosen";
    legend: "粗线和圆点：所选的，和它的峰值；淡线：论文的base（512）和big（1024），都预热4000步。",
        "Thick line and disc: what is chosen, and its peak; pale: the paper’s base (512) and big (1024), both with a warmup of 4000.";
    caption: "把宽度换成1024：整条线按√2压低，这就是big。再把预热从4000缩到400：峰值高到三倍多，来得也早，而下降的那一段和原来重合——那里的学习率只看步数和宽度，不看预热。",
        "Set the width to 1024: the whole line sinks by √2, and is big’s. Then shorten the warmup from 4000 to 400: the peak is more than three times as high, and early, while the falling part stays where it was; there the rate depends on the step and the width alone.";
    table: "几个步数上的学习率", "The rate at some steps";
}

/// Where the peak is, and how high; and what a training that ends before it has.
pub(crate) fn lines(lang: Lang, seen: &Seen) -> Vec<String> {
    let (warmup, d) = (thousands(seen.warmup), seen.d_model);
    let peak = power(seen.own.rate(seen.warmup));
    let mut lines = vec![match lang {
        Lang::Zh => format!("第{warmup}步到顶：{peak} = 1/√({d}×{warmup})。"),
        Lang::En => format!("The peak is at step {warmup}: {peak} = 1/√({d} × {warmup})."),
    }];
    let (steps, last) = (thousands(seen.steps), power(seen.own.rate(seen.steps)));
    lines.push(match (lang, seen.warmup > seen.steps) {
        (Lang::Zh, true) => format!("训练在第{steps}步就停了，还没到顶，学习率是{last}。"),
        (Lang::En, true) => format!("Training stops at step {steps}, before the peak, at {last}."),
        (Lang::Zh, false) => format!("到第{steps}步降到{last}。"),
        (Lang::En, false) => format!("By step {steps} it is down to {last}."),
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::schedule::SCHEDULE};

    fn said(lang: Lang, settings: &str) -> String {
        lines(lang, &Seen::of(&decode(settings, &SCHEDULE).0.state)).join(" ")
    }

    #[test]
    fn the_claim_s_peaks_are_said() {
        assert_eq!(
            said(Lang::En, ""),
            "The peak is at step 4,000: 6.99×10⁻⁴ = 1/√(512 × 4,000). By step 100,000 it is down to 1.40×10⁻⁴."
        );
        assert!(
            said(Lang::Zh, "dmodel=1024")
                .starts_with("第4,000步到顶：4.94×10⁻⁴ = 1/√(1024×4,000)。")
        );
        assert!(said(Lang::En, "warmup=40000&steps=1").contains("before the peak, at 5.52×10⁻⁶"));
    }
}
