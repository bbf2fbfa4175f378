//! 結論 / Findings: one row for each answer, and under the table what can and cannot be said.

use crate::design::Sides;
use crate::findings::{Effect, Finding, SampleInfo};
use crate::phrase;
use crate::text::{Phrase, WITHHELD, decimals_for};

use super::page::{Entry, Page, Written};
use super::style::Form;
use super::tab::Tab;
use super::{estimates, measure, verdict};

const WIDTHS: [f64; 15] = [18.0, 15.0, 9.5, 9.5, 11.0, 11.0, 11.0, 10.0, 10.0, 10.0, 9.0, 10.0, 15.5, 46.0, 9.0];
const EFFECT: u16 = 7;
const VERDICT: u16 = 12;

pub(super) fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let title = Phrase::words(&page.book.bundle.findings.study.title);
    page.title(
        &title,
        &phrase!("The answers, one row for each. Read the sentence and what cannot be said, not the number alone."),
    )?;
    let findings = &page.book.bundle.findings.findings;
    if findings.is_empty() {
        let none = page.say(&phrase!("No question could be answered. The sheet on data quality says why."));
        return page.prose(&none, &page.book.look.prose.clone());
    }
    table(page, findings)?;
    page.skip(1);
    findings.iter().try_for_each(|finding| says(page, finding))
}

fn table(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let head = page.row;
    let titles: Vec<(String, bool)> = titles().iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.filtered_head(&titles)?;
    for (index, finding) in (0u32..).zip(findings) {
        let row = page.row;
        page.line(0, &entries(page, finding, index))?;
        let word = page.say(&verdict::said(&finding.claim));
        let format = page.book.look.verdict(finding.claim.verdict);
        page.sheet.write_string_with_format(row, VERDICT, word, &format)?;
        if finding.effect.is_some() {
            names(page, finding, row);
        }
    }
    let last = (WIDTHS.len() - 1) as u16;
    page.sheet.autofilter(head, 0, page.row - 1, last)?;
    page.sheet.set_freeze_panes(head + 1, 2)?;
    page.sheet.set_repeat_rows(head, head)?;
    let level = page.book.bundle.findings.study.level;
    let note = phrase!(
        "Interval: {level} confidence. Difference: treated minus comparison, or after minus before. SDs: standard deviations.",
        level = crate::text::Arg::Percent(level, 0)
    );
    page.note(&page.say(&note))
}

fn titles() -> [(Phrase, bool); 15] {
    [
        (phrase!("Question"), false),
        (phrase!("Outcome"), false),
        (phrase!("Treated (n)"), true),
        (phrase!("Compared (n)"), true),
        (phrase!("Means of"), false),
        (phrase!("Mean before, or of the compared"), true),
        (phrase!("Mean after, or of the treated"), true),
        (phrase!("Difference"), true),
        (phrase!("Interval, low"), true),
        (phrase!("Interval, high"), true),
        (phrase!("p"), true),
        (phrase!("Size in SDs"), true),
        (phrase!("Verdict"), false),
        (phrase!("In words"), false),
        (phrase!("Details"), false),
    ]
}

fn entries(page: &Page<'_>, finding: &Finding, index: u32) -> Vec<Entry> {
    let form = Form::Fixed(decimals(finding));
    let number =
        |value: fn(&Effect) -> f64, form| finding.effect.as_ref().map_or(withheld(), |e| Entry::number(value(e), form));
    let describe = &finding.describe;
    vec![
        Entry::Text(page.book.question(&finding.question)),
        Entry::Text(page.book.outcome_with_unit(finding)),
        cases(&finding.sample),
        if finding.sample.comparison == 0 { Entry::Blank } else { Entry::count(finding.sample.comparison) },
        means_of(page, finding),
        Entry::maybe(describe.mean_reference, form),
        Entry::maybe(describe.mean_treated, form),
        number(|effect| effect.estimate, form),
        number(|effect| effect.low, form),
        number(|effect| effect.high, form),
        number(|effect| effect.p_value, Form::P),
        Entry::maybe(describe.standardised, Form::Fixed(2)),
        Entry::Strong(page.say(&verdict::said(&finding.claim))),
        Entry::Text(sentence(page, finding)),
        Entry::Goto(Tab::Estimates, estimates::FIRST_ROW + index, page.say(&phrase!("Numbers"))),
    ]
}

/// What the two means are means of.
pub(super) fn means_of(page: &Page<'_>, finding: &Finding) -> Entry {
    if finding.describe.mean_treated.is_none() && finding.describe.mean_reference.is_none() {
        return Entry::Blank;
    }
    let what = match (finding.of_changes, finding.sample.comparison) {
        _ if finding.claim.rung.sides() == Sides::Answered => phrase!("before and after"),
        (_, 0) => phrase!("before and after"),
        (true, _) => phrase!("change since before"),
        (false, _) => phrase!("outcome"),
    };
    Entry::Text(page.say(&what))
}

/// Those who took part, where this edition shows how many.
pub(super) fn cases(sample: &SampleInfo) -> Entry {
    if sample.withheld { Entry::Instead(WITHHELD.into()) } else { Entry::count(sample.treated) }
}

fn withheld() -> Entry {
    Entry::Instead("–".into())
}

/// The sentence as it is stored for the language, else as the claim says it.
fn sentence(page: &Page<'_>, finding: &Finding) -> String {
    finding.texts.get(&page.book.lang).cloned().unwrap_or_else(|| page.say(&finding.claim.sentence))
}

/// Decimals that show the effect and its interval to about three digits.
pub(super) fn decimals(finding: &Finding) -> usize {
    let sizes = finding.effect.iter().flat_map(|effect| [effect.estimate, effect.low, effect.high]);
    let means = [finding.describe.mean_treated, finding.describe.mean_reference].into_iter().flatten();
    let largest =
        |values: &mut dyn Iterator<Item = f64>| values.filter(|v| v.is_finite()).map(f64::abs).fold(0.0, f64::max);
    let size = largest(&mut sizes.into_iter());
    decimals_for(if size > 0.0 { size } else { largest(&mut means.into_iter()) })
}

/// Names for the effect and its interval, so that other documents can link to them: `res_question_outcome_est`.
fn names(page: &mut Page<'_>, finding: &Finding, row: u32) {
    let sheet = Tab::Findings.name(page.book.lang);
    let rest = finding.id.splitn(3, '/').nth(2);
    for (column, end) in (EFFECT..).zip(["est", "low", "high"]) {
        let parts: Vec<&str> =
            ["res", &finding.question, &finding.outcome].into_iter().chain(rest).chain([end]).collect();
        let cell = format!("='{sheet}'!${}${}", crate::diag::column_letters(u32::from(column)), row + 1);
        page.names.push((measure::name(&parts), cell));
    }
}

/// What can and cannot be said of an answer.
fn says(page: &mut Page<'_>, finding: &Finding) -> Written {
    if finding.claim.can_say.is_empty() && finding.claim.cannot_say.is_empty() {
        return Ok(());
    }
    page.heading(&format!("{} – {}", page.book.question(&finding.question), page.book.outcome(finding)))?;
    says_list(page, &phrase!("What can be said"), &finding.claim.can_say)?;
    says_list(page, &phrase!("What cannot be said"), &finding.claim.cannot_say)?;
    page.skip(1);
    Ok(())
}

fn says_list(page: &mut Page<'_>, title: &Phrase, lines: &[Phrase]) -> Written {
    if lines.is_empty() {
        return Ok(());
    }
    let (strong, prose) = (page.book.look.subheading.clone(), page.book.look.prose.clone());
    page.prose(&page.say(title), &strong)?;
    lines.iter().try_for_each(|line| page.prose(&page.bullet(line), &prose))
}
