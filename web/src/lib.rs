//! The only Leptos crate: pages, widgets, embed page.
//!
//! Natively (feature `ssr`) it renders every page for the prerender; in the
//! browser (feature `hydrate`) it brings the widgets of a page to life.
//!
//! ```
//! # #[cfg(feature = "ssr")] {
//! let pages = web::pages(None)?;
//! let note = pages.iter().find(|page| page.path == "en/alexnet/").ok_or("no such note")?;
//! assert!(note.body.contains("<leptos-island data-component=\"Convolution"));
//! # }
//! # Ok::<(), String>(())
//! ```
//!
//! May depend on: `figures`, `nets`, `share`, and `notes` at build time;
//! reaches the engine only through `third-pass.js`.

pub mod activation;
pub mod attention;
pub mod augmentation;
pub mod bleu;
pub mod block;
pub mod bottleneck;
pub mod columns;
pub mod complexity;
pub mod convolution;
pub mod days;
pub mod degradation;
pub mod dropout;
mod element;
pub mod family;
pub mod full;
pub mod heads;
pub mod layers;
#[path = "../locales/mod.rs"]
pub mod locales;
pub mod lrn;
pub mod network;
pub mod normalization;
pub mod parameters;
pub mod pooling;
pub mod positions;
pub mod query;
pub mod schedule;
mod side_by_side;
pub mod smoothing;
pub mod translator;
mod widget;
mod wording;

#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub use pages::{Page, pages, searched};
#[cfg(feature = "ssr")]
pub use widget::island;

#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub use widget::place;

#[cfg(target_arch = "wasm32")]
mod browser;

/// Makes the module's islands known to the page; `boot.js` wakes each as it comes into view.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
