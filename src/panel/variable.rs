use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::notation::{Relative, as_levels};
use crate::phrase;
use crate::text::{Phrase, Words};

/// A variable, at a period where it was observed several times: `income`, `income@2021`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VarRef {
    /// Name of the variable.
    pub name: String,
    /// Period.
    pub period: Option<String>,
}

impl VarRef {
    /// From `name` or `name@period`.
    pub fn parse(text: &str) -> VarRef {
        match text.split_once('@') {
            Some((name, period)) => VarRef { name: name.into(), period: Some(period.into()) },
            None => VarRef { name: text.into(), period: None },
        }
    }
}

impl fmt::Display for VarRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.period {
            Some(period) => write!(f, "{}@{period}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The values of a column, one for each unit of a view. A copy shares them.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Numbers; NaN is missing. Yes/no variables are 0 and 1.
    Number(Arc<[f64]>),
    /// Categories: index into the levels; `u32::MAX` is missing.
    Category {
        /// Levels in the order of [`as_levels`](crate::notation::as_levels): from less to more, or by code points.
        levels: Arc<[String]>,
        /// Index of each unit's level.
        codes: Arc<[u32]>,
    },
}

impl Data {
    /// Categories of these texts by index (`u32::MAX` is missing): those that occur, each once and in order.
    pub fn category(texts: &[impl AsRef<str>], codes: &[u32]) -> Data {
        let mut used = vec![false; texts.len()];
        codes.iter().for_each(|&code| used.get_mut(code as usize).into_iter().for_each(|used| *used = true));
        let mut levels: Vec<&str> =
            texts.iter().zip(&used).filter(|(_, used)| **used).map(|(text, _)| text.as_ref()).collect();
        as_levels(&mut levels);
        let at: BTreeMap<&str, u32> = levels.iter().copied().zip(0..).collect();
        let renumbered: Vec<Option<u32>> = texts.iter().map(|text| at.get(text.as_ref()).copied()).collect();
        let code = |&code: &u32| renumbered.get(code as usize).copied().flatten().unwrap_or(u32::MAX);
        Data::Category {
            levels: levels.iter().map(|level| level.to_string()).collect(),
            codes: codes.iter().map(code).collect(),
        }
    }

    /// The text at `i`; nothing where it is missing, or a number.
    pub fn text(&self, i: usize) -> Option<&str> {
        match self {
            Data::Number(_) => None,
            Data::Category { levels, codes } => levels.get(codes[i] as usize).map(String::as_str),
        }
    }

    /// Whether the value at `i` is missing.
    pub fn is_missing(&self, i: usize) -> bool {
        match self {
            Data::Number(values) => values[i].is_nan(),
            Data::Category { codes, .. } => codes[i] == u32::MAX,
        }
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        match self {
            Data::Number(values) => values.len(),
            Data::Category { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values at these positions. Levels that no longer occur are dropped.
    pub fn take(&self, at: &[u32]) -> Data {
        match self {
            Data::Number(values) => Data::Number(at.iter().map(|&i| values[i as usize]).collect()),
            Data::Category { levels, codes } => {
                let taken: Vec<u32> = at.iter().map(|&i| codes[i as usize]).collect();
                drop_unused(levels, &taken)
            }
        }
    }
}

fn drop_unused(levels: &[String], codes: &[u32]) -> Data {
    let mut used = vec![false; levels.len()];
    codes.iter().filter(|&&code| code != u32::MAX).for_each(|&code| used[code as usize] = true);
    let mut renumbered = vec![u32::MAX; levels.len()];
    let kept: Vec<usize> = (0..levels.len()).filter(|&level| used[level]).collect();
    kept.iter().enumerate().for_each(|(new, &old)| renumbered[old] = new as u32);
    let codes = codes.iter().map(|&code| if code == u32::MAX { code } else { renumbered[code as usize] }).collect();
    Data::Category { levels: kept.into_iter().map(|level| levels[level].clone()).collect(), codes }
}

/// A variable's values in a view, with its name and labels.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableColumn {
    /// Which variable.
    pub var: VarRef,
    /// How outputs call it.
    pub label: Words,
    /// Unit of measurement.
    pub unit: Words,
    /// How outputs call the period, where that is not its name.
    pub when: Option<String>,
    /// Whether its numbers are shares of 1, by a sign or the number format of its cells.
    pub share: bool,
    /// Values.
    pub data: Data,
}

impl VariableColumn {
    /// How outputs call the variable, with its period where it has one: `Members (2021)`.
    /// A period that is counted from the start is said in words: `Members (1 year before the start)`.
    pub fn title(&self) -> Words {
        let Some(period) = self.when.as_ref().or(self.var.period.as_ref()) else { return self.label.clone() };
        let period = self.var.relative().map_or_else(|| Phrase::verbatim(period.as_str()), Relative::phrase);
        Words::said(&phrase!("{label} ({period})", label = &self.label, period = period))
    }
}

impl VarRef {
    /// The period, where it is counted from each unit's start.
    pub fn relative(&self) -> Option<Relative> {
        self.period.as_deref().and_then(Relative::parse)
    }
}
