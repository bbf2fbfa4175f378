use crate::design::Arm;
use crate::exhibit::{Figure, Table, TableRole};
use crate::figures::{self, LikertRow, MOST_LEVELS};
use crate::panel::VarRef;
use crate::phrase;
use crate::study::VariableKind;
use crate::text::Phrase;

use super::{AnsweredOutcome, members};

/// Answers on a scale before and after, of each side, where the outcome is a scale of a few whole numbers.
pub fn likert(case: &AnsweredOutcome<'_>) -> Option<(Table, Figure)> {
    if case.outcome.kind != Some(VariableKind::Scale) {
        return None;
    }
    let groups = groups(case)?;
    let levels = levels(groups.iter().flat_map(|group| &group.values))?;
    let row = |group: &AnswerGroup| LikertRow {
        group: group.who.clone(),
        time: group.when.clone(),
        counts: levels
            .iter()
            .map(|&level| group.values.iter().filter(|&&value| value == level as f64).count())
            .collect(),
    };
    let rows: Vec<LikertRow> = groups.iter().map(row).collect();
    let (mut table, mut figure) =
        figures::likert(&case.named(TableRole::Answers), &case.outcome.label, &levels, &rows, &case.basis());
    for (at, group) in groups.iter().enumerate() {
        let of = |wanted: &dyn Fn(f64) -> bool| {
            let there = group.at.iter().zip(&group.values).filter(|(_, value)| wanted(**value));
            members(case.step.kind(), case.comparison, there.map(|(at, _)| *at)).about(&case.outcome.var.to_string())
        };
        table.count_of(at, "n", of(&|_| true));
        for &level in &levels {
            let own = of(&|value| value == level as f64);
            table.count_of(at, &format!("count_{level}"), own.clone());
            table.count_of(at, &format!("share_{level}"), own);
        }
        let upper: Vec<f64> = levels.iter().rev().take(levels.len() / 2).map(|&level| level as f64).collect();
        table.count_of(at, "upper", of(&|value| upper.contains(&value)));
    }
    let steps = case.view.panel().steps.get(&case.outcome.var.name);
    for (layer, level) in figure.layers.iter_mut().zip(&levels) {
        let named = steps.into_iter().flatten().find(|(number, _)| *number == *level as f64);
        if let Some((_, word)) = named {
            layer.name = Phrase::verbatim(called(*level, word));
        }
    }
    Some((table, figure))
}

/// A step with its number and its words, which may begin with the number.
fn called(level: i64, word: &str) -> String {
    let number = level.to_string();
    if word.starts_with(&number) { word.to_string() } else { format!("{number} {word}") }
}

/// The answers of a group at one time.
struct AnswerGroup {
    who: Phrase,
    when: Phrase,
    /// Positions in the comparison.
    at: Vec<usize>,
    /// Their answers.
    values: Vec<f64>,
}

fn groups(case: &AnsweredOutcome<'_>) -> Option<Vec<AnswerGroup>> {
    let (var, baseline) = (&case.outcome.var, case.outcome.baseline.as_ref());
    let of = |var: &VarRef, arm: Arm, who: Phrase, when: Phrase| {
        let values = case.values(var)?;
        let at: Vec<usize> = case.analysed(arm).into_iter().filter(|&i| !values[i].is_nan()).collect();
        let values: Vec<f64> = at.iter().map(|&i| values[i]).collect();
        (!values.is_empty()).then_some(AnswerGroup { who, when, at, values })
    };
    if case.step.kind().is_of_respondents() {
        let before = of(baseline?, Arm::Comparison, phrase!("Answered before"), phrase!("Before"));
        let after = of(var, Arm::Treated, phrase!("Answered after"), phrase!("After"));
        return Some([before, after].into_iter().flatten().collect());
    }
    let mut groups = Vec::new();
    for (arm, who) in [(Arm::Treated, phrase!("Took part")), (Arm::Comparison, phrase!("Compared with"))] {
        groups.extend(baseline.and_then(|before| of(before, arm, who.clone(), phrase!("Before"))));
        groups.extend(of(var, arm, who, phrase!("After")));
    }
    debug_assert!(!case.step.kind().is_paired() || groups.len() <= 2, "units compared with themselves are one group");
    (!groups.is_empty()).then_some(groups)
}

/// From the lowest value to the highest; nothing where a value is not a whole number or there are too many steps.
fn levels<'v>(values: impl Iterator<Item = &'v f64>) -> Option<Vec<i64>> {
    let values: Vec<f64> = values.copied().collect();
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let whole = values.iter().all(|value| value.fract() == 0.0 && value.abs() < 1e6);
    let levels = whole && high > low && high - low < MOST_LEVELS as f64;
    levels.then(|| (low as i64..=high as i64).collect())
}
