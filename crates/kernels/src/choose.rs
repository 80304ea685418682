//! The choice: an operation and its shapes to a plan.

use ops::{Op, OpError};

use crate::{
    compose::compose,
    conv2d::conv2d,
    conv2d_grad::{conv2d_grad_input, conv2d_grad_weight},
    elementwise::{binary, dropout, expand, unary},
    loss::{cross_entropy, cross_entropy_grad},
    matmul::{linear, matmul},
    motion::{concat, copy, embedding, embedding_grad, slice, transpose, zero_pad_shortcut},
    norm::{
        batch_norm, batch_norm_train, group_norm, layer_norm, local_response_norm,
        local_response_norm_grad, norm_grad,
    },
    plan::{Plan, Slot},
    pool2d::{
        adaptive_avg_pool2d, adaptive_avg_pool2d_grad, avg_pool2d, max_pool2d, max_pool2d_grad,
    },
    softmax::{masked_softmax, softmax, softmax_grad},
    sums::sum,
    update::{adam_step, sgd_step},
};

/// The plan of one call, for arguments of these shapes (`None`: null).
///
/// # Errors
/// As [`Op::out_shapes`], and where the call is beyond what a device has to offer.
pub fn plan(op: &Op, inputs: &[Option<&[usize]>]) -> Result<Plan, OpError> {
    if let Some(graph) = op.graph(inputs) {
        return compose(&graph?, op.entry().name, inputs);
    }
    let outputs = op.out_shapes(inputs)?;
    if outputs.iter().all(|y| y.contains(&0)) {
        // There is nothing to compute.
        return Ok(Plan::of(outputs, Vec::new()));
    }
    primitive(op, &Call { inputs, outputs: &outputs })
}

fn primitive(op: &Op, call: &Call<'_>) -> Result<Plan, OpError> {
    let step = match op {
        Op::Relu(_) => unary(call, 0),
        Op::Exp(_) => unary(call, 1),
        Op::Tanh(_) => unary(call, 2),
        Op::Add(add) => binary(call, "add", 0, add.activation)?,
        Op::Sub(_) => binary(call, "sub", 1, ops::Activation::None)?,
        Op::Mul(_) => binary(call, "mul", 2, ops::Activation::None)?,
        Op::Dropout(op) => dropout(call, *op),
        Op::Conv2d(op) => conv2d(call, op)?,
        Op::Linear(op) => linear(call, op)?,
        Op::Matmul(op) => matmul(call, op)?,
        Op::MaxPool2d(op) => max_pool2d(call, op),
        Op::AvgPool2d(op) => avg_pool2d(call, op),
        Op::AdaptiveAvgPool2d(_) => adaptive_avg_pool2d(call),
        Op::Softmax(op) => softmax(call, "softmax", op.axis, false)?,
        Op::LogSoftmax(op) => softmax(call, "logSoftmax", op.axis, true)?,
        Op::MaskedSoftmax(op) => masked_softmax(call, op)?,
        Op::LocalResponseNorm(op) => local_response_norm(call, op),
        Op::BatchNorm(op) => batch_norm(call, op),
        Op::Reshape(_) => copy(call, Slot::Input(0)),
        Op::Transpose(op) => transpose(call, op)?,
        Op::Slice(op) => slice(call, op)?,
        Op::Embedding(_) => embedding(call),
        Op::Expand(op) => expand(call, op)?,
        Op::ReluGrad(_) => binary(call, "reluGrad", 3, ops::Activation::None)?,
        Op::SoftmaxGrad(op) => softmax_grad(call, op)?,
        Op::Conv2dGradInput(op) => conv2d_grad_input(call, op)?,
        Op::MaxPool2dGrad(op) => max_pool2d_grad(call, op),
        Op::AdaptiveAvgPool2dGrad(_) => adaptive_avg_pool2d_grad(call),
        Op::LocalResponseNormGrad(op) => local_response_norm_grad(call, op),
        Op::NormGrad(op) => norm_grad(call, op)?,
        Op::CrossEntropyGrad(op) => cross_entropy_grad(call, op),
        Op::EmbeddingGrad(_) => embedding_grad(call),
        Op::AdamStep(op) => adam_step(call, op),
        // Those that need several steps, or room between them.
        Op::Concat(op) => return concat(call, op),
        Op::ZeroPadShortcut(op) => return zero_pad_shortcut(call, op),
        Op::CrossEntropy(op) => return Ok(cross_entropy(call, op)),
        Op::Sum(op) => return sum(call, "sum", &op.resolved(call.input(0))?, false),
        Op::Mean(op) => return sum(call, "mean", &op.resolved(call.input(0))?, true),
        Op::Conv2dGradWeight(op) => return conv2d_grad_weight(call, op),
        Op::SgdStep(op) => return Ok(sgd_step(call, op)),
        Op::BatchNormTrain(op) => return batch_norm_train(call, op),
        Op::LayerNorm(op) => return layer_norm(call, op),
        Op::GroupNorm(op) => return group_norm(call, op),
        // Computed in double precision, which no device has: the engine asks the CPU.
        Op::PositionalEncoding(_) => {
            return Err(OpError::new("positionalEncoding", "it is computed on the CPU"));
        }
        other => return Err(OpError::new(other.entry().name, "it has no kernel")),
    };
    Ok(Plan::of(call.outputs.to_vec(), vec![step]))
}

/// The shapes of a call; they fit, as `out_shapes` has seen them.
pub(crate) struct Call<'a> {
    pub(crate) inputs: &'a [Option<&'a [usize]>],
    pub(crate) outputs: &'a [Vec<usize>],
}

impl Call<'_> {
    /// The shape of an argument; empty where it is null.
    pub(crate) fn input(&self, i: usize) -> &[usize] {
        self.inputs.get(i).copied().flatten().unwrap_or_default()
    }

    /// Whether the argument is given.
    pub(crate) fn has(&self, i: usize) -> bool {
        self.inputs.get(i).is_some_and(Option::is_some)
    }

    /// The argument, or null.
    pub(crate) fn slot(&self, i: usize) -> Slot {
        if self.has(i) { Slot::Input(i) } else { Slot::Null }
    }

    /// The first arguments as slots.
    pub(crate) fn slots(&self, count: usize) -> Vec<Slot> {
        (0..count).map(|i| self.slot(i)).collect()
    }

    /// The shape of the first output.
    pub(crate) fn y(&self) -> &[usize] {
        self.outputs.first().map_or(&[], Vec::as_slice)
    }

    /// The elements of the first output.
    pub(crate) fn count(&self) -> usize {
        self.y().iter().product()
    }
}
