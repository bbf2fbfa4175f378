//! The canonical order of units.

use std::cmp::Ordering;

/// Compares ids in natural order: runs of digits compare as numbers, everything else by code points; ids that are equal that
/// way (`7` and `07`) by code points of the whole.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.as_bytes(), b.as_bytes());
    loop {
        let (run_x, run_y) = (digits(x), digits(y));
        let step = match (run_x, run_y) {
            (0, _) | (_, 0) => x.first().cmp(&y.first()),
            _ => as_numbers(&x[..run_x], &y[..run_y]),
        };
        if step != Ordering::Equal || x.is_empty() {
            return step.then_with(|| a.cmp(b));
        }
        x = &x[run_x.max(1)..];
        y = &y[run_y.max(1)..];
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
}

fn as_numbers(a: &[u8], b: &[u8]) -> Ordering {
    let significant = |run: &'_ [u8]| run.iter().position(|&byte| byte != b'0').unwrap_or(run.len());
    let (a, b) = (&a[significant(a)..], &b[significant(b)..]);
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_compare_as_numbers() {
        let mut ids = ["B1", "A10", "A9", "A09", "10", "9", "A", "団体2", "団体10", "A9b"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["9", "10", "A", "A09", "A9", "A9b", "A10", "B1", "団体2", "団体10"]);
    }
}
