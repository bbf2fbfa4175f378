//! What would make groups comparable that are not, and what it would cost: another caliper, another design, another choice of
//! covariates, each tried on the same units with the outcomes hidden.

use serde::Serialize;
use serde_json::Value;

use crate::diag::{Severity, Sink};
use crate::panel::{Blind, Panel, VarRef};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, num};

use super::balance::balance;
use super::model_matrix::{ModelColumn, all_levels};
use super::{AnyDesign, Arm, Ask, Balance, BalanceRow, Comparison, NAMES, parse};

/// Largest |SMD| after matching at which two groups still count as comparable.
pub const LARGEST_IMBALANCE: f64 = 0.25;
/// Least share of those who took part that must have found a similar one.
pub const LEAST_OVERLAP: f64 = 0.5;
/// Fewer units than this in either group say nothing.
pub const LEAST_ARM: usize = 10;

/// Calipers that are tried, in standard deviations, the widest first.
const CALIPERS: [f64; 8] = [1.0, 0.5, 0.25, 0.2, 0.1, 0.05, 0.02, 0.01];
/// Units beyond which no other designs are tried: some take a time that grows with their square.
const MOST: usize = 20_000;

/// A design of a question, and what it may look at.
#[derive(Clone, Copy)]
pub struct AdviceCase<'a> {
    /// The design.
    pub design: &'a AnyDesign,
    /// What it was asked.
    pub ask: &'a Ask,
    /// What it sees.
    pub blind: &'a Blind,
    /// The states before of the outcomes, which the groups must be alike in as well.
    pub states: &'a [(Words, VarRef)],
    /// The round within which units are compared, where they are.
    pub round: Option<&'a VarRef>,
}

/// What would make the groups comparable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Advice {
    /// What was tried and would, in the order in which it is said.
    pub would: Vec<Alternative>,
}

/// A change that would make the groups comparable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// What would be done otherwise.
    pub change: Change,
    /// Of those who took part: compared, and all candidates.
    pub treated: (usize, usize),
    /// Others that are compared, by their effective number.
    pub others: f64,
    /// How long an interval would be, as a multiple of the present one, where there is one.
    pub width: Option<f64>,
}

/// What would be done otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Comparing on the state before of an outcome as well.
    Also(Words),
    /// Without a caliper.
    NoCaliper,
    /// A caliper on the score, in standard deviations.
    Caliper(f64),
    /// Another design with its defaults, by what it is called.
    Design(Phrase),
    /// A covariate less.
    Without(Words),
}

/// What would make the groups of a comparison comparable, or of a question for which there was none; nothing where they are
/// comparable, and where nothing was meant to make them so.
pub fn advice(case: AdviceCase<'_>, now: Option<&Comparison>) -> Option<Advice> {
    if !case.design.get().kind().is_alike() || now.is_some_and(|now| case.passes(now)) {
        return None;
    }
    let width = now.and_then(|now| now.balance.as_ref()).and_then(length);
    let would = [case.also(now), case.calipers(), case.designs(), case.without(now)].concat();
    let of = |(change, balance): (Change, Balance)| Alternative {
        change,
        treated: (balance.units_after.0, balance.units_before.0),
        others: balance.effective_after.1,
        width: width.zip(length(&balance)).map(|(now, then)| then / now),
    };
    Some(Advice { would: would.into_iter().map(of).collect() })
}

/// A number that grows as an interval does: √(1/n₁ + 1/n₀) with effective numbers.
fn length(balance: &Balance) -> Option<f64> {
    let (treated, others) = balance.effective_after;
    Some((1.0 / treated + 1.0 / others).sqrt()).filter(|length| length.is_finite())
}

/// How alike the units that are used were in a state before; nothing where it is no number or not known on both sides.
pub fn state(var: &VarRef, comparison: &Comparison, blind: &Blind) -> Option<BalanceRow> {
    let treated: Vec<bool> = comparison.arm.iter().map(|arm| *arm == Arm::Treated).collect();
    let column = blind.with_rows(comparison.units.as_slice()).column(var)?;
    let term = all_levels(&[column]).into_iter().next().filter(|term| term.level.is_none())?;
    let known: Vec<usize> = (0..treated.len()).filter(|&i| term.values[i].is_finite()).collect();
    let term = ModelColumn { values: known.iter().map(|&i| term.values[i]).collect(), ..term };
    let arms: Vec<bool> = known.iter().map(|&i| treated[i]).collect();
    let weights: Vec<f64> = known.iter().map(|&i| comparison.weights.values[i]).collect();
    let found = balance(&arms, &weights, std::slice::from_ref(&term), comparison.estimand);
    let row = found.rows.into_iter().next()?;
    (found.units_after.0 > 0 && found.units_after.1 > 0).then_some(row)
}

type Tried = Vec<(Change, Balance)>;

impl AdviceCase<'_> {
    fn passes(&self, comparison: &Comparison) -> bool {
        let Some(balance) = &comparison.balance else { return true };
        let (treated, others) = balance.units_after;
        let alike = |row: &BalanceRow| row.after.smd.abs() <= LARGEST_IMBALANCE;
        let states = self.states.iter().filter_map(|(_, var)| state(var, comparison, self.blind));
        treated.min(others) >= LEAST_ARM
            && treated as f64 >= LEAST_OVERLAP * balance.units_before.0 as f64
            && balance.worst().is_none_or(alike)
            && states.into_iter().all(|row| alike(&row))
    }

    /// The balance of a design that makes the groups comparable; nothing where it does not.
    fn tried(&self, design: &AnyDesign, ask: &Ask) -> Option<Balance> {
        if design.get().check(&Panel::empty()).iter().any(|(_, problem)| problem.severity == Severity::Error) {
            return None;
        }
        let found = design.get().compare(self.blind, ask, &mut Sink::new()).ok()?;
        let passes = self.passes(&found);
        found.balance.filter(|_| passes)
    }

    /// States before that stand apart and are not compared on.
    fn also(&self, now: Option<&Comparison>) -> Tried {
        let Some(now) = now else { return Vec::new() };
        let apart = |var: &VarRef| {
            let row = state(var, now, self.blind);
            !self.ask.covariates.contains(var) && row.is_some_and(|row| row.after.smd.abs() > LARGEST_IMBALANCE)
        };
        let try_one = |(label, var): &(Words, VarRef)| {
            let mut ask = self.ask.clone();
            ask.covariates.push(var.clone());
            Some((Change::Also(label.clone()), self.tried(self.design, &ask)?))
        };
        self.states.iter().filter(|(_, var)| apart(var)).filter_map(try_one).collect()
    }

    /// The widest caliper that does.
    fn calipers(&self) -> Tried {
        let widths = std::iter::once(None).chain(CALIPERS.map(Some));
        let try_one = |width: Option<f64>| {
            let design = with_caliper(self.design, width)?;
            Some((width.map_or(Change::NoCaliper, Change::Caliper), self.tried(&design, self.ask)?))
        };
        widths.filter_map(try_one).next().into_iter().collect()
    }

    /// Other designs that make groups alike, with their defaults.
    fn designs(&self) -> Tried {
        if self.blind.rows().len() > MOST {
            return Vec::new();
        }
        let others = NAMES.iter().filter(|name| **name != self.design.name());
        let try_one = |name: &&str| {
            let mut design = parse(name, &serde_json::Map::new())?.ok()?;
            design.get_mut().settle(&|_| false);
            let fits = design.get().kind().is_alike() && design.get().needs().covariates;
            let bound = self.round.is_none_or(|round| design.get_mut().within(round));
            let balance = self.tried(&design, self.ask).filter(|_| fits && bound)?;
            Some((Change::Design(design.own_card().title), balance))
        };
        others.filter_map(try_one).collect()
    }

    /// The covariate that is least alike, left out.
    fn without(&self, now: Option<&Comparison>) -> Tried {
        let worst = now.and_then(|now| now.balance.as_ref()?.worst());
        let worst = worst.filter(|row| row.after.smd.abs() > LARGEST_IMBALANCE && self.ask.covariates.len() > 1);
        let try_it = |row: &BalanceRow| {
            let mut ask = self.ask.clone();
            ask.covariates.retain(|var| var.to_string() != row.variable());
            let dropped = ask.covariates.len() < self.ask.covariates.len();
            Some((Change::Without(row.label.clone()), self.tried(self.design, &ask).filter(|_| dropped)?))
        };
        worst.and_then(try_it).into_iter().collect()
    }
}

/// The same design with another caliper on its score; nothing where it has none, or calipers of another kind.
fn with_caliper(design: &AnyDesign, width: Option<f64>) -> Option<AnyDesign> {
    let Value::Object(mut options) = serde_json::to_value(design).ok()? else { return None };
    options.shift_remove("method");
    let own = options.get("caliper")?;
    let counted = options.get("unit").is_none_or(|unit| unit == "sd");
    let other = own.as_f64() != width && (own.is_null() || own.is_number());
    if !(counted && other) || own.is_null() && width.is_none() {
        return None;
    }
    options.insert("caliper".into(), width.map_or(Value::Null, Value::from));
    parse(design.name(), &options)?.ok()
}

impl Advice {
    /// What would help, one sentence for each; or that nothing did.
    pub fn said(&self) -> Vec<Phrase> {
        if self.would.is_empty() {
            return vec![phrase!(
                "No other caliper, design or choice of covariates that was tried makes the groups comparable: others to compare with are needed"
            )];
        }
        self.would.iter().map(Alternative::said).collect()
    }
}

impl Alternative {
    fn said(&self) -> Phrase {
        let said = phrase!("Comparable would be: {change} ({cost})", change = self.change.said(), cost = self.cost());
        match &self.change {
            Change::Without(variable) => phrase!(
                "{said}; but then nobody has looked whether {variable} makes the difference",
                said = said,
                variable = variable
            ),
            _ => said,
        }
    }

    fn cost(&self) -> Phrase {
        let (n, all) = self.treated;
        let kept = phrase!(
            "{n} of the {all} who took part stay, the others count as {others}",
            n = Arg::units(n),
            all = Arg::units(all),
            others = num(self.others, 1)
        );
        match self.width {
            Some(width) => phrase!(
                "{kept}, and an interval is about {times} times as long as now",
                kept = kept,
                times = num(width, 2)
            ),
            None => kept,
        }
    }
}

impl Change {
    fn said(&self) -> Phrase {
        match self {
            Change::Also(variable) => {
                phrase!("comparing on the state before of {variable} as well", variable = variable)
            }
            Change::NoCaliper => phrase!("no caliper"),
            Change::Caliper(width) => {
                phrase!("a caliper of {width} standard deviations of the score", width = width.to_string())
            }
            Change::Design(title) => title.clone(),
            Change::Without(variable) => phrase!("leaving {variable} out of what is compared", variable = variable),
        }
    }
}
