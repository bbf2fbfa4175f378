use crate::phrase;
use crate::render::report::brief::{Brief, MainAnswer};
use crate::text::Phrase;

use super::table;
use super::writer::Writer;

/// The brief: two pages.
pub fn write(writer: &mut Writer<'_>, brief: &Brief) {
    let headline = brief.answer.as_ref().map(|answer| answer.headline.clone());
    let headline = headline.unwrap_or_else(|| writer.say(&phrase!("No question was answered.")));
    let kind = phrase!("{title} · brief of two pages", title = &brief.title);
    writer.cover(&kind, &headline, brief.part.as_deref(), brief.internal);
    if let Some(answer) = &brief.answer {
        first(writer, brief, answer);
        writer.new_page();
        second(writer, answer);
    }
    let slots = [
        phrase!("Place for one photo (with consent)"),
        phrase!("Place for one quotation (with consent)"),
        phrase!("Contact: name, address, telephone"),
    ];
    let slots = slots.map(|slot| writer.say(&slot));
    table::grid(writer, Some(&slots), &[false; 3], &[vec![String::new(); 3]]);
}

fn head(writer: &mut Writer<'_>, phrase: &Phrase) {
    let text = writer.say(phrase);
    writer.heading(3, &text);
}

fn first(writer: &mut Writer<'_>, brief: &Brief, answer: &MainAnswer) {
    answer.lines.iter().chain(&brief.notes).for_each(|line| writer.text(line));
    writer.tallest = 165 * writer.size;
    answer.chart.iter().for_each(|chart| writer.chart(chart, false));
    head(writer, &phrase!("How sure?"));
    let mut sure = vec![(format!("{} {}", answer.finding.glyph, answer.finding.word), answer.cases.clone())];
    sure.extend(
        answer
            .standings
            .iter()
            .map(|it| (it.title.clone(), format!("{} {}", it.verdict, it.level).trim_end().to_string())),
    );
    let changes = writer.say(&phrase!("What would change this"));
    sure.extend((!answer.changes.is_empty()).then(|| (changes, answer.changes.join(" "))));
    sure.extend(answer.facts.iter().cloned());
    table::pairs(writer, &sure);
    let heads = [phrase!("What you can say"), phrase!("What you cannot say")].map(|head| writer.say(&head));
    let lines = |lines: &[String]| lines.iter().take(3).map(|line| format!("・{line}")).collect::<Vec<_>>();
    let (can, cannot) = (lines(&answer.finding.can_say), lines(&answer.finding.cannot_say));
    let cell = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let rows: Vec<Vec<String>> =
        (0..can.len().max(cannot.len())).map(|at| vec![cell(&can, at), cell(&cannot, at)]).collect();
    table::grid(writer, Some(&heads), &[false, false], &rows);
}

fn second(writer: &mut Writer<'_>, answer: &MainAnswer) {
    answer.second.iter().for_each(|chart| writer.chart(chart, false));
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
    head(writer, &phrase!("What to do next"));
    writer.strong(&answer.next.0);
    writer.text(&answer.next.1);
    let requests: Vec<String> = answer.requests.iter().map(|it| format!("{} – {}", it.collect, it.so_that)).collect();
    writer.items(&requests);
    head(writer, &phrase!("Method in short"));
    writer.items(&answer.method);
    head(writer, &phrase!("Data"));
    answer.data.iter().for_each(|line| writer.soft(line));
}
