//! Codes of problems of files that are opened.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    FILE_NOT_FOUND = "file-not-found", Error:
        phrase!("File not found"),
        phrase!("There is no file at this path. Paths in a study file count from the folder in which the study file stands. Check the spelling and whether the file was moved; / and \\ both work between folders.");

    FILE_UNREADABLE = "file-unreadable", Error:
        phrase!("File cannot be read"),
        phrase!("The file is there, but the system does not let it be read. It may be locked by another program, or your account may lack the right to read it. Close it elsewhere, or ask whoever looks after the folder.");

    PASSWORD_PROTECTED = "password-protected", Error [Locked]:
        phrase!("Password needed"),
        phrase!("The workbook is encrypted with a password. Tashika asks for it in a terminal, or takes it from the environment variable TASHIKA_PASSWORD; it keeps the password in memory for this run only and writes it nowhere. Or open the workbook, remove the password, and save a copy in a safe place.");

    WRONG_PASSWORD = "wrong-password", Error [Locked]:
        phrase!("Wrong password"),
        phrase!("The workbook is encrypted, and the password that was given does not open it. Type it again, or correct the environment variable TASHIKA_PASSWORD. All workbooks of a run share one variable; in a terminal, a workbook with another password is asked about.");

    ENCRYPTION_NOT_SUPPORTED = "encryption-not-supported", Error:
        phrase!("Unknown encryption"),
        phrase!("The workbook is encrypted in a way that Tashika does not know: that of Excel 97–2003, of OpenDocument, or of a rights management service. Open it in the program that made it, with its password, and save it as .xlsx; a password of Excel 2007 or later may stay.");

    READING_STOPPED = "reading-stopped", Error:
        phrase!("Reading was stopped"),
        phrase!("Every file is read apart, with a limit on time and memory, so that a damaged or malicious file cannot take the computer down. This file went beyond a limit. Copy the sheet that is needed into a new workbook, or save it as .csv. If the file is in order and only large, allow more seconds with the environment variable TASHIKA_READ_SECONDS, or more memory with TASHIKA_READ_MEGABYTES.");

    DUPLICATE_SHEET = "duplicate-sheet", Error:
        phrase!("Two sheets of one name"),
        phrase!("Two sheets of a workbook have the same name. Excel does not allow that, but other programs write such files, and then only the first of the two can be reached. Nothing is read, because the wrong sheet would be worse than none. Rename one of them.");

    DAMAGED_WORKBOOK = "damaged-workbook", Error:
        phrase!("Damaged workbook"),
        phrase!("The file is not a whole workbook: it was cut short, or its ending does not match its content. Open it in the program that made it and save it again; if that fails, fetch it anew.");

    FORMAT_NOT_SUPPORTED = "format-not-supported", Error:
        phrase!("Unknown format"),
        phrase!("The file is of a kind that cannot be read. Open it in the program that made it and save it as .xlsx or .csv.");

    ENCODING_GUESSED = "encoding-guessed", Note:
        phrase!("Encoding guessed"),
        phrase!("A text file does not say its encoding; it was guessed from its content. Look at a few names in the results: if characters are wrong, set `encoding` in the source, for example \"utf-8\" or \"shift_jis\".");

    EMPTY_FILE = "empty-file", Error:
        phrase!("Empty file"),
        phrase!("The file is there but holds nothing. Often a copy or a download was not finished. Fetch it again.");

    TOO_LARGE = "too-large", Error:
        phrase!("File too large"),
        phrase!("The file is larger than can be read safely, or unpacks to more than that. Save only the sheet that is needed, or as .csv, or split the file.");

    NOT_A_SPREADSHEET = "not-a-spreadsheet", Error:
        phrase!("Not a spreadsheet"),
        phrase!("The file is of another kind, such as a document, a picture or an archive. Take the table out of it and save it as .xlsx or .csv.");

    MISNAMED_FILE = "misnamed-file", Warning:
        phrase!("Misnamed file"),
        phrase!("The name of the file says that it is a workbook, but its content is plain text. It was read as text. Rename it to .csv, so that other programs understand it as well.");

    UNREADABLE_CELL = "unreadable-cell", Warning:
        phrase!("Unreadable cells"),
        phrase!("Single cells could not be read, because the workbook says something impossible about them. They count as empty; all other cells were read. Open the workbook in a spreadsheet program and save it again.");

    CELL_OUTSIDE_SHEET = "cell-outside-sheet", Warning:
        phrase!("Cells outside the sheet"),
        phrase!("The workbook holds cells beyond the last row or column that a sheet can have. They were left out. Open the workbook and save it again.");

    TEXT_CUT = "text-cut", Warning [Meanwhile(TextCut)]:
        phrase!("Texts cut"),
        phrase!("A cell holds a longer text than a spreadsheet allows. It was cut at the limit. Numbers and short texts are not affected.");

    UNKNOWN_ENCODING = "unknown-encoding", Error:
        phrase!("Unknown encoding"),
        phrase!("There is no encoding of this name. Take `encoding` out to have it guessed, or write one of those listed, such as utf-8 or cp932 (the Shift_JIS of Windows).");

    UNDECODABLE_TEXT = "undecodable-text", Warning:
        phrase!("Text that cannot be decoded"),
        phrase!("Some bytes mean nothing in this encoding, and a mark stands in their place. Either the encoding is another one, or the file is damaged. Look at a few names, and set `encoding` if they are wrong.");
}
