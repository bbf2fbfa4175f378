//! Several rows of one unit put together: numbers added or averaged, texts listed.

use indexmap::IndexSet;

use super::cells::values::Values;
use super::intern::intern;
use crate::notation::{bare, fold};
use crate::panel::Content;
use crate::study::{Repeats, VariableKind};

/// Stands between texts that differ.
const BETWEEN: &str = "; ";

/// How the rows of a unit become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Amounts and counts are added.
    Sum,
    /// Scales and shares have a mean.
    Mean,
    /// Dates and years: the first one.
    First,
    /// Yes where one row says yes.
    Any,
    /// Texts are listed, each once.
    List,
}

impl Way {
    /// By what the variable is, and by what the study asks for. `year` says that it holds years.
    pub fn of(content: Content, kind: Option<VariableKind>, year: bool, rows: Repeats) -> Way {
        match (content, kind) {
            (Content::YesNo | Content::Number, _) if rows == Repeats::Mean && !year => Way::Mean,
            (Content::YesNo, _) => Way::Any,
            (Content::Category | Content::Text, _) => Way::List,
            (Content::Date, _) => Way::First,
            (Content::Number, Some(VariableKind::Share | VariableKind::Scale)) => Way::Mean,
            (Content::Number, None) if year => Way::First,
            (Content::Number, _) => Way::Sum,
        }
    }

    /// What is no amount by its name is not added up, unless the study says that it is one: rates have a mean, and of numbers that
    /// name something the first one is kept.
    pub fn named(self, name: &str, kind: Option<VariableKind>) -> Way {
        const RATES: [&str; 12] =
            ["率", "割合", "比", "単価", "平均", "rate", "percent", "percentage", "pct", "ratio", "average", "mean"];
        const NUMBERS: [&str; 5] = ["番号", "コード", "code", "identifier", "id"];
        let folded = fold(&bare(name));
        let ends = |words: &[&str]| words.iter().any(|word| folded.ends_with(word));
        let amount = matches!(kind, Some(VariableKind::Amount | VariableKind::Count));
        match self {
            Way::Sum if amount => Way::Sum,
            Way::Sum if ends(&RATES) => Way::Mean,
            Way::Sum if ends(&NUMBERS) => Way::First,
            way => way,
        }
    }
}

/// The values of rows put together by unit, and the rows without a value beside others of their unit that have one. `targets` has
/// the units of each row.
pub(super) fn gather<'t>(
    values: &Values,
    way: Way,
    targets: impl Fn(usize) -> &'t [u32],
    units: usize,
) -> (Values, Vec<u32>) {
    match values {
        Values::Numbers(numbers) => {
            let mut all: Vec<Vec<f64>> = vec![Vec::new(); units];
            let rows = (0..numbers.len()).flat_map(|row| targets(row).iter().map(move |&unit| (row, unit)));
            rows.clone()
                .filter(|(row, _)| !numbers[*row].is_nan())
                .for_each(|(row, unit)| all[unit as usize].push(numbers[row]));
            let alone = |&(row, unit): &(usize, u32)| numbers[row].is_nan() && !all[unit as usize].is_empty();
            let blank: IndexSet<u32> = rows.filter(alone).map(|(row, _)| row as u32).collect();
            (Values::Numbers(all.iter().map(|values| one(values, way)).collect()), blank.into_iter().collect())
        }
        Values::Strings { levels, codes } => {
            let mut all: Vec<IndexSet<u32>> = vec![IndexSet::new(); units];
            for (row, &code) in codes.iter().enumerate().filter(|(_, code)| **code != u32::MAX) {
                for &unit in targets(row) {
                    all[unit as usize].insert(code);
                }
            }
            (listed(levels, &all), Vec::new())
        }
    }
}

fn one(values: &[f64], way: Way) -> f64 {
    let sum = || values.iter().sum::<f64>();
    match way {
        _ if values.is_empty() => f64::NAN,
        Way::Sum => sum(),
        Way::Mean => sum() / values.len() as f64,
        Way::First => values.iter().copied().fold(f64::INFINITY, f64::min),
        Way::Any | Way::List => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    }
}

fn listed(levels: &[String], all: &[IndexSet<u32>]) -> Values {
    let mut lists: IndexSet<String> = IndexSet::new();
    let codes = all.iter().map(|codes| match codes.len() {
        0 => u32::MAX,
        _ => {
            let texts: Vec<&str> = codes.iter().map(|&code| levels[code as usize].as_str()).collect();
            intern(&mut lists, texts.join(BETWEEN))
        }
    });
    let codes = codes.collect();
    Values::Strings { levels: lists.into_iter().collect(), codes }
}
