//! One test binary with modules.

mod before_after;
mod sensitivity;
mod special;
