use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::design::matching::calipers::{Caliper, CaliperUnit};
use crate::design::matching::score::Distance;
use crate::math::assign;

/// Matches each treated unit with the comparison units nearest to it on a score; for the average of those who did not receive (ATC)
/// each of them with the treated units nearest to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nearest {
    /// What distances are measured on.
    pub distance: Distance,
    /// Comparison units for each treated unit.
    pub ratio: NonZeroUsize,
    /// Whether units that find fewer partners than `ratio` are left out.
    pub complete: bool,
    /// Whether a comparison unit may serve several times.
    pub replace: bool,
    /// The largest distance at which a comparison unit still counts as similar: a number for the score, or a table with a
    /// number for each variable (`score` for the score).
    pub caliper: Option<Caliper>,
    /// What calipers are counted in.
    pub unit: CaliperUnit,
    /// Variables that must be equal within a match.
    pub exact: Vec<String>,
    /// Which treated unit chooses first.
    pub order: MatchOrder,
    /// What settles equal scores.
    pub ties: Ties,
}

impl Default for Nearest {
    fn default() -> Nearest {
        Nearest {
            distance: Distance::default(),
            ratio: NonZeroUsize::MIN,
            complete: false,
            replace: false,
            caliper: None,
            unit: CaliperUnit::default(),
            exact: Vec::new(),
            order: MatchOrder::default(),
            ties: Ties::default(),
        }
    }
}

/// Which treated unit chooses first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatchOrder {
    /// The one with the largest score.
    #[default]
    Largest,
    /// The one with the smallest score.
    Smallest,
    /// The one that is closest to its comparison unit.
    Closest,
    /// As the units stand.
    Data,
}

impl From<MatchOrder> for assign::Order {
    fn from(order: MatchOrder) -> assign::Order {
        match order {
            MatchOrder::Largest => assign::Order::Largest,
            MatchOrder::Smallest => assign::Order::Smallest,
            MatchOrder::Closest => assign::Order::Closest,
            MatchOrder::Data => assign::Order::Data,
        }
    }
}

/// What settles equal scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// The order of unit ids, so that the order of rows in a file does not matter.
    #[default]
    Id,
    /// The order of rows in the file, as in MatchIt.
    Rows,
}
