//! Reports for parts of the data: programs, rounds.

use indexmap::IndexMap;

use crate::answer::parts::{Apart, Slice};
use crate::answer::{Parts, Step};
use crate::exhibit::{Audience, TableRole};
use crate::findings::{Bundle, Finding, Group, QuestionInfo};
use crate::panel::View;
use crate::phrase;
use crate::text::{FileNames, Phrase, Words};

use super::who::Roster;
use super::{Answered, evidence, exhibits, finding, part_links, question, subgroups};

/// Adds a group for each value of the variable that reports go by, and for each question a table of all of them.
pub fn groups(
    bundle: &mut Bundle,
    by: &Parts,
    answered: &[Answered<'_>],
    apart: &[Apart],
    view: &View,
    roster: &Roster<'_>,
) {
    let mut of_level: IndexMap<&str, Vec<&Slice>> = IndexMap::new();
    for slice in apart.iter().flat_map(|apart| &apart.groups) {
        of_level.entry(&slice.level.text).or_default().push(slice);
    }
    for (at, (level, slices)) in of_level.into_iter().enumerate() {
        let group = group(bundle, (at, level), &slices, view, roster);
        bundle.findings.groups.push(group);
    }
    for (own, apart) in answered.iter().zip(apart).filter(|(_, apart)| !apart.groups.is_empty()) {
        let step = own.step;
        let table = subgroups::table(step, TableRole::Groups, title(by), &[(by, apart.groups.as_slice())], view);
        subgroups::drawn(bundle, own, table);
        let names: Vec<String> = bundle.findings.groups.iter().map(|group| name_in(group, step)).collect();
        let links = part_links::of_groups(bundle, &step.id(), &names);
        bundle.findings.links.extend(links);
    }
}

fn title(by: &Parts) -> Phrase {
    phrase!("Answers by {variable}", variable = &by.label)
}

fn group(
    bundle: &mut Bundle,
    (at, level): (usize, &str),
    slices: &[&Slice],
    view: &View,
    roster: &Roster<'_>,
) -> Group {
    let id = format!("{:02}-{}", at + 1, FileNames::default().next(level));
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
        of_step(bundle, &mut group, slice, view, roster);
    }
    group
}

/// The findings of a step among the units of a group, with their tables and charts.
fn of_step(bundle: &mut Bundle, group: &mut Group, slice: &Slice, view: &View, roster: &Roster<'_>) {
    let name = name_in(group, &slice.step);
    let step = &Step { question: name, ..slice.step.clone() };
    let own = &Answered::of(step, &slice.answer, view, roster);
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
    group.questions.push(QuestionInfo { methods: Vec::new(), ..question::question(own) });
}

/// What a question is called where it is asked of a group.
fn name_in(group: &Group, step: &Step) -> String {
    format!("{}.{}", group.id, step.id())
}
