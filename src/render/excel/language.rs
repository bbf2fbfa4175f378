//! The language of a workbook, which the library does not write: programs that read aloud and spell-checkers ask for it.

use std::io::{Cursor, Read};

use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;
use zip::{ZipArchive, ZipWriter};

use crate::render::same_zip::add_part;

/// The part that says what a workbook is.
const CORE: &str = "docProps/core.xml";
/// What ends it.
const END: &str = "</cp:coreProperties>";

/// The workbook with its language among its properties; every other part is copied as it is packed.
///
/// # Errors
/// Where the workbook is no packed file, or says nothing of itself.
pub(super) fn told(book: Vec<u8>, code: &str) -> Result<Vec<u8>, XlsxError> {
    with_language(&book, code).map_err(|why| XlsxError::ParameterError(why.to_string()))
}

fn with_language(book: &[u8], code: &str) -> Result<Vec<u8>, ZipError> {
    let mut parts = ZipArchive::new(Cursor::new(book))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len() + 64)));
    let mut told = false;
    for at in 0..parts.len() {
        let part = parts.by_index_raw(at)?;
        if part.name()? != CORE {
            out.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut text = String::new();
        parts.by_index(at)?.read_to_string(&mut text)?;
        let place = text.find(END).ok_or(ZipError::InvalidArchive(CORE.into()))?;
        text.insert_str(place, &format!("<dc:language>{code}</dc:language>"));
        add_part(&mut out, CORE, text.as_bytes())?;
        told = true;
    }
    if told { Ok(out.finish()?.into_inner()) } else { Err(ZipError::FileNotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_says_its_language_and_holds_what_it_held() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "団体").unwrap();
        let before = book.save_to_buffer().unwrap();
        let after = told(before.clone(), "ja").unwrap();
        let read = |bytes: &[u8], name: &str| {
            let mut text = String::new();
            ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(read(&after, CORE).contains("<dc:language>ja</dc:language></cp:coreProperties>"));
        for name in ["xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"] {
            assert_eq!(read(&before, name), read(&after, name));
        }
        assert!(told(vec![1, 2, 3], "ja").is_err());
    }
}
