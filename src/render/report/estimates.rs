//! An estimate in full: every number that stands behind a sentence, second ways to say it, how fragile it is.

use serde::Serialize;

use crate::exhibit::Format;
use crate::findings::{Companion, Effect, Finding, Measure};
use crate::phrase;
use crate::text::{Arg, Lang, decimals_for, fixed, num, p_value, percent};

use super::answers::Readable;
use super::cells::{CellView, cases as cases_shown, number};
use super::scope::PageScope;
use super::shared::{self, rendered, shown_effect};
use super::words;

/// An estimate in full.
#[derive(Serialize)]
pub struct EstimateView {
    /// Anchor of the answer.
    pub finding: String,
    /// Outcome.
    pub label: String,
    /// Each number: what it is, and its text.
    pub rows: Vec<(String, String)>,
    /// Second ways to say the same.
    pub companions: Vec<CompanionView>,
    /// How fragile: what each sensitivity analysis means here.
    pub sensitivity: Vec<String>,
    /// Whether each check passed, and what was found.
    pub checks: Vec<(bool, String)>,
    /// Warnings.
    pub notes: Vec<String>,
}

/// A second way to say the same.
#[derive(Serialize)]
pub struct CompanionView {
    /// What it is.
    pub title: String,
    /// Estimate, interval, statistic, p-value, cases.
    pub cells: Vec<CellView>,
    /// How it was computed.
    pub method: String,
}

/// The estimate of a finding. Where the verdict allows no number, only cases, checks and warnings are given.
pub fn estimate_view(scope: &PageScope<'_>, finding: &Finding, lang: Lang) -> EstimateView {
    let lang = lang.about(&finding.question);
    let finding = &*finding.as_said();
    let effect = shown_effect(finding);
    let silent = effect.is_none();
    let rows = effect.map_or_else(|| cases(finding), |effect| numbers(finding, effect, lang));
    EstimateView {
        finding: scope.anchor(finding),
        label: finding.label.get(lang).to_string(),
        rows: rows.into_iter().map(|(key, text)| (words::number(key).render(lang), text)).collect(),
        companions: finding.companions.iter().filter(|_| !silent).map(|info| companion(info, finding, lang)).collect(),
        sensitivity: finding.sensitivity.iter().filter(|_| !silent).map(|info| info.reading.render(lang)).collect(),
        checks: finding.checks.iter().map(|check| (check.passed, check.text.render(lang))).collect(),
        notes: rendered(&finding.notes, lang),
    }
}

fn cases(finding: &Finding) -> Vec<(&'static str, String)> {
    let count = |n: usize| cases_shown(n, finding.sample.withheld);
    match (finding.kind().is_of_respondents(), finding.sample.comparison) {
        (true, before) => {
            vec![("answered_after", count(finding.sample.treated)), ("answered_before", count(before))]
        }
        (_, 0) => vec![("cases", count(finding.sample.treated))],
        (_, comparison) => vec![("treated", count(finding.sample.treated)), ("comparison", count(comparison))],
    }
}

fn numbers(finding: &Finding, effect: &Effect, lang: Lang) -> Vec<(&'static str, String)> {
    let readable = Readable::of(finding, effect, lang);
    let finer = readable.finer();
    let shown = |value: f64| finer.with_unit(value);
    let describe = &finding.describe;
    let ends = format!("{} ({})", readable.interval().render(lang), shared::level(effect.level, lang));
    let mut rows = vec![("estimate", readable.with_unit(effect.estimate)), ("interval", ends)];
    let mut add = |key, text: Option<String>| rows.extend(text.map(|text| (key, text)));
    add("std_error", effect.std_error.map(shown));
    add("p_value", Some(p_value(effect.p_value)));
    add("q_value", finding.q_value.map(p_value));
    add("df", effect.df.map(|df| fixed(df, if df.fract() == 0.0 { 0 } else { 1 })));
    add("clusters", effect.clusters.map(|n| fixed(n as f64, 0)));
    for (key, mean) in means(finding).into_iter().zip(means_shown(finding, effect, lang)) {
        add(key, mean);
    }
    add("standardised", describe.standardised.map(|size| standardised(size, finding, lang)));
    add("smallest_detectable", describe.smallest_detectable.map(shown));
    rows.extend(cases(finding));
    rows.extend(effective(finding));
    rows.extend([("method", effect.method.render(lang)), ("inference", effect.inference.render(lang))]);
    rows
}

/// The two means as they are written, with their unit: of those who took part (or after), and of the others (or before).
pub fn means_shown(finding: &Finding, effect: &Effect, lang: Lang) -> [Option<String>; 2] {
    let readable = Readable::of(finding, effect, lang).finer();
    let mean = |value: f64| match finding.means_are_shares() {
        true => percent(value, 1, lang),
        false => readable.with_unit(value),
    };
    [finding.describe.mean_treated, finding.describe.mean_reference].map(|value| value.map(mean))
}

/// Names of the two means.
fn means(finding: &Finding) -> [&'static str; 2] {
    if finding.kind().is_of_respondents() {
        return ["mean_after", "mean_before"];
    }
    match (finding.of_changes, finding.sample.comparison) {
        (_, 0) => ["mean_after", "mean_before"],
        (true, _) => ["change_treated", "change_comparison"],
        (false, _) => ["mean_treated", "mean_comparison"],
    }
}

/// An interval with its level.
fn interval([low, high]: [Arg; 2], level: f64, lang: Lang) -> String {
    phrase!("{low} to {high} ({level})", low = low, high = high, level = shared::level(level, lang)).render(lang)
}

fn standardised(size: f64, finding: &Finding, lang: Lang) -> String {
    match &finding.describe.scale {
        Some(scale) => format!("{} ({})", fixed(size, 2), scale.render(lang)),
        None => fixed(size, 2),
    }
}

/// Effective numbers, where weights make them differ from the numbers of cases.
fn effective(finding: &Finding) -> Option<(&'static str, String)> {
    let sample = &finding.sample;
    let (treated, comparison) = sample.effective;
    let differs =
        (treated - sample.treated as f64).abs() > 0.05 || (comparison - sample.comparison as f64).abs() > 0.05;
    let known = treated > 0.0 && sample.comparison > 0;
    (differs && known).then(|| ("effective", format!("{} / {}", fixed(treated, 1), fixed(comparison, 1))))
}

fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

fn companion(info: &Companion, finding: &Finding, lang: Lang) -> CompanionView {
    let size = info.interval.map_or(info.estimate.unwrap_or(0.0), |(low, high)| (high - low) / 2.0);
    let decimals = decimals_for(size).max(usize::from(size.abs() < 10.0) * 2);
    let share = info.measure == Measure::Share;
    let end = |end: f64| if share { Arg::Percent(end, 1) } else { num(end, decimals) };
    let ends = info.interval.map_or(String::new(), |(low, high)| interval([end(low), end(high)], info.level, lang));
    let estimate = |value: f64| match info.measure {
        Measure::Share => percent(value, 1, lang),
        Measure::Outcome if finding.in_points => with_unit(fixed(value, decimals), finding.unit.get(lang)),
        Measure::Outcome | Measure::Pure => fixed(value, decimals),
    };
    let statistic =
        info.statistic.as_ref().map(|(symbol, value)| format!("{symbol} = {}", number(*value, &Format::Text, lang)));
    CompanionView {
        title: info.title.render(lang),
        cells: vec![
            info.estimate.map_or(CellView::fixed(None, 0), |value| CellView::number(value, estimate(value))),
            CellView { numeric: true, ..CellView::text(ends) },
            CellView { numeric: true, ..CellView::text(statistic.unwrap_or_default()) },
            info.p_value.map_or_else(CellView::default, |p| CellView::number(p, p_value(p))),
            CellView::fixed(Some(info.n as f64), 0),
        ],
        method: info.method.render(lang),
    }
}
