//! Squares with their values: in rows and columns, or at places like the tiles of a map. The darker the larger; every number is written.

use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::cells::{self, MISSING, Reading};
use super::fonts::Font;
use super::layout::Body;
use super::lines;
use super::panels::Panels;
use super::theme::{self, Paper};
use crate::exhibit::{Figure, Shape, Table};
use crate::text::{Lang, WITHHELD};

const FONT: Font = theme::TICK;
/// Squares of a grid are no larger than this, and panels stand beside each other where they are no smaller than the other.
const LARGEST: (f64, f64) = (92.0, 34.0);
const SMALLEST: f64 = 40.0;
const GAP: f64 = 2.0;

/// A grid or a map of tiles.
pub struct Grid {
    panels: Panels,
    squares: Vec<Square>,
    /// Labels of the rows with their widths, and of the columns; none of a map.
    down: Vec<Vec<String>>,
    across: Vec<Vec<String>>,
    /// Room at the left, and above.
    room: (f64, f64),
    size: (f64, f64),
    rows: usize,
}

struct Square {
    row: usize,
    column: usize,
    name: Vec<String>,
    text: String,
    colour: Option<plotters::style::RGBColor>,
}

impl Grid {
    /// Lays the squares out.
    pub fn new(figure: &Figure, table: &Table, lang: Lang, paper: Paper) -> Grid {
        let (panel, tiles) = match &figure.shape {
            Shape::Grid { panel, .. } => (panel.as_deref(), false),
            Shape::Tiles { panel, .. } => (panel.as_deref(), true),
            _ => unreachable!("a grid"),
        };
        let places = Places::of(&figure.shape, table, lang);
        let label = if paper.is_narrow() { 86.0 } else { 150.0 };
        let widest = places.down.iter().map(|text| FONT.width(text)).fold(0.0, f64::max).min(label);
        let left = if tiles { 0.0 } else { widest + 8.0 };
        let least = left + places.columns as f64 * (SMALLEST + GAP);
        let panels = Panels::new(table, panel, if tiles { 10_000.0 } else { least.max(240.0) }, lang, paper);
        let width = ((panels.width - left) / places.columns.max(1) as f64 - GAP).clamp(4.0, LARGEST.0);
        let down: Vec<Vec<String>> = places.down.iter().map(|text| lines::balance(text, widest + 1.0, FONT)).collect();
        let across: Vec<Vec<String>> = places.across.iter().map(|text| lines::balance(text, width, FONT)).collect();
        let tall = |labels: &[Vec<String>]| labels.iter().map(Vec::len).max().unwrap_or(0) as f64 * FONT.leading();
        let height = if tiles { width.min(46.0).max(2.0 * FONT.leading()) } else { (tall(&down) + 6.0).max(LARGEST.1) };
        let above = if places.across.is_empty() { 0.0 } else { tall(&across) + 6.0 };
        let squares = squares(figure, table, &places, width, lang);
        Grid { panels, squares, down, across, room: (left, above), size: (width, height), rows: places.rows }
    }

    fn each(&self) -> f64 {
        self.room.1 + self.rows as f64 * (self.size.1 + GAP)
    }

    fn draw_square(&self, canvas: &mut Canvas, square: &Square, (left, top): (f64, f64)) {
        let left = left + self.room.0 + square.column as f64 * (self.size.0 + GAP);
        let top = top + self.room.1 + square.row as f64 * (self.size.1 + GAP);
        let area = Area { left, top, right: left + self.size.0, bottom: top + self.size.1 };
        let ink = match square.colour {
            Some(colour) => {
                canvas.fill(area, colour);
                theme::text_on(colour)
            }
            None => {
                canvas.fill(area, theme::GROUND);
                canvas.frame(area, Stroke::new(theme::GRID, 1.0));
                theme::SOFT
            }
        };
        let middle = ((left + area.right) / 2.0, (top + area.bottom) / 2.0);
        let text: Vec<String> = square.name.iter().cloned().chain([square.text.clone()]).collect();
        canvas.lines_around(&text, middle, FONT, Anchor::Middle, ink);
    }
}

/// Where each row of a table stands.
struct Places {
    at: Vec<(usize, usize)>,
    down: Vec<String>,
    across: Vec<String>,
    rows: usize,
    columns: usize,
}

impl Places {
    fn of(shape: &Shape, table: &Table, lang: Lang) -> Places {
        let rows = 0..table.rows.len();
        match shape {
            Shape::Tiles { down, across, .. } => {
                let number =
                    |row: usize, key: &str| cells::read(table, row, key).number().unwrap_or(0.0).max(0.0) as usize;
                let at: Vec<(usize, usize)> = rows.map(|row| (number(row, down), number(row, across))).collect();
                let most = |of: fn(&(usize, usize)) -> usize| at.iter().map(of).max().map_or(0, |most| most + 1);
                let (rows, columns) = (most(|it| it.0), most(|it| it.1));
                Places { at, down: Vec::new(), across: Vec::new(), rows, columns }
            }
            Shape::Grid { down, across, .. } => {
                let (mut by_row, mut by_column): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
                let at: Vec<(usize, usize)> = rows
                    .map(|row| {
                        let [one, other] = [down, across].map(|key| cells::words(table, row, key, lang));
                        (index_of(&mut by_row, one), index_of(&mut by_column, other))
                    })
                    .collect();
                let (rows, columns) = (by_row.len(), by_column.len());
                Places { at, down: by_row, across: by_column, rows, columns }
            }
            _ => unreachable!("a grid"),
        }
    }
}

fn index_of(all: &mut Vec<String>, text: String) -> usize {
    all.iter().position(|own| *own == text).unwrap_or_else(|| {
        all.push(text);
        all.len() - 1
    })
}

fn squares(figure: &Figure, table: &Table, places: &Places, width: f64, lang: Lang) -> Vec<Square> {
    let key = figure.layers.first().map_or("", |layer| layer.x.as_str());
    let values: Vec<Reading> = (0..table.rows.len()).map(|row| cells::read(table, row, key)).collect();
    let most = values.iter().filter_map(|value| value.number()).fold(0.0, f64::max);
    let name = |row: usize| match &figure.shape {
        Shape::Tiles { label, .. } => lines::balance(&cells::words(table, row, label, lang), width, FONT),
        _ => Vec::new(),
    };
    let square = |(row, value): (usize, &Reading)| {
        let (text, colour) = match value {
            Reading::Number(number) => {
                let part = if most > 0.0 { (number / most).max(0.0) } else { 0.0 };
                (cells::number(*number, &figure.x.format, lang), Some(theme::heat(part)))
            }
            Reading::Withheld => (WITHHELD.to_string(), None),
            Reading::Missing => (MISSING.to_string(), None),
        };
        Square { row: places.at[row].0, column: places.at[row].1, name: name(row), text, colour }
    };
    values.iter().enumerate().map(square).collect()
}

impl Body for Grid {
    fn names_series(&self) -> bool {
        true
    }

    fn height(&self) -> f64 {
        self.panels.height(self.each())
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        for (at, (name, rows)) in self.panels.all.iter().enumerate() {
            let corner = self.panels.corner(at, self.each(), top);
            let heading = (corner.0 + self.room.0, corner.1 - self.panels.heading() + theme::STRONG.size);
            canvas.text(name, heading, theme::STRONG, Anchor::Start, theme::INK);
            for (row, label) in self.down.iter().enumerate() {
                let middle = corner.1 + self.room.1 + row as f64 * (self.size.1 + GAP) + self.size.1 / 2.0;
                canvas.lines_around(label, (corner.0 + self.room.0 - 8.0, middle), FONT, Anchor::End, theme::INK);
            }
            for (column, label) in self.across.iter().enumerate() {
                let middle = corner.0 + self.room.0 + column as f64 * (self.size.0 + GAP) + self.size.0 / 2.0;
                let first = corner.1 + self.room.1 - 6.0 - (label.len() - 1) as f64 * FONT.leading() - 0.2 * FONT.size;
                canvas.lines(label, (middle, first), FONT, Anchor::Middle, theme::INK);
            }
            rows.iter().for_each(|&row| self.draw_square(canvas, &self.squares[row], corner));
        }
    }
}
