//! How people write what a cell means: one file for each notation. Everything here is a pure function of text.

mod absent;
mod amounts;
mod bands;
mod brackets;
mod clock;
mod commas;
mod days;
mod doubt;
mod labelled;
mod myriads;
mod several;
mod steps;
mod units;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod published;

pub(super) use absent::{Absent, absent, is_cross, is_dash, is_unknowing};
pub(super) use amounts::amount;
pub(super) use bands::ranks;
pub(super) use clock::{as_clock, clock};
pub(super) use commas::{Commas, Read as CommaRead};
pub(super) use days::day;
pub(super) use doubt::{Doubt, Kind, Suggested};
pub(super) use labelled::{Labelled, is_none, labelled};
pub(super) use myriads::read as myriads;
pub(super) use several::{Set, parts};
pub(super) use steps::{Answer, Ladder, Ladders, answer};
pub(super) use units::{Counted, beside, counted_in_heading, measured, of_heading, shifted};
