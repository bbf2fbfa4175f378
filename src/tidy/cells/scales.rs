//! The scales in words of a study's tables, so that an answer is the same step in every column.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::ingest::{Raw, RawTable};
use crate::notation::{self, Ladders, ScaleAnswer};

/// The scales in words of all columns.
pub(in crate::tidy) fn ladders<'t>(tables: impl Iterator<Item = &'t RawTable>) -> Ladders {
    let mut ladders = Ladders::default();
    for table in tables {
        let known: Vec<Option<ScaleAnswer>> = table.texts.par_iter().map(|text| notation::answer(text)).collect();
        if known.iter().any(Option::is_some) {
            (0..table.columns.len()).for_each(|column| ladders.add(&answers_of(table, column, &known)));
        }
    }
    ladders
}

/// The answers on a scale in a column, each once; `known` has what each text of the table says.
fn answers_of(table: &RawTable, column: usize, known: &[Option<ScaleAnswer>]) -> Vec<ScaleAnswer> {
    let cells = (0..table.rows.len()).filter(|&row| matches!(table.get(row, column), Raw::Text(_)));
    let texts: BTreeSet<u64> = cells.map(|row| table.columns[column].payload[row]).collect();
    texts.into_iter().filter_map(|text| known.get(text as usize).copied().flatten()).collect()
}
