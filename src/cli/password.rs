//! Asking the person for the password of a workbook.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use super::{interrupts, talk};
use crate::phrase;
use crate::text::Lang;

/// The language to ask in.
pub static LANG: OnceLock<Lang> = OnceLock::new();

/// Asks for the password of a file without showing it; nothing where nobody sits at a terminal. Whoever gives up there
/// (Ctrl-C) ends the program.
pub fn ask(file: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let question = phrase!("Password for {file}: ", file = file);
    let question = question.render(*LANG.get().unwrap_or(&Lang::En));
    talk::aside(|| interrupts::read_unseen(&question)).ok()
}
