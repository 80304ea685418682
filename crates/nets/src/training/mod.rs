//! Training: a net, options and examples to steps, records and checkpoints.
//!
//! ```
//! use nets::training::{Pairs, TrainOptions, Trainer};
//! use nets::{Net, Spec};
//! use ops::{Options, Value};
//! use tensor::Tensor;
//! let word = |word: &str| Value::Word(word.to_owned());
//! let options = |pairs: &[(&str, Value)]| {
//!     Options(pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect())
//! };
//! let spec = options(&[
//!     ("kind", word("cifarResnet")),
//!     ("n", Value::Number(1.0)),
//!     ("widths", Value::Numbers(vec![4.0, 4.0])),
//!     ("classes", Value::Number(2.0)),
//! ]);
//! let net = Net::new(Spec::parse(&spec)?)?;
//! let run = options(&[("steps", Value::Number(3.0)), ("batch", Value::Number(4.0))]);
//! let sgd = options(&[("name", word("sgd")), ("lr", Value::Number(0.1))]);
//! let run = TrainOptions::parse(net.spec(), &run, &sgd)?;
//! let x = Tensor::from_fn(&[8, 3, 8, 8], |i| (i % 7) as f32 - 3.0);
//! let labels = Tensor::from_fn(&[8], |i| (i % 2) as f32);
//! let mut trainer = Trainer::new(&net, run, Pairs::new(vec![x], labels)?)?;
//! while !trainer.done() {
//!     let record = trainer.step()?;
//!     assert!(record.loss.is_finite() && record.error <= 1.0);
//! }
//! let file = trainer.checkpoint().to_bytes()?;
//! # drop(file);
//! # Ok::<(), ops::OpError>(())
//! ```
//!
//! [`Training`] is the step as data: one graph, what it takes and what becomes of its results,
//! for any backend; [`Course`] adds which step is next and what it is fed. [`Trainer`] carries it out on the CPU, at once or a few operations at a time.

mod augment;
mod checkpoint;
mod course;
mod evaluate;
mod examples;
mod loss;
mod options;
mod order;
mod record;
mod step;
mod trainer;

pub use augment::{Augment, Pictures};
pub use checkpoint::Checkpoint;
pub use course::Course;
pub use evaluate::{Evaluation, evaluate};
pub use examples::{Batch, Examples, Pairs};
pub use options::TrainOptions;
pub use record::{Record, Scores};
pub use step::{Feed, Training};
pub use trainer::{Pending, Trainer};

use ops::OpError;

/// Who errors of training name.
const OP: &str = "train";

fn bad(words: impl Into<String>) -> OpError {
    OpError::new(OP, words)
}
