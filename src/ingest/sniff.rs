//! What a file is, told by its content and never by its name.

use super::archive::{ArchivePart, ZipFile};
use super::compound::{self, Broken, Compound};
use super::form::WorkbookForm;
use super::{limits, shared_strings};
use crate::phrase;
use crate::text::Phrase;

/// More parts than any workbook has, and than a zip file can list without the 64-bit form.
const PARTS: usize = 60_000;

/// What the bytes of a file are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileContent {
    /// A workbook.
    Workbook(WorkbookForm),
    /// A Parquet file.
    Parquet,
    /// Text, perhaps delimited.
    Text,
    /// Nothing at all.
    Nothing,
    /// Cut off or damaged: what is wrong.
    Damaged(&'static str),
    /// An encrypted workbook of Excel 2007 or later.
    Encrypted,
    /// An encrypted workbook of an older Excel.
    EncryptedOld,
    /// A workbook that unpacks to more than the limit.
    Bomb,
    /// A spreadsheet in a format that is not read: its name.
    Other(Phrase),
    /// A web page.
    WebPage,
    /// No spreadsheet: what it is.
    Foreign(Phrase),
}

/// Tells what the bytes of a file are.
pub(super) fn sniff(bytes: &[u8]) -> FileContent {
    match bytes {
        [] => FileContent::Nothing,
        _ if bytes.starts_with(b"PK\x03\x04") => zip(bytes).unwrap_or(FileContent::Damaged("zip")),
        _ if bytes.starts_with(&compound::MARK) => compound(bytes),
        _ => signature(bytes).or_else(|| zip(bytes)).unwrap_or_else(|| text(bytes)),
    }
}

/// What a zip file is; nothing where it has no directory.
fn zip(bytes: &[u8]) -> Option<FileContent> {
    let pack = ZipFile::open(bytes)?;
    let has = |name: &str| pack.part(name).is_some();
    let content = match () {
        _ if pack.declared() > limits::UNPACKED_BYTES || pack.parts.len() > PARTS => FileContent::Bomb,
        _ if shared_strings::count_is_false(&pack) => FileContent::Damaged("uniqueCount"),
        _ if has("xl/workbook.bin") => FileContent::Workbook(WorkbookForm::Xlsb),
        _ if has("content.xml") => open_document(&pack),
        _ if has("word/document.xml") => FileContent::Foreign(phrase!("a Word document")),
        _ if has("ppt/presentation.xml") => FileContent::Foreign(phrase!("a PowerPoint presentation")),
        _ if pack.parts.iter().any(|part| part.name.contains("workbook")) || has("[Content_Types].xml") => {
            FileContent::Workbook(WorkbookForm::Xlsx)
        }
        _ if has("Index/Document.iwa") || has("Index.zip") => {
            FileContent::Other(phrase!("Numbers spreadsheet of Apple"))
        }
        _ => FileContent::Foreign(phrase!("a zip archive")),
    };
    Some(content)
}

/// OpenDocument has the same parts for every kind of document; the kind is in one of them, which spreadsheets may lack.
fn open_document(pack: &ZipFile<'_>) -> FileContent {
    let kind = pack.part("mimetype").map(|part: &ArchivePart<'_>| part.content(256)).unwrap_or_default();
    let kind = String::from_utf8_lossy(&kind);
    if kind.is_empty() || kind.contains("spreadsheet") {
        return FileContent::Workbook(WorkbookForm::Ods);
    }
    FileContent::Foreign(phrase!("a document of OpenDocument that is no spreadsheet"))
}

fn compound(bytes: &[u8]) -> FileContent {
    let file = match Compound::open(bytes) {
        Ok(file) => file,
        Err(Broken::Circle) => return FileContent::Damaged("OLE"),
        Err(Broken::Damaged) => return by_names(|name| has_wide(bytes, name)),
    };
    let book = ["Workbook", "Book"].into_iter().find(|name| file.has(name)).map(|name| file.stream(name));
    match book {
        Some(Err(Broken::Circle)) => FileContent::Damaged("OLE"),
        Some(Ok(book)) if is_locked(&book) => FileContent::EncryptedOld,
        _ => by_names(|name| file.has(name)),
    }
}

/// Compound files are told apart by the names of their streams.
fn by_names(has: impl Fn(&str) -> bool) -> FileContent {
    match () {
        _ if has("EncryptedPackage") => FileContent::Encrypted,
        _ if has("Workbook") || has("Book") || has("WORKBOOK") => FileContent::Workbook(WorkbookForm::Xls),
        _ if has("WordDocument") => FileContent::Foreign(phrase!("a Word document")),
        _ => FileContent::Foreign(phrase!("an old Office file without a workbook")),
    }
}

/// Whether a name stands anywhere in a file, in UTF-16.
fn has_wide(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|part| part == wide)
}

/// Whether a workbook of records begins with one that says how it is encrypted (FILEPASS).
fn is_locked(book: &[u8]) -> bool {
    const FILEPASS: u16 = 0x2F;
    let mut rest = book;
    for _ in 0..8 {
        let Some((&[kind_low, kind_high, low, high], after)) = rest.split_first_chunk() else { return false };
        if u16::from_le_bytes([kind_low, kind_high]) == FILEPASS {
            return true;
        }
        rest = after.get(usize::from(u16::from_le_bytes([low, high]))..).unwrap_or_default();
    }
    false
}

fn signature(bytes: &[u8]) -> Option<FileContent> {
    const OLD_SHEETS: [&[u8]; 4] = [&[9, 0, 4, 0], &[9, 2, 6, 0], &[9, 4, 6, 0], &[9, 8, 8, 0]];
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let picture = [&b"\x89PNG"[..], b"\xFF\xD8\xFF", b"GIF8", b"BM"].into_iter().any(begins) && bytes.contains(&0);
    match () {
        _ if OLD_SHEETS.into_iter().any(begins) => Some(FileContent::Other(phrase!("workbook of Excel 2–5 (.xls)"))),
        _ if begins(b"PAR1") => Some(FileContent::Parquet),
        _ if begins(b"%PDF") => Some(FileContent::Foreign(phrase!("a PDF document"))),
        _ if begins(b"\x1F\x8B") => Some(FileContent::Foreign(phrase!("a gzip archive"))),
        _ if begins(b"7z\xBC\xAF") || begins(b"Rar!") => Some(FileContent::Foreign(phrase!("an archive"))),
        _ if picture => Some(FileContent::Foreign(phrase!("a picture"))),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> FileContent {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    match () {
        _ if start.is_empty() && bytes.len() < 4096 => FileContent::Nothing,
        _ if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && start.starts_with("<?xml") => {
            FileContent::Other(phrase!("XML spreadsheet of Excel 2003"))
        }
        _ if head.contains("office:document") && start.starts_with("<?xml") => {
            FileContent::Other(phrase!("flat OpenDocument file (.fods)"))
        }
        _ if start.starts_with('<')
            && ["<html", "<table", "<!doctype html", "<body"].iter().any(|tag| head.contains(tag)) =>
        {
            FileContent::WebPage
        }
        _ if start.starts_with("<?xml") => FileContent::Foreign(phrase!("an XML file")),
        _ if bytes.contains(&0) && !super::encoding::is_utf16(bytes) => {
            FileContent::Foreign(phrase!("a file of an unknown kind"))
        }
        _ => FileContent::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_content() {
        assert_eq!(sniff(b""), FileContent::Nothing);
        assert_eq!(sniff(b"id,x\n1,2\n"), FileContent::Text);
        assert_eq!(sniff(b"<html><table></table></html>"), FileContent::WebPage);
        assert_eq!(sniff(b"PK\x03\x04 and no directory"), FileContent::Damaged("zip"));
        assert!(matches!(sniff(b"%PDF-1.7"), FileContent::Foreign(_)));
    }
}
