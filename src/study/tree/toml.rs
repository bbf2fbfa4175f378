//! TOML as a tree.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::study::expression::Spots;

use super::places::TextPlaces;
use super::{Document, KeyValue, Node, TreeTable, TreeValue, Whole, syntax};

/// Reads TOML as far as it can be read. `file` names it in places.
pub fn of_toml(text: &str, file: &Arc<str>) -> Document {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (tree, errors) = DeTable::parse_recoverable(text);
    let places = TextPlaces::new(file.clone(), text);
    let horizon = syntax::horizon(&errors, &places);
    Document {
        root: table(tree.get_ref(), &places),
        file: places.file(),
        start: places.at(0..0),
        broken: syntax::problems(errors, &places),
        horizon,
    }
}

fn table(table: &DeTable<'_>, places: &TextPlaces<'_>) -> TreeTable {
    let mut entries: Vec<(Range<usize>, KeyValue)> =
        table.iter().map(|(key, value)| (key.span(), entry(key.get_ref(), key.span(), value, places))).collect();
    entries.sort_by_key(|(span, _)| span.start);
    TreeTable(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn entry(key: &str, span: Range<usize>, value: &Spanned<DeValue<'_>>, places: &TextPlaces<'_>) -> KeyValue {
    let whole = span.start..value.span().end.max(span.end);
    KeyValue { key: key.into(), key_place: places.at(span), whole: places.at(whole), node: node(value, places) }
}

fn node(spanned: &Spanned<DeValue<'_>>, places: &TextPlaces<'_>) -> Node {
    let (place, written) = (places.at(spanned.span()), places.slice(spanned.span()));
    let value = match spanned.get_ref() {
        DeValue::String(text) => {
            let spots = Spots::of(text, &place, written, |line| places.line_text(line));
            TreeValue::Text(text.to_string(), spots)
        }
        DeValue::Integer(number) => TreeValue::Whole(Whole { digits: number.as_str().into(), base: number.radix() }),
        DeValue::Float(number) => TreeValue::Number(number.as_str().into()),
        DeValue::Boolean(flag) => TreeValue::Flag(*flag),
        DeValue::Datetime(date) => TreeValue::Date(date.to_string()),
        DeValue::Array(items) => TreeValue::List(items.iter().map(|item| node(item, places)).collect()),
        DeValue::Table(inner) => TreeValue::Table(table(inner, places)),
    };
    Node { value, place, written: written.into() }
}
