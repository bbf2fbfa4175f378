use docx_rs::{
    AlignmentType, BorderType, BreakType, FieldCharType, Hyperlink, HyperlinkType, InstrPAGEREF, InstrText,
    LineSpacing, Run, Shading, Table, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins,
    TableLayoutType, TableRow, WidthType,
};

use crate::phrase;
use crate::render::report::cells::TableView;

use super::writer::{WIDTH, Writer};

/// Rows of a table that a document shows.
pub const MOST_ROWS: usize = 120;

/// A table with its title above and its notes below.
pub fn write(writer: &mut Writer<'_>, view: &TableView) {
    linked(writer, view, &[], &[]);
}

/// The same with columns of these shares of the width; by what stands in them where there are none. The first line of each row leads to
/// the bookmark that is given for it.
pub fn linked(writer: &mut Writer<'_>, view: &TableView, shares: &[usize], marks: &[String]) {
    if view.columns.is_empty() {
        return;
    }
    if !view.title.is_empty() {
        writer.strong(&view.title);
    }
    let heads: Vec<String> = view.columns.iter().map(|column| column.title.clone()).collect();
    let numeric: Vec<bool> = view.columns.iter().map(|column| column.numeric).collect();
    let shown = view.rows.iter().take(MOST_ROWS);
    let rows: Vec<Vec<String>> = shown.map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect();
    sized(writer, Some(&heads), &numeric, &rows, (shares, marks));
    for note in &view.notes {
        writer.soft(note);
    }
    let more = view.more + view.rows.len().saturating_sub(MOST_ROWS);
    let said = if more > 0 {
        phrase!("{n} further rows are in the workbook.", n = more).render(writer.lang)
    } else {
        String::new()
    };
    writer.soft(&said);
}

/// Names and what they are, as a table of two columns.
pub fn pairs(writer: &mut Writer<'_>, pairs: &[(String, String)]) {
    let rows: Vec<Vec<String>> = pairs.iter().map(|(name, text)| vec![name.clone(), text.clone()]).collect();
    grid(writer, None, &[false, false], &rows);
    writer.soft("");
}

/// A grid of texts; the first row is bold where there are heads.
pub fn grid(writer: &mut Writer<'_>, heads: Option<&[String]>, numeric: &[bool], rows: &[Vec<String>]) {
    sized(writer, heads, numeric, rows, (&[], &[]));
}

fn sized(
    writer: &mut Writer<'_>,
    heads: Option<&[String]>,
    numeric: &[bool],
    rows: &[Vec<String>],
    (shares, marks): (&[usize], &[String]),
) {
    let widths = match shares.iter().sum() {
        0 => widths(heads, rows, numeric.len()),
        sum => shares.iter().map(|share| share * WIDTH / sum).collect(),
    };
    let size = match numeric.len() {
        // Sentences, not numbers.
        _ if !shares.is_empty() => 15,
        0..=5 => 17,
        6..=8 => 15,
        9..=11 => 13,
        _ => 11,
    }
    .min(writer.size - 2);
    let all = heads.map(|heads| (heads.to_vec(), true, None)).into_iter();
    let all = all.chain(rows.iter().enumerate().map(|(at, row)| (row.clone(), false, marks.get(at))));
    let mut made = Vec::new();
    for (row, head, mark) in all {
        let cells = row.iter().enumerate().map(|(at, text)| {
            let numeric = numeric.get(at).copied().unwrap_or(false);
            let name = heads.is_none() && at == 0;
            let mark = mark.filter(|_| at == 0);
            cell(writer, text, CellStyle { numeric, head, name, size }, widths.get(at).copied().unwrap_or(1_000), mark)
        });
        made.push(TableRow::new(cells.collect()).cant_split());
    }
    let table = Table::new(made)
        .set_grid(widths)
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(30, 70, 30, 70))
        .set_borders(borders());
    writer.push_table(table);
}

/// How a cell looks.
#[derive(Clone, Copy)]
struct CellStyle {
    numeric: bool,
    head: bool,
    name: bool,
    size: usize,
}

fn cell(writer: &mut Writer<'_>, text: &str, look: CellStyle, width: usize, mark: Option<&String>) -> TableCell {
    let (first, rest) = mark.map_or((None, text), |_| match text.split_once('\n') {
        Some((first, rest)) => (Some(first), rest),
        None => (Some(text), ""),
    });
    let lines = rest.split('\n').enumerate();
    let run = lines.fold(Run::new(), |run, (at, line)| match at {
        0 => run.add_text(line),
        _ => run.add_break(BreakType::TextWrapping).add_text(line),
    });
    let run = run.size(look.size);
    let run = if look.head { run.bold() } else { run };
    let run = if look.name { run.color("566372") } else { run };
    let align = if look.numeric { AlignmentType::Right } else { AlignmentType::Left };
    let mut paragraph = writer.paragraph().align(align).line_spacing(LineSpacing::new().after(0));
    if let Some((mark, first)) = mark.zip(first) {
        let name = Run::new().add_text(first).size(look.size).color("1D4F91").underline("single");
        paragraph = paragraph.add_hyperlink(Hyperlink::new(mark, HyperlinkType::Anchor).add_run(name));
        paragraph = paragraph.add_run(page_of(writer, mark, look.size));
    }
    let paragraph = paragraph.add_run(run);
    let cell = TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph);
    if look.head { cell.shading(Shading::new().fill("EDF1F5")) } else { cell }
}

/// The page of a bookmark, as the program that opens the document counts it.
fn page_of(writer: &Writer<'_>, mark: &str, size: usize) -> Run {
    const PLACE: &str = "…";
    let said = writer.say(&phrase!("(page {page})", page = PLACE));
    let (before, after) = said.split_once(PLACE).unwrap_or((&said, ""));
    Run::new()
        .size(size)
        .add_text(format!(" {before}"))
        .add_field_char(FieldCharType::Begin, true)
        .add_instr_text(InstrText::PAGEREF(InstrPAGEREF::new(mark).hyperlink()))
        .add_field_char(FieldCharType::Separate, false)
        .add_text(PLACE)
        .add_field_char(FieldCharType::End, false)
        .add_text(after)
        .add_break(BreakType::TextWrapping)
}

fn borders() -> TableBorders {
    let line = |position, size| TableBorder::new(position).border_type(BorderType::Single).size(size).color("B8C1CB");
    TableBorders::with_empty()
        .set(line(TableBorderPosition::Top, 8))
        .set(line(TableBorderPosition::Bottom, 8))
        .set(line(TableBorderPosition::InsideH, 4))
}

/// Widths of columns by what stands in them, so that together they are as wide as the text.
fn widths(heads: Option<&[String]>, rows: &[Vec<String>], columns: usize) -> Vec<usize> {
    let line = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let letters = |text: &str| text.split('\n').map(line).max().unwrap_or(0);
    let longest = |at: usize| {
        let body = rows.iter().take(MOST_ROWS).filter_map(|row| row.get(at)).map(|text| letters(text)).max();
        let head = heads.and_then(|heads| heads.get(at)).map_or(0, |head| letters(head).div_ceil(2));
        body.unwrap_or(0).max(head).clamp(9, 44)
    };
    let all: Vec<usize> = (0..columns).map(longest).collect();
    let sum: usize = all.iter().sum::<usize>().max(1);
    all.iter().map(|own| own * WIDTH / sum).collect()
}
