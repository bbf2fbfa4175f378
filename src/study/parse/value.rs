use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::keys::{LANGUAGE_CODES, WORDS};
use crate::study::tree::{KeyValue, Node, TreeValue, Whole};
use crate::study::{Expression, Located, OwnWords};
use crate::text::{Part, Phrase, Words, printable};

use super::fields::{FieldReader, Fields, did_you_mean, located, unknown_key};

/// A text that is not empty.
pub fn text(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
    one_text(&entry.key, &entry.node, reader)
}

fn one_text(key: &str, node: &Node, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
    let Some(text) = node.value.as_text() else {
        return wrong_type(key, phrase!("a text in quotation marks"), node, reader);
    };
    if text.trim().is_empty() {
        let message = phrase!("`{key}` is empty", key = key);
        reader.problem(Diagnostic::error("empty-value", message), &node.place);
        return None;
    }
    Some(located(text.to_string(), &node.place))
}

/// An expression, with the place of each of its characters.
pub fn expression(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Expression> {
    let text = text(entry, reader)?;
    let TreeValue::Text(_, spots) = &entry.node.value else { return None };
    let (expression, problems) = Expression::read(&text.value, text.place, spots.clone());
    problems.into_iter().for_each(|problem| reader.sink.push(problem));
    Some(expression)
}

/// A text or a number, as text.
pub fn word(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
    one_word(&entry.key, &entry.node, reader)
}

fn one_word(key: &str, node: &Node, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
    let word = match &node.value {
        TreeValue::Text(text, _) => text.clone(),
        TreeValue::Whole(whole) => whole.signed().map_or_else(|| whole.to_string(), |number| number.to_string()),
        TreeValue::Number(number) => number.replace('_', ""),
        TreeValue::Date(date) => date.clone(),
        _ => return wrong_type(key, phrase!("a text or a number"), node, reader),
    };
    Some(located(word, &node.place))
}

/// The user's words: a text, or one for each language.
pub fn words(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Words> {
    match &entry.node.value {
        TreeValue::Text(text, _) => Some(Words::plain(printable(text))),
        TreeValue::Table(table) => {
            let mut words = Words::default();
            for of in &table.0 {
                if !LANGUAGE_CODES.contains(&of.key.as_str()) {
                    let problem = unknown_key(&of.key, &entry.key, LANGUAGE_CODES.iter().copied());
                    reader.problem(problem, &of.key_place);
                } else if let Some(text) = text(of, reader) {
                    words.0.insert(of.key.clone(), printable(&text.value).into_owned());
                }
            }
            Some(words)
        }
        _ => {
            let example = "{ ja = \"…\", en = \"…\" }";
            let wanted = phrase!("a text, or one for each language as in {example}", example = example);
            wrong_type(&entry.key, wanted, &entry.node, reader)
        }
    }
}

/// `words`: what those are called that a study or a question is about.
pub fn own_words(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> OwnWords {
    let Some(table) = fields.table("words", &WORDS, reader) else { return OwnWords::new() };
    let word = |part: Part| {
        let entry = table.entry(part.name())?;
        if let TreeValue::Text(..) = entry.node.value {
            one_text(&entry.key, &entry.node, reader)?;
        }
        let words = words(entry, reader).filter(|words| !words.is_empty())?;
        Some((part, located(words, &entry.key_place)))
    };
    Part::ALL.into_iter().filter_map(word).collect()
}

/// A text or a list of texts.
pub fn texts(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<Located<String>> {
    list(entry, phrase!("a list of texts such as {example}", example = "[\"a\", \"b\"]"), one_text, reader)
}

/// A text, a number or a list of them.
pub fn word_list(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<Located<String>> {
    list(entry, phrase!("a list such as {example}", example = "[\"-\", 99]"), one_word, reader)
}

type ReadOne = fn(&str, &Node, &mut FieldReader<'_>) -> Option<Located<String>>;

fn list(entry: &KeyValue, wanted: Phrase, one: ReadOne, reader: &mut FieldReader<'_>) -> Vec<Located<String>> {
    match &entry.node.value {
        TreeValue::List(items) => items.iter().filter_map(|item| one(&entry.key, item, reader)).collect(),
        TreeValue::Text(..) | TreeValue::Whole(_) | TreeValue::Number(_) => {
            one(&entry.key, &entry.node, reader).into_iter().collect()
        }
        _ => wrong_type(&entry.key, wanted, &entry.node, reader).unwrap_or_default(),
    }
}

/// A table of names and texts, or names, texts and numbers.
pub fn pairs(entry: &KeyValue, numbers: bool, reader: &mut FieldReader<'_>) -> Vec<(Located<String>, Located<String>)> {
    let Some(table) = entry.node.value.as_table() else {
        let wanted = phrase!("a table such as {example}", example = "{ new = \"old\" }");
        return wrong_type(&entry.key, wanted, &entry.node, reader).unwrap_or_default();
    };
    let read = if numbers { word } else { text };
    let pair = |of: &KeyValue| {
        let value = read(of, reader)?;
        Some((located(of.key.clone(), &of.key_place), value))
    };
    table.0.iter().filter_map(pair).collect()
}

/// A table of names, each with a text or a list of texts, as a pair for each text.
pub fn list_pairs(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<(Located<String>, Located<String>)> {
    let Some(table) = entry.node.value.as_table() else {
        let wanted = phrase!("a table such as {example}", example = "{ new = \"old\" }");
        return wrong_type(&entry.key, wanted, &entry.node, reader).unwrap_or_default();
    };
    let mut pairs = Vec::new();
    for of in &table.0 {
        let name = located(of.key.clone(), &of.key_place);
        pairs.extend(texts(of, reader).into_iter().map(|text| (name.clone(), text)));
    }
    pairs
}

/// A number.
pub fn number(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<f64>> {
    one_number(&entry.key, &entry.node, reader)
}

fn one_number(key: &str, node: &Node, reader: &mut FieldReader<'_>) -> Option<Located<f64>> {
    let number = match &node.value {
        TreeValue::Whole(whole) => whole.signed().map(|number| number as f64),
        TreeValue::Number(number) => number.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    };
    match number {
        Some(number) => Some(located(number, &node.place)),
        None => wrong_type(key, phrase!("a number without quotation marks"), node, reader),
    }
}

/// A whole number that is not negative.
pub fn whole(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<u64>> {
    let node = &entry.node;
    match node.value.as_whole().and_then(Whole::unsigned) {
        Some(number) => Some(located(number, &node.place)),
        None if matches!(node.value, TreeValue::Whole(_) | TreeValue::Number(_)) => {
            wrong_value(&entry.key, node, phrase!("Write a whole number, 0 or more"), reader);
            None
        }
        None => wrong_type(&entry.key, phrase!("a whole number, 0 or more"), node, reader),
    }
}

/// True or false.
pub fn flag(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<Located<bool>> {
    match entry.node.value.as_flag() {
        Some(flag) => Some(located(flag, &entry.node.place)),
        None => wrong_type(&entry.key, phrase!("`true` or `false` without quotation marks"), &entry.node, reader),
    }
}

/// The known word that was written, or a problem.
pub fn known_word(
    key: &str,
    written: Located<String>,
    known: &'static [&'static str],
    reader: &mut FieldReader<'_>,
) -> Option<Located<&'static str>> {
    if let Some(word) = known.iter().find(|word| **word == written.value) {
        return Some(Located { value: word, place: written.place });
    }
    let message = phrase!("`{key}` cannot be {value}", key = key, value = quoted(&written.value));
    let problem = Diagnostic::error("wrong-value", message).hint(did_you_mean(&written.value, known.iter().copied()));
    reader.sink.push(problem.at(written.place));
    None
}

/// A value that the key cannot take.
pub fn wrong_value(key: &str, node: &Node, hint: Phrase, reader: &mut FieldReader<'_>) {
    let message = phrase!("`{key}` cannot be {value}", key = key, value = node.written.as_str());
    reader.problem(Diagnostic::error("wrong-value", message).hint(hint), &node.place);
}

/// A value of a type that the key does not take. Always nothing, of any type.
pub fn wrong_type<T>(key: &str, wanted: Phrase, node: &Node, reader: &mut FieldReader<'_>) -> Option<T> {
    let found = type_of(&node.value);
    let message = phrase!("`{key}` should be {wanted}, but this is {found}", key = key, wanted = wanted, found = found);
    reader.problem(Diagnostic::error("wrong-type", message), &node.place);
    None
}

fn type_of(value: &TreeValue) -> Phrase {
    match value {
        TreeValue::Text(..) => phrase!("a text"),
        TreeValue::Number(written) if written.replace('_', "").parse().is_ok_and(|it: f64| !it.is_finite()) => {
            phrase!("{written}, which is no number", written = written)
        }
        TreeValue::Whole(_) | TreeValue::Number(_) => phrase!("a number"),
        TreeValue::Flag(_) => phrase!("true or false"),
        TreeValue::Date(_) => phrase!("a date"),
        TreeValue::List(_) => phrase!("a list"),
        TreeValue::Table(_) => phrase!("a table"),
    }
}

/// A text in quotation marks, for messages.
pub fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Any value as JSON, for options that only a method understands. Reports numbers that JSON has not.
pub fn json(key: &str, node: &Node, reader: &mut FieldReader<'_>) -> Option<serde_json::Value> {
    Some(match &node.value {
        TreeValue::Text(text, _) => text.as_str().into(),
        TreeValue::Flag(flag) => (*flag).into(),
        TreeValue::Date(date) => date.as_str().into(),
        TreeValue::Whole(whole) if whole.signed().is_some() => whole.signed()?.into(),
        TreeValue::Whole(_) | TreeValue::Number(_) => one_number(key, node, reader)?.value.into(),
        TreeValue::List(items) => items.iter().map(|item| json(key, item, reader)).collect::<Option<Vec<_>>>()?.into(),
        TreeValue::Table(table) => {
            let pairs = table.0.iter().map(|of| Some((of.key.clone(), json(&of.key, &of.node, reader)?)));
            serde_json::Value::Object(pairs.collect::<Option<_>>()?)
        }
    })
}
