//! What the attack claims: numbers that are told more closely than the profile promises.

use super::counts::Counts;
use super::edition::{Edition, Place};
use super::people::Pop;
use super::world::{MANY, World, told};

/// How a number was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attack {
    /// A small number stands there as it is.
    Printed,
    /// By sums and differences of counts.
    Sums,
    /// By the sum and the squares of whole numbers.
    Moments,
    /// By shares of a known number.
    Shares,
    /// A rounded count, by the mean beside it.
    Rounding,
    /// The total of few, by the difference of populations.
    Totals,
    /// Nobody or everybody of a group.
    WholeGroups,
    /// The largest of few or many, by whoever has the second largest.
    Largest,
    /// By names, texts and files.
    Texts,
    /// By an outlet that says more than the tables.
    Outlets,
}

impl Attack {
    /// All, in the order of the table.
    pub const ALL: [Attack; 10] = [
        Attack::Printed,
        Attack::Sums,
        Attack::Moments,
        Attack::Shares,
        Attack::Rounding,
        Attack::Totals,
        Attack::WholeGroups,
        Attack::Largest,
        Attack::Texts,
        Attack::Outlets,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Attack::Printed => "printed",
            Attack::Sums => "sums",
            Attack::Moments => "moments",
            Attack::Shares => "shares",
            Attack::Rounding => "rounding",
            Attack::Totals => "totals",
            Attack::WholeGroups => "0 and 100 %",
            Attack::Largest => "largest",
            Attack::Texts => "texts",
            Attack::Outlets => "outlets",
        }
    }
}

/// A claim about one number.
#[derive(Clone, Debug)]
pub struct Claim {
    pub attack: Attack,
    /// Where it stands, or what it is.
    pub place: String,
    /// The cell, where there is one.
    pub cell: Option<Place>,
    /// Of whom.
    pub what: String,
    pub low: f64,
    pub high: f64,
}

impl Claim {
    /// Whether one value is left.
    pub fn is_exact(&self) -> bool {
        self.high - self.low < 1e-6 * self.high.abs().max(1.0)
    }
}

/// Claims about numbers of units; each number once, under the first of its places.
pub fn of_counts(edition: &Edition, world: &World, counts: &Counts) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut seen: Vec<Pop> = Vec::new();
    let hidden = world.hidden.iter().map(|(place, pop)| (place, *pop, false));
    let shares = world.shares.iter().filter(|share| world.people.root(share.part) != world.people.root(share.of));
    let shares = shares.map(|share| (&share.place, share.part, false));
    let shown = world.shown.iter().map(|(place, pop)| (place, *pop, true));
    for (place, pop, shown) in hidden.chain(shares).chain(shown) {
        let root = world.people.root(pop);
        let (low, high) = counts.of(world, pop);
        if seen.contains(&root) || high >= MANY || !is_told(world, (low, high), shown) {
            continue;
        }
        seen.push(root);
        let attack = match counts.by.get(&root).copied() {
            _ if shown && world.promise.rounding.is_none() => Attack::Printed,
            Some("moments") => Attack::Moments,
            Some("shares") => Attack::Shares,
            Some("means of whole numbers") => Attack::Rounding,
            _ if shown => Attack::Rounding,
            _ => Attack::Sums,
        };
        let cell = edition.at(place).map(|_| place.clone());
        let (low, high) = (low as f64, high as f64);
        claims.push(Claim { attack, place: told(place), cell, what: world.people.name(pop), low, high });
    }
    claims
}

/// Groups of which everybody is told to be the same: all rose, all fell, all gave one answer.
pub fn of_whole_groups(world: &World, counts: &Counts) -> Vec<Claim> {
    if !world.promise.whole_groups {
        return Vec::new();
    }
    let signs = world.signs.iter().flat_map(|((pop, _), [rose, _, fell])| [(*pop, *rose), (*pop, *fell)]);
    let shares = world.shares.iter().map(|share| (share.of, share.part));
    let mut claims: Vec<Claim> = Vec::new();
    for (all, part) in signs.chain(shares) {
        let (whole, own) = (counts.of(world, all), counts.of(world, part));
        let name = world.people.name(part);
        // That all are known, or in some bin of scores, says nothing of a person.
        let said = name.contains('=') || name.contains("rose:") || name.contains("fell:");
        if said && whole.0 >= 1 && own.0 >= whole.1 && !claims.iter().any(|claim| claim.what == name) {
            let (low, high) = (own.0 as f64, own.1 as f64);
            claims.push(Claim {
                attack: Attack::WholeGroups,
                place: world.people.name(all),
                cell: None,
                what: name,
                low,
                high,
            });
        }
    }
    claims
}

fn is_told(world: &World, (low, high): (i64, i64), shown: bool) -> bool {
    let promise = world.promise;
    match (shown, promise.rounding) {
        // A small number that is there to be read.
        (true, None) => low >= 1 && high < promise.least,
        _ => promise.is_told(low, high, shown),
    }
}
