//! Data sets, recipes and model cards of the nets that were trained here.
//!
//! ```
//! let wilson = train::wilson(59, 588);
//! assert!(wilson[0] < 59.0 / 588.0 && 59.0 / 588.0 < wilson[1]);
//! ```
//!
//! Everything in the library is a function of bytes and seeds; files are read and written by
//! the program in `main.rs` alone. May depend on: `nets`, `ops`, `tensor`.

pub mod activation;
mod card;
pub mod degradation;
pub mod emoji;
mod picture;
mod recipe;
mod run;
pub mod shown;
mod side_by_side;

pub use card::{Card, Data, Errors, Input, Rate};
pub use nets::wilson;
pub use picture::{Picture, PictureError};
pub use recipe::{Recipe, options};
pub use run::{Curve, FIRST, Point, run};
pub use shown::Shown;
pub use side_by_side::{Log, SEEDS, STEPS, trainer};
