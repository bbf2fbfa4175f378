//! Reports for parts of the data: programs, rounds.

use indexmap::IndexMap;

use crate::exhibit::{Audience, Table};
use crate::figures::{self, Basis};
use crate::findings::{Bundle, Finding, Group, QuestionInfo};
use crate::phrase;
use crate::plan::{Parts, Step};
use crate::study::safe_name;
use crate::text::{Phrase, Words};
use crate::tidy::View;

use super::super::answer::Answer;
use super::super::slices::{Apart, Slice};
use super::{evidence, exhibits, finding, question, subgroups};

/// Adds a group for each value of the variable that reports go by, and for each question a table of all of them.
pub fn groups(bundle: &mut Bundle, by: &Parts, steps: &[(&Step, &Answer)], apart: &[Apart], view: &View) {
    let mut of_level: IndexMap<&str, Vec<&Slice>> = IndexMap::new();
    for slice in apart.iter().flat_map(|apart| &apart.groups) {
        of_level.entry(&slice.level.text).or_default().push(slice);
    }
    for (at, (level, slices)) in of_level.into_iter().enumerate() {
        let group = group(bundle, at, level, &slices, view);
        bundle.findings.groups.push(group);
    }
    for ((step, answer), apart) in steps.iter().zip(apart).filter(|(_, apart)| !apart.groups.is_empty()) {
        let table = subgroups::table(step, "groups", title(by), &[(by, apart.groups.as_slice())]);
        subgroups::drawn(bundle, step, answer, table, view);
    }
}

fn title(by: &Parts) -> Phrase {
    phrase!("Answers by {variable}", variable = &by.label)
}

fn group(bundle: &mut Bundle, at: usize, level: &str, slices: &[&Slice], view: &View) -> Group {
    let id = format!("{:02}-{}", at + 1, safe_name(level));
    let mut group = Group {
        name: Words::plain(level),
        audience: Audience::Public,
        questions: Vec::new(),
        findings: Vec::new(),
        tables: Vec::new(),
        figures: Vec::new(),
        notes: vec![phrase!(
            "This page looks at a part of the data. With several parts some differ by chance; the page of all parts shows them side by side."
        )],
        id,
    };
    for slice in slices {
        of_step(bundle, &mut group, slice, view);
    }
    group
}

/// The findings of a step among the units of a group, with their table, chart and flow.
fn of_step(bundle: &mut Bundle, group: &mut Group, slice: &Slice, view: &View) {
    let (step, answer) = (&slice.step, &slice.answer);
    let name = format!("{}.{}", group.id, step.id());
    let inside = |id: &str| id.replacen(&step.id(), &name, 1);
    let mut findings: Vec<Finding> = finding::findings(step, answer)
        .into_iter()
        .map(|finding| Finding { id: inside(&finding.id), question: name.clone(), tables: Vec::new(), ..finding })
        .collect();
    evidence::judge(&mut findings, step, answer, view);
    let basis = exhibits::basis(step, answer, view);
    for (table, figure) in exhibits::effects(&name, step, &findings, &basis) {
        keep(bundle, group, table);
        if findings.iter().any(|finding| finding.effect.is_some()) {
            group.figures.push(figure.id.clone());
            bundle.figures.push(figure);
        }
    }
    flow(bundle, group, slice, &name, &basis, view);
    group.findings.extend(findings);
    let asked = question::question(step, answer, view);
    group.questions.push(QuestionInfo { id: name, methods: Vec::new(), ..asked });
}

fn flow(bundle: &mut Bundle, group: &mut Group, slice: &Slice, name: &str, basis: &Basis, view: &View) {
    let steps = question::flow(&slice.step, &slice.answer, view);
    keep(bundle, group, figures::flow_table(name, &steps, basis.sides));
}

fn keep(bundle: &mut Bundle, group: &mut Group, table: Table) {
    group.tables.push(table.id.clone());
    bundle.tables.push(table);
}
