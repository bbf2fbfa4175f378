//! Data requests: what to collect, of whom, how many and by when, so that more can be said. They follow from gaps that an
//! answer met; where nothing is missing there are none.

use std::collections::BTreeMap;

use crate::design::{Rung, Sides};
use crate::exhibit::{Cell, Column, Format, Table, TableId, TableRole};
use crate::phrase;
use crate::study::Measured;
use crate::text::{Arg, Phrase, Words, num};

use super::claim::clauses::{needed, round_up};
use super::claim::{LARGEST_IMBALANCE, LEAST_ARM, LEAST_CLUSTERS, LEAST_PAIRS};
use super::evidence::{LEAST_FOLLOW_UP, LEAST_SUPPORT};
use super::{DataRequest, Finding, Role, Verdict};

/// Id of the table of all requests; its rows are those of [`super::Findings::requests`].
pub const TABLE: TableRole = TableRole::Requests;

/// What is known of a finding beside itself.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whether the study has rounds, so that a next one is to come.
    pub rounds: bool,
    /// How the outcome came to be known, where the study says so.
    pub measured: Option<Measured>,
    /// Smallest change that matters, in units of the outcome.
    pub smallest_change: Option<f64>,
    /// Whether sentences speak of the outcome in percentage points.
    pub in_points: bool,
    /// Units with a known outcome and units compared, of each group that there is.
    pub response: Vec<(usize, usize)>,
    /// Of those who took part: how many found a similar one, and how many there are.
    pub matched: Option<(usize, usize)>,
    /// The covariate that differs most after matching, and by how many standard deviations.
    pub imbalance: Option<(Words, f64)>,
    /// Length of the interval.
    pub length: Option<f64>,
    /// Smallest change that the study would detect, and the largest that could plausibly occur.
    pub reach: (Option<f64>, Option<f64>),
    /// Number of clusters, where standard errors rest on them.
    pub clusters: Option<usize>,
    /// Highest rung that any finding of the study on the same outcome reaches.
    pub highest: Option<Rung>,
}

/// Every request that a finding gives rise to, in the order in which they help.
pub fn of_finding(finding: &Finding, known: &Known) -> Vec<DataRequest> {
    [comparison, baseline, overlap, response, cases, record, smallest_change]
        .into_iter()
        .filter_map(|gap| gap(finding, known))
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
fn before_next(known: &Known) -> Phrase {
    match known.rounds {
        true => phrase!("before the next round starts"),
        false => phrase!("before the program starts the next time"),
    }
}

/// When results are known the next time.
fn at_next(known: &Known) -> Phrase {
    match known.rounds {
        true => phrase!("when the next round is reported"),
        false => phrase!("with the next survey or report"),
    }
}

fn reaches(known: &Known, rung: Rung) -> bool {
    known.highest.is_some_and(|highest| highest >= rung)
}

fn comparison(finding: &Finding, known: &Known) -> Option<DataRequest> {
    if finding.claim.rung > Rung::Changed || reaches(known, Rung::Associated) {
        return None;
    }
    let count = finding.sample.treated.max(LEAST_ARM);
    let parts = (
        phrase!("{outcome}, before and after", outcome = &finding.label),
        phrase!("similar ones that do not take part"),
        Some(count),
        before_next(known),
        phrase!("it can be said whether others change as much without the program"),
    );
    request("comparison", finding, parts)
}

fn baseline(finding: &Finding, known: &Known) -> Option<DataRequest> {
    match finding.claim.rung {
        Rung::Differed if !reaches(known, Rung::Changed) => {
            let parts = (
                phrase!(
                    "{outcome} of the same people at both times, with a code that tells them apart",
                    outcome = &finding.label
                ),
                phrase!("those who take part"),
                Some(finding.sample.treated.max(LEAST_ARM)),
                before_next(known),
                phrase!("it can be said whether anyone changed"),
            );
            request("baseline", finding, parts)
        }
        Rung::Associated if !reaches(known, Rung::ProbablyDueTo) => {
            let parts = (
                phrase!("{outcome} from before the program (old records will do)", outcome = &finding.label),
                phrase!("those who took part and those they are compared with"),
                None,
                phrase!("before these results are used"),
                phrase!("it can be said whether the difference is probably due to the program"),
            );
            request("baseline", finding, parts)
        }
        _ => None,
    }
}

/// No similar ones for many who took part, or groups that stay different.
fn overlap(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let short = known.matched.filter(|(found, all)| (*found as f64) < LEAST_SUPPORT * *all as f64);
    let apart = known.imbalance.as_ref().filter(|(_, smd)| smd.abs() > LARGEST_IMBALANCE);
    let count = short.map(|(found, all)| all - found);
    let whom = match (apart, short) {
        (Some((variable, _)), _) => {
            phrase!("ones that did not take part and are like those who did in {variable}", variable = variable)
        }
        (None, Some(_)) => phrase!("ones that did not take part and are like those without a partner"),
        (None, None) => return None,
    };
    let collect = phrase!("{outcome} and all that units are compared on", outcome = &finding.label);
    let so_that = match finding.claim.verdict {
        Verdict::NotComparable => phrase!("a difference can be given at all"),
        _ => phrase!("the answer speaks of everyone who took part"),
    };
    request("overlap", finding, (collect, whom, count, phrase!("before these results are used"), so_that))
}

fn response(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let short = |&(answered, asked): &(usize, usize)| {
        let wanted = (LEAST_FOLLOW_UP * asked as f64 - 1e-9).ceil() as usize;
        wanted.saturating_sub(answered)
    };
    let count = known.response.iter().map(short).sum::<usize>();
    let parts = (
        phrase!("{outcome}, where it is still missing", outcome = &finding.label),
        match finding.claim.rung.sides() {
            Sides::Answered => phrase!("those who have not answered yet"),
            Sides::TookPart => phrase!("those whose answer or record is missing"),
        },
        Some(count),
        phrase!("before these results are used"),
        phrase!("the answer does not hang on those who are missing"),
    );
    if count == 0 { None } else { request("response", finding, parts) }
}

fn cases(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let better = known.highest.is_some_and(|highest| highest > finding.claim.rung);
    match finding.claim.verdict {
        _ if better => None,
        Verdict::TooSmall => too_few(finding, known),
        Verdict::Inconclusive => undecided(finding, known),
        _ => None,
    }
}

/// Fewer than any statement needs: as many as a round needs to stand on its own.
fn too_few(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let paired = finding.claim.rung == Rung::Changed;
    let smaller = if paired { finding.sample.treated } else { finding.sample.treated.min(finding.sample.comparison) };
    let least = if paired { LEAST_PAIRS } else { LEAST_ARM };
    let clusters = known.clusters.filter(|clusters| *clusters < LEAST_CLUSTERS && smaller >= least);
    let collect = match paired {
        true => phrase!("{outcome}, before and after", outcome = &finding.label),
        false => phrase!("{outcome} and all that units are compared on", outcome = &finding.label),
    };
    let so_that = phrase!("an average can be given with how sure it is");
    let (whom, count) = match (clusters, paired) {
        (Some(_), _) => (
            phrase!("those of other clusters than before; {least} clusters are the least", least = LEAST_CLUSTERS),
            None,
        ),
        _ if smaller >= least => return out_of_reach(finding, known),
        (None, true) => (phrase!("those who take part"), Some(least)),
        (None, false) => (phrase!("those who take part, and as many who do not"), Some(least)),
    };
    request("cases", finding, (collect, whom, count, at_next(known), so_that))
}

/// Enough for an interval, too few to decide about the smallest change that matters.
fn undecided(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let matters = known.smallest_change?;
    let more = more(finding.sample.treated, known.length?, matters)?;
    let factor = if known.in_points { 100.0 } else { 1.0 };
    let unit = if known.in_points { Words::percentage_points() } else { finding.unit.clone() };
    let size = phrase!("{value} {unit}", value = num(matters * factor, decimals_of(matters * factor)), unit = unit);
    let so_that =
        phrase!("it can be told whether there is a change of {size}, which was agreed to matter", size = size);
    more_of_the_same(finding, known, more, so_that)
}

/// Too few to see even the largest change that could plausibly occur.
fn out_of_reach(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let (detectable, plausible) = (known.reach.0?, known.reach.1?);
    let more = more(finding.sample.treated, detectable, plausible)?;
    let so_that = phrase!("the largest change that could be expected can be told from chance");
    more_of_the_same(finding, known, more, so_that)
}

/// Cases that are missing to a precision, where the number needed is given with two digits, as in the lines of a finding.
fn more(n: usize, found: f64, wanted: f64) -> Option<usize> {
    let more = round_up(needed(n, found, wanted)?).saturating_sub(n);
    (found > wanted && more > 0).then_some(more)
}

fn more_of_the_same(finding: &Finding, known: &Known, more: usize, so_that: Phrase) -> Option<DataRequest> {
    let parts = (
        phrase!("the same as before, {outcome} included", outcome = &finding.label),
        match finding.claim.rung {
            Rung::Changed => phrase!("those who take part"),
            Rung::Differed => phrase!("those who answer, before and after alike"),
            _ => phrase!("those who take part, and others in the same proportion"),
        },
        Some(more),
        at_next(known),
        so_that,
    );
    request("cases", finding, parts)
}

/// Decimals that a declared number was written with, three at most.
fn decimals_of(value: f64) -> usize {
    (0..3).find(|&d| (value * 10f64.powi(d)).fract().abs() < 1e-9).unwrap_or(3) as usize
}

fn record(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let parts = (
        phrase!("a record of {outcome} that does not rest on what people told the funder", outcome = &finding.label),
        phrase!("those compared, or a part of them chosen by lot"),
        None,
        at_next(known),
        phrase!("the answer does not rest only on what people say to those who decide on their money"),
    );
    if known.measured == Some(Measured::SelfReportToFunder) { request("record", finding, parts) } else { None }
}

fn smallest_change(finding: &Finding, known: &Known) -> Option<DataRequest> {
    let parts = (
        phrase!(
            "the smallest change of {outcome} that would matter (`smallest_change_that_matters`)",
            outcome = &finding.label
        ),
        phrase!("those who decide on the program"),
        None,
        phrase!("before the next results are seen"),
        phrase!(
            "a change too small to matter can be told from one that could not be seen, and it can be said how many cases it takes"
        ),
    );
    let asked = finding.role == Role::Primary && known.smallest_change.is_none();
    if asked { request("smallest-change", finding, parts) } else { None }
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
            request.count.map_or_else(Cell::empty, |n| Cell::count(n as usize)),
            Cell::phrase(request.when.clone()),
            Cell::phrase(request.so_that.clone()),
        ]);
    }
    table.notes = vec![phrase!(
        "Numbers of cases follow from the precision reached, which grows with the square root of the number of cases. They are guides, not guarantees"
    )];
    table
}
