//! One test binary with modules.

mod before_after;
mod layers;
mod linear;
mod logit;
mod nsw;
mod sandwich;
mod sensitivity;
mod special;
mod text;
