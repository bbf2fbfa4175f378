//! The column of those who get something, in lists of grants and contracts.

use super::glance::Glance;
use super::heading;
use crate::notation::fold;

/// Words for those who get something, as lists of grants and contracts have them.
const RECIPIENTS: [&str; 9] =
    ["交付先", "助成先", "支出先", "契約先", "補助先", "相手方", "受託者", "recipient", "grantee"];

/// What stands behind such a word where the column holds names or numbers of those, and no other thing about them.
const CALLED: [&str; 6] = ["名", "商号", "法人番号", "name", "identifier", "id"];

/// Whether a heading says who gets something.
fn gets(heading: &str) -> bool {
    let heading = fold(heading);
    let behind = |word: &str| heading.rfind(word).map(|at| &heading[at + word.len()..]);
    RECIPIENTS
        .iter()
        .filter_map(|word| behind(word))
        .any(|rest| rest.is_empty() || CALLED.iter().any(|it| rest.contains(it)))
}

/// The column of those who get something: their numbers where nearly every row has one, else the first with their names.
pub(super) fn recipient(columns: &[Glance]) -> Option<usize> {
    let is_name = |column: &Glance| gets(&column.heading) && 2 * column.numbers <= column.filled;
    let different = |column: usize| columns[column].values.len();
    // Names with addresses behind them are those of one party in several spellings; of two columns of names the one with fewer
    // names spells each of them in fewer ways.
    let names = (0..columns.len()).filter(|&at| is_name(&columns[at]) && !heading::is_address(&columns[at].heading));
    let filled = names.filter(|&at| 10 * columns[at].empty <= columns[at].filled);
    let first = columns.iter().position(|column| is_name(column) && !heading::is_address(&column.heading));
    let name = filled.filter(|&at| first.is_some_and(|first| 4 * different(at) >= different(first)));
    let name = name.min_by_key(|&at| (different(at), at)).or(first);
    let is_number = |&column: &usize| {
        let Glance { heading, empty, filled, .. } = &columns[column];
        let payer = heading.starts_with("支出元");
        heading.trim_end().ends_with("法人番号") && !gets_by_name(heading) && !payer && 10 * empty <= *filled
    };
    let number = (0..columns.len()).filter(is_number).max_by_key(|&at| (different(at), std::cmp::Reverse(at)));
    // Names are spelled in more ways than there are organisations.
    number.filter(|&at| name.is_none_or(|name| 2 * different(at) >= different(name))).or(name)
}

/// `補助金交付先名及び法人番号`: names with numbers behind them.
fn gets_by_name(heading: &str) -> bool {
    heading.contains("名及び") || heading.contains("名・")
}
