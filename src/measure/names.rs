use crate::diag::{Diagnostic, nearest};
use crate::panel::{Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::Phrase;

/// Names are listed where there are at most this many.
const NAMES_SHOWN: usize = 20;

/// What is known of a variable that was observed at periods, where its name does not say at which it is meant.
pub fn moving<'p>(panel: &'p Panel, var: &VarRef) -> Option<&'p VariableInfo> {
    let info = panel.variables.get(&var.name)?;
    (var.period.is_none() && !info.periods.is_empty()).then_some(info)
}

/// A name that no variable has.
pub fn unknown(panel: &Panel, name: &str) -> Diagnostic {
    let message = phrase!("There is no variable `{name}` in the data", name = name);
    Diagnostic::error("unknown-variable", message).hint(which(panel, name))
}

/// A source of a kind that the study does not have: `message` says so, and `otherwise` how to declare one where there is none of that kind.
pub(super) fn no_source<'n>(
    block: &MeasureBlock,
    source: &str,
    known: impl Iterator<Item = &'n str>,
    (message, otherwise): (Phrase, Phrase),
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let hint = match nearest(source, known.iter().copied()) {
        Some(near) => phrase!("Did you mean `{near}`?", near = near),
        None if known.is_empty() => otherwise,
        None => phrase!("Known here: {known}", known = known),
    };
    Diagnostic::error("unknown-source", message).hint(hint).at(block.place("source"))
}

fn which(panel: &Panel, name: &str) -> Phrase {
    let names = || panel.variables.keys().map(String::as_str);
    match nearest(name, names()) {
        Some(near) => phrase!("Did you mean `{near}`?", near = near),
        None if panel.variables.len() <= NAMES_SHOWN => {
            phrase!("Variables in the data: {names}", names = names().collect::<Vec<_>>())
        }
        None => {
            let shown: Vec<&str> = names().take(NAMES_SHOWN).collect();
            phrase!(
                "The first {n} of {all} variables in the data: {names}",
                n = NAMES_SHOWN,
                all = panel.variables.len(),
                names = shown
            )
        }
    }
}
