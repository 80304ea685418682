//! Cuts a page's module into a base and a piece for each widget.
//!
//! A piece is what its widget and at most a few others can reach: functions, slots of the function
//! table, data. The base is an ordinary module with everything that more need. A piece is
//! instantiated with the base's exports and fills in its slots and data, after which the base's
//! export of that widget works. Which slots and data those are the linker tells (`linked.rs`);
//! calls are read from the module itself.
//!
//! ```
//! use split::{Cut, Fault, split};
//! // A widget that can be used alone; the base has the rest.
//! fn cut(linked: &[u8], page: &[u8]) -> Result<Cut, Fault> {
//!     split(linked, page, &[vec!["Convolution"]])
//! }
//! assert!(cut(b"what the linker wrote", b"what wasm-bindgen made of it").is_err());
//! ```
//!
//! May depend on: nothing of ours.

mod linked;
mod module;
mod needs;
mod users;
mod write;

use std::fmt;

use users::Users;
use wasmparser::{ConstExpr, Operator};

/// The key under which a piece asks for what the base exports.
pub const BASE: &str = "b";

/// A module in parts.
#[derive(Debug)]
pub struct Cut {
    /// What all begin with.
    pub base: Vec<u8>,
    /// In the order in which they were asked for.
    pub pieces: Vec<Vec<u8>>,
}

/// Cuts `page`, which other tools made of the linker's module `linked`, as `pieces` name the
/// exports that each begins with.
///
/// # Errors
/// A module that is not understood, an export that is missing, more pieces than can be counted.
pub fn split(linked: &[u8], page: &[u8], pieces: &[Vec<&str>]) -> Result<Cut, Fault> {
    if pieces.len() > Users::MOST {
        return Err(Fault::new("more pieces than can be counted"));
    }
    let reach = linked::reach(linked, pieces)?;
    let module = module::Module::read(page)?;
    let needs = needs::Needs::of(&module, &reach, pieces)?;
    let base = write::base(&module, &needs, &reach)?;
    let pieces = (0..pieces.len()).map(|piece| write::piece(&module, &needs, &reach, piece));
    Ok(Cut { base, pieces: pieces.collect::<Result<_, _>>()? })
}

/// Why a module cannot be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<wasmparser::Error> for Fault {
    fn from(error: wasmparser::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<wasm_encoder::reencode::Error<Self>> for Fault {
    fn from(error: wasm_encoder::reencode::Error<Self>) -> Self {
        Self(error.to_string())
    }
}

/// The number of an offset, which is a constant in all that we are given.
fn constant(expression: &ConstExpr<'_>) -> Result<u32, Fault> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        other => Err(Fault::new(format!("an offset that is no constant: {other:?}"))),
    }
}
