//! Standard encryption: AES over every block by itself, the key from SHA-1.

use super::Closed;
use super::block::each;
use super::hash::Hash;
use crate::ingest::compound::u32_at;

const ROUNDS: u32 = 50_000;
/// Bytes of a hash by SHA-1.
const HASH: usize = 20;
const FLAG_AES: u32 = 0x20;

pub(super) fn decrypt(info: &[u8], package: &[u8], password: &[u8]) -> Result<Vec<u8>, Closed> {
    let value = |at: usize| u32_at(info, at);
    // Flags, size of the header, the header (of which flags and bits of the key count), the verifier.
    let (flags, header, bits) = (value(0)?, value(4)? as usize, value(8 + 16)?);
    if flags & FLAG_AES == 0 || !matches!(bits, 128 | 192 | 256) {
        return Err(Closed::UnknownWay);
    }
    let verifier = info.get(8 + header..).ok_or(Closed::Damaged)?;
    let part = |from: usize, to: usize| verifier.get(from..to).ok_or(Closed::Damaged);
    let key = key(part(4, 20)?, password, bits as usize / 8);
    let (input, expected) = (each(&key, part(20, 36)?)?, each(&key, part(40, 72)?)?);
    if Hash::Sha1.of(&[&input])[..] != expected[..HASH] {
        return Err(Closed::WrongPassword);
    }
    each(&key, package)
}

fn key(salt: &[u8], password: &[u8], length: usize) -> Vec<u8> {
    let hash = Hash::Sha1;
    let hashed = hash.rounds(salt, password, ROUNDS);
    let hashed = hash.of(&[&hashed, &0u32.to_le_bytes()]);
    let widened = |pad: u8| {
        let mut block = [pad; 64];
        block.iter_mut().zip(&hashed).for_each(|(byte, hashed)| *byte ^= hashed);
        hash.of(&[&block])
    };
    [widened(0x36), widened(0x5C)].concat()[..length].to_vec()
}
