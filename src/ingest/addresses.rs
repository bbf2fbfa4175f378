//! Addresses of cells that no sheet has. The parser below us counts letters and digits without asking whether there are too
//! many, so that `ZZZZZZZZ9999999999` would come out as a cell in the middle of the sheet.

/// Letters and digits of the longest address that can be counted without harm: `XFD1048576`.
const LONGEST: usize = 10;

/// Looks at the addresses (` r="…"`) in the bytes of a sheet, which come in pieces.
#[derive(Default)]
pub(super) struct Addresses {
    /// What was seen of ` r="` and of the address behind it.
    seen: usize,
    length: usize,
}

const BEFORE: &[u8] = b" r=\"";

impl Addresses {
    /// Whether all addresses in the next piece can be counted.
    pub fn all_sound(&mut self, piece: &[u8]) -> bool {
        let mut rest = piece;
        loop {
            rest = if self.seen < BEFORE.len() {
                match self.find(rest) {
                    Some(rest) => rest,
                    None => return true,
                }
            } else {
                match self.measure(rest) {
                    Ok(Some(rest)) => rest,
                    Ok(None) => return true,
                    Err(TooLong) => return false,
                }
            };
        }
    }

    /// What follows the next ` r="`.
    fn find<'p>(&mut self, piece: &'p [u8]) -> Option<&'p [u8]> {
        let mut at = 0;
        while self.seen < BEFORE.len() {
            if self.seen == 0 {
                at += piece[at..].iter().position(|&byte| byte == b' ')?;
            }
            let byte = *piece.get(at)?;
            self.seen = match byte {
                _ if byte == BEFORE[self.seen] => self.seen + 1,
                b' ' => 1,
                _ => 0,
            };
            at += 1;
        }
        self.length = 0;
        Some(&piece[at..])
    }

    fn measure<'p>(&mut self, piece: &'p [u8]) -> Result<Option<&'p [u8]>, TooLong> {
        let end = piece.iter().take(LONGEST + 1).position(|&byte| byte == b'"');
        self.length += end.unwrap_or(piece.len().min(LONGEST + 1));
        if self.length > LONGEST {
            return Err(TooLong);
        }
        let Some(end) = end else { return Ok(None) };
        self.seen = 0;
        Ok(Some(&piece[end + 1..]))
    }
}

struct TooLong;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_measured_across_pieces() {
        let sound = b"<row r=\"1048576\"><c  r=\"XFD1048576\" t=\"s\"/><c s=\"1\" r=\"A1\"/></row> r =\"x\"";
        let wrong = b"<c r=\"ZZZZZZZZ9999\"/>";
        for size in 1..20 {
            let mut addresses = Addresses::default();
            assert!(sound.chunks(size).all(|piece| addresses.all_sound(piece)), "{size}");
            assert!(!wrong.chunks(size).all(|piece| addresses.all_sound(piece)), "{size}");
        }
    }
}
