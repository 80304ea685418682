//! The convolution widget: one kernel over one photograph.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels;
use crate::widgets::make::{NONE, PICTURE, PIXELS, SEED, choice, choices, file, int, text};

/// The row of the table. The defaults are AlexNet's first layer: 11×11, stride 4, on 227.
pub static CONVOLUTION: Widget = Widget {
    name: "convolution",
    note: "alexnet",
    title: text("一个卷积核在照片上看见什么？", "What does one kernel see in a photograph?"),
    keys: &[
        PICTURE,
        kernels::KERNEL_OR_PAINTED,
        int("stride", [1, 8, 1, 4], text("步幅", "Stride"), PIXELS),
        int("size", [1, 15, 1, 11], text("核的边长", "Kernel size"), PIXELS),
        int("padding", [0, 8, 1, 0], text("填充", "Padding"), PIXELS),
        int("dilation", [1, 4, 1, 1], text("空洞", "Dilation"), PIXELS),
        kernels::ANGLE,
        SEED,
        choices(
            "channels",
            text("读取的通道", "Channels read"),
            &[
                choice("rgb", "红绿蓝", "red, green, blue"),
                choice("r", "红", "red"),
                choice("g", "绿", "green"),
                choice("b", "蓝", "blue"),
            ],
        ),
        int("side", [64, 256, 1, 227], text("输入边长", "Input side"), PIXELS),
        int("row", [-1, 263, 1, -1], text("所选行", "Selected row"), NONE),
        int("column", [-1, 263, 1, -1], text("所选列", "Selected column"), NONE),
        kernels::CELLS,
    ],
    examples: &[
        "v=1&stride=1",
        "v=1&kernel=edge&stride=1&size=3&padding=1&angle=0",
        "v=1&picture=coffee&kernel=blob",
        "v=1&side=224",
        "v=1&kernel=painted&stride=1&size=3&cells=aaa080aaa",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "kernel=edge&stride=2&size=4&padding=3&angle=120&side=64&picture=coffee",
        "kernel=random&seed=7&size=5&dilation=3&side=65&channels=g",
        "kernel=sharpen&stride=3&size=9&side=80&picture=brick",
        "kernel=blob&stride=5&size=7&side=90&picture=rocket",
        "kernel=painted&stride=2&size=5&side=70&cells=9i01a0b0c",
    ],
    results: &["w", "y"],
};

fn snippet(state: &State, _: Lang) -> String {
    let int = |key: &str| state.int(key);
    let (k, side) = (int("size"), int("side"));
    let [stride, padding, dilation] = ["stride", "padding", "dilation"].map(int);
    let from = (256 - side) / 2;
    let to = from + side;
    let file = file(state.word("picture"));
    let kernel = kernels::lines(state, k);
    let mask = match state.word("channels") {
        "r" => "w = w * torch.tensor([1, 0, 0]).view(3, 1, 1)\n",
        "g" => "w = w * torch.tensor([0, 1, 0]).view(3, 1, 1)\n",
        "b" => "w = w * torch.tensor([0, 0, 1]).view(3, 1, 1)\n",
        _ => "",
    };
    let output = (side + 2 * padding - dilation * (k - 1) - 1) / stride + 1;
    let pool = if output < 3 { "" } else { "p = F.max_pool2d(r, 3, 2)\nprint(p.shape)\n" };
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image

{file}x = np.array(Image.open(file).convert(\"RGB\"))[{from}:{to}, {from}:{to}]
x = torch.tensor(x).permute(2, 0, 1)[None] / 255  # [1, 3, {side}, {side}]

{kernel}{mask}w = w[None].float()  # [1, 3, {k}, {k}]

y = F.conv2d(x, w, stride={stride}, padding={padding}, dilation={dilation})
r = F.relu(y)
print(y.shape, y.min(), y.max())
{pool}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &CONVOLUTION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("convolution.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("stride=2&side=224&channels=g&picture=own&kernel=blob");
        assert!(other.contains("stride=2, padding=0, dilation=1"), "{other}");
        assert!(other.contains("[16:240, 16:240]"), "{other}");
        assert!(other.contains("torch.tensor([0, 1, 0])"), "{other}");
        assert!(other.contains("file = \"your-picture.png\"  # yours"), "{other}");
        assert!(!other.contains("angle"), "{other}");
    }

    #[test]
    fn what_is_painted_is_written_out() {
        let other = code("kernel=painted&size=3&cells=a01b02a01");
        let rows =
            "k = 3\ng = torch.tensor([\n    [-1, 0, 1],\n    [-2, 0, 2],\n    [-1, 0, 1],\n]";
        assert!(other.contains(rows), "{other}");
        assert_eq!(other, code("kernel=painted&size=3"), "Sobel's, which it begins as");
    }

    #[test]
    fn what_is_too_small_is_not_pooled() {
        let small = "side=64&size=15&dilation=4";
        assert!(!code(&format!("{small}&stride=4")).contains("max_pool2d"), "an output of 2");
        assert!(code(&format!("{small}&stride=3")).contains("max_pool2d"), "an output of 3");
    }

    #[test]
    fn every_kernel_has_lines_of_its_own() {
        let words = ["gabor", "edge", "blur", "sharpen", "blob", "random", "painted"];
        let all = words.map(|word| code(&format!("kernel={word}")));
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{}", words[at]);
        }
        assert_eq!(code("kernel=gabor&size=2"), code("kernel=blur&size=2"));
        assert_eq!(code("kernel=edge&size=1"), code("kernel=blur&size=1"));
    }
}
