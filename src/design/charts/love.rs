use crate::exhibit::drawing::{axis, no_axis, number, row_label, zero};
use crate::exhibit::{Audience, Figure, Format, Layer, Mark, MethodFigure, ReferenceLine, Shape, Table, Tone, Value};
use crate::phrase;
use crate::text::{Phrase, num};

/// Usual limit for |SMD| (Austin 2009, Statistics in Medicine 28:3083).
const USUAL: f64 = 0.1;
/// Limit beyond which a comparison is not trusted (What Works Clearinghouse; Rubin 2001).
const OUTER: f64 = 0.25;

/// The Love plot: |SMD| of each characteristic before and after matching, from the balance table with the keys `label`,
/// `abs_smd_before` and `abs_smd_after` (and `level` for the levels of categories, `term` where the score is `distance`). `units`: those who are left, of both sides.
pub fn love(table: &Table, units: (usize, usize)) -> MethodFigure {
    let facts = BalanceCounts::of(table);
    let sides = [phrase!("Before matching"), phrase!("After matching")];
    drawn(table, units, [facts.title(), facts.alt()], sides)
}

/// The same of weights.
pub fn love_of_weights(table: &Table, units: (usize, usize)) -> MethodFigure {
    let facts = BalanceCounts::of(table);
    let sides = [phrase!("Before weighting"), phrase!("After weighting")];
    drawn(table, units, [facts.title_of_weights(), facts.alt_of_weights()], sides)
}

fn drawn(table: &Table, units: (usize, usize), said: [Phrase; 2], sides: [Phrase; 2]) -> MethodFigure {
    let ([told, alt], [before, after]) = (said, sides);
    let rules = vec![
        zero(),
        ReferenceLine { at: USUAL, label: Some(phrase!("0.1 usual limit")) },
        ReferenceLine { at: OUTER, label: Some(phrase!("0.25 outer limit")) },
    ];
    let title =
        phrase!("Difference between the two sides in standard deviations (standardised mean difference, absolute)");
    let figure = Figure {
        id: "love".into(),
        table: table.id.clone(),
        title: told,
        subtitle: Phrase::verbatim(""),
        note: phrase!("Shows only what was measured. The two sides may still differ in ways that were not measured."),
        alt,
        audience: Audience::Public,
        shape: Shape::Rows { label: "label".into() },
        x: axis(title, Format::Number(2), rules),
        y: no_axis(),
        layers: vec![layer(before, "abs_smd_before", Tone::Before), layer(after, "abs_smd_after", Tone::After)],
    };
    MethodFigure { figure, units: Some(units) }
}

fn layer(name: Phrase, key: &str, tone: Tone) -> Layer {
    Layer { mark: Mark::Point, name, x: key.into(), y: None, low: None, high: None, tone }
}

/// Counts and extremes of the characteristics, the score apart.
struct BalanceCounts {
    characteristics: usize,
    beyond: usize,
    beyond_before: usize,
    /// Label and value of the largest difference after matching.
    worst: Option<(Phrase, f64)>,
    worst_before: f64,
}

impl BalanceCounts {
    fn of(table: &Table) -> BalanceCounts {
        let rows: Vec<usize> = (0..table.rows.len()).filter(|&row| !is_score(table, row)).collect();
        let values = |key| rows.iter().filter_map(move |&row| Some((row, number(table, row, key)?.abs())));
        let after: Vec<(usize, f64)> = values("abs_smd_after").collect();
        let worst = after.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        BalanceCounts {
            characteristics: after.len(),
            beyond: after.iter().filter(|(_, smd)| *smd > USUAL).count(),
            beyond_before: values("abs_smd_before").filter(|(_, smd)| *smd > USUAL).count(),
            worst: worst.map(|(row, smd)| (row_label(table, row), smd)),
            worst_before: values("abs_smd_before").map(|(_, smd)| smd).fold(0.0, f64::max),
        }
    }

    fn title(&self) -> Phrase {
        match (self.characteristics, self.beyond) {
            (0, _) => phrase!("How similar the two sides are before and after matching"),
            (k, 0) => phrase!(
                "After matching, {k} of {k} {k?characteristic is|characteristics are} within 0.1 standard deviations",
                k = k
            ),
            (k, n) => phrase!(
                "After matching, {n} of {k} {k?characteristic|characteristics} still {n?differs|differ} by more than 0.1 standard deviations",
                n = n,
                k = k
            ),
        }
    }

    fn title_of_weights(&self) -> Phrase {
        match (self.characteristics, self.beyond) {
            (0, _) => phrase!("How similar the two sides are before and after weighting"),
            (k, 0) => phrase!(
                "After weighting, {k} of {k} {k?characteristic is|characteristics are} within 0.1 standard deviations",
                k = k
            ),
            (k, n) => phrase!(
                "After weighting, {n} of {k} {k?characteristic|characteristics} still {n?differs|differ} by more than 0.1 standard deviations",
                n = n,
                k = k
            ),
        }
    }

    fn alt_of_weights(&self) -> Phrase {
        let Some((label, smd)) = &self.worst else { return self.title_of_weights() };
        phrase!(
            "Dots for {k} {k?characteristic|characteristics}. Beyond 0.1 standard deviations: {before} before weighting, {after} after. Largest difference: {worst_before} before weighting, {worst} after ({label}).",
            k = self.characteristics,
            before = self.beyond_before,
            after = self.beyond,
            worst_before = num(self.worst_before, 2),
            worst = num(*smd, 2),
            label = label.clone()
        )
    }

    fn alt(&self) -> Phrase {
        let Some((label, smd)) = &self.worst else { return self.title() };
        phrase!(
            "Dots for {k} {k?characteristic|characteristics}. Beyond 0.1 standard deviations: {before} before matching, {after} after. Largest difference: {worst_before} before matching, {worst} after ({label}).",
            k = self.characteristics,
            before = self.beyond_before,
            after = self.beyond,
            worst_before = num(self.worst_before, 2),
            worst = num(*smd, 2),
            label = label.clone()
        )
    }
}

fn is_score(table: &Table, row: usize) -> bool {
    matches!(table.cell(row, "term").map(|cell| &cell.value), Some(Value::Text(term)) if term == "distance")
}
