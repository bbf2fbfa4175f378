//! Why the disk refused, for a person.

use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Place};
use crate::phrase;
use crate::text::Phrase;

/// A refusal of the system as a problem with its place and what to do.
pub fn refusal(path: &Path, why: &io::Error) -> Diagnostic {
    let (message, hint) = told(why);
    Diagnostic::error("output-failed", message).at(Place::file(path)).hint(hint)
}

fn told(why: &io::Error) -> (Phrase, Phrase) {
    use io::ErrorKind as Kind;
    let another = || phrase!("Choose another folder with -o");
    match why.kind() {
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => (
            phrase!("The outputs could not be written: there is no room left on the disk"),
            phrase!("Make room, or choose another folder with -o; the earlier outputs are unchanged"),
        ),
        Kind::PermissionDenied => (phrase!("The outputs cannot be written here: writing is not allowed"), another()),
        Kind::ReadOnlyFilesystem => {
            (phrase!("The outputs cannot be written here: the disk can only be read"), another())
        }
        Kind::InvalidFilename => (
            phrase!("The outputs could not be written: a name is too long for this disk"),
            phrase!("Choose a folder with a shorter path with -o"),
        ),
        Kind::NotFound => (
            phrase!("The outputs could not be written: the folder was taken away meanwhile"),
            phrase!("See that the folder or the drive is there, and run again"),
        ),
        _ => (phrase!("The outputs could not be written: {why}", why = why.to_string()), another()),
    }
}
