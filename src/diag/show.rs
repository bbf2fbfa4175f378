//! A problem as lines of text: message, places, hint.

use super::{Diagnostic, Place, Severity, cell_name};
use crate::text::{Lang, Phrase, sentences, shortened};

/// Cells or ranges of neighbouring cells, and lines of a text, that are shown of one problem.
const SHOWN: usize = 10;
/// Places in a text whose line is shown.
const QUOTED: usize = 3;
/// Characters of a line of text that are shown.
const WINDOW: usize = 120;
/// Characters of a hint on one line, where it has several sentences.
const LINE: usize = 200;

/// One problem as lines of text: message, places, hint.
pub fn render(problem: &Diagnostic, lang: Lang) -> String {
    let mut out = line(problem, lang) + "\n";
    let spans = spans(&problem.places);
    let shown = &spans[..spans.len().min(SHOWN)];
    let mut quoted = 0;
    for group in shown.chunk_by(|a, b| same_sheet(a.first, b.first)) {
        out.push_str(&format!("  --> {}{}\n", address(&group[0]), further(group)));
        if let Place::Text { source, column, length, line, .. } = group[0].first
            && quoted < QUOTED
        {
            quoted += 1;
            out.push_str(&marked(source, *line, *column, *length));
        }
    }
    let more = problem.count - shown.iter().map(|span| span.count).sum::<usize>().min(problem.count);
    if more > 0 {
        out.push_str(&format!("  --> {}\n", crate::phrase!("and {more} more", more = more).render(lang)));
    }
    if let Some(hint) = &problem.hint {
        out.push_str(&said(&crate::phrase!("hint"), hint, lang));
    }
    out
}

/// Its severity, code and message.
pub fn line(problem: &Diagnostic, lang: Lang) -> String {
    let name = match problem.severity {
        Severity::Error => crate::phrase!("error"),
        Severity::Warning => crate::phrase!("warning"),
        Severity::Note => crate::phrase!("note"),
    };
    format!("{}[{}]: {}", name.render(lang), problem.code, problem.message.render(lang))
}

/// A hint; where it is long, each sentence on a line of its own.
fn said(name: &Phrase, hint: &Phrase, lang: Lang) -> String {
    let text = hint.render(lang);
    let lines = if text.chars().count() <= LINE { text } else { sentences(&text) };
    format!("  {}: {}\n", name.render(lang), lines.replace('\n', "\n    "))
}

/// A cell, or a run of cells below or beside each other, or another place.
struct Span<'p> {
    first: &'p Place,
    last: &'p Place,
    count: usize,
}

/// Places with the runs of neighbouring cells put together, in their order.
fn spans(places: &[Place]) -> Vec<Span<'_>> {
    let mut spans: Vec<Span<'_>> = Vec::new();
    for place in places {
        match spans.last_mut().filter(|span| continues(span, place)) {
            Some(span) => (span.last, span.count) = (place, span.count + 1),
            None => spans.push(Span { first: place, last: place, count: 1 }),
        }
    }
    spans
}

/// Whether a cell is the next one of a run.
fn continues(span: &Span<'_>, next: &Place) -> bool {
    let (Some(first), Some(last), Some(next_at)) = (at(span.first), at(span.last), at(next)) else { return false };
    let down = first.1 == next_at.1 && last.1 == next_at.1 && last.0 + 1 == next_at.0;
    let along = first.0 == next_at.0 && last.0 == next_at.0 && last.1 + 1 == next_at.1;
    same_sheet(span.first, next) && (down || along)
}

fn at(place: &Place) -> Option<(u32, u32)> {
    match place {
        Place::Cell { row, col, .. } => Some((*row, *col)),
        _ => None,
    }
}

/// Whether two places are cells of one sheet, and so stand on one line.
fn same_sheet(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Cell { file, sheet, .. }, Place::Cell { file: other_file, sheet: other_sheet, .. }) => {
            file == other_file && sheet == other_sheet
        }
        _ => false,
    }
}

/// The whole address of a run.
fn address(span: &Span<'_>) -> String {
    let place = shortened(&span.first.to_string(), WINDOW);
    place + &to_last(span)
}

/// `:B9` where the run has several cells.
fn to_last(span: &Span<'_>) -> String {
    match at(span.last).filter(|_| span.count > 1) {
        Some((row, col)) => format!(":{}", cell_name(row, col)),
        None => String::new(),
    }
}

/// The cells of a line after its first run: `, F7, F10:F12`.
fn further(group: &[Span<'_>]) -> String {
    let name = |span: &Span<'_>| {
        at(span.first).map(|(row, col)| format!(", {}{}", cell_name(row, col), to_last(span))).unwrap_or_default()
    };
    group.iter().skip(1).map(name).collect()
}

/// The line of a text with the matter underlined; of a long line the part around it.
fn marked(source: &str, line: u32, column: u32, length: u32) -> String {
    let gutter = line.to_string();
    let (shown, column) = window(source, column as usize);
    let lead: String = shown.chars().take(column - 1).map(|c| if wide(c) { '　' } else { ' ' }).collect();
    let carets = "^".repeat(marked_width(&shown, column, length as usize));
    format!("  {gutter} | {shown}\n  {} | {lead}{carets}\n", " ".repeat(gutter.len()))
}

/// What is shown of a line, and the column there.
fn window(source: &str, column: usize) -> (String, usize) {
    let all: Vec<char> = source.chars().collect();
    if all.len() <= WINDOW {
        return (source.to_string(), column);
    }
    let start = column.saturating_sub(WINDOW / 3).min(all.len() - WINDOW);
    let part: String = all[start..start + WINDOW].iter().collect();
    let (front, back) = (if start > 0 { "…" } else { "" }, if start + WINDOW < all.len() { "…" } else { "" });
    (format!("{front}{part}{back}"), column - start + front.chars().count())
}

fn wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6)
}

fn marked_width(source: &str, column: usize, length: usize) -> usize {
    let marked = source.chars().skip(column - 1).take(length);
    marked.map(|c| if wide(c) { 2 } else { 1 }).sum::<usize>().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, col: u32) -> Place {
        Place::Cell { file: "a.xlsx".into(), sheet: "回答".into(), row, col }
    }

    fn problem(places: Vec<Place>) -> Diagnostic {
        Diagnostic::warning("not-a-number", crate::phrase!("error")).at_all(places)
    }

    #[test]
    fn neighbouring_cells_are_ranges_and_there_are_ten_at_most() {
        let mut places: Vec<Place> = (2..9).map(|row| cell(row, 7)).collect();
        places.extend((10..40).map(|row| cell(row * 2, 7)));
        let text = render(&problem(places), Lang::En);
        assert!(text.contains("--> a.xlsx / 回答 / H3:H9, H21, H23"), "{text}");
        assert!(text.contains("--> and 21 more"), "{text}");
        let beside = render(&problem(vec![cell(0, 0), cell(0, 1), cell(0, 2)]), Lang::En);
        assert!(beside.contains("/ A1:C1\n"), "{beside}");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_matter_is_shown() {
        let source: String = format!("columns = {{ {} \"x\" }}", "\"見出し\", ".repeat(60));
        let column = source.chars().count() as u32 - 4;
        let file = "study.toml".into();
        let place = Place::Text { file, line: 3, column, length: 3, source: source.into() };
        let text = render(&problem(vec![place]), Lang::En);
        assert!(text.lines().all(|line| line.chars().count() < 140) && text.contains("\"x\""), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[3].ends_with("^^^"), "{text}");
    }
}
