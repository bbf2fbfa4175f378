use std::collections::BTreeSet;
use std::sync::Arc;

use crate::design::{self, AnyDesign, Ask, Estimand, Peer};
use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::estimate::{self, AnyEstimator};
use crate::infer::{self, AnyInference};
use crate::notation::period_name;
use crate::panel::{Content, Data, Lost, Panel, VarRef, View};
use crate::phrase;
use crate::sensitivity::{self, AnySensitivity};
use crate::study::keys::toml_key;
use crate::study::{Family, Located, MethodBlock, Primary, Question, Study};
use crate::text::{Phrase, Words};

use super::arms::{Arms, arms};
use super::missing;
use super::needs::{fits, meets, tells};
use super::outcome::outcomes;
use super::resolve::variable;
use super::rounds::{self, PlannedRounds};
use super::two_groups::{no_sensitivity, own_period};
use super::within::within;
use super::{
    PlannedOutcome, PlannedQuestion, Step, about, characteristics, currencies, earlier, parts, relative, timing,
};

const DESIGNS: Family<AnyDesign> =
    Family { key: "design", names: design::NAMES, later: &["cohorts", "cutoff", "series"], parse: design::parse };
const ESTIMATORS: Family<AnyEstimator> = Family {
    key: "estimate",
    names: estimate::NAMES,
    later: &["counts", "two-way", "group-time", "event-study", "discontinuity", "proportions", "ranks"],
    parse: estimate::parse,
};
const INFERENCES: Family<AnyInference> = Family {
    key: "inference",
    names: infer::NAMES,
    later: &["wild", "bootstrap", "permutation", "cr2"],
    parse: infer::parse,
};
const SENSITIVITIES: Family<AnySensitivity> = Family {
    key: "sensitivity",
    names: sensitivity::NAMES,
    later: &["rosenbaum", "trends", "leave-out", "placebo", "missing", "multiverse"],
    parse: sensitivity::parse,
};

/// Units without a cluster count as clusters of their own: said, not silent.
fn lone_units(view: &View, var: &VarRef, name: &Located<String>, sink: &mut Sink) {
    let Some(column) = view.column(var) else { return };
    let lone = (0..column.data.len()).filter(|&i| column.data.is_missing(i)).count();
    if lone > 0 {
        let message = phrase!("{n} {n?unit has|units have} no value of `{name}`", n = lone, name = &name.value);
        let hint = phrase!("Each of them counts as a cluster of its own; fill in the column if that is wrong");
        sink.push(Diagnostic::warning("cluster-missing", message).hint(hint).at(name.place.clone()));
    }
}

/// Resolves one question.
///
/// # Errors
/// [`Halt`] where something cannot be resolved; the reasons are in the sink.
pub fn question(
    study: &Study,
    question: &Question,
    view: &View,
    overlays: &mut Vec<(VarRef, Data)>,
    sink: &mut Sink,
) -> Result<PlannedQuestion, Halt> {
    let before = sink.problems.len();
    let starts = relative::starts(study, question, view, sink);
    relative::start_needed(question, starts.as_ref(), sink);
    let of_respondents = |block: &MethodBlock| design::kind_of(&block.method.value).card().given.periods;
    let own = if question.designs.iter().any(of_respondents) { own_period(question, view) } else { Vec::new() };
    let whole = own.iter().fold(view.clone(), |view, (var, data)| view.with_overlay(var.clone(), data.clone()));
    let mut outcomes = outcomes(study, question, &whole, sink);
    let received = question.treatment.as_ref().map(|name| view.panel().reference(&name.value));
    let within = within(question, &outcomes, received.as_ref(), view.panel(), sink);
    let view = &within.as_ref().map_or_else(|| whole.clone(), |within| whole.with_rows(within.rows.clone()));
    let (treatment, arms) = treatment(question, &own, view, sink);
    let ask = Ask {
        question: question.id.value.clone(),
        treatment,
        covariates: covariates(question, &own, view, sink),
        estimand: estimand(question, sink),
        periods: question.before.as_ref().zip(question.after.as_ref()).map(|(b, a)| (period(b), period(a))),
        place: question.place.clone(),
    };
    let elsewhere = about::elsewhere(study, question, &ask, &outcomes, view.panel(), &view.rows());
    let view = &elsewhere.as_ref().map_or_else(|| view.clone(), |lost| without(view, lost));
    outcomes_apart(question, &ask, &outcomes, view.panel(), sink);
    currencies::one_is_left(question, &outcomes, view, sink);
    relative::before_the_start(question, &ask, &outcomes, sink);
    timing::in_order(question, &ask, &outcomes, view.panel(), sink);
    let mut relative = relative::relative_values(question, &ask, &outcomes, starts.as_ref(), &whole, sink);
    relative.extend(earlier::from_starts(&mut outcomes, starts.as_ref(), &relative, &whole));
    relative::clash(question, &relative, overlays, sink);
    let funded = arms.as_ref().map(|arms| rounds::among(&view.rows(), arms.values(&whole, ask.treatment.as_ref())));
    let awarded = arms.as_ref().map(|arms| arms.everywhere(&whole, ask.treatment.as_ref()));
    let both = funded.as_ref().zip(awarded.as_ref());
    let rounds = both.and_then(|(funded, awarded)| rounds::rounds(question, funded, awarded, &whole, sink));
    let cluster = question.cluster.as_ref().and_then(|name| own_or_fixed(name, &own, view, sink));
    let resolved = Resolved { ask: &ask, outcomes, arms: arms.as_ref(), rounds: rounds.as_ref(), cluster };
    if question.rounds.is_none()
        && let Some(funded) = &funded
    {
        rounds::undeclared(question, funded, view.panel(), sink);
    }
    let subgroups = parts::subgroups(study, question, &resolved.outcomes, ask.treatment.as_ref(), view, sink);
    let mut steps = steps(study, question, resolved, view, sink);
    missing::both_ways(question, &mut steps, view);
    let starts = starts.map(Arc::new);
    let characteristics = characteristics::characteristics(question, &ask);
    for step in &mut steps {
        step.characteristics.clone_from(&characteristics);
        step.starts.clone_from(&starts);
        step.subgroups.clone_from(&subgroups);
        step.within.clone_from(&within);
        step.rows = (within.is_some() || elsewhere.is_some()).then(|| view.rows().into());
        step.left_out.extend(elsewhere.clone());
        if let (Some(rounds), Some(funded)) = (&rounds, &funded) {
            rounds::by_rounds(step, rounds, funded, view);
        }
        step.notes.extend(roster_note(question, view.panel()));
    }
    sink.problems[before..].sort_by_key(line);
    sink.checkpoint_since(before)?;
    let words = ask.treatment.clone().zip(arms.and_then(|arms| arms.overlay));
    for (var, data) in own.into_iter().chain(words) {
        add_overlay(overlays, &var, data);
    }
    for (var, data) in relative {
        overlays.retain(|(known, _)| *known != var);
        overlays.push((var, data));
    }
    Ok(PlannedQuestion { id: question.id.value.clone(), title: question.title.clone(), ask, steps })
}

/// The name by which the panel knows a period.
fn period(written: &Located<String>) -> String {
    period_name(&written.value)
}

/// A view without units that a question is not about.
fn without(view: &View, lost: &Lost) -> View {
    let who: BTreeSet<&String> = lost.who.iter().collect();
    let units = &view.panel().units;
    view.with_rows(view.rows().into_iter().filter(|unit| !who.contains(&units[*unit as usize])).collect::<Vec<u32>>())
}

/// Who was found of those that a roster lists.
fn roster_note(question: &Question, panel: &Panel) -> Option<Phrase> {
    let roster = question.roster.as_ref()?;
    panel.provenance.how.get(&roster.variable(&question.id.value)).cloned()
}

/// Several questions may read the same treatment, each among its own units.
fn add_overlay(overlays: &mut Vec<(VarRef, Data)>, var: &VarRef, data: Data) {
    match (overlays.iter_mut().find(|(known, _)| known == var), data) {
        (Some((_, Data::Number(known))), Data::Number(new)) => {
            *known =
                known.iter().zip(new.iter()).map(|(known, new)| if new.is_nan() { *known } else { *new }).collect();
        }
        (_, data) => overlays.push((var.clone(), data)),
    }
}

/// Where in the study file a problem is, so that problems are told in the order of its lines.
fn line(problem: &Diagnostic) -> Option<(u32, u32)> {
    problem.places.iter().find_map(|place| match place {
        Place::Text { line, column, .. } => Some((*line, *column)),
        _ => None,
    })
}

/// What a question names, found in the data.
struct Resolved<'q> {
    ask: &'q Ask,
    outcomes: Vec<PlannedOutcome>,
    arms: Option<&'q Arms>,
    rounds: Option<&'q PlannedRounds>,
    cluster: Option<VarRef>,
}

/// One step for each design.
fn steps(study: &Study, question: &Question, resolved: Resolved<'_>, view: &View, sink: &mut Sink) -> Vec<Step> {
    let Resolved { ask, outcomes, arms, rounds, cluster } = resolved;
    if let (Some(var), Some(name)) = (&cluster, &question.cluster) {
        lone_units(view, var, name, sink);
    }
    let given_estimator = question.estimate.as_ref().map(|block| (block, ESTIMATORS.resolve(block, &[], sink)));
    let given_sensitivity = question
        .sensitivity
        .as_ref()
        .map(|blocks| blocks.iter().filter_map(|block| SENSITIVITIES.resolve(block, &[], sink)).collect::<Vec<_>>());
    let inference =
        question.inference.as_ref().and_then(|block| INFERENCES.resolve(block, &[], sink)).unwrap_or_default();
    let main = main_design(&question.designs);
    let mut steps: Vec<Step> = Vec::new();
    for (index, block) in question.designs.iter().enumerate() {
        let Some(mut design) = design(block, view, study.like_matchit, sink) else { continue };
        let notes = rounds.map(|rounds| rounds::within_rounds(&mut design, rounds)).unwrap_or_default();
        let (given, needs) = (design.get().kind().card().given, design.get().needs());
        meets(&design, question, block, &outcomes, arms, view, sink);
        tells(&design, question, ask.estimand, block, sink);
        let estimator = match &given_estimator {
            None => ESTIMATORS.default(needs.estimators[0]),
            Some((written, given)) => given.clone().filter(|given| fits(needs, given, written, block, sink)),
        };
        let Some(estimator) = estimator else { continue };
        let given_sensitivity = given_sensitivity.as_ref().filter(|blocks| !given.periods || blocks.is_empty());
        if given.periods && question.sensitivity.as_ref().is_some_and(|given| !given.is_empty()) {
            no_sensitivity(block, sink);
        }
        let by_default = || needs.sensitivity.iter().filter_map(|name| SENSITIVITIES.default(name)).collect();
        let assigned_whole = design.get().assigned_whole();
        let mut step = Step {
            question: question.id.value.clone(),
            key: key(&steps, design.name()),
            first: steps.is_empty(),
            title: if question.title.is_empty() { Words::plain(&question.id.value) } else { question.title.clone() },
            ask: ask.clone(),
            design,
            main: index == main,
            declared: question.primary != Primary::Open,
            outcomes: outcomes.clone(),
            estimator,
            sensitivity: given_sensitivity.cloned().unwrap_or_else(by_default),
            inference: inference.clone(),
            within: None,
            characteristics: Vec::new(),
            cluster: cluster.clone().or(assigned_whole),
            organisation: None,
            round: None,
            starts: None,
            subgroups: Vec::new(),
            rows: None,
            left_out: Vec::new(),
            notes,
            show_all: study.like_matchit,
            level: study.level,
            seed: study.seed,
        };
        step.ask.question = step.id();
        steps.push(step);
    }
    steps
}

/// A design as its block says it: with variables that are there, by the names that the panel has for them.
fn design(block: &MethodBlock, view: &View, like_matchit: bool, sink: &mut Sink) -> Option<AnyDesign> {
    let mut design = DESIGNS.resolve(block, &["primary"], sink)?;
    design.get_mut().settle(&|key| block.options.contains_key(key));
    for (key, name) in design.get().names() {
        if let Some(option) = block.options.get(key) {
            variable(view.panel(), &Located { value: name, place: option.place.clone() }, None, sink);
        }
    }
    for (key, problem) in design.get().check(view.panel()) {
        let place = block.options.get(key).map_or(&block.method.place, |option| &option.place);
        sink.push(problem.at(place.clone()));
    }
    design.get_mut().rename(&|name| view.panel().reference(name).to_string());
    if like_matchit {
        design.get_mut().follow(Peer::MatchIt, &|key| block.options.contains_key(key));
    }
    Some(design)
}

/// The variable at each unit's own period, where there is one of that name; else as the name says.
fn own_or_fixed(name: &Located<String>, own: &[(VarRef, Data)], view: &View, sink: &mut Sink) -> Option<VarRef> {
    match own.iter().find(|(var, _)| var.name == name.value) {
        Some((var, _)) => Some(var.clone()),
        None => variable(view.panel(), name, None, sink),
    }
}

fn treatment(
    question: &Question,
    own: &[(VarRef, Data)],
    view: &View,
    sink: &mut Sink,
) -> (Option<VarRef>, Option<Arms>) {
    let Some(name) = &question.treatment else { return (None, None) };
    let Some(var) = own_or_fixed(name, own, view, sink) else { return (None, None) };
    let arms = arms(view, &var, name, sink);
    (Some(var), arms)
}

fn covariates(question: &Question, own: &[(VarRef, Data)], view: &View, sink: &mut Sink) -> Vec<VarRef> {
    let before = question.before.as_ref().map(|before| before.value.as_str());
    let mut vars: Vec<VarRef> = Vec::new();
    for name in &question.covariates {
        let of_each = own.iter().find(|(var, _)| var.name == name.value).map(|(var, _)| var.clone());
        let Some(var) = of_each.or_else(|| variable(view.panel(), name, before, sink)) else { continue };
        if view.info(&var.name).is_some_and(|info| info.content == Content::Text) {
            let message = phrase!("`{name}` holds free text and cannot make units comparable", name = &name.value);
            let hint = phrase!(
                "If it is a list of categories, declare it: {example}",
                example = format!("[variables.{}]  kind = \"category\"", toml_key(&var.name))
            );
            sink.push(Diagnostic::error("covariate-is-text", message).hint(hint).at(name.place.clone()));
        }
        vars.push(var);
    }
    vars
}

fn estimand(question: &Question, sink: &mut Sink) -> Estimand {
    let Some(written) = &question.estimand else { return Estimand::Att };
    let found = Estimand::ASKED.into_iter().find(|it| it.written() == written.value.to_uppercase());
    found.unwrap_or_else(|| {
        let message = phrase!("`{key}` cannot be `{name}`", key = "estimand", name = &written.value);
        let hint =
            phrase!("Write {example}: the average effect on those who took part", example = "estimand = \"ATT\"");
        sink.push(Diagnostic::error("wrong-value", message).hint(hint).at(written.place.clone()));
        Estimand::Att
    })
}

/// With periods resolved, an outcome may turn out to be a covariate after all.
fn outcomes_apart(question: &Question, ask: &Ask, outcomes: &[PlannedOutcome], panel: &Panel, sink: &mut Sink) {
    let vars: Vec<VarRef> = outcomes.iter().map(|outcome| outcome.var.clone()).collect();
    let revealing = panel.revealing(&vars, ask.treatment.as_slice());
    for (name, var) in question.covariates.iter().zip(&ask.covariates) {
        let listed = question.outcomes.iter().any(|outcome| outcome.value == name.value);
        if !listed && outcomes.iter().any(|outcome| outcome.var == *var) {
            let message = phrase!("`{name}` is an outcome and cannot be a covariate as well", name = &name.value);
            let hint = phrase!("Take it out of `covariates`; its value from before the program may stand there");
            sink.push(Diagnostic::error("outcome-as-covariate", message).hint(hint).at(name.place.clone()));
        } else if !listed && revealing.contains(var) {
            let message = phrase!(
                "`{name}` goes into an outcome or is made from one, and cannot be a covariate",
                name = &name.value
            );
            let hint = phrase!("Take it out of `covariates`; its value from before the program may stand there");
            sink.push(Diagnostic::error("outcome-as-covariate", message).hint(hint).at(name.place.clone()));
        }
    }
}

/// The design that says `primary = true`, else the first.
fn main_design(designs: &[MethodBlock]) -> usize {
    let says = |block: &MethodBlock| block.options.get("primary").is_some_and(|option| option.value == true);
    designs.iter().position(says).unwrap_or(0)
}

fn key(steps: &[Step], name: &str) -> String {
    match steps.iter().filter(|step| step.design.name() == name).count() {
        0 => name.into(),
        n => format!("{name}-{}", n + 1),
    }
}
