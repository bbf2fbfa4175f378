use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use polars::prelude::{DataFrame, DataType};

use super::{Column, Content, Data, Panel, VarRef, VariableInfo, as_levels};

/// A way to look at a panel: which units, how often each, with which columns replaced. Subgroups, bootstrap samples,
/// imputations and placebo outcomes are views; the panel is never copied.
#[derive(Clone, Debug)]
pub struct View {
    panel: Arc<Panel>,
    rows: Option<Arc<[u32]>>,
    overlays: IndexMap<VarRef, Arc<Data>>,
}

impl View {
    /// All units, as they are.
    pub fn whole(panel: Arc<Panel>) -> View {
        View { panel, rows: None, overlays: IndexMap::new() }
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
        view.overlays.insert(var, Arc::new(data));
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

    /// A variable's values, one for each unit of the view; nothing where the panel has no such variable or period.
    pub fn column(&self, var: &VarRef) -> Option<Column> {
        let info = self.info(&var.name)?;
        let all = match self.overlays.get(var) {
            Some(data) => data.as_ref().clone(),
            None => stored(&self.panel, info, var)?,
        };
        let data = match &self.rows {
            Some(rows) => all.take(rows),
            None => all,
        };
        let when = var.period.as_ref().and_then(|period| self.panel.written.get(period)).cloned();
        Some(Column { var: var.clone(), label: info.label.clone(), unit: info.unit.clone(), when, data })
    }

    /// The values of a variable; nothing where it has no numbers.
    pub fn numbers(&self, var: &VarRef) -> Option<Vec<f64>> {
        match self.column(var)?.data {
            Data::Number(values) => Some(values),
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
        let outcomes = self.panel.revealing(&self.in_every_year(outcomes), kept);
        let hide = |frame: &DataFrame, period: Option<&str>| {
            let hidden = outcomes.iter().filter(|var| var.period.as_deref() == period);
            hidden.fold(frame.clone(), |frame, var| frame.drop(&var.name).unwrap_or(frame))
        };
        let waves = self.panel.waves.iter().map(|(period, frame)| (period.clone(), hide(frame, Some(period))));
        let panel =
            Panel { fixed: hide(&self.panel.fixed, None), waves: waves.collect(), ..self.panel.as_ref().clone() };
        let kept = self.overlays.iter().filter(|(var, _)| !outcomes.contains(var));
        let overlays = kept.map(|(var, data)| (var.clone(), data.clone())).collect();
        Blind { view: View { panel: Arc::new(panel), rows: self.rows.clone(), overlays } }
    }
}

fn stored(panel: &Panel, info: &VariableInfo, var: &VarRef) -> Option<Data> {
    let column = panel.frame(var.period.as_deref())?.column(&var.name).ok()?;
    match info.content {
        Content::Category | Content::Text => {
            let strings = column.str().ok()?;
            let mut levels: Vec<&str> = strings.iter().flatten().collect();
            as_levels(&mut levels);
            let at: BTreeMap<&str, u32> = levels.iter().enumerate().map(|(at, level)| (*level, at as u32)).collect();
            let codes = strings.iter().map(|value| value.map_or(u32::MAX, |text| at[text])).collect();
            Some(Data::Category { levels: levels.into_iter().map(str::to_string).collect(), codes })
        }
        Content::Number | Content::YesNo | Content::Date => {
            let numbers = column.cast(&DataType::Float64).ok()?;
            Some(Data::Number(numbers.f64().ok()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect()))
        }
    }
}

/// A view without outcome columns: all that a design is given. The columns are not there, so no code can look.
#[derive(Clone, Debug)]
pub struct Blind {
    view: View,
}

impl Blind {
    /// A variable's values; nothing for an outcome.
    pub fn column(&self, var: &VarRef) -> Option<Column> {
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
