use crate::diag::{Diagnostic, Place};
use crate::math::sums::sum;
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Phrase, Words};

use super::super::formula::places;
use super::super::listed::{UnitPeriod, listed};
use super::super::{MeasureOutput, words};
use super::{CLASSES, IncomeMix, kernels, labels, table};

/// One unit at one period. NaN is missing.
#[derive(Clone, Debug)]
pub(super) struct Mix {
    /// Amount of each class.
    pub classes: [f64; 5],
    /// Amount of each column, in the order of the classes.
    pub columns: Vec<f64>,
    /// Sum of all.
    pub total: f64,
    /// Share of each class, where there are any.
    pub shares: Option<Vec<f64>>,
    /// Total without the evaluated grant.
    pub net: f64,
    /// Total without grants and subsidies, and without the evaluated grant.
    pub own: f64,
    /// Whether the evaluated grant is larger than the class that holds it.
    pub grant_too_large: bool,
}

/// All units at a period.
pub(super) struct Wave {
    /// Period; nothing for variables of the unit itself.
    pub period: Option<String>,
    /// One for each unit of the panel.
    pub mixes: Vec<Mix>,
    /// Whether the evaluated grant was observed then.
    pub grant: bool,
}

pub(super) fn make(measure: &IncomeMix, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let waves: Vec<Wave> = periods(measure, panel).into_iter().map(|period| wave(measure, panel, period)).collect();
    let name = &block.name.value;
    let mut making = IncomeMixBuilder { measure, panel, name, waves: &waves, variables: Vec::new() };
    making.amounts();
    making.shares();
    making.concentration();
    making.dependence();
    let mut problems = problems(measure, block, panel, &waves);
    if waves.is_empty() {
        let message = phrase!("There is no period at which all variables of `{name}` were observed", name = name);
        problems.push(Diagnostic::error("formula-no-period", message).at(block.name.place.clone()));
    }
    let tables = vec![table::table(name, measure, panel, &waves)];
    MeasureOutput { variables: making.variables, tables, problems, ..MeasureOutput::default() }
}

/// Periods at which all columns of the classes were observed; one without a name where none of them has periods.
fn periods(measure: &IncomeMix, panel: &Panel) -> Vec<Option<String>> {
    let of = |name: &String| panel.variables.get(name).map(|info| &info.periods).filter(|periods| !periods.is_empty());
    let moving: Vec<&Vec<String>> = measure.classes.columns().filter_map(of).collect();
    match moving.first() {
        None => vec![None],
        Some(first) => {
            let all = |period: &&String| moving.iter().all(|periods| periods.contains(*period));
            first.iter().filter(all).cloned().map(Some).collect()
        }
    }
}

/// A variable at a period, or of the unit itself where it has no periods; nothing where it was not observed then.
fn at(panel: &Panel, name: &str, period: &Option<String>) -> Option<VarRef> {
    let periods = &panel.variables.get(name)?.periods;
    let period = match (periods.is_empty(), period) {
        (true, _) => None,
        (false, Some(period)) if periods.contains(period) => Some(period.clone()),
        _ => return None,
    };
    Some(VarRef { name: name.into(), period })
}

fn numbers(panel: &Panel, name: &str, period: &Option<String>) -> Option<Vec<f64>> {
    panel.numbers(&at(panel, name, period)?).map(<[f64]>::to_vec)
}

fn wave(measure: &IncomeMix, panel: &Panel, period: Option<String>) -> Wave {
    let missing = || vec![f64::NAN; panel.units.len()];
    let read = |name: &String| numbers(panel, name, &period).unwrap_or_else(missing);
    let classes = measure.classes.all().map(|names| names.iter().map(read).collect::<Vec<_>>());
    let grant = measure.evaluated_grant.as_ref().and_then(|name| numbers(panel, name, &period));
    let mix = |unit: usize| {
        let columns =
            [0, 1, 2, 3, 4].map(|class| classes[class].iter().map(|column| column[unit]).collect::<Vec<f64>>());
        Mix::of(measure, columns, grant.as_ref().map(|grant| grant[unit]))
    };
    Wave { mixes: (0..panel.units.len()).map(mix).collect(), grant: grant.is_some(), period }
}

impl Mix {
    fn of(measure: &IncomeMix, columns: [Vec<f64>; 5], grant: Option<f64>) -> Mix {
        let classes = [0, 1, 2, 3, 4].map(|class| sum(columns[class].iter().copied()));
        let columns: Vec<f64> = columns.concat();
        let total = sum(columns.iter().copied());
        let shares = kernels::shares(&columns).and_then(|_| kernels::shares(&classes));
        let class = measure.evaluated_grant_in.class();
        let booked = match (&measure.evaluated_grant, class) {
            (Some(_), Some(_)) => grant.unwrap_or(f64::NAN),
            _ => 0.0,
        };
        let grant_too_large = class.is_some_and(|class| booked > classes[class]);
        let booked = if grant_too_large { f64::NAN } else { booked };
        // Grants and subsidies hold the evaluated grant already where it is booked there.
        let elsewhere = if class == Some(2) { 0.0 } else { booked };
        let own = sum([classes[0], classes[1], classes[3], classes[4], -elsewhere]);
        Mix {
            net: total - booked,
            own: if total.is_nan() { f64::NAN } else { own },
            classes,
            columns,
            total,
            shares,
            grant_too_large,
        }
    }

    /// HHI over the classes.
    pub fn hhi(&self) -> f64 {
        self.shares.as_ref().map_or(f64::NAN, |shares| kernels::hhi(shares))
    }

    /// HHI over the columns.
    fn hhi_detail(&self) -> f64 {
        self.shares
            .as_ref()
            .and_then(|_| kernels::shares(&self.columns))
            .map_or(f64::NAN, |shares| kernels::hhi(&shares))
    }

    fn largest(&self) -> Option<(usize, f64)> {
        kernels::largest(self.shares.as_ref()?)
    }

    /// Whether the largest class has a share above the threshold.
    pub fn dependent(&self, threshold: f64) -> Option<bool> {
        self.largest().map(|(_, share)| share > threshold)
    }
}

struct IncomeMixBuilder<'a> {
    measure: &'a IncomeMix,
    panel: &'a Panel,
    name: &'a str,
    waves: &'a [Wave],
    variables: Vec<Derived>,
}

impl IncomeMixBuilder<'_> {
    fn amounts(&mut self) {
        // Amounts are in the unit of what they are the sum of.
        let unit = self.measure.classes.columns().find_map(|name| {
            self.panel.variables.get(name).map(|info| info.unit.clone()).filter(|unit| !unit.is_empty())
        });
        let unit = unit.unwrap_or_default();
        let grant = self.measure.evaluated_grant.is_some() && self.measure.evaluated_grant_in.class().is_some();
        self.numbers("total", unit.clone(), false, |mix| mix.total);
        if self.measure.evaluated_grant.is_some() {
            self.numbers("net", unit.clone(), grant, |mix| mix.net);
        }
        let elsewhere = grant && self.measure.evaluated_grant_in.class() != Some(2);
        self.numbers("own", unit, elsewhere, |mix| mix.own);
    }

    fn shares(&mut self) {
        for (class, name) in CLASSES.iter().enumerate() {
            let value = |mix: &Mix| mix.shares.as_ref().map_or(f64::NAN, |shares| shares[class]);
            self.variable(
                &format!("share_{name}"),
                labels::share(class),
                Words::default(),
                Content::Number,
                false,
                |wave| Data::Number(wave.mixes.iter().map(value).collect()),
            );
        }
    }

    fn concentration(&mut self) {
        let columns = self.columns();
        self.numbers("largest_share", Words::default(), false, |mix| {
            mix.largest().map_or(f64::NAN, |(_, share)| share)
        });
        let label = labels::label("largest_source", columns, self.measure.threshold);
        self.variable("largest_source", label, Words::default(), Content::Category, false, |wave| {
            categories(wave.mixes.iter().map(|mix| mix.largest().map(|(class, _)| CLASSES[class])).collect())
        });
        self.numbers("hhi", Words::default(), false, Mix::hhi);
        self.numbers("hhi_normalised", Words::default(), false, |mix| {
            kernels::hhi_normalised(mix.hhi(), CLASSES.len())
        });
        self.numbers("hhi_detail", Words::default(), false, Mix::hhi_detail);
        let detail = |mix: &Mix| kernels::hhi_normalised(mix.hhi_detail(), columns);
        self.numbers("hhi_detail_normalised", Words::default(), false, detail);
        self.numbers("sources", labels::unit("sources"), false, |mix| kernels::effective_sources(mix.hhi()));
    }

    fn dependence(&mut self) {
        let threshold = self.measure.threshold;
        let state = |mix: &Mix| mix.dependent(threshold);
        let label = labels::label("dependent", self.columns(), threshold);
        self.variable("dependent", label, Words::default(), Content::YesNo, false, |wave| {
            Data::Number(
                wave.mixes.iter().map(|mix| state(mix).map_or(f64::NAN, |yes| f64::from(u8::from(yes)))).collect(),
            )
        });
        self.dependent_years();
    }

    /// Only where there are periods. What it is made of are all of them up to its own.
    fn dependent_years(&mut self) {
        let waves = self.waves;
        let periods: Vec<&str> = waves.iter().map(|wave| wave.period.as_deref().unwrap_or_default()).collect();
        let follows = kernels::follow(&periods);
        let of_unit = |unit: usize| {
            let states: Vec<Option<bool>> =
                waves.iter().map(|wave| wave.mixes[unit].dependent(self.measure.threshold)).collect();
            kernels::runs(&states, &follows)
        };
        let runs: Vec<Vec<Option<u32>>> = (0..self.panel.units.len()).map(of_unit).collect();
        let mut so_far: Vec<VarRef> = Vec::new();
        let mut derived = Vec::new();
        for (at, wave) in waves.iter().enumerate().filter(|(_, wave)| wave.period.is_some()) {
            let values = runs.iter().map(|run| run[at].map_or(f64::NAN, f64::from)).collect();
            so_far.push(VarRef { name: format!("{}_dependent", self.name), period: wave.period.clone() });
            derived.push(DerivedAt {
                period: wave.period.clone(),
                data: Data::Number(values),
                ingredients: so_far.clone(),
            });
        }
        let label = labels::label("dependent_years", self.columns(), self.measure.threshold);
        if derived.is_empty() {
            return;
        }
        self.push("dependent_years", label, labels::unit("dependent_years"), Content::Number, derived);
    }

    fn columns(&self) -> usize {
        self.measure.classes.columns().count()
    }

    fn numbers(&mut self, key: &str, unit: Words, grant: bool, value: impl Fn(&Mix) -> f64) {
        let label = labels::label(key, self.columns(), self.measure.threshold);
        self.variable(key, label, unit, Content::Number, grant, |wave| {
            Data::Number(wave.mixes.iter().map(&value).collect())
        });
    }

    /// `grant`: whether the evaluated grant goes into it, so that it exists only where that was observed.
    fn variable(
        &mut self,
        key: &str,
        label: Phrase,
        unit: Words,
        content: Content,
        grant: bool,
        data: impl Fn(&Wave) -> Data,
    ) {
        let known = self.waves.iter().filter(|wave| !grant || wave.grant);
        let derived = known.map(|wave| DerivedAt {
            period: wave.period.clone(),
            data: data(wave),
            ingredients: ingredients(self.measure, self.panel, &wave.period, grant),
        });
        let derived = derived.collect();
        self.push(key, label, unit, content, derived);
    }

    fn push(&mut self, key: &str, label: Phrase, unit: Words, content: Content, at: Vec<DerivedAt>) {
        let info = VariableInfo {
            name: format!("{}_{key}", self.name),
            label: words(&label),
            unit,
            content,
            periods: Vec::new(),
        };
        let how = phrase!("made by the measure `{name}` (method {method})", name = self.name, method = IncomeMix::NAME);
        self.variables.push(Derived { info, how, at });
    }
}

fn ingredients(measure: &IncomeMix, panel: &Panel, period: &Option<String>, grant: bool) -> Vec<VarRef> {
    let grant = measure.evaluated_grant.iter().filter(|_| grant);
    measure.classes.columns().chain(grant).filter_map(|name| at(panel, name, period)).collect()
}

fn categories(values: Vec<Option<&str>>) -> Data {
    let texts: Vec<&str> = values.iter().map(|value| value.unwrap_or_default()).collect();
    let code = |(at, value): (usize, &Option<&str>)| if value.is_some() { at as u32 } else { u32::MAX };
    Data::category(&texts, &values.iter().enumerate().map(code).collect::<Vec<u32>>())
}

/// Units without shares for a reason of the data, and grants that are larger than the class that holds them.
fn problems(measure: &IncomeMix, block: &MeasureBlock, panel: &Panel, waves: &[Wave]) -> Vec<Diagnostic> {
    let name = &block.name.value;
    let found = |wanted: &dyn Fn(&Mix) -> bool| -> Vec<UnitPeriod> {
        let of_wave = |wave: &Wave| {
            let units = (0..wave.mixes.len()).filter(|&unit| wanted(&wave.mixes[unit]));
            units.map(|unit| (unit as u32, wave.period.clone())).collect::<Vec<UnitPeriod>>()
        };
        waves.iter().flat_map(of_wave).collect()
    };
    let negative = found(&|mix| mix.columns.iter().any(|amount| *amount < 0.0));
    let nothing = found(&|mix| mix.total == 0.0 && mix.columns.iter().all(|amount| *amount == 0.0));
    let too_large = found(&|mix| mix.grant_too_large);
    let all = |who: &[UnitPeriod]| {
        let of = |(unit, period): &UnitPeriod| places(panel, &ingredients(measure, panel, period, true), *unit);
        who.iter().flat_map(of).collect::<Vec<Place>>()
    };
    let warn = |code: &str, message: Phrase, hint: Phrase, places: Vec<Place>| {
        Diagnostic::warning(code, message).hint(hint).at(block.name.place.clone()).at_all(places)
    };
    let mut problems = Vec::new();
    if !negative.is_empty() {
        let message = phrase!(
            "In {n} {n?case|cases} of `{name}` an amount of income is negative, and there are no shares: {units}",
            n = negative.len(),
            name = name,
            units = listed(panel, &negative)
        );
        let hint = phrase!("Look at the cells: a grant that was returned is an expense, not a negative income");
        problems.push(warn("income-without-shares", message, hint, negative_cells(measure, panel, &negative)));
    }
    if !nothing.is_empty() {
        let message = phrase!(
            "In {n} {n?case|cases} of `{name}` all income is 0, and there are no shares: {units}",
            n = nothing.len(),
            name = name,
            units = listed(panel, &nothing)
        );
        let hint = phrase!("Where the amounts are not known, leave the cells empty");
        problems.push(warn("income-without-shares", message, hint, all(&nothing)));
    }
    if !too_large.is_empty() {
        let message = phrase!(
            "In {n} {n?case|cases} of `{name}` the evaluated grant is larger than the class that it is booked in: {units}",
            n = too_large.len(),
            name = name,
            units = listed(panel, &too_large)
        );
        let hint = phrase!(
            "Income without the grant counts as missing there; say where it is booked with {example}",
            example = "evaluated_grant_in"
        );
        problems.push(warn("grant-exceeds-class", message, hint, all(&too_large)));
    }
    problems
}

/// The cells of the negative amounts alone.
fn negative_cells(measure: &IncomeMix, panel: &Panel, who: &[UnitPeriod]) -> Vec<Place> {
    let of = |(unit, period): &UnitPeriod| {
        let negative = |name: &&String| numbers(panel, name, period).is_some_and(|values| values[*unit as usize] < 0.0);
        let vars = measure.classes.columns().filter(negative).filter_map(|name| at(panel, name, period));
        places(panel, &vars.collect::<Vec<_>>(), *unit)
    };
    who.iter().flat_map(of).collect()
}
