//! What organisations say of each other on a scale: trust, value.

/// One rates another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Who says it.
    pub from: u32,
    /// Of whom.
    pub to: u32,
    /// What.
    pub value: f64,
}

/// Of each node: mean of what others say of it (NaN where nobody does), and how many do.
pub fn received(nodes: usize, ratings: &[Rating]) -> Vec<(f64, usize)> {
    let mut sums = vec![(0.0, 0_usize); nodes];
    for rating in ratings {
        let sum = &mut sums[rating.to as usize];
        *sum = (sum.0 + rating.value, sum.1 + 1);
    }
    sums.into_iter().map(|(sum, n)| (sum / n as f64, n)).collect()
}

/// Pairs that rate each other, the lower node first, with what the first says of the other less what the other says of the first. Who
/// is not rated is not rated 0. Each pair must be rated once in each direction. O(m log m).
pub fn mutual(ratings: &[Rating]) -> Vec<(u32, u32, f64)> {
    let key = |rating: &Rating| (rating.from.min(rating.to), rating.from.max(rating.to), rating.from > rating.to);
    let mut sorted: Vec<&Rating> = ratings.iter().collect();
    sorted.sort_by_key(|rating| key(rating));
    let pair = |pair: &[&Rating]| {
        let (one, other) = (pair[0], pair[1]);
        (one.from == other.to && one.to == other.from).then_some((one.from, one.to, one.value - other.value))
    };
    sorted.windows(2).filter_map(pair).collect()
}

/// Of each node: mean over those that it rates and that rate it of what it gives less what it gets; NaN where there are none.
pub fn asymmetry_of_nodes(nodes: usize, ratings: &[Rating]) -> Vec<f64> {
    let both = mutual(ratings).into_iter().flat_map(|(a, b, more)| [(a, more), (b, -more)]);
    let as_ratings: Vec<Rating> = both.map(|(to, value)| Rating { from: to, to, value }).collect();
    received(nodes, &as_ratings).into_iter().map(|(mean, _)| mean).collect()
}

/// Triangles with an even and with an odd number of negative sides (Cartwright & Harary 1956). A side has the sign of the sum of what the
/// two say of each other; 0 is no side.
pub fn balance(nodes: usize, ratings: &[Rating]) -> (usize, usize) {
    let mut sums = std::collections::BTreeMap::new();
    for rating in ratings {
        *sums.entry((rating.from.min(rating.to), rating.from.max(rating.to))).or_insert(0.0) += rating.value;
    }
    let mut sides: Vec<Vec<(u32, bool)>> = vec![Vec::new(); nodes];
    for (&(a, b), &sum) in sums.iter().filter(|(_, sum)| **sum != 0.0) {
        sides[a as usize].push((b, sum > 0.0));
    }
    let sign = |a: u32, b: u32| {
        let list = &sides[a as usize];
        list.binary_search_by_key(&b, |side| side.0).ok().map(|at| list[at].1)
    };
    let (mut even, mut odd) = (0, 0);
    for list in &sides {
        for (at, &(b, ab)) in list.iter().enumerate() {
            for &(c, ac) in &list[at + 1..] {
                match sign(b, c) {
                    Some(bc) if (ab == ac) == bc => even += 1,
                    Some(_) => odd += 1,
                    None => {}
                }
            }
        }
    }
    (even, odd)
}
