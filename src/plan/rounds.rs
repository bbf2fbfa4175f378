//! Rounds of applications: which applications of an organisation that occurs several times count, by the declared rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::AnyDesign;
use crate::diag::{Diagnostic, Sink};
use crate::panel::{Data, Lost, Panel, VarRef, View};
use crate::phrase;
use crate::study::{OtherRounds, Question, RepeatAwards, Rounds};
use crate::text::Phrase;

use super::Step;
use super::resolve::variable;

/// Why an application does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    /// Rejected, and the organisation was funded in the same round: it would be its own comparison.
    SameRound,
    /// Rejected, and the organisation was funded in a later round.
    FundedLater,
    /// Rejected, and the organisation was funded in an earlier round.
    FundedEarlier,
    /// Funded again, and only the first award counts.
    FundedAgain,
    /// Funded more than once, and no award of such an organisation counts.
    Repeated,
}

impl Exclusion {
    fn phrase(self) -> Phrase {
        match self {
            Exclusion::SameRound => phrase!("rejected, but the organisation was funded in the same round"),
            Exclusion::FundedLater => phrase!("rejected, but the organisation was funded in a later round"),
            Exclusion::FundedEarlier => phrase!("rejected, but the organisation was funded in an earlier round"),
            Exclusion::FundedAgain => phrase!("funded again: only the first award counts"),
            Exclusion::Repeated => phrase!("of an organisation that was funded more than once"),
        }
    }
}

/// The rules, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// Rejected applications of those funded later.
    pub later: OtherRounds,
    /// Rejected applications of those funded earlier.
    pub earlier: OtherRounds,
    /// Awards of those funded more than once.
    pub again: RepeatAwards,
}

/// For each application why it does not count, or nothing where it does. `organisation` numbers the organisations
/// (`u32::MAX`: not known), `round` orders the rounds, `funded` says who was funded (NaN: not known, or not asked about).
/// `elsewhere` are awards that the question is not about, of another program: they spoil a comparison, but are none of its awards.
/// An application whose organisation or round is not known stands for itself.
pub fn left_out(
    organisation: &[u32],
    round: &[f64],
    funded: &[f64],
    elsewhere: &[bool],
    rules: RoundRules,
) -> Vec<Option<Exclusion>> {
    let awards = |wanted: &dyn Fn(usize) -> bool| {
        let mut awards: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        let known = |i: &usize| organisation[*i] != u32::MAX && !round[*i].is_nan() && wanted(*i);
        (0..organisation.len()).filter(known).for_each(|i| awards.entry(organisation[i]).or_default().push(round[i]));
        awards
    };
    let (own, others) = (awards(&|i| funded[i] == 1.0), awards(&|i| elsewhere[i]));
    let kept = rules.later == OtherRounds::Keep && rules.earlier == OtherRounds::Keep;
    let one = |i: usize| {
        let of = |awards: &BTreeMap<u32, Vec<f64>>, wanted: fn(&f64, &f64) -> bool| {
            awards.get(&organisation[i]).is_some_and(|awards| awards.iter().any(|award| wanted(award, &round[i])))
        };
        let mine = |wanted: fn(&f64, &f64) -> bool| of(&own, wanted);
        let any = |wanted: fn(&f64, &f64) -> bool| of(&own, wanted) || of(&others, wanted);
        let more = || own.get(&organisation[i]).is_some_and(|awards| awards.len() > 1);
        match funded[i] {
            0.0 if mine(|award, own| award == own) => Some(Exclusion::SameRound),
            0.0 if !kept && any(|award, own| award == own) => Some(Exclusion::SameRound),
            0.0 if rules.later == OtherRounds::Exclude && any(|award, own| award > own) => Some(Exclusion::FundedLater),
            0.0 if rules.earlier == OtherRounds::Exclude && any(|award, own| award < own) => {
                Some(Exclusion::FundedEarlier)
            }
            1.0 if rules.again == RepeatAwards::Exclude && more() && !round[i].is_nan() => Some(Exclusion::Repeated),
            1.0 if rules.again == RepeatAwards::First && mine(|award, own| award < own) => Some(Exclusion::FundedAgain),
            _ => None,
        }
    };
    (0..organisation.len()).map(one).collect()
}

/// Rounds resolved against the data.
pub struct PlannedRounds {
    /// Variable of the rounds.
    pub by: VarRef,
    /// Variable of the organisations.
    pub organisation: VarRef,
    /// Units that do not count, by global index, and why.
    pub left_out: Vec<(u32, Exclusion)>,
    /// What was declared, in words.
    pub notes: Vec<Phrase>,
    /// What awards of other programs count, where the question leaves some aside.
    pub others: Option<Phrase>,
}

/// Resolves the rounds of a question. `funded` and `awarded` have one value for each unit of the panel: who was funded of those
/// that the question is about, and of all.
pub fn rounds(
    question: &Question,
    funded: &[f64],
    awarded: &[f64],
    view: &View,
    sink: &mut Sink,
) -> Option<PlannedRounds> {
    let rounds = question.rounds.as_ref()?;
    let by = variable(view.panel(), &rounds.by, None, sink)?;
    let organisation = variable(view.panel(), &rounds.organisation, None, sink)?;
    let rules = RoundRules { later: rounds.funded_later, earlier: rounds.funded_earlier, again: rounds.funded_again };
    let (orgs, order) = (numbered(&view.column(&organisation)?.data), ordered(&view.column(&by)?.data));
    let elsewhere: Vec<bool> = funded.iter().zip(awarded).map(|(own, any)| own.is_nan() && *any == 1.0).collect();
    let found = left_out(&orgs, &order, funded, &elsewhere, rules);
    let notes = notes(rounds, &orgs, funded);
    let others = question.only.is_some().then(|| {
        let alone = left_out(&orgs, &order, funded, &vec![false; funded.len()], rules);
        let by_others = found.iter().zip(&alone).filter(|(all, own)| all.is_some() && own.is_none()).count();
        other_programs(by_others, elsewhere.iter().filter(|award| **award).count())
    });
    let left_out = found.iter().enumerate().filter_map(|(unit, why)| Some((unit as u32, (*why)?))).collect();
    Some(PlannedRounds { by, organisation, left_out, notes, others })
}

/// `where` says what the question is about, not what organisations received.
fn other_programs(left_out: usize, awards: usize) -> Phrase {
    phrase!(
        "{awards} {awards?award|awards} that `where` leaves aside {awards?counts|count} in these rules as well: {n} rejected {n?application is|applications are} left out because the organisation received one of them",
        awards = awards,
        n = left_out
    )
}

/// Organisations as numbers.
fn numbered(data: &Data) -> Vec<u32> {
    match data {
        Data::Category { codes, .. } => codes.to_vec(),
        Data::Number(values) => {
            let mut known: BTreeMap<u64, u32> = BTreeMap::new();
            let number = |value: &f64| {
                let next = known.len() as u32;
                if value.is_nan() { u32::MAX } else { *known.entry((value + 0.0).to_bits()).or_insert(next) }
            };
            values.iter().map(number).collect()
        }
    }
}

/// Rounds as numbers that stand in their order; names of rounds in the order of their code points.
fn ordered(data: &Data) -> Vec<f64> {
    match data {
        Data::Number(values) => values.to_vec(),
        Data::Category { codes, .. } => {
            codes.iter().map(|&code| if code == u32::MAX { f64::NAN } else { f64::from(code) }).collect()
        }
    }
}

/// Those that do not count, by reason, with their ids.
pub fn losses(left_out: &[(u32, Exclusion)], funded: &[f64], units: &[String]) -> Vec<Lost> {
    let mut by: BTreeMap<Exclusion, Vec<u32>> = BTreeMap::new();
    left_out.iter().for_each(|(unit, why)| by.entry(*why).or_default().push(*unit));
    let lost = |(why, at): (Exclusion, Vec<u32>)| Lost {
        reason: why.phrase(),
        count: at.len(),
        treated: Some(at.iter().filter(|&&unit| funded[unit as usize] == 1.0).count()),
        who: at.iter().map(|&unit| units[unit as usize].clone()).collect(),
    };
    by.into_iter().map(lost).collect()
}

fn notes(rounds: &Rounds, organisation: &[u32], funded: &[f64]) -> Vec<Phrase> {
    let mut applications: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let known = |(org, funded): &(&u32, &f64)| **org != u32::MAX && !funded.is_nan();
    for (org, funded) in organisation.iter().zip(funded).filter(known) {
        let counts = applications.entry(*org).or_default();
        counts.0 += 1;
        counts.1 += usize::from(*funded == 1.0);
    }
    let several = applications.values().filter(|(all, _)| *all > 1).count();
    let twice = applications.values().filter(|(_, awards)| *awards > 1).count();
    let rule = |others: OtherRounds| match others {
        OtherRounds::Exclude => phrase!("left out of the comparison"),
        OtherRounds::Keep => phrase!("kept in the comparison"),
    };
    vec![
        phrase!(
            "{n} applications of {organisations} organisations; {several} applied more than once, {twice} were funded more than once",
            n = applications.values().map(|(all, _)| all).sum::<usize>(),
            organisations = applications.len(),
            several = several,
            twice = twice
        ),
        phrase!(
            "As declared: rejected applications of organisations funded in a later round are {later}, of those funded in an earlier round {earlier}",
            later = rule(rounds.funded_later),
            earlier = rule(rounds.funded_earlier)
        ),
        match rounds.funded_again {
            RepeatAwards::First => {
                phrase!("As declared: of organisations funded more than once the first award counts")
            }
            RepeatAwards::Each => phrase!("As declared: of organisations funded more than once each award counts"),
            RepeatAwards::Exclude => phrase!("As declared: organisations funded more than once are left out as funded"),
        },
    ]
}

/// Takes comparison units from the same round, where there are any. Returns what is to be said of the rounds.
pub(super) fn within_rounds(design: &mut AnyDesign, rounds: &PlannedRounds) -> Vec<Phrase> {
    let mut notes = rounds.notes.clone();
    if design.get_mut().within(&rounds.by) {
        notes.push(phrase!("Comparison units come from the same round; no organisation is compared with itself"));
    } else if design.get().kind().has_others() {
        notes.push(phrase!("Units of all rounds are compared together; no organisation is compared with itself"));
    }
    notes.extend(rounds.others.clone());
    notes
}

/// Units that share a row of a linked source, of whom some received and others did not, or several received: most often one
/// organisation that applied again, which must not be compared with itself. Without rounds, or clusters, that is a warning.
pub(super) fn undeclared(question: &Question, funded: &[f64], panel: &Panel, sink: &mut Sink) {
    if question.cluster.is_some() {
        return;
    }
    let mut shared: BTreeSet<Vec<usize>> = BTreeSet::new();
    for rows in &panel.provenance.rows {
        let mut units: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for unit in (0..panel.units.len()).filter(|&unit| !funded[unit].is_nan()) {
            rows.row(unit).iter().for_each(|&row| units.entry(row).or_default().push(unit));
        }
        let again = |units: &Vec<usize>| units.len() > 1 && units.iter().any(|&unit| funded[unit] == 1.0);
        shared.extend(units.into_values().filter(again));
    }
    let Some(first) = shared.first() else { return };
    let names: Vec<&str> = first.iter().map(|&unit| panel.units[unit].as_str()).collect();
    let message = phrase!(
        "{n} times several units stand for one and the same, first {units}: they may be compared with themselves, and errors come out too small",
        n = shared.len(),
        units = names
    );
    let hint = phrase!(
        "If they are applications of one organisation, declare what happens to them: {example}",
        example = "rounds = { by = \"…\", organisation = \"…\", funded_later = \"exclude\", funded_earlier = \"exclude\", funded_again = \"first\" }"
    );
    sink.push(Diagnostic::warning("rounds-undeclared", message).hint(hint).at(question.place.clone()));
}

/// Who received, among these units; not known of the others.
pub(super) fn among(rows: &[u32], funded: Vec<f64>) -> Vec<f64> {
    let mut known = vec![f64::NAN; funded.len()];
    rows.iter().for_each(|&unit| known[unit as usize] = funded[unit as usize]);
    known
}

/// Leaves out of a step what the rounds leave out.
pub(super) fn by_rounds(step: &mut Step, rounds: &PlannedRounds, funded: &[f64], view: &View) {
    let out: BTreeSet<u32> = rounds.left_out.iter().map(|(unit, _)| *unit).collect();
    step.rows = Some(view.rows().into_iter().filter(|unit| !out.contains(unit)).collect());
    step.left_out.extend(losses(&rounds.left_out, funded, &view.panel().units));
    step.organisation = Some(rounds.organisation.clone());
    step.round = Some(rounds.by.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Organisation 0: rejected, funded, funded. 1: funded, rejected. 2: rejected twice. 3: both in one round.
    const ORGANISATION: [u32; 9] = [0, 0, 0, 1, 1, 2, 2, 3, 3];
    const ROUND: [f64; 9] = [1.0, 2.0, 3.0, 1.0, 2.0, 1.0, 2.0, 1.0, 1.0];
    const FUNDED: [f64; 9] = [0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0];

    fn said(later: OtherRounds, earlier: OtherRounds, again: RepeatAwards) -> Vec<(usize, Exclusion)> {
        let found = left_out(&ORGANISATION, &ROUND, &FUNDED, &[false; 9], RoundRules { later, earlier, again });
        found.into_iter().enumerate().filter_map(|(i, why)| Some((i, why?))).collect()
    }

    #[test]
    fn each_application_is_treated_as_declared() {
        use Exclusion::*;
        let strict = said(OtherRounds::Exclude, OtherRounds::Exclude, RepeatAwards::First);
        assert_eq!(strict, [(0, FundedLater), (2, FundedAgain), (4, FundedEarlier), (8, SameRound)]);
        let mild = said(OtherRounds::Keep, OtherRounds::Keep, RepeatAwards::Each);
        assert_eq!(mild, [(8, SameRound)], "nobody is its own comparison, whatever is declared");
        let none = said(OtherRounds::Keep, OtherRounds::Keep, RepeatAwards::Exclude);
        assert_eq!(none, [(1, Repeated), (2, Repeated), (8, SameRound)]);
    }

    #[test]
    fn awards_of_other_programs_spoil_a_comparison_and_are_none_of_its_awards() {
        use Exclusion::*;
        let nan = f64::NAN;
        // Organisation 0 is rejected here and funded elsewhere, before, after or in the same round; 1 is funded here after an award
        // elsewhere.
        let (orgs, funded) = ([0, 0, 0, 0, 1, 1], [0.0, 0.0, 0.0, nan, nan, 1.0]);
        let (round, elsewhere) = ([1.0, 2.0, 3.0, 2.0, 1.0, 2.0], [false, false, false, true, true, false]);
        let said = |later: OtherRounds, earlier: OtherRounds, again: RepeatAwards| {
            left_out(&orgs, &round, &funded, &elsewhere, RoundRules { later, earlier, again })
        };
        let strict = said(OtherRounds::Exclude, OtherRounds::Exclude, RepeatAwards::First);
        assert_eq!(strict[..3], [Some(FundedLater), Some(SameRound), Some(FundedEarlier)]);
        assert_eq!(strict[5], None, "the award elsewhere is none of this program");
        assert_eq!(said(OtherRounds::Keep, OtherRounds::Keep, RepeatAwards::First), vec![None; 6]);
    }

    #[test]
    fn unknown_organisations_and_rounds_stand_for_themselves() {
        let rules =
            RoundRules { later: OtherRounds::Exclude, earlier: OtherRounds::Exclude, again: RepeatAwards::First };
        let unknown = left_out(&[u32::MAX, u32::MAX], &[1.0, 2.0], &[0.0, 1.0], &[false; 2], rules);
        assert_eq!(unknown, [None, None]);
        let no_round = left_out(&[0, 0], &[f64::NAN, 2.0], &[0.0, 1.0], &[false; 2], rules);
        assert_eq!(no_round, [None, None]);
    }
}
