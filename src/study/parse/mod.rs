//! The tree of a study file → [`Study`], every value with its place, all problems at once.

mod events;
mod fields;
mod file;
mod question;
mod source;
mod ties;
mod value;
mod variable;

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diag::{Diagnostic, Halt, Place, Policy, Sink};
use crate::phrase;
use crate::study::{EditionDate, Imprint, Output, Outputs, Photo, Voice};
use crate::text::{LANGUAGES, Lang, Words, safe_name, sha256};

use self::fields::{FieldReader, Fields, not_yet, unknown_key};
use self::value::wrong_value;
use super::keys::{self, BAR, CHART, DISCLOSURE, REPORTS, STUDY, TABLES, TABLES_LATER, TableKeys};
use super::tree::{Document, KeyValue, Node, TreeTable, of_toml};
use super::{Chart, Located, Profile, Question, Reports, Study, Variable, check};

pub use file::{parse, parse_as_far};

/// Reads a study from text. `file` names it in problems; `folder` is what sources are relative to.
///
/// # Errors
/// [`Halt`] where the text breaks a rule; all problems that need no data are in the sink.
pub fn read_str(text: &str, file: &str, folder: &Path, sink: &mut Sink) -> Result<Study, Halt> {
    let before = sink.problems.len();
    let study = understood(text, file, folder, sink)?;
    sink.checkpoint_since(before)?;
    Ok(study)
}

/// [`read_str`] as far as it goes: what breaks a rule is in the sink and not in the study.
///
/// # Errors
/// [`Halt`] where the text is no TOML.
pub fn understood(text: &str, file: &str, folder: &Path, sink: &mut Sink) -> Result<Study, Halt> {
    let file: Arc<str> = file.into();
    let study = of_document(of_toml(text, &file), &file, folder, sink)?;
    Ok(Study { digest: sha256(text.as_bytes()), ..study })
}

/// What a study says, however it is written, as far as it goes. `file` names it; `folder` is what sources are relative to.
///
/// # Errors
/// [`Halt`] where the language that it is written in was broken; what is known of the rest is in the sink.
pub fn of_document(document: Document, file: &Arc<str>, folder: &Path, sink: &mut Sink) -> Result<Study, Halt> {
    let before = sink.problems.len();
    let mut reader = FieldReader { file: document.file.clone(), sink };
    let mut study = study(&document, file, &mut reader);
    study.folder = folder.to_path_buf();
    check::check(&study, sink);
    let Document { broken, horizon, start, .. } = document;
    let is_broken = !broken.is_empty();
    after_syntax(broken, horizon, before, sink);
    if matches!(start, Place::Text { .. }) {
        sink.problems[before..].sort_by_key(line_of);
    }
    if is_broken { Err(Halt) } else { Ok(study) }
}

/// The line of a problem's first place; beyond all lines for one of the whole file.
fn line_of(problem: &Diagnostic) -> u32 {
    match problem.places.first() {
        Some(Place::Text { line, .. }) => *line,
        Some(Place::Cell { row, .. }) => row + 1,
        _ => u32::MAX,
    }
}

/// What broken syntax hides is not known: beside its errors, only those of misnamed keys on other lines are kept.
fn after_syntax(broken: Vec<Diagnostic>, horizon: Option<usize>, before: usize, sink: &mut Sink) {
    if broken.is_empty() {
        return;
    }
    let lines: Vec<_> = broken.iter().map(line_of).collect();
    let found = sink.problems.split_off(before);
    let beyond = |problem: &Diagnostic| horizon.is_some_and(|horizon| line_of(problem) as usize >= horizon);
    let sound =
        |problem: &Diagnostic| problem.has(Policy::Misnamed) && !beyond(problem) && !lines.contains(&line_of(problem));
    let kept = found.into_iter().filter(sound);
    sink.problems.extend(broken.into_iter().chain(kept));
}

fn study(document: &Document, file: &Arc<str>, reader: &mut FieldReader<'_>) -> Study {
    document.root.0.iter().for_each(|entry| recognise(entry, reader));
    let named = |name: &str| document.root.entry(name);
    let mut study = about(named("study"), &document.start, file, reader);
    study.sources = each(named("sources"), "[sources.NAME]", source::source, reader);
    let declared: Vec<Variable> = each(named("variables"), "[variables.NAME]", variable::variable, reader);
    study.variables = declared.into_iter().map(|variable| (variable.name.value.clone(), variable)).collect();
    study.measures = each(named("measures"), "[measures.NAME]", question::measure, reader);
    study.measures.iter_mut().for_each(|measure| measure.level = study.level);
    study.questions = named("questions").map_or_else(Vec::new, |entry| questions(entry, reader));
    study.charts = named("charts").map_or_else(Vec::new, |entry| charts(entry, reader));
    (study.profile, study.published) = disclosure(named("disclosure"), &study.languages, reader);
    study.reports = reports(named("reports"), reader);
    if named("sources").is_none() {
        let message = phrase!("The study names no source");
        let hint = phrase!("Add {heading} with `file` and `unit`", heading = "[sources.NAME]");
        let place = reader.file.clone();
        reader.sink.push(Diagnostic::error("missing-key", message).hint(hint).at(place));
    }
    study
}

fn recognise(entry: &KeyValue, reader: &mut FieldReader<'_>) {
    if TABLES_LATER.contains(&entry.key.as_str()) {
        reader.problem(not_yet(&entry.key), &entry.key_place);
    } else if !TABLES.contains(&entry.key.as_str()) {
        let problem = match STUDY.key(&entry.key) {
            Some(key) => {
                Diagnostic::error("unknown-key", phrase!("`{key}` stands outside of its table", key = key.name))
                    .hint(phrase!("Put it below {heading}", heading = STUDY.heading))
            }
            None => unknown_key(&entry.key, "study.toml", TABLES.iter().copied()),
        };
        reader.problem(problem, &entry.key_place);
    }
}

/// `[study]` and its defaults.
fn about(entry: Option<&KeyValue>, start: &Place, file: &Arc<str>, reader: &mut FieldReader<'_>) -> Study {
    let empty = TreeTable::default();
    let (table, place) = match entry {
        Some(entry) => (table_of(entry, &STUDY, reader), &entry.key_place),
        None => (None, start),
    };
    let fields = Fields::open(table.unwrap_or(&empty), &STUDY, STUDY.heading.into(), place.clone(), reader);
    let id = study_id(&fields, file, reader);
    let title = fields.words("title", reader);
    let title = if title.is_empty() { Words::plain(&id) } else { title };
    let languages = languages(&fields, reader);
    let outputs = Outputs::declared(outputs(&fields, reader), languages.clone(), &title);
    Study {
        file: file.clone(),
        folder: Default::default(),
        digest: String::new(),
        title,
        id,
        languages: if languages.is_empty() { LANGUAGES.to_vec() } else { languages },
        outputs,
        seed: fields.whole("seed", reader).map_or(1, |seed| seed.value),
        level: level(&fields, reader),
        like_matchit: fields.one_of("like", reader).is_some(),
        sources: Vec::new(),
        variables: IndexMap::new(),
        measures: Vec::new(),
        questions: Vec::new(),
        fiscal_year_starts: fiscal_year(&fields, reader),
        charts: Vec::new(),
        profile: Profile::default(),
        published: Vec::new(),
        reports: None,
        words: value::own_words(&fields, reader),
        imprint: imprint(&fields, reader),
    }
}

fn imprint(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Imprint {
    let date = fields.text("date", reader).and_then(|written| {
        let date = EditionDate::read(&written.value);
        if let Some(entry) = fields.entry("date").filter(|_| date.is_none()) {
            let hint =
                phrase!("Write year and month, and the day if you like, such as {example}", example = "2026-11-30");
            wrong_value(&entry.key, &entry.node, hint, reader);
        }
        date
    });
    let voice = fields.table("voice", &keys::VOICE, reader).and_then(|voice| {
        let (text, who) = (voice.words("text", reader), voice.words("who", reader));
        let consent = voice.text("consent", reader)?.value;
        Some(Voice { text, who, consent })
    });
    let photo = fields.table("photo", &keys::PHOTO, reader).and_then(|photo| {
        let (file, shows) = (photo.text("file", reader), photo.words("shows", reader));
        let consent = photo.text("consent", reader)?.value;
        Some(Photo { file: Some(file?), shows, consent, data: String::new() })
    });
    let words = |name: &str, reader: &mut FieldReader<'_>| fields.words(name, reader);
    Imprint {
        date,
        organisation: words("organisation", reader),
        author: words("author", reader),
        contact: words("contact", reader),
        voice,
        photo,
    }
}

/// `[disclosure]`. Without it the rules of Japanese official statistics hold where the outputs are in Japanese, else that of ten.
fn disclosure(
    entry: Option<&KeyValue>,
    languages: &[Lang],
    reader: &mut FieldReader<'_>,
) -> (Profile, Vec<Located<String>>) {
    let default = if languages.contains(&Lang::Ja) { Profile::JpOfficial } else { Profile::Ten };
    let Some(fields) = section(entry, &DISCLOSURE, reader) else { return (default, Vec::new()) };
    let published = fields.texts("published", reader);
    let profile = match fields.one_of("profile", reader).map(|profile| profile.value) {
        Some("jp-official") => Profile::JpOfficial,
        Some("ten") => Profile::Ten,
        Some("10-5") => Profile::TenFive,
        Some("nhs") => Profile::Nhs,
        _ => default,
    };
    (profile, published)
}

/// `[reports]`.
fn reports(entry: Option<&KeyValue>, reader: &mut FieldReader<'_>) -> Option<Reports> {
    let fields = section(entry, &REPORTS, reader)?;
    let by = fields.text("by", reader);
    let grantees = fields.flag("grantees", reader).is_some_and(|flag| flag.value);
    let words = fields.words("word", reader);
    let word = fields.entry("word").filter(|_| !words.is_empty());
    let word = word.map(|entry| Located { value: words, place: entry.node.place.clone() });
    Some(Reports {
        by,
        grantees,
        name: fields.text("name", reader),
        about: fields.texts("about", reader),
        answers: fields.texts("answers", reader),
        templates: fields.text("templates", reader),
        word,
    })
}

/// The fields of a table that stands once in a study file.
fn section<'v>(
    entry: Option<&'v KeyValue>,
    section: &'static TableKeys,
    reader: &mut FieldReader<'_>,
) -> Option<Fields<'v>> {
    let entry = entry?;
    let table = table_of(entry, section, reader)?;
    Some(Fields::open(table, section, section.heading.into(), entry.key_place.clone(), reader))
}

fn fiscal_year(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<u32> {
    let month = fields.whole("fiscal_year_starts", reader)?;
    if !(1..=12).contains(&month.value)
        && let Some(entry) = fields.entry("fiscal_year_starts")
    {
        wrong_value(&entry.key, &entry.node, phrase!("Write a month from 1 to 12, such as 4 for April"), reader);
        return None;
    }
    u32::try_from(month.value).ok()
}

/// `[[charts]]`.
fn charts(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<Chart> {
    let Some(items) = entry.node.value.as_list() else {
        let wanted = phrase!("tables that each begin with {heading}", heading = CHART.heading);
        return value::wrong_type(&entry.key, wanted, &entry.node, reader).unwrap_or_default();
    };
    items.iter().filter_map(|item| chart(item, reader)).collect()
}

fn chart(item: &Node, reader: &mut FieldReader<'_>) -> Option<Chart> {
    let fields = Fields::open(item.value.as_table()?, &CHART, CHART.heading.into(), item.place.clone(), reader);
    let bar = |bar: &Fields<'_>, reader: &mut FieldReader<'_>| {
        let label = bar.words("label", reader);
        Some((bar.text("finding", reader)?, label))
    };
    let bars: Vec<Fields<'_>> = fields.tables("bars", &BAR, reader);
    let bars = bars.iter().filter_map(|fields| bar(fields, reader)).collect();
    Some(Chart { id: fields.text("id", reader)?, title: fields.words("title", reader), bars })
}

fn study_id(fields: &Fields<'_>, file: &str, reader: &mut FieldReader<'_>) -> String {
    let Some(written) = fields.text("id", reader) else { return safe_name(file::stem(file)) };
    let safe = safe_name(&written.value);
    if safe != written.value {
        let message = phrase!("`{id}` cannot name a file on every system", id = &written.value);
        let hint = phrase!("Write for example {example}", example = value::quoted(&safe));
        reader.sink.push(Diagnostic::error("unsafe-id", message).hint(hint).at(written.place));
    }
    safe
}

fn languages(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Vec<Lang> {
    let mut languages = Vec::new();
    for written in fields.texts("language", reader) {
        let known = value::known_word("language", written, keys::LANGUAGE_CODES, reader);
        let lang = known.and_then(|word| Lang::from_code(word.value));
        languages.extend(lang.filter(|lang| !languages.contains(lang)));
    }
    languages
}

fn outputs(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Vec<Output> {
    let mut outputs = Vec::new();
    for written in fields.texts("outputs", reader) {
        let known = value::known_word("outputs", written, keys::OUTPUTS, reader);
        outputs.extend(known.and_then(|word| Output::named(word.value)).unwrap_or_default());
    }
    outputs
}

fn level(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> f64 {
    let Some(level) = fields.number("level", reader) else { return 0.95 };
    let possible = level.value > 0.5 && level.value < 1.0;
    if let Some(entry) = fields.entry("level").filter(|_| !possible) {
        let hint = phrase!("Write a number between 0.5 and 1, such as {example}", example = "0.95");
        wrong_value(&entry.key, &entry.node, hint, reader);
    }
    level.value
}

/// The items of `[sources]` and `[variables]`.
fn each<T>(
    entry: Option<&KeyValue>,
    heading: &'static str,
    read: fn(&KeyValue, &mut FieldReader<'_>) -> Option<T>,
    reader: &mut FieldReader<'_>,
) -> Vec<T> {
    let Some(entry) = entry else { return Vec::new() };
    match entry.node.value.as_table() {
        Some(table) => table.0.iter().filter_map(|item| read(item, reader)).collect(),
        None => {
            let wanted = phrase!("tables that each begin with {heading}", heading = heading);
            value::wrong_type(&entry.key, wanted, &entry.node, reader).unwrap_or_default()
        }
    }
}

/// The table of an entry that must be one.
fn table_of<'v>(entry: &'v KeyValue, section: &TableKeys, reader: &mut FieldReader<'_>) -> Option<&'v TreeTable> {
    let wanted = phrase!("a table that begins with {heading}", heading = section.heading);
    match entry.node.value.as_table() {
        Some(table) => Some(table),
        None => value::wrong_type(&entry.key, wanted, &entry.node, reader),
    }
}

fn questions(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<Question> {
    match entry.node.value.as_list() {
        Some(items) => {
            question::settle_primary(items.iter().filter_map(|item| question::question(item, reader)).collect())
        }
        None => {
            let hint = phrase!("Write it with two brackets: {heading}", heading = "[[questions]]");
            let message = phrase!("Questions stand in a list");
            reader.problem(Diagnostic::error("wrong-type", message).hint(hint), &entry.key_place);
            Vec::new()
        }
    }
}
