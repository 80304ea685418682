//! The smoothing widget: what label smoothing does to the loss and to its gradient.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, int, steps, text};

/// The row of the table. The defaults are the paper's (section 5.4, section 5.1).
pub static SMOOTHING: Widget = Widget {
    name: "smoothing",
    note: "transformer",
    title: text(
        "标签平滑让模型肯定到什么程度为止？",
        "How sure may a model be under label smoothing?",
    ),
    keys: &[
        int("epsilon", [0, 90, 1, 10], text("平滑ε", "Smoothing ε"), text("%", "%")),
        steps(
            "vocabulary",
            &[2, 3, 10, 100, 1000, 10_000, 37_000],
            37_000,
            text("词表V", "Vocabulary V"),
            NONE,
        ),
    ],
    examples: &["v=1&epsilon=0", "v=1&epsilon=20", "v=1&epsilon=50&vocabulary=2"],
    exports: &["csv"],
    snippet,
    executed: &["epsilon=0&vocabulary=10", "epsilon=20", "epsilon=90&vocabulary=2"],
    results: &["loss", "gradient", "target"],
};

fn snippet(state: &State, _: Lang) -> String {
    let [epsilon, v] = ["epsilon", "vocabulary"].map(|key| state.int(key));
    format!(
        "\
import math
import torch
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)

epsilon, V = {epsilon} / 100, {v}
logits = torch.zeros(51, V)
logits[:, 0] = torch.arange(51) / 2 - 5  # of the right word; all others have 0
logits.requires_grad_()
right = torch.zeros(51, dtype=torch.long)
loss = F.cross_entropy(logits, right, label_smoothing=epsilon, reduction=\"none\")
loss.sum().backward()
gradient, loss = logits.grad[:, 0], loss.detach()

one, other = 1 - epsilon + epsilon / V, epsilon / V
floor = -one * math.log(one) - ((V - 1) * other * math.log(other) if other > 0 else 0)
target = torch.tensor([one, other, floor])
print(target)
print(torch.stack([logits[:, 0].detach(), loss, gradient], 1))
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(snippet(&State::of(&SMOOTHING), Lang::En), include_str!("smoothing.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let (link, warnings) = crate::decode("epsilon=20&vocabulary=100", &SMOOTHING);
        assert_eq!(warnings, []);
        assert!(snippet(&link.state, Lang::Zh).contains("epsilon, V = 20 / 100, 100\n"));
    }
}
