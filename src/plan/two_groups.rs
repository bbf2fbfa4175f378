//! What a question about two groups of respondents must say, and the variables of respondents who were each asked once.

use crate::diag::{Diagnostic, Sink};
use crate::panel::{Data, VarRef, View};
use crate::phrase;
use crate::study::{Located, MethodBlock, Question};

use super::PlannedOutcome;

/// The treatment, the cluster and the covariates of a question by respondent: where the study names a variable without a period and it was
/// observed at several, each unit has its value of the period at which it answered (of the latest, where it answered twice).
pub fn own_period(question: &Question, view: &View) -> Vec<(VarRef, Data)> {
    let named = question.treatment.iter().chain(&question.cluster).chain(&question.covariates);
    named.filter_map(|name| Some((VarRef { name: name.value.clone(), period: None }, of_each(name, view)?))).collect()
}

fn of_each(name: &Located<String>, view: &View) -> Option<Data> {
    let at = |period: &String| view.column(&VarRef { name: name.value.clone(), period: Some(period.clone()) });
    let latest_first = view.info(&name.value)?.periods.iter().rev();
    latest_first.filter_map(at).map(|column| column.data).reduce(or)
}

/// The first where it is known, else the second.
fn or(first: Data, second: Data) -> Data {
    match (first, second) {
        (Data::Number(first), Data::Number(second)) => {
            Data::Number(first.iter().zip(second.iter()).map(|(a, b)| if a.is_nan() { *b } else { *a }).collect())
        }
        (Data::Category { levels: a, codes: first }, Data::Category { levels: b, codes: second }) => {
            let texts: Vec<&String> = a.iter().chain(b.iter()).collect();
            let either = |(&one, &other): (&u32, &u32)| match (one, other) {
                (u32::MAX, u32::MAX) => u32::MAX,
                (u32::MAX, other) => a.len() as u32 + other,
                (one, _) => one,
            };
            Data::category(&texts, &first.iter().zip(second.iter()).map(either).collect::<Vec<u32>>())
        }
        // One variable has one kind of values at all periods.
        (first, _) => first,
    }
}

/// Groups of different people are told apart by their periods, and nothing else.
pub fn two_periods(question: &Question, block: &MethodBlock, outcomes: &[PlannedOutcome], sink: &mut Sink) {
    let design = &block.method;
    if question.before.is_none() || outcomes.iter().any(|it| it.baseline.is_none()) {
        let message = phrase!(
            "The design `{design}` needs `before` and `after`: the periods at which the two groups answered",
            design = &design.value
        );
        let hint = phrase!(
            "Say in each source when it was answered, {source}; and in the question {example}",
            source = "period = \"before\"",
            example = "before = \"before\"  after = \"after\""
        );
        sink.push(Diagnostic::error("no-two-periods", message).hint(hint).at(design.place.clone()));
    }
    if let Some((outcome, _)) = question.baseline.first() {
        let message = phrase!(
            "`baseline` does not go with the design `{design}`: nobody has a value before and one after",
            design = &design.value
        );
        let hint = phrase!(
            "Give the column the same name in both sources: columns = {brackets}",
            brackets = "{ name = \"heading\" }"
        );
        sink.push(Diagnostic::error("conflicting-keys", message).hint(hint).at(outcome.place.clone()));
    }
}

/// Notes that sensitivity analyses do not apply: they ask how those who took part may differ from those who did not.
pub fn no_sensitivity(block: &MethodBlock, sink: &mut Sink) {
    let message = phrase!(
        "The sensitivity analyses of this question do not apply to the design `{design}` and are left out there",
        design = &block.method.value
    );
    sink.push(Diagnostic::note("methods-do-not-fit", message).at(block.method.place.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_both_periods_are_put_together() {
        let category = |levels: &[&str], codes: &[u32]| Data::Category {
            levels: levels.iter().map(|level| level.to_string()).collect(),
            codes: codes.into(),
        };
        let none = u32::MAX;
        let both = or(category(&["b", "c"], &[0, 1, none, none]), category(&["a", "b"], &[none, 0, 1, none]));
        assert_eq!(both, category(&["b", "c"], &[0, 1, 0, none]));
        let Data::Number(numbers) = or(Data::Number([1.0, f64::NAN].into()), Data::Number([f64::NAN, 0.0].into()))
        else {
            panic!("numbers stay numbers")
        };
        assert_eq!(*numbers, [1.0, 0.0]);
    }
}
