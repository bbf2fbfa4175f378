//! A column that two sources are joined by.

use indexmap::IndexMap;

use super::Target;
use crate::ingest::{Raw, fold};
use crate::text::even;
use crate::tidy::corporate_number::{self, Found};
use crate::tidy::name;
use crate::tidy::rows::id_of;

/// How the values of a key are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tidy) enum Kind {
    /// Corporate numbers: only those whose check digit is right.
    Number,
    /// Names of organisations: legal form, width, spaces and old characters do not count.
    Name,
    /// Any other id, as text.
    Id,
}

impl Kind {
    /// By the heading of the column.
    pub fn of(heading: &str) -> Kind {
        const NAMES: [&str; 14] = [
            "団体名",
            "法人名",
            "組織名",
            "名称",
            "交付先名",
            "支出先名",
            "助成先",
            "申請者名",
            "申請団体",
            "会社名",
            "企業名",
            "施設名",
            "事業者名",
            "商号",
        ];
        const WORDS: [&str; 5] = ["name", "organisation", "organization", "recipient", "recipientorg"];
        let folded = fold(heading);
        let holds = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let code = || holds(&["番号", "コード", "identifier", "number", "code"]) || folded.ends_with("id");
        let english = || WORDS.contains(&folded.as_str()) || folded.ends_with("name") && !folded.ends_with("username");
        if holds(&["法人番号", "corporatenumber"]) {
            Kind::Number
        } else if (holds(&NAMES) || english()) && !code() {
            Kind::Name
        } else {
            Kind::Id
        }
    }
}

/// One column by which two sources are joined.
#[derive(Debug)]
pub(in crate::tidy) struct Key {
    /// How the study calls it.
    pub title: String,
    /// How values are compared.
    pub kind: Kind,
    /// Column of the own table.
    pub own: usize,
    /// Column of each target's table.
    pub theirs: usize,
    /// Targets by value; none for names.
    by_value: IndexMap<String, Vec<u32>>,
    /// Values of ids without what people leave out: signs, leading zeros, the size of letters.
    by_loose: IndexMap<String, Vec<u32>>,
}

impl Key {
    /// Indexes the targets by a column.
    pub fn new(title: &str, own: usize, theirs: usize, targets: &[Target<'_>]) -> Key {
        let kind = Kind::of(title);
        let (mut by_value, mut by_loose) = (IndexMap::new(), IndexMap::new());
        for (at, target) in targets.iter().enumerate() {
            let Some(value) = value(kind, target.table.get(target.row, theirs)) else { continue };
            if kind == Kind::Id {
                by_loose.entry(loose(&value)).or_insert_with(Vec::new).push(at as u32);
            }
            by_value.entry(value).or_insert_with(Vec::new).push(at as u32);
        }
        Key { title: title.into(), kind, own, theirs, by_value, by_loose }
    }

    /// The targets with a value.
    pub fn with(&self, value: &str) -> &[u32] {
        self.by_value.get(value).map_or(&[], Vec::as_slice)
    }

    /// The targets whose id is the same but for signs, leading zeros and the size of letters.
    pub fn like(&self, value: &str) -> &[u32] {
        self.by_loose.get(&loose(value)).map_or(&[], Vec::as_slice)
    }
}

/// The value of a number or an id; none for names, and where there is none.
pub(super) fn value(kind: Kind, cell: Raw<'_>) -> Option<String> {
    match kind {
        Kind::Number => match corporate_number::read(cell) {
            Found::Valid(number) => Some(number),
            Found::Wrong | Found::Destroyed | Found::Nothing => None,
        },
        Kind::Id => id_of(cell).filter(|_| !corporate_number::is_destroyed(cell)),
        Kind::Name => None,
    }
}

/// A corporate number that stands in a cell beside a name.
pub(super) fn number_beside(cell: Raw<'_>) -> Option<String> {
    let Raw::Text(text) = cell else { return None };
    let number = name::parts(text).number?;
    value(Kind::Number, Raw::Text(&number))
}

fn loose(id: &str) -> String {
    let kept: String = even(id).chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    let digits = kept.find(|c: char| c.is_ascii_digit()).unwrap_or(kept.len());
    let (letters, rest) = kept.split_at(digits);
    format!("{letters}{}", rest.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_a_column_holds() {
        for name in ["団体名", "助成先名称", "補助金交付先名", "Recipient Org:Name", "Organisation", "name"]
        {
            assert_eq!(Kind::of(name), Kind::Name, "{name}");
        }
        for id in ["団体ID", "団体名コード", "助成先番号", "Recipient Org:Identifier", "username", "id"] {
            assert_eq!(Kind::of(id), Kind::Id, "{id}");
        }
        assert_eq!(Kind::of("補助金交付先名及び法人番号"), Kind::Number);
    }

    #[test]
    fn ids_are_alike_but_for_zeros_signs_and_letters() {
        assert_eq!(loose("ｎ-012"), loose("N12"));
        assert_ne!(loose("N12"), loose("N120"));
    }
}
