//! Phrases and words of the edition as plain text, so that rows and reasons can be told apart.

use serde_json::Value;
use tashika::text::{Lang, Phrase};

use super::edition::list;

/// The Japanese text of words or of a phrase, as pages in Japanese say it; the English one where there is none.
pub fn said_in_japanese(value: &Value) -> String {
    let phrase = value.get("template").and_then(|_| serde_json::from_value::<Phrase>(value.clone()).ok());
    let words = value.get("ja").and_then(Value::as_str).map(str::to_string);
    phrase.map(|phrase| phrase.render(Lang::Ja)).or(words).unwrap_or_else(|| said(value))
}

/// The Japanese text of stored JSON; itself where it is none.
pub fn japanese_text(text: &str) -> String {
    serde_json::from_str::<Value>(text).map_or_else(|_| text.to_string(), |value| said_in_japanese(&value))
}

/// The text of stored JSON; itself where it is none.
pub fn said_text(text: &str) -> String {
    serde_json::from_str::<Value>(text).map_or_else(|_| text.to_string(), |value| said(&value))
}

/// The English text of words or of a phrase with its arguments; of words without English the only one.
pub fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(words) if !words.contains_key("template") => {
            one_of(value).or_else(|| words.values().next().map(said)).unwrap_or_default()
        }
        Value::Object(_) => phrase(value),
        Value::Array(many) => many.iter().map(said).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

fn one_of(value: &Value) -> Option<String> {
    let known = ["en", "text", "words", "phrase", "cell", "units", "count", "number", "rule", "percent", "list", ""];
    let key = known.into_iter().find(|key| value.get(key).is_some())?;
    match key {
        "cell" => value[key].get(1).map(said),
        "number" => value[key].get(0).map(said),
        "percent" => percent(&value[key]),
        _ => Some(said(&value[key])),
    }
}

/// A share with its decimals, in percent.
fn percent(value: &Value) -> Option<String> {
    let decimals = value.get(1)?.as_u64()? as usize;
    Some(format!("{:.decimals$}%", value.get(0)?.as_f64()? * 100.0))
}

fn phrase(value: &Value) -> String {
    let mut text = value["template"].as_str().unwrap_or("").to_string();
    for arg in list(&value["args"]) {
        let name = arg[0].as_str().unwrap_or("");
        text = text.replace(&format!("{{{name}}}"), &said(&arg[1]));
    }
    text
}

/// All arguments of phrases below a value: name, value, and the template that they stand in.
pub fn arguments<'a>(value: &'a Value, found: &mut Vec<(&'a str, &'a str, &'a Value)>) {
    if let Some(template) = value["template"].as_str() {
        for arg in list(&value["args"]) {
            found.push((template, arg[0].as_str().unwrap_or(""), &arg[1]));
        }
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| arguments(value, found)),
        Value::Array(many) => many.iter().for_each(|value| arguments(value, found)),
        _ => (),
    }
}
