//! The parameters widget: the Transformer part by part, and the cost of training it.

mod seen;
pub mod view;
mod words;

pub use view::Parameters;
