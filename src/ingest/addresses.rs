//! Addresses of cells that no sheet has. The parser below us counts letters and digits without asking whether there are too
//! many, so that `ZZZZZZZZ9999999999` would come out as a cell in the middle of the sheet.

use memchr::memmem;

/// What an address follows.
const BEFORE: &[u8] = b" r=\"";

/// Letters and digits of the longest address that can be counted without harm: `XFD1048576`.
const LONGEST: usize = 10;

/// Bytes that hold an address with what is before it, and the mark that ends it.
const WHOLE: usize = BEFORE.len() + LONGEST + 1;

/// Looks at the addresses (` r="…"`) in the bytes of a sheet, which come in pieces.
#[derive(Default)]
pub(super) struct Addresses {
    /// The last bytes of what came before.
    before: Vec<u8>,
}

impl Addresses {
    /// Whether all addresses can be counted that end in the next piece or are too long already.
    pub fn all_sound(&mut self, piece: &[u8]) -> bool {
        self.before.extend(&piece[..piece.len().min(WHOLE)]);
        let sound = are_sound(&self.before) && are_sound(piece);
        if piece.len() >= WHOLE {
            self.before.clear();
            self.before.extend(&piece[piece.len() - WHOLE..]);
        } else {
            self.before.drain(..self.before.len().saturating_sub(WHOLE));
        }
        sound
    }
}

fn are_sound(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, BEFORE).all(|at| match bytes[at + BEFORE.len()..].first_chunk::<{ LONGEST + 1 }>() {
        Some(address) => address.contains(&b'"'),
        // Not all of it is here yet.
        None => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_measured_across_pieces() {
        let sound = b"<row r=\"1048576\"><c  r=\"XFD1048576\" t=\"s\"/><c s=\"1\" r=\"A1\"/></row> r =\"x\"";
        let wrong = b"<c r=\"ZZZZZZZZ9999\"/>";
        for size in 1..40 {
            let mut addresses = Addresses::default();
            assert!(sound.chunks(size).all(|piece| addresses.all_sound(piece)), "{size}");
            assert!(!wrong.chunks(size).all(|piece| addresses.all_sound(piece)), "{size}");
        }
    }
}
