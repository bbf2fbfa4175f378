//! Sources that are joined by their unit: how many ids of each the others have, and ids that are one but for how they are written.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::decided::DecidedIds;
use super::link::loose;
use super::register;
use super::table::{Names, Opened, Rows};
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::decisions::{JoinQuestion, Matter, text_of};
use crate::notation::period_name;
use crate::panel::{VarRef, linkage};
use crate::phrase;
use crate::study::{Question, Study};
use crate::text::{Arg, Phrase};

/// Ids or pairs of ids that a message quotes.
const QUOTED: usize = 3;
/// Pairs that a person is asked about at once.
const ASKED: usize = 2_000;

/// What was found out about sources that share their units.
#[derive(Debug, Default)]
pub(in crate::tidy) struct Meeting {
    /// Pairs of units that are perhaps one.
    pub alike: Vec<(u32, u32)>,
    /// What a person is asked about them.
    pub asked: Vec<JoinQuestion>,
}

/// A source, or one part of the only source.
struct Side<'o> {
    /// Its tables.
    parts: Vec<&'o Opened<'o>>,
    /// Of each unit its first row: index of the part, row of the table.
    units: BTreeMap<u32, (usize, u32)>,
    /// Periods of its rows.
    periods: BTreeSet<u32>,
}

impl Side<'_> {
    fn title(&self, by_part: bool) -> String {
        if by_part { self.parts[0].source.title() } else { self.parts[0].source.name.value.clone() }
    }

    fn place(&self, unit: u32) -> Option<Place> {
        let (part, row) = self.units.get(&unit)?;
        let Opened { table, columns, .. } = self.parts[*part];
        Some(table.place(*row as usize, columns.unit))
    }

    fn found(&self, unit: u32) -> Option<String> {
        let (part, row) = self.units.get(&unit)?;
        let Opened { table, columns, .. } = self.parts[*part];
        Some(text_of(table.get(*row as usize, columns.unit)))
    }
}

/// Compares the ids of all sources whose rows are units.
pub(in crate::tidy) fn meet(
    study: &Study,
    opened: &[Opened<'_>],
    rows: &[Option<Rows>],
    decided: &[DecidedIds],
    names: &Names,
    sink: &mut Sink,
) -> Meeting {
    let own: Vec<(&Opened<'_>, &Rows)> = opened
        .iter()
        .zip(rows)
        .filter(|(opened, _)| opened.source.link.is_none() && !opened.source.anonymous)
        .filter_map(|(opened, rows)| Some((opened, rows.as_ref()?)))
        .collect();
    let several: BTreeSet<&str> = own.iter().map(|(opened, _)| opened.source.name.value.as_str()).collect();
    let by_part = several.len() == 1;
    let sides = sides(&own, by_part);
    if sides.len() < 2 {
        return Meeting::default();
    }
    let apart: BTreeSet<&String> = decided.iter().flat_map(DecidedIds::apart).collect();
    let all = All { sides, by_part, names, pairs: Vec::new() };
    let all = All { pairs: all.alike(&apart), ..all };
    if !all.judge(study, sink) && !all.pairs.is_empty() {
        sink.push(all.perhaps());
    }
    all.meeting()
}

fn sides<'o>(own: &[(&'o Opened<'o>, &Rows)], by_part: bool) -> Vec<Side<'o>> {
    let mut sides: IndexMap<String, Side<'o>> = IndexMap::new();
    for (opened, rows) in own {
        let name = if by_part { opened.source.title() } else { opened.source.name.value.clone() };
        let new = || Side { parts: Vec::new(), units: BTreeMap::new(), periods: BTreeSet::new() };
        let side = sides.entry(name).or_insert_with(new);
        for row in &rows.kept {
            side.periods.extend(row.period);
            for unit in &row.units {
                side.units.entry(*unit).or_insert((side.parts.len(), row.row));
            }
        }
        side.parts.push(opened);
    }
    sides.into_values().collect()
}

/// All sides, and what they have in common.
struct All<'o> {
    sides: Vec<Side<'o>>,
    by_part: bool,
    names: &'o Names,
    /// Side and unit that come first, and others that are perhaps the same.
    pairs: Vec<[(usize, u32); 2]>,
}

impl All<'_> {
    fn id(&self, unit: u32) -> &str {
        self.names.units.get_index(unit as usize).map_or("", String::as_str)
    }

    /// Units of different sides with one id but for zeros, signs and the size of letters, where no side has two of them.
    fn alike(&self, apart: &BTreeSet<&String>) -> Vec<[(usize, u32); 2]> {
        let mut groups: BTreeMap<String, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
        for (at, side) in self.sides.iter().enumerate() {
            for &unit in side.units.keys() {
                if !apart.contains(&self.id(unit).to_string()) {
                    groups
                        .entry(loose(&register::number(self.id(unit))))
                        .or_default()
                        .entry(unit)
                        .or_default()
                        .push(at);
                }
            }
        }
        let clear = |units: &BTreeMap<u32, Vec<usize>>| {
            let sides: Vec<usize> = units.values().flatten().copied().collect();
            sides.iter().collect::<BTreeSet<_>>().len() == sides.len()
        };
        let named = groups.into_iter().filter(|(form, units)| !form.is_empty() && units.len() > 1 && clear(units));
        let mut pairs: Vec<[(usize, u32); 2]> = Vec::new();
        for (_, units) in named {
            let mut all: Vec<(usize, u32)> = units.iter().map(|(unit, sides)| (sides[0], *unit)).collect();
            all.sort_unstable();
            pairs.extend(all[1..].iter().map(|other| [all[0], *other]));
        }
        pairs.sort_unstable();
        pairs
    }

    fn met(&self, at: usize) -> usize {
        let others =
            |unit: &&u32| self.sides.iter().enumerate().any(|(k, side)| k != at && side.units.contains_key(unit));
        self.sides[at].units.keys().filter(others).count()
    }

    fn met_with(&self, at: usize, other: usize) -> usize {
        self.sides[at].units.keys().filter(|unit| self.sides[other].units.contains_key(unit)).count()
    }

    fn near(&self, at: usize) -> Vec<&[(usize, u32); 2]> {
        self.pairs.iter().filter(|pair| pair.iter().any(|(side, _)| *side == at)).collect()
    }

    /// Whether a side shares few of its units with the others, and none of them few of its own with it: a register is larger than
    /// a sample, and a later wave smaller than the first, but nearly all of the smaller one is then in the larger one.
    fn is_alone(&self, at: usize) -> bool {
        let few = |met: usize, all: usize| 3 * met < all;
        let others = (0..self.sides.len()).filter(|other| *other != at);
        few(self.met(at), self.sides[at].units.len())
            && others.into_iter().all(|other| few(self.met_with(at, other), self.sides[other].units.len()))
    }

    /// Says how many units meet. Whether they are so few that the study cannot be answered.
    fn judge(&self, study: &Study, sink: &mut Sink) -> bool {
        let mut alone: Vec<usize> = (0..self.sides.len()).filter(|&at| self.is_alone(at)).collect();
        if alone.len() == self.sides.len() {
            // Of two that do not meet, one is told of.
            alone.remove(0);
        }
        let before = sink.problems.len();
        let mut told = false;
        for &at in &alone {
            let (met, near) = (self.met(at), self.near(at).len());
            let needed = study.questions.iter().any(|question| self.is_needed(study, question, at));
            let written = near > met && near.min(self.sides[at].units.len()) >= 2 || near > 0 && met == 0;
            let problem: Option<fn(&str, Phrase) -> Diagnostic> = match (written, needed) {
                (true, _) => Some(Diagnostic::error),
                (false, true) if met == 0 && !self.by_part => Some(Diagnostic::error),
                (false, true) if !self.by_part => Some(Diagnostic::warning),
                (false, false) if study.questions.is_empty() && !self.by_part => Some(Diagnostic::warning),
                _ => None,
            };
            if let Some(problem) = problem {
                sink.push(self.few(at, met, problem));
                told = true;
            }
        }
        if !told && !self.by_part {
            sink.problems.extend(self.counted());
        }
        sink.checkpoint_since(before).is_err()
    }

    /// How many units of each source the others have, where not all of them do.
    fn counted(&self) -> Option<Diagnostic> {
        let all: Vec<(usize, usize)> =
            self.sides.iter().enumerate().map(|(at, side)| (self.met(at), side.units.len())).collect();
        if all.iter().all(|(met, units)| met == units) {
            return None;
        }
        let one = |(side, (met, units)): (&Side<'_>, &(usize, usize))| {
            Arg::from(phrase!(
                "{met} of the {units} of `{source}`",
                met = *met,
                units = *units,
                source = side.title(false)
            ))
        };
        let list: Vec<Arg> = self.sides.iter().zip(&all).map(one).collect();
        Some(Diagnostic::note(
            "sources-joined",
            phrase!("Units that stand in another source as well: {list}", list = list),
        ))
    }

    fn few(&self, at: usize, met: usize, problem: fn(&str, Phrase) -> Diagnostic) -> Diagnostic {
        let (side, near) = (&self.sides[at], self.near(at));
        let other = near.first().map(|pair| pair[usize::from(pair[0].0 == at)].0);
        let other = other.unwrap_or_else(|| (0..self.sides.len()).find(|other| *other != at).unwrap_or(0));
        let (n, source, to) = (side.units.len(), side.title(self.by_part), self.sides[other].title(self.by_part));
        let (message, units) = match near.as_slice() {
            [] => {
                let first = |side: &Side<'_>, without: &Side<'_>| {
                    let alone = side.units.keys().filter(|unit| !without.units.contains_key(unit));
                    alone.take(QUOTED).map(|unit| self.id(*unit).to_string()).collect::<Vec<_>>()
                };
                let (own, others) = (first(side, &self.sides[other]), first(&self.sides[other], side));
                let message = phrase!(
                    "Of the {n} units of `{source}`, {met} {met?stands|stand} in another source; its ids are such as {own}, those of `{to}` such as {others}",
                    n = n,
                    source = &source,
                    met = met,
                    own = own,
                    to = &to,
                    others = others
                );
                (message, side.units.keys().take(QUOTED).copied().collect::<Vec<u32>>())
            }
            pairs => {
                let message = phrase!(
                    "Of the {n} units of `{source}`, {met} {met?stands|stand} in another source, and {near} more would but for zeros, signs or the size of letters: {pairs}",
                    n = n,
                    source = &source,
                    met = met,
                    near = pairs.len(),
                    pairs = pairs.iter().take(QUOTED).map(|pair| self.pair(pair)).collect::<Vec<Arg>>()
                );
                let own = pairs.iter().take(QUOTED).filter_map(|pair| pair.iter().find(|(side, _)| *side == at));
                (message, own.map(|(_, unit)| *unit).collect())
            }
        };
        let by = &side.parts[0].source.unit.value;
        let link = format!("link = {{ to = \"{to}\", by = [\"{by}\"] }}");
        let hint = match (near.is_empty(), self.by_part) {
            (false, false) => phrase!(
                "Write the ids alike in both: format the columns as text; or decide about each pair in the sheet Data to check, or by a link instead of the unit of `{source}`: {link}",
                link = link,
                source = &source
            ),
            (false, true) => phrase!("Write the ids alike in all files: format the columns as text first"),
            (true, _) => phrase!(
                "See that `unit` names the same ids in both; where other people answered each time, design = \"two-groups\" needs no ids in common"
            ),
        };
        let places = units.into_iter().filter_map(|unit| side.place(unit));
        problem("units-do-not-meet", message).hint(hint).at_all(places)
    }

    fn pair(&self, pair: &[(usize, u32); 2]) -> Arg {
        let of = |(side, unit): &(usize, u32)| (self.id(*unit).to_string(), self.sides[*side].title(self.by_part));
        let ((own, source), (other, to)) = (of(&pair[1]), of(&pair[0]));
        Arg::from(phrase!(
            "“{own}” in `{source}` and “{other}” in `{to}`",
            own = own,
            source = source,
            other = other,
            to = to
        ))
    }

    /// Whether a question puts variables of a side and of others together for each unit.
    fn is_needed(&self, study: &Study, question: &Question, at: usize) -> bool {
        let side = &self.sides[at];
        if question.roster.as_ref().is_some_and(|roster| roster.source.value == side.title(false)) {
            return true;
        }
        if !question.designs.is_empty() && question.designs.iter().all(|design| design.method.value == "two-groups") {
            return false;
        }
        let names = used(study, question);
        let has = |side: &Side<'_>, name: &String| side.parts.iter().any(|part| part.columns.names.contains(name));
        let others = || self.sides.iter().enumerate().filter(|(k, _)| *k != at).map(|(_, side)| side);
        let of_both = |name: &String| has(side, name) && others().any(|other| has(other, name));
        let own = names.iter().any(|name| has(side, name));
        let only_others = names.iter().any(|name| !has(side, name) && others().any(|other| has(other, name)));
        own && (only_others || names.iter().any(of_both) && self.lacks_a_period(question, side))
    }

    fn lacks_a_period(&self, question: &Question, side: &Side<'_>) -> bool {
        let asked = question.before.iter().chain(&question.after).map(|period| period_name(&period.value));
        let known: Vec<&String> =
            side.periods.iter().filter_map(|period| self.names.periods.get_index(*period as usize)).collect();
        !known.is_empty() && asked.into_iter().any(|period| !known.contains(&&period))
    }

    /// Says which units are perhaps one.
    fn perhaps(&self) -> Diagnostic {
        let message = phrase!(
            "{n} {n?unit is|units are} perhaps the same as {n?one|others} of another source, but for zeros, signs or the size of letters, and {n?is|are} not joined until a person decides: {pairs}",
            n = self.pairs.len(),
            pairs = self.pairs.iter().take(QUOTED).map(|pair| self.pair(pair)).collect::<Vec<Arg>>()
        );
        let places = self.pairs.iter().filter_map(|pair| self.sides[pair[1].0].place(pair[1].1));
        Diagnostic::warning(linkage::LIKE_UNIT, message).hint(linkage::ask()).at_all(places)
    }

    /// What a person is asked: also where hardly any ids meet, since joining them by decision mends that.
    fn meeting(&self) -> Meeting {
        Meeting {
            alike: self.pairs.iter().map(|[one, other]| (one.1, other.1)).collect(),
            asked: self.pairs.iter().take(ASKED).filter_map(|pair| self.asked(pair)).collect(),
        }
    }

    fn asked(&self, [first, other]: &[(usize, u32); 2]) -> Option<JoinQuestion> {
        let side = &self.sides[other.0];
        let message = phrase!(
            "Perhaps `{other}` ({place}): {why}",
            other = self.id(first.1),
            place = self.sides[first.0].place(first.1)?.to_string(),
            why = phrase!("the same id but for zeros, signs or the size of letters")
        );
        let matter = Matter {
            code: linkage::LIKE_UNIT.into(),
            message,
            done: phrase!("The row is not joined to any other"),
            hint: Some(linkage::ask()),
            of_link: true,
        };
        Some(JoinQuestion {
            place: side.place(other.1)?,
            found: side.found(other.1)?,
            matter,
            value: self.id(first.1).to_string(),
        })
    }
}

/// The names of the variables that a question puts together, with those that they are made of.
fn used(study: &Study, question: &Question) -> BTreeSet<String> {
    let listed = question.outcomes.iter().chain(&question.covariates).chain(&question.treatment);
    let baselines = question.baseline.iter().chain(&question.earlier).map(|(_, before)| before);
    let mut open: Vec<String> = listed.chain(baselines).map(|name| VarRef::parse(&name.value).name).collect();
    let mut names = BTreeSet::new();
    while let Some(name) = open.pop() {
        let formula = study.variables.get(&name).and_then(|variable| variable.formula.as_ref());
        open.extend(
            formula
                .iter()
                .flat_map(|formula| formula.names())
                .map(|(name, _)| VarRef::parse(name).name)
                .filter(|name| !names.contains(name)),
        );
        names.insert(name);
    }
    names
}
