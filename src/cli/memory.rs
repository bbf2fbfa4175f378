//! What is said where there is no memory left, or where templates of the user's own take more than they may.

use std::cell::Cell;
use std::io::{self, Write};
use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::findings::Bundle;
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::talk::STOPPED;

/// Bytes that filling templates of the user's own may take: a program by somebody else, which may ask for all there is.
const TEMPLATE_BYTES: usize = 2 << 30;

/// How the program limits its own memory.
static LIMIT: OnceLock<fn(usize)> = OnceLock::new();
/// What is said, written out while there is memory; not set in a process that only reads a file.
static WORDS: OnceLock<[String; 2]> = OnceLock::new();
/// Whether templates of the user's own are being filled.
static TEMPLATES: AtomicBool = AtomicBool::new(false);

thread_local! {
    static ENDING: Cell<bool> = const { Cell::new(false) };
}

/// From now on the end of memory is told in this language.
pub fn prepare(limit: fn(usize), lang: Lang) {
    let _ = LIMIT.set(limit);
    let error = phrase!("error").render(lang);
    let all = phrase!("There is not enough memory, or no room for more threads");
    let megabytes = TEMPLATE_BYTES >> 20;
    let templates = phrase!(
        "The report templates need more than {n} MB of memory: take out what repeats without end",
        n = megabytes
    );
    let line = |code: &str, what: &Phrase| format!("{error}[{code}]: {}\n", what.render(lang));
    let _ = WORDS.set([line("out-of-memory", &all), line("report-template", &templates)]);
}

/// Makes files of a bundle; what its own templates take of memory is bounded.
pub fn bounded<T>(bundle: &Bundle, make: impl FnOnce() -> T) -> T {
    let Some(limit) = LIMIT.get().filter(|_| !bundle.templates.files.is_empty()) else { return make() };
    TEMPLATES.store(true, Relaxed);
    limit(TEMPLATE_BYTES);
    let made = make();
    limit(0);
    TEMPLATES.store(false, Relaxed);
    made
}

/// Ends the process where memory has ended: with a message, or in a process that reads a file with the code for its parent.
/// Outputs are written beside their place, so that nothing is left half done.
pub fn ended() -> ! {
    let again = ENDING.replace(true);
    let Some(words) = WORDS.get() else { exit(crate::ingest::OUT_OF_MEMORY) };
    if !again {
        let text = &words[usize::from(TEMPLATES.load(Relaxed))];
        let _ = io::stderr().write_all(text.as_bytes());
    }
    exit(STOPPED.into())
}
