//! Who is counted: sets of units of a comparison.

use crate::answer::{OutcomeAnswer, Step};
use crate::design::{Arm, Comparison, Kind};
use crate::exhibit::{BEFORE, Members};
use crate::panel::{VarRef, View};

/// Those at some positions of a comparison.
pub fn members(kind: Kind, comparison: &Comparison, at: impl IntoIterator<Item = usize>) -> Members {
    let number = |i: usize| match kind.is_of_respondents() && comparison.arm[i] == Arm::Comparison {
        true => comparison.units[i] | BEFORE,
        false => comparison.units[i],
    };
    Members::of(at.into_iter().map(number))
}

/// Who stands behind an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberCounts {
    /// Those who took part (or answered after), and those they are compared with.
    pub sides: [Members; 2],
    /// Who rose, stayed the same and fell, where units are compared with themselves.
    pub signs: Option<[Members; 3]>,
    /// Of a yes/no outcome: who of each side said yes.
    pub yes: Option<[Members; 2]>,
}

/// Who stands behind the answer on an outcome of a step.
pub fn counted(step: &Step, at: usize, comparison: &Comparison, found: &OutcomeAnswer, view: &View) -> MemberCounts {
    let (kind, outcome) = (step.kind(), &step.outcomes[at]);
    let used = comparison.used(&found.analysed);
    let values = |var: &VarRef| view.with_rows(comparison.units.as_slice()).numbers(var);
    let (after, before) = (values(&outcome.var), outcome.baseline.as_ref().and_then(values));
    let name = outcome.var.to_string();
    let of = |wanted: &dyn Fn(usize) -> bool| {
        members(kind, comparison, used.iter().copied().filter(|&i| wanted(i))).about(&name)
    };
    let signs = after.as_ref().zip(before.as_ref()).filter(|_| kind.is_paired()).map(|(after, before)| {
        [of(&|i| after[i] > before[i]), of(&|i| after[i] == before[i]), of(&|i| after[i] < before[i])]
    });
    let own = |i: usize| match kind.is_of_respondents() && comparison.arm[i] == Arm::Comparison {
        true => before.as_ref().map(|before| before[i]),
        false => after.as_ref().map(|after| after[i]),
    };
    let yes = |side: Arm| of(&|i| comparison.arm[i] == side && own(i).is_some_and(|value| value > 0.5));
    MemberCounts {
        sides: [Arm::Treated, Arm::Comparison].map(|side| of(&|i| comparison.arm[i] == side)),
        signs,
        yes: outcome.binary.then(|| [Arm::Treated, Arm::Comparison].map(yes)),
    }
}
