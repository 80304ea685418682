//! The complexity widget: kinds of layer compared, and two of them timed.

use crate::state::State;
use crate::table::Widget;
use crate::text::Lang;
use crate::widgets::kernels::STREAMS;
use crate::widgets::make::{NONE, SEED, int, steps, text};

/// The numbers of positions that there are to choose from.
pub const POSITIONS: &[i32] = &[
    1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048,
    3072, 4096, 6144, 8192, 12_288, 16_384, 24_576, 32_768, 49_152, 65_536,
];

/// The row of the table.
pub static COMPLEXITY: Widget = Widget {
    name: "complexity",
    note: "transformer",
    title: text(
        "自注意力和循环，哪个省，哪个快？",
        "Attention or recurrence: which is cheaper, which is faster?",
    ),
    keys: &[
        steps("n", POSITIONS, 32, text("句长n", "Positions n"), NONE),
        steps(
            "width",
            &[8, 16, 32, 64, 128, 256, 512, 768, 1024, 2048],
            512,
            text("维数d", "Width d"),
            NONE,
        ),
        int("k", [2, 15, 1, 3], text("卷积核宽k", "Kernel k"), NONE),
        steps(
            "r",
            &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
            16,
            text("邻域r", "Neighbourhood r"),
            NONE,
        ),
        SEED,
    ],
    examples: &["v=1&n=512", "v=1&n=3072", "v=1&n=1024&width=64", "v=1&n=128&width=128&k=5&r=64"],
    exports: &["csv"],
    snippet,
    executed: &[
        "n=8&width=16&seed=3",
        "n=512&width=64&k=5&r=64",
        "n=1&width=8&k=15&r=1024",
        "n=96&width=256&k=2&seed=7",
    ],
    results: &["attended", "recurrent", "work", "paths", "layer"],
};

fn snippet(state: &State, _: Lang) -> String {
    let [n, d, k, r, seed] = ["n", "width", "k", "r", "seed"].map(|key| state.int(key));
    format!(
        "\
import math, time
import numpy as np, torch
import torch.nn as nn
torch.set_default_dtype(torch.float64)

{STREAMS}
n, d, k, r, seed = {n}, {d}, {k}, {r}, {seed}
def drawn(name, rows, most):  # a stream of its own for every name
    z = most * (2 * uniform(fnv(name, 0xCBF29CE484222325 + seed), rows * d) - 1)
    return torch.tensor(z.astype(np.float32)).double().view(rows, d)
x, w, u = drawn(\"x\", n, 1), drawn(\"w\", d, d**-0.5), drawn(\"u\", d, d**-0.5)

def attention():  # without projections, as table 1 counts it
    return (x @ x.T / math.sqrt(d)).softmax(-1) @ x
rnn = nn.RNN(d, d, bias=False)  # h_t = tanh(W x_t + U h_(t-1))
rnn.weight_ih_l0.data, rnn.weight_hh_l0.data = w, u
with torch.no_grad():
    attended, recurrent = attention()[-1], rnn(x)[0][-1]
    for name, layer in [(\"attention\", attention), (\"recurrent\", lambda: rnn(x))]:
        began = time.perf_counter()
        layer()
        print(name, 1e3 * (time.perf_counter() - began), \"ms\")

# Self-attention, recurrent, convolutional, restricted: work and longest path as in table 1.
reach, layers = 1, 0
while reach < n:  # of dilated kernels
    reach, layers = reach * k, layers + 1
work = torch.tensor([n * n * d, n * d * d, k * n * d * d, min(r, n) * n * d]).double()
paths = torch.tensor([1, n, max(layers, 1), math.ceil(n / r)]).double()
# An encoder layer, its feed-forward net 4 d wide: all multiply-adds, and those of attention.
layer = torch.tensor([12 * n * d * d + 2 * n * n * d, 2 * n * n * d]).double()
print(work, paths, layer)
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        let code = snippet(&State::of(&COMPLEXITY), Lang::En);
        assert_eq!(code, include_str!("complexity.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let (link, warnings) = crate::decode("n=3072&width=64&k=5&r=8&seed=9", &COMPLEXITY);
        assert_eq!(warnings, []);
        let code = snippet(&link.state, Lang::En);
        assert!(code.contains("n, d, k, r, seed = 3072, 64, 5, 8, 9\n"), "{code}");
    }
}
