//! The panel: one table of units and one of unit × period.

mod derived;
mod flow;
pub(crate) mod linkage;
mod log;
mod network;
mod provenance;
mod trace;
mod variable;
mod view;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::text::Words;

pub use derived::{Derived, DerivedAt};
pub use flow::{FlowStep, Lost};
pub use linkage::{Candidate, LinkRecord, Linkage};
pub use log::{EventLog, EventWords, UNKNOWN_TIME, UNKNOWN_WORD};
pub use network::{Network, OtherEnd, Tie, TieColumn};
pub use provenance::{Csr, Edit, LostRow, Provenance, SourceRef, Suggestion, TablePosition};
pub use trace::Origin;
pub use variable::{Data, VarRef, VariableColumn};
pub use view::{Blind, View};

/// What a tidy variable is.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableInfo {
    /// Name in study files.
    pub name: String,
    /// How outputs call it.
    pub label: Words,
    /// Unit of measurement; empty where it has none.
    pub unit: Words,
    /// What its values are.
    pub content: Content,
    /// Periods at which it was observed; empty for a variable of the unit itself.
    pub periods: Vec<String>,
}

/// What the values of a variable are, and in brackets how they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Numbers (numbers).
    Number,
    /// Two values as 0 and 1 (numbers).
    YesNo,
    /// Categories (texts).
    Category,
    /// Dates as days since 1970-01-01 (numbers).
    Date,
    /// Free text (texts).
    Text,
}

/// Columns by the names of their variables, each with one value for each unit.
pub type StoredColumns = IndexMap<String, Data>;

/// One table of units and one of unit × period.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Unit ids in canonical order: a unit's index here is its global index everywhere.
    pub units: Arc<[String]>,
    /// Variables that belong to the unit, in the order of `units`.
    pub fixed: StoredColumns,
    /// Of each period, in order: the variables observed then, in the order of `units`.
    pub waves: IndexMap<String, StoredColumns>,
    /// Of each period, whether each unit has a row then, whatever it says.
    pub presence: IndexMap<String, Vec<bool>>,
    /// How the sources write a period, where that is not its name and they all write it alike: R4 for 2022.
    pub written: IndexMap<String, String>,
    /// Of variables that are scales in words, or numbers with labels: what each number is called, from the least.
    pub steps: IndexMap<String, Vec<(f64, String)>>,
    /// Who has ties to whom, by source.
    pub networks: IndexMap<String, Network>,
    /// What happened when, by source.
    pub logs: IndexMap<String, EventLog>,
    /// Indicators and their values, by source: a panel of its own whose units are indicators.
    pub indicators: IndexMap<String, Panel>,
    /// Variables by name.
    pub variables: IndexMap<String, VariableInfo>,
    /// Rank of each unit in the order of the files' rows.
    pub file_order: Vec<u32>,
    /// Where every value came from.
    pub provenance: Provenance,
    /// Rows read, joined and lost on the way here.
    pub flow: Vec<FlowStep>,
}

impl Panel {
    /// A panel of nobody.
    pub fn empty() -> Panel {
        Panel {
            units: Arc::from([]),
            fixed: StoredColumns::new(),
            waves: IndexMap::new(),
            presence: IndexMap::new(),
            written: IndexMap::new(),
            steps: IndexMap::new(),
            networks: IndexMap::new(),
            logs: IndexMap::new(),
            indicators: IndexMap::new(),
            variables: IndexMap::new(),
            file_order: Vec::new(),
            provenance: Provenance::default(),
            flow: Vec::new(),
        }
    }

    /// The stored values of a variable, one for each unit; nothing where there is no such variable or period.
    pub fn data(&self, var: &VarRef) -> Option<&Data> {
        match &var.period {
            None => self.fixed.get(&var.name),
            Some(period) => self.waves.get(period)?.get(&var.name),
        }
    }

    /// How outputs call a period: as the sources write it, where they agree.
    pub fn period_label<'p>(&'p self, period: &'p str) -> &'p str {
        self.written.get(period).map_or(period, String::as_str)
    }

    /// A stored variable of numbers, one for each unit, NaN where it is missing; nothing for others.
    pub fn numbers(&self, var: &VarRef) -> Option<&[f64]> {
        match self.data(var)? {
            Data::Number(values) => Some(values),
            Data::Category { .. } => None,
        }
    }
}
