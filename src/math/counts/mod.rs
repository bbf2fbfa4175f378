//! Regression of counts: Poisson's law, and the negative binomial law where counts vary more.

mod negative_binomial;
mod poisson;

pub use negative_binomial::{NegativeBinomial, negative_binomial};
pub use poisson::{Poisson, poisson};
