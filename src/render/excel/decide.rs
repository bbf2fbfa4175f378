//! 確認が必要なデータ / Data to check: one row for each cell that needs a person. The next run reads the decisions back.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format};

use crate::diag::Place;
use crate::ingest::decisions::{self, Choice, Decision, Field, Given, State};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::style::Form;

/// Rows below the list for cells that a person adds.
const FREE: u32 = 10;
/// Cells that are listed; settled ones make room for the next.
const MOST: usize = 2_000;

fn width(field: Field) -> f64 {
    match field {
        Field::File | Field::Memo | Field::Found => 18.0,
        Field::Sheet | Field::By => 12.0,
        Field::Cell => 8.0,
        Field::Matter => 36.0,
        Field::Ask => 30.0,
        Field::Done | Field::Decision => 19.0,
        Field::Value | Field::Suggested => 15.0,
        Field::State | Field::Code => 16.0,
    }
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Decide,
    Tint::Decide,
    decisions::sheet_name,
    || phrase!("Cells of the data that need a person: decide here, and run the study again"),
    write,
)
.only_if(|book| book.internal());

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&Field::ALL.map(width))?;
    let subtitle = phrase!(
        "Each row is a cell that the program could not settle alone. Decide in the yellow columns, save, and run the study again."
    );
    page.title(&phrase!("Data to check"), &subtitle)?;
    how(page)?;
    let decisions = &page.book.bundle.findings.decisions;
    let head = page.row;
    let titles: Vec<(String, bool)> = Field::ALL.map(|field| (page.say(&field.title()), false)).to_vec();
    page.filtered_head(&titles)?;
    let first = page.row;
    decisions.iter().take(MOST).try_for_each(|decision| row(page, decision))?;
    page.keep_in_sight(head, 3)?;
    for _ in 0..FREE {
        page.line(0, &Field::ALL.map(blank))?;
    }
    choices(page, first, decisions)?;
    after(page, decisions)
}

fn how(page: &mut Page<'_>) -> Written {
    let lines = [
        phrase!("Nothing has to be decided: as long as a row is open, what is said under “What was done” holds."),
        phrase!(
            "A decision holds for the cell as long as it says what is written under “What is there”. If the cell changes, you are told and asked again."
        ),
        phrase!(
            "Where a value is suggested, “use this value” takes it unless another one is written beside the decision."
        ),
        phrase!(
            "Fill in the workbook of one language only. Cells that are not listed can be added in the free rows at the end: file, sheet, cell, decision."
        ),
    ];
    let prose = page.book.look.prose.clone();
    lines.iter().try_for_each(|line| page.prose(&page.bullet("", line), &prose))?;
    page.skip(1)
}

fn row(page: &mut Page<'_>, decision: &Decision) -> Written {
    let row = page.row;
    let entries = Field::ALL.map(|field| entry(page, decision, field));
    page.line(0, &entries)?;
    value(page, row, Field::Suggested, decision.suggested.as_ref(), &page.book.look.cell.clone())?;
    value(page, row, Field::Value, decision.value.as_ref(), &page.book.look.input.clone())
}

/// A number or a date as such, so that it is read back as one.
fn value(page: &mut Page<'_>, row: u32, field: Field, value: Option<&Given>, look: &Format) -> Written {
    let Some(column) = Field::ALL.iter().position(|known| *known == field) else { return Ok(()) };
    match value {
        Some(Given::Number(value)) => page.sheet.write_number_with_format(row, column as u16, *value, look)?,
        Some(Given::Date(serial)) => {
            let look = look.clone().set_num_format("yyyy-mm-dd");
            page.sheet.write_number_with_format(row, column as u16, *serial, &look)?
        }
        _ => return Ok(()),
    };
    Ok(())
}

fn entry(page: &Page<'_>, decision: &Decision, field: Field) -> Entry {
    let matters = |get: &dyn Fn(&crate::ingest::decisions::Matter) -> String| {
        let mut lines: Vec<String> = decision.matters.iter().map(get).filter(|line| !line.is_empty()).collect();
        lines.dedup();
        lines.join("\n")
    };
    match field {
        Field::File => Entry::Text(decision.file.clone()),
        Field::Sheet => Entry::Text(decision.sheet.clone()),
        Field::Cell => link(decision),
        Field::Found => Entry::Text(decision.found.clone()),
        Field::Matter if decision.is_by_hand() => Entry::Text(page.say(&phrase!("added by a person"))),
        Field::Matter => Entry::Text(matters(&|matter| page.say(&matter.message))),
        Field::Done if decision.state == State::Applied => Entry::Text(done(page, decision)),
        Field::Done => Entry::Text(matters(&|matter| page.say(&matter.done))),
        Field::Ask => Entry::Text(matters(&|matter| matter.hint.as_ref().map(|it| page.say(it)).unwrap_or_default())),
        Field::Decision => Entry::Input(decision.choice.map(|it| page.say(&it.word())).unwrap_or_default()),
        Field::Suggested => Entry::Text(decision.suggested.as_ref().map(Given::text).unwrap_or_default()),
        Field::Value => Entry::Input(decision.value.as_ref().map(Given::text).unwrap_or_default()),
        Field::By => Entry::Input(decision.by.clone()),
        Field::Memo => Entry::Input(decision.memo.clone()),
        Field::State if decision.state == State::Open => Entry::Strong(page.say(&decision.state.word())),
        Field::State => Entry::Text(page.say(&decision.state.word())),
        Field::Code => Entry::Text(matters(&|matter| page.say(&super::quality::named(&matter.code)))),
    }
}

/// What was done because a person decided it.
fn done(page: &Page<'_>, decision: &Decision) -> String {
    let value = decision.value.as_ref().map(Given::text).unwrap_or_default();
    let phrase = match decision.choice {
        Some(Choice::Keep) => phrase!("By decision: kept as it was read"),
        Some(Choice::Missing) => phrase!("By decision: the cell counts as missing"),
        Some(Choice::Value) => phrase!("By decision: {value} is used", value = value),
        Some(Choice::LeaveOut) => phrase!("By decision: the row was left out"),
        Some(Choice::Join) => phrase!("By decision: the row was joined"),
        Some(Choice::Apart) => phrase!("By decision: the row was not joined"),
        None => return String::new(),
    };
    page.say(&phrase)
}

/// The cell as a link to it: the files lie beside the folder of results.
fn link(decision: &Decision) -> Entry {
    let (file, cell) = (decision.file.replace('\\', "/"), decision.cell());
    if file.contains('#') {
        return Entry::Text(cell);
    }
    let absolute = file.starts_with('/') || file.contains(':');
    let path = if absolute { file } else { format!("../{file}") };
    let spot = match &*decision.sheet {
        "" => String::new(),
        sheet => format!("#'{}'!{cell}", sheet.replace('\'', "''")),
    };
    Entry::Outside(format!("file:///{path}{spot}"), cell)
}

fn blank(field: Field) -> Entry {
    match field {
        Field::Matter | Field::Done | Field::Ask | Field::Suggested | Field::State | Field::Code => Entry::Blank,
        _ => Entry::Input(String::new()),
    }
}

/// The list of decisions on the cells of the column: those that make sense for each, and all in the free rows.
fn choices(page: &mut Page<'_>, first: u32, decisions: &[Decision]) -> Written {
    let listed = &decisions[..decisions.len().min(MOST)];
    let mut row = first;
    for run in listed.chunk_by(|a, b| a.is_of_link() == b.is_of_link()) {
        let next = row + run.len() as u32;
        choose(page, row, next - 1, Choice::of_cell(run[0].is_of_link()))?;
        row = next;
    }
    choose(page, row, page.row - 1, &Choice::ALL)
}

fn choose(page: &mut Page<'_>, first: u32, last: u32, choices: &[Choice]) -> Written {
    let words: Vec<String> = choices.iter().map(|choice| page.say(&choice.word())).collect();
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(page.say(&phrase!("Not in the list")))?
        .set_error_message(page.say(&phrase!("Choose a decision from the list, or clear the cell.")))?;
    let column = Field::ALL.iter().position(|field| *field == Field::Decision).unwrap_or(0) as u16;
    page.sheet.add_data_validation(first, column, last, column, &list)?;
    Ok(())
}

/// What the list does not say.
fn after(page: &mut Page<'_>, decisions: &[Decision]) -> Written {
    let problems = &page.book.bundle.findings.problems;
    let is_cell = |place: &Place| matches!(place, Place::Cell { .. });
    let told = problems.iter().filter(|problem| problem.places.iter().any(is_cell));
    let listed = |code: &str| decisions.iter().any(|it| it.matters.iter().any(|matter| matter.code == code));
    let unlisted = told.filter(|problem| listed(&problem.code)).map(|problem| problem.count - problem.places.len());
    let more = unlisted.sum::<usize>() + decisions.len().saturating_sub(MOST);
    let open = decisions.iter().filter(|decision| decision.state == State::Open).count();
    let applied = decisions.iter().filter(|decision| decision.state == State::Applied).count();
    let said: Phrase = phrase!(
        "{open} to be decided, {applied} applied, {other} not applied.",
        open = open,
        applied = applied,
        other = decisions.len() - open - applied
    );
    page.note(&page.say(&said))?;
    if more > 0 {
        let rest = phrase!(
            "{more} more cells of the same kinds are not listed; mend them in the files, or settle these first.",
            more = more
        );
        page.note(&page.say(&rest))?;
    }
    page.note(&page.say(&phrase!("The links open the files as long as the folder of results lies beside them.")))?;
    page.source("")
}

/// Decisions that this run rests on, for the sheet on reproduction.
pub(super) fn applied(decisions: &[Decision]) -> Option<Entry> {
    let applied = decisions.iter().filter(|decision| decision.state == State::Applied).count();
    (applied > 0).then_some(Entry::Number(applied as f64, Form::Count))
}
