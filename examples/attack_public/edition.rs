//! A results folder as a reader finds it: its files, and from them the tables of numbers, without any type of the program.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use super::say::{japanese_text, said, said_in_japanese, said_text};

/// The files of a folder, by path below it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Empty,
    Hidden,
    Number(f64),
    Text(String),
}

/// A cell of a table, with what is said of it beside its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub seen: Seen,
    /// Whether it is a number of units.
    pub counts: bool,
    pub n: Option<f64>,
    pub contributors: Option<f64>,
}

/// A table: whose it is, the keys of its columns and its cells.
#[derive(Clone, Debug)]
pub struct Table {
    pub id: String,
    pub question: String,
    pub outcome: String,
    pub name: String,
    pub columns: Vec<String>,
    pub titles: Vec<String>,
    /// What its columns are called in its CSV file, and their keys.
    pub headings: Vec<(String, String)>,
    pub rows: Vec<Vec<Cell>>,
    /// The whole and its parts, as the edition itself says them.
    pub sums: Vec<(Place, Vec<Place>)>,
    /// Name of its files without ending.
    pub file: String,
}

/// A cell: table, row, column by key.
pub type Place = (String, usize, String);

/// What a profile promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Numbers of units below this are not told, zero apart.
    pub least: i64,
    /// Counts are rounded to multiples of this.
    pub rounding: Option<i64>,
    /// Shares of nobody and of everybody are not told either.
    pub whole_groups: bool,
}

impl Promise {
    fn of(profile: &str) -> Promise {
        let exact = Promise { least: 3, rounding: None, whole_groups: false };
        match profile {
            "ten" => Promise { least: 10, whole_groups: true, ..exact },
            "ten-five" | "10-5" => Promise { least: 10, rounding: Some(5), whole_groups: true },
            "nhs" => Promise { least: 8, rounding: Some(5), ..exact },
            _ => exact,
        }
    }

    /// What a count that is shown may be.
    pub fn shown(&self, value: f64) -> (i64, i64) {
        let whole = value.round() as i64;
        match self.rounding {
            // A multiple that is less than one step away, not always the nearest: so sums hold.
            Some(to) if whole > 0 => ((whole - to + 1).max(self.least), whole + to - 1),
            _ => (whole, whole),
        }
    }

    /// Whether a count that lies between two numbers is told too closely.
    pub fn is_told(&self, low: i64, high: i64, shown: bool) -> bool {
        match self.rounding {
            Some(to) => (high > 0) && high - low + 1 < to && (shown || low > 0 || high < self.least),
            None => !shown && low >= 1 && high < self.least,
        }
    }
}

/// An edition.
pub struct Edition {
    pub files: Files,
    pub json: Value,
    pub promise: Promise,
    pub tables: Vec<Table>,
    /// The same as they are said in Japanese.
    pub japanese: Vec<Table>,
    pub links: Vec<(Place, Vec<Place>)>,
}

impl Edition {
    /// From the files of a folder.
    pub fn read(files: Files) -> Result<Edition, String> {
        let text = files.get("findings.json").ok_or("there is no findings.json")?;
        let json: Value = serde_json::from_slice(text).map_err(|why| why.to_string())?;
        let promise = Promise::of(json["study"]["profile"].as_str().unwrap_or(""));
        let names = file_names(&files);
        let (mut tables, mut japanese) = (Vec::new(), Vec::new());
        for (at, header) in list(&json["tables"]).iter().enumerate() {
            let file = names.get(at).map(String::as_str);
            tables.push(table(&files, &json, header, file, &ENGLISH));
            japanese.push(table(&files, &json, header, file, &JAPANESE));
        }
        let links = list(&json["links"]).iter().filter_map(|link| {
            let place = |cell: &Value| {
                Some((cell["table"].as_str()?.into(), cell["row"].as_u64()? as usize, cell["key"].as_str()?.into()))
            };
            Some((place(&link["total"])?, list(&link["parts"]).iter().map(place).collect::<Option<_>>()?))
        });
        let links = links.collect();
        Ok(Edition { files, promise, tables, japanese, links, json })
    }

    /// From a folder.
    pub fn open(folder: &Path) -> Result<Edition, String> {
        Edition::read(files(folder).map_err(|why| format!("{}: {why}", folder.display()))?)
    }

    /// A table by its id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The cell of a place.
    pub fn at(&self, place: &Place) -> Option<&Cell> {
        let table = self.table(&place.0)?;
        table.rows.get(place.1)?.get(table.column(&place.2)?)
    }
}

impl Table {
    /// Index of a column.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == key)
    }

    /// A cell by row and key.
    pub fn cell(&self, row: usize, key: &str) -> Option<&Cell> {
        self.rows.get(row)?.get(self.column(key)?)
    }

    /// A number by row and key.
    pub fn number(&self, row: usize, key: &str) -> Option<f64> {
        self.cell(row, key)?.number()
    }

    /// A text by row and key; empty where there is none.
    pub fn text(&self, row: usize, key: &str) -> &str {
        match self.cell(row, key).map(|cell| &cell.seen) {
            Some(Seen::Text(text)) => text,
            _ => "",
        }
    }

    /// Where a cell is.
    pub fn place(&self, row: usize, key: &str) -> Place {
        (self.id.clone(), row, key.into())
    }
}

impl Cell {
    /// Something with nothing said of it.
    pub fn of(seen: Seen) -> Cell {
        Cell { seen, counts: false, n: None, contributors: None }
    }

    /// A number with nothing said of it; empty where there is none.
    pub fn of_number(value: Option<f64>) -> Cell {
        Cell::of(value.map_or(Seen::Empty, Seen::Number))
    }

    /// Its number.
    pub fn number(&self) -> Option<f64> {
        match self.seen {
            Seen::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether something stands in it, shown or not.
    pub fn is_there(&self) -> bool {
        matches!(self.seen, Seen::Number(_) | Seen::Hidden)
    }
}

/// The elements of a list; none where it is no list.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// All files below a folder.
pub fn files(folder: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(below) = path.strip_prefix(folder) {
                let name = below.to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// What the list of files calls the files of the tables, in the order of the tables.
fn file_names(files: &Files) -> Vec<String> {
    let Some(list) = files.get("tables/codebook.csv") else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for record in csv::Reader::from_reader(list.as_slice()).records().flatten() {
        let name = record.get(0).unwrap_or("").trim_start_matches('\u{feff}').trim_end_matches(".csv").to_string();
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names
}

/// What the list of files says of the columns of one: heading and key.
fn headings(files: &Files, file: &str) -> Vec<(String, String)> {
    let Some(list) = files.get("tables/codebook.csv") else { return Vec::new() };
    let own = format!("{file}.csv");
    let of = |record: csv::StringRecord| {
        let here = record.get(0)?.trim_start_matches('\u{feff}') == own;
        here.then(|| Some((record.get(7)?.to_string(), record.get(3)?.to_string()))).flatten()
    };
    csv::Reader::from_reader(list.as_slice()).records().flatten().filter_map(of).collect()
}

/// How titles and texts of cells are said in a language.
struct Saying {
    value: fn(&Value) -> String,
    text: fn(&str) -> String,
}

const ENGLISH: Saying = Saying { value: said, text: said_text };
const JAPANESE: Saying = Saying { value: said_in_japanese, text: japanese_text };

fn table(files: &Files, json: &Value, header: &Value, file: Option<&str>, saying: &Saying) -> Table {
    let id = header["id"].as_str().unwrap_or("").to_string();
    let columns: Vec<String> =
        list(&header["columns"]).iter().map(|column| column["key"].as_str().unwrap_or("").into()).collect();
    let titles = list(&header["columns"]).iter().map(|column| (saying.value)(&column["title"])).collect();
    let plain = id.replace('/', "-");
    let named = |name: &&str| files.contains_key(&format!("tables/{name}.parquet"));
    let file = [plain.as_str()].into_iter().chain(file).find(named).unwrap_or(&plain).to_string();
    let rows = files.get(&format!("tables/{file}.parquet")).map(|bytes| rows(bytes, columns.len(), saying));
    let rows = rows.unwrap_or_default();
    let at = |cell: &Value| {
        let key = columns.get(cell[1].as_u64()? as usize)?;
        Some((id.clone(), cell[0].as_u64()? as usize, key.clone()))
    };
    let sums = list(&header["relations"])
        .iter()
        .filter_map(|sum| Some((at(&sum["total"])?, list(&sum["parts"]).iter().map(at).collect::<Option<Vec<_>>>()?)));
    let sums = sums.collect();
    let (owner, rest) = id.split_once('/').unwrap_or(("", &id));
    let (outcome, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    let (_, question) = whose(json, owner);
    let (outcome, name) = (outcome.to_string(), name.to_string());
    let headings = headings(files, &file);
    Table { question, outcome, name, columns, titles, headings, rows, sums, file, id }
}

/// The part and the question that an owner of tables is.
pub fn whose(json: &Value, owner: &str) -> (String, String) {
    for group in list(&json["groups"]) {
        let part = group["id"].as_str().unwrap_or("");
        if let Some(question) = owner.strip_prefix(part).and_then(|rest| rest.strip_prefix('.')) {
            return (part.into(), question.into());
        }
    }
    (String::new(), owner.into())
}

/// The cells of a stored table, which holds one line for each cell.
fn rows(bytes: &[u8], width: usize, saying: &Saying) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let Ok(reader) = SerializedFileReader::new(Bytes::copy_from_slice(bytes)) else { return rows };
    let Ok(lines) = reader.get_row_iter(None) else { return rows };
    let empty = Cell::of(Seen::Empty);
    for line in lines.flatten() {
        let fields: BTreeMap<&str, &Field> =
            line.get_column_iter().map(|(name, field)| (name.as_str(), field)).collect();
        let number = |key: &str| match fields.get(key) {
            Some(Field::UInt(n)) => Some(f64::from(*n)),
            Some(Field::Int(n)) => Some(f64::from(*n)),
            Some(Field::Double(n)) => Some(*n),
            _ => None,
        };
        let text = |key: &str| match fields.get(key) {
            Some(Field::Str(text)) => text.as_str(),
            _ => "",
        };
        let (Some(row), Some(column)) = (number("row"), number("column")) else { continue };
        let seen = match text("value") {
            "number" => number("number").map_or(Seen::Empty, Seen::Number),
            "withheld" => Seen::Hidden,
            "empty" => Seen::Empty,
            "text" => Seen::Text(text("text").into()),
            _ => Seen::Text((saying.text)(text("text"))),
        };
        let row = row as usize;
        rows.resize(rows.len().max(row + 1), vec![empty.clone(); width]);
        if let Some(cell) = rows[row].get_mut(column as usize) {
            let counts = text("kind") == "frequency";
            *cell = Cell { seen, counts, n: number("n"), contributors: number("contributors") };
        }
    }
    rows
}
