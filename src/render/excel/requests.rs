//! データの依頼 / Data request: what to collect, so that more can be said.

use crate::exhibit::TableRole;
use crate::findings::DataRequest;
use crate::phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 8] = [20.0, 20.0, 34.0, 28.0, 10.0, 20.0, 40.0, 20.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Requests,
    Tint::Evidence,
    || phrase!("Data request"),
    || phrase!("What to collect, so that more can be said next time"),
    write,
)
.taking(|role| *role == TableRole::Requests)
.only_if(|book| !book.bundle.findings.requests.is_empty());

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("What to collect, of whom and by when, so that more can be said next time.");
    page.title(&phrase!("Data request"), &subtitle)?;
    let titles = [
        (phrase!("Question"), false),
        (phrase!("Outcome"), false),
        (phrase!("What to collect"), false),
        (phrase!("Of whom"), false),
        (phrase!("How many more"), true),
        (phrase!("By when"), false),
        (phrase!("So that this can be said"), false),
        (phrase!("Who takes care of it"), false),
    ];
    let head = page.row;
    let titles: Vec<(String, bool)> = titles.iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.filtered_head(&titles)?;
    page.book.bundle.findings.requests.iter().try_for_each(|request| row(page, request))?;
    page.keep_in_sight(head, 2)?;
    page.note(&page.say(&phrase!("The last column is for you; the program does not read it.")))?;
    page.source("")
}

fn row(page: &mut Page<'_>, request: &DataRequest) -> Written {
    page.book.turn_to(&request.question);
    let found = &page.book.bundle.findings;
    let finding = found.findings.iter().find(|finding| Some(&finding.id) == request.finding.as_ref());
    let outcome = finding.map_or_else(|| page.say(&phrase!("all outcomes")), |it| page.book.outcome_with_unit(it));
    let entries = [
        Entry::Text(page.book.question(&request.question)),
        Entry::Text(outcome),
        Entry::Strong(page.say(&request.collect)),
        Entry::Text(page.say(&request.whom)),
        Entry::maybe_count(request.count.map(|n| n as usize)),
        Entry::Text(page.say(&request.when)),
        Entry::Text(page.say(&request.so_that)),
        Entry::Input(String::new()),
    ];
    page.line(0, &entries)
}
