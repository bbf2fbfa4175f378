//! Answers → Bundle.

mod balance_parts;
mod claims;
mod data;
mod evidence;
mod exhibits;
mod families;
mod finding;
mod grantees;
mod groups;
mod known;
mod linkage;
mod links;
mod outcome_charts;
mod part_links;
mod question;
mod reconcile;
mod refer;
mod requests;
mod subgroups;
mod together;
mod who;

use std::collections::BTreeSet;

use crate::answer::parts::PartAnswers;
use crate::answer::{Answer, Plan, Step};
use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Figure};
use crate::figures;
use crate::ingest::decisions::Decision;
use crate::panel::{FlowStep, Panel, View};
use crate::study::Study;

use super::{Bundle, Facts, Findings, Manifest, SCHEMA, StudyInfo, UserTemplates, disclosure, glance};

use who::{Reached, UnitNumbers};

/// A step with its answer and what is known of it.
pub struct Answered<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its answer.
    pub answer: &'a Answer,
    /// What is known of each outcome, in order.
    pub facts: Vec<Facts>,
    /// From the units in the data to those analysed.
    pub flow: Vec<FlowStep>,
    /// Who reaches each stage of the flow.
    pub reached: Vec<Reached>,
}

impl Answered<'_> {
    /// Facts and flow of an answer.
    pub fn of<'a>(step: &'a Step, answer: &'a Answer, view: &View, roster: &UnitNumbers<'_>) -> Answered<'a> {
        let facts = (0..step.outcomes.len()).map(|at| Facts::of(step, answer, at)).collect();
        let flow = question::flow(step, answer, view);
        let reached = who::reached(step, answer, &flow, view, roster);
        Answered { step, answer, facts, flow, reached }
    }
}

/// Everything that was found out, as the bundle that renderers read.
pub fn assemble(
    study: &Study,
    view: &View,
    plan: &Plan,
    answers: &[Answer],
    apart: &[PartAnswers],
    problems: Vec<Diagnostic>,
) -> Bundle {
    let panel = view.panel();
    let roster = UnitNumbers::of(panel);
    let mut answered: Vec<Answered<'_>> =
        plan.steps().zip(answers).map(|(step, answer)| Answered::of(step, answer, view, &roster)).collect();
    families::correct(study, &mut answered);
    let answered = answered;
    let mut findings = answered.iter().flat_map(finding::findings).collect::<Vec<_>>();
    together::together(&answered, &mut findings);
    let mut bundle = known(study, panel, problems);
    (bundle.findings.questions, bundle.findings.findings) = (question::questions(&answered, view), findings);
    bundle.frames.push(data::analysis(view, &answered));
    exhibits::study_flow(&mut bundle, view);
    linkage::add(&mut bundle, &panel.provenance.linkage);
    for (own, apart) in answered.iter().zip(apart) {
        exhibits::add(&mut bundle, own, view);
        subgroups::add(&mut bundle, own, &apart.subgroups, view);
        balance_parts::add(&mut bundle, own, &apart.subgroups, view);
    }
    exhibits::charts(&mut bundle, study);
    let links = links::across(&bundle, &answered);
    bundle.findings.links.extend(links);
    evidence::add(&mut bundle, view, &answered);
    requests::add(&mut bundle, &answered);
    if let Some(by) = &plan.reports {
        groups::groups(&mut bundle, study, by, (&answered, apart), view, &roster);
    }
    if let Some(pages) = &plan.grantees {
        grantees::grantees(&mut bundle, pages, &answered, view);
    }
    for (table, figure) in figures::of_income_mixes(study, plan, view) {
        bundle.tables.push(table);
        bundle.figures.push(figure);
    }
    let links = links::of_deciles(&bundle);
    bundle.findings.links.extend(links);
    refer::refer(&mut bundle);
    bundle.findings.speak();
    claims::add(&mut bundle, &answered, view);
    glance::put(&mut bundle);
    drop_bare_charts(&mut bundle);
    bundle
}

/// Leaves out charts that show no more than a number does, and those with more lines than an eye can follow; their tables stay, and
/// so does what the study asks to be drawn.
fn drop_bare_charts(bundle: &mut Bundle) {
    let tables = &bundle.tables;
    let declared = &bundle.findings.study.charts;
    let worth = |figure: &Figure| {
        let table = tables.iter().find(|table| table.id == figure.table);
        declared.contains(&figure.id) || table.is_none_or(|table| glance::is_worth_drawing(figure, table))
    };
    let left: BTreeSet<String> = bundle.figures.iter().filter(|it| !worth(it)).map(|it| it.id.clone()).collect();
    bundle.figures.retain(|figure| !left.contains(&figure.id));
    bundle.findings.groups.iter_mut().for_each(|group| group.figures.retain(|id| !left.contains(id)));
}

/// What a check knows: problems, decisions and the flow of rows.
pub fn checked(study: &Study, panel: Option<&Panel>, decisions: &[Decision], problems: Vec<Diagnostic>) -> Bundle {
    let nothing = Panel::empty();
    let panel = panel.unwrap_or(&nothing);
    let mut bundle = known(study, panel, problems);
    bundle.findings.decisions = decisions.to_vec();
    bundle.findings.speak();
    bundle
}

/// What is known before anything is found out.
fn known(study: &Study, panel: &Panel, problems: Vec<Diagnostic>) -> Bundle {
    Bundle {
        findings: Findings {
            schema: SCHEMA.into(),
            study: study_info(study),
            questions: Vec::new(),
            findings: Vec::new(),
            flow: panel.flow.clone(),
            problems,
            manifest: manifest(study, panel),
            edition: Audience::Internal,
            links: Vec::new(),
            requests: Vec::new(),
            groups: Vec::new(),
            decisions: Vec::new(),
        },
        tables: Vec::new(),
        frames: Vec::new(),
        figures: Vec::new(),
        templates: UserTemplates::default(),
        published: disclosure::Edition::default(),
    }
}

fn study_info(study: &Study) -> StudyInfo {
    let (id, title) = (study.id.clone(), study.title.clone());
    let (languages, words) = (study.languages.clone(), study.voices());
    let (outputs, imprint) = (study.outputs.clone(), study.imprint.clone());
    StudyInfo {
        id,
        title,
        languages,
        outputs,
        level: study.level,
        profile: study.profile,
        imprint,
        words,
        parts_by: Default::default(),
        charts: Vec::new(),
    }
}

fn manifest(study: &Study, panel: &Panel) -> Manifest {
    Manifest {
        engine: concat!("tashika ", env!("CARGO_PKG_VERSION")).into(),
        commit: option_env!("TASHIKA_COMMIT").map(str::to_string),
        seed: study.seed,
        study: (file_name(&study.file), study.digest.clone()),
        sources: panel.provenance.sources.clone(),
    }
}

/// The name without folders, so that outputs do not depend on where a study lies.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_string()
}
