//! One test binary with modules.

mod layers;
mod linear;
mod logit;
mod nearest;
mod nsw;
mod sandwich;
mod text;
