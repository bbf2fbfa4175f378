//! Rows of one source that describe what rows of another stand for: joined by a number, an id, or a name and a place.
//!
//! Three classes: exact ones are joined; probable ones are listed and not joined until a person decides; the others are listed with
//! who comes nearest. Nothing is joined where several fit.

mod join;
mod key;
pub(in crate::tidy) mod kind;
mod linker;
mod near;
pub(in crate::tidy) mod outcome;
mod own;
mod same;
pub(in crate::tidy) mod target;

pub(in crate::tidy) use key::{LinkKey, loose};
pub(in crate::tidy) use linker::{Asking, Linker};
