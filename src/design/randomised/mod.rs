//! Assigned by lot: those whom the lot chose are compared with those whom it did not, whatever they then did.

mod card;
mod checks;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Data, FlowStep, Lost, VarRef, VariableColumn};
use crate::phrase;
use crate::text::r::{column, quoted, vector};
use crate::text::{Arg, Phrase};

use super::balance::balance;
use super::candidates::{self, Candidates};
use super::model_matrix::all_levels;
use super::{Arm, Ask, Balance, Comparison, Design, Estimand, InR, Kind, Lots, Needs, Standard, WeightOrigin, Weights};
use super::{charts, tables};

/// Compares those whom the lot chose with those whom it did not.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Randomised {
    /// Variables within whose values lots were drawn; one name or several.
    pub strata: Names,
    /// The clusters that were drawn as a whole.
    pub cluster: Option<String>,
    /// Who received in the end: a yes/no variable.
    pub received: Option<String>,
    /// By which share the strata are put together.
    pub strata_weights: Standard,
}

/// One name or several.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several, or none.
    Several(Vec<String>),
}

impl Default for Names {
    fn default() -> Names {
        Names::Several(Vec::new())
    }
}

impl Names {
    fn all(&self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name.clone()],
            Names::Several(names) => names.clone(),
        }
    }
}

impl Randomised {
    /// Name in study files.
    pub const NAME: &'static str = "randomised";

    fn strata(&self) -> Vec<VarRef> {
        self.strata.all().iter().map(|name| VarRef::parse(name)).collect()
    }
}

impl Design for Randomised {
    fn kind(&self) -> Kind {
        Kind::Randomised
    }

    fn needs(&self) -> Needs {
        Needs { estimators: &["neyman", "lin"], ..Needs::default() }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        self.sensible(ask, sink)?;
        let whole = self.assigned_whole();
        let mut further = self.strata();
        further.extend(whole.clone().filter(|var| !further.contains(var)));
        let all = candidates::known(blind, ask, &further, sink)?;
        let stratum = self.numbers(&all);
        let whole = whole.map(|var| numbers(&all, &[var]));
        if let Some(whole) = &whole {
            checks::drawn_whole(whole, &stratum, &all, ask, sink)?;
        }
        let (kept, lost) = both_sides(&all, &stratum, blind);
        if kept.is_empty() {
            return Err(sink.halt(no_stratum(ask)));
        }
        let received = self.received(blind, &all, ask, sink)?;
        let lots = Lots { stratum, whole, received, standard: self.strata_weights }.select(&kept);
        let mut flow = all.flow.clone();
        flow.extend((!lost.is_empty()).then(|| step(&all, &kept, lost)));
        Ok(self.comparison(blind, ask, (&all, &kept), (lots, flow), sink))
    }

    fn in_r(&self) -> InR {
        let names = |names: Vec<String>| vector(&names.iter().map(|name| column(name)).collect::<Vec<String>>());
        let one = |name: &Option<String>| name.as_ref().map_or("NULL".into(), |name| quoted(&column(name)));
        let standard = match self.strata_weights {
            Standard::All => "all",
            Standard::Treated => "treated",
        };
        InR::Outcomes {
            function: "randomised",
            source: include_str!("randomised.R"),
            options: format!(
                "strata = {}, cluster = {}, received = {}, standard = {}",
                names(self.strata.all()),
                one(&self.cluster),
                one(&self.received),
                quoted(standard)
            ),
            analysis: match self.strata.all().is_empty() {
                true => "two_groups(after[took_part == 1], after[took_part == 0])".into(),
                false => format!(
                    "summary(lm(after ~ took_part * interaction(q[{}], drop = TRUE)))",
                    names(self.strata.all())
                ),
            },
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let strata = self.strata.all().into_iter().map(|name| ("strata", name));
        let cluster = self.cluster.iter().map(|name| ("cluster", name.clone()));
        strata.chain(cluster).chain(self.received.iter().map(|name| ("received", name.clone()))).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.strata = match &self.strata {
            Names::One(known) => Names::One(name(known)),
            Names::Several(known) => Names::Several(known.iter().map(|known| name(known)).collect()),
        };
        [&mut self.cluster, &mut self.received].into_iter().flatten().for_each(|known| *known = name(known));
    }

    fn assigned_whole(&self) -> Option<VarRef> {
        self.cluster.as_ref().map(|name| VarRef::parse(name))
    }

    fn within(&mut self, by: &VarRef) -> bool {
        let mut names = self.strata.all();
        super::matching::push_once(&mut names, by.to_string());
        self.strata = Names::Several(names);
        true
    }
}

impl Randomised {
    /// An option that would change nothing is a mistake.
    fn sensible(&self, ask: &Ask, sink: &mut Sink) -> Result<(), Halt> {
        if self.strata_weights == Standard::default() || !self.strata.all().is_empty() {
            return Ok(());
        }
        let message = phrase!("`strata_weights` says how strata are put together, and `strata` names none");
        let hint = phrase!("Name the strata within which lots were drawn, or leave `strata_weights` out");
        Err(sink.halt(Diagnostic::error("conflicting-keys", message).hint(hint).at(ask.place.clone())))
    }

    fn numbers(&self, all: &Candidates) -> Vec<u32> {
        match self.strata() {
            vars if vars.is_empty() => vec![0; all.units.len()],
            vars => numbers(all, &vars),
        }
    }

    /// Who received, of each candidate.
    fn received(&self, blind: &Blind, all: &Candidates, ask: &Ask, sink: &mut Sink) -> Result<Option<Vec<f64>>, Halt> {
        let Some(name) = &self.received else { return Ok(None) };
        let var = VarRef::parse(name);
        let data = blind.with_rows(all.units.clone()).column(&var).map(|column| column.data);
        match data {
            Some(Data::Number(values)) if values.iter().all(|v| v.is_nan() || *v == 0.0 || *v == 1.0) => {
                Ok(Some(values.to_vec()))
            }
            _ => {
                let message = phrase!(
                    "`{name}` should say who received in the end, with two values that mean yes and no",
                    name = name
                );
                Err(sink.halt(Diagnostic::error("treatment-not-binary", message).at(ask.place.clone())))
            }
        }
    }

    fn comparison(
        &self,
        blind: &Blind,
        ask: &Ask,
        (all, kept): (&Candidates, &[usize]),
        (lots, flow): (Lots, Vec<FlowStep>),
        sink: &mut Sink,
    ) -> Comparison {
        let treated: Vec<bool> = kept.iter().map(|&i| all.treated[i]).collect();
        let units: Vec<u32> = kept.iter().map(|&i| all.units[i]).collect();
        let weight = weights(&treated, &lots);
        let estimand = match lots.standard {
            Standard::All => Estimand::Ate,
            Standard::Treated => Estimand::Att,
        };
        let covariates: Vec<VariableColumn> = {
            let own = blind.with_rows(units.clone());
            let columns = ask.covariates.iter().filter_map(|var| own.column(var)).collect();
            checks::telling(columns, ask, sink)
        };
        let balance = (!covariates.is_empty()).then(|| balance(&treated, &weight, &all_levels(&covariates), estimand));
        checks::unlike(balance.as_ref(), &lots, ask, sink);
        let arm = treated.iter().map(|&treated| if treated { Arm::Treated } else { Arm::Comparison }).collect();
        let tables = balance.as_ref().map(|balance| assigned_tables(ask, balance, estimand)).unwrap_or_default();
        let figures = balance.iter().zip(&tables).map(|(balance, table)| charts::love(table, balance.units_after));
        Comparison {
            estimand,
            weights: Weights { values: weight, origin: WeightOrigin::Fixed },
            figures: figures.collect(),
            notes: notes(&lots),
            lots: Some(lots),
            balance,
            tables,
            flow,
            ..Comparison::plain(Kind::Randomised, phrase!("all who stood in the lot"), units, arm)
        }
    }
}

fn assigned_tables(ask: &Ask, balance: &Balance, estimand: Estimand) -> Vec<crate::exhibit::Table> {
    vec![tables::balance_table(&ask.question, balance, estimand), tables::table1(&ask.question, balance)]
}

/// Numbers of equal values of some of the further variables.
fn numbers(all: &Candidates, vars: &[VarRef]) -> Vec<u32> {
    let columns: Vec<&VariableColumn> = all.further.iter().filter(|column| vars.contains(&column.var)).collect();
    candidates::strata(&columns)
}

/// N_s/n of the arm in the stratum, or so of the treated, with mean 1 in each arm.
fn weights(treated: &[bool], lots: &Lots) -> Vec<f64> {
    let mut counts: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
    for (stratum, treated) in lots.stratum.iter().zip(treated) {
        counts.entry(*stratum).or_default()[usize::from(!treated)] += 1;
    }
    let all: [usize; 2] = [true, false].map(|arm| treated.iter().filter(|it| **it == arm).count());
    let weight = |(stratum, &treated): (&u32, &bool)| {
        let ([n1, n0], arm) = (counts[stratum], usize::from(!treated));
        let (size, total) = match lots.standard {
            Standard::All => (n1 + n0, all[0] + all[1]),
            Standard::Treated => (n1, all[0]),
        };
        size as f64 / total as f64 * all[arm] as f64 / [n1, n0][arm] as f64
    };
    lots.stratum.iter().zip(treated).map(weight).collect()
}

/// Candidates of strata with both sides, and the others.
fn both_sides(all: &Candidates, stratum: &[u32], blind: &Blind) -> (Vec<usize>, Vec<Lost>) {
    let mut sides: BTreeMap<u32, [bool; 2]> = BTreeMap::new();
    for (stratum, treated) in stratum.iter().zip(&all.treated) {
        sides.entry(*stratum).or_default()[usize::from(*treated)] = true;
    }
    let (kept, alone): (Vec<usize>, Vec<usize>) = (0..stratum.len()).partition(|&i| sides[&stratum[i]] == [true, true]);
    let lost = Lost {
        reason: phrase!("in a stratum in which the lot chose all or none"),
        count: alone.len(),
        treated: Some(alone.iter().filter(|&&i| all.treated[i]).count()),
        who: alone.iter().map(|&i| blind.units()[all.units[i] as usize].clone()).collect(),
    };
    (kept, if alone.is_empty() { Vec::new() } else { vec![lost] })
}

fn step(all: &Candidates, kept: &[usize], lost: Vec<Lost>) -> FlowStep {
    let treated = kept.iter().filter(|&&i| all.treated[i]).count();
    FlowStep {
        key: "strata".into(),
        stage: phrase!("In strata with both sides"),
        remaining: kept.len(),
        treated: Some(treated),
        comparison: Some(kept.len() - treated),
        lost,
    }
}

fn no_stratum(ask: &Ask) -> Diagnostic {
    let message = phrase!("In every stratum the lot chose all or none, so there is nobody to compare with");
    let hint = phrase!("Name as `strata` only variables within whose values some were chosen and others not");
    Diagnostic::error("one-arm", message).hint(hint).at(ask.place.clone())
}

fn notes(lots: &Lots) -> Vec<Phrase> {
    let mut notes = vec![phrase!(
        "All who stood in the lot are counted as the lot says, whether they then received or not (intention to treat)"
    )];
    if lots.stratified() {
        let strata = lots.stratum.iter().collect::<std::collections::BTreeSet<_>>().len();
        notes.push(match lots.standard {
            Standard::All => phrase!(
                "Lots were drawn within {n} strata; their differences are put together by their shares of all who stood in the lot",
                n = strata
            ),
            Standard::Treated => phrase!(
                "Lots were drawn within {n} strata; their differences are put together by their shares of those chosen",
                n = strata
            ),
        });
    }
    if let Some(whole) = &lots.whole {
        let clusters = whole.iter().collect::<std::collections::BTreeSet<_>>().len();
        notes.push(phrase!(
            "{n} clusters were drawn as a whole; errors and permutations follow that",
            n = Arg::units(clusters)
        ));
    }
    notes
}
