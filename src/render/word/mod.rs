//! The reports as Word documents: the same views and blocks as the pages, with headings, real tables and pictures that have
//! their words.

pub(in crate::render) mod brief;
mod full;
mod package;
pub(in crate::render) mod table;
mod writer;

use crate::phrase;
use crate::text::Lang;

use super::report::appendix::Appendix;
use super::report::brief::Brief;
use super::report::page::Page;
use writer::Writer;

pub use writer::{Pictures, fitted, size};

/// The full report.
///
/// # Errors
/// Why the document could not be packed.
pub fn report(view: &Page, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(lang, pictures);
    full::write(&mut writer, view);
    writer.save(&view.title, &view.engine)
}

/// The brief.
///
/// # Errors
/// Why the document could not be packed.
pub fn brief(view: &Brief, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let mut writer = Writer::dense(lang, pictures, view.density);
    brief::write(&mut writer, view);
    writer.save(&view.title, &view.engine)
}

/// The methods appendix.
///
/// # Errors
/// Why the document could not be packed.
pub fn appendix(view: &Appendix, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(lang, pictures);
    writer.cover(&phrase!("Methods appendix"), &view.title, view.part.as_deref(), view.internal);
    let open = phrase!("{n} places are open: only a person can fill them in.", n = view.open).render(lang);
    writer.soft(&open);
    for section in &view.sections {
        writer.heading(1, &format!("{} {}", section.number, section.title));
        writer.soft(section.items);
        writer.blocks(&section.blocks);
    }
    writer.save(&view.title, &view.engine)
}
