//! The one table of operations: names, arguments, results.

use crate::attention::{DECODER_INPUTS, ENCODER_INPUTS, MULTI_HEAD_INPUTS};
use crate::entry::OpEntry;
use crate::error::OpError;
use crate::op::{Form, Kind};
use crate::options::Options;
use crate::residual::{BASIC_INPUTS, BOTTLENECK_INPUTS};

/// Makes of the rows `Struct, file, name, inputs, plain arguments, outputs` the
/// table, the enum and what dispatches to each file.
macro_rules! operations {
    (@parse true $module:ident $variant:ident $options:ident) => { None };
    (@parse false $module:ident $variant:ident $options:ident) => {
        Some(crate::$module::$variant::parse($options).map(Op::$variant))
    };
    ($($kind:ident { internal: $internal:tt; $(
        $(#[$doc:meta])*
        $variant:ident, $module:ident, $name:literal, $inputs:expr, $args:expr, $outputs:expr;
    )* })*) => {
        /// Every operation, in the order of design and docs; then those made of
        /// others, then those inside them.
        pub const OPS: &[OpEntry] = &[$($(OpEntry {
            name: $name,
            file: stringify!($module),
            inputs: $inputs,
            args: $args,
            outputs: $outputs,
            internal: $internal,
        }),*),*];

        /// An operation with its parameters.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Op {
            $($($(#[$doc])* $variant(crate::$module::$variant),)*)*
        }

        impl Op {
            /// Its row of the table.
            #[must_use]
            pub fn entry(&self) -> &'static OpEntry {
                match self {
                    $($(Self::$variant(_) => &OpEntry {
                        name: $name,
                        file: stringify!($module),
                        inputs: $inputs,
                        args: $args,
                        outputs: $outputs,
                        internal: $internal,
                    },)*)*
                }
            }

            /// As [`Op::kind`], for who asks about shapes alone.
            pub(crate) fn form(&self) -> Form<'_> {
                match self {
                    $($(Self::$variant(op) => Form::$kind(op),)*)*
                }
            }

            pub(crate) fn kind(&self) -> Kind<'_> {
                match self {
                    $($(Self::$variant(op) => Kind::$kind(op),)*)*
                }
            }

            /// The operation of that name; `None` where JavaScript has none of it.
            pub(crate) fn named(
                name: &str,
                options: &Options,
            ) -> Option<Result<Self, OpError>> {
                match name {
                    $($($name => operations!(@parse $internal $module $variant options),)*)*
                    _ => None,
                }
            }
        }

        $($(impl From<crate::$module::$variant> for Op {
            fn from(op: crate::$module::$variant) -> Self {
                Self::$variant(op)
            }
        })*)*
    };
}

operations! {
    Primitive {
        internal: false;
        /// `relu(x)`
        Relu, relu, "relu", &["x"], &[], &["y"];
        /// `conv2d(x, w, b, …)`
        Conv2d, conv2d, "conv2d", &["x", "w", "b?"], &[], &["y"];
        /// `maxPool2d(x, …)`
        MaxPool2d, max_pool2d, "maxPool2d", &["x"], &[], &["y"];
        /// `add(a, b)`, also with a fused ReLU inside blocks
        Add, add, "add", &["a", "b"], &[], &["y"];
        /// `sub(a, b)`
        Sub, sub, "sub", &["a", "b"], &[], &["y"];
        /// `mul(a, b)`
        Mul, mul, "mul", &["a", "b"], &[], &["y"];
        /// `exp(x)`
        Exp, exp, "exp", &["x"], &[], &["y"];
        /// `tanh(x)`
        Tanh, tanh, "tanh", &["x"], &[], &["y"];
        /// `sum(x, {axes})`
        Sum, sum, "sum", &["x"], &[], &["y"];
        /// `mean(x, {axes})`
        Mean, mean, "mean", &["x"], &[], &["y"];
        /// `softmax(x, {axis})`
        Softmax, softmax, "softmax", &["x"], &[], &["y"];
        /// `logSoftmax(x, {axis})`
        LogSoftmax, log_softmax, "logSoftmax", &["x"], &[], &["y"];
        /// `reshape(x, shape)`
        Reshape, reshape, "reshape", &["x"], &["shape"], &["y"];
        /// `transpose(x, perm)`
        Transpose, transpose, "transpose", &["x"], &["perm"], &["y"];
        /// `concat(xs, {axis})`
        Concat, concat, "concat", &["*xs"], &[], &["y"];
        /// `slice(x, {axis, start, end})`
        Slice, slice, "slice", &["x"], &[], &["y"];
        /// `dropout(x, {p, seed})`
        Dropout, dropout, "dropout", &["x"], &[], &["y"];
        /// `embedding(ids, table)`
        Embedding, embedding, "embedding", &["ids", "table"], &[], &["y"];
        /// `crossEntropy(logits, targets, …)`
        CrossEntropy, cross_entropy, "crossEntropy", &["logits", "targets"], &[], &["y"];
        /// `linear(x, w, b, {activation})`
        Linear, linear, "linear", &["x", "w", "b?"], &[], &["y"];
        /// `matmul(a, b, {transposeB})`
        Matmul, matmul, "matmul", &["a", "b"], &[], &["y"];
        /// `avgPool2d(x, …)`
        AvgPool2d, avg_pool2d, "avgPool2d", &["x"], &[], &["y"];
        /// `adaptiveAvgPool2d(x, [h, w])`
        AdaptiveAvgPool2d, adaptive_avg_pool2d, "adaptiveAvgPool2d", &["x"], &["size"], &["y"];
        /// `localResponseNorm(x, {n, k, alpha, beta})`
        LocalResponseNorm, local_response_norm, "localResponseNorm", &["x"], &[], &["y"];
        /// `batchNorm(x, {runningMean, runningVar, gamma, beta, eps})`
        BatchNorm, batch_norm, "batchNorm",
            &["x", ".runningMean", ".runningVar", ".gamma?", ".beta?"], &[], &["y"];
        /// `batchNormTrain(x, {runningMean, runningVar, gamma, beta, eps, momentum})`
        BatchNormTrain, batch_norm_train, "batchNormTrain",
            &["x", ".runningMean?", ".runningVar?", ".gamma?", ".beta?"], &[],
            &["y", "mean", "var", "runningMean", "runningVar"];
        /// `layerNorm(x, {axes, gamma, beta, eps})`
        LayerNorm, layer_norm, "layerNorm", &["x", ".gamma?", ".beta?"], &[], &["y"];
        /// `groupNorm(x, {groups, gamma, beta, eps})`
        GroupNorm, group_norm, "groupNorm", &["x", ".gamma?", ".beta?"], &[], &["y"];
        /// `positionalEncoding(positions, dModel)`
        PositionalEncoding, positional_encoding, "positionalEncoding",
            &[], &["positions", "dModel"], &["y"];
    }
    Composite {
        internal: false;
        /// `basicBlock(x, weights, …)`
        BasicBlock, basic_block, "basicBlock", BASIC_INPUTS, &[], &["y", "residual", "shortcut"];
        /// `bottleneck(x, weights, …)`
        Bottleneck, bottleneck, "bottleneck",
            BOTTLENECK_INPUTS, &[], &["y", "residual", "shortcut"];
        /// `scaledDotProductAttention(q, k, v, {mask, scale})`
        ScaledDotProductAttention, scaled_dot_product_attention, "scaledDotProductAttention",
            &["q", "k", "v", ".mask?"], &[], &["y", "weights"];
        /// `multiHeadAttention(q, kv, weights, {heads, mask})`
        MultiHeadAttention, multi_head_attention, "multiHeadAttention",
            MULTI_HEAD_INPUTS, &[], &["y", "weights"];
        /// `encoderLayer(x, weights, {heads, eps, residual, pad})`
        EncoderLayer, encoder_layer, "encoderLayer",
            ENCODER_INPUTS, &[], &["y", "weights", "afterAttention"];
        /// `decoderLayer(x, memory, weights, {heads, eps, causal, residual, pad, memoryPad})`
        DecoderLayer, decoder_layer, "decoderLayer",
            DECODER_INPUTS, &[],
            &["y", "selfWeights", "crossWeights", "afterSelf", "afterCross"];
    }
    Primitive {
        internal: true;
        /// The softmax of scaled scores of which some are hidden
        MaskedSoftmax, masked_softmax, "maskedSoftmax", &["scores", "mask?"], &[], &["y"];
        /// The shortcut without parameters: a stride and channels of zeros
        ZeroPadShortcut, zero_pad_shortcut, "zeroPadShortcut", &["x"], &[], &["y"];
        /// A tensor of one number, or one stretched and scaled
        Expand, expand, "expand", &["x?"], &[], &["y"];
        /// Backward of `relu` and of what it is fused into
        ReluGrad, relu_grad, "reluGrad", &["dy", "y"], &[], &["dx"];
        /// Backward of `softmax` and of attention's
        SoftmaxGrad, softmax_grad, "softmaxGrad", &["dy", "y"], &[], &["dx"];
        /// Backward of `conv2d` by its input
        Conv2dGradInput, conv2d_grad_input, "conv2dGradInput", &["dy", "w"], &[], &["dx"];
        /// Backward of `conv2d` by its weights
        Conv2dGradWeight, conv2d_grad_weight, "conv2dGradWeight", &["dy", "x"], &[], &["dw"];
        /// Backward of `maxPool2d`
        MaxPool2dGrad, max_pool2d_grad, "maxPool2dGrad", &["dy", "x"], &[], &["dx"];
        /// Backward of `adaptiveAvgPool2d`
        AdaptiveAvgPool2dGrad, adaptive_avg_pool2d_grad, "adaptiveAvgPool2dGrad",
            &["dy"], &[], &["dx"];
        /// Backward of `localResponseNorm`
        LocalResponseNormGrad, local_response_norm_grad, "localResponseNormGrad",
            &["dy", "x"], &[], &["dx"];
        /// Backward of every normalization by its input
        NormGrad, norm_grad, "normGrad", &["g", "x"], &[], &["dx"];
        /// Backward of `crossEntropy`
        CrossEntropyGrad, cross_entropy_grad, "crossEntropyGrad",
            &["dy", "logits", "targets"], &[], &["dlogits"];
        /// Backward of `embedding`
        EmbeddingGrad, embedding_grad, "embeddingGrad", &["dy", "ids"], &[], &["dtable"];
        /// A step of gradient descent
        SgdStep, sgd_step, "sgdStep", &["w", "dw", "rate", "velocity?"], &[], &["w", "velocity"];
        /// A step of Adam
        AdamStep, adam_step, "adamStep", &["w", "dw", "rates", "m", "v"], &[], &["w", "m", "v"];
    }
}
