use crate::phrase;
use crate::render::report::block::{Block, texts};
use crate::render::report::claims::SHARES;
use crate::render::report::page::{FindingView, Page};
use crate::render::report::question::QuestionView;
use crate::text::Phrase;

use super::brief::glance;
use super::table;
use super::writer::Writer;

/// The full report.
pub fn write(writer: &mut Writer<'_>, page: &Page) {
    writer.cover(&phrase!("Evaluation report"), &page.title, page.part.as_deref(), page.internal);
    page.notes.iter().for_each(|note| writer.text(note));
    head(writer, 1, &phrase!("The answers"));
    glance(writer, &page.glance);
    page.legend.iter().for_each(|line| writer.soft(line));
    page.glance_charts.iter().for_each(|chart| writer.chart(chart, false));
    page.findings.iter().enumerate().for_each(|(at, finding)| answer(writer, finding, at));
    further(writer, page);
    head(writer, 1, &phrase!("Evidence"));
    page.questions.iter().for_each(|question| evidence(writer, question));
    claims(writer, page);
    requests(writer, page);
    data(writer, page);
    reproduce(writer, page);
    head(writer, 1, &phrase!("What the words mean"));
    let words: Vec<(String, String)> =
        page.glossary.iter().map(|it| (format!("{} {}", it.glyph, it.word), it.meaning.clone())).collect();
    table::pairs(writer, &words);
}

fn head(writer: &mut Writer<'_>, level: usize, phrase: &Phrase) {
    let text = writer.say(phrase);
    writer.heading(level, &text);
}

/// Bookmark of an answer.
fn mark(at: usize) -> String {
    format!("answer_{}", at + 1)
}

fn answer(writer: &mut Writer<'_>, finding: &FindingView, at: usize) {
    writer.marked_heading(2, &finding.label, at + 1, &mark(at));
    writer.strong(&format!("{} {}", finding.glyph, finding.word));
    writer.soft(&format!("{} · {}", finding.question, finding.design));
    writer.text(&finding.sentence);
    for (title, lines) in
        [(phrase!("What you can say"), &finding.can_say), (phrase!("What you cannot say"), &finding.cannot_say)]
    {
        if !lines.is_empty() {
            let title = writer.say(&title);
            writer.strong(&title);
            writer.items(lines);
        }
    }
    if finding.standings.is_empty() {
        return;
    }
    head(writer, 3, &phrase!("Evidence card"));
    let heads = [phrase!("Standard"), phrase!("Level"), phrase!("Rule that decided"), phrase!("Cheapest next step")];
    let heads: Vec<String> = heads.iter().map(|head| writer.say(head)).collect();
    let row = |it: &crate::render::report::evidence::StandingView| {
        let level = if it.level.is_empty() { it.verdict.clone() } else { format!("{} ({})", it.verdict, it.level) };
        vec![it.title.clone(), level, it.rule.clone(), it.next.clone().unwrap_or_default()]
    };
    let rows: Vec<Vec<String>> = finding.standings.iter().map(row).collect();
    table::grid(writer, Some(&heads), &[false; 4], &rows);
}

fn further(writer: &mut Writer<'_>, page: &Page) {
    if page.further.is_empty() {
        return;
    }
    let heads = [
        phrase!("Outcome"),
        phrase!("Question"),
        phrase!("Verdict"),
        phrase!("Estimate"),
        phrase!("Confidence interval"),
    ];
    let heads: Vec<String> = heads.iter().map(|head| writer.say(head)).collect();
    let rows = page.further.iter().map(|it| {
        let cells = [&it.label, &it.question, &it.word, &it.estimate, &it.interval];
        cells.map(String::clone).to_vec()
    });
    let title = writer.say(&phrase!("Further answers"));
    writer.blocks(&[texts(title, heads, &[3, 4], rows.collect())]);
}

fn evidence(writer: &mut Writer<'_>, question: &QuestionView) {
    writer.heading(2, &question.title);
    writer.soft(&question.design);
    if !question.population.is_empty() {
        let whom = phrase!("Whom the answer speaks of: {whom}", whom = &question.population);
        let whom = writer.say(&whom);
        writer.text(&whom);
    }
    writer.items(&question.notes);
    question.charts.iter().filter(|chart| !chart.working).for_each(|chart| writer.chart(chart, false));
    for estimate in &question.estimates {
        writer.heading(3, &estimate.label);
        let checks: Vec<String> = estimate
            .checks
            .iter()
            .map(|(passed, text)| {
                let mark = if *passed { phrase!("Passed") } else { phrase!("Look at this") };
                format!("[{}] {text}", writer.say(&mark))
            })
            .collect();
        writer.items(&checks);
        if !estimate.sensitivity.is_empty() {
            head(writer, 3, &phrase!("How fragile is it?"));
            writer.items(&estimate.sensitivity);
        }
        estimate.notes.iter().for_each(|note| writer.soft(note));
    }
}

/// Claims for a proposal.
fn claims(writer: &mut Writer<'_>, page: &Page) {
    let Some(view) = page.claims.as_ref().filter(|view| !view.rows.is_empty()) else { return };
    head(writer, 1, &phrase!("Evidence table"));
    let about = phrase!("For a proposal: each claim with its number, the data behind it, and what it does not say.");
    let about = writer.say(&about);
    writer.soft(&about);
    let marks: Vec<String> = (0..page.findings.len()).map(mark).collect();
    table::linked(writer, view, &SHARES, &marks);
}

fn requests(writer: &mut Writer<'_>, page: &Page) {
    if page.requests.is_empty() {
        return;
    }
    head(writer, 1, &phrase!("What to collect"));
    let heads =
        [phrase!("Collect"), phrase!("Of whom"), phrase!("How many more"), phrase!("By when"), phrase!("So that")];
    let heads: Vec<String> = heads.iter().map(|head| writer.say(head)).collect();
    let rows = page.requests.iter().map(|it| {
        let count = it.count.clone().unwrap_or_default();
        vec![it.collect.clone(), it.whom.clone(), count, it.when.clone(), it.so_that.clone()]
    });
    writer.blocks(&[texts(String::new(), heads, &[2], rows.collect())]);
}

fn data(writer: &mut Writer<'_>, page: &Page) {
    head(writer, 1, &phrase!("Data"));
    page.charts.iter().filter(|chart| !chart.working).for_each(|chart| writer.chart(chart, false));
    let text = writer
        .say(&phrase!("All tables stand in the workbook, and how those compared were found in the methods appendix."));
    writer.text(&text);
    head(writer, 2, &phrase!("What to know about the data"));
    if !page.internal {
        let text = writer.say(&phrase!(
            "Problems of the data quote what stands in the files and are in the edition for those who hold the data."
        ));
        writer.text(&text);
    } else if page.problems.is_empty() {
        let text = writer.say(&phrase!("Nothing was found that needs mending."));
        writer.text(&text);
    }
    let lines: Vec<String> = page
        .problems
        .iter()
        .map(|it| {
            let hint = it.hint.as_ref().map(|hint| phrase!("What to do: {hint}", hint = hint).render(writer.lang));
            format!("[{}] {} {}", it.severity_word, it.message, hint.unwrap_or_default())
        })
        .collect();
    writer.items(&lines);
}

fn reproduce(writer: &mut Writer<'_>, page: &Page) {
    head(writer, 1, &phrase!("Reproduce"));
    let text = writer.say(&phrase!("The same files, program and seed give the same results."));
    writer.text(&text);
    writer.blocks(&[Block::Code(vec![format!("tashika run {}", page.study_file)])]);
    let mut rows = vec![
        (writer.say(&phrase!("Program")), page.engine.clone()),
        (writer.say(&phrase!("Seed")), page.seed.to_string()),
        (format!("{} (SHA-256)", page.study_file), page.study_digest.clone()),
    ];
    rows.extend(page.sources.iter().map(|it| (format!("{} (SHA-256)", it.file), it.digest.clone())));
    rows.dedup();
    table::pairs(writer, &rows);
}
