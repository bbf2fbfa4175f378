//! Which column of a source is the unit, which the period, and what the others are called.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::ingest::{Heading, RawTable};
use crate::notation::fold;
use crate::phrase;
use crate::study::keys::{toml_key, toml_text};
use crate::study::{Duplicates, Located, Source};

use super::named_column::{find, unknown};
use super::register::OneId;
use super::{answered, headings, ids, wide};
use crate::notation;

/// The unit in a heading that multiplies, and by how much.
pub(in crate::tidy) type Scaled = Option<(&'static str, f64)>;

/// The columns of a source, by what they are for.
#[derive(Clone, Debug)]
pub(in crate::tidy) struct Columns {
    /// The unit's id; of an anonymous source the first column, whose cells stand for their rows.
    pub unit: usize,
    /// What ids that are written in several ways count as.
    pub ids: Arc<OneId>,
    /// Further columns that identify the unit together with it.
    pub unit_with: Vec<usize>,
    /// When each row was answered, where the table says so.
    pub answered: Option<answered::TimestampColumn>,
    /// The period of each row.
    pub period: Option<usize>,
    /// All others: column and variable name.
    pub variables: Vec<(usize, String)>,
    /// Of each column of the table: the unit in its heading that multiplies, and by how much.
    pub scaled: Vec<Scaled>,
    /// Of each column of the table: what its numbers count, by the unit in its heading.
    pub counted: Vec<Option<notation::Counted>>,
    /// Of each column of the table: whether the study says the unit that its numbers are written in.
    pub told: Vec<bool>,
    /// Columns by which a linked source is joined, in the order in which they are tried.
    pub keys: Vec<usize>,
    /// Columns of the other ends of ties, in the same order.
    pub other_keys: Vec<usize>,
    /// Columns that say where the rows of a linked source are.
    pub places: Vec<usize>,
    /// What each column of the table is called.
    pub names: Vec<String>,
    /// Of each column of the table: the period that its heading says, where the study asks for that.
    pub at: Vec<Option<String>>,
    /// The periods of headings, each as they write it.
    pub written: Vec<(String, String)>,
}

/// Finds the columns that a source names, and names the others as the study spells them, else by their headings. Of a heading that
/// is `drifted` was said already that this file has another one instead.
///
/// # Errors
/// [`Halt`] where a column that the study names is not there, or two columns would have one name.
pub(in crate::tidy) fn resolve(
    source: &Source,
    table: &RawTable,
    spelled: &BTreeSet<String>,
    drifted: impl Fn(&str) -> bool,
    sink: &mut Sink,
) -> Result<Columns, Halt> {
    let named = headings::names(&table.headings);
    let mut scaled: Vec<Scaled> = named.iter().map(|named| named.scaled).collect();
    let mut counted: Vec<Option<notation::Counted>> = named.iter().map(|named| named.counted).collect();
    let mut names: Vec<String> = named.into_iter().map(|named| named.name).collect();
    as_spelled(table, &mut names, spelled);
    let named = rename_all(source, table, &mut names, &drifted, sink);
    let told = told(source, table, &names, (&mut scaled, &mut counted), sink);
    let plain = source.units.is_empty() && scaled.iter().flatten().all(|(_, factor)| *factor == 1.0);
    let clear = !plain || beside(source, table, &names, (&mut scaled, &mut counted), sink);
    let roles = Roles::of(source, table, &names, &drifted, sink);
    let (Some(roles), Ok(told), true) = (roles, told, named && clear) else { return Err(Halt) };
    let set_aside: Vec<bool> =
        (0..names.len()).map(|column| roles.set_aside(column, source, &names, spelled)).collect();
    let aside = |column: &usize| set_aside[*column];
    let wide::ByHeading { at, written } = wide::split(source, table, &mut names, aside, spelled);
    let others = names.iter().cloned().enumerate().filter(|(column, _)| !set_aside[*column]).collect();
    let answered = if source.duplicates == Duplicates::Error { None } else { answered::column(table) };
    let Roles { unit, unit_with, period, keys, other_keys, places } = roles;
    let columns = Columns {
        unit,
        unit_with,
        ids: Arc::default(),
        answered,
        period,
        variables: others,
        scaled,
        counted,
        told,
        keys,
        other_keys,
        places,
        names,
        at,
        written,
    };
    distinct(columns, source, table, sink)
}

/// Gives columns the new names of the study. Whether there is a column for each.
fn rename_all(
    source: &Source,
    table: &RawTable,
    names: &mut [String],
    drifted: &impl Fn(&str) -> bool,
    sink: &mut Sink,
) -> bool {
    let mut sound = true;
    for (new, headings) in renamed(source) {
        match headings.iter().find_map(|heading| find(table, names, heading)) {
            Some(column) => names[column].clone_from(&new.value),
            None => {
                if !headings.iter().any(|heading| drifted(&heading.value)) {
                    sink.push(without(new, &headings, table, source));
                }
                sound = false;
            }
        }
    }
    sound
}

/// The columns that say which row it is; see [`Columns`].
struct Roles {
    unit: usize,
    unit_with: Vec<usize>,
    period: Option<usize>,
    keys: Vec<usize>,
    other_keys: Vec<usize>,
    places: Vec<usize>,
}

impl Roles {
    /// Nothing where a column that the study names is not there; all that are missing are told.
    fn of(
        source: &Source,
        table: &RawTable,
        names: &[String],
        drifted: &impl Fn(&str) -> bool,
        sink: &mut Sink,
    ) -> Option<Roles> {
        let mut asked = |column: &Located<String>| {
            let found = find(table, names, column);
            if found.is_none() && !drifted(&column.value) {
                sink.push(unknown(column, table));
            }
            found
        };
        let unit = if source.anonymous { Some(0) } else { asked(&source.unit) };
        let with: Vec<Option<usize>> = source.unit_with.iter().map(&mut asked).collect();
        let period = source.period_column.as_ref().map(&mut asked);
        let keys: Vec<Option<usize>> = source.own_keys().iter().skip(1).map(&mut asked).collect();
        let ends = source.ends.iter().flat_map(|ends| &ends.to);
        let other_keys: Vec<Option<usize>> = ends.map(&mut asked).collect();
        let places: Vec<Option<usize>> = source.link.iter().flat_map(|link| &link.place).map(&mut asked).collect();
        Some(Roles {
            unit: unit?,
            unit_with: with.into_iter().collect::<Option<_>>()?,
            period: period.map_or(Some(None), |found| found.map(Some))?,
            keys: std::iter::once(unit).chain(keys).collect::<Option<_>>()?,
            other_keys: other_keys.into_iter().collect::<Option<_>>()?,
            places: places.into_iter().collect::<Option<_>>()?,
        })
    }

    /// Whether a column is no variable. Of several columns that are the unit together, those that the study speaks of say something of
    /// it as well.
    fn set_aside(&self, column: usize, source: &Source, names: &[String], spelled: &BTreeSet<String>) -> bool {
        let is_part = column == self.unit && !self.unit_with.is_empty() || self.unit_with.contains(&column);
        let is_key = match is_part {
            true => !spelled.contains(&names[column]),
            false => self.keys.contains(&column) && !source.anonymous || self.places.contains(&column),
        };
        let is_key = is_key || self.other_keys.contains(&column);
        is_key || self.period == Some(column)
    }
}

/// The units that the study says of columns, whatever their headings say; which columns these are.
fn told(
    source: &Source,
    table: &RawTable,
    names: &[String],
    (scaled, counted): (&mut [Scaled], &mut [Option<notation::Counted>]),
    sink: &mut Sink,
) -> Result<Vec<bool>, Halt> {
    let before = sink.problems.len();
    let mut told = vec![false; names.len()];
    for (asked, unit) in &source.units {
        let plain = notation::HeadingUnit { scaled: None, counted: None };
        let known = notation::unit(&unit.value).or((unit.value == "1").then_some(plain));
        match (find(table, names, asked), known) {
            (Some(column), Some(unit)) => {
                (scaled[column], counted[column], told[column]) = (unit.scaled, unit.counted, true);
            }
            (None, _) => sink.push(unknown(asked, table)),
            (_, None) => {
                let message = phrase!("`{unit}` is no unit that is known", unit = &unit.value);
                let hint = phrase!("Write one such as 円, 千円, 百万円, £000, $ million, thousands, %, or 1");
                sink.push(Diagnostic::error("wrong-value", message).hint(hint).at(unit.place.clone()));
            }
        }
    }
    sink.checkpoint_since(before)?;
    Ok(told)
}

/// Calls columns as the study spells them: by a heading as it stands, by a name without regard to width, case and white space, or
/// by a name with the unit that its heading has in another year or file.
fn as_spelled(table: &RawTable, names: &mut [String], spelled: &BTreeSet<String>) {
    let spelling: BTreeMap<String, &String> = spelled.iter().map(|name| (fold(name), name)).collect();
    // A heading that the study spells as it is stays, whatever else looks like it.
    let others = names.iter_mut().zip(&table.headings).filter(|(name, _)| !spelled.contains(*name));
    for (name, heading) in others {
        if let Some(known) = spelled_as(&spelling, heading, name) {
            known.clone_into(name);
        }
    }
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let alone = headings::alone(&folded);
    let measured = with_units(spelled);
    for (column, name) in names.iter_mut().enumerate().filter(|&(column, _)| alone[column]) {
        if let Some(known) = measured.get(&folded[column])
            && !folded.contains(&fold(known))
        {
            name.clone_from(known);
        }
    }
}

/// Names of the study that say a unit of money, by their name without it; only those that are one name then.
fn with_units(spelled: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut bare: BTreeMap<String, Option<String>> = spelled.iter().map(|name| (fold(name), None)).collect();
    for name in spelled {
        if let Some((short, unit)) = notation::split(name)
            && unit.is_telling()
        {
            let known = Some(name.clone());
            bare.entry(fold(&short)).and_modify(|other| *other = None).or_insert(known);
        }
    }
    bare.into_iter().filter_map(|(short, name)| Some((short, name?))).collect()
}

/// How the study spells the name of a column: its heading, its name, or what else it is called.
fn spelled_as<'s>(spelling: &BTreeMap<String, &'s String>, heading: &Heading, name: &str) -> Option<&'s str> {
    let own = [heading.text.as_str(), name].into_iter().chain(heading.also.iter().map(String::as_str));
    own.map(fold).find_map(|text| spelling.get(&text).map(|known| known.as_str()))
}

/// Stands between the parts of an id that several columns make together.
const BETWEEN: &str = " / ";

impl Columns {
    /// The id of a row: that of its column, or of all columns that are the unit together; nothing where one of them is empty.
    pub fn id(&self, table: &RawTable, row: usize) -> Option<String> {
        if self.unit_with.is_empty() {
            return ids::id_at(table, row, self.unit).map(|id| self.ids.one(id));
        }
        // A sign that also stands in a part is doubled: no two units have one id.
        let part = |&column: &usize| Some(self.ids.one(ids::id_at(table, row, column)?).replace(BETWEEN, " // "));
        let parts: Option<Vec<String>> = std::iter::once(&self.unit).chain(&self.unit_with).map(part).collect();
        parts.map(|parts| parts.join(BETWEEN))
    }

    /// Whether a column is one of several that are the unit together.
    pub fn is_part(&self, column: usize) -> bool {
        !self.unit_with.is_empty() && (column == self.unit || self.unit_with.contains(&column))
    }
}

/// A unit beside the table counts for the columns that the study names as amounts; where it names none, nobody knows which are
/// meant, and numbers would be wrong a thousandfold. Whether all is clear.
fn beside(
    source: &Source,
    table: &RawTable,
    names: &[String],
    (scaled, counted): (&mut [Scaled], &mut [Option<notation::Counted>]),
    sink: &mut Sink,
) -> bool {
    let said = table.set_aside.iter().find_map(|aside| Some((aside, notation::beside(&aside.text)?)));
    let Some((aside, unit)) = said else { return true };
    let place = table.cell(aside.row, aside.col);
    let Some(amounts) = &source.amounts else {
        let message = phrase!(
            "Beside the table of `{source}` stands the unit {unit}, and it is not clear which columns it is meant for",
            source = source.title(),
            unit = unit.0
        );
        let hint = phrase!("Name them in the study file: amounts = [\"…\"]; an empty list where none is meant");
        sink.push(Diagnostic::error("unit-unclear", message).hint(hint).at(place));
        return false;
    };
    let mut sound = true;
    for asked in amounts {
        match find(table, names, asked) {
            Some(column) => {
                let counts = notation::unit(unit.0).and_then(|unit| unit.counted);
                (scaled[column], counted[column]) = (Some(unit), counts);
            }
            None => {
                sink.push(unknown(asked, table));
                sound = false;
            }
        }
    }
    sound
}

/// The new names of a source, each with its headings in the order in which they are looked for.
fn renamed(source: &Source) -> Vec<(&Located<String>, Vec<&Located<String>>)> {
    let mut renamed: Vec<(&Located<String>, Vec<&Located<String>>)> = Vec::new();
    for (new, heading) in &source.columns {
        match renamed.iter_mut().find(|(known, _)| known.place == new.place && known.value == new.value) {
            Some((_, headings)) => headings.push(heading),
            None => renamed.push((new, vec![heading])),
        }
    }
    renamed
}

/// A new name of whose headings the table has none.
fn without(new: &Located<String>, headings: &[&Located<String>], table: &RawTable, source: &Source) -> Diagnostic {
    let (first, own) = (headings[0], table.headings.iter().find(|heading| fold(&heading.text) == fold(&new.value)));
    let problem = unknown(first, table);
    match own.filter(|_| !source.part.is_empty()) {
        Some(own) => {
            let mut list = vec![toml_text(&own.text)];
            list.extend(headings.iter().map(|heading| toml_text(&heading.value)));
            let line = format!("columns = {{ {} = [{}] }}", toml_key(&new.value), list.join(", "));
            problem.hint(phrase!(
                "Where files head it differently, give a list, of which the first that a file has is taken: {line}",
                line = line
            ))
        }
        None => problem,
    }
}

fn distinct(columns: Columns, source: &Source, table: &RawTable, sink: &mut Sink) -> Result<Columns, Halt> {
    let mut first: BTreeMap<(&str, &Option<String>), usize> = BTreeMap::new();
    let mut sound = true;
    for (column, name) in &columns.variables {
        let named = (name.as_str(), &columns.at[*column]);
        if let Some(&other) = first.get(&named) {
            let (a, b) = (&table.headings[other].text, &table.headings[*column].text);
            let message = phrase!(
                "Two columns of `{source}` are called `{name}`: `{a}` and `{b}`",
                source = source.title(),
                name = name,
                a = a,
                b = b
            );
            sink.push(Diagnostic::error("ambiguous-variable", message).at(source.name.place.clone()).hint(rename()));
            sound = false;
        }
        first.entry(named).or_insert(*column);
    }
    if sound { Ok(columns) } else { Err(Halt) }
}

/// How to give a column another name.
pub(in crate::tidy) fn rename() -> crate::text::Phrase {
    phrase!(
        "Give one of them another name in the study file: columns = {brackets}",
        brackets = "{ new_name = \"heading\" }"
    )
}
