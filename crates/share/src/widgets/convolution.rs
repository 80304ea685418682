//! The convolution widget: one kernel over one photograph.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::make::{NONE, PICTURE, PIXELS, choice, choices, file, int, text};

/// The row of the table. The defaults are AlexNet's first layer: 11×11, stride 4, on 227.
pub static CONVOLUTION: Widget = Widget {
    name: "convolution",
    note: "alexnet",
    title: text("一个卷积核在照片上看见什么？", "What does one kernel see in a photograph?"),
    keys: &[
        PICTURE,
        choices(
            "kernel",
            text("卷积核", "Kernel"),
            &[
                choice("gabor", "Gabor条纹", "Gabor stripes"),
                choice("edge", "边缘", "edge"),
                choice("blur", "模糊", "blur"),
                choice("sharpen", "锐化", "sharpen"),
                choice("blob", "色斑", "colour blob"),
                choice("random", "随机", "random"),
            ],
        ),
        int("stride", [1, 8, 1, 4], text("步幅", "Stride"), PIXELS),
        int("size", [1, 15, 1, 11], text("核的边长", "Kernel size"), PIXELS),
        int("padding", [0, 8, 1, 0], text("填充", "Padding"), PIXELS),
        int("dilation", [1, 4, 1, 1], text("空洞", "Dilation"), PIXELS),
        int("angle", [0, 165, 15, 45], text("角度", "Angle"), text("度", "°")),
        int("seed", [0, 9999, 1, 1], text("随机种子", "Seed"), NONE),
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
    ],
    examples: &[
        "v=1&stride=1",
        "v=1&kernel=edge&stride=1&size=3&padding=1&angle=0",
        "v=1&picture=coffee&kernel=blob",
        "v=1&side=224",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "kernel=edge&stride=2&size=4&padding=3&angle=120&side=64&picture=coffee",
        "kernel=random&seed=7&size=5&dilation=3&side=65&channels=g",
        "kernel=sharpen&stride=3&size=9&side=80&picture=brick",
        "kernel=blob&stride=5&size=7&side=90&picture=rocket",
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
    let kernel = kernel(state);
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

/// The lines that make `w`, `[3, k, k]` in f64, as `nets::filters` does.
fn kernel(state: &State) -> String {
    let (k, angle, seed) = (state.int("size"), state.int("angle"), state.int("seed"));
    // The smallest Gabor and edge have no room for a wave or a slope: a blur.
    let word = match state.word("kernel") {
        "gabor" if k < 3 => "blur",
        "edge" if k < 2 => "blur",
        word => word,
    };
    if word == "random" {
        return format!(
            "\
k, state = {k}, {seed}
def uniform():  # SplitMix64
    global state
    state = (state + 0x9E3779B97F4A7C15) % 2**64
    z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return ((z ^ z >> 31) >> 11) * 2**-53
def normal():  # Box-Muller
    a, b = uniform(), uniform()
    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)
w = [normal() / math.sqrt(3 * k * k) for _ in range(3 * k * k)]
w = torch.tensor(w, dtype=torch.float64).view(3, k, k)
"
        );
    }
    let slope = match word {
        "gabor" | "edge" => format!(
            "angle = math.radians({angle})\nt = u * math.cos(angle) + v * math.sin(angle)\n"
        ),
        _ => String::new(),
    };
    let plane = match word {
        "gabor" => {
            "\
g = gauss * torch.cos(2 * math.pi * t / max(k / 2, 2))
g = g - g.mean()
g = g / g.abs().sum()
"
        }
        "edge" => "g = t * gauss\ng = g / g.abs().sum()\n",
        "sharpen" => "g = -gauss / gauss.sum()\ng[k // 2, k // 2] += 2\n",
        _ => "g = gauss / gauss.sum()\n",
    };
    let colours = match word {
        "blob" => "w = g * torch.tensor([1, -0.5, -0.5]).view(3, 1, 1)\n",
        _ => "w = g.expand(3, k, k) / 3\n",
    };
    format!(
        "\
k = {k}
c = torch.arange(k, dtype=torch.float64) - (k - 1) / 2
v, u = torch.meshgrid(c, c, indexing=\"ij\")
gauss = torch.exp(-(u**2 + v**2) / (2 * max(k / 5, 0.5)**2))
{slope}{plane}{colours}"
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
    fn what_is_too_small_is_not_pooled() {
        let small = "side=64&size=15&dilation=4";
        assert!(!code(&format!("{small}&stride=4")).contains("max_pool2d"), "an output of 2");
        assert!(code(&format!("{small}&stride=3")).contains("max_pool2d"), "an output of 3");
    }

    #[test]
    fn every_kernel_has_lines_of_its_own() {
        let words = ["gabor", "edge", "blur", "sharpen", "blob", "random"];
        let all = words.map(|word| code(&format!("kernel={word}")));
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{}", words[at]);
        }
        assert_eq!(code("kernel=gabor&size=2"), code("kernel=blur&size=2"));
        assert_eq!(code("kernel=edge&size=1"), code("kernel=blur&size=1"));
    }
}
