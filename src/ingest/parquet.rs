//! Parquet files.

use bytes::Bytes;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use super::grid::{Full, Grid, GridBuilder};
use super::sniff::FileContent;
use super::{Raw, RawTable, Reader, limits, problems, rows, table};
use crate::diag::{Halt, Sink};
use crate::notation::calendar::SERIAL_1970;
use crate::study::{Located, Source};

/// Integers from here on are ids: a number of 64 bits would not keep them exactly.
const EXACT: u64 = 1_000_000_000_000_000;

/// Reads Parquet files.
pub struct Parquet;

impl Reader for Parquet {
    fn knows(&self, content: &FileContent) -> bool {
        *content == FileContent::Parquet
    }

    fn read(&self, _: &FileContent, bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
        let damaged = |error: ParquetError| problems::damaged(source, &error.to_string());
        let reader =
            SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(|error| sink.halt(damaged(error)))?;
        let head = reader.metadata().file_metadata();
        let columns = head.schema().get_fields();
        if (head.num_rows().max(0) as usize).saturating_mul(columns.len()) > limits::CELLS {
            return Err(sink.halt(problems::too_many_cells(source, "")));
        }
        let rows = reader.get_row_iter(None).map_err(|error| sink.halt(damaged(error)))?;
        let grid = fill(columns, rows).map_err(|stopped| match stopped {
            Stopped::Full => sink.halt(problems::too_many_cells(source, "")),
            Stopped::Damaged(error) => sink.halt(damaged(error)),
        })?;
        let whole = whole(source, &grid);
        let mut table = table::within(grid, &whole, "", sink)?;
        rows::class(&mut table, source, sink);
        Ok(table)
    }
}

/// The source with all rows as data below one row of headings, which is what a Parquet file is.
fn whole(source: &Source, grid: &Grid) -> Source {
    let place = &source.file.place;
    let last = grid.rows.last().copied().unwrap_or(0);
    let header = Some(Located { value: (1, 1), place: place.clone() });
    let range = Some(Located { value: (0, 0, last, limits::SHEET_COLUMNS), place: place.clone() });
    Source { header, range, ..source.clone() }
}

/// Why no grid comes of a file.
enum Stopped {
    Full,
    Damaged(ParquetError),
}

impl From<Full> for Stopped {
    fn from(_: Full) -> Stopped {
        Stopped::Full
    }
}

/// The column names as the first row, and the rows below it.
fn fill(
    columns: &[std::sync::Arc<Type>],
    rows: impl Iterator<Item = Result<Row, ParquetError>>,
) -> Result<Grid, Stopped> {
    let mut builder = GridBuilder::default();
    for (col, column) in columns.iter().enumerate() {
        builder.push(0, col as u32, Raw::Text(column.name()))?;
    }
    let nanoseconds: Vec<bool> = columns.iter().map(|column| is_in_nanoseconds(column)).collect();
    for (row, fields) in rows.enumerate() {
        let fields = fields.map_err(Stopped::Damaged)?;
        for (col, (_, field)) in fields.get_column_iter().enumerate() {
            let row = row as u32 + 1;
            match field {
                Field::Long(time) if nanoseconds[col] => builder.push(row, col as u32, moment(*time, 1e9))?,
                field => push(&mut builder, row, col as u32, field)?,
            }
        }
    }
    Ok(builder.finish()?)
}

/// Times of nanoseconds come as plain integers.
fn is_in_nanoseconds(column: &Type) -> bool {
    let logical = column.get_basic_info().logical_type_ref();
    matches!(logical, Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS)
}

fn push(builder: &mut GridBuilder, row: u32, col: u32, value: &Field) -> Result<(), Full> {
    let mut push = |raw: Raw<'_>| builder.push(row, col, raw);
    match value {
        Field::Null => Ok(()),
        Field::Bool(value) => push(Raw::Bool(*value)),
        Field::Str(text) => push(Raw::Text(text)),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => push(Raw::Text(text)),
            Err(_) => push(Raw::Text(&value.to_string())),
        },
        Field::Byte(number) => push(Raw::Number(f64::from(*number))),
        Field::Short(number) => push(Raw::Number(f64::from(*number))),
        Field::Int(number) => push(Raw::Number(f64::from(*number))),
        Field::UByte(number) => push(Raw::Number(f64::from(*number))),
        Field::UShort(number) => push(Raw::Number(f64::from(*number))),
        Field::UInt(number) => push(Raw::Number(f64::from(*number))),
        Field::Long(number) if number.unsigned_abs() < EXACT => push(Raw::Number(*number as f64)),
        Field::ULong(number) if *number < EXACT => push(Raw::Number(*number as f64)),
        Field::Long(number) => push(Raw::Text(&number.to_string())),
        Field::ULong(number) => push(Raw::Text(&number.to_string())),
        Field::Float16(number) => push(Raw::Number(f64::from(*number))),
        Field::Float(number) => push(Raw::Number(f64::from(*number))),
        Field::Double(number) => push(Raw::Number(*number)),
        Field::Date(days) => push(Raw::Date(f64::from(*days) + SERIAL_1970)),
        Field::TimestampMillis(time) => push(moment(*time, 1e3)),
        Field::TimestampMicros(time) => push(moment(*time, 1e6)),
        other => push(Raw::Text(other.to_string().trim_matches('"'))),
    }
}

fn moment(time: i64, per_second: f64) -> Raw<'static> {
    Raw::Date(time as f64 / per_second / 86_400.0 + SERIAL_1970)
}
