//! Which names to compare: no pass over all pairs.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::Party;
use super::judge::{Judged, judge};
use super::similarity::bigrams;

/// Bigrams that a search follows: the rarest ones of a name that the others have.
const FOLLOWED: usize = 5;
/// Names that a bigram leads to at most.
const LED_TO: usize = 400;
/// Names that share most bigrams are compared, at most this many.
const COMPARED: usize = 16;

/// Parties by what their names are made of. The cost of a search is bounded (5 bigrams of at most 400 names each, 16 comparisons),
/// however many parties there are.
#[derive(Debug, Default)]
pub struct Neighbours {
    parties: Vec<Party>,
    by_core: BTreeMap<String, Vec<u32>>,
    by_loose: IndexMap<String, Vec<u32>>,
    by_former: IndexMap<String, Vec<u32>>,
    by_bigram: IndexMap<(char, char), Vec<u32>>,
}

impl Neighbours {
    /// Indexes parties; the order does not matter for what is found.
    pub fn new(parties: Vec<Party>) -> Neighbours {
        let mut index = Neighbours { parties, ..Neighbours::default() };
        let mut order: Vec<u32> = (0..index.parties.len() as u32).collect();
        order.sort_by(|a, b| index.parties[*a as usize].cmp(&index.parties[*b as usize]).then(a.cmp(b)));
        for at in order {
            let name = &index.parties[at as usize].name;
            let first = !index.by_core.contains_key(&name.core);
            index.by_core.entry(name.core.clone()).or_default().push(at);
            index.by_loose.entry(name.loose.clone()).or_default().push(at);
            if let Some(former) = &name.former {
                index.by_former.entry(former.clone()).or_default().push(at);
            }
            // A bigram leads to a name, not to each of those who bear it.
            for bigram in distinct_bigrams(&name.core).into_iter().filter(|_| first) {
                index.by_bigram.entry(bigram).or_default().push(at);
            }
        }
        index
    }

    /// A party, by its place among those given.
    pub fn party(&self, at: u32) -> &Party {
        &self.parties[at as usize]
    }

    /// Those with the same normalised name.
    pub fn same_name(&self, core: &str) -> &[u32] {
        self.by_core.get(core).map_or(&[], Vec::as_slice)
    }

    /// The parties that are most like one, best first: index and judgement. At most `most`, none with a score of nothing.
    pub fn nearest(&self, party: &Party, most: usize) -> Vec<(u32, Judged)> {
        let mut found: Vec<u32> = self.candidates(party);
        found.sort_unstable();
        found.dedup();
        let judged = found.into_iter().map(|at| (at, judge(party, &self.parties[at as usize])));
        let mut judged: Vec<(u32, Judged)> = judged.filter(|(_, judged)| judged.score > 0.0).collect();
        judged.sort_by(|(a, x), (b, y)| {
            let by_party = || self.parties[*a as usize].cmp(&self.parties[*b as usize]).then(a.cmp(b));
            y.score.total_cmp(&x.score).then_with(by_party)
        });
        judged.truncate(most);
        judged
    }

    fn candidates(&self, party: &Party) -> Vec<u32> {
        let core = &party.name.core;
        let of = |all: Option<&Vec<u32>>| all.map_or_else(Vec::new, |all| all.iter().copied().take(LED_TO).collect());
        let mut found = of(self.by_core.get(core));
        found.extend(of(self.by_loose.get(&party.name.loose)));
        found.extend(of(self.by_former.get(core)));
        found.extend(of(party.name.former.as_ref().and_then(|former| self.by_core.get(former))));
        let alike = self.sharing(core);
        found.extend(alike.iter().flat_map(|&at| of(self.by_core.get(&self.parties[at as usize].name.core))));
        found
    }

    /// One bearer of each of the names that share most of the rarest bigrams.
    fn sharing(&self, core: &str) -> Vec<u32> {
        let mut lists: Vec<&[u32]> =
            distinct_bigrams(core).iter().filter_map(|bigram| self.by_bigram.get(bigram)).map(Vec::as_slice).collect();
        lists.sort_by_key(|list| list.len());
        let mut led: Vec<u32> =
            lists.into_iter().take(FOLLOWED).flat_map(|list| list.iter().take(LED_TO)).copied().collect();
        led.sort_unstable();
        let length = core.chars().count();
        let mut counted: Vec<(usize, usize, &str, u32)> = led
            .chunk_by(|a, b| a == b)
            .map(|run| {
                let name = self.parties[run[0] as usize].name.core.as_str();
                (usize::MAX - run.len(), name.chars().count().abs_diff(length), name, run[0])
            })
            .collect();
        counted.sort_unstable();
        counted.into_iter().take(COMPARED).map(|(.., at)| at).collect()
    }
}

/// The distinct bigrams of a name, in order.
fn distinct_bigrams(core: &str) -> Vec<(char, char)> {
    let mut pairs = bigrams(core.chars());
    pairs.dedup();
    pairs
}
