//! Who was found for the rows of linked sources: what stays in the house, because it names units.

use crate::exhibit::{
    Audience, Cell, Column, Format, Frame, FrameColumn, FrameRole, Relation, Table, TableRole, Values,
};
use crate::findings::Bundle;
use crate::names::Class;
use crate::panel::{Candidate, LinkRecord, Linkage};
use crate::phrase;
use crate::text::{Lang, Phrase};

/// Rows of the table; the data file has all.
const MOST: usize = 5_000;

/// Adds the tables and the data file of linked sources.
pub fn add(bundle: &mut Bundle, linkages: &[Linkage]) {
    if linkages.iter().all(|linkage| linkage.records.is_empty()) {
        return;
    }
    bundle.tables.push(counts(linkages));
    bundle.tables.extend(Some(listed(linkages)).filter(|table| !table.rows.is_empty()));
    bundle.frames.push(frame(linkages));
}

fn internal(role: TableRole, title: Phrase, columns: Vec<Column>) -> Table {
    Table { audience: Audience::Internal, ..Table::new(role, title, columns) }
}

/// Rows before and after, for each linked source.
fn counts(linkages: &[Linkage]) -> Table {
    let count = |key, title| Column::new(key, title, Format::Count);
    let text = |key, title| Column::new(key, title, Format::Text);
    let columns = vec![
        text("source", phrase!("Source")),
        text("to", phrase!("Linked to")),
        text("by", phrase!("By")),
        count("rows", phrase!("Rows before")),
        count("exact", phrase!("Joined")),
        count("probable", phrase!("To be decided")),
        count("unmatched", phrase!("Not found")),
        count("kept", phrase!("Rows after")),
        count("targets", phrase!("Rows of the other source")),
        count("found", phrase!("of these, found")),
    ];
    let mut table = internal(TableRole::Linkage, phrase!("Rows of linked sources, before and after"), columns);
    for (row, linkage) in linkages.iter().enumerate() {
        let numbers = [
            linkage.rows,
            linkage.count(Class::Exact),
            linkage.count(Class::Probable),
            linkage.count(Class::Unmatched),
            linkage.kept,
            linkage.targets,
            linkage.found,
        ];
        let words = [Cell::text(linkage.source.clone()), Cell::text(linkage.to.clone()), Cell::text(by(linkage))];
        table.push(words.into_iter().chain(numbers.map(Cell::count_here)).collect());
        table.relations.push(Relation { total: (row, 3), parts: (4..7).map(|column| (row, column)).collect() });
    }
    table.notes = vec![
        phrase!(
            "Joined: the same number, id, or name after legal forms, widths, spaces and old characters are evened out, or a person's decision. To be decided: perhaps the same; decide on the sheet Data to check. Not found: with the nearest one below."
        ),
        phrase!("Rows after are those joined, without rows that have no period or repeat a unit."),
    ];
    table
}

fn by(linkage: &Linkage) -> String {
    let one = |(title, n): (&String, &usize)| format!("{title} {n}");
    linkage.by.iter().zip(&linkage.joined_by).map(one).collect::<Vec<_>>().join(", ")
}

/// What a person looks at: rows that wait for a decision, rows that found nobody, and names that were joined in another spelling.
fn listed(linkages: &[Linkage]) -> Table {
    let text = |key, title| Column::new(key, title, Format::Text);
    let columns = vec![
        text("source", phrase!("Source")),
        text("class", phrase!("What became of it")),
        text("who", phrase!("Row")),
        text("cell", phrase!("Cell")),
        text("other", phrase!("Joined to, or nearest")),
        text("other_cell", phrase!("Its cell")),
        Column::new("score", phrase!("Score"), Format::Number(2)),
        text("why", phrase!("Why")),
    ];
    let mut table = internal(TableRole::LinkageRows, phrase!("Who was found, who perhaps, who not"), columns);
    let mut rows: Vec<(&Linkage, &LinkRecord)> = records(linkages).filter(|(_, record)| is_listed(record)).collect();
    // Open ones first; the order of the files within.
    rows.sort_by_key(|(_, record)| rank(record.class));
    for (linkage, record) in rows.iter().take(MOST) {
        table.push(cells(linkage, record));
    }
    if rows.len() > MOST {
        table.notes.push(phrase!(
            "{more} more are in the data file `{file}`",
            more = rows.len() - MOST,
            file = "linkage.csv"
        ));
    }
    table.notes.push(phrase!(
        "The score is between 0 and 1, and 1 only for equal names: likeness of the names, less for short names, other legal forms, branches and other places. Rows joined without any difference are in the data file `{file}` alone.",
        file = "linkage.csv"
    ));
    table
}

fn records(linkages: &[Linkage]) -> impl Iterator<Item = (&Linkage, &LinkRecord)> {
    linkages.iter().flat_map(|linkage| linkage.records.iter().map(move |record| (linkage, record)))
}

fn is_listed(record: &LinkRecord) -> bool {
    record.class != Class::Exact || !record.same_spelling || record.by.is_none()
}

fn rank(class: Class) -> u8 {
    match class {
        Class::Probable => 0,
        Class::Unmatched => 1,
        Class::Exact => 2,
    }
}

fn word(class: Class) -> Phrase {
    match class {
        Class::Exact => phrase!("joined"),
        Class::Probable => phrase!("waits for a decision"),
        Class::Unmatched => phrase!("not found"),
    }
}

fn cells(linkage: &Linkage, record: &LinkRecord) -> Vec<Cell> {
    let other =
        |of: fn(&Candidate) -> String| record.other.as_ref().map_or_else(Cell::empty, |it| Cell::identifier(of(it)));
    vec![
        Cell::text(linkage.source.clone()),
        Cell::phrase(word(record.class)),
        Cell::identifier(record.text.clone()),
        Cell::identifier(record.place.to_string()),
        other(|it| it.text.clone()),
        other(|it| it.place.to_string()),
        Cell::statistic(record.score),
        Cell::phrase(record.why.clone()),
    ]
}

/// All rows, for other programs.
fn frame(linkages: &[Linkage]) -> Frame {
    let text = |of: &dyn Fn(&Linkage, &LinkRecord) -> String| {
        Values::Text(records(linkages).map(|(linkage, record)| of(linkage, record)).collect())
    };
    let other = |of: fn(&Candidate) -> String| text(&|_, record| record.other.as_ref().map(of).unwrap_or_default());
    let column = |key: &str, title: Phrase, description: Phrase, values: Values| FrameColumn {
        key: key.into(),
        title,
        description,
        values,
    };
    let score = Values::Number(records(linkages).map(|(_, record)| record.score).collect());
    let columns = vec![
        column(
            "source",
            phrase!("Source"),
            phrase!("name of the source in the study file"),
            text(&|it, _| it.source.clone()),
        ),
        column(
            "to",
            phrase!("Linked to"),
            phrase!("name of the source that it is linked to"),
            text(&|it, _| it.to.clone()),
        ),
        column(
            "class",
            phrase!("What became of it"),
            phrase!("exact, probable or unmatched"),
            text(&|_, it| class(it.class)),
        ),
        column("by", phrase!("By"), phrase!("column that joined the row"), text(&joined_by)),
        column("score", phrase!("Score"), phrase!("from 0 to 1; 1 only for equal names, numbers and ids"), score),
        column("who", phrase!("Row"), phrase!("what the row says of who it is"), text(&|_, it| it.text.clone())),
        column("cell", phrase!("Cell"), phrase!("where it says so"), text(&|_, it| it.place.to_string())),
        column(
            "other",
            phrase!("Joined to, or nearest"),
            phrase!("what the other row says"),
            other(|it| it.text.clone()),
        ),
        column("other_cell", phrase!("Its cell"), phrase!("where it says so"), other(|it| it.place.to_string())),
        column("why_en", phrase!("Why"), phrase!("why, in English"), text(&|_, it| it.why.render(Lang::En))),
        column("why_ja", phrase!("Why"), phrase!("why, in Japanese"), text(&|_, it| it.why.render(Lang::Ja))),
    ];
    let title = phrase!("Who was found for the rows of linked sources");
    Frame { id: FrameRole::Linkage.into(), title, audience: Audience::Internal, columns }
}

fn class(class: Class) -> String {
    match class {
        Class::Exact => "exact",
        Class::Probable => "probable",
        Class::Unmatched => "unmatched",
    }
    .into()
}

fn joined_by(linkage: &Linkage, record: &LinkRecord) -> String {
    record.by.and_then(|by| linkage.by.get(by)).cloned().unwrap_or_default()
}
