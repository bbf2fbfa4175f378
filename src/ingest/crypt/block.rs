//! AES over many blocks, in the two ways that Office uses.

use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};

use super::Closed;

const BLOCK: usize = 16;

/// Every block by itself (ECB).
pub(super) fn each(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Closed> {
    match key.len() {
        16 => blocks::<Aes128>(key, data),
        24 => blocks::<Aes192>(key, data),
        32 => blocks::<Aes256>(key, data),
        _ => Err(Closed::UnknownWay),
    }
}

/// Every block mixed with the one before it (CBC); the first one with `start`.
pub(super) fn chained(key: &[u8], start: &[u8], data: &[u8]) -> Result<Vec<u8>, Closed> {
    let mut plain = each(key, data)?;
    let before = start.iter().take(BLOCK).chain(data);
    plain.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
    Ok(plain)
}

fn blocks<C: KeyInit + BlockCipherDecrypt>(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Closed> {
    let cipher = C::new_from_slice(key).map_err(|_| Closed::UnknownWay)?;
    let mut plain = data[..data.len() - data.len() % BLOCK].to_vec();
    for block in plain.chunks_exact_mut(BLOCK) {
        let block: &mut Array<u8, C::BlockSize> = block.try_into().map_err(|_| Closed::Damaged)?;
        cipher.decrypt_block(block);
    }
    Ok(plain)
}
