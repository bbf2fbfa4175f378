//! What reviewers ask the groups to have been alike in.

use crate::design::Ask;
use crate::panel::VarRef;
use crate::study::Question;

/// The covariates that a question names as characteristics.
pub(super) fn characteristics(question: &Question, ask: &Ask) -> Vec<VarRef> {
    let named = |name: &str| question.characteristics.iter().any(|characteristic| characteristic.value == name);
    let both = question.covariates.iter().zip(&ask.covariates);
    both.filter(|(name, _)| named(&name.value)).map(|(_, var)| var.clone()).collect()
}
