//! The directory at the end of a zip file, as the format's description by PKWARE has it.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::{ArchivePart, DEFLATED, STORED};

/// How far before the end the directory's end is looked for: a comment, or rubbish of a careless transfer.
const LOOKED_FOR: usize = 1 << 20;
/// What stands for a size or place that is in the 64-bit part.
const IN_64: u64 = 0xFFFF_FFFF;

/// Where a directory begins, how many entries it has, and how many bytes lie before the zip file.
struct DirectoryEnd {
    start: usize,
    count: u64,
    before: usize,
}

pub(super) fn read(bytes: &[u8]) -> Option<Vec<ArchivePart<'_>>> {
    let table = table(bytes)?;
    let mut parts: IndexMap<String, ArchivePart<'_>> = IndexMap::new();
    let mut at = table.start;
    for _ in 0..table.count {
        let Some(entry) = entry(bytes, at) else { break };
        at = entry.next;
        let Some(part) = entry.part(bytes, table.before) else { continue };
        // Of two parts of one name the later one counts.
        parts.insert(part.name.to_lowercase(), part);
    }
    Some(parts.into_values().collect())
}

fn table(bytes: &[u8]) -> Option<DirectoryEnd> {
    let ends = (0..bytes.len().saturating_sub(21)).rev().take(LOOKED_FOR);
    ends.filter(|&at| bytes[at..].starts_with(b"PK\x05\x06")).find_map(|at| at_end(bytes, at))
}

fn at_end(bytes: &[u8], end: usize) -> Option<DirectoryEnd> {
    let (count, size, offset) = (number(bytes, end + 10, 2)?, number(bytes, end + 12, 4)?, number(bytes, end + 16, 4)?);
    let wide = count == 0xFFFF || size == IN_64 || offset == IN_64;
    let table = wide.then(|| at_end_64(bytes, end)).flatten();
    table.or_else(|| place(bytes, end, count, size, offset))
}

fn at_end_64(bytes: &[u8], end: usize) -> Option<DirectoryEnd> {
    let locator = end.checked_sub(20)?;
    let record = bytes.get(locator..)?.starts_with(b"PK\x06\x07").then_some(locator.checked_sub(56)?)?;
    bytes.get(record..)?.starts_with(b"PK\x06\x06").then_some(())?;
    let value = |at: usize| number(bytes, record + at, 8);
    place(bytes, record, value(32)?, value(40)?, value(48)?)
}

/// The directory ends where its end record begins; where that is not where it says, something lies before the zip file.
fn place(bytes: &[u8], end: usize, count: u64, size: u64, offset: u64) -> Option<DirectoryEnd> {
    let start = end.checked_sub(usize::try_from(size).ok()?)?;
    let before = start.checked_sub(usize::try_from(offset).ok()?)?;
    let sound = count == 0 || bytes.get(start..)?.starts_with(b"PK\x01\x02");
    sound.then_some(DirectoryEnd { start, count, before })
}

struct DirectoryEntry {
    name: String,
    encrypted: bool,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    offset: u64,
    next: usize,
}

fn entry(bytes: &[u8], at: usize) -> Option<DirectoryEntry> {
    bytes.get(at..)?.starts_with(b"PK\x01\x02").then_some(())?;
    let value = |offset: usize, length: usize| number(bytes, at + offset, length);
    let (name, extra, comment) = (value(28, 2)? as usize, value(30, 2)? as usize, value(32, 2)? as usize);
    let text = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).replace('\\', "/");
    let mut entry = DirectoryEntry {
        name: text.trim_start_matches("./").trim_start_matches('/').to_string(),
        encrypted: value(8, 2)? & 1 != 0,
        method: value(10, 2)? as u16,
        crc: value(16, 4)? as u32,
        packed: value(20, 4)?,
        size: value(24, 4)?,
        offset: value(42, 4)?,
        next: at + 46 + name + extra + comment,
    };
    entry.widen(bytes.get(at + 46 + name..at + 46 + name + extra)?);
    Some(entry)
}

impl DirectoryEntry {
    /// Takes what does not fit in 32 bits from the extra field.
    fn widen(&mut self, mut extra: &[u8]) {
        while let (Some(kind), Some(length)) = (number(extra, 0, 2), number(extra, 2, 2)) {
            let Some(field) = extra.get(4..4 + length as usize) else { return };
            if kind == 1 {
                let mut wide = field.chunks_exact(8).filter_map(|eight| number(eight, 0, 8));
                let narrow = [&mut self.size, &mut self.packed, &mut self.offset];
                narrow.into_iter().filter(|value| **value == IN_64).for_each(|value| *value = wide.next().unwrap_or(0));
            }
            extra = &extra[4 + length as usize..];
        }
    }

    fn part<'b>(self, bytes: &'b [u8], before: usize) -> Option<ArchivePart<'b>> {
        let known = matches!(self.method, STORED | DEFLATED) && !self.encrypted && !self.name.ends_with('/');
        let at = before.checked_add(usize::try_from(self.offset).ok()?)?;
        let header = known.then(|| bytes.get(at..))??;
        header.starts_with(b"PK\x03\x04").then_some(())?;
        let start = at + 30 + number(header, 26, 2)? as usize + number(header, 28, 2)? as usize;
        let end = start.checked_add(usize::try_from(self.packed).ok()?)?.min(bytes.len());
        let data = Cow::Borrowed(bytes.get(start..end)?);
        Some(ArchivePart { name: self.name, size: self.size, method: self.method, crc: self.crc, data })
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let end = at.checked_add(length)?;
    Some(bytes.get(at..end)?.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
}
