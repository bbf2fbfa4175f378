//! データ品質 / Data quality: every problem met, one row for each place.

use crate::diag::{Diagnostic, PLACES_SHOWN, Place, Severity, cell_name, title};
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 8] = [11.0, 22.0, 48.0, 24.0, 16.0, 11.0, 10.0, 44.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Quality,
    Tint::Background,
    || phrase!("Data quality"),
    || phrase!("Problems found in the data, each with its place"),
    write,
)
.only_if(|book| book.internal());

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!("Problems met while reading and analysing, one row for each place.");
    page.title(&phrase!("Data quality"), &subtitle)?;
    let problems = &page.book.bundle.findings.problems;
    if problems.is_empty() {
        let none = page.say(&phrase!("No problems were met."));
        return page.prose(&none, &page.book.look.prose.clone());
    }
    let head = page.row;
    let titles: Vec<(String, bool)> = titles().iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.filtered_head(&titles)?;
    problems.iter().try_for_each(|problem| self::problem(page, problem))?;
    page.sheet.set_freeze_panes(head + 1, 0)?;
    page.sheet.set_repeat_rows(head, head)?;
    Ok(())
}

fn titles() -> [(Phrase, bool); 8] {
    [
        (phrase!("Severity"), false),
        (phrase!("Code"), false),
        (phrase!("Problem"), false),
        (phrase!("File"), false),
        (phrase!("Sheet of the file"), false),
        (phrase!("Cell or line"), false),
        (phrase!("Places in all"), true),
        (phrase!("What to do"), false),
    ]
}

fn problem(page: &mut Page<'_>, problem: &Diagnostic) -> Written {
    let hint = problem.hint.as_ref().map(|hint| page.say(hint)).unwrap_or_default();
    let places: Vec<[String; 3]> = match problem.places.as_slice() {
        [] => vec![Default::default()],
        places => places.iter().take(PLACES_SHOWN).map(address).collect(),
    };
    for [file, sheet, cell] in places {
        page.line(
            0,
            &[
                Entry::Strong(page.say(&severity(problem.severity))),
                Entry::Text(page.say(&named(&problem.code))),
                Entry::Text(page.say(&problem.message)),
                Entry::Text(file),
                Entry::Text(sheet),
                Entry::Text(cell),
                Entry::maybe_count((problem.count > 0).then_some(problem.count)),
                Entry::Text(hint.clone()),
            ],
        )?;
    }
    Ok(())
}

/// A problem's title and its code, by which it is explained.
pub(super) fn named(code: &str) -> Phrase {
    phrase!("{title} ({code})", title = title(code), code = code)
}

fn severity(severity: Severity) -> Phrase {
    match severity {
        Severity::Error => phrase!("Error"),
        Severity::Warning => phrase!("Warning"),
        Severity::Note => phrase!("Note"),
    }
}

/// File, sheet, and cell or line.
fn address(place: &Place) -> [String; 3] {
    match place {
        Place::Text { file, line, .. } => [file.to_string(), String::new(), line.to_string()],
        Place::Cell { file, sheet, row, col } => [file.to_string(), sheet.to_string(), cell_name(*row, *col)],
        Place::Sheet { file, sheet } => [file.to_string(), sheet.to_string(), String::new()],
        Place::File { file } => [file.to_string(), String::new(), String::new()],
    }
}
