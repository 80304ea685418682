//! The convolution widget: one kernel over one photograph.

use crate::state::State;
use crate::table::{Choice, Key, Kind, Widget};
use crate::text::Text;

const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

const fn choice(word: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice { word, text: text(zh, en) }
}

const fn int(
    key: &'static str,
    [min, max, step, default]: [i32; 4],
    words: Text,
    unit: Text,
) -> Key {
    Key { key, kind: Kind::Int { min, max, step, default }, words, unit }
}

const PIXELS: Text = text("像素", "px");
const NONE: Text = text("", "");

/// The row of the table. The defaults are AlexNet's first layer: 11×11, stride 4, on 227.
pub static CONVOLUTION: Widget = Widget {
    name: "convolution",
    note: "alexnet",
    title: text("一个卷积核在照片上看见什么？", "What does one kernel see in a photograph?"),
    keys: &[
        Key {
            key: "picture",
            kind: Kind::Choice(&[
                choice("chelsea", "猫", "cat"),
                choice("coffee", "咖啡", "coffee"),
                choice("astronaut", "宇航员", "astronaut"),
                choice("rocket", "火箭", "rocket"),
                choice("camera", "摄影师", "cameraman"),
                choice("brick", "砖墙", "bricks"),
                choice("own", "自己的图片", "your own"),
            ]),
            words: text("照片", "Picture"),
            unit: NONE,
        },
        Key {
            key: "kernel",
            kind: Kind::Choice(&[
                choice("gabor", "Gabor条纹", "Gabor stripes"),
                choice("edge", "边缘", "edge"),
                choice("blur", "模糊", "blur"),
                choice("sharpen", "锐化", "sharpen"),
                choice("blob", "色斑", "colour blob"),
                choice("random", "随机", "random"),
            ]),
            words: text("卷积核", "Kernel"),
            unit: NONE,
        },
        int("stride", [1, 8, 1, 4], text("步幅", "Stride"), PIXELS),
        int("size", [1, 15, 1, 11], text("核的边长", "Kernel size"), PIXELS),
        int("padding", [0, 8, 1, 0], text("填充", "Padding"), PIXELS),
        int("dilation", [1, 4, 1, 1], text("空洞", "Dilation"), PIXELS),
        int("angle", [0, 165, 15, 45], text("角度", "Angle"), text("度", "°")),
        int("seed", [0, 9999, 1, 1], text("随机种子", "Seed"), NONE),
        Key {
            key: "channels",
            kind: Kind::Choice(&[
                choice("rgb", "红绿蓝", "red, green, blue"),
                choice("r", "红", "red"),
                choice("g", "绿", "green"),
                choice("b", "蓝", "blue"),
            ]),
            words: text("读取的通道", "Channels read"),
            unit: NONE,
        },
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
};

/// The PyTorch code of exactly this state.
#[must_use]
pub fn snippet(state: &State) -> String {
    let (size, angle, seed) = (state.int("size"), state.int("angle"), state.int("seed"));
    let gaussian = format!(
        "k, angle = {size}, math.radians({angle})\nv, u = torch.meshgrid(*[torch.arange(k, dtype=torch.float64) - (k - 1) / 2] * 2, indexing=\"ij\")\nt = u * math.cos(angle) + v * math.sin(angle)\ngauss = torch.exp(-(u**2 + v**2) / (2 * max(k / 5, 0.5)**2))\n"
    );
    let same = "w = g.expand(3, k, k) / 3\n";
    let kernel = match state.word("kernel") {
        "gabor" if size > 2 => format!(
            "{gaussian}g = gauss * torch.cos(2 * math.pi * t / max(k / 2, 2))\ng = (g - g.mean()) / (g - g.mean()).abs().sum()\n{same}"
        ),
        "edge" if size > 1 => {
            format!("{gaussian}g = t * gauss / (t * gauss).abs().sum()\n{same}")
        }
        "sharpen" => format!("{gaussian}g = -gauss / gauss.sum()\ng[k // 2, k // 2] += 2\n{same}"),
        "blob" => format!(
            "{gaussian}w = gauss / gauss.sum() * torch.tensor([1, -0.5, -0.5]).view(3, 1, 1)\n"
        ),
        "random" => format!(
            "k, state = {size}, {seed}\ndef uniform():  # SplitMix64\n    global state\n    state = (state + 0x9E3779B97F4A7C15) % 2**64\n    z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64\n    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64\n    return ((z ^ z >> 31) >> 11) * 2**-53\ndef normal():  # Box-Muller\n    a, b = uniform(), uniform()\n    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)\nw = torch.tensor([normal() for _ in range(3 * k * k)], dtype=torch.float64).view(3, k, k) / math.sqrt(3 * k * k)\n"
        ),
        _ => format!("{gaussian}g = gauss / gauss.sum()\n{same}"),
    };
    let mask = match state.word("channels") {
        "r" => "w = w * torch.tensor([1, 0, 0]).view(3, 1, 1)\n",
        "g" => "w = w * torch.tensor([0, 1, 0]).view(3, 1, 1)\n",
        "b" => "w = w * torch.tensor([0, 0, 1]).view(3, 1, 1)\n",
        _ => "",
    };
    let side = state.int("side");
    let from = (256 - side) / 2;
    let to = from + side;
    let file = match state.word("picture") {
        "own" => "your-picture.png\"  # cropped to a square and scaled to 256×256",
        _ => "\"",
    };
    let open = if file == "\"" {
        format!("\"{}.png\"", state.word("picture"))
    } else {
        format!("\"{file}")
    };
    let (stride, padding, dilation) =
        (state.int("stride"), state.int("padding"), state.int("dilation"));
    format!(
        "import math\nimport numpy as np, torch\nimport torch.nn.functional as F\nfrom PIL import Image\n\nfile = {open}\nx = torch.tensor(np.array(Image.open(file).convert(\"RGB\"))[{from}:{to}, {from}:{to}] / np.float32(255))\nx = x.permute(2, 0, 1)[None]  # [1, 3, {side}, {side}]\n\n{kernel}{mask}w = w[None].float()  # [1, 3, {size}, {size}]\n\ny = F.conv2d(x, w, stride={stride}, padding={padding}, dilation={dilation})\nr = F.relu(y)\np = F.max_pool2d(r, 3, 2) if min(r.shape[2:]) >= 3 else None\nprint(y.shape, y.min(), y.max())\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_says_the_state() {
        let (state, _) = State::read(
            &CONVOLUTION,
            &[("stride".into(), "2".into()), ("side".into(), "224".into())],
        );
        let code = snippet(&state);
        assert!(code.contains("stride=2, padding=0, dilation=1"), "{code}");
        assert!(code.contains("[16:240, 16:240]"), "{code}");
        assert!(code.contains("file = \"chelsea.png\"\n"), "{code}");
    }
}
