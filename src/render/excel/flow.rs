//! 対象の流れ / Flow: from rows read to cases analysed, and every loss with its reason.

use crate::design::Kind;
use crate::exhibit::TableRole;
use crate::panel::{FlowStep, Lost};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::table;

const WIDTHS: [f64; 8] = [44.0, 12.0, 12.0, 12.0, 12.0, 12.0, 40.0, 34.0];
/// Key of the last stage of an outcome: each outcome has its own after the stages that all share.
const ANALYSED: &str = "analysed";
/// Cases named in one cell; the data files name all.
const NAMED: usize = 8;

/// The sheet: for those who hold the data with names, else the tables alone.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Flow,
    Tint::Cases,
    || phrase!("Flow"),
    || phrase!("From rows read to cases analysed, and why any were lost"),
    |page| match page.book.internal() {
        true => write(page),
        false => table::sheet(page, &title(), page.book.tables(SheetId::Flow)),
    },
)
.taking(|role| *role == TableRole::Flow)
.only_if(|book| {
    let found = &book.bundle.findings;
    let recorded = !found.flow.is_empty() || found.questions.iter().any(|question| !question.flow.is_empty());
    if book.internal() { recorded } else { !book.tables(SheetId::Flow).is_empty() }
})
.missed(|| phrase!("left out: no steps were recorded"));

fn title() -> Phrase {
    phrase!("From rows read to cases analysed")
}

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("Every row read is either analysed or listed here with the reason why not.");
    page.title(&title(), &subtitle)?;
    let found = &page.book.bundle.findings;
    part(page, &page.say(&phrase!("The whole study")), &found.flow, Kind::Groups)?;
    for question in &found.questions {
        page.book.turn_to(&question.id);
        part(page, &page.book.question(&question.id), &question.flow, question.kind())?;
    }
    Ok(())
}

fn part(page: &mut Page<'_>, title: &str, steps: &[FlowStep], kind: Kind) -> Written {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(()) };
    page.heading(title)?;
    let titles: Vec<(String, bool)> = titles(kind).iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.head(0, &titles)?;
    steps.iter().try_for_each(|step| self::step(page, step))?;
    let outcomes = steps.iter().filter(|step| step.key == ANALYSED).count();
    if outcomes < 2 {
        page.note(&page.say(&reconcile(first.remaining, last.remaining, lost_after(steps))))?;
    } else {
        let shared: Vec<&FlowStep> = steps.iter().filter(|step| step.key != ANALYSED).collect();
        for last in steps.iter().filter(|step| step.key == ANALYSED) {
            let lost = lost_after(shared.iter().copied().chain([last]));
            let check = reconcile(first.remaining, last.remaining, lost);
            page.note(&page.say(&phrase!("{stage} – {check}", stage = last.stage.clone(), check = check)))?;
        }
    }
    page.skip(1)
}

fn titles(kind: Kind) -> [(Phrase, bool); 8] {
    let [of_these, compared, of_lost] = kind.sides_of_stage();
    [
        (phrase!("Stage"), false),
        (phrase!("Remaining"), true),
        (of_these, true),
        (compared, true),
        (phrase!("Lost before"), true),
        (of_lost, true),
        (phrase!("Reason"), false),
        (phrase!("Which"), false),
    ]
}

/// One row for a stage and its first reason, one more for each further reason.
fn step(page: &mut Page<'_>, step: &FlowStep) -> Written {
    let mut stage = vec![
        Entry::Strong(page.say(&step.stage)),
        Entry::count(step.remaining),
        Entry::maybe_count(step.treated),
        Entry::maybe_count(step.comparison),
    ];
    if step.lost.is_empty() {
        stage.resize(8, Entry::Blank);
        return page.line(0, &stage);
    }
    for lost in &step.lost {
        stage.extend(loss(page, lost));
        page.line(0, &stage)?;
        stage = vec![Entry::Blank; 4];
    }
    Ok(())
}

fn loss(page: &Page<'_>, lost: &Lost) -> [Entry; 4] {
    let mut who = lost.who.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if lost.who.len() > NAMED {
        who = page.say(&phrase!("{who} and {more} more", who = who, more = lost.who.len() - NAMED));
    }
    [Entry::count(lost.count), Entry::maybe_count(lost.treated), Entry::Text(page.say(&lost.reason)), Entry::Text(who)]
}

fn lost_after<'a>(steps: impl IntoIterator<Item = &'a FlowStep>) -> usize {
    steps.into_iter().skip(1).flat_map(|step| &step.lost).map(|lost| lost.count).sum()
}

/// The line under a flow that says whether the numbers add up.
fn reconcile(first: usize, last: usize, lost: usize) -> Phrase {
    if first == last + lost {
        return phrase!(
            "Check: {first} at the start − {lost} lost = {last} at the end. Every one is accounted for.",
            first = first,
            lost = lost,
            last = last
        );
    }
    phrase!(
        "Check: {first} at the start, {lost} lost for a reason, {last} at the end. The numbers differ by {rest} because rows were put together or counted in another unit.",
        first = first,
        lost = lost,
        last = last,
        rest = first.abs_diff(last + lost)
    )
}
