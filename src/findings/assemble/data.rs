use std::collections::{BTreeMap, BTreeSet};

use crate::answer::parts::Slice;
use crate::answer::{Answer, Parts, Step};
use crate::design::{Comparison, Kind};
use crate::exhibit::{Audience, Frame, FrameColumn, FrameId, FrameRole, Values};
use crate::panel::{Data, VarRef, VariableColumn, View};
use crate::phrase;
use crate::text::Phrase;

use super::Answered;

/// What the columns that a matched comparison adds begin with.
const OF_STEP: [&str; 5] = ["eligible", "score", "weight", "set", "cluster"];

/// The analysis frame: one row for each unit in canonical order, every variable that a question uses, and what each matched
/// comparison made of the unit.
pub fn analysis(view: &View, steps: &[Answered<'_>]) -> Frame {
    let rows = view.rows();
    let variables = variables(steps);
    let taken = keys(&variables);
    let mut columns = vec![units(view, &rows, &taken), file_order(view, &rows, &taken)];
    for var in &variables {
        columns.extend(view.column(var).map(|column| of_variable(&column, how(view, var))));
    }
    for (Answered { step, answer, .. }, suffix) in steps.iter().zip(suffixes(steps)) {
        columns.extend(eligible(step, &suffix, &rows));
        let matched = answer.comparison.as_ref().filter(|_| step.kind().is_alike());
        columns.extend(matched.into_iter().flat_map(|comparison| of_match(&step.id(), &suffix, comparison, &rows)));
        columns.extend(of_clusters(&step.id(), &suffix, answer, &rows));
    }
    Frame {
        id: FrameRole::Analysis.into(),
        title: phrase!("Analysis data: one row for each unit"),
        audience: Audience::Internal,
        columns: apart(columns),
    }
}

/// The matched units of a step with everything needed to estimate again.
pub fn matched(view: &View, step: &Step, comparison: &Comparison) -> Frame {
    let used: Vec<usize> = (0..comparison.units.len()).filter(|&i| comparison.weights.values[i] > 0.0).collect();
    let rows: Vec<u32> = used.iter().map(|&i| comparison.units[i]).collect();
    let subset = view.with_rows(rows.clone());
    let variables = variables_of(step);
    let taken = keys(&variables);
    let own = |key: &str, title: Phrase, description: Phrase, values: Vec<f64>| {
        number(&free(key.into(), &taken), title, description, values)
    };
    let mut columns = vec![units(view, &rows, &taken)];
    for var in &variables {
        columns.extend(subset.column(var).map(|column| of_variable(&column, how(view, var))));
    }
    let weight = used.iter().map(|&i| comparison.weights.values[i]).collect();
    let [title, what] = weight_words(comparison.kind);
    columns.push(own("weight", title, what, weight));
    if let Some(sets) = comparison.set_numbers() {
        let set = used.iter().map(|&i| sets[i].map_or(f64::NAN, |set| f64::from(set) + 1.0)).collect();
        columns.push(own(
            "set",
            phrase!("Matched set"),
            phrase!("units with the same number were matched to each other"),
            set,
        ));
    }
    if let Some(scores) = &comparison.scores {
        let score = used.iter().map(|&i| scores.distance[i]).collect();
        columns.push(own("score", phrase!("Score"), phrase!("the score that units were matched on"), score));
    }
    let title = phrase!("Matched data: one row for each unit that is used");
    Frame {
        id: FrameId::of(&step.id(), FrameRole::Matched),
        title,
        audience: Audience::Internal,
        columns: apart(columns),
    }
}

/// What the weights of a comparison are called, and what they are.
fn weight_words(kind: Kind) -> [Phrase; 2] {
    match kind {
        Kind::Weighted => {
            [phrase!("Weight"), phrase!("for how many units of those whose average is asked for the unit stands")]
        }
        _ => [phrase!("Matching weight"), phrase!("mean 1 among the used units of each group")],
    }
}

/// Who is compared within each subgroup of a step: one row for each subgroup and unit that is used; nothing without subgroups.
pub fn subgroups(view: &View, step: &Step, apart: &[(Parts, Vec<Slice>)]) -> Option<Frame> {
    let rows: Vec<SubgroupUnit> = apart.iter().flat_map(|(parts, slices)| of_parts(parts, slices, view)).collect();
    let texts = |of: fn(&SubgroupUnit) -> &String| Values::Text(rows.iter().map(|row| of(row).clone()).collect());
    let mut columns = vec![
        column("variable", phrase!("Subgroups by"), phrase!("name of the variable"), texts(|row| &row.variable)),
        column("level", phrase!("Subgroup"), phrase!("its value"), texts(|row| &row.level)),
        column("unit", phrase!("Unit"), phrase!("identifies the unit"), texts(|row| &row.unit)),
    ];
    let numbers = |of: fn(&SubgroupUnit) -> f64| rows.iter().map(of).collect::<Vec<f64>>();
    let [title, what] = weight_words(step.kind());
    columns.push(number("weight", title, what, numbers(|row| row.weight)));
    let known = |values: &Vec<f64>| values.iter().any(|value| !value.is_nan());
    let sets = Some(numbers(|row| row.set)).filter(known).map(|values| {
        let what = phrase!("units with the same number were matched to each other");
        number("set", phrase!("Matched set"), what, values)
    });
    let clusters = Some(numbers(|row| row.cluster)).filter(known).map(|values| {
        let what = phrase!("units with the same number are one cluster for the standard error");
        number("cluster", phrase!("Cluster"), what, values)
    });
    columns.extend(sets.into_iter().chain(clusters));
    (!rows.is_empty()).then(|| Frame {
        id: FrameId::of(&step.id(), FrameRole::Subgroups),
        title: phrase!("Subgroups: who is compared within each"),
        audience: Audience::Internal,
        columns,
    })
}

/// A unit that is used in a subgroup. Not-a-number: in no set, in no cluster.
struct SubgroupUnit {
    variable: String,
    level: String,
    unit: String,
    weight: f64,
    set: f64,
    cluster: f64,
}

fn of_parts(parts: &Parts, slices: &[Slice], view: &View) -> Vec<SubgroupUnit> {
    let known = slices.iter().filter_map(|slice| Some((slice, slice.answer.comparison.as_ref()?)));
    let units = |(slice, comparison): (&Slice, &Comparison)| {
        let (sets, clusters) = (comparison.set_numbers(), slice.answer.clusters.first());
        let weight = |i: usize| comparison.weights.values.get(i).copied().unwrap_or(1.0);
        let from_1 = |number: Option<u32>| number.map_or(f64::NAN, |number| f64::from(number) + 1.0);
        let one = |i: usize| SubgroupUnit {
            variable: file_key(&parts.var),
            level: slice.level.text.clone(),
            unit: view.panel().units[comparison.units[i] as usize].clone(),
            weight: weight(i),
            set: from_1(sets.as_ref().and_then(|sets| sets[i])),
            cluster: from_1(clusters.map(|clusters| clusters[i])),
        };
        (0..comparison.units.len()).filter(|&i| weight(i) > 0.0).map(one).collect::<Vec<_>>()
    };
    known.flat_map(units).collect()
}

/// The names of variables in data files.
fn keys(variables: &[VarRef]) -> BTreeSet<String> {
    variables.iter().map(file_key).collect()
}

/// A name for a column of ours that no variable bears.
fn free(mut key: String, taken: &BTreeSet<String>) -> String {
    while taken.contains(&key) {
        key.push('_');
    }
    key
}

/// No two columns of a file bear one name, whatever the variables are called.
fn apart(mut columns: Vec<FrameColumn>) -> Vec<FrameColumn> {
    let mut taken = BTreeSet::new();
    for column in &mut columns {
        column.key = free(std::mem::take(&mut column.key), &taken);
        taken.insert(column.key.clone());
    }
    columns
}

/// What the columns of each step end with: its id, and as much more as keeps them apart from variables and other steps.
pub fn suffixes(steps: &[Answered<'_>]) -> Vec<String> {
    let mut taken = keys(&variables(steps));
    let all = |suffix: &str| OF_STEP.map(|what| format!("{what}_{suffix}"));
    let one = |own: &Answered<'_>| {
        let mut own = suffix(&own.step.id());
        while all(&own).iter().any(|key| taken.contains(key)) {
            own.push('_');
        }
        taken.extend(all(&own));
        own
    };
    steps.iter().map(one).collect()
}

fn variables(steps: &[Answered<'_>]) -> Vec<VarRef> {
    let mut all: Vec<VarRef> = Vec::new();
    for var in steps.iter().flat_map(|own| variables_of(own.step)) {
        if !all.contains(&var) {
            all.push(var);
        }
    }
    all
}

/// The variables that a step uses.
pub fn variables_of(step: &Step) -> Vec<VarRef> {
    let mut vars: Vec<VarRef> = Vec::new();
    let outcomes = step.outcomes.iter().flat_map(|it| std::iter::once(&it.var).chain(&it.baseline));
    let asked = step.ask.treatment.iter().chain(&step.ask.covariates).chain(outcomes).chain(&step.cluster);
    let further = step.design.further();
    for var in asked.chain(&step.organisation).chain(&step.round).chain(&further) {
        if !vars.contains(var) {
            vars.push(var.clone());
        }
    }
    vars
}

/// Whether the question is about the unit, where it leaves some out.
fn eligible(step: &Step, suffix: &str, rows: &[u32]) -> Option<FrameColumn> {
    let kept = step.rows.as_ref()?;
    let about = rows.iter().map(|unit| i64::from(kept.contains(unit))).collect();
    Some(column(
        &format!("eligible_{suffix}"),
        phrase!("Part of the question ({step})", step = step.id()),
        phrase!("1: the question is about this unit; 0: it was left out before the comparison"),
        Values::Integer(about),
    ))
}

/// What the columns of a step usually end with.
pub fn suffix(step: &str) -> String {
    step.replace(['-', ' ', '.'], "_")
}

fn units(view: &View, rows: &[u32], taken: &BTreeSet<String>) -> FrameColumn {
    let ids = rows.iter().map(|&unit| view.panel().units[unit as usize].clone()).collect();
    column(&free("unit".into(), taken), phrase!("Unit"), phrase!("identifies the unit"), Values::Text(ids))
}

fn file_order(view: &View, rows: &[u32], taken: &BTreeSet<String>) -> FrameColumn {
    let order = rows.iter().map(|&unit| i64::from(view.panel().file_order[unit as usize]) + 1).collect();
    let description = phrase!("rank of the unit in the order of the rows of the files");
    column(&free("file_order".into(), taken), phrase!("Order in the file"), description, Values::Integer(order))
}

/// Name in data files: `income@2021` becomes `income_at_2021`, which R and Python can read.
pub fn file_key(var: &VarRef) -> String {
    var.to_string().replace('@', "_at_")
}

/// How a variable is made from others, where it is.
fn how(view: &View, var: &VarRef) -> Option<Phrase> {
    let panel = view.panel();
    let steps = || {
        let steps = panel.steps.get(&var.name)?;
        let values: Vec<String> = steps.iter().map(|(number, word)| format!("{number} = {word}")).collect();
        Some(phrase!("as in the source; values: {values}", values = values))
    };
    panel.provenance.how.get(&var.name).cloned().or_else(steps)
}

fn of_variable(source: &VariableColumn, description: Option<Phrase>) -> FrameColumn {
    let values = match &source.data {
        Data::Number(values) => Values::Number(values.to_vec()),
        Data::Category { levels, codes } => {
            let text = |&code: &u32| levels.get(code as usize).cloned().unwrap_or_default();
            Values::Text(codes.iter().map(text).collect())
        }
    };
    let unit = (!source.unit.is_empty()).then(|| phrase!("unit of measurement: {unit}", unit = &source.unit));
    let description = match (unit, description) {
        (Some(unit), Some(how)) => phrase!("{how}; {unit}", how = how, unit = unit),
        (unit, how) => how.or(unit).unwrap_or_else(|| phrase!("as in the source")),
    };
    let title = match source.when.as_ref().or(source.var.period.as_ref()) {
        Some(period) => phrase!("{label} ({period})", label = &source.label, period = period),
        None => Phrase::words(&source.label),
    };
    column(&file_key(&source.var), title, description, values)
}

/// Clusters of the units compared, where standard errors respect them.
fn of_clusters(step: &str, suffix: &str, answer: &Answer, rows: &[u32]) -> Option<FrameColumn> {
    let (comparison, clusters) = (answer.comparison.as_ref()?, answer.clusters.first()?);
    let used =
        |(i, unit): (usize, &u32)| (comparison.weights.values[i] > 0.0).then(|| (*unit, f64::from(clusters[i]) + 1.0));
    let of_unit: BTreeMap<u32, f64> = comparison.units.iter().enumerate().filter_map(used).collect();
    Some(number(
        &format!("cluster_{suffix}"),
        phrase!("Cluster ({step})", step = step),
        phrase!("units with the same number are one cluster for the standard error"),
        rows.iter().map(|unit| of_unit.get(unit).copied().unwrap_or(f64::NAN)).collect(),
    ))
}

fn of_match(step: &str, suffix: &str, comparison: &Comparison, rows: &[u32]) -> Vec<FrameColumn> {
    let spread = |value: &dyn Fn(usize) -> f64| {
        let of_unit: BTreeMap<u32, f64> =
            comparison.units.iter().enumerate().map(|(i, &unit)| (unit, value(i))).collect();
        rows.iter().map(|unit| of_unit.get(unit).copied().unwrap_or(f64::NAN)).collect::<Vec<f64>>()
    };
    let key = |what: &str| format!("{what}_{suffix}");
    let weights = &comparison.weights.values;
    let score = comparison.scores.as_ref().map(|scores| {
        let what = phrase!("the score that units were matched on");
        number(&key("score"), phrase!("Score ({step})", step = step), what, spread(&|i| scores.distance[i]))
    });
    let mut columns: Vec<FrameColumn> = score.into_iter().collect();
    columns.push(number(
        &key("weight"),
        match comparison.kind {
            Kind::Weighted => phrase!("Weight ({step})", step = step),
            _ => phrase!("Matching weight ({step})", step = step),
        },
        phrase!("0: not used"),
        spread(&|i| weights[i]),
    ));
    if let Some(sets) = comparison.set_numbers() {
        let set = spread(&|i| sets[i].map_or(f64::NAN, |set| f64::from(set) + 1.0));
        columns.push(number(
            &key("set"),
            phrase!("Matched set ({step})", step = step),
            phrase!("units with the same number were matched to each other"),
            set,
        ));
    }
    columns
}

fn number(key: &str, title: Phrase, description: Phrase, values: Vec<f64>) -> FrameColumn {
    column(key, title, description, Values::Number(values))
}

fn column(key: &str, title: Phrase, description: Phrase, values: Values) -> FrameColumn {
    FrameColumn { key: key.into(), title, description, values }
}
