//! The truth: what the programme did, and what would have happened anyway. Everything else is scenery.

/// First fiscal year of each round (R3, R4, R5).
pub const ROUNDS: [i32; 3] = [2021, 2022, 2023];
/// Applications in a round.
pub const PER_ROUND: usize = 100;
/// An application is funded from this score on.
pub const AWARD_LINE: i64 = 67;

/// Volunteers: change of everybody between the year before the start and the year after it.
pub const VOLUNTEERS_TREND: f64 = -6.6;
/// Volunteers: what the grant added to that change.
pub const VOLUNTEERS_EFFECT: f64 = 7.0;
/// Volunteers: standard deviation of the change, as a share of the organisation's first level.
pub const VOLUNTEERS_NOISE: f64 = 0.14;

/// Partners: what the grant added; there is no common trend.
pub const PARTNERS_EFFECT: f64 = 0.6;
/// Partners: standard deviation of the change, as a share of the organisation's first level.
pub const PARTNERS_NOISE: f64 = 0.36;

/// Income without this grant (net income) does not hang on the grant: its effect is exactly 0. It hangs on paid staff: yearly
/// growth of organisations that have any, in thousands of yen. The others do not grow.
pub const GROWTH_WITH_STAFF: f64 = 1_300.0;
/// Net income: standard deviation of a year's change, as a share of the level.
pub const INCOME_NOISE: f64 = 0.064;

/// Share of the noise of an application's change that its organisation's other application has too.
pub const SHARED_NOISE: f64 = 0.3;

/// Organisations that were funded in two rounds.
pub const FUNDED_TWICE: usize = 5;
/// Organisations that applied in two rounds without being funded twice.
pub const APPLIED_AGAIN: usize = 8;

/// Share of applications without an answer before.
pub const SILENT_BEFORE: f64 = 0.06;
/// Share of applications without an answer after.
pub const SILENT_AFTER: f64 = 0.18;

/// Score: mean.
pub const SCORE_MEAN: f64 = 62.2;
/// Score: what does not hang on the organisation.
pub const REVIEWER_NOISE: f64 = 8.0;
