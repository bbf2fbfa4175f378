//! 回収 / Response: how many are left at each stage of a question, and whether both groups lost alike. Made of the cells of the
//! flow tables, so that what is withheld there is withheld here.

use crate::exhibit::{Column, Format, Table, Value, difference};
use crate::phrase;
use crate::text::Phrase;

use super::book::SheetContext;
use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::style::Form;
use super::table;

const WIDTHS: [f64; 8] = [46.0, 12.0, 12.0, 13.0, 13.0, 13.0, 13.0, 15.0];
/// Columns of the flow table: all, and the two groups.
const COUNTS: [&str; 3] = ["remaining", "treated", "comparison"];

/// The flow tables of the questions.
fn flows<'a>(book: &SheetContext<'a>) -> Vec<&'a Table> {
    let asked = |table: &&&Table| !table.id.question().is_empty() && table.rows.len() > 1;
    let counted = |table: &&&Table| COUNTS.iter().all(|key| table.column(key).is_some());
    book.tables(SheetId::Flow).iter().filter(asked).filter(counted).copied().collect()
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Response,
    Tint::Cases,
    || phrase!("Response"),
    || phrase!("How many are left at each stage, and whether the groups lost alike"),
    write,
)
.only_if(|book| !flows(book).is_empty());

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!(
        "How many are left at each stage, as a share of those at the first stage where they are known, and whether the two groups lost alike."
    );
    page.title(&phrase!("Response and losses"), &subtitle)?;
    flows(page.book).into_iter().try_for_each(|table| part(page, table))?;
    page.note(&page.say(&phrase!(
        "Cases of the comparison that nobody was matched to are left out on purpose; they are no loss."
    )))?;
    page.note(&page.say(&phrase!(
        "Groups that lose unlike shares may differ in ways that were not measured. The evidence card judges this by its own rule, where it applies."
    )))?;
    page.source("flow")
}

fn part(page: &mut Page<'_>, table: &Table) -> Written {
    page.heading(&page.book.question(table.id.question()))?;
    let title =
        |key: &str| table.column(key).map_or_else(|| Phrase::verbatim(key), |at| table.columns[at].title.clone());
    let share = |key: &str| phrase!("{group}: share left", group = title(key));
    let titles = [
        (phrase!("Stage"), false),
        (title(COUNTS[0]), true),
        (phrase!("Share left"), true),
        (title(COUNTS[1]), true),
        (share(COUNTS[1]), true),
        (title(COUNTS[2]), true),
        (share(COUNTS[2]), true),
        (phrase!("Difference of the shares"), true),
    ];
    let titles: Vec<(String, bool)> = titles.iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.head(0, &titles)?;
    let stages =
        (0..table.rows.len()).filter(|&row| table.cell(row, COUNTS[0]).is_some_and(|cell| cell.value != Value::Empty));
    for row in stages {
        let [all, treated, compared] = COUNTS.map(|key| kept(table, row, key));
        let gap = match (&treated.1, &compared.1) {
            (Entry::Number(a, _), Entry::Number(b, _)) => Entry::Number(difference(*a, *b), Form::Percent(1)),
            (Entry::Instead(_), _) | (_, Entry::Instead(_)) => Entry::withheld(),
            _ => Entry::Blank,
        };
        let stage =
            table.cell(row, "stage").map(|cell| table::entry(page.book, cell, &words())).unwrap_or(Entry::Blank);
        page.line(0, &[stage, all.0, all.1, treated.0, treated.1, compared.0, compared.1, gap])?;
    }
    page.skip(1)
}

fn words() -> Column {
    Column::new("stage", phrase!("Stage"), Format::Text)
}

/// A count and its share of the first count of its column.
fn kept(table: &Table, row: usize, key: &str) -> (Entry, Entry) {
    let value = |row: usize| table.cell(row, key).map_or(&Value::Empty, |cell| &cell.value);
    // A question without a comparison has nobody on that side.
    if (0..table.rows.len()).map(value).all(|value| matches!(value, Value::Empty | Value::Number(0.0))) {
        return (Entry::Blank, Entry::Blank);
    }
    let first = (0..table.rows.len()).map(value).find(|value| **value != Value::Empty);
    match (value(row), first) {
        (Value::Number(n), Some(Value::Number(all))) if *all > 0.0 => {
            (Entry::Number(*n, Form::Count), Entry::Number(n / all, Form::Percent(1)))
        }
        (Value::Number(n), Some(Value::Withheld)) => (Entry::Number(*n, Form::Count), Entry::withheld()),
        (Value::Number(n), _) => (Entry::Number(*n, Form::Count), Entry::Blank),
        (Value::Withheld, _) => (Entry::withheld(), Entry::withheld()),
        _ => (Entry::Blank, Entry::Blank),
    }
}
