//! Markdown notes to blocks: text as HTML, formulas as MathML, widgets as calls,
//! claims by their ids.
//!
//! Parsing never fails: what a note gets wrong is shown in place in the note's
//! language, with a warning that names the line; the text around it stays.
//! Raw HTML is text, and only http(s), mailto and relative links are live.
//!
//! ```
//! use notes::{Block, parse};
//! let (note, warnings) = parse("# Title\n\n$y = x$\n", notes::Lang::En, &|_| Vec::new());
//! assert!(warnings.is_empty());
//! assert_eq!(note.title, "Title");
//! assert!(matches!(&note.blocks[..], [Block::Html(html)] if html.contains("<math")));
//! ```
//!
//! May depend on: `pulldown-cmark`, `pulldown-latex`.

mod directive;
mod glossary;
mod html;
mod lint;
mod math;
mod note;
mod parse;
mod part;
mod search;

pub use glossary::{Term, mark};
pub use html::{escape, plain};
pub use lint::lint_zh;
pub use note::{Block, Call, Heading, Note, WidgetCall};
pub use parse::parse;
pub use part::{PASSES, Part, last_of, parts};
pub use search::{Entry, index, tokens};

/// The language of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Something wrong in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}
