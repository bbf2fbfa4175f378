//! What stands between or after parts, and how tightly it binds.

use super::tree::Binary;

/// How tightly what stands before a part binds.
pub(super) const NOT: u8 = 3;
/// See [`NOT`].
pub(super) const SIGN: u8 = 8;

/// What stands between or after parts.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Infix {
    Binary(Binary),
    Is,
    In,
    Between,
    Like,
    /// An operator that there is not.
    Strange(&'static str),
}

impl Infix {
    pub fn power(self) -> u8 {
        match self {
            Infix::Binary(Binary::Or) => 1,
            Infix::Binary(Binary::And) => 2,
            Infix::Is => 4,
            Infix::In | Infix::Between | Infix::Like => 5,
            Infix::Binary(op) if op.compares() => 5,
            Infix::Binary(Binary::Joined) => 6,
            Infix::Binary(Binary::Plus | Binary::Minus) => 7,
            Infix::Binary(_) | Infix::Strange(_) => SIGN,
        }
    }

    pub fn of_sign(sign: &'static str) -> Option<Infix> {
        Some(match sign {
            "^" | "&" | "|" | "~" => Infix::Strange(sign),
            _ => Infix::Binary(Binary::of_sign(sign)?),
        })
    }

    pub fn of_word(word: &str) -> Option<Infix> {
        let known = [
            ("AND", Infix::Binary(Binary::And)),
            ("OR", Infix::Binary(Binary::Or)),
            ("IS", Infix::Is),
            ("IN", Infix::In),
            ("BETWEEN", Infix::Between),
            ("LIKE", Infix::Like),
        ];
        known.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, infix)| infix)
    }
}
