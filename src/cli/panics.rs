//! Panics that are told as problems with what was read, and not twice.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Whether something goes on, on whatever threads, whose panics are told otherwise.
static QUIET: AtomicBool = AtomicBool::new(false);

/// What libraries that start threads say where the system gives none.
const NO_THREAD: &str = "failed to spawn thread";

/// A panic inside a guarded parser, or inside [`quietly`], is not shown. One because the system gives no thread ends like one
/// because it gives no memory.
pub fn quiet_guarded() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.to_string().contains(NO_THREAD) {
            super::memory::ended();
        }
        if !crate::ingest::guarded() && !QUIET.load(Relaxed) {
            usual(info);
        }
    }));
}

/// Does something with what comes from elsewhere; `None` where it panicked.
pub fn quietly<T>(act: impl FnOnce() -> T) -> Option<T> {
    QUIET.store(true, Relaxed);
    let done = catch_unwind(AssertUnwindSafe(act));
    QUIET.store(false, Relaxed);
    done.ok()
}
