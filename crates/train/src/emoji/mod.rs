//! Emoji of several designers on painted grounds: what the small AlexNet tells apart.
//!
//! One designer's emoji are never trained on: with them the net is tested, so that its error
//! says whether it knows a turtle, and not a drawing of one.

mod draws;
mod list;
mod scene;
mod set;

pub use list::{Class, List, Style, Use};
pub use scene::{Ground, Place, Scene, Tone, paint};
pub use set::{Emoji, SIDE, Scenes, TEST_PICTURES, as_input, tests};

/// Height and width of an emoji as it was drawn, in pixels.
pub const SPRITE: usize = 48;
/// How many emoji stand in a row of a style's sheet.
pub const SHEET_COLUMNS: usize = 7;
