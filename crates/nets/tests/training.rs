//! Runs of training: they learn, follow from their seed, and go on where they were put down.

use std::collections::BTreeMap;

use nets::training::{
    Augment, Checkpoint, Examples, Pairs, Pictures, TrainOptions, Trainer, evaluate,
};
use nets::{Net, Spec};
use ops::{OpError, Options, Value};
use tensor::{Tensor, random::SplitMix64};

/// `name sgd, lr 0.1, betas 0.9 0.98` as options.
fn options(words: &str) -> Options {
    let field = |part: &str| {
        let (name, value) = part.trim().split_once(' ').expect("a value");
        let numbers: Result<Vec<f64>, _> = value.split(' ').map(str::parse).collect();
        let value = match (numbers.as_deref(), value) {
            (Ok(&[n]), _) if name != "milestones" => Value::Number(n),
            (Ok(list), _) => Value::Numbers(list.to_vec()),
            (_, "true") => Value::Flag(true),
            (_, "false") => Value::Flag(false),
            _ => Value::Word(value.to_owned()),
        };
        (name.to_owned(), value)
    };
    Options(words.split(',').map(field).collect::<BTreeMap<_, _>>())
}

const RESNET: &str = "kind cifarResnet, n 1, widths 4 8, classes 2";
const ALEXNET: &str = "kind alexnet, widths 4 4 4 4 4, features 8 8, groups 2, classes 2, size 67";
const TRANSFORMER: &str =
    "kind transformer, layers 1, dModel 16, heads 2, dFF 32, vocab 7, maxLen 8";

fn net(words: &str) -> Net {
    Net::new(Spec::parse(&options(words)).expect("a spec")).expect("a net")
}

fn parsed(net: &Net, run: &str, optimizer: &str) -> Result<TrainOptions, OpError> {
    TrainOptions::parse(net.spec(), &options(run), &options(optimizer))
}

/// Pictures with a bright half, above or below, in noise.
fn halves(count: usize, size: usize) -> Pairs {
    let mut rng = SplitMix64::new(11);
    let (plane, each) = (size * size, 3 * size * size);
    let x = Tensor::from_fn(&[count, 3, size, size], |i| {
        let below = i % plane >= plane / 2;
        let bright = below == (i / each % 2 == 1);
        (rng.normal() * 0.5 + if bright { 0.5 } else { -0.5 }) as f32
    });
    Pairs::new(vec![x], Tensor::from_fn(&[count], |i| (i % 2) as f32)).expect("pairs")
}

/// Sequences to be written backwards.
fn backwards(count: usize) -> Pairs {
    let mut rng = SplitMix64::new(12);
    let src = Tensor::from_fn(&[count, 4], |_| (3 + rng.next_u64() % 4) as f32);
    let turned = |i: usize| src.data()[i / 4 * 4 + 3 - i % 4];
    let tgt = Tensor::from_fn(&[count, 5], |i| match i % 5 {
        0 => 1.0,
        t => turned(i / 5 * 4 + t - 1),
    });
    let labels = Tensor::from_fn(&[count, 5], |i| match i % 5 {
        4 => 2.0,
        t => turned(i / 5 * 4 + t),
    });
    Pairs::new(vec![src, tgt], labels).expect("pairs")
}

fn run(words: &str, run: &str, optimizer: &str, examples: Pairs) -> Trainer<Pairs> {
    let net = net(words);
    let options = parsed(&net, run, optimizer).expect("options");
    Trainer::new(&net, options, examples).expect("a run")
}

fn losses<E: Examples>(trainer: &mut Trainer<E>, steps: usize) -> Vec<f64> {
    (0..steps).map(|_| trainer.step().expect("a step").loss).collect()
}

/// Loss and error fall, on what is learned from and on what is not.
#[track_caller]
fn learns(mut trainer: Trainer<Pairs>, other: &Pairs, below: f64) {
    let before = trainer.evaluate(other).expect("scores");
    let first = trainer.step().expect("a step");
    let mut last = first.clone();
    while !trainer.done() {
        last = trainer.step().expect("a step");
    }
    let after = trainer.evaluate(other).expect("scores");
    assert!(last.loss < first.loss / 2.0, "{} to {}", first.loss, last.loss);
    assert!(after.top1() < below && after.top1() < before.top1() && after.loss() < before.loss());
    assert_eq!(last.grad_norms.len(), trainer.training().gradients.len());
    assert_eq!(last.response_std.len(), trainer.training().responses.len());
    assert!(last.grad_norms.iter().chain(&last.response_std).all(|v| v.is_finite() && *v >= 0.0));
    assert!(last.response_std.iter().all(|v| *v > 0.0));
}

#[test]
fn a_resnet_learns_and_its_layers_are_told() {
    let run = run(RESNET, "steps 30, batch 8", "name sgd, lr 0.05, momentum 0.9", halves(64, 8));
    assert_eq!(
        run.training().responses,
        ["bn1", "layer1.0.bn1", "layer1.0.bn2", "layer2.0.bn1", "layer2.0.bn2", "fc"]
    );
    assert_eq!(run.training().gradients[..3], ["conv1.weight", "bn1.weight", "bn1.bias"]);
    learns(run, &halves(40, 8), 0.1);
}

#[test]
fn an_alexnet_with_dropout_learns() {
    let run =
        run(ALEXNET, "steps 100, batch 8, dropout 0.2", "name adam, lr 0.003", halves(32, 67));
    learns(run, &halves(20, 67), 0.2);
}

#[test]
fn a_transformer_learns_to_turn_sequences() {
    let smoothing = "steps 400, batch 16, labelSmoothing 0.01, seed 1";
    let adam = "name adam, betas 0.9 0.98, eps 1e-9, warmup 60";
    learns(run(TRANSFORMER, smoothing, adam, backwards(256)), &backwards(300), 0.2);
}

/// The deviation of a layer's responses is that of the numbers that the layer gives.
#[test]
fn a_record_tells_what_the_layers_do() {
    let net = net("kind cifarResnet, n 1, widths 4 8, classes 2, norm none");
    let options = parsed(&net, "steps 1, batch 6, seed 3", "name sgd, lr 0.1").expect("options");
    let examples = halves(6, 8);
    let mut trainer = Trainer::new(&net, options, examples.clone()).expect("a run");
    let names = trainer.training().responses.clone();
    assert_eq!(
        names,
        ["conv1", "layer1.0.conv1", "layer1.0.conv2", "layer2.0.conv1", "layer2.0.conv2", "fc"]
    );
    let batch = examples.batch(&[0, 1, 2, 3, 4, 5], None);
    let keep: Vec<&str> = names.iter().map(String::as_str).collect();
    let made = net.run(&net.seeded(3), &[&batch.inputs[0]], &keep).expect("responses");
    let record = trainer.step().expect("a step");
    for ((response, got), name) in made[1..].iter().zip(&record.response_std).zip(&names) {
        let values: Vec<f64> = response.data().iter().map(|v| f64::from(*v)).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let std = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
        assert!((got / std - 1.0).abs() < 1e-5, "{name}: {got}, not {std}");
    }
    let mut scores = nets::training::Scores::default();
    scores.count(&made[0], &batch.labels, -100).expect("classes");
    assert!((record.loss - scores.loss()).abs() < 1e-6 && record.error == scores.top1());
}

#[test]
fn two_seeds_are_two_curves_and_one_seed_is_one() {
    let curve = |seed: u64| {
        let options = format!("steps 5, batch 8, seed {seed}");
        losses(&mut run(RESNET, &options, "name sgd, lr 0.05", halves(64, 8)), 5)
    };
    assert_eq!(curve(1), curve(1));
    assert_ne!(curve(1), curve(2));
}

/// Put down at any step and taken up from a file, a run gives the same bits.
#[track_caller]
fn goes_on<E: Examples>(make: impl Fn() -> Trainer<E>) {
    let mut whole = make();
    let want = losses(&mut whole, 9);
    let mut first = make();
    losses(&mut first, 4);
    let file = first.checkpoint().to_bytes().expect("a file");
    let checkpoint = Checkpoint::from_bytes(&file).expect("a checkpoint");
    assert_eq!(checkpoint, first.checkpoint());
    let mut second = make();
    losses(&mut second, 2);
    second.restore(&checkpoint).expect("the same run");
    assert_eq!(second.steps_done(), 4);
    assert_eq!(losses(&mut second, 5), want[4..]);
    assert_eq!(second.checkpoint(), whole.checkpoint());
    // Back to the start of the second half, as often as one likes.
    second.restore(&checkpoint).expect("the same run");
    assert_eq!(losses(&mut second, 5), want[4..]);
}

#[test]
fn a_checkpoint_goes_on_bit_for_bit() {
    let sgd = "name sgd, lr 0.05, momentum 0.9, weightDecay 1e-4, milestones 6";
    goes_on(|| run(RESNET, "steps 9, batch 8", sgd, halves(20, 8)));
    goes_on(|| run(RESNET, "steps 9, batch 8", "name sgd, lr 0.1", halves(20, 8)));
    let adam = "name adam, lr 0.003";
    goes_on(|| run(ALEXNET, "steps 9, batch 4, dropout 0.5, seed 5", adam, halves(10, 67)));
    goes_on(|| run(TRANSFORMER, "steps 9, batch 8", "name adam, warmup 40", backwards(20)));
    goes_on(|| {
        let net = net(RESNET);
        let options =
            parsed(&net, "steps 9, batch 8, seed 2", "name sgd, lr 0.1").expect("options");
        let changed = Pictures::new(halves(20, 8), Augment { shift: 2, flip: true });
        Trainer::new(&net, options, changed.expect("pictures")).expect("a run")
    });
}

/// The seed of a checkpoint is the seed of what follows.
#[test]
fn a_checkpoint_brings_its_seed() {
    let make = |seed: u64| {
        let options = format!("steps 9, batch 8, seed {seed}");
        run(RESNET, &options, "name sgd, lr 0.05", halves(20, 8))
    };
    let mut first = make(1);
    losses(&mut first, 3);
    let mut other = make(2);
    other.restore(&first.checkpoint()).expect("a run like it");
    assert_eq!(losses(&mut other, 4), losses(&mut first, 4));
}

#[test]
fn a_checkpoint_of_another_run_is_refused() {
    let sgd = "name sgd, lr 0.05, momentum 0.9";
    let file = run(RESNET, "steps 1, batch 8", sgd, halves(20, 8)).checkpoint();
    let refused = |words: &str, options: &str, optimizer: &str, examples: Pairs, said: &str| {
        let mut other = run(words, options, optimizer, examples);
        let before = other.checkpoint();
        let error = other.restore(&file).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
        assert_eq!(other.checkpoint(), before);
    };
    let wider = RESNET.replace("4 8", "4 6");
    refused(
        &wider,
        "steps 1, batch 8",
        sgd,
        halves(20, 8),
        "layer2.0.conv1.weight is [8, 4, 3, 3], this net's [6, 4, 3, 3]",
    );
    refused(RESNET, "steps 1, batch 7", sgd, halves(20, 8), "batch is 8, this run's is 7");
    refused(
        RESNET,
        "steps 1, batch 8",
        sgd,
        halves(22, 8),
        "number of examples is 20, this run's is 22",
    );
    refused(
        RESNET,
        "steps 1, batch 8",
        "name adam, lr 1",
        halves(20, 8),
        "optimizer is sgd, this run's is adam",
    );
    refused(
        RESNET,
        "steps 1, batch 8",
        "name sgd, lr 1",
        halves(20, 8),
        "tensors that this run does not know",
    );
    let plain = RESNET.replace("classes 2", "classes 2, norm none");
    refused(&plain, "steps 1, batch 8", sgd, halves(20, 8), "the checkpoint has no conv1.bias");

    let bytes = file.to_bytes().expect("a file");
    assert!(Checkpoint::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    let weights = tensor::write_safetensors(&file.weights, &BTreeMap::new()).expect("a file");
    let error = Checkpoint::from_bytes(&weights).expect_err("weights alone").to_string();
    assert!(error.contains("the file is no checkpoint: step is \"\""), "{error}");
}

/// Weights of a checkpoint are a model's, and what it does is what the run says.
#[test]
fn a_checkpoints_weights_are_a_nets() {
    let mut trainer = run(RESNET, "steps 6, batch 8", "name adam, lr 0.01", halves(20, 8));
    losses(&mut trainer, 6);
    let file = trainer.checkpoint().to_bytes().expect("a file");
    let (tensors, _) = tensor::read_safetensors(&file).expect("a safetensors file");
    let (net, weights) = net(RESNET).read(tensors).expect("its weights");
    let other = halves(30, 8);
    let scores = evaluate(&net, &weights, &other, 7).expect("scores");
    assert_eq!(scores.count, 30);
    assert_eq!(scores.wrong, trainer.evaluate(&other).expect("scores").wrong);
}

#[test]
fn what_diverges_ends_in_words() {
    let plain = RESNET.replace("classes 2", "classes 2, norm none");
    let mut trainer = run(&plain, "steps 50, batch 8", "name sgd, lr 1e6", halves(20, 8));
    let mut last = trainer.checkpoint();
    let error = loop {
        match trainer.step() {
            Ok(record) => assert!(record.loss.is_finite() && record.step < 50),
            Err(error) => break error.to_string(),
        }
        last = trainer.checkpoint();
    };
    assert!(error.starts_with("train: it diverges: the loss of step "), "{error}");
    assert_eq!(trainer.checkpoint().step, last.step);
}

#[test]
fn impossible_options_are_named() {
    let sgd = "name sgd, lr 0.1";
    let refused = |spec: &str, run: &str, optimizer: &str, said: &str| {
        let error = parsed(&net(spec), run, optimizer).expect_err(said).to_string();
        assert!(error.starts_with("train: ") && error.contains(said), "{error}");
    };
    for (run, said) in [
        ("batch 8", "steps is missing"),
        ("steps 0", "steps must be a positive whole number, got 0"),
        ("steps 1.5", "steps must be a positive whole number, got 1.5"),
        ("steps 1, batch -1", "batch must be"),
        ("steps 1, seed -1", "seed must be from 0, got -1"),
        ("steps 1, seed 0.5", "seed must be a whole number"),
        ("steps 1, labelSmoothing 2", "labelSmoothing must be a number from 0 to 1, got 2"),
        ("steps 1, dropout 0.5", "dropout: of the nets here only alexnet has it, not cifarResnet"),
        ("steps 1, shift -1", "shift must be from 0 to 64 pixels, got -1"),
        ("steps 1, flip 1", "flip must be true or false"),
        ("steps 1, epochs 3", "unknown option \"epochs\""),
        ("steps 1, responses 1", "responses must be true or false"),
    ] {
        refused(RESNET, run, sgd, said);
    }
    refused(ALEXNET, "steps 1, dropout 1", sgd, "dropout must be below 1");
    for (optimizer, said) in [
        ("lr 1", "name is missing"),
        ("name adagrad, lr 1", "name must be one of sgd, adam, got \"adagrad\""),
        ("name sgd", "needs lr, or warmup"),
        ("name sgd, lr -1", "lr must be a number from 0, got -1"),
        ("name sgd, lr NaN", "lr must be a number from 0, got NaN"),
        ("name sgd, lr 1, momentum 2", "momentum must be"),
        ("name sgd, lr 1, betas 0.9 0.9", "unknown option \"betas\""),
        ("name adam, lr 1, momentum 0.9", "unknown option \"momentum\""),
        ("name adam, lr 1, betas 0.9 1", "betas must be two numbers from 0 to below 1"),
        ("name adam, lr 1, betas 0.9", "betas must be a list of numbers"),
        ("name sgd, lr 1, weightDecay -1", "weightDecay must be"),
        ("name sgd, lr 1, milestones 0", "milestones must be numbers of steps"),
        ("name sgd, lr 1, gamma 0.5", "goes with milestones"),
        ("name sgd, lr 1, warmup 0", "warmup must be"),
        ("name sgd, milestones 9", "needs lr beside milestones"),
        ("name adam, warmup 10", "warmup: dModel is missing"),
        ("name adam, lr 1, warmup 10, dModel 10", "dModel with warmup alone, without lr"),
    ] {
        refused(RESNET, "steps 1", optimizer, said);
    }
}

#[test]
fn impossible_examples_are_named() {
    let refused = |words: &str, examples: Pairs, said: &str| {
        let net = net(words);
        let options = parsed(&net, "steps 1, batch 8", "name sgd, lr 0.1").expect("options");
        let error =
            Trainer::new(&net, options, examples).and_then(|mut t| t.step()).expect_err(said);
        assert!(error.to_string().contains(said), "{error}");
    };
    let x = |shape: &[usize]| Tensor::from_fn(shape, |_| 0.5);
    let pairs = |x: Tensor, labels: Tensor| Pairs::new(vec![x], labels).expect("pairs");
    refused(RESNET, halves(7, 8), "there are 7 examples, fewer than batch = 8");
    refused(RESNET, pairs(x(&[8, 1, 8, 8]), x(&[8])), "x must be [N, 3, H, W]");
    refused(RESNET, pairs(x(&[8, 3, 8, 8]), x(&[8])), "is 0.5");
    refused(
        RESNET,
        pairs(x(&[8, 3, 8, 8]), Tensor::from_fn(&[8], |_| 2.0)),
        "is 2, but the classes are 0 to 1",
    );
    refused(RESNET, pairs(x(&[8, 3, 8, 8]), x(&[8, 2])), "8 rows of logits have 16 labels");
    refused(TRANSFORMER, halves(8, 8), "it takes the tensors src, tgt, got 1 of them");
    let nan = Tensor::from_fn(&[8, 3, 8, 8], |i| if i == 1000 { f32::NAN } else { 0.0 });
    let error = Pairs::new(vec![nan], x(&[8])).expect_err("NaN").to_string();
    assert!(error.contains("example 5 holds the number NaN"), "{error}");
    let error = Pairs::new(vec![x(&[7, 3, 8, 8])], x(&[8])).expect_err("7 and 8").to_string();
    assert!(error.contains("data [7, 3, 8, 8] and labels [8] are not as many"), "{error}");
    let error = Pictures::new(backwards(8), Augment::default()).expect_err("ids").to_string();
    assert!(error.contains("only pictures"), "{error}");
}
