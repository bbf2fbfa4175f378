//! A workbook says how many shared strings it holds, and the parser below us makes room for as many as it says: a false count
//! of a few bytes would take all memory. So the count is held against the size of the part first.

use super::archive::ZipFile;

/// The shortest shared string, `<si/>`.
const SHORTEST: u64 = 5;
/// Bytes of the part in which the count stands.
const HEAD: u64 = 2048;

/// Whether the count of shared strings cannot be true.
pub(super) fn count_is_false(pack: &ZipFile<'_>) -> bool {
    let part = pack.parts.iter().find(|part| part.name.ends_with("xl/sharedStrings.xml"));
    let counted = part.map(|part| (part.content(HEAD), part.size));
    // `count` is that of all references, which may be many more than there are strings.
    counted.is_some_and(|(head, size)| attribute(&String::from_utf8_lossy(&head), "uniqueCount") > size / SHORTEST + 1)
}

/// The number in an attribute of the first element; 0 where there is none.
fn attribute(head: &str, key: &str) -> u64 {
    let root = head.split("<sst").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("");
    let value = root.split(&format!(" {key}=")).nth(1).unwrap_or("");
    let digits: String = value.chars().skip(1).take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
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
