//! A zip file as if nothing in it were compressed, unpacked while it is read.
//!
//! The parsers read this in place of the file. So what a part unpacks to is held to the size that its directory declares (sizes
//! lie), rubbish around the zip file does not matter, small parts can be mended, and every byte of a sheet passes by here once.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom, sink};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use flate2::read::DeflateDecoder;

use super::ahead::{self, Pieces, UNSOUND, ahead};
use super::{Pack, Part, STORED};
use crate::ingest::addresses::Addresses;

/// Bytes between the parts and the directory.
const APART: usize = 1 << 17;

/// Tells from outside whether an address on a sheet was one that no sheet has.
pub(crate) type Watch = Arc<AtomicBool>;

/// A zip file without compression.
pub(crate) struct Unpacked<'b> {
    pieces: Vec<Piece<'b>>,
    length: u64,
    at: u64,
    open: Option<Open<'b>>,
    watch: Option<Watch>,
}

struct Piece<'b> {
    start: u64,
    length: u64,
    content: Content<'b>,
}

enum Content<'b> {
    Bytes(Vec<u8>),
    Stored(Part<'b>),
    Packed { data: &'b [u8], sheet: bool },
}

/// A part that is being unpacked.
struct Open<'b> {
    piece: usize,
    done: u64,
    stream: Stream<'b>,
}

enum Stream<'b> {
    Ahead(Pieces<'b>),
    Here(DeflateDecoder<&'b [u8]>, Option<Addresses>),
}

impl<'b> Unpacked<'b> {
    /// The zip file. With a watch, addresses on sheets are looked at.
    pub fn new(pack: Pack<'b>, watch: Option<Watch>) -> Unpacked<'b> {
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
        self.push(Content::Bytes(bytes), length);
    }

    fn push(&mut self, content: Content<'b>, length: u64) {
        self.pieces.push(Piece { start: self.length, length, content });
        self.length += length;
    }

    fn push_part(&mut self, part: Part<'b>) {
        let size = part.size;
        let sheet = part.name.starts_with("xl/worksheets/") && part.name.ends_with(".xml");
        let content = match part {
            Part { data: Cow::Borrowed(data), method, .. } if method != STORED => Content::Packed { data, sheet },
            // Contents that were put in are stored too.
            part => Content::Stored(part),
        };
        self.push(content, size);
    }

    /// The piece that holds the place where reading stands.
    fn piece(&self) -> usize {
        self.pieces.partition_point(|piece| piece.start + piece.length <= self.at)
    }

    fn read_packed(&mut self, index: usize, data: &'b [u8], sheet: bool, out: &mut [u8]) -> Result<usize> {
        let offset = self.at - self.pieces[index].start;
        let fits = self.open.as_ref().is_some_and(|open| open.piece == index && open.done <= offset);
        if !fits {
            let watched = sheet && self.watch.is_some();
            self.open =
                Some(Open { piece: index, done: 0, stream: Stream::of(data, self.pieces[index].length, watched) });
        }
        let Some(open) = self.open.as_mut() else { return Ok(0) };
        open.read_at(offset, out).inspect_err(|error| {
            if error.kind() == UNSOUND {
                self.watch.iter().for_each(|watch| watch.store(true, Relaxed));
            }
        })
    }
}

impl Open<'_> {
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

impl<'b> Stream<'b> {
    fn of(data: &'b [u8], size: u64, watched: bool) -> Stream<'b> {
        let addresses = || watched.then(Addresses::default);
        let ahead = (size >= ahead::WORTH).then(|| ahead(data, addresses())).flatten();
        ahead.map_or_else(|| Stream::Here(DeflateDecoder::new(data), addresses()), Stream::Ahead)
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        match self {
            Stream::Ahead(ahead) => ahead.read(out),
            Stream::Here(decoder, addresses) => {
                let read = decoder.read(out)?;
                let sound = addresses.as_mut().is_none_or(|addresses| addresses.all_sound(&out[..read]));
                if sound { Ok(read) } else { Err(ahead::unsound()) }
            }
        }
    }
}

/// A header of a part: the one before it, or with its place the one in the directory.
fn record(mark: &[u8], part: &Part<'_>, place: Option<u64>) -> Vec<u8> {
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
            Content::Bytes(bytes) => (&bytes[offset as usize..]).read(out)?,
            Content::Stored(part) => {
                let missing = || Error::new(ErrorKind::UnexpectedEof, "a part is cut off");
                part.data.get(offset as usize..).filter(|rest| !rest.is_empty()).ok_or_else(missing)?.read(out)?
            }
            &Content::Packed { data, sheet } => self.read_packed(index, data, sheet, out)?,
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
