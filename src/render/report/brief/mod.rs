//! A brief of two pages: the main answer as a sentence, how sure, what can and cannot be said, what to do next.

mod fit;
mod headline;
mod next;
mod picture;

use serde::Serialize;

use crate::design::Kind;
use crate::findings::{Effect, Finding, QuestionInfo, Role, Standing, verdict};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase, decimals_as_written, num};

use super::chart::{ChartView, Charts};
use super::evidence::{self, RequestView, StandingView};
use super::page::{self, EffectView, FindingView, RowView};
use super::scope::PageScope;
use super::shared::{label, rendered, shown_effect};

pub use next::{NextStep, step};

/// The brief.
#[derive(Serialize)]
pub struct Brief {
    /// Language code.
    pub lang: &'static str,
    /// Id of the study.
    pub id: String,
    /// Title of the study.
    pub title: String,
    /// Name of the part it is about.
    pub part: Option<String>,
    /// What must be said of the part.
    pub notes: Vec<String>,
    /// Whether it stays with those who hold the data.
    pub internal: bool,
    /// Program and version.
    pub engine: String,
    /// How small the letters must be for two pages, from 0.
    pub density: u8,
    /// The answer; absent where no question was answered.
    pub answer: Option<MainAnswer>,
}

/// The main answer and what belongs to it.
#[derive(Serialize)]
pub struct MainAnswer {
    /// The finding as a sentence with its number.
    pub headline: String,
    /// The answer in at most three lines.
    pub lines: Vec<String>,
    /// The finding.
    pub finding: FindingView,
    /// The number and its interval.
    pub effect: Option<EffectView>,
    /// How many stand behind it.
    pub cases: String,
    /// Level of evidence by each standard.
    pub standings: Vec<StandingView>,
    /// What would change the answer.
    pub changes: Vec<String>,
    /// Who, what, when.
    pub facts: Vec<(String, String)>,
    /// The chart of the answer.
    pub chart: Option<ChartView>,
    /// One more chart.
    pub second: Option<ChartView>,
    /// Other answers, in a row each.
    pub others: Vec<RowView>,
    /// How many other answers are not listed.
    pub more: usize,
    /// What these data cannot say.
    pub limits: Vec<String>,
    /// What to do next: word and reason.
    pub next: (String, String),
    /// What to collect.
    pub requests: Vec<RequestView>,
    /// The method in five lines.
    pub method: Vec<String>,
    /// On which data it rests.
    pub data: Vec<String>,
}

/// Lines of a list on a page.
const LINES: usize = 3;
/// Other answers that are listed.
const OTHERS: usize = 4;

/// The brief of a scope.
pub fn brief(scope: &PageScope<'_>, lang: Lang, charts: Charts<'_>) -> Brief {
    let findings = &scope.bundle.findings;
    let answer = main(scope).map(|finding| answer(scope, finding, lang, charts));
    Brief {
        lang: lang.code(),
        id: findings.study.id.clone(),
        title: findings.study.title.get(lang).to_string(),
        part: scope.name.map(|name| name.get(lang).to_string()),
        notes: rendered(scope.notes, lang).into_iter().take(LINES).collect(),
        internal: scope.internal(),
        engine: findings.manifest.engine.clone(),
        density: answer.as_ref().map_or(0, fit::density),
        answer,
    }
}

/// The finding that the brief is about: of the main ones with a number the first that allows the strongest verb, else the first main
/// one, else the first.
pub fn main<'b>(scope: &PageScope<'b>) -> Option<&'b Finding> {
    let primary = || scope.findings.iter().copied().filter(|finding| finding.role == Role::Primary);
    let told = || primary().filter(|finding| shown_effect(finding).is_some());
    let highest = told().map(|finding| finding.claim.rung).max();
    told()
        .find(|finding| Some(finding.claim.rung) == highest)
        .or_else(|| primary().next())
        .or_else(|| scope.findings.first().copied())
}

fn answer(scope: &PageScope<'_>, finding: &Finding, lang: Lang, charts: Charts<'_>) -> MainAnswer {
    let (page, lang) = (lang, lang.about(&finding.question));
    let question = scope.question(&finding.question);
    let view = page::finding_view(scope, finding, lang);
    let (chart, second) = picture::charts(scope, finding, lang, charts);
    let others: Vec<&Finding> = scope.findings.iter().copied().filter(|other| other.id != finding.id).collect();
    let mut shown: Vec<&Finding> = others.clone();
    shown.sort_by_key(|other| other.role != Role::Primary);
    let step = step(&finding.claim);
    MainAnswer {
        headline: headline::headline(finding, lang),
        lines: lines(finding, lang),
        effect: shown_effect(finding).map(|effect| page::effect_view(effect, &finding.unit, lang)),
        cases: cases(finding).render(lang),
        standings: view.standings.clone(),
        changes: changes(scope, finding, lang),
        facts: facts(finding, question, lang),
        chart,
        second,
        others: shown.iter().take(OTHERS).map(|other| page::row(scope, other, page)).collect(),
        more: others.len().saturating_sub(OTHERS),
        limits: limits(scope, finding, question, lang),
        next: (step.word().render(lang), step.reason(finding).render(lang)),
        requests: evidence::requests(scope, page).into_iter().take(LINES).collect(),
        method: question.map_or_else(Vec::new, |question| method(finding, question, lang)),
        data: data(scope, lang),
        finding: view,
    }
}

/// The answer in three lines: the sentence, the meaning of the verdict, who stands behind it.
fn lines(finding: &Finding, lang: Lang) -> Vec<String> {
    let clauses = finding.claim.clauses.iter().map(|clause| plain(clause).render(lang));
    let said = std::iter::once(finding.claim.sentence.render(lang)).chain(clauses);
    let said = said.collect::<Vec<_>>().join(if lang == Lang::Ja { "" } else { " " });
    vec![said, verdict::words(&finding.claim).meaning.render(lang)]
}

/// A clause without what only a statistician reads: the value that the correction for many outcomes leaves stands in the report.
fn plain(clause: &Phrase) -> Phrase {
    let named = |name: &str| clause.args.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    match (named("all"), named("read"), named("q")) {
        (Some(all), Some(read), Some(_)) => phrase!("This is one of {all}: {read}.", all = all, read = read),
        _ => clause.clone(),
    }
}

fn cases(finding: &Finding) -> Phrase {
    let sample = &finding.sample;
    let (treated, comparison) = (Arg::units(sample.treated), Arg::units(sample.comparison));
    match (finding.kind().is_of_respondents(), sample.comparison) {
        (true, _) => {
            phrase!("{after} answered after, {before} before", after = treated, before = comparison)
        }
        (_, 0) => phrase!("{n} measured before and after", n = treated),
        _ => phrase!(
            "{treated} who took part and whose outcome is known, {comparison} to compare with",
            treated = treated,
            comparison = comparison
        ),
    }
}

/// What would change the answer: how fragile it is, and the cheapest step to better evidence.
fn changes(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> Vec<String> {
    let told = shown_effect(finding).is_some();
    // What a hidden factor would have to do stands in the sentence already, where it is said at all.
    let said =
        |clause: &Phrase| clause.args.iter().any(|(name, _)| name == "share") && clause.template.contains("overturn");
    let told = told && !finding.claim.clauses.iter().any(said);
    let fragile = finding.sensitivity.iter().filter(|_| told).map(|info| info.reading.render(lang)).take(1);
    let steps = finding.standings.iter().filter_map(|standing: &Standing| standing.next.as_ref());
    let requests = evidence::requests(scope, lang).into_iter().map(|request| request.so_that).take(1);
    let mut lines: Vec<String> = steps.take(1).map(|step| step.render(lang)).chain(fragile).chain(requests).collect();
    lines.dedup();
    lines.truncate(2);
    lines
}

fn facts(finding: &Finding, question: Option<&QuestionInfo>, lang: Lang) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |name: Phrase, text: String| {
        if !text.is_empty() {
            facts.push((name.render(lang), text));
        }
    };
    if let Some(question) = question {
        add(phrase!("Who"), question.population.render(lang));
        add(phrase!("What was asked"), question.title.get(lang).to_string());
    }
    add(phrase!("Outcome"), label(finding, lang));
    add(phrase!("When"), when(finding).map_or(String::new(), |when| when.render(lang)));
    add(phrase!("Agreed to matter"), matters(finding).map_or(String::new(), |change| change.render(lang)));
    facts
}

/// When it was measured: before and after where the data say both.
fn when(finding: &Finding) -> Option<Phrase> {
    let (_, period) = finding.outcome.split_once('@')?;
    if let Some(years) = period.strip_prefix("start+").and_then(|years| years.parse::<u64>().ok()) {
        return Some(phrase!("{n} {n?year|years} after the program's start", n = years));
    }
    let after = finding.when.as_deref().unwrap_or(period);
    match finding.since.as_deref() {
        Some(before) => Some(phrase!("{before} and {after}", before = before, after = after)),
        None => Some(phrase!("measured at {after}", after = after)),
    }
}

/// The smallest change that had been agreed to matter.
fn matters(finding: &Finding) -> Option<Phrase> {
    let change = finding.describe.smallest_change?;
    let number = num(change, decimals_as_written(change));
    Some(match finding.unit.is_empty() {
        true => phrase!("a change of {size} or more", size = number),
        false => {
            let size = phrase!("{value} {unit}", value = number, unit = &finding.unit);
            phrase!("a change of {size} or more", size = size)
        }
    })
}

/// What these data cannot say: about the main answer, the checks that were not passed, the other main answers.
fn limits(scope: &PageScope<'_>, finding: &Finding, question: Option<&QuestionInfo>, lang: Lang) -> Vec<String> {
    let mut lines = rendered(&finding.claim.cannot_say, lang);
    lines.extend(finding.checks.iter().filter(|check| !check.passed).map(|check| check.text.render(lang)));
    let others = scope.findings.iter().filter(|other| other.role == Role::Primary && other.id != finding.id);
    for other in others {
        let new = rendered(&other.claim.cannot_say, lang.about(&other.question))
            .into_iter()
            .find(|line| !lines.contains(line));
        let outcome = label(other, lang);
        lines.extend(new.map(|text| phrase!("{outcome}: {text}", outcome = outcome, text = text).render(lang)));
    }
    lines.truncate(4);
    lines.extend(question.map(|question| doubt(question.kind()).render(lang)));
    lines
}

/// Where the way to compare misleads.
fn doubt(kind: Kind) -> Phrase {
    match kind {
        Kind::Respondents => phrase!("It misleads where other kinds of people answered after than before."),
        Kind::Groups => phrase!("It misleads where the two groups differed to begin with."),
        kind if kind.is_paired() => phrase!("It misleads where something else happened in the same time."),
        _ => phrase!("It misleads where the groups differed in something important that was not measured."),
    }
}

/// The method in five lines.
fn method(finding: &Finding, question: &QuestionInfo, lang: Lang) -> Vec<String> {
    let design = question.methods.iter().find(|method| method.family == "design");
    let answers = design.and_then(|method| method.card.get("answers")).map(|answers| answers.render(lang));
    let mut lines: Vec<String> = answers.into_iter().collect();
    if !question.covariates.is_empty() {
        let covariates = balanced(question, lang);
        lines.push(phrase!("Made alike in: {variables}.", variables = covariates).render(lang));
    }
    if let Some(effect) = shown_effect(finding) {
        lines.push(uncertainty(effect).render(lang));
    }
    lines.truncate(5);
    lines
}

/// What the interval counts with, in words of no method.
fn uncertainty(effect: &Effect) -> Phrase {
    match effect.clusters {
        Some(n) => phrase!(
            "The interval shows what chance may do; cases that hang together, in {n} groups, count as such. The methods appendix says how.",
            n = Arg::Count(n as u64)
        ),
        None => phrase!("The interval shows what chance may do. The methods appendix says how."),
    }
}

/// What units were compared on; the first eight.
fn balanced(question: &QuestionInfo, lang: Lang) -> Vec<String> {
    let mut names: Vec<String> = question.covariates.iter().map(|column| question.label(column, lang)).collect();
    let more = names.len().saturating_sub(8);
    names.truncate(8);
    names.extend((more > 0).then(|| phrase!("and {more} more", more = more).render(lang)));
    names
}

fn data(scope: &PageScope<'_>, lang: Lang) -> Vec<String> {
    let manifest = &scope.bundle.findings.manifest;
    let rows: usize = manifest.sources.iter().map(|source| source.rows).sum();
    let mut files: Vec<String> = manifest.sources.iter().map(|source| source.file.to_string()).collect();
    files.dedup();
    let more = files.len().saturating_sub(6);
    files.truncate(6);
    files.extend((more > 0).then(|| phrase!("and {more} more", more = more).render(lang)));
    vec![
        phrase!("{rows} rows were read from: {files}.", rows = rows, files = files).render(lang),
        phrase!(
            "Computed by {engine} with seed {seed}; the same files give the same numbers.",
            engine = &manifest.engine,
            seed = manifest.seed.to_string()
        )
        .render(lang),
    ]
}
