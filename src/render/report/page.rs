//! What the template is given: the bundle in one language, every number written out.

use minijinja::Value as Safe;
use serde::Serialize;

use crate::design::Kind;
use crate::findings::verdict::{self, VerdictWords};
use crate::findings::{Effect, Finding, Role};
use crate::text::{Lang, fixed, p_value};

use super::answers::{self, AnswerRow, Readable};
use super::cells::TableView;
use super::chart::{ChartView, Charts};
use super::claims;
use super::evidence::{self, RequestView, StandingView};
use super::number_line;
use super::question::{self, MOST_FINDINGS, QuestionView, flow};
use super::scope::{PageScope, PagesBeside};
use super::shared::{anchor, label, level, rendered, shown_effect};
use super::sources::{self, MethodView, ProblemView, SourceView};

/// The page.
#[derive(Serialize)]
pub struct Page {
    /// Language code.
    pub lang: &'static str,
    /// Which other pages are written.
    pub beside: PagesBeside,
    /// Title of the study.
    pub title: String,
    /// Id of the study.
    pub id: String,
    /// Whether the page stays with those who hold the data.
    pub internal: bool,
    /// Name of the part that the page is about.
    pub part: Option<String>,
    /// Whether parts have pages of their own.
    pub in_parts: bool,
    /// What must be said of the part.
    pub notes: Vec<String>,
    /// Answers at a glance, those that lead first.
    pub glance: Vec<AnswerRow>,
    /// The same drawn, a chart for each unit.
    pub glance_charts: Vec<ChartView>,
    /// What the strength and the shading of the rows mean.
    pub legend: Vec<String>,
    /// Answers, in order.
    pub findings: Vec<FindingView>,
    /// Answers that are not told in full.
    pub further: Vec<RowView>,
    /// How many answers are not on the page at all.
    pub more_findings: usize,
    /// How many charts are not on the page.
    pub more_charts: usize,
    /// How many tables are not on the page.
    pub more_tables: usize,
    /// Claims with what they rest on, for documents.
    #[serde(skip)]
    pub claims: Option<TableView>,
    /// What to collect.
    pub requests: Vec<RequestView>,
    /// What the verdicts mean.
    pub glossary: Vec<WordView>,
    /// Questions with their evidence.
    pub questions: Vec<QuestionView>,
    /// From rows read to units.
    pub flow: Vec<question::StepView>,
    /// Tables and charts that belong to no question.
    pub tables: Vec<TableView>,
    /// Charts that belong to no question.
    pub charts: Vec<ChartView>,
    /// Problems met.
    pub problems: Vec<ProblemView>,
    /// Methods used, each once.
    pub methods: Vec<MethodView>,
    /// Program and version.
    pub engine: String,
    /// Seed.
    pub seed: u64,
    /// Study file.
    pub study_file: String,
    /// Its SHA-256.
    pub study_digest: String,
    /// What was read.
    pub sources: Vec<SourceView>,
}

/// A verdict's meaning.
#[derive(Serialize)]
pub struct WordView {
    /// Key.
    pub key: &'static str,
    /// Shape.
    pub glyph: &'static str,
    /// Word.
    pub word: String,
    /// Meaning.
    pub meaning: String,
}

/// An answer in one row.
#[derive(Serialize)]
pub struct RowView {
    /// Outcome.
    pub label: String,
    /// Question's title.
    pub question: String,
    /// Verdict in words.
    pub word: String,
    /// Estimate with its unit.
    pub estimate: String,
    /// Interval.
    pub interval: String,
}

/// Answers that a page holds as rows.
const MOST_FURTHER: usize = 1_000;

/// An answer.
#[derive(Clone, Serialize)]
pub struct FindingView {
    /// Anchor.
    pub anchor: String,
    /// Outcome.
    pub label: String,
    /// Question's title.
    pub question: String,
    /// Question's anchor.
    pub question_anchor: String,
    /// Design in words.
    pub design: String,
    /// Whether it is the main answer.
    pub primary: bool,
    /// Verdict's key.
    pub verdict: &'static str,
    /// Verdict's shape.
    pub glyph: &'static str,
    /// Verdict's word.
    pub word: String,
    /// What the word means.
    pub meaning: String,
    /// What standards of evidence say.
    pub standings: Vec<StandingView>,
    /// Anchor and outcome of the answer that has the same, where they stand there.
    pub standings_as: Option<(String, String)>,
    /// The sentence.
    pub sentence: String,
    /// What one can say.
    pub can_say: Vec<String>,
    /// What one cannot say.
    pub cannot_say: Vec<String>,
    /// The number; absent where none may be given.
    pub effect: Option<EffectView>,
    /// Treated (or pairs).
    pub treated: String,
    /// Comparison units; absent without a comparison.
    pub comparison: Option<String>,
}

/// The number and how sure.
#[derive(Clone, Serialize)]
pub struct EffectView {
    /// Estimate with its unit.
    pub estimate: String,
    /// Lower end.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Estimate with its unit, as people write it.
    pub said: String,
    /// Both ends with the unit.
    pub interval: String,
    /// Whether what is too small to matter is shaded.
    pub shaded: bool,
    /// Unit.
    pub unit: String,
    /// Level of the interval.
    pub level: String,
    /// Number line.
    pub line: Safe,
    /// p-value.
    pub p: String,
}

/// The page of a scope.
pub fn page(scope: &PageScope<'_>, lang: Lang, charts: Charts<'_>) -> Page {
    let findings = &scope.bundle.findings;
    let (study, manifest) = (&findings.study, &findings.manifest);
    let evidence = question::evidence(scope, lang, charts);
    let internal = scope.internal();
    let (told, further) = scope.findings.split_at(scope.findings.len().min(MOST_FINDINGS));
    let rows = further.iter().take(MOST_FURTHER).map(|finding| row(scope, finding, lang)).collect();
    let problems = findings.problems.iter().filter(|_| internal && scope.name.is_none());
    Page {
        lang: lang.code(),
        beside: PagesBeside::of(scope.bundle),
        title: study.title.get(lang).to_string(),
        id: study.id.clone(),
        internal,
        in_parts: scope.name.is_none() && PagesBeside::of(scope.bundle).parts,
        part: scope.name.map(|name| name.get(lang).to_string()),
        notes: rendered(scope.notes, lang),
        glance: answers::ordered(scope).iter().take(MOST_FINDINGS).map(|it| answers::row(scope, it, lang)).collect(),
        legend: answers::legend(&scope.findings, lang),
        glance_charts: evidence.glance,
        findings: told_once(told.iter().map(|finding| finding_view(scope, finding, lang)).collect()),
        further: rows,
        more_findings: further.len().saturating_sub(MOST_FURTHER),
        more_charts: evidence.more.0,
        more_tables: evidence.more.1,
        claims: claims::view(scope, lang),
        requests: evidence::requests(scope, lang),
        glossary: verdict::glossary().iter().map(|words| word(words, lang)).collect(),
        questions: evidence.questions,
        flow: if scope.name.is_none() { flow(&findings.flow, Kind::Groups, lang) } else { Vec::new() },
        tables: evidence.general.tables,
        charts: evidence.general.charts,
        problems: problems.map(|problem| sources::problem(problem, lang)).collect(),
        methods: sources::methods(&scope.questions, lang),
        engine: manifest.engine.clone(),
        seed: manifest.seed,
        study_file: manifest.study.0.clone(),
        study_digest: manifest.study.1.clone(),
        sources: manifest.sources.iter().map(sources::source).collect(),
    }
}

fn word(words: &VerdictWords, lang: Lang) -> WordView {
    WordView { key: words.key, glyph: words.glyph, word: words.word.render(lang), meaning: words.meaning.render(lang) }
}

/// What standards say of several answers of a question alike is told with the first.
fn told_once(mut views: Vec<FindingView>) -> Vec<FindingView> {
    for at in 1..views.len() {
        let (before, rest) = views.split_at_mut(at);
        let view = &mut rest[0];
        let same = |other: &&FindingView| {
            other.question_anchor == view.question_anchor
                && !other.standings.is_empty()
                && other.standings == view.standings
        };
        if let Some(first) = before.iter().find(same) {
            view.standings_as = Some((first.anchor.clone(), first.label.clone()));
            view.standings.clear();
        }
    }
    views
}

/// An answer in one row.
pub fn row(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> RowView {
    let lang = lang.about(&finding.question);
    let finding = &*finding.as_said();
    let effect = shown_effect(finding).map(|effect| effect_view(finding, effect, lang));
    let ends = |effect: &EffectView| format!("{} ({})", effect.interval, effect.level);
    RowView {
        label: label(finding, lang),
        question: scope.question(&finding.question).map_or("", |question| question.title.get(lang)).to_string(),
        word: verdict::words(&finding.claim).word.render(lang),
        estimate: effect.as_ref().map_or(String::new(), |effect| effect.said.clone()),
        interval: effect.as_ref().map_or(String::new(), ends),
    }
}

/// An answer in full.
pub fn finding_view(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> FindingView {
    let lang = lang.about(&finding.question);
    let finding = &*finding.as_said();
    let question = scope.question(&finding.question);
    let words = verdict::words(&finding.claim);
    let sample = &finding.sample;
    FindingView {
        anchor: scope.anchor(finding),
        label: label(finding, lang),
        question: question.map_or(String::new(), |question| question.title.get(lang).to_string()),
        question_anchor: anchor("question", &finding.question),
        design: question.map_or(String::new(), |question| question.design_title.render(lang)),
        primary: finding.role == Role::Primary,
        verdict: words.key,
        glyph: words.glyph,
        word: words.word.render(lang),
        meaning: words.meaning.render(lang),
        standings: finding.standings.iter().map(|standing| evidence::standing(standing, lang)).collect(),
        standings_as: None,
        sentence: finding.texts.get(&lang).cloned().unwrap_or_else(|| finding.claim.sentence.render(lang)),
        can_say: rendered(&finding.claim.can_say, lang),
        cannot_say: rendered(&finding.claim.cannot_say, lang),
        effect: shown_effect(finding).map(|effect| effect_view(finding, effect, lang)),
        treated: super::cells::cases(sample.treated, sample.withheld),
        comparison: (sample.comparison > 0).then(|| fixed(sample.comparison as f64, 0)),
    }
}

pub(super) fn effect_view(finding: &Finding, effect: &Effect, lang: Lang) -> EffectView {
    let readable = Readable::of(finding, effect, lang);
    EffectView {
        estimate: readable.number(effect.estimate),
        low: readable.number(effect.low),
        high: readable.number(effect.high),
        said: readable.with_unit(effect.estimate),
        interval: readable.interval().render(lang),
        shaded: finding.describe.smallest_change.is_some_and(|change| change > 0.0),
        unit: finding.unit.get(lang).to_string(),
        level: level(effect.level, lang),
        line: Safe::from_safe_string(number_line::svg(effect, &readable, finding.describe.smallest_change)),
        p: p_value(effect.p_value),
    }
}
