//! Answers at a glance: which lead, and a row for each: how much, whether it matters, how sure.

mod line;
mod next;
mod readable;

use std::borrow::Cow;

use minijinja::Value as Safe;
use serde::Serialize;

use crate::design::Rung;
use crate::findings::strength::{STEPS, scale};
use crate::findings::{Effect, Finding, Group, Role, Verdict, verdict};
use crate::notation::years::year_as_written;
use crate::phrase;
use crate::text::{Arg, Lang, Phrase, WITHHELD, Words};

use super::scope::PageScope;
use super::shared::{label, shown_effect};

pub use next::{NextStep, step as next_step};
pub use readable::Readable;

/// Rows on page one.
pub const ROWS: usize = 6;
/// Rows up to which answers that are not main ones stand on page one too, alone and where rows of parts follow.
const ENOUGH: (usize, usize) = (4, 2);

/// An answer in a row.
#[derive(Serialize)]
pub struct AnswerRow {
    /// Anchor of the answer in the full report.
    pub anchor: String,
    /// Outcome.
    pub label: String,
    /// Question's title.
    pub question: String,
    /// How many stand behind it.
    pub cases: String,
    /// The estimate with sign and unit; empty where no number may be given.
    pub estimate: String,
    /// The interval.
    pub interval: String,
    /// The estimate by which rows are sorted: in standard deviations, since units differ.
    pub sort: Option<f64>,
    /// The interval drawn, with the change that matters.
    pub line: Safe,
    /// Verdict's key.
    pub verdict: &'static str,
    /// Verdict's shape.
    pub glyph: &'static str,
    /// Verdict in words.
    pub word: String,
    /// Whether it is enough to matter.
    pub matters: String,
    /// Strength, of five.
    pub step: u8,
    /// The strength as dots, filled and empty.
    pub dots: (String, String),
    /// The strength in words.
    pub strength: String,
    /// Why not more.
    pub because: String,
    /// What to do next, in a word.
    pub next: String,
}

/// The findings in the order in which they lead: the declared main ones first, those with a number before those without, then by
/// strength times size (in units of the change that matters, else in standard deviations), then as the study asks.
pub fn ordered<'b>(scope: &PageScope<'b>) -> Vec<&'b Finding> {
    let mut findings = scope.findings.clone();
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.role != Role::Primary, shown_effect(finding).is_none());
        key(a).cmp(&key(b)).then(weight(b).total_cmp(&weight(a)))
    });
    findings
}

/// Strength times size, which adds less than a half, so that no change without others leads before a comparison, however large. What
/// cannot be told from chance has no size yet.
fn weight(finding: &Finding) -> f64 {
    let finding = &*finding.as_said();
    let step = f64::from(step(finding));
    let size = match (finding.claim.verdict, shown_effect(finding)) {
        (Verdict::Inconclusive, _) | (_, None) => 0.0,
        (_, Some(effect)) => importance(finding, effect),
    };
    step * (1.0 + 0.45 * size / LARGE)
}

/// Strength, of five; of results that say none, as far as the verb tells it.
fn step(finding: &Finding) -> u8 {
    let by_verb = match finding.claim.rung {
        Rung::Changed => 1,
        Rung::Differed => 2,
        Rung::Associated => 3,
        Rung::ProbablyDueTo => 4,
        Rung::Effect => 5,
    };
    finding.strength.as_ref().map_or(by_verb, |strength| strength.step).clamp(1, STEPS)
}

/// The largest size that counts: beyond it, what is measured matters more than how much of it.
const LARGE: f64 = 3.0;

fn importance(finding: &Finding, effect: &Effect) -> f64 {
    let of_change =
        finding.describe.smallest_change.filter(|change| *change > 0.0).map(|change| effect.estimate / change);
    of_change.or(finding.describe.standardised).map_or(0.0, |size| size.abs().min(LARGE))
}

/// The rows of page one, fewer where rows of parts follow, and the answers that have none there.
pub fn leading<'b>(scope: &PageScope<'b>, lang: Lang, parts: bool) -> (Vec<AnswerRow>, Vec<&'b Finding>) {
    let mut all = ordered(scope);
    let main = all.iter().filter(|finding| finding.role == Role::Primary).count();
    let shown = all.len().min(main.clamp(if parts { ENOUGH.1 } else { ENOUGH.0 }, ROWS));
    let further = all.split_off(shown);
    (all.into_iter().map(|finding| row(scope, finding, lang)).collect(), further)
}

/// Parts that stand on page one: more are on their own page.
const PARTS: usize = 8;

/// The same outcome in each part of the data, in a row each; nothing where there are too few or too many parts.
pub fn parts(scope: &PageScope<'_>, main: &Finding, lang: Lang) -> Vec<AnswerRow> {
    let groups = scope.bundle.findings.groups.iter();
    let found: Vec<(&Group, &Finding)> = groups.filter_map(|group| Some((group, same_in(group, main)?))).collect();
    if scope.name.is_some() || !(2..=PARTS).contains(&found.len()) {
        return Vec::new();
    }
    let said: Vec<Cow<'_, Finding>> = found.iter().map(|(_, finding)| finding.as_said()).collect();
    let effects = said.iter().filter_map(|finding| shown_effect(finding));
    let range = line::range(effects, main.as_said().describe.smallest_change);
    let row = |(group, finding): &(&Group, &Finding)| AnswerRow {
        label: group.name.get(lang).to_string(),
        ..row_within(scope, finding, lang, Some(range))
    };
    let mut rows: Vec<AnswerRow> = found.iter().map(row).collect();
    // Rounds are over: what follows is for the program.
    if rows.iter().all(is_period) {
        rows.iter_mut().for_each(|row| row.next.clear());
    }
    rows
}

/// The finding of a part that asks the same, under a name of its own.
fn same_in<'g>(group: &'g Group, main: &Finding) -> Option<&'g Finding> {
    let asked = format!("{}.{}", group.id, main.question);
    group.findings.iter().find(|finding| finding.question == asked && finding.outcome == main.outcome)
}

/// Whether a part is called by a year.
fn is_period(row: &AnswerRow) -> bool {
    year_as_written(&row.label).is_some()
}

/// What to do next where the parts ask for different things: each step with the parts that it is for.
pub fn next_by_part(parts: &[AnswerRow], lang: Lang) -> Option<(String, String)> {
    let steps = by_word(parts.iter().map(|row| (&*row.next, &*row.label)));
    (steps.len() > 1).then(|| (phrase!("Decide one by one:").render(lang), told(&steps, lang)))
}

/// Words in the order in which they are met, each with what it is said of.
type SaidOf<'r> = Vec<(&'r str, Vec<&'r str>)>;

fn by_word<'r>(pairs: impl Iterator<Item = (&'r str, &'r str)>) -> SaidOf<'r> {
    let mut said: SaidOf<'r> = Vec::new();
    for (word, label) in pairs {
        match said.iter_mut().find(|(known, _)| *known == word) {
            Some((_, labels)) => labels.push(label),
            None => said.push((word, vec![label])),
        }
    }
    said
}

/// "Inconclusive: partners, income."
fn told(said: &SaidOf<'_>, lang: Lang) -> String {
    let (comma, space) = if lang == Lang::Ja { ("、", "") } else { (", ", " ") };
    let sentence = |(word, labels): &(&str, Vec<&str>)| {
        phrase!("{verdict}: {labels}.", verdict = *word, labels = Words::plain(labels.join(comma))).render(lang)
    };
    said.iter().map(sentence).collect::<Vec<_>>().join(space)
}

/// How many stand behind an answer.
pub fn cases(finding: &Finding) -> Phrase {
    let sample = &finding.sample;
    let (treated, comparison) = (Arg::units(sample.treated), Arg::units(sample.comparison));
    if sample.withheld {
        return Phrase::verbatim(WITHHELD);
    }
    match (finding.kind().is_of_respondents(), sample.comparison) {
        (true, _) => {
            phrase!("{after} answered after, {before} before", after = treated, before = comparison)
        }
        _ if finding.kind().is_of_doses() => phrase!("{n} whose dose and outcome are known", n = treated),
        (_, 0) => phrase!("{n} measured before and after", n = treated),
        _ => phrase!(
            "{treated} who took part and whose outcome is known, {comparison} to compare with",
            treated = treated,
            comparison = comparison
        ),
    }
}

/// An answer in a row.
pub fn row(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> AnswerRow {
    row_within(scope, finding, lang, None)
}

/// An answer in a row whose interval is drawn over a range; over its own where none is given.
fn row_within(scope: &PageScope<'_>, finding: &Finding, lang: Lang, range: Option<(f64, f64)>) -> AnswerRow {
    let lang = lang.about(&finding.question);
    let finding = &*finding.as_said();
    let change = finding.describe.smallest_change;
    let words = verdict::words(&finding.claim);
    let effect = shown_effect(finding);
    let readable = effect.map(|effect| Readable::of(finding, effect, lang));
    let step = step(finding);
    let reasons = finding.strength.iter().flat_map(|strength| &strength.reasons).map(|reason| reason.render(lang));
    // The steps grade the comparison; beside an answer that is open that is said.
    let open = (words.key == "inconclusive").then(|| phrase!("the answer is open"));
    let reasons = reasons.chain(open.map(|open| open.render(lang)));
    AnswerRow {
        anchor: scope.anchor(finding),
        label: label(finding, lang),
        question: scope.question(&finding.question).map_or("", |question| question.title.get(lang)).to_string(),
        cases: cases(finding).render(lang),
        estimate: readable.as_ref().map_or(String::new(), Readable::estimate),
        interval: readable.as_ref().map_or(String::new(), |readable| readable.interval().render(lang)),
        sort: finding.describe.standardised.filter(|_| effect.is_some()),
        line: Safe::from_safe_string(
            effect.map_or(String::new(), |effect| {
                line::svg(effect, change, range.unwrap_or(line::range([effect], change)))
            }),
        ),
        verdict: words.key,
        glyph: words.glyph,
        word: words.word.render(lang),
        matters: matters(finding, readable.as_ref()).map_or(String::new(), |matters| matters.render(lang)),
        step,
        dots: ("●".repeat(usize::from(step)), "○".repeat(usize::from(STEPS - step))),
        strength: phrase!("{step} of {of}", step = step, of = STEPS).render(lang),
        because: reasons.collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " }),
        next: next::step(&finding.claim).word().render(lang),
    }
}

/// Whether what was found is enough to matter, by the change that was agreed to.
fn matters(finding: &Finding, readable: Option<&Readable<'_>>) -> Option<Phrase> {
    let (effect, readable) = (shown_effect(finding)?, readable?);
    let Some(change) = finding.describe.smallest_change.filter(|change| *change > 0.0) else {
        return Some(phrase!("what would matter was not agreed beforehand"));
    };
    let (near, far) = (effect.low.abs().min(effect.high.abs()), effect.low.abs().max(effect.high.abs()));
    let size = readable.declared(change);
    Some(match finding.claim.verdict {
        Verdict::PracticallyNone => phrase!("less than {size}, the change that matters", size = size),
        Verdict::Inconclusive => match far < change {
            true => phrase!("less than {size} either way, the change that matters", size = size),
            false => phrase!("could be nothing, could be {size} or more", size = size),
        },
        _ if near >= change => phrase!("even at its smallest {size} or more", size = size),
        _ if effect.estimate.abs() >= change => {
            phrase!("probably {size} or more, perhaps less", size = size)
        }
        _ if far < change => phrase!("less than {size}, the change that matters", size = size),
        _ => phrase!("probably less than {size}, the change that matters", size = size),
    })
}

/// What the other rows say, by verdict: "Inconclusive: partners."
pub fn others(rows: &[AnswerRow], lang: Lang) -> String {
    // The same outcome by a weaker design is a row of its own, not news.
    let first = |at: usize| !rows[..at].iter().any(|row| row.label == rows[at].label);
    let news = (1..rows.len()).filter(|at| first(*at)).map(|at| (&*rows[at].word, &*rows[at].label));
    told(&by_word(news), lang)
}

/// What the strength and the shading of rows mean.
pub fn legend(findings: &[&Finding], lang: Lang) -> Vec<String> {
    let level = findings.iter().find_map(|finding| shown_effect(finding)).map(|effect| effect.level);
    let range = level.map(|level| {
        phrase!("Range: sizes that fit these data ({level} confidence interval).", level = Arg::level(level))
    });
    let shaded = findings.iter().any(|finding| finding.describe.smallest_change.is_some());
    let shaded = shaded.then(|| phrase!("Shaded: too small to matter."));
    let said = |line: Phrase| line.render(lang);
    let drawn = range.into_iter().chain(shaded).map(said).collect::<Vec<_>>();
    let drawn = drawn.join(if lang == Lang::Ja { "" } else { " " });
    [said(scale()), drawn].into_iter().filter(|line| !line.is_empty()).collect()
}
