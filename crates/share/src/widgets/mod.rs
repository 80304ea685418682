//! One file a widget: its row of the table, and its code to copy.

pub mod attention;
pub mod bottleneck;
pub mod convolution;
mod make;
pub mod network;
pub mod normalization;
