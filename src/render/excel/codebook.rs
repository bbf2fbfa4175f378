//! 辞書 / Codebook: the variables with name, label, unit and kind. The internal edition has the columns of the data files too.

use std::collections::BTreeSet;

use crate::exhibit::{Frame, FrameColumn, Values};
use crate::findings::{Bundle, Finding};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::style::Form;

const WIDTHS: [f64; 6] = [30.0, 34.0, 18.0, 46.0, 24.0, 12.0];

/// Whether there is a variable to name.
fn has_content(bundle: &Bundle) -> bool {
    !bundle.findings.findings.is_empty() || !bundle.frames.is_empty()
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Codebook,
    Tint::Background,
    || phrase!("Codebook"),
    || phrase!("Variables: name, label, unit, kind"),
    write,
)
.only_if(|book| has_content(book.bundle));

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("The variables of the study: name, label, unit, kind and part in the questions.");
    page.title(&phrase!("Codebook"), &subtitle)?;
    used(page)?;
    if page.book.internal() {
        page.book.bundle.frames.iter().try_for_each(|frame| self::frame(page, frame))?;
    }
    page.source("")
}

/// A variable in a part that it plays: name, label, unit, part, question.
type VariableUse = (String, String, String, String, String);

/// Variables by the part that they play in the questions.
fn used(page: &mut Page<'_>) -> Written {
    let found = &page.book.bundle.findings;
    let mut rows: Vec<VariableUse> = Vec::new();
    for question in &found.questions {
        let own = || found.findings.iter().filter(|finding| finding.question == question.id);
        let mut add = |name: &str, label: String, unit: String, part: &Phrase| {
            rows.push((name.into(), label, unit, page.say(part), page.book.question(&question.id)));
        };
        own().for_each(|it| add(&it.outcome, page.book.outcome(it), unit(page, it), &phrase!("outcome variable")));
        for it in own() {
            let Some(before) = &it.baseline else { continue };
            add(before, page.book.outcome(it), unit(page, it), &phrase!("the outcome before"));
        }
        if let Some(name) = &question.treatment {
            add(name, question.label(name, page.book.lang.get()), String::new(), &phrase!("who took part"));
        }
        for name in &question.covariates {
            add(name, question.label(name, page.book.lang.get()), String::new(), &phrase!("compared on it"));
        }
    }
    // Names say nothing to those who have no data.
    if !page.book.internal() {
        rows.iter_mut().for_each(|row| row.0.clear());
    }
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(row.clone()));
    if rows.is_empty() {
        return Ok(());
    }
    page.heading(&page.say(&phrase!("Variables of the questions")))?;
    let titles = [
        (phrase!("Name"), false),
        (phrase!("Label"), false),
        (phrase!("Unit"), false),
        (phrase!("Question"), false),
        (phrase!("Part in the question"), false),
    ];
    page.phrases_head(&titles)?;
    for (name, label, unit, part, question) in rows {
        page.line(0, &[name, label, unit, question, part].map(Entry::Text))?;
    }
    page.skip(1)
}

fn unit(page: &Page<'_>, finding: &Finding) -> String {
    finding.as_said().unit.get(page.book.lang.get()).to_string()
}

fn frame(page: &mut Page<'_>, frame: &Frame) -> Written {
    let title = phrase!("Data file {name}: {title}", name = frame.id.replace('/', "-"), title = frame.title.clone());
    page.heading(&page.say(&title))?;
    let titles = [
        (phrase!("Name"), false),
        (phrase!("Label"), false),
        (phrase!("Kind of values"), false),
        (phrase!("What it is"), false),
        (phrase!("Values given"), true),
        (phrase!("Missing"), true),
    ];
    page.phrases_head(&titles)?;
    for column in &frame.columns {
        let (kind, given) = kind(column);
        let entries = [
            Entry::Text(column.key.clone()),
            Entry::Text(page.say(&column.title)),
            Entry::Text(page.say(&kind)),
            Entry::Text(page.say(&column.description)),
            Entry::count(given),
            Entry::Number((column.values.len() - given) as f64, Form::Count),
        ];
        page.line(0, &entries)?;
    }
    page.skip(1)
}

/// What the values are, and how many are given.
fn kind(column: &FrameColumn) -> (Phrase, usize) {
    match &column.values {
        Values::Integer(values) => (phrase!("whole number"), values.len()),
        Values::Text(values) => (phrase!("text"), values.iter().filter(|text| !text.is_empty()).count()),
        Values::Number(values) => {
            let given: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
            let two = !given.is_empty() && given.iter().all(|value| *value == 0.0 || *value == 1.0);
            (if two { phrase!("yes (1) or no (0)") } else { phrase!("number") }, given.len())
        }
    }
}
