//! Who has ties to whom: partners of organisations, bridges between sectors, trust and money, and the network as a whole.

mod card;
mod explained;
mod flows;
mod labels;
mod make;
mod mixing;
mod pairs;
mod partner;
mod picture;
mod strong;
mod structure;
mod table;
mod turnover;
mod wave;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Measures of ties.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ties {
    /// Source whose rows are ties (`kind = "ties"`).
    pub source: String,
    /// Variable that says the sector or field of each organisation.
    pub sector: Option<String>,
    /// Variable that says where each organisation is.
    pub area: Option<String>,
    /// Variable with yes and no that says who answered the question about ties. Without it those count who report something.
    pub answered: Option<String>,
    /// What counts as a tie: that one of the two reports it, both, or only what an organisation reports itself.
    pub tie: TieRule,
    /// Columns of the ties that rate the other's trustworthiness; their mean is the trust. A list, or PARTNER's dimensions by name.
    pub trust: Trust,
    /// Columns of the ties that rate what the other brings; their mean is the value. A list, or PARTNER's dimensions by name.
    pub value: Value,
    /// The lowest and the highest answer of these columns, for the share of the maximum.
    pub scale: [f64; 2],
    /// Means of what others say of an organisation are given from so many of them on: of fewer, each could be told.
    pub least_raters: usize,
    /// Column of the ties with their strength (above 0); ways over strong ties are short.
    pub strength: Option<String>,
    /// Column of the ties with the money that goes from the first to the second.
    pub amount: Option<String>,
    /// Core and periphery, of up to 20 organisations: whether ties between the two count as there in the ideal, or do not count.
    pub core_periphery: Option<CoreRule>,
    /// Variables that ties may go with (same value, or how far apart numbers are), and `before` for a tie the time before; the ties are
    /// regressed on all of them.
    pub goes_with: Vec<String>,
    /// Variable with yes and no that says who took part in the program: pairs of organisations are compared by how many of the two did.
    pub program: Option<String>,
    /// How many networks are drawn in which everybody has as many ties; 0 for none. Each is drawn by exchanging ends of ties.
    pub rewired: u64,
    /// Random orders and exchanges of tests that do not go through all.
    pub draws: u64,
}

impl Default for Ties {
    fn default() -> Ties {
        Ties {
            source: String::new(),
            sector: None,
            area: None,
            answered: None,
            tie: TieRule::Either,
            trust: Trust::default(),
            value: Value::default(),
            scale: [1.0, 4.0],
            least_raters: 3,
            strength: None,
            amount: None,
            core_periphery: None,
            goes_with: Vec::new(),
            program: None,
            rewired: 0,
            draws: 9999,
        }
    }
}

/// What counts as a tie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TieRule {
    /// One of the two reports it.
    Either,
    /// Both report it.
    Both,
    /// What an organisation reports itself.
    Directed,
}

/// What ties between core and periphery are in the ideal (Borgatti & Everett 2000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoreRule {
    /// All there.
    Tied,
    /// Left out of the comparison.
    LeftOut,
}

/// Columns that rate trust.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Trust {
    /// Any columns.
    Columns(Vec<String>),
    /// PARTNER's.
    Partner(TrustDimensions),
}

/// PARTNER's dimensions of trust.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustDimensions {
    /// Does what it says.
    pub reliability: String,
    /// Supports the shared mission.
    pub mission: String,
    /// Is open to discussion.
    pub openness: String,
}

/// Columns that rate value.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Any columns.
    Columns(Vec<String>),
    /// PARTNER's.
    Partner(ValueDimensions),
}

/// PARTNER's dimensions of value.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueDimensions {
    /// Power and influence.
    pub power: String,
    /// Level of involvement.
    pub involvement: String,
    /// Resources that it brings.
    pub resources: String,
}

impl Default for Trust {
    fn default() -> Trust {
        Trust::Columns(Vec::new())
    }
}

impl Default for Value {
    fn default() -> Value {
        Value::Columns(Vec::new())
    }
}

impl Trust {
    fn columns(&self) -> Vec<&String> {
        match self {
            Trust::Columns(names) => names.iter().collect(),
            Trust::Partner(it) => vec![&it.reliability, &it.mission, &it.openness],
        }
    }
}

impl Value {
    fn columns(&self) -> Vec<&String> {
        match self {
            Value::Columns(names) => names.iter().collect(),
            Value::Partner(it) => vec![&it.power, &it.involvement, &it.resources],
        }
    }
}

/// What `goes_with` calls a tie the time before.
const BEFORE: &str = "before";

impl Ties {
    fn columns(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let trust = self.trust.columns().into_iter().map(|name| ("trust", name));
        trust
            .chain(self.value.columns().into_iter().map(|name| ("value", name)))
            .chain(self.strength.iter().map(|name| ("strength", name)))
            .chain(self.amount.iter().map(|name| ("amount", name)))
    }
}

impl Measure for Ties {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let (sector, area) = (("sector", &self.sector), ("area", &self.area));
        let named = [sector, area, ("answered", &self.answered), ("program", &self.program)];
        let own = named.into_iter().filter_map(|(option, name)| Some((option, name.as_deref()?)));
        let with = self.goes_with.iter().filter(|name| *name != BEFORE).map(|name| ("goes_with", name.as_str()));
        own.chain(with).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        labels::keys(self).into_iter().map(|key| format!("{name}_{key}")).collect()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        if self.source.is_empty() {
            let message = phrase!("The measure of ties does not say which source holds them");
            let hint = phrase!("Write {example}", example = "source = \"ties\"");
            wrong.push(("source", Diagnostic::error("wrong-option", message).hint(hint)));
        }
        if self.draws < 99 {
            let message = phrase!("`{key}` must be at least {least}", key = "draws", least = 99_usize);
            wrong.push(("draws", Diagnostic::error("wrong-option", message)));
        }
        if self.scale[0] >= self.scale[1] {
            let message = phrase!("`{key}` must go from the lowest answer to the highest", key = "scale");
            wrong.push(("scale", Diagnostic::error("wrong-option", message)));
        }
        let ratings = !(self.trust.columns().is_empty() && self.value.columns().is_empty());
        for (key, own) in [("scale", self.scale != [1.0, 4.0]), ("least_raters", self.least_raters != 3)] {
            if own && !ratings {
                let message = phrase!("`{key}` says nothing without columns in `trust` or `value`", key = key);
                wrong.push((key, Diagnostic::error("wrong-option", message)));
            }
        }
        wrong
    }

    fn of_numbers(&self, _option: &str) -> bool {
        false
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, stream: Stream) -> MeasureOutput {
        make::make(self, block, panel, stream)
    }
}
