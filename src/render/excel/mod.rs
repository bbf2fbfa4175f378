//! The workbook: one edition for each language, made of a [`Bundle`] and nothing else.
//!
//! One file for each sheet; `page` is the pen that they write with, `style` the looks, `measure` the widths of text, `table`
//! an exhibit as a range, `chart` a figure as a native chart. The internal edition and the public one come from the same code: the
//! public one has no sheet that names units, quotes cells or says what is withheld.

mod book;
mod chart;
mod charts;
mod checklist;
mod codebook;
mod decide;
mod estimates;
mod evidence;
mod findings;
mod flow;
mod glossary;
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
mod style;
mod tab;
mod table;
mod ticks;
mod verdict;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use unicode_normalization::UnicodeNormalization;

use crate::findings::Bundle;
use crate::text::Lang;

use book::Book;
use page::Page;
use tab::Tab;

pub use rust_xlsxwriter::XlsxError as WorkbookError;

/// Levels of compression of a small and of a large workbook: with many pairs, better ones cost more time than they save bytes.
const COMPRESSION: (u8, u8) = (6, 1);
/// Pairs that make a workbook large.
const MANY: usize = 3_000;

/// The bytes of the workbook in a language. The same bundle gives the same bytes.
///
/// # Errors
/// Where the library refuses what it is given; no content of a bundle is known to cause that.
pub fn workbook(bundle: &Bundle, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    written(&Book::new(bundle, lang))
}

/// The bytes of a workbook that has nothing but the problems and the cells to decide about.
///
/// # Errors
/// As [`workbook`].
pub fn problems(bundle: &Bundle, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(bundle, lang);
    book.tabs.retain(|tab| *tab == Tab::Decide);
    book.tabs.push(Tab::Quality);
    written(&book)
}

fn written(book: &Book<'_>) -> Result<Vec<u8>, WorkbookError> {
    let bundle = book.bundle;
    let mut file = Workbook::new();
    let (row, column) = book.look.default_cell();
    file.set_default_format(&Format::clone(&book.look.text), row, column)?;
    let many = bundle.frames.iter().filter(|frame| matches::is_pairs(frame)).any(|frame| frame.rows() > MANY);
    file.set_zip_compression_level(if many { COMPRESSION.1 } else { COMPRESSION.0 });
    file.set_properties(&properties(book)?);
    let mut names: Vec<(String, String)> = Vec::new();
    for tab in book.tabs.clone() {
        let mut page = Page::open(file.add_worksheet(), book, tab)?;
        tab.write(&mut page)?;
        names.append(&mut page.names);
    }
    let mut taken = BTreeSet::new();
    for (name, formula) in names {
        file.define_name(free(name, &mut taken), &formula)?;
    }
    file.save_to_buffer()
}

/// The name itself, or with a number where it is taken: Excel tells names apart neither by case nor by width.
fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let folded = |name: &str| name.nfkc().flat_map(char::to_lowercase).collect::<String>();
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    let mut all = std::iter::once(name.clone()).chain(numbered);
    all.find(|name| taken.insert(folded(name))).unwrap_or(name.clone())
}

/// The date is fixed: a workbook made again is the same workbook.
fn properties(book: &Book<'_>) -> Result<DocProperties, WorkbookError> {
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let findings = &book.bundle.findings;
    let title = measure::clip(findings.study.title.get(book.lang), 200);
    Ok(DocProperties::new().set_title(title).set_author(&findings.manifest.engine).set_creation_datetime(&fixed))
}
