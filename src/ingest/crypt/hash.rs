//! The hash functions that Office uses, and a password hashed many times.

use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha384, Sha512};

/// A hash function by which keys are made.
#[derive(Clone, Copy)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The one that the XML of agile encryption names.
    pub fn by_name(name: &str) -> Option<Hash> {
        match name {
            "SHA1" | "SHA-1" => Some(Hash::Sha1),
            "SHA256" | "SHA-256" => Some(Hash::Sha256),
            "SHA384" | "SHA-384" => Some(Hash::Sha384),
            "SHA512" | "SHA-512" => Some(Hash::Sha512),
            _ => None,
        }
    }

    /// The hash of these bytes, one part after the other.
    pub fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Hash::Sha1 => digest::<Sha1>(parts),
            Hash::Sha256 => digest::<Sha256>(parts),
            Hash::Sha384 => digest::<Sha384>(parts),
            Hash::Sha512 => digest::<Sha512>(parts),
        }
    }

    /// The hash of salt and password, hashed again with each number.
    pub fn rounds(self, salt: &[u8], password: &[u8], rounds: u32) -> Vec<u8> {
        let first = self.of(&[salt, password]);
        (0..rounds).fold(first, |hashed, number| self.of(&[&number.to_le_bytes(), &hashed]))
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), |hasher, part| hasher.chain_update(part)).finalize().to_vec()
}
