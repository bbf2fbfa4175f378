//! Populations as sets of conditions: who satisfies more conditions is among those who satisfy fewer. So the same people are the
//! same unknown in every table, and one population lies within another, without anything said of it.

use std::collections::{BTreeMap, BTreeSet};

/// A population, by number.
pub type Pop = usize;

/// All populations.
#[derive(Clone, Debug, Default)]
pub struct People {
    sets: Vec<BTreeSet<String>>,
    index: BTreeMap<BTreeSet<String>, Pop>,
    same: Vec<Pop>,
}

impl People {
    /// Everybody.
    pub fn all(&mut self) -> Pop {
        self.of(BTreeSet::new())
    }

    fn of(&mut self, conditions: BTreeSet<String>) -> Pop {
        if let Some(pop) = self.index.get(&conditions) {
            return *pop;
        }
        let pop = self.sets.len();
        self.index.insert(conditions.clone(), pop);
        self.sets.push(conditions);
        self.same.push(pop);
        pop
    }

    /// Those of a population that satisfy one more condition.
    pub fn with(&mut self, pop: Pop, condition: &str) -> Pop {
        let mut set = self.sets[pop].clone();
        set.insert(condition.to_string());
        self.of(set)
    }

    /// How many populations there are.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// In words.
    pub fn name(&self, pop: Pop) -> String {
        let all: Vec<&str> = self.sets[pop].iter().map(String::as_str).collect();
        if all.is_empty() { "everybody".into() } else { all.join(" & ") }
    }

    /// That two are the same people.
    pub fn same(&mut self, a: Pop, b: Pop) {
        let (a, b) = (self.root(a), self.root(b));
        self.same[a.max(b)] = a.min(b);
    }

    /// The first that is the same.
    pub fn root(&self, mut pop: Pop) -> Pop {
        while self.same[pop] != pop {
            pop = self.same[pop];
        }
        pop
    }

    /// Whether all of `inner` are among `outer` for sure.
    pub fn within(&self, inner: Pop, outer: Pop) -> bool {
        let has = |condition: &String| {
            self.sets[inner].contains(condition) || self.sets[inner].iter().any(|own| implies(own, condition))
        };
        self.sets[outer].iter().all(has)
    }
}

/// Whether a condition on a number implies another: `score >= 51` implies `score >= 50`.
fn implies(own: &str, other: &str) -> bool {
    let (Some(own), Some(other)) = (Bound::read(own), Bound::read(other)) else { return false };
    if own.variable != other.variable {
        return false;
    }
    match (own.upper, other.upper) {
        (false, false) => own.at > other.at || own.at == other.at && (own.strict || !other.strict),
        (true, true) => own.at < other.at || own.at == other.at && (own.strict || !other.strict),
        _ => false,
    }
}

struct Bound<'t> {
    variable: &'t str,
    at: f64,
    upper: bool,
    strict: bool,
}

impl Bound<'_> {
    fn read(text: &str) -> Option<Bound<'_>> {
        let text = text.strip_prefix("where:")?;
        let at = text.find(['<', '>'])?;
        let (variable, rest) = text.split_at(at);
        let upper = rest.starts_with('<');
        let strict = !rest[1..].starts_with('=');
        let number = rest[1..].trim_start_matches('=').trim().parse().ok()?;
        Some(Bound { variable: variable.trim(), at: number, upper, strict })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_conditions_are_fewer_people() {
        let mut people = People::default();
        let all = people.all();
        let (fifty, more) = (people.with(all, "where:score >= 50"), people.with(all, "where:score >= 51"));
        let part = people.with(more, "part:A");
        assert!(people.within(part, fifty) && people.within(more, fifty) && !people.within(fifty, more));
        let other = people.with(all, "part:A");
        assert_eq!(people.with(other, "where:score >= 51"), part);
    }
}
