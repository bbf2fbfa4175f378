//! Data requests: what to collect, of whom, how many and by when, so that more can be said. They follow from gaps that an
//! answer met; where nothing is missing there are none.

use std::collections::BTreeMap;

use crate::design::Rung;
use crate::exhibit::{Cell, Column, Format, Table, TableId, TableRole};
use crate::phrase;
use crate::study::Measured;
use crate::text::{Arg, Phrase, Precision, Words};

use super::claim::clauses::{needed, round_up};
use super::claim::{LARGEST_IMBALANCE, LEAST_ARM, LEAST_FREEDOM, least_pairs};
use super::evidence::{LEAST_FOLLOW_UP, LEAST_SUPPORT};
use super::{DataRequest, Facts, Finding, Role, Verdict};

/// Id of the table of all requests; its rows are those of [`super::Findings::requests`].
pub const TABLE: TableRole = TableRole::Requests;

/// A finding with what is known of it, to be looked at for what is missing.
#[derive(Clone, Copy)]
pub struct Gaps<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What is known of it.
    pub facts: &'a Facts,
    /// Highest rung that any finding of the study on the same outcome reaches.
    pub highest: Option<Rung>,
}

impl Gaps<'_> {
    /// Length of the interval.
    fn length(&self) -> Option<f64> {
        self.facts.number.map(|number| number.interval.1 - number.interval.0)
    }
}

/// Every request that a finding gives rise to, in the order in which they help.
pub fn of_finding(of: &Gaps<'_>) -> Vec<DataRequest> {
    [comparison, baseline, overlap, response, cases, record, smallest_change]
        .into_iter()
        .filter_map(|gap| gap(of))
        .collect()
}

fn request(
    key: &str,
    finding: &Finding,
    parts: (Phrase, Phrase, Option<usize>, Phrase, Phrase),
) -> Option<DataRequest> {
    let (collect, whom, count, when, so_that) = parts;
    Some(DataRequest {
        key: key.into(),
        question: finding.question.clone(),
        finding: Some(finding.id.clone()),
        collect,
        whom,
        count: count.map(|n| n as u64),
        when,
        so_that,
    })
}

/// Before the program reaches others.
fn before_next(of: &Gaps<'_>) -> Phrase {
    match of.facts.rounds {
        true => phrase!("before the next round starts"),
        false => phrase!("before the program starts the next time"),
    }
}

/// When results are known the next time.
fn at_next(of: &Gaps<'_>) -> Phrase {
    match of.facts.rounds {
        true => phrase!("when the next round is reported"),
        false => phrase!("with the next survey or report"),
    }
}

fn reaches(of: &Gaps<'_>, rung: Rung) -> bool {
    of.highest.is_some_and(|highest| highest >= rung)
}

fn comparison(of: &Gaps<'_>) -> Option<DataRequest> {
    if of.facts.kind.has_others() || reaches(of, Rung::Associated) {
        return None;
    }
    let count = of.finding.sample.treated.max(LEAST_ARM);
    let parts = (
        phrase!("{outcome}, before and after", outcome = &of.finding.label),
        phrase!("similar ones without the program"),
        Some(count),
        before_next(of),
        phrase!("it can be said whether others change as much without the program"),
    );
    request("comparison", of.finding, parts)
}

fn baseline(of: &Gaps<'_>) -> Option<DataRequest> {
    match of.facts.rung() {
        Rung::Differed if of.facts.kind.has_others() && !reaches(of, Rung::Associated) => {
            let parts = (
                phrase!("{outcome} from before the program (old records will do)", outcome = &of.finding.label),
                phrase!("those who took part and those they are compared with"),
                None,
                phrase!("before these results are used"),
                phrase!("it can be said whether the two groups differed before"),
            );
            request("baseline", of.finding, parts)
        }
        Rung::Differed if of.facts.kind.is_of_respondents() && !reaches(of, Rung::Changed) => {
            let parts = (
                phrase!(
                    "{outcome} of the same people at both times, with a code that tells them apart",
                    outcome = &of.finding.label
                ),
                phrase!("those in the program"),
                Some(of.finding.sample.treated.max(LEAST_ARM)),
                before_next(of),
                phrase!("it can be said whether anyone changed"),
            );
            request("baseline", of.finding, parts)
        }
        Rung::Associated
            if of.facts.kind.has_others() && !of.facts.state_before && !reaches(of, Rung::ProbablyDueTo) =>
        {
            let parts = (
                phrase!("{outcome} from before the program (old records will do)", outcome = &of.finding.label),
                phrase!("those who took part and those they are compared with"),
                None,
                phrase!("before these results are used"),
                phrase!("it can be said whether the difference is probably due to the program"),
            );
            request("baseline", of.finding, parts)
        }
        _ => None,
    }
}

/// No similar ones for many who took part, or groups that stay different.
fn overlap(of: &Gaps<'_>) -> Option<DataRequest> {
    let short = of.facts.matched.filter(|(found, all)| (*found as f64) < LEAST_SUPPORT * *all as f64);
    let apart = of.facts.imbalance.as_ref().filter(|(_, smd)| smd.abs() > LARGEST_IMBALANCE);
    let count = short.map(|(found, all)| all - found);
    let whom = match (apart, short) {
        (Some((variable, _)), _) => {
            phrase!(
                "ones that did not take part and whose {variable} is like that of those who took part",
                variable = variable
            )
        }
        (None, Some(_)) => phrase!("ones that did not take part and are like those without a partner"),
        (None, None) => return None,
    };
    let collect = phrase!("{outcome} and all that units are compared on", outcome = &of.finding.label);
    let so_that = match of.finding.claim.verdict {
        Verdict::NotComparable => phrase!("a difference can be given at all"),
        _ => phrase!("the answer speaks of all who took part"),
    };
    request("overlap", of.finding, (collect, whom, count, phrase!("before these results are used"), so_that))
}

fn response(of: &Gaps<'_>) -> Option<DataRequest> {
    let short = |&(answered, asked): &(usize, usize)| {
        let wanted = (LEAST_FOLLOW_UP * asked as f64 - 1e-9).ceil() as usize;
        wanted.saturating_sub(answered)
    };
    let count = of.facts.response.iter().map(short).sum::<usize>();
    let parts = (
        phrase!("{outcome}, where it is still missing", outcome = &of.finding.label),
        match of.facts.kind.is_of_respondents() {
            true => phrase!("those who have not answered yet"),
            false => phrase!("those whose answer or record is missing"),
        },
        Some(count),
        phrase!("before these results are used"),
        phrase!("the answer does not hang on those who are missing"),
    );
    if count == 0 { None } else { request("response", of.finding, parts) }
}

fn cases(of: &Gaps<'_>) -> Option<DataRequest> {
    let better = of.highest.is_some_and(|highest| highest > of.finding.claim.rung);
    match of.finding.claim.verdict {
        _ if better => None,
        Verdict::TooSmall => too_few(of),
        Verdict::Inconclusive => undecided(of),
        _ => None,
    }
}

/// Fewer than any statement needs: as many as a round needs to stand on its own.
fn too_few(of: &Gaps<'_>) -> Option<DataRequest> {
    let paired = of.finding.claim.rung == Rung::Changed;
    let smaller =
        if paired { of.finding.sample.treated } else { of.finding.sample.treated.min(of.finding.sample.comparison) };
    let least = if paired { least_pairs(of.facts) } else { LEAST_ARM };
    let clusters = of.facts.number.filter(|number| number.lacks_clusters(LEAST_FREEDOM)).filter(|_| smaller >= least);
    let collect = match paired {
        true => phrase!("{outcome}, before and after", outcome = &of.finding.label),
        false => phrase!("{outcome} and all that units are compared on", outcome = &of.finding.label),
    };
    let so_that = phrase!("an average can be given with how sure it is");
    let (whom, count) = match (clusters, paired) {
        (Some(_), _) => (phrase!("those of more clusters than before, of sizes that are more alike"), None),
        _ if smaller >= least => return out_of_reach(of),
        (None, true) => (phrase!("those in the program"), Some(least)),
        (None, false) => (phrase!("those in the program, and as many others"), Some(least)),
    };
    request("cases", of.finding, (collect, whom, count, at_next(of), so_that))
}

/// Enough for an interval, too few to decide about the smallest change that matters.
fn undecided(of: &Gaps<'_>) -> Option<DataRequest> {
    let matters = of.facts.smallest_change?;
    let more = more(of.finding.sample.treated, of.length()?, matters)?;
    let factor = if of.facts.in_points { 100.0 } else { 1.0 };
    let unit = if of.facts.in_points { Words::percentage_points() } else { of.finding.unit.clone() };
    let size = phrase!(
        "{value} {unit}",
        value = Arg::Written(matters * factor, Precision::as_written(matters * factor, &unit)),
        unit = unit
    );
    let so_that =
        phrase!("it can be told whether there is a change of {size}, which was agreed to matter", size = size);
    more_of_the_same(of, more, so_that)
}

/// Too few to see even the largest change that could plausibly occur.
fn out_of_reach(of: &Gaps<'_>) -> Option<DataRequest> {
    let (detectable, plausible) = (of.facts.detectable?, of.facts.plausible?);
    let more = more(of.finding.sample.treated, detectable, plausible)?;
    let so_that = phrase!("the largest change that could be expected can be told from chance");
    more_of_the_same(of, more, so_that)
}

/// Cases that are missing to a precision, where the number needed is given with two digits, as in the lines of a of.finding.
fn more(n: usize, found: f64, wanted: f64) -> Option<usize> {
    let more = round_up(needed(n, found, wanted)?).saturating_sub(n);
    (found > wanted && more > 0).then_some(more)
}

fn more_of_the_same(of: &Gaps<'_>, more: usize, so_that: Phrase) -> Option<DataRequest> {
    let parts = (
        phrase!("the same as before, {outcome} included", outcome = &of.finding.label),
        match of.facts.kind {
            kind if kind.is_one_group() => phrase!("those in the program"),
            kind if kind.is_of_respondents() => phrase!("those who answer, before and after alike"),
            _ => phrase!("those in the program, and others in the same proportion"),
        },
        Some(more),
        at_next(of),
        so_that,
    );
    request("cases", of.finding, parts)
}

fn record(of: &Gaps<'_>) -> Option<DataRequest> {
    let parts = (
        phrase!("a record of {outcome} that does not rest on what people told the funder", outcome = &of.finding.label),
        phrase!("those compared, or a part of them chosen by lot"),
        None,
        at_next(of),
        phrase!("the answer does not rest only on what people say to those who decide on their money"),
    );
    if of.facts.measured == Some(Measured::SelfReportToFunder) { request("record", of.finding, parts) } else { None }
}

fn smallest_change(of: &Gaps<'_>) -> Option<DataRequest> {
    let parts = (
        phrase!("the smallest change of {outcome} that would matter", outcome = &of.finding.label),
        phrase!("those who decide on the program"),
        None,
        phrase!("before the next results are seen"),
        phrase!(
            "a change too small to matter can be told from one that could not be seen, and it can be said how many cases it takes"
        ),
    );
    let asked = of.finding.role == Role::Primary && of.facts.smallest_change.is_none();
    if asked { request("smallest-change", of.finding, parts) } else { None }
}

/// Outcomes that a request names before it counts the rest.
const NAMED: usize = 3;

/// Puts requests together that differ in the outcome only: they are one errand. What is asked of the same outcome by several
/// questions or designs is asked once. `label` and `outcome` are those of each finding.
pub fn together(all: Vec<(DataRequest, String, Words)>) -> Vec<DataRequest> {
    let mut once: Vec<(DataRequest, Vec<Words>)> = Vec::new();
    let mut seen: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut errands: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (request, outcome, label) in all {
        let whom = request.whom.render(crate::text::Lang::En);
        let same = (request.key.clone(), outcome, whom.clone());
        let errand = (request.key.clone(), request.question.clone(), whom);
        let at = match seen.get(&same).or_else(|| errands.get(&errand)) {
            Some(at) => *at,
            None => once.len(),
        };
        let new = seen.insert(same, at).is_none();
        errands.entry(errand).or_insert(at);
        match once.get_mut(at) {
            Some((known, outcomes)) => {
                known.count = known.count.max(request.count);
                outcomes.extend(new.then_some(label));
            }
            None => once.push((request, vec![label])),
        }
    }
    once.into_iter().map(|(request, outcomes)| of_outcomes(request, outcomes)).collect()
}

/// The request for several outcomes.
fn of_outcomes(mut request: DataRequest, outcomes: Vec<Words>) -> DataRequest {
    if outcomes.len() < 2 {
        return request;
    }
    let more = outcomes.len().saturating_sub(NAMED);
    let named = Arg::from(outcomes.into_iter().take(NAMED).collect::<Vec<Words>>());
    let joined = match more {
        0 => named,
        _ => Arg::from(phrase!("{outcomes} and {n} more", outcomes = named, n = more)),
    };
    request.finding = None;
    request
        .collect
        .args
        .iter_mut()
        .filter(|(name, _)| name == "outcome")
        .for_each(|(_, value)| *value = joined.clone());
    request
}

impl DataRequest {
    /// The request as one sentence; `row` is its place among all requests, which is its row in the table.
    pub fn sentence(&self, row: usize) -> Phrase {
        let (collect, whom, when) = (self.collect.clone(), self.whom.clone(), self.when.clone());
        let so_that = self.so_that.clone();
        match self.count {
            Some(n) => phrase!(
                "Collect {collect}, from at least {n} more ({whom}), {when}, so that {so_that}.",
                collect = collect,
                n = Arg::units_in(cell(row), n as usize),
                whom = whom,
                when = when,
                so_that = so_that
            ),
            None => phrase!(
                "Collect {collect}, from {whom}, {when}, so that {so_that}.",
                collect = collect,
                whom = whom,
                when = when,
                so_that = so_that
            ),
        }
    }
}

fn cell(row: usize) -> crate::text::CellRef {
    crate::text::CellRef { table: TableId::from(TABLE).to_string(), row, key: "count".into() }
}

/// The requests as a table, one row for each. `names` gives the words of a question and of the outcome of a finding.
pub fn table(requests: &[DataRequest], names: impl Fn(&DataRequest) -> (Words, Words)) -> Table {
    let words = |key, title| Column::new(key, title, Format::Text);
    let columns = vec![
        words("question", phrase!("Question")),
        words("outcome", phrase!("Outcome")),
        words("collect", phrase!("Collect")),
        words("whom", phrase!("Of whom")),
        Column::new("count", phrase!("How many more, at least"), Format::Count),
        words("when", phrase!("By when")),
        words("so_that", phrase!("So that")),
    ];
    let mut table = Table::new(TABLE, phrase!("Data to collect, so that more can be said"), columns);
    for request in requests {
        let (question, outcome) = names(request);
        table.push(vec![
            Cell::words(&question),
            Cell::words(&outcome),
            Cell::phrase(request.collect.clone()),
            Cell::phrase(request.whom.clone()),
            request.count.map_or_else(Cell::empty, |n| Cell::count_here(n as usize)),
            Cell::phrase(request.when.clone()),
            Cell::phrase(request.so_that.clone()),
        ]);
    }
    table.notes = vec![phrase!(
        "Numbers of cases follow from the precision reached, which grows with the square root of the number of cases. They are guides, not guarantees"
    )];
    table
}
