use crate::diag::{Diagnostic, Place};
use crate::phrase;
use crate::study::keys::{QUESTION, ROSTER, ROUNDS, toml_key};
use crate::study::tree::{KeyValue, Node, TreeTable, TreeValue};
use crate::study::{
    Located, MeasureBlock, MethodBlock, MissingCovariates, OtherRounds, Primary, Question, RepeatAwards, Roster, Rounds,
};
use crate::text::Words;

use super::fields::{FieldReader, Fields, located};
use super::value;

/// `[[questions]]`. `primary` is what the question says itself.
pub struct QuestionParser {
    /// The question; `primary` is not settled yet.
    pub question: Question,
    /// `primary = …`, where written.
    pub primary: Option<Primary>,
}

/// One of `[[questions]]`.
pub fn question(item: &Node, reader: &mut FieldReader<'_>) -> Option<QuestionParser> {
    let Some(table) = item.value.as_table() else {
        return value::wrong_type(
            "questions",
            phrase!("tables that each begin with {heading}", heading = "[[questions]]"),
            item,
            reader,
        );
    };
    let fields = Fields::open(table, &QUESTION, "[[questions]]".into(), item.place.clone(), reader);
    let primary = primary(&fields, reader);
    let id = fields.text("id", reader);
    let title = fields.words("title", reader);
    let (treatment, roster) = treatment(&fields, id.as_ref(), reader);
    let question = Question {
        title: if title.is_empty() {
            id.as_ref().map_or_else(Words::default, |id| Words::plain(&id.value))
        } else {
            title
        },
        outcomes: fields.texts("outcomes", reader),
        baseline: fields.pairs("baseline", reader),
        earlier: fields.pairs("earlier", reader),
        before: fields.word("before", reader),
        after: fields.word("after", reader),
        start: fields.text("start", reader),
        rounds: fields.table("rounds", &ROUNDS, reader).and_then(|fields| rounds(&fields, reader)),
        treatment,
        roster,
        covariates: fields.texts("covariates", reader),
        missing: missing(&fields, reader),
        characteristics: fields.texts("characteristics", reader),
        cluster: fields.text("cluster", reader),
        estimand: fields.text("estimand", reader),
        primary: Primary::Open,
        only: fields.expression("where", reader),
        designs: designs(&fields, reader),
        estimate: block_of(&fields, "estimate", reader),
        inference: block_of(&fields, "inference", reader),
        sensitivity: fields.entry("sensitivity").map(|entry| blocks(entry, reader)),
        subgroups: fields.texts("subgroups", reader),
        family: fields.text("family", reader).map(|family| family.value),
        words: value::own_words(&fields, reader),
        place: fields.place(),
        id: id?,
    };
    Some(QuestionParser { question, primary })
}

fn missing(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Located<MissingCovariates>> {
    let Located { value, place } = fields.one_of("missing", reader)?;
    let value = if value == "indicator" { MissingCovariates::Indicator } else { MissingCovariates::Complete };
    Some(Located { value, place })
}

fn rounds(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Rounds> {
    let others = |word: Option<crate::study::Located<&'static str>>| {
        word.map(|word| if word.value == "keep" { OtherRounds::Keep } else { OtherRounds::Exclude })
    };
    let (by, organisation) = (fields.text("by", reader), fields.text("organisation", reader));
    let later = others(fields.one_of("funded_later", reader));
    let earlier = others(fields.one_of("funded_earlier", reader));
    let again = fields.one_of("funded_again", reader).map(|word| match word.value {
        "each" => RepeatAwards::Each,
        "exclude" => RepeatAwards::Exclude,
        _ => RepeatAwards::First,
    });
    Some(Rounds {
        by: by?,
        organisation: organisation?,
        funded_later: later?,
        funded_earlier: earlier?,
        funded_again: again?,
    })
}

/// `primary = true`, or a list of outcomes.
fn primary(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Option<Primary> {
    let entry = fields.entry("primary")?;
    match &entry.node.value {
        TreeValue::Flag(true) => Some(Primary::All),
        TreeValue::Flag(false) => Some(Primary::None),
        TreeValue::List(_) | TreeValue::Text(..) => Some(Primary::Only(fields.texts("primary", reader))),
        _ => value::wrong_type("primary", phrase!("true, false, or a list of outcomes"), &entry.node, reader),
    }
}

/// Main outcomes are those that are said to be; where nothing is said, no outcome comes before another.
pub fn settle_primary(asked: Vec<QuestionParser>) -> Vec<Question> {
    let any = asked.iter().any(|asked| matches!(asked.primary, Some(Primary::All | Primary::Only(_))));
    let silent = match (any, asked.iter().any(|asked| asked.primary.is_some())) {
        (true, _) => Primary::None,
        (false, true) => Primary::All,
        (false, false) => Primary::Open,
    };
    let settle =
        |asked: QuestionParser| Question { primary: asked.primary.unwrap_or(silent.clone()), ..asked.question };
    asked.into_iter().map(settle).collect()
}

/// The variable that says who took part, or the source that lists them and the variable that is made of it.
fn treatment(
    fields: &Fields<'_>,
    id: Option<&Located<String>>,
    reader: &mut FieldReader<'_>,
) -> (Option<Located<String>>, Option<Roster>) {
    let Some(entry) = fields.entry("treatment").filter(|entry| entry.node.value.as_table().is_some()) else {
        return (fields.text("treatment", reader), None);
    };
    let Some(listed) = fields.table("treatment", &ROSTER, reader) else { return (None, None) };
    let (source, only) = (listed.text("in", reader), listed.expression("where", reader));
    let roster = source.map(|source| Roster { source, only });
    let name = |roster: &Roster| roster.variable(id.map_or("", |id| id.value.as_str()));
    (roster.as_ref().map(|roster| located(name(roster), &entry.node.place)), roster)
}

fn designs(fields: &Fields<'_>, reader: &mut FieldReader<'_>) -> Vec<MethodBlock> {
    match (fields.entry("design"), fields.entry("designs")) {
        (Some(one), None) => block(&one.key, &one.node, reader).into_iter().collect(),
        (None, Some(several)) => blocks(several, reader),
        (Some(one), Some(_)) => {
            let message = phrase!("`design` and `designs` cannot both be given");
            let problem =
                Diagnostic::error("conflicting-keys", message).hint(phrase!("Put all of them into `designs`"));
            reader.problem(problem, &one.key_place);
            Vec::new()
        }
        (None, None) if !fields.lacks("design") || !fields.lacks("designs") => Vec::new(),
        (None, None) => {
            let message = phrase!("`{key}` is missing in {table}", key = "design", table = "[[questions]]");
            let hint = phrase!("Add a line such as {example}", example = "design = \"before-after\"");
            reader.problem(Diagnostic::error("missing-key", message).hint(hint), &fields.place());
            Vec::new()
        }
    }
}

fn block_of(fields: &Fields<'_>, name: &str, reader: &mut FieldReader<'_>) -> Option<MethodBlock> {
    fields.entry(name).and_then(|entry| block(&entry.key, &entry.node, reader))
}

/// One method or a list of methods.
fn blocks(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Vec<MethodBlock> {
    match &entry.node.value {
        TreeValue::List(items) => items.iter().filter_map(|item| block(&entry.key, item, reader)).collect(),
        _ => block(&entry.key, &entry.node, reader).into_iter().collect(),
    }
}

/// `[measures.NAME]`.
pub fn measure(entry: &KeyValue, reader: &mut FieldReader<'_>) -> Option<MeasureBlock> {
    let Some(table) = entry.node.value.as_table() else {
        let wanted = phrase!("a table that begins with {heading}", heading = "[measures.NAME]");
        return value::wrong_type(&entry.key, wanted, &entry.node, reader);
    };
    if entry.key.contains('@') {
        let message = phrase!("A variable's name cannot hold @, which stands before a period");
        reader.problem(Diagnostic::error("wrong-value", message), &entry.key_place);
    }
    let heading = format!("measures.{}", toml_key(&entry.key));
    let block = block_table(&heading, table, &entry.key_place, "income-mix", reader)?;
    Some(MeasureBlock { name: located(entry.key.clone(), &entry.key_place), block, level: 0.95 })
}

/// A method by name, or a table with `method` and its options.
fn block(key: &str, node: &Node, reader: &mut FieldReader<'_>) -> Option<MethodBlock> {
    match &node.value {
        TreeValue::Text(name, _) => {
            Some(MethodBlock { method: located(name.clone(), &node.place), options: Default::default() })
        }
        TreeValue::Table(table) => block_table(key, table, &node.place, "nearest", reader),
        _ => {
            let wanted = phrase!("the name of a method, or a table such as {example}", example = "{ method = \"…\" }");
            value::wrong_type(key, wanted, node, reader)
        }
    }
}

fn block_table(
    key: &str,
    table: &TreeTable,
    place: &Place,
    example: &str,
    reader: &mut FieldReader<'_>,
) -> Option<MethodBlock> {
    let (named, options): (Vec<_>, Vec<_>) = table.0.iter().partition(|entry| entry.key == "method");
    let options = options.into_iter().filter_map(|entry| {
        let json = value::json(&entry.key, &entry.node, reader)?;
        Some((entry.key.clone(), located(json, &entry.whole)))
    });
    let options = options.collect();
    match named.first() {
        Some(entry) => Some(MethodBlock { method: value::text(entry, reader)?, options }),
        None => {
            let message = phrase!("`{key}` does not say which method", key = key);
            let hint = phrase!("Add a line such as {example}", example = format!("method = \"{example}\""));
            reader.problem(Diagnostic::error("missing-key", message).hint(hint), place);
            None
        }
    }
}
