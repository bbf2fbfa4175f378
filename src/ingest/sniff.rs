//! What a file is, told by its content and never by its name.

use super::shared_strings;
use crate::phrase;
use crate::text::Phrase;

/// What the bytes of a file are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// A workbook in the zip format of Excel 2007 and later (xlsx, xlsm).
    Workbook,
    /// Text, perhaps delimited.
    Text,
    /// Nothing at all.
    Nothing,
    /// A zip file whose directory is missing: cut off or damaged.
    DamagedZip,
    /// An encrypted workbook.
    Encrypted,
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
pub(super) fn sniff(bytes: &[u8]) -> Content {
    match bytes {
        [] => Content::Nothing,
        _ if bytes.starts_with(b"PK\x03\x04") => zip(bytes),
        _ if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) => compound(bytes),
        _ => signature(bytes).unwrap_or_else(|| text(bytes)),
    }
}

fn zip(bytes: &[u8]) -> Content {
    let Some(directory) = directory(bytes) else { return Content::DamagedZip };
    let has = |name: &str| directory.iter().any(|entry| entry.name.replace('\\', "/") == name);
    let total: u64 = directory.iter().map(|entry| entry.size).sum();
    match () {
        _ if total > super::limits::UNPACKED_BYTES => Content::Bomb,
        _ if shared_strings::count_is_false(bytes, &directory) => Content::DamagedZip,
        _ if has("xl/workbook.bin") => Content::Other(phrase!("Excel binary workbook (.xlsb)")),
        _ if has("content.xml") => Content::Other(phrase!("OpenDocument file (.ods)")),
        _ if has("word/document.xml") => Content::Foreign(phrase!("a Word document")),
        _ if has("ppt/presentation.xml") => Content::Foreign(phrase!("a PowerPoint presentation")),
        _ if directory.iter().any(|entry| entry.name.contains("workbook")) || has("[Content_Types].xml") => {
            Content::Workbook
        }
        _ => Content::Foreign(phrase!("a zip archive")),
    }
}

/// A file in a zip file.
pub(super) struct Entry {
    /// Name.
    pub name: String,
    /// Size that the directory declares, unpacked.
    pub size: u64,
    /// Where its header begins.
    pub offset: usize,
}

/// The directory of a zip file; nothing where there is none.
fn directory(bytes: &[u8]) -> Option<Vec<Entry>> {
    let end =
        (0..bytes.len().saturating_sub(21)).rev().take(1 << 17).find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let (count, mut at) = (u16_at(bytes, end + 10)?, u32_at(bytes, end + 16)? as usize);
    let mut entries = Vec::new();
    while entries.len() < usize::from(count) && bytes.get(at..at + 4)? == b"PK\x01\x02" {
        let length = |offset: usize| u16_at(bytes, at + offset).map(usize::from);
        let (name, rest) = (length(28)?, length(30)? + length(32)?);
        let text = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned();
        let (size, offset) = (u64::from(u32_at(bytes, at + 24)?), u32_at(bytes, at + 42)? as usize);
        entries.push(Entry { name: text, size, offset });
        at += 46 + name + rest;
    }
    Some(entries)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// An OLE compound file: told apart by the names of its streams, which are UTF-16.
fn compound(bytes: &[u8]) -> Content {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|part| part == wide)
    };
    match () {
        _ if has("EncryptedPackage") => Content::Encrypted,
        _ if has("Workbook") || has("Book") => Content::Other(phrase!("workbook of Excel 97–2003 (.xls)")),
        _ if has("WordDocument") => Content::Foreign(phrase!("a Word document")),
        _ => Content::Foreign(phrase!("an old Office file without a workbook")),
    }
}

fn signature(bytes: &[u8]) -> Option<Content> {
    const OLD_SHEETS: [&[u8]; 4] = [&[9, 0, 4, 0], &[9, 2, 6, 0], &[9, 4, 6, 0], &[9, 8, 8, 0]];
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let picture = [&b"\x89PNG"[..], b"\xFF\xD8\xFF", b"GIF8", b"BM"].into_iter().any(begins) && bytes.contains(&0);
    match () {
        _ if OLD_SHEETS.into_iter().any(begins) => Some(Content::Other(phrase!("workbook of Excel 2–5 (.xls)"))),
        _ if begins(b"PAR1") => Some(Content::Other(phrase!("Parquet file"))),
        _ if begins(b"%PDF") => Some(Content::Foreign(phrase!("a PDF document"))),
        _ if begins(b"\x1F\x8B") => Some(Content::Foreign(phrase!("a gzip archive"))),
        _ if begins(b"7z\xBC\xAF") || begins(b"Rar!") => Some(Content::Foreign(phrase!("an archive"))),
        _ if picture => Some(Content::Foreign(phrase!("a picture"))),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> Content {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    match () {
        _ if start.is_empty() && bytes.len() < 4096 => Content::Nothing,
        _ if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && start.starts_with("<?xml") => {
            Content::Other(phrase!("XML spreadsheet of Excel 2003"))
        }
        _ if head.contains("office:document") && start.starts_with("<?xml") => {
            Content::Other(phrase!("flat OpenDocument file (.fods)"))
        }
        _ if start.starts_with('<')
            && ["<html", "<table", "<!doctype html", "<body"].iter().any(|tag| head.contains(tag)) =>
        {
            Content::WebPage
        }
        _ if start.starts_with("<?xml") => Content::Foreign(phrase!("an XML file")),
        _ if bytes.contains(&0) && !super::encoding::is_utf16(bytes) => {
            Content::Foreign(phrase!("a file of an unknown kind"))
        }
        _ => Content::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_content() {
        assert_eq!(sniff(b""), Content::Nothing);
        assert_eq!(sniff(b"id,x\n1,2\n"), Content::Text);
        assert_eq!(sniff(b"<html><table></table></html>"), Content::WebPage);
        assert_eq!(sniff(b"PK\x03\x04 and no directory"), Content::DamagedZip);
        assert!(matches!(sniff(b"%PDF-1.7"), Content::Foreign(_)));
    }
}
