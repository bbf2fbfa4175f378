use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::keys::{VARIABLE, toml_key};
use crate::study::tree::KeyValue;
use crate::study::{Better, Located, Measured, Variable, VariableKind};

use super::fields::{FieldReader, Fields, located};
use super::table_of;

/// `[variables.NAME]`.
pub fn variable(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Variable> {
    let table = table_of(entry, &VARIABLE, reader)?;
    let fields = Fields::open(
        table,
        &VARIABLE,
        format!("[variables.{}]", toml_key(&entry.key)),
        entry.key_place.clone(),
        reader,
    );
    if entry.key.contains('@') {
        let message = phrase!("A variable's name cannot hold @, which stands before a period");
        reader.problem(Diagnostic::error("wrong-value", message), &entry.key_place);
    }
    let kind = fields.one_of("kind", reader);
    let values = |pairs: Vec<(Located<String>, Located<String>)>| {
        pairs.into_iter().map(|(from, to)| (from.value, to.value)).collect()
    };
    Some(Variable {
        name: located(entry.key.clone(), &entry.key_place),
        label: fields.words("label", reader),
        kind: kind.and_then(|kind| Some(Located { value: kind_of(kind.value)?, place: kind.place })),
        unit: fields.words("unit", reader),
        better: fields.one_of("better", reader).and_then(|better| direction(better.value)),
        codes: values(fields.pairs("codes", reader)),
        missing: fields.word_list("missing", reader).into_iter().map(|word| word.value).collect(),
        blank_is: fields.number("blank_is", reader),
        smallest_change: fields.number("smallest_change_that_matters", reader),
        largest_change: fields.number("largest_plausible_change", reader),
        formula: fields.expression("formula", reader),
        measured: fields.one_of("measured", reader).and_then(|how| measured(how.value)),
        likely: None,
        declared: true,
    })
}

fn kind_of(word: &str) -> Option<VariableKind> {
    Some(match word {
        "count" => VariableKind::Count,
        "amount" => VariableKind::Amount,
        "share" => VariableKind::Share,
        "scale" => VariableKind::Scale,
        "yes-no" => VariableKind::YesNo,
        "category" => VariableKind::Category,
        "date" => VariableKind::Date,
        "text" => VariableKind::Text,
        "number" => VariableKind::Number,
        _ => return None,
    })
}

fn measured(word: &str) -> Option<Measured> {
    Some(match word {
        "record" => Measured::Record,
        "self-report" => Measured::SelfReport,
        "self-report-to-funder" => Measured::SelfReportToFunder,
        _ => return None,
    })
}

fn direction(word: &str) -> Option<Better> {
    match word {
        "higher" => Some(Better::Higher),
        "lower" => Some(Better::Lower),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::keys::{DIRECTIONS, KINDS, MEASURED};

    #[test]
    fn every_listed_word_is_understood() {
        assert!(KINDS.iter().all(|word| kind_of(word).is_some()));
        assert!(DIRECTIONS.iter().all(|word| direction(word).is_some()));
        assert!(MEASURED.iter().all(|word| measured(word).is_some()));
    }
}
