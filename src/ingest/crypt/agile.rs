//! Agile encryption: what is used is said in XML, and the workbook is encrypted in segments.

use super::Closed;
use super::block::chained;
use super::hash::Hash;

/// Bytes of a segment.
const SEGMENT: usize = 4096;
/// A password is hashed a hundred thousand times; a file that asks for many more wants to keep us busy.
const MOST_ROUNDS: u32 = 10_000_000;

const FOR_INPUT: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const FOR_HASH: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const FOR_KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

pub(super) fn decrypt(info: &[u8], package: &[u8], password: &[u8]) -> Result<Vec<u8>, Closed> {
    let xml = String::from_utf8_lossy(info.get(4..).unwrap_or_default());
    let (data, lock) = (Settings::of(&xml, "keyData")?, Settings::of(&xml, "encryptedKey")?);
    let rounds: u32 = lock.value("spinCount")?.parse().map_err(|_| Closed::Damaged)?;
    if rounds > MOST_ROUNDS {
        return Err(Closed::UnknownWay);
    }
    let hashed = lock.hash.rounds(&lock.salt, password, rounds);
    let open = |purpose: &[u8], name: &str| {
        let key = fit(lock.hash.of(&[&hashed, purpose]), lock.key_bytes);
        chained(&key, &fit(lock.salt.clone(), lock.block), &base64(lock.value(name)?))
    };
    let (input, expected) =
        (open(&FOR_INPUT, "encryptedVerifierHashInput")?, open(&FOR_HASH, "encryptedVerifierHashValue")?);
    let given = lock.hash.of(&[&input[..input.len().min(lock.salt.len())]]);
    if expected.len() < given.len() || expected[..given.len()] != given {
        return Err(Closed::WrongPassword);
    }
    let key = fit(open(&FOR_KEY, "encryptedKeyValue")?, data.key_bytes);
    let mut workbook = Vec::with_capacity(package.len());
    for (number, segment) in package.chunks(SEGMENT).enumerate() {
        let start = data.hash.of(&[&data.salt, &(number as u32).to_le_bytes()]);
        workbook.extend(chained(&key, &fit(start, data.block), segment)?);
    }
    Ok(workbook)
}

/// As many bytes as are needed; missing ones are 0x36.
fn fit(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

/// What one element of the XML says.
struct Settings<'x> {
    element: &'x str,
    hash: Hash,
    salt: Vec<u8>,
    key_bytes: usize,
    block: usize,
}

impl<'x> Settings<'x> {
    fn of(xml: &'x str, name: &str) -> Result<Settings<'x>, Closed> {
        let starts = |element: &&str| element.starts_with(name) || element.contains(&format!(":{name} "));
        let element = xml.split('<').find(starts).ok_or(Closed::Damaged)?;
        let bits: usize = attribute(element, "keyBits")?.parse().map_err(|_| Closed::Damaged)?;
        let block: usize = attribute(element, "blockSize")?.parse().map_err(|_| Closed::Damaged)?;
        if attribute(element, "cipherAlgorithm")? != "AES" || attribute(element, "cipherChaining")? != "ChainingModeCBC"
        {
            return Err(Closed::UnknownWay);
        }
        let hash = Hash::by_name(attribute(element, "hashAlgorithm")?).ok_or(Closed::UnknownWay)?;
        let salt = base64(attribute(element, "saltValue")?);
        Ok(Settings { element, hash, salt, key_bytes: (bits / 8).min(64), block: block.min(64) })
    }

    fn value(&self, name: &str) -> Result<&'x str, Closed> {
        attribute(self.element, name)
    }
}

fn attribute<'x>(element: &'x str, name: &str) -> Result<&'x str, Closed> {
    let value = element.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value).ok_or(Closed::Damaged)
}

/// The bytes that a text in base64 stands for; what is no letter of it is passed over.
fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(digit).map(u32::from).collect();
    let group = |four: &[u32]| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..].iter().copied().take(four.len() * 6 / 8).collect::<Vec<u8>>()
    };
    digits.chunks(4).flat_map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        assert_eq!(base64("TWFu"), b"Man");
        assert_eq!(base64("TWE="), b"Ma");
        assert_eq!(base64("TQ=="), b"M");
    }
}
