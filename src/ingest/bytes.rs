//! The byte form of a raw table: lengths as little-endian u64, then what they count.

use std::sync::Arc;

use super::{Heading, LeftOut, RawTable, TypedColumn};

/// First bytes of the form, its version last.
const MAGIC: &[u8; 8] = b"tashikT\x03";

impl RawTable {
    /// The table as bytes; [`RawTable::from_bytes`] reads them back.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        put_text(&mut out, &self.file);
        put_text(&mut out, &self.sheet);
        put_text(&mut out, &self.digest);
        put_u32s(&mut out, &self.header_rows);
        put_len(&mut out, self.headings.len());
        for heading in &self.headings {
            put_text(&mut out, &heading.text);
            put_text(&mut out, &heading.leaf);
            out.extend(heading.col.to_le_bytes());
        }
        put_u32s(&mut out, &self.rows);
        for column in &self.columns {
            put_bytes(&mut out, &column.tags);
            column.payload.iter().for_each(|bits| out.extend(bits.to_le_bytes()));
        }
        put_len(&mut out, self.texts.len());
        self.texts.iter().for_each(|text| put_text(&mut out, text));
        put_len(&mut out, self.set_aside.len());
        for (row, text) in &self.set_aside {
            out.extend(row.to_le_bytes());
            put_text(&mut out, text);
        }
        put_len(&mut out, self.left_out.len());
        for row in &self.left_out {
            out.extend(row.row.to_le_bytes());
            out.extend(row.col.to_le_bytes());
        }
        out
    }

    /// The table of some bytes; nothing where they are cut off or inconsistent.
    pub fn from_bytes(bytes: &[u8]) -> Option<RawTable> {
        let mut from = Bytes(bytes.strip_prefix(MAGIC)?);
        let (file, sheet): (Arc<str>, Arc<str>) = (from.text()?.into(), from.text()?.into());
        let (digest, header_rows) = (from.text()?, from.u32s()?);
        let headings = from.many(|from| Some(Heading { text: from.text()?, leaf: from.text()?, col: from.u32()? }))?;
        let rows = from.u32s()?;
        let columns = headings.iter().map(|_| from.column(rows.len())).collect::<Option<Vec<_>>>()?;
        let texts = from.many(Bytes::text)?;
        let set_aside = from.many(|from| Some((from.u32()?, from.text()?)))?;
        let left_out = from.many(|from| Some(LeftOut { row: from.u32()?, col: from.u32()? }))?;
        let table = RawTable { file, sheet, digest, header_rows, headings, columns, rows, texts, set_aside, left_out };
        (from.0.is_empty() && table.is_consistent()).then_some(table)
    }

    fn is_consistent(&self) -> bool {
        let texts = self.texts.len() as u64;
        let sound = |(&tag, &bits): (&u8, &u64)| tag <= 5 && (!matches!(tag, 2 | 5) || bits < texts);
        self.columns.iter().all(|column| column.tags.iter().zip(&column.payload).all(sound))
    }
}

fn put_len(out: &mut Vec<u8>, length: usize) {
    out.extend((length as u64).to_le_bytes());
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_len(out, bytes.len());
    out.extend(bytes);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_bytes(out, text.as_bytes());
}

fn put_u32s(out: &mut Vec<u8>, values: &[u32]) {
    put_len(out, values.len());
    values.iter().for_each(|value| out.extend(value.to_le_bytes()));
}

/// Bytes not yet read.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        Some(std::str::from_utf8(self.take(length)?).ok()?.to_string())
    }

    fn u32s(&mut self) -> Option<Vec<u32>> {
        let length = self.length()?;
        let bytes = self.take(length.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|part| u32::from_le_bytes([part[0], part[1], part[2], part[3]])).collect())
    }

    fn column(&mut self, rows: usize) -> Option<TypedColumn> {
        let length = self.length().filter(|&length| length == rows)?;
        let tags = self.take(length)?.to_vec();
        let bytes = self.take(length.checked_mul(8)?)?;
        let payload = bytes.chunks_exact(8).map(|part| Some(u64::from_le_bytes(part.try_into().ok()?)));
        Some(TypedColumn { tags, payload: payload.collect::<Option<_>>()? })
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        (0..length).map(|_| one(self)).collect()
    }
}
