//! How people write what a cell means: one file for each notation. Everything here is a pure function of text.

mod absent;
mod amounts;
mod bands;
mod brackets;
mod clock;
mod commas;
mod currencies;
mod days;
mod doubt;
mod heading_units;
mod labelled;
mod myriads;
mod no_answers;
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
pub(super) use currencies::{counted_as, currency, currency_counted};
pub(super) use days::day;
pub(super) use doubt::{Doubt, Kind, Suggested};
pub(super) use heading_units::{Unit, bare, split, unit};
pub(super) use labelled::{Labelled, is_none, labelled};
pub(super) use myriads::read as myriads;
pub(super) use no_answers::no_answers;
pub(super) use several::{Set, parts};
pub(super) use steps::{Answer, Ladder, Ladders, answer};
pub(super) use units::{Counted, beside, measured, shifted};
