//! Who can be compared at all: units whose treatment and covariates are known.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Content, Data, FlowStep, Lost, VarRef, VariableColumn};
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

use super::Ask;

/// Complete candidates. All lists have one element for each unit, in canonical order.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// Global indices.
    pub units: Vec<u32>,
    /// Whether the unit received.
    pub treated: Vec<bool>,
    /// Covariates that vary, complete.
    pub covariates: Vec<VariableColumn>,
    /// Further variables that the design asked for, complete.
    pub further: Vec<VariableColumn>,
    /// From the units of the view to the candidates.
    pub flow: Vec<FlowStep>,
}

impl Candidates {
    /// How many are treated, and how many are not.
    pub fn arms(&self) -> (usize, usize) {
        let treated = self.treated.iter().filter(|&&treated| treated).count();
        (treated, self.units.len() - treated)
    }
}

/// Collects the candidates of a question. `further` are variables that must be known as well.
///
/// # Errors
/// [`Halt`] where there is no treatment or no covariate, where a variable cannot be used, or where an arm is empty.
pub fn collect(blind: &Blind, ask: &Ask, further: &[VarRef], sink: &mut Sink) -> Result<Candidates, Halt> {
    let treatment = treatment(blind, ask, sink)?;
    let covariates = columns(blind, ask, &ask.covariates, sink);
    let further = columns(blind, ask, further, sink);
    sink.checkpoint()?;
    let known: Vec<u32> = (0..treatment.len() as u32).filter(|&i| !treatment[i as usize].is_nan()).collect();
    let covariates = without_empty(covariates, &known, ask, sink);
    let (complete, lost) = split_complete(blind, &known, &treatment, covariates.iter().chain(&further));
    let treated: Vec<bool> = complete.iter().map(|&i| treatment[i as usize] == 1.0).collect();
    both_arms(&treated, ask, sink)?;
    let rows = blind.rows();
    let take = |columns: Vec<VariableColumn>| columns.into_iter().map(|column| taken(column, &complete)).collect();
    let candidates = Candidates {
        units: complete.iter().map(|&i| rows[i as usize]).collect(),
        covariates: without_constant(take(covariates), ask, sink),
        further: take(further),
        flow: flow(blind, &treatment, &known, &treated, lost),
        treated,
    };
    if candidates.covariates.is_empty() {
        return Err(sink.halt(no_covariates(ask)));
    }
    Ok(candidates)
}

/// Units of whom all that is asked is known, whatever they received.
#[derive(Clone, Debug)]
pub struct Complete {
    /// Global indices, in canonical order.
    pub units: Vec<u32>,
    /// Covariates that vary; none where none is asked for.
    pub covariates: Vec<VariableColumn>,
    /// What the design asked for.
    pub further: Vec<VariableColumn>,
    /// The others, by what they lack.
    pub lost: Vec<Lost>,
}

/// Collects the units of a view of whom the covariates of a question and `further` variables are known.
///
/// # Errors
/// [`Halt`] where a variable cannot be used, or nobody is left.
pub fn complete(blind: &Blind, ask: &Ask, further: &[VarRef], sink: &mut Sink) -> Result<Complete, Halt> {
    let covariates = columns(blind, ask, &ask.covariates, sink);
    let further = columns(blind, ask, further, sink);
    sink.checkpoint()?;
    let rows = blind.rows();
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    let covariates = without_empty(covariates, &all, ask, sink);
    let together = vec![1.0; rows.len()];
    let (complete, lost) = split_complete(blind, &all, &together, covariates.iter().chain(&further));
    if complete.is_empty() {
        let message = phrase!("No unit is left to compare");
        return Err(sink.halt(Diagnostic::error("one-arm", message).at(ask.place.clone())));
    }
    let take = |columns: Vec<VariableColumn>| columns.into_iter().map(|column| taken(column, &complete)).collect();
    Ok(Complete {
        units: complete.iter().map(|&i| rows[i as usize]).collect(),
        covariates: without_constant(take(covariates), ask, sink),
        further: take(further),
        lost,
    })
}

/// Those of whom it is known whether they received, and the `further` variables, whatever else is known of them.
///
/// # Errors
/// [`Halt`] where there is no treatment, where a variable cannot be used, or where an arm is empty.
pub fn known(blind: &Blind, ask: &Ask, further: &[VarRef], sink: &mut Sink) -> Result<Candidates, Halt> {
    let treatment = treatment(blind, ask, sink)?;
    let further = columns(blind, ask, further, sink);
    sink.checkpoint()?;
    let known: Vec<u32> = (0..treatment.len() as u32).filter(|&i| !treatment[i as usize].is_nan()).collect();
    let (complete, lost) = split_complete(blind, &known, &treatment, further.iter());
    let treated: Vec<bool> = complete.iter().map(|&i| treatment[i as usize] == 1.0).collect();
    both_arms(&treated, ask, sink)?;
    let (rows, mut flow) = (blind.rows(), flow(blind, &treatment, &known, &treated, lost));
    flow.truncate(if further.is_empty() { 1 } else { 2 });
    let units = complete.iter().map(|&i| rows[i as usize]).collect();
    let further = further.into_iter().map(|column| taken(column, &complete)).collect();
    Ok(Candidates { units, treated, covariates: Vec::new(), further, flow })
}

/// Units with equal values of all these columns have the same number; numbers in the order in which they first occur.
pub fn strata(columns: &[&VariableColumn]) -> Vec<u32> {
    let value = |column: &VariableColumn, i: usize| match &column.data {
        // Adding 0 makes −0 and 0 one value.
        Data::Number(values) => (values[i] + 0.0).to_bits(),
        Data::Category { codes, .. } => u64::from(codes[i]),
    };
    let mut numbers = BTreeMap::new();
    let number = |i: usize| {
        let next = numbers.len() as u32;
        *numbers.entry(columns.iter().map(|column| value(column, i)).collect::<Vec<u64>>()).or_insert(next)
    };
    (0..columns.first().map_or(0, |column| column.data.len())).map(number).collect()
}

fn taken(column: VariableColumn, at: &[u32]) -> VariableColumn {
    VariableColumn { data: column.data.take(at), ..column }
}

fn treatment(blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Vec<f64>, Halt> {
    let error = |code: &str, message: Phrase| Diagnostic::error(code, message).at(ask.place.clone());
    let Some(var) = &ask.treatment else {
        return Err(
            sink.halt(error("no-treatment", phrase!("It is not said who received: this design needs a treatment")))
        );
    };
    let name = || var.to_string();
    match blind.column(var).map(|column| column.data) {
        None => Err(sink.halt(error("unknown-column", phrase!("There is no variable {name}", name = name())))),
        Some(Data::Number(values)) if values.iter().all(|v| v.is_nan() || *v == 0.0 || *v == 1.0) => {
            Ok(values.to_vec())
        }
        Some(_) => {
            let message = phrase!("The treatment {name} must have two values that mean yes and no", name = name());
            Err(sink.halt(error("treatment-not-binary", message)))
        }
    }
}

fn columns(blind: &Blind, ask: &Ask, vars: &[VarRef], sink: &mut Sink) -> Vec<VariableColumn> {
    let mut found = Vec::new();
    for var in vars {
        let name = var.to_string();
        let free_text = blind.info(&var.name).is_some_and(|info| info.content == Content::Text);
        match blind.column(var) {
            None => {
                let hint = phrase!("An outcome cannot be a covariate of its own comparison; use the value before");
                let message = phrase!("There is no variable {name}", name = name);
                sink.push(Diagnostic::error("unknown-column", message).at(ask.place.clone()).hint(hint));
            }
            Some(_) if free_text => {
                let message = phrase!("{name} is free text and cannot make units comparable", name = name);
                sink.push(Diagnostic::error("text-covariate", message).at(ask.place.clone()));
            }
            Some(column) => found.push(column),
        }
    }
    found
}

fn no_covariates(ask: &Ask) -> Diagnostic {
    let message = phrase!("No covariate is left that could make units comparable");
    Diagnostic::error("no-covariates", message).at(ask.place.clone())
}

fn without_empty(columns: Vec<VariableColumn>, known: &[u32], ask: &Ask, sink: &mut Sink) -> Vec<VariableColumn> {
    let (empty, kept): (Vec<VariableColumn>, Vec<VariableColumn>) = columns
        .into_iter()
        .partition(|column| !known.is_empty() && known.iter().all(|&i| column.data.is_missing(i as usize)));
    for column in empty {
        let message = phrase!("The covariate {name} has no values and is left out", name = column.var.to_string());
        sink.push(Diagnostic::warning("covariate-missing", message).at(ask.place.clone()));
    }
    kept
}

fn without_constant(columns: Vec<VariableColumn>, ask: &Ask, sink: &mut Sink) -> Vec<VariableColumn> {
    let (constant, kept): (Vec<VariableColumn>, Vec<VariableColumn>) =
        columns.into_iter().partition(|column| is_constant(&column.data));
    for column in constant {
        let message =
            phrase!("The covariate {name} is the same for all and is left out", name = column.var.to_string());
        sink.push(Diagnostic::warning("covariate-constant", message).at(ask.place.clone()));
    }
    kept
}

fn is_constant(data: &Data) -> bool {
    match data {
        Data::Number(values) => values.windows(2).all(|pair| pair[0] == pair[1]),
        Data::Category { levels, .. } => levels.len() < 2,
    }
}

/// Positions of the complete units, and the others by what they lack.
fn split_complete<'a>(
    blind: &Blind,
    known: &[u32],
    treatment: &[f64],
    columns: impl Iterator<Item = &'a VariableColumn>,
) -> (Vec<u32>, Vec<Lost>) {
    let columns: Vec<&VariableColumn> = columns.collect();
    let (mut complete, mut lacking) = (Vec::new(), BTreeMap::<Vec<usize>, Vec<u32>>::new());
    for &i in known {
        let missing: Vec<usize> = (0..columns.len()).filter(|&k| columns[k].data.is_missing(i as usize)).collect();
        if missing.is_empty() { complete.push(i) } else { lacking.entry(missing).or_default().push(i) }
    }
    let reason = |missing: &[usize]| {
        let mut labels: Vec<&Words> = Vec::new();
        missing.iter().map(|&k| &columns[k].label).for_each(|label| {
            if !labels.contains(&label) {
                labels.push(label)
            }
        });
        phrase!("no value of {variables}", variables = Arg::List(labels.into_iter().map(Arg::from).collect()))
    };
    let lost = lacking.iter().map(|(missing, at)| lost(blind, reason(missing), at, Some(treatment))).collect();
    (complete, lost)
}

fn lost(blind: &Blind, reason: Phrase, at: &[u32], treatment: Option<&[f64]>) -> Lost {
    let rows = blind.rows();
    Lost {
        reason,
        count: at.len(),
        treated: treatment.map(|treatment| at.iter().filter(|&&i| treatment[i as usize] == 1.0).count()),
        who: at.iter().map(|&i| blind.units()[rows[i as usize] as usize].clone()).collect(),
    }
}

fn flow(blind: &Blind, treatment: &[f64], known: &[u32], treated: &[bool], incomplete: Vec<Lost>) -> Vec<FlowStep> {
    let unknown: Vec<u32> = (0..treatment.len() as u32).filter(|&i| treatment[i as usize].is_nan()).collect();
    let unclear =
        (!unknown.is_empty()).then(|| lost(blind, phrase!("it is not known whether they received"), &unknown, None));
    let step = |key: &str, stage: Phrase, remaining: usize, treated: usize, lost: Vec<Lost>| FlowStep {
        key: key.into(),
        stage,
        remaining,
        treated: Some(treated),
        comparison: Some(remaining - treated),
        lost,
    };
    let received = known.iter().filter(|&&i| treatment[i as usize] == 1.0).count();
    let complete = treated.iter().filter(|&&treated| treated).count();
    vec![
        step(
            "candidates",
            phrase!("Known whether they received"),
            known.len(),
            received,
            unclear.into_iter().collect(),
        ),
        step("complete", phrase!("Covariates complete"), treated.len(), complete, incomplete),
    ]
}

fn both_arms(treated: &[bool], ask: &Ask, sink: &mut Sink) -> Result<(), Halt> {
    let message = match (treated.contains(&true), treated.contains(&false)) {
        (false, false) => phrase!("No unit is left to compare"),
        (false, true) => phrase!("No treated unit is left to compare"),
        (true, false) => phrase!("No comparison unit is left to compare with"),
        _ => return Ok(()),
    };
    let hint = phrase!("Look at the units lost for missing values, and at the two values of the treatment");
    Err(sink.halt(Diagnostic::error("one-arm", message).at(ask.place.clone()).hint(hint)))
}
