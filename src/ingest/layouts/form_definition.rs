//! The definition of a form (XLSForm) where answers should be.

use super::Sight;
use super::layout::{Layout, LayoutFit, Understood};
use crate::diag::Diagnostic;
use crate::ingest::change;
use crate::ingest::layouts::headings::of_table;
use crate::phrase;
use crate::text::Phrase;

/// The definition of a form where answers should be.
pub struct FormDefinition;

impl Layout for FormDefinition {
    fn name(&self) -> &'static str {
        "xlsform"
    }

    fn title(&self) -> Phrase {
        phrase!("the definition of a form (XLSForm)")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let kind = sight.column("type").filter(|_| sight.column("name").is_some())?;
        let known =
            ["text", "integer", "decimal", "date", "note", "calculate", "start", "end", "begingroup", "begin group"];
        let is_type = |row: &usize| {
            let text = change::text(sight.table, *row, kind).to_lowercase();
            text.starts_with("select_") || known.contains(&text.as_str())
        };
        let typed = (0..sight.table.rows.len()).filter(is_type).count();
        let seen = phrase!("its rows are questions, not answers");
        (typed > 0 && 3 * typed >= sight.table.rows.len()).then_some(LayoutFit { score: 0.9, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let message = phrase!("The table holds the questions of a form, not answers to it");
        let hint = phrase!(
            "Name the file with the answers as `file`, and this one as codebook = \"…\": its labels and codes are then used"
        );
        let problem = Diagnostic::error("form-not-answers", message).hint(hint).at(of_table(sight.table));
        Understood { explains: true, anonymous: true, warnings: vec![problem], ..Understood::default() }
    }
}
