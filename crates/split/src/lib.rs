//! Makes modules small: trims what nobody can hear or reach, and cuts a page's module into a base
//! and a piece for each widget.
//!
//! A piece is what its widget alone can reach: functions, slots of the function table, data. What
//! some widgets reach is a part that they share, or little enough for each to have a copy. The
//! base is an ordinary module with everything else. A piece is instantiated with the exports of the
//! base and of the parts that it shares, and fills in its slots and data, after which the base's
//! export of that widget works. Which slots and data those are the linker tells (`linked.rs`);
//! calls are read from the module itself.
//!
//! ```
//! use split::{Cut, Fault, split};
//! // A widget that can be used alone; the base has the rest.
//! fn cut(linked: &[u8], page: &[u8]) -> Result<Cut, Fault> {
//!     split(linked, page, &[vec!["Convolution"]], 15_000)
//! }
//! assert!(cut(b"what the linker wrote", b"what wasm-bindgen made of it").is_err());
//! ```
//!
//! May depend on: nothing of ours.

mod homes;
mod linked;
mod module;
mod mute;
mod needs;
mod trim;
mod users;
mod write;

use std::fmt;

use needs::Added;
pub use trim::trim;
use users::Users;
use wasmparser::{ConstExpr, Operator};

/// The key under which a part asks for what the parts before it export.
pub const BASE: &str = "b";

/// A module in parts.
#[derive(Debug)]
pub struct Cut {
    /// What all begin with.
    pub base: Vec<u8>,
    /// What some pieces share, in the order in which they are to be instantiated.
    pub shared: Vec<Shared>,
    /// In the order in which they were asked for.
    pub pieces: Vec<Vec<u8>>,
}

/// What some pieces share.
#[derive(Debug)]
pub struct Shared {
    /// The module.
    pub wasm: Vec<u8>,
    /// Before which pieces it is instantiated, as they were asked for.
    pub pieces: Vec<usize>,
}

/// Cuts `page`, which other tools made of the linker's module `linked`, as `pieces` name the
/// exports that each begins with. Functions of at least `least` bytes together that the same pieces
/// need become a part which those share.
///
/// # Errors
/// A module that is not understood, an export that is missing, more pieces than can be counted.
pub fn split(linked: &[u8], page: &[u8], pieces: &[Vec<&str>], least: usize) -> Result<Cut, Fault> {
    if pieces.len() > Users::MOST {
        return Err(Fault::new("more pieces than can be counted"));
    }
    let reach = linked::reach(linked, pieces)?;
    let module = module::Module::read(page)?;
    let needs = needs::Needs::of(&module, &reach, pieces, least)?;
    let base = write::base(&module, &needs, &reach)?;
    let added = |part| write::added(&module, &needs, &reach, part);
    let all = 0..pieces.len();
    let shared = needs.homes.shared.iter().enumerate().map(|(part, users)| {
        let pieces = all.clone().filter(|piece| users.has(*piece)).collect();
        Ok(Shared { wasm: added(Added::Shared(part))?, pieces })
    });
    let shared = shared.collect::<Result<_, Fault>>()?;
    let pieces = all.map(|piece| added(Added::Piece(piece))).collect::<Result<_, _>>()?;
    Ok(Cut { base, shared, pieces })
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
