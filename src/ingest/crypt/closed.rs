//! Why an encrypted workbook stays closed.

use crate::ingest::compound::Broken;

/// Why a workbook was not decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Closed {
    /// The password is wrong.
    WrongPassword,
    /// In a way that is not known here.
    UnknownWay,
    /// The encrypted data are damaged.
    Damaged,
}

impl From<Broken> for Closed {
    fn from(_: Broken) -> Closed {
        Closed::Damaged
    }
}
