//! Bundle → files. Reads a [`crate::findings::Bundle`] and nothing else.

/// The output folder: written beside its place and swapped in.
pub mod folder;
