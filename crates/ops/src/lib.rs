//! One file per operation: parameters, output shape, the CPU forward that reads
//! like the formula, cost, and `trace`: which inputs and terms made a number.
//!
//! ```
//! use ops::{Op, Options};
//! use tensor::Tensor;
//! let relu = Op::parse("relu", &Options::default())?;
//! let x = Tensor::new(&[3], vec![-1.0, 0.0, 2.0])?;
//! let y = relu.forward(&[Some(&x)])?;
//! assert_eq!(y[0].data(), [0.0, 0.0, 2.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `table.rs` lists them. A primitive computes; a composite is a [`Graph`] of
//! primitives that the CPU runs and the GPU plans.
//! The plain loops in `conv2d.rs` and its neighbours are the specification;
//! `fast/` is checked against them. May depend on: `tensor`.

mod activation;
mod adaptive_avg_pool2d;
mod add;
mod attention;
mod avg_pool2d;
mod basic_block;
mod batch_norm;
mod batch_norm_train;
mod bottleneck;
mod broadcast;
mod concat;
mod conv2d;
mod cost;
mod cross_entropy;
mod decoder_layer;
mod dropout;
mod embedding;
mod encoder_layer;
mod entry;
mod error;
mod exp;
mod fast;
mod graph;
mod group_norm;
mod lattice;
mod layer_norm;
mod linear;
mod local_response_norm;
mod log_softmax;
mod masked_softmax;
mod matmul;
mod max_pool2d;
mod mean;
mod moments;
mod mul;
mod multi_head_attention;
mod op;
mod operation;
mod options;
mod pool;
mod positional_encoding;
mod reduce;
mod relu;
mod reshape;
mod residual;
mod scaled_dot_product_attention;
mod slice;
mod softmax;
mod sub;
mod sum;
mod table;
mod tanh;
mod trace;
mod transpose;
mod zero_pad_shortcut;

pub use activation::Activation;
pub use adaptive_avg_pool2d::AdaptiveAvgPool2d;
pub use add::Add;
pub use avg_pool2d::AvgPool2d;
pub use basic_block::BasicBlock;
pub use batch_norm::BatchNorm;
pub use batch_norm_train::BatchNormTrain;
pub use bottleneck::{Bottleneck, StrideOn};
pub use concat::Concat;
pub use conv2d::Conv2d;
pub use cost::Cost;
pub use cross_entropy::CrossEntropy;
pub use decoder_layer::DecoderLayer;
pub use dropout::Dropout;
pub use embedding::Embedding;
pub use encoder_layer::EncoderLayer;
pub use entry::{Input, OpEntry, Place};
pub use error::OpError;
pub use exp::Exp;
pub use graph::{Graph, GraphStep};
pub use group_norm::GroupNorm;
pub use lattice::{Groups, Lattice, resolve_axes, resolve_axis, strides};
pub use layer_norm::LayerNorm;
pub use linear::Linear;
pub use local_response_norm::LocalResponseNorm;
pub use log_softmax::LogSoftmax;
pub use masked_softmax::MaskedSoftmax;
pub use matmul::Matmul;
pub use max_pool2d::MaxPool2d;
pub use mean::Mean;
pub use mul::Mul;
pub use multi_head_attention::MultiHeadAttention;
pub use op::MAX_ELEMENTS;
pub use options::{Options, Value};
pub use positional_encoding::PositionalEncoding;
pub use relu::Relu;
pub use reshape::Reshape;
pub use residual::Shortcut;
pub use scaled_dot_product_attention::ScaledDotProductAttention;
pub use slice::Slice;
pub use softmax::Softmax;
pub use sub::Sub;
pub use sum::Sum;
pub use table::{OPS, Op};
pub use tanh::Tanh;
pub use trace::{Combine, Factor, Term, Trace};
pub use transpose::Transpose;
pub use zero_pad_shortcut::ZeroPadShortcut;
