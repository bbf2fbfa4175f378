//! Reports for parts of the data: programs, rounds.

use indexmap::IndexMap;

use crate::answer::parts::{PartAnswers, Slice};
use crate::answer::{Parts, Step};
use crate::exhibit::{Audience, TableRole};
use crate::findings::{Bundle, Finding, Group, QuestionInfo};
use crate::panel::View;
use crate::phrase;
use crate::study::Study;
use crate::text::{FileNames, Phrase, Words};

use super::who::UnitNumbers;
use super::{Answered, evidence, exhibits, families, finding, part_links, question, subgroups};

/// Adds a group for each value of the variable that reports go by, and for each question a table of all of them.
pub fn groups(
    bundle: &mut Bundle,
    study: &Study,
    by: &Parts,
    (answered, apart): (&[Answered<'_>], &[PartAnswers]),
    view: &View,
    roster: &UnitNumbers<'_>,
) {
    bundle.findings.study.parts_by = by.label.clone();
    let mut of_level: IndexMap<&str, Vec<&Slice>> = IndexMap::new();
    for slice in apart.iter().flat_map(|apart| &apart.groups) {
        of_level.entry(&slice.level.text).or_default().push(slice);
    }
    let asked: Vec<Vec<Step>> = of_level
        .iter()
        .enumerate()
        .map(|(at, (level, slices))| slices.iter().map(|slice| named(at, level, slice)).collect())
        .collect();
    let answers = of_level.values().map(|slices| slices.iter().map(|slice| &slice.answer));
    let mut own: Vec<Answered<'_>> = asked
        .iter()
        .flatten()
        .zip(answers.flatten())
        .map(|(step, answer)| Answered::of(step, answer, view, roster))
        .collect();
    families::correct(study, &mut own);
    let mut own = own.iter();
    for (at, (level, slices)) in of_level.iter().enumerate() {
        let mut group = group(at, level);
        own.by_ref().take(slices.len()).for_each(|own| of_step(bundle, &mut group, own, view));
        bundle.findings.groups.push(group);
    }
    for (own, apart) in answered.iter().zip(apart).filter(|(_, apart)| !apart.groups.is_empty()) {
        let step = own.step;
        let table = subgroups::table(step, TableRole::Groups, title(by), &[(by, apart.groups.as_slice())], view);
        subgroups::drawn(bundle, own, table);
        let names: Vec<String> = bundle.findings.groups.iter().map(|group| name_in(&group.id, step)).collect();
        let links = part_links::of_groups(bundle, &step.id(), &names);
        bundle.findings.links.extend(links);
    }
}

fn title(by: &Parts) -> Phrase {
    phrase!("Answers by {variable}", variable = &by.label)
}

/// A step as it is asked of a group.
fn named(at: usize, level: &str, slice: &Slice) -> Step {
    Step { question: name_in(&id(at, level), &slice.step), ..slice.step.clone() }
}

fn id(at: usize, level: &str) -> String {
    format!("{:02}-{}", at + 1, FileNames::default().next(level))
}

fn group(at: usize, level: &str) -> Group {
    Group {
        name: Words::plain(level),
        audience: Audience::Public,
        questions: Vec::new(),
        findings: Vec::new(),
        tables: Vec::new(),
        figures: Vec::new(),
        notes: vec![phrase!(
            "This page looks at a part of the data. With several parts some differ by chance; the page of all parts shows them side by side."
        )],
        id: id(at, level),
    }
}

/// The findings of a step among the units of a group, with their tables and charts.
fn of_step(bundle: &mut Bundle, group: &mut Group, own: &Answered<'_>, view: &View) {
    let step = own.step;
    let first = bundle.tables.len();
    let mut findings: Vec<Finding> =
        finding::findings(own).into_iter().map(|finding| Finding { tables: Vec::new(), ..finding }).collect();
    evidence::judge(&mut findings, own, view);
    let basis = exhibits::basis(own);
    for (table, figure) in exhibits::effects(&step.id(), step, &findings, &basis) {
        bundle.tables.push(table);
        if findings.iter().any(|finding| finding.effect.is_some()) {
            group.figures.push(figure.id.clone());
            bundle.figures.push(figure);
        }
    }
    bundle.tables.push(exhibits::flow_table(own, &basis));
    bundle.tables.push(exhibits::cases_table(own, &findings, view, &basis));
    group.tables.extend(bundle.tables[first..].iter().map(|table| table.id.to_string()));
    group.findings.extend(findings);
    let question = question::labelled(question::question(own), step, view);
    group.questions.push(QuestionInfo { methods: Vec::new(), ..question });
}

/// What a question is called where it is asked of a group.
fn name_in(group: &str, step: &Step) -> String {
    format!("{group}.{}", step.id())
}
