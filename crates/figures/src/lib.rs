//! Pure pictures: numbers to pixels and charts, pixels to numbers, and where things lie.
//!
//! ```
//! use figures::{Range, pixels};
//! let values = [-1.0, 0.0, 1.0];
//! let range = Range::of(&values);
//! assert_eq!(range, Range::Signed(1.0));
//! assert_eq!(pixels(&values, range, false).len(), 3 * 4);
//! ```
//!
//! May depend on: `tensor`, `plotters`, `colorous`; never on a canvas.

mod align;
mod axes;
mod bars;
mod before_after;
mod block;
mod boxes;
mod chain;
mod channels;
mod colour;
mod columns;
mod curves;
mod field;
mod flow;
mod histogram;
mod maps;
mod palette;
mod picture;
mod reads;
mod scaling;
mod scene;
mod sharing;
mod squares;
mod sweep;
mod waist;

pub use align::{Align, Link, crossings, strongest};
pub use bars::{Bar, Bars, bar_at, draw_bars};
pub use before_after::{Spread, draw_before_after};
pub use block::{Block, View};
pub use boxes::{MapBox, boxes};
pub use chain::{Part, Place, STEPS, parts_of};
pub use channels::{Channels, draw_channels};
pub use colour::{Range, pixels, ramp};
pub use columns::{Columns, Stack, stack_at};
pub use curves::{Curve, Plane, draw_curves, numbers_at, places, trailing_mean};
pub use field::{Field, field_through, receptive_field};
pub use flow::{Flow, flows};
pub use histogram::{Ink, draw_histogram};
pub use maps::MapGrid;
pub use palette::Palette;
pub use picture::{
    IMAGENET, SHIPPED_SIDE, centred, kernel_pixels, normalized, picture_tensor, shrunk,
    standardized, tensor_pixels,
};
pub use reads::Windows;
pub use scaling::{Growth, Scaling, draw_scaling, size_at};
pub use scene::{Mark, Point, Rgb, Scene};
pub use sharing::{Cell, Sharing, Sizes};
pub use squares::{LENS, MOST_SQUARES, Square, lens_start, squares};
pub use sweep::{Sweep, draw_sweep};
pub use waist::{Span, flank, waist};
