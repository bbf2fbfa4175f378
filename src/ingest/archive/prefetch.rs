//! A large part that is unpacked ahead, in a thread of its own, while what came before is parsed.

use std::io::{Read, Result};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use flate2::read::DeflateDecoder;

use super::chunks::{Chunks, Passing};
use crate::ingest::guard::guard;

/// Parts that unpack to fewer bytes are not worth a thread.
pub(super) const WORTH: u64 = 1 << 20;

/// Packed bytes that are given to the thread at once.
const PACKED: usize = 1 << 16;
/// Pieces that may wait on either way.
const WAITING: usize = 2;

/// Bytes that come in pieces.
pub(super) struct Pieces<'p> {
    next: Box<dyn FnMut() -> Option<Result<Vec<u8>>> + 'p>,
    piece: Vec<u8>,
    at: usize,
}

impl<'p> Pieces<'p> {
    pub fn new(next: impl FnMut() -> Option<Result<Vec<u8>>> + 'p) -> Pieces<'p> {
        Pieces { next: Box::new(next), piece: Vec::new(), at: 0 }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        while self.at == self.piece.len() {
            match (self.next)() {
                Some(piece) => (self.piece, self.at) = (piece?, 0),
                None => return Ok(0),
            }
        }
        let read = (&self.piece[self.at..]).read(out)?;
        self.at += read;
        Ok(read)
    }
}

/// What the thread says.
enum PrefetchMessage {
    /// It took a packed piece and has room for another one.
    Took,
    /// Unpacked bytes, or why there are no more.
    Unpacked(Result<Vec<u8>>),
}

/// The unpacked bytes of a part, at most so many; those of a sheet are looked at on the way. Nothing where no thread can be
/// started.
pub(super) fn ahead(packed: &[u8], size: u64, passing: Option<Passing>) -> Option<Pieces<'_>> {
    let (to, given) = sync_channel(WAITING);
    let (back, said) = sync_channel(2 * WAITING);
    let work = move || {
        let took = || back.send(PrefetchMessage::Took).ok();
        let given = Pieces::new(|| given.recv().ok().filter(|_| took().is_some()).map(Ok));
        // A panic ends the stream, which the reader finds too short.
        guard(|| unpack(Chunks::new(DeflateDecoder::new(given).take(size), passing), &back));
    };
    thread::Builder::new().spawn(work).ok()?;
    let mut packed = packed.chunks(PACKED);
    // No more pieces are given than the thread has room for, so that giving never waits.
    packed.by_ref().take(WAITING).try_for_each(|piece| to.send(piece.to_vec()).ok())?;
    let mut to = (packed.len() > 0).then_some(to);
    Some(Pieces::new(move || {
        loop {
            match said.recv().ok()? {
                PrefetchMessage::Unpacked(piece) => return Some(piece),
                PrefetchMessage::Took => {
                    to = to.take().filter(|to| packed.next().is_some_and(|it| to.send(it.to_vec()).is_ok()))
                }
            }
        }
    }))
}

fn unpack(mut chunks: Chunks<impl Read>, back: &SyncSender<PrefetchMessage>) {
    // Where nobody listens any more, the reader has stopped early.
    while chunks.next().is_some_and(|piece| back.send(PrefetchMessage::Unpacked(piece)).is_ok()) {}
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Write};

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::super::chunks::UNSOUND;
    use super::*;
    use crate::ingest::facts::Watch;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn numbers(n: u32) -> Vec<u8> {
        (0..n).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
    }

    #[test]
    fn what_comes_out_is_what_was_packed_up_to_an_error() {
        let bytes = numbers(700_000);
        let packed = packed(&bytes);
        let read = |packed: &[u8]| {
            let mut out = Vec::new();
            let result = ahead(packed, u64::MAX, None).unwrap().read_to_end(&mut out);
            (out, result.is_ok())
        };
        assert!(read(&packed) == (bytes.clone(), true));
        let (part, _) = read(&packed[..packed.len() / 2]);
        assert!(part.len() > bytes.len() / 3 && bytes.starts_with(&part));
        let mut broken = packed.clone();
        broken[packed.len() / 2..].fill(0xFF);
        let (part, sound) = read(&broken);
        assert!(!sound && part.len() > bytes.len() / 3 && bytes.starts_with(&part[..bytes.len() / 3]));
    }

    /// What the decoder says of a part without a byte.
    fn nothing() -> std::result::Result<usize, ErrorKind> {
        DeflateDecoder::new(&[][..]).read(&mut [0; 9]).map_err(|error| error.kind())
    }

    #[test]
    fn a_part_may_be_larger_packed_than_unpacked() {
        // Blocks without content, then one with it.
        let mut bytes = [0, 0, 0, 0xFF, 0xFF].repeat(200_000);
        bytes.extend(packed(b"the end"));
        let mut out = Vec::new();
        ahead(&bytes, u64::MAX, None).unwrap().read_to_end(&mut out).unwrap();
        assert_eq!(out, b"the end");
        assert_eq!(ahead(&[], u64::MAX, None).unwrap().read(&mut [0; 9]).map_err(|error| error.kind()), nothing());
    }

    #[test]
    fn a_reader_may_stop_early() {
        let packed = packed(&numbers(700_000));
        let mut first = [0; 10];
        ahead(&packed, u64::MAX, None).unwrap().read_exact(&mut first).unwrap();
        assert_eq!(first, numbers(3)[..10]);
    }

    #[test]
    fn an_address_that_no_sheet_has_is_an_error_of_its_own() {
        let sheet = b"<c r=\"ZZZZZZZ9\"/>".repeat(50_000);
        let passing = Passing::new(&Watch::default(), true);
        let error = ahead(&packed(&sheet), u64::MAX, Some(passing)).unwrap().read_to_end(&mut Vec::new());
        assert_eq!(error.unwrap_err().kind(), UNSOUND);
    }
}
