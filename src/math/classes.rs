//! Classes of a score by cut points, and units moved to the next class where one has too few of a group.

/// Class of each value, from 0: the ascending cuts c₀ … c_k bound k classes, closed below, the last one on both sides; what lies
/// beyond belongs to the first or the last.
pub fn of_cuts(value: &[f64], cuts: &[f64]) -> Vec<u32> {
    let last = cuts.len().saturating_sub(2);
    value.iter().map(|value| cuts[1..=last].partition_point(|cut| cut <= value) as u32).collect()
}

/// The same numbered without gaps; and how many there are.
pub fn without_gaps(class: &[u32]) -> (Vec<u32>, usize) {
    let mut known = class.to_vec();
    known.sort_unstable();
    known.dedup();
    let number = |class: &u32| known.partition_point(|it| it < class) as u32;
    (class.iter().map(number).collect(), known.len())
}

/// Moves units of each group to the next class until every class has `least` of both (MatchIt's rule). The first class without one is
/// filled from the nearest class that has any: from below with its largest value, where the classes below have more to spare (units
/// beyond the first, counted by 1/distance in classes) or as much, else from above with its smallest. Returns how many were moved, or
/// nothing where a group is too small.
pub fn fill(class: &mut [u32], classes: usize, value: &[f64], treated: &[bool], least: usize) -> Option<usize> {
    let mut moved = 0;
    for group in [true, false] {
        let members: Vec<usize> = (0..class.len()).filter(|&i| treated[i] == group).collect();
        if members.len() < classes * least {
            return None;
        }
        let mut count = vec![0usize; classes];
        members.iter().for_each(|&i| count[class[i] as usize] += 1);
        for _ in 0..least {
            while let Some(empty) = count.iter().position(|&n| n == 0) {
                let (from, below) = source(&count, empty)?;
                let unit = extreme(&members, class, value, from, below)?;
                class[unit] = empty as u32;
                count[from] -= 1;
                count[empty] += 1;
                moved += 1;
            }
            // What is there counts as used up, so that the next round asks for one more.
            count.iter_mut().for_each(|n| *n -= 1);
        }
    }
    Some(moved)
}

/// The class that gives a unit to the empty one, and whether it lies below.
fn source(count: &[usize], empty: usize) -> Option<(usize, bool)> {
    let spare = |at: usize| count[at].saturating_sub(1) as f64 / at.abs_diff(empty) as f64;
    let (below, above): (f64, f64) = ((0..empty).map(spare).sum(), (empty + 1..count.len()).map(spare).sum());
    let left = (0..empty).rev().find(|&at| count[at] > 0).map(|at| (at, true));
    let right = (empty + 1..count.len()).find(|&at| count[at] > 0).map(|at| (at, false));
    if below >= above { left.or(right) } else { right.or(left) }
}

/// The first of its units with the largest or the smallest value. Units that were moved into a class before may move on.
fn extreme(members: &[usize], class: &[u32], value: &[f64], of: usize, largest: bool) -> Option<usize> {
    let within = members.iter().copied().filter(|&i| class[i] as usize == of);
    within.reduce(|best, i| {
        let further = if largest { value[i] > value[best] } else { value[i] < value[best] };
        if further { i } else { best }
    })
}

/// How far two weighted groups are apart over cells: ½ Σ |f₁ − f₀|, 0 the same and 1 nothing shared (L1 of Iacus, King and Porro).
pub fn apart(cell: &[u32], treated: &[bool], weight: &[f64]) -> f64 {
    let cells = cell.iter().max().map_or(0, |last| *last as usize + 1);
    let shares = |group: bool| {
        let mut shares = vec![0.0; cells];
        let members = (0..cell.len()).filter(|&i| treated[i] == group);
        members.for_each(|i| shares[cell[i] as usize] += weight[i]);
        let total: f64 = shares.iter().sum();
        shares.iter().map(|share| if total > 0.0 { share / total } else { 0.0 }).collect::<Vec<f64>>()
    };
    shares(true).iter().zip(shares(false)).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_belongs_to_the_class_above_it() {
        let class = of_cuts(&[0.0, 0.2, 0.3, 0.5, 0.9, 1.5], &[0.2, 0.3, 0.5, 0.9]);
        assert_eq!(class, [0, 0, 1, 2, 2, 2]);
        assert_eq!(without_gaps(&[0, 3, 3, 5]), (vec![0, 1, 1, 2], 3));
    }

    #[test]
    fn an_empty_class_is_filled_from_the_side_that_has_more() {
        let value = [0.1, 0.2, 0.3, 0.4, 0.9, 0.5, 0.6];
        let treated = [false, false, false, false, false, true, true];
        let mut class = [0, 0, 0, 0, 2, 1, 2];
        // Treated: none in class 0; others: none in class 1.
        assert_eq!(fill(&mut class, 3, &value, &treated, 1), None, "two treated for three classes");
        let mut class = [0, 0, 0, 0, 1, 1, 1];
        assert_eq!(fill(&mut class, 2, &value, &treated, 1), Some(1));
        assert_eq!(class, [0, 0, 0, 0, 1, 0, 1], "the smallest treated moves down");
        let mut class = [0, 0, 0, 0, 1, 0, 1];
        assert_eq!(fill(&mut class, 2, &value, &treated, 1), Some(0));
    }

    #[test]
    fn groups_apart() {
        let treated = [true, true, false, false];
        assert_eq!(apart(&[0, 1, 0, 2], &treated, &[1.0; 4]), 0.5);
        assert_eq!(apart(&[0, 1, 0, 2], &treated, &[1.0, 0.0, 3.0, 0.0]), 0.0);
        assert_eq!(apart(&[0, 0, 1, 2], &treated, &[1.0; 4]), 1.0);
    }

    #[test]
    fn several_are_asked_for() {
        let value = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
        let treated = [true, true, true, true, false, false, false, false];
        let mut class = [0, 0, 0, 1, 1, 1, 1, 1];
        assert_eq!(fill(&mut class, 2, &value, &treated, 2), Some(3));
        assert_eq!(class, [0, 0, 1, 1, 0, 0, 1, 1]);
    }
}
