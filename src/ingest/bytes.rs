//! The byte form of a raw table: what is said of it as JSON, then its rows, cells and texts as they lie in memory. Lengths stand
//! before what they count, as little-endian u64.

use std::io::{self, Read, Write};

use super::{RawTable, TypedColumn};

/// First bytes of the form, its version last.
const MAGIC: &[u8; 8] = b"tashikT\x0A";

impl RawTable {
    /// The table as bytes; [`RawTable::from_bytes`] reads them back.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // Writing to memory cannot fail.
        let _ = self.write_to(&mut out);
        out
    }

    /// Writes the bytes; [`RawTable::read_from`] reads them back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(MAGIC)?;
        put_bytes(out, &serde_json::to_vec(self)?)?;
        put_len(out, self.rows.len())?;
        self.rows.iter().try_for_each(|row| out.write_all(&row.to_le_bytes()))?;
        for column in &self.columns {
            put_bytes(out, &column.tags)?;
            put_u64s(out, &column.payload)?;
        }
        put_len(out, self.texts.len())?;
        self.texts.iter().try_for_each(|text| put_bytes(out, text.as_bytes()))
    }

    /// The table of some bytes; nothing where they are cut off or inconsistent.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<RawTable> {
        RawTable::read_from(&mut bytes)
    }

    /// The table of all the bytes of a reader; nothing where they are cut off or inconsistent.
    pub fn read_from(from: &mut impl Read) -> Option<RawTable> {
        let mut from = Bytes(from);
        if from.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let head = from.length()?;
        let mut table: RawTable = serde_json::from_slice(&from.take(head)?).ok()?;
        table.rows = from.u32s()?;
        table.columns = table.headings.iter().map(|_| from.column(table.rows.len())).collect::<Option<_>>()?;
        table.texts = from.texts()?;
        (from.is_at_end() && table.is_consistent()).then_some(table)
    }

    fn is_consistent(&self) -> bool {
        let texts = self.texts.len() as u64;
        let sound = |(&tag, &bits): (&u8, &u64)| tag <= 5 && (!matches!(tag, 2 | 5) || bits < texts);
        self.columns.iter().all(|column| column.tags.iter().zip(&column.payload).all(sound))
    }
}

fn put_len(out: &mut impl Write, length: usize) -> io::Result<()> {
    out.write_all(&(length as u64).to_le_bytes())
}

fn put_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    put_len(out, bytes.len())?;
    out.write_all(bytes)
}

/// Values that are written and read at once.
const BLOCK: usize = 1 << 13;

fn put_u64s(out: &mut impl Write, values: &[u64]) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(8 * BLOCK);
    for block in values.chunks(BLOCK) {
        bytes.clear();
        bytes.extend(block.iter().flat_map(|value| value.to_le_bytes()));
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// A length for which room is made at once.
const BELIEVED: usize = 1 << 16;

/// Bytes not yet read. A larger length is not believed before the bytes are there.
struct Bytes<'r, R: Read>(&'r mut R);

impl<R: Read> Bytes<'_, R> {
    fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        if length <= BELIEVED {
            bytes.resize(length, 0);
            self.0.read_exact(&mut bytes).ok()?;
        } else {
            self.0.by_ref().take(length as u64).read_to_end(&mut bytes).ok()?;
        }
        (bytes.len() == length).then_some(bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    fn u64(&mut self) -> Option<u64> {
        let mut bytes = [0; 8];
        self.0.read_exact(&mut bytes).ok()?;
        Some(u64::from_le_bytes(bytes))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.u64()?).ok()
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let count = self.length()?;
        let one = |_| {
            let length = self.length()?;
            String::from_utf8(self.take(length)?).ok()
        };
        (0..count).map(one).collect()
    }

    fn u32s(&mut self) -> Option<Vec<u32>> {
        let length = self.length()?;
        let mut values = Vec::with_capacity(length.min(BELIEVED));
        for _ in 0..length {
            values.push(self.u32()?);
        }
        Some(values)
    }

    fn column(&mut self, rows: usize) -> Option<TypedColumn> {
        let length = self.length().filter(|&length| length == rows)?;
        let tags = self.take(length)?;
        // As many tags were there, so that the length may be believed.
        let mut payload = Vec::with_capacity(length);
        let mut bytes = vec![0; 8 * BLOCK.min(length)];
        while payload.len() < length {
            let bytes = &mut bytes[..8 * BLOCK.min(length - payload.len())];
            self.0.read_exact(bytes).ok()?;
            payload.extend(bytes.chunks_exact(8).map(|eight| u64::from_le_bytes(eight.try_into().unwrap_or_default())));
        }
        Some(TypedColumn { tags, payload })
    }

    fn is_at_end(&mut self) -> bool {
        matches!(self.0.read(&mut [0]), Ok(0))
    }
}
