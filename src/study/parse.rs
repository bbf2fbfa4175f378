use std::path::Path;

use crate::diag::{Halt, Sink};

use super::Study;

/// Reads a study file.
///
/// # Errors
/// [`Halt`] where the file cannot be read or understood; all problems are in the sink.
pub fn parse(_path: &Path, _sink: &mut Sink) -> Result<Study, Halt> {
    Err(Halt)
}

/// Reads a study from text. `file` names it in problems; `folder` is what sources are relative to.
///
/// # Errors
/// As [`parse`].
pub fn read_str(_text: &str, _file: &str, _folder: &Path, _sink: &mut Sink) -> Result<Study, Halt> {
    Err(Halt)
}
