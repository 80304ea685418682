//! One line for every step, with the seconds since the start.

use std::{sync::LazyLock, time::Instant};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Seconds since the first line.
pub(crate) fn elapsed_secs() -> f64 {
    START.elapsed().as_secs_f64()
}

/// Prints what happens now.
pub(crate) fn say(words: impl std::fmt::Display) {
    eprintln!("[{:6.1} s] {words}", elapsed_secs());
}
