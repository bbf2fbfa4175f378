//! Layouts that many files share: recognised by their headings, so that a study need not say what everybody's files say alike.
//!
//! A layout looks at a table as it was read (a `Sight`) and says how well it fits and what was seen (a `LayoutFit`). What it then
//! understands ([`Understood`]) only fills gaps: a unit, labels and kinds that the study gives itself always count.

mod activity_statement;
mod explains;
mod form_definition;
mod forms;
mod giving360;
pub(super) mod headings;
mod layout;
mod npo_portal;
pub(super) mod words;

pub use layout::{Meaning, Understood};

use layout::{Layout, LayoutFit};

use crate::text::Phrase;

pub(super) use forms::is_answered_form;
pub(super) use headings::Sight;
pub use headings::bare;

use super::RawTable;

/// Every layout that is known, by content.
const LAYOUTS: &[&dyn Layout] = &[
    &giving360::Giving360,
    &npo_portal::NpoPortal,
    &activity_statement::ActivityStatement,
    &forms::Qualtrics,
    &forms::Kobo,
    &forms::GoogleForms,
    &form_definition::FormDefinition,
    &explains::Explains,
];

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
        Some(_) => Some((layout, layout.fit(&sight).unwrap_or_else(LayoutFit::none))),
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
