use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::ingest;
use crate::phrase;
use crate::study::Located;
use crate::study::keys::{toml_key, toml_text};
use crate::text::Arg;
use crate::tidy::{Data, VarRef, View};

use super::resolve::cells;

/// Values are listed where there are at most this many.
const VALUES_SHOWN: usize = 8;

/// Who received, as 0 and 1.
pub struct Arms {
    /// Values that replace words; absent where the data are 0 and 1 already.
    pub overlay: Option<Data>,
    /// Units that did not receive, and that did.
    pub counts: [usize; 2],
}

impl Arms {
    /// Who received: 1 or 0 for each unit of the panel, NaN where it is not known.
    pub fn values(&self, view: &View, treatment: Option<&VarRef>) -> Vec<f64> {
        let stored = || treatment.and_then(|var| view.column(var)).map(|column| column.data);
        match self.overlay.clone().or_else(stored) {
            Some(Data::Number(values)) => values,
            _ => vec![f64::NAN; view.panel().units.len()],
        }
    }
}

/// Reads a treatment. Reports values that do not say who received.
pub fn arms(view: &View, var: &VarRef, name: &Located<String>, sink: &mut Sink) -> Option<Arms> {
    let column = view.column(var)?;
    let tally = Tally::of(&column.data, &view.rows());
    let sides: Option<Vec<f64>> = match tally.words() {
        None => {
            tally.values.iter().map(|value| value.number.filter(|number| *number == 0.0 || *number == 1.0)).collect()
        }
        Some(words) => sides(&words),
    };
    let Some(sides) = sides else {
        sink.push(
            tally.problem(var, name, column.data.len()).at(name.place.clone()).at_all(tally.odd_cells(view, var)),
        );
        return None;
    };
    let mut counts = [0, 0];
    sides.iter().zip(&tally.values).for_each(|(side, value)| counts[*side as usize] += value.units.len());
    let overlay = matches!(column.data, Data::Category { .. }).then(|| {
        let mut values = vec![f64::NAN; view.panel().units.len()];
        for (side, value) in sides.iter().zip(&tally.values) {
            value.units.iter().for_each(|&unit| values[unit] = *side);
        }
        Data::Number(values)
    });
    Some(Arms { overlay, counts })
}

/// A value and who has it: global indices.
struct Value {
    text: String,
    number: Option<f64>,
    units: Vec<usize>,
}

/// The distinct values of a treatment.
struct Tally {
    values: Vec<Value>,
}

impl Tally {
    /// `rows` has the global index of each value.
    fn of(data: &Data, rows: &[u32]) -> Tally {
        let values = match data {
            Data::Category { levels, codes } => {
                let who = |level: usize| codes.iter().enumerate().filter(move |(_, code)| **code as usize == level);
                let value = |(level, text): (usize, &String)| Value {
                    text: text.clone(),
                    number: None,
                    units: who(level).map(|(at, _)| rows[at] as usize).collect(),
                };
                levels.iter().take(VALUES_SHOWN + 1).enumerate().map(value).collect()
            }
            Data::Number(numbers) => {
                let mut by_value: BTreeMap<u64, Value> = BTreeMap::new();
                for (at, number) in numbers.iter().enumerate().filter(|(_, number)| !number.is_nan()) {
                    let new = || Value { text: number.to_string(), number: Some(*number), units: Vec::new() };
                    by_value.entry(ordered_bits(*number)).or_insert_with(new).units.push(rows[at] as usize);
                }
                by_value.into_values().collect()
            }
        };
        Tally { values }
    }

    /// The values where they are words.
    fn words(&self) -> Option<Vec<&str>> {
        let word = |value: &'_ Value| value.number.is_none();
        self.values.iter().all(word).then(|| self.values.iter().map(|value| value.text.as_str()).collect())
    }

    /// Which values are beside the point: not yes or no, or beyond the two most frequent.
    fn odd(&self) -> Vec<&Value> {
        let clear = |value: &Value| match value.number {
            Some(number) => number == 0.0 || number == 1.0,
            None => is_yes(&fold(&value.text)) || is_no(&fold(&value.text)),
        };
        let unclear: Vec<&Value> = self.values.iter().filter(|value| !clear(value)).collect();
        if unclear.len() < self.values.len() {
            return unclear;
        }
        let mut by_count: Vec<&Value> = self.values.iter().collect();
        by_count.sort_by_key(|value| std::cmp::Reverse(value.units.len()));
        by_count.into_iter().skip(2).collect()
    }

    fn odd_cells(&self, view: &View, var: &VarRef) -> Vec<crate::diag::Place> {
        let mut units: Vec<usize> = self.odd().iter().flat_map(|value| value.units.iter().copied()).collect();
        units.sort_unstable();
        cells(view.panel(), var, units.into_iter())
    }

    fn problem(&self, var: &VarRef, name: &Located<String>, all: usize) -> Diagnostic {
        let codes = |value: &Value, to: &str| format!("{} = \"{to}\"", toml_text(&value.text));
        if let [first, second] = self.values.as_slice() {
            let message = phrase!(
                "It is not clear which value of `{name}` means having received: {values}",
                name = &name.value,
                values = self.listed()
            );
            let example = format!(
                "[variables.{}]  codes = {{ {}, {} }}",
                toml_key(&var.name),
                codes(first, "yes"),
                codes(second, "no")
            );
            return Diagnostic::error("treatment-unclear", message)
                .hint(phrase!("Say what they mean, such as {example}", example = example));
        }
        if let [only] = self.values.as_slice() {
            let message = phrase!(
                "`{name}` should say who received, with two values, and holds only {values}; {n} {n?unit has|units have} none",
                name = &name.value,
                values = self.listed(),
                n = all - only.units.len()
            );
            let hint = phrase!(
                "Where a file lists only those who received, add a column that says yes or no to the file that lists everybody"
            );
            return Diagnostic::error("treatment-not-two-valued", message).hint(hint);
        }
        let message = phrase!(
            "`{name}` should say who received, with two values, and holds {values}",
            name = &name.value,
            values = self.listed()
        );
        let hint = phrase!(
            "Correct the cells, or declare what stands for no answer: {example}",
            example = format!("[variables.{}]  missing = [{}]", toml_key(&var.name), self.odd_list())
        );
        Diagnostic::error("treatment-not-two-valued", message).hint(hint)
    }

    fn odd_list(&self) -> String {
        let texts = self.odd().into_iter().take(3).map(|value| match value.number {
            Some(_) => value.text.clone(),
            None => toml_text(&value.text),
        });
        texts.collect::<Vec<_>>().join(", ")
    }

    /// "0 (429), 1 (184), 2 (1)".
    fn listed(&self) -> Arg {
        let one = |value: &Value| Arg::from(phrase!("{value} ({n})", value = &value.text, n = value.units.len()));
        let mut items: Vec<Arg> = self.values.iter().take(VALUES_SHOWN).map(one).collect();
        if self.values.len() > VALUES_SHOWN {
            items.push(phrase!("and others").into());
        }
        Arg::List(items)
    }
}

/// Bits that sort as the numbers do; −0 as 0.
fn ordered_bits(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// 0 or 1 for each word, where that is clear.
fn sides(words: &[&str]) -> Option<Vec<f64>> {
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    match folded.as_slice() {
        [] => Some(Vec::new()),
        [one] if is_no(one) => Some(vec![0.0]),
        [one] if is_yes(one) => Some(vec![1.0]),
        [a, b] if negates(a, b) || is_no(a) && is_yes(b) => Some(vec![0.0, 1.0]),
        [a, b] if negates(b, a) || is_no(b) && is_yes(a) => Some(vec![1.0, 0.0]),
        _ => None,
    }
}

fn fold(word: &str) -> String {
    ingest::fold(word).replace('-', "")
}

fn is_yes(word: &str) -> bool {
    YES.contains(&word)
}

fn is_no(word: &str) -> bool {
    NO.contains(&word) || YES.iter().any(|yes| negates(word, yes))
}

/// Whether `no` says of itself that it is not `yes`: 不採択 of 採択, 助成なし of 助成あり, unfunded of funded.
fn negates(no: &str, yes: &str) -> bool {
    let stem = |word: &str, endings: &[&str]| endings.iter().find_map(|end| word.strip_suffix(end).map(str::to_string));
    let base = stem(yes, WITH).unwrap_or_else(|| yes.into());
    let by_prefix = NOT.iter().any(|not| no.strip_prefix(not) == Some(yes));
    by_prefix || stem(no, WITHOUT).is_some_and(|stem| !stem.is_empty() && stem == base)
}

/// Words that mean having received, as [`fold`] leaves them.
const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "はい",
    "○",
    "〇",
    "◯",
    "有",
    "あり",
    "有り",
    "採択",
    "採用",
    "参加",
    "受給",
    "受講",
    "利用",
    "交付",
    "助成",
    "支援",
    "対象",
    "実施",
    "該当",
    "当選",
    "合格",
    "介入",
    "介入群",
    "処置",
    "処置群",
    "treated",
    "treatment",
    "funded",
    "granted",
    "awarded",
    "accepted",
    "approved",
    "selected",
    "participated",
    "participant",
    "enrolled",
    "grantee",
    "member",
];

/// Words that mean not having received and are not made from the above.
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "0",
    "いいえ",
    "×",
    "✕",
    "✖",
    "x",
    "無",
    "なし",
    "無し",
    "落選",
    "却下",
    "対照",
    "対照群",
    "比較",
    "比較群",
    "control",
    "comparison",
    "rejected",
    "declined",
    "refused",
    "untreated",
];

const NOT: &[&str] = &["不", "非", "未", "無", "not", "non", "un"];
const WITH: &[&str] = &["あり", "有り", "有", "した", "する"];
const WITHOUT: &[&str] = &["なし", "無し", "無", "外", "しない", "せず", "していない"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_who_received() {
        assert_eq!(sides(&["不採択", "採択"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["Yes", "ＮＯ"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["○", "×"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["助成あり", "助成なし"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["塾に通った", "未塾に通った"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["control", "treated"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["non-participant", "participant"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["東京", "大阪"]), None);
        assert_eq!(sides(&["a", "b", "c"]), None);
    }

    #[test]
    fn numbers_stand_in_their_order() {
        let tally = Tally::of(&Data::Number(vec![1.0, -2.0, 0.0, -0.0, f64::NAN, 10.0]), &[0, 1, 2, 3, 4, 5]);
        let texts: Vec<&str> = tally.values.iter().map(|value| value.text.as_str()).collect();
        assert_eq!(texts, ["-2", "0", "1", "10"]);
        assert_eq!(tally.values[1].units, [2, 3]);
    }
}
