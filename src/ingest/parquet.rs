//! Parquet files, by polars.

use std::io::Cursor;

use polars::prelude::{AnyValue, Column, TimeUnit};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::calendar::SERIAL_1970;
use super::grid::{Full, Grid, GridBuilder};
use super::sniff::Content;
use super::{Raw, RawTable, Reader, limits, problems, rows, table};
use crate::diag::{Halt, Sink};
use crate::study::{Located, Source};

/// Integers from here on are ids: a number of 64 bits would not keep them exactly.
const EXACT: i128 = 1_000_000_000_000_000;

/// Reads Parquet files.
pub struct Parquet;

impl Reader for Parquet {
    fn knows(&self, content: &Content) -> bool {
        *content == Content::Parquet
    }

    fn read(&self, _: &Content, bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        let size = reader.num_rows().and_then(|rows| Ok(rows.saturating_mul(reader.schema()?.len())));
        let columns = match size {
            Ok(cells) if cells > limits::CELLS => return Err(sink.halt(problems::too_many_cells(source, ""))),
            _ => reader
                .finish()
                .map_err(|error| sink.halt(problems::damaged(source, &error.to_string())))?
                .into_columns(),
        };
        let grid = fill(&columns).map_err(|Full| sink.halt(problems::too_many_cells(source, "")))?;
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

/// The column names as the first row, and the rows below it.
fn fill(columns: &[Column]) -> Result<Grid, Full> {
    let mut builder = GridBuilder::default();
    for (col, column) in columns.iter().enumerate() {
        builder.push(0, col as u32, Raw::Text(column.name()))?;
    }
    let series: Vec<_> = columns.iter().map(|column| column.as_materialized_series().rechunk()).collect();
    for row in 0..columns.first().map_or(0, Column::len) {
        for (col, series) in series.iter().enumerate() {
            let value = series.get(row).unwrap_or(AnyValue::Null);
            push(&mut builder, row as u32 + 1, col as u32, &value)?;
        }
    }
    builder.finish()
}

fn push(builder: &mut GridBuilder, row: u32, col: u32, value: &AnyValue<'_>) -> Result<(), Full> {
    match value {
        AnyValue::Null => Ok(()),
        AnyValue::Boolean(value) => builder.push(row, col, Raw::Bool(*value)),
        AnyValue::String(text) => builder.push(row, col, Raw::Text(text)),
        AnyValue::Date(days) => builder.push(row, col, Raw::Date(f64::from(*days) + SERIAL_1970)),
        AnyValue::Datetime(time, unit, _) => builder.push(row, col, Raw::Date(days(*time, *unit) + SERIAL_1970)),
        AnyValue::Float32(_) | AnyValue::Float64(_) => {
            value.extract::<f64>().map_or(Ok(()), |number| builder.push(row, col, Raw::Number(number)))
        }
        value => match value.extract::<i128>().filter(|_| value.is_integer()) {
            Some(number) if number.abs() < EXACT => builder.push(row, col, Raw::Number(number as f64)),
            _ => builder.push(row, col, Raw::Text(value.to_string().trim_matches('"'))),
        },
    }
}

fn days(time: i64, unit: TimeUnit) -> f64 {
    let per_second = match unit {
        TimeUnit::Milliseconds => 1e3,
        TimeUnit::Microseconds => 1e6,
        TimeUnit::Nanoseconds => 1e9,
    };
    time as f64 / per_second / 86_400.0
}
