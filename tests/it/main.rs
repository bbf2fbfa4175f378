//! One test binary with modules.

mod layers;
mod text;
mod before_after;
mod sensitivity;
mod special;
