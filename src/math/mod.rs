//! Arrays in, arrays out; knows no study.

pub mod ranks;
pub mod special;
pub mod sums;
