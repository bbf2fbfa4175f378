use crate::diag::{Diagnostic, Place, Sink, nearest};
use crate::phrase;
use crate::study::keys::{TableKeys, Takes};
use crate::study::tree::{KeyValue, Node, TreeTable, TreeValue};
use crate::study::{Expression, Located};
use crate::text::{Phrase, Words};

use super::value;

/// The file being read, and where problems go.
pub struct FieldReader<'s> {
    /// The whole file.
    pub file: Place,
    /// Problems.
    pub sink: &'s mut Sink,
}

impl FieldReader<'_> {
    /// Adds a problem at a place.
    pub fn problem(&mut self, problem: Diagnostic, place: &Place) {
        self.sink.push(problem.at(place.clone()));
    }
}

/// A value with its place.
pub fn located<T>(value: T, place: &Place) -> Located<T> {
    Located { value, place: place.clone() }
}

/// A table whose keys are known: typed access, every problem reported where it stands.
pub struct Fields<'v> {
    entries: &'v [KeyValue],
    section: &'static TableKeys,
    /// Heading as the user would write it: `[sources.people]`.
    heading: String,
    place: Place,
}

impl<'v> Fields<'v> {
    /// Reports unknown and missing keys; the values are read by the getters.
    pub fn open(
        table: &'v TreeTable,
        section: &'static TableKeys,
        heading: String,
        place: Place,
        reader: &mut FieldReader<'_>,
    ) -> Fields<'v> {
        let fields = Fields { entries: &table.0, section, heading, place };
        fields.entries.iter().for_each(|entry| fields.recognise(entry, reader));
        section.keys.iter().filter(|key| key.required).for_each(|key| fields.require(key.name, reader));
        fields
    }

    fn recognise(&self, entry: &KeyValue, reader: &mut FieldReader<'_>) {
        if self.section.later.contains(&entry.key.as_str()) {
            reader.problem(not_yet(&entry.key), &entry.key_place);
        } else if self.section.key(&entry.key).is_none() {
            let problem = unknown_key(&entry.key, &self.heading, self.section.names());
            reader.problem(problem, &entry.key_place);
        }
    }

    /// Reports a key that is not there.
    pub fn require(&self, name: &'static str, reader: &mut FieldReader<'_>) {
        if self.lacks(name) {
            let message = phrase!("`{key}` is missing in {table}", key = name, table = &self.heading);
            let problem = Diagnostic::error("missing-key", message).hint(self.example(name));
            reader.problem(problem, &self.place);
        }
    }

    fn example(&self, name: &str) -> Phrase {
        let example = match (self.section.heading, name) {
            ("[sources.NAME]", "file") => "file = \"data.xlsx\"",
            ("[sources.NAME]", _) => "unit = \"id\"",
            ("[[charts]]", "id") => "id = \"income-steps\"",
            ("[[charts]]", _) => "bars = [{ finding = \"question/outcome\" }]",
            ("bars", _) => "finding = \"question/outcome\"",
            ("treatment", _) => "in = \"participants\"",
            ("link", "to") => "to = \"register\"",
            ("link", _) => "by = [\"number\", \"name\"]",
            ("rounds", "by") => "by = \"year\"",
            ("rounds", "organisation") => "organisation = \"organisation_id\"",
            ("rounds", "funded_again") => "funded_again = \"first\"",
            ("rounds", "funded_later") => "funded_later = \"exclude\"",
            ("rounds", _) => "funded_earlier = \"exclude\"",
            (_, "id") => "id = \"training\"",
            _ => "outcomes = [\"income\"]",
        };
        phrase!("Add a line such as {example}", example = example)
    }

    /// The entry of a key.
    pub fn entry(&self, name: &str) -> Option<&'v KeyValue> {
        debug_assert!(self.section.key(name).is_some(), "{name} is not in the table of keys");
        self.entries.iter().find(|entry| entry.key == name)
    }

    /// Whether a key is not there, and no unknown key looks as if it were meant.
    pub fn lacks(&self, name: &str) -> bool {
        let unknown = |entry: &&KeyValue| self.section.key(&entry.key).is_none();
        let meant = |entry: &KeyValue| nearest(&entry.key, self.section.names()) == Some(name);
        self.entry(name).is_none() && !self.entries.iter().filter(unknown).any(meant)
    }

    /// Place of the table: its heading.
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// A text that is not empty.
    pub fn text(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
        self.entry(name).and_then(|entry| value::text(entry, reader))
    }

    /// An expression. Where it cannot be understood its problems are reported.
    pub fn expression(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Expression> {
        self.entry(name).and_then(|entry| value::expression(entry, reader))
    }

    /// A text or a number, as text.
    pub fn word(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<String>> {
        self.entry(name).and_then(|entry| value::word(entry, reader))
    }

    /// The user's words; empty where absent.
    pub fn words(&self, name: &str, reader: &mut FieldReader<'_>) -> Words {
        self.entry(name).and_then(|entry| value::words(entry, reader)).unwrap_or_default()
    }

    /// A text or a list of texts; none where absent.
    pub fn texts(&self, name: &str, reader: &mut FieldReader<'_>) -> Vec<Located<String>> {
        self.entry(name).map_or_else(Vec::new, |entry| value::texts(entry, reader))
    }

    /// A list of texts and numbers; none where absent.
    pub fn word_list(&self, name: &str, reader: &mut FieldReader<'_>) -> Vec<Located<String>> {
        self.entry(name).map_or_else(Vec::new, |entry| value::word_list(entry, reader))
    }

    /// A table of names and texts (and numbers, where the key takes them); none where absent.
    pub fn pairs(&self, name: &str, reader: &mut FieldReader<'_>) -> Vec<(Located<String>, Located<String>)> {
        let numbers = self.section.key(name).is_some_and(|key| key.takes == Takes::WordPairs);
        self.entry(name).map_or_else(Vec::new, |entry| value::pairs(entry, numbers, reader))
    }

    /// A table of names, each with a text or a list of texts; a pair for each text. None where absent.
    pub fn list_pairs(&self, name: &str, reader: &mut FieldReader<'_>) -> Vec<(Located<String>, Located<String>)> {
        self.entry(name).map_or_else(Vec::new, |entry| value::list_pairs(entry, reader))
    }

    /// A number.
    pub fn number(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<f64>> {
        self.entry(name).and_then(|entry| value::number(entry, reader))
    }

    /// A whole number that is not negative.
    pub fn whole(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<u64>> {
        self.entry(name).and_then(|entry| value::whole(entry, reader))
    }

    /// True or false.
    pub fn flag(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<bool>> {
        self.entry(name).and_then(|entry| value::flag(entry, reader))
    }

    /// The fields of a table that is the value of a key.
    pub fn table(&self, name: &str, section: &'static TableKeys, reader: &mut FieldReader<'_>) -> Option<Fields<'v>> {
        self.entry(name).and_then(|entry| inner(&entry.key, &entry.node, section, reader))
    }

    /// The fields of each table of a list that is the value of a key.
    pub fn tables(&self, name: &str, section: &'static TableKeys, reader: &mut FieldReader<'_>) -> Vec<Fields<'v>> {
        let Some(entry) = self.entry(name) else { return Vec::new() };
        match &entry.node.value {
            TreeValue::List(items) => {
                items.iter().filter_map(|item| inner(&entry.key, item, section, reader)).collect()
            }
            _ => inner(&entry.key, &entry.node, section, reader).into_iter().collect(),
        }
    }

    /// One of the words that the key takes.
    pub fn one_of(&self, name: &str, reader: &mut FieldReader<'_>) -> Option<Located<&'static str>> {
        let Some(Takes::OneOf(known)) = self.section.key(name).map(|key| key.takes) else { return None };
        let written = self.text(name, reader)?;
        value::known_word(name, written, known, reader)
    }
}

fn inner<'v>(
    key: &str,
    node: &'v Node,
    section: &'static TableKeys,
    reader: &mut FieldReader<'_>,
) -> Option<Fields<'v>> {
    match node.value.as_table() {
        Some(table) => Some(Fields::open(table, section, key.into(), node.place.clone(), reader)),
        None => {
            let keys: Vec<&str> = section.names().collect();
            let wanted = phrase!("a table in braces with {keys}", keys = keys);
            value::wrong_type(key, wanted, node, reader)
        }
    }
}

/// A key that nobody knows.
pub fn unknown_key(key: &str, table: &str, known: impl Iterator<Item = &'static str> + Clone) -> Diagnostic {
    let problem =
        Diagnostic::error("unknown-key", phrase!("There is no key `{key}` in {table}", key = key, table = table));
    problem.hint(did_you_mean(key, known))
}

/// "Did you mean …?" where a known word is near, else the list of known words.
pub fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Phrase {
    match nearest(word, known.clone()) {
        Some(near) => phrase!("Did you mean `{near}`?", near = near),
        None => phrase!("Known here: {known}", known = known.collect::<Vec<_>>()),
    }
}

/// A key that is planned.
pub fn not_yet(key: &str) -> Diagnostic {
    Diagnostic::error("not-yet", phrase!("`{key}` is not available in this version", key = key))
        .hint(phrase!("Take it out; `tashika schema` lists all that is available"))
}
