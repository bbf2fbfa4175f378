//! The workbooks: for each language one with what everybody reads, and one with what stands behind it, made of a [`Bundle`] and
//! nothing else.
//!
//! One file for each sheet, which is a `Sheet` in the list `SHEETS` and is linked to by its `SheetId`; `page` is the pen
//! that they write with, `style` the looks, `measure` the widths of text, `table` an exhibit as a range, `tables` the sheets of
//! nothing else, `chart` a figure as a native chart. The internal edition and the public one come from the same code: the
//! public one has no sheet that names units, quotes cells or says what is withheld.

mod book;
mod chart;
mod charts;
mod checklist;
mod codebook;
mod contents;
mod decide;
mod entry;
mod estimates;
mod evidence;
mod findings;
mod flow;
mod glossary;
mod id;
mod language;
mod matches;
mod measure;
mod methods;
mod page;
mod quality;
mod read_me;
mod reproduce;
mod requests;
mod response;
mod series;
mod sheet;
mod style;
mod table;
mod tables;
mod ticks;
mod volume;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use unicode_normalization::UnicodeNormalization;

use crate::findings::Bundle;
use crate::text::Lang;

use super::same_zip::of_no_system;

use book::{Listed, SheetContext};
use id::SheetId;
use id::Shelf;
pub use id::Volume;
use page::Page;
use sheet::Sheet;
pub use volume::file_name;

pub use rust_xlsxwriter::XlsxError as WorkbookError;

/// All sheets, in order: those that everybody reads, then two groups in a workbook of their own. A sheet is a file here and a line
/// in this list.
const SHEETS: &[&Sheet] = &[
    &read_me::SHEET,
    &findings::SHEET,
    &tables::CLAIMS,
    &charts::SHEET,
    &decide::SHEET,
    &requests::SHEET,
    &estimates::SHEET,
    &glossary::SHEET,
    &contents::SHEET,
    &evidence::SHEET.on(Shelf::Grounds),
    &flow::SHEET.on(Shelf::Grounds),
    &response::SHEET.on(Shelf::Grounds),
    &tables::TABLE_ONE.on(Shelf::Grounds),
    &tables::BALANCE.on(Shelf::Grounds),
    &matches::SHEET.on(Shelf::Grounds),
    &tables::SUBGROUPS.on(Shelf::Grounds),
    &tables::MEASURES.on(Shelf::Grounds),
    &tables::FURTHER.on(Shelf::Grounds),
    &tables::LINKAGE.on(Shelf::Records),
    &tables::DISCLOSURE.on(Shelf::Records),
    &quality::SHEET.on(Shelf::Records),
    &checklist::SHEET.on(Shelf::Records),
    &codebook::SHEET.on(Shelf::Records),
    &methods::SHEET.on(Shelf::Records),
    &reproduce::SHEET.on(Shelf::Records),
];

/// Levels of compression of a small and of a large workbook: with many pairs, better ones cost more time than they save bytes.
const COMPRESSION: (u8, u8) = (6, 1);
/// Pairs that make a workbook large.
const MANY: usize = 3_000;

/// The bytes of the two workbooks in a language. The same bundle gives the same bytes.
///
/// # Errors
/// Where the library refuses what it is given; no content of a bundle is known to cause that.
pub fn workbooks(bundle: &Bundle, lang: Lang) -> Result<[(Volume, Vec<u8>); 2], WorkbookError> {
    let book = book(bundle, lang, SHEETS);
    let answers = written(&book, Volume::Answers, SHEETS)?;
    Ok([(Volume::Answers, answers), (Volume::Details, written(&book, Volume::Details, SHEETS)?)])
}

/// The bytes of one of them.
///
/// # Errors
/// As [`workbooks`].
pub fn workbook(bundle: &Bundle, lang: Lang, volume: Volume) -> Result<Vec<u8>, WorkbookError> {
    written(&book(bundle, lang, SHEETS), volume, SHEETS)
}

/// The bytes of a workbook that has nothing but the problems and the cells to decide about.
///
/// # Errors
/// As [`workbook`].
pub fn problems(bundle: &Bundle, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    let sheets: &[&Sheet] = &[&decide::SHEET, &quality::SHEET];
    written(&book(bundle, lang, sheets), Volume::Answers, sheets)
}

/// The edition with its tables, each on the sheet that takes it.
fn book<'a>(bundle: &'a Bundle, lang: Lang, sheets: &[&Sheet]) -> SheetContext<'a> {
    let mut book = SheetContext::new(bundle, lang);
    for table in bundle.whole_tables().filter(|table| !table.rows.is_empty()) {
        let taken = sheets.iter().find(|sheet| sheet.takes(table.id.role()));
        book.put(taken.map_or(SheetId::Further, |sheet| sheet.id), table);
    }
    book.turn_to("");
    book.sheets = sheets.iter().map(|sheet| sheet.listed(&book)).collect();
    book
}

fn written(book: &SheetContext<'_>, volume: Volume, sheets: &[&Sheet]) -> Result<Vec<u8>, WorkbookError> {
    let bundle = book.bundle;
    let mut file = Workbook::new();
    let (row, column) = book.look.default_cell();
    file.set_default_format(&Format::clone(&book.look.text), row, column)?;
    let many = volume == Volume::Details
        && bundle.frames.iter().filter(|frame| matches::is_pairs(frame)).any(|frame| frame.rows() > MANY);
    file.set_zip_compression_level(if many { COMPRESSION.1 } else { COMPRESSION.0 });
    file.set_properties(&properties(book)?);
    let mut names: Vec<(String, String)> = Vec::new();
    let here = |listed: &Listed| listed.there && listed.shelf.volume() == volume;
    for (sheet, listed) in sheets.iter().zip(&book.sheets).filter(|(_, listed)| here(listed)) {
        book.turn_to("");
        let mut page = Page::open(file.add_worksheet(), book, listed)?;
        sheet.write(&mut page)?;
        page.close()?;
        names.append(&mut page.names);
    }
    let mut taken = BTreeSet::new();
    for (name, formula) in names {
        file.define_name(free(name, &mut taken), &formula)?;
    }
    language::told(file.save_to_buffer()?, book.lang.get().code()).map(of_no_system)
}

/// The name itself, or with a number where it is taken: Excel tells names apart neither by case nor by width.
fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let folded = |name: &str| name.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    let mut all = std::iter::once(name.clone()).chain(numbered);
    all.find(|name| taken.insert(folded(name))).unwrap_or(name.clone())
}

/// The date is fixed: a workbook made again is the same workbook.
fn properties(book: &SheetContext<'_>) -> Result<DocProperties, WorkbookError> {
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let findings = &book.bundle.findings;
    let title = measure::clip(findings.study.title.get(book.lang.get()), 200);
    Ok(DocProperties::new().set_title(title).set_author(&findings.manifest.engine).set_creation_datetime(&fixed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;

    #[test]
    fn excel_accepts_the_names_of_all_sheets_in_every_language() {
        for lang in LANGUAGES {
            let names: Vec<String> = SHEETS.iter().map(|sheet| sheet.name().render(lang)).collect();
            let distinct: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
            for name in &names {
                assert_eq!(*name, measure::sheet_name(name), "too long, or a sign that Excel refuses");
            }
        }
    }

    #[test]
    fn each_sheet_has_an_id_of_its_own() {
        let ids: BTreeSet<SheetId> = SHEETS.iter().map(|sheet| sheet.id).collect();
        assert_eq!(ids.len(), SHEETS.len());
    }
}
