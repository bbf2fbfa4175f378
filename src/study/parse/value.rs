use std::ops::Range;

use toml::de::{DeInteger, DeValue};

use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::keys::LANGUAGE_CODES;
use crate::study::{Expression, Located};
use crate::text::{Phrase, Words};

use super::fields::{Entry, Reader, Value, did_you_mean, entries, unknown_key};

/// A text that is not empty.
pub fn text(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<String>> {
    one_text(entry.key, entry.value, reader)
}

fn one_text(key: &str, value: &Value<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<String>> {
    let Some(text) = value.get_ref().as_str() else {
        return wrong_type(key, phrase!("a text in quotation marks"), value, reader);
    };
    if text.trim().is_empty() {
        let message = phrase!("`{key}` is empty", key = key);
        reader.problem(Diagnostic::error("empty-value", message), value.span());
        return None;
    }
    Some(reader.located(text.to_string(), value.span()))
}

/// An expression, with the place of each of its characters.
pub fn expression(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Expression> {
    let text = text(entry, reader)?;
    let raw = reader.places.slice(entry.value.span());
    let (expression, problems) = Expression::read(&text.value, text.place, raw, |line| reader.places.line_text(line));
    problems.into_iter().for_each(|problem| reader.sink.push(problem));
    Some(expression)
}

/// A text or a number, as text.
pub fn word(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<String>> {
    one_word(entry.key, entry.value, reader)
}

fn one_word(key: &str, value: &Value<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<String>> {
    let word = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => integer(number).map_or_else(|| number.to_string(), |number| number.to_string()),
        DeValue::Float(number) => number.as_str().replace('_', ""),
        DeValue::Datetime(date) => date.to_string(),
        _ => return wrong_type(key, phrase!("a text or a number"), value, reader),
    };
    Some(reader.located(word, value.span()))
}

/// The user's words: a text, or one for each language.
pub fn words(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Words> {
    match entry.value.get_ref() {
        DeValue::String(text) => Some(Words::plain(text.as_ref())),
        DeValue::Table(table) => {
            let mut words = Words::default();
            for of in entries(table) {
                if !LANGUAGE_CODES.contains(&of.key) {
                    let problem = unknown_key(of.key, entry.key, LANGUAGE_CODES.iter().copied());
                    reader.problem(problem, of.key_span.clone());
                } else if let Some(text) = text(&of, reader) {
                    words.0.insert(of.key.to_string(), text.value);
                }
            }
            Some(words)
        }
        _ => {
            let example = "{ ja = \"…\", en = \"…\" }";
            let wanted = phrase!("a text, or one for each language as in {example}", example = example);
            wrong_type(entry.key, wanted, entry.value, reader)
        }
    }
}

/// A text or a list of texts.
pub fn texts(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Vec<Located<String>> {
    list(entry, phrase!("a list of texts such as {example}", example = "[\"a\", \"b\"]"), one_text, reader)
}

/// A text, a number or a list of them.
pub fn word_list(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Vec<Located<String>> {
    list(entry, phrase!("a list such as {example}", example = "[\"-\", 99]"), one_word, reader)
}

type ReadOne = fn(&str, &Value<'_>, &mut Reader<'_, '_>) -> Option<Located<String>>;

fn list(entry: &Entry<'_>, wanted: Phrase, one: ReadOne, reader: &mut Reader<'_, '_>) -> Vec<Located<String>> {
    match entry.value.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(|item| one(entry.key, item, reader)).collect(),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) => {
            one(entry.key, entry.value, reader).into_iter().collect()
        }
        _ => wrong_type(entry.key, wanted, entry.value, reader).unwrap_or_default(),
    }
}

/// A table of names and texts, or names, texts and numbers.
pub fn pairs(entry: &Entry<'_>, numbers: bool, reader: &mut Reader<'_, '_>) -> Vec<(Located<String>, Located<String>)> {
    let Some(table) = entry.value.get_ref().as_table() else {
        let wanted = phrase!("a table such as {example}", example = "{ new = \"old\" }");
        return wrong_type(entry.key, wanted, entry.value, reader).unwrap_or_default();
    };
    let read = if numbers { word } else { text };
    let pair = |of: Entry<'_>| {
        let value = read(&of, reader)?;
        Some((reader.located(of.key.to_string(), of.key_span.clone()), value))
    };
    entries(table).into_iter().filter_map(pair).collect()
}

/// A table of names, each with a text or a list of texts, as a pair for each text.
pub fn list_pairs(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Vec<(Located<String>, Located<String>)> {
    let Some(table) = entry.value.get_ref().as_table() else {
        let wanted = phrase!("a table such as {example}", example = "{ new = \"old\" }");
        return wrong_type(entry.key, wanted, entry.value, reader).unwrap_or_default();
    };
    let mut pairs = Vec::new();
    for of in entries(table) {
        let name = reader.located(of.key.to_string(), of.key_span.clone());
        pairs.extend(texts(&of, reader).into_iter().map(|text| (name.clone(), text)));
    }
    pairs
}

/// A number.
pub fn number(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<f64>> {
    let number = match entry.value.get_ref() {
        DeValue::Integer(number) => integer(number).map(|number| number as f64),
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
        }
        _ => None,
    };
    match number {
        Some(number) => Some(reader.located(number, entry.value.span())),
        None => wrong_type(entry.key, phrase!("a number without quotation marks"), entry.value, reader),
    }
}

/// A whole number that is not negative.
pub fn whole(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<u64>> {
    let number =
        entry.value.get_ref().as_integer().and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
    match number {
        Some(number) => Some(reader.located(number, entry.value.span())),
        None if matches!(entry.value.get_ref(), DeValue::Integer(_) | DeValue::Float(_)) => {
            wrong_value(entry.key, entry.value, phrase!("Write a whole number, 0 or more"), reader);
            None
        }
        None => wrong_type(entry.key, phrase!("a whole number, 0 or more"), entry.value, reader),
    }
}

/// True or false.
pub fn flag(entry: &Entry<'_>, reader: &mut Reader<'_, '_>) -> Option<Located<bool>> {
    match entry.value.get_ref().as_bool() {
        Some(flag) => Some(reader.located(flag, entry.value.span())),
        None => wrong_type(entry.key, phrase!("`true` or `false` without quotation marks"), entry.value, reader),
    }
}

/// The known word that was written, or a problem.
pub fn known_word(
    key: &str,
    written: Located<String>,
    known: &'static [&'static str],
    reader: &mut Reader<'_, '_>,
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
pub fn wrong_value(key: &str, value: &Value<'_>, hint: Phrase, reader: &mut Reader<'_, '_>) {
    let written = reader.places.slice(value.span()).to_string();
    let message = phrase!("`{key}` cannot be {value}", key = key, value = written);
    reader.problem(Diagnostic::error("wrong-value", message).hint(hint), value.span());
}

/// A value of a type that the key does not take. Always nothing, of any type.
pub fn wrong_type<T>(key: &str, wanted: Phrase, value: &Value<'_>, reader: &mut Reader<'_, '_>) -> Option<T> {
    let found = type_of(value.get_ref());
    let message = phrase!("`{key}` should be {wanted}, but this is {found}", key = key, wanted = wanted, found = found);
    reader.problem(Diagnostic::error("wrong-type", message), value.span());
    None
}

fn type_of(value: &DeValue<'_>) -> Phrase {
    match value {
        DeValue::String(_) => phrase!("a text"),
        DeValue::Integer(_) | DeValue::Float(_) => phrase!("a number"),
        DeValue::Boolean(_) => phrase!("true or false"),
        DeValue::Datetime(_) => phrase!("a date"),
        DeValue::Array(_) => phrase!("a list"),
        DeValue::Table(_) => phrase!("a table"),
    }
}

/// A text in quotation marks, for messages.
pub fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Any value as JSON, for options that only a method understands. Reports numbers that JSON has not.
pub fn json(key: &str, value: &Value<'_>, reader: &mut Reader<'_, '_>) -> Option<serde_json::Value> {
    Some(match value.get_ref() {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Integer(number) if integer(number).is_some() => integer(number)?.into(),
        DeValue::Integer(_) | DeValue::Float(_) => number(&entry(key, value), reader)?.value.into(),
        DeValue::Array(items) => items.iter().map(|item| json(key, item, reader)).collect::<Option<Vec<_>>>()?.into(),
        DeValue::Table(table) => {
            let pairs =
                entries(table).into_iter().map(|of| Some((of.key.to_string(), json(of.key, of.value, reader)?)));
            serde_json::Value::Object(pairs.collect::<Option<_>>()?)
        }
    })
}

fn entry<'v>(key: &'v str, value: &'v Value<'v>) -> Entry<'v> {
    Entry { key, key_span: Range { start: value.span().start, end: value.span().start }, value }
}
