//! The column that a study names, or what to say where a table has none of that name.

use crate::diag::{Diagnostic, nearest};
use crate::ingest::RawTable;
use crate::notation::{self, fold};
use crate::phrase;
use crate::study::Located;
use crate::study::keys::TO_CHOOSE;
use crate::text::Arg;

/// By name, by heading, then by either without regard to width, case and white space, where that is unambiguous.
pub(in crate::tidy) fn find(table: &RawTable, names: &[String], asked: &Located<String>) -> Option<usize> {
    let exact = names.iter().position(|name| *name == asked.value);
    let exact = exact.or_else(|| table.headings.iter().position(|heading| heading.text == asked.value));
    let only = |is: &dyn Fn(&str) -> bool| {
        let also = |i: usize| table.headings[i].also.iter().any(|other| is(other));
        let mut near = (0..names.len()).filter(|&i| is(&names[i]) || is(&table.headings[i].text) || also(i));
        near.next().filter(|_| near.next().is_none())
    };
    // The unit may stand elsewhere in another year's heading.
    let bare = |text: &str| fold(&notation::bare(text));
    let (wanted, short) = (fold(&asked.value), bare(&asked.value));
    exact.or_else(|| only(&|text| fold(text) == wanted)).or_else(|| only(&|text| bare(text) == short))
}

/// A column that a table does not have.
pub(in crate::tidy) fn unknown(asked: &Located<String>, table: &RawTable) -> Diagnostic {
    let list: Vec<&str> = table.headings.iter().map(|heading| heading.text.as_str()).collect();
    if asked.value == TO_CHOOSE {
        let message = phrase!("A column of {file} is still to be chosen here", file = table.file.as_ref());
        let hint = phrase!(
            "Write its heading in the place of {sign}: {list}; where it is the unit, several together are unit = [\"…\", \"…\"], and where each row stands for itself it is anonymous = true",
            sign = TO_CHOOSE,
            list = Arg::first(list, 12)
        );
        return Diagnostic::error("to-be-chosen", message).at(asked.place.clone()).hint(hint);
    }
    let message = phrase!("{file} has no column `{column}`", file = table.file.as_ref(), column = &asked.value);
    let hint = match nearest(&asked.value, list.iter().copied()) {
        Some(near) => phrase!("Is `{name}` meant? The columns are: {list}", name = near, list = list),
        None => phrase!("The columns are: {list}", list = list),
    };
    Diagnostic::error("unknown-column", message).at(asked.place.clone()).hint(hint)
}
