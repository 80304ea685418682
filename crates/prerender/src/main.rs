//! prerender

fn main() {}
