use crate::design::Kind;
use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableId, TableRole};
use crate::phrase;
use crate::text::Words;

/// The cases of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Id of the finding.
    pub finding: String,
    /// How outputs call the outcome.
    pub label: Words,
    /// Those who took part (or pairs before and after), and those they are compared with.
    pub n: (usize, usize),
    /// Higher, equal, lower, where units are paired with themselves.
    pub signs: Option<(usize, usize, usize)>,
    /// Of a yes/no outcome: how many of each side said yes.
    pub yes: Option<(usize, usize)>,
}

/// The table `<question>/cases`: `label`, `treated`, `comparison`, `higher`, `equal`, `lower`, and where an outcome is yes/no
/// `share_treated` and `share_comparison`; one row for each outcome, in order. Where there are signs, the cases are their sum.
pub fn cases_table(question: &str, rows: &[CaseRow], kind: Kind) -> Table {
    let [treated, comparison] = kind.sides();
    let count = |key, title| Column::new(key, title, Format::Count);
    let mut columns = vec![
        Column::new("label", phrase!("Outcome"), Format::Text),
        count("treated", treated),
        count("comparison", comparison),
        count("higher", phrase!("Rose")),
        count("equal", phrase!("Stayed the same")),
        count("lower", phrase!("Fell")),
    ];
    let shares = rows.iter().any(|row| row.yes.is_some());
    if shares {
        let share = |key, title| Column::new(key, title, Format::Percent(1));
        columns.push(share("share_treated", phrase!("Yes, of those who took part or answered after")));
        columns.push(share("share_comparison", phrase!("Yes, of the others")));
    }
    let mut table = Table::new(TableId::of(question, TableRole::Cases), phrase!("Cases behind each answer"), columns);
    for (at, row) in rows.iter().enumerate() {
        let mut cells = cells(row);
        cells.extend(shares.then(|| yes(row)).into_iter().flatten());
        table.push(cells);
        if row.signs.is_some_and(|(higher, equal, lower)| higher + equal + lower == row.n.0) {
            table.relations.push(Relation { total: (at, 1), parts: vec![(at, 3), (at, 4), (at, 5)] });
        }
    }
    table
}

fn cells(row: &CaseRow) -> Vec<Cell> {
    let count = |n: usize, part: AnswerPart| Cell::count(n, part.of(&row.finding));
    let signs = row.signs.map(|(higher, equal, lower)| {
        [count(higher, AnswerPart::Rose), count(equal, AnswerPart::Stayed), count(lower, AnswerPart::Fell)]
    });
    let comparison = if row.n.1 == 0 { Cell::empty() } else { count(row.n.1, AnswerPart::Comparison) };
    let mut cells = vec![Cell::words(&row.label), count(row.n.0, AnswerPart::Treated), comparison];
    cells.extend(signs.unwrap_or_else(|| [Cell::empty(), Cell::empty(), Cell::empty()]));
    cells
}

fn yes(row: &CaseRow) -> [Cell; 2] {
    let Some((treated, comparison)) = row.yes else { return [Cell::empty(), Cell::empty()] };
    let share = |yes: usize, n: usize, part: AnswerPart| {
        Cell::magnitude(yes as f64 / n as f64, n).with_contributors(yes).quantity(part.of(&row.finding))
    };
    [share(treated, row.n.0, AnswerPart::YesTreated), share(comparison, row.n.1, AnswerPart::YesComparison)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_the_sum_of_signs_and_shares_say_of_how_many_they_are() {
        let row =
            CaseRow { finding: "q/y".into(), label: Words::plain("y"), n: (26, 0), signs: Some((20, 4, 2)), yes: None };
        let two = CaseRow { finding: "q/z".into(), n: (40, 38), signs: None, yes: Some((10, 19)), ..row.clone() };
        let table = cases_table("q", &[row, two], Kind::Matched);
        assert_eq!(table.relations, [Relation { total: (0, 1), parts: vec![(0, 3), (0, 4), (0, 5)] }]);
        let share = table.cell(1, "share_comparison").unwrap();
        assert_eq!((share.number(), share.n, share.contributors), (Some(0.5), Some(38), Some(19)));
    }
}
