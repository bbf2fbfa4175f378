use serde_json::{Map, Value};

use crate::card::OptionProblem;
use crate::diag::{Diagnostic, Place, Sink, nearest};
use crate::phrase;
use crate::text::Phrase;

use super::{MeasureBlock, MethodBlock};

impl MeasureBlock {
    /// Where an option stands; the name of the measure where it is not written.
    pub fn place(&self, option: &str) -> Place {
        let written = self.block.options.get(option).map(|option| &option.place);
        written.unwrap_or(&self.name.place).clone()
    }
}

/// A registry: a method by name with its options, or `None` where it has none of that name.
pub type Parse<T> = fn(&str, &Map<String, Value>) -> Option<Result<T, Vec<OptionProblem>>>;

/// A family of methods: what its registry offers.
pub struct Family<T: 'static> {
    /// Key in study files.
    pub key: &'static str,
    /// Names of its methods.
    pub names: &'static [&'static str],
    /// Names of methods that are planned.
    pub later: &'static [&'static str],
    /// The registry.
    pub parse: Parse<T>,
}

impl<T> Family<T> {
    /// The method of a block with its options. `aside` are options that are not the method's own.
    pub fn resolve(&self, block: &MethodBlock, aside: &[&str], sink: &mut Sink) -> Option<T> {
        let own = block.options.iter().filter(|(key, _)| !aside.contains(&key.as_str()));
        let given = own.map(|(key, option)| (key.clone(), option.value.clone())).collect();
        match (self.parse)(&block.method.value, &given) {
            Some(Ok(method)) => Some(method),
            Some(Err(problems)) => {
                problems.iter().for_each(|problem| sink.push(wrong_option(block, problem)));
                None
            }
            None => {
                sink.push(self.unknown(block));
                None
            }
        }
    }

    /// A method with its defaults.
    pub fn default(&self, name: &str) -> Option<T> {
        (self.parse)(name, &Map::new())?.ok()
    }

    fn unknown(&self, block: &MethodBlock) -> Diagnostic {
        let name = &block.method.value;
        let problem = if self.later.contains(&name.as_str()) {
            Diagnostic::error("not-yet", phrase!("`{key}` is not available in this version", key = name))
        } else {
            let message = phrase!("`{key}` cannot be `{name}`", key = self.key, name = name);
            Diagnostic::error("unknown-method", message)
        };
        problem.hint(did_you_mean(name, self.names)).at(block.method.place.clone())
    }
}

fn did_you_mean(word: &str, known: &[&str]) -> Phrase {
    match nearest(word, known.iter().copied()) {
        Some(near) => phrase!("Did you mean `{near}`?", near = near),
        None => phrase!("Known here: {known}", known = known.to_vec()),
    }
}

fn wrong_option(block: &MethodBlock, problem: &OptionProblem) -> Diagnostic {
    let method = &block.method.value;
    let (key, problem) = match problem {
        OptionProblem::Unknown { key, known } => {
            let message = phrase!("The method `{method}` has no option `{key}`", method = method, key = key);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let hint = match known.is_empty() {
                true => phrase!("It has no options"),
                false => did_you_mean(key, &known),
            };
            (key, Diagnostic::error("unknown-option", message).hint(hint))
        }
        OptionProblem::Invalid { key, why } => {
            let found = block.options.get(key).map(|option| option.value.to_string()).unwrap_or_default();
            (key, invalid(method, key, &found, why))
        }
    };
    let place = block.options.get(key).map_or(&block.method.place, |option| &option.place);
    problem.at(place.clone())
}

fn invalid(method: &str, key: &str, found: &str, why: &str) -> Diagnostic {
    match (variants(why), wanted(why)) {
        (Some((written, known)), _) => {
            let message = phrase!("`{key}` cannot be `{name}`", key = key, name = written);
            Diagnostic::error("wrong-option", message).hint(did_you_mean(written, &known))
        }
        (None, Some(wanted)) => {
            let message =
                phrase!("`{key}` should be {wanted}, but this is {found}", key = key, wanted = wanted, found = found);
            Diagnostic::error("wrong-option", message).hint(phrase!("See `tashika explain {method}`", method = method))
        }
        (None, None) => {
            let message =
                phrase!("The option `{key}` of `{method}` does not fit ({why})", key = key, method = method, why = why);
            Diagnostic::error("wrong-option", message).hint(phrase!("See `tashika explain {method}`", method = method))
        }
    }
}

/// What serde expected, in plain words.
fn wanted(why: &str) -> Option<Phrase> {
    if why.contains("untagged enum Caliper") {
        let example = "{ score = 0.2, age = 5 }";
        return Some(phrase!("a number, or a number for each variable such as {example}", example = example));
    }
    let (_, expected) = why.rsplit_once("expected ")?;
    let has = |part: &str| expected.contains(part);
    Some(if has("nonzero") {
        phrase!("a whole number, 1 or more")
    } else if has("usize") || has("u32") || has("u64") {
        phrase!("a whole number, 0 or more")
    } else if has("f64") {
        phrase!("a number without quotation marks")
    } else if has("boolean") {
        phrase!("`true` or `false` without quotation marks")
    } else if has("sequence") {
        phrase!("a list of texts such as {example}", example = "[\"a\", \"b\"]")
    } else if has("string") {
        phrase!("a text in quotation marks")
    } else {
        return None;
    })
}

/// Serde's "unknown variant `a`, expected one of `b`, `c`" as what was written and what could have been.
fn variants(why: &str) -> Option<(&str, Vec<&str>)> {
    let rest = why.strip_prefix("unknown variant ")?;
    let mut ticked = rest.split('`').skip(1).step_by(2);
    Some((ticked.next()?, ticked.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_are_read_out_of_serde_s_message() {
        let why = "unknown variant `largst`, expected one of `largest`, `smallest`";
        assert_eq!(variants(why), Some(("largst", vec!["largest", "smallest"])));
        assert_eq!(variants("invalid type: string \"x\", expected f64"), None);
    }

    #[test]
    fn what_serde_wants_is_said_in_plain_words() {
        use crate::text::Lang;
        let said = |why: &str| wanted(why).map(|phrase| phrase.render(Lang::En));
        let zero = "invalid value: integer `0`, expected a nonzero usize";
        assert_eq!(said(zero).as_deref(), Some("a whole number, 1 or more"));
        assert_eq!(
            said("invalid type: string \"x\", expected f64").as_deref(),
            Some("a number without quotation marks")
        );
        assert!(said("data did not match any variant of untagged enum Caliper").unwrap().starts_with("a number, or"));
        assert_eq!(said("something else"), None);
    }
}
