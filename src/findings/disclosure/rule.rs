use crate::exhibit::{Cell, Kind, MadeOf};
use crate::study::Profile;

/// What a profile asks: which numbers of units are not shown, and how open a hidden one must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The least number of units that may be shown, zero apart.
    pub least: i64,
    /// Whether a number that rests on nobody is hidden as well.
    pub nobody: bool,
    /// Counts that are shown are rounded to a multiple of this that is less than this away: all together, so that sums hold
    /// (`round`), and to the nearest where that may be.
    pub rounding: Option<i64>,
    /// How open a hidden count must stay.
    pub open: Open,
    /// Hidden cells that an equation with a hidden cell has at least.
    pub masked: usize,
    /// How closely, in percent of it, nobody may tell the largest value of a total from the total and from what he has himself.
    pub closest: u8,
}

/// How open a hidden count must stay to one who knows everything that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// It might be a number that may be shown.
    Harmless,
    /// It might be any of at least this many numbers.
    Numbers(i64),
}

impl Rule {
    /// The rule of a profile.
    pub fn of(profile: Profile) -> Rule {
        let exact = Rule { least: 3, nobody: false, rounding: None, open: Open::Harmless, masked: 1, closest: 10 };
        let rounded = Rule { rounding: Some(5), open: Open::Numbers(5), ..exact };
        match profile {
            Profile::JpOfficial => exact,
            Profile::Ten => Rule { least: 10, nobody: true, masked: 2, ..exact },
            Profile::TenFive => Rule { least: 10, nobody: true, ..rounded },
            Profile::Nhs => Rule { least: 8, ..rounded },
        }
    }

    /// Whether a count of units is not shown: it is too small, or the multiple that would be shown could stand for one that is.
    pub fn hides_count(&self, n: i64) -> bool {
        let stands_for_small = |to: i64| self.shown(n) - to / 2 < self.least;
        0 < n && (n < self.least || self.rounding.is_some_and(stands_for_small))
    }

    /// Whether the number of those who changed would tell, together with an estimate, that few rose and few fell: where the least is more than
    /// a sum is left open to, and counts are not rounded.
    pub fn keeps_changes(&self) -> bool {
        self.rounding.is_none() && self.least > 5
    }

    /// Whether a mean, a share or another result that rests on `n` units is not shown.
    pub fn hides_result(&self, n: i64) -> bool {
        self.hides_count(n) || self.nobody && n == 0
    }

    /// Whether a share of `n` units that is about `contributors` of them is not shown: few of them are, or few are not.
    pub fn hides_share(&self, n: i64, contributors: i64) -> bool {
        self.hides_result(n) || self.hides_result(contributors) || self.hides_result(n - contributors)
    }

    /// Whether a cell is not shown for what itself says.
    pub fn hides(&self, cell: &Cell) -> bool {
        let Some(number) = cell.number() else { return false };
        let n = cell.n.map(i64::from);
        match (cell.kind, n, cell.contributors) {
            (Kind::Frequency, _, Some(0)) => false,
            (Kind::Frequency, ..) => {
                self.hides_count(number as i64) || cell.contributors.is_some_and(|n| self.hides_count(i64::from(n)))
            }
            (Kind::Magnitude | Kind::Statistic, Some(n), Some(part)) => self.hides_share(n, i64::from(part)),
            (Kind::Magnitude | Kind::Statistic, Some(n), None) => self.hides_result(n),
            _ => false,
        }
    }

    /// The same as a part.
    pub fn closest(&self) -> f64 {
        f64::from(self.closest) / 100.0
    }

    /// Whether a number would tell the largest of the values that it is made of (p % rule; Hundepool et al. 2012, Statistical Disclosure
    /// Control, 4.2.2).
    pub fn tells_largest(&self, cell: &Cell) -> bool {
        cell.made_of.is_some_and(|made_of| match made_of {
            MadeOf::Total(largest) => largest.is_told_by_total(self.closest()),
            MadeOf::Squares(largest) => largest.is_told_by_squares(0.0, self.closest()),
        })
    }

    /// Whether a hidden count that might be anything from `low` to `high` is open enough.
    pub fn is_open(&self, low: i64, high: i64) -> bool {
        match self.open {
            Open::Harmless => low <= 0 || high >= self.least,
            // That nobody is there may be shown.
            Open::Numbers(n) => high <= 0 || high - low + 1 >= n,
        }
    }

    /// Where another solution must put a hidden count for it to be open enough beyond doubt: ranges, either of them.
    pub fn elsewhere(&self, value: i64) -> [(i64, i64); 2] {
        match self.open {
            Open::Harmless => [(i64::MIN, 0), (self.least, i64::MAX)],
            Open::Numbers(n) => [(i64::MIN, value - n + 1), (value + n - 1, i64::MAX)],
        }
    }

    /// The nearest multiple, as a count is shown that is in no sum.
    pub fn shown(&self, n: i64) -> i64 {
        self.rounding.map_or(n, |to| (n + to / 2).div_euclid(to) * to)
    }

    /// The multiples as which a count may be shown, the least and the largest: those next to it, as far as all that they would stand
    /// for to the nearest may be shown.
    pub fn multiples(&self, n: i64) -> (i64, i64) {
        let Some(to) = self.rounding.filter(|_| n > 0) else { return (n, n) };
        let below = n.div_euclid(to) * to;
        let above = if below == n { n } else { below + to };
        let low = if below - to / 2 < self.least { above } else { below };
        (low, above)
    }

    /// The counts that may be shown as a multiple.
    pub fn stands_for(&self, shown: i64) -> (i64, i64) {
        match self.rounding {
            Some(to) if shown > 0 => ((shown - to + 1).max(self.least), shown + to - 1),
            _ => (shown, shown),
        }
    }

    /// The counts that are shown as the same number as `n`, where that is the nearest.
    pub fn told(&self, n: i64) -> (i64, i64) {
        match self.rounding {
            Some(_) if n == 0 => (0, 0),
            Some(to) => ((self.shown(n) - to / 2).max(self.least), self.shown(n) + to / 2),
            None => (n, n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_profile_hides_its_numbers() {
        let hidden = |profile| {
            let rule = Rule::of(profile);
            (0..12).filter(|&n| rule.hides_count(n)).collect::<Vec<i64>>()
        };
        assert_eq!(hidden(Profile::JpOfficial), [1, 2]);
        assert_eq!(hidden(Profile::Ten), (1..10).collect::<Vec<_>>());
        assert_eq!(hidden(Profile::TenFive), (1..12).collect::<Vec<_>>());
        let ten_five = Rule::of(Profile::TenFive);
        assert!(ten_five.hides_count(12) && !ten_five.hides_count(13), "10 could stand for 8");
        assert_eq!(hidden(Profile::Nhs), (1..8).collect::<Vec<_>>());
        assert!(Rule::of(Profile::Ten).hides_result(0) && !Rule::of(Profile::JpOfficial).hides_result(0));
        assert!(
            Rule::of(Profile::JpOfficial).hides_share(40, 39) && !Rule::of(Profile::JpOfficial).hides_share(40, 40)
        );
    }

    #[test]
    fn what_is_shown_is_rounded_and_tells_as_much() {
        let nhs = Rule::of(Profile::Nhs);
        assert_eq!([8, 12, 13, 0].map(|n| nhs.shown(n)), [10, 10, 15, 0]);
        assert_eq!((nhs.told(8), nhs.told(13), nhs.told(0)), ((8, 12), (13, 17), (0, 0)));
        assert_eq!((nhs.multiples(8), nhs.multiples(13), nhs.multiples(15)), ((10, 10), (10, 15), (15, 15)));
        let ten_five = Rule::of(Profile::TenFive);
        assert_eq!(
            (ten_five.multiples(13), ten_five.multiples(18), ten_five.multiples(0)),
            ((15, 15), (15, 20), (0, 0))
        );
        assert_eq!((nhs.stands_for(10), nhs.stands_for(35), nhs.stands_for(0)), ((8, 14), (31, 39), (0, 0)));
        assert_eq!((Rule::of(Profile::Ten).told(13), Rule::of(Profile::Ten).multiples(13)), ((13, 13), (13, 13)));
        assert!(!nhs.is_open(3, 6) && nhs.is_open(3, 7) && nhs.is_open(0, 0));
        let official = Rule::of(Profile::JpOfficial);
        assert!(!official.is_open(1, 2) && official.is_open(0, 1) && official.is_open(1, 3));
    }
}
