//! Columns as parquet bytes and back. The bytes depend on the content alone: one thread, no statistics, no clock.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnDescriptor, Type};

use crate::ingest::guard;

/// Values of a column; nothing is missing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StoredValues {
    Numbers(Vec<Option<f64>>),
    Integers(Vec<Option<i64>>),
    Counts(Vec<Option<u32>>),
    Texts(Vec<Option<String>>),
}

impl StoredValues {
    fn schema(&self, name: &str) -> Result<Type> {
        let (physical, logical) = match self {
            StoredValues::Numbers(_) => (Physical::DOUBLE, None),
            StoredValues::Integers(_) => (Physical::INT64, None),
            StoredValues::Counts(_) => (Physical::INT32, Some(LogicalType::integer(32, false))),
            StoredValues::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let builder = Type::primitive_type_builder(name, physical);
        builder.with_logical_type(logical).with_repetition(Repetition::OPTIONAL).build()
    }

    fn write(&self, group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>) -> Result<()> {
        match self {
            StoredValues::Numbers(values) => write_column::<DoubleType>(group, values.iter().copied()),
            StoredValues::Integers(values) => write_column::<Int64Type>(group, values.iter().copied()),
            StoredValues::Counts(values) => {
                write_column::<Int32Type>(group, values.iter().map(|value| value.map(|it| it as i32)))
            }
            StoredValues::Texts(values) => {
                let bytes =
                    values.iter().map(|value| value.as_deref().map(|text| ByteArray::from(text.as_bytes().to_vec())));
                write_column::<ByteArrayType>(group, bytes)
            }
        }
    }
}

/// Columns of one length as the bytes of a parquet file.
pub(super) fn write(columns: &[(&str, StoredValues)]) -> Result<Vec<u8>> {
    let fields = columns.iter().map(|(name, column)| column.schema(name).map(Arc::new));
    let schema = Type::group_type_builder("schema").with_fields(fields.collect::<Result<_>>()?).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by("tashika".into())
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    columns.iter().try_for_each(|(_, column)| column.write(&mut group))?;
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let (mut known, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        known.extend(value);
    }
    let Some(mut column) = group.next_column()? else { return Err(form("a column too many")) };
    column.typed::<T>().write_batch(&known, Some(&levels), None)?;
    column.close()
}

/// The columns of a parquet file.
pub(super) struct ParquetColumns {
    rows: usize,
    columns: Vec<(String, StoredValues)>,
}

impl ParquetColumns {
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn column(&self, key: &str) -> Result<&StoredValues> {
        let found = self.columns.iter().find(|(name, _)| name == key);
        found.map(|(_, column)| column).ok_or_else(|| form(&format!("there is no column {key}")))
    }
}

/// Rows of a file at most: a few bytes can declare more than any memory holds.
const MOST_ROWS: usize = 20_000_000;

/// The columns of a file that [`write`] has written. It may come from anybody, and the parser panics on some.
pub(super) fn read(bytes: &[u8]) -> Result<ParquetColumns> {
    guard(|| parsed(bytes)).unwrap_or_else(|| Err(form("its parser gave up")))
}

fn parsed(bytes: &[u8]) -> Result<ParquetColumns> {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let rows = usize::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(usize::MAX);
    if rows > MOST_ROWS {
        return Err(form("too many rows"));
    }
    let column = |(at, column): (usize, &Arc<ColumnDescriptor>)| {
        let stored = match (column.physical_type(), column.logical_type_ref()) {
            (Physical::DOUBLE, _) => StoredValues::Numbers(read_column::<DoubleType>(&reader, at, rows)?),
            (Physical::INT64, _) => StoredValues::Integers(read_column::<Int64Type>(&reader, at, rows)?),
            (Physical::INT32, _) => {
                let values = read_column::<Int32Type>(&reader, at, rows)?;
                StoredValues::Counts(values.into_iter().map(|value| value.map(|it| it as u32)).collect())
            }
            (Physical::BYTE_ARRAY, _) => {
                let values = read_column::<ByteArrayType>(&reader, at, rows)?.into_iter();
                let text = |value: Option<ByteArray>| value.map(|it| Ok(it.as_utf8()?.to_string())).transpose();
                StoredValues::Texts(values.map(text).collect::<Result<_>>()?)
            }
            (other, _) => return Err(form(&format!("column {} is of type {other}", column.name()))),
        };
        Ok((column.name().to_string(), stored))
    };
    let columns = schema.columns().iter().enumerate().map(column).collect::<Result<Vec<_>>>()?;
    let whole = columns.iter().all(|(_, column)| column.len() == rows);
    if whole { Ok(ParquetColumns { rows, columns }) } else { Err(form("columns of different lengths")) }
}

impl StoredValues {
    fn len(&self) -> usize {
        match self {
            StoredValues::Numbers(values) => values.len(),
            StoredValues::Integers(values) => values.len(),
            StoredValues::Counts(values) => values.len(),
            StoredValues::Texts(values) => values.len(),
        }
    }
}

fn read_column<T: DataType>(reader: &SerializedFileReader<Bytes>, at: usize, rows: usize) -> Result<Vec<Option<T::T>>> {
    let mut found = Vec::new();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let mut column = get_typed_column_reader::<T>(group.get_column_reader(at)?);
        let (mut values, mut levels) = (Vec::new(), Vec::new());
        // One more than there should be, so that more are noticed and not read.
        let mut left = (rows + 1).saturating_sub(found.len());
        while left > 0 {
            let read = column.read_records(left, Some(&mut levels), None, &mut values)?.0;
            left = if read == 0 { 0 } else { left.saturating_sub(read) };
        }
        let mut values = values.into_iter();
        found.extend(levels.iter().map(|&level| if level > 0 { values.next() } else { None }));
    }
    Ok(found)
}

fn form(what: &str) -> ParquetError {
    ParquetError::General(what.to_string())
}
