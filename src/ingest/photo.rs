//! The picture of a brief.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::phrase;
use crate::study::{Located, Study};

use super::templates::file_beside;

/// Largest picture: it stands in every brief and in the stored results.
const BYTES: u64 = 1_500_000;

/// The picture that a study names, as a data URI.
///
/// # Errors
/// [`Halt`] where it cannot be read, or is no JPEG or PNG; the reason is in the sink.
pub fn photo(study: &Study, sink: &mut Sink) -> Result<Option<String>, Halt> {
    let Some(file) = study.imprint.photo.as_ref().and_then(|photo| photo.file.as_ref()) else { return Ok(None) };
    let read = file_beside(&study.folder, &file.value, BYTES).map_err(|why| sink.halt(unread(file, &why)))?;
    let Some(kind) = kind(&read) else { return Err(sink.halt(unread(file, "JPEG / PNG ?"))) };
    Ok(Some(format!("data:image/{kind};base64,{}", BASE64.encode(read))))
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("png"),
        _ => None,
    }
}

fn unread(file: &Located<String>, why: &str) -> Diagnostic {
    let what = phrase!("{path}: this picture cannot be read ({why})", path = file.value.as_str(), why = why);
    let hint = phrase!("Save it as JPEG or PNG of at most 1.5 MB, beside the study file");
    Diagnostic::error("photo", what).at(file.place.clone()).hint(hint)
}
