//! Who took part, by a source that lists those who did: a variable that is 1 for those whom it lists and 0 for the other units of
//! the source that it belongs to. Whoever is perhaps meant by a row that is still to be decided is neither.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Halt, Sink};
use crate::names::Class;
use crate::notation::fold;
use crate::panel::{Content, Data, Derived, DerivedAt, Linkage, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::expression::{name_of, text_of};
use crate::study::keys::toml_text;
use crate::study::{Question, Roster, Study};
use crate::text::{Phrase, Words};

use super::{condition, words};

/// Adds the variables of all questions that name a roster.
pub(super) fn add(study: &Study, panel: &mut Panel, sink: &mut Sink) {
    let mut made: BTreeSet<String> = BTreeSet::new();
    for question in &study.questions {
        let Some(roster) = &question.roster else { continue };
        let name = roster.variable(&question.id.value);
        if made.contains(&name) {
            continue;
        }
        if panel.variables.contains_key(&name) {
            let message = phrase!(
                "`{source}` as treatment makes the variable `{name}`, and there is one of that name",
                source = &roster.source.value,
                name = &name
            );
            let hint =
                phrase!("Rename the column in its source: columns = {brackets}", brackets = "{ new = \"heading\" }");
            sink.push(Diagnostic::error("ambiguous-variable", message).hint(hint).at(roster.source.place.clone()));
            continue;
        }
        if let Ok(variable) = of(study, question, roster, &name, panel, sink) {
            panel.add(variable);
            made.insert(name);
        }
    }
}

fn of(
    study: &Study,
    question: &Question,
    roster: &Roster,
    name: &str,
    panel: &Panel,
    sink: &mut Sink,
) -> Result<Derived, Halt> {
    if roster.only.is_none()
        && let Some((variable, word)) = undecided(study, roster, panel)
    {
        return Err(sink.halt(not_all(roster, &variable, &word)));
    }
    let found = RosterMembers::of(study, roster, panel);
    let counted = counted(question, roster, panel, sink)?;
    let value = |unit: usize| match (found.listed[unit], found.base[unit]) {
        (true, true) if counted.as_ref().is_some_and(|counted| !counted.contains(&(unit as u32))) => f64::NAN,
        (true, true) => 1.0,
        (false, true) if !found.perhaps[unit] => 0.0,
        _ => f64::NAN,
    };
    let values: Vec<f64> = (0..panel.units.len()).map(value).collect();
    let how = found.said(roster, &values);
    if found.is_open() {
        let hint = phrase!("Decide in the sheet Data to check, or correct the list");
        sink.push(Diagnostic::warning("roster-open", how.clone()).hint(hint).at(roster.source.place.clone()));
    }
    let names = roster.only.iter().flat_map(|only| only.names());
    let ingredients = names.map(|(name, _)| panel.reference(name)).collect();
    Ok(Derived {
        info: VariableInfo {
            name: name.into(),
            label: words(&phrase!("in `{source}`", source = &roster.source.value)),
            unit: Words::default(),
            content: Content::YesNo,
            periods: Vec::new(),
        },
        how,
        at: vec![DerivedAt { period: None, data: Data::Number(values.into()), ingredients }],
    })
}

/// Words for those who stand in a list and did not take part, as [`fold`] leaves them.
const NOT_THOSE: [&str; 22] = [
    "判断待ち",
    "保留",
    "不採択",
    "非採択",
    "辞退",
    "取下げ",
    "取り下げ",
    "不参加",
    "欠席",
    "キャンセル",
    "待機",
    "補欠",
    "rejected",
    "declined",
    "pending",
    "withdrawn",
    "cancelled",
    "canceled",
    "noshow",
    "no-show",
    "waitlist",
    "waitinglist",
];

/// Different texts of a column that says what became of rows.
const WORDS: usize = 20;

/// The variable of a list that says of some rows that they did not take part, and how.
fn undecided(study: &Study, roster: &Roster, panel: &Panel) -> Option<(String, String)> {
    let own = |at: u16| study.sources.get(usize::from(at)).is_some_and(|it| it.name.value == roster.source.value);
    let columns = panel.provenance.columns.iter().filter(|(_, (source, _))| own(*source));
    columns.into_iter().find_map(|(written, _)| {
        let var = panel.reference(written);
        let Data::Category { levels: words, .. } = panel.data(&var)? else { return None };
        let word =
            words.iter().find(|word| NOT_THOSE.contains(&fold(word).as_str())).filter(|_| words.len() <= WORDS)?;
        Some((var.name.clone(), word.to_string()))
    })
}

fn not_all(roster: &Roster, name: &str, word: &str) -> Diagnostic {
    let message = phrase!(
        "The list `{source}` says `{word}` in `{name}`: not all of its rows are of those who took part",
        source = &roster.source.value,
        word = word,
        name = name
    );
    let only = format!("{} <> {}", name_of(name), text_of(word));
    let example = format!("treatment = {{ in = {}, where = {} }}", toml_text(&roster.source.value), toml_text(&only));
    let hint = phrase!("Say which rows count: {example}", example = example);
    Diagnostic::error("roster-open", message).hint(hint).at(roster.source.place.clone())
}

/// The units for which the condition of a roster holds; nothing where it has none.
fn counted(
    question: &Question,
    roster: &Roster,
    panel: &Panel,
    sink: &mut Sink,
) -> Result<Option<BTreeSet<u32>>, Halt> {
    let Some(only) = &roster.only else { return Ok(None) };
    let outcomes: Vec<VarRef> = question.outcomes.iter().map(|name| panel.reference(&name.value)).collect();
    let names = panel.names_made_of(outcomes.iter().map(|var| var.name.as_str()));
    let hidden = |var: &VarRef| {
        let message = phrase!("`where` speaks of `{name}`, which is an outcome or shows one", name = var.to_string());
        let hint = phrase!("Choose units by what was known before the program, not by what came out");
        names.contains(&var.name).then(|| Diagnostic::error("where-on-outcome", message).hint(hint))
    };
    condition(only, panel, hidden, sink).map(|holds| Some(holds.rows.into_iter().collect()))
}

/// Who is listed, and who could be.
struct RosterMembers<'p> {
    /// Whether each unit stands in the roster.
    listed: Vec<bool>,
    /// Whether it stands in the source that the roster belongs to.
    base: Vec<bool>,
    /// Whether it is perhaps meant by a row that is still to be decided.
    perhaps: Vec<bool>,
    /// What became of the rows of a linked roster.
    links: Vec<&'p Linkage>,
}

impl<'p> RosterMembers<'p> {
    fn of(study: &Study, roster: &Roster, panel: &'p Panel) -> RosterMembers<'p> {
        let own = |at: &usize| study.sources[*at].name.value == roster.source.value;
        let all = || 0..study.sources.len().min(panel.provenance.rows.len());
        let to = study.sources.iter().find(|source| source.name.value == roster.source.value);
        let to = to.and_then(|source| source.link.as_ref()).map(|link| link.to.value.as_str());
        // A roster with ids of its own belongs to whatever else has such ids.
        let base = |at: &usize| match to {
            Some(to) => study.sources[*at].name.value == to,
            None => !own(at) && !study.sources[*at].anonymous,
        };
        let titles: BTreeSet<String> = all().filter(own).map(|at| study.sources[at].title()).collect();
        let links: Vec<&Linkage> =
            panel.provenance.linkage.iter().filter(|link| titles.contains(&link.source)).collect();
        let listed = in_sources(panel, all().filter(own));
        let alike = panel.provenance.alike.iter().filter(|(one, other)| {
            let is = |unit: &u32| listed[*unit as usize];
            is(one) != is(other)
        });
        let index: BTreeMap<&str, usize> = panel.units.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let mut perhaps = vec![false; panel.units.len()];
        let meant = links.iter().flat_map(|link| &link.perhaps).filter_map(|id| index.get(id.as_str()).copied());
        meant.for_each(|unit| perhaps[unit] = true);
        alike.for_each(|(one, other)| (perhaps[*one as usize], perhaps[*other as usize]) = (true, true));
        (0..listed.len()).filter(|&unit| listed[unit]).for_each(|unit| perhaps[unit] &= to.is_none());
        RosterMembers { base: in_sources(panel, all().filter(base)), listed, perhaps, links }
    }

    fn rows(&self, class: Class) -> usize {
        self.links.iter().map(|link| link.count(class)).sum()
    }

    /// Units that only the roster has: it has ids of its own, and nobody else has these.
    fn alone(&self) -> usize {
        self.listed.iter().zip(&self.base).filter(|(listed, base)| **listed && !**base).count()
    }

    fn is_open(&self) -> bool {
        self.rows(Class::Probable) + self.rows(Class::Unmatched) + self.alone() > 0 || self.meant() > 0
    }

    /// Units that may be meant and stand elsewhere.
    fn meant(&self) -> usize {
        (0..self.perhaps.len()).filter(|&unit| self.perhaps[unit] && !self.listed[unit]).count()
    }

    fn said(&self, roster: &Roster, values: &[f64]) -> Phrase {
        let of = |wanted: f64| values.iter().filter(|value| **value == wanted).count();
        let counted = phrase!(
            "By `{source}`, {n} {n?unit|units} took part and {others} did not take part; {open} {open?row waits|rows wait} for a decision and {none} {none?was|were} found nowhere",
            source = &roster.source.value,
            n = of(1.0),
            others = of(0.0),
            open = self.rows(Class::Probable),
            none = self.rows(Class::Unmatched) + self.alone()
        );
        match self.meant() {
            0 => counted,
            n => phrase!(
                "{counted}; {n} {n?unit|units} that may be meant {n?is|are} not compared",
                counted = counted,
                n = n
            ),
        }
    }
}

/// Whether each unit has a row in one of these sources.
fn in_sources(panel: &Panel, sources: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut there = vec![false; panel.units.len()];
    for rows in sources.filter_map(|at| panel.provenance.rows.get(at)) {
        (0..there.len()).filter(|&unit| !rows.row(unit).is_empty()).for_each(|unit| there[unit] = true);
    }
    there
}
