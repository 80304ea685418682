//! The only Leptos crate: pages, widgets, embed page.
//!
//! Natively (feature `ssr`) it renders every page for the prerender; in the
//! browser (feature `hydrate`) it brings the widgets of a page to life.
//! May depend on: `figures`, `nets`, `share`, and `notes` at build time;
//! reaches the engine only through `third-pass.js`.
// A note's module uses a part of what widgets share.
#![cfg_attr(not(feature = "every-note"), allow(dead_code, unused_imports))]

#[cfg(feature = "alexnet")]
pub mod activation;
#[cfg(feature = "transformer")]
pub mod attention;
#[cfg(feature = "alexnet")]
pub mod augmentation;
#[cfg(feature = "transformer")]
pub mod bleu;
#[cfg(feature = "resnet")]
pub mod block;
#[cfg(feature = "resnet")]
pub mod bottleneck;
#[cfg(feature = "alexnet")]
pub mod columns;
#[cfg(feature = "transformer")]
pub mod complexity;
#[cfg(feature = "alexnet")]
pub mod convolution;
#[cfg(feature = "alexnet")]
pub mod days;
#[cfg(feature = "resnet")]
pub mod degradation;
#[cfg(feature = "alexnet")]
pub mod dropout;
mod element;
#[cfg(feature = "resnet")]
pub mod family;
#[cfg(feature = "alexnet")]
pub mod full;
#[cfg(feature = "transformer")]
pub mod heads;
#[cfg(feature = "alexnet")]
pub mod layers;
#[path = "../locales/mod.rs"]
pub mod locales;
#[cfg(feature = "alexnet")]
pub mod lrn;
#[cfg(feature = "alexnet")]
pub mod network;
#[cfg(feature = "transformer")]
pub mod normalization;
#[cfg(feature = "transformer")]
pub mod parameters;
#[cfg(feature = "alexnet")]
pub mod pooling;
#[cfg(feature = "transformer")]
pub mod positions;
#[cfg(feature = "transformer")]
pub mod query;
#[cfg(feature = "transformer")]
pub mod schedule;
#[cfg(any(feature = "alexnet", feature = "resnet"))]
mod side_by_side;
#[cfg(feature = "transformer")]
pub mod smoothing;
#[cfg(feature = "transformer")]
pub mod translator;
mod widget;
mod wording;

#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub use pages::{Page, pages, searched};
#[cfg(feature = "ssr")]
pub use widget::island;

#[cfg(target_arch = "wasm32")]
mod browser;

/// Makes the module's islands known to the page; `boot.js` wakes each as it comes into view.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
