//! The JSON Schema of the study file, from the table of keys.

use serde_json::{Map, Value, json};

use super::keys::{CHART, DISCLOSURE, QUESTION, REPORTS, SOURCE, STUDY, TableKeys, Takes, VARIABLE};

/// Methods of one family: its name, the names of its methods, and the schema of a method with its options.
pub struct Methods {
    /// Name of the family, as in [`Takes::Method`].
    pub family: &'static str,
    /// Names.
    pub names: Vec<&'static str>,
    /// Schema of the table form.
    pub table: Value,
}

/// The JSON Schema (draft 2020-12) of a study file. `study` knows no method: the families are given, with the definitions
/// that their schemas refer to.
pub fn schema(families: Vec<Methods>, mut definitions: Map<String, Value>) -> Value {
    for Methods { family, names, table } in families {
        let by_name = json!({ "type": "string", "enum": names });
        definitions.insert(family.into(), json!({ "anyOf": [by_name, table] }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tashika study file",
        "type": "object",
        "properties": {
            "study": section(&STUDY),
            "sources": { "type": "object", "minProperties": 1, "additionalProperties": section(&SOURCE) },
            "variables": { "type": "object", "additionalProperties": section(&VARIABLE) },
            "disclosure": section(&DISCLOSURE),
            "reports": section(&REPORTS),
            "charts": { "type": "array", "items": section(&CHART) },
            "measures": { "type": "object", "additionalProperties": { "type": "object", "$ref": "#/$defs/measure" } },
            "questions": { "type": "array", "items": section(&QUESTION) },
        },
        "required": ["sources"],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn section(section: &TableKeys) -> Value {
    let described = |key: &super::keys::Key| {
        let mut schema = takes(key.takes);
        schema.insert("description".into(), key.about.into());
        (key.name.to_string(), Value::Object(schema))
    };
    let properties: Map<String, Value> = section.keys.iter().map(described).collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn takes(takes: Takes) -> Map<String, Value> {
    let text = json!({ "type": "string", "minLength": 1 });
    let word = json!({ "type": ["string", "number"] });
    let one_or_list = |item: Value| json!({ "anyOf": [item, { "type": "array", "items": item }] });
    let schema = match takes {
        Takes::Text => text,
        Takes::Word => word,
        Takes::Words => {
            let each =
                json!({ "type": "object", "properties": { "ja": text, "en": text }, "additionalProperties": false });
            json!({ "anyOf": [{ "type": "string" }, each] })
        }
        Takes::Texts => one_or_list(text),
        Takes::WordList => one_or_list(word),
        Takes::Pairs => json!({ "type": "object", "additionalProperties": text }),
        Takes::ListPairs => json!({ "type": "object", "additionalProperties": one_or_list(text) }),
        Takes::WordPairs => json!({ "type": "object", "additionalProperties": word }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Whole => json!({ "type": "integer", "minimum": 0 }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::FlagOrTexts => json!({ "anyOf": [{ "type": "boolean" }, { "type": "array", "items": text }] }),
        Takes::Rows => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^[0-9]+([:-][0-9]+)?$" }] })
        }
        Takes::Range => {
            json!({ "type": "string", "pattern": "^\\$?[A-Za-z]{1,3}\\$?[0-9]+:\\$?[A-Za-z]{1,3}\\$?[0-9]+$" })
        }
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::SomeOf(words) => one_or_list(json!({ "enum": words })),
        Takes::Method(family) => json!({ "$ref": format!("#/$defs/{family}") }),
        Takes::Table(inner) => section(inner),
        Takes::TextOr(inner) => json!({ "anyOf": [text, section(inner)] }),
        Takes::Tables(inner) => json!({ "type": "array", "items": section(inner) }),
        Takes::Methods(family) => one_or_list(json!({ "$ref": format!("#/$defs/{family}") })),
    };
    let Value::Object(schema) = schema else { return Map::new() };
    schema
}
