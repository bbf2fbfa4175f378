//! Amounts in several currencies, of which a question chooses one by `where`.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Sink};
use crate::notation::currency_named;
use crate::panel::{Data, View};
use crate::phrase;
use crate::study::Question;
use crate::study::expression::{name_of, text_of};
use crate::study::keys::toml_text;

use super::PlannedOutcome;

/// Reports outcomes whose amounts are still in several currencies among the units that a question is about.
pub(super) fn one_is_left(question: &Question, outcomes: &[PlannedOutcome], view: &View, sink: &mut Sink) {
    let panel = view.panel();
    let measured = outcomes.iter().flat_map(|outcome| std::iter::once(&outcome.var).chain(&outcome.baseline));
    let by: BTreeSet<(&str, &String)> =
        measured.filter_map(|var| Some((var.name.as_str(), panel.provenance.currencies.get(&var.name)?))).collect();
    for (name, by) in by {
        let left = left(view, by);
        if left.len() > 1 {
            let message = phrase!(
                "`{name}` is in {n} currencies among the units that `where` chooses: {list}",
                name = name,
                n = left.len(),
                list = left.into_iter().collect::<Vec<&str>>()
            );
            let hint = phrase!(
                "Choose one of them: {example}",
                example = format!("where = {}", toml_text(&format!("{} = {}", name_of(by), text_of("…"))))
            );
            sink.push(Diagnostic::error("currencies-mixed", message).hint(hint).at(question.place.clone()));
        }
    }
}

/// The currencies of the units of a view, by a variable at any of its periods.
fn left(view: &View, by: &str) -> BTreeSet<&'static str> {
    let periods = view.info(by).map(|info| info.periods.clone()).unwrap_or_default();
    let periods = periods.into_iter().map(Some).chain([None]);
    let vars = periods.map(|period| crate::panel::VarRef { name: by.into(), period });
    let mut left = BTreeSet::new();
    for data in vars.filter_map(|var| Some(view.column(&var)?.data)) {
        if let Data::Category { levels, codes } = data {
            let met: BTreeSet<u32> = codes.iter().copied().collect();
            left.extend(met.into_iter().filter_map(|code| currency_named(levels.get(code as usize)?)));
        }
    }
    left
}
