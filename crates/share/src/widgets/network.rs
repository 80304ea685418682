//! The network widget: the small AlexNet that was trained here, whole.

use crate::state::State;
use crate::table::{Choice, Widget};
use crate::text::Lang;
use crate::widgets::make::{NONE, choice, choices, int, text};

/// Pixels along a side of what the net is given.
const SIDE: i32 = 32;
/// How often an own picture of 256×256 is halved into that.
const SHRINK: i32 = 8;

const fn layer(name: &'static str) -> Choice {
    choice(name, name, name)
}

/// The row of the table. The layer of the default sees 15×15 of the picture's 32×32 pixels.
pub static NETWORK: Widget = Widget {
    name: "network",
    note: "alexnet",
    title: text(
        "一个真正训练过的AlexNet看见了什么？",
        "What does an AlexNet that was really trained see?",
    ),
    keys: &[
        choices(
            "picture",
            text("图片", "Picture"),
            &[choice("sample", "测试图", "test picture"), choice("own", "自己的图片", "your own")],
        ),
        int("kind", [0, 48, 1, 24], text("类别", "Class"), NONE),
        int("row", [0, 11, 1, 0], text("第几张", "Which one"), NONE),
        choices(
            "layer",
            text("放大的层", "Layer enlarged"),
            &[
                layer("relu2"),
                layer("conv1"),
                layer("relu1"),
                layer("norm1"),
                layer("pool1"),
                layer("conv2"),
                layer("norm2"),
                layer("pool2"),
                layer("conv3"),
                layer("relu3"),
                layer("conv4"),
                layer("relu4"),
                layer("conv5"),
                layer("relu5"),
                layer("pool5"),
                layer("fc6"),
                layer("relu6"),
                layer("fc7"),
                layer("relu7"),
            ],
        ),
        int("map", [0, 223, 1, 6], text("特征图编号", "Map"), NONE),
        int("y", [-1, 31, 1, -1], text("所选行", "Selected row"), NONE),
        int("x", [-1, 31, 1, -1], text("所选列", "Selected column"), NONE),
        int("top", [1, 10, 1, 5], text("前k名", "Top k"), NONE),
    ],
    examples: &["v=1&kind=20&row=3", "v=1&layer=conv1&map=5", "v=1&layer=pool5&top=10"],
    exports: &["csv"],
    snippet,
    executed: &[
        "kind=20&row=3&layer=pool1&map=3",
        "kind=48&row=11&layer=relu5&top=1",
        "kind=31&row=6&layer=norm2&map=47&top=10",
        "kind=9&row=8&layer=relu7&map=223",
    ],
    results: &["maps", "y", "p"],
};

/// The layers in the net's order; `flatten` has no maps of its own.
pub const ORDER: [&str; 21] = [
    "conv1", "relu1", "norm1", "pool1", "conv2", "relu2", "norm2", "pool2", "conv3", "relu3",
    "conv4", "relu4", "conv5", "relu5", "pool5", "flatten", "fc6", "relu6", "fc7", "relu7", "fc8",
];

/// In the code: the net with its weights, and what stands behind it once there is a picture.
fn parts() -> (&'static str, &'static str) {
    let code = include_str!("network.py");
    let (net, rest) = code.split_once("sheet = ").unwrap_or((code, ""));
    (net, rest.split_once("x = (torch").map_or("", |(_, rest)| rest))
}

/// In the code: a picture of the test.
fn sample(kind: i32, row: i32) -> String {
    let (left, top) = (kind * SIDE, row * SIDE);
    let (right, bottom) = (left + SIDE, top + SIDE);
    format!(
        "sheet = Image.open(\"emoji.png\").convert(\"RGB\")  # a column a class, 12 pictures each\nx = np.array(sheet.crop(({left}, {top}, {right}, {bottom})))\n"
    )
}

/// In the code: all up to `x`, a picture of the test as the net takes it.
pub(super) fn beginning(kind: i32, row: i32) -> String {
    let (net, rest) = parts();
    let line = rest.split_once('\n').map_or("", |(line, _)| line);
    format!("{net}{}x = (torch{line}\n", sample(kind, row))
}

fn snippet(state: &State, lang: Lang) -> String {
    let int = |key: &str| state.int(key);
    let name = state.word("layer");
    let depth = ORDER.iter().position(|n| *n == name).map_or(ORDER.len(), |at| at + 1);
    let picture = if state.word("picture") == "own" {
        format!(
            "own = Image.open(\"your-picture.png\").convert(\"RGB\")  # yours, cut to its centre square and scaled to 256x256\nx = np.array(own.reduce({SHRINK}))\n"
        )
    } else {
        sample(int("kind"), int("row"))
    };
    let (net, rest) = parts();
    let rest = rest
        .replace("net[:6](x)  # relu2", &format!("net[:{depth}](x)  # {name}"))
        .replace("maps[0, 6]", &format!("maps[0, {}]", int("map")))
        .replace("c[\"en\"]", &format!("c[\"{}\"]", lang.folder()))
        .replace("[:5]", &format!("[:{}]", int("top")));
    format!("{net}{picture}x = (torch{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str, lang: Lang) -> String {
        let (link, warnings) = crate::decode(settings, &NETWORK);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, lang)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code("", Lang::En), include_str!("network.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("kind=48&row=11&layer=relu7&map=223&top=3", Lang::Zh);
        for words in [
            "crop((1536, 352, 1568, 384))",
            "net[:20](x)  # relu7",
            "maps[0, 223]",
            "c[\"zh\"]",
            "descending=True)[:3]",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
        let own = code("picture=own", Lang::En);
        assert!(own.contains("own.reduce(8)") && !own.contains("emoji.png"), "{own}");
    }

    #[test]
    fn every_layer_can_be_enlarged() {
        for name in ORDER.iter().filter(|n| !["flatten", "fc8"].contains(n)) {
            assert!(code(&format!("layer={name}"), Lang::En).contains(&format!("# {name}\n")));
        }
    }
}
