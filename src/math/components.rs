//! Connected components.

/// Numbers rows from 0, in the order of their first appearance, so that rows that share a label in `a` or in `b` have the same
/// number, and so have rows that are joined through others. Both have one label for each row. Union–find, O(n α(n)).
///
/// ```
/// use tashika::math::components::joined;
/// assert_eq!(joined(&[0, 0, 1, 1, 2], &[9, 8, 8, 7, 6]), [0, 0, 0, 0, 1]);
/// ```
pub fn joined(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut parent: Vec<usize> = (0..a.len()).collect();
    for labels in [a, b] {
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|&row| labels[row]);
        for pair in order.windows(2).filter(|pair| labels[pair[0]] == labels[pair[1]]) {
            let (x, y) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
            parent[x.max(y)] = x.min(y);
        }
    }
    let mut number = vec![u32::MAX; a.len()];
    let mut next = 0;
    let mut of = |root: usize| {
        if number[root] == u32::MAX {
            number[root] = next;
            next += 1;
        }
        number[root]
    };
    (0..a.len()).map(|row| of(root(&mut parent, row))).collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the definition: the transitive closure of sharing a label.
        #[test]
        fn as_by_the_closure(rows in prop::collection::vec((0_u32..8, 0_u32..8), 0..24)) {
            let (a, b): (Vec<u32>, Vec<u32>) = rows.iter().copied().unzip();
            let n = rows.len();
            let mut linked = vec![vec![false; n]; n];
            for i in 0..n { for j in 0..n { linked[i][j] = a[i] == a[j] || b[i] == b[j]; } }
            for k in 0..n { for i in 0..n { for j in 0..n { if linked[i][k] && linked[k][j] { linked[i][j] = true; } } } }
            let found = joined(&a, &b);
            for i in 0..n { for j in 0..n { prop_assert_eq!(found[i] == found[j], linked[i][j]); } }
        }
    }
}
