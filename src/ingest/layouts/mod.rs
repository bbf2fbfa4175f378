//! Layouts that many files share: recognised by their headings, so that a study need not say what everybody's files say alike.
//!
//! A layout looks at a table as it was read (a `Sight`) and says how well it fits and what was seen (a `Fit`). What it then
//! understands ([`Understood`]) only fills gaps: a unit, labels and kinds that the study gives itself always count.

mod activity_statement;
mod books;
pub(super) mod change;
mod codebook;
mod explains;
mod forms;
mod giving360;
mod headings;
mod npo_portal;
mod settle;
mod words;

use crate::diag::Diagnostic;
use crate::study::VariableKind;
use crate::text::{Phrase, Words};

pub(super) use forms::is_answered_form;
use headings::Sight;
pub use headings::bare;
pub use settle::{Settled, settle};

use super::RawTable;

/// Every layout that is known, by content.
const LAYOUTS: &[&dyn Layout] = &[
    &giving360::Giving360,
    &npo_portal::NpoPortal,
    &activity_statement::ActivityStatement,
    &forms::Qualtrics,
    &forms::Kobo,
    &forms::GoogleForms,
    &codebook::FormDefinition,
    &explains::Explains,
];

/// A layout that is known.
trait Layout: Sync {
    /// Its name in studies.
    fn name(&self) -> &'static str;
    /// What people call it.
    fn title(&self) -> Phrase;
    /// How well a table fits; nothing where it does not.
    fn fit(&self, sight: &Sight<'_>) -> Option<Fit>;
    /// What is understood of a table that fits.
    fn understand(&self, sight: &Sight<'_>) -> Understood;
    /// Changes the table: rows that are none set aside, columns told apart.
    fn shape(&self, _table: &mut RawTable) {}
}

/// How well a table fits a layout.
#[derive(Clone, Debug)]
struct Fit {
    /// From 0 to 1.
    score: f64,
    /// What was seen.
    seen: Phrase,
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

/// A table that follows a known layout.
pub struct Recognised {
    /// What people call it.
    pub title: Phrase,
    /// What was seen.
    pub seen: Phrase,
    /// What is understood.
    pub understood: Understood,
    layout: &'static dyn Layout,
}

/// Tables below this score do not follow a layout.
const ENOUGH: f64 = 0.6;

/// The layout that a table follows, if any: the one named by `asked`, else the one that fits best.
pub fn recognise(table: &RawTable, asked: Option<&str>) -> Option<Recognised> {
    let sight = Sight::of(table);
    let fits = LAYOUTS.iter().filter_map(|&layout| match asked {
        Some(name) if name != layout.name() => None,
        Some(_) => Some((layout, layout.fit(&sight).unwrap_or_else(Fit::none))),
        None => layout.fit(&sight).filter(|fit| fit.score >= ENOUGH).map(|fit| (layout, fit)),
    });
    let (layout, fit) = fits.max_by(|a, b| a.1.score.total_cmp(&b.1.score))?;
    let understood = layout.understand(&sight);
    Some(Recognised { title: layout.title(), seen: fit.seen, understood, layout })
}

impl Recognised {
    /// Changes the table as the layout wants it: rows that are none set aside, columns told apart.
    pub fn shape(&self, table: &mut RawTable) {
        self.layout.shape(table);
    }
}

impl Fit {
    /// A layout that was asked for although nothing of it was seen.
    fn none() -> Fit {
        Fit { score: 0.0, seen: crate::phrase!("named in the study file") }
    }
}
