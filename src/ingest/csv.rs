//! Delimited text: comma, tab or semicolon, in the encodings that spreadsheets leave behind.

use super::encoding::{self, EncodingSource};
use super::grid::{Full, Grid, GridBuilder};
use super::ragged::{self, Ragged, Record};
use super::sniff::FileContent;
use super::{Raw, RawTable, Reader, problems, table};
use crate::diag::{Halt, Sink};
use crate::study::Source;

/// Delimiters that are looked for, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Records that are looked at to tell the delimiter.
const SNIFFED_RECORDS: usize = 50;

/// Digits that a number of 64 bits keeps exactly; longer runs are ids and stay text.
const EXACT_DIGITS: usize = 15;

/// Reads delimited text.
pub struct Csv;

impl Reader for Csv {
    fn knows(&self, content: &FileContent) -> bool {
        *content == FileContent::Text
    }

    fn read(&self, _: &FileContent, bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
        let encoding = encoding_of(bytes, source, sink)?;
        let (text, broken) = encoding::decode(bytes, encoding);
        if broken {
            sink.push(problems::undecodable(source, encoding.name()));
        }
        let delimiter = delimiter(&text);
        let (grid, lengths, points) =
            read_grid(&text, delimiter).map_err(|Full| sink.halt(problems::too_many_cells(source, "")))?;
        if let Some(open) = lengths.iter().find(|record| record.swallowed > 1) {
            return Err(sink.halt(ragged::unclosed(source, open)));
        }
        let mut own = Sink::new();
        let found = table::within(grid, source, "", &mut own);
        let Ok(mut table) = found else {
            sink.problems.extend(own.problems);
            return Err(Halt);
        };
        let heading = table.header_rows.last().map_or_else(Vec::new, |&row| cells_of(&text, delimiter, row));
        let ragged = Ragged { records: &lengths, heading: &heading, delimiter: char::from(delimiter) };
        // Where the headings do not stand over their columns, whatever else was found is found in the wrong place.
        if let Some(torn) = ragged.check(&mut table, source, &mut own) {
            return Err(sink.halt(torn));
        }
        sink.problems.extend(own.problems);
        table.pointed = points.columns();
        Ok(table)
    }
}

/// The cells of the record at a row, as they are written.
fn cells_of(text: &str, delimiter: u8, wanted: u32) -> Vec<String> {
    let (mut records, mut record, mut row) = (records(text, delimiter), csv::StringRecord::new(), 0);
    loop {
        row += blank_lines(text.as_bytes(), records.position().byte() as usize);
        if !records.read_record(&mut record).unwrap_or(false) {
            return Vec::new();
        }
        if row == wanted {
            return record.iter().map(str::to_string).collect();
        }
        row += 1;
    }
}

fn encoding_of(bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<&'static encoding_rs::Encoding, Halt> {
    if let Some(asked) = &source.encoding {
        return encoding::by_name(&asked.value).ok_or_else(|| sink.halt(problems::unknown_encoding(asked)));
    }
    let (encoding, known) = encoding::guess(bytes);
    if known == EncodingSource::Guessed {
        sink.push(problems::encoding_guessed(source, encoding.name()));
    }
    Ok(encoding)
}

fn records(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The delimiter with which most records have the same number of fields, more than one; of equals the one with more fields.
fn delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let lengths: Vec<usize> =
            records(text, delimiter).records().take(SNIFFED_RECORDS).flatten().map(|record| record.len()).collect();
        let agreeing = |length: usize| lengths.iter().filter(|&&other| other == length).count();
        lengths.iter().filter(|&&length| length > 1).map(|&length| (agreeing(length), length)).max().unwrap_or((0, 0))
    };
    let scored = DELIMITERS.map(|delimiter| (score(delimiter), delimiter));
    scored.into_iter().rev().max_by_key(|&(score, _)| score).map_or(b',', |(_, delimiter)| delimiter)
}

/// The records as rows of a sheet, counted as a spreadsheet program counts them: blank lines are rows too.
fn read_grid(text: &str, delimiter: u8) -> Result<(Grid, Vec<Record>, Points), Full> {
    let mut records = records(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut builder = GridBuilder::default();
    let (mut row, mut lengths, mut points) = (0, Vec::new(), Points::default());
    loop {
        row += blank_lines(text.as_bytes(), records.position().byte() as usize);
        // The bytes are valid UTF-8 and lengths may differ, so that reading from memory cannot fail.
        if !records.read_record(&mut record).unwrap_or(false) {
            return Ok((builder.finish()?, lengths, points));
        }
        let (mut filled, mut swallowed) = (0, 0);
        for (col, field) in record.iter().enumerate() {
            if !field.trim().is_empty() {
                filled = col + 1;
            }
            if field.contains('\n') {
                swallowed += rows_in(field, delimiter, lengths.first());
            }
            let cell = plain_number(field).map_or(Raw::Text(field), Raw::Number);
            if matches!(cell, Raw::Number(_)) {
                points.look(col, field);
            }
            builder.push(row, col as u32, cell)?;
        }
        lengths.push(Record { row, cells: record.len(), filled, swallowed });
        row += 1;
    }
}

/// What the numbers of each column have behind their points.
#[derive(Default)]
struct Points(Vec<(u32, u32)>);

impl Points {
    /// Counts a number with a point: one with three digits behind it and no zero alone before it, or another one.
    fn look(&mut self, col: usize, number: &str) {
        let Some((whole, fraction)) = number.split_once('.') else { return };
        if self.0.len() <= col {
            self.0.resize(col + 1, (0, 0));
        }
        let three = fraction.len() == 3 && whole.len() <= 4 && !whole.trim_start_matches('-').starts_with('0');
        let (threes, others) = &mut self.0[col];
        *if three { threes } else { others } += 1;
    }

    /// Columns in which all have three.
    fn columns(&self) -> Vec<u32> {
        let all = self.0.iter().enumerate().filter(|(_, (threes, others))| *threes > 0 && *others == 0);
        all.map(|(col, _)| col as u32).collect()
    }
}

/// Lines of a cell that have as many cells as the first record: rows behind a quotation mark that is never closed.
fn rows_in(field: &str, delimiter: u8, first: Option<&Record>) -> usize {
    let separators = first.map_or(0, |first| first.cells.saturating_sub(1));
    let whole = |line: &&str| line.bytes().filter(|byte| *byte == delimiter).count() == separators;
    if separators == 0 { 0 } else { field.lines().skip(1).filter(whole).count() }
}

/// Lines without anything that begin at a byte; what is left of the line before does not count.
fn blank_lines(bytes: &[u8], from: usize) -> u32 {
    let rest = bytes.get(from..).unwrap_or_default();
    let halfway = from > 0 && bytes[from - 1] == b'\r' && rest.first() == Some(&b'\n');
    let rest = &rest[usize::from(halfway)..];
    let ends: &[u8] = &rest[..rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())];
    let returns = ends.iter().zip(ends.iter().skip(1).chain([&0])).filter(|&(&a, &b)| a == b'\r' && b != b'\n').count();
    (ends.iter().filter(|&&byte| byte == b'\n').count() + returns) as u32
}

/// A number as programs write it. Leading zeros and long runs of digits are ids, and stay text.
fn plain_number(field: &str) -> Option<f64> {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let mut bytes = digits.bytes();
    let first = bytes.next().filter(u8::is_ascii_digit)?;
    let padded = first == b'0' && digits.len() > 1 && !digits.starts_with("0.");
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, ""));
    let written = mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && mantissa.bytes().filter(|&byte| byte == b'.').count() <= 1
        && !mantissa.ends_with('.');
    let long = !mantissa.contains('.') && mantissa.len() > EXACT_DIGITS;
    let scaled = exponent.is_empty() && !digits.contains(['e', 'E'])
        || exponent.starts_with(['+', '-']) && exponent[1..].bytes().all(|byte| byte.is_ascii_digit());
    if padded || !written || long || !scaled {
        return None;
    }
    field.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_numbers() {
        assert_eq!(plain_number("-12.5"), Some(-12.5));
        assert_eq!(plain_number("1e-05"), Some(1e-5));
        for id in ["08", "1234567890123456", "1,234", "", "-", "12E5", "NaN", "1.2.3", "+5", "1."] {
            assert_eq!(plain_number(id), None, "{id}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_agrees() {
        assert_eq!(delimiter("a;b\n1,5;2,3\n2,5;4,1\n"), b';');
        assert_eq!(delimiter("title, of it\n\na\tb\tc\n1\t2\t3\n1\t2\t3\n"), b'\t');
        assert_eq!(delimiter("one column\nof text\n"), b',');
    }

    #[test]
    fn rows_are_counted_as_spreadsheets_count_them() {
        let (grid, ..) = read_grid("title\r\n\r\na,b\r\n\"1\n2\",3\r\n\r\n4,5\r\n", b',').unwrap();
        assert_eq!(grid.rows, [0, 2, 3, 5]);
        let (grid, ..) = read_grid("\n\na,b\n1,2\n\n\n3,4", b',').unwrap();
        assert_eq!(grid.rows, [2, 3, 6]);
    }
}
