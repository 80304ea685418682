//! The block widget: one residual block of a trained net, taken apart and changed.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels::seeded;
use crate::widgets::make::{NONE, SEED, choice, choices, int, text};

/// Pixels along a side of what the net is given.
const SIDE: i32 = 32;
/// How often an own picture of 256×256 is halved into that.
const SHRINK: i32 = 8;

/// The row of the table.
pub static BLOCK: Widget = Widget {
    name: "block",
    note: "resnet",
    title: text("一个残差块添了什么？", "What does a residual block add?"),
    keys: &[
        choices(
            "net",
            text("网络", "Net"),
            &[
                choice("resnet", "ResNet-20", "ResNet-20"),
                choice("plain", "孪生的普通网络", "its plain twin"),
                choice("own", "自己的权重文件", "your own file"),
            ],
        ),
        choices(
            "picture",
            text("图片", "Picture"),
            &[choice("sample", "测试图", "test picture"), choice("own", "自己的图片", "your own")],
        ),
        int("kind", [0, 48, 1, 24], text("类别", "Class"), NONE),
        int("which", [0, 11, 1, 4], text("第几张", "Which one"), NONE),
        choices(
            "pixels",
            text("像素的尺度", "Scale of pixels"),
            &[
                choice("cifar", "CIFAR-10的均值、标准差", "CIFAR-10’s mean, deviation"),
                choice("imagenet", "ImageNet的均值、标准差", "ImageNet’s mean, deviation"),
                choice("unit", "0…1", "0…1"),
                choice("half", "−1…1", "−1…1"),
            ],
        ),
        int("stage", [1, 8, 1, 2], text("阶段", "Stage"), NONE),
        int("block", [0, 399, 1, 1], text("块", "Block"), NONE),
        int("scale", [-200, 200, 5, 100], text("F(x)的倍数", "F(x) times"), text("%", "%")),
        choices(
            "kernels",
            text("块的权重", "Block’s weights"),
            &[choice("trained", "训练好的", "trained"), choice("random", "随机的", "random")],
        ),
        SEED,
        choices(
            "shortcut",
            text("捷径", "Shortcut"),
            &[choice("kept", "留着", "kept"), choice("none", "拆掉", "taken out")],
        ),
        choices(
            "relu",
            text("ReLU", "ReLU"),
            &[
                choice("after", "相加之后", "after the sum"),
                choice("before", "相加之前，只对F(x)", "before it, on F(x) alone"),
            ],
        ),
        int("map", [0, 4095, 1, 0], text("通道", "Channel"), NONE),
        int("row", [-1, 31, 1, -1], text("所选行", "Selected row"), NONE),
        int("column", [-1, 31, 1, -1], text("所选列", "Selected column"), NONE),
        int("top", [1, 10, 1, 5], text("前k名", "Top k"), NONE),
    ],
    examples: &["v=1&scale=0", "v=1&shortcut=none", "v=1&net=plain&scale=0", "v=1&kernels=random"],
    exports: &["csv"],
    snippet,
    executed: &[
        "stage=3&block=0&scale=-50&kind=20&which=3",
        "net=plain&stage=1&block=2&scale=0&top=1",
        "stage=2&block=0&kernels=random&seed=7&kind=31&which=6",
        "stage=1&block=1&shortcut=none&relu=before&kind=48&which=11",
    ],
    results: &["f", "s", "y", "p"],
};

fn snippet(state: &State, lang: Lang) -> String {
    let int = |key: &str| state.int(key);
    let code = include_str!("block.py");
    let own = state.word("net") == "own";
    let plain = state.word("net") == "plain";
    let mut code = code.to_owned();
    if state.word("picture") == "own" {
        let opened = format!(
            "own = Image.open(\"your-picture.png\").convert(\"RGB\")  # yours, cut to its centre square and scaled to 256x256\nx = np.array(own.reduce({SHRINK}))\n"
        );
        code = between(&code, "sheet = ", "x = (torch", &opened);
    }
    let (left, top) = (int("kind") * SIDE, int("which") * SIDE);
    code = code
        .replace("768, 128, 800, 160", &format!("{left}, {top}, {}, {}", left + SIDE, top + SIDE));
    if plain {
        code = between(&code, "    def shortcut", "    def forward", "");
        code = code.replace("self.residual(x) + self.shortcut(x)", "self.residual(x)");
        code = code.replace("resnet.safetensors", "plain.safetensors");
    }
    if own {
        code = code.replace(
            "# The three files are in assets/nets/ of this site\nnet = Net()\nnet.load_state_dict(load_file(\"resnet.safetensors\"))",
            "# Yours, with torchvision's names; n, widths and classes as in it\nnet = Net(n=3, widths=(16, 32, 64), classes=10)\nnet.load_state_dict(load_file(\"your-weights.safetensors\"))",
        );
        code = between(&code, "x = (torch", "\nblock = ", &scaled(state.word("pixels")));
        code = between(&code, "names = [", "for at in", "names = range(10)\n");
    }
    let mut changed = String::from("    s = f + block.shortcut(x)\n");
    if plain || state.word("shortcut") == "none" {
        "    s = f\n".clone_into(&mut changed);
    }
    code = code.replace("    s = f + block.shortcut(x)\n", &changed);
    let scale = f64::from(int("scale")) / 100.0;
    let early = state.word("relu") == "before";
    let f = format!("{scale:?} * block.residual(x)");
    code = code.replace("1.0 * block.residual(x)", &if early { format!("F.relu({f})") } else { f });
    if early {
        code = code.replace("    return F.relu(s)\nblock", "    return s\nblock");
    }
    if state.word("kernels") == "random" {
        let redrawn = format!(
            "\n{}for n, kernels in [(1, block.conv1.weight), (2, block.conv2.weight)]:\n    w = weight(n, *kernels.shape)  # as large as the trained ones\n    kernels.data = w * (kernels.data**2).mean().sqrt() / (w**2).mean().sqrt()\n",
            seeded(int("seed"))
        );
        code = code.replace("\ndef changed(x):", &format!("{redrawn}def changed(x):"));
        code = code.replace("import json\n", "import json, math\n");
    }
    code.replace("net.layer2[1]", &format!("net.layer{}[{}]", int("stage"), int("block")))
        .replace("f[0, 0], s[0, 0]", &format!("f[0, {0}], s[0, {0}]", int("map")))
        .replace("c[\"en\"]", &format!("c[\"{}\"]", lang.folder()))
        .replace("[:5]", &format!("[:{}]", int("top")))
}

/// The lines that bring an own net's pixels to its scale.
fn scaled(word: &str) -> String {
    let (mean, std) = match word {
        "imagenet" => ("0.485, 0.456, 0.406", "0.229, 0.224, 0.225"),
        "unit" => ("0, 0, 0", "1, 1, 1"),
        "half" => ("0.5, 0.5, 0.5", "0.5, 0.5, 0.5"),
        _ => ("0.4914, 0.4822, 0.4465", "0.2470, 0.2435, 0.2616"),
    };
    format!(
        "mean, std = [torch.tensor(c).view(3, 1, 1) for c in [({mean}), ({std})]]\nx = (torch.tensor(x / 255).permute(2, 0, 1)[None] - mean) / std  # [1, 3, 32, 32]\n"
    )
}

/// The code with other lines from one mark to the next.
fn between(code: &str, from: &str, to: &str, put: &str) -> String {
    let Some((before, rest)) = code.split_once(from) else { return code.to_owned() };
    let rest = rest.split_once(to).map_or(String::new(), |(_, rest)| format!("{to}{rest}"));
    format!("{before}{put}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str, lang: Lang) -> String {
        let (link, warnings) = crate::decode(settings, &BLOCK);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, lang)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code("", Lang::En), include_str!("block.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, all) in [
            ("stage=3&block=2&scale=-50", &["net.layer3[2]", "f = -0.5 * block.residual(x)\n"][..]),
            ("scale=0", &["f = 0.0 * block.residual(x)\n"]),
            ("relu=before", &["f = F.relu(1.0 * block.residual(x))\n", "    return s\nblock"]),
            ("shortcut=none", &["    s = f\n", "    def shortcut"]),
            (
                "kernels=random&seed=7",
                &["(7 * 100 + n)", "import json, math\n", "kernels.data = w"],
            ),
            ("kind=48&which=11&top=3&map=5", &["crop((1536, 352, 1568, 384))", "[:3]", "f[0, 5]"]),
            ("net=own&pixels=imagenet", &["your-weights", "(0.229, 0.224, 0.225)", "range(10)"]),
            ("picture=own", &["own.reduce(8)"]),
        ] {
            let code = code(settings, Lang::Zh);
            for words in all {
                assert!(code.contains(words), "{words} in {code}");
            }
        }
    }

    #[test]
    fn the_plain_twin_has_no_shortcut() {
        let plain = code("net=plain", Lang::En);
        assert!(!plain.contains("shortcut") && plain.contains("plain.safetensors"), "{plain}");
        assert!(!code("picture=own", Lang::En).contains("emoji.png"));
        assert!(!code("net=own", Lang::En).contains("emoji.json"));
    }
}
