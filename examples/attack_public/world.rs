//! What is known of populations: how many they are, which of them make up others, and what their means are.

use std::collections::{BTreeMap, BTreeSet};

use super::digits::{Printed, alone, end, nearest, step};
use super::edition::{Cell, Edition, Place, Promise, Seen, Table};
use super::people::{People, Pop};

/// More than there can be.
pub const MANY: i64 = 1_000_000_000;

/// The unknowns and what is said of them.
pub struct World {
    pub people: People,
    pub promise: Promise,
    /// Whether numbers that are no counts have all their digits.
    pub exact: bool,
    /// Least and largest number of each population.
    pub bounds: BTreeMap<Pop, (i64, i64)>,
    /// Σ factor·n = 0, which holds for totals too.
    pub sums: Vec<Vec<(Pop, i64)>>,
    /// Which unknown a cell holds.
    pub cells: BTreeMap<Place, Pop>,
    /// Cells that are not shown.
    pub hidden: Vec<(Place, Pop)>,
    /// Counts that are shown.
    pub shown: Vec<(Place, Pop)>,
    /// As what they are shown.
    pub printed: BTreeMap<Pop, i64>,
    pub means: Vec<Mean>,
    pub shares: Vec<Share>,
    /// Estimates of changes with what is said of their spread.
    pub estimates: Vec<Estimate>,
    /// How often each value was given.
    pub histograms: Vec<Histogram>,
    /// Who rose, stayed the same and fell, by population and change.
    pub signs: BTreeMap<(Pop, String), [Pop; 3]>,
    /// Values of variables that are whole numbers, by the name of the variable, with the span from least to largest.
    pub whole: BTreeMap<String, Option<f64>>,
    /// Variables that are yes or no.
    pub yes: BTreeSet<String>,
    /// Places that contradict what others say: read wrongly here.
    pub misread: Vec<String>,
}

/// The mean of a variable over a population.
#[derive(Clone, Debug)]
pub struct Mean {
    pub pop: Pop,
    pub variable: String,
    pub value: Printed,
    pub place: String,
}

/// How large a part of a population another is.
#[derive(Clone, Debug)]
pub struct Share {
    pub part: Pop,
    pub of: Pop,
    pub value: Printed,
    pub place: Place,
    pub hidden: bool,
}

/// An estimate of a change: of what it is printed with, what there is.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    pub pop: Pop,
    pub change: String,
    pub place: String,
    pub mean: Option<Printed>,
    pub low: Option<Printed>,
    pub high: Option<Printed>,
    pub error: Option<Printed>,
    pub p: Option<Printed>,
    pub df: Option<f64>,
    pub level: f64,
    /// Whether the interval is known to come from the t law.
    pub by_t: bool,
    /// Whether only the ratio to the error is known: it is in standard deviations.
    pub scaled: bool,
    /// The mean over the standard deviation of the changes.
    pub size: Option<Printed>,
}

/// The populations that gave each value of a variable.
#[derive(Clone, Debug)]
pub struct Histogram {
    pub all: Pop,
    pub variable: String,
    pub steps: Vec<(i64, Pop)>,
}

impl World {
    pub fn new(edition: &Edition) -> World {
        World {
            people: People::default(),
            promise: edition.promise,
            exact: is_exact(edition),
            bounds: BTreeMap::new(),
            sums: Vec::new(),
            cells: BTreeMap::new(),
            hidden: Vec::new(),
            shown: Vec::new(),
            printed: BTreeMap::new(),
            means: Vec::new(),
            shares: Vec::new(),
            estimates: Vec::new(),
            histograms: Vec::new(),
            signs: BTreeMap::new(),
            whole: BTreeMap::new(),
            yes: BTreeSet::new(),
            misread: Vec::new(),
        }
    }

    /// That a cell counts a population.
    pub fn count(&mut self, place: Place, cell: Option<&Cell>, pop: Pop) {
        let Some(cell) = cell else { return };
        match &cell.seen {
            Seen::Number(value) => {
                let (low, high) = self.promise.shown(*value);
                self.bound(pop, low, high);
                self.shown.push((place.clone(), pop));
                self.printed.insert(pop, value.round() as i64);
            }
            Seen::Hidden => self.hidden.push((place.clone(), pop)),
            _ => return,
        }
        self.cells.insert(place, pop);
    }

    /// That a population has at least and at most so many.
    pub fn bound(&mut self, pop: Pop, low: i64, high: i64) {
        let own = self.bounds.entry(pop).or_insert((0, MANY));
        let both = (own.0.max(low), own.1.min(high));
        if both.0 > both.1 {
            self.misread.push(format!("{}: {own:?} and {:?}", self.people.name(pop), (low, high)));
        } else {
            *own = both;
        }
    }

    /// whole = Σ parts, of people and of what they have.
    pub fn sum(&mut self, whole: Pop, parts: &[Pop]) {
        let mut row = vec![(whole, -1)];
        row.extend(parts.iter().map(|part| (*part, 1)));
        self.sums.push(row);
    }

    /// A mean that a cell holds.
    pub fn mean(&mut self, place: &Place, cell: Option<&Cell>, pop: Pop, variable: &str) {
        let Some(value) = cell.and_then(Cell::number) else { return };
        let value = self.printed(value);
        self.means.push(Mean { pop, variable: variable.into(), value, place: told(place) });
    }

    /// The estimate of a row with the ends of its interval; `factor` brings it to the unit of the values.
    pub fn estimate(&mut self, table: &Table, row: usize, pop: Pop, change: &str, factor: f64) {
        let numbers = ["estimate", "low", "high"].map(|key| table.number(row, key));
        let Some(step) = self.step(&numbers) else { return };
        let place = told(&table.place(row, "estimate"));
        let mean = numbers[0].map(|value| nearest(value, step).times(factor));
        let [low, high] =
            [(1, false), (2, true)].map(|(at, upper)| numbers[at].map(|value| end(value, step, upper).times(factor)));
        let scaled = table.name.starts_with("forest");
        if let Some(value) = mean.filter(|_| !scaled) {
            self.means.push(Mean { pop, variable: change.into(), value, place: place.clone() });
        }
        let change = change.to_string();
        self.estimates.push(Estimate {
            pop,
            change,
            place,
            mean,
            low,
            high,
            level: 0.95,
            scaled,
            ..Estimate::default()
        });
    }

    /// The step of numbers that are printed together; nothing where there is none of them.
    pub fn step(&self, numbers: &[Option<f64>]) -> Option<f64> {
        let known: Vec<f64> = numbers.iter().flatten().copied().collect();
        match (known.is_empty(), self.exact) {
            (true, _) => None,
            (_, true) => Some(0.0),
            _ => Some(step(&known, f64::MAX)),
        }
    }

    /// A share that a cell holds.
    pub fn share(&mut self, place: Place, cell: Option<&Cell>, part: Pop, of: Pop) {
        let Some(cell) = cell.filter(|cell| cell.is_there()) else { return };
        let hidden = cell.seen == Seen::Hidden;
        let value = cell.number().map_or(Printed { low: 0.0, high: 1.0 }, |value| self.printed_share(value));
        self.shares.push(Share { part, of, value, place, hidden });
    }

    /// What a number that is printed alone may stand for.
    pub fn printed(&self, value: f64) -> Printed {
        if self.exact { nearest(value, 0.0) } else { alone(value) }
    }

    /// A share of what is either so or not: it tells both numbers.
    pub fn either(&mut self, place: Place, cell: Option<&Cell>, (part, other): (Pop, Pop), of: Pop) {
        let from = self.shares.len();
        self.share(place, cell, part, of);
        self.sum(of, &[part, other]);
        // Rounded, the others are shown as the difference: nothing new.
        if self.promise.rounding.is_some() {
            return;
        }
        let others: Vec<Share> = self.shares[from..]
            .iter()
            .map(|share| Share {
                part: other,
                value: Printed { low: 1.0 - share.value.high, high: 1.0 - share.value.low },
                ..share.clone()
            })
            .collect();
        self.shares.extend(others);
    }

    /// Means of what is yes or no are shares.
    pub fn means_of_yes(&mut self) {
        let means: Vec<Mean> = self.means.iter().filter(|mean| self.yes.contains(&mean.variable)).cloned().collect();
        for Mean { pop, variable, value, place } in means {
            let [yes, no] = ["yes", "no"].map(|answer| self.people.with(pop, &format!("{variable}={answer}")));
            let place = (place, 0, String::new());
            let value = value.and(Printed { low: 0.0, high: 1.0 });
            let other = Printed { low: 1.0 - value.high, high: 1.0 - value.low };
            let told = [(yes, value), (no, other)];
            let new = if self.promise.rounding.is_some() { &told[..1] } else { &told[..] };
            for &(part, value) in new {
                self.shares.push(Share { part, of: pop, value, place: place.clone(), hidden: false });
            }
            self.sum(pop, &[yes, no]);
        }
    }

    fn printed_share(&self, value: f64) -> Printed {
        self.printed(value).and(Printed { low: 0.0, high: 1.0 })
    }

    /// As what the number of a population is shown, under any of its names.
    pub fn shown_as(&self, pop: Pop) -> Option<i64> {
        let root = self.people.root(pop);
        let own = self.printed.get(&pop).copied();
        own.or_else(|| self.printed.iter().find(|(own, _)| self.people.root(**own) == root).map(|(_, shown)| *shown))
    }

    /// What is known of the number of a population.
    pub fn of(&self, pop: Pop) -> (i64, i64) {
        self.bounds.get(&pop).copied().unwrap_or((0, MANY))
    }
}

/// A place in words.
pub fn told(place: &Place) -> String {
    format!("{}[{}].{}", place.0, place.1, place.2)
}

/// Whether the numbers of an edition are not rounded: errors of estimates stand there.
fn is_exact(edition: &Edition) -> bool {
    super::read::every(&edition.json, "findings").iter().any(|finding| finding["effect"]["std_error"].is_number())
}
