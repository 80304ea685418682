//! A composite's graph is what its forward computes: others may run it step by step.

use crate::common::composites;
use tensor::Tensor;

#[test]
fn steps_run_one_by_one_give_the_results() {
    for call in composites() {
        let (name, args) = (call.name(), call.args());
        let graph = call.op.graph(&call.shapes()).unwrap().unwrap();
        assert_eq!(graph.inputs, call.op.entry().inputs.len(), "{name}");
        let mut values: Vec<Option<Tensor>> =
            (0..graph.inputs).map(|i| args.get(i).copied().flatten().cloned()).collect();
        for step in &graph.steps {
            assert!(step.op.graph(&[]).is_none(), "{name}: {:?} is no primitive", step.op);
            let args: Vec<_> = step.inputs.iter().map(|i| values[(*i)?].as_ref()).collect();
            let made = step.op.forward(&args).unwrap();
            values.extend(made.into_iter().map(Some));
        }
        let got: Vec<_> = graph.outputs.iter().map(|&o| values[o].clone().unwrap()).collect();
        assert_eq!(got, call.op.forward(&args).unwrap(), "{name}");
        let shapes: Vec<_> = got.iter().map(|t| t.shape().to_vec()).collect();
        assert_eq!(shapes, call.op.out_shapes(&call.shapes()).unwrap(), "{name}");
    }
}

/// Without the option the weights decide: the same block as with the word.
#[test]
fn the_shortcut_left_out_is_what_the_weights_allow() {
    let all = composites();
    for (at, word) in [(0, "identity"), (1, "stride 2, shortcut projection")] {
        let call = &all[at];
        let words = if at == 0 { format!("shortcut {word}") } else { word.to_owned() };
        let said = crate::common::op("basicBlock", &words).forward(&call.args()).unwrap();
        assert_eq!(said, call.op.forward(&call.args()).unwrap());
    }
}
