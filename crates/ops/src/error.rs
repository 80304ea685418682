//! What can be wrong with a call: the op, the argument, the shapes.

use thiserror::Error;

/// A call that cannot be carried out; names the op, the argument and the shapes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{op}: {message}")]
pub struct OpError {
    op: &'static str,
    message: String,
}

impl OpError {
    /// An error of `op` in words that name the argument.
    #[must_use]
    pub fn new(op: &'static str, message: impl Into<String>) -> Self {
        Self { op, message: message.into() }
    }

    /// The same error as a part of `op` met it.
    #[must_use]
    pub fn inside(self, op: &'static str, part: &str) -> Self {
        let message = format!("{part} ({}): {}", self.op, self.message);
        Self { op, message }
    }
}
