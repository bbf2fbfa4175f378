//! A workbook says how many shared strings it holds, and the parser below us makes room for as many as it says: a false count
//! of a few bytes would take all memory. So the count is held against the size of the part first.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::sniff::Entry;

/// The shortest shared string, `<si/>`.
const SHORTEST: u64 = 5;
/// Bytes of the part in which the count stands.
const HEAD: u64 = 2048;

/// Whether the count of shared strings cannot be true.
pub(super) fn count_is_false(bytes: &[u8], directory: &[Entry]) -> bool {
    let part = directory.iter().find(|entry| entry.name.replace('\\', "/").ends_with("xl/sharedStrings.xml"));
    let counted = part.and_then(|entry| Some((head(bytes, entry)?, entry.size)));
    // `count` is that of all references, which may be many more than there are strings.
    counted.is_some_and(|(head, size)| attribute(&head, "uniqueCount") > size / SHORTEST + 1)
}

/// The number in an attribute of the first element; 0 where there is none.
fn attribute(head: &str, key: &str) -> u64 {
    let root = head.split("<sst").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("");
    let value = root.split(&format!(" {key}=")).nth(1).unwrap_or("");
    let digits: String = value.chars().skip(1).take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

/// The beginning of a part, inflated.
fn head(bytes: &[u8], entry: &Entry) -> Option<String> {
    let at = entry.offset;
    let length =
        |from: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at + from..at + from + 2)?.try_into().ok()?)));
    let (method, start) = (length(8)?, at + 30 + length(26)? + length(28)?);
    let data = bytes.get(start..)?;
    let mut text = Vec::new();
    let read = match method {
        0 => data.take(HEAD).read_to_end(&mut text),
        _ => DeflateDecoder::new(data).take(HEAD).read_to_end(&mut text),
    };
    (read.is_ok() || !text.is_empty()).then(|| String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_root_element_only() {
        let head = "<?xml version=\"1.0\"?><sst count=\"12\" uniqueCount=\"4000000000\"><si><t> count=\"9\"</t></si>";
        assert_eq!((attribute(head, "count"), attribute(head, "uniqueCount")), (12, 4_000_000_000));
        assert_eq!(attribute("<sst>", "count"), 0);
        assert_eq!(attribute("<sst count=\"99999999999999999999999\">", "count"), u64::MAX);
    }
}
