//! A kernel by formula: its keys and its code.

use crate::cells::cells;
use crate::state::State;
use crate::table::{Choice, Key, Kind};
use crate::text::{Lang, Text};
use crate::widgets::make::{NONE, choice, choices, int, text};

const NAME: Text = text("卷积核", "Kernel");
const GABOR: Choice = choice("gabor", "Gabor条纹", "Gabor stripes");
const EDGE: Choice = choice("edge", "边缘", "edge");
const BLUR: Choice = choice("blur", "模糊", "blur");
const SHARPEN: Choice = choice("sharpen", "锐化", "sharpen");
const BLOB: Choice = choice("blob", "色斑", "colour blob");
const RANDOM: Choice = choice("random", "随机", "random");

/// Which formula.
pub(super) const KERNEL: Key = choices("kernel", NAME, &[GABOR, EDGE, BLUR, SHARPEN, BLOB, RANDOM]);

/// Which formula, or the reader's own cells.
pub(super) const KERNEL_OR_PAINTED: Key = choices(
    "kernel",
    NAME,
    &[GABOR, EDGE, BLUR, SHARPEN, BLOB, RANDOM, choice("painted", "自己画", "painted")],
);

/// The reader's own cells, as `share::cells` reads them. They begin as Sobel's kernel for
/// upright edges.
pub(super) const CELLS: Key = Key {
    key: "cells",
    kind: Kind::Text { max_chars: 225, default: text("a01b02a01", "a01b02a01") },
    words: text("画的格子", "Painted cells"),
    unit: NONE,
};

/// Which way stripes and edges run.
pub(super) const ANGLE: Key =
    int("angle", [0, 165, 15, 45], text("角度", "Angle"), text("度", "°"));

/// In the code: the lines that make `w`, `[3, k, k]` in f64, as `nets::filters` does.
pub(super) fn lines(state: &State, k: i32) -> String {
    let (angle, seed) = (state.int("angle"), state.int("seed"));
    // The smallest Gabor and edge have no room for a wave or a slope: a blur.
    let word = match state.word("kernel") {
        "gabor" if k < 3 => "blur",
        "edge" if k < 2 => "blur",
        word => word,
    };
    if word == "painted" {
        return painted(&cells(state.text("cells", Lang::En), k.unsigned_abs() as usize), k);
    }
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

/// Levels as the reader painted them, row by row.
fn painted(levels: &[i32], k: i32) -> String {
    let row = |row: &[i32]| {
        let row: Vec<String> = row.iter().map(i32::to_string).collect();
        format!("    [{}],\n", row.join(", "))
    };
    let rows: String = levels.chunks(k.max(1) as usize).map(row).collect();
    format!(
        "\
k = {k}
g = torch.tensor([
{rows}], dtype=torch.float64)
g = g / max(g.abs().sum(), 1)
w = g.expand(3, k, k) / 3
"
    )
}

/// In the code: `weight(stream, *shape)`, as `nets::seeded` makes them.
pub(super) fn seeded(seed: i32) -> String {
    format!(
        "\
def weight(n, *shape):  # SplitMix64; uniform within ±sqrt(6 / fan-in) (He et al. 2015)
    i = np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    z = i * 0x9E3779B97F4A7C15 + ({seed} * 100 + n)
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    u = ((z ^ z >> 31) >> 11) * 2.0**-53
    w = math.sqrt(6 / math.prod(shape[1:])) * (2 * u - 1)
    return torch.tensor(w.astype(np.float32)).double().view(shape)
"
    )
}

/// In the code: random numbers of a stream's state, and the state of a name, as `nets` has them.
pub(super) const STREAMS: &str = "\
def fnv(words, state=0xCBF29CE484222325):  # FNV-1a
    for byte in words.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state
def stream(state, count):  # SplitMix64
    z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(state)
    z = (z ^ z >> 30) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> 27) * np.uint64(0x94D049BB133111EB)
    return z ^ z >> 31
def uniform(state, count):
    return (stream(state, count) >> 11) * 2.0**-53
";

/// In the code: the weights of a net whose last layer is `fc`, from `seed`, as `nets` has them.
pub(super) const BEGIN: &str = "\
def begin(net):  # each weight has a stream of its own name
    for name, w in net.named_parameters():
        state, count = int(stream(seed, 1)[0]) ^ fnv(name), w.numel()
        if name.startswith(\"fc\"):
            u = (2 * uniform(state, count) - 1) * net.fc.in_features**-0.5
        elif w.dim() == 4:  # He et al. 2015, fan-out: Box-Muller
            a, b = uniform(state, 2 * count).reshape(-1, 2).T
            u = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * np.pi * b) * math.sqrt(2 / (len(w) * w[0, 0].numel()))
        else:
            continue
        w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)
    for name, w in net.named_parameters():
        if w.dim() == 1 and \"conv\" in name:
            nn.init.zeros_(w)
";
