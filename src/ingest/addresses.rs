//! Addresses of cells that no sheet has. The parser below us counts letters and digits without asking whether there are too
//! many, so that `ZZZZZZZZ9999999999` would come out as a cell in the middle of the sheet.

use memchr::memmem;

/// What an address follows.
const BEFORE: &[u8] = b" r=\"";

/// Letters and digits that can be counted in 32 bits: more than `XFD1048576` has.
const LETTERS: usize = 6;
const DIGITS: usize = 9;
const LONGEST: usize = LETTERS + DIGITS;

/// Bytes that hold an address with the mark that ends it, and before it the tag that it stands in.
const WHOLE: usize = 64 + BEFORE.len() + LONGEST + 1;

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
        Some(address) => {
            let end = address.iter().position(|&byte| byte == b'"');
            end.is_some_and(|end| can_be_counted(&address[..end])) || !in_tag(&bytes[..at])
        }
        // Not all of it is here yet.
        None => true,
    })
}

/// Whether what follows stands in a tag: texts may hold ` r="` too, but no `<`.
fn in_tag(before: &[u8]) -> bool {
    before.iter().rev().find(|byte| matches!(byte, b'<' | b'>')) == Some(&b'<')
}

fn can_be_counted(address: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| address.iter().filter(|byte| is(byte)).count();
    count(u8::is_ascii_alphabetic) <= LETTERS && count(u8::is_ascii_digit) <= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_measured_across_pieces() {
        let sound = b"<row r=\"1048576\"><c  r=\"XFD1048576\" t=\"s\"/><c s=\"1\" r=\"A1\"/><t>a r=\"long words in a text\"</t>";
        let wrong: [&[u8]; 3] = [
            b"<c r=\"ZZZZZZZ9\"/>and more bytes",
            b"<row r=\"4294967299\">and more",
            b"<c r=\"A99999999999999999999999\"/>",
        ];
        for size in 1..40 {
            let is_sound = |bytes: &[u8]| {
                let mut addresses = Addresses::default();
                bytes.chunks(size).all(|piece| addresses.all_sound(piece))
            };
            assert!(is_sound(sound), "{size}");
            assert!(wrong.iter().all(|wrong| !is_sound(wrong)), "{size}");
        }
    }
}
