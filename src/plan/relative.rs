//! Values at periods that are counted from each unit's own start.

use crate::answer::starts::{Starts, values};
use crate::design::Ask;
use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::Relative;
use crate::notation::calendar::date_of;
use crate::panel::{Content, Data, VarRef, View};
use crate::phrase;
use crate::study::{Located, Question, Study};

use super::PlannedOutcome;

/// The starts of a question's units, where it counts from them. Reports a variable that holds no years.
pub fn starts(study: &Study, question: &Question, view: &View, sink: &mut Sink) -> Option<Starts> {
    let name = question.start.as_ref().or(question.rounds.as_ref().map(|rounds| &rounds.by))?;
    let var = super::resolve::variable(view.panel(), name, None, sink)?;
    let (column, content) = (view.column(&var)?, view.info(&var.name)?.content);
    let Data::Number(values) = column.data else {
        sink.push(no_years(name));
        return None;
    };
    let year = |value: f64| match (content, study.fiscal_year_starts) {
        (Content::Date, Some(month)) => {
            let (year, at, _) = date_of(value as i32);
            Some(if at < month { year - 1 } else { year })
        }
        (Content::Number, _) if value.fract() == 0.0 && (1850.0..=2150.0).contains(&value) => Some(value as i32),
        _ => None,
    };
    let known = |value: &f64| if value.is_nan() { None } else { year(*value) };
    let years: Vec<Option<i32>> = values.iter().map(known).collect();
    if content == Content::Date && study.fiscal_year_starts.is_none() {
        let message =
            phrase!("`{name}` holds dates, and it is not said when the fiscal year starts", name = &name.value);
        let hint = phrase!("Add {example} below {heading}", example = "fiscal_year_starts = 4", heading = "[study]");
        sink.push(Diagnostic::error("fiscal-year-needed", message).hint(hint).at(name.place.clone()));
        return None;
    }
    let odd = values.iter().zip(&years).filter(|(value, year)| !value.is_nan() && year.is_none()).count();
    if odd > 0 || years.iter().all(Option::is_none) {
        sink.push(no_years(name));
        return None;
    }
    Some(Starts { var, years })
}

fn no_years(name: &Located<String>) -> Diagnostic {
    let message = phrase!(
        "`{name}` should say the year in which each unit starts, and not all of its values are years",
        name = &name.value
    );
    let hint = phrase!("Years are 2021, 2021年度, 令和3年度 or R3; `tashika check` lists the cells that are not");
    Diagnostic::error("start-not-a-year", message).hint(hint).at(name.place.clone())
}

/// `start1` for `start+1`: it looks like a period that is counted from the start, and is none.
fn misspelled(question: &Question, sink: &mut Sink) {
    for period in question.before.iter().chain(&question.after) {
        let Some(rest) = period.value.strip_prefix("start") else { continue };
        let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        if Relative::parse(&period.value).is_none() && !digits.is_empty() && digits.parse::<u8>().is_ok() {
            let message = phrase!("`{period}` is no period", period = &period.value);
            let hint = phrase!(
                "For years before and after the start write {before} and {after}",
                before = "start-1",
                after = "start+1"
            );
            sink.push(Diagnostic::error("wrong-value", message).hint(hint).at(period.place.clone()));
        }
    }
}

/// Periods that are counted from a start need a variable that says it.
pub(super) fn start_needed(question: &Question, starts: Option<&Starts>, sink: &mut Sink) {
    misspelled(question, sink);
    if starts.is_some() || question.start.is_some() || question.rounds.is_some() {
        return;
    }
    let listed = question.outcomes.iter().chain(&question.covariates);
    let baselines = question.baseline.iter().map(|(_, before)| before);
    let at = listed.chain(baselines).filter_map(|name| Some((name.value.split_once('@')?.1, &name.place)));
    let periods = question.before.iter().chain(&question.after).map(|period| (period.value.as_str(), &period.place));
    if let Some((period, place)) = at.chain(periods).find(|(period, _)| Relative::parse(period).is_some()) {
        let message = phrase!(
            "`{period}` is counted from each unit's start, and the question does not say when that is",
            period = period
        );
        let hint = phrase!(
            "Name the variable that holds the year of the start, {start}; where units are applications, {rounds}",
            start = "start = \"…\"",
            rounds = "rounds = { by = \"…\", organisation = \"…\", … }"
        );
        sink.push(Diagnostic::error("start-needed", message).hint(hint).at(place.clone()));
    }
}

/// What makes units comparable was measured before the program started, and so was the baseline.
pub(super) fn before_the_start(question: &Question, ask: &Ask, outcomes: &[PlannedOutcome], sink: &mut Sink) {
    let late = |var: &VarRef| var.relative().is_some_and(|relative| relative.0 >= 0);
    let mut refuse = |key: &str, var: &VarRef, place: &Place| {
        let message =
            phrase!("`{name}` in `{key}` was measured when the program had started", name = var.to_string(), key = key);
        let hint = phrase!(
            "The program may have changed it: take its value from before, such as {example}",
            example = format!("{}@start-1", var.name)
        );
        sink.push(Diagnostic::error("measured-after-start", message).hint(hint).at(place.clone()));
    };
    for (name, var) in question.covariates.iter().zip(&ask.covariates).filter(|(_, var)| late(var)) {
        refuse("covariates", var, &name.place);
    }
    for var in outcomes.iter().filter_map(|outcome| outcome.baseline.as_ref()).filter(|var| late(var)) {
        let place = question.before.as_ref().map_or(&question.place, |before| &before.place);
        refuse("baseline", var, place);
    }
}

/// The values of everything that is counted from the start.
pub(super) fn relative_values(
    question: &Question,
    ask: &Ask,
    outcomes: &[PlannedOutcome],
    starts: Option<&Starts>,
    view: &View,
    sink: &mut Sink,
) -> Vec<(VarRef, Data)> {
    let Some(starts) = starts else { return Vec::new() };
    let measured = outcomes.iter().flat_map(|outcome| std::iter::once(&outcome.var).chain(&outcome.baseline));
    let mut found: Vec<(VarRef, Data)> = Vec::new();
    for var in measured.chain(&ask.covariates).filter(|var| var.relative().is_some()) {
        match values(view, var, starts) {
            _ if found.iter().any(|(known, _)| known == var) => {}
            Some(data) => found.push((var.clone(), data)),
            None => {
                let message =
                    phrase!("`{name}` was observed in none of the years that this means", name = var.to_string());
                let known = view.info(&var.name).map(|info| info.periods.as_slice()).unwrap_or_default();
                let known: Vec<&str> = known.iter().map(|period| view.panel().period_label(period)).collect();
                let hint = phrase!("It was observed at {periods}", periods = known);
                sink.push(Diagnostic::error("unknown-period", message).hint(hint).at(question.place.clone()));
            }
        }
    }
    found
}

/// One study counts from one start.
pub(super) fn clash(question: &Question, relative: &[(VarRef, Data)], overlays: &[(VarRef, Data)], sink: &mut Sink) {
    let other = |(var, data): &&(VarRef, Data)| overlays.iter().any(|(known, was)| known == var && !same(was, data));
    if let Some((var, _)) = relative.iter().find(other) {
        let message =
            phrase!("`{name}` is counted from another start than in an earlier question", name = var.to_string());
        let hint = phrase!("Use one `start` in a study; put the other question into a study of its own");
        sink.push(Diagnostic::error("two-starts", message).hint(hint).at(question.place.clone()));
    }
}

fn same(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::Number(a), Data::Number(b)) => a.iter().zip(b.iter()).all(|(a, b)| a == b || a.is_nan() && b.is_nan()),
        (a, b) => a == b,
    }
}
