//! The page: message, n and method, legend, the drawing, and what it does not show. Heights follow from measured text.

use super::canvas::{Anchor, Area, Canvas};
use super::ink::Ink;
use super::theme::Paper;
use super::{cells, columns, direct, flow, grid, lines, marks, network, plane, rows, slopes, stacked, theme};
use crate::exhibit::{Figure, Layer, Shape, Table};
use crate::phrase;
use crate::text::Lang;

const TOP: f64 = 20.0;
const BOTTOM: f64 = 14.0;
const LEGEND_LINE: f64 = 23.0;

/// The part of a figure between legend and note.
pub trait Body {
    /// Height in pixels.
    fn height(&self) -> f64;
    /// Whether it names its series beside their marks, so that no legend is needed.
    fn names_series(&self) -> bool {
        false
    }
    /// Draws with its upper edge at `top`.
    fn draw(&self, canvas: &mut Canvas, top: f64);
}

/// A figure as drawn.
pub struct Drawn {
    /// Its marks, in order.
    pub ink: Vec<Ink>,
    /// Height in pixels.
    pub height: f64,
    /// Every text and where it stands.
    pub texts: Vec<(Area, String)>,
}

/// Draws a figure for a width.
pub fn draw(figure: &Figure, table: &Table, lang: Lang, paper: Paper) -> Drawn {
    let body = body(figure, table, lang, paper);
    let page = PageLayout::new(figure, table, body.names_series(), lang, paper);
    let height = (page.head() + body.height() + page.foot()).ceil();
    let mut canvas = Canvas::new(paper, height);
    page.draw(&mut canvas, height);
    body.draw(&mut canvas, page.head());
    let (ink, texts) = canvas.finish();
    Drawn { ink, height, texts }
}

fn body<'f>(figure: &'f Figure, table: &Table, lang: Lang, paper: Paper) -> Box<dyn Body + 'f> {
    let nothing = || Box::new(Nothing { words: phrase!("There is nothing to show").render(lang) });
    match &figure.shape {
        _ if table.rows.is_empty() => nothing(),
        Shape::Plane if !plane::has_points(figure, table) => nothing(),
        Shape::Rows { .. } | Shape::Forest { .. } => Box::new(rows::RowPlot::new(figure, table, lang, paper)),
        Shape::Stacked { .. } if !stacked::has_bars(figure, table) => nothing(),
        Shape::Stacked { .. } => Box::new(stacked::Stacked::new(figure, table, lang, paper)),
        Shape::Columns { .. } if !columns::has_points(figure, table) => nothing(),
        Shape::Columns { label } => Box::new(columns::ColumnPlot::new(figure, label, table, lang, paper)),
        Shape::Slopes { .. } if !plane::has_points(figure, table) => nothing(),
        Shape::Slopes { before, after } => Box::new(slopes::Slopes::new(figure, [before, after], table, lang, paper)),
        Shape::Plane => Box::new(plane::Plane::new(figure, table, lang, paper)),
        Shape::Grid { .. } | Shape::Tiles { .. } => Box::new(grid::Grid::new(figure, table, lang, paper)),
        Shape::Network { .. } => Box::new(network::NetworkPlot::new(figure, table, lang, paper)),
        Shape::Flow { first } => Box::new(flow::Flow::new(table, *first, lang, paper)),
    }
}

/// The drawing of a table that is empty or withheld.
struct Nothing {
    words: String,
}

impl Body for Nothing {
    fn height(&self) -> f64 {
        80.0
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        canvas.text(&self.words, (canvas.paper.width / 2.0, top + 45.0), theme::LABEL, Anchor::Middle, theme::SOFT);
    }
}

struct PageLayout<'f> {
    title: Vec<String>,
    subtitle: Vec<String>,
    legend: Vec<Vec<LegendEntry<'f>>>,
    note: Vec<String>,
}

struct LegendEntry<'f> {
    left: f64,
    layer: &'f Layer,
    name: String,
}

impl<'f> PageLayout<'f> {
    fn new(figure: &'f Figure, table: &Table, named: bool, lang: Lang, paper: Paper) -> PageLayout<'f> {
        let inner = paper.inner();
        let note = note(figure, table, lang);
        PageLayout {
            title: lines::balance(&figure.title.render(lang), inner, theme::TITLE),
            subtitle: lines::paragraph(&figure.subtitle.render(lang), inner, theme::SUBTITLE),
            legend: if named { Vec::new() } else { legend(&figure.layers, lang, paper) },
            note: lines::paragraph(&note, inner, theme::NOTE),
        }
    }

    fn text_head(&self) -> f64 {
        TOP + self.title.len() as f64 * theme::TITLE.leading()
            + 3.0
            + self.subtitle.len() as f64 * theme::SUBTITLE.leading()
    }

    fn head(&self) -> f64 {
        let legend = self.legend.len() as f64 * LEGEND_LINE;
        self.text_head() + if legend > 0.0 { legend + 24.0 } else { 16.0 }
    }

    fn foot(&self) -> f64 {
        14.0 + self.note.len() as f64 * theme::NOTE.leading() + BOTTOM
    }

    fn draw(&self, canvas: &mut Canvas, height: f64) {
        let (left, mut y) = (canvas.paper.margin, TOP + theme::TITLE.size);
        y = canvas.lines(&self.title, (left, y), theme::TITLE, Anchor::Start, theme::INK);
        y += 3.0 + theme::SUBTITLE.size - theme::TITLE.size;
        canvas.lines(&self.subtitle, (left, y), theme::SUBTITLE, Anchor::Start, theme::SOFT);
        for (i, line) in self.legend.iter().enumerate() {
            self.draw_legend(canvas, line, self.text_head() + 12.0 + (i as f64 + 0.5) * LEGEND_LINE);
        }
        let y = height - self.foot() + 14.0 + theme::NOTE.size;
        canvas.lines(&self.note, (left, y), theme::NOTE, Anchor::Start, theme::SOFT);
    }

    fn draw_legend(&self, canvas: &mut Canvas, line: &[LegendEntry<'_>], y: f64) {
        for entry in line {
            marks::swatch(canvas, (entry.left, y), entry.layer);
            let place = (entry.left + marks::swatch_width(entry.layer) + 7.0, y + theme::AXIS.below_centre());
            canvas.text(&entry.name, place, theme::AXIS, Anchor::Start, theme::INK);
        }
    }
}

/// What the figure does not show, and what stands for values that are withheld.
fn note(figure: &Figure, table: &Table, lang: Lang) -> String {
    let note = figure.note.render(lang);
    if !cells::withholds(table) {
        return note;
    }
    let withheld = match figure.shape {
        Shape::Forest { .. } => phrase!("Not shown: too few cases, or too unlike to be compared."),
        Shape::Plane | Shape::Stacked { .. } | Shape::Columns { .. } | Shape::Slopes { .. } | Shape::Network { .. } => {
            phrase!("Values that rest on too few cases are not shown.")
        }
        Shape::Rows { .. } | Shape::Flow { .. } | Shape::Grid { .. } | Shape::Tiles { .. } => {
            phrase!("χ stands for a value that is not shown because it rests on too few cases.")
        }
    };
    let space = if lang == Lang::Ja { "" } else { " " };
    format!("{note}{space}{}", withheld.render(lang))
}

/// Entries in lines that fit between the margins.
fn legend(layers: &[Layer], lang: Lang, paper: Paper) -> Vec<Vec<LegendEntry<'_>>> {
    let mut all: Vec<Vec<LegendEntry>> = vec![Vec::new()];
    let mut left = paper.margin;
    if direct::named(layers).count() < 2 {
        return Vec::new();
    }
    for (_, layer) in direct::named(layers) {
        let name = layer.name.render(lang);
        let width = marks::swatch_width(layer) + 7.0 + theme::AXIS.width(&name);
        if left > paper.margin && left + width > paper.right() {
            all.push(Vec::new());
            left = paper.margin;
        }
        all.last_mut().expect("never empty").push(LegendEntry { left, layer, name });
        left += width + 26.0;
    }
    all
}
