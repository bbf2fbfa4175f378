//! What a cell with a name holds beside it: a corporate number, an address.

use super::characters::{compact, plain};
use super::place;
use crate::text::even;

/// The parts of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameParts {
    /// The name as it stands there.
    pub name: String,
    /// Thirteen digits after 法人番号, or in a line of their own.
    pub number: Option<String>,
    /// The address.
    pub address: Option<String>,
}

/// Takes a cell apart: `公益財団法人都道府県会館\n法人番号2010005003854`, `（財）日本総合研究所東京都港区赤坂４－８－２０`.
pub(crate) fn parts(text: &str) -> NameParts {
    let mut parts = NameParts::default();
    let mut lines = Vec::new();
    for line in text.lines() {
        let rest = match number(line) {
            Some((before, number, after)) => {
                parts.number.get_or_insert(number);
                format!("{before} {after}")
            }
            None => line.to_string(),
        };
        match address(&rest, lines.is_empty()) {
            Some(at) => {
                parts.address.get_or_insert(rest[at..].trim().to_string());
                lines.push(rest[..at].trim().to_string());
            }
            None => lines.push(rest.trim().to_string()),
        }
    }
    lines.retain(|line| !compact(&plain(line)).is_empty());
    parts.name = lines.join(" ");
    parts
}

/// `法人番号2010005003854` in a line: what stands before it, the digits, what stands after it.
fn number(line: &str) -> Option<(String, String, String)> {
    const MARK: &str = "法人番号";
    let even = even(line);
    let alone: String = even.chars().filter(|c| !c.is_whitespace()).collect();
    if is_number(&alone) {
        return Some((String::new(), alone, String::new()));
    }
    let at = even.find(MARK)?;
    let rest = even[at + MARK.len()..].trim_start_matches(|c: char| c.is_whitespace() || ":=は".contains(c));
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    let digits: String = rest[..end].chars().filter(char::is_ascii_digit).collect();
    let after = rest[end..].trim_start_matches([')', ']', '】']);
    let before = even[..at].trim_end_matches(['(', '[', '【']);
    is_number(&digits).then(|| (before.to_string(), digits, after.to_string()))
}

fn is_number(text: &str) -> bool {
    text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where in a line an address begins: a line of its own that begins with a prefecture, or one behind the name that has a house
/// number.
fn address(line: &str, first: bool) -> Option<usize> {
    let at = place::full_prefecture(line)?;
    let town = line[at..].contains(['市', '区', '町', '村']);
    let house = even(&line[at..]).contains(|c: char| c.is_ascii_digit());
    let whole = line[..at].trim().is_empty();
    (town && if whole { !first } else { house }).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_no_part_of_the_name() {
        let read = parts("公益財団法人都道府県会館\n法人番号2010005003854");
        assert_eq!((read.name.as_str(), read.number.as_deref()), ("公益財団法人都道府県会館", Some("2010005003854")));
        let read = parts("みどりの会（法人番号：２０１０００５００３８５４）");
        assert_eq!((read.name.as_str(), read.number.as_deref()), ("みどりの会", Some("2010005003854")));
        let read = parts("財団法人都道府県会館\n東京都千代田区平河町２－６－３");
        assert_eq!((read.name.as_str(), read.address.is_some()), ("財団法人都道府県会館", true));
        let read = parts("（財）日本総合研究所東京都港区赤坂４－８－２０");
        assert_eq!(
            (read.name.as_str(), read.address.as_deref()),
            ("（財）日本総合研究所", Some("東京都港区赤坂４－８－２０"))
        );
        let read = parts("日本赤十字社東京都支部");
        assert_eq!((read.name.as_str(), read.address), ("日本赤十字社東京都支部", None));
        assert_eq!(parts("東京都品川区").name, "東京都品川区");
    }
}
