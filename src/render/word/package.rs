//! From a document to the bytes of its file. What the library does not write itself – words of pictures, header rows of tables,
//! title and author – is put into the parts before they are packed.

use std::io::Cursor;

use docx_rs::Docx;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::super::same_zip::of_no_system;
use super::super::xml::attribute;
use crate::text::printable;

/// Every picture as the library names it.
const PICTURE: &str = r#"<wp:docPr id="1" name="Figure" />"#;

/// Packs a document; `alts` are the words of its pictures, in order.
///
/// # Errors
/// Why it could not be packed.
pub fn pack(docx: Docx, alts: &[String], title: &str, engine: &str) -> Result<Vec<u8>, String> {
    let mut parts = docx.build();
    parts.document = edited(parts.document, |text| header_rows(&with_words(&printable(text), alts)))?;
    parts.doc_props.core = edited(parts.doc_props.core, |text| {
        let named = format!("<dc:creator>{}</dc:creator><dc:title>{}</dc:title>", attribute(engine), attribute(title));
        text.replacen("<dc:creator>unknown</dc:creator>", &named, 1)
    })?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|why| why.to_string())?;
    Ok(of_no_system(compressed(bytes).map_err(|why| why.to_string())?))
}

/// The same package with its texts compressed, which the library stores as they are: a fifteenth of their bytes. Pictures are
/// compressed already.
fn compressed(stored: Cursor<Vec<u8>>) -> Result<Vec<u8>, ZipError> {
    let mut from = ZipArchive::new(stored)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at)?;
        let name = part.name()?.into_owned();
        let method = if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        to.start_file(
            name,
            SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT),
        )?;
        std::io::copy(&mut part, &mut to)?;
    }
    Ok(to.finish()?.into_inner())
}

fn edited(part: Vec<u8>, edit: impl Fn(&str) -> String) -> Result<Vec<u8>, String> {
    Ok(edit(std::str::from_utf8(&part).map_err(|why| why.to_string())?).into_bytes())
}

/// The n-th picture with a number of its own and its words.
fn with_words(text: &str, alts: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(PICTURE);
    out.push_str(parts.next().unwrap_or(""));
    for (at, part) in parts.enumerate() {
        let alt = alts.get(at).map_or("", String::as_str);
        out.push_str(&format!(r#"<wp:docPr id="{0}" name="Figure {0}" descr="{1}" />"#, at + 1, attribute(alt)));
        out.push_str(part);
    }
    out
}

/// The first row of each table repeats on every page that the table reaches.
fn header_rows(text: &str) -> String {
    const ROW: &str = "<w:trPr>";
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split("<w:tbl>").enumerate() {
        if at > 0 {
            out.push_str("<w:tbl>");
            out.push_str(&part.replacen(ROW, &format!("{ROW}<w:tblHeader />"), 1));
        } else {
            out.push_str(part);
        }
    }
    out
}
