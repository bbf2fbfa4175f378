//! Figure and table → SVG and PNG.
//!
//! `layout` measures and places, `rows`, `stacked`, `plane`, `columns`, `slopes` and `flow` draw with plotters' elements, `usvg` turns the text into
//! outlines of the embedded fonts, so that a figure looks the same everywhere, and `resvg` makes the PNG of the same SVG.

mod axes;
mod beside;
mod canvas;
mod cells;
mod columns;
mod flow;
mod fonts;
mod layout;
mod lines;
mod marks;
mod plane;
mod raster;
mod rows;
mod rules;
mod scale;
mod slopes;
mod stacked;
mod theme;

use std::fmt::Write;

use rayon::prelude::*;

use super::xml;
use crate::exhibit::{Figure, Table};
use crate::text::Lang;

/// Scale of the PNG files: 1600 pixels wide, 240 to the inch where the figure is printed 170 mm wide.
pub const PRINT: f64 = 2.0;

/// A figure in one language, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// `<figure>.<language>`, also the file name without its ending.
    pub name: String,
    /// SVG.
    pub svg: String,
    /// PNG at [`PRINT`] scale.
    pub png: Vec<u8>,
}

/// A figure as a stand-alone SVG: text as outlines, its words in `<title>` and `<desc>`.
pub fn svg(figure: &Figure, table: &Table, lang: Lang) -> String {
    let lang = lang.about(table.id.question());
    let drawn = layout::draw(figure, table, lang);
    let inside = raster::outlines(&drawn.svg).unwrap_or_default();
    let (width, height) = (theme::WIDTH, drawn.height);
    let mut out = String::with_capacity(inside.len() + 1024);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" xml:lang=\"{}\"><title>{}</title><desc>{}</desc>{inside}</svg>",
        width * canvas::UNITS,
        height * canvas::UNITS,
        lang.code(),
        xml::text(&figure.title.render(lang)),
        xml::text(&figure.alt.render(lang)),
    );
    out.push('\n');
    out
}

/// An SVG as a PNG at a scale (see [`PRINT`]), on white; empty where the text is not an SVG.
pub fn png(svg: &str, scale: f64) -> Vec<u8> {
    raster::png(svg, scale)
}

/// Draws a figure in a language.
pub fn drawing(figure: &Figure, table: &Table, lang: Lang) -> Drawing {
    let svg = svg(figure, table, lang);
    let png = png(&svg, PRINT);
    Drawing { name: format!("{}.{lang}", figure.id), svg, png }
}

/// Draws every figure in every language, in the order given. A figure whose table is not there is left out.
pub fn render_all(figures: &[Figure], tables: &[Table], langs: &[Lang]) -> Vec<Drawing> {
    let table = |figure: &Figure| tables.iter().find(|table| table.id == figure.table);
    let wanted: Vec<_> = figures
        .iter()
        .filter_map(|figure| Some((figure, table(figure)?)))
        .flat_map(|(figure, table)| langs.iter().map(move |&lang| (figure, table, lang)))
        .collect();
    wanted.into_par_iter().map(|(figure, table, lang)| drawing(figure, table, lang)).collect()
}

/// What is wrong with the layout of a figure: texts that stand over each other or beyond the edge. Nothing, if all is well.
pub fn collisions(figure: &Figure, table: &Table, lang: Lang) -> Vec<String> {
    let drawn = layout::draw(figure, table, lang);
    let page = canvas::Area { left: 0.0, top: 0.0, right: theme::WIDTH, bottom: drawn.height };
    let mut wrong = Vec::new();
    for (i, (area, text)) in drawn.texts.iter().enumerate() {
        if !page.encloses(area) {
            wrong.push(format!("{text:?} is cut"));
        }
        let met = drawn.texts[..i].iter().filter(|(other, _)| area.meets(other));
        wrong.extend(met.map(|(_, other)| format!("{text:?} stands over {other:?}")));
    }
    wrong
}
