//! A figure as a native chart over ranges of the sheet, so that it can be edited and pasted into slides.
//!
//! Rows become a scatter chart whose row names are the labels of a series without markers at the left edge: bar charts under
//! scatter series are drawn wrongly by LibreOffice.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartDataLabel, ChartDataLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFont,
    ChartFormat, ChartLayout, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartRange, ChartSeries, ChartSolidFill, ChartType, Color,
};

use crate::exhibit::{Axis, Layer, Mark, ReferenceLine, Shape, Tone};

use super::book::SheetContext;
use super::measure;
use super::series::SeriesBlock;
use super::style::Form;
use super::ticks::Ticks;

/// Width of a chart in pixels.
pub(super) const WIDTH: u32 = 660;
const INK: u32 = 0x1A1A1A;
const SOFT: u32 = 0x4F4F4F;
const GRID: u32 = 0xE6E6E6;
const RULE: u32 = 0x8C8C8C;
/// Widest row name, in digits.
const NAME: f64 = 38.0;

/// Where the numbers of a block stand on the sheet.
pub(super) struct BlockPosition<'a> {
    /// Numbers.
    pub block: &'a SeriesBlock<'a>,
    /// Sheet.
    pub sheet: &'a str,
    /// First row of the numbers.
    pub row: u32,
    /// First column of the numbers.
    pub column: u16,
    /// First row and column of the lines across the plot: two rows for each, x and y in the second and third column.
    pub lines: (u32, u16),
}

impl BlockPosition<'_> {
    fn range(&self, key: &str) -> Option<ChartRange> {
        let (index, _) = self.block.find(key)?;
        let (column, last) = (self.column + index as u16, self.row + self.block.rows as u32 - 1);
        Some(ChartRange::new_from_range(self.sheet, self.row, column, last, column))
    }

    fn line(&self, index: usize, offset: u16) -> ChartRange {
        let (row, column) = (self.lines.0 + 2 * index as u32, self.lines.1 + offset);
        ChartRange::new_from_range(self.sheet, row, column, row + 1, column)
    }
}

/// The chart of a figure.
pub(super) fn chart(book: &SheetContext<'_>, place: &BlockPosition<'_>) -> Chart {
    let block = place.block;
    let mut chart = match (&block.figure.shape, block.has_bars()) {
        (Shape::Plane, true) => columns(book, place),
        (Shape::Plane, false) => plane(book, place),
        (_, true) => bars(book, place),
        (_, false) => rows(book, place),
    };
    frame(book, &mut chart, block);
    chart
}

/// Height of the chart of a figure in pixels.
pub(super) fn height(block: &SeriesBlock<'_>) -> u32 {
    if block.figure.shape == Shape::Plane {
        return 420;
    }
    // Names longer than a fifth of the chart break into lines.
    let lines = block.labels().iter().map(|name| measure::lines(&clipped(name), 20.0)).max().unwrap_or(1) as u32;
    (202 + (10 + 17 * lines) * block.rows as u32).clamp(280, 660)
}

/// Ends of the horizontal axis of a figure with rows, and of any figure without bars.
pub(super) fn x_range(block: &SeriesBlock<'_>) -> Ticks {
    let keys = block.figure.layers.iter().flat_map(|layer| match (&block.figure.shape, layer.mark) {
        (Shape::Plane, _) => vec![layer.x.as_str()],
        _ => [Some(&layer.x), layer.low.as_ref(), layer.high.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
    });
    let mut extent = block.extent(keys, &block.figure.x.rules);
    if block.has_bars() {
        extent = (extent.0.min(0.0), extent.1.max(0.0));
    }
    Ticks::new(&block.figure.x, extent)
}

/// Ends of the vertical axis.
pub(super) fn y_range(block: &SeriesBlock<'_>) -> Ticks {
    if block.figure.shape != Shape::Plane {
        return Ticks { low: 0.25, high: block.rows as f64 + 0.75, step: 1.0 };
    }
    let keys = block.figure.layers.iter().flat_map(|layer| [layer.y.as_ref(), layer.low.as_ref(), layer.high.as_ref()]);
    let mut extent = block.extent(keys.flatten().map(String::as_str), &block.figure.y.rules);
    if block.has_bars() {
        extent = (extent.0.min(0.0), extent.1.max(0.0));
    }
    Ticks::new(&block.figure.y, extent)
}

fn rows(book: &SheetContext<'_>, place: &BlockPosition<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Scatter);
    let block = place.block;
    for (index, rule) in block.figure.x.rules.iter().enumerate() {
        across(book, &mut chart, place, index, rule);
    }
    row_names(book, &mut chart, place);
    for (index, layer) in block.figure.layers.iter().enumerate() {
        let (Some(x), Some(y)) = (place.range(&layer.x), place.range(&block.position(index))) else { continue };
        let series = chart.add_series();
        series.set_categories(&x).set_values(&y).set_name(&literal(&book.say(&layer.name)));
        marks(series, layer);
        if let Some(bars) = error_bars(place, index, layer.tone) {
            series.set_x_error_bars(&bars);
        }
    }
    chart.y_axis().set_hidden(true).set_major_gridlines(false);
    numeric(book, chart.x_axis(), &block.figure.x, x_range(block));
    let y = y_range(block);
    chart.y_axis().set_min(y.low).set_max(y.high);
    let names = block.labels().iter().map(|name| measure::width(name).min(NAME)).fold(0.0, f64::max);
    let left = ((names * 6.4 + 22.0) / f64::from(WIDTH)).max(0.04);
    let (top, bottom) = (52.0 / f64::from(height(block)), 124.0 / f64::from(height(block)));
    let layout = ChartLayout::new().set_offset(left, top).set_dimensions(0.96 - left, 1.0 - top - bottom);
    chart.plot_area().set_layout(&layout);
    chart
}

/// The names of the rows: labels of points without markers at the left edge.
fn row_names(book: &SheetContext<'_>, chart: &mut Chart, place: &BlockPosition<'_>) {
    let (Some(x), Some(y)) = (place.range("edge"), place.range("position")) else { return };
    let font = font(book, 9.0, INK);
    let label = |name: &String| {
        let mut label = ChartDataLabel::new();
        label.set_value(&literal(&clipped(name))).set_position(ChartDataLabelPosition::Left).set_font(&font);
        label.to_custom()
    };
    let labels: Vec<ChartDataLabel> = place.block.labels().iter().map(label).collect();
    let mut all = ChartDataLabel::new();
    all.show_y_value().set_position(ChartDataLabelPosition::Left).set_font(&font);
    let series = chart.add_series();
    series.set_categories(&x).set_values(&y).set_marker(ChartMarker::new().set_none());
    series
        .set_format(ChartFormat::new().set_no_line())
        .set_data_label(&all)
        .set_custom_data_labels(&labels)
        .delete_from_legend(true);
}

/// Text that the library does not take for a range: `=A1`, `note!A1`.
fn literal(text: &str) -> String {
    const NOTHING: &str = "\u{200B}";
    let text = text.replace('!', &format!("!{NOTHING}"));
    if text.starts_with('=') { format!("{NOTHING}{text}") } else { text }
}

fn clipped(name: &str) -> String {
    let mut used = 0.0;
    let kept: String = name
        .chars()
        .take_while(|c| {
            used += measure::width(c.encode_utf8(&mut [0; 4]));
            used <= NAME
        })
        .collect();
    if kept.len() == name.len() { kept } else { kept + "…" }
}

fn plane(book: &SheetContext<'_>, place: &BlockPosition<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
    let block = place.block;
    for (index, rule) in block.figure.x.rules.iter().chain(&block.figure.y.rules).enumerate() {
        across(book, &mut chart, place, index, rule);
    }
    for (index, layer) in block.figure.layers.iter().enumerate() {
        let (Some(x), Some(y)) = (place.range(&layer.x), layer.y.as_deref().and_then(|y| place.range(y))) else {
            continue;
        };
        let series = chart.add_series();
        series.set_categories(&x).set_values(&y).set_name(&literal(&book.say(&layer.name)));
        marks(series, layer);
        if let Some(bars) = error_bars(place, index, layer.tone) {
            series.set_y_error_bars(&bars);
        }
    }
    numeric(book, chart.x_axis(), &block.figure.x, x_range(block));
    numeric(book, chart.y_axis(), &block.figure.y, y_range(block));
    chart
}

/// Bars that share their places: those above zero and those below face each other.
fn columns(book: &SheetContext<'_>, place: &BlockPosition<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Column);
    let mut lines = Chart::new(ChartType::Line);
    let block = place.block;
    for layer in &block.figure.layers {
        let (Some(x), Some(y)) = (place.range(&layer.x), layer.y.as_deref().and_then(|y| place.range(y))) else {
            continue;
        };
        let bar = layer.mark == Mark::Bar;
        let series = if bar { chart.add_series() } else { lines.add_series() };
        series.set_categories(&x).set_values(&y).set_name(&literal(&book.say(&layer.name)));
        if bar {
            series.set_format(&mut fill(layer.tone)).set_overlap(100).set_gap(6);
        } else {
            marks(series, layer);
        }
    }
    let interval = (block.rows as u16).div_ceil(10).max(1);
    let x = chart.x_axis();
    named(book, x, &block.figure.x);
    x.set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low)
        .set_label_interval(interval)
        .set_tick_interval(interval);
    numeric(book, chart.y_axis(), &block.figure.y, y_range(block));
    if block.figure.layers.iter().any(|layer| layer.mark != Mark::Bar) {
        chart.combine(&lines);
    }
    chart
}

/// Horizontal bars, the first row at the top.
fn bars(book: &SheetContext<'_>, place: &BlockPosition<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    let block = place.block;
    let Shape::Rows { label } = &block.figure.shape else { return chart };
    let layers = &block.figure.layers;
    for layer in layers.iter().filter(|layer| layer.mark == Mark::Bar) {
        let (Some(names), Some(x)) = (place.range(label), place.range(&layer.x)) else { continue };
        let series = chart.add_series();
        series
            .set_categories(&names)
            .set_values(&x)
            .set_name(&literal(&book.say(&layer.name)))
            .set_format(&mut fill(layer.tone))
            .set_gap(60);
        // An interval around the same number is drawn on its bar.
        let interval = layers.iter().position(|it| it.mark == Mark::Interval && it.x == layer.x);
        if let Some(bars) = interval.and_then(|index| error_bars(place, index, layers[index].tone)) {
            series.set_x_error_bars(&bars);
        }
    }
    // Of a chart with bars that lie, the library calls the axis of the numbers x.
    let font = font(book, 9.0, INK);
    let names = chart.y_axis();
    names.set_font(&font).set_reverse().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    numeric(book, chart.x_axis(), &block.figure.x, x_range(block));
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::High);
    chart
}

/// A line across the plot.
fn across(book: &SheetContext<'_>, chart: &mut Chart, place: &BlockPosition<'_>, index: usize, rule: &ReferenceLine) {
    let series = chart.add_series();
    series
        .set_categories(&place.line(index, 1))
        .set_values(&place.line(index, 2))
        .set_marker(ChartMarker::new().set_none());
    let mut line = ChartLine::new();
    line.set_color(Color::RGB(RULE)).set_width(1.0);
    match &rule.label {
        Some(label) => {
            series.set_name(&literal(&book.say(label)));
            line.set_dash_type(
                [ChartLineDashType::Dash, ChartLineDashType::RoundDot, ChartLineDashType::DashDot][index % 3],
            );
        }
        None => drop(series.delete_from_legend(true)),
    }
    series.set_format(ChartFormat::new().set_line(&line));
}

fn color(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::After | Tone::Treated | Tone::Result => 0x0072B2,
        Tone::Comparison => 0xD55E00,
        Tone::Before => 0x666666,
        Tone::Muted | Tone::Kind(_) | Tone::Step(_) => RULE,
    })
}

/// Light and dark say the same as the colour, for prints in black and white.
fn marks(series: &mut ChartSeries, layer: &Layer) {
    let colour = color(layer.tone);
    let mut line = ChartLine::new();
    line.set_color(colour).set_width(1.5);
    // Not white: LibreOffice draws no outline of markers.
    let inside = match layer.tone {
        Tone::Before => Color::RGB(0xC4C4C4),
        Tone::Comparison => Color::RGB(0xF3B98C),
        _ => colour,
    };
    let fill = ChartSolidFill::new().set_color(inside).clone();
    let kind = if layer.tone == Tone::Comparison { ChartMarkerType::Diamond } else { ChartMarkerType::Circle };
    let mut format = ChartFormat::new();
    format.set_solid_fill(&fill).set_line(&line);
    series.set_marker(ChartMarker::new().set_type(kind).set_size(8).set_format(&mut format));
    match layer.mark {
        Mark::Line => series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour).set_width(2.0))),
        _ => series.set_format(ChartFormat::new().set_no_line()),
    };
}

fn fill(tone: Tone) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color(tone)).set_transparency(15)).set_no_border();
    format
}

fn error_bars(place: &BlockPosition<'_>, layer: usize, tone: Tone) -> Option<ChartErrorBars> {
    let (plus, minus) = (place.range(&format!("plus-{layer}"))?, place.range(&format!("minus-{layer}"))?);
    let mut bars = ChartErrorBars::new();
    let mut line = ChartLine::new();
    line.set_color(color(tone)).set_width(1.75);
    bars.set_type(ChartErrorBarsType::Custom(plus, minus))
        .set_end_cap(false)
        .set_format(ChartFormat::new().set_line(&line));
    Some(bars)
}

fn font(book: &SheetContext<'_>, size: f64, colour: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(book.look.font()).set_size(size).set_color(Color::RGB(colour));
    font
}

/// An axis with ends and ticks.
fn numeric(book: &SheetContext<'_>, chart_axis: &mut ChartAxis, axis: &Axis, ticks: Ticks) {
    named(book, chart_axis, axis);
    chart_axis.set_min(ticks.low).set_max(ticks.high).set_major_unit(ticks.step).set_major_gridlines(true);
    chart_axis.set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(GRID)).set_width(0.75));
    chart_axis.set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
}

/// Title, fonts and number format of an axis.
fn named(book: &SheetContext<'_>, chart_axis: &mut ChartAxis, axis: &Axis) {
    let form = Form::of(&axis.format);
    let pattern = if axis.absolute { form.absolute(book.lang.get()) } else { form.pattern(book.lang.get()) };
    let mut name = font(book, 9.0, SOFT);
    name.unset_bold();
    chart_axis.set_num_format(pattern).set_font(&font(book, 9.0, SOFT));
    let title = book.say(&axis.title);
    if !title.is_empty() {
        chart_axis.set_name(&literal(&title)).set_name_font(&name);
    }
    chart_axis.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(Color::RGB(RULE)).set_width(0.75)));
}

/// Title, legend, size and words for those who cannot see it.
fn frame(book: &SheetContext<'_>, chart: &mut Chart, block: &SeriesBlock<'_>) {
    let mut title = font(book, 11.0, INK);
    title.set_bold();
    chart.title().set_name(&literal(&book.say(&block.figure.title))).set_font(&title);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(book, 9.0, INK));
    let named = block.figure.layers.len() + block.figure.x.rules.iter().filter(|rule| rule.label.is_some()).count();
    if named < 2 {
        chart.legend().set_hidden();
    }
    chart.set_width(WIDTH).set_height(height(block));
    chart.set_name(&block.figure.id).set_alt_text(measure::clip(&book.say(&block.figure.alt), 250));
    chart.chart_area().set_format(ChartFormat::new().set_border(ChartLine::new().set_color(Color::RGB(GRID))));
}
