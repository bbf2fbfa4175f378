//! Variables that are made from others: how they come into the panel, and what they give away.

use std::collections::BTreeSet;

use super::{Data, Panel, VarRef, VariableInfo};
use crate::notation::period_name;
use crate::text::Phrase;

/// A variable that is made from others.
#[derive(Clone, Debug)]
pub struct Derived {
    /// What is known of it; `periods` is filled in when it is added.
    pub info: VariableInfo,
    /// How it is made, for codebooks.
    pub how: Phrase,
    /// For the unit itself (no period) or at each period: its values, one for each unit of the panel, and what they are made of.
    pub at: Vec<DerivedAt>,
}

/// The values of a [`Derived`] variable at a period.
#[derive(Clone, Debug)]
pub struct DerivedAt {
    /// Period; nothing for a variable of the unit itself.
    pub period: Option<String>,
    /// One value for each unit of the panel.
    pub data: Data,
    /// What they are made of.
    pub ingredients: Vec<VarRef>,
}

impl Panel {
    /// Adds a variable that is made from others. Its name must be new, its periods among the panel's.
    pub fn add(&mut self, derived: Derived) {
        let name = derived.info.name.clone();
        let mut periods = Vec::new();
        for DerivedAt { period, data, ingredients } in derived.at {
            let stored = match &period {
                None => Some(&mut self.fixed),
                Some(period) => self.waves.get_mut(period),
            };
            if let Some(stored) = stored {
                stored.insert(name.clone(), in_order(data));
            }
            let var = VarRef { name: name.clone(), period };
            self.provenance.derived.insert(var.to_string(), ingredients);
            periods.extend(var.period);
        }
        periods.sort_by_key(|period| self.waves.get_index_of(period));
        self.provenance.how.insert(name.clone(), derived.how);
        self.variables.insert(name, VariableInfo { periods, ..derived.info });
    }

    /// What a variable is made of, directly; nothing for a column of a source.
    pub fn ingredients(&self, var: &VarRef) -> &[VarRef] {
        self.provenance.derived.get(&var.to_string()).map_or(&[], Vec::as_slice)
    }

    /// The columns of sources that a variable is made of, in order and without repeats: itself where it is one of them.
    pub fn origins(&self, var: &VarRef) -> Vec<VarRef> {
        let mut found = Vec::new();
        self.collect_origins(var, &mut found);
        found
    }

    fn collect_origins(&self, var: &VarRef, found: &mut Vec<VarRef>) {
        match self.ingredients(var) {
            [] if !found.contains(var) => found.push(var.clone()),
            ingredients => ingredients.iter().for_each(|ingredient| self.collect_origins(ingredient, found)),
        }
    }

    /// Everything that would show these outcomes: what they are made of at their own period, and what is made of any of that.
    /// `kept` (the treatment) is never among them.
    pub fn revealing(&self, outcomes: &[VarRef], kept: &[VarRef]) -> BTreeSet<VarRef> {
        let mut known: BTreeSet<VarRef> = BTreeSet::new();
        let mut open: Vec<VarRef> = outcomes.to_vec();
        while let Some(var) = open.pop() {
            if kept.contains(&var) && !outcomes.contains(&var) || !known.insert(var.clone()) {
                continue;
            }
            let now = self.moment(&var);
            open.extend(self.ingredients(&var).iter().filter(|it| self.moment(it) == now).cloned());
        }
        self.made_of(known)
    }

    /// With every variable that is made of one of these.
    fn made_of(&self, mut known: BTreeSet<VarRef>) -> BTreeSet<VarRef> {
        loop {
            let before = known.len();
            for (name, ingredients) in &self.provenance.derived {
                if ingredients.iter().any(|ingredient| known.contains(ingredient)) {
                    known.insert(self.reference(name));
                }
            }
            if known.len() == before {
                return known;
            }
        }
    }

    /// The names of these variables and of all that are made of one of them, at whatever period.
    pub fn names_made_of<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> BTreeSet<String> {
        let mut known: BTreeSet<String> = names.into_iter().map(str::to_string).collect();
        loop {
            let before = known.len();
            for (name, ingredients) in &self.provenance.derived {
                if ingredients.iter().any(|ingredient| known.contains(&ingredient.name)) {
                    known.insert(self.reference(name).name);
                }
            }
            if known.len() == before {
                return known;
            }
        }
    }

    /// `name` or `name@period`, where a name may itself hold the sign.
    pub fn reference(&self, written: &str) -> VarRef {
        match self.variables.contains_key(written) {
            true => VarRef { name: written.into(), period: None },
            false => self.at_known_period(VarRef::parse(written)),
        }
    }

    /// A period by the name that it has here, however it is written.
    fn at_known_period(&self, var: VarRef) -> VarRef {
        let known = |period: &String| self.variables.get(&var.name).is_some_and(|info| info.periods.contains(period));
        match &var.period {
            Some(period) if !known(period) => VarRef { period: Some(period_name(period)), ..var },
            _ => var,
        }
    }

    /// The name of the period that a variable speaks of: its own, or the latest of what it is made of.
    pub fn latest_period(&self, var: &VarRef) -> Option<&str> {
        self.moment(var).and_then(|at| self.waves.get_index(at)).map(|(name, _)| name.as_str())
    }

    /// The period that a variable speaks of: its own, or the latest of what a variable of the unit itself is made of.
    fn moment(&self, var: &VarRef) -> Option<usize> {
        match &var.period {
            Some(period) => self.waves.get_index_of(period),
            None => self.ingredients(var).iter().filter_map(|ingredient| self.moment(ingredient)).max(),
        }
    }
}

/// With the levels of categories in their order.
fn in_order(data: Data) -> Data {
    match data {
        Data::Number(_) => data,
        Data::Category { levels, codes } => Data::category(&levels, &codes),
    }
}
