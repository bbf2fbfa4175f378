//! Claims beside the internal edition of the same run: which are right, how many numbers there were to hide, and whether the ranges of
//! the internal audit hold.

use std::collections::BTreeMap;

use super::claims::{Attack, Claim};
use super::counts::{self, Counts};
use super::edition::{Edition, Promise, Seen, Table};
use super::read;
use super::world::World;
use super::{Found, totals};

/// What the internal edition says.
pub struct Truth {
    edition: Edition,
    world: World,
    counts: Counts,
    names: BTreeMap<String, usize>,
}

/// Claims judged.
#[derive(Debug, Default)]
pub struct Judged {
    pub right: usize,
    /// Claims that are wrong: bugs of the attacker.
    pub wrong: Vec<String>,
    /// Claims on which the internal edition says nothing.
    pub unknown: Vec<String>,
    /// Hidden numbers from one to below the least, and rounded ones.
    pub sensitive: usize,
    /// Ranges of the audit compared, those without the truth, and those wider than what was found here.
    pub audited: usize,
    pub outside: Vec<String>,
    pub wider: Vec<String>,
}

impl Truth {
    /// From the internal edition.
    pub fn of(mut edition: Edition) -> Truth {
        edition.promise = Promise { rounding: None, ..edition.promise };
        let mut world = read::read(&edition);
        let counts = counts::known(&mut world);
        let names = (0..world.people.len()).map(|pop| (world.people.name(pop), pop)).collect();
        Truth { edition, world, counts, names }
    }

    /// The number of a population, if the internal edition tells it.
    pub fn number(&self, name: &str) -> Option<i64> {
        let (low, high) = self.counts.of(&self.world, *self.names.get(name)?);
        (low == high).then_some(low)
    }

    /// Judges what was found.
    pub fn judge(&self, found: &Found) -> Judged {
        let mut judged = Judged::default();
        for claim in &found.claims {
            let said = format!("{} = {}..{}", claim.place, claim.low, claim.high);
            match self.value(claim) {
                _ if matches!(
                    claim.attack,
                    Attack::Texts | Attack::Outlets | Attack::WholeGroups | Attack::Largest
                ) =>
                {
                    judged.right += 1
                }
                None => judged.unknown.push(said),
                Some(value) if holds(claim, value) => judged.right += 1,
                Some(value) => judged.wrong.push(format!("{said}, but {value}")),
            }
        }
        let small = |name: &&String| {
            let rounded = found.promise.rounding.is_some();
            self.number(name).is_some_and(|n| n > 0 && (n < found.promise.least || rounded))
        };
        judged.sensitive = found.numbers.iter().filter(small).count();
        self.audit(found, &mut judged);
        judged
    }

    fn value(&self, claim: &Claim) -> Option<f64> {
        if claim.attack == Attack::Totals {
            return totals::true_total(&self.world, &self.counts, &self.names, claim);
        }
        let cell = claim.cell.as_ref().and_then(|place| self.edition.at(place)).filter(|cell| cell.counts);
        cell.and_then(|cell| cell.number()).or_else(|| self.number(&claim.what).map(|n| n as f64))
    }

    /// The ranges that the internal audit gives.
    fn audit(&self, found: &Found, judged: &mut Judged) {
        let Some(audit) = self.edition.tables.iter().find(|table| table.name == "disclosure") else { return };
        let mut used: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for line in 0..audit.rows.len() {
            let Some(low) = audit.number(line, "lower") else { continue };
            let high = audit.number(line, "upper").unwrap_or(f64::INFINITY);
            let [id, row, title] = ["table", "row", "column"].map(|key| audit.text(line, key).to_string());
            let Some(table) = self.edition.table(&id) else { continue };
            let Some(column) = table.titles.iter().position(|own| *own == title) else { continue };
            let nth = used.entry((id.clone(), row.clone(), title.clone())).or_default();
            let same: Vec<usize> = (0..table.rows.len())
                .filter(|at| label(table, *at) == row && found.hides(&table.place(*at, &table.columns[column])))
                .collect();
            let Some(at) = same.get(*nth).copied() else { continue };
            *nth += 1;
            let place = table.place(at, &table.columns[column]);
            let told = format!("{}: audit {low}..{high}", super::world::told(&place));
            judged.audited += 1;
            let value = table.rows[at][column].number().filter(|_| table.rows[at][column].counts);
            if value.is_some_and(|value| value < low || value > high) {
                judged.outside.push(format!("{told}, but {value:?}"));
            }
            if let Some((own_low, own_high)) = found.range(&place)
                && (low < own_low as f64 || high > own_high as f64)
                && !(high.is_infinite() && own_high >= super::world::MANY && low >= own_low as f64)
            {
                judged.wider.push(format!("{told}, found {own_low}..{own_high}"));
            }
        }
    }
}

fn holds(claim: &Claim, value: f64) -> bool {
    let near = 1e-6 * value.abs().max(1.0);
    claim.low - near <= value && value <= claim.high + near
}

/// What the audit calls a row: its first words.
fn label(table: &Table, row: usize) -> String {
    let texts = table.rows[row].iter().filter_map(|cell| match &cell.seen {
        Seen::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    });
    let mut texts: Vec<String> = texts.take(3).collect();
    if texts.len() == 3 {
        texts.remove(0);
    }
    texts.join(": ")
}
