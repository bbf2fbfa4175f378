//! One test binary with modules.

mod special;
