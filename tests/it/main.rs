//! One test binary with modules.

mod layers;
mod nearest;
mod text;
