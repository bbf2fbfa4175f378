//! The data behind the findings, one row for each unit, for other programs: each frame as CSV and as parquet, a codebook (with names that
//! R and Stata take), and a script by which Stata reads them.
//!
//! CSV: UTF-8 with a byte order mark (so that Excel takes it for UTF-8), RFC 4180 quoting, CRLF, numbers in the shortest
//! form that reads back to the same number, a missing value as an empty field. Text that a spreadsheet would take for a
//! formula gets an apostrophe in front. In R: `read.csv(file, fileEncoding = "UTF-8-BOM")`.

use std::borrow::Cow;

use crate::exhibit::{Frame, FrameColumn, FrameId, FrameRole, Values};
use crate::findings::Bundle;
use crate::phrase;
use crate::text::r::{guarded, number};
use crate::text::{Lang, Phrase};

use super::names::OutputNames;
use super::stata;
use super::store::{StoreError, frame_to_parquet};

/// The files of the folder `data`, with their paths in the output folder: `.csv` and `.parquet` of each frame, and
/// `codebook.csv`.
///
/// # Errors
/// [`StoreError`] where a parquet file cannot be made.
pub fn files(bundle: &Bundle) -> Vec<(String, Vec<u8>)> {
    let names = file_names(bundle.frames.iter().map(|frame| &frame.id));
    let file = |frame: &Frame| (format!("data/{}.csv", names.get(&frame.id)), csv(frame));
    let mut files: Vec<(String, Vec<u8>)> = bundle.frames.iter().map(file).collect();
    files.push(("data/codebook.csv".into(), codebook(bundle, &names)));
    let lang = bundle.findings.study.lead();
    files.push(("data/read.do".into(), stata::script(&bundle.frames, &names, lang).into_bytes()));
    files
}

/// The frames as they are read back.
///
/// # Errors
/// Where one cannot be written as parquet.
pub fn stored(bundle: &Bundle) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let names = file_names(bundle.frames.iter().map(|frame| &frame.id));
    let file = |frame: &Frame| Ok((format!("data/{}.parquet", names.get(&frame.id)), frame_to_parquet(frame)?));
    bundle.frames.iter().map(file).collect()
}

/// The file names of frames without their ending: `training/pairs` is `training-pairs`, `analysis` is `analysis_frame`.
pub fn file_names<'a>(ids: impl IntoIterator<Item = &'a FrameId>) -> OutputNames {
    let name = |id: &'a FrameId| match id.role() {
        FrameRole::Analysis => (id.as_str(), "analysis_frame"),
        _ => (id.as_str(), id.as_str()),
    };
    OutputNames::called(ids.into_iter().map(name))
}

/// A frame as CSV.
pub fn csv(frame: &Frame) -> Vec<u8> {
    let heads: Vec<Cow<'_, str>> = frame.columns.iter().map(|column| guarded(&column.key)).collect();
    let mut out = String::from('\u{feff}');
    record(&mut out, &heads);
    for row in 0..frame.rows() {
        let fields: Vec<_> = frame.columns.iter().map(|column| field(&column.values, row)).collect();
        record(&mut out, &fields);
    }
    out.into_bytes()
}

/// What every column of every file is.
fn codebook(bundle: &Bundle, names: &OutputNames) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let heads = ["file", "column", "name", "type", "title_en", "title_ja", "description_en", "description_ja"];
    record(&mut out, &heads.map(Cow::Borrowed));
    for frame in &bundle.frames {
        let own = |lang: Lang| bundle.findings.study.speaking(lang).about(frame.id.question());
        for (column, name) in frame.columns.iter().zip(stata::names(&frame.columns)) {
            let line = codebook_line(names.get(&frame.id), column, name, [own(Lang::En), own(Lang::Ja)]);
            record(&mut out, &line.iter().map(|text| guarded(text)).collect::<Vec<_>>());
        }
    }
    out.into_bytes()
}

fn codebook_line(file: &str, column: &FrameColumn, name: String, [en, ja]: [Lang; 2]) -> [String; 8] {
    let description = described(column);
    [
        file.into(),
        column.key.clone(),
        name,
        kind(&column.values).into(),
        column.title.render(en),
        column.title.render(ja),
        description.render(en),
        description.render(ja),
    ]
}

fn described(column: &FrameColumn) -> Phrase {
    match column.values {
        Values::Text(_) => phrase!(
            "{description} (in the CSV file, text that begins with = + - or @ has an apostrophe in front)",
            description = column.description.clone()
        ),
        _ => column.description.clone(),
    }
}

fn kind(values: &Values) -> &'static str {
    match values {
        Values::Number(_) => "number",
        Values::Integer(_) => "integer",
        Values::Text(_) => "text",
    }
}

fn field(values: &Values, row: usize) -> Cow<'_, str> {
    match values {
        Values::Number(values) => number(values[row]).into(),
        Values::Integer(values) => values[row].to_string().into(),
        Values::Text(values) => guarded(&values[row]),
    }
}

pub(super) fn record(out: &mut String, fields: &[Cow<'_, str>]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        quoted(out, field, fields.len() == 1);
    }
    out.push_str("\r\n");
}

/// A lone empty field is quoted, or its record would be an empty line, which readers skip.
fn quoted(out: &mut String, field: &str, alone: bool) {
    if field.contains([',', '"', '\r', '\n']) || alone && field.is_empty() {
        out.push('"');
        out.push_str(&field.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(field);
    }
}
