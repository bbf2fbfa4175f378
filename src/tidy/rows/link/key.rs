//! A column that two sources are joined by.

use std::sync::Arc;

use crate::tidy::rows::link::kind::KeyKind;

use indexmap::IndexMap;

use super::target::Target;
use crate::ingest::{Raw, RawTable};
use crate::names;
use crate::names::corporate_number::CorporateNumberCell;
use crate::text::even;
use crate::tidy::rows::ids::{corporate_number, id_of, is_destroyed};
use crate::tidy::rows::register::OneId;

/// One column by which two sources are joined.
#[derive(Debug)]
pub(in crate::tidy) struct LinkKey {
    /// How the study calls it.
    pub title: String,
    /// How values are compared.
    pub kind: KeyKind,
    /// Column of the own table.
    pub own: usize,
    /// Column of each target's table.
    pub theirs: usize,
    /// Targets by value; none for names.
    by_value: IndexMap<String, Vec<u32>>,
    /// Values of ids without what people leave out: signs, leading zeros, the size of letters.
    by_loose: IndexMap<String, Vec<u32>>,
    /// What ids that are written in several ways count as.
    ids: Arc<OneId>,
}

impl LinkKey {
    /// Indexes the targets by a column.
    pub fn new(title: &str, own: usize, theirs: usize, targets: &[Target<'_>], ids: Arc<OneId>) -> LinkKey {
        let (by_value, by_loose) = (IndexMap::new(), IndexMap::new());
        let mut key = LinkKey { title: title.into(), kind: KeyKind::of(title), own, theirs, by_value, by_loose, ids };
        for (at, target) in targets.iter().enumerate() {
            let Some(value) = key.value_at(target.table, target.row, theirs) else { continue };
            if key.kind == KeyKind::Id {
                key.by_loose.entry(loose(&value)).or_default().push(at as u32);
            }
            key.by_value.entry(value).or_default().push(at as u32);
        }
        key
    }

    /// The value in a row of a table, as people see it there.
    pub fn value_at(&self, table: &RawTable, row: usize, column: usize) -> Option<String> {
        let shown = if self.kind == KeyKind::Id { table.id_as_shown(row, column) } else { None };
        shown.map(|id| self.ids.one(id)).or_else(|| self.value(table.get(row, column)))
    }

    /// The value of a number or an id; none for names, and where there is none.
    pub fn value(&self, cell: Raw<'_>) -> Option<String> {
        match self.kind {
            KeyKind::Number => number(cell),
            KeyKind::Id => id_of(cell).filter(|_| !is_destroyed(cell)).map(|id| self.ids.one(id)),
            KeyKind::Name => None,
        }
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

/// A corporate number.
fn number(cell: Raw<'_>) -> Option<String> {
    match corporate_number(cell) {
        CorporateNumberCell::Valid(number) => Some(number),
        CorporateNumberCell::Wrong | CorporateNumberCell::Destroyed | CorporateNumberCell::Nothing => None,
    }
}

/// A corporate number that stands in a cell beside a name.
pub(super) fn number_beside(cell: Raw<'_>) -> Option<String> {
    let Raw::Text(text) = cell else { return None };
    number(Raw::Text(&names::parts(text).number?))
}

/// An id without what people write differently: the size of letters, signs, and zeros before a run of digits.
pub(in crate::tidy) fn loose(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let (mut in_digits, mut zeros) = (false, false);
    for c in even(id).chars().flat_map(char::to_lowercase) {
        let digit = c.is_ascii_digit();
        if zeros && !digit {
            out.push('0');
        }
        zeros = digit && c == '0' && (!in_digits || zeros);
        if c.is_alphanumeric() && !zeros {
            out.push(c);
        }
        in_digits = digit;
    }
    if zeros {
        out.push('0');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_a_column_holds() {
        for name in ["団体名", "助成先名称", "補助金交付先名", "Recipient Org:Name", "Organisation", "name"]
        {
            assert_eq!(KeyKind::of(name), KeyKind::Name, "{name}");
        }
        for id in ["団体ID", "団体名コード", "助成先番号", "Recipient Org:Identifier", "username", "id"] {
            assert_eq!(KeyKind::of(id), KeyKind::Id, "{id}");
        }
        assert_eq!(KeyKind::of("補助金交付先名及び法人番号"), KeyKind::Number);
    }

    #[test]
    fn ids_are_alike_but_for_zeros_signs_and_letters() {
        assert_eq!(loose("ｎ-012"), loose("N12"));
        assert_ne!(loose("N12"), loose("N120"));
        for (a, b) in [
            ("001", "1"),
            ("A-1", "a1"),
            ("001/1", "1-1"),
            ("2021-001", "2021-1"),
            ("00", "0"),
            ("13-3458820", "133458820"),
        ] {
            assert_eq!(loose(a), loose(b), "{a} {b}");
        }
        for (a, b) in [("1", "10"), ("A1", "B1"), ("100", "1"), ("A0", "A")] {
            assert_ne!(loose(a), loose(b), "{a} {b}");
        }
    }
}
