//! A small module, as the linker and as later tools would write it: whole, trimmed and in parts it
//! computes the same.

mod cut;
mod small;
mod trim;
