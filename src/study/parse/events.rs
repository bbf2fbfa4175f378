//! Sources whose rows are events: logs and ledgers.

use crate::diag::Diagnostic;
use crate::notation::dates;
use crate::notation::fold;
use crate::phrase;
use crate::study::{DayRule, EventRows, Located};

use super::fields::{FieldReader, Fields};

/// Keys that say nothing of events.
const OTHERS: [&str; 9] =
    ["link", "anonymous", "rows", "duplicates", "amounts", "period", "period_column", "period_from", "layout"];
/// Keys that are of events only.
const OWN: [&str; 5] = ["time", "day_starts", "open_days", "closed_days", "amount"];
/// Of these, those that a ledger has no use for.
const OF_LOGS: [&str; 3] = ["day_starts", "open_days", "closed_days"];

/// What is said of the rows; nothing where they are no events, or where something is missing, which is said.
pub(super) fn events(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<EventRows> {
    let kind = fields.one_of("kind", reader).filter(|kind| ["log", "ledger"].contains(&kind.value));
    let Some(kind) = kind else {
        OWN.iter().filter_map(|key| fields.entry(key)).for_each(|entry| {
            let message =
                phrase!("`{key}` is of logs and ledgers, and the rows of this source are neither", key = &entry.key);
            let hint = phrase!("Write {line} beside them", line = "kind = \"log\"");
            reader.problem(Diagnostic::error("conflicting-keys", message).hint(hint), &entry.key_place);
        });
        return None;
    };
    let ledger = kind.value == "ledger";
    let unfit = OTHERS.iter().chain(OF_LOGS.iter().filter(|_| ledger)).chain(["amount"].iter().filter(|_| !ledger));
    unfit.filter_map(|key| fields.entry(key)).for_each(|entry| {
        let message = phrase!("`{key}` says nothing of a {kind}", key = &entry.key, kind = kind.value);
        reader.problem(Diagnostic::error("conflicting-keys", message), &entry.key_place);
    });
    let (time, who) = (fields.texts("time", reader), fields.texts("unit", reader).into_iter().next());
    let amount = fields.text("amount", reader);
    if !(1..=2).contains(&time.len()) || ledger && (who.is_none() || amount.is_none()) {
        reader.problem(incomplete(ledger), &kind.place);
        return None;
    }
    Some(EventRows {
        time,
        day_starts: day_starts(fields, reader),
        open: days("open_days", fields, reader),
        closed: days("closed_days", fields, reader),
        amount,
        who,
    })
}

fn incomplete(ledger: bool) -> Diagnostic {
    let (message, example) = match ledger {
        true => (
            phrase!(
                "A ledger needs the column that says who, `unit`, that of dates, `time`, and that of amounts, `amount`"
            ),
            "unit = \"支援者ID\", time = \"日付\", amount = \"金額\"",
        ),
        false => (
            phrase!("A log needs the column of dates, or those of dates and times, in `time`"),
            "time = [\"日付\", \"時刻\"]",
        ),
    };
    Diagnostic::error("missing-key", message).hint(phrase!("For example: {example}", example = example))
}

fn day_starts(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> u32 {
    let Some(hour) = fields.whole("day_starts", reader) else { return 0 };
    if hour.value > 12 {
        let message = phrase!("A day cannot start at {hour}", hour = hour.value as usize);
        let hint = phrase!("Write the hour, 0 to 12: with 5, the hours 0 to 4 belong to the day before");
        reader.problem(Diagnostic::error("wrong-value", message).hint(hint), &hour.place);
    }
    hour.value.min(12) as u32
}

fn days(key: &'static str, fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Vec<DayRule> {
    let written = fields.word_list(key, reader);
    let read = |word: &Located<String>| {
        let rule = rule(&word.value);
        if rule.is_none() {
            let message = phrase!("`{day}` is neither a day of the week nor a date", day = &word.value);
            let hint = phrase!("Write {examples}", examples = "\"土\", \"2024-12-29\", \"2024-12-29/2025-01-03\"");
            reader.problem(Diagnostic::error("wrong-value", message).hint(hint), &word.place);
        }
        rule
    };
    written.iter().map(read).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn rule(word: &str) -> Option<DayRule> {
    let folded = fold(word);
    let short = folded.strip_suffix("曜日").or_else(|| folded.strip_suffix("曜")).unwrap_or(&folded);
    const SHORT: [(&str, &str, &str); 7] = [
        ("月", "mon", "monday"),
        ("火", "tue", "tuesday"),
        ("水", "wed", "wednesday"),
        ("木", "thu", "thursday"),
        ("金", "fri", "friday"),
        ("土", "sat", "saturday"),
        ("日", "sun", "sunday"),
    ];
    if let Some(at) = SHORT.iter().position(|(a, b, c)| [*a, *b, *c].contains(&short)) {
        return Some(DayRule::Weekday(at as u8));
    }
    let day = |text: &str| dates::read(text.trim()).map(|reading| reading.days);
    // A date may be written with slashes itself: the one in the middle parts two.
    let middle = word.match_indices(['/', '~', '～', '〜']).find_map(|(at, sign)| {
        let (first, last) = (day(&word[..at])?, day(&word[at + sign.len()..])?);
        (first <= last).then_some(DayRule::Days(first, last))
    });
    middle.or_else(|| day(word).map(|day| DayRule::Days(day, day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (word, weekday) in [("土", 5), ("日曜", 6), ("月曜日", 0), ("Sat", 5), ("monday", 0)] {
            assert_eq!(rule(word), Some(DayRule::Weekday(weekday)), "{word}");
        }
        let (first, last) = (dates::read("2024-12-29").unwrap().days, dates::read("2025-01-03").unwrap().days);
        assert_eq!(rule("2024-12-29"), Some(DayRule::Days(first, first)));
        assert_eq!(rule("2024-12-29/2025-01-03"), Some(DayRule::Days(first, last)));
        assert_eq!(rule("2024/12/29～2025/1/3"), Some(DayRule::Days(first, last)));
        assert_eq!(rule("2024/12/29"), Some(DayRule::Days(first, first)));
        assert_eq!((rule("2025-01-03/2024-12-29"), rule("年末")), (None, None));
        // 2024-12-29 was a Sunday.
        assert!(DayRule::Weekday(6).holds(first) && !DayRule::Weekday(0).holds(first));
    }
}
