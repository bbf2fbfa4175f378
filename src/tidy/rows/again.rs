//! Anonymous answers among which the same people can be seen several times: each row counts as a person, and is none.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::id_at;
use super::link::kind::KeyKind;
use super::table::Opened;
use crate::diag::{Diagnostic, Sink};
use crate::notation::fold;
use crate::phrase;
use crate::study::Study;
use crate::study::keys::toml_text;

/// So many of the answers of the smaller source must be by somebody who also stands in another one before it is said.
const SHARE: f64 = 0.2;
/// And at least so many: a few may have one name by chance.
const AT_LEAST: usize = 3;

/// Says of anonymous sources where the same people answered several times, in one source or in several.
pub(in crate::tidy) fn report(study: &Study, opened: &[Opened<'_>], sink: &mut Sink) {
    let anonymous: Vec<&Opened<'_>> = opened.iter().filter(|opened| opened.source.anonymous).collect();
    let mut met: BTreeMap<String, Vec<RespondentColumn<'_>>> = BTreeMap::new();
    for one in anonymous {
        for column in (0..one.columns.names.len()).filter(|column| !is_cluster(study, &one.columns.names[*column])) {
            let name = &one.columns.names[column];
            let (person, organisation) =
                (is_person(name), KeyKind::of(name) == KeyKind::Name || KeyKind::of(name) == KeyKind::Number);
            if !person && !organisation {
                continue;
            }
            let values = values(one, column);
            let distinct: BTreeSet<String> = values.iter().map(|(_, value)| value.clone()).collect();
            if person && distinct.len() < values.len() && distinct.len() > 1 {
                sink.push(within(one, column, &values, distinct.len()));
            }
            // Names that many rows share are those of groups.
            if person || 5 * distinct.len() >= 4 * values.len() {
                met.entry(fold(name)).or_default().push(RespondentColumn { one, column, distinct });
            }
        }
    }
    met.values().for_each(|sides| sink.problems.extend(across(sides)));
}

/// A column of a source that says who answered.
struct RespondentColumn<'o> {
    one: &'o Opened<'o>,
    column: usize,
    distinct: BTreeSet<String>,
}

fn is_cluster(study: &Study, name: &str) -> bool {
    study.questions.iter().any(|question| question.cluster.as_ref().is_some_and(|cluster| cluster.value == name))
}

/// Whether a column says which person answered, by its name.
fn is_person(name: &str) -> bool {
    const WORDS: [&str; 13] = [
        "メールアドレス",
        "eメール",
        "emailaddress",
        "e-mail",
        "ユーザー名",
        "ユーザ名",
        "会員番号",
        "会員id",
        "学籍番号",
        "社員番号",
        "職員番号",
        "整理番号",
        "回答者番号",
    ];
    const WHOLE: [&str; 18] = [
        "email",
        "mail",
        "メール",
        "username",
        "userid",
        "user",
        "ユーザーid",
        "memberid",
        "membernumber",
        "memberno",
        "studentid",
        "participantid",
        "respondentid",
        "回答者id",
        "参加者id",
        "参加者番号",
        "個人id",
        "id",
    ];
    let folded = fold(name);
    WORDS.iter().any(|word| folded.contains(word)) || WHOLE.contains(&folded.as_str())
}

/// The filled cells of a column: row, and who it is.
fn values(one: &Opened<'_>, column: usize) -> Vec<(usize, String)> {
    let value = |row: usize| Some((row, id_at(one.table, row, column)?.to_lowercase()));
    (0..one.table.rows.len()).filter_map(value).collect()
}

fn within(one: &Opened<'_>, column: usize, values: &[(usize, String)], distinct: usize) -> Diagnostic {
    let (name, source) = (&one.columns.names[column], one.source.title());
    let message = phrase!(
        "The column `{name}` of `{source}` has {distinct} values in {rows} rows: the same people answered several times, and each row counts as a person of its own",
        name = name,
        source = source,
        distinct = distinct,
        rows = values.len()
    );
    let hint = phrase!(
        "Write {unit} instead of anonymous = true, with period_column = \"…\" or rows = \"mean\" or duplicates = \"last\"; or name it in the question: {cluster}",
        unit = format!("unit = {}", toml_text(name)),
        cluster = format!("cluster = {}", toml_text(name))
    );
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let again = values.iter().filter(|(_, value)| !seen.insert(value)).map(|(row, _)| one.table.place(*row, column));
    Diagnostic::warning("same-people", message).hint(hint).at_all(again)
}

/// The two sources that have most of their people in common, where that is more than chance.
fn across(sides: &[RespondentColumn<'_>]) -> Option<Diagnostic> {
    let pairs = (0..sides.len()).flat_map(|a| (a + 1..sides.len()).map(move |b| (&sides[a], &sides[b])));
    let common = |(a, b): (&RespondentColumn<'_>, &RespondentColumn<'_>)| a.distinct.intersection(&b.distinct).count();
    let (a, b) = pairs.max_by_key(|pair| common(*pair))?;
    let (n, smaller) = (common((a, b)), a.distinct.len().min(b.distinct.len()));
    if n < AT_LEAST || (n as f64) < SHARE * smaller as f64 || is_numbered(&a.distinct) {
        return None;
    }
    let name = &a.one.columns.names[a.column];
    let message = phrase!(
        "{n} values of `{name}` stand in `{source}` and in `{other}`: the same answered both times, and here they count as different respondents",
        n = n,
        name = name,
        source = a.one.source.title(),
        other = b.one.source.title()
    );
    let hint = phrase!(
        "To follow them write {unit} in both instead of anonymous = true, and design = \"before-after\"",
        unit = format!("unit = {}", toml_text(name))
    );
    let places = [a, b].map(|side| side.one.table.heading_place(side.column));
    Some(Diagnostic::warning("same-people", message).hint(hint).at_all(places))
}

/// Whether ids are the numbers of rows: they meet in any two files.
fn is_numbered(ids: &BTreeSet<String>) -> bool {
    let numbers: Vec<usize> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    numbers.len() == ids.len() && numbers.iter().max().is_some_and(|most| *most <= 2 * ids.len())
}
