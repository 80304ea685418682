//! Errors name the operation, the argument and the shapes.

use ops::Op;

use crate::common::options;

/// A call on these shapes; an empty one is null.
#[track_caller]
fn check(name: &str, words: &str, shapes: &[&[usize]], want: &str) {
    let got = Op::parse(name, &options(words)).and_then(|op| {
        let shapes: Vec<_> = shapes.iter().map(|s| (!s.is_empty()).then_some(*s)).collect();
        op.out_shapes(&shapes)
    });
    let got = got.map_err(|e| e.to_string()).expect_err("this call is impossible");
    assert_eq!(got, want);
}

#[test]
fn names_and_options() {
    check("conv3d", "", &[], "third-pass: there is no operation \"conv3d\"");
    check(
        "conv2d",
        "stride 0",
        &[],
        "conv2d: stride must be a positive whole number or a pair [h, w] of them, got 0",
    );
    check(
        "conv2d",
        "padding NaN",
        &[],
        "conv2d: padding must be a whole number from 0 or a pair [h, w] of them, got NaN",
    );
    check(
        "conv2d",
        "strides 1",
        &[],
        "conv2d: unknown option \"strides\"; known: stride, padding, dilation, groups, activation",
    );
    check("maxPool2d", "", &[&[1, 1, 4, 4]], "maxPool2d: kernel is missing");
    check(
        "maxPool2d",
        "kernel 2, padding 2",
        &[],
        "maxPool2d: padding [2, 2] is more than half the kernel [2, 2]",
    );
    check("softmax", "axis 0.5", &[], "softmax: axis must be a whole number, got 0.5");
    check("sum", "axes all", &[], "sum: axes must be a list of whole numbers, got \"all\"");
    check("dropout", "p 1.5", &[], "dropout: p must be a number from 0 to 1, got 1.5");
    check("dropout", "seed -1", &[], "dropout: seed must be from 0 to 4294967295, got -1");
    check("layerNorm", "eps -1", &[], "layerNorm: eps must be a number from 0, got -1");
    check(
        "scaledDotProductAttention",
        "scale big",
        &[],
        "scaledDotProductAttention: scale must be a number, got \"big\"",
    );
    check("multiHeadAttention", "", &[], "multiHeadAttention: heads is missing");
    check(
        "multiHeadAttention",
        "heads 0",
        &[],
        "multiHeadAttention: heads must be a positive whole number, got 0",
    );
    check(
        "basicBlock",
        "shortcut maybe",
        &[],
        "basicBlock: shortcut must be one of identity, projection, zeroPad, none, got \"maybe\"",
    );
    check("positionalEncoding", "dModel 4", &[], "positionalEncoding: positions is empty");
    check("groupNorm", "", &[], "groupNorm: groups is missing");
    check("add", "alpha 2", &[], "add: unknown option \"alpha\"; known: none");
}

#[test]
fn arguments() {
    check("conv2d", "", &[&[1, 3, 8, 8]], "conv2d: w is missing");
    check("relu", "", &[&[2], &[2]], "relu: takes 1 tensors, got 2");
    check("batchNorm", "", &[&[2, 3], &[3]], "batchNorm: runningVar is missing");
    check("relu", "", &[&[0, 3, 8, 8]], "relu: x has an axis of size 0: [0, 3, 8, 8]");
    check("linear", "", &[&[2, 3], &[0, 3]], "linear: w has an axis of size 0: [0, 3]");
    check("concat", "", &[&[2, 3], &[]], "concat: xs[1] is missing");
    check(
        "reshape",
        "shape 4",
        &[&[usize::MAX, 2]],
        "reshape: x [18446744073709551615, 2] is too large",
    );
}

#[test]
fn shapes_that_do_not_fit() {
    check(
        "conv2d",
        "",
        &[&[1, 3, 8, 8], &[4, 2, 3, 3]],
        "conv2d: x [1, 3, 8, 8] has 3 channels in 1 group(s), so w must be [4, 3, 3, 3], got [4, 2, 3, 3]",
    );
    check(
        "conv2d",
        "",
        &[&[1, 3, 8, 8], &[4, 3, 9, 9]],
        "conv2d: the kernel 9×9 with dilation [1, 1] is larger than the padded input: x [1, 3, 8, 8], padding [0, 0], w [4, 3, 9, 9]",
    );
    check("add", "", &[&[2, 3], &[4]], "add: a [2, 3] and b [4] do not broadcast");
    check("softmax", "axis 2", &[&[2, 3]], "softmax: axis 2 is outside x [2, 3] of rank 2");
    check("sum", "axes 0 -2", &[&[2, 3]], "sum: axes [0, -2] names axis 0 twice");
    check(
        "reshape",
        "shape 4 -1",
        &[&[2, 3]],
        "reshape: x [2, 3] cannot have the shape [4, -1]: another number of elements",
    );
    check(
        "transpose",
        "perm 0",
        &[&[2, 3]],
        "transpose: perm [0] must name every axis of x [2, 3]",
    );
    check(
        "concat",
        "axis 1",
        &[&[2, 3], &[3, 3]],
        "concat: xs[1] [3, 3] does not fit xs[0] [2, 3] beside axis 1",
    );
    check(
        "slice",
        "axis 1, start 3",
        &[&[2, 3]],
        "slice: nothing lies between 3 and 3 on axis 1 of x [2, 3]",
    );
    check("embedding", "", &[&[2], &[3]], "embedding: table must be [rows, width], got [3]");
    check(
        "crossEntropy",
        "",
        &[&[2, 3], &[3]],
        "crossEntropy: targets must be [2], one class a row of logits, got [3]",
    );
    check(
        "crossEntropy",
        "",
        &[&[2, 3, 4], &[2, 3]],
        "crossEntropy: logits must be [N, C] (reshape them first), got [2, 3, 4]",
    );
    check(
        "linear",
        "",
        &[&[2, 3], &[4, 5]],
        "linear: x [2, 3] ends in 3, so w must be [4, 3], got [4, 5]",
    );
    check(
        "linear",
        "",
        &[&[2, 3], &[4, 3], &[3]],
        "linear: b must be [4], one number an output, got [3]",
    );
    check(
        "matmul",
        "",
        &[&[2, 3], &[4, 5]],
        "matmul: a [2, 3] has 3 columns, but b [4, 5] has 4 rows",
    );
    check(
        "matmul",
        "transposeB true",
        &[&[2, 3], &[4, 5]],
        "matmul: a [2, 3] has 3 columns, but b [4, 5] transposed has 5 rows",
    );
    check(
        "matmul",
        "",
        &[&[3, 2, 3], &[2, 3, 2]],
        "matmul: the leading axes of a [3, 2, 3] and b [2, 3, 2] do not broadcast",
    );
    check(
        "matmul",
        "",
        &[&[3], &[3, 2]],
        "matmul: a and b must have at least two axes, got [3] and [3, 2]",
    );
    check(
        "avgPool2d",
        "kernel 9",
        &[&[1, 1, 4, 4]],
        "avgPool2d: the kernel [9, 9] is larger than the padded input: x [1, 1, 4, 4], padding [0, 0]",
    );
    check(
        "batchNorm",
        "",
        &[&[2, 3], &[3], &[4]],
        "batchNorm: runningVar must be [3], one number a channel of x, got [4]",
    );
    check(
        "batchNorm",
        "",
        &[&[3], &[3], &[3]],
        "batchNorm: x must be [N, C], [N, C, T] or [N, C, H, W], got [3]",
    );
    check(
        "batchNormTrain",
        "",
        &[&[1, 7]],
        "batchNormTrain: one value a channel has no variance: x [1, 7]",
    );
    check(
        "batchNormTrain",
        "",
        &[&[2, 3], &[3]],
        "batchNormTrain: runningMean and runningVar are given together or not at all",
    );
    check(
        "layerNorm",
        "axes 1 2",
        &[&[2, 3, 4], &[4, 3]],
        "layerNorm: gamma must be [3, 4], the sizes of the axes in their order, got [4, 3]",
    );
    check(
        "groupNorm",
        "groups 2",
        &[&[2, 3, 4]],
        "groupNorm: groups = 2 does not divide the 3 channels of x [2, 3, 4]",
    );
    check("localResponseNorm", "n 5", &[&[3]], "localResponseNorm: x must be [N, C, ..], got [3]");
    check(
        "adaptiveAvgPool2d",
        "size 2",
        &[&[3, 3]],
        "adaptiveAvgPool2d: x must be [N, C, H, W], got [3, 3]",
    );
    check(
        "matmul",
        "",
        &[&[1 << 20, 1], &[1, 1 << 20]],
        "matmul: the output [1048576, 1048576] has more than 2147483648 elements",
    );
    check(
        "positionalEncoding",
        "positions 0 1 2, dModel 1000000000",
        &[],
        "positionalEncoding: the output [3, 1000000000] has more than 2147483648 elements",
    );
}

const D: &[usize] = &[8, 8];
const NULL: &[usize] = &[];

#[test]
fn inside_composites() {
    let block: &[&[usize]] = &[
        &[1, 4, 8, 8],
        &[6, 4, 3, 3],
        NULL,
        NULL,
        NULL,
        &[6],
        &[6],
        &[6, 6, 3, 3],
        NULL,
        NULL,
        NULL,
        &[6],
        &[6],
    ];
    check(
        "basicBlock",
        "",
        block,
        "basicBlock: the shortcut's result [1, 4, 8, 8] cannot be added to [1, 6, 8, 8]",
    );
    check(
        "basicBlock",
        "shortcut projection",
        block,
        "basicBlock: the projection needs downsample.conv.weight",
    );
    let mut narrow = block.to_vec();
    narrow[7] = &[3, 6, 3, 3];
    narrow[11] = &[3];
    narrow[12] = &[3];
    check(
        "basicBlock",
        "shortcut zeroPad",
        &narrow,
        "basicBlock: shortcut (zeroPadShortcut): x [1, 4, 8, 8] has 4 channels, more than the 3 wanted",
    );
    narrow[7] = &[3, 5, 3, 3];
    check(
        "basicBlock",
        "",
        &narrow,
        "basicBlock: conv2 (conv2d): x [1, 6, 8, 8] has 6 channels in 1 group(s), so w must be [3, 6, 3, 3], got [3, 5, 3, 3]",
    );
    let q: &[usize] = &[2, 5, 8];
    let attend = |heads, q, mask| {
        let all = [q, NULL, D, NULL, D, NULL, D, NULL, D, NULL, mask];
        move |want| check("multiHeadAttention", heads, &all, want)
    };
    attend("heads 3", q, NULL)(
        "multiHeadAttention: heads = 3 does not divide the 8 outputs of wq [8, 8]",
    );
    attend("heads 2", q, &[4, 5])(
        "multiHeadAttention: attention (maskedSoftmax): mask [4, 5] does not broadcast to the scores [2, 2, 5, 5]",
    );
    attend("heads 2", &[2, 5, 7], NULL)(
        "multiHeadAttention: wq must be [.., 7] for q [2, 5, 7], got [8, 8]",
    );
    attend("heads 2", &[8], NULL)("multiHeadAttention: q must be [.., T, d_model], got [8]");
    let all: &[&[usize]] = &[&[2, 5, 8], &[2, 7, 6], &[2, 7, 8]];
    check(
        "scaledDotProductAttention",
        "",
        all,
        "scaledDotProductAttention: q [2, 5, 8] and k [2, 7, 6] must have the same width d_k",
    );
    check(
        "scaledDotProductAttention",
        "",
        &[&[8], &[8], &[8]],
        "scaledDotProductAttention: q must be [.., T, d], got [8]",
    );
    check(
        "scaledDotProductAttention",
        "",
        &[&[5, 8], &[7, 8], &[6, 8]],
        "scaledDotProductAttention: k [7, 8] and v [6, 8] must have the same length T_k",
    );
    check(
        "scaledDotProductAttention",
        "",
        &[&[2, 5, 8], &[3, 7, 8], &[7, 8]],
        "scaledDotProductAttention: q, k, v (matmul): the leading axes of a [2, 5, 8] and b [3, 7, 8] do not broadcast",
    );
    let layer = |x, wo, pad| {
        let all = [
            x,
            D,
            NULL,
            D,
            NULL,
            D,
            NULL,
            wo,
            NULL,
            NULL,
            NULL,
            NULL,
            NULL,
            &[16, 8],
            NULL,
            &[8, 16],
            NULL,
            pad,
        ];
        move |want| check("encoderLayer", "heads 2", &all, want)
    };
    layer(q, D, &[2, 4])("encoderLayer: pad must be [2, 5], one number a token, got [2, 4]");
    layer(q, &[1, 8], NULL)(
        "encoderLayer: attention's result [2, 5, 1] cannot be added to [2, 5, 8]",
    );
    layer(&[8], D, NULL)("encoderLayer: x must be [.., T, d_model], got [8]");
}
