//! The columns widget: AlexNet on two cards, and what a convolution in groups reads.

use crate::state::State;
use crate::table::{Choice, Widget};
use crate::text::Lang;
use crate::widgets::layers::{BATCH, HOLD};
use crate::widgets::make::{NONE, choice, choices, int, text};

const fn layer(name: &'static str) -> Choice {
    choice(name, name, name)
}

/// The row of the table. The layer of the default is the first that crosses (figure 2).
pub static COLUMNS: Widget = Widget {
    name: "columns",
    note: "alexnet",
    title: text(
        "两块卡、两列网络：哪一层看得到另一块卡？",
        "Two cards, two columns: which layers see the other card?",
    ),
    keys: &[
        choices(
            "layer",
            text("选中的层", "Layer"),
            &[
                layer("conv3"),
                layer("conv1"),
                layer("conv2"),
                layer("conv4"),
                layer("conv5"),
                layer("fc6"),
                layer("fc7"),
                layer("fc8"),
            ],
        ),
        BATCH,
        HOLD,
        choices(
            "conv",
            text("真实的一层（小网络）", "A real layer (small net)"),
            &[layer("conv2"), layer("conv4"), layer("conv5")],
        ),
        int("groups", [1, 2, 1, 2], text("分几组", "Groups"), NONE),
        int("map", [0, 63, 1, 6], text("输出特征图", "Output map"), NONE),
        int("kind", [0, 48, 1, 24], text("测试图的类别", "Class of the test picture"), NONE),
    ],
    examples: &["v=1&layer=conv2", "v=1&layer=fc6&batch=256", "v=1&conv=conv4&groups=1&map=40"],
    exports: &["csv", "svg"],
    snippet,
    executed: &["groups=1", "conv=conv4&kind=20&map=40", "conv=conv5&groups=1&kind=48&batch=32"],
    results: &["counts", "y"],
};

/// The layers of the small net before the one that is looked at.
const STEPS: [(&str, &str); 4] = [
    ("conv2", "x = pool(norm(F.relu(conv(\"conv1\", x, padding=2))))"),
    ("conv3", "x = pool(norm(F.relu(conv(\"conv2\", x, padding=2, groups=2))))"),
    ("conv4", "x = F.relu(conv(\"conv3\", x, padding=1))"),
    ("conv5", "x = F.relu(conv(\"conv4\", x, padding=1, groups=2))"),
];

fn snippet(state: &State, _: Lang) -> String {
    let (name, batch) = (state.word("conv"), state.int("batch"));
    let last = STEPS.iter().position(|(to, _)| *to == name).unwrap_or(0);
    let before: Vec<&str> = STEPS[..=last].iter().map(|(_, line)| *line).collect();
    let padding = if name == "conv2" { 2 } else { 1 };
    let left = state.int("kind") * 32;
    let (y, what) = match state.int("groups") {
        2 => ("grouped", "each half of the outputs reads its half of x"),
        _ => ("whole", "every output reads all of x, half of it with weights of 0"),
    };
    include_str!("columns.py")
        .replace("batch = 128", &format!("batch = {batch}"))
        .replace("name = \"conv2\"", &format!("name = \"{name}\""))
        .replace(STEPS[0].1, &before.join("\n"))
        .replace("bias, padding=2", &format!("bias, padding={padding}"))
        .replace("(768, 0, 800, 32)", &format!("({left}, 0, {}, 32)", left + 32))
        .replace(
            "y = grouped  # each half of the outputs reads its half of x",
            &format!("y = {y}  # {what}"),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &COLUMNS);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("columns.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("conv=conv5&groups=1&kind=48&batch=32");
        for words in [
            "batch = 32",
            "crop((1536, 0, 1568, 32))",
            "x = F.relu(conv(\"conv3\", x, padding=1))",
            "name = \"conv5\"",
            "bias, padding=1, groups=2)",
            "y = whole",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
    }
}
