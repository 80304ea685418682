//! One file a widget: its row of the table, and its code to copy.

pub mod activation;
pub mod attention;
pub mod augmentation;
pub mod bleu;
pub mod block;
pub mod bottleneck;
pub mod columns;
pub mod complexity;
pub mod convolution;
pub mod days;
pub mod degradation;
pub mod dropout;
pub mod family;
pub mod full;
mod kernels;
pub mod layers;
pub mod lrn;
mod make;
pub mod network;
pub mod normalization;
pub mod parameters;
pub mod pooling;
pub mod schedule;
mod seeded;
pub mod smoothing;
mod trained;
pub mod translator;
