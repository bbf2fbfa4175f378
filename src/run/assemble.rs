//! Answers → Bundle.

mod data;
mod evidence;
mod exhibits;
mod finding;
mod grantees;
mod groups;
mod income_mix;
mod known;
mod likert;
mod linkage;
mod links;
mod missing;
mod outcome_charts;
mod over_time;
mod part_links;
mod question;
mod reconcile;
mod requests;
mod subgroups;
mod together;

use crate::diag::Diagnostic;
use crate::exhibit::Audience;
use crate::findings::{Bundle, Findings, Manifest, SCHEMA, StudyInfo, UserTemplates};
use crate::ingest::decisions::Decision;
use crate::plan::{Plan, Step};
use crate::study::Study;
use crate::tidy::{Panel, View};

use super::Read;
use super::answer::Answer;
use super::slices::Apart;

/// Everything that was found out, as the bundle that renderers read.
pub fn assemble(
    study: &Study,
    view: &View,
    plan: &Plan,
    answers: &[Answer],
    apart: &[Apart],
    problems: Vec<Diagnostic>,
) -> Bundle {
    let panel = view.panel();
    let steps: Vec<(&Step, &Answer)> = plan.steps().zip(answers).collect();
    let mut findings = steps.iter().flat_map(|(step, answer)| finding::findings(step, answer)).collect::<Vec<_>>();
    together::together(study, &steps, &mut findings);
    let flows: Vec<_> = steps.iter().map(|(step, answer)| (step.id(), question::flow(step, answer, view))).collect();
    let told = steps.iter().zip(&flows);
    let questions: Vec<_> = told.map(|((step, answer), (_, flow))| question::question(step, answer, flow)).collect();
    let questions = questions.into_iter().zip(data::suffixes(&steps)).map(question::with_columns).collect();
    let mut bundle = known(study, panel, problems);
    (bundle.findings.questions, bundle.findings.findings) = (questions, findings);
    bundle.frames.push(data::analysis(view, &steps));
    exhibits::study_flow(&mut bundle);
    linkage::add(&mut bundle, &panel.provenance.linkage);
    for (((step, answer), (_, flow)), apart) in steps.iter().zip(&flows).zip(apart) {
        exhibits::add(&mut bundle, step, answer, flow, view);
        subgroups::add(&mut bundle, step, answer, &apart.subgroups, flow);
    }
    exhibits::charts(&mut bundle, study);
    let links = links::across(&bundle, &flows);
    bundle.findings.links.extend(links);
    evidence::add(&mut bundle, view, &steps);
    requests::add(&mut bundle, &steps);
    if let Some(by) = &plan.reports {
        groups::groups(&mut bundle, by, &steps, &flows, apart, view);
    }
    if plan.grantees {
        grantees::grantees(&mut bundle, &steps, view);
    }
    income_mix::add(&mut bundle, study, plan, view);
    let links = links::of_outcomes(&bundle);
    bundle.findings.links.extend(links);
    bundle
}

/// What a check knows: problems, decisions and the flow of rows.
pub fn checked(study: &Study, read: Option<&Read>, decisions: &[Decision], problems: Vec<Diagnostic>) -> Bundle {
    let nothing = Panel::empty();
    let panel = read.map_or(&nothing, |read| &*read.panel);
    let mut bundle = known(study, panel, problems);
    bundle.findings.decisions = decisions.to_vec();
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
    }
}

fn study_info(study: &Study) -> StudyInfo {
    let (id, title) = (study.id.clone(), study.title.clone());
    StudyInfo { id, title, languages: study.languages.clone(), level: study.level, profile: study.profile }
}

fn manifest(study: &Study, panel: &Panel) -> Manifest {
    Manifest {
        engine: concat!("tashika ", env!("CARGO_PKG_VERSION")).into(),
        seed: study.seed,
        study: (file_name(&study.file), study.digest.clone()),
        sources: panel.provenance.sources.clone(),
    }
}

/// The name without folders, so that outputs do not depend on where a study lies.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_string()
}
