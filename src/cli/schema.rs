//! `tashika schema`: the JSON Schema of study files, for editors that complete and check while one types; and that of findings.json, for
//! programs that read it.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::design::{self, AnyDesign};
use crate::estimate::{self, AnyEstimator};
use crate::infer;
use crate::measure::{self, AnyMeasure};
use crate::render::json::StoredBundle;
use crate::sensitivity::{self, AnySensitivity};
use crate::study::schema::{Methods, schema};
use crate::text::{Lang, translate};

use super::talk::{DONE, Talk};

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Of {
    /// The study file.
    Study,
    /// findings.json.
    Findings,
}

/// `tashika schema`.
pub fn print(of: Of, talk: &Talk) -> u8 {
    let schema = match of {
        Of::Study => study_schema(),
        Of::Findings => findings_schema(),
    };
    let schema = in_words(schema, talk.lang);
    talk.data(&serde_json::to_string_pretty(&schema).unwrap_or_default());
    DONE
}

/// The same with its descriptions in a language, as far as it has them.
fn in_words(schema: Value, lang: Lang) -> Value {
    match schema {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| match value {
                    Value::String(text) if key == "description" => {
                        let said = translate(&text, lang).map_or(text.clone(), String::from);
                        (key, Value::String(said))
                    }
                    other => (key, in_words(other, lang)),
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| in_words(item, lang)).collect()),
        other => other,
    }
}

/// The schema of findings.json.
pub fn findings_schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<StoredBundle>();
    schema.insert("title".into(), "findings.json of Tashika".into());
    schema.to_value()
}

/// The schema of the study file with the options of every method.
pub fn study_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let families = vec![
        family::<AnyDesign>("design", design::NAMES, Some(primary()), &mut generator),
        family::<AnyEstimator>("estimate", estimate::NAMES, None, &mut generator),
        by_name("inference", infer::NAMES),
        family::<AnySensitivity>("sensitivity", sensitivity::NAMES, None, &mut generator),
        family::<AnyMeasure>("measure", measure::NAMES, None, &mut generator),
    ];
    schema(families, generator.take_definitions(true))
}

fn primary() -> Value {
    json!({ "type": "boolean", "description": "Whether this is the main one of several designs." })
}

/// A family's methods. Every method also takes the key `primary` where that is given.
fn family<T: JsonSchema>(
    family: &'static str,
    names: &[&'static str],
    primary: Option<Value>,
    generator: &mut SchemaGenerator,
) -> Methods {
    let mut schema: Schema = T::json_schema(generator);
    if let (Some(primary), Some(Value::Array(variants))) = (primary, schema.get_mut("oneOf")) {
        for properties in variants.iter_mut().filter_map(|variant| variant.get_mut("properties")?.as_object_mut()) {
            properties.insert("primary".into(), primary.clone());
        }
    }
    Methods { family, names: names.to_vec(), table: schema.to_value() }
}

/// A family whose methods have no options.
fn by_name(family: &'static str, names: &[&'static str]) -> Methods {
    let table = json!({
        "type": "object",
        "properties": { "method": { "type": "string", "enum": names } },
        "required": ["method"],
        "additionalProperties": false,
    });
    Methods { family, names: names.to_vec(), table }
}
