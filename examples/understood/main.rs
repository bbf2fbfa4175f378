//! What is understood of the workbooks in a folder: for each file the sheet, the header, the rows, the types of the columns and
//! the problems by kind, from a study that says nothing but the file.
//!
//! ```text
//! cargo run --example understood -- FOLDER [--headings]
//! ```
#![allow(clippy::print_stdout, missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tashika::diag::{Halt, Sink};
use tashika::ingest::{self, RawTable};
use tashika::panel::{Content, Panel};
use tashika::study::keys::toml_text;
use tashika::study::read_str;
use tashika::tidy::tidy;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        println!("usage: understood FOLDER [--headings]");
        return;
    };
    let mut files = Vec::new();
    walk(Path::new(folder), &mut files);
    let headings = arguments.iter().any(|argument| argument == "--headings");
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for file in &files {
        let (text, sink, read) = said(Path::new(folder), file, headings);
        println!("{text}");
        *all.entry(if read { "(table read)" } else { "(no table)" }.into()).or_default() += 1;
        let mut codes: Vec<&str> = sink.problems.iter().map(|problem| problem.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().for_each(|code| *all.entry(code.into()).or_default() += 1);
    }
    println!("{} files; of them:", files.len());
    all.iter().for_each(|(code, files)| println!("  {files:4} {code}"));
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let known = path.extension().is_some_and(|it| ["xlsx", "xlsm", "csv", "tsv"].iter().any(|known| it == *known));
        if path.is_dir() {
            walk(&path, files);
        } else if known {
            files.push(path);
        }
    }
}

/// One file in a few lines.
fn said(folder: &Path, file: &Path, headings: bool) -> (String, Sink, bool) {
    let name = file.strip_prefix(folder).unwrap_or(file).display().to_string();
    let began = std::time::Instant::now();
    let mut sink = Sink::new();
    let (table, panel) = understood(file, &mut sink);
    let mut line = format!("{name} [{} ms]\n", began.elapsed().as_millis());
    if let Some(table) = &table {
        line.push_str(&of_table(table, headings));
    }
    if let Some(panel) = &panel {
        let blank = |cells: &tashika::ingest::TypedColumn| cells.tags.iter().all(|&tag| tag == 0);
        let empty = table.iter().flat_map(|table| &table.columns).filter(|cells| blank(cells)).count();
        line.push_str(&format!("  types: {}; {empty} columns are empty\n", types(panel)));
    }
    (format!("{line}  problems: {}\n", problems(&sink)), sink, table.is_some())
}

fn understood(file: &Path, sink: &mut Sink) -> (Option<RawTable>, Option<Panel>) {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let text = format!("[sources.x]\nfile = {}\n", toml_text(&absolute.display().to_string()));
    let study = read_str(&text, "study.toml", Path::new(""), sink).and_then(|study| ingest::expand(study, sink));
    let Ok(mut study) = study else { return (None, None) };
    let Ok(mut tables) = ingest::read_all(&study, sink) else { return (None, None) };
    ingest::settle(&mut study, &mut tables, sink).shape(&mut tables);
    let panel = tidy(&study, &tables, sink).map_err(|Halt| ()).ok();
    (tables.into_iter().next(), panel)
}

fn of_table(table: &RawTable, headings: bool) -> String {
    let header: Vec<String> = table.header_rows.iter().map(|row| (row + 1).to_string()).collect();
    let mut said = format!(
        "  sheet `{}`; header in row {}; {} columns, {} rows, {} set aside\n",
        table.sheet,
        header.join("+"),
        table.headings.len(),
        table.rows.len(),
        table.set_aside.len()
    );
    if headings {
        let names: Vec<&str> = table.headings.iter().map(|heading| heading.text.as_str()).collect();
        said.push_str(&format!("  headings: {}\n", names.join(" | ")));
        let aside: Vec<String> =
            table.set_aside.iter().map(|aside| format!("{}:{}", aside.row + 1, aside.text)).collect();
        said.push_str(&format!("  set aside: {}\n", aside.join(" | ")));
    }
    said
}

/// How many columns hold what.
fn types(panel: &Panel) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for variable in panel.variables.values() {
        *counts.entry(word(variable.content)).or_default() += 1;
    }
    counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
}

fn word(content: Content) -> &'static str {
    match content {
        Content::Number => "number",
        Content::YesNo => "yes/no",
        Content::Category => "category",
        Content::Date => "date",
        Content::Text => "text",
    }
}

/// How many problems there are of each kind, and how many places they have.
fn problems(sink: &Sink) -> String {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for problem in &sink.problems {
        let count = counts.entry(&problem.code).or_default();
        *count = (count.0 + 1, count.1 + problem.count);
    }
    let one = |(code, (times, places)): (&&str, &(usize, usize))| format!("{code} {times} ({places} cells)");
    if counts.is_empty() { "none".into() } else { counts.iter().map(one).collect::<Vec<_>>().join(", ") }
}
