//! The reports as Word documents: the same views and blocks as the pages, with headings, real tables and pictures that have
//! their words.

mod brief;
mod full;
mod package;
mod table;
mod writer;

use crate::phrase;
use crate::text::Lang;

use super::report::{Scope, appendix as appendix_of, brief as brief_of, page};
use writer::Writer;

/// Gives the PNG of a figure by its id.
pub type Pictures<'p> = &'p dyn Fn(&str) -> Option<&'p [u8]>;

/// The full report.
///
/// # Errors
/// Why the document could not be packed.
pub fn report(scope: &Scope<'_>, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let page = page::page(scope, lang, &|id| pictures(id).map(|_| String::new()));
    let mut writer = Writer::new(lang, pictures);
    full::write(&mut writer, &page);
    writer.save(&page.title, &page.engine)
}

/// The brief.
///
/// # Errors
/// Why the document could not be packed.
pub fn brief(scope: &Scope<'_>, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let view = brief_of::brief(scope, lang, &|id| pictures(id).map(|_| String::new()));
    let mut writer = Writer::dense(lang, pictures, view.density);
    brief::write(&mut writer, &view);
    writer.save(&view.title, &view.engine)
}

/// The methods appendix.
///
/// # Errors
/// Why the document could not be packed.
pub fn appendix(scope: &Scope<'_>, lang: Lang, pictures: Pictures<'_>) -> Result<Vec<u8>, String> {
    let view = appendix_of::appendix(scope, lang, &|id| pictures(id).map(|_| String::new()));
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
