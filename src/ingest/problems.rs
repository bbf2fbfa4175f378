//! What can be wrong with a file, in words.

use std::sync::Arc;

use super::locate::NoTable;
use super::{Raw, RawTable, limits};
use crate::diag::{Diagnostic, Place, nearest};
use crate::phrase;
use crate::study::keys::toml_text;
use crate::study::{Located, Source};
use crate::text::Phrase;

/// The file of a source.
pub(super) fn file(source: &Source) -> Place {
    Place::File { file: source.file.value.as_str().into() }
}

/// The sheet where there is one, else the file.
pub(super) fn place(source: &Source, sheet: &str) -> Place {
    if sheet.is_empty() {
        return file(source);
    }
    Place::Sheet { file: source.file.value.as_str().into(), sheet: sheet.into() }
}

/// Cells of a sheet by their rows and columns.
fn places(source: &Source, sheet: &str, cells: &[(u32, u32)]) -> impl Iterator<Item = Place> {
    let (file, sheet): (Arc<str>, Arc<str>) = (source.file.value.as_str().into(), sheet.into());
    cells.iter().map(move |&(row, col)| Place::Cell { file: file.clone(), sheet: sheet.clone(), row, col })
}

fn save_as_xlsx() -> Phrase {
    phrase!("Open it in Excel or LibreOffice and save it as .xlsx")
}

/// What to do with a damaged workbook.
pub(super) fn repair() -> Phrase {
    phrase!("Copy or download it again, or open it in Excel, let it repair the file, and save it as .xlsx")
}

pub(super) fn not_found(source: &Source, beside: &[String]) -> Diagnostic {
    let asked = &source.file.value;
    let problem = Diagnostic::error("file-not-found", phrase!("There is no file {file}", file = asked));
    let name = asked.rsplit(['/', '\\']).next().unwrap_or(asked);
    let hint = match nearest(name, beside.iter().map(String::as_str)) {
        Some(near) => phrase!("Is `{name}` meant? It lies in the same folder", name = near),
        None => phrase!("File names are relative to the folder of the study file"),
    };
    problem.at(source.file.place.clone()).hint(hint)
}

pub(super) fn unreadable(source: &Source, why: &str) -> Diagnostic {
    let problem = Diagnostic::error(
        "file-unreadable",
        phrase!("The file {file} cannot be opened ({why})", file = &source.file.value, why = why),
    );
    problem.at(source.file.place.clone()).hint(phrase!("Close it in other programs, and look at its permissions"))
}

pub(super) fn too_large(source: &Source) -> Diagnostic {
    let gigabytes = limits::FILE_BYTES >> 30;
    let message = phrase!(
        "The file {file} is too large: more than {n} GB, or more than that when unpacked",
        file = &source.file.value,
        n = gigabytes
    );
    Diagnostic::error("too-large", message)
        .at(file(source))
        .hint(phrase!("Save only the sheet that is needed, or split the file"))
}

pub(super) fn nothing(source: &Source) -> Diagnostic {
    let problem = Diagnostic::error("empty-file", phrase!("The file {file} is empty", file = &source.file.value));
    problem.at(file(source)).hint(phrase!("Perhaps it was not copied or downloaded to the end"))
}

pub(super) fn damaged(source: &Source, why: &str) -> Diagnostic {
    let message = phrase!("The workbook {file} is damaged or cut off ({why})", file = &source.file.value, why = why);
    Diagnostic::error("damaged-workbook", message).at(file(source)).hint(repair())
}

pub(super) fn not_supported(source: &Source, format: &Phrase) -> Diagnostic {
    let message = phrase!(
        "The file {file} is in a format that is not read yet: {format}",
        file = &source.file.value,
        format = format.clone()
    );
    Diagnostic::error("format-not-supported", message).at(file(source)).hint(save_as_xlsx())
}

pub(super) fn web_page(source: &Source) -> Diagnostic {
    let message =
        phrase!("The file {file} is a web page, not a workbook, whatever its name says", file = &source.file.value);
    Diagnostic::error("format-not-supported", message).at(file(source)).hint(save_as_xlsx())
}

pub(super) fn foreign(source: &Source, what: &Phrase) -> Diagnostic {
    let message =
        phrase!("The file {file} is {what}, not a spreadsheet", file = &source.file.value, what = what.clone());
    Diagnostic::error("not-a-spreadsheet", message)
        .at(file(source))
        .hint(phrase!("Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), delimited text (.csv, .tsv) and Parquet are read"))
}

pub(super) fn misnamed(source: &Source) -> Diagnostic {
    let message = phrase!(
        "The file {file} is named like a workbook, but holds plain text; it is read as delimited text",
        file = &source.file.value
    );
    Diagnostic::warning("misnamed-file", message).at(file(source))
}

pub(super) fn sheet_not_found(source: &Source, asked: &Located<String>, names: &[String]) -> Diagnostic {
    let message =
        phrase!("The workbook {file} has no sheet `{sheet}`", file = &source.file.value, sheet = &asked.value);
    let list: Vec<&str> = names.iter().take(30).map(String::as_str).collect();
    let hint = match nearest(&asked.value, list.iter().copied()) {
        Some(near) => phrase!("Is `{name}` meant? The sheets are: {list}", name = near, list = list),
        None => phrase!("The sheets are: {list}", list = list),
    };
    Diagnostic::error("sheet-not-found", message).at(asked.place.clone()).hint(hint)
}

pub(super) fn no_sheet(source: &Source) -> Diagnostic {
    Diagnostic::error("no-table", phrase!("The workbook {file} has no worksheet", file = &source.file.value))
        .at(file(source))
}

/// Notes beside the tables of a sheet, which belong to none of them.
pub(super) fn stray_cells(source: &Source, sheet: &str, cells: &[(u32, u32)]) -> Diagnostic {
    let message = phrase!(
        "{n} {n?text|texts} beside the tables of `{source}` {n?is|are} no part of them and {n?is|are} not read",
        n = cells.len(),
        source = source.title()
    );
    Diagnostic::note("stray-cells", message).at_all(places(source, sheet, cells))
}

pub(super) fn several_sheets(source: &Source, names: &[String]) -> Diagnostic {
    let others: Vec<&str> = names.iter().skip(1).take(10).map(String::as_str).collect();
    let message = phrase!(
        "Several sheets hold a table; `{sheet}` is read, and {others} {n?is|are} not",
        sheet = names[0].as_str(),
        n = names.len() - 1,
        others = others.clone()
    );
    Diagnostic::note("several-sheets", message)
        .at(place(source, &names[0]))
        .hint(phrase!("For another one write sheet = \"…\" in the study file: {list}", list = others))
}

pub(super) fn no_table(why: NoTable, source: &Source, sheet: &str) -> Diagnostic {
    let by_hand = phrase!("Say where the headings are: header = 3 (row 3) or range = \"B4:Z900\" in the study file");
    let at = |problem: Diagnostic| problem.at(place(source, sheet));
    match why {
        NoTable::Empty => {
            at(Diagnostic::error("empty-sheet", phrase!("Nothing is filled in, or not where the table should be")))
                .hint(phrase!("See that the right sheet and range are named in the study file"))
        }
        NoTable::NoHeader => at(Diagnostic::error(
            "no-table",
            phrase!("No table was found: no row looks like headings over columns of data"),
        ))
        .hint(by_hand),
        NoTable::EmptyHeader => {
            at(Diagnostic::error("empty-header", phrase!("The header rows that the study file names are empty")))
                .hint(by_hand)
        }
    }
}

/// A form that nobody filled in.
pub(super) fn empty_form(source: &Source, table: &RawTable) -> Diagnostic {
    let message = phrase!(
        "The table of `{source}` has no records: its {n} rows hold nothing but one and the same column, as in a form that is not filled in",
        source = &source.name.value,
        n = table.set_aside.len()
    );
    Diagnostic::warning("no-rows", message).at(place(source, &table.sheet))
}

/// A table whose first row is data.
pub(super) fn no_header_row(source: &Source, table: &RawTable) -> Diagnostic {
    let message = phrase!(
        "The table of `{source}` has no row of headings; its columns are called by their letters",
        source = &source.name.value
    );
    Diagnostic::warning("no-header-row", message).at(place(source, &table.sheet)).hint(phrase!(
        "Give them names in the study file: {example}; if there are headings, say where: header = 3",
        example = "columns = { name = \"column A\" }"
    ))
}

pub(super) fn several_tables(source: &Source, sheet: &str, extent: &str, others: &[String]) -> Diagnostic {
    let message =
        phrase!("{n} tables stand on the sheet; the one in {extent} is read", n = others.len() + 1, extent = extent);
    let lines: Vec<String> = others.iter().map(|other| format!("range = \"{other}\"")).collect();
    Diagnostic::warning("several-tables", message)
        .at(place(source, sheet))
        .hint(phrase!("For another one write in the study file: {list}", list = lines))
}

pub(super) fn no_rows(source: &Source, table: &RawTable) -> Diagnostic {
    let message = phrase!("The table of `{source}` has headings but no rows", source = &source.name.value);
    Diagnostic::warning("no-rows", message).at(place(source, &table.sheet))
}

pub(super) fn no_heading(table: &RawTable, columns: &[usize]) -> Diagnostic {
    let names: Vec<&str> = columns.iter().map(|&i| table.headings[i].text.as_str()).collect();
    let message = phrase!(
        "{n} {n?column has|columns have} data but no heading; named here by {n?its letter|their letters}: {list}",
        n = columns.len(),
        list = names.clone()
    );
    let line = format!("columns = {{ … = {} }}", toml_text(names.first().copied().unwrap_or_default()));
    let hint = match two_rows(table) {
        Some(rows) => phrase!(
            "Write a heading into the cell; if the headings take up two rows, write header = {rows} in the study file",
            rows = rows
        ),
        None => phrase!(
            "Write a heading into the cell, or say in the study file what the column is called: {line}",
            line = line
        ),
    };
    Diagnostic::warning("no-heading", message).at_all(columns.iter().map(|&i| table.heading_place(i))).hint(hint)
}

/// `"3:4"`: the header row and the one below it, as the study file counts them, where that one holds words and no numbers.
fn two_rows(table: &RawTable) -> Option<String> {
    let row = table.header_rows.last().copied()? + 1;
    let adjacent = table.rows.first() == Some(&row);
    let mut cells = (0..table.columns.len()).map(|column| table.get(0, column));
    let words = adjacent && cells.all(|cell| matches!(cell, Raw::Text(_) | Raw::Empty));
    let filled = (0..table.columns.len()).filter(|&column| table.get(0, column) != Raw::Empty).count();
    (words && filled > 1 && 2 * filled >= table.columns.len()).then(|| format!("\"{row}:{}\"", row + 1))
}

pub(super) fn repeated_headings(table: &RawTable, columns: &[usize]) -> Diagnostic {
    let names: Vec<&str> = columns.iter().map(|&i| table.headings[i].text.as_str()).collect();
    let message = phrase!(
        "{n} {n?heading repeats|headings repeat} an earlier one and {n?is|are} numbered here: {list}",
        n = columns.len(),
        list = names
    );
    Diagnostic::warning("repeated-heading", message)
        .at_all(columns.iter().map(|&i| table.heading_place(i)))
        .hint(phrase!("Give every column a heading of its own"))
}

pub(super) fn too_many_cells(source: &Source, sheet: &str) -> Diagnostic {
    let message = phrase!("The table is too large: more than {n} cells", n = limits::CELLS);
    Diagnostic::error("too-large", message)
        .at(place(source, sheet))
        .hint(phrase!("Save only the sheet that is needed, or split the file"))
}

pub(super) fn unreadable_cells(source: &Source, sheet: &str, count: usize, why: &str) -> Diagnostic {
    let message =
        phrase!("{n} {n?cell|cells} could not be read and {n?counts|count} as empty ({why})", n = count, why = why);
    Diagnostic::warning("unreadable-cell", message).at(place(source, sheet)).hint(save_as_xlsx())
}

pub(super) fn outside(source: &Source, sheet: &str, count: usize) -> Diagnostic {
    let message = phrase!(
        "{n} {n?cell lies|cells lie} beyond the last row or column that a sheet can have and {n?was|were} left out",
        n = count
    );
    Diagnostic::warning("cell-outside-sheet", message).at(place(source, sheet))
}

pub(super) fn text_cut(source: &Source, sheet: &str, cells: &[(u32, u32)]) -> Diagnostic {
    let message = phrase!(
        "{n} {n?text is|texts are} longer than {limit} characters and {n?was|were} cut there",
        n = cells.len(),
        limit = limits::TEXT_CHARS
    );
    Diagnostic::warning("text-cut", message).at_all(places(source, sheet, cells))
}

pub(super) fn unknown_encoding(asked: &Located<String>) -> Diagnostic {
    Diagnostic::error("unknown-encoding", phrase!("No encoding is called `{name}`", name = &asked.value))
        .at(asked.place.clone())
        .hint(phrase!("Known are: {list}", list = vec!["utf-8", "cp932", "cp1252", "euc-jp", "utf-16"]))
}

fn other_encoding() -> Phrase {
    phrase!("If names look wrong, write encoding = \"cp932\" or another one in the study file")
}

pub(super) fn encoding_guessed(source: &Source, name: &str) -> Diagnostic {
    let message = phrase!("The text is not UTF-8; by its letters it is read as {encoding}", encoding = name);
    Diagnostic::note("encoding-guessed", message).at(file(source)).hint(other_encoding())
}

pub(super) fn undecodable(source: &Source, name: &str) -> Diagnostic {
    let message = phrase!(
        "Some bytes are not valid in the encoding {encoding} and show as {mark}",
        encoding = name,
        mark = "\u{FFFD}"
    );
    Diagnostic::warning("undecodable-text", message).at(file(source)).hint(other_encoding())
}
