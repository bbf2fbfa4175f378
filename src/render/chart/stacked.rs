//! Bars made of parts end to end: shares of a whole, or opinions to both sides of a middle.

use super::axes::XAxis;
use super::beside::MarginColumns;
use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::cells::{self, MISSING, Reading};
use super::direct::{self, SeriesName};
use super::layout::Body;
use super::scale::Scale;
use super::theme::{Paper, look};
use super::{lines, marks, theme};
use crate::exhibit::{Figure, Layer, Shape, Table};
use crate::phrase;
use crate::text::{Lang, percent};

/// Widest label and widest name of a group: shares of the width.
const WIDEST: (f64, f64) = (0.24, 0.22);
const GUTTER: f64 = 14.0;
const BAR: f64 = 22.0;
/// Height of a row beyond its bar, and space before a new group.
const PAD: f64 = 7.0;
const GROUP_GAP: f64 = 8.0;
/// Free space around the number in a part.
const ROOM: f64 = 6.0;

/// A plot of stacked bars.
pub struct Stacked<'f> {
    layers: &'f [Layer],
    rows: Vec<StackedRow>,
    axis: XAxis,
    /// Where groups and labels begin.
    groups: f64,
    labels: f64,
    beside: MarginColumns,
    zero: bool,
    withheld: String,
    lang: Lang,
    /// Names over the parts of the first bar, where each has room.
    names: Vec<SeriesName>,
}

struct StackedRow {
    at: usize,
    /// The group, on its first row.
    group: Vec<String>,
    /// Space above.
    gap: f64,
    label: Vec<String>,
    bar: Bar,
    height: f64,
}

enum Bar {
    /// Left and right end of each part.
    Parts(Vec<(f64, f64)>),
    Missing,
    /// A part is not shown; what is left of a whole would show it.
    Withheld,
}

impl<'f> Stacked<'f> {
    /// Lays the bars out.
    pub fn new(figure: &'f Figure, table: &Table, lang: Lang, paper: Paper) -> Stacked<'f> {
        let Shape::Stacked { columns, centred, .. } = &figure.shape else { unreachable!("a stack") };
        let rows = read(figure, table, lang, (WIDEST.0 * paper.inner(), WIDEST.1 * paper.inner()));
        let widest = |of: &dyn Fn(&StackedRow) -> &Vec<String>, font: super::fonts::Font| {
            rows.iter().flat_map(of).map(|line| font.width(line)).fold(0.0, f64::max)
        };
        let groups = widest(&|row| &row.group, theme::STRONG);
        let groups = if groups > 0.0 { groups + GUTTER } else { 0.0 };
        let labels = paper.margin + groups;
        let left = labels + widest(&|row| &row.label, theme::LABEL) + GUTTER;
        let shown: Vec<usize> = (0..table.rows.len()).collect();
        let beside = MarginColumns::new(table, if paper.is_narrow() { &[] } else { columns }, &shown, lang);
        let right = paper.right() - beside.width().max(8.0);
        let values = extent(&rows, *centred);
        let scale = Scale::horizontal(&values, &figure.x, right - left, lang);
        let axis = XAxis::new(scale, (left, right), &figure.x.title.render(lang), paper);
        let names = names(&figure.layers, &rows, &axis, lang);
        Stacked {
            names,
            layers: &figure.layers,
            rows,
            axis,
            groups: paper.margin,
            labels,
            beside: beside.at(right + GUTTER),
            zero: *centred,
            withheld: phrase!("not shown").render(lang),
            lang,
        }
    }

    fn above(&self) -> f64 {
        let lines = self.beside.heading_lines().max(usize::from(!self.names.is_empty()));
        if lines == 0 { 6.0 } else { lines as f64 * theme::TICK.leading() + 6.0 }
    }

    fn tall(&self) -> f64 {
        self.rows.iter().map(|row| row.gap + row.height).sum()
    }

    fn draw_row(&self, canvas: &mut Canvas, row: &StackedRow, middle: f64) {
        canvas.lines_around(&row.group, (self.groups, middle), theme::STRONG, Anchor::Start, theme::INK);
        canvas.lines_around(&row.label, (self.labels, middle), theme::LABEL, Anchor::Start, theme::INK);
        self.beside.draw(canvas, row.at, middle);
        match &row.bar {
            Bar::Parts(parts) => {
                self.layers.iter().zip(parts).for_each(|(layer, &ends)| self.draw_part(canvas, layer, ends, middle));
            }
            Bar::Missing => self.say(canvas, MISSING, middle),
            Bar::Withheld => self.say(canvas, &self.withheld, middle),
        }
    }

    fn say(&self, canvas: &mut Canvas, text: &str, middle: f64) {
        let place = (self.axis.span.0 + 6.0, middle + theme::TICK.below_centre());
        canvas.text(text, place, theme::TICK, Anchor::Start, theme::SOFT);
    }

    fn draw_part(&self, canvas: &mut Canvas, layer: &Layer, (from, to): (f64, f64), middle: f64) {
        let (left, right) = (self.axis.place(from), self.axis.place(to));
        if right - left < 0.05 {
            return;
        }
        let look = look(layer.tone);
        let area = Area { left, top: middle - BAR / 2.0, right, bottom: middle + BAR / 2.0 };
        marks::bar(canvas, area, look);
        canvas.line((right, area.top), (right, area.bottom), Stroke::new(theme::PAPER, 1.2));
        let text = percent(to - from, 0, self.lang);
        let width = theme::TICK.width(&text);
        if width + ROOM > right - left {
            return;
        }
        let centre = (left + right) / 2.0;
        if look.hatched {
            // The number stands on a plain ground.
            let (half, up) = (width / 2.0 + 2.0, theme::TICK.size * 0.62);
            let ground = Area { left: centre - half, top: middle - up, right: centre + half, bottom: middle + up };
            canvas.fill(ground, look.colour);
        }
        let place = (centre, middle + theme::TICK.below_centre());
        canvas.text(&text, place, theme::TICK, Anchor::Middle, theme::text_on(look.colour));
    }
}

/// Names over the parts of the first bar; nothing where one has no room.
fn names(layers: &[Layer], rows: &[StackedRow], axis: &XAxis, lang: Lang) -> Vec<SeriesName> {
    let Some(Bar::Parts(parts)) = rows.first().map(|row| &row.bar).filter(|_| direct::are_few(layers)) else {
        return Vec::new();
    };
    let name = |(layer, &(from, to)): (&Layer, &(f64, f64))| {
        let (text, left, right) = (direct::name(layer, lang), axis.place(from), axis.place(to));
        let fits = direct::FONT.width(&text) + ROOM <= right - left;
        let at = ((left + right) / 2.0, -direct::FONT.leading() / 2.0 - 1.0);
        fits.then_some(SeriesName { lines: vec![text], at, anchor: Anchor::Middle, line: None })
    };
    layers.iter().zip(parts).map(name).collect::<Option<_>>().unwrap_or_default()
}

impl Body for Stacked<'_> {
    fn names_series(&self) -> bool {
        !self.names.is_empty()
    }

    fn height(&self) -> f64 {
        self.above() + self.tall() + self.axis.height()
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        let top = top + self.above();
        let bottom = top + self.tall();
        self.axis.grid(canvas, top, bottom);
        // Under the bars, so that it crosses no number.
        if self.zero {
            let x = self.axis.place(0.0);
            canvas.line((x, top), (x, bottom), Stroke::new(theme::AXIS_LINE, 1.3));
        }
        self.beside.draw_headings(canvas, top - 6.0);
        self.names.iter().for_each(|name| name.draw(canvas, top));
        let mut y = top;
        for row in &self.rows {
            self.draw_row(canvas, row, y + row.gap + row.height / 2.0);
            y += row.gap + row.height;
        }
        self.axis.draw(canvas, bottom);
    }
}

/// Whether any bar can be drawn or said to be withheld.
pub fn has_bars(figure: &Figure, table: &Table) -> bool {
    let bars = (0..table.rows.len()).map(|row| bar(&figure.layers, false, table, row));
    bars.into_iter().any(|bar| !matches!(bar, Bar::Missing))
}

/// The rows, with labels and names of groups no wider than these.
fn read(figure: &Figure, table: &Table, lang: Lang, (widest, widest_group): (f64, f64)) -> Vec<StackedRow> {
    let Shape::Stacked { label, group, centred, .. } = &figure.shape else { unreachable!("a stack") };
    let (layers, group) = (&figure.layers, group.as_deref());
    let mut last = String::new();
    let row = |at: usize| {
        let own = group.map_or(String::new(), |key| cells::words(table, at, key, lang));
        let new = own != last;
        let group = if new { lines::balance(&own, widest_group, theme::STRONG) } else { Vec::new() };
        let gap = if new && at > 0 { GROUP_GAP } else { 0.0 };
        last = own;
        let label = lines::balance(&cells::words(table, at, label, lang), widest, theme::LABEL);
        let lines = (label.len() as f64 * theme::LABEL.leading()).max(group.len() as f64 * theme::STRONG.leading());
        StackedRow { at, group, gap, label, bar: bar(layers, *centred, table, at), height: lines.max(BAR) + PAD }
    };
    (0..table.rows.len()).map(row).collect()
}

fn bar(layers: &[Layer], centred: bool, table: &Table, row: usize) -> Bar {
    let parts: Vec<Reading> = layers.iter().map(|layer| cells::read(table, row, &layer.x)).collect();
    if parts.contains(&Reading::Withheld) {
        return Bar::Withheld;
    }
    let values: Vec<f64> = parts.iter().filter_map(|part| part.number()).collect();
    if values.len() < parts.len() || values.is_empty() {
        return Bar::Missing;
    }
    let mut at = if centred { -below_middle(&values) } else { 0.0 };
    let ends = |value: &f64| {
        let from = at;
        at += value;
        (from, at)
    };
    Bar::Parts(values.iter().map(ends).collect())
}

/// What lies below the middle of the parts: those before it, and half of the middle one where their number is odd.
fn below_middle(values: &[f64]) -> f64 {
    let half = values.len() / 2;
    let below: f64 = values[..half].iter().sum();
    if values.len().is_multiple_of(2) { below } else { below + values[half] / 2.0 }
}

/// The values that the axis must hold; the same to both sides of a middle.
fn extent(rows: &[StackedRow], centred: bool) -> Vec<f64> {
    let ends = rows.iter().filter_map(|row| if let Bar::Parts(parts) = &row.bar { Some(parts) } else { None });
    let far = ends.flatten().map(|(from, to)| from.abs().max(to.abs())).fold(0.0, f64::max);
    match centred {
        _ if far == 0.0 => vec![0.0, 1.0],
        true => vec![-far, far],
        false => vec![0.0, far],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_odd_scale_is_halved() {
        assert_eq!(below_middle(&[0.25, 0.5, 0.25]), 0.5);
        assert_eq!(below_middle(&[0.25, 0.25, 0.5, 0.0]), 0.5);
    }
}
