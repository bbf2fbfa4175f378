use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Data, Panel, VarRef, VariableColumn, VariableInfo};

/// A way to look at a panel: which units, how often each, with which columns replaced. Subgroups, bootstrap samples,
/// imputations and placebo outcomes are views; the panel is never copied.
#[derive(Clone, Debug)]
pub struct View {
    panel: Arc<Panel>,
    rows: Option<Arc<[u32]>>,
    overlays: IndexMap<VarRef, Data>,
    hidden: Arc<BTreeSet<VarRef>>,
}

impl View {
    /// All units, as they are.
    pub fn whole(panel: Arc<Panel>) -> View {
        View { panel, rows: None, overlays: IndexMap::new(), hidden: Arc::default() }
    }

    /// The panel behind the view.
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// These units only, by global index; an index may occur several times (resampling).
    pub fn with_rows(&self, rows: impl Into<Arc<[u32]>>) -> View {
        View { rows: Some(rows.into()), ..self.clone() }
    }

    /// With a column replaced; `data` has one value for each unit of the panel.
    pub fn with_overlay(&self, var: VarRef, data: Data) -> View {
        let mut view = self.clone();
        view.overlays.insert(var, data);
        view
    }

    /// Global indices of the view's units, in canonical order.
    pub fn rows(&self) -> Vec<u32> {
        match &self.rows {
            Some(rows) => rows.to_vec(),
            None => (0..self.panel.units.len() as u32).collect(),
        }
    }

    /// What is known of a variable.
    pub fn info(&self, name: &str) -> Option<&VariableInfo> {
        self.panel.variables.get(name)
    }

    /// A variable's values, one for each unit of the view; nothing where the panel has no such variable or period. Of all
    /// units they are those of the panel, not copied.
    pub fn column(&self, var: &VarRef) -> Option<VariableColumn> {
        let info = self.info(&var.name)?;
        let all = self.data(var)?;
        let data = match &self.rows {
            Some(rows) => all.take(rows),
            None => all.clone(),
        };
        let when = var.period.as_ref().and_then(|period| self.panel.written.get(period)).cloned();
        let share = self.panel.provenance.shares.contains(&var.name);
        Some(VariableColumn { var: var.clone(), label: info.label.clone(), unit: info.unit.clone(), when, share, data })
    }

    fn data(&self, var: &VarRef) -> Option<&Data> {
        let seen = !self.hidden.contains(var);
        seen.then(|| self.overlays.get(var).or_else(|| self.panel.data(var))).flatten()
    }

    /// The values of a variable; nothing where it has no numbers.
    pub fn numbers(&self, var: &VarRef) -> Option<Vec<f64>> {
        match self.column(var)?.data {
            Data::Number(values) => Some(values.to_vec()),
            Data::Category { .. } => None,
        }
    }

    /// The view as a design may see it: without the outcomes and whatever would show them. Of an outcome that is counted from
    /// each unit's start no year is left, but for the overlays that hold what was before the start.
    pub fn blind(&self, outcomes: &[VarRef]) -> Blind {
        self.blind_but(outcomes, &[])
    }

    /// Outcomes; of one at a period that is counted from each unit's start also every period, since it may stand in any.
    fn in_every_year(&self, outcomes: &[VarRef]) -> Vec<VarRef> {
        let mut all = outcomes.to_vec();
        for var in outcomes.iter().filter(|var| var.relative().is_some()) {
            let periods = self.info(&var.name).into_iter().flat_map(|info| &info.periods);
            all.extend(periods.map(|period| VarRef { name: var.name.clone(), period: Some(period.clone()) }));
        }
        all
    }

    /// The same, where some variables (the treatment) stay although an outcome is made from them.
    pub fn blind_but(&self, outcomes: &[VarRef], kept: &[VarRef]) -> Blind {
        let hidden = self.panel.revealing(&self.in_every_year(outcomes), kept);
        Blind { view: View { hidden: Arc::new(hidden), ..self.clone() } }
    }
}

/// A view in which the outcomes are hidden: all that a design is given. Nothing of it shows them, so no code can look.
#[derive(Clone, Debug)]
pub struct Blind {
    view: View,
}

impl Blind {
    /// A variable's values; nothing for an outcome.
    pub fn column(&self, var: &VarRef) -> Option<VariableColumn> {
        self.view.column(var)
    }

    /// These units only, by global index.
    pub fn with_rows(&self, rows: impl Into<Arc<[u32]>>) -> Blind {
        Blind { view: self.view.with_rows(rows) }
    }

    /// What is known of a variable.
    pub fn info(&self, name: &str) -> Option<&VariableInfo> {
        self.view.info(name)
    }

    /// Global indices of the units.
    pub fn rows(&self) -> Vec<u32> {
        self.view.rows()
    }

    /// Ids of all units of the panel, by global index.
    pub fn units(&self) -> &[String] {
        &self.view.panel().units
    }

    /// Of each unit of the panel, by global index, whether it has a row at a period; nothing for a period that is not there.
    pub fn present(&self, period: &str) -> Option<&[bool]> {
        self.view.panel().presence.get(period).map(Vec::as_slice)
    }

    /// Rank of each unit of the panel in the order of the files' rows, by global index.
    pub fn file_order(&self) -> &[u32] {
        &self.view.panel().file_order
    }
}
