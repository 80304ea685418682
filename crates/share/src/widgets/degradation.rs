//! The degradation widget: a plain net and its twin with shortcuts, trained side by side.

use crate::state::State;
use crate::table::{Key, Kind, Widget};
use crate::text::Lang;
use crate::widgets::kernels::STREAMS;
use crate::widgets::make::{NONE, choice, choices, int, steps, text};
use crate::widgets::trained::{DIGITS, IMPORTS, STEPS};

/// The row of the table.
pub static DEGRADATION: Widget = Widget {
    name: "degradation",
    note: "resnet",
    title: text("更深的网络，学得更慢？", "Does a deeper net learn more slowly?"),
    keys: &[
        steps("depth", &[8, 14, 20, 56], 56, text("层数", "Layers"), NONE),
        choices(
            "norm",
            text("批归一化", "Batch norm"),
            &[
                choice("batch", "有（每个卷积之后）", "yes, behind every convolution"),
                choice("none", "没有", "none"),
            ],
        ),
        int("steps", [50, 1000, 50, 200], text("训练步数", "Steps"), NONE),
        int("seed", [0, 9999, 1, 1], text("随机种子", "Seed"), NONE),
        Key {
            key: "at",
            kind: Kind::Int { min: 0, max: 1000, step: 1, default: 0 },
            words: text("逐层看第几步（0是最新）", "Layers at step (0: newest)"),
            unit: NONE,
        },
    ],
    examples: &["v=1&depth=20", "v=1&at=1", "v=1&depth=20&norm=none", "v=1&depth=8&steps=100"],
    exports: &["csv"],
    snippet,
    executed: &["depth=8", "depth=14&norm=none&seed=7", "depth=20&steps=100&seed=3"],
    results: &["loss", "norms_plain", "norms_residual", "losses"],
};

fn snippet(state: &State, _lang: Lang) -> String {
    let (blocks, seed, steps) =
        ((state.int("depth") - 2) / 6, state.int("seed"), state.int("steps"));
    let (bias, norm) = match state.word("norm") {
        "none" => ("True", "nn.Identity()"),
        _ => ("False", "nn.BatchNorm2d(out)"),
    };
    format!(
        "\
{IMPORTS}
{STREAMS}
{DIGITS}
def conv(into, out, stride=1):
    return nn.Conv2d(into, out, 3, stride, 1, bias={bias})
def norm(out):
    return {norm}
class Block(nn.Module):
    def __init__(self, into, out, stride, residual):
        super().__init__()
        self.conv1, self.bn1 = conv(into, out, stride), norm(out)
        self.conv2, self.bn2 = conv(out, out), norm(out)
        self.stride, self.residual = stride, residual
    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.residual:  # every stride-th pixel, zeros for new channels (option A)
            x = x[:, :, ::self.stride, ::self.stride]
            y = y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))
        return F.relu(y)
class Net(nn.Module):
    def __init__(self, residual, n={blocks}):  # 6n + 2 layers
        super().__init__()
        self.conv1, self.bn1 = conv(3, 8), norm(8)
        stage = lambda into, out, stride: nn.Sequential(*[
            Block(out if i else into, out, 1 if i else stride, residual) for i in range(n)])
        self.layer1, self.layer2, self.layer3 = stage(8, 8, 1), stage(8, 16, 2), stage(16, 32, 2)
        self.fc = nn.Linear(32, 10)
    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))

seed, steps = {seed}, {steps}
def begin(net):  # each weight has a stream of its own name
    for name, w in net.named_parameters():
        state, count = int(stream(seed, 1)[0]) ^ fnv(name), w.numel()
        if name.startswith(\"fc\"):
            u = (2 * uniform(state, count) - 1) * 32**-0.5
        elif w.dim() == 4:  # He et al. 2015, fan-out: Box-Muller
            a, b = uniform(state, 2 * count).reshape(-1, 2).T
            u = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * np.pi * b) * math.sqrt(2 / (9 * len(w)))
        else:
            continue
        w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)
    for name, w in net.named_parameters():
        if w.dim() == 1 and \"conv\" in name:
            nn.init.zeros_(w)

nets = [Net(residual=False), Net(residual=True)]
for net in nets:
    begin(net)
optimizers = [torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4) for net in nets]
{STEPS}loss, (norms_plain, norms_residual) = losses[0], norms
for net in nets:
    wrong = net.eval()(test).argmax(1) != test_labels
    print(wrong.double().mean())
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(settings: &str) -> String {
        let (link, warnings) = crate::decode(settings, &DEGRADATION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("degradation.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        for (settings, line) in [
            ("depth=20", "n=3):  # 6n + 2 layers"),
            ("norm=none", "stride, 1, bias=True)\ndef norm(out):\n    return nn.Identity()\n"),
            ("seed=7&steps=50", "\nseed, steps = 7, 50\n"),
        ] {
            assert!(code(settings).contains(line), "{settings}: {}", code(settings));
        }
        // What is looked at changes nothing.
        assert_eq!(code("at=7"), code(""));
    }
}
