//! Questions with several answers in a cell: each answer as a variable of its own, and what the file itself says of it in
//! columns of 1 and 0.

use std::collections::{BTreeMap, BTreeSet};

use super::notation::{self, Set};
use super::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::fold;
use crate::phrase;
use crate::study::Study;
use crate::text::{LANGUAGES, Words};

/// Different texts of a column that may all be sets of answers, however seldom each occurs.
const FEW: usize = 5_000;

/// Answers that a message lists.
const LISTED: usize = 8;

/// Recognises such questions, says so, and adds the answers that the study speaks of: `column=answer`.
pub(super) fn add(study: &Study, panel: &mut Panel, spelled: &BTreeSet<String>, sink: &mut Sink) {
    let texts = panel.variables.values().filter(|info| matches!(info.content, Content::Category | Content::Text));
    let names: Vec<String> = texts.map(|info| info.name.clone()).collect();
    for name in names {
        let cells = cells(panel, &name);
        let Some(set) = recognised(&cells) else { continue };
        sink.push(said(panel, &name, &set));
        let question = Question { name: &name, cells: &cells, set: &set };
        question.beside(panel).into_iter().for_each(|problem| sink.push(problem));
        for (part, wanted) in question.wanted(spelled) {
            if !panel.variables.contains_key(wanted) {
                panel.add(question.derived(study, part, wanted));
            }
        }
    }
}

/// The texts of a variable: for the unit itself or at each period, one for each unit.
type Texts = Vec<(Option<String>, Vec<Option<String>>)>;

fn cells(panel: &Panel, name: &str) -> Texts {
    let frames = panel.waves.iter().map(|(period, frame)| (Some(period.clone()), frame));
    let of = |(period, frame): (Option<String>, &polars::prelude::DataFrame)| {
        let column = frame.column(name).ok()?;
        let texts = column.str().ok()?.iter().map(|text| text.map(str::to_string)).collect();
        Some((period, texts))
    };
    std::iter::once((None, &panel.fixed)).chain(frames).filter_map(of).collect()
}

fn recognised(cells: &Texts) -> Option<Set> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let filled = cells.iter().flat_map(|(_, texts)| texts).flatten();
    filled.for_each(|text| *counts.entry(text.as_str()).or_default() += 1);
    // Nearly as many texts as cells are names or prose.
    let repeated = counts.len() <= FEW || 2 * counts.len() <= counts.values().sum::<usize>();
    repeated.then(|| Set::of(&counts)).flatten()
}

fn said(panel: &Panel, name: &str, set: &Set) -> Diagnostic {
    let list: Vec<String> = set.parts.iter().take(LISTED).map(|part| format!("{name}={part}")).collect();
    let message = phrase!(
        "`{name}` holds several answers in a cell, {n} different ones in all; the study file can speak of each of them: {list}",
        name = name,
        n = set.parts.len(),
        list = list
    );
    Diagnostic::note("several-answers", message).at_all(heading(panel, name))
}

/// The cell of the heading.
fn heading(panel: &Panel, name: &str) -> Option<Place> {
    let provenance = &panel.provenance;
    let mut own = provenance.columns.iter().filter(|(var, _)| panel.reference(var).name == name);
    let (_, &(source, col)) = own.next()?;
    let (of, layout) = (provenance.sources.get(usize::from(source))?, provenance.layouts.get(usize::from(source))?);
    let row = layout.header.last().copied()?;
    Some(Place::Cell { file: of.file.clone(), sheet: of.sheet.clone(), row, col })
}

/// A question with several answers in a cell.
struct Question<'q> {
    name: &'q str,
    cells: &'q Texts,
    set: &'q Set,
}

/// A column of 1 and 0 beside the question, and the answer that it is about.
struct Dummy<'d> {
    name: String,
    part: &'d str,
    /// Units whose cells say something else than the question does.
    differing: Vec<(VarRef, u32)>,
}

impl Question<'_> {
    /// The answers that the study speaks of, each with how it writes it.
    fn wanted<'w>(&'w self, spelled: &'w BTreeSet<String>) -> impl Iterator<Item = (&'w str, &'w String)> {
        let known = |part: &'w String| {
            let folded = fold(&format!("{}={part}", self.name));
            spelled.iter().find(|name| fold(name) == folded).map(|name| (part.as_str(), name))
        };
        self.set.parts.iter().filter_map(known)
    }

    /// 1 where the answer was given, 0 where only others were; missing where the cell is empty.
    fn given(&self, part: &str, texts: &[Option<String>]) -> Vec<f64> {
        let wanted = fold(part);
        let given = |text: &String| {
            let parts = notation::parts(text, self.set.separator);
            f64::from(u8::from(parts.iter().any(|part| fold(part) == wanted)))
        };
        texts.iter().map(|text| text.as_ref().map_or(f64::NAN, given)).collect()
    }

    fn derived(&self, study: &Study, part: &str, wanted: &str) -> Derived {
        let info = VariableInfo {
            name: wanted.to_string(),
            label: self.label(study, part, wanted),
            unit: Words::default(),
            content: Content::YesNo,
            periods: Vec::new(),
        };
        let at = self.cells.iter().map(|(period, texts)| DerivedAt {
            period: period.clone(),
            data: Data::Number(self.given(part, texts)),
            ingredients: vec![VarRef { name: self.name.to_string(), period: period.clone() }],
        });
        let how = phrase!(
            "1 where `{part}` is among the answers of `{name}`, 0 where only others are",
            part = part,
            name = self.name
        );
        Derived { info, how, at: at.collect() }
    }

    fn label(&self, study: &Study, part: &str, wanted: &str) -> Words {
        if study.variables.contains_key(wanted) {
            return study.label(wanted);
        }
        let own = study.label(self.name);
        let titled = |lang: crate::text::Lang| (lang.code().to_string(), format!("{}: {part}", own.get(lang)));
        Words(LANGUAGES.into_iter().map(titled).collect())
    }

    /// What is said of the columns of 1 and 0 beside the question.
    fn beside(&self, panel: &Panel) -> Vec<Diagnostic> {
        let dummies: Vec<Dummy<'_>> = self.set.parts.iter().filter_map(|part| self.dummy(panel, part)).collect();
        let (same, other): (Vec<_>, Vec<_>) = dummies.into_iter().partition(|dummy| dummy.differing.is_empty());
        let mut said: Vec<Diagnostic> = other.iter().map(|dummy| self.differs(panel, dummy)).collect();
        if !same.is_empty() {
            let names: Vec<&str> = same.iter().take(LISTED).map(|dummy| dummy.name.as_str()).collect();
            let message = phrase!(
                "{n} {n?column|columns} of 1 and 0 beside `{name}` {n?says|say} the same as its answers: {list}",
                n = same.len(),
                name = self.name,
                list = names
            );
            said.push(Diagnostic::note("answers-agree", message));
        }
        said
    }

    fn differs(&self, panel: &Panel, dummy: &Dummy<'_>) -> Diagnostic {
        let message = phrase!(
            "{n} {n?cell|cells} of `{dummy}` {n?says|say} otherwise than the answers of `{name}`, which list `{part}` or not",
            n = dummy.differing.len(),
            dummy = &dummy.name,
            name = self.name,
            part = dummy.part
        );
        let hint = phrase!("Look which of the two is right; each is used as it stands");
        let places = dummy.differing.iter().flat_map(|(var, unit)| panel.places(var, *unit));
        Diagnostic::warning("answers-differ", message).hint(hint).at_all(places)
    }

    /// The column of 1 and 0 that is called like the answer, or like the question and the answer, and what of it differs.
    fn dummy<'d>(&self, panel: &Panel, part: &'d str) -> Option<Dummy<'d>> {
        let (question, answer) = (fold(self.name), fold(part));
        let called = |name: &str| {
            let folded = fold(name);
            folded == answer || folded.starts_with(&question) && folded.trim_end_matches([')', ']']).ends_with(&answer)
        };
        let numeric = |info: &&VariableInfo| matches!(info.content, Content::Number | Content::YesNo);
        let info = panel.variables.values().filter(numeric).find(|info| called(&info.name))?;
        let mut differing = Vec::new();
        for (period, texts) in self.cells {
            let var = VarRef { name: info.name.clone(), period: period.clone() };
            let Some(values) = numbers(panel, &var) else { continue };
            if values.iter().any(|value| !value.is_nan() && *value != 0.0 && *value != 1.0) {
                return None;
            }
            let given = self.given(part, texts);
            let differs = |unit: &usize| {
                let (value, given): (f64, f64) = (values[*unit], given[*unit]);
                !value.is_nan() && !given.is_nan() && value != given
            };
            differing.extend((0..values.len()).filter(differs).map(|unit| (var.clone(), unit as u32)));
        }
        Some(Dummy { name: info.name.clone(), part, differing })
    }
}

fn numbers(panel: &Panel, var: &VarRef) -> Option<Vec<f64>> {
    let frame = match &var.period {
        None => &panel.fixed,
        Some(period) => panel.waves.get(period)?,
    };
    let column = frame.column(&var.name).ok()?;
    Some(column.f64().ok()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}
