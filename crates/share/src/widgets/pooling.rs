//! The pooling widget: windows that overlap, and windows that do not, over one activation.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels;
use crate::widgets::make::{NONE, PICTURE, SEED, choice, choices, file, int, text};

/// The row of the table. The defaults are AlexNet's pool1: z = 3, s = 2 over 55×55 (section 3.4).
pub static POOLING: Widget = Widget {
    name: "pooling",
    note: "alexnet",
    title: text(
        "池化窗口重叠与不重叠，差在哪里？",
        "What does it change if pooling windows overlap?",
    ),
    keys: &[
        int("size", [1, 7, 1, 3], text("窗口边长z", "Window z"), CELLS),
        int("stride", [1, 7, 1, 2], text("步幅s", "Stride s"), CELLS),
        choices(
            "take",
            text("取什么", "Take the"),
            &[choice("max", "最大值", "maximum"), choice("average", "平均值", "average")],
        ),
        PICTURE,
        kernels::KERNEL,
        kernels::ANGLE,
        SEED,
        int("row", [0, 54, 1, 11], text("所选行", "Selected row"), NONE),
        int("column", [0, 54, 1, 9], text("所选列", "Selected column"), NONE),
    ],
    examples: &[
        "v=1&size=2",
        "v=1&size=5&stride=1",
        "v=1&take=average",
        "v=1&size=2&stride=3&picture=coffee&kernel=edge",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "size=2&stride=3&take=average&picture=coffee&kernel=edge&angle=90",
        "size=7&stride=4&picture=brick&kernel=random&seed=7",
        "size=1&stride=5&picture=rocket&kernel=blob",
        "size=5&stride=3&take=average&picture=astronaut&kernel=sharpen",
    ],
    results: &["p", "q"],
};

/// The unit of windows and steps.
const CELLS: crate::text::Text = text("格", "cells");

fn snippet(state: &State, _: Lang) -> String {
    let (z, s) = (state.int("size"), state.int("stride"));
    let pool = if state.word("take") == "average" { "avg_pool2d" } else { "max_pool2d" };
    let (file, kernel) = (file(state.word("picture")), kernels::lines(state, 11));
    let windows = match z - s {
        1.. => "windows overlap",
        0 => "windows lie side by side",
        _ => "between windows, cells are left out",
    };
    format!(
        "\
import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image

{file}x = np.array(Image.open(file).convert(\"RGB\"))[14:241, 14:241]
x = torch.tensor(x).permute(2, 0, 1)[None] / 255  # [1, 3, 227, 227]

{kernel}w = w[None].float()  # [1, 3, 11, 11]

a = F.relu(F.conv2d(x, w, stride=4))  # [1, 1, 55, 55]
p = F.{pool}(a, {z}, {s})  # z = {z}, s = {s}: {windows}
q = F.{pool}(a, {s}, {s})  # z = s = {s}
print(p.shape, q.shape)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &POOLING);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("pooling.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, words) in [
            ("size=2", "p = F.max_pool2d(a, 2, 2)  # z = 2, s = 2: windows lie side by side"),
            ("stride=4", "p = F.max_pool2d(a, 3, 4)  # z = 3, s = 4: between windows, cells"),
            ("take=average&stride=1", "q = F.avg_pool2d(a, 1, 1)  # z = s = 1"),
            ("kernel=random&seed=9", "k, state = 11, 9"),
        ] {
            assert!(code(settings).contains(words), "{}", code(settings));
        }
    }
}
