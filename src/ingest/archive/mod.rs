//! The zip file that a workbook is: its directory, and its parts as they unpack.

mod chunks;
mod directory;
mod part;
mod prefetch;
mod unpacked;

pub(super) use part::ArchivePart;
use part::{DEFLATED, STORED};

use flate2::Crc;

pub(super) use unpacked::Unpacked;

/// A zip file.
pub(super) struct ZipFile<'b> {
    /// Its parts, each name once. Parts that are packed in other ways than Office packs are left out.
    pub parts: Vec<ArchivePart<'b>>,
}

impl<'b> ZipFile<'b> {
    /// The directory of a zip file, whatever lies before and behind it; nothing where there is none.
    pub fn open(bytes: &'b [u8]) -> Option<ZipFile<'b>> {
        directory::read(bytes).map(|parts| ZipFile { parts })
    }

    /// The part of a name, whatever its case.
    pub fn part(&self, name: &str) -> Option<&ArchivePart<'b>> {
        self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(name))
    }

    /// What all parts declare to unpack to.
    pub fn declared(&self) -> u64 {
        self.parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.size))
    }

    /// Puts a content in the place of a part's, or at the end where there is no part of that name.
    pub fn put(&mut self, name: &str, content: Vec<u8>) {
        let mut crc = Crc::new();
        crc.update(&content);
        let size = content.len() as u64;
        let mut part = ArchivePart { name: name.into(), size, method: STORED, crc: crc.sum(), data: content.into() };
        match self.parts.iter_mut().find(|part| part.name.eq_ignore_ascii_case(name)) {
            Some(old) => {
                part.name = std::mem::take(&mut old.name);
                *old = part;
            }
            None => self.parts.push(part),
        }
    }
}
