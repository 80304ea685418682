//! The columns widget: AlexNet on two cards, and what a convolution in groups reads.

mod explain;
mod figure;
mod look;
mod real;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Columns;
