//! Forward and backward of whole nets in training, as plans for a device: nothing is computed here.

use kernels::{Plan, Slot, compose};
use nets::{Ask, Net};
use ops::vjp;
use serde_json::{Value as Json, json};

/// The most numbers of a binding that every device takes: 128 MiB.
const MOST_BOUND: usize = 1 << 25;
/// The most workgroups along an axis that every device takes.
const MOST_GROUPS: u32 = 65_535;

/// The plan, and the shapes of its arguments.
fn planned(spec: &Json, inputs: &[&[usize]]) -> (Plan, Vec<Vec<usize>>) {
    let net = Net::new(tests::spec(spec)).expect("a net");
    let ask = Ask { inputs, train: true, most: Some(MOST_BOUND), ..Ask::default() };
    let program = net.program(&ask).expect("a program");
    let (mut shapes, own) = (program.shapes.clone(), program.graph.inputs);
    let learned = |i: usize| {
        let piece = i.checked_sub(inputs.len()).and_then(|i| program.pieces.get(i));
        piece.is_some_and(|piece| net.weights()[piece.weight].learned)
    };
    let wrt: Vec<bool> = (0..own).map(learned).collect();
    let given: Vec<Option<&[usize]>> = shapes.iter().map(|s| Some(s.as_slice())).collect();
    let graph = vjp(&program.graph, &given, &wrt).expect("gradients");
    shapes.push(program.graph.out_shapes(&given).expect("shapes").swap_remove(0));
    let mut given: Vec<Option<&[usize]>> = shapes.iter().map(|s| Some(s.as_slice())).collect();
    // The running statistics have no dy.
    given.resize(graph.inputs, None);
    let plan = compose(&graph, "train", &given).unwrap_or_else(|e| panic!("{spec}: {e}"));
    assert_eq!(
        plan.outputs.len(),
        program.graph.outputs.len() + wrt.iter().filter(|w| **w).count()
    );
    (plan, shapes)
}

#[track_caller]
fn check(spec: &Json, inputs: &[&[usize]]) {
    let (plan, shapes) = planned(spec, inputs);
    let numbers = |shape: &[usize]| shape.iter().product::<usize>();
    for step in &plan.steps {
        let kernel = step.kernel;
        assert_eq!(step.params.len(), kernel.words, "{spec}: {}", kernel.name);
        assert_eq!((step.inputs.len(), step.outputs.len()), (kernel.inputs, kernel.outputs));
        assert!(step.grid.iter().all(|n| (1..=MOST_GROUPS).contains(n)), "{spec}: {step:?}");
        for slot in step.inputs.iter().chain(&step.outputs) {
            let size = match *slot {
                Slot::Input(i) => numbers(&shapes[i]),
                Slot::Output(i) => numbers(&plan.outputs[i]),
                Slot::Scratch(i) => plan.scratch[i],
                Slot::Null => 0,
            };
            assert!(size <= MOST_BOUND, "{spec}: {size} numbers in one binding of {}", kernel.name);
        }
        let written = |slot: &Slot| step.outputs.contains(slot);
        assert!(!step.inputs.iter().any(written), "{spec}: {} writes what it reads", kernel.name);
    }
    let scratch: usize = plan.scratch.iter().sum();
    println!("{spec}: {} steps, {} MiB between them", plan.steps.len(), scratch >> 18);
}

/// The papers' nets for CIFAR-10 at the paper's batch of 128.
#[test]
fn cifar_resnets_in_training_are_planned() {
    for (n, shortcut, norm) in [
        (3, "zeroPad", "batch"),
        (9, "none", "batch"),
        (3, "projection", "none"),
        (18, "zeroPad", "batch"),
    ] {
        let spec = json!({"kind": "cifarResnet", "n": n, "shortcut": shortcut, "norm": norm});
        check(&spec, &[&[128, 3, 32, 32]]);
    }
}

#[test]
fn nets_for_photographs_in_training_are_planned() {
    let resnet = |block: &str, layers: [usize; 4], shortcut: &str| json!({"kind": "resnet", "block": block, "layers": layers, "shortcut": shortcut});
    check(&resnet("basic", [2, 2, 2, 2], "projection"), &[&[4, 3, 224, 224]]);
    check(&resnet("bottleneck", [3, 4, 6, 3], "zeroPad"), &[&[2, 3, 224, 224]]);
    check(&json!({"kind": "alexnet"}), &[&[4, 3, 227, 227]]);
}

#[test]
fn the_transformer_in_training_is_planned() {
    let spec = json!({"kind": "transformer", "layers": 6, "dModel": 512, "heads": 8, "dFF": 2048,
        "vocab": 8000, "maxLen": 128});
    check(&spec, &[&[16, 37], &[16, 41]]);
}
