//! One file a widget: its row of the table, and its code to copy.

pub mod attention;
pub mod block;
pub mod bottleneck;
pub mod convolution;
pub mod days;
pub mod degradation;
mod kernels;
pub mod layers;
pub mod lrn;
mod make;
pub mod network;
pub mod normalization;
pub mod pooling;
