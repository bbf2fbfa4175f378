//! A brief of two pages: the main answer as a sentence, how sure, what can and cannot be said, what to do next.

mod fit;
mod headline;
pub(in crate::render) mod picture;

use serde::Serialize;

use crate::design::Kind;
use crate::findings::{Effect, Finding, QuestionInfo, Role};
use crate::notation::common_word;
use crate::phrase;
use crate::study::{Imprint, Photo};
use crate::text::{Arg, Lang, Phrase, Precision};

use super::answers::{self, cases};
use super::chart::{ChartView, Charts};
use super::evidence::{self, RequestView};
use super::page::{self, EffectView, FindingView, RowView};
use super::scope::{PageScope, PagesBeside};
use super::shared::{label, rendered, shown_effect};

pub use super::answers::AnswerRow;
pub use super::answers::{NextStep, next_step as step};

/// The brief.
#[derive(Serialize)]
pub struct Brief {
    /// Language code.
    pub lang: &'static str,
    /// Which other pages are written.
    pub beside: PagesBeside,
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
    /// Date, organisation and author, as far as the study names them.
    pub imprint: Vec<String>,
    /// Whom to ask.
    pub contact: String,
    /// What one of those concerned said, and who; absent where the study records none with consent.
    pub voice: Option<(String, String)>,
    /// A picture of what was done.
    pub photo: Option<BriefPhoto>,
    /// How small the letters must be for two pages, from 0.
    pub density: u8,
    /// The answer; absent where no question was answered.
    pub answer: Option<MainAnswer>,
}

/// A picture of what was done.
#[derive(Serialize)]
pub struct BriefPhoto {
    /// As a data URI.
    pub data: String,
    /// What it shows.
    pub shows: String,
    /// The file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// The main answer and what belongs to it.
#[derive(Serialize)]
pub struct MainAnswer {
    /// The finding as a sentence with its number.
    pub headline: String,
    /// The answer as its sentence says it, and what the others are.
    pub lines: Vec<String>,
    /// A row for each answer of page one.
    pub rows: Vec<AnswerRow>,
    /// The same outcome in each part of the data, under a heading; empty where there are no parts.
    pub parts: (String, Vec<AnswerRow>),
    /// What the strength and the shading of the rows mean.
    pub legend: Vec<String>,
    /// The finding.
    pub finding: FindingView,
    /// The number and its interval.
    pub effect: Option<EffectView>,
    /// How many stand behind it.
    pub cases: String,
    /// What can be said, in lines of page one.
    pub can: Vec<String>,
    /// Who, what, when.
    pub facts: Vec<(String, String)>,
    /// The chart of page one.
    pub chart: Option<ChartView>,
    /// Charts of page two.
    pub further: Vec<ChartView>,
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
        beside: PagesBeside::of(scope.bundle),
        id: findings.study.id.clone(),
        title: findings.study.title.get(lang).to_string(),
        part: scope.name.map(|name| name.get(lang).to_string()),
        notes: rendered(scope.notes, lang).into_iter().take(LINES).collect(),
        internal: scope.internal(),
        engine: findings.manifest.engine.clone(),
        imprint: imprint(&findings.study.imprint, lang),
        contact: findings.study.imprint.contact.get(lang).to_string(),
        voice: findings.study.imprint.voice.as_ref().map(|it| (it.text.get(lang).into(), it.who.get(lang).into())),
        photo: findings.study.imprint.photo.as_ref().and_then(|it| photo(it, lang)),
        density: answer.as_ref().map_or(0, fit::density),
        answer,
    }
}

/// The finding that the brief is about: the one that leads.
pub fn main<'b>(scope: &PageScope<'b>) -> Option<&'b Finding> {
    answers::ordered(scope).first().copied()
}

/// The picture as a page and a document take it.
fn photo(photo: &Photo, lang: Lang) -> Option<BriefPhoto> {
    let bytes = photo.bytes()?;
    Some(BriefPhoto { data: photo.data.clone(), shows: photo.shows.get(lang).into(), bytes })
}

fn imprint(imprint: &Imprint, lang: Lang) -> Vec<String> {
    let date = imprint.date.map(|date| date.said(lang));
    let names = [&imprint.organisation, &imprint.author].map(|words| words.get(lang).to_string());
    date.into_iter().chain(names).filter(|said| !said.is_empty()).collect()
}

fn answer(scope: &PageScope<'_>, finding: &Finding, lang: Lang, charts: Charts<'_>) -> MainAnswer {
    let (page, lang) = (lang, lang.about(&finding.question));
    let finding = &*finding.as_said();
    let question = scope.question(&finding.question);
    let view = page::finding_view(scope, finding, lang);
    let parts = answers::parts(scope, finding, page);
    let crowded = !parts.is_empty();
    let (chart, further_charts) = picture::charts(scope, finding, lang, charts, crowded);
    let (rows, further) = answers::leading(scope, page, crowded);
    let step = step(&finding.claim);
    let next = answers::next_by_part(&parts, page);
    MainAnswer {
        headline: headline::headline(finding, lang),
        lines: lines(finding, &rows, !crowded, lang),
        can: can(&view, chart.iter().chain(&further_charts).find(|chart| picture::is_own(scope, finding, &chart.id))),
        parts: (by_part(scope, finding, lang), parts),
        legend: answers::legend(&[finding], lang),
        effect: shown_effect(finding).map(|effect| page::effect_view(finding, effect, lang)),
        cases: cases(finding).render(lang),
        facts: facts(finding, question, lang),
        chart,
        further: further_charts,
        others: further.iter().take(OTHERS).map(|other| page::row(scope, other, page)).collect(),
        more: further.len().saturating_sub(OTHERS),
        rows,
        limits: limits(scope, finding, question, lang)
            .into_iter()
            .chain(clauses(finding, lang).filter(|_| crowded))
            .collect(),
        next: next.unwrap_or_else(|| (step.word().render(lang), step.reason(finding).render(lang))),
        requests: evidence::requests(scope, page).into_iter().take(LINES).collect(),
        method: question.map_or_else(Vec::new, |question| method(finding, question, lang)),
        data: data(scope, lang),
        finding: view,
    }
}

/// The heading of the rows of parts.
fn by_part(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> String {
    let by = &scope.bundle.findings.study.parts_by;
    let outcome = label(finding, lang);
    let text = match by.is_empty() {
        true => phrase!("{outcome}, part by part (compared anew within each)", outcome = outcome),
        false => phrase!("{outcome} by {variable} (compared anew within each)", outcome = outcome, variable = by),
    };
    text.render(lang)
}

/// The answer as its sentence says it, with all that must be said with it where there is room (else it stands on page two), and what
/// the other rows say.
fn lines(finding: &Finding, rows: &[AnswerRow], room: bool, lang: Lang) -> Vec<String> {
    let said = std::iter::once(finding.claim.sentence.render(lang));
    let said: Vec<String> = if room { said.chain(clauses(finding, lang)).collect() } else { said.collect() };
    let said = said.join(if lang == Lang::Ja { "" } else { " " });
    [said, answers::others(rows, lang)].into_iter().filter(|line| !line.is_empty()).collect()
}

/// What must be said with the sentence.
fn clauses(finding: &Finding, lang: Lang) -> impl Iterator<Item = String> {
    let clauses = finding.claim.clauses.iter().filter(|clause| !is_of_factors(clause));
    clauses.map(move |clause| plain(clause).render(lang))
}

/// What a factor that was not measured would have to explain stands in the report.
fn is_of_factors(clause: &Phrase) -> bool {
    clause.template.contains("overturn") && clause.args.iter().any(|(name, _)| name == "share")
}

/// What can be said: how both groups went, as the chart shows it, and what the claim allows.
fn can(view: &FindingView, chart: Option<&ChartView>) -> Vec<String> {
    let shown = chart.map(|chart| chart.title.clone());
    shown.into_iter().chain(view.can_say.iter().cloned()).take(LINES).collect()
}

/// A clause without what only a statistician reads: the value that the correction for many outcomes leaves stands in the report.
fn plain(clause: &Phrase) -> Phrase {
    let named = |name: &str| clause.args.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    match (named("all"), named("read"), named("q")) {
        (Some(all), Some(read), Some(_)) => phrase!("This is one of {all}: {read}.", all = all, read = read),
        _ => clause.clone(),
    }
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
        Some(before) if (common_word(before), common_word(after)) == (Some(true), Some(false)) => {
            Some(phrase!("before and after the program"))
        }
        Some(before) => Some(phrase!("{before} and {after}", before = before, after = after)),
        None => Some(phrase!("measured at {after}", after = after)),
    }
}

/// The smallest change that had been agreed to matter.
fn matters(finding: &Finding) -> Option<Phrase> {
    let change = finding.describe.smallest_change?;
    let number = Arg::Written(change, Precision::as_written(change, &finding.unit));
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
        Kind::Surveys => {
            phrase!(
                "It misleads where other kinds of people answered the second time, in one group more than in the other."
            )
        }
        Kind::Doses => {
            phrase!("It misleads where more was given to those who would have fared better, or worse, anyway.")
        }
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
