//! The state of every widget as plain data, and the link codec.
//!
//! One table ([`WIDGETS`]) drives controls, links, attributes, validation,
//! docs and `widgets.json`. Decoding never fails: what a link gets wrong falls
//! to its default, with a warning in the reader's language.
//!
//! ```
//! let convolution = share::widget("convolution").ok_or("no such widget")?;
//! let (link, warnings) = share::decode("?stride=2&size=huge", convolution);
//! assert_eq!(link.state.int("stride"), 2);
//! assert_eq!(link.state.int("size"), 11);
//! assert_eq!(warnings.len(), 1);
//! assert_eq!(share::encode(&link), "stride=2");
//! # Ok::<(), &str>(())
//! ```
//!
//! May depend on: `translation`, for how a sentence is cut into words.

mod blob;
mod cells;
mod json;
mod link;
mod mend;
mod number;
mod query;
mod renamed;
mod state;
mod table;
mod text;
mod tokens;
mod view;
mod warning;
pub mod widgets;

pub use blob::{Picture, packed_note, unpacked_note};
pub use cells::{MOST_LEVEL, cells, cells_text};
pub use json::widgets_json;
pub use link::{Address, Link, decode, decode_own, encode, encode_address, encode_share};
pub use number::number;
pub use renamed::RENAMED;
pub use state::State;
pub use table::{Choice, Key, Kind, WIDGETS, Widget, widget};
pub use text::{Lang, Text};
pub use tokens::tokens;
pub use view::{Backend, RESERVED, Theme, View};
pub use warning::Warning;
