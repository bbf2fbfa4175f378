//! Arrays in, arrays out; knows no study.

pub mod random;
pub mod ranks;
pub mod special;
