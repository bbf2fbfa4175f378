//! What a column holds, in a few words.

use crate::ingest::profile::Glance;
use crate::panel::Content;
use crate::phrase;
use crate::text::Phrase;

use super::column::DraftColumn;

/// Values that are shown of a column.
const VALUES_SHOWN: usize = 4;

/// Characters that are shown of a value.
const VALUE_LENGTH: usize = 24;

/// What a column holds, in a few words.
pub fn held(column: &DraftColumn) -> Phrase {
    let held = match (column.profile.content(), column.profile.range()) {
        (None, _) if column.unstored > 0 => {
            return phrase!(
                "{n} {n?formula|formulas} without {n?its result|their results}: save the file in Excel",
                n = column.unstored
            );
        }
        (None, _) => return phrase!("nothing in it"),
        (Some(Content::Date), _) => phrase!("{n} {n?date|dates}", n = column.profile.values()),
        (Some(Content::Text), _) => {
            let some: Vec<String> = column.frequent(2).into_iter().map(|(text, _)| shortened(text)).collect();
            phrase!("{n} different {n?value|values} such as {values}", n = column.values.len(), values = some)
        }
        (Some(Content::Number), Some((low, high))) if column.profile.is_clock() => {
            phrase!("{low} to {high}", low = clock(low), high = clock(high))
        }
        (Some(Content::Number), Some((low, high))) if column.is_number() => {
            phrase!("{low} to {high}", low = low.to_string(), high = high.to_string())
        }
        _ => counted(column),
    };
    let unit = column.profile.unit();
    let held = match unit.is_empty() {
        true => held,
        false => phrase!("{held} ({unit})", held = held, unit = unit),
    };
    match column.empty {
        0 => held,
        empty => phrase!("{held}; {empty} empty", held = held, empty = empty),
    }
}

/// Hours as people write them: 22:46.
fn clock(hours: f64) -> String {
    let minutes = (hours * 60.0).round();
    format!("{}:{:02}", (minutes / 60.0).floor(), minutes.rem_euclid(60.0))
}

fn counted(column: &Glance) -> Phrase {
    let one = |(text, n): (&str, usize)| phrase!("{value} ({n})", value = shortened(text), n = n);
    let shown: Vec<Phrase> = column.frequent(VALUES_SHOWN).into_iter().map(one).collect();
    match column.values.len() - shown.len() {
        0 => phrase!("{values}", values = shown),
        more => phrase!("{values} and {more} more", values = shown, more = more),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(VALUE_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// The first names of a list, as many as fit a line.
pub fn some(names: impl IntoIterator<Item = String>) -> Vec<String> {
    const LINE: usize = 160;
    let mut letters = 0;
    let fits = |name: &String| {
        letters += name.chars().count() + 2;
        letters <= LINE
    };
    names.into_iter().take_while(fits).collect()
}

/// Comments end at the line: nothing from a cell may begin another one.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
