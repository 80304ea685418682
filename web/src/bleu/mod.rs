//! The BLEU widget: a translation held to references, n-gram by n-gram.

mod seen;
pub mod view;
mod words;

pub use view::Bleu;
