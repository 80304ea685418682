//! The activation widget: one net with ReLU and with tanh, trained side by side.

use crate::state::State;
use crate::table::{Key, Widget};
use crate::text::{Lang, Text};
use crate::widgets::kernels::STREAMS;
use crate::widgets::make::{NONE, SEED, choice, choices, int, steps, text};
use crate::widgets::trained::{DIGITS, IMPORTS, STEPS};

/// In thousandths: a link has whole numbers.
const THOUSANDTHS: Text = text("‰", "‰");

const fn rate(key: &'static str, default: i32, words: Text) -> Key {
    steps(key, &[1, 3, 10, 30, 100, 300, 1000], default, words, THOUSANDTHS)
}

/// The row of the table. The rates are those at which the logged runs were the fastest.
pub static ACTIVATION: Widget = Widget {
    name: "activation",
    note: "alexnet",
    title: text("ReLU真的比tanh学得快吗？", "Does a net learn faster with ReLU than with tanh?"),
    keys: &[
        choices(
            "start",
            text("初始权重", "First weights"),
            &[
                choice("pytorch", "PyTorch的默认", "PyTorch’s own"),
                choice("he", "He初始化（为ReLU设计）", "He’s, made for ReLU"),
            ],
        ),
        rate("relu-rate", 30, text("ReLU的学习率", "Rate, ReLU")),
        rate("tanh-rate", 300, text("tanh的学习率", "Rate, tanh")),
        int("steps", [50, 500, 50, 200], text("训练步数", "Steps"), NONE),
        SEED,
    ],
    examples: &["v=1&relu-rate=3&tanh-rate=3", "v=1&start=he", "v=1&relu-rate=300&steps=100"],
    exports: &["csv"],
    snippet,
    executed: &[
        "relu-rate=3&tanh-rate=300&seed=7",
        "relu-rate=100&tanh-rate=1&steps=100",
        "start=he&seed=9999&steps=50",
    ],
    results: &["loss", "norms_relu", "norms_tanh", "losses"],
};

/// In the code: what weights start from, PyTorch's way.
const PYTORCH: &str =
    "            u = (2 * uniform(state, count) - 1) * fan_in**-0.5  # PyTorch's default\n";

/// In the code: the kernels start as He et al. 2015 have it.
const HE: &str = "            if name == \"fc\":  # PyTorch's default
                u = (2 * uniform(state, count) - 1) * fan_in**-0.5
            elif part == \"bias\":
                u = np.zeros(count)
            else:  # He et al. 2015, fan-in: Box-Muller
                a, b = uniform(state, 2 * count).reshape(-1, 2).T
                u = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * np.pi * b) * math.sqrt(2 / fan_in)
";

fn snippet(state: &State, _: Lang) -> String {
    let [relu, tanh] = ["relu-rate", "tanh-rate"].map(|key| f64::from(state.int(key)) / 1000.0);
    let (seed, steps) = (state.int("seed"), state.int("steps"));
    let begin = match state.word("start") {
        "he" => HE,
        _ => PYTORCH,
    };
    format!(
        "\
{IMPORTS}
{STREAMS}
{DIGITS}
def net(activation):
    layer = lambda into, out: [nn.Conv2d(into, out, 5, padding=2), activation(), nn.MaxPool2d(2)]
    return nn.Sequential(*layer(3, 16), *layer(16, 16), *layer(16, 32), nn.Flatten(), nn.Linear(128, 10))

seed, steps = {seed}, {steps}
def begin(net):  # each weight has a stream of its own name
    layers = [m for m in net if hasattr(m, \"weight\")]
    for layer, name in zip(layers, [\"conv1\", \"conv2\", \"conv3\", \"fc\"]):
        fan_in = layer.weight[0].numel()
        for part, w in layer.named_parameters():
            state, count = int(stream(seed, 1)[0]) ^ fnv(f\"{{name}}.{{part}}\"), w.numel()
{begin}            w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)

nets = [net(nn.ReLU), net(nn.Tanh)]
for net in nets:
    begin(net)
rates = [{relu}, {tanh}]
optimizers = [torch.optim.SGD(net.parameters(), lr, momentum=0.9) for net, lr in zip(nets, rates)]
{STEPS}loss, (norms_relu, norms_tanh) = losses[0], norms
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
        let (link, warnings) = crate::decode(settings, &ACTIVATION);
        assert_eq!(warnings, [], "{settings}");
        snippet(&link.state, Lang::En)
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(code(""), include_str!("activation.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let other = code("relu-rate=1&tanh-rate=300&seed=7&steps=50");
        assert!(other.contains("\nseed, steps = 7, 50\n"), "{other}");
        assert!(other.contains("\nrates = [0.001, 0.3]\n"), "{other}");
        assert!(!other.contains("math.sqrt") && code("start=he").contains("math.sqrt(2 / fan_in)"));
    }
}
