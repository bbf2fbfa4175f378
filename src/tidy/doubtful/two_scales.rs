//! Shares of 1 beside shares of 100 where nothing says that a column holds shares: values below 1, values up to 100, and a gap between.

use std::collections::BTreeSet;

use super::case::{Case, CellIndex, CellQuestion};
use crate::diag::Diagnostic;
use crate::ingest::decisions::Given;
use crate::math::median::median;
use crate::study::VariableKind;
use crate::study::keys::toml_key;
use crate::tidy::cells::values::Converted;
use crate::tidy::spelling::Usage;
use crate::{notation, phrase};

/// Fewer values show no scale.
const VALUES: usize = 10;

/// Values on each side, and different ones, from which two scales are seen.
const MANY: usize = 3;

/// Fewer than one in so many are slips.
const FEW: usize = 10;

/// From here on values are shares of 100, if they are shares.
const OF_HUNDRED: f64 = 5.0;

/// How far apart the middle values of the two sides may be, once both are of 100.
const NEAR: f64 = 4.0;

/// Values that a message quotes.
const QUOTED: usize = 3;

/// The values of a variable by side.
struct Sides {
    small: Vec<(CellIndex, f64)>,
    large: Vec<(CellIndex, f64)>,
    /// Values from 1 up to those that can only be of 100.
    between: usize,
}

/// Asks about the smaller side.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Option<CellQuestion> {
    let other = case.kind.is_some_and(|kind| kind != VariableKind::Share);
    if case.usage == Usage::Unmentioned || other || case.sense.clocks || case.sense.ladder.is_some() {
        return None;
    }
    let sides = Sides::of(case, converted)?;
    let slip = match sides.many() {
        true => false,
        false if sides.is_slip() => true,
        false => return None,
    };
    Some(sides.asked(case, slip))
}

impl Sides {
    /// Nothing where a value is no share at all.
    fn of(case: &Case<'_>, converted: &[Converted]) -> Option<Sides> {
        let values: Vec<(CellIndex, f64)> = case.open(converted).filter(|(_, value)| *value != 0.0).collect();
        if values.len() < VALUES || values.iter().any(|(_, value)| !(0.0..=100.0).contains(value)) {
            return None;
        }
        let side = |wanted: &dyn Fn(f64) -> bool| {
            values.iter().filter(|(_, value)| wanted(*value)).copied().collect::<Vec<(CellIndex, f64)>>()
        };
        let sides = Sides {
            small: side(&|value| value < 1.0),
            large: side(&|value| value >= OF_HUNDRED),
            between: values.iter().filter(|(_, value)| *value > 1.0 && *value < OF_HUNDRED).count(),
        };
        (!sides.small.is_empty() && !sides.large.is_empty()).then_some(sides)
    }

    fn len(&self) -> usize {
        self.small.len() + self.large.len()
    }

    fn least(&self) -> usize {
        self.small.len().min(self.large.len())
    }

    /// Many on both sides, hardly any between, and about the same shares on both.
    fn many(&self) -> bool {
        let different =
            |side: &[(CellIndex, f64)]| side.iter().map(|(_, value)| value.to_bits()).collect::<BTreeSet<_>>().len();
        let middle = |side: &[(CellIndex, f64)]| median(&side.iter().map(|(_, value)| *value).collect::<Vec<f64>>());
        let ratio = middle(&self.large) / (100.0 * middle(&self.small));
        let many = different(&self.small) >= MANY && different(&self.large) >= MANY;
        many && FEW * self.least() >= self.len()
            && 4 * self.between <= self.least()
            && (1.0 / NEAR..=NEAR).contains(&ratio)
    }

    /// A few of one side among many of the other, whose values they would have a hundredfold.
    fn is_slip(&self) -> bool {
        let (few, many, power) = match self.small.len() < self.large.len() {
            true => (&self.small, &self.large, 2),
            false => (&self.large, &self.small, -2),
        };
        let whole = self.large.iter().all(|(_, value)| value.fract() == 0.0);
        let (low, high) = many.iter().fold((f64::MAX, 0.0_f64), |(low, high), (_, it)| (low.min(*it), high.max(*it)));
        let within = |value: f64| (low..=high).contains(&notation::shifted(value, power));
        whole && self.between == 0 && FEW * few.len() <= self.len() && few.iter().all(|(_, value)| within(*value))
    }

    fn asked(self, case: &Case<'_>, slip: bool) -> CellQuestion {
        let of_one = self.small.len() > self.large.len();
        let counts = [self.small.len(), self.large.len()];
        let (cells, power) = if of_one { (self.large, -2) } else { (self.small, 2) };
        let list: Vec<String> = cells.iter().take(QUOTED).map(|(_, value)| value.to_string()).collect();
        let message = phrase!(
            "`{name}` has {small} {small?value|values} below 1 and {large} {large?value|values} from 5 to 100, and hardly any between: are they shares on two scales, 0.45 and 45 for 45%? {n} {n?cell counts|cells count} as missing until it is decided: {list}",
            name = case.name,
            small = counts[0],
            large = counts[1],
            n = cells.len(),
            list = list
        );
        let problem = match slip {
            true => Diagnostic::warning("share-out-of-scale", message),
            false => case.grave("share-out-of-scale", message),
        };
        let meant = |(at, value): (CellIndex, f64)| (at, Some(Given::Number(notation::shifted(value, power))));
        let hint = phrase!(
            "Decide in the sheet Data to check, which a run or `tashika check -o` writes, or mend the cells; where they are no shares, write {line}",
            line = format!("[variables.{}]  kind = \"number\"", toml_key(case.name))
        );
        CellQuestion { problem: problem.hint(hint), cells: cells.into_iter().map(meant).collect(), missing: true }
    }
}
