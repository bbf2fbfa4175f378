//! Standard encryption: AES over every block by itself, the key from SHA-1.

use sha1::Sha1;
use sha2::digest::Digest;

use super::Closed;
use super::block::each;

const ROUNDS: u32 = 50_000;
/// Bytes of a hash by SHA-1.
const HASH: usize = 20;
const FLAG_AES: u32 = 0x20;

pub(super) fn decrypt(info: &[u8], package: &[u8], password: &[u8]) -> Result<Vec<u8>, Closed> {
    let value = |at: usize| number(info, at);
    // Flags, size of the header, the header (of which flags and bits of the key count), the verifier.
    let (flags, header, bits) = (value(0)?, value(4)? as usize, value(8 + 16)?);
    if flags & FLAG_AES == 0 || !matches!(bits, 128 | 192 | 256) {
        return Err(Closed::UnknownWay);
    }
    let verifier = info.get(8 + header..).ok_or(Closed::Damaged)?;
    let part = |from: usize, to: usize| verifier.get(from..to).ok_or(Closed::Damaged);
    let key = key(part(4, 20)?, password, bits as usize / 8);
    let (input, expected) = (each(&key, part(20, 36)?)?, each(&key, part(40, 72)?)?);
    if hash(&[&input])[..] != expected[..HASH] {
        return Err(Closed::WrongPassword);
    }
    each(&key, package)
}

fn key(salt: &[u8], password: &[u8], length: usize) -> Vec<u8> {
    let first = hash(&[salt, password]);
    let hashed = (0..ROUNDS).fold(first, |hashed, number| hash(&[&number.to_le_bytes(), &hashed]));
    let hashed = hash(&[&hashed, &0u32.to_le_bytes()]);
    let widened = |pad: u8| {
        let mut block = [pad; 64];
        block.iter_mut().zip(&hashed).for_each(|(byte, hashed)| *byte ^= hashed);
        hash(&[&block])
    };
    [widened(0x36), widened(0x5C)].concat()[..length].to_vec()
}

fn hash(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(Sha1::new(), |hasher, part| hasher.chain_update(part)).finalize().to_vec()
}

fn number(bytes: &[u8], at: usize) -> Result<u32, Closed> {
    let four = bytes.get(at..at + 4).ok_or(Closed::Damaged)?;
    Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
