//! What every widget has, written once: its section, controls, line of numbers,
//! actions, link, history, and the way from a state to its picture.
//!
//! # How to add a widget
//!
//! 1. Its row of the table: `crates/share/src/widgets/NAME.rs`, listed in `WIDGETS`.
//!    Controls, links, `hide=`/`lock=`, validation and `widgets.json` follow from it.
//! 2. `web/src/NAME/words.rs`: its own words, with [`wording!`](crate::wording).
//! 3. `web/src/NAME/view.rs`: the island, without arguments as in `convolution/view.rs`, of
//!    [elements](crate::element), not of `view!`.
//!    It makes a [`Frame`], a `Copy` struct of its own signals and canvases, wakes the
//!    live half in the browser, and ends with `frame.view(Parts { … })`.
//! 4. `web/src/NAME/live.rs`, in the browser only: a `Subject`, which computes values
//!    from a state, draws them, sums them up, writes them as CSV.
//!    Where the row has "svg" among its exports, `svg` is the picture as a file.
//!    `check` names what is compared with `web/assets/check/NAME.safetensors`, which
//!    the golden script writes from the row's `snippet` and `results`.
//!    A widget whose work is large supplies `before` and `alone`: it waits for a press, and
//!    has a worker that can be stopped; `family/live.rs` does.
//!    A widget whose numbers are a function of its state needs none: `frame.plain(…)`, as in
//!    `schedule/view.rs`.
//! 5. Its two lines in `island.rs`, a `mod` in `lib.rs`.
//!
//! A widget changes its state by `frame.state.update(…)` and then says
//! `frame.act(Act::Changed)` (a step that Back undoes) or `Act::Noted` (none);
//! computing, drawing and the address follow. An island is prerendered with the
//! note's settings, and hydrated as such; the link's state comes in an effect.

#[cfg(target_arch = "wasm32")]
pub(crate) mod alone;
pub(crate) mod chart;
pub(crate) mod check;
#[cfg(target_arch = "wasm32")]
mod checking;
mod controls;
pub(crate) mod counting;
#[cfg(target_arch = "wasm32")]
pub(crate) mod emoji;
pub(crate) mod frame;
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) mod guesses;
#[cfg(feature = "ssr")]
mod island;
pub(crate) mod sheet;
pub(crate) mod told;
pub(crate) mod view;
pub(crate) mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) mod held;
#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(target_arch = "wasm32")]
pub(crate) mod latest;
#[cfg(target_arch = "wasm32")]
mod live;
pub(crate) mod markup;
pub(crate) mod model_card;
pub(crate) mod numbers;
pub(crate) mod own_picture;
pub(crate) mod own_weights;
#[cfg(target_arch = "wasm32")]
pub(crate) mod photos;
pub(crate) mod pick;
mod place;
#[cfg(target_arch = "wasm32")]
pub(crate) mod plain;
#[cfg(target_arch = "wasm32")]
mod runner;
#[cfg(target_arch = "wasm32")]
pub(crate) mod subject;
#[cfg(target_arch = "wasm32")]
pub(crate) mod tally;
#[cfg(target_arch = "wasm32")]
pub(crate) mod terms;
#[cfg(target_arch = "wasm32")]
pub(crate) mod weights;

pub(crate) use frame::{Act, Frame, Table};
#[cfg(feature = "ssr")]
pub use island::island;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub use place::place;
pub(crate) use view::Parts;
