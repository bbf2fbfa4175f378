//! Why a file is refused before anything in it is looked at as a table: locked, too much, or dangerous.

use super::limits;
use super::problems::{file, place, repair};
use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::Source;
use crate::text::Phrase;

fn refusal(code: &str, source: &Source, message: Phrase, hint: Phrase) -> Diagnostic {
    Diagnostic::error(code, message).at(file(source)).hint(hint)
}

pub(super) fn password(source: &Source) -> Diagnostic {
    let message = phrase!("The workbook {file} is protected by a password", file = &source.file.value);
    let hint = phrase!(
        "Run tashika in a terminal, where it asks for the password, or put it into the environment variable {variable}; or open the workbook in Excel, remove the password under File > Info > Protect Workbook, and save it",
        variable = crate::ingest::limits::VARIABLE
    );
    refusal("password-protected", source, message, hint)
}

pub(super) fn wrong_password(source: &Source) -> Diagnostic {
    let message = phrase!("The password does not open the workbook {file}", file = &source.file.value);
    let hint = phrase!(
        "Capital and small letters count; the password is the one that was typed, or that of the environment variable {variable}",
        variable = crate::ingest::limits::VARIABLE
    );
    refusal("wrong-password", source, message, hint)
}

pub(super) fn old_password(source: &Source) -> Diagnostic {
    let message = phrase!(
        "The workbook {file} of Excel 97–2003 is protected by a password, in a way that cannot be read here",
        file = &source.file.value
    );
    refusal("encryption-not-supported", source, message, open_and_save())
}

pub(super) fn unknown_encryption(source: &Source) -> Diagnostic {
    let message =
        phrase!("The workbook {file} is encrypted in a way that cannot be read here", file = &source.file.value);
    refusal("encryption-not-supported", source, message, open_and_save())
}

fn open_and_save() -> Phrase {
    phrase!("Open it with its password in Excel or LibreOffice and save it as .xlsx, with or without a password")
}

pub(super) fn out_of_time(source: &Source, seconds: u64) -> Diagnostic {
    let message = phrase!(
        "Reading the file {file} took more than {n} seconds and was stopped",
        file = &source.file.value,
        n = seconds
    );
    refusal("reading-stopped", source, message, more(limits::SECONDS_VARIABLE))
}

pub(super) fn out_of_memory(source: &Source) -> Diagnostic {
    let message = phrase!(
        "Reading the file {file} would take more than {n} MB of memory and was stopped",
        file = &source.file.value,
        n = limits::memory() >> 20
    );
    refusal("reading-stopped", source, message, more(limits::MEGABYTES_VARIABLE))
}

fn more(variable: &str) -> Phrase {
    phrase!(
        "The file is damaged, or very large: copy the sheet that is needed into a new workbook and save it as .xlsx or .csv; if the file is in order, allow more with the environment variable {variable}",
        variable = variable
    )
}

pub(super) fn crashed(source: &Source) -> Diagnostic {
    let message = phrase!("The file {file} is damaged, so that nothing in it can be read", file = &source.file.value);
    refusal("damaged-workbook", source, message, repair())
}

pub(super) fn sheet_twice(source: &Source, sheet: &str) -> Diagnostic {
    let message = phrase!(
        "Several sheets of the workbook {file} are called `{sheet}`, so that it is not clear which one is meant",
        file = &source.file.value,
        sheet = sheet
    );
    refusal(
        "duplicate-sheet",
        source,
        message,
        phrase!("Give each sheet a name of its own in Excel, and save the workbook"),
    )
}

pub(super) fn wrong_address(source: &Source, sheet: &str) -> Diagnostic {
    let message =
        phrase!("The sheet holds a cell with an address that no sheet has, so that its cells cannot be told apart");
    Diagnostic::error("damaged-workbook", message).at(place(source, sheet)).hint(repair())
}
