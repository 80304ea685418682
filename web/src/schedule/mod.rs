//! The schedule widget: the Transformer's learning rate over the steps.

mod seen;
pub mod view;
mod words;

pub use view::Schedule;
