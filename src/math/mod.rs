//! Arrays in, arrays out; knows no study.

pub mod assign;
pub mod components;
pub mod double;
pub mod glm;
pub mod householder;
pub mod linear;
pub mod next_free;
pub mod random;
pub mod ranks;
pub mod special;
pub mod sums;
