use crate::phrase;
use crate::render::report::brief::{AnswerRow, Brief, MainAnswer};
use crate::text::{Lang, Phrase};

use super::table;
use super::writer::Writer;

/// The brief: two pages.
pub fn write(writer: &mut Writer<'_>, brief: &Brief) {
    let headline = brief.answer.as_ref().map(|answer| answer.headline.clone());
    let headline = headline.unwrap_or_else(|| writer.say(&phrase!("No question was answered.")));
    let kind = phrase!("{title} · brief of two pages", title = &brief.title);
    writer.cover(&kind, &headline, brief.part.as_deref(), brief.internal);
    if !brief.imprint.is_empty() {
        writer.soft(&brief.imprint.join(" · "));
    }
    if let Some(answer) = &brief.answer {
        first(writer, brief, answer);
        writer.new_page();
        second(writer, answer);
    }
    if let Some(photo) = &brief.photo {
        writer.picture(&photo.bytes, &photo.shows);
        let note = writer.say(&phrase!("printed with the consent of those in it"));
        writer.soft(&format!("{} ({note})", photo.shows));
    }
    if let Some((text, who)) = &brief.voice {
        writer.text(text);
        let note = writer.say(&phrase!("one voice, printed with consent; not a result"));
        writer.soft(&format!("{who} ({note})"));
    }
    if !brief.contact.is_empty() {
        head(writer, &phrase!("Contact"));
        writer.text(&brief.contact);
    }
}

fn head(writer: &mut Writer<'_>, phrase: &Phrase) {
    let text = writer.say(phrase);
    writer.heading(3, &text);
}

fn first(writer: &mut Writer<'_>, brief: &Brief, answer: &MainAnswer) {
    answer.lines.iter().chain(&brief.notes).for_each(|line| writer.text(line));
    glance(writer, &answer.rows);
    if !answer.parts.1.is_empty() {
        writer.heading(3, &answer.parts.0);
        glance(writer, &answer.parts.1);
    }
    let parts = !answer.parts.1.is_empty();
    writer.tallest = if parts { 100 } else { 150 } * writer.size;
    answer.chart.iter().for_each(|chart| writer.chart(chart, false));
    let heads = [phrase!("What you can say"), phrase!("What you cannot say")].map(|head| writer.say(&head));
    let lines = |lines: &[String]| {
        lines.iter().take(if parts { 2 } else { 3 }).map(|line| format!("・{line}")).collect::<Vec<_>>()
    };
    let (can, cannot) = (lines(&answer.can), lines(&answer.finding.cannot_say));
    let cell = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let rows: Vec<Vec<String>> =
        (0..can.len().max(cannot.len())).map(|at| vec![cell(&can, at), cell(&cannot, at)]).collect();
    table::grid(writer, Some(&heads), &[false, false], &rows);
    head(writer, &phrase!("What to do next"));
    writer.strong(&answer.next.0);
    writer.text(&answer.next.1);
    answer.legend.iter().for_each(|line| writer.soft(line));
}

/// Answers at a glance.
pub fn glance(writer: &mut Writer<'_>, rows: &[AnswerRow]) {
    let (heads, rows) = glance_texts(rows, writer.lang);
    table::grid(writer, Some(&heads), &[false; 4], &rows);
}

/// Answers at a glance as texts: headings and rows.
pub fn glance_texts(rows: &[AnswerRow], lang: Lang) -> ([String; 4], Vec<Vec<String>>) {
    let heads = [
        phrase!("What was measured"),
        phrase!("Difference or change (interval)"),
        phrase!("Answer"),
        phrase!("How sure?"),
    ];
    (heads.map(|head| head.render(lang)), rows.iter().map(row).collect())
}

/// An answer in a row.
fn row(row: &AnswerRow) -> Vec<String> {
    let said = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n");
    let dots = format!("{}{}", row.dots.0, row.dots.1);
    vec![
        said(&[&row.label, &row.cases]),
        if row.estimate.is_empty() { "–".into() } else { format!("{}\n{}", row.estimate, row.interval) },
        said(&[&format!("{} {}", row.glyph, row.word), &row.matters]),
        said(&[&dots, &row.because]),
    ]
}

fn second(writer: &mut Writer<'_>, answer: &MainAnswer) {
    answer.further.iter().for_each(|chart| writer.chart(chart, false));
    if !answer.others.is_empty() {
        head(writer, &phrase!("Other answers of this study"));
        let heads = [phrase!("Outcome"), phrase!("Verdict"), phrase!("Estimate"), phrase!("Confidence interval")];
        let heads = heads.map(|head| writer.say(&head));
        let row = |it: &crate::render::report::page::RowView| {
            vec![format!("{} ({})", it.label, it.question), it.word.clone(), it.estimate.clone(), it.interval.clone()]
        };
        let rows: Vec<Vec<String>> = answer.others.iter().map(row).collect();
        table::grid(writer, Some(&heads), &[false, false, true, true], &rows);
    }
    head(writer, &phrase!("What we cannot say"));
    writer.items(&answer.limits);
    head(writer, &phrase!("What to collect next"));
    let requests: Vec<String> = answer.requests.iter().map(|it| format!("{} – {}", it.collect, it.so_that)).collect();
    writer.items(&requests);
    head(writer, &phrase!("Method in short"));
    let cases = (writer.say(&phrase!("How many")), answer.cases.clone());
    let facts: Vec<(String, String)> = answer.facts.iter().cloned().chain([cases]).collect();
    table::pairs(writer, &facts);
    writer.items(&answer.method);
    head(writer, &phrase!("Data"));
    answer.data.iter().for_each(|line| writer.soft(line));
}
