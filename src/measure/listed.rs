use crate::panel::Panel;
use crate::phrase;
use crate::text::Arg;

/// At most this many units are named in a message.
const SHOWN: usize = 10;

/// A unit at a period.
pub(crate) type UnitPeriod = (u32, Option<String>);

/// Units with their periods: `A-3 (2021), A-7 (2022)`; of many the first.
pub(crate) fn listed(panel: &Panel, who: &[UnitPeriod]) -> Arg {
    let one = |(unit, period): &UnitPeriod| {
        let id = panel.units[*unit as usize].as_str();
        Arg::Text(period.as_ref().map_or(id.to_string(), |period| format!("{id} ({period})")))
    };
    let mut items: Vec<Arg> = who.iter().take(SHOWN).map(one).collect();
    if who.len() > SHOWN {
        items.push(phrase!("and others").into());
    }
    Arg::List(items)
}
