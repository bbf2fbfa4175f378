use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diag::{Diagnostic, Sink};
use crate::panel::{Data, VarRef, View};
use crate::phrase;
use crate::study::Located;
use crate::study::expression::name_of;
use crate::study::keys::toml_text;
use crate::text::{Arg, Phrase};
use crate::tidy::arm_words::{clear, codes_line, folded, likely, sides};

use super::resolve::cells;

/// Values are listed where there are at most this many.
const VALUES_SHOWN: usize = 8;
/// More values than this are no decisions: it is another kind of column.
const DECISIONS: usize = 16;

/// Who received, as 0 and 1.
pub struct Arms {
    /// Values that replace words; absent where the data are 0 and 1 already.
    pub overlay: Option<Data>,
    /// Units that did not receive, and that did.
    pub counts: [usize; 2],
    /// What each word means, as [`folded`] leaves it.
    words: BTreeMap<String, f64>,
}

impl Arms {
    /// Who received: 1 or 0 for each unit of the panel, NaN where it is not known.
    pub fn values(&self, view: &View, treatment: Option<&VarRef>) -> Vec<f64> {
        let stored = || treatment.and_then(|var| view.column(var)).map(|column| column.data);
        match self.overlay.clone().or_else(stored) {
            Some(Data::Number(values)) => values.to_vec(),
            _ => vec![f64::NAN; view.panel().units.len()],
        }
    }
}

impl Arms {
    /// The same for every unit of the panel, also for those that the question is not about: their words mean what they mean in the
    /// question, or what they say by themselves.
    pub fn everywhere(&self, whole: &View, treatment: Option<&VarRef>) -> Vec<f64> {
        let meaning = |level: &String| {
            let known = self.words.get(&folded(level)).copied();
            known.or_else(|| clear(level).map(|yes| f64::from(u8::from(yes)))).unwrap_or(f64::NAN)
        };
        match treatment.and_then(|var| whole.column(var)).map(|column| column.data) {
            Some(Data::Category { levels, codes }) => {
                let sides: Vec<f64> = levels.iter().map(meaning).collect();
                codes.iter().map(|&code| sides.get(code as usize).copied().unwrap_or(f64::NAN)).collect()
            }
            Some(Data::Number(values)) => values.to_vec(),
            None => vec![f64::NAN; whole.panel().units.len()],
        }
    }
}

/// Reads a treatment. Reports values that do not say who received.
pub fn arms(view: &View, var: &VarRef, name: &Located<String>, sink: &mut Sink) -> Option<Arms> {
    let column = view.column(var)?;
    let tally = ValueTally::of(&column.data, &view.rows());
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
        Data::Number(values.into())
    });
    let words = sides.iter().zip(&tally.values).map(|(side, value)| (folded(&value.text), *side)).collect();
    Some(Arms { overlay, counts, words })
}

/// A value and who has it: global indices.
struct ArmValue {
    text: String,
    number: Option<f64>,
    units: Vec<usize>,
}

/// Words by what they are but for width, case, spaces and hyphens, each in its most frequent spelling.
fn words(levels: &[String], codes: &[u32], rows: &[u32]) -> Vec<ArmValue> {
    let mut spelled: Vec<Vec<usize>> = vec![Vec::new(); levels.len()];
    for (at, &code) in codes.iter().enumerate().filter(|(_, code)| (**code as usize) < levels.len()) {
        spelled[code as usize].push(rows[at] as usize);
    }
    let mut words: IndexMap<String, Vec<(&String, Vec<usize>)>> = IndexMap::new();
    for (level, units) in levels.iter().zip(spelled) {
        words.entry(folded(level)).or_default().push((level, units));
    }
    let one = |mut spellings: Vec<(&String, Vec<usize>)>| {
        // Of spellings that are equally frequent the first one stays first.
        spellings.sort_by_key(|(_, units)| std::cmp::Reverse(units.len()));
        let text = spellings[0].0.clone();
        let mut units: Vec<usize> = spellings.into_iter().flat_map(|(_, units)| units).collect();
        units.sort_unstable();
        ArmValue { text, number: None, units }
    };
    words.into_values().map(one).collect()
}

/// The distinct values of a treatment.
struct ValueTally {
    values: Vec<ArmValue>,
}

impl ValueTally {
    /// `rows` has the global index of each value.
    fn of(data: &Data, rows: &[u32]) -> ValueTally {
        let values = match data {
            Data::Category { levels, codes } => words(levels, codes, rows),
            Data::Number(numbers) => {
                let mut by_value: BTreeMap<u64, ArmValue> = BTreeMap::new();
                for (at, number) in numbers.iter().enumerate().filter(|(_, number)| !number.is_nan()) {
                    let new = || ArmValue { text: number.to_string(), number: Some(*number), units: Vec::new() };
                    by_value.entry(ordered_bits(*number)).or_insert_with(new).units.push(rows[at] as usize);
                }
                by_value.into_values().collect()
            }
        };
        ValueTally { values }
    }

    /// The values where they are words.
    fn words(&self) -> Option<Vec<&str>> {
        let word = |value: &'_ ArmValue| value.number.is_none();
        self.values.iter().all(word).then(|| self.values.iter().map(|value| value.text.as_str()).collect())
    }

    /// Which values are beside the point: not yes or no, or beyond the two most frequent.
    fn odd(&self) -> Vec<&ArmValue> {
        let is_clear = |value: &ArmValue| match value.number {
            Some(number) => number == 0.0 || number == 1.0,
            None => clear(&value.text).is_some(),
        };
        let unclear: Vec<&ArmValue> = self.values.iter().filter(|value| !is_clear(value)).collect();
        if !unclear.is_empty() && unclear.len() < self.values.len() {
            return unclear;
        }
        let mut by_count: Vec<&ArmValue> = self.values.iter().collect();
        by_count.sort_by_key(|value| std::cmp::Reverse(value.units.len()));
        by_count.into_iter().skip(2).collect()
    }

    fn odd_cells(&self, view: &View, var: &VarRef) -> Vec<crate::diag::Place> {
        let mut units: Vec<usize> = self.odd().iter().flat_map(|value| value.units.iter().copied()).collect();
        units.sort_unstable();
        cells(view.panel(), var, units.into_iter())
    }

    fn problem(&self, var: &VarRef, name: &Located<String>, all: usize) -> Diagnostic {
        let texts: Vec<&str> = self.values.iter().map(|value| value.text.as_str()).collect();
        let codes = || codes_line(&var.name, &texts);
        if self.values.len() == 2 {
            let message = phrase!(
                "It is not clear which value of `{name}` means having received: {values}",
                name = &name.value,
                values = self.listed()
            );
            return Diagnostic::error("treatment-unclear", message)
                .hint(phrase!("Say what they mean, such as {example}", example = codes()));
        }
        if let [only] = self.values.as_slice() {
            let message = phrase!(
                "`{name}` should say who received, with two values, and holds only {values}; {n} {n?unit has|units have} none",
                name = &name.value,
                values = self.listed(),
                n = all - only.units.len()
            );
            let hint = phrase!(
                "Where a source lists only those who received, name it: {example}; else write yes or no for everybody",
                example = "treatment = { in = \"…\" }"
            );
            return Diagnostic::error("treatment-not-two-valued", message).hint(hint);
        }
        let message = phrase!(
            "`{name}` should say who received, with two values, and holds {values}",
            name = &name.value,
            values = self.listed()
        );
        Diagnostic::error("treatment-not-two-valued", message).hint(self.remedy(var, &texts))
    }

    /// What to write where there are more than two values: what each of them means.
    fn remedy(&self, var: &VarRef, texts: &[&str]) -> Phrase {
        let numbers = self.words().is_none();
        if texts.len() > DECISIONS {
            return phrase!(
                "Name a variable with two values, or make one with a formula: {example}",
                example = format!("[variables.…]  formula = {}", toml_text(&format!("{} > 0", name_of(&var.name))))
            );
        }
        let line = codes_line(&var.name, texts);
        if numbers {
            let odd: Vec<&str> = self.odd().into_iter().take(3).map(|value| value.text.as_str()).collect();
            return phrase!(
                "Correct the cells, or say what each value means: {example}; what stands for no answer goes into {missing}",
                example = line,
                missing = format!("missing = [{}]", odd.join(", "))
            );
        }
        match texts.iter().all(|text| likely(text).is_some()) {
            true => phrase!("Say what each word means: {example}", example = line),
            false => phrase!(
                "Say what each word means, yes or no: {example}; a word that means neither, such as withdrawn, goes into missing = [ … ]",
                example = line
            ),
        }
    }

    /// "0 (429), 1 (184), 2 (1)".
    fn listed(&self) -> Arg {
        let one = |value: &ArmValue| Arg::from(phrase!("{value} ({n})", value = &value.text, n = value.units.len()));
        let mut items: Vec<Arg> = self.values.iter().take(VALUES_SHOWN).map(one).collect();
        if self.values.len() > VALUES_SHOWN {
            items.push(phrase!("and others").into());
        }
        Arg::List(items)
    }
}

/// Bits that sort as the numbers do; −0.
fn ordered_bits(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_their_order() {
        let tally = ValueTally::of(&Data::Number([1.0, -2.0, 0.0, -0.0, f64::NAN, 10.0].into()), &[0, 1, 2, 3, 4, 5]);
        let texts: Vec<&str> = tally.values.iter().map(|value| value.text.as_str()).collect();
        assert_eq!(texts, ["-2", "0", "1", "10"]);
        assert_eq!(tally.values[1].units, [2, 3]);
    }
}
