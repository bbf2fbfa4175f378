use std::cmp::Ordering;
use std::sync::Arc;

/// Who is counted: a set of units, known by its members and not by what a table calls it. Two sets are the same where they have the
/// same members; of sets that do not overlap, the key of all is that of the parts put together. So tables need not say of
/// each other that they count the same: what tells a number in one tells it in all (Zobrist keys, 128 bits).
///
/// Who has an outcome is known of that outcome ([`Members::about`]): that two outcomes happen to be known of the same units is
/// nothing that a reader could know.
#[derive(Clone, Debug, Default)]
pub struct Members {
    outcome: u64,
    key: u128,
    n: u32,
    units: Arc<Units>,
}

/// Numbers of answers given before, where one who answers twice stands in both groups.
pub const BEFORE: u32 = 1 << 31;

/// A set of units, a bit for each; answers given before apart.
#[derive(Clone, Debug, Default)]
struct Units([Vec<u64>; 2]);

impl Units {
    fn add(&mut self, unit: u32) {
        let (set, at) = (&mut self.0[usize::from(unit >= BEFORE)], (unit & !BEFORE) as usize);
        if set.len() <= at / 64 {
            set.resize(at / 64 + 1, 0);
        }
        set[at / 64] |= 1 << (at % 64);
    }

    /// Word by word, those of both.
    fn with(&self, other: &Units, of: impl Fn(u64, u64) -> u64) -> Units {
        let words = |i: usize| {
            let (a, b) = (&self.0[i], &other.0[i]);
            let word = |at: usize| of(a.get(at).copied().unwrap_or(0), b.get(at).copied().unwrap_or(0));
            (0..a.len().max(b.len())).map(word).collect()
        };
        Units([words(0), words(1)])
    }

    /// Whether all of these are among others.
    fn within(&self, others: &Units) -> bool {
        (0..2).all(|i| {
            let there = |(at, word): (usize, &u64)| word & !others.0[i].get(at).copied().unwrap_or(0) == 0;
            self.0[i].iter().enumerate().all(there)
        })
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Members) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Members {}

impl PartialOrd for Members {
    fn partial_cmp(&self, other: &Members) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Members {
    fn cmp(&self, other: &Members) -> Ordering {
        self.id().cmp(&other.id())
    }
}

impl Members {
    /// Of units by number, each there once.
    pub fn of(units: impl IntoIterator<Item = u32>) -> Members {
        let mut all = Members::default();
        let mut set = Units::default();
        for unit in units {
            set.add(unit);
            (all.key, all.n) = (all.key ^ key(unit), all.n + 1);
        }
        Members { units: Arc::new(set), ..all }
    }

    /// The same as those of whom something is known about an outcome.
    pub fn about(self, outcome: &str) -> Members {
        // FNV-1a.
        let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Members { outcome: outcome.bytes().fold(0xcbf2_9ce4_8422_2325, add), ..self }
    }

    /// The same apart from any outcome.
    pub fn themselves(self) -> Members {
        Members { outcome: 0, ..self }
    }

    /// The same about the outcome that others are about.
    pub fn of_outcome(self, others: &Members) -> Members {
        Members { outcome: others.outcome, ..self }
    }

    /// Whether all three are about one outcome, as far as they are about any.
    pub fn fits(&self, all: &Members, part: &Members) -> bool {
        let mut about = [self.outcome, all.outcome, part.outcome].into_iter().filter(|outcome| *outcome != 0);
        let first = about.next();
        about.all(|outcome| Some(outcome) == first)
    }

    /// How many they are.
    pub fn n(&self) -> usize {
        self.n as usize
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Together with others, of whom none is among these.
    pub fn and(self, others: &Members) -> Members {
        let units = Arc::new(self.units.with(&others.units, |a, b| a | b));
        Members { key: self.key ^ others.key, n: self.n + others.n, units, ..self }
    }

    /// Whether all of them are among others, as far as what both are about lets one know.
    pub fn are_among(&self, all: &Members) -> bool {
        (self.outcome == all.outcome || all.outcome == 0) && self.units.within(&all.units)
    }

    /// Key of the outcome that they are about; 0 where they are about none.
    pub fn outcome(&self) -> u64 {
        self.outcome
    }

    /// The same about the outcome with a key.
    pub fn about_key(self, outcome: u64) -> Members {
        Members { outcome, ..self }
    }

    /// The units, in order; answers given before after the others.
    pub fn units(&self) -> impl Iterator<Item = u32> + '_ {
        self.units.0.iter().zip([0, BEFORE]).flat_map(|(words, beside)| {
            words.iter().enumerate().flat_map(move |(at, word)| {
                let there = (0..64).filter(move |bit| word >> bit & 1 == 1);
                there.map(move |bit| (at as u32 * 64 + bit) | beside)
            })
        })
    }

    /// The key of those who are left where some of these go, by which they can be looked up.
    pub fn rest(&self, some: &Members) -> Option<Members> {
        Some(Members {
            outcome: self.outcome,
            key: self.key ^ some.key,
            n: self.n.checked_sub(some.n)?,
            ..Members::default()
        })
    }

    fn id(&self) -> (u64, u128, u32) {
        (self.outcome, self.key, self.n)
    }

    /// Those who are left where some of these go; nothing where more would go than there are.
    pub fn without(&self, some: &Members) -> Option<Members> {
        let n = self.n.checked_sub(some.n)?;
        let units = Arc::new(self.units.with(&some.units, |a, b| a & !b));
        Some(Members { outcome: self.outcome, key: self.key ^ some.key, n, units })
    }
}

/// A random number for each unit, always the same (the finalizer of SplitMix64, twice).
fn key(unit: u32) -> u128 {
    let half = |salt: u64| {
        let mut z = (u64::from(unit) << 1 | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u128::from(z ^ (z >> 31))
    };
    half(0x2545_f491_4f6c_dd1d) << 64 | half(0xd1b5_4a32_d192_ed03)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_its_members_in_any_order_and_the_sum_of_its_parts() {
        let all = Members::of(0..100);
        assert_eq!(all, Members::of((0..100).rev()));
        assert_eq!(all, Members::of(0..40).and(&Members::of(40..100)));
        assert_eq!(all.without(&Members::of(0..40)), Some(Members::of(40..100)));
        assert_eq!((all.n(), Members::of([]).is_empty(), Members::of([1]).without(&all)), (100, true, None));
        assert_ne!(Members::of(0..40), Members::of(1..41));
        let known = |outcome| all.clone().about(outcome);
        assert!(known("a") == known("a") && known("a") != known("b") && known("a").themselves() == all);
        let some = Members::of([3, 40 | BEFORE]);
        assert!(!some.are_among(&all) && Members::of([3]).are_among(&all) && !all.are_among(&Members::of([3])));
        assert!(Members::of([3]).about("a").are_among(&all) && !Members::of([3]).are_among(&known("a")));
        assert_eq!(some.without(&Members::of([3])), Some(Members::of([40 | BEFORE])));
        let mut keys: Vec<u128> = (0..10_000).map(key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 10_000);
    }
}
