use crate::exhibit::TableRole;
use crate::phrase;
use crate::text::Phrase;

use super::book::{Listed, SheetContext};
use super::id::{SheetId, Shelf, Tint};
use super::measure;
use super::page::{Page, Written};

/// A sheet of the workbook.
pub(super) struct Sheet {
    /// By which links find it.
    pub id: SheetId,
    shelf: Shelf,
    tint: Tint,
    name: fn() -> Phrase,
    about: fn() -> Phrase,
    missing: Option<fn() -> Phrase>,
    takes: fn(&TableRole) -> bool,
    has_content: fn(&SheetContext<'_>) -> bool,
    write: fn(&mut Page<'_>) -> Written,
}

impl Sheet {
    /// A sheet that is always there. Its name stands on the tab; links and other workbooks refer to it: it stays short. `about`
    /// is what the list of sheets says of it.
    pub const fn new(
        id: SheetId,
        tint: Tint,
        name: fn() -> Phrase,
        about: fn() -> Phrase,
        write: fn(&mut Page<'_>) -> Written,
    ) -> Sheet {
        Sheet {
            id,
            shelf: Shelf::Answers,
            tint,
            name,
            about,
            missing: None,
            takes: |_| false,
            has_content: |_| true,
            write,
        }
    }

    /// The same, in one of the groups behind.
    pub const fn on(self, shelf: Shelf) -> Sheet {
        Sheet { shelf, ..self }
    }

    /// The same, on which tables of these roles stand, and on no other.
    pub const fn taking(self, takes: fn(&TableRole) -> bool) -> Sheet {
        Sheet { takes, ..self }
    }

    /// The same, which is there only where there is anything to show and this edition may show it.
    pub const fn only_if(self, has_content: fn(&SheetContext<'_>) -> bool) -> Sheet {
        Sheet { has_content, ..self }
    }

    /// The same, of which the list of sheets says why it is missing.
    pub const fn missed(self, missing: fn() -> Phrase) -> Sheet {
        Sheet { missing: Some(missing), ..self }
    }

    /// Whether tables of this role stand on the sheet.
    pub fn takes(&self, role: &TableRole) -> bool {
        (self.takes)(role)
    }

    /// Name on the tab.
    pub fn name(&self) -> Phrase {
        (self.name)()
    }

    /// Writes the sheet.
    pub fn write(&self, page: &mut Page<'_>) -> Written {
        (self.write)(page)
    }

    /// What the others need to know of the sheet.
    pub fn listed(&self, book: &SheetContext<'_>) -> Listed {
        Listed {
            id: self.id,
            // As Excel accepts it.
            name: measure::sheet_name(&self.name().render(book.lang.get())),
            about: (self.about)(),
            missing: self.missing.map(|missing| missing()),
            shelf: self.shelf,
            tint: self.tint,
            there: (self.has_content)(book),
        }
    }
}

/// What the list of sheets says of one without content.
pub(super) fn nothing() -> Phrase {
    phrase!("left out: there is nothing to show")
}
