//! Parts add up to the whole: numbers of subgroups and groups are linked to those of the question.

use crate::exhibit::{Link, Table, TableId, TableRole, Value};
use crate::findings::Bundle;
use crate::text::CellRef;

use super::known::{Known, cell};

/// Counts of a table of cases that add up over parts.
const CASES: [&str; 5] = ["treated", "comparison", "higher", "equal", "lower"];
/// Counts of a flow that add up over parts, and of what was lost there.
const FLOW: [&str; 3] = ["remaining", "treated", "comparison"];

/// Links between the tables of a question and those of its parts, where the numbers add up. `parts` are the names under which
/// the question was asked of each part (`01-P0.volunteers`), in the order of the table `<question>/groups`.
pub fn of_groups(bundle: &Bundle, question: &str, parts: &[String]) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let mut links = Vec::new();
    for (role, keys) in [(TableRole::Cases, &CASES[..]), (TableRole::Flow, &FLOW[..])] {
        let whole = TableId::of(question, role.clone());
        let height = known.height(&whole);
        for (row, key) in (0..height).flat_map(|row| keys.iter().map(move |key| (row, *key))) {
            let part = |part: &String| same_row(&known, &whole, row, &TableId::of(part, role.clone()), key);
            let parts: Option<Vec<CellRef>> = parts.iter().map(part).collect();
            links.extend(parts.map(|parts| Link { total: cell(&whole, row, key), parts }));
        }
    }
    links.retain(|link| known.holds(link));
    links
}

/// Links between the cases of a question and its subgroups, where the numbers add up.
pub fn of_subgroups(bundle: &Bundle, question: &str) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let [id, cases] = [TableRole::Subgroups, TableRole::Cases].map(|role| TableId::of(question, role));
    let Some(table) = known.table(&id) else { return Vec::new() };
    let text = |row: usize, key| table.cell(row, key).map(|cell| format!("{:?}", cell.value)).unwrap_or_default();
    let mut rows: Vec<(String, String, Vec<usize>)> = Vec::new();
    for row in 0..table.rows.len() {
        let (outcome, by) = (text(row, "outcome"), text(row, "subgroup"));
        match rows.last_mut().filter(|(last, of, _)| *last == outcome && *of == by) {
            Some((_, _, own)) => own.push(row),
            None => rows.push((outcome, by, vec![row])),
        }
    }
    let mut outcomes: Vec<&str> = rows.iter().map(|(outcome, _, _)| outcome.as_str()).collect();
    outcomes.dedup();
    let of = |(outcome, _, own): &(String, String, Vec<usize>)| {
        let at = outcomes.iter().position(|other| other == outcome).unwrap_or_default();
        [("treated", "n_treated"), ("comparison", "n_comparison")].map(|(whole, key)| Link {
            total: cell(&cases, at, whole),
            parts: own.iter().map(|&row| cell(&id, row, key)).collect(),
        })
    };
    let mut links: Vec<Link> = rows.iter().flat_map(of).collect();
    links.retain(|link| known.holds(link));
    links
}

/// The cell of another table in the row of the same name.
fn same_row(known: &Known<'_>, whole: &str, row: usize, part: &str, key: &str) -> Option<CellRef> {
    let name = |table: &Table, row: usize| table.rows[row].first().map(|cell| cell.value.clone());
    let wanted = name(known.table(whole)?, row).filter(|value| *value != Value::Empty)?;
    let table = known.table(part)?;
    let row = (0..table.rows.len()).find(|&row| name(table, row).as_ref() == Some(&wanted))?;
    Some(cell(part, row, key))
}
