//! Estimators of lotteries: Neyman's difference in means, and Lin's with covariates. Those chosen are compared with those not
//! chosen, whatever they then did; beside it stands the effect on those who did what the lot said.

mod complier;
mod interacted;
mod lin;
mod neyman;
mod strata;

pub use lin::Lin;
pub use neyman::Neyman;
