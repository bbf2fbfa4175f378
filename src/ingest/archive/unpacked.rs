//! A zip file as if nothing in it were compressed, unpacked while it is read.
//!
//! The parsers read this in place of the file. So what a part unpacks to is held to the size that its directory declares (sizes
//! lie), rubbish around the zip file does not matter, small parts can be mended, and every byte of a sheet passes by here once.

use std::borrow::Cow;
use std::io::{Cursor, Error, ErrorKind, Read, Result, Seek, SeekFrom, sink};
use std::sync::Arc;

use flate2::read::DeflateDecoder;

use super::chunks::{Chunks, Passing, UNSOUND};
use super::prefetch::{self, Pieces, ahead};
use super::{ArchivePart, STORED, ZipFile};
use crate::ingest::facts::Watch;

/// Bytes between the parts and the directory.
const APART: usize = 1 << 17;

/// A zip file without compression.
pub(crate) struct Unpacked<'b> {
    pieces: Vec<PartPiece<'b>>,
    length: u64,
    at: u64,
    open: Option<OpenPart<'b>>,
    watch: Option<Watch>,
}

struct PartPiece<'b> {
    start: u64,
    length: u64,
    content: PartContent<'b>,
}

enum PartContent<'b> {
    Bytes(Vec<u8>),
    Part { data: PartBytes<'b>, kind: PartKind },
}

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    /// Cells, or the shared strings.
    Watched {
        /// Whether it lies where sheets lie.
        sheet: bool,
    },
    Other,
}

/// The bytes of a part.
#[derive(Clone)]
enum PartBytes<'b> {
    Packed(&'b [u8]),
    Plain(&'b [u8]),
    /// Contents that were put in.
    Own(Arc<[u8]>),
}

/// A part that is being unpacked.
struct OpenPart<'b> {
    piece: usize,
    done: u64,
    stream: Pieces<'b>,
}

impl<'b> Unpacked<'b> {
    /// The zip file. With a watch, sheets and shared strings are looked at.
    pub fn new(pack: ZipFile<'b>, watch: Option<Watch>) -> Unpacked<'b> {
        let mut out = Unpacked { pieces: Vec::new(), length: 0, at: 0, open: None, watch };
        let count = pack.parts.len();
        let mut directory = Vec::new();
        for part in pack.parts {
            directory.extend(record(b"PK\x01\x02\x14\x00", &part, Some(out.length)));
            out.push_bytes(record(b"PK\x03\x04", &part, None));
            out.push_part(part);
        }
        // The directory's end is looked for in blocks from the end of the file: no packed part may lie in one.
        out.push_bytes(vec![0; APART]);
        let (start, size) = (out.length as u32, directory.len() as u32);
        directory.extend(b"PK\x05\x06\0\0\0\0");
        directory.extend([count as u16; 2].iter().flat_map(|count| count.to_le_bytes()));
        directory.extend([size, start].iter().flat_map(|value| value.to_le_bytes()));
        directory.extend([0, 0]);
        out.push_bytes(directory);
        out
    }

    fn push_bytes(&mut self, bytes: Vec<u8>) {
        let length = bytes.len() as u64;
        self.push(PartContent::Bytes(bytes), length);
    }

    fn push(&mut self, content: PartContent<'b>, length: u64) {
        self.pieces.push(PartPiece { start: self.length, length, content });
        self.length += length;
    }

    fn push_part(&mut self, part: ArchivePart<'b>) {
        let ArchivePart { name, size, method, data, .. } = part;
        let kind = if self.watch.is_some() { kind(&name) } else { PartKind::Other };
        let data = match data {
            Cow::Borrowed(data) if method != STORED => PartBytes::Packed(data),
            Cow::Borrowed(data) => PartBytes::Plain(data),
            Cow::Owned(data) => PartBytes::Own(data.into()),
        };
        self.push(PartContent::Part { data, kind }, size);
    }

    /// The piece that holds the place where reading stands.
    fn piece(&self) -> usize {
        self.pieces.partition_point(|piece| piece.start + piece.length <= self.at)
    }

    fn read_part(&mut self, index: usize, data: &PartBytes<'b>, kind: PartKind, out: &mut [u8]) -> Result<usize> {
        let offset = self.at - self.pieces[index].start;
        let fits = self.open.as_ref().is_some_and(|open| open.piece == index && open.done <= offset);
        if !fits {
            // One that is still open ends before the watch hears of another one.
            self.open = None;
            let stream = self.stream(data, self.pieces[index].length, kind);
            self.open = Some(OpenPart { piece: index, done: 0, stream });
        }
        let Some(open) = self.open.as_mut() else { return Ok(0) };
        open.read_at(offset, out).inspect_err(|error| {
            if error.kind() == UNSOUND {
                self.watch.iter().for_each(Watch::wrong);
            }
        })
    }

    fn stream(&self, data: &PartBytes<'b>, size: u64, kind: PartKind) -> Pieces<'b> {
        let passing = || match (kind, &self.watch) {
            (PartKind::Watched { sheet }, Some(watch)) => Some(Passing::new(watch, sheet)),
            _ => None,
        };
        match data {
            PartBytes::Packed(data) => {
                let ahead = (size >= prefetch::WORTH).then(|| ahead(data, size, passing())).flatten();
                ahead.unwrap_or_else(|| here(DeflateDecoder::new(*data), size, passing()))
            }
            PartBytes::Plain(data) => here(*data, size, passing()),
            PartBytes::Own(data) => here(Cursor::new(data.clone()), size, passing()),
        }
    }
}

fn here<'b>(from: impl Read + 'b, size: u64, passing: Option<Passing>) -> Pieces<'b> {
    let mut chunks = Chunks::new(from.take(size), passing);
    Pieces::new(move || chunks.next())
}

/// Sheets mostly lie in a folder of their own, but may lie anywhere.
fn kind(name: &str) -> PartKind {
    const OTHERS: [&str; 8] =
        ["workbook.xml", "styles.xml", "/theme/", "docprops/", "content_types", "/drawings/", "/charts/", "customxml/"];
    let name = name.to_lowercase();
    let other = !name.ends_with(".xml") || OTHERS.iter().any(|other| name.contains(other));
    if other { PartKind::Other } else { PartKind::Watched { sheet: name.starts_with("xl/worksheets/") } }
}

impl OpenPart<'_> {
    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> Result<usize> {
        if self.done < offset {
            std::io::copy(&mut self.stream.by_ref().take(offset - self.done), &mut sink())?;
            self.done = offset;
        }
        let read = self.stream.read(out)?;
        if read == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "a part is shorter than its directory says"));
        }
        self.done += read as u64;
        Ok(read)
    }
}

/// A header of a part: the one before it, or with its place the one in the directory.
fn record(mark: &[u8], part: &ArchivePart<'_>, place: Option<u64>) -> Vec<u8> {
    let mut out = mark.to_vec();
    // Version 2.0, names in UTF-8, stored, 1 January 1980.
    out.extend([0x14, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]);
    let size = part.size as u32;
    out.extend([part.crc, size, size].iter().flat_map(|value| value.to_le_bytes()));
    out.extend((part.name.len() as u16).to_le_bytes());
    out.extend([0, 0]);
    if let Some(place) = place {
        out.extend([0; 10]);
        out.extend((place as u32).to_le_bytes());
    }
    out.extend(part.name.as_bytes());
    out
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let index = self.piece();
        let Some(piece) = self.pieces.get(index) else { return Ok(0) };
        let offset = self.at - piece.start;
        let most = out.len().min(usize::try_from(piece.length - offset).unwrap_or(usize::MAX));
        let out = &mut out[..most];
        let read = match &piece.content {
            PartContent::Bytes(bytes) => (&bytes[offset as usize..]).read(out)?,
            PartContent::Part { data, kind } => {
                let (data, kind) = (data.clone(), *kind);
                self.read_part(index, &data, kind, out)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Unpacked<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}
