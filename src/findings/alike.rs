//! How alike the two groups were before, among those analysed: in what they were compared on, and in the outcome itself.

use crate::answer::{Answer, BaselineSample, OutcomeAnswer, Step};
use crate::design::{Balance, BalanceRow};
use crate::text::Words;

use super::evidence::equivalence::{Covariate, LEAST_CORRELATION};

/// The covariates of the design and, where it is none of them, the state before of the outcome. Which of them a standard asks for:
/// the outcome itself and the characteristics that the study names; where neither is known, all of them.
pub fn covariates(step: &Step, answer: &Answer, at: usize) -> Vec<Covariate> {
    let found = &answer.outcomes[at];
    if answer.comparison.is_none() || !step.kind().has_others() {
        return Vec::new();
    }
    let mut all = of_design(answer, found);
    let baseline = step.outcomes[at].baseline.as_ref().map(ToString::to_string);
    if let (Some(baseline), Some(before)) = (&baseline, &found.before) {
        let by_changes = adjusts_by_changes(found, before);
        match all.iter_mut().find(|it| it.term == *baseline) {
            Some(own) => own.adjusted |= by_changes,
            None => all.push(Covariate::of(&before.row, before.n, by_changes || adjusts(found, &before.row))),
        }
    }
    let itself = |it: &Covariate| Some(&it.term) == baseline.as_ref();
    let none = !all.iter().any(|it| itself(it) || is_named(step, it));
    let asked: Vec<bool> = all.iter().map(|it| none || itself(it) || is_named(step, it)).collect();
    all.iter_mut().zip(asked).for_each(|(it, asked)| it.asked = asked);
    all
}

/// Whether the study names it as a characteristic.
fn is_named(step: &Step, it: &Covariate) -> bool {
    step.characteristics.iter().any(|var| var.to_string() == it.variable())
}

/// Whether a standard asks for it with any of a step's outcomes.
pub fn is_asked(step: &Step, it: &Covariate) -> bool {
    let mut baselines = step.outcomes.iter().filter_map(|outcome| outcome.baseline.as_ref()).peekable();
    let none = step.characteristics.is_empty() && baselines.peek().is_none();
    none || is_named(step, it) || baselines.any(|var| var.to_string() == it.term)
}

/// What the design made alike, among those analysed.
fn of_design(answer: &Answer, found: &OutcomeAnswer) -> Vec<Covariate> {
    let balance = balance(answer, found);
    let rows = balance
        .into_iter()
        .flat_map(|it| it.rows.iter().filter(|row| row.term != "distance").map(move |row| (it, row)));
    rows.map(|(it, row)| Covariate::of(row, it.units_after, adjusts(found, row))).collect()
}

/// Balance among those analysed.
pub fn balance<'a>(answer: &'a Answer, found: &'a OutcomeAnswer) -> Option<&'a Balance> {
    let whole = answer.comparison.as_ref().and_then(|comparison| comparison.balance.as_ref());
    found.balance.as_ref().or(whole)
}

/// Whether the estimate has a column for the variable of a row.
pub fn adjusts(found: &OutcomeAnswer, row: &BalanceRow) -> bool {
    let Ok((estimate, _)) = &found.estimate else { return false };
    let variable = row.variable();
    let is_of =
        |name: &String| name == variable || name.strip_prefix(variable).is_some_and(|rest| rest.starts_with('='));
    estimate.spread.linear.as_ref().is_some_and(|linear| linear.names.iter().any(is_of))
}

/// A comparison of changes adjusts for the state before where the two hang together closely enough.
fn adjusts_by_changes(found: &OutcomeAnswer, before: &BaselineSample) -> bool {
    let of_changes = found.estimate.as_ref().is_ok_and(|(estimate, _)| estimate.of_changes);
    of_changes && before.correlation.is_some_and(|r| r >= LEAST_CORRELATION)
}

/// What the state before of something is called.
pub fn before(label: &Words) -> Words {
    let one = |(lang, label): (&String, &String)| match lang.as_str() {
        "ja" => (lang.clone(), format!("事業前の「{label}」")),
        _ => (lang.clone(), format!("{label} before the program")),
    };
    let mut both: Words = Words(label.0.iter().map(one).collect());
    if let Some(plain) = label.0.get("") {
        both.0.entry("ja".into()).or_insert_with(|| format!("事業前の「{plain}」"));
    }
    both
}
