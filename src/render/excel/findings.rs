//! 結論 / Findings: one row for each answer, and under the table what can and cannot be said.

use crate::findings::{Effect, Finding, verdict};
use crate::phrase;
use crate::render::names::OutcomeNames;
use crate::text::{Arg, Lang, Phrase};

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::style::Form;
use super::{estimates, measure};

/// Answers whose box of what can and cannot be said stands under the table.
const BOXES: usize = 60;
/// First column of the right half of a box.
const HALF: u16 = 9;

/// Answers that fit on a printed page: with more, the headings are printed again.
const ONE_PAGE: usize = 12;
/// Width of the sentences of the other languages, which are not printed.
const OTHER: f64 = 90.0;

/// A column of the table, in order: what was found and how it is said stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FindingField {
    Outcome,
    Verdict,
    Sentence,
    Difference,
    Low,
    High,
    Unit,
    Treated,
    Compared,
    MeansOf,
    Before,
    After,
    Size,
    Index,
    P,
    Q,
    Question,
    Details,
}

const FIELDS: [FindingField; 18] = [
    FindingField::Outcome,
    FindingField::Verdict,
    FindingField::Sentence,
    FindingField::Difference,
    FindingField::Low,
    FindingField::High,
    FindingField::Unit,
    FindingField::Treated,
    FindingField::Compared,
    FindingField::MeansOf,
    FindingField::Before,
    FindingField::After,
    FindingField::Size,
    FindingField::Index,
    FindingField::P,
    FindingField::Q,
    FindingField::Question,
    FindingField::Details,
];

impl FindingField {
    /// Heading, and whether it stands over numbers.
    fn title(self) -> (Phrase, bool) {
        match self {
            FindingField::Question => (phrase!("Question"), false),
            FindingField::Outcome => (phrase!("Outcome"), false),
            FindingField::Unit => (phrase!("Unit"), false),
            FindingField::Treated => (phrase!("Treated (n)"), true),
            FindingField::Compared => (phrase!("Compared (n)"), true),
            FindingField::MeansOf => (phrase!("Means of"), false),
            FindingField::Before => (phrase!("Mean before, or of the compared"), true),
            FindingField::After => (phrase!("Mean after, or of the treated"), true),
            FindingField::Difference => (phrase!("Difference"), true),
            FindingField::Low => (phrase!("Interval, low"), true),
            FindingField::High => (phrase!("Interval, high"), true),
            FindingField::Size => (phrase!("Size in SDs"), true),
            FindingField::Index => (phrase!("Improvement index"), false),
            FindingField::P => (phrase!("p"), true),
            FindingField::Q => (phrase!("q (corrected p)"), true),
            FindingField::Verdict => (phrase!("Verdict"), false),
            FindingField::Sentence => (phrase!("In words"), false),
            FindingField::Details => (phrase!("Details"), false),
        }
    }

    fn width(self) -> f64 {
        match self {
            FindingField::Question => 26.0,
            FindingField::Outcome => 22.0,
            FindingField::Unit | FindingField::Size => 9.0,
            FindingField::Treated | FindingField::Compared => 11.0,
            FindingField::MeansOf | FindingField::Before | FindingField::After => 11.0,
            FindingField::Difference | FindingField::Low | FindingField::High => 10.5,
            FindingField::Index => 13.0,
            FindingField::P | FindingField::Q => 9.0,
            FindingField::Verdict => 15.5,
            FindingField::Sentence => 84.0,
            FindingField::Details => 9.0,
        }
    }
}

/// The columns that have something to show.
fn fields(findings: &[Finding]) -> Vec<FindingField> {
    let any = |has: &dyn Fn(&Finding) -> bool| findings.iter().any(has);
    let shown = |field: &FindingField| match field {
        FindingField::Unit => any(&|finding| !finding.unit.is_empty()),
        FindingField::Index => any(&|finding| improvement(finding).is_some()),
        FindingField::Q => any(&|finding| finding.q_value.is_some()),
        _ => true,
    };
    FIELDS.into_iter().filter(shown).collect()
}

/// The other languages of the study, whose sentences stand beside the table.
fn others(page: &Page<'_>) -> Vec<Lang> {
    let all = page.book.bundle.findings.study.written();
    all.into_iter().filter(|lang| *lang != page.book.lang.get()).collect()
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Findings,
    Tint::Answer,
    || phrase!("Findings"),
    || phrase!("The answers: one row for each, and what can and cannot be said"),
    write,
);

fn write(page: &mut Page<'_>) -> Written {
    let findings = &page.book.said();
    let (fields, others) = (fields(findings), others(page));
    let widths = fields.iter().map(|field| field.width());
    page.columns(&widths.chain(others.iter().map(|_| OTHER)).collect::<Vec<f64>>())?;
    let title = Phrase::words(&page.book.bundle.findings.study.title);
    page.title(
        &title,
        &phrase!("The answers, one row for each. Read the sentence and what cannot be said, not the number alone."),
    )?;
    if findings.is_empty() {
        let none = page.say(&phrase!("No question could be answered. The sheet on data quality says why."));
        return page.prose(&none, &page.book.look.prose.clone());
    }
    table(page, findings, &fields, &others)?;
    // The evidence table says what can and cannot be said, a row for each claim.
    if !page.book.has(SheetId::Claims) {
        page.skip(1)?;
        boxes(page, findings)?;
    }
    // The sentences of the other languages are for copying.
    page.sheet.set_print_area(0, 0, page.row, (fields.len() - 1) as u16)?;
    Ok(())
}

fn table(page: &mut Page<'_>, findings: &[Finding], fields: &[FindingField], others: &[Lang]) -> Written {
    let head = page.row;
    let mut titles: Vec<(String, bool)> =
        fields.iter().map(|field| field.title()).map(|(title, numeric)| (page.say(&title), numeric)).collect();
    let translated = |lang: &Lang| page.say(&phrase!("In words ({lang})", lang = lang.code()));
    titles.extend(others.iter().map(|lang| (translated(lang), false)));
    page.filtered_head(&titles)?;
    let verdict = fields.iter().position(|field| *field == FindingField::Verdict).unwrap_or(0) as u16;
    let outcomes = OutcomeNames::of(&page.book.bundle.findings);
    for (index, finding) in (0u32..).zip(findings) {
        let row = page.row;
        let own = fields.iter().map(|field| entry(page, finding, index, *field));
        let entries: Vec<Entry> = own.chain(others.iter().map(|lang| Entry::Text(sentence(finding, *lang)))).collect();
        page.line(0, &entries)?;
        let word = page.say(&verdict::words(&finding.claim).word);
        let format = page.book.look.verdict(finding.claim.verdict);
        page.sheet.write_string_with_format(row, verdict, word, &format)?;
        names(page, finding, &outcomes, fields, row);
    }
    page.sheet.set_freeze_panes(head + 1, 2)?;
    if findings.len() > ONE_PAGE {
        page.sheet.set_repeat_rows(head, head)?;
    }
    let level = page.book.bundle.findings.study.level;
    let note = phrase!(
        "Interval: {level} confidence. Difference: treated minus comparison, or after minus before. SDs: standard deviations.",
        level = Arg::level(level)
    );
    page.note(&page.say(&note))?;
    page.source("")
}

fn entry(page: &Page<'_>, finding: &Finding, index: u32, field: FindingField) -> Entry {
    let book = page.book;
    let form = Form::Fixed(estimates::decimals(finding));
    let shows = !finding.sample.withheld;
    let number = |value: fn(&Effect) -> f64, form| match &finding.effect {
        _ if !shows => Entry::withheld(),
        Some(effect) => Entry::number(value(effect), form),
        None => Entry::Instead("–".into()),
    };
    let maybe = |value: Option<f64>, form| match value {
        Some(_) if !shows => Entry::withheld(),
        value => Entry::maybe(value, form),
    };
    let describe = &finding.describe;
    let [treated, compared] = book.cases(finding);
    match field {
        FindingField::Question => Entry::Text(book.question(&finding.question)),
        FindingField::Outcome => Entry::Text(book.outcome(finding)),
        FindingField::Unit => Entry::Text(finding.unit.get(book.lang.get()).to_string()),
        FindingField::Treated => treated,
        FindingField::Compared => compared,
        FindingField::MeansOf => estimates::means_of(page, finding),
        FindingField::Before => maybe(describe.mean_reference, estimates::form_of_means(finding)),
        FindingField::After => maybe(describe.mean_treated, estimates::form_of_means(finding)),
        FindingField::Difference => number(|effect| effect.estimate, form),
        FindingField::Low => number(|effect| effect.low, form),
        FindingField::High => number(|effect| effect.high, form),
        FindingField::Size => maybe(describe.standardised, Form::Fixed(2)),
        FindingField::Index => Entry::Text(improvement(finding).map(|said| page.say(said)).unwrap_or_default()),
        FindingField::P => number(|effect| effect.p_value, Form::P),
        FindingField::Q => maybe(finding.q_value, Form::P),
        FindingField::Verdict => Entry::Strong(page.say_of(&finding.question, &verdict::words(&finding.claim).word)),
        FindingField::Sentence => Entry::Text(sentence(finding, book.lang.get())),
        FindingField::Details => {
            Entry::Goto(SheetId::Estimates, estimates::FIRST_ROW + index, page.say(&phrase!("Numbers")))
        }
    }
}

/// The improvement index, where a standard of evidence works one out.
fn improvement(finding: &Finding) -> Option<&Phrase> {
    let mut details = finding.standings.iter().flat_map(|standing| &standing.details);
    details.find(|(label, _)| label.template == "Improvement index").map(|(_, value)| value)
}

/// The sentence as it is stored for a language, else as the claim says it.
fn sentence(finding: &Finding, lang: Lang) -> String {
    finding.texts.get(&lang).cloned().unwrap_or_else(|| finding.claim.sentence.render(lang))
}

/// Names for the effect, its interval and its p, so that other documents can link to them: `res_question_outcome_est`.
fn names(page: &mut Page<'_>, finding: &Finding, outcomes: &OutcomeNames, fields: &[FindingField], row: u32) {
    if finding.effect.is_none() || finding.sample.withheld {
        return;
    }
    let sheet = page.book.name(SheetId::Findings);
    let own = finding.question.len() + finding.outcome.len() + 2;
    let outcome = outcomes.get(&finding.question, &finding.outcome);
    let rest = finding.id.get(own..);
    let ends = [
        (FindingField::Difference, "est"),
        (FindingField::Low, "low"),
        (FindingField::High, "high"),
        (FindingField::P, "p"),
    ];
    for (field, end) in ends {
        let Some(column) = fields.iter().position(|it| *it == field) else { continue };
        let parts: Vec<&str> = ["res", &finding.question, outcome].into_iter().chain(rest).chain([end]).collect();
        let cell = format!("='{sheet}'!${}${}", crate::diag::column_letters(column as u32), row + 1);
        page.names.push((measure::name(&parts), cell));
    }
}

/// What can and cannot be said: a box for each answer, under the question.
fn boxes(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let told = |finding: &&Finding| !finding.claim.can_say.is_empty() || !finding.claim.cannot_say.is_empty();
    let all: Vec<&Finding> = findings.iter().filter(told).collect();
    let mut last = None;
    for finding in all.iter().take(BOXES) {
        if last != Some(&finding.question) {
            page.skip(u32::from(last.is_some()))?;
            page.heading(&page.book.question(&finding.question))?;
            last = Some(&finding.question);
        }
        says(page, finding)?;
    }
    if all.len() > BOXES {
        let more =
            phrase!("What can and cannot be said of {more} more answers is in the reports.", more = all.len() - BOXES);
        page.note(&page.say(&more))?;
    }
    Ok(())
}

/// The box of an answer: what can be said at the left, what cannot at the right.
fn says(page: &mut Page<'_>, finding: &Finding) -> Written {
    let look = &page.book.look;
    let last = HALF + 6;
    let outcome = page.book.outcome_with_unit(finding);
    page.prose(&outcome, &look.subheading.clone())?;
    let sides = [
        (0, HALF - 1, phrase!("What can be said"), &finding.claim.can_say, &look.can),
        (HALF, last, phrase!("What cannot be said"), &finding.claim.cannot_say, &look.cannot),
    ];
    let mut most = 1;
    for (from, to, title, lines, format) in sides {
        let lines: Vec<String> = lines.iter().map(|line| page.bullet(&finding.question, line)).collect();
        let text = measure::cell(&[vec![page.say(&title)], lines].concat().join("\n"));
        let room: f64 = (from..=to).map(|column| page.width(column)).sum();
        most = most.max(measure::lines(&text, room - 2.0));
        page.sheet.merge_range(page.row, from, page.row, to, &text, format)?;
    }
    page.height(most)?;
    page.row += 1;
    Ok(())
}
