//! Fast twins of the plain loops; each is tested against its specification.

mod conv2d;
mod conv2d_grad;
mod gemm;
mod local_response_norm;
mod max_pool2d;
mod product;
mod vector;
mod windows;

pub(crate) use conv2d::conv2d;
pub(crate) use conv2d_grad::{conv2d_grad_input, conv2d_grad_weight};
pub(crate) use local_response_norm::{local_response_norm, local_response_norm_grad};
pub(crate) use max_pool2d::{max_pool2d, max_pool2d_grad};
pub(crate) use product::{How, product};
pub(crate) use vector::{append, exp, relu, scale_and_shift, softmax};
