//! 9, 99, 999 or −1 far off the values of a column: most often they stand for no answer.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, CellIndex, CellQuestion};
use crate::diag::Diagnostic;
use crate::notation::{self, fold};
use crate::phrase;
use crate::study::VariableKind;
use crate::study::keys::toml_key;
use crate::text::Phrase;
use crate::tidy::cells::values::Converted;
use crate::tidy::spelling::Usage;

/// Values that people give to no answer.
const CODES: [i64; 19] = [9, 77, 88, 97, 98, 99, 777, 888, 998, 999, 9999, 99_999, -1, -8, -9, -88, -99, -999, -9999];

/// Fewer rows show no scale.
const ROWS: usize = 10;

/// How far above all other values a code must be where these are no scale.
const FAR: i64 = 5;

/// One in so many cells at most holds a code.
const OFTEN: usize = 4;

/// Longest quoted note (in characters).
const QUOTED: usize = 60;

/// Asks what such values mean; and what 1 and 2 mean where an outcome holds nothing else.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    let declared = case.variable.is_some_and(|variable| !variable.codes.is_empty() || !variable.missing.is_empty());
    if !are_asked(case) {
        return Vec::new();
    }
    let Some(counts) = case.whole(converted) else { return Vec::new() };
    let notes = notes(case);
    let odd = sure(case, &counts, &notes);
    // Of a declared scale the values outside its steps are asked about one by one.
    let perhaps = match case.kind {
        Some(VariableKind::Scale) => BTreeSet::new(),
        _ => unsaid(case, perhaps(&counts, counted(case))),
    };
    match (odd.is_empty(), perhaps.is_empty()) {
        (false, _) => vec![no_answer(case, converted, &counts, &odd, notes.first())],
        (_, false) => vec![outside(case, converted, &counts, &perhaps)],
        _ if declared => Vec::new(),
        _ => one_and_two(case, &counts).into_iter().collect(),
    }
}

/// The values that are asked about as codes for no answer.
pub(super) fn asked(case: &Case<'_>, counts: &BTreeMap<i64, usize>) -> BTreeSet<i64> {
    match are_asked(case) {
        true => sure(case, counts, &notes(case)),
        false => BTreeSet::new(),
    }
}

/// Whether a variable is one whose values may be asked about.
fn are_asked(case: &Case<'_>) -> bool {
    case.usage > Usage::Unmentioned && case.sense.ladder.is_none()
}

fn sure(case: &Case<'_>, counts: &BTreeMap<i64, usize>, notes: &[String]) -> BTreeSet<i64> {
    let noted: BTreeSet<i64> = notes.iter().flat_map(|note| notation::no_answers(note)).collect();
    unsaid(case, odd(counts, &ColumnContext { counted: counted(case), age: is_age(case.name), noted: &noted }))
}

fn unsaid(case: &Case<'_>, values: BTreeSet<i64>) -> BTreeSet<i64> {
    let said = said_in_study(case);
    values.into_iter().filter(|value| !said.contains(value)).collect()
}

/// Values that the study gives a meaning.
fn said_in_study(case: &Case<'_>) -> BTreeSet<i64> {
    let variable = case.variable;
    let values = variable.iter().flat_map(|it| it.codes.iter().map(|(value, _)| value).chain(&it.missing));
    values.filter_map(|value| value.parse().ok()).collect()
}

/// What is known of a column beyond its values.
struct ColumnContext<'a> {
    /// Whether it counts things, so that single large values are natural.
    counted: bool,
    /// Whether it holds ages.
    age: bool,
    /// Values that a note gives to no answer.
    noted: &'a BTreeSet<i64>,
}

fn counted(case: &Case<'_>) -> bool {
    let folded = fold(case.name);
    let named = folded.ends_with('数') || folded.contains("numberof") || folded.contains("count");
    matches!(case.kind, Some(VariableKind::Count | VariableKind::Amount)) || case.kind.is_none() && named
}

fn is_age(name: &str) -> bool {
    let folded = fold(name);
    folded.contains("年齢") || folded == "age" || folded.starts_with("age(") || folded.ends_with('歳')
}

/// The values that seem to stand for no answer.
fn odd(counts: &BTreeMap<i64, usize>, about: &ColumnContext<'_>) -> BTreeSet<i64> {
    let is_code = |value: &i64| CODES.contains(value) || about.noted.contains(value);
    let plain = || counts.keys().copied().filter(|value| !is_code(value));
    let (Some(low), Some(high)) = (plain().next(), plain().next_back()) else { return BTreeSet::new() };
    // A code among other values is one of them.
    let base: BTreeMap<i64, usize> = counts.range(low..=high).map(|(value, n)| (*value, *n)).collect();
    let rows: usize = base.values().sum();
    if rows < ROWS {
        return BTreeSet::new();
    }
    let gapless = (high - low) as usize + 1 == base.len();
    let scale = gapless && base.len() >= 2 && high <= 12 && ((0..=2).contains(&low) || low == -high);
    let off = |value: i64, n: usize| {
        let noted = about.noted.contains(&value);
        let beyond = value > high || value < low;
        match (scale, value < 0) {
            _ if !beyond => false,
            _ if noted => true,
            // So many are answers of their own.
            _ if OFTEN * n > rows + n => false,
            // Below a zero that occurs, −1 is the next value.
            (_, true) => value < low - 1 && low >= 0 && n >= 2 || scale && value <= 3 * low.min(-3),
            // Beside 1, 2 and 3 it may be the ninth step of ten.
            (true, _) if value == 9 => value >= high + 2 && n >= 2 && low > 0 && !about.counted && base.len() != 3,
            (true, _) => n >= if about.counted { 2 } else { 1 } && value >= FAR * high,
            (false, _) if about.age => value >= 999 && n >= 1,
            (false, _) => base.len() >= 6 && low >= 0 && value >= 99 && value >= FAR * high && n >= 2 && !about.counted,
        }
    };
    counts.iter().filter(|&(value, n)| is_code(value) && off(*value, *n)).map(|(value, _)| *value).collect()
}

/// Values that may stand for no answer, or be slips: outside the steps that nearly all others are; or 99 and the like, several times,
/// well above everything else.
fn perhaps(counts: &BTreeMap<i64, usize>, counted: bool) -> BTreeSet<i64> {
    let rows: usize = counts.values().sum();
    match counted {
        true => BTreeSet::new(),
        false if is_eleventh(counts, rows) => BTreeSet::from([11]),
        false => match run(counts) {
            Some((low, high)) => outside_run(counts, low, high, rows),
            None => above_all(counts, rows),
        },
    }
}

/// Whether 11 stands beyond a scale that ends at 10.
fn is_eleventh(counts: &BTreeMap<i64, usize>, rows: usize) -> bool {
    const STEPS: usize = 7;
    let within = counts.range(0..=10).count();
    let all = within + 1 == counts.len() && counts.keys().next().is_some_and(|low| *low <= 1);
    let few = counts.get(&11).is_some_and(|n| OFTEN * n <= rows);
    all && few && within >= STEPS && counts.contains_key(&10) && rows >= ROWS
}

/// The steps of a scale, from 0 or 1 without a gap, where the highest ones are no rare ends of numbers of things.
fn run(counts: &BTreeMap<i64, usize>) -> Option<(i64, i64)> {
    const HIGHEST: i64 = 10;
    let low = counts.keys().copied().find(|value| (0..=1).contains(value))?;
    let high = (low..=HIGHEST).take_while(|step| counts.contains_key(step)).last()?;
    let within: usize = counts.range(low..=high).map(|(_, n)| n).sum();
    let ends = counts[&high] + counts.get(&(high - 1)).copied().unwrap_or(0);
    (high - low >= 2 && within >= ROWS && 5 * ends >= within).then_some((low, high))
}

fn outside_run(counts: &BTreeMap<i64, usize>, low: i64, high: i64, rows: usize) -> BTreeSet<i64> {
    const CODED: [i64; 4] = [8, 9, 11, 12];
    let beyond: Vec<(i64, usize)> =
        counts.iter().filter(|(value, _)| !(low..=high).contains(*value)).map(|(value, n)| (*value, *n)).collect();
    let steps = high - low + 1;
    let is_odd = |&(value, n): &(i64, usize)| match value {
        9 if steps == 3 && low == 1 => n >= 2 && 3 * n <= rows,
        value if value <= 12 => steps >= 4 && low == 1 && n >= 2 && CODED.contains(&value) && value >= high + 2,
        value => steps >= 4 && value > 2 * high,
    };
    let odd: usize = beyond.iter().map(|(_, n)| n).sum();
    let few = beyond.len() <= 2 && (OFTEN * odd <= rows || beyond.iter().all(|(value, _)| *value == 9));
    match few && beyond.iter().all(is_odd) {
        true => beyond.into_iter().map(|(value, _)| value).collect(),
        false => BTreeSet::new(),
    }
}

/// 99 and the like, several times, and well above everything else.
fn above_all(counts: &BTreeMap<i64, usize>, rows: usize) -> BTreeSet<i64> {
    const WELL: f64 = 1.3;
    const LEAST: i64 = 88;
    let Some((&value, &n)) = counts.iter().next_back() else { return BTreeSet::new() };
    let below: Vec<i64> = counts.keys().copied().filter(|other| *other != value).collect();
    let (Some(&low), Some(&high)) = (below.first(), below.last()) else { return BTreeSet::new() };
    let others = rows - n;
    let far = value as f64 >= WELL * high as f64 && low >= 0;
    let code = CODES.contains(&value) && value >= LEAST && n >= 2 && OFTEN * n <= rows;
    (code && far && below.len() >= 6 && others >= ROWS).then_some(value).into_iter().collect()
}

/// Asks about values outside the steps of what looks like a scale.
fn outside(
    case: &Case<'_>,
    converted: &[Converted],
    counts: &BTreeMap<i64, usize>,
    odd: &BTreeSet<i64>,
) -> CellQuestion {
    let cells: Vec<CellIndex> =
        case.open(converted).filter(|(_, value)| odd.contains(&(*value as i64))).map(|(at, _)| at).collect();
    let others = || counts.keys().filter(|value| !odd.contains(value));
    let values: Vec<String> = odd.iter().map(i64::to_string).collect();
    let message = phrase!(
        "{n} {n?cell|cells} of `{name}` {n?holds|hold} {values}, beside the other values ({low} to {high}): no answer, a slip, or a value? Until it is said {n?it counts|they count} as a number",
        n = cells.len(),
        name = case.name,
        values = values.clone(),
        low = others().next().copied().unwrap_or(0).to_string(),
        high = others().next_back().copied().unwrap_or(0).to_string()
    );
    let cells = cells.into_iter().map(|at| (at, None)).collect();
    let problem = Diagnostic::warning("code-for-no-answer", message).hint(meaning(case, &values));
    CellQuestion { problem, cells, missing: false }
}

/// What to write of values that stand for no answer, or for themselves.
fn meaning(case: &Case<'_>, values: &[String]) -> Phrase {
    let key = toml_key(case.name);
    let codes: Vec<String> = values.iter().map(|value| format!("{} = \"{value}\"", toml_key(value))).collect();
    phrase!(
        "Where it stands for no answer: {missing}; where it is a value: {codes}",
        missing = format!("[variables.{key}]  missing = [{}]", values.join(", ")),
        codes = format!("codes = {{ {} }}", codes.join(", "))
    )
}

/// Texts beside the table and in headings that give a value to no answer.
fn notes(case: &Case<'_>) -> Vec<String> {
    let of = |column: &super::case::CaseColumn<'_>| {
        let table = column.joined.table;
        let heading = table.headings[column.column].text.clone();
        let around = table.set_aside.iter().map(|aside| aside.text.clone());
        std::iter::once(heading).chain(around).collect::<Vec<String>>()
    };
    let texts = case.columns.iter().flat_map(of);
    texts.filter(|text| !notation::no_answers(text).is_empty()).collect()
}

fn no_answer(
    case: &Case<'_>,
    converted: &[Converted],
    counts: &BTreeMap<i64, usize>,
    odd: &BTreeSet<i64>,
    note: Option<&String>,
) -> CellQuestion {
    let cells: Vec<CellIndex> =
        case.open(converted).filter(|(_, value)| odd.contains(&(*value as i64))).map(|(at, _)| at).collect();
    let others = || counts.keys().filter(|value| !odd.contains(value));
    let values: Vec<String> = odd.iter().map(i64::to_string).collect();
    let (low, high) = (others().next().copied().unwrap_or(0), others().next_back().copied().unwrap_or(0));
    let message = match note {
        None => phrase!(
            "{n} {n?cell|cells} of `{name}` {n?holds|hold} {values}, far off its other values ({low} to {high}): does that stand for no answer?",
            n = cells.len(),
            name = case.name,
            values = values.clone(),
            low = low.to_string(),
            high = high.to_string()
        ),
        Some(note) => phrase!(
            "{n} {n?cell|cells} of `{name}` {n?holds|hold} {values} beside {low} to {high}, and the sheet says: {note}",
            n = cells.len(),
            name = case.name,
            values = values.clone(),
            low = low.to_string(),
            high = high.to_string(),
            note = note.chars().take(QUOTED).collect::<String>()
        ),
    };
    let hint = meaning(case, &values);
    let cells = cells.into_iter().map(|at| (at, None)).collect();
    CellQuestion { problem: case.grave("code-for-no-answer", message).hint(hint), cells, missing: false }
}

/// An outcome of nothing but 1 and 2, of which nobody said what they mean.
fn one_and_two(case: &Case<'_>, counts: &BTreeMap<i64, usize>) -> Option<CellQuestion> {
    let pair = counts.keys().copied().eq([1, 2]) && counts.values().sum::<usize>() >= ROWS;
    if case.usage != Usage::Outcome || case.kind.is_some() || !pair || counted(case) {
        return None;
    }
    let message = phrase!(
        "`{name}` holds nothing but 1 ({ones}) and 2 ({twos}), and is averaged as a number: do they stand for yes and no?",
        name = case.name,
        ones = counts[&1],
        twos = counts[&2]
    );
    let key = toml_key(case.name);
    let hint = phrase!(
        "Say what they mean, such as {codes}; or {number} where they are numbers",
        codes = format!("[variables.{key}]  codes = {{ 1 = \"yes\", 2 = \"no\" }}"),
        number = "kind = \"number\""
    );
    let problem = Diagnostic::warning("codes-unclear", message).hint(hint).at(case.heading(0));
    Some(CellQuestion { problem, cells: Vec::new(), missing: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd_of(values: &[(i64, usize)], counted: bool, age: bool, noted: &[i64]) -> Vec<i64> {
        let noted = noted.iter().copied().collect();
        let counts = values.iter().copied().collect();
        odd(&counts, &ColumnContext { counted, age, noted: &noted }).into_iter().collect()
    }

    #[test]
    fn a_code_far_off_a_complete_scale_is_asked_about() {
        let five = [(1, 3), (2, 6), (3, 9), (4, 8), (5, 4)];
        let with = |more: &[(i64, usize)]| [&five[..], more].concat();
        assert_eq!(odd_of(&with(&[(9, 4)]), false, false, &[]), [9]);
        assert_eq!(odd_of(&with(&[(9, 2), (99, 1)]), false, false, &[]), [9, 99]);
        assert_eq!(odd_of(&with(&[(-1, 2)]), false, false, &[]), [-1]);
        assert_eq!(odd_of(&[(1, 9), (2, 9), (9, 2)], false, false, &[]), [9]);
        assert_eq!(odd_of(&five[1..].iter().copied().chain([(9, 4)]).collect::<Vec<_>>(), false, false, &[]), [9]);
        assert_eq!(odd_of(&[(-2, 3), (-1, 3), (0, 4), (1, 3), (2, 2), (-9, 1)], false, false, &[]), [-9]);
        assert_eq!(odd_of(&with(&[(6, 2), (7, 3), (8, 1), (9, 1)]), false, false, &[9]), [9], "a note says so");
    }

    #[test]
    fn ages_and_numbers_too() {
        let ages: Vec<(i64, usize)> = (18..80).map(|age| (age, 1)).collect();
        assert_eq!(odd_of(&[&ages[..], &[(999, 1)]].concat(), false, true, &[]), [999]);
        assert_eq!(odd_of(&[&ages[..], &[(99, 1)]].concat(), false, true, &[]), [0; 0], "may be an age");
        assert_eq!(odd_of(&[&ages[..], &[(-9, 3)]].concat(), true, false, &[]), [-9], "no number of things");
    }

    #[test]
    fn natural_values_are_not() {
        for (values, counted) in [
            (vec![(0, 9), (1, 6), (2, 4), (3, 2), (4, 1), (5, 1), (9, 1)], false),
            (vec![(1, 9), (2, 6), (3, 4), (4, 2), (9, 5)], true),
            (vec![(1, 9), (2, 6), (3, 4), (5, 2), (9, 5)], false),
            ((0..=10).map(|step| (step, 4)).collect(), false),
            (vec![(-4, 3), (-1, 5), (0, 9), (3, 4), (7, 2)], false),
            ((1..=9).map(|step| (step, 4)).collect(), false),
        ] {
            assert_eq!(odd_of(&values, counted, false, &[]), [0; 0], "{values:?}");
        }
    }

    #[test]
    fn values_outside_the_steps_of_a_scale_may_be_codes_or_slips() {
        let of = |values: &[(i64, usize)]| {
            let counts: BTreeMap<i64, usize> = values.iter().copied().collect();
            perhaps(&counts, false).into_iter().collect::<Vec<i64>>()
        };
        let five = [(1, 3), (2, 6), (3, 9), (4, 8), (5, 4)];
        let with = |more: &[(i64, usize)]| of(&[&five[..], more].concat());
        assert_eq!(with(&[(8, 3)]), [8]);
        assert_eq!(with(&[(55, 1)]), [55]);
        assert_eq!(of(&[(1, 8), (2, 8), (3, 7), (9, 7)]), [9], "perhaps the ninth of ten");
        let ten: Vec<(i64, usize)> = (0..=10).map(|step| (step, 2)).collect();
        assert_eq!(of(&[&ten[..], &[(11, 2)]].concat()), [11]);
        let ages: Vec<(i64, usize)> = (20..70).map(|age| (age, 1)).collect();
        assert_eq!(of(&[&ages[..], &[(99, 3)]].concat()), [99]);
        for natural in [
            with(&[]),
            with(&[(6, 2)]),
            with(&[(7, 2)]),
            with(&[(8, 1)]),
            of(&[(0, 9), (1, 6), (2, 4), (3, 2), (4, 1), (5, 1), (15, 1)]),
            of(&[(1, 20), (2, 9), (3, 4), (4, 2), (5, 1), (12, 2)]),
            of(&ten),
            of(&[&ages[..], &[(99, 1)]].concat()),
            of(&[(82, 1), (85, 2), (88, 3), (90, 2), (93, 2), (97, 1), (99, 2)]),
        ] {
            assert_eq!(natural, [0; 0]);
        }
    }
}
