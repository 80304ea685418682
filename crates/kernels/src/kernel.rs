//! The one table of kernels: each a WGSL file with what Rust must know of it.

/// A kernel: one WGSL file with one entry point, `main`.
///
/// Binding 0 is its parameters (a uniform of 32-bit words), then come the
/// buffers it reads, then those it writes. `tests/tests/wgsl.rs` holds these
/// numbers to the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Kernel {
    /// The file's name without `.wgsl`.
    pub name: &'static str,
    /// The file without its comments, with the functions that it shares with others behind it.
    pub source: &'static str,
    /// How many buffers it reads.
    pub inputs: usize,
    /// How many buffers it writes.
    pub outputs: usize,
    /// How many 32-bit words its parameters have.
    pub words: usize,
}

macro_rules! kernels {
    ($($constant:ident $name:literal $(+ $shared:literal)* $inputs:literal $outputs:literal $words:literal;)*) => {
        $(
            pub(crate) static $constant: Kernel = Kernel {
                name: $name,
                source: concat!(
                    include_str!(concat!(env!("OUT_DIR"), "/", $name, ".wgsl"))
                    $(, include_str!(concat!(env!("OUT_DIR"), "/shared_", $shared, ".wgsl")))*
                ),
                inputs: $inputs,
                outputs: $outputs,
                words: $words,
            };
        )*
        /// Every kernel.
        pub static KERNELS: &[&Kernel] = &[$(&$constant),*];
    };
}

// Name, the files of functions joined to it, buffers read, buffers written, words of parameters.
kernels! {
    ADAM_STEP "adam_step" 5 3 7;
    ADAPTIVE_AVG_POOL2D_GRAD "adaptive_avg_pool2d_grad" 1 1 5;
    AVG_POOL2D "avg_pool2d" 1 1 12;
    BATCH_NORM "batch_norm" 5 1 6;
    BINARY "binary" 2 1 17;
    BLEND "blend" 2 1 3;
    CONV2D "conv2d" + "tile" 3 1 17;
    CONV2D_DIRECT "conv2d_direct" 3 1 18;
    CONV2D_GRAD_INPUT "conv2d_grad_input" + "tile" 2 1 17;
    CONV2D_GRAD_INPUT_DIRECT "conv2d_grad_input_direct" 2 1 16;
    CONV2D_GRAD_WEIGHT "conv2d_grad_weight" + "tile" 2 1 17;
    CONV2D_GRAD_WEIGHT_DIRECT "conv2d_grad_weight_direct" + "sum" 2 1 17;
    COPY "copy" 1 1 17;
    CROSS_ENTROPY "cross_entropy" + "sum" 2 1 5;
    CROSS_ENTROPY_GRAD "cross_entropy_grad" + "sum" 3 1 6;
    CROSS_ENTROPY_MEAN "cross_entropy_mean" + "sum" 2 1 2;
    DROPOUT "dropout" 1 1 4;
    EMBEDDING "embedding" 2 1 3;
    EMBEDDING_GRAD "embedding_grad" 2 1 3;
    EXPAND "expand" 1 1 12;
    LOCAL_RESPONSE_NORM "local_response_norm" 1 1 8;
    LOCAL_RESPONSE_NORM_GRAD "local_response_norm_grad" 2 1 8;
    MASKED_SOFTMAX "masked_softmax" + "sum" 2 1 14;
    MATMUL "matmul" + "tile" 3 1 14;
    MAX_POOL2D "max_pool2d" 1 1 11;
    MAX_POOL2D_GRAD "max_pool2d_grad" 2 1 11;
    NORM "norm" + "norm" + "groups" + "sum" 3 3 23;
    NORM_GRAD "norm_grad" + "groups" + "sum" 2 1 17;
    NORM_ROWS "norm_rows" + "norm" + "groups" + "sum" 3 3 23;
    REDUCE "reduce" + "groups" + "sum" 1 1 18;
    SGD_STEP "sgd_step" 4 2 4;
    SOFTMAX "softmax" + "sum" 1 1 4;
    SOFTMAX_GRAD "softmax_grad" + "sum" 2 1 4;
    SUM_PARTS "sum_parts" 1 1 2;
    UNARY "unary" 1 1 2;
}
