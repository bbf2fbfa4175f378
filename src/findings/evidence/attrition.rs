//! Attrition against the boundary of the What Works Clearinghouse (Standards Handbook 4.1, table II.1).

/// Highest difference between the groups, in percentage points, that still counts as low; by overall attrition in per cent.
const CAUTIOUS: [f64; 58] = [
    5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7, 5.5, 5.4, 5.3, 5.2,
    5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1, 2.9, 2.8, 2.6, 2.5, 2.3, 2.1, 2.0, 1.8,
    1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.0,
];
/// The same where the program is unlikely to change who stays.
const OPTIMISTIC: [f64; 66] = [
    10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.7, 10.8, 10.9, 10.9, 10.9, 10.9, 10.9, 10.8, 10.8, 10.7, 10.6, 10.5, 10.3,
    10.2, 10.0, 9.9, 9.7, 9.5, 9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4, 7.2, 7.0, 6.7, 6.5, 6.3, 6.0,
    5.8, 5.6, 5.3, 5.1, 4.9, 4.6, 4.4, 4.2, 3.9, 3.7, 3.5, 3.2, 3.0, 2.8, 2.6, 2.3, 2.1, 1.9, 1.6, 1.4, 1.1, 0.9, 0.7,
    0.5, 0.3,
];
/// Rounding error that does not put a study beyond the boundary.
const TOLERANCE: f64 = 1e-8;

/// What is assumed of those who were lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boundary {
    /// The program may itself change who stays, as grants and training do.
    #[default]
    Cautious,
    /// It is unlikely to.
    Optimistic,
}

impl Boundary {
    /// Highest difference between the groups, in percentage points, that counts as low with this overall attrition (a share,
    /// rounded to whole per cent, halves to even); nothing where it is high whatever the difference.
    pub fn highest(self, overall: f64) -> Option<f64> {
        let table: &[f64] = match self {
            Boundary::Cautious => &CAUTIOUS,
            Boundary::Optimistic => &OPTIMISTIC,
        };
        let percent = (100.0 * overall).round_ties_even();
        (0.0..=100.0).contains(&percent).then(|| table.get(percent as usize).copied()).flatten()
    }
}

/// Who was lost between the start and the analysis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attrition {
    /// Share lost of both groups together.
    pub overall: f64,
    /// Difference of the groups' shares, without sign.
    pub differential: f64,
    /// Share lost of those who took part, and of those compared with.
    pub shares: (f64, f64),
}

impl Attrition {
    /// From the units at the start and those analysed, treated and comparison. Nothing where a group was empty from the start.
    pub fn of(started: (usize, usize), kept: (usize, usize)) -> Option<Attrition> {
        let lost = |started: usize, kept: usize| (started - kept.min(started)) as f64;
        let (of_treated, of_others) = (lost(started.0, kept.0), lost(started.1, kept.1));
        let (n1, n0) = (started.0 as f64, started.1 as f64);
        (started.0 > 0 && started.1 > 0).then(|| Attrition {
            overall: (of_treated + of_others) / (n1 + n0),
            differential: (of_treated / n1 - of_others / n0).abs(),
            shares: (of_treated / n1, of_others / n0),
        })
    }

    /// Whether it is low by a boundary.
    pub fn low(&self, boundary: Boundary) -> bool {
        boundary.highest(self.overall).is_some_and(|highest| 100.0 * self.differential <= highest + TOLERANCE)
    }
}
