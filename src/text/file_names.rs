//! Names of files that every system takes, and that differ on every system.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::sha256;

/// Characters of a name at most.
const LONGEST: usize = 80;
/// Bytes of a name at most: 255 is the limit of most disks, and endings, numbers and languages are added.
const MOST_BYTES: usize = 160;
/// Bytes of the last part of an id that is kept where the name must be cut.
const TAIL: usize = 40;
/// What Windows keeps for devices; com and lpt with a digit.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// A name that can be the name of a file on every system: what Windows forbids becomes `-`.
pub fn safe_name(name: &str) -> String {
    let replaced: String = replaced(name).chars().take(LONGEST).collect();
    let trimmed = replaced.trim_matches(|c: char| c == '.' || c.is_whitespace());
    match trimmed {
        "" => "study".into(),
        reserved if is_reserved(reserved) => format!("{reserved}-"),
        safe => safe.into(),
    }
}

/// Whether a name can be the name of a file on every system as it is.
pub fn is_safe_name(name: &str) -> bool {
    replaced(name) == name
        && name.trim_matches(|c: char| c == '.' || c.is_whitespace()) == name
        && !name.is_empty()
        && !is_reserved(name)
}

fn replaced(name: &str) -> String {
    let forbidden = |c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c);
    name.chars().filter(|&c| !is_invisible(c)).map(|c| if forbidden(c) { '-' } else { c }).collect()
}

/// Characters without a shape of their own, and those that turn the direction of what follows, so that a name shows as another.
fn is_invisible(c: char) -> bool {
    matches!(c as u32, 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF)
}

fn is_reserved(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let device = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = first.len() - device.len();
    RESERVED.contains(&device) && digits == usize::from(matches!(device, "com" | "lpt"))
}

/// A name as part of a link: everything but unreserved characters is percent-encoded (RFC 3986).
pub fn in_link(name: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    name.bytes().map(encode).collect()
}

/// Names of files of one folder, given one after the other: safe, short, and different also where a disk takes no account of
/// case or of the way accents are written. Which name is given depends only on the names before it.
#[derive(Debug, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// The next name. What had to be cut, or is taken, bears the beginning of a digest.
    pub fn next(&mut self, name: &str) -> String {
        let plain = safe_name(name);
        let whole = plain.len() <= MOST_BYTES && plain.chars().count() == replaced(name).chars().count();
        if whole && self.taken.insert(folded(&plain)) {
            return plain;
        }
        let shortened = if whole { plain } else { shortened(name) };
        let numbered = (0..).map(|n| format!("{shortened}-{}", mark(name, n)));
        let free = numbered.into_iter().find(|name| self.taken.insert(folded(name)));
        free.expect("one of them is free")
    }
}

/// Beginning and end: what an id is of, and what it is.
fn shortened(name: &str) -> String {
    let name = replaced(name);
    let tail = name.rsplit_once('-').map_or("", |(_, tail)| tail);
    let tail = if tail.len() <= TAIL { tail } else { "" };
    let mut head = String::new();
    for c in name.chars().take(LONGEST / 2) {
        if head.len() + c.len_utf8() > MOST_BYTES / 2 {
            break;
        }
        head.push(c);
    }
    let joined = format!("{}-{tail}", head.trim_matches(|c: char| c == '.' || c == '-' || c.is_whitespace()));
    safe_name(joined.trim_end_matches('-'))
}

fn mark(name: &str, n: usize) -> String {
    sha256(format!("{n}{name}").as_bytes())[..6].to_string()
}

fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe_for_every_system() {
        assert_eq!(safe_name("助成 2024"), "助成 2024");
        assert_eq!(safe_name("a/b:c?"), "a-b-c-");
        assert_eq!(safe_name("CON"), "CON-");
        assert_eq!(safe_name("lpt1.old"), "lpt1.old-");
        assert_eq!(safe_name("computer"), "computer");
        assert_eq!(safe_name(" . "), "study");
        assert_eq!(safe_name("trail. "), "trail");
        assert!(is_safe_name("01-助成 (2024)") && is_safe_name("CON-"));
        assert!(["", ".", "a/b", "a:b", "nul", "Aux.old", "a ", "a.", "a\u{202E}b"].iter().all(|it| !is_safe_name(it)));
        assert_eq!(safe_name("a\u{202E}fdp\u{200B}.exe"), "afdp.exe");
    }

    #[test]
    fn names_differ_on_every_disk() {
        let mut names = FileNames::default();
        let given: Vec<String> = ["A/B", "A:B", "a-b", "Cafe\u{301}", "Café", "A/B", "NPO\u{200B}X", "NPOX"]
            .iter()
            .map(|it| names.next(it))
            .collect();
        assert_eq!(given[0], "A-B");
        let folded: BTreeSet<String> = given.iter().map(|name| folded(name)).collect();
        assert_eq!(folded.len(), given.len(), "{given:?}");
        assert!(given[1].starts_with("A-B-"), "{given:?}");
    }

    #[test]
    fn long_names_are_cut_and_still_say_what_they_are() {
        let question = "貴団体において過去一年間にボランティアとして活動に参加した方は延べではなく実人数でおよそ何人いらっしゃいましたか".repeat(2);
        let mut names = FileNames::default();
        let (each, change) = (names.next(&format!("q/{question}/each")), names.next(&format!("q/{question}/change")));
        assert!(each.starts_with("q-貴団体") && each.contains("-each-") && change.contains("-change-"));
        assert!(each.len() < MOST_BYTES && change.len() < MOST_BYTES, "{each} {change}");
        assert!(names.next(&"長".repeat(70)).len() < MOST_BYTES);
    }

    #[test]
    fn links_are_encoded() {
        assert_eq!(in_link("grantee-+1 #107%.en.html"), "grantee-%2B1%20%23107%25.en.html");
        assert_eq!(in_link("助成"), "%E5%8A%A9%E6%88%90");
    }
}
