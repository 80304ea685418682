//! Networks and filter banks as data, made of ops.
//!
//! ```
//! use nets::filters::{Filter, filter};
//! let w = filter(Filter::Blur, 5, 0.0, 0);
//! assert_eq!(w.shape(), [1, 3, 5, 5]);
//! assert!((w.data().iter().sum::<f32>() - 1.0).abs() < 1e-6);
//! ```
//!
//! A [`Spec`] says which net, a [`Net`] has its weights' names and shapes, a [`Program`] is
//! the net for inputs of known shapes: a graph of primitives that the CPU runs and the GPU plans.
//!
//! May depend on: `ops`, `tensor`.

pub mod accounts;
pub mod activation;
pub mod alexnet;
pub mod attention;
pub mod augmentation;
pub mod batches;
pub mod blocks;
mod build;
pub mod changed;
mod cifar;
pub mod classes;
pub mod columns;
mod convnet;
pub mod days;
pub mod decode;
pub mod degradation;
pub mod digits;
pub mod draws;
pub mod family;
mod fields;
pub mod filters;
pub mod found;
mod heads;
mod interval;
pub mod kinds;
mod net;
pub mod normalize;
pub mod positions;
mod program;
mod read;
mod residual;
mod resnet;
pub mod response;
mod seed;
pub mod seeded;
pub mod side_by_side;
pub mod sizes;
pub mod smoothing;
mod spec;
mod stages;
pub mod training;
pub mod transformer;
mod weight;
pub mod words;

pub use alexnet::{AlexNet, Variant};
pub use cifar::CifarResNet;
pub use convnet::{Activation, ConvNet, Start};
pub use heads::Site;
pub use interval::wilson;
pub use net::{Ask, Net, Part};
pub use program::{Layer, Piece, Program};
pub use residual::Block;
pub use resnet::ResNet;
pub use spec::Spec;
pub use stages::{STAGES, Stage, stage_of};
pub use transformer::Transformer;
pub use weight::{Init, Weight};
