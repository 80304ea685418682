//! The schedule widget: the Transformer's learning rate over the steps.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, int, steps, text};

/// The row of the table. The defaults are the base model's (sections 5.2 and 5.3).
pub static SCHEDULE: Widget = Widget {
    name: "schedule",
    note: "transformer",
    title: text("学习率什么时候最大？", "When is the learning rate largest?"),
    keys: &[
        steps(
            "dmodel",
            &[64, 128, 256, 512, 768, 1024, 2048],
            512,
            text("宽度d_model", "Width d_model"),
            NONE,
        ),
        int("warmup", [100, 40_000, 100, 4000], text("预热步数", "Warmup steps"), NONE),
        int("steps", [1, 300, 1, 100], text("步数（千）", "Steps, in 1000"), NONE),
    ],
    examples: &["v=1&dmodel=1024&steps=300", "v=1&warmup=400", "v=1&dmodel=64&warmup=40000"],
    exports: &["csv"],
    snippet,
    executed: &["dmodel=1024&steps=300", "warmup=400&steps=1", "dmodel=64&warmup=40000&steps=17"],
    results: &["rates", "peak"],
};

fn snippet(state: &State, _: Lang) -> String {
    let [d, warmup, steps] = ["dmodel", "warmup", "steps"].map(|key| state.int(key));
    format!(
        "\
import torch

d_model, warmup, steps = {d}, {warmup}, {steps}000
def rate(step):  # equation 3; the first step is 1
    return d_model**-0.5 * min(step**-0.5, step * warmup**-1.5)

w = torch.zeros(1, requires_grad=True)  # in its place: net.parameters()
adam = torch.optim.Adam([w], lr=1.0, betas=(0.9, 0.98), eps=1e-9)
schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda done: rate(done + 1))
rates = []
for step in range(1, 101):
    rates.append(adam.param_groups[0][\"lr\"])
    adam.step()
    schedule.step()
rates += [rate(step) for step in [warmup, 4 * warmup, steps]]
rates = torch.tensor(rates, dtype=torch.float64)
peak = torch.tensor([rate(warmup)], dtype=torch.float64)
print(rates, peak)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(snippet(&State::of(&SCHEDULE), Lang::En), include_str!("schedule.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let (link, warnings) = crate::decode("dmodel=64&warmup=300&steps=7", &SCHEDULE);
        assert_eq!(warnings, []);
        let code = snippet(&link.state, Lang::Zh);
        assert!(code.contains("d_model, warmup, steps = 64, 300, 7000\n"), "{code}");
    }
}
