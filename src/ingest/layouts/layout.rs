//! What a layout is, how well a table fits one, and what is understood of it.

use crate::diag::Diagnostic;
use crate::ingest::RawTable;
use crate::ingest::layouts::headings::Sight;
use crate::study::VariableKind;
use crate::text::{Phrase, Words};

/// A layout that is known.
pub(super) trait Layout: Sync {
    /// Its name in studies.
    fn name(&self) -> &'static str;
    /// What people call it.
    fn title(&self) -> Phrase;
    /// How well a table fits; nothing where it does not.
    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit>;
    /// What is understood of a table that fits.
    fn understand(&self, sight: &Sight<'_>) -> Understood;
    /// Changes the table: rows that are none set aside, columns told apart.
    fn shape(&self, _table: &mut RawTable) {}
}

/// How well a table fits a layout.
#[derive(Clone, Debug)]
pub(super) struct LayoutFit {
    /// From 0 to 1.
    pub score: f64,
    /// What was seen.
    pub seen: Phrase,
}

/// What is understood of a table.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// Heading of the column that identifies the unit.
    pub unit: Option<String>,
    /// Whether each row is a respondent of its own.
    pub anonymous: bool,
    /// Whether the table only explains others, and holds no observations.
    pub explains: bool,
    /// What columns mean.
    pub meanings: Vec<Meaning>,
    /// Classes of income and the headings of their columns, by the keys of the measure `income_mix`.
    pub income: Vec<(&'static str, String)>,
    /// Names of further sheets with several rows for a unit, joined on its column.
    pub sheets: &'static [&'static str],
    /// What to look at.
    pub warnings: Vec<Diagnostic>,
}

/// What a column means.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// Heading as it stands in the table.
    pub heading: String,
    /// How outputs call it; the heading where empty.
    pub label: Words,
    /// What its values are.
    pub kind: Option<VariableKind>,
    /// Unit of measurement.
    pub unit: Words,
    /// What values mean.
    pub codes: Vec<(String, String)>,
}

impl LayoutFit {
    /// A layout that was asked for although nothing of it was seen.
    pub fn none() -> LayoutFit {
        LayoutFit { score: 0.0, seen: crate::phrase!("named in the study file") }
    }
}
