//! The byte form of a raw table: lengths as little-endian u64, then what they count.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::{Aside, Cause, Formats, Heading, Kind, LeftOut, RawTable, Shown, TypedColumn, Why};

/// First bytes of the form, its version last.
const MAGIC: &[u8; 8] = b"tashikT\x08";

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
        put_text(out, &self.file)?;
        put_text(out, &self.sheet)?;
        put_len(out, self.sheets.len())?;
        self.sheets.iter().try_for_each(|sheet| put_text(out, sheet))?;
        put_text(out, &self.digest)?;
        put_u32s(out, &self.header_rows)?;
        put_len(out, self.headings.len())?;
        for heading in &self.headings {
            put_text(out, &heading.text)?;
            put_text(out, &heading.leaf)?;
            out.write_all(&heading.col.to_le_bytes())?;
            put_len(out, heading.also.len())?;
            heading.also.iter().try_for_each(|other| put_text(out, other))?;
        }
        put_u32s(out, &self.rows)?;
        for column in &self.columns {
            put_bytes(out, &column.tags)?;
            put_u64s(out, &column.payload)?;
        }
        put_len(out, self.texts.len())?;
        self.texts.iter().try_for_each(|text| put_text(out, text))?;
        put_len(out, self.set_aside.len())?;
        for aside in &self.set_aside {
            out.write_all(&aside.row.to_le_bytes())?;
            out.write_all(&aside.col.to_le_bytes())?;
            out.write_all(&[aside.why as u8])?;
            put_text(out, &aside.text)?;
        }
        put_len(out, self.left_out.len())?;
        for row in &self.left_out {
            out.write_all(&row.row.to_le_bytes())?;
            out.write_all(&row.col.to_le_bytes())?;
            out.write_all(&[CAUSES.iter().position(|cause| *cause == row.cause).unwrap_or_default() as u8])?;
        }
        put_u32s(out, &self.ragged)?;
        put_u32s(out, &self.pointed)?;
        put_formats(out, &self.formats)?;
        put_u32s(out, &self.unstored.iter().flat_map(|&(row, col)| [row, col]).collect::<Vec<u32>>())
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
        let (file, sheet): (Arc<str>, Arc<str>) = (from.text()?.into(), from.text()?.into());
        let sheets = from.many(Bytes::text)?;
        let (digest, header_rows) = (from.text()?, from.u32s()?);
        let headings = from.many(|from| {
            Some(Heading { text: from.text()?, leaf: from.text()?, col: from.u32()?, also: from.many(Bytes::text)? })
        })?;
        let rows = from.u32s()?;
        let columns = headings.iter().map(|_| from.column(rows.len())).collect::<Option<Vec<_>>>()?;
        let texts = from.many(Bytes::text)?;
        let set_aside = from.many(Bytes::aside)?;
        let left_out = from.many(|from| Some(LeftOut { row: from.u32()?, col: from.u32()?, cause: from.cause()? }))?;
        let ragged = from.u32s()?;
        let pointed = from.u32s()?;
        let formats = from.formats()?;
        let unstored = from.u32s()?.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let table = RawTable {
            file,
            sheet,
            sheets,
            digest,
            header_rows,
            headings,
            columns,
            rows,
            texts,
            set_aside,
            left_out,
            ragged,
            pointed,
            formats,
            unstored,
        };
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

fn put_text(out: &mut impl Write, text: &str) -> io::Result<()> {
    put_bytes(out, text.as_bytes())
}

fn put_u32s(out: &mut impl Write, values: &[u32]) -> io::Result<()> {
    put_len(out, values.len())?;
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

fn put_formats(out: &mut impl Write, formats: &Formats) -> io::Result<()> {
    put_len(out, formats.ways.len())?;
    for shown in &formats.ways {
        let (kind, text) = kind_to_bytes(&shown.kind);
        out.write_all(&[kind, shown.thousands])?;
        put_text(out, text)?;
    }
    put_len(out, formats.runs.len())?;
    for (col, runs) in &formats.runs {
        out.write_all(&col.to_le_bytes())?;
        put_u32s(out, &runs.iter().flat_map(|&(row, way)| [row, u32::from(way)]).collect::<Vec<u32>>())?;
    }
    Ok(())
}

/// Reasons, by their byte.
const CAUSES: [Cause; 3] = [Cause::Decision, Cause::Hidden, Cause::StruckOut];

fn kind_to_bytes(kind: &Kind) -> (u8, &str) {
    match kind {
        Kind::Plain => (0, ""),
        Kind::Percent => (1, ""),
        Kind::Currency(sign) => (2, sign),
        Kind::Unit(text) => (3, text),
        Kind::Padded(mask) => (4, mask),
        Kind::Time => (5, ""),
        Kind::Duration => (6, ""),
        Kind::Date => (7, ""),
    }
}

fn kind_of_bytes(kind: u8, text: String) -> Option<Kind> {
    Some(match kind {
        0 => Kind::Plain,
        1 => Kind::Percent,
        2 => Kind::Currency(text),
        3 => Kind::Unit(text),
        4 => Kind::Padded(text),
        5 => Kind::Time,
        6 => Kind::Duration,
        7 => Kind::Date,
        _ => return None,
    })
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

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        String::from_utf8(self.take(length)?).ok()
    }

    fn aside(&mut self) -> Option<Aside> {
        let (row, col) = (self.u32()?, self.u32()?);
        let why = *Why::ALL.get(usize::from(*self.take(1)?.first()?))?;
        Some(Aside { row, col, text: self.text()?, why })
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

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        (0..length).map(|_| one(self)).collect()
    }

    fn cause(&mut self) -> Option<Cause> {
        CAUSES.get(usize::from(self.take(1)?[0])).copied()
    }

    fn formats(&mut self) -> Option<Formats> {
        let ways = self.many(|from| {
            let kind = from.take(2)?;
            Some(Shown { kind: kind_of_bytes(kind[0], from.text()?)?, thousands: kind[1] })
        })?;
        let runs = self.many(|from| {
            let (col, flat) = (from.u32()?, from.u32s()?);
            let run = |pair: &[u32]| Some((pair[0], u16::try_from(pair[1]).ok()?));
            Some((col, flat.chunks_exact(2).map(run).collect::<Option<Vec<_>>>()?))
        })?;
        Some(Formats { ways, runs: runs.into_iter().collect() })
    }

    fn is_at_end(&mut self) -> bool {
        matches!(self.0.read(&mut [0]), Ok(0))
    }
}
