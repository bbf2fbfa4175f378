//! Who stays, who comes back, who gives: retention curves, ledgers, and transitions of groups compared.

mod cmh;
mod giving;
mod survival;

pub use cmh::{general_cmh, linear_cmh};
pub use giving::{Gift, GivingYear, cohorts, gini, years};
pub use survival::{Curve, kaplan_meier, log_rank};
