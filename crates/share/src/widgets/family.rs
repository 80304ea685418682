//! The family widget: the ResNets of table 1, counted and run.

use crate::state::State;
use crate::table::{Key, Widget};
use crate::text::{Lang, Text};
use crate::widgets::kernels::{BEGIN, STREAMS};
use crate::widgets::make::{NONE, PICTURE, SEED, choice, choices, file, int, text};

/// How many blocks a stage of an own net has.
const fn blocks(key: &'static str, words: Text) -> Key {
    int(key, [1, 48, 1, 2], words, text("块", ""))
}

/// The row of the table. Own nets begin as ResNet-18.
pub static FAMILY: Widget = Widget {
    name: "family",
    note: "resnet",
    title: text("表1里的五个网络，差别在哪里？", "Where do the five nets of table 1 differ?"),
    keys: &[
        choices(
            "net",
            text("网络", "Net"),
            &[
                choice("resnet18", "ResNet-18", "ResNet-18"),
                choice("resnet34", "ResNet-34", "ResNet-34"),
                choice("resnet50", "ResNet-50", "ResNet-50"),
                choice("resnet101", "ResNet-101", "ResNet-101"),
                choice("resnet152", "ResNet-152", "ResNet-152"),
                choice("own", "自己搭一个", "one of your own"),
            ],
        ),
        choices(
            "stage",
            text("看哪一段", "Stage"),
            &[
                choice("conv3", "conv3_x", "conv3_x"),
                choice("conv1", "conv1", "conv1"),
                choice("conv2", "conv2_x", "conv2_x"),
                choice("conv4", "conv4_x", "conv4_x"),
                choice("conv5", "conv5_x", "conv5_x"),
                choice("fc", "fc", "fc"),
            ],
        ),
        choices(
            "block",
            text("块", "Block"),
            &[
                choice("basic", "BasicBlock", "BasicBlock"),
                choice("bottleneck", "瓶颈块", "bottleneck"),
            ],
        ),
        blocks("n2", text("conv2_x", "conv2_x")),
        blocks("n3", text("conv3_x", "conv3_x")),
        blocks("n4", text("conv4_x", "conv4_x")),
        blocks("n5", text("conv5_x", "conv5_x")),
        int("width", [4, 256, 4, 64], text("conv2_x的宽度", "Width of conv2_x"), NONE),
        choices(
            "stride",
            text("瓶颈块的步幅放在", "A bottleneck’s stride"),
            &[
                choice("conv2", "3×3（torchvision）", "on the 3×3 (torchvision)"),
                choice("conv1", "第一个1×1（作者的代码）", "on the first 1×1 (the authors)"),
            ],
        ),
        choices(
            "shortcut",
            text("换形状处的捷径", "Where shapes change"),
            &[
                choice("projection", "投影（B）", "projection (B)"),
                choice("zero-pad", "补零（A）", "zero padding (A)"),
                choice("none", "处处没有捷径", "no shortcut anywhere"),
            ],
        ),
        PICTURE,
        SEED,
        int("top", [1, 10, 1, 5], text("前k名", "Top k"), NONE),
    ],
    examples: &[
        "v=1&net=resnet50&stage=conv4",
        "v=1&net=resnet50&stride=conv1",
        "v=1&net=resnet34&shortcut=none",
        "v=1&net=own&block=bottleneck&n2=1&n3=1&n4=1&n5=1&width=32",
    ],
    exports: &["csv", "svg"],
    snippet,
    executed: &[
        "net=own&block=bottleneck&n2=1&n3=2&n4=1&n5=1&width=16&stride=conv1&seed=3",
        "net=own&n2=1&n3=1&n4=2&n5=1&width=8&shortcut=zero-pad&picture=coffee",
        "net=own&n2=2&n3=1&n4=1&n5=1&width=12&shortcut=none&picture=rocket&seed=7",
        "net=resnet50",
    ],
    results: &["parameters", "multiply_adds", "y"],
};

/// Blocks of a state's stages, whether they are bottlenecks, and the width.
fn sizes(state: &State) -> ([i32; 4], bool, i32) {
    match state.word("net") {
        "resnet18" => ([2, 2, 2, 2], false, 64),
        "resnet34" => ([3, 4, 6, 3], false, 64),
        "resnet50" => ([3, 4, 6, 3], true, 64),
        "resnet101" => ([3, 4, 23, 3], true, 64),
        "resnet152" => ([3, 8, 36, 3], true, 64),
        _ => (
            ["n2", "n3", "n4", "n5"].map(|key| state.int(key)),
            state.word("block") == "bottleneck",
            state.int("width"),
        ),
    }
}

fn snippet(state: &State, _: Lang) -> String {
    let (blocks, neck, width) = sizes(state);
    let (seed, top) = (state.int("seed"), state.int("top"));
    let file = file(state.word("picture"));
    let (kernel, out) = if neck { (1, "4 * width") } else { (3, "width") };
    // The first convolution of a BasicBlock has the stride in either code.
    let first = !neck || state.word("stride") == "conv1";
    let [one, two] = if first { [", stride", ""] } else { ["", ", stride"] };
    let last = if neck { "3" } else { "2" };
    let (third, before) = match neck {
        true => (
            "        self.conv3, self.bn3 = conv(width, out, 1), nn.BatchNorm2d(out)\n",
            "        y = F.relu(self.bn2(self.conv2(y)))\n",
        ),
        false => ("", ""),
    };
    let (made, around) = match state.word("shortcut") {
        "none" => ("", "        return F.relu(y)\n"),
        "zero-pad" => (
            "        self.stride = stride\n",
            "        x = x[:, :, ::self.stride, ::self.stride]  # zeros for new channels (option A)
        return F.relu(y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1])))\n",
        ),
        _ => (
            "        self.downsample = nn.Sequential()
        if stride != 1 or into != out:  # projection (option B)
            self.downsample = nn.Sequential(conv(into, out, 1, stride), nn.BatchNorm2d(out))\n",
            "        return F.relu(y + self.downsample(x))\n",
        ),
    };
    let [n2, n3, n4, n5] = blocks;
    let name = state.word("net");
    let trained = match name {
        "own" => String::new(),
        name => format!(
            "\
# With weights that have been trained, in place of begin(net):
# from safetensors.torch import load_file, save_file  # pip install safetensors
# save_file(torch.load(\"{name}.pth\"), \"{name}.safetensors\")  # torchvision's file, for this page
# net.load_state_dict(load_file(\"{name}.safetensors\"))
"
        ),
    };
    let expansion = if neck { "4 * " } else { "" };
    format!(
        "\
import math
import numpy as np, torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

{STREAMS}
def conv(into, out, kernel, stride=1):
    return nn.Conv2d(into, out, kernel, stride, kernel // 2, bias=False)
class Block(nn.Module):
    def __init__(self, into, width, stride):
        super().__init__()
        out = {out}
        self.conv1, self.bn1 = conv(into, width, {kernel}{one}), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3{two}), nn.BatchNorm2d(width)
{third}{made}    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
{before}        y = self.bn{last}(self.conv{last}(y))
{around}class Net(nn.Module):
    def __init__(self, blocks, width):
        super().__init__()
        self.conv1, self.bn1 = conv(3, width, 7, 2), nn.BatchNorm2d(width)
        into = width
        for i, n in enumerate(blocks):
            stage = nn.Sequential()
            for j in range(n):
                stage.append(Block(into, width * 2**i, 2 if i > 0 and j == 0 else 1))
                into = {expansion}width * 2**i
            setattr(self, f\"layer{{i + 1}}\", stage)
        self.fc = nn.Linear(into, 1000)
    def rows(self):  # of table 1
        return [lambda x: F.relu(self.bn1(self.conv1(x))),
                lambda x: self.layer1(F.max_pool2d(x, 3, 2, 1)),
                self.layer2, self.layer3, self.layer4, lambda x: self.fc(x.mean((2, 3)))]

net, seed = Net([{n2}, {n3}, {n4}, {n5}], {width}).eval(), {seed}
{BEGIN}\
begin(net)
{trained}
{file}x = np.array(Image.open(file).convert(\"RGB\"))[16:240, 16:240]  # of 256: the middle 224
x = torch.tensor(x).permute(2, 0, 1)[None] / 255
mean, std = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]]).view(2, 3, 1, 1)
x = (x - mean) / std

products = 0
def count(layer, _, y):
    global products
    products += layer.weight.numel() * y[0, 0].numel()
for layer in net.modules():
    if isinstance(layer, (nn.Conv2d, nn.Linear)):
        layer.register_forward_hook(count)
counts, y = [], x
with torch.no_grad():
    for row in net.rows():
        products = 0
        y = row(y)
        counts.append(products)
parts = [[net.conv1, net.bn1], [net.layer1], [net.layer2], [net.layer3], [net.layer4], [net.fc]]
parts = [[p.numel() for part in row for p in part.parameters()] for row in parts]
parameters = torch.tensor([sum(row) for row in parts]).double()
multiply_adds = torch.tensor(counts).double()
print(parameters.sum(), multiply_adds.sum(), torch.softmax(y, 1)[0].topk({top}))
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &FAMILY);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("family.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("net=resnet152", "Net([3, 8, 36, 3], 64)"),
            ("net=resnet50", "conv(width, width, 3, stride)"),
            ("net=resnet50&stride=conv1", "conv(into, width, 1, stride)"),
            ("stride=conv1", "conv(into, width, 3, stride)"),
            ("net=own&n4=9&width=16", "Net([2, 2, 9, 2], 16)"),
            ("shortcut=zero-pad", "::self.stride]  # zeros"),
            ("shortcut=none", "        return F.relu(y)\n"),
            ("net=resnet34", "torch.load(\"resnet34.pth\")"),
            ("picture=coffee&seed=7", "seed = Net([2, 2, 2, 2], 64).eval(), 7\n"),
        ] {
            assert!(code(settings).contains(words), "{words} in {}", code(settings));
        }
        assert!(!code("net=own").contains("load_file"));
        // What is looked at changes nothing.
        assert_eq!(code("stage=fc"), code(""));
    }

    #[test]
    fn a_width_of_nothing_or_ten_thousand_and_a_depth_of_five_are_mended_in_words() {
        let (link, warnings) = crate::decode("net=own&width=0&n2=10000", &FAMILY);
        assert_eq!((link.state.int("width"), link.state.int("n2")), (4, 48));
        let said = |warnings: &[crate::Warning]| {
            warnings.iter().map(|w| w.message(Lang::En)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            said(&warnings),
            "The link says n2=10000, which is out of range; 48 is used. \
             The link says width=0, which is out of range; 4 is used."
        );
        let (link, warnings) = crate::decode("net=resnet5", &FAMILY);
        assert_eq!(link.state.word("net"), "resnet18");
        assert!(said(&warnings).contains("net=resnet5, which is not understood"));
    }
}
