//! Questions with several answers in a cell: each answer as a variable of its own, and what the file itself says of it in
//! columns of 1 and 0.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::{self, Set, fold};
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::{Repeats, Study};
use crate::text::{Arg, LANGUAGES, Words};
use crate::tidy::intern::intern;
use crate::tidy::mentions::first_by_fold;

/// Different texts of a column that may all be sets of answers, however seldom each occurs.
const FEW: usize = 5_000;

/// Answers that a message lists.
const LISTED: usize = 8;

/// Recognises such questions, says so, and adds the answers that the study speaks of: `column=answer`.
pub(in crate::tidy) fn add(study: &Study, panel: &mut Panel, spelled: &BTreeSet<String>, sink: &mut Sink) {
    let texts = panel.variables.values().filter(|info| matches!(info.content, Content::Category | Content::Text));
    let names: Vec<String> = texts.map(|info| info.name.clone()).collect();
    let spelled = first_by_fold(spelled);
    let whole = names.into_iter().filter(|name| !is_put_together(study, panel, name));
    let sets: Vec<(String, Set)> = whole.filter_map(|name| recognised(panel, &name).map(|set| (name, set))).collect();
    let shared = shared(&sets);
    for (name, set) in sets {
        sink.push(said(panel, &name, &set));
        let answered = AnswerSet::of(panel, &name, &set);
        let question = MultiSelect { name: &name, answered, set: &set, shared: &shared };
        question.beside(panel).into_iter().for_each(|problem| sink.push(problem));
        for (part, wanted) in question.wanted(&spelled) {
            if !panel.variables.contains_key(wanted) {
                panel.add(question.derived(study, part, wanted));
            }
        }
    }
}

/// Answers that several questions have, folded: a column called like one of them belongs to nobody knows which.
fn shared(sets: &[(String, Set)]) -> BTreeSet<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    sets.iter().flat_map(|(_, set)| &set.parts).for_each(|part| *times.entry(fold(part)).or_default() += 1);
    times.into_iter().filter(|(_, times)| *times > 1).map(|(part, _)| part).collect()
}

/// Whether the texts of a variable are those of several rows, so that a list in them is none of one answer.
fn is_put_together(study: &Study, panel: &Panel, name: &str) -> bool {
    let own = panel.provenance.columns.iter().filter(|(var, _)| panel.reference(var).name == name);
    let mut sources = own.filter_map(|(_, (source, _))| study.sources.get(usize::from(*source)));
    sources.any(|source| source.rows == Repeats::Sum)
}

/// The texts of a variable, one for each unit: for the unit itself or at each period.
fn texts<'p>(panel: &'p Panel, name: &str) -> impl Iterator<Item = (Option<&'p String>, Texts<'p>)> {
    let waves = panel.waves.iter().map(|(period, stored)| (Some(period), stored));
    let all = std::iter::once((None, &panel.fixed)).chain(waves);
    all.filter_map(move |(period, stored)| match stored.get(name)? {
        Data::Category { levels, codes } => Some((period, Texts { levels, codes })),
        Data::Number(_) => None,
    })
}

struct Texts<'p> {
    levels: &'p [String],
    codes: &'p [u32],
}

impl<'p> Texts<'p> {
    /// One for each unit.
    fn iter(&self) -> impl Iterator<Item = Option<&'p str>> {
        let levels = self.levels;
        self.codes.iter().map(move |&code| levels.get(code as usize).map(String::as_str))
    }
}

fn recognised(panel: &Panel, name: &str) -> Option<Set> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, texts) in texts(panel, name) {
        let mut times = vec![0; texts.levels.len()];
        texts.codes.iter().for_each(|&code| times.get_mut(code as usize).into_iter().for_each(|times| *times += 1));
        texts.levels.iter().zip(times).for_each(|(text, times)| *counts.entry(text).or_default() += times);
    }
    // Nearly as many texts as cells are names or prose.
    let prose = counts.len() > FEW && 2 * counts.len() > counts.values().sum();
    if prose { None } else { Set::of(&counts) }
}

fn said(panel: &Panel, name: &str, set: &Set) -> Diagnostic {
    let list = Arg::first(set.parts.iter().map(|part| format!("{name}={part}")), LISTED);
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
    Some(of.cell(row, col))
}

/// What was answered, without regard to width, case and white space.
struct AnswerSet {
    /// Every answer once.
    known: IndexSet<String>,
    /// Of each different text: the answers in it.
    sets: Vec<Vec<u32>>,
    /// For the unit itself or at each period, one for each unit: which text it gave.
    cells: Vec<(Option<String>, Vec<Option<usize>>)>,
}

impl AnswerSet {
    fn of(panel: &Panel, name: &str, set: &Set) -> AnswerSet {
        let mut answered = AnswerSet { known: IndexSet::new(), sets: Vec::new(), cells: Vec::new() };
        let mut met: IndexSet<&str> = IndexSet::new();
        for (period, texts) in texts(panel, name) {
            let units = texts.iter().map(|text| text.map(|text| answered.text(text, set.separator, &mut met)));
            let units = units.collect();
            answered.cells.push((period.cloned(), units));
        }
        answered
    }

    fn text<'p>(&mut self, text: &'p str, separator: char, met: &mut IndexSet<&'p str>) -> usize {
        let (at, new) = met.insert_full(text);
        if new {
            let parts = notation::parts(text, separator);
            self.sets.push(parts.iter().map(|part| intern(&mut self.known, fold(part))).collect());
        }
        at
    }

    /// Of each different text, whether an answer is in it: 1 or 0.
    fn holding(&self, part: &str) -> Vec<f64> {
        let wanted = self.known.get_index_of(&fold(part)).map(|at| at as u32);
        let holds = |set: &Vec<u32>| f64::from(u8::from(wanted.is_some_and(|wanted| set.contains(&wanted))));
        self.sets.iter().map(holds).collect()
    }
}

/// A question with several answers in a cell.
struct MultiSelect<'q> {
    name: &'q str,
    answered: AnswerSet,
    set: &'q Set,
    /// Answers that other questions have too.
    shared: &'q BTreeSet<String>,
}

/// A column of 1 and 0 beside the question, and the answer that it is about.
struct Dummy<'d> {
    name: String,
    part: &'d str,
    /// Units whose cells say something else than the question does.
    differing: Vec<(VarRef, u32)>,
}

impl MultiSelect<'_> {
    /// The answers that the study speaks of, each with how it writes it.
    fn wanted<'w>(&'w self, spelled: &'w BTreeMap<String, &'w String>) -> impl Iterator<Item = (&'w str, &'w String)> {
        let known = |part: &'w String| {
            let folded = fold(&format!("{}={part}", self.name));
            spelled.get(&folded).map(|name| (part.as_str(), *name))
        };
        self.set.parts.iter().filter_map(known)
    }

    /// 1 where the answer was given, 0 where only others were; missing where the cell is empty.
    fn given(&self, part: &str) -> impl Iterator<Item = (&Option<String>, Vec<f64>)> {
        let holding = self.answered.holding(part);
        let of =
            move |texts: &[Option<usize>]| texts.iter().map(|text| text.map_or(f64::NAN, |at| holding[at])).collect();
        self.answered.cells.iter().map(move |(period, texts)| (period, of(texts)))
    }

    fn derived(&self, study: &Study, part: &str, wanted: &str) -> Derived {
        let info = VariableInfo {
            name: wanted.to_string(),
            label: self.label(study, part, wanted),
            unit: Words::default(),
            content: Content::YesNo,
            periods: Vec::new(),
        };
        let at = self.given(part).map(|(period, given)| DerivedAt {
            period: period.clone(),
            data: Data::Number(given.into()),
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
        let numeric = |info: &&VariableInfo| matches!(info.content, Content::Number | Content::YesNo);
        let names: Vec<(String, &str)> =
            panel.variables.values().filter(numeric).map(|info| (fold(&info.name), info.name.as_str())).collect();
        let question = fold(self.name);
        let dummy = |part| self.dummy(panel, part, called(&question, part, &names, self.shared)?);
        let dummies: Vec<Dummy<'_>> = self.set.parts.iter().map(String::as_str).filter_map(dummy).collect();
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

    /// A column of 1 and 0, and what of it differs.
    fn dummy<'d>(&self, panel: &Panel, part: &'d str, name: &str) -> Option<Dummy<'d>> {
        let mut differing = Vec::new();
        for (period, given) in self.given(part) {
            let var = VarRef { name: name.to_string(), period: period.clone() };
            let Some(values) = panel.numbers(&var) else { continue };
            if values.iter().any(|value| !value.is_nan() && *value != 0.0 && *value != 1.0) {
                return None;
            }
            let differs = |unit: &usize| {
                let (value, given): (f64, f64) = (values[*unit], given[*unit]);
                !value.is_nan() && !given.is_nan() && value != given
            };
            differing.extend((0..values.len()).filter(differs).map(|unit| (var.clone(), unit as u32)));
        }
        Some(Dummy { name: name.to_string(), part, differing })
    }
}

/// The column that is called like an answer, or like the question and the answer, of those whose names are given folded and as
/// they are.
fn called<'n>(question: &str, part: &str, names: &[(String, &'n str)], shared: &BTreeSet<String>) -> Option<&'n str> {
    let answer = fold(part);
    let like = |folded: &str| {
        folded == answer && !shared.contains(&answer)
            || folded.starts_with(question) && folded.trim_end_matches([')', ']']).ends_with(&answer)
    };
    names.iter().find(|(folded, _)| like(folded)).map(|(_, name)| *name)
}
