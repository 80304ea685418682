//! Reverse-mode differentiation: from a graph to the graph that also computes gradients.
//!
//! Nothing is computed here: the rule of each operation stands next to it and answers with
//! steps, so that the CPU runs a backward pass as it runs any graph, and the device plans
//! it as one.

use std::ops::Range;

use tensor::show_shape;

use crate::add::Add;
use crate::back::Back;
use crate::builder::Builder;
use crate::error::OpError;
use crate::expand::Expand;
use crate::graph::{Graph, GraphStep};

const OP: &str = "vjp";

/// The graph of the outputs and of their gradients: a vector–Jacobian product.
///
/// It takes the inputs of `graph` and then a dy for each of its outputs, of that output's
/// shape; `inputs` are the shapes of both (`None`: null). Where it ends after the graph's own,
/// dy of output 0 alone is given. It answers the outputs of `graph` and then, in order, the
/// gradient of each input for which `wrt` is true: zeros where none flows, as into ids and
/// masks. Composites are taken apart; every step is a primitive, and none is without use.
///
/// ```
/// use ops::{Graph, Op, Options, vjp};
/// use tensor::Tensor;
/// let exp = Op::parse("exp", &Options::default())?;
/// let shapes = [Some(&[2][..])];
/// let graph = vjp(&Graph::of(&exp, &shapes)?, &shapes, &[true])?;
/// let (x, dy) = (Tensor::new(&[2], vec![0.0, 1.0])?, Tensor::new(&[2], vec![3.0, 0.0])?);
/// let made = graph.forward(&[Some(&x), Some(&dy)])?;
/// assert_eq!((made.len(), made[1].data()), (2, &[3.0, 0.0][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where shapes do not fit, an input of `wrt` is null, or an operation on the way from there
/// to an output has no derivative.
pub fn vjp(graph: &Graph, inputs: &[Option<&[usize]>], wrt: &[bool]) -> Result<Graph, OpError> {
    let own = graph.inputs;
    let mut shapes: Vec<Option<Vec<usize>>> =
        (0..own).map(|i| inputs.get(i).copied().flatten().map(<[usize]>::to_vec)).collect();
    let made = graph.out_shapes(&inputs[..own.min(inputs.len())])?;
    for (i, y) in made.iter().enumerate() {
        let alone = (inputs.len() <= own && i == 0).then_some(&y[..]);
        let dy = inputs.get(own + i).copied().flatten().or(alone);
        if let Some(dy) = dy.filter(|dy| dy != y) {
            let (y, dy) = (show_shape(y), show_shape(dy));
            let words = format!("dy of output {i} must be {y}, the shape of the output, got {dy}");
            return Err(OpError::new(OP, words));
        }
        shapes.push(dy.map(<[usize]>::to_vec));
    }
    let dys: Vec<Option<usize>> =
        (own..shapes.len()).map(|i| shapes[i].is_some().then_some(i)).collect();
    let wanted = (0..own).filter(|&i| wrt.get(i) == Some(&true));
    let given: Vec<Option<usize>> = (0..own).map(|i| shapes[i].is_some().then_some(i)).collect();
    let mut b = Builder::on(OP, shapes);
    let outputs = b.inline(graph, &given)?;
    let mut results = Vec::new();
    for output in &outputs {
        results.push(output.ok_or_else(|| b.bad("a result of the graph is null"))?);
    }
    let flows: Vec<(usize, Option<usize>)> = results.iter().copied().zip(dys).collect();
    let grads = gradients(&mut b, &flows, &wrt[..own.min(wrt.len())])?;
    for i in wanted {
        if given[i].is_none() {
            return Err(b.bad(format!("input {i} is null and has no gradient")));
        }
        results.push(or_zeros(&mut b, grads[i], i)?);
    }
    Ok(b.finish_used(&results))
}

/// The gradient of a value; zeros where none flows.
pub(crate) fn or_zeros(
    b: &mut Builder,
    grad: Option<usize>,
    value: usize,
) -> Result<usize, OpError> {
    match grad {
        Some(grad) => Ok(grad),
        None => {
            let shape = b.shape(value).to_vec();
            b.step("zeros", Expand { shape, scale: 0.0 }, &[None])
        }
    }
}

/// Walks the steps backwards and answers each value's gradient, where there is one: of the
/// sum over `flows` of output times dy, by each of the values that `wrt` names.
pub(crate) fn gradients(
    b: &mut Builder,
    flows: &[(usize, Option<usize>)],
    wrt: &[bool],
) -> Result<Vec<Option<usize>>, OpError> {
    let (values, steps) = b.size();
    let mut needed: Vec<bool> = (0..values).map(|i| wrt.get(i) == Some(&true)).collect();
    let asks = |inputs: &[Option<usize>], needed: &[bool]| -> Vec<bool> {
        inputs.iter().map(|i| i.is_some_and(|i| needed[i])).collect()
    };
    for at in 0..steps {
        let (step, made) = b.made(at);
        let any = asks(&step.inputs, &needed).contains(&true);
        needed[made].fill(any);
    }
    let mut grads: Vec<Option<usize>> = vec![None; values];
    for &(value, dy) in flows {
        flow(b, &mut grads, value, dy)?;
    }
    for at in (0..steps).rev() {
        let (step, made) = b.made(at);
        let needs = asks(&step.inputs, &needed);
        let flowing: Vec<usize> = made.clone().filter(|&y| grads[y].is_some()).collect();
        if flowing.is_empty() || !needs.contains(&true) {
            continue;
        }
        let step = step.clone();
        let parts = backward(b, step.clone(), made, &flowing, &grads, needs)?;
        for (input, part) in step.inputs.iter().zip(parts) {
            if let Some(input) = input.filter(|&i| needed[i]) {
                flow(b, &mut grads, input, part)?;
            }
        }
    }
    Ok(grads)
}

/// The rule of one step.
fn backward(
    b: &mut Builder,
    step: GraphStep,
    made: Range<usize>,
    flowing: &[usize],
    grads: &[Option<usize>],
    needs: Vec<bool>,
) -> Result<Vec<Option<usize>>, OpError> {
    let op = step.op.clone();
    // Statistics beside the first result are for looking at.
    if let Some(other) = flowing.iter().find(|&&y| y != made.start) {
        let entry = op.entry();
        let name = entry.outputs.get(other - made.start).copied().unwrap_or_default();
        return Err(OpError::new(entry.name, format!("{name} has no derivative here")));
    }
    let dy = grads[made.start].ok_or_else(|| b.bad("no gradient flows"))?;
    op.backward(&mut Back { builder: b, step, made, dy, needs })
}

/// Adds a part to a value's gradient.
fn flow(
    b: &mut Builder,
    grads: &mut [Option<usize>],
    value: usize,
    part: Option<usize>,
) -> Result<(), OpError> {
    let Some(part) = part else { return Ok(()) };
    if b.shape(part) != b.shape(value) {
        let (part, value) = (show_shape(b.shape(part)), show_shape(b.shape(value)));
        return Err(b.bad(format!("a gradient of {value} has the shape {part}")));
    }
    grads[value] = Some(match grads[value] {
        Some(sum) => b.step("add", Add::default(), &[Some(sum), Some(part)])?,
        None => part,
    });
    Ok(())
}
