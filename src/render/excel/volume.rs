//! What the two workbooks are called.

use crate::findings::Bundle;
use crate::text::Lang;

use super::id::Volume;

/// File name of a workbook in a language.
pub fn file_name(bundle: &Bundle, lang: Lang, volume: Volume) -> String {
    let id = &bundle.findings.study.id;
    match volume {
        Volume::Answers => format!("{id}.{lang}.xlsx"),
        Volume::Details => format!("{id}-details.{lang}.xlsx"),
    }
}
