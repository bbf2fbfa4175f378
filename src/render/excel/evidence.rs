//! 証拠カード / Evidence card: what published standards say of each answer, by which rule, and what would raise it.

use crate::exhibit::TableRole;
use crate::findings::{Finding, Standing};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 8] = [18.0, 18.0, 22.0, 8.0, 24.0, 38.0, 38.0, 46.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Evidence,
    Tint::Evidence,
    || phrase!("Evidence card"),
    || phrase!("How strong the evidence is by published standards, and what would raise it"),
    write,
)
.taking(|role| *role == TableRole::Evidence)
.only_if(|book| book.bundle.findings.findings.iter().any(|finding| !finding.standings.is_empty()));

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!(
        "What published standards of evidence say of each answer. The levels are worked out by software from the design and the data; a reviewer may judge otherwise."
    );
    page.title(&phrase!("Evidence card"), &subtitle)?;
    let head = page.row;
    let titles: Vec<(String, bool)> = titles().iter().map(|title| (page.say(title), false)).collect();
    page.filtered_head(&titles)?;
    for finding in &page.book.bundle.findings.findings {
        finding.standings.iter().try_for_each(|standing| row(page, finding, standing))?;
    }
    page.keep_in_sight(head, 2)?;
    page.note(&page.say(&phrase!(
        "A level says how much the design rules out other explanations, not how large or how important a difference is."
    )))?;
    page.source("")
}

fn titles() -> [Phrase; 8] {
    [
        phrase!("Question"),
        phrase!("Outcome"),
        phrase!("Standard"),
        phrase!("Level reached"),
        phrase!("In words (level)"),
        phrase!("Rule that decided it"),
        phrase!("Cheapest next step"),
        phrase!("Rests on"),
    ]
}

fn row(page: &mut Page<'_>, finding: &Finding, standing: &Standing) -> Written {
    let say = |phrase: &Phrase| page.say_of(&finding.question, phrase);
    let details: Vec<String> = standing
        .details
        .iter()
        .map(|(label, value)| say(&phrase!("{label}: {value}", label = label.clone(), value = value.clone())))
        .collect();
    let next = standing.next.clone().unwrap_or_else(|| phrase!("none that software can tell"));
    let entries = [
        Entry::Text(page.book.question(&finding.question)),
        Entry::Text(page.book.outcome_with_unit(finding)),
        Entry::Strong(say(&standing.title)),
        Entry::Text(level(standing)),
        Entry::Text(say(&standing.verdict)),
        Entry::Text(say(&standing.rule)),
        Entry::Text(say(&next)),
        Entry::Text(details.join("\n")),
    ];
    page.line(0, &entries)
}

/// `3 / 5`, or a dash where the standard has no numbered levels.
fn level(standing: &Standing) -> String {
    match (standing.level, standing.of) {
        (Some(level), Some(of)) => format!("{level} / {of}"),
        (Some(level), None) => level.to_string(),
        _ => "–".into(),
    }
}
