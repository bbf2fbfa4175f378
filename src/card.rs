//! The card of a method: what it answers, needs, assumes and equals elsewhere. One source for `explain`, the workbook's
//! methods sheet and the report.

use crate::text::Phrase;

/// A method's card. Every text is a [`Phrase`], so that it exists in every language.
#[derive(Clone, Debug)]
pub struct Card {
    /// Name in study files.
    pub name: &'static str,
    /// The field's standard term.
    pub title: Phrase,
    /// The question it answers, in plain words.
    pub answers: Phrase,
    /// What the data must have.
    pub needs: Phrase,
    /// What must be true for the answer to hold.
    pub assumes: Phrase,
    /// Estimate and uncertainty as formulas with every symbol named: n−1 or n, degrees of freedom, small-sample factors.
    pub formula: Phrase,
    /// When not to trust it.
    pub breaks: Phrase,
    /// The same thing elsewhere (R function and version), and to how many digits it was checked.
    pub same_as: Phrase,
    /// Papers.
    pub references: &'static [&'static str],
}

/// A problem with one option of a method.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionProblem {
    /// No such option.
    Unknown {
        /// What was written.
        key: String,
        /// What could have been.
        known: Vec<String>,
    },
    /// The option exists, its value does not fit.
    Invalid {
        /// Option.
        key: String,
        /// Why, by serde.
        why: String,
    },
}

/// Options of a method from the user's keys: every problem at once, each with its key. Every option has a default, so each
/// key can be tried alone.
pub fn options<T>(given: &serde_json::Map<String, serde_json::Value>) -> Result<T, Vec<OptionProblem>>
where
    T: Default + serde::Serialize + serde::de::DeserializeOwned,
{
    let serde_json::Value::Object(defaults) = serde_json::to_value(T::default()).expect("options serialise") else {
        unreachable!("options are structs")
    };
    let mut problems = Vec::new();
    let mut all = defaults.clone();
    for (key, value) in given {
        if !defaults.contains_key(key) {
            problems.push(OptionProblem::Unknown { key: key.clone(), known: defaults.keys().cloned().collect() });
            continue;
        }
        let mut alone = defaults.clone();
        alone.insert(key.clone(), value.clone());
        match serde_json::from_value::<T>(serde_json::Value::Object(alone)) {
            Ok(_) => drop(all.insert(key.clone(), value.clone())),
            Err(why) => problems.push(OptionProblem::Invalid { key: key.clone(), why: why.to_string() }),
        }
    }
    if problems.is_empty() {
        Ok(serde_json::from_value(serde_json::Value::Object(all)).expect("each key fits"))
    } else {
        Err(problems)
    }
}

/// Makes a family of methods: the enum of all of them, the table of cards, and parsing by name. Each method is a struct with
/// `NAME`, `card()` and options as fields, all with defaults.
#[macro_export]
macro_rules! methods {
    ($family:ident as $($bound:path)?; $($module:ident :: $method:ident),+ $(,)?) => {
        $(#[allow(unused_imports)] pub use super::$module::$method;)+

        /// Any method of the family, with its options.
        #[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
        #[serde(tag = "method", rename_all = "kebab-case")]
        #[allow(missing_docs)]
        pub enum $family { $($method($method)),+ }

        /// Names of the family's methods in study files, in order.
        pub const NAMES: &[&str] = &[$($method::NAME),+];

        /// The cards of the family, in order.
        pub const CARDS: &[fn() -> $crate::card::Card] = &[$($method::card),+];

        /// A method by name with its options; `None` where there is no such method.
        pub fn parse(
            name: &str,
            given: &serde_json::Map<String, serde_json::Value>,
        ) -> Option<Result<$family, Vec<$crate::card::OptionProblem>>> {
            $(if name == $method::NAME { return Some($crate::card::options::<$method>(given).map($family::$method)); })+
            None
        }

        impl $family {
            /// Name in study files.
            pub fn name(&self) -> &'static str {
                match self { $($family::$method(_) => $method::NAME),+ }
            }
            /// Card of the method.
            pub fn card(&self) -> $crate::card::Card {
                match self { $($family::$method(_) => $method::card()),+ }
            }
            /// The method behind the enum.
            #[allow(clippy::borrowed_box)]
            pub fn get(&self) -> &dyn $($bound)? {
                match self { $($family::$method(method) => method),+ }
            }
            /// The same, to be changed.
            pub fn get_mut(&mut self) -> &mut dyn $($bound)? {
                match self { $($family::$method(method) => method),+ }
            }
        }
    };
}
