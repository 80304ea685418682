//! The state of every widget as plain data, and the link codec.
