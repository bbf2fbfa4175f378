//! Arrays in, arrays out; knows no study.

pub mod assign;
pub mod components;
pub mod correlation;
pub mod double;
pub mod eigen;
pub mod elementary;
pub mod feasible;
pub mod glm;
pub mod householder;
pub mod levels;
pub mod linear;
pub mod mean_error;
pub mod median;
pub mod network;
pub mod next_free;
pub mod noncentral;
pub mod parts;
pub mod quantile;
pub mod random;
pub mod rank_sum;
pub mod ranks;
pub mod shares;
pub mod special;
pub mod square_table;
pub mod sums;
pub mod typical;
