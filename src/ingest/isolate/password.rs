//! Passwords of files: from the environment or from the person, kept for this run in memory only.

use std::path::PathBuf;
use std::sync::Mutex;

use crate::ingest::limits::VARIABLE;

/// Asks the person for the password of a file; nothing where nobody can be asked.
pub type PasswordPrompt = fn(&str) -> Option<String>;

/// What the person typed last. Files of one study often share a password.
static TYPED: Mutex<Option<String>> = Mutex::new(None);

/// The password that is known without asking.
pub(super) fn known() -> Option<String> {
    let typed = TYPED.lock().ok().and_then(|typed| typed.clone());
    typed.or_else(|| std::env::var(VARIABLE).ok().filter(|password| !password.is_empty()))
}

/// A password that the person types, or typed for another file since `tried` was tried. One question at a time.
pub(super) fn from_person(file: &str, tried: Option<&str>, apart: Option<&Isolation>) -> Option<String> {
    let mut typed = TYPED.lock().ok()?;
    if typed.as_deref() != tried && typed.is_some() {
        return typed.clone();
    }
    let password = (apart?.ask)(file).filter(|password| !password.is_empty())?;
    *typed = Some(password.clone());
    Some(password)
}

/// How files are read apart.
pub(super) struct Isolation {
    pub program: PathBuf,
    pub ask: PasswordPrompt,
}
