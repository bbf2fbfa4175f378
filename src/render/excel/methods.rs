//! 方法 / Methods: the card of each method that was used, and its options.

use crate::findings::{MethodUse, QuestionInfo};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::{Sheet, nothing};

const WIDTHS: [f64; 2] = [32.0, 104.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Methods,
    Tint::Background,
    || phrase!("Methods"),
    || phrase!("What each method does, needs and assumes, and the options used"),
    write,
)
.only_if(|book| book.bundle.findings.questions.iter().any(|question| !question.methods.is_empty()))
.missed(nothing);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("What each method does, needs and assumes, when not to trust it, and the options used.");
    page.title(&phrase!("Methods"), &subtitle)?;
    page.book.bundle.findings.questions.iter().try_for_each(|question| self::question(page, question))
}

fn question(page: &mut Page<'_>, question: &QuestionInfo) -> Written {
    page.book.turn_to(&question.id);
    page.heading(&page.book.question(&question.id))?;
    for note in &question.notes {
        page.line(0, &[Entry::Strong(page.say(&phrase!("What was done"))), Entry::Text(page.say(note))])?;
    }
    page.skip(1)?;
    question.methods.iter().try_for_each(|method| self::method(page, method))
}

fn method(page: &mut Page<'_>, method: &MethodUse) -> Written {
    let title = method.card.get("title").map_or(method.name.clone(), |title| page.say(title));
    let heading = format!("{} – {title}", page.say(&family(&method.family)));
    page.head(0, &[(heading.clone(), false), (String::new(), false)])?;
    let format = page.book.look.head.clone();
    page.sheet.merge_range(page.row - 1, 0, page.row - 1, 1, &heading, &format)?;
    page.sheet.set_row_height(page.row - 1, page.book.look.line() * 1.2)?;
    for (key, text) in method.card.iter().filter(|(key, _)| *key != "title") {
        page.line(0, &[Entry::Strong(page.say(&label(key))), Entry::Text(page.say(text))])?;
    }
    let name = phrase!("Name in study files");
    page.line(0, &[Entry::Strong(page.say(&name)), Entry::Text(method.name.clone())])?;
    options(page, method)?;
    if !method.references.is_empty() {
        let references = method.references.join("\n");
        page.line(0, &[Entry::Strong(page.say(&phrase!("References"))), Entry::Text(references)])?;
    }
    page.skip(1)
}

fn options(page: &mut Page<'_>, method: &MethodUse) -> Written {
    let pairs = method.options.as_object().into_iter().flatten().filter(|(key, _)| *key != "method");
    let lines: Vec<String> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    if lines.is_empty() {
        return Ok(());
    }
    page.line(0, &[Entry::Strong(page.say(&phrase!("Options used"))), Entry::Text(lines.join("\n"))])
}

fn family(name: &str) -> Phrase {
    match name {
        "design" => phrase!("Design"),
        "estimate" => phrase!("Estimation"),
        "inference" => phrase!("Uncertainty"),
        "sensitivity" => phrase!("Sensitivity"),
        other => Phrase::verbatim(other),
    }
}

fn label(key: &str) -> Phrase {
    match key {
        "answers" => phrase!("What it answers"),
        "needs" => phrase!("What it needs"),
        "assumes" => phrase!("What it assumes"),
        "formula" => phrase!("Formula"),
        "breaks" => phrase!("When not to trust it"),
        "same_as" => phrase!("The same elsewhere"),
        other => Phrase::verbatim(other),
    }
}
