//! The bottleneck widget: ResNet's two blocks side by side.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels;
use crate::widgets::make::{NONE, PICTURE, PIXELS, SEED, choice, choices, file, int, steps, text};

/// The row of the table. The defaults are figure 5's bottleneck, 256 → 64 → 64 → 256.
pub static BOTTLENECK: Widget = Widget {
    name: "bottleneck",
    note: "resnet",
    title: text("瓶颈块省不省？要看和谁比", "Is a bottleneck cheaper, and than which block?"),
    keys: &[
        choices(
            "compare",
            text("和谁比", "Against"),
            &[
                choice("equal", "两端同宽的BasicBlock", "a BasicBlock of equal width"),
                choice("paper", "论文图5里的BasicBlock", "the BasicBlock of figure 5"),
            ],
        ),
        steps(
            "width",
            &[4, 8, 16, 32, 64, 128, 256],
            64,
            text("里面的通道数", "Inner width"),
            NONE,
        ),
        steps(
            "outer",
            &[16, 32, 64, 128, 256, 512],
            256,
            text("外面的通道数", "Outer width"),
            NONE,
        ),
        choices(
            "in",
            text("x的通道数", "Width of x"),
            &[
                choice("same", "与外面相同", "the outer width"),
                choice("half", "外面的一半（换段）", "half of that (a stage opens)"),
                choice("quarter", "外面的1/4（conv2_x开头）", "a quarter (conv2_x opens)"),
            ],
        ),
        choices(
            "shortcut",
            text("捷径", "Shortcut"),
            &[
                choice("identity", "恒等", "identity"),
                choice("projection", "投影（1×1卷积）", "projection (1×1)"),
                choice("zero-pad", "补零", "zero padding"),
                choice("none", "没有", "none"),
            ],
        ),
        int("stride", [1, 2, 1, 1], text("步幅", "Stride"), PIXELS),
        choices(
            "stride-on",
            text("步幅放在", "Stride sits on"),
            &[
                choice("conv2", "3×3（torchvision）", "the 3×3 (torchvision)"),
                choice("conv1", "第一个1×1（作者的代码）", "the first 1×1 (the authors)"),
            ],
        ),
        int("channel", [0, 511, 1, 4], text("看哪个通道", "Channel"), NONE),
        choices(
            "terms",
            text("展开哪一项", "Terms of"),
            &[
                choice("sum", "F(x)加捷径", "F(x) plus shortcut"),
                choice("basic", "F(x)：BasicBlock的末层", "F(x): BasicBlock’s last layer"),
                choice("bottleneck", "F(x)：瓶颈块的末层", "F(x): bottleneck’s last layer"),
            ],
        ),
        steps("side", &[7, 14, 28, 56], 14, text("x的边长", "Side of x"), PIXELS),
        PICTURE,
        SEED,
        int("row", [-1, 55, 1, -1], text("所选行", "Selected row"), NONE),
        int("column", [-1, 55, 1, -1], text("所选列", "Selected column"), NONE),
    ],
    examples: &[
        "v=1&compare=paper",
        "v=1&width=256",
        "v=1&shortcut=projection",
        "v=1&width=128&outer=512&in=half&shortcut=projection&stride=2",
        "v=1&in=quarter",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "compare=paper&width=8&outer=32&side=7",
        "width=4&outer=16&in=half&shortcut=projection&stride=2&side=7&picture=coffee&seed=3",
        "width=8&outer=32&in=quarter&shortcut=zero-pad&stride=2&stride-on=conv1&picture=astronaut",
        "width=16&outer=16&shortcut=none&side=7&picture=brick&seed=9999",
        "compare=paper&width=32&outer=16&shortcut=projection&side=7&picture=rocket&seed=0",
    ],
    results: &["y_basic", "y_neck"],
};

/// One block in the code.
struct Block {
    /// Its name in comments, and at the end of its variables.
    names: [&'static str; 2],
    /// Channels of x and y.
    channels: [i32; 2],
    /// For each layer: which weights, channels, kernel, stride.
    layers: Vec<[i32; 5]>,
    /// Which weights a projection has.
    projection: i32,
}

fn blocks(state: &State) -> [Block; 2] {
    let int = |key: &str| state.int(key);
    let (b, c, s) = (int("width"), int("outer"), int("stride"));
    let a = match state.word("in") {
        "half" => c / 2,
        "quarter" => c / 4,
        _ => c,
    };
    let [from, to] = if state.word("compare") == "paper" { [b, b] } else { [a, c] };
    let [first, second] = if state.word("stride-on") == "conv1" { [s, 1] } else { [1, s] };
    [
        Block {
            names: ["BasicBlock", "basic"],
            channels: [from, to],
            layers: vec![[1, to, from, 3, s], [2, to, to, 3, 1]],
            projection: 6,
        },
        Block {
            names: ["bottleneck", "neck"],
            channels: [a, c],
            layers: vec![[3, b, a, 1, first], [4, b, b, 3, second], [5, c, b, 1, 1]],
            projection: 7,
        },
    ]
}

fn snippet(state: &State, _: Lang) -> String {
    let (side, seed) = (state.int("side"), state.int("seed"));
    let blocks = blocks(state);
    let channels = blocks[0].channels[0].max(blocks[1].channels[0]);
    let (file, averaged, read) = (file(state.word("picture")), 56 / side, 4 * side);
    let [basic, neck] = blocks.map(|block| lines(&block, state, channels));
    let weight = kernels::seeded(seed);
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

{weight}
def layer(x, w, stride=1):  # the normalization is untrained: mean 0, variance 1
    y = F.conv2d(x, w, stride=stride, padding=w.shape[-1] // 2)
    return F.batch_norm(y, torch.zeros(len(w)), torch.ones(len(w)))

{file}x = np.array(Image.open(file).convert(\"RGB\"))[16:240, 16:240]
x = torch.tensor(x).permute(2, 0, 1)[None] / 255
x = F.avg_pool2d(x, {averaged})  # [1, 3, {read}, {read}]
x = F.batch_norm(x, None, None, training=True)  # each colour: mean 0, variance 1
x = F.conv2d(x, weight(0, {channels}, 3, 7, 7), stride=2, padding=3)
x = F.relu(F.batch_norm(x, None, None, training=True))
x = F.max_pool2d(x, 3, 2, 1)  # [1, {channels}, {side}, {side}]
{basic}{neck}"
    )
}

/// The lines of a block on the stem's x of so many channels.
fn lines(block: &Block, state: &State, of: i32) -> String {
    let ([name, short], [from, to]) = (block.names, block.channels);
    let (stride, side) = (state.int("stride"), state.int("side"));
    let x = if from < of { format!("x[:, :{from}]") } else { "x".to_owned() };
    let mut code = format!("\n# {name}, {from} -> {to}\nx_{short} = {x}\n");
    let last = block.layers.len() - 1;
    for (at, [n, out, into, k, s]) in block.layers.iter().enumerate() {
        let read = if at == 0 { format!("x_{short}") } else { "h".to_owned() };
        let stride = if *s == 1 { String::new() } else { format!(", stride={s}") };
        let made = format!("layer({read}, weight({n}, {out}, {into}, {k}, {k}){stride})");
        code += &match at == last {
            true => format!("f_{short} = {made}\n"),
            false => format!("h = F.relu({made})\n"),
        };
    }
    let around = match state.word("shortcut") {
        "none" => {
            return code + &format!("y_{short} = F.relu(f_{short})\nprint(y_{short}.shape)\n");
        }
        "projection" => {
            let n = block.projection;
            format!("layer(x_{short}, weight({n}, {to}, {from}, 1, 1), stride={stride})")
        }
        "zero-pad" => {
            let more = to - from;
            format!("F.pad(x_{short}[:, :, ::{stride}, ::{stride}], (0, 0, 0, 0, 0, {more}))")
        }
        _ if stride != 1 || from != to => {
            let after = (side + stride - 1) / stride;
            return code
                + &format!(
                    "\
# y_{short} = F.relu(f_{short} + x_{short}) is an error:
# f_{short} is [1, {to}, {after}, {after}], x_{short} is [1, {from}, {side}, {side}]
print(f_{short}.shape, x_{short}.shape)
"
                );
        }
        _ => format!("x_{short}"),
    };
    code + &format!("y_{short} = F.relu(f_{short} + {around})\nprint(y_{short}.shape)\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &BOTTLENECK);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("bottleneck.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let paper = code("compare=paper&width=32");
        assert!(paper.contains("# BasicBlock, 32 -> 32\nx_basic = x[:, :32]\n"), "{paper}");
        assert!(paper.contains("weight(3, 32, 256, 1, 1)"), "{paper}");
        let [conv1, conv2] = ["&stride-on=conv1", ""].map(|on| {
            let code = code(&format!("stride=2&shortcut=zero-pad&in=half{on}"));
            assert!(code.contains("F.pad(x_neck[:, :, ::2, ::2], (0, 0, 0, 0, 0, 128))"), "{code}");
            code
        });
        assert!(conv1.contains("weight(3, 64, 128, 1, 1), stride=2"), "{conv1}");
        assert!(conv2.contains("weight(4, 64, 64, 3, 3), stride=2"), "{conv2}");
    }

    #[test]
    fn what_cannot_be_added_is_not_added() {
        for (settings, shape) in [("stride=2", "[1, 256, 7, 7]"), ("in=half", "[1, 256, 14, 14]")] {
            let code = code(settings);
            assert!(code.contains(&format!("# f_neck is {shape}, x_neck is [1, ")), "{code}");
            assert!(!code.contains("\ny_neck"), "{code}");
        }
        assert!(code("in=half&compare=paper").contains("\ny_basic = F.relu(f_basic + x_basic)\n"));
    }

    /// A number of a link that no step has is taken to the nearest, with a word beyond the ends.
    #[test]
    fn widths_of_nothing_and_of_ten_thousand_are_mended_in_words() {
        let (link, warnings) = crate::decode("width=0&outer=10000", &BOTTLENECK);
        assert_eq!((link.state.int("width"), link.state.int("outer")), (4, 512));
        let said = |lang| warnings.iter().map(|w| w.message(lang)).collect::<String>();
        assert_eq!(
            said(Lang::En),
            "The link says width=0, which is out of range; 4 is used.\
             The link says outer=10000, which is out of range; 512 is used."
        );
        assert!(said(Lang::Zh).contains("outer=10000超出范围，已改用512"));
    }
}
