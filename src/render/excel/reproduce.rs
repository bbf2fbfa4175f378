//! 再現 / Reproduce: files, versions and commands that give the same numbers again.

use crate::phrase;

use super::decide;
use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 5] = [34.0, 62.0, 18.0, 11.0, 44.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Reproduce,
    Tint::Background,
    || phrase!("Reproduce"),
    || phrase!("Files, versions and commands to get the same numbers again"),
    write,
);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("Files, versions and commands to get the same numbers again.");
    page.title(&phrase!("Reproduce"), &subtitle)?;
    run(page)?;
    again(page)?;
    data_files(page)?;
    sources(page)
}

fn run(page: &mut Page<'_>) -> Written {
    let found = &page.book.bundle.findings;
    page.heading(&page.say(&phrase!("The run")))?;
    let level = Entry::Number(found.study.level, super::style::Form::Percent(0));
    let facts = [
        (phrase!("Study"), Entry::Text(found.study.id.clone())),
        (phrase!("Engine"), Entry::Text(found.manifest.engine.clone())),
        (phrase!("Seed of everything random"), Entry::Text(found.manifest.seed.to_string())),
        (phrase!("Confidence level"), level),
        (phrase!("Form of findings.json"), Entry::Text(found.schema.clone())),
    ];
    for (label, value) in facts {
        page.line(0, &[Entry::Strong(page.say(&label)), value])?;
    }
    if let Some(applied) = decide::applied(&found.decisions) {
        page.line(0, &[Entry::Strong(page.say(&phrase!("Decisions about cells that were applied"))), applied])?;
        let note = phrase!(
            "They are inputs of the run: keep this folder of results, from which the next run reads them. manifest.json lists them."
        );
        page.aside(2, 4, &page.say(&note))?;
    }
    page.skip(1)
}

fn again(page: &mut Page<'_>) -> Written {
    let file = page.book.bundle.findings.manifest.study.0.clone();
    page.heading(&page.say(&phrase!("Commands")))?;
    let commands = [
        (
            phrase!("Run again"),
            format!("tashika run {}", quoted(&file)),
            phrase!("The same build, files and seed give the same bytes."),
        ),
        (
            phrase!("Check the results"),
            "tashika verify .".into(),
            phrase!("In the folder of results: computes again and compares."),
        ),
        (
            phrase!("The same in R"),
            "Rscript replicate.R".into(),
            phrase!(
                "In the folder of results, with R and the packages named at the top of the script. It reads data/ and prints the numbers of the main findings."
            ),
        ),
    ];
    for (label, command, note) in commands {
        page.line(0, &[Entry::Strong(page.say(&label)), Entry::Code(command)])?;
        page.aside(2, 4, &page.say(&note))?;
    }
    page.skip(1)
}

/// A file name with blanks is one word of a command.
fn quoted(file: &str) -> String {
    if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file.to_string() }
}

fn data_files(page: &mut Page<'_>) -> Written {
    let frames = &page.book.bundle.frames;
    if frames.is_empty() {
        return Ok(());
    }
    page.heading(&page.say(&phrase!("Data of the run (folder data)")))?;
    let titles = [
        (phrase!("Name"), false),
        (phrase!("What it holds"), false),
        (phrase!("Columns"), true),
        (phrase!("Rows"), true),
    ];
    page.phrases_head(&titles)?;
    for frame in frames {
        let what = Entry::Text(page.say(&frame.title));
        page.line(
            0,
            &[Entry::Text(frame.id.to_string()), what, Entry::count(frame.columns.len()), Entry::count(frame.rows())],
        )?;
    }
    page.skip(1)
}

/// The files read, with what identifies them.
fn sources(page: &mut Page<'_>) -> Written {
    page.heading(&page.say(&phrase!("Files read")))?;
    let titles = [
        (phrase!("Source"), false),
        (phrase!("File"), false),
        (phrase!("Sheet of the file"), false),
        (phrase!("Rows"), true),
        (phrase!("SHA-256"), false),
    ];
    page.phrases_head(&titles)?;
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
                Entry::count(source.rows),
                Entry::Code(source.digest.clone()),
            ],
        )?;
    }
    let made = phrase!("Made by {engine}", engine = manifest.engine.as_str());
    page.note(&page.say(&made))
}
