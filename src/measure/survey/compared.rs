//! Whether groups answer alike.

use ndarray::Array2;

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::survey::{CellsFrom, Design, corrected_v, kish, kruskal, pearson_table, rao_scott};
use crate::phrase;
use crate::text::Phrase;

use super::Survey;
use super::make::Surveyed;
use super::questions::called;
use super::sample::{Sample, answers};

/// Whether groups answer alike, and how weights and clusters tell on what is known: for those who hold the data.
pub(super) fn tests(surveyed: &Surveyed<'_>) -> Option<Table> {
    let columns = vec![
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("by", phrase!("About what"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("value", phrase!("Value"), Format::Number(3)),
        Column::new("df", phrase!("Degrees of freedom"), Format::Number(1)),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{}-tests", surveyed.name));
    let mut table = Table::new(id, phrase!("Whether groups answer alike ({name})", name = surveyed.name), columns);
    let mut push = |question: Phrase, by: Phrase, what: Phrase, n: usize, value: f64, df: f64, p: f64| {
        let mut row = vec![Cell::phrase(question), Cell::phrase(by), Cell::phrase(what), Cell::statistic(n as f64)];
        row.extend([value, df, p].map(Cell::statistic));
        table.push(row);
    };
    for sample in &surveyed.samples {
        for name in &surveyed.measure.of {
            for by in &surveyed.measure.by {
                for (what, n, value, df, p) in compared(surveyed.measure, sample, name, by) {
                    let title = called(sample.panel, name, sample, surveyed.samples.len() > 1);
                    push(title, called(sample.panel, by, sample, false), what, n, value, df, p);
                }
            }
        }
        if let Some(design) = sample.used() {
            let (n, effect) = (design.weight.len(), kish(&design.weight));
            let period = period_label(sample);
            let none = || Phrase::verbatim("");
            push(period.clone(), none(), phrase!("design effect of the weights (Kish)"), n, effect, f64::NAN, f64::NAN);
            push(
                period,
                none(),
                phrase!("as many answers as would be as sure (Kish)"),
                n,
                n as f64 / effect,
                f64::NAN,
                f64::NAN,
            );
        }
    }
    table.notes = vec![phrase!(
        "Pearson's χ² where answers count alike; with weights, strata or clusters Rao and Scott's second-order correction (F). Cramér's V is corrected for what chance gives (Bergsma): 0 no association, 1 the strongest. Several questions: some differ by chance"
    )];
    // With the margins these tell single counts.
    table.audience = Audience::Internal;
    (!table.rows.is_empty()).then_some(table)
}

fn period_label(sample: &Sample<'_>) -> Phrase {
    match &sample.period {
        Some(period) => Phrase::verbatim(sample.panel.period_label(period).to_string()),
        None => phrase!("all in one"),
    }
}

type Compared = (Phrase, usize, f64, f64, f64);

fn compared(measure: &Survey, sample: &Sample<'_>, name: &str, by: &str) -> Vec<Compared> {
    let at = sample.period.as_deref();
    let (Some(answers), Some(groups)) = (answers(sample.panel, name, at), answers(sample.panel, by, at)) else {
        return Vec::new();
    };
    let both = |unit: &u32| Some((answers.of[*unit as usize]?, groups.of[*unit as usize]?));
    let known: Vec<(usize, (u32, u32))> =
        sample.units.iter().enumerate().filter_map(|(row, unit)| Some((row, both(unit)?))).collect();
    let n = known.len();
    let mut counts = Array2::zeros((answers.words.len(), groups.words.len()));
    known.iter().for_each(|(_, (answer, group))| counts[[*answer as usize, *group as usize]] += 1.0);
    let mut told: Vec<Compared> = Vec::new();
    match sample.used().filter(|_| measure.is_designed()) {
        None => {
            told.extend(pearson_table(&counts).map(|chi| {
                (phrase!("same answers in all groups (Pearson's χ²)"), n, chi.value, f64::from(chi.df), chi.p)
            }))
        }
        Some(design) => {
            let rows: Vec<usize> = known.iter().map(|(row, _)| *row).collect();
            let pick = |values: &[f64]| rows.iter().map(|&row| values[row]).collect::<Vec<f64>>();
            let code = |values: &[u32]| rows.iter().map(|&row| values[row]).collect::<Vec<u32>>();
            let own = Design {
                weight: pick(&design.weight),
                stratum: code(&design.stratum),
                cluster: code(&design.cluster),
                population: pick(&design.population),
            };
            let (a, b): (Vec<u32>, Vec<u32>) = known.iter().map(|(_, both)| *both).unzip();
            told.extend(
                rao_scott(&own, &a, &b, CellsFrom::Observed)
                    .map(|it| (phrase!("same answers in all groups (Rao–Scott F)"), n, it.f, it.df1, it.p)),
            );
        }
    }
    told.extend(
        corrected_v(&counts)
            .map(|v| (phrase!("strength of association (Cramér's V, corrected)"), n, v, f64::NAN, f64::NAN)),
    );
    if answers.ordered && !measure.is_designed() {
        let values: Vec<f64> = known.iter().map(|(_, (answer, _))| f64::from(*answer)).collect();
        let group: Vec<u32> = known.iter().map(|(_, (_, group))| *group).collect();
        if let Some((h, epsilon)) = kruskal(&values, &group) {
            told.push((phrase!("same ranks in all groups (Kruskal–Wallis)"), n, h.value, f64::from(h.df), h.p));
            told.push((phrase!("share of the spread of ranks between groups (ε²)"), n, epsilon, f64::NAN, f64::NAN));
        }
    }
    told
}
