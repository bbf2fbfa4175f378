//! What income is made of: shares of five classes, concentration, own revenue, dependence.

mod card;
pub mod kernels;
mod labels;
mod make;
mod table;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// The five classes of the statement of activities, in its order.
pub(super) const CLASSES: [&str; 5] = ["fees", "donations", "grants", "business", "other"];

/// The method's name in study files.
pub const INCOME_MIX: &str = IncomeMix::NAME;

/// The five classes in order: the key that the shares of a measure end with (`NAME_share_fees`), and what outputs call it.
pub fn income_classes() -> [(&'static str, crate::text::Phrase); 5] {
    [0, 1, 2, 3, 4].map(|at| (CLASSES[at], labels::class(at)))
}

/// Income by source.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IncomeMix {
    /// Variables of each class; a class may have several finer ones, or none.
    pub classes: Classes,
    /// The grant under evaluation: a part of the class that `evaluated_grant_in` names.
    pub evaluated_grant: Option<String>,
    /// Class that holds the evaluated grant; `none` where it stands outside of all of them.
    pub evaluated_grant_in: GrantIn,
    /// Dependent is whose largest class has a share above this.
    pub threshold: f64,
}

impl Default for IncomeMix {
    fn default() -> IncomeMix {
        IncomeMix {
            classes: Classes::default(),
            evaluated_grant: None,
            evaluated_grant_in: GrantIn::Grants,
            threshold: 0.5,
        }
    }
}

/// Variables of each class of income. All five are written, so that none is forgotten.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// 受取会費: membership fees.
    pub fees: Vec<String>,
    /// 受取寄附金: donations.
    pub donations: Vec<String>,
    /// 受取助成金等: grants and subsidies.
    pub grants: Vec<String>,
    /// 事業収益: revenue from activities.
    pub business: Vec<String>,
    /// その他収益: other revenue.
    pub other: Vec<String>,
}

impl Classes {
    /// In the order of [`CLASSES`].
    pub(super) fn all(&self) -> [&[String]; 5] {
        [&self.fees, &self.donations, &self.grants, &self.business, &self.other].map(Vec::as_slice)
    }

    fn columns(&self) -> impl Iterator<Item = &String> {
        self.all().into_iter().flatten()
    }
}

/// Where the evaluated grant is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GrantIn {
    /// In the membership fees.
    Fees,
    /// In the donations.
    Donations,
    /// In the grants and subsidies.
    Grants,
    /// In the revenue from activities.
    Business,
    /// In the other revenue.
    Other,
    /// Outside of the five classes.
    None,
}

impl GrantIn {
    /// Index of the class in [`CLASSES`].
    pub(super) fn class(self) -> Option<usize> {
        let at = [GrantIn::Fees, GrantIn::Donations, GrantIn::Grants, GrantIn::Business, GrantIn::Other];
        at.iter().position(|class| *class == self)
    }
}

impl Measure for IncomeMix {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let classes = self.classes.columns().map(|name| ("classes", name.as_str()));
        classes.chain(self.evaluated_grant.iter().map(|name| ("evaluated_grant", name.as_str()))).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let of_share = CLASSES.iter().map(|class| format!("share_{class}"));
        let net = self.evaluated_grant.iter().map(|_| "net".to_string());
        let first = ["total".to_string()].into_iter().chain(net).chain(["own".to_string()]);
        let rest = labels::OTHERS.iter().map(|key| key.to_string());
        first.chain(of_share).chain(rest).map(|key| format!("{name}_{key}")).collect()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        let mut seen: Vec<&String> = Vec::new();
        for name in self.classes.columns() {
            if seen.contains(&name) {
                let message = phrase!("`{name}` stands in two classes, or twice in one", name = name);
                wrong
                    .push(("classes", Diagnostic::error("wrong-option", message).hint(phrase!("Keep one of the two"))));
            }
            seen.push(name);
        }
        if seen.is_empty() {
            let message = phrase!("No class of income names a variable");
            let example = "classes = { fees = [\"受取会費\"], donations = [\"受取寄附金\"], grants = [\"受取助成金等\"], business = [\"事業収益\"], other = [] }";
            let hint = phrase!("Write {example}", example = example);
            wrong.push(("classes", Diagnostic::error("wrong-option", message).hint(hint)));
        }
        if !(self.threshold > 0.0 && self.threshold < 1.0) {
            let message = phrase!("`{key}` must lie between 0 and 1", key = "threshold");
            wrong.push(("threshold", Diagnostic::error("wrong-option", message)));
        }
        let in_class = self.evaluated_grant_in.class().map(|class| self.classes.all()[class]);
        if let (Some(grant), Some([])) = (&self.evaluated_grant, in_class) {
            let message = phrase!("`{name}` is said to be a part of a class that names no variable", name = grant);
            let hint = phrase!("Say where it is booked: {example}", example = "evaluated_grant_in = \"donations\"");
            wrong.push(("evaluated_grant", Diagnostic::error("wrong-option", message).hint(hint)));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
