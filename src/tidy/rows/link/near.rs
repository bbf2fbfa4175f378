//! Who comes nearest to a row that no key joins.

use super::Linker;
use super::kind::KeyKind;
use super::outcome::{Belonging, KeyMatch, Outcome};
use super::own::Who;
use super::same::{agree, of};
use crate::names::{Class, Party};
use crate::phrase;
use crate::tidy::rows::link::outcome::NearestTarget;

/// So many names are looked at that may be meant by a row.
const LIKE: usize = 8;

impl Linker<'_> {
    /// The target whose name comes nearest.
    pub(super) fn nearest(&self, party: &Party) -> NearestTarget {
        let best = self.near.nearest(party, 1).into_iter().next();
        best.map(|(at, judged)| (self.target_of[at as usize], judged))
    }

    /// A row that no key joins, with who comes nearest.
    pub(super) fn not_joined(&self, who: Who<'_>, found: KeyMatch, nearest: NearestTarget) -> Outcome {
        if let KeyMatch::Doubt(targets, score, why, several) = found {
            let joined = if several { Belonging::Several } else { Belonging::Probable };
            return self.apart(who, joined, score, why, &targets);
        }
        if matches!(found, KeyMatch::NoKey) && nearest.is_none() {
            return self.apart(who, Belonging::NoKey, 0.0, phrase!("no number, id or name"), &[]);
        }
        if let Some(target) = self.like_id(who) {
            let why = phrase!("the same id but for zeros, signs or the size of letters");
            return self.apart(who, Belonging::Probable, 0.9, why, &[target]);
        }
        match nearest {
            Some((target, judged)) if judged.class != Class::Unmatched && self.has_another_number(who, target) => self
                .apart(
                    who,
                    Belonging::Nobody,
                    judged.score,
                    phrase!("alike, but with another number or id"),
                    &[target],
                ),
            Some((target, judged)) if judged.class != Class::Unmatched => {
                // Equal names that were not joined by now are those of several, which is said above.
                self.apart(who, Belonging::Probable, judged.score, judged.why.phrase(), &self.all_like(who, target))
            }
            Some((target, judged)) => self.apart(who, Belonging::Nobody, judged.score, judged.why.phrase(), &[target]),
            None => self.apart(who, Belonging::Nobody, 0.0, phrase!("nobody in `{to}` is like it", to = self.to), &[]),
        }
    }

    /// All whose names are so like a row's that they may be meant, the nearest first.
    fn all_like(&self, who: Who<'_>, nearest: u32) -> Vec<u32> {
        let party = who.party(&self.keys);
        let near = party.iter().flat_map(|party| self.near.nearest(party, LIKE));
        let others =
            near.filter(|(_, judged)| judged.class != Class::Unmatched).map(|(at, _)| self.target_of[at as usize]);
        std::iter::once(nearest).chain(others.filter(|other| *other != nearest)).collect()
    }

    fn has_another_number(&self, who: Who<'_>, target: u32) -> bool {
        let theirs = self.targets[target as usize];
        agree(&self.keys, |key| who.value(&self.keys, key), |key| of(&self.keys[key], theirs)) == Some(false)
    }

    /// The one target whose id is the same but for how it is written.
    fn like_id(&self, who: Who<'_>) -> Option<u32> {
        let mut ids = (0..self.keys.len()).filter(|&key| self.keys[key].kind == KeyKind::Id);
        ids.find_map(|key| {
            let value = who.value(&self.keys, key)?;
            let found = self.keys[key].like(&value);
            let first = *found.first()?;
            let one = |at: &u32| self.theirs(*at).value(&self.keys, key) == self.theirs(first).value(&self.keys, key);
            found.iter().all(one).then_some(first)
        })
    }
}
