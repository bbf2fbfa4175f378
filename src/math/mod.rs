//! Arrays in, arrays out; knows no study.

pub mod assign;
pub mod random;
