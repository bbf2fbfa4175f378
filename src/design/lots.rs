//! How units were assigned by lot.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Balance, BalanceRow};

/// Standard errors from which a difference is no longer one that a lot leaves: one in 16,000 covariates lies as far apart by chance.
const BEYOND_CHANCE: f64 = 4.0;
/// Standardised differences that matter (rule of the What Works Clearinghouse).
const MATTERS: f64 = 0.25;

/// How units were assigned by lot, and who received. Lists have one element for each unit of a comparison, or each row of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Lots {
    /// Lots were drawn within each stratum; all the same where there are none.
    pub stratum: Vec<u32>,
    /// Clusters that were drawn as a whole; absent where every unit was drawn by itself.
    pub whole: Option<Vec<u32>>,
    /// Who received, as 1 and 0; NaN where it is not known. Absent where everybody did what the lot said, or nobody asked.
    pub received: Option<Vec<f64>>,
    /// By which share strata are put together.
    pub standard: Standard,
}

/// By which share the differences of strata are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standard {
    /// Of all who were assigned.
    #[default]
    All,
    /// Of those whom the lot chose.
    Treated,
}

impl Lots {
    /// Of these positions, in this order.
    pub fn select(&self, at: &[usize]) -> Lots {
        let picked = |labels: &Vec<u32>| at.iter().map(|&i| labels[i]).collect::<Vec<u32>>();
        Lots {
            stratum: picked(&self.stratum),
            whole: self.whole.as_ref().map(picked),
            received: self.received.as_ref().map(|values| at.iter().map(|&i| values[i]).collect()),
            standard: self.standard,
        }
    }

    /// The terms in which the two sides differ by more than a lot leaves to chance, the largest difference first. What was drawn as a
    /// whole counts as one.
    pub fn unlike<'b>(&self, balance: &'b Balance) -> Vec<&'b BalanceRow> {
        let (n1, n0) = (balance.units_before.0 as f64, balance.units_before.1 as f64);
        let several = |whole: &Vec<u32>| whole.iter().collect::<BTreeSet<_>>().len() as f64 / whole.len() as f64;
        let together = self.whole.as_ref().map_or(1.0, several);
        let error = ((n1 + n0) / (n1 * n0 * together)).sqrt();
        let far = |row: &&BalanceRow| row.after.smd.abs() > MATTERS && row.after.smd.abs() > BEYOND_CHANCE * error;
        let mut rows: Vec<&BalanceRow> = balance.rows.iter().filter(far).collect();
        rows.sort_by(|a, b| b.after.smd.abs().total_cmp(&a.after.smd.abs()));
        rows
    }

    /// Whether lots were drawn within strata.
    pub fn stratified(&self) -> bool {
        self.stratum.windows(2).any(|pair| pair[0] != pair[1])
    }
}
