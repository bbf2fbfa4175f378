//! The headings once more, as at the top of each printed page, and what stands above them there.

use std::collections::BTreeSet;

use super::super::{AsideReason, Raw, RawTable};
use super::RowClasses;
use super::shape::RowShape;
use crate::notation::fold_spaces;
use crate::notation::years::year_in;
use crate::text::even;

/// The share of a row's cells that say what the headings say.
const SAME: f64 = 0.8;

/// Marks rows that repeat the headings, and lone texts at once above them: headings of sections where they differ by more than the
/// number of a page.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let repeated: Vec<usize> = (0..classes.len()).filter(|&row| repeats(table, shape, row)).collect();
    repeated.iter().for_each(|&row| classes[row] = Some(AsideReason::HeadingAgain));
    let above = |row: usize| row.checked_sub(1).filter(|&it| shape.is_lone(it) && is_text(table, shape, it));
    let titles: Vec<usize> = repeated.into_iter().filter_map(above).collect();
    let texts = titles.iter().filter_map(|&row| match table.get(row, shape.first[row] as usize) {
        Raw::Text(text) => Some(text),
        _ => None,
    });
    let first = table.header_rows.first().copied().unwrap_or(0);
    let above: Vec<&str> = table.set_aside.iter().filter(|it| it.row < first).map(|it| it.text.as_str()).collect();
    let texts: Vec<&str> = texts.collect();
    let again = texts.iter().any(|text| above.contains(text));
    let apart = !again && tell_apart(above.into_iter().next_back().into_iter().chain(texts));
    let why = if apart { AsideReason::Section } else { AsideReason::PageHeader };
    titles.iter().for_each(|&row| classes[row] = Some(why));
}

/// Whether texts are all different, also without their numbers or as years.
fn tell_apart<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let texts: Vec<&str> = texts.collect();
    let distinct = |of: &dyn Fn(&str) -> String| texts.iter().map(|text| of(text)).collect::<BTreeSet<_>>().len();
    let letters = |text: &str| even(text).chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let year = |text: &str| year_in(text).map_or_else(String::new, |year| year.to_string());
    texts.len() >= 2 && (distinct(&letters) == texts.len() || distinct(&year) == texts.len())
}

fn is_text(table: &RawTable, shape: &RowShape, row: usize) -> bool {
    matches!(table.get(row, shape.first[row] as usize), Raw::Text(_))
}

fn repeats(table: &RawTable, shape: &RowShape, row: usize) -> bool {
    let first = shape.first[row] as usize;
    if shape.filled[row] == 0 || !says_heading(table, row, first) {
        return false;
    }
    let same = (first..table.columns.len()).filter(|&column| says_heading(table, row, column)).count();
    let enough = same >= 2 || table.columns.len() == 1;
    enough && same as f64 >= SAME * f64::from(shape.filled[row])
}

/// Whether a cell says what the heading of its column says, or one of its levels.
fn says_heading(table: &RawTable, row: usize, column: usize) -> bool {
    let heading = &table.headings[column];
    let same = |a: &str, b: &str| a == b || a.len() == b.len() && a.eq_ignore_ascii_case(b);
    let of = |text: &str| {
        same(text, &heading.text)
            || same(text, &heading.leaf)
            || heading.also.iter().any(|other| other == text)
            || heading.text.strip_prefix(text).is_some_and(|rest| rest.starts_with(' '))
    };
    match table.get(row, column) {
        Raw::Text(text) if text.contains(['\n', '\r']) => of(&fold_spaces(text)),
        Raw::Text(text) => !text.trim().is_empty() && of(text.trim()),
        Raw::Number(value) => heading.text.starts_with(|c: char| c.is_ascii_digit()) && of(&value.to_string()),
        _ => false,
    }
}
