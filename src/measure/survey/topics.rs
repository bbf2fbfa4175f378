//! Open answers by the topics that keywords tell. What people wrote is shown nowhere.

use crate::exhibit::Cell;
use crate::panel::{Content, Data, Derived};
use crate::phrase;

use super::super::log::topics::{Keywords, told};
use super::super::share_table::{ShareGroup, ShareRow};
use super::Survey;
use super::make::Surveyed;
use super::sample::{Sample, data};
use super::variable::variable;

/// The topics of each unit as bits; nothing of who wrote nothing.
fn of_units(measure: &Survey, sample: &Sample<'_>) -> Vec<Option<u32>> {
    let keywords = Keywords::of(measure.topics.values());
    let columns: Vec<&Data> =
        measure.text.iter().filter_map(|name| data(sample.panel, name, sample.period.as_deref())).collect();
    let of = |unit: usize| {
        sample.place[unit]?;
        let texts: Vec<&str> = columns.iter().filter_map(|data| data.text(unit)).collect();
        let bits = texts.iter().fold(0, |bits, text| bits | keywords.look(text));
        (!texts.is_empty()).then(|| told(bits))
    };
    (0..sample.panel.units.len()).map(of).collect()
}

/// Shares of those who wrote something.
pub(super) fn groups(surveyed: &Surveyed<'_>, sample: &Sample<'_>) -> Option<ShareGroup> {
    if surveyed.measure.topics.is_empty() {
        return None;
    }
    let topics = of_units(surveyed.measure, sample);
    let known = |unit: &u32| topics[*unit as usize].is_some();
    let row =
        |label: Cell, holds: &dyn Fn(u32) -> bool| sample.share_row(label, holds, &|unit| known(&unit), surveyed.level);
    let has = |unit: u32, at: usize| topics[unit as usize].is_some_and(|bits| bits >> at & 1 == 1);
    let named = surveyed.measure.topics.keys().enumerate();
    let mut rows: Vec<ShareRow> =
        named.map(|(at, topic)| row(Cell::text(topic.as_str()), &|unit| has(unit, at))).collect();
    rows.push(row(Cell::phrase(phrase!("none of these")), &|unit| topics[unit as usize] == Some(0)));
    let about = match &sample.period {
        Some(period) if surveyed.samples.len() > 1 => {
            phrase!("Topics of open answers ({period})", period = sample.panel.period_label(period))
        }
        _ => phrase!("Topics of open answers"),
    };
    Some(sample.several(Cell::phrase(about), rows, known))
}

/// Of each topic whether somebody wrote of it.
pub(super) fn variables(surveyed: &Surveyed<'_>) -> Vec<Derived> {
    let all: Vec<Vec<Option<u32>>> = surveyed.samples.iter().map(|sample| of_units(surveyed.measure, sample)).collect();
    let one = |(at, topic): (usize, &String)| {
        let label = phrase!("Wrote of {topic}", topic = topic);
        let told = |bits: &Option<u32>| bits.map_or(f64::NAN, |bits| f64::from(bits >> at & 1));
        variable(surveyed, (topic, label, Content::YesNo), &surveyed.measure.text, |sample, _| {
            all[sample].iter().map(told).collect()
        })
    };
    surveyed.measure.topics.keys().enumerate().map(one).collect()
}
