//! Tables and frames as parquet files: the stored form of a bundle.
//!
//! A table is stored cell by cell (long form), so that nothing of a cell is lost; a frame in its natural form, so that other
//! programs can read it. Titles, columns and relations are a [`TableHead`] or [`FrameHead`], stored beside as JSON. The
//! bytes depend on the content alone: one thread, no statistics.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::columns::{ParquetColumns, StoredValues, read, write};
use crate::exhibit::{
    Audience, Cell, Column, Format, Frame, FrameColumn, FrameId, Kind, Relation, Table, TableId, TableRole, Value,
    Values,
};
use crate::text::Phrase;

/// Why something stored cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The parquet file.
    #[error("{0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Text of a cell.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The content is not that of a table or frame with this head.
    #[error("{0}")]
    Form(String),
}

/// All of a table but its cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TableHead {
    /// See [`Table::id`].
    #[schemars(with = "String")]
    pub id: TableId,
    /// The role of the table, where its id does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<TableRole>,
    /// See [`Table::title`].
    pub title: Phrase,
    /// See [`Table::notes`].
    pub notes: Vec<Phrase>,
    /// See [`Table::audience`].
    pub audience: Audience,
    /// See [`Table::columns`].
    pub columns: Vec<Column>,
    /// See [`Table::relations`].
    pub relations: Vec<Relation>,
}

/// All of a frame but its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FrameHead {
    /// See [`Frame::id`].
    #[schemars(with = "String")]
    pub id: FrameId,
    /// See [`Frame::title`].
    pub title: Phrase,
    /// See [`Frame::audience`].
    pub audience: Audience,
    /// Key, title and description of each column.
    pub columns: Vec<(String, Phrase, Phrase)>,
}

/// The head of a table.
pub fn head(table: &Table) -> TableHead {
    TableHead {
        id: table.id.clone(),
        role: table.id.untold().cloned(),
        title: table.title.clone(),
        notes: table.notes.clone(),
        audience: table.audience,
        columns: table.columns.clone(),
        relations: table.relations.clone(),
    }
}

/// The head of a frame.
pub fn frame_head(frame: &Frame) -> FrameHead {
    let of = |column: &FrameColumn| (column.key.clone(), column.title.clone(), column.description.clone());
    FrameHead {
        id: frame.id.clone(),
        title: frame.title.clone(),
        audience: frame.audience,
        columns: frame.columns.iter().map(of).collect(),
    }
}

/// The cells of a table in long form: `row`, `column` (from 0), `value` (which kind of value), `number`, `text` (plain, or
/// JSON for words), `n`, `contributors`, `kind`, `audience`, `step`, `format` (JSON, where it is not that of the column), and `rounded`
/// where counts are.
///
/// # Errors
/// [`StoreError`] where the parquet writer fails.
pub fn table_to_parquet(table: &Table) -> Result<Vec<u8>, StoreError> {
    let cells = || table.rows.iter().flatten();
    let width = table.columns.len().max(1);
    let count = cells().count();
    let texts = cells().map(|cell| text_of(&cell.value)).collect::<Result<Vec<_>, _>>()?;
    let place =
        |of: fn(usize, usize) -> usize| StoredValues::Counts((0..count).map(|i| Some(of(i, width) as u32)).collect());
    let names = |names: Vec<String>| StoredValues::Texts(names.into_iter().map(Some).collect());
    let mut columns = vec![
        ("row", place(|i, width| i / width)),
        ("column", place(|i, width| i % width)),
        ("value", names(cells().map(|cell| value_name(&cell.value).to_string()).collect())),
        ("number", StoredValues::Numbers(cells().map(Cell::number).collect())),
        ("text", StoredValues::Texts(texts)),
        ("n", StoredValues::Counts(cells().map(|cell| cell.n).collect())),
        ("contributors", StoredValues::Counts(cells().map(|cell| cell.contributors).collect())),
        ("kind", names(cells().map(|cell| name_of(&cell.kind)).collect::<Result<_, _>>()?)),
        ("audience", names(cells().map(|cell| name_of(&cell.audience)).collect::<Result<_, _>>()?)),
        ("step", StoredValues::Numbers(cells().map(|cell| cell.step).collect())),
        ("format", StoredValues::Texts(cells().map(format_of).collect::<Result<_, _>>()?)),
    ];
    if cells().any(|cell| cell.rounded.is_some()) {
        columns.push(("rounded", StoredValues::Numbers(cells().map(|cell| cell.rounded).collect())));
    }
    Ok(write(&columns)?)
}

/// The table with a head and stored cells.
///
/// # Errors
/// [`StoreError`] where the bytes are not a table of this form.
pub fn table_from_parquet(bytes: &[u8], head: TableHead) -> Result<Table, StoreError> {
    let stored = read(bytes)?;
    let width = head.columns.len().max(1);
    let cells = (0..stored.rows()).map(|i| cell(&stored, i, width)).collect::<Result<Vec<_>, _>>()?;
    if !cells.len().is_multiple_of(width) {
        return Err(StoreError::Form(format!("{} cells in {width} columns", cells.len())));
    }
    Ok(Table {
        id: head.id.told(head.role),
        title: head.title,
        notes: head.notes,
        audience: head.audience,
        columns: head.columns,
        rows: cells.chunks(width).map(<[Cell]>::to_vec).collect(),
        relations: head.relations,
    })
}

/// A frame in its natural form: one column for each; missing numbers and texts are null.
///
/// # Errors
/// [`StoreError`] where the parquet writer fails.
pub fn frame_to_parquet(frame: &Frame) -> Result<Vec<u8>, StoreError> {
    let columns = frame.columns.iter().map(|column| (column.key.as_str(), stored(&column.values)));
    Ok(write(&columns.collect::<Vec<_>>())?)
}

/// The frame with a head and stored values.
///
/// # Errors
/// [`StoreError`] where a column is missing or of another type.
pub fn frame_from_parquet(bytes: &[u8], head: FrameHead) -> Result<Frame, StoreError> {
    let stored = read(bytes)?;
    let column = |(key, title, description): (String, Phrase, Phrase)| {
        let values = values(&stored, &key)?;
        Ok(FrameColumn { key, title, description, values })
    };
    let columns = head.columns.into_iter().map(column).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Frame { id: head.id, title: head.title, audience: head.audience, columns })
}

fn stored(values: &Values) -> StoredValues {
    match values {
        Values::Number(values) => {
            StoredValues::Numbers(values.iter().map(|&value| Some(value).filter(|it| !it.is_nan())).collect())
        }
        Values::Integer(values) => StoredValues::Integers(values.iter().copied().map(Some).collect()),
        Values::Text(values) => {
            StoredValues::Texts(values.iter().map(|text| Some(text.clone()).filter(|text| !text.is_empty())).collect())
        }
    }
}

fn values(stored: &ParquetColumns, key: &str) -> Result<Values, StoreError> {
    Ok(match stored.column(key)? {
        StoredValues::Numbers(values) => Values::Number(values.iter().map(|value| value.unwrap_or(f64::NAN)).collect()),
        StoredValues::Integers(values) => Values::Integer(values.iter().map(|value| value.unwrap_or(0)).collect()),
        StoredValues::Texts(values) => {
            Values::Text(values.iter().map(|value| value.clone().unwrap_or_default()).collect())
        }
        StoredValues::Counts(_) => return Err(StoreError::Form(format!("column {key} is of counts"))),
    })
}

fn value_name(value: &Value) -> &'static str {
    match value {
        Value::Empty => "empty",
        Value::Number(_) => "number",
        Value::Text(_) => "text",
        Value::Words(_) => "words",
        Value::Phrase(_) => "phrase",
        Value::Withheld => "withheld",
    }
}

fn text_of(value: &Value) -> Result<Option<String>, StoreError> {
    Ok(match value {
        Value::Text(text) => Some(text.clone()),
        Value::Words(words) => Some(serde_json::to_string(words)?),
        Value::Phrase(phrase) => Some(serde_json::to_string(phrase)?),
        Value::Empty | Value::Number(_) | Value::Withheld => None,
    })
}

/// The serialised name of a variant without content.
fn name_of<T: Serialize>(variant: &T) -> Result<String, StoreError> {
    match serde_json::to_value(variant)? {
        serde_json::Value::String(name) => Ok(name),
        other => Err(StoreError::Form(other.to_string())),
    }
}

fn named<T: DeserializeOwned>(name: &str) -> Result<T, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(name.into()))?)
}

fn cell(stored: &ParquetColumns, i: usize, width: usize) -> Result<Cell, StoreError> {
    let place = (whole(stored, "row", i)?, whole(stored, "column", i)?);
    if place != (Some((i / width) as u32), Some((i % width) as u32)) {
        return Err(StoreError::Form(format!("cell {i} stands at {place:?}")));
    }
    Ok(Cell {
        value: value(stored, i)?,
        n: whole(stored, "n", i)?,
        contributors: whole(stored, "contributors", i)?,
        kind: named::<Kind>(required(stored, "kind", i)?)?,
        audience: named::<Audience>(required(stored, "audience", i)?)?,
        format: format(stored, i)?,
        step: said(stored, "step", i)?,
        rounded: said(stored, "rounded", i)?,
        error: None,
        made_of: None,
        quantity: None,
        members: None,
    })
}

fn value(stored: &ParquetColumns, i: usize) -> Result<Value, StoreError> {
    let text = || required(stored, "text", i);
    Ok(match required(stored, "value", i)? {
        "empty" => Value::Empty,
        "withheld" => Value::Withheld,
        "number" => Value::Number(number(stored, i)?.ok_or_else(|| missing("number", i))?),
        "text" => Value::Text(text()?.into()),
        "words" => Value::Words(serde_json::from_str(text()?)?),
        "phrase" => Value::Phrase(serde_json::from_str(text()?)?),
        other => return Err(StoreError::Form(format!("cell {i} holds {other}"))),
    })
}

/// What the public reads it in or as, which earlier versions did not store.
fn said(stored: &ParquetColumns, key: &str, i: usize) -> Result<Option<f64>, StoreError> {
    match stored.column(key) {
        Ok(StoredValues::Numbers(values)) => Ok(values[i]),
        Ok(_) => Err(other_type(key)),
        Err(_) => Ok(None),
    }
}

fn format_of(cell: &Cell) -> Result<Option<String>, StoreError> {
    Ok(cell.format.as_ref().map(serde_json::to_string).transpose()?)
}

/// How the number is shown where it is not shown as those of its column, which earlier versions did not store.
fn format(stored: &ParquetColumns, i: usize) -> Result<Option<Format>, StoreError> {
    match stored.column("format") {
        Ok(StoredValues::Texts(values)) => Ok(values[i].as_deref().map(serde_json::from_str).transpose()?),
        Ok(_) => Err(other_type("format")),
        Err(_) => Ok(None),
    }
}

fn number(stored: &ParquetColumns, i: usize) -> Result<Option<f64>, StoreError> {
    match stored.column("number")? {
        StoredValues::Numbers(values) => Ok(values[i]),
        _ => Err(other_type("number")),
    }
}

fn whole(stored: &ParquetColumns, key: &str, i: usize) -> Result<Option<u32>, StoreError> {
    match stored.column(key)? {
        StoredValues::Counts(values) => Ok(values[i]),
        _ => Err(other_type(key)),
    }
}

fn required<'a>(stored: &'a ParquetColumns, key: &str, i: usize) -> Result<&'a str, StoreError> {
    match stored.column(key)? {
        StoredValues::Texts(values) => values[i].as_deref().ok_or_else(|| missing(key, i)),
        _ => Err(other_type(key)),
    }
}

fn other_type(key: &str) -> StoreError {
    StoreError::Form(format!("column {key} is of another type"))
}

fn missing(key: &str, i: usize) -> StoreError {
    StoreError::Form(format!("cell {i} has no {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase;
    use crate::text::Words;

    fn table() -> Table {
        let columns = vec![
            Column::new("what", phrase!("{text}", text = "a"), Format::Text),
            Column::new("value", phrase!("{text}", text = "b"), Format::Number(2)),
        ];
        let mut table = Table::new("q/t", Phrase::verbatim("t"), columns);
        table.push(vec![Cell::phrase(phrase!("and {more} more", more = 3usize)), Cell::magnitude(0.1 + 0.2, 7)]);
        table.push(vec![Cell::words(&Words::plain("収入 \"x\"")), Cell::statistic(f64::NAN)]);
        table.push(vec![Cell::identifier("A-1"), Cell { value: Value::Withheld, ..Cell::count_here(3) }]);
        table.push(vec![Cell::text(""), Cell { contributors: Some(2), ..Cell::count_here(0) }]);
        table.relations.push(Relation { total: (2, 1), parts: vec![(0, 1), (1, 1)] });
        table
    }

    #[test]
    fn a_table_comes_back_as_it_was() {
        let table = table();
        let bytes = table_to_parquet(&table).unwrap();
        assert_eq!(bytes, table_to_parquet(&table).unwrap());
        let head: TableHead = serde_json::from_str(&serde_json::to_string(&head(&table)).unwrap()).unwrap();
        assert_eq!(table_from_parquet(&bytes, head).unwrap(), table);
        let stress = Table::new(TableRole::Sensitivity("t".into()), Phrase::verbatim("t"), table.columns.clone());
        let text = serde_json::to_string(&super::head(&stress)).unwrap();
        let back =
            table_from_parquet(&table_to_parquet(&stress).unwrap(), serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(back.id.role(), stress.id.role());
        let empty = Table { rows: Vec::new(), relations: Vec::new(), ..table };
        assert_eq!(table_from_parquet(&table_to_parquet(&empty).unwrap(), super::head(&empty)).unwrap(), empty);
    }

    #[test]
    fn bytes_of_another_form_are_an_error_not_a_panic() {
        assert!(table_from_parquet(b"PAR1", head(&table())).is_err());
        let frame =
            Frame { id: "f".into(), title: Phrase::verbatim("f"), audience: Audience::Internal, columns: vec![] };
        let head = FrameHead {
            columns: vec![("x".into(), Phrase::verbatim("x"), Phrase::verbatim("x"))],
            ..frame_head(&frame)
        };
        assert!(frame_from_parquet(&table_to_parquet(&table()).unwrap(), head).is_err());
    }

    #[test]
    fn a_frame_comes_back_as_it_was() {
        let column = |key: &str, values| FrameColumn {
            key: key.into(),
            title: Phrase::verbatim(key),
            description: Phrase::verbatim(key),
            values,
        };
        let numbers = vec![0.1, f64::NAN, -1e-300];
        let frame = Frame {
            id: "analysis".into(),
            title: Phrase::verbatim("analysis"),
            audience: Audience::Internal,
            columns: vec![
                column("unit", Values::Text(vec!["団体1".into(), String::new(), "=1+1".into()])),
                column("set", Values::Integer(vec![1, -2, i64::MAX])),
                column("y", Values::Number(numbers.clone())),
            ],
        };
        let bytes = frame_to_parquet(&frame).unwrap();
        assert_eq!(bytes, frame_to_parquet(&frame).unwrap());
        let back = frame_from_parquet(&bytes, frame_head(&frame)).unwrap();
        assert_eq!(back.columns[..2], frame.columns[..2]);
        let Values::Number(read) = &back.columns[2].values else { panic!("numbers expected") };
        assert!(read.iter().zip(&numbers).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()));
    }
}
