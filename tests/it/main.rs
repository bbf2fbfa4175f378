//! One test binary with modules.

mod layers;
mod text;
