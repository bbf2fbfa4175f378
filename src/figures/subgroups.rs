use crate::exhibit::drawing::{axis, no_axis, number, said, zero};
use crate::exhibit::{Audience, Cell, Figure, Format, Shape, Table, Value};
use crate::phrase;
use crate::text::Phrase;

use super::forest::{counts, interval};
use super::{Basis, id, precision, suffix, with_unit};

/// Rows that a figure shows at the most.
const MOST: usize = 30;

/// Forests of the subgroups of a question, one for each outcome, since outcomes differ in their units: from the table
/// `<question>/subgroups` with `outcome`, `label` (of the outcome), `unit`, `subgroup`, `level`, `n_treated`, `n_comparison`,
/// `estimate`, `low`, `high`. Rows of an outcome, and of a subgroup in it, follow each other. The first figure is
/// `<question>-subgroups`, the next `<question>-subgroups-2`. Rows beyond the thirtieth are left to the table, and so is an
/// outcome of which no estimate is shown.
pub fn subgroup_forest(question: &str, table: &Table, level: f64, basis: &Basis) -> Vec<Figure> {
    let own = id(question, &table.id.name());
    let figure = |(i, rows): (usize, Vec<usize>)| Figure {
        id: format!("{own}{}", suffix(i)),
        ..of_outcome(table, &rows, level, basis)
    };
    by_outcome(table).into_iter().filter(|rows| !known(table, rows).is_empty()).enumerate().map(figure).collect()
}

/// The rows of each outcome, in the order of the table.
fn by_outcome(table: &Table) -> Vec<Vec<usize>> {
    let mut outcomes: Vec<(&Value, Vec<usize>)> = Vec::new();
    for row in 0..table.rows.len() {
        let Some(cell) = table.cell(row, "outcome") else { continue };
        match outcomes.iter_mut().find(|(outcome, _)| **outcome == cell.value) {
            Some((_, rows)) => rows.push(row),
            None => outcomes.push((&cell.value, vec![row])),
        }
    }
    outcomes.into_iter().map(|(_, rows)| rows).collect()
}

fn of_outcome(table: &Table, rows: &[usize], level: f64, basis: &Basis) -> Figure {
    let shown = &rows[..rows.len().min(MOST)];
    let half = |&row: &usize| Some((number(table, row, "high")? - number(table, row, "low")?) / 2.0);
    let format = Format::Number(precision(shown.iter().filter_map(half)));
    let label = said(table, rows[0], "label");
    Figure {
        id: String::new(),
        table: table.id.clone(),
        title: title(table, shown, label.clone()),
        subtitle: Basis { treated: 0, ..basis.clone() }.subtitle(),
        note: note(rows.len() - shown.len()),
        alt: alt(table, shown, label.clone()),
        audience: Audience::Public,
        shape: Shape::Forest {
            label: "level".into(),
            group: Some("subgroup".into()),
            columns: counts(table),
            rows: shown.iter().map(|&row| row as u32).collect(),
        },
        x: axis(phrase!("Estimate: {label}", label = with_unit(table, rows[0], label)), format, vec![zero()]),
        y: no_axis(),
        layers: vec![interval(level)],
    }
}

fn note(cut: usize) -> Phrase {
    let reading = phrase!(
        "Whether groups differ from each other is judged by the test of interaction in the table, not by which intervals cross zero. The more groups are looked at, the more differ by chance."
    );
    match cut {
        0 => reading,
        n => phrase!("{reading} {n} further {n?row is|rows are} in the table only.", reading = reading, n = n),
    }
}

/// Rows with an estimate and both ends.
fn known(table: &Table, rows: &[usize]) -> Vec<usize> {
    let all = |row: &&usize| ["estimate", "low", "high"].iter().all(|key| number(table, **row, key).is_some());
    rows.iter().filter(all).copied().collect()
}

fn title(table: &Table, rows: &[usize], label: Phrase) -> Phrase {
    let known = known(table, rows);
    let one_sided = |row: &&usize| {
        number(table, **row, "low").is_some_and(|low| low > 0.0)
            || number(table, **row, "high").is_some_and(|high| high < 0.0)
    };
    match (known.iter().filter(one_sided).count(), known.len()) {
        (_, 0) => phrase!("{label}, group by group", label = label),
        (0, k) => {
            phrase!("{label}: the interval holds zero in {k?the only group|each of the groups}", label = label, k = k)
        }
        (n, k) if n == k => phrase!(
            "{label}: the interval lies on one side of zero in {k?the only group|each of the groups}",
            label = label,
            k = k
        ),
        (n, k) => {
            phrase!("{label}: in {n} of {k} groups the interval lies on one side of zero", label = label, n = n, k = k)
        }
    }
}

/// Group and level.
fn name(table: &Table, row: usize) -> Phrase {
    phrase!("{label}: {level}", label = said(table, row, "subgroup"), level = said(table, row, "level"))
}

fn alt(table: &Table, rows: &[usize], label: Phrase) -> Phrase {
    let names: Vec<Phrase> = known(table, rows).into_iter().map(|row| name(table, row)).collect();
    let hidden = |row: &&usize| table.cell(**row, "estimate").is_some_and(|cell: &Cell| cell.value == Value::Withheld);
    let hidden: Vec<Phrase> = rows.iter().filter(hidden).map(|&row| name(table, row)).collect();
    let shown = phrase!("Dots with intervals for {label} in groups: {groups}.", label = label, groups = names);
    if hidden.is_empty() { shown } else { phrase!("{shown} Not shown: {groups}.", shown = shown, groups = hidden) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Kind;
    use crate::exhibit::Column;
    use crate::text::Lang;

    fn subgroups(levels: usize) -> Table {
        let text = |key| Column::new(key, Phrase::verbatim(key), Format::Text);
        let number = |key| Column::new(key, Phrase::verbatim(key), Format::Number(1));
        let mut columns: Vec<Column> = ["outcome", "label", "subgroup", "level"].map(text).into();
        columns.extend(["n_treated", "n_comparison", "estimate", "low", "high"].map(number));
        let mut table = Table::new("q/subgroups", Phrase::verbatim("t"), columns);
        for outcome in ["a", "b"] {
            for level in 0..levels {
                let withheld = || Cell { value: Value::Withheld, ..Cell::statistic(0.0) };
                let numbers = match level {
                    1 => [withheld(), withheld(), withheld()],
                    _ => [1.0, 0.5 - level as f64, 1.5].map(Cell::statistic),
                };
                let mut row = vec![Cell::text(outcome), Cell::text(outcome), Cell::text("staff")];
                row.extend([Cell::text(format!("level {level}")), Cell::count_here(20), Cell::count_here(30)]);
                row.extend(numbers);
                table.push(row);
            }
        }
        table
    }

    fn figures(levels: usize) -> Vec<Figure> {
        let basis = Basis { treated: 9, comparison: 9, method: Phrase::verbatim("m"), kind: Kind::Matched };
        subgroup_forest("q", &subgroups(levels), 0.95, &basis)
    }

    #[test]
    fn each_outcome_has_its_own_forest() {
        let found = figures(3);
        assert_eq!(found.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["q-subgroups", "q-subgroups-2"]);
        let Shape::Forest { rows, columns, .. } = &found[1].shape else { panic!() };
        assert_eq!((rows.as_slice(), columns.len()), ([3, 4, 5].as_slice(), 2));
        assert_eq!(found[0].title.render(Lang::En), "a: in 1 of 2 groups the interval lies on one side of zero");
        assert!(found[0].alt.render(Lang::En).ends_with("Not shown: staff: level 1."));
    }

    #[test]
    fn what_is_cut_is_said() {
        let found = figures(33);
        let Shape::Forest { rows, .. } = &found[0].shape else { panic!() };
        assert_eq!(rows.len(), MOST);
        assert!(found[0].note.render(Lang::En).ends_with("3 further rows are in the table only."));
        assert!(!figures(30)[0].note.render(Lang::En).contains("further"));
    }
}
