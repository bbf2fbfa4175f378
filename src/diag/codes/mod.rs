//! Every problem code, by what it is about: name, title, page, severity and policies of each in one item.

mod cells;
mod decisions;
mod designs;
mod files;
mod formulas;
mod layouts;
mod questions;
mod results;
mod rows;
mod sheets;
mod study;

use crate::text::Phrase;

use super::Code;

pub use self::{cells::*, decisions::*, designs::*, files::*, formulas::*, layouts::*};
pub use self::{questions::*, results::*, rows::*, sheets::*, study::*};

const ROOMS: &[&[Code]] = &[
    study::ALL,
    files::ALL,
    sheets::ALL,
    layouts::ALL,
    rows::ALL,
    cells::ALL,
    questions::ALL,
    designs::ALL,
    formulas::ALL,
    decisions::ALL,
    results::ALL,
];

/// All codes, room by room.
pub fn all() -> impl Iterator<Item = &'static Code> {
    ROOMS.iter().copied().flatten()
}

/// The code of a name; nothing where there is no such code, as in results of a later version.
pub fn find(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

/// What a problem code stands for in a few words; its name where this version does not know it.
pub fn title(name: &str) -> Phrase {
    find(name).map_or_else(|| Phrase::verbatim(name), Code::title)
}
