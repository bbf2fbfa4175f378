//! Other people's parsers, kept from taking the run down: a panic in one is one more way for a file to be damaged.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a parser; `None` where it panicked.
pub(crate) fn guard<T>(parse: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(parse));
    GUARDED.set(before);
    result.ok()
}

/// Whether this thread is inside a guarded parser, so that a panic will be told as a problem with the file: a panic hook has
/// nothing to add.
pub fn guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_known_to_be_guarded() {
        assert_eq!(guard(guarded), Some(true));
        assert_eq!(guard(|| -> u8 { panic!("for the test") }), None);
        assert!(!guarded());
    }
}
