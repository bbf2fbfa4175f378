//! The canonical orders: of units, and of the levels of categories.

use std::cmp::Ordering;

use crate::notation;

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

/// Sorts levels and drops repeats. Bands of numbers and words of agreement go from less to more where all levels are such;
/// others by code points.
pub fn as_levels<T: AsRef<str> + Ord>(levels: &mut Vec<T>) {
    levels.sort_unstable();
    levels.dedup();
    let texts: Vec<&str> = levels.iter().map(AsRef::as_ref).collect();
    let Some(ranks) = notation::ranks(&texts) else { return };
    let mut ranked: Vec<((f64, f64), T)> = ranks.into_iter().zip(levels.drain(..)).collect();
    ranked.sort_by(|((a, b), _), ((c, d), _)| a.total_cmp(c).then(b.total_cmp(d)));
    levels.extend(ranked.into_iter().map(|(_, level)| level));
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
    fn levels_go_from_less_to_more() {
        let sorted = |mut levels: Vec<&'static str>| {
            as_levels(&mut levels);
            levels
        };
        assert_eq!(
            sorted(vec!["100万円以上 200万円未満", "1,000万円以上", "100万円未満", "100万円未満"]),
            ["100万円未満", "100万円以上 200万円未満", "1,000万円以上"]
        );
        assert_eq!(sorted(vec!["65 and over", "18 to 64", "under 18"]), ["under 18", "18 to 64", "65 and over"]);
        assert_eq!(sorted(vec!["10人以上", "1〜9人", "なし"]), ["なし", "1〜9人", "10人以上"]);
        assert_eq!(sorted(vec!["満足", "不満", "どちらともいえない"]), ["不満", "どちらともいえない", "満足"]);
        assert_eq!(sorted(vec!["Agree", "Don't know", "Disagree"]), ["Disagree", "Agree", "Don't know"]);
        assert_eq!(sorted(vec!["いつも", "全くない", "時々"]), ["全くない", "時々", "いつも"]);
        assert_eq!(sorted(vec!["white", "black", "60代"]), ["60代", "black", "white"]);
    }

    #[test]
    fn digits_compare_as_numbers() {
        let mut ids = ["B1", "A10", "A9", "A09", "10", "9", "A", "団体2", "団体10", "A9b"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["9", "10", "A", "A09", "A9", "A9b", "A10", "B1", "団体2", "団体10"]);
    }
}
