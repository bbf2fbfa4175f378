//! Nodes on a ring with their ties, in panels with the same places. Groups are named beside their arcs; form and colour tell them apart.

use super::canvas::{Anchor, Canvas, Point, Stroke};
use super::cells;
use super::direct::{self, FONT};
use super::layout::Body;
use super::panels::Panels;
use super::theme::{self, Paper, look};
use super::{lines, marks};
use crate::exhibit::{Figure, Layer, Mark, Shape, Table};
use crate::text::Lang;

/// A panel is no narrower than this.
const LEAST: f64 = 340.0;
/// Most room for the names of groups at either side of the ring.
const MOST_SIDE: f64 = 92.0;
/// From the ring to the names.
const OFF: f64 = 14.0;
const MOST_RADIUS: f64 = 190.0;
/// How far ties bend towards the middle, and in how many pieces they are drawn.
const BEND: f64 = 0.55;
const PIECES: usize = 10;
const KEY_LINE: f64 = 20.0;

/// A network.
pub struct NetworkPlot<'f> {
    layers: &'f [Layer],
    panels: Panels,
    rows: Vec<Drawn>,
    /// Names of groups: layer, lines, where their arc is, and the height that their name stands at.
    names: Vec<GroupName>,
    radius: f64,
    key: Vec<Vec<(Key, String)>>,
}

struct Drawn {
    layer: usize,
    at: Point,
    to: Option<Point>,
    hollow: bool,
}

struct GroupName {
    lines: Vec<String>,
    arc: Point,
    left: bool,
    y: f64,
}

/// What stands before a word under the rings.
#[derive(Clone, Copy)]
enum Key {
    Tie(usize),
    Hollow,
}

impl<'f> NetworkPlot<'f> {
    /// Lays the network out.
    pub fn new(figure: &'f Figure, table: &Table, lang: Lang, paper: Paper) -> NetworkPlot<'f> {
        let Shape::Network { panel, layer, hollow, hollow_means } = &figure.shape else { unreachable!("a network") };
        let panels = Panels::new(table, Some(panel), LEAST, lang, paper);
        let number = |row: usize, key: &str| cells::read(table, row, key).number();
        let drawn = |row: usize| {
            let layer = (number(row, layer).unwrap_or(0.0) as usize).min(figure.layers.len().max(1) - 1);
            let at = (number(row, "x").unwrap_or(0.0), number(row, "y").unwrap_or(0.0));
            let to = number(row, "to_x").zip(number(row, "to_y"));
            Drawn { layer, at, to, hollow: number(row, hollow) == Some(1.0) }
        };
        let rows: Vec<Drawn> = (0..table.rows.len()).map(drawn).collect();
        let points = figure.layers.iter().filter(|layer| layer.mark == Mark::Point);
        let widest = points.map(|layer| FONT.width(&direct::name(layer, lang))).fold(0.0, f64::max);
        let side = (widest + 8.0).min(MOST_SIDE);
        let radius = ((panels.width - 2.0 * (side + OFF)) / 2.0).min(MOST_RADIUS);
        let names = group_names(&figure.layers, &rows, (radius, side), lang);
        let lines = figure.layers.iter().enumerate().filter(|(_, layer)| layer.mark == Mark::Line);
        let there = lines.filter(|(at, _)| rows.iter().any(|row| row.layer == *at));
        let mut key: Vec<(Key, String)> = there.map(|(at, layer)| (Key::Tie(at), layer.name.render(lang))).collect();
        if rows.iter().any(|row| row.hollow) {
            key.push((Key::Hollow, hollow_means.render(lang)));
        }
        NetworkPlot { layers: &figure.layers, key: in_lines(key, paper), panels, rows, names, radius }
    }

    fn each(&self) -> f64 {
        2.0 * (self.radius + OFF) + 8.0
    }

    fn place(&self, (left, top): Point, (x, y): Point) -> Point {
        let centre = (left + self.panels.width / 2.0, top + self.each() / 2.0);
        (centre.0 + self.radius * x, centre.1 + self.radius * y)
    }

    fn draw_tie(&self, canvas: &mut Canvas, from: Point, to: Point, layer: &Layer, corner: Point) {
        let middle = ((from.0 + to.0) / 2.0 * (1.0 - BEND), (from.1 + to.1) / 2.0 * (1.0 - BEND));
        let bent = |piece: usize| {
            let t = piece as f64 / PIECES as f64;
            let of = |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            self.place(corner, (of(from.0, middle.0, to.0), of(from.1, middle.1, to.1)))
        };
        let points: Vec<Point> = (0..=PIECES).map(bent).collect();
        stroke(canvas, &points, layer);
    }

    fn draw_panel(&self, canvas: &mut Canvas, rows: &[usize], corner: Point) {
        // What changed lies over what stayed: layers in reverse order.
        for (at, layer) in self.layers.iter().enumerate().rev() {
            let own = rows.iter().map(|&row| &self.rows[row]).filter(|row| row.layer == at);
            for row in own {
                if let Some(to) = row.to {
                    self.draw_tie(canvas, row.at, to, layer, corner);
                }
            }
        }
        let radius = (self.radius * 2.6
            / (rows.iter().filter(|&&row| self.rows[row].to.is_none()).count() as f64).max(1.0))
        .clamp(2.6, 5.2);
        for row in rows.iter().map(|&row| &self.rows[row]).filter(|row| row.to.is_none()) {
            marks::node(
                canvas,
                self.place(corner, row.at),
                radius,
                row.layer,
                look(self.layers[row.layer].tone),
                row.hollow,
            );
        }
        for name in &self.names {
            let middle = corner.1 + self.each() / 2.0;
            let arc = self.place(corner, name.arc);
            let far = self.radius + OFF;
            let centre = corner.0 + self.panels.width / 2.0;
            let edge = if name.left { centre - far } else { centre + far };
            let anchor = if name.left { Anchor::End } else { Anchor::Start };
            let text = if name.left { edge - 5.0 } else { edge + 5.0 };
            canvas.path(&[arc, (edge, middle + name.y)], Stroke::new(theme::RULE, 0.8));
            canvas.lines_around(&name.lines, (text, middle + name.y), FONT, anchor, theme::INK);
        }
    }

    fn draw_key(&self, canvas: &mut Canvas, top: f64) {
        for (at, line) in self.key.iter().enumerate() {
            let (y, mut x) = (top + (at as f64 + 0.5) * KEY_LINE, canvas.paper.margin);
            for (key, text) in line {
                match key {
                    Key::Tie(layer) => stroke(canvas, &[(x, y), (x + 24.0, y)], &self.layers[*layer]),
                    Key::Hollow => marks::node(canvas, (x + 12.0, y), 4.6, 0, look(crate::exhibit::Tone::Muted), true),
                }
                canvas.text(text, (x + 30.0, y + FONT.below_centre()), FONT, Anchor::Start, theme::INK);
                x += 30.0 + FONT.width(text) + 22.0;
            }
        }
    }
}

fn stroke(canvas: &mut Canvas, points: &[Point], layer: &Layer) {
    let look = look(layer.tone);
    let stroke = Stroke::new(look.colour, if look.filled { 1.2 } else { 1.0 });
    if look.filled { canvas.path(points, stroke) } else { canvas.dashed(points, stroke) }
}

/// Entries in lines that fit between the margins.
fn in_lines(entries: Vec<(Key, String)>, paper: Paper) -> Vec<Vec<(Key, String)>> {
    let (mut all, mut x): (Vec<Vec<(Key, String)>>, f64) = (Vec::new(), f64::INFINITY);
    for (key, text) in entries {
        let width = 30.0 + FONT.width(&text);
        if x + width > paper.inner() {
            all.push(Vec::new());
            x = 0.0;
        }
        x += width + 22.0;
        all.last_mut().expect("just added").push((key, text));
    }
    all
}

/// The names of groups at the side on which the middle of their arc lies, moved apart.
fn group_names(layers: &[Layer], rows: &[Drawn], (radius, side): (f64, f64), lang: Lang) -> Vec<GroupName> {
    let of = |(at, layer): (usize, &Layer)| {
        let own = || rows.iter().filter(|row| row.layer == at && row.to.is_none()).map(|row| row.at);
        let (n, sum) =
            own().fold((0.0, (0.0, 0.0)), |(n, sum): (f64, Point), at| (n + 1.0, (sum.0 + at.0, sum.1 + at.1)));
        if n == 0.0 {
            return None;
        }
        // The node nearest to the middle: an arc of more than half a circle has its mean inside.
        let far = |at: &Point| (at.0 - sum.0 / n).powi(2) + (at.1 - sum.1 / n).powi(2);
        let arc = own().min_by(|a, b| far(a).total_cmp(&far(b)))?;
        let lines = lines::balance(&direct::name(layer, lang), side - 6.0, FONT);
        Some(GroupName { lines, arc, left: arc.0 < 0.0, y: arc.1 * radius })
    };
    let points = layers.iter().enumerate().filter(|(_, layer)| layer.mark == Mark::Point);
    let mut names: Vec<GroupName> = points.filter_map(of).collect();
    for left in [true, false] {
        let mut own: Vec<&mut GroupName> = names.iter_mut().filter(|name| name.left == left).collect();
        let mut places: Vec<(f64, f64)> =
            own.iter().map(|name| (name.y, name.lines.len() as f64 * FONT.leading() + 3.0)).collect();
        direct::apart(&mut places, (-radius - OFF, radius + OFF));
        own.iter_mut().zip(places).for_each(|(name, (y, _))| name.y = y);
    }
    names
}

impl Body for NetworkPlot<'_> {
    fn names_series(&self) -> bool {
        true
    }

    fn height(&self) -> f64 {
        self.panels.height(self.each()) + 10.0 + self.key.len() as f64 * KEY_LINE
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        for (at, (name, rows)) in self.panels.all.iter().enumerate() {
            let corner = self.panels.corner(at, self.each(), top);
            let heading = (corner.0 + self.panels.width / 2.0, corner.1 - self.panels.heading() + theme::STRONG.size);
            canvas.text(name, heading, theme::STRONG, Anchor::Middle, theme::INK);
            self.draw_panel(canvas, rows, corner);
        }
        self.draw_key(canvas, top + self.panels.height(self.each()) + 10.0);
    }
}
