//! A part in pieces as it is unpacked, with what is looked at on the way.

use std::collections::VecDeque;
use std::io::{Error, ErrorKind, Read, Result};

use crate::ingest::addresses::Addresses;
use crate::ingest::facts::Watch;
use crate::ingest::shown::Scan;

/// Unpacked bytes that are given at once.
const UNPACKED: usize = 1 << 18;

/// Bytes after the cells of a sheet that are kept back until all that is said of the cells is known.
const KEPT_BACK: usize = 1 << 26;

/// The kind of error that tells of a wrong address; a decoder has others.
pub(super) const UNSOUND: ErrorKind = ErrorKind::Unsupported;

/// An address that no sheet has.
fn unsound() -> Error {
    Error::new(UNSOUND, "a cell has an address that no sheet has")
}

/// What looks at the bytes of a part.
pub(super) struct Passing {
    addresses: Option<Addresses>,
    scan: Scan,
}

impl Passing {
    /// For a part with cells, addresses are looked at too.
    pub fn new(watch: &Watch, sheet: bool) -> Passing {
        Passing { addresses: sheet.then(Addresses::default), scan: Scan::new(watch) }
    }

    fn pass(&mut self, piece: Vec<u8>) -> Result<Vec<u8>> {
        let sound = self.addresses.as_mut().is_none_or(|addresses| addresses.all_sound(&piece));
        if sound { Ok(self.scan.pass(piece)) } else { Err(unsound()) }
    }
}

/// A part in pieces. The piece in which the cells of a sheet end comes when the rest of the part has been looked at.
pub(super) struct Chunks<R> {
    from: R,
    passing: Option<Passing>,
    kept_back: Vec<Vec<u8>>,
    ready: VecDeque<Result<Vec<u8>>>,
    done: bool,
}

impl<R: Read> Chunks<R> {
    pub fn new(from: R, passing: Option<Passing>) -> Chunks<R> {
        Chunks { from, passing, kept_back: Vec::new(), ready: VecDeque::new(), done: false }
    }

    /// The next piece, which may be empty; nothing at the end.
    pub fn next(&mut self) -> Option<Result<Vec<u8>>> {
        while self.ready.is_empty() && !self.done {
            self.advance();
        }
        self.ready.pop_front()
    }

    fn advance(&mut self) {
        let mut piece = Vec::with_capacity(UNPACKED);
        let read = self.from.by_ref().take(UNPACKED as u64).read_to_end(&mut piece);
        self.done = read.is_err() || piece.is_empty();
        match self.passing.as_mut().map(|passing| passing.pass(std::mem::take(&mut piece))) {
            Some(Ok(passed)) => piece = passed,
            Some(Err(error)) => return self.fail(error),
            None => {}
        }
        self.kept_back.push(piece);
        self.settle();
        // What could be unpacked before an error comes first.
        if let Err(error) = read {
            self.fail(error);
        }
    }

    /// Gives what was kept back, if nothing is to be waited for.
    fn settle(&mut self) {
        let kept: usize = self.kept_back.iter().map(Vec::len).sum();
        if let Some(Passing { scan, .. }) = &mut self.passing {
            if scan.has_ended() && !self.done && kept < KEPT_BACK {
                return;
            }
            if self.done {
                self.kept_back.push(scan.finish());
            }
            scan.publish();
        }
        self.ready.extend(self.kept_back.drain(..).map(Ok));
    }

    fn fail(&mut self, error: Error) {
        self.ready.push_back(Err(error));
        self.done = true;
    }
}
