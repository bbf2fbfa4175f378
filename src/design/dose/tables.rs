//! How much units received, and how closely that goes with their characteristics before and after weighting.

use crate::design::Ask;
use crate::design::model_matrix::all_levels;
use crate::exhibit::drawing::{axis, no_axis, number, zero};
use crate::exhibit::{
    Audience, Cell, Column, Figure, Format, Layer, Mark, MethodFigure, ReferenceLine, Relation, Shape, Table, TableId,
    TableRole, Tone,
};
use crate::math::largest::Largest;
use crate::math::sums::{effective_size, mean, sum, weighted_mean};
use crate::panel::VariableColumn;
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for, num};

/// Up to so much a characteristic counts as not going with the dose (Zhu, Coffman & Ghosh 2015).
const SMALL: f64 = 0.1;

/// What tables are made of.
pub struct Tables<'a> {
    pub ask: &'a Ask,
    pub column: &'a VariableColumn,
    pub dose: &'a [f64],
    pub weight: &'a [f64],
}

impl Tables<'_> {
    /// Units that received none, and those that received some, with the mean dose: for those who hold the data.
    pub fn doses(&self) -> Table {
        let some: Vec<f64> = self.dose.iter().copied().filter(|dose| *dose > 0.0).collect();
        let format = Format::Number(decimals_for(mean(self.dose)) as u8);
        let columns = vec![
            Column::new("received", phrase!("Received"), Format::Text),
            Column::new("n", phrase!("Units"), Format::Count),
            Column::new("mean", phrase!("Mean dose"), format),
        ];
        let title = match self.column.unit.is_empty() {
            true => phrase!("How much units received: {dose}", dose = &self.column.label),
            false => {
                phrase!("How much units received: {dose} ({unit})", dose = &self.column.label, unit = &self.column.unit)
            }
        };
        let role = TableRole::Estimate("doses".into());
        let table = Table::new(TableId::of(&self.ask.question, role), title, columns);
        let mut table = Table { audience: Audience::Internal, ..table };
        let of = |values: &[f64]| Cell::magnitude(mean(values), values.len()).of_total(Largest::of(values.to_vec()));
        let none = self.dose.len() - some.len();
        if none > 0 {
            table.push(vec![Cell::phrase(phrase!("None")), Cell::count_here(none), Cell::empty()]);
            table.push(vec![Cell::phrase(phrase!("Some")), Cell::count_here(some.len()), of(&some)]);
            table.relations.push(Relation { total: (2, 1), parts: vec![(0, 1), (1, 1)] });
        }
        table.push(vec![Cell::phrase(phrase!("All")), Cell::count_here(self.dose.len()), of(self.dose)]);
        table
    }

    /// What the weights leave of the number of units.
    pub fn effective(&self) -> Phrase {
        let (n, effective) = (self.dose.len(), effective_size(self.weight));
        phrase!(
            "Weighted by the generalised propensity score, {n} units are as informative as {effective} of equal weight",
            n = Arg::units(n),
            effective = num(effective, 0)
        )
    }

    /// The correlation of the dose with each characteristic, before and after weighting.
    pub fn balance(&self, dose: &[f64], covariates: &[VariableColumn]) -> (MethodFigure, Table) {
        let columns = vec![
            Column::of_keys("term"),
            Column::new("label", phrase!("Variable"), Format::Text),
            Column::new("level", phrase!("Level"), Format::Text),
            Column::new("r_before", phrase!("Correlation with the dose, before"), Format::Number(3)),
            Column::new("r_after", phrase!("Correlation with the dose, after"), Format::Number(3)),
        ];
        let role = TableRole::Estimate("dose-balance".into());
        let title = phrase!("How closely the dose goes with characteristics, before and after weighting");
        let mut table = Table::new(TableId::of(&self.ask.question, role), title, columns);
        let ones = vec![1.0; dose.len()];
        for term in all_levels(covariates) {
            let r = |weight: &[f64]| Cell::statistic(correlation(dose, &term.values, weight)).with_n(dose.len());
            table.push(vec![
                Cell::text(term.key.as_str()),
                Cell::words(&term.label),
                term.level.as_deref().map_or_else(Cell::empty, Cell::text),
                r(&ones),
                r(self.weight),
            ]);
        }
        table.notes.push(phrase!(
            "Pearson's correlation, weighted after; of the logarithm of the dose where that is modelled. Up to {limit} counts as small",
            limit = Arg::rule(num(SMALL, 1))
        ));
        (figure(&table), table)
    }
}

/// Whatever still goes with the dose.
pub fn left(table: &Table) -> Option<Phrase> {
    let size = |row: usize| number(table, row, "r_after").map(f64::abs);
    let rows = (0..table.rows.len()).filter_map(|row| Some((row, size(row)?)));
    let (row, r) = rows.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let label = crate::exhibit::drawing::row_label(table, row);
    Some(match r <= SMALL {
        true => phrase!(
            "After weighting no characteristic goes with the dose by more than a correlation of {r}",
            r = num(r, 2)
        ),
        false => phrase!(
            "Weighting did not suffice: {variable} still goes with the dose (correlation {r}), and what is found may be due to it",
            variable = label,
            r = num(r, 2)
        ),
    })
}

/// Σw(x − x̄)(t − t̄)/√(Σw(x − x̄)² Σw(t − t̄)²), means weighted.
fn correlation(dose: &[f64], values: &[f64], weight: &[f64]) -> f64 {
    let (t, x) = (weighted_mean(dose, weight), weighted_mean(values, weight));
    let of = |a: &dyn Fn(usize) -> f64, b: &dyn Fn(usize) -> f64| sum((0..dose.len()).map(|i| weight[i] * a(i) * b(i)));
    let (by_dose, by_value) = (|i: usize| dose[i] - t, |i: usize| values[i] - x);
    of(&by_dose, &by_value) / (of(&by_dose, &by_dose) * of(&by_value, &by_value)).sqrt()
}

fn figure(table: &Table) -> MethodFigure {
    let layer = |name: Phrase, x: &str, tone: Tone| Layer {
        mark: Mark::Point,
        name,
        x: x.into(),
        y: None,
        low: None,
        high: None,
        tone,
    };
    let line = |at: f64| ReferenceLine { at, label: None };
    let title = left(table).unwrap_or_else(|| table.title.clone());
    let figure = Figure {
        id: "dose-balance".into(),
        table: table.id.clone(),
        title: title.clone(),
        subtitle: Phrase::verbatim(""),
        note: phrase!("Shows what was measured only: the dose may go with what was not."),
        alt: phrase!(
            "Dots at the correlation of the dose with each characteristic, before and after weighting. {title}",
            title = title
        ),
        audience: Audience::Public,
        shape: Shape::Rows { label: "label".into() },
        x: axis(phrase!("Correlation with the dose"), Format::Number(2), vec![line(-SMALL), zero(), line(SMALL)]),
        y: no_axis(),
        layers: vec![
            layer(phrase!("Before weighting"), "r_before", Tone::Before),
            layer(phrase!("After weighting"), "r_after", Tone::After),
        ],
    };
    MethodFigure { figure, units: None }
}
