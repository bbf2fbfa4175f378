//! はじめに / Read me: what the workbook answers, from which files, and how to read it.

use crate::phrase;
use crate::text::Phrase;

use super::page::{Entry, Page, Written};
use super::style::Form;
use super::tab::Tab;
use super::verdict;

const WIDTHS: [f64; 5] = [34.0, 62.0, 18.0, 11.0, 44.0];

pub(super) fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let title = Phrase::words(&page.book.bundle.findings.study.title);
    page.title(&title, &phrase!("What this workbook answers, from which files, and how to read it."))?;
    page.sheet.set_print_fit_to_pages(1, 0);
    questions(page)?;
    how_to_read(page)?;
    sheets(page)?;
    verdicts(page)?;
    sources(page)
}

fn questions(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("Questions")))?;
    head(page, &[(phrase!("Question"), false), (phrase!("Outcomes and design"), false), (phrase!("Answers"), true)])?;
    let found = &page.book.bundle.findings;
    for question in &found.questions {
        let answers: Vec<_> = found.findings.iter().filter(|finding| finding.question == question.id).collect();
        let mut outcomes: Vec<String> = Vec::new();
        for label in answers.iter().map(|finding| page.book.outcome_with_unit(finding)) {
            if !outcomes.contains(&label) {
                outcomes.push(label);
            }
        }
        let design = page.say(&question.design_title);
        let about = phrase!("{outcomes}: {design}", outcomes = outcomes, design = design);
        let about = [page.say(&about), page.say(&question.population)].join("\n");
        let link = Entry::Goto(Tab::Findings, 0, page.book.question(&question.id));
        page.line(0, &[link, Entry::Text(about.trim_end().into()), Entry::count(answers.len())])?;
    }
    page.skip(1);
    Ok(())
}

fn how_to_read(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("How to read it")))?;
    let level = crate::text::Arg::Percent(page.book.bundle.findings.study.level, 0);
    let lines = [
        phrase!("Start with the sheet of findings: each answer has a number, an interval and a sentence."),
        phrase!(
            "The interval ({level}) shows which values fit the data. A number without its interval says little.",
            level = level
        ),
        phrase!(
            "A difference is not yet an effect: how strong a word the design allows is settled in the sentence, so please quote it as it is."
        ),
        phrase!("A large p-value does not mean that there is no difference; it means that the data cannot tell."),
        phrase!("This is the internal edition: it names cases and shows small numbers. Do not publish it as it is."),
        phrase!("χ marks a value that is kept back; – marks a number that is not given."),
    ];
    let prose = page.book.look.prose.clone();
    lines.iter().try_for_each(|line| page.prose(&page.bullet(line), &prose))?;
    page.skip(1);
    Ok(())
}

fn sheets(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("Sheets")))?;
    head(page, &[(phrase!("Sheet"), false), (phrase!("What it holds"), false)])?;
    for tab in Tab::ALL {
        let name = tab.name(page.book.lang).to_string();
        if page.book.tabs.contains(&tab) {
            page.line(0, &[Entry::Goto(tab, 0, name), Entry::Text(page.say(&tab.about()))])?;
        } else if tab.named_when_missing() {
            page.line(0, &[Entry::Text(name), Entry::Text(page.say(&tab.missing()))])?;
        }
    }
    page.skip(1);
    Ok(())
}

fn verdicts(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("The words of the verdicts")))?;
    head(page, &[(phrase!("Verdict"), false), (phrase!("What it means"), false)])?;
    for verdict in verdict::ALL {
        let row = page.row;
        let word = page.say(&verdict::word(verdict));
        page.line(0, &[Entry::Strong(word.clone()), Entry::Text(page.say(&verdict::meaning(verdict)))])?;
        page.sheet.write_string_with_format(row, 0, word, &page.book.look.verdict(verdict))?;
    }
    page.skip(1);
    Ok(())
}

/// The files read, with what identifies them.
pub(super) fn sources(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("Files read")))?;
    let titles = [
        (phrase!("Source"), false),
        (phrase!("File"), false),
        (phrase!("Sheet of the file"), false),
        (phrase!("Rows"), true),
        (phrase!("SHA-256"), false),
    ];
    head(page, &titles)?;
    let manifest = &page.book.bundle.findings.manifest;
    let study = page.say(&phrase!("Study file"));
    let (file, digest) = (manifest.study.0.clone(), manifest.study.1.clone());
    page.line(0, &[Entry::Text(study), Entry::Text(file), Entry::Blank, Entry::Blank, Entry::Code(digest)])?;
    for source in &manifest.sources {
        page.line(
            0,
            &[
                Entry::Text(source.name.clone()),
                Entry::Text(source.file.to_string()),
                Entry::Text(source.sheet.to_string()),
                Entry::Number(source.rows as f64, Form::Count),
                Entry::Code(source.digest.clone()),
            ],
        )?;
    }
    let made = phrase!("Made by {engine}", engine = manifest.engine.as_str());
    page.note(&page.say(&made))
}

fn head(page: &mut Page<'_>, titles: &[(Phrase, bool)]) -> Written {
    let titles: Vec<(String, bool)> = titles.iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.head(0, &titles)
}
