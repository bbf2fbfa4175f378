//! はじめに / Read me: what the workbook answers, from which files, and how to read it.

use crate::findings::verdict::{self, VerdictWords};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::entry::Entry;
use super::id::{SheetId, Shelf, Tint, Volume};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 5] = [46.0, 62.0, 18.0, 11.0, 44.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::ReadMe,
    Tint::Read,
    || phrase!("Read me"),
    || phrase!("What this workbook is and how to read it"),
    write,
);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let title = Phrase::words(&page.book.bundle.findings.study.title);
    page.title(&title, &phrase!("What this workbook answers, from which files, and how to read it."))?;
    facts(page)?;
    questions(page)?;
    how_to_read(page)?;
    sheets(page)
}

/// Which edition this is, what it was made by, and how the answers came out.
fn facts(page: &mut Page<'_>) -> Written {
    let found = &page.book.bundle.findings;
    let edition = if page.book.internal() { phrase!("internal (stays in the house)") } else { phrase!("public") };
    let said = |words: VerdictWords| {
        let n = found.findings.iter().filter(|finding| verdict::words(&finding.claim).key == words.key).count();
        (n > 0).then(|| page.say(&phrase!("{verdict}: {n}", verdict = words.word, n = n)))
    };
    let summary: Vec<String> = verdict::glossary().into_iter().filter_map(said).collect();
    let cite = phrase!(
        "{title}. Made by {engine}, study {id}.",
        title = &found.study.title,
        engine = found.manifest.engine.as_str(),
        id = found.study.id.as_str()
    );
    let lines = [
        (phrase!("Edition"), Entry::Strong(page.say(&edition))),
        (phrase!("Answers by verdict"), Entry::Text(summary.join("\n"))),
        (phrase!("To cite it"), Entry::Text(page.say(&cite))),
    ];
    for (label, value) in lines {
        page.line(0, &[Entry::Strong(page.say(&label)), value])?;
    }
    page.skip(1)
}

fn questions(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("Questions")))?;
    page.phrases_head(&[
        (phrase!("Question"), false),
        (phrase!("Outcomes and design"), false),
        (phrase!("Answers (n)"), true),
    ])?;
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
        let link = Entry::Goto(SheetId::Findings, 0, page.book.question(&question.id));
        page.line(0, &[link, Entry::Text(about.trim_end().into()), Entry::count(answers.len())])?;
    }
    page.skip(1)
}

fn how_to_read(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("How to read it")))?;
    let level = Arg::level(page.book.bundle.findings.study.level);
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
        edition(page),
        phrase!("χ marks a value that is kept back; – marks a number that is not given."),
    ];
    let prose = page.book.look.prose.clone();
    lines.iter().try_for_each(|line| page.prose(&page.bullet("", line), &prose))?;
    page.skip(1)
}

fn edition(page: &Page<'_>) -> Phrase {
    if page.book.internal() {
        return phrase!(
            "This is the internal edition: it names cases and shows small numbers. Do not publish it as it is."
        );
    }
    phrase!("This is the public edition: it names no cases, and values that rest on few of them are withheld (χ).")
}

/// The sheets of both workbooks, each group with what it is for.
fn sheets(page: &mut Page<'_>) -> Written {
    sheets_of(page, Volume::Answers)?;
    let file = page.book.file(Volume::Details);
    let note = phrase!("What stands behind the answers is in the workbook {file}, in the same folder:", file = file);
    page.prose(&page.say(&note), &page.book.look.prose.clone())?;
    page.skip(1)?;
    sheets_of(page, Volume::Details)
}

/// The sheets of a workbook.
pub(super) fn sheets_of(page: &mut Page<'_>, volume: Volume) -> Written {
    let shelves = [
        (Shelf::Answers, phrase!("Sheets")),
        (Shelf::Grounds, phrase!("What the answers rest on")),
        (Shelf::Records, phrase!("What was read, done and withheld")),
    ];
    shelves
        .iter()
        .filter(|(shelf, _)| shelf.volume() == volume)
        .try_for_each(|(shelf, title)| group(page, *shelf, title))
}

fn group(page: &mut Page<'_>, shelf: Shelf, title: &Phrase) -> Written {
    page.heading(&page.say(title))?;
    page.phrases_head(&[(phrase!("Sheet"), false), (phrase!("What it holds"), false)])?;
    for sheet in page.book.sheets.iter().filter(|sheet| sheet.shelf == shelf && sheet.id != SheetId::Contents) {
        let name = sheet.name.clone();
        if sheet.there {
            page.line(0, &[Entry::Goto(sheet.id, 0, name), Entry::Text(page.say(&sheet.about))])?;
        } else if let Some(missing) = &sheet.missing {
            page.line(0, &[Entry::Text(name), Entry::Text(page.say(missing))])?;
        }
    }
    page.skip(1)
}
