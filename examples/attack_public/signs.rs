//! Which numbers of those who rose, stayed the same and fell let whole numbers have a sum and a sum of squares.

use super::digits::Printed;

/// What is known of n whole numbers.
pub struct Moments {
    /// Their sum.
    pub sums: Option<(i64, i64)>,
    /// The standard error of their mean.
    pub error: Option<Printed>,
}

/// Changes beyond this are those of amounts.
const LARGE: i64 = 300;

impl Moments {
    /// Whether the largest change may be that of an amount.
    pub fn is_large(&self, n: i64) -> bool {
        let (from, to) = self.sums.unwrap_or((0, 0));
        let most = [from, to].map(|sum| squares(n, sum, self.error).1.isqrt());
        most[0].max(most[1]) > LARGE && self.error.is_some() || from.abs().max(to.abs()) > LARGE * n
    }
}

/// From where to where the numbers of those who rose, stayed and fell can lie; nothing where no answers fit.
pub fn possible(n: i64, moments: &Moments, span: Option<f64>, within: [(i64, i64); 3]) -> Option<[(i64, i64); 3]> {
    let (from, to) = moments.sums?;
    let mut hull: Option<[(i64, i64); 3]> = None;
    for rose in within[0].0..=within[0].1.min(n) {
        for fell in within[2].0..=within[2].1.min(n - rose) {
            let same = n - rose - fell;
            if same < within[1].0 || same > within[1].1 {
                continue;
            }
            let known = hull.is_some_and(|own| {
                let inside = |at: usize, value| own[at].0 <= value && value <= own[at].1;
                inside(0, rose) && inside(1, same) && inside(2, fell)
            });
            if !known && (from..=to).any(|sum| fits(n, sum, moments.error, span, (rose, fell))) {
                let here = [rose, same, fell];
                hull = Some(hull.map_or(here.map(|value| (value, value)), |own| {
                    [0, 1, 2].map(|at| (own[at].0.min(here[at]), own[at].1.max(here[at])))
                }));
            }
        }
    }
    hull
}

/// Whether so many rises and falls can have a sum and an error.
fn fits(n: i64, sum: i64, error: Option<Printed>, span: Option<f64>, (rose, fell): (i64, i64)) -> bool {
    let squares = squares(n, sum, error);
    if squares.0 > squares.1 {
        return false;
    }
    let largest = span.map_or(LARGE * n, |span| span as i64);
    let most = largest.min(squares.1.max(0).isqrt());
    if most == 0 {
        return rose == 0 && fell == 0 && sum == 0 && squares.0 <= 0;
    }
    // `up` is the sum of the rises, `up − sum` that of the falls.
    let (first, last) = match (rose, fell) {
        (0, _) => (0, 0),
        (_, 0) => (sum, sum),
        _ => (rose.max(sum + fell), most.saturating_mul(rose).min(sum.saturating_add(most.saturating_mul(fell)))),
    };
    // So many sums leave everything open.
    if last - first > 1_000 {
        return true;
    }
    (first..=last).any(|up| {
        let down = up - sum;
        let Some(up) = Squares::of(rose, up, most) else { return false };
        let Some(down) = Squares::of(fell, down, most) else { return false };
        up.plus(&down).reach(squares)
    })
}

/// The sums of squares that a sum and an error allow.
fn squares(n: i64, sum: i64, error: Option<Printed>) -> (i64, i64) {
    let Some(error) = error else { return (0, i64::MAX / 4) };
    let (n, sum) = (n as f64, sum as f64);
    let of = |error: f64| n * (n - 1.0) * error * error + sum * sum / n;
    let near = |value: f64| 1e-8 * value.abs() + 1e-6;
    let (low, high) = (of(error.low.max(0.0)), of(error.high));
    ((low - near(low)).ceil() as i64, (high + near(high)).floor().min(i64::MAX as f64 / 8.0) as i64)
}

/// The sums of squares that so many whole numbers from 1 up with a given sum can have: all of a few, else those between the most even
/// and the least even that are as odd as the sum.
enum Squares {
    These(Vec<i64>),
    Between(i64, i64),
}

impl Squares {
    fn of(count: i64, sum: i64, most: i64) -> Option<Squares> {
        if count == 0 {
            return (sum == 0).then(|| Squares::These(vec![0]));
        }
        if sum < count || sum > count.saturating_mul(most) {
            return None;
        }
        match count {
            1 => Some(Squares::These(vec![sum * sum])),
            2 if sum <= 400 => {
                let first = (sum - most).max(1);
                Some(Squares::These((first..=sum / 2).map(|a| a * a + (sum - a) * (sum - a)).collect()))
            }
            _ => Some(Squares::Between(even(count, sum), uneven(count, sum, most))),
        }
    }

    fn plus(&self, other: &Squares) -> Squares {
        match (self, other) {
            (Squares::These(a), Squares::These(b)) if a.len() * b.len() <= 10_000 => {
                Squares::These(a.iter().flat_map(|a| b.iter().map(move |b| a + b)).collect())
            }
            _ => {
                let (a, b) = (self.ends(), other.ends());
                Squares::Between(a.0 + b.0, a.1 + b.1)
            }
        }
    }

    fn ends(&self) -> (i64, i64) {
        match self {
            Squares::These(all) => (all.iter().copied().min().unwrap_or(0), all.iter().copied().max().unwrap_or(0)),
            Squares::Between(low, high) => (*low, *high),
        }
    }

    /// Whether one of them lies between two numbers.
    fn reach(&self, (low, high): (i64, i64)) -> bool {
        match self {
            Squares::These(all) => all.iter().any(|value| low <= *value && *value <= high),
            Squares::Between(from, to) => {
                let (from, to) = (*from.max(&low), *to.min(&high));
                // As odd as the sum, and so as the most even: every second number.
                from < to || from == to && (from - self.ends().0) % 2 == 0
            }
        }
    }
}

/// The least sum of squares.
fn even(count: i64, sum: i64) -> i64 {
    let (each, more) = (sum / count, sum % count);
    (count - more) * each * each + more * (each + 1) * (each + 1)
}

/// The largest sum of squares: as many as possible at the most, one between, the others at 1.
fn uneven(count: i64, sum: i64, most: i64) -> i64 {
    if most <= 1 {
        return count;
    }
    let above = sum - count;
    let (full, rest) = ((above / (most - 1)).min(count), above % (most - 1));
    let between = if full < count { (1 + rest) * (1 + rest) } else { 0 };
    full * most * most + between + (count - full - 1).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All numbers of rises and falls of n values within ±span, by trying all values.
    fn tried(n: usize, sum: i64, squares: i64, span: i64) -> Option<[(i64, i64); 3]> {
        let mut hull: Option<[(i64, i64); 3]> = None;
        let width = (2 * span + 1) as usize;
        for code in 0..width.pow(n as u32) {
            let mut code = code;
            let values: Vec<i64> = (0..n)
                .map(|_| {
                    let value = (code % width) as i64 - span;
                    code /= width;
                    value
                })
                .collect();
            if values.iter().sum::<i64>() != sum || values.iter().map(|v| v * v).sum::<i64>() != squares {
                continue;
            }
            let count = |which: fn(&i64) -> bool| values.iter().filter(|value| which(value)).count() as i64;
            let here = [count(|v| *v > 0), count(|v| *v == 0), count(|v| *v < 0)];
            hull = Some(hull.map_or(here.map(|it| (it, it)), |own| {
                [0, 1, 2].map(|at| (own[at].0.min(here[at]), own[at].1.max(here[at])))
            }));
        }
        hull
    }

    #[test]
    fn what_is_possible_holds_all_that_trying_finds() {
        for (n, span) in [(4usize, 1), (5, 1), (4, 3), (5, 2)] {
            for sum in -4..=4i64 {
                for squares in 0..=20i64 {
                    let Some(found) = tried(n, sum, squares, span) else { continue };
                    let of = n as f64;
                    let variance = (squares as f64 - (sum * sum) as f64 / of) / (of * (of - 1.0));
                    let error = variance.max(0.0).sqrt();
                    let moments = Moments { sums: Some((sum, sum)), error: Some(Printed { low: error, high: error }) };
                    let own = possible(n as i64, &moments, Some(span as f64), [(0, n as i64); 3]).unwrap();
                    for at in 0..3 {
                        assert!(
                            own[at].0 <= found[at].0 && found[at].1 <= own[at].1,
                            "{n} {sum} {squares}: {own:?} {found:?}"
                        );
                    }
                    if span == 1 {
                        assert_eq!(own, found);
                    }
                }
            }
        }
    }
}
