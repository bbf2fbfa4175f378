//! What is to be made: formulas and measures alike.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, Sink};
use crate::math::random::Stream;
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::{Family, Located, MeasureBlock, Study, Variable};

use super::names::unknown;
use super::{AnyMeasure, MeasureOutput, formula};

const MEASURES: Family<AnyMeasure> =
    Family { key: "method", names: super::NAMES, later: &["scale"], parse: super::parse };

/// One thing to make.
pub(super) struct Work<'s> {
    /// What the study calls it.
    pub name: &'s Located<String>,
    /// Names of the variables that it needs.
    pub uses: Vec<String>,
    /// Names of the variables that it makes.
    pub makes: Vec<String>,
    /// Whether it can be made; if not, that was reported.
    pub sound: bool,
    how: How<'s>,
}

enum How<'s> {
    Formula(&'s Variable),
    Measure(&'s MeasureBlock, Box<AnyMeasure>),
}

/// All formulas and measures of a study. Reports names that are taken and options that do not fit.
pub(super) fn all<'s>(study: &'s Study, panel: &Panel, sink: &mut Sink) -> Vec<Work<'s>> {
    let formulas = study.variables.values().filter(|variable| variable.formula.is_some());
    let mut work: Vec<Work<'s>> = formulas.map(|variable| of_formula(variable, panel)).collect();
    for block in &study.measures {
        let resolved = MEASURES.resolve(&block.block, &[], sink);
        // What it would make is known although its options do not fit: nothing is said of those who need it.
        let sound = resolved.is_some();
        let method = resolved.or_else(|| MEASURES.default(&block.block.method.value));
        work.extend(method.map(|method| Work { sound, ..of_measure(block, method, panel) }));
    }
    names_are_new(&mut work, panel, sink);
    work
}

fn of_formula<'s>(variable: &'s Variable, panel: &Panel) -> Work<'s> {
    let names = variable.formula.iter().flat_map(|formula| formula.names());
    Work {
        name: &variable.name,
        uses: names.map(|(name, _)| panel.reference(name).name).collect(),
        makes: vec![variable.name.value.clone()],
        sound: true,
        how: How::Formula(variable),
    }
}

fn of_measure<'s>(block: &'s MeasureBlock, method: AnyMeasure, panel: &Panel) -> Work<'s> {
    Work {
        name: &block.name,
        uses: method.get().uses().iter().map(|(_, name)| panel.reference(name).name).collect(),
        makes: method.get().makes(&block.name.value),
        sound: true,
        how: How::Measure(block, Box::new(method)),
    }
}

fn names_are_new(work: &mut [Work<'_>], panel: &Panel, sink: &mut Sink) {
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    for item in work {
        let place = item.name.place.clone();
        let taken = |name: &String| taken(name, panel, first.get(name));
        let problems: Vec<Diagnostic> = item.makes.iter().filter_map(taken).collect();
        item.sound &= problems.is_empty();
        problems.into_iter().for_each(|problem| sink.push(problem.at(place.clone())));
        // Who needs a name that is taken gets what it means already.
        item.makes.retain(|name| !panel.variables.contains_key(name) && !first.contains_key(name));
        first.extend(item.makes.iter().map(|name| (name.clone(), place.clone())));
    }
}

fn taken(name: &str, panel: &Panel, earlier: Option<&Place>) -> Option<Diagnostic> {
    let message = match earlier {
        None if !panel.variables.contains_key(name) => return None,
        None => phrase!("`{name}` is to be made, and a source has a column of this name", name = name),
        Some(_) => phrase!("`{name}` is to be made twice", name = name),
    };
    let hint = phrase!("Give one of them another name in the study file");
    Some(Diagnostic::error("formula-name-taken", message).hint(hint))
}

impl Work<'_> {
    /// Makes it. Nothing where it cannot be made, which is reported.
    pub fn make(&self, study: &Study, panel: &Panel, sink: &mut Sink) -> Option<MeasureOutput> {
        match &self.how {
            How::Formula(variable) => formula::make(study, variable, panel, sink),
            How::Measure(block, method) => {
                let sound = options_fit(block, method, panel, sink);
                let stream = Stream::new(study.seed).child(&block.name.value);
                sound.then(|| declared(method.get().make(block, panel, stream), study))
            }
        }
    }
}

/// Labels and units as the study declares them.
fn declared(mut made: MeasureOutput, study: &Study) -> MeasureOutput {
    for variable in &mut made.variables {
        let Some(declared) = study.variables.get(&variable.info.name) else { continue };
        if !declared.label.is_empty() {
            variable.info.label = declared.label.clone();
        }
        if !declared.unit.is_empty() {
            variable.info.unit = declared.unit.clone();
        }
    }
    made
}

fn options_fit(block: &MeasureBlock, method: &AnyMeasure, panel: &Panel, sink: &mut Sink) -> bool {
    let before = sink.problems.len();
    for (option, problem) in method.get().wrong() {
        sink.push(problem.at(block.place(option)));
    }
    for (option, name) in method.get().uses() {
        let here = || narrowed(block.place(option), name);
        match panel.variables.get(name) {
            None => sink.push(unknown(panel, name).at(here())),
            Some(info) if info.content == Content::Number || !method.get().of_numbers(option) => {}
            Some(_) => {
                let message = phrase!("`{name}` does not hold numbers", name = name);
                let hint = phrase!(
                    "If these are numbers, look at the column and declare it: {example}",
                    example = format!("[variables.{}]  kind = \"amount\"", crate::study::keys::toml_key(name))
                );
                sink.push(Diagnostic::error("formula-type", message).hint(hint).at(here()));
            }
        }
    }
    sink.problems.len() == before
}

/// The name itself within the line of its option.
fn narrowed(place: Place, name: &str) -> Place {
    let Place::Text { file, line, column, length, source } = place else { return place };
    let quoted = crate::study::keys::toml_text(name);
    let found = source.find(&quoted).map(|at| source[..at].chars().count() as u32 + 1);
    match found {
        Some(column) => Place::Text { file, line, column, length: quoted.chars().count() as u32, source },
        None => Place::Text { file, line, column, length, source },
    }
}
