//! What the template is given: the bundle in one language, every number written out.

use minijinja::Value as Safe;
use serde::Serialize;

use crate::design::{Rung, Sides};
use crate::findings::{Bundle, Effect, Finding, Role, Verdict};
use crate::text::{Lang, Phrase, Words, decimals_for, fixed, p_value, percent};

use super::cells::TableView;
use super::number_line;
use super::question::{self, QuestionView, flow};
use super::shown_effect;
use super::sources::{self, MethodView, ProblemView, SourceView};

/// The page.
#[derive(Serialize)]
pub struct Page {
    /// Language code.
    pub lang: &'static str,
    /// Title of the study.
    pub title: String,
    /// Id of the study.
    pub id: String,
    /// Answers, in order.
    pub findings: Vec<FindingView>,
    /// Questions with their evidence.
    pub questions: Vec<QuestionView>,
    /// From rows read to units.
    pub flow: Vec<question::StepView>,
    /// Tables and charts that belong to no question.
    pub tables: Vec<TableView>,
    /// Charts that belong to no question.
    pub charts: Vec<question::ChartView>,
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

/// An answer.
#[derive(Serialize)]
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
#[derive(Serialize)]
pub struct EffectView {
    /// Estimate with its unit.
    pub estimate: String,
    /// Lower end.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Unit.
    pub unit: String,
    /// Level of the interval.
    pub level: String,
    /// Number line.
    pub line: Safe,
    /// p-value.
    pub p: String,
}

/// The page of a bundle.
pub fn page(bundle: &Bundle, lang: Lang, charts: &dyn Fn(&str) -> Option<String>) -> Page {
    let findings = &bundle.findings;
    let (study, manifest) = (&findings.study, &findings.manifest);
    let mut questions = question::views(bundle, lang, charts);
    let general = questions.pop().expect("the views end with what belongs to no question");
    Page {
        lang: lang.code(),
        title: study.title.get(lang).to_string(),
        id: study.id.clone(),
        findings: findings.findings.iter().map(|finding| finding_view(bundle, finding, lang)).collect(),
        questions,
        flow: flow(&findings.flow, Sides::default(), lang),
        tables: general.tables,
        charts: general.charts,
        problems: findings.problems.iter().map(|problem| sources::problem(problem, lang)).collect(),
        methods: sources::methods(&findings.questions, lang),
        engine: manifest.engine.clone(),
        seed: manifest.seed,
        study_file: manifest.study.0.clone(),
        study_digest: manifest.study.1.clone(),
        sources: manifest.sources.iter().map(sources::source).collect(),
    }
}

fn finding_view(bundle: &Bundle, finding: &Finding, lang: Lang) -> FindingView {
    let question = bundle.findings.questions.iter().find(|question| question.id == finding.question);
    let said = finding.texts.get(&lang).cloned().unwrap_or_else(|| finding.claim.sentence.render(lang));
    FindingView {
        anchor: anchor("finding", &finding.id),
        label: finding.label.get(lang).to_string(),
        question: question.map_or(String::new(), |question| question.title.get(lang).to_string()),
        question_anchor: anchor("question", &finding.question),
        design: question.map_or(String::new(), |question| question.design_title.render(lang)),
        primary: finding.role == Role::Primary,
        verdict: verdict_key(finding.claim.rung, finding.claim.verdict),
        glyph: glyph(finding.claim.verdict),
        sentence: said,
        can_say: rendered(&finding.claim.can_say, lang),
        cannot_say: rendered(&finding.claim.cannot_say, lang),
        effect: shown_effect(finding).map(|effect| effect_view(effect, &finding.unit, lang)),
        treated: super::cells::cases(finding.sample.treated, finding.sample.withheld),
        comparison: (finding.sample.comparison > 0).then(|| fixed(finding.sample.comparison as f64, 0)),
    }
}

fn effect_view(effect: &Effect, unit: &Words, lang: Lang) -> EffectView {
    let decimals = decimals_for((effect.high - effect.low) / 2.0);
    EffectView {
        estimate: fixed(effect.estimate, decimals),
        low: fixed(effect.low, decimals),
        high: fixed(effect.high, decimals),
        unit: unit.get(lang).to_string(),
        level: level(effect.level, lang),
        line: Safe::from_safe_string(number_line::svg(effect)),
        p: p_value(effect.p_value),
    }
}

/// A confidence level as a percentage, with a decimal only where it has one (exact laws reach odd levels).
pub fn level(level: f64, lang: Lang) -> String {
    let whole = (level * 100.0 - (level * 100.0).round()).abs() < 0.05;
    percent(level, usize::from(!whole), lang)
}

/// Phrases in a language.
pub fn rendered(phrases: &[Phrase], lang: Lang) -> Vec<String> {
    phrases.iter().map(|phrase| phrase.render(lang)).collect()
}

/// An id for HTML: letters of every script and digits stay, the rest becomes a hyphen.
pub fn anchor(kind: &str, id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    format!("{kind}-{plain}")
}

/// Without a comparison, a change is not an effect: its word and colour are others.
fn verdict_key(rung: Rung, verdict: Verdict) -> &'static str {
    match (rung, verdict) {
        (Rung::Differed, Verdict::Positive) => "differed_better",
        (Rung::Differed, Verdict::Negative) => "differed_worse",
        (Rung::Differed, Verdict::Different) => "differed",
        (Rung::Changed, Verdict::Positive) => "changed_better",
        (Rung::Changed, Verdict::Negative) => "changed_worse",
        (Rung::Changed, Verdict::Different) => "changed",
        (_, verdict) => word_key(verdict),
    }
}

fn word_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Positive => "positive",
        Verdict::Negative => "negative",
        Verdict::Different => "different",
        Verdict::PracticallyNone => "practically_none",
        Verdict::Inconclusive => "inconclusive",
        Verdict::TooSmall => "too_small",
        Verdict::NotComparable => "not_comparable",
    }
}

/// The shape that stands for a verdict, the same in every output.
pub fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Positive => "▲",
        Verdict::Negative => "▼",
        Verdict::Different => "◆",
        Verdict::PracticallyNone => "●",
        Verdict::Inconclusive => "◇",
        Verdict::TooSmall => "…",
        Verdict::NotComparable => "×",
    }
}
