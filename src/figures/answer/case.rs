use crate::answer::{Answer, PlannedOutcome, Step};
use crate::design::{Arm, Comparison};
use crate::exhibit::TableRole;
use crate::figures::{Basis, FigureIds};
use crate::notation::common_word;
use crate::panel::{VarRef, View};
use crate::phrase;
use crate::text::Phrase;

/// An outcome that has an answer.
pub struct AnsweredOutcome<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its answer.
    pub answer: &'a Answer,
    /// Who is compared.
    pub comparison: &'a Comparison,
    /// The outcome.
    pub outcome: &'a PlannedOutcome,
    /// Positions in the comparison of the units analysed.
    pub used: Vec<usize>,
    /// Which of the step's outcomes it is.
    pub n: usize,
    /// The data.
    pub view: &'a View,
    /// What the figures of the step rest on.
    pub basis: &'a Basis,
}

impl AnsweredOutcome<'_> {
    /// Names a chart of the outcome.
    pub fn named(&self, what: TableRole) -> FigureIds {
        FigureIds::of_outcome(&self.step.id(), &self.outcome.var.to_string(), self.n, what)
    }

    /// Positions in the comparison of the units analysed, of one arm.
    pub fn analysed(&self, arm: Arm) -> Vec<usize> {
        self.used.iter().copied().filter(|&i| self.comparison.arm[i] == arm).collect()
    }

    /// The values of a variable, one for each unit of the comparison; nothing where it has no numbers.
    pub fn values(&self, var: &VarRef) -> Option<Vec<f64>> {
        self.view.with_rows(self.comparison.units.as_slice()).numbers(var)
    }

    /// The basis with the units of this outcome.
    pub fn basis(&self) -> Basis {
        let (treated, comparison) = (self.analysed(Arm::Treated).len(), self.analysed(Arm::Comparison).len());
        Basis { treated, comparison, ..self.basis.clone() }
    }
}

/// What outputs call a variable, with its period.
pub fn label(view: &View, var: &VarRef) -> Phrase {
    let name = view.info(&var.name).map_or_else(|| Phrase::verbatim(&*var.name), |info| Phrase::words(&info.label));
    match (&var.period, var.relative()) {
        (_, Some(relative)) => phrase!("{label} ({period})", label = name, period = relative.phrase()),
        (Some(period), None) => phrase!("{label} ({period})", label = name, period = period_name(view, period)),
        (None, None) => name,
    }
}

/// What outputs call a period: common words for before and after in the reader's language, anything else as it is written.
pub fn period_name(view: &View, period: &str) -> Phrase {
    let period = view.panel().period_label(period);
    match common_word(period) {
        Some(true) => phrase!("Before"),
        Some(false) => phrase!("After"),
        None => Phrase::verbatim(period),
    }
}
