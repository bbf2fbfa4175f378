//! 図 / Charts: every figure as a native chart, beside it the numbers that it is drawn from.

use rust_xlsxwriter::Format;

use crate::exhibit::{Figure, ReferenceLine, Shape};
use crate::findings::Bundle;
use crate::phrase;

use super::chart::{self, BlockPosition};
use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::series::{Series, SeriesBlock, SeriesValues};
use super::sheet::Sheet;
use super::style::Form;

/// First column of the numbers; the chart stands in the first column, the second is a gap.
const NUMBERS: u16 = 2;

/// Charts of a workbook: more of them make it slow to open.
const CHARTS: usize = 60;
/// Rows of a chart that can still be read.
const ROWS: usize = 80;

/// Whether a figure becomes a chart here: flows are tables on their own sheet.
fn drawable(bundle: &Bundle, figure: &Figure) -> bool {
    let table = bundle.table(&figure.table).filter(|table| !table.rows.is_empty() && table.rows.len() <= ROWS);
    let drawn = |key: &str| table.and_then(|table| table.column(key)).is_some();
    matches!(figure.shape, Shape::Rows { .. } | Shape::Plane) && figure.layers.iter().any(|layer| drawn(&layer.x))
}

/// The figures that can be drawn here; those of reports of parts stand in their pages.
fn all(bundle: &Bundle) -> impl Iterator<Item = &Figure> {
    bundle.whole_figures().filter(|figure| drawable(bundle, figure))
}

/// The figures that are drawn here, as many as a workbook can bear.
pub(super) fn drawn(bundle: &Bundle) -> impl Iterator<Item = &Figure> {
    all(bundle).take(CHARTS)
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Charts,
    Tint::Read,
    || phrase!("Charts"),
    || phrase!("Charts that can be edited, each beside its numbers"),
    write,
)
.only_if(|book| drawn(book.bundle).next().is_some())
.missed(|| phrase!("left out: there is no chart"));

fn write(page: &mut Page<'_>) -> Written {
    let book = page.book;
    let all = all(book.bundle).count();
    let mut blocks: Vec<SeriesBlock<'_>> = drawn(book.bundle)
        .filter_map(|figure| Some(SeriesBlock::new(book, figure, book.bundle.table(&figure.table)?)))
        .collect();
    for block in blocks.iter_mut().filter(|block| block.figure.shape != Shape::Plane && !block.has_bars()) {
        edge(block, &page.say(&phrase!("Left edge")));
    }
    page.columns(&widths(page, &blocks))?;
    page.title(
        &phrase!("Charts"),
        &phrase!("Each chart is drawn from the numbers beside it and can be edited and copied."),
    )?;
    let mut breaks = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            breaks.push(page.row);
        }
        figure(page, block)?;
    }
    if all > CHARTS {
        let more = phrase!(
            "{more} more charts are in the folder charts; their numbers are on the sheets of tables.",
            more = all - CHARTS
        );
        page.note(&page.say(&more))?;
    }
    if !breaks.is_empty() {
        page.sheet.set_page_breaks(&breaks)?;
    }
    // What only serves to draw is not printed.
    let shown = |block: &SeriesBlock<'_>| {
        column(block) + block.series.iter().filter(|series| !series.helper).count() as u16 - 1
    };
    let last = blocks.iter().map(shown).max().unwrap_or(NUMBERS).max(NUMBERS + 2);
    page.sheet.set_print_area(0, 0, page.row, last)?;
    Ok(())
}

/// The names of the rows stand at the left edge of the plot.
fn edge(block: &mut SeriesBlock<'_>, title: &str) {
    let (low, form) = (chart::x_range(block).low, Form::of(&block.figure.x.format));
    let values = SeriesValues::Numbers(vec![Some(low); block.rows], form);
    block.series.push(Series { key: "edge".into(), title: title.into(), values, helper: true });
}

fn widths(page: &Page<'_>, blocks: &[SeriesBlock<'_>]) -> Vec<f64> {
    let look = &page.book.look;
    let digit = look.pixels(1.0) - look.pixels(0.0);
    let columns = blocks.iter().map(|block| block.series.len()).max().unwrap_or(0).max(3);
    let chart = f64::from(chart::WIDTH) / digit + 1.0;
    [chart, 2.0, 24.0].into_iter().chain(std::iter::repeat_n(12.5, columns - 1)).collect()
}

fn figure(page: &mut Page<'_>, block: &SeriesBlock<'_>) -> Written {
    let figure = block.figure;
    page.book.turn_to(figure.table.question());
    page.heading(&page.book.owner(&figure.table).unwrap_or_else(|| page.say(&figure.title)))?;
    let note = page.book.look.note.clone();
    page.prose(&page.say(&figure.subtitle), &note)?;
    let top = page.row;
    let first = numbers(page, block)?;
    let lines = lines(page, block)?;
    page.close()?;
    let place = BlockPosition {
        block,
        sheet: page.book.name(page.id),
        row: first,
        column: column(block),
        lines: (lines, NUMBERS),
    };
    let chart = chart::chart(page.book, &place);
    page.sheet.insert_chart_with_offset(top, 0, &chart, 2, 2)?;
    let rows = (chart::height(block) + 10).div_ceil(page.book.look.default_cell().0);
    page.row = page.row.max(top + rows);
    page.prose(&page.say(&figure.note), &note)?;
    page.skip(2)
}

/// First column of the numbers of a block: the wide column is for words.
fn column(block: &SeriesBlock<'_>) -> u16 {
    NUMBERS + u16::from(block.labels().is_empty())
}

/// Writes the numbers; gives their first row.
fn numbers(page: &mut Page<'_>, block: &SeriesBlock<'_>) -> Result<u32, rust_xlsxwriter::XlsxError> {
    let titles: Vec<(String, bool)> = block
        .series
        .iter()
        .map(|series| (series.title.clone(), matches!(series.values, SeriesValues::Numbers(..))))
        .collect();
    page.head(column(block), &titles)?;
    let first = page.row;
    for row in 0..block.rows {
        let entries: Vec<Entry> = block.series.iter().map(|series| entry(series, row)).collect();
        page.line(column(block), &entries)?;
        helpers(page, block, first + row as u32, &entries)?;
    }
    Ok(first)
}

fn entry(series: &Series, row: usize) -> Entry {
    match &series.values {
        SeriesValues::Words(words) => Entry::Text(words.get(row).cloned().unwrap_or_default()),
        SeriesValues::Numbers(values, form) => Entry::maybe(values.get(row).copied().flatten(), *form),
    }
}

/// Numbers that only serve to draw are grey.
fn helpers(page: &mut Page<'_>, block: &SeriesBlock<'_>, row: u32, entries: &[Entry]) -> Written {
    for (column, (series, entry)) in (column(block)..).zip(block.series.iter().zip(entries)) {
        if let (true, Entry::Number(value, form)) = (series.helper, entry) {
            page.sheet.write_number_with_format(row, column, *value, &faint(page, *form))?;
        }
    }
    Ok(())
}

fn faint(page: &Page<'_>, form: Form) -> Format {
    page.book.look.number(form).set_font_color(rust_xlsxwriter::Color::RGB(0x8C8C8C))
}

/// Writes the ends of the lines across the plot; gives their first row.
fn lines(page: &mut Page<'_>, block: &SeriesBlock<'_>) -> Result<u32, rust_xlsxwriter::XlsxError> {
    let vertical = &block.figure.x.rules;
    let horizontal: &[ReferenceLine] = if block.figure.shape == Shape::Plane { &block.figure.y.rules } else { &[] };
    if block.has_bars() || vertical.len() + horizontal.len() == 0 {
        return Ok(page.row);
    }
    page.skip(1)?;
    let titles = [(phrase!("Lines across the plot"), false), (phrase!("Across"), true), (phrase!("Up"), true)];
    let titles: Vec<(String, bool)> = titles.iter().map(|(title, numeric)| (page.say(title), *numeric)).collect();
    page.head(NUMBERS, &titles)?;
    let first = page.row;
    let (x, y) = (chart::x_range(block), chart::y_range(block));
    let ends = vertical.iter().map(|rule| (rule, [(rule.at, y.low), (rule.at, y.high)]));
    let ends = ends.chain(horizontal.iter().map(|rule| (rule, [(x.low, rule.at), (x.high, rule.at)])));
    for (rule, points) in ends {
        let label = rule.label.as_ref().map_or("0".to_string(), |label| page.say(label));
        for (across, up) in points {
            let form = Form::Fixed(2);
            page.line(NUMBERS, &[Entry::Text(label.clone()), Entry::number(across, form), Entry::number(up, form)])?;
        }
    }
    Ok(first)
}
