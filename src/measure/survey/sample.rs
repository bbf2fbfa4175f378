//! The answers of a period: who answered what, and by which design they were drawn.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Members};
use crate::math::survey::{Design, RakeError, ShareEstimate, calibrated_error, rake};
use crate::notation::as_levels;
use crate::panel::{Content, Data, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::Phrase;

use super::super::share_table::{ShareGroup, ShareRow};
use super::Survey;

/// More different answers than these are no question with one answer.
pub(super) const MOST_ANSWERS: usize = 40;
/// Numbers with up to so many different whole values are steps of a scale.
const MOST_STEPS: usize = 11;

/// The answers to a question: what they are, and that of each unit.
#[derive(Clone)]
pub(super) struct Answers {
    pub words: Vec<String>,
    pub of: Vec<Option<u32>>,
    /// Whether they have an order.
    pub ordered: bool,
}

/// A period with its sample.
pub(super) struct Sample<'p> {
    pub panel: &'p Panel,
    pub period: Option<String>,
    /// Units of the sample: those with a row, who answered, and whose design is known; the rows of `design` are these.
    pub units: Vec<u32>,
    /// Of each unit of the panel its place among these.
    pub place: Vec<Option<u32>>,
    pub design: Option<Design>,
    /// Weights that meet the margins, with the classes of each.
    pub raked: Option<Raked>,
}

/// Weights that meet margins.
pub(super) struct Raked {
    pub weight: Vec<f64>,
    pub margins: Vec<(Vec<u32>, Vec<f64>)>,
}

/// All periods at which the variables of a measure were observed.
pub(super) fn periods(measure: &Survey, panel: &Panel) -> Vec<Option<String>> {
    use crate::measure::Measure;
    let of = |name: &str| panel.variables.get(name).map(|info| info.periods.clone()).unwrap_or_default();
    let mut all: Vec<String> = measure.uses().iter().flat_map(|(_, name)| of(name)).collect();
    all.sort_by_key(|period| panel.waves.get_index_of(period));
    all.dedup();
    if all.is_empty() { vec![None] } else { all.into_iter().map(Some).collect() }
}

/// The values of a variable at a period; of one without periods those of the unit.
pub(super) fn data<'p>(panel: &'p Panel, name: &str, period: Option<&str>) -> Option<&'p Data> {
    let fixed = panel.variables.get(name)?.periods.is_empty();
    let period = period.filter(|_| !fixed).map(str::to_string);
    panel.data(&VarRef { name: name.into(), period })
}

/// The answers of a variable; nothing of amounts and dates.
pub(super) fn answers(panel: &Panel, name: &str, period: Option<&str>) -> Option<Answers> {
    let info = panel.variables.get(name)?;
    let data = data(panel, name, period)?;
    match data {
        Data::Number(values) if info.content == Content::YesNo => {
            let of = |value: &f64| (!value.is_nan()).then(|| u32::from(*value == 1.0));
            let words = vec!["no".to_string(), "yes".to_string()];
            Some(Answers { words, of: values.iter().map(of).collect(), ordered: false })
        }
        Data::Number(values) => steps(panel, name, values),
        words => {
            let mut levels: Vec<String> =
                (0..words.len()).filter_map(|unit| words.text(unit).map(str::to_string)).collect();
            as_levels(&mut levels);
            let at: BTreeMap<&str, u32> = levels.iter().map(String::as_str).zip(0..).collect();
            let of = (0..words.len()).map(|unit| words.text(unit).and_then(|text| at.get(text).copied())).collect();
            Some(Answers { of, ordered: false, words: levels.clone() })
        }
    }
}

/// A scale that was read as numbers, or few whole numbers.
fn steps(panel: &Panel, name: &str, values: &[f64]) -> Option<Answers> {
    let mut seen: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    seen.sort_by(f64::total_cmp);
    seen.dedup();
    let told = panel.steps.get(name);
    if let Some(told) = told {
        seen.extend(told.iter().map(|(value, _)| *value));
        seen.sort_by(f64::total_cmp);
        seen.dedup();
    }
    if told.is_none() && (seen.len() > MOST_STEPS || seen.iter().any(|value| value.fract() != 0.0)) {
        return None;
    }
    let word = |value: &f64| {
        let called = told.and_then(|told| told.iter().find(|(step, _)| step == value));
        called.map_or_else(|| value.to_string(), |(_, word)| word.clone())
    };
    let of = |value: &f64| seen.iter().position(|step| step == value).map(|at| at as u32);
    Some(Answers { words: seen.iter().map(word).collect(), of: values.iter().map(of).collect(), ordered: true })
}

impl<'p> Sample<'p> {
    /// The sample of a period, and what is in its way.
    pub fn of(
        measure: &Survey,
        block: &MeasureBlock,
        panel: &'p Panel,
        period: Option<String>,
    ) -> (Sample<'p>, Vec<Diagnostic>) {
        let at = period.as_deref();
        let there = |unit: usize| at.and_then(|at| panel.presence.get(at)).is_none_or(|there| there[unit]);
        let yes = measure.answered.as_ref().and_then(|name| data(panel, name, at));
        let answered = |unit: usize| match yes {
            Some(Data::Number(values)) => values[unit] == 1.0,
            _ => true,
        };
        let known = |name: &Option<String>, unit: usize| {
            name.as_ref().is_none_or(|name| data(panel, name, at).is_some_and(|data| !data.is_missing(unit)))
        };
        let designs = [&measure.weights, &measure.strata, &measure.clusters, &measure.clusters_in_all];
        let weighty = |unit: usize| match measure.weights.as_ref().and_then(|name| data(panel, name, at)) {
            Some(Data::Number(values)) => values[unit] > 0.0,
            _ => true,
        };
        let in_sample = |unit: &usize| there(*unit) && answered(*unit);
        let all: Vec<usize> = (0..panel.units.len()).filter(in_sample).collect();
        let drawn = |unit: &usize| designs.iter().all(|name| known(name, *unit)) && weighty(*unit);
        let units: Vec<u32> = all.iter().copied().filter(drawn).map(|unit| unit as u32).collect();
        let mut problems: Vec<Diagnostic> =
            (units.len() < all.len()).then(|| undrawn(block, all.len() - units.len())).into_iter().collect();
        let mut place = vec![None; panel.units.len()];
        units.iter().enumerate().for_each(|(at, unit)| place[*unit as usize] = Some(at as u32));
        let mut sample = Sample { panel, units, place, design: None, raked: None, period: period.clone() };
        if measure.is_designed() {
            sample.design = Some(sample.drawn(measure));
            match sample.rake(measure, block) {
                Ok(raked) => sample.raked = raked,
                Err(problem) => problems.push(*problem),
            }
        }
        (sample, problems)
    }

    fn at(&self) -> Option<&str> {
        self.period.as_deref()
    }

    fn drawn(&self, measure: &Survey) -> Design {
        let number = |name: &Option<String>, other: f64| -> Vec<f64> {
            let data = name.as_ref().and_then(|name| data(self.panel, name, self.at()));
            let value = |unit: &u32| match data {
                Some(Data::Number(values)) => values[*unit as usize],
                _ => other,
            };
            self.units.iter().map(value).collect()
        };
        let code = |name: &Option<String>, own: bool| -> Vec<u32> {
            match name.as_ref().and_then(|name| data(self.panel, name, self.at())) {
                None => (0..self.units.len() as u32).map(|at| if own { at } else { 0 }).collect(),
                Some(Data::Number(values)) => {
                    let mut seen: Vec<u64> = self.units.iter().map(|unit| values[*unit as usize].to_bits()).collect();
                    let each = seen.clone();
                    seen.sort_unstable();
                    seen.dedup();
                    each.iter().map(|bits| seen.binary_search(bits).unwrap_or(0) as u32).collect()
                }
                Some(Data::Category { codes, .. }) => self.units.iter().map(|unit| codes[*unit as usize]).collect(),
            }
        };
        Design {
            weight: number(&measure.weights, 1.0),
            stratum: code(&measure.strata, false),
            cluster: code(&measure.clusters, true),
            population: number(&measure.clusters_in_all, f64::INFINITY),
        }
    }

    fn rake(&self, measure: &Survey, block: &MeasureBlock) -> Result<Option<Raked>, Box<Diagnostic>> {
        let Some(design) = self.design.as_ref().filter(|_| !measure.margins.is_empty() && !self.units.is_empty())
        else {
            return Ok(None);
        };
        let error = |message, hint: Option<Phrase>| {
            let problem = Diagnostic::error("wrong-option", message).at(block.place("margins"));
            Box::new(hint.into_iter().fold(problem, Diagnostic::hint))
        };
        let mut margins = Vec::new();
        for (name, shares) in &measure.margins {
            let Some(answers) = answers(self.panel, name, self.at()) else {
                return Err(error(phrase!("`{name}` has no classes", name = name), None));
            };
            let names: Vec<&String> = shares.keys().collect();
            let class = |unit: &u32| {
                let word = &answers.words[answers.of[*unit as usize]? as usize];
                names.iter().position(|name| *name == word).map(|at| at as u32)
            };
            let classes: Vec<Option<u32>> = self.units.iter().map(class).collect();
            let without = classes.iter().filter(|class| class.is_none()).count();
            if without > 0 {
                let message = phrase!(
                    "{n} of those who answered {n?is|are} in no class of `{name}`: weights cannot be made",
                    n = without,
                    name = name
                );
                let hint = phrase!("Give a share for each class, also for those of whom it is not known");
                return Err(error(message, Some(hint)));
            }
            margins.push((classes.into_iter().flatten().collect(), shares.values().copied().collect()));
        }
        match rake(&design.weight, &margins) {
            Ok(weight) => Ok(Some(Raked { weight, margins })),
            Err(RakeError::Empty(margin, class)) => {
                let (name, shares) = measure.margins.iter().nth(margin).unzip();
                let class = shares.and_then(|shares| shares.keys().nth(class)).cloned().unwrap_or_default();
                let message = phrase!(
                    "Nobody of the class `{class}` of `{name}` answered: no weights can stand for them",
                    class = class,
                    name = name.cloned().unwrap_or_default()
                );
                Err(error(message, None))
            }
            Err(RakeError::Unmet) => Err(error(phrase!("The shares in `margins` cannot be met together"), None)),
        }
    }

    /// Weighted share of those among whom something is known, and its interval; nothing where answers count alike, or the error is not known.
    pub fn share(
        &self,
        holds: &dyn Fn(u32) -> bool,
        known: &dyn Fn(u32) -> bool,
        level: f64,
    ) -> Option<(f64, f64, f64)> {
        let design = self.design.as_ref()?;
        let of: Vec<bool> = self.units.iter().map(|unit| known(*unit)).collect();
        let values: Vec<f64> =
            self.units.iter().map(|unit| f64::from(u8::from(known(*unit) && holds(*unit)))).collect();
        let (share, error) = self.mean(&values, &of)?;
        let n = of.iter().filter(|known| **known).count();
        let (low, high) = ShareEstimate { share, error, df: design.df(), n }.korn_graubard(level);
        (n > 1 && low.is_finite() && high.is_finite()).then_some((share, low, high))
    }

    /// Answers of which each of the known may have given several, or none.
    pub fn several(&self, about: Cell, rows: Vec<ShareRow>, known: impl Fn(&u32) -> bool) -> ShareGroup {
        let (all, silent): (Vec<u32>, Vec<u32>) = self.units.iter().copied().partition(known);
        ShareGroup {
            about,
            rows,
            exclusive: false,
            all: all.len(),
            members: Some(Members::of(all)),
            key: None,
            internal: false,
            no_answer: Some(Members::of(silent)),
        }
    }

    /// Those of the known for whom something holds, with their weighted share.
    pub fn share_row(
        &self,
        label: Cell,
        holds: &dyn Fn(u32) -> bool,
        known: &dyn Fn(u32) -> bool,
        level: f64,
    ) -> ShareRow {
        let who = Members::of(self.units.iter().copied().filter(|unit| known(*unit) && holds(*unit)));
        ShareRow { weighted: self.share(holds, known, level), ..ShareRow::of(label, who) }
    }

    /// Weighted mean and its error by the design.
    pub fn mean(&self, values: &[f64], of: &[bool]) -> Option<(f64, f64)> {
        let design = self.design.as_ref()?;
        match &self.raked {
            None => design.mean_of(values, of),
            Some(raked) => {
                let used = Design { weight: raked.weight.clone(), ..design.clone() };
                let (mean, _) = used.mean_of(values, of)?;
                Some((mean, calibrated_error(design, &raked.weight, &raked.margins, values, of)?))
            }
        }
    }

    /// The design with the weights that are used.
    pub fn used(&self) -> Option<Design> {
        let design = self.design.as_ref()?;
        let weight = self.raked.as_ref().map_or_else(|| design.weight.clone(), |raked| raked.weight.clone());
        Some(Design { weight, ..design.clone() })
    }
}

fn undrawn(block: &MeasureBlock, n: usize) -> Diagnostic {
    let message = phrase!(
        "{n} {n?answer|answers} {n?has|have} no weight above 0, stratum or cluster, and {n?is|are} left out of the survey `{name}`",
        n = n,
        name = &block.name.value
    );
    Diagnostic::warning("survey-undrawn", message).at(block.place("weights"))
}
