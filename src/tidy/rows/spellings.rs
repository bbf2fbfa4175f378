//! Rows whose ids, periods or names are written in another way than they are known by.

use super::columns::Columns;
use super::identity::Identity;
use super::link::LinkKey;
use super::link::kind::KeyKind;
use crate::diag::{Diagnostic, Sink};
use crate::ingest::RawTable;
use crate::notation::numbers::NumberRule;
use crate::panel::Edit;
use crate::phrase;
use crate::study::Source;
use crate::text::Phrase;

/// Rows whose ids, periods or names were written in another way than they are known by: rows of the raw table.
#[derive(Default)]
pub(in crate::tidy) struct Evened {
    pub ids: Vec<usize>,
    pub periods: Vec<usize>,
    pub eras: Vec<usize>,
    pub letters: Vec<usize>,
    /// Names in another spelling.
    pub names: Vec<usize>,
    /// Names of somebody else, although the key says who it is.
    pub others: Vec<usize>,
}

impl Evened {
    /// Says where number and name are of different organisations.
    pub fn report(&self, source: &Source, table: &RawTable, keys: &[LinkKey], sink: &mut Sink) {
        let Some(key) = keys.iter().find(|key| key.kind == KeyKind::Name).filter(|_| !self.others.is_empty()) else {
            return;
        };
        let message = phrase!(
            "In {n} {n?row|rows} of `{source}` the number and the name are of different organisations; the number counts",
            n = self.others.len(),
            source = source.title()
        );
        let hint = phrase!("Correct the number or the name; if the organisation was renamed, all is well");
        let places = self.others.iter().map(|&row| table.place(row, key.own));
        sink.push(Diagnostic::warning("name-differs", message).hint(hint).at_all(places));
    }

    /// As edits of the columns.
    pub fn edits(
        self,
        index: usize,
        table: &RawTable,
        columns: &Columns,
        identity: &Identity<'_>,
        kept: usize,
    ) -> Vec<Edit> {
        let name = match identity {
            Identity::Linked(keys, _) => keys.iter().find(|key| key.kind == KeyKind::Name).map(|key| key.own),
            Identity::Unit(_) => None,
        };
        let evened = || phrase!("spaces around ids and full-width characters in them evened out");
        let all = [
            (Some(columns.unit), evened(), self.ids),
            (columns.period, evened(), self.periods),
            (columns.period, NumberRule::Era.phrase(), self.eras),
            (columns.period, NumberRule::EraLetter.phrase(), self.letters),
            (name, phrase!("another spelling of an organisation's name understood"), self.names),
        ];
        let edit = |(column, rule, rows): (Option<usize>, Phrase, Vec<usize>)| {
            let column = column.filter(|_| !rows.is_empty())?;
            let notation = crate::notation::is_notation(rows.len(), kept);
            let rows = rows.iter().map(|&row| table.rows[row]).collect();
            Some(Edit { source: index as u16, col: table.headings[column].col, rule, rows, notation })
        };
        all.into_iter().filter_map(edit).collect()
    }
}
