//! The card as tables: what each standard says of each finding, and how alike the groups were before.

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableId, TableRole};
use crate::findings::{Finding, Standing};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, num};

use super::equivalence::{Band, Covariate, LEAST_CORRELATION};

/// How alike the groups were that one or several outcomes were analysed on.
pub struct Equivalence {
    /// The outcome; absent for all whose units are those of the comparison.
    pub outcome: Option<Words>,
    /// Covariates among those analysed.
    pub covariates: Vec<Covariate>,
}

/// `<question>/evidence`: one row for each finding and standard.
pub fn evidence_table(question: &str, findings: &[&Finding]) -> Table {
    let words = |key, title| Column::new(key, title, Format::Text);
    let columns = vec![
        words("outcome", phrase!("Outcome")),
        words("standard", phrase!("Standard")),
        Column::new("level", phrase!("Level reached"), Format::Count),
        Column::new("of", phrase!("Highest level"), Format::Count),
        words("verdict", phrase!("What it says")),
        words("rule", phrase!("Rule that decided")),
        words("next", phrase!("Cheapest next step")),
    ];
    let mut table = Table::new(TableId::of(question, TableRole::Evidence), phrase!("Evidence card"), columns);
    for finding in findings {
        finding.standings.iter().for_each(|standing| table.push(row(finding, standing)));
    }
    table.notes = vec![
        phrase!(
            "A level says what data of this kind can show; whether the change was good, and how sure, is said by the verdict"
        ),
        phrase!(
            "The rules are those that a program can apply; they do not replace a review by the organisations that keep the standards"
        ),
    ];
    table
}

fn row(finding: &Finding, standing: &Standing) -> Vec<Cell> {
    vec![
        Cell::words(&finding.label),
        Cell::phrase(standing.title.clone()),
        step(standing.level),
        step(standing.of),
        Cell::phrase(standing.verdict.clone()),
        Cell::phrase(standing.rule.clone()),
        standing.next.clone().map_or_else(Cell::empty, Cell::phrase),
    ]
}

/// A step of a scale: a number that counts nobody.
fn step(level: Option<u8>) -> Cell {
    level.map_or_else(Cell::empty, |level| Cell::scale(f64::from(level)))
}

/// `<question>/equivalence`: one row for each covariate, by the units analysed.
pub fn equivalence_table(question: &str, parts: &[Equivalence]) -> Table {
    let words = |key, title| Column::new(key, title, Format::Text);
    let number = |key, title| Column::new(key, title, Format::Number(3));
    let columns = vec![
        words("outcome", phrase!("Outcome")),
        Column::of_keys("term"),
        words("label", phrase!("Variable")),
        words("level", phrase!("Level")),
        internal("n_treated", phrase!("Treated")),
        internal("n_comparison", phrase!("Comparison")),
        number("mean_treated", phrase!("Mean, treated")),
        number("mean_comparison", phrase!("Mean, comparison")),
        number("sd_treated", phrase!("SD, treated")),
        number("sd_comparison", phrase!("SD, comparison")),
        words("measure", phrase!("Measure")),
        number("size", phrase!("Standardised difference")),
        words("category", phrase!("Category")),
        words("adjusted", phrase!("Adjusted for")),
        words("asked", phrase!("Asked for by the standard")),
        words("satisfied", phrase!("Satisfied")),
    ];
    let title = phrase!("How alike the groups were before, among those analysed");
    let mut table = Table::new(TableId::of(question, TableRole::Equivalence), title, columns);
    for part in parts {
        let outcome = match &part.outcome {
            Some(label) => Cell::words(label),
            None if parts.len() == 1 => Cell::phrase(phrase!("all outcomes")),
            None => Cell::phrase(phrase!("all others")),
        };
        part.covariates.iter().for_each(|it| table.push(covariate(outcome.clone(), it)));
    }
    table.notes = notes();
    table
}

/// Counts that the public finds in the flow, where what is hidden there stays hidden.
fn internal(key: &str, title: Phrase) -> Column {
    Column { audience: Audience::Internal, ..Column::new(key, title, Format::Count) }
}

fn notes() -> Vec<Phrase> {
    vec![
        phrase!(
            "Hedges' g: difference of the means over the standard deviation of both groups, times 1 − 3/(4N − 9); yes/no variables and levels: Cox index, difference of the log odds over 1.65"
        ),
        phrase!(
            "Categories of the What Works Clearinghouse: up to 0.05 alike; up to 0.25 satisfied where the estimate adjusts for the variable; above 0.25 not satisfied. Of those that the standard asks for the worst decides"
        ),
        phrase!(
            "The standard asks for the outcome itself, as it was before, and for the characteristics that the study names; where it knows neither, for all that the groups were compared on (as understood here)"
        ),
        phrase!(
            "A comparison of changes counts as an adjustment for the state before where before and after correlate by {least} or more within the groups (as understood here)",
            least = Arg::rule(num(LEAST_CORRELATION, 1))
        ),
        phrase!(
            "Means and standard deviations are weighted as the design weights the units; units are counted without weights"
        ),
    ]
}

fn covariate(outcome: Cell, it: &Covariate) -> Vec<Cell> {
    let both = it.n.0 + it.n.1;
    vec![
        outcome,
        Cell::text(it.term.as_str()),
        Cell::words(&it.label),
        it.level.as_deref().map_or_else(Cell::empty, Cell::text),
        Cell::count_here(it.n.0),
        Cell::count_here(it.n.1),
        mean(it.mean.0, it.sd.0, it.n.0, it).of_total(it.largest.0),
        mean(it.mean.1, it.sd.1, it.n.1, it).of_total(it.largest.1),
        sd(it.sd.0, it.n.0, it).of_squares(it.largest.0),
        sd(it.sd.1, it.n.1, it).of_squares(it.largest.1),
        Cell::phrase(if it.binary { phrase!("Cox index") } else { phrase!("Hedges' g") }),
        Cell::statistic(it.size).with_n(both).of_squares(it.largest.0),
        Cell::phrase(category(it.band())),
        yes_no(it.adjusted),
        yes_no(it.asked),
        yes_no(it.satisfied()),
    ]
}

/// A mean; of a yes/no variable or a level the share of those who have it.
fn mean(value: f64, sd: f64, n: usize, of: &Covariate) -> Cell {
    let cell = Cell::magnitude(value, n).with_error(sd / (n as f64).sqrt());
    let cell = if of.share { cell.as_share() } else { cell };
    if of.binary { cell.with_contributors(((value * n as f64).round() as usize).min(n)) } else { cell }
}

fn sd(value: f64, n: usize, of: &Covariate) -> Cell {
    let cell = Cell::statistic(value).with_n(n);
    if of.share { cell.as_share() } else { cell }
}

fn category(band: Band) -> Phrase {
    match band {
        Band::Alike => phrase!("alike (up to 0.05)"),
        Band::Adjustable => phrase!("needs adjustment (0.05 to 0.25)"),
        Band::Apart => phrase!("apart (above 0.25)"),
    }
}

fn yes_no(yes: bool) -> Cell {
    Cell::phrase(if yes { phrase!("Yes") } else { phrase!("No") })
}
