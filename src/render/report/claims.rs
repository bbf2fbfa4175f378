//! The evidence table as a person reads it: claim, number, source, what may be said.

use crate::exhibit::{Audience, TableRole, Value};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::answers::{self, AnswerRow};
use super::cells::{CellView, ColumnHead, TableView};
use super::page::{FindingView, finding_view};
use super::scope::PageScope;

/// Shares of the width that the columns take.
pub const SHARES: [usize; 4] = [34, 14, 20, 32];

/// The table of a page, where it has one: a row for each finding.
pub fn view(scope: &PageScope<'_>, lang: Lang) -> Option<TableView> {
    let table = scope.tables.iter().find(|table| *table.id.role() == TableRole::Claims)?;
    let columns = ["data", "cells"].map(|key| {
        let column = table.column(key)?;
        (scope.internal() || table.columns[column].audience == Audience::Public).then_some(column)
    });
    let rows = table.rows.iter().zip(&scope.findings).map(|(cells, finding)| {
        let lang = lang.about(&finding.question);
        let [data, addresses] = columns.map(|at| at.map_or(String::new(), |at| text(&cells[at].value, lang)));
        let (row, view) = (answers::row(scope, finding, lang), finding_view(scope, finding, lang));
        let level = view.effect.as_ref().map(|effect| effect.level.as_str());
        let texts = [
            format!("{}\n{}", view.label, view.sentence),
            number(&row, level, lang),
            if addresses.is_empty() { data } else { addresses },
        ];
        texts.into_iter().chain([said(&view, lang)]).map(CellView::text).collect()
    });
    let heads = [
        phrase!("Claim"),
        phrase!("Number (interval)"),
        phrase!("Data it rests on"),
        phrase!("What can and cannot be said"),
    ];
    let head = |head: Phrase| ColumnHead { title: head.render(lang), numeric: false };
    Some(TableView {
        title: String::new(),
        columns: heads.map(head).into(),
        rows: rows.collect(),
        more: 0,
        notes: vec![place(lang)],
    })
}

/// Where all claims stand.
fn place(lang: Lang) -> String {
    let (section, sheet) = (phrase!("The answers"), phrase!("Findings"));
    phrase!(
        "Each claim stands in the report in the section “{section}” under its outcome, and in the workbook on the sheet “{sheet}”.",
        section = section,
        sheet = sheet
    )
    .render(lang)
}

fn text(value: &Value, lang: Lang) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Phrase(phrase) => phrase.render(lang),
        Value::Words(words) => words.get(lang).to_string(),
        Value::Number(_) | Value::Empty | Value::Withheld => String::new(),
    }
}

fn lines(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}

/// The number as the answers at a glance write it, and the verdict.
fn number(row: &AnswerRow, level: Option<&str>, lang: Lang) -> String {
    let interval = level.filter(|_| !row.interval.is_empty()).map_or(String::new(), |level| {
        phrase!("{interval} ({level})", interval = &row.interval, level = level).render(lang)
    });
    let verdict = format!("{} {}", row.glyph, row.word);
    let strength = phrase!("How sure: {strength}", strength = &row.strength).render(lang);
    lines(&[&row.estimate, &interval, &verdict, &strength])
}

fn said(view: &FindingView, lang: Lang) -> String {
    let part = |title: Phrase, own: &[String]| match own.is_empty() {
        true => String::new(),
        false => {
            phrase!("{title}: {lines}", title = title, lines = own.join(if lang == Lang::Ja { "。" } else { "; " }))
                .render(lang)
        }
    };
    lines(&[&part(phrase!("What you can say"), &view.can_say), &part(phrase!("What you cannot say"), &view.cannot_say)])
}
