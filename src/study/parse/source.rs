use unicode_normalization::UnicodeNormalization;

use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::keys::{LINK, SOURCE, toml_key};
use crate::study::tree::{KeyValue, TreeValue};
use crate::study::{Duplicates, Located, Marked, PeriodFrom, Repeats, Source, SourceLink};

use super::fields::{FieldReader, Fields, located};
use super::value::{self, wrong_value};
use super::{events, table_of, ties};

/// Rows and columns of the largest sheet that a workbook can have.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// `[sources.NAME]`.
pub fn source(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Source> {
    let table = table_of(entry, &SOURCE, reader)?;
    let fields =
        Fields::open(table, &SOURCE, format!("[sources.{}]", toml_key(&entry.key)), entry.key_place.clone(), reader);
    let file = file(&fields, reader);
    let link = fields.table("link", &LINK, reader).and_then(|fields| link(&fields, reader));
    let anonymous = fields.flag("anonymous", reader).is_some_and(|flag| flag.value);
    let ends = ties::ends(&fields, link.as_ref(), reader);
    let events = events::events(&fields, reader);
    let indicators = fields.one_of("kind", reader).is_some_and(|kind| kind.value == "indicators");
    let (unit, unit_with) = unit(&fields, link.as_ref(), anonymous, reader);
    let unit = ends.as_ref().map_or(unit, |ends| ends.from[0].clone());
    let (sheet, sheets) = sheets(fields.texts("sheet", reader));
    let source = Source {
        name: located(entry.key.clone(), &entry.key_place),
        sheet,
        sheets,
        part: String::new(),
        units: fields.pairs("units", reader),
        amounts: fields.entry("amounts").map(|_| fields.texts("amounts", reader)),
        link,
        period_from: fields
            .one_of("period_from", reader)
            .map(|word| Located { value: period_from(word.value), place: word.place }),
        header: fields.entry("header").and_then(|entry| header(entry, reader)),
        range: fields.entry("range").and_then(|entry| range(entry, reader)),
        encoding: fields.text("encoding", reader),
        period: fields.word("period", reader),
        period_column: fields.text("period_column", reader),
        columns: fields.list_pairs("columns", reader),
        codebook: fields.text("codebook", reader).map(|file| Located { value: file.value.replace('\\', "/"), ..file }),
        rows: match fields.one_of("rows", reader).map(|word| word.value) {
            Some("sum") => Repeats::Sum,
            Some("mean") => Repeats::Mean,
            // An organisation has several ties.
            _ if ends.is_some() => Repeats::Sum,
            _ => Repeats::One,
        },
        fill_down: fields.texts("fill_down", reader),
        hidden: marked("hidden", &fields, reader),
        struck_out: marked("struck_out", &fields, reader),
        duplicates: match fields.one_of("duplicates", reader).map(|word| word.value) {
            Some("last") => Duplicates::Last,
            Some("first") => Duplicates::First,
            _ => Duplicates::Error,
        },
        layout: fields
            .one_of("layout", reader)
            .map(|word| Located { value: word.value.to_string(), place: word.place }),
        file: file?,
        unit,
        unit_with,
        anonymous,
        ends,
        events,
        indicators,
    };
    one_period(&source, reader);
    duplicates_in_vain(&fields, &source, reader);
    Some(source)
}

fn marked(key: &str, fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Located<Marked>> {
    let word = fields.one_of(key, reader)?;
    let value = if word.value == "read" { Marked::Read } else { Marked::LeaveOut };
    Some(Located { value, place: word.place })
}

fn period_from(word: &str) -> PeriodFrom {
    match word {
        "sheet" => PeriodFrom::Sheet,
        "heading" => PeriodFrom::Heading,
        _ => PeriodFrom::File,
    }
}

/// The period is said in one way only.
fn one_period(source: &Source, reader: &mut FieldReader<'_>) {
    let places = [
        source.period.as_ref().map(|it| &it.place),
        source.period_column.as_ref().map(|it| &it.place),
        source.period_from.as_ref().map(|it| &it.place),
    ];
    let given: Vec<_> = places.into_iter().flatten().collect();
    if given.len() > 1 {
        let message = phrase!("Of `period`, `period_column` and `period_from` only one can be given");
        let hint = phrase!("Keep `period` where all rows are of one period, else the one that says where it stands");
        let problem = Diagnostic::error("conflicting-keys", message).hint(hint);
        reader.sink.push(problem.at_all(given.into_iter().cloned()));
    }
    let named = source.sheet.is_some() || !source.sheets.is_empty();
    if let Some(from) = source.period_from.as_ref().filter(|from| from.value == PeriodFrom::Sheet && !named) {
        let message = phrase!("`period_from = \"sheet\"` takes the period from a sheet's name, and no sheet is named");
        let hint = phrase!("Add `sheet`, for example {example}", example = "sheet = \"R*\"");
        reader.sink.push(Diagnostic::error("missing-key", message).hint(hint).at(from.place.clone()));
    }
}

/// Which of several rows counts is nothing to say where all of them do.
fn duplicates_in_vain(fields: &Fields<'_>, source: &Source, reader: &mut FieldReader<'_>) {
    let Some(entry) = fields.entry("duplicates") else { return };
    let other = match source.rows {
        Repeats::Sum => "rows = \"sum\"",
        Repeats::Mean => "rows = \"mean\"",
        Repeats::One if source.anonymous => "anonymous = true",
        Repeats::One => return,
    };
    let message = phrase!("`duplicates` says nothing beside {line}: every row counts there", line = other);
    let hint = phrase!("Keep one of the two lines");
    reader.problem(Diagnostic::error("conflicting-keys", message).hint(hint), &entry.key_place);
}

/// One sheet, or several by a list or `*`.
fn sheets(mut named: Vec<Located<String>>) -> (Option<Located<String>>, Vec<Located<String>>) {
    match named.as_slice() {
        [one] if !one.value.contains('*') => (named.pop(), Vec::new()),
        _ => (None, named),
    }
}

fn link(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<SourceLink> {
    let by = fields.texts("by", reader);
    let place = fields.texts("place", reader);
    Some(SourceLink { to: fields.text("to", reader)?, by, place }).filter(|link| !link.by.is_empty())
}

/// The columns of the unit; a linked source is known by the first column that links it, an anonymous one has none. Where it is
/// missing, an empty one stands for it: it is looked for once the table is read.
fn unit(
    fields: &Fields<'_>,
    link: Option<&SourceLink>,
    anonymous: bool,
    reader: &mut FieldReader<'_>,
) -> (Located<String>, Vec<Located<String>>) {
    let mut written = fields.texts("unit", reader).into_iter();
    let (unit, mut with) = (written.next(), written.collect::<Vec<_>>());
    if let (Some(unit), Some(_)) = (&unit, link) {
        let message = phrase!("`unit` and `link` cannot both be given");
        let hint = phrase!(
            "Keep `unit` where each row is a unit of the study, `link` where it describes what a row of another source stands for"
        );
        reader.sink.push(Diagnostic::error("conflicting-keys", message).hint(hint).at(unit.place.clone()));
    } else if let (Some(unit), true) = (&unit, anonymous) {
        let message = phrase!("`unit` and `anonymous = true` cannot both be given");
        let hint = phrase!(
            "Keep `unit` where the column says who answered and the same ones can be found again, else `anonymous = true`"
        );
        reader.sink.push(Diagnostic::error("conflicting-keys", message).hint(hint).at(unit.place.clone()));
    }
    let linked = link.and_then(|link| link.by.first().cloned());
    if linked.is_some() {
        with.clear();
    }
    (linked.or(unit).unwrap_or_else(|| Located { value: String::new(), place: fields.place() }), with)
}

/// The file with `/` between folders, as every system understands.
fn file(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
    let written = fields.text("file", reader)?;
    if written.value.chars().any(char::is_control) {
        let message = phrase!("A backslash inside double quotes means something else in TOML");
        let hint = phrase!("In paths write / instead; or put the text in single quotes");
        reader.sink.push(Diagnostic::error("wrong-value", message).hint(hint).at(written.place));
        return None;
    }
    Some(Located { value: written.value.replace('\\', "/"), ..written })
}

/// `3` or `"2:3"`, 1-based and inclusive.
fn header(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<(u32, u32)>> {
    let node = &entry.node;
    let rows = match &node.value {
        TreeValue::Whole(whole) => whole.digits.parse().ok().map(|row: u32| (row, row)),
        TreeValue::Text(text, _) if text.trim() == "none" => return Some(located((0, 0), &node.place)),
        TreeValue::Text(text, _) => header_rows(text),
        _ => None,
    };
    match rows.filter(|(first, last)| 1 <= *first && first <= last && *last <= LAST_ROW) {
        Some(rows) => Some(located(rows, &node.place)),
        None => {
            let hint = phrase!(
                "Write the row as the sheet numbers it, {one}, or the first and the last, {two}",
                one = "header = 3",
                two = "header = \"2:3\""
            );
            wrong_value(&entry.key, &entry.node, hint, reader);
            None
        }
    }
}

fn header_rows(text: &str) -> Option<(u32, u32)> {
    let text: String = text.nfkc().collect();
    let (first, last) = text.split_once([':', '-']).unwrap_or((&text, &text));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// `"B4:Z900"`: first row, first column, last row, last column, 0-based and inclusive.
fn range(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<(u32, u32, u32, u32)>> {
    match entry.node.value.as_text().and_then(corners) {
        Some(corners) => Some(located(corners, &entry.node.place)),
        None => {
            let hint = phrase!("Write the first and the last cell, such as {example}", example = "\"B4:Z900\"");
            value::wrong_value(&entry.key, &entry.node, hint, reader);
            None
        }
    }
}

fn corners(text: &str) -> Option<(u32, u32, u32, u32)> {
    let text: String = text.nfkc().filter(|c| *c != '$').collect();
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (corner(first.trim())?, corner(last.trim())?);
    (top <= bottom && left <= right).then_some((top, left, bottom, right))
}

/// `B4` as 0-based row and column.
fn corner(text: &str) -> Option<(u32, u32)> {
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_rows_are_read_as_people_write_them() {
        assert_eq!(corners("B4:Z900"), Some((3, 1, 899, 25)));
        assert_eq!(corners("$a$1:ＡＡ１０"), Some((0, 0, 9, 26)));
        assert_eq!(corners("Z900:B4"), None);
        assert_eq!(corners("B0:C3"), None);
        assert_eq!(corners("XFE1:XFE2"), None);
        assert_eq!(header_rows("2:3"), Some((2, 3)));
        assert_eq!(header_rows("２－３"), Some((2, 3)));
        assert_eq!(header_rows("two"), None);
    }
}
