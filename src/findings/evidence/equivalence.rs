//! Baseline equivalence (What Works Clearinghouse): how alike the two groups were before, among those analysed.

use crate::design::{BalanceRow, BalanceSide, titled};
use crate::math::largest::Largest;
use crate::text::Words;

use super::effect_size::{cox, hedges};

pub use crate::math::correlation::within as correlation_within;

/// Size up to which two groups count as alike.
pub const ALIKE: f64 = 0.05;
/// Size up to which an adjustment makes up for the difference.
pub const ADJUSTABLE: f64 = 0.25;
/// Correlation of before and after from which a comparison of changes counts as an adjustment for the state before.
pub const LEAST_CORRELATION: f64 = 0.6;
/// Rounding error that does not move a size beyond a limit.
const TOLERANCE: f64 = 1e-8;

/// What a difference before means for the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// At most 0.05: satisfied.
    Alike,
    /// At most 0.25: satisfied where the estimate adjusts for the variable.
    Adjustable,
    /// More than 0.25: not satisfied.
    Apart,
}

impl Band {
    /// The band of a standardised difference; one that cannot be computed although the groups differ is infinite.
    pub fn of(size: f64) -> Band {
        if size.abs() <= ALIKE + TOLERANCE {
            Band::Alike
        } else if size.abs() <= ADJUSTABLE + TOLERANCE {
            Band::Adjustable
        } else {
            Band::Apart
        }
    }
}

/// One covariate, or one level of one, among those analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariate {
    /// Stable key: `age`, `race=black`.
    pub term: String,
    /// How outputs call the variable.
    pub label: Words,
    /// Level of a category.
    pub level: Option<String>,
    /// Whether it takes two values only: then the size is a Cox index, else Hedges' g.
    pub binary: bool,
    /// Whether its means are shares of 1, which people read in percent.
    pub share: bool,
    /// Means of the two groups.
    pub mean: (f64, f64),
    /// Standard deviations of the two groups.
    pub sd: (f64, f64),
    /// The largest values of the two groups.
    pub largest: (Largest, Largest),
    /// Units of the two groups.
    pub n: (usize, usize),
    /// Standardised difference; infinite where the groups differ and nothing can standardise it.
    pub size: f64,
    /// Whether the estimate adjusts for it.
    pub adjusted: bool,
    /// Whether the standard asks for it: the outcome itself, and characteristics that the study names.
    pub asked: bool,
}

impl Covariate {
    /// From the state after matching of a row of a balance over `n` units.
    pub fn of(row: &BalanceRow, n: (usize, usize), adjusted: bool) -> Covariate {
        let side = &row.after;
        Covariate {
            term: row.term.clone(),
            label: row.label.clone(),
            level: row.level.clone(),
            binary: row.binary,
            share: row.binary || row.share,
            mean: (side.mean_treated, side.mean_comparison),
            sd: (side.sd_treated, side.sd_comparison),
            largest: side.largest,
            n,
            size: size(side, row.binary, n),
            adjusted,
            asked: true,
        }
    }

    /// The variable, with its level where it is one of a category.
    pub fn title(&self) -> Words {
        titled(&self.label, self.level.as_deref())
    }

    /// The variable, without its level: `race` of `race=black`.
    pub fn variable(&self) -> &str {
        let suffix = self.level.as_ref().map_or(0, |level| level.len() + 1);
        &self.term[..self.term.len() - suffix]
    }

    /// Its band.
    pub fn band(&self) -> Band {
        Band::of(self.size)
    }

    /// Whether the standard is satisfied for it.
    pub fn satisfied(&self) -> bool {
        self.band() == Band::Alike || self.band() == Band::Adjustable && self.adjusted
    }
}

fn size(side: &BalanceSide, binary: bool, n: (usize, usize)) -> f64 {
    let difference = side.mean_treated - side.mean_comparison;
    // The balance counts differences that are mere rounding as none.
    if side.smd == 0.0 {
        return 0.0;
    }
    let size = match binary {
        true => cox(side.mean_treated, side.mean_comparison),
        false => hedges(difference, (side.sd_treated, side.sd_comparison), n),
    };
    size.unwrap_or(f64::INFINITY.copysign(difference))
}

/// The covariate that decides: one that is not satisfied before one that is, then by size.
pub fn worst<'c>(covariates: impl IntoIterator<Item = &'c Covariate>) -> Option<&'c Covariate> {
    let key = |it: &&Covariate| (!it.satisfied(), it.band());
    covariates.into_iter().max_by(|a, b| key(a).cmp(&key(b)).then(a.size.abs().total_cmp(&b.size.abs())))
}
