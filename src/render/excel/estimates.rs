//! 効果推定 / Estimates: every number behind the answers.

use crate::findings::{Effect, Finding, Measure, Role, SensitivityInfo};
use crate::phrase;
use crate::text::{Phrase, decimals_for};

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::{Sheet, nothing};
use super::style::Form;

/// Row of the first answer, for links.
pub(super) const FIRST_ROW: u32 = 5;

const WIDTHS: [f64; 16] = [18.0, 16.0, 24.0, 38.0, 12.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 9.0, 9.0, 9.0];

type Title = (Phrase, bool);

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Estimates,
    Tint::Numbers,
    || phrase!("Estimates"),
    || phrase!("Every number behind the answers: errors, second methods, sensitivity, checks"),
    write,
)
.only_if(|book| !book.bundle.findings.findings.is_empty())
.missed(nothing);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    page.title(
        &phrase!("Every number behind the answers"),
        &phrase!("Numbers are stored in full; the cells show them rounded."),
    )?;
    let findings = &page.book.said();
    page.sheet.set_freeze_panes(0, 2)?;
    effects(page, findings)?;
    cases(page, findings)?;
    companions(page, findings)?;
    sensitivity(page, findings)?;
    checks(page, findings)?;
    notes(page, findings)?;
    page.source("")
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

/// How its means are shown: shares as percentages.
pub(super) fn form_of_means(finding: &Finding) -> Form {
    if finding.means_are_shares() { Form::Percent(1) } else { Form::Fixed(decimals(finding)) }
}

/// What the two means are means of.
pub(super) fn means_of(page: &Page<'_>, finding: &Finding) -> Entry {
    if finding.describe.mean_treated.is_none() && finding.describe.mean_reference.is_none() {
        return Entry::Blank;
    }
    let what = match (finding.of_changes, finding.sample.comparison) {
        _ if finding.kind().is_of_respondents() => phrase!("before and after"),
        (_, 0) => phrase!("before and after"),
        (true, _) => phrase!("change since before"),
        (false, _) => phrase!("outcome"),
    };
    Entry::Text(page.say(&what))
}

/// A part with its rows; nothing where there are none.
fn part(page: &mut Page<'_>, title: &Phrase, titles: &[Title], rows: &[Vec<Entry>]) -> Written {
    if rows.is_empty() {
        return Ok(());
    }
    page.heading(&page.say(title))?;
    let common = [(phrase!("Question"), false), (phrase!("Outcome"), false)];
    let titles: Vec<(String, bool)> =
        common.iter().chain(titles).map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.head(0, &titles)?;
    rows.iter().try_for_each(|row| page.line(0, row))?;
    page.skip(1)
}

/// Question and outcome, then the rest of a row.
fn row(page: &Page<'_>, finding: &Finding, rest: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let common =
        [Entry::Text(page.book.question(&finding.question)), Entry::Text(page.book.outcome_with_unit(finding))];
    common.into_iter().chain(rest).collect()
}

fn effects(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [
        (phrase!("Estimate: method"), false),
        (phrase!("Uncertainty: method"), false),
        (phrase!("Estimand"), false),
        (phrase!("Role"), false),
        (phrase!("Estimate"), true),
        (phrase!("Standard error"), true),
        (phrase!("Interval, low"), true),
        (phrase!("Interval, high"), true),
        (phrase!("Level of the interval"), true),
        (phrase!("p"), true),
        (phrase!("Degrees of freedom"), true),
        (phrase!("Clusters"), true),
    ];
    let rows: Vec<Vec<Entry>> = findings.iter().map(|finding| row(page, finding, effect(page, finding))).collect();
    part(page, &phrase!("Effects"), &titles, &rows)
}

fn effect(page: &Page<'_>, finding: &Finding) -> Vec<Entry> {
    let form = Form::Fixed(decimals(finding));
    let effect = finding.effect.as_ref().filter(|_| !finding.sample.withheld);
    let words = |get: fn(&Effect) -> &Phrase| {
        Entry::Text(effect.map(|e| page.say_of(&finding.question, get(e))).unwrap_or_default())
    };
    let number = |get: fn(&Effect) -> Option<f64>, form| Entry::maybe(effect.and_then(get), form);
    let estimand = serde_json::to_value(finding.estimand).ok().and_then(|value| value.as_str().map(str::to_string));
    let role = match finding.role {
        Role::Primary => phrase!("Main"),
        Role::Secondary => phrase!("Further"),
    };
    vec![
        words(|e| &e.method),
        words(|e| &e.inference),
        Entry::Text(estimand.unwrap_or_default()),
        Entry::Text(page.say(&role)),
        number(|e| Some(e.estimate), form),
        number(|e| e.std_error, form),
        number(|e| Some(e.low), form),
        number(|e| Some(e.high), form),
        number(|e| Some(e.level), Form::Percent(0)),
        number(|e| Some(e.p_value), Form::P),
        number(|e| e.df, Form::Fixed(1)),
        Entry::maybe_count(effect.and_then(|e| e.clusters)),
    ]
}

fn cases(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [
        (phrase!("Standardised by"), false),
        (phrase!("Population"), false),
        (phrase!("Treated (n)"), true),
        (phrase!("Compared (n)"), true),
        (phrase!("Effective n treated"), true),
        (phrase!("Effective n compared"), true),
        (phrase!("Means of"), false),
        (phrase!("Mean before, or of the compared"), true),
        (phrase!("Mean after, or of the treated"), true),
        (phrase!("Size in SDs"), true),
        (phrase!("Smallest effect detectable"), true),
        (phrase!("Cases higher"), true),
        (phrase!("Cases equal"), true),
        (phrase!("Cases lower"), true),
    ];
    let rows: Vec<Vec<Entry>> = findings.iter().map(|finding| row(page, finding, case(page, finding))).collect();
    part(page, &phrase!("Cases, means and sizes"), &titles, &rows)?;
    let note = phrase!(
        "Smallest effect detectable: the smallest true effect that a study of this size would find with probability 80% at its level."
    );
    page.row -= 1;
    page.note(&page.say(&note))?;
    page.skip(1)
}

fn case(page: &Page<'_>, finding: &Finding) -> Vec<Entry> {
    let form = Form::Fixed(decimals(finding));
    let (describe, sample) = (&finding.describe, &finding.sample);
    let [treated, compared] = page.book.cases(finding);
    if finding.sample.withheld {
        let words = [Entry::Blank, Entry::Blank, treated, compared];
        return words.into_iter().chain(vec![Entry::withheld(); 10]).collect();
    }
    let question = page.book.bundle.findings.questions.iter().find(|question| question.id == finding.question);
    let two_arms = sample.comparison > 0;
    let signs = describe.signs;
    vec![
        Entry::Text(describe.scale.as_ref().map(|scale| page.say_of(&finding.question, scale)).unwrap_or_default()),
        Entry::Text(question.map(|question| page.say_of(&question.id, &question.population)).unwrap_or_default()),
        treated,
        compared,
        Entry::maybe((!sample.withheld).then_some(sample.effective.0), Form::Fixed(1)),
        Entry::maybe(two_arms.then_some(sample.effective.1), Form::Fixed(1)),
        means_of(page, finding),
        Entry::maybe(describe.mean_reference, form_of_means(finding)),
        Entry::maybe(describe.mean_treated, form_of_means(finding)),
        Entry::maybe(describe.standardised, Form::Fixed(3)),
        Entry::maybe(describe.smallest_detectable, form),
        Entry::maybe_count(signs.map(|(higher, _, _)| higher)),
        Entry::maybe_count(signs.map(|(_, equal, _)| equal)),
        Entry::maybe_count(signs.map(|(_, _, lower)| lower)),
    ]
}

fn companions(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [
        (phrase!("What"), false),
        (phrase!("How computed"), false),
        (phrase!("Estimate"), true),
        (phrase!("Interval, low"), true),
        (phrase!("Interval, high"), true),
        (phrase!("Level of the interval"), true),
        (phrase!("p"), true),
        (phrase!("Statistic"), false),
        (phrase!("Value"), true),
        (phrase!("Cases"), true),
    ];
    let rows: Vec<Vec<Entry>> = findings
        .iter()
        .filter(|finding| !finding.sample.withheld)
        .flat_map(|finding| finding.companions.iter().map(move |companion| (finding, companion)))
        .map(|(finding, companion)| {
            let ends = companion.interval.map_or(0.0, |(low, high)| low.abs().max(high.abs()));
            let size = companion.estimate.map_or(0.0, f64::abs).max(if ends.is_finite() { ends } else { 0.0 });
            let form =
                if companion.measure == Measure::Share { Form::Percent(1) } else { Form::Fixed(decimals_for(size)) };
            let statistic = companion.statistic.as_ref();
            let rest = [
                Entry::Text(page.say_of(&finding.question, &companion.title)),
                Entry::Text(page.say_of(&finding.question, &companion.method)),
                Entry::maybe(companion.estimate, form),
                Entry::maybe(companion.interval.map(|(low, _)| low), form),
                Entry::maybe(companion.interval.map(|(_, high)| high), form),
                Entry::maybe(companion.interval.map(|_| companion.level), Form::Percent(0)),
                Entry::maybe(companion.p_value, Form::P),
                Entry::Text(statistic.map(|(symbol, _)| symbol.clone()).unwrap_or_default()),
                Entry::maybe(
                    statistic.map(|(_, value)| *value),
                    Form::Fixed(statistic.map_or(0, |(_, value)| decimals_for(*value))),
                ),
                Entry::count(companion.n),
            ];
            row(page, finding, rest)
        })
        .collect();
    part(page, &phrase!("Second ways to say the same"), &titles, &rows)
}

/// What each analysis means here; its numbers stand in its own table.
fn sensitivity(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [(phrase!("Analysis"), false), (phrase!("What it means here"), false)];
    let all = findings.iter().flat_map(|finding| finding.sensitivity.iter().map(move |stress| (finding, stress)));
    let line = |(finding, stress): (&Finding, &SensitivityInfo)| {
        let title = Entry::Text(sensitivity_name(page, finding, &stress.key));
        row(page, finding, [title, Entry::Text(page.say_of(&finding.question, &stress.reading))])
    };
    let rows: Vec<Vec<Entry>> = all.map(line).collect();
    part(page, &phrase!("Sensitivity: what would change the answer"), &titles, &rows)
}

/// The title of the method's card.
fn sensitivity_name(page: &Page<'_>, finding: &Finding, key: &str) -> String {
    let question = page.book.bundle.findings.questions.iter().find(|question| question.id == finding.question);
    let used = question.and_then(|question| question.methods.iter().find(|method| method.name == key));
    used.and_then(|used| used.card.get("title")).map_or(key.to_string(), |title| page.say(title))
}

fn checks(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [(phrase!("Check"), false), (phrase!("What was found"), false), (phrase!("Result"), false)];
    let all = findings.iter().flat_map(|finding| finding.checks.iter().map(move |check| (finding, check)));
    let rows: Vec<Vec<Entry>> = all
        .map(|(finding, check)| {
            let result = if check.passed { phrase!("passed") } else { phrase!("look at it") };
            let result = page.say(&result);
            let result = if check.passed { Entry::Text(result) } else { Entry::Strong(result) };
            row(
                page,
                finding,
                [
                    Entry::Text(page.say(&check_name(&check.key))),
                    Entry::Text(page.say_of(&finding.question, &check.text)),
                    result,
                ],
            )
        })
        .collect();
    part(page, &phrase!("Checks"), &titles, &rows)
}

fn check_name(key: &str) -> Phrase {
    match key {
        "balance" => phrase!("Likeness of the groups"),
        "cases" => phrase!("Number of cases"),
        "overlap" => phrase!("Overlap of the groups"),
        other => Phrase::verbatim(other),
    }
}

fn notes(page: &mut Page<'_>, findings: &[Finding]) -> Written {
    let titles = [(phrase!("Kind"), false), (phrase!("What it says"), false)];
    let all = findings.iter().flat_map(|finding| finding.notes.iter().map(move |note| (finding, note)));
    let kind = page.say(&phrase!("Warning of the estimation"));
    let rows: Vec<Vec<Entry>> = all
        .map(|(finding, note)| {
            row(page, finding, [Entry::Text(kind.clone()), Entry::Text(page.say_of(&finding.question, note))])
        })
        .collect();
    part(page, &phrase!("Notes"), &titles, &rows)
}
