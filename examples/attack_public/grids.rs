//! The tables of pages, documents and workbooks as rows of texts.

use std::collections::BTreeMap;

use super::plain::{inner, unescaped};

/// A table or a sheet: rows of cells, each with what is shown and what it is sorted by.
pub type Grid = Vec<Vec<String>>;

/// The tables of a file.
pub fn of_file(name: &str, bytes: &[u8]) -> Vec<Grid> {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => marked(&String::from_utf8_lossy(bytes), ("<table", "</table>"), ("<tr", "</tr>"), &["<td", "<th"]),
        "docx" => inner(bytes)
            .iter()
            .filter(|(part, _)| part == "word/document.xml")
            .flat_map(|(_, text)| marked(text, ("<w:tbl>", "</w:tbl>"), ("<w:tr>", "</w:tr>"), &["<w:tc>"]))
            .collect(),
        "xlsx" => sheets(bytes),
        "csv" => vec![comma(bytes)],
        _ => Vec::new(),
    }
}

fn comma(bytes: &[u8]) -> Grid {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let row =
        |record: csv::StringRecord| record.iter().map(|it| it.trim_start_matches('\u{feff}').to_string()).collect();
    reader.records().flatten().map(row).collect()
}

/// The tables of a page or document. What a cell is sorted by stands before what it shows, for it is finer.
fn marked(text: &str, table: (&str, &str), row: (&str, &str), cells: &[&str]) -> Vec<Grid> {
    between(text, table)
        .into_iter()
        .map(|table| {
            let rows = between(table, row).into_iter();
            rows.map(|row| split(row, cells).into_iter().map(shown).collect()).collect()
        })
        .collect()
}

/// What stands between an opening and the next closing.
fn between<'t>(text: &'t str, (open, close): (&str, &str)) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let from = &rest[at..];
        let end = from.find(close).unwrap_or(from.len());
        found.push(&from[..end]);
        rest = &from[end..];
    }
    found
}

/// The pieces that begin with one of the openings.
fn split<'t>(row: &'t str, openings: &[&str]) -> Vec<&'t str> {
    let mut starts: Vec<usize> = openings.iter().flat_map(|open| row.match_indices(open).map(|(at, _)| at)).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    starts.iter().zip(ends).map(|(from, to)| &row[*from..to]).collect()
}

fn shown(cell: &str) -> String {
    let sort = cell.find("data-sort=\"").map(|at| &cell[at + 11..]);
    let sort = sort.and_then(|rest| rest.split('"').next()).filter(|_| cell.find("data-sort") < cell.find('>'));
    let mut text = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find('>') {
        rest = &rest[at + 1..];
        text.push_str(&rest[..rest.find('<').unwrap_or(rest.len())]);
    }
    let text = unescaped(text.trim());
    match sort {
        // A page may sort by more than it shows.
        Some(sort) if text.chars().any(|c| c.is_ascii_digit()) => sort.to_string(),
        _ => text,
    }
}

/// The sheets of a workbook.
fn sheets(bytes: &[u8]) -> Vec<Grid> {
    let parts: BTreeMap<String, String> = inner(bytes).into_iter().collect();
    let strings: Vec<String> = parts.get("xl/sharedStrings.xml").map_or(Vec::new(), |text| {
        between(text, ("<si>", "</si>"))
            .into_iter()
            .map(|it| between(it, ("<t", "</t>")).into_iter().map(tail).collect())
            .collect()
    });
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    sheets.map(|(_, text)| sheet(text, &strings)).collect()
}

/// What stands behind an opening tag.
fn tail(text: &str) -> String {
    unescaped(text.split_once('>').map_or("", |(_, rest)| rest))
}

fn sheet(text: &str, strings: &[String]) -> Grid {
    let row = |row: &str| {
        let mut cells: Vec<String> = Vec::new();
        for cell in split(row, &["<c "]) {
            let at = column(cell.split("r=\"").nth(1).unwrap_or(""));
            let value = between(cell, ("<v>", "</v>")).first().map(|it| tail(it)).unwrap_or_default();
            let inline = between(cell, ("<t", "</t>")).first().map(|it| tail(it)).unwrap_or_default();
            let text = match (cell.contains("t=\"s\""), cell.contains("t=\"inlineStr\"")) {
                (true, _) => value.parse().ok().and_then(|at: usize| strings.get(at)).cloned().unwrap_or_default(),
                (_, true) => inline,
                _ => value,
            };
            cells.resize(cells.len().max(at + 1), String::new());
            cells[at] = text;
        }
        cells
    };
    between(text, ("<row", "</row>")).into_iter().map(row).collect()
}

/// The index of the column of an address: 0 for A.
fn column(address: &str) -> usize {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |all, letter| all * 26 + usize::from(letter - b'A') + 1).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_pages_are_read_with_what_they_are_sorted_by() {
        let page = "<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td data-sort=\"1.25\">1</td></tr></table>";
        assert_eq!(of_file("p.html", page.as_bytes()), [[vec!["a", "b"], vec!["x", "1.25"]]]);
        assert_eq!((column("A1"), column("AA7")), (0, 26));
    }
}
