//! One test binary with modules.

mod layers;
mod linear;
mod logit;
mod nsw;
mod sandwich;
mod text;
