//! The code that the block widget shows gives the numbers that it shows, and the notes' table
//! says what the change of each block does to the errors: the shipped nets on the shipped
//! pictures, block by block.

use std::{collections::BTreeMap, fs};

use nets::{
    CifarResNet, Net, Spec,
    changed::{Change, redrawn},
    found::usual_names,
    training::Scores,
};
use ops::{Input, OPS, Op, Options, Shortcut, Value};
use share::{State, decode, widgets::block::BLOCK};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

fn read(path: &str) -> BTreeMap<String, Tensor> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    read_safetensors(&bytes).unwrap_or_else(|e| panic!("{path}: {e}")).0
}

/// The pictures of these numbers, row by row of the sheet, as the nets take them.
fn pictures(which: impl Iterator<Item = usize>) -> Tensor {
    let file = fs::File::open(root().join("web/assets/nets/emoji.png")).expect("the pictures");
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut bytes).expect("pixels");
    let values: Vec<f32> = which
        .flat_map(|i| {
            let (left, top) = (i % 49 * 32, i / 49 * 32);
            let rgba = (0..32 * 32).flat_map(|p| {
                let at = ((top + p / 32) * 49 * 32 + left + p % 32) * 3;
                [bytes[at], bytes[at + 1], bytes[at + 2], 255]
            });
            figures::centred(&rgba.collect::<Vec<_>>())
        })
        .collect();
    Tensor::new(&[values.len() / (3 * 32 * 32), 3, 32, 32], values).expect("pictures")
}

/// A shipped net.
struct Shipped {
    spec: CifarResNet,
    net: Net,
    weights: Vec<Tensor>,
    by_name: BTreeMap<String, Tensor>,
}

fn shipped(plain: bool) -> Shipped {
    let name = if plain { "plain" } else { "resnet" };
    let by_name = usual_names(read(&format!("web/assets/nets/{name}.safetensors")));
    let mut spec = CifarResNet::found(&by_name).expect("a net");
    if plain {
        spec.shortcut = Shortcut::None;
    }
    let net = Net::new(Spec::CifarResNet(spec.clone())).expect("a net");
    let (net, weights) = net.read(by_name.clone()).expect("weights");
    Shipped { spec, net, weights, by_name }
}

fn one(name: &str, options: &[(&str, Value)], inputs: &[Option<&Tensor>]) -> Tensor {
    let options = options.iter().map(|(key, v)| ((*key).to_owned(), v.clone()));
    let op = Op::parse(name, &Options(options.collect())).expect("an operation");
    op.forward(inputs).expect("a result").remove(0)
}

impl Shipped {
    /// What the block `at` reads, and with it all before.
    fn read_by(&self, x: &Tensor) -> Vec<Tensor> {
        let blocks = self.spec.blocks();
        let keep: Vec<&str> = blocks.iter().map(|block| block.input.as_str()).collect();
        let mut made = self.net.run(&self.weights, &[x], &keep).expect("a forward");
        made.remove(0);
        made
    }

    fn weight(&self, at: usize, name: &str) -> Option<&Tensor> {
        self.by_name.get(&format!("{}.{name}", self.spec.blocks()[at].name))
    }

    /// A block's y, F(x) and what its shortcut brings.
    fn block(&self, at: usize, x: &Tensor, shortcut: &str) -> Vec<Tensor> {
        let stride = Value::Number(self.spec.blocks()[at].stride as f64);
        let options = [("stride", stride), ("shortcut", Value::Word(shortcut.to_owned()))];
        let options = options.map(|(key, value)| (key.to_owned(), value));
        let op = Op::parse("basicBlock", &Options(options.into())).expect("a block");
        let row = OPS.iter().find(|row| row.name == "basicBlock").expect("a row");
        let find = |name: &&str| match *name {
            "x" => Some(x),
            name => self.weight(at, name),
        };
        let given = row.inputs.iter().map(|n| Input::parse(n).names.iter().find_map(find));
        op.forward(&given.collect::<Vec<_>>()).expect("a block that fits")
    }

    /// F(x) by the trained kernels or by random ones.
    fn residual(&self, at: usize, x: &Tensor, change: &Change) -> Tensor {
        let weight = |name: String| self.weight(at, &name);
        let mut y = x.clone();
        for (n, stride) in [(1, self.spec.blocks()[at].stride), (2, 1)] {
            let trained = weight(format!("conv{n}.weight")).expect("kernels");
            let w = match change.random {
                Some(seed) => redrawn(seed, n, trained),
                None => trained.clone(),
            };
            let stride =
                [("stride", Value::Number(stride as f64)), ("padding", Value::Number(1.0))];
            y = one("conv2d", &stride, &[Some(&y), Some(&w), None]);
            let of = |part: &str| weight(format!("bn{n}.{part}"));
            let statistics = ["running_mean", "running_var", "weight", "bias"].map(of);
            let [mean, var, gamma, beta] = statistics;
            y = one("batchNorm", &[], &[Some(&y), mean, var, gamma, beta]);
            if n == 1 {
                y = one("relu", &[], &[Some(&y)]);
            }
        }
        y
    }

    /// F(x) as it goes into the sum, the sum, the logits.
    fn changed(&self, at: usize, x: &Tensor, change: &Change) -> [Tensor; 3] {
        let blocks = self.spec.blocks();
        let f = self.residual(at, x, change);
        let f = Tensor::from_fn(f.shape(), |i| f.data()[i] * change.scale);
        let f = if change.early_relu { one("relu", &[], &[Some(&f)]) } else { f };
        let plain = self.spec.shortcut == Shortcut::None;
        let sum = if plain || change.cut {
            f.clone()
        } else {
            let brought = &self.block(at, x, blocks[at].shortcut(self.spec.shortcut))[2];
            one("add", &[], &[Some(&f), Some(brought)])
        };
        let y = if change.early_relu { sum.clone() } else { one("relu", &[], &[Some(&sum)]) };
        let y = (at + 1..blocks.len()).fold(y, |y, next| {
            let shortcut = if plain { "none" } else { blocks[next].shortcut(self.spec.shortcut) };
            self.block(next, &y, shortcut).swap_remove(0)
        });
        let mean = one("mean", &[("axes", Value::Numbers(vec![2.0, 3.0]))], &[Some(&y)]);
        let fc = ["weight", "bias"].map(|part| self.by_name.get(&format!("fc.{part}")));
        [f, sum, one("linear", &[], &[Some(&mean), fc[0], fc[1]])]
    }
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let goldens = read("tests/golden/snippets.safetensors");
    let others = BLOCK.executed.iter().map(|query| {
        let (link, warnings) = decode(query, &BLOCK);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    for (query, state) in [("default", State::reference(&BLOCK))].into_iter().chain(others) {
        let net = shipped(state.word("net") == "plain");
        let picture = (state.int("which") * 49 + state.int("kind")) as usize;
        let at = ((state.int("stage") - 1) * 3 + state.int("block")) as usize;
        let x = net.read_by(&pictures([picture].into_iter())).swap_remove(at);
        let change = Change::of(|key| state.int(key), |key| state.word(key));
        let [f, s, y] = net.changed(at, &x, &change);
        let p = one("softmax", &[], &[Some(&y)]);
        for (name, got) in [("f", &f), ("s", &s), ("y", &y), ("p", &p)] {
            let want = &goldens[&format!("block/{query}/{name}")];
            let off = worst(query, got, want, Tolerance::of(1e-4));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}

/// How many of the test's pictures the net takes for another class.
fn wrong(net: &Shipped, at: usize, x: &Tensor, change: &Change) -> u64 {
    let [.., logits] = net.changed(at, x, change);
    let labels = Tensor::from_fn(&[logits.shape()[0]], |i| (i % 49) as f32);
    let mut scores = Scores::default();
    scores.count(&logits, &labels, -1).expect("scores");
    scores.wrong
}

const TRAINED: Change = Change { scale: 1.0, random: None, cut: false, early_relu: false };

/// The notes' table: the errors with F(x) set to zero and without the shortcut, and those of the
/// plain twin set to zero, block by block.
#[test]
fn the_notes_count_what_the_change_of_each_block_does() {
    let notes = ["zh", "en"].map(|lang| {
        let file = root().join(format!("web/notes/{lang}/resnet.md"));
        fs::read_to_string(file).expect("a note")
    });
    let nets = [false, true].map(|plain| {
        let net = shipped(plain);
        let read = net.read_by(&pictures(0..588));
        (net, read)
    });
    let percent = |wrong: u64| format!("{:.1}", 100.0 * wrong as f64 / 588.0);
    let [(resnet, of_resnet), (plain, of_plain)] = &nets;
    let untouched = [(resnet, of_resnet), (plain, of_plain)]
        .map(|(net, read)| percent(wrong(net, 0, &read[0], &TRAINED)));
    let mut said: Vec<String> = untouched.iter().map(|rate| format!("{rate}%")).collect();
    for (at, block) in resnet.spec.blocks().iter().enumerate() {
        let zero = Change { scale: 0.0, ..TRAINED };
        let cut = Change { cut: true, ..TRAINED };
        let row = [
            wrong(resnet, at, &of_resnet[at], &zero),
            wrong(resnet, at, &of_resnet[at], &cut),
            wrong(plain, at, &of_plain[at], &zero),
        ];
        // What the notes say in words: most right with F = 0, fewer than an eighth without a shortcut.
        assert!(at >= 6 || (2 * row[0] < 588 && 8 * (588 - row[1]) < 588), "{row:?}");
        assert_eq!(row[2], 588 - 12, "one answer for all");
        said.push(format!("| `{}` | {} |", block.name, row.map(percent).join(" | ")));
    }
    let lacking = |note: &String| said.iter().filter(|s| !note.contains(*s)).count();
    assert!(notes.iter().map(lacking).sum::<usize>() == 0, "the notes say\n{}", said.join("\n"));
}
