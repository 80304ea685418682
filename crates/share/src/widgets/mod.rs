//! One file a widget: its row of the table, and its code to copy.

pub mod activation;
pub mod attention;
pub mod augmentation;
pub mod block;
pub mod bottleneck;
pub mod columns;
pub mod convolution;
pub mod days;
pub mod degradation;
pub mod dropout;
pub mod family;
pub mod full;
pub mod heads;
mod kernels;
pub mod layers;
pub mod lrn;
mod make;
pub mod network;
pub mod normalization;
mod normals;
pub mod pooling;
pub mod positions;
pub mod query;
mod seeded;
mod trained;
