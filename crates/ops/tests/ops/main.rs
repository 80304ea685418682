//! The operations from outside: fast twins against the formula, traces, graphs,
//! costs, and errors in words. Against PyTorch they are held in `tests/`.

mod common;
mod cost;
mod differences;
mod errors;
mod formulas;
mod gradients;
mod graph;
mod hostile;
mod trace;
