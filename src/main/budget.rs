//! The system's allocator with a budget, so that reading a hostile file ends with an exit code and not with the machine, and
//! with words where the system has no more.
//!
//! A budget is set by the process that reads one file and while templates of the user's own are filled; elsewhere nothing is
//! counted. `unsafe` is what Rust asks of every
//! allocator; nothing here does more than count and pass on.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering::Relaxed};

use tashika::cli::out_of_memory;

/// Bytes that may be in use; 0 for as many as there are.
static LIMIT: AtomicUsize = AtomicUsize::new(0);
/// Bytes in use since there is a limit.
static USED: AtomicIsize = AtomicIsize::new(0);

/// Passes on to the system's allocator, and counts where there is a limit.
pub struct Budget;

/// From now on the process may use so many bytes more, beyond which it ends; 0 for as many as there are.
pub fn limit(bytes: usize) {
    USED.store(0, Relaxed);
    LIMIT.store(bytes, Relaxed);
}

fn spend(bytes: usize) {
    let limit = LIMIT.load(Relaxed);
    if limit == 0 || bytes == 0 {
        return;
    }
    let used = USED.fetch_add(bytes as isize, Relaxed).saturating_add_unsigned(bytes);
    if used > limit as isize {
        // What ends the process may allocate.
        LIMIT.store(0, Relaxed);
        out_of_memory();
    }
}

/// What a piece of memory costs: allocators add their own word and round up.
fn cost(bytes: usize) -> usize {
    (bytes.saturating_add(23) & !15).max(32)
}

fn give_back(bytes: usize) {
    if LIMIT.load(Relaxed) != 0 {
        USED.fetch_sub(bytes as isize, Relaxed);
    }
}

/// What the system gave; the process ends where that is nothing.
fn given(place: *mut u8) -> *mut u8 {
    if place.is_null() { out_of_memory() } else { place }
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Budget {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        spend(cost(layout.size()));
        given(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        spend(cost(layout.size()));
        given(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        give_back(cost(layout.size()));
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (before, after) = (cost(layout.size()), cost(size));
        spend(after.saturating_sub(before));
        give_back(before.saturating_sub(after));
        given(unsafe { System.realloc(place, layout, size) })
    }
}
