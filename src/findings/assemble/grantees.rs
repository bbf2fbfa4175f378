//! A page for each of those who took part: its own change beside the range of similar ones.

use std::collections::BTreeMap;

use crate::answer::{GranteePages, PlannedOutcome, Step};
use crate::design::{Arm, Comparison, Partition};
use crate::exhibit::{Audience, Cell, Column, Format, Table, TableId, TableRole};
use crate::findings::{Bundle, Group};
use crate::math::quantile::quantile_sorted;
use crate::notation::calendar;
use crate::panel::{Content, Data, Panel, VarRef, VariableInfo, View};
use crate::text::{Arg, FileNames, LANGUAGES, Phrase, Precision, Words, decimals_for};
use crate::{figures, phrase};

use super::Answered;

/// Similar ones to be shown beside a case, where there are so many.
const PEERS: usize = 10;
/// Fewer similar ones than this make no range.
const LEAST_PEERS: usize = 4;

/// A unit's values of an outcome.
struct OutcomeValues {
    label: Words,
    unit: Words,
    question: Words,
    before: Option<Vec<f64>>,
    after: Vec<f64>,
}

impl OutcomeValues {
    fn of(step: &Step, outcome: &PlannedOutcome, view: &View) -> Option<OutcomeValues> {
        Some(OutcomeValues {
            label: outcome.label.clone(),
            unit: outcome.unit.clone(),
            question: step.title.clone(),
            before: outcome.baseline.as_ref().and_then(|var| view.numbers(var)),
            after: view.numbers(&outcome.var)?,
        })
    }

    /// Change of a unit; the value itself where the state before is not known.
    fn change(&self, unit: u32) -> f64 {
        let before = self.before.as_ref().map_or(0.0, |values| values[unit as usize]);
        self.after[unit as usize] - before
    }
}

/// Adds a group for each unit that took part. They are internal: a case can be recognised by its numbers.
pub fn grantees(bundle: &mut Bundle, told: &GranteePages, answered: &[Answered<'_>], view: &View) {
    let mut pages: BTreeMap<u32, Vec<Vec<Cell>>> = BTreeMap::new();
    for own in answered.iter().filter(|own| own.step.first) {
        let (step, Some(comparison)) = (own.step, &own.answer.comparison) else { continue };
        let similar = Similar::of(comparison);
        for values in step.outcomes.iter().filter_map(|outcome| OutcomeValues::of(step, outcome, view)) {
            for (position, &unit) in comparison.units.iter().enumerate() {
                if comparison.arm[position] == Arm::Treated {
                    let peers = similar.peers(position, |unit| values.change(unit).is_finite());
                    pages.entry(unit).or_default().push(row(&values, unit, &peers));
                }
            }
        }
    }
    let mut names = FileNames::default();
    for (unit, rows) in pages {
        let own = &view.panel().units[unit as usize];
        let id = names.next(&format!("grantee-{own}"));
        let name = told.name.as_ref().and_then(|var| written(view, var, unit)).map(|name| (name, own));
        let name = name.map_or_else(|| Words::plain(&**own), |(name, own)| with_id(&name, own));
        let about = stated(&id, TableRole::Profile, phrase!("Who this is about"), &told.about, view, unit);
        let answers =
            stated(&id, TableRole::Replies, phrase!("What they reported themselves"), &told.answers, view, unit);
        add(bundle, id, name, rows, [about, answers]);
    }
}

/// A name with the id that tells it from others of the same name.
fn with_id(name: &Words, id: &str) -> Words {
    Words(name.0.iter().map(|(lang, text)| (lang.clone(), format!("{text} ({id})"))).collect())
}

/// What some variables say of a unit, for those who hold the data; nothing where none is asked for.
fn stated(id: &str, role: TableRole, title: Phrase, vars: &[VarRef], view: &View, unit: u32) -> Option<Table> {
    let text = |key, title| Column::new(key, title, Format::Text);
    let columns = vec![text("label", phrase!("What")), text("value", phrase!("Value"))];
    let mut table = Table { audience: Audience::Internal, ..Table::new(TableId::of(id, role), title, columns) };
    for var in vars {
        let column = view.column(var)?;
        let value = written(view, var, unit).map_or_else(Cell::empty, |value| Cell::words(&value));
        table.push(vec![Cell::words(&column.title()), Cell { audience: Audience::Internal, ..value }]);
    }
    (!vars.is_empty()).then_some(table)
}

/// What a variable says of a unit, as people write it; nothing where it is missing.
fn written(view: &View, var: &VarRef, unit: u32) -> Option<Words> {
    let (column, info) = (view.column(var)?, view.info(&var.name)?);
    let at = unit as usize;
    match &column.data {
        data if data.is_missing(at) => None,
        Data::Category { .. } => column.data.text(at).map(Words::plain),
        Data::Number(values) => Some(of_number(view.panel(), info, column.share, values[at])),
    }
}

fn of_number(panel: &Panel, info: &VariableInfo, share: bool, value: f64) -> Words {
    let in_all = |phrase: Phrase| Words(LANGUAGES.map(|lang| (lang.to_string(), phrase.render(lang))).into());
    let step = panel.steps.get(&info.name).and_then(|steps| steps.iter().find(|(step, _)| *step == value));
    match (info.content, step) {
        (_, Some((_, word))) => Words::plain(word.as_str()),
        (Content::YesNo, _) => in_all(if value == 0.0 { phrase!("no") } else { phrase!("yes") }),
        (Content::Date, _) => Words::plain(calendar::iso(value as i32)),
        _ if share => in_all(phrase!("{value}", value = Arg::Percent(value, 1))),
        _ if info.unit.is_empty() => in_all(phrase!("{value}", value = stated_number(value, info))),
        _ => in_all(phrase!("{value} {unit}", value = stated_number(value, info), unit = &info.unit)),
    }
}

fn stated_number(value: f64, info: &VariableInfo) -> Arg {
    Arg::Written(value, Precision::as_written(value, &info.unit))
}

fn add(bundle: &mut Bundle, id: String, name: Words, rows: Vec<Vec<Cell>>, stated: [Option<Table>; 2]) {
    let mut table =
        Table::new(TableId::of(&id, TableRole::Peers), phrase!("Change beside that of similar ones"), columns());
    table.audience = Audience::Internal;
    rows.into_iter().for_each(|row| table.push(row));
    table.notes.push(phrase!(
        "Of those who took part: similar ones who did not, matched or nearest by the score. Where nobody can be compared with: the others who took part."
    ));
    let (drawn, figure) = figures::peers(&id, &name, &table).unzip();
    bundle.findings.groups.push(Group {
        name,
        audience: Audience::Internal,
        questions: Vec::new(),
        findings: Vec::new(),
        tables: std::iter::once(&table).chain(&drawn).chain(stated.iter().flatten()).map(|table| table.id.to_string()).collect(),
        figures: figure.iter().map(|figure| figure.id.clone()).collect(),
        notes: vec![
            phrase!(
                "One case cannot be judged alone: it may lie above or below similar ones for reasons that have nothing to do with the grant. Read it as a starting point for a talk, not as a verdict."
            ),
            phrase!("This page is for the house and for the one it is about. It is not part of the public edition."),
        ],
        id,
    });
    bundle.tables.push(table);
    bundle.tables.extend(drawn);
    bundle.tables.extend(stated.into_iter().flatten());
    bundle.figures.extend(figure);
}

fn columns() -> Vec<Column> {
    let text = |key, title| Column::new(key, title, Format::Text);
    vec![
        text("question", phrase!("Question")),
        text("label", phrase!("Outcome")),
        text("unit", phrase!("Unit")),
        text("before", phrase!("Before")),
        text("after", phrase!("After")),
        text("change", phrase!("Change")),
        Column::new("n_peers", phrase!("Compared with (n)"), Format::Count),
        text("low", phrase!("Similar ones: a quarter changed less than")),
        text("middle", phrase!("Similar ones: middle")),
        text("high", phrase!("Similar ones: a quarter changed more than")),
    ]
}

fn row(values: &OutcomeValues, unit: u32, peers: &[u32]) -> Vec<Cell> {
    let mut changes: Vec<f64> = peers.iter().map(|&peer| values.change(peer)).collect();
    changes.sort_by(f64::total_cmp);
    let range = |p: f64| match changes.len() {
        n if n >= LEAST_PEERS => Cell::magnitude(quantile_sorted(&changes, p), n),
        _ => Cell::empty(),
    };
    let own = |value: f64| Cell::magnitude(value, 1);
    vec![
        Cell::words(&values.question),
        Cell::words(&values.label),
        Cell::words(&values.unit),
        values.before.as_ref().map_or_else(Cell::empty, |before| own(before[unit as usize])),
        own(values.after[unit as usize]),
        own(rounded(values.change(unit))),
        Cell::count_here(changes.len()),
        range(0.25),
        range(0.5),
        range(0.75),
    ]
}

/// A difference of two numbers, without the digits that only the subtraction made.
fn rounded(value: f64) -> f64 {
    let scale = 10_f64.powi(decimals_for(value).max(6) as i32);
    (value * scale).round() / scale
}

/// Who is similar to whom.
struct Similar<'a> {
    comparison: &'a Comparison,
    /// Sets of each treated unit, by their places.
    sets: BTreeMap<u32, Vec<usize>>,
    /// Positions of those who can be compared with, by score.
    others: Vec<u32>,
}

impl Similar<'_> {
    fn of(comparison: &Comparison) -> Similar<'_> {
        let kind = comparison.kind;
        let sets = comparison.sets.as_ref().map(Partition::of_treated).unwrap_or_default();
        let alone = !kind.is_alike() && !kind.is_of_respondents() || !comparison.arm.contains(&Arm::Comparison);
        let side = if alone { Arm::Treated } else { Arm::Comparison };
        let mut others: Vec<u32> =
            (0..comparison.units.len() as u32).filter(|&i| comparison.arm[i as usize] == side).collect();
        if let Some(scores) = &comparison.scores {
            others
                .sort_by(|&a, &b| scores.distance[a as usize].total_cmp(&scores.distance[b as usize]).then(a.cmp(&b)));
        }
        Similar { comparison, sets, others }
    }

    /// The comparison units of a unit's own sets.
    fn partners(&self, position: usize) -> impl Iterator<Item = u32> + '_ {
        let own = self.sets.get(&(position as u32)).into_iter().flatten();
        let sets = self.comparison.sets.as_ref();
        own.filter_map(move |&at| sets.map(|sets| &sets.sets[at])).flat_map(|set| set.comparison.iter().copied())
    }

    /// Global indices of similar units: partners first, then the nearest by score; without scores all others.
    fn peers(&self, position: usize, known: impl Fn(u32) -> bool) -> Vec<u32> {
        let unit = |at: u32| self.comparison.units[at as usize];
        let usable = |at: &u32| *at as usize != position && known(unit(*at));
        let Some(scores) = &self.comparison.scores else {
            let mut own = self.partners(position).peekable();
            if own.peek().is_some() {
                return own.filter(usable).map(unit).collect();
            }
            return self.others.iter().copied().filter(usable).map(unit).collect();
        };
        let own = scores.distance[position];
        let distance = |at: u32| (scores.distance[at as usize] - own).abs();
        let mut peers: Vec<u32> = self.partners(position).filter(usable).collect();
        let from = self.others.partition_point(|&at| scores.distance[at as usize] < own);
        let (mut below, mut above) =
            (self.others[..from].iter().rev().peekable(), self.others[from..].iter().peekable());
        while peers.len() < PEERS {
            let next = match (below.peek(), above.peek()) {
                (Some(&&low), Some(&&high)) if distance(low) <= distance(high) => below.next(),
                (_, Some(_)) => above.next(),
                (Some(_), None) => below.next(),
                (None, None) => break,
            };
            peers.extend(next.filter(|at| usable(at) && !peers.contains(at)));
        }
        peers.into_iter().map(unit).collect()
    }
}
