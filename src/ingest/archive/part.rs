//! A part of a zip file.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;

/// A part that is not compressed.
pub(super) const STORED: u16 = 0;

/// A part that is.
pub(super) const DEFLATED: u16 = 8;

/// A file in a zip file.
pub(in crate::ingest) struct ArchivePart<'b> {
    /// Name, with `/` between folders.
    pub name: String,
    /// Size that the directory declares, unpacked.
    pub size: u64,
    pub method: u16,
    pub crc: u32,
    pub data: Cow<'b, [u8]>,
}

impl ArchivePart<'_> {
    /// The content, unpacked: at most so many bytes of it.
    pub fn content(&self, most: u64) -> Vec<u8> {
        let mut content = Vec::new();
        let most = most.min(self.size);
        // What could be unpacked before an error is worth having: the parser says what is wrong.
        let _ = match self.method {
            STORED => self.data.take(most).read_to_end(&mut content),
            _ => DeflateDecoder::new(&*self.data).take(most).read_to_end(&mut content),
        };
        content
    }
}
