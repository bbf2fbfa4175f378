//! Figure and table → SVG and PNG.
//!
//! `layout` measures and places, `rows`, `stacked`, `plane`, `columns`, `slopes`, `grid`, `network` and `flow` draw with plotters' elements, `ink`
//! keeps what was drawn, `svg` writes it (for pages with text in the embedded family, alone with outlines, so that a figure looks
//! the same everywhere) and `raster` paints it.

mod axes;
mod beside;
mod canvas;
mod cells;
mod columns;
mod direct;
mod flow;
mod fonts;
mod grid;
mod ink;
mod layout;
mod lines;
mod marks;
mod network;
mod panels;
mod plane;
mod raster;
mod rows;
mod rules;
mod scale;
mod slopes;
mod stacked;
mod svg;
mod theme;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

pub use self::fonts::Letters;
use self::ink::Ink;
pub use self::theme::Paper;
use super::xml;
use crate::exhibit::{Figure, Table};
use crate::text::Lang;

/// Scale of the PNG files: 1600 pixels wide, 240 to the inch where the figure is printed 170 mm wide.
pub const PRINT: f64 = 2.0;

/// A figure in one language, drawn; it is written in the form that is asked for.
#[derive(Debug)]
pub struct Drawing {
    /// `<figure>.<language>`, also the file name without its ending.
    pub name: String,
    lang: &'static str,
    title: String,
    desc: String,
    paper: theme::Paper,
    height: f64,
    ink: Vec<Ink>,
    png: OnceLock<Vec<u8>>,
    small: OnceLock<Vec<u8>>,
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Drawing) -> bool {
        let same = |of: fn(&Drawing) -> &String| of(self) == of(other);
        let texts = same(|it| &it.name) && same(|it| &it.title) && same(|it| &it.desc);
        texts && self.height == other.height && self.ink == other.ink
    }
}

impl Drawing {
    /// For a page that embeds its [`Letters`]: text as text; the page says what it shows.
    pub fn inline(&self) -> String {
        let elements = svg::elements(&self.ink, svg::Form::Text);
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {} aria-hidden=\"true\">{elements}</svg>", self.size())
    }

    /// Stand-alone: text as outlines, its words in `<title>` and `<desc>`.
    pub fn svg(&self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {} role=\"img\" xml:lang=\"{}\"><title>{}</title><desc>{}</desc>{}</svg>\n",
            self.size(),
            self.lang,
            xml::text(&self.title),
            xml::text(&self.desc),
            svg::elements(&self.ink, svg::Form::Outlines)
        )
    }

    /// PNG at [`PRINT`] scale, painted once.
    pub fn png(&self) -> &[u8] {
        self.png.get_or_init(|| raster::png(&self.ink, (self.paper.width, self.height), PRINT))
    }

    /// PNG at half of that scale, for what is looked up rather than looked at.
    pub fn small_png(&self) -> &[u8] {
        self.small.get_or_init(|| raster::png(&self.ink, (self.paper.width, self.height), PRINT / 2.0))
    }

    fn size(&self) -> String {
        let (width, height) = (self.paper.width, self.height);
        let units = |pixels: f64| pixels * ink::UNITS;
        format!("width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\"", units(width), units(height))
    }
}

/// Draws a figure in a language.
pub fn drawing(figure: &Figure, table: &Table, lang: Lang) -> Arc<Drawing> {
    drawing_on(figure, table, lang, Paper::WIDE)
}

/// Draws a figure in a language for a width.
pub fn drawing_on(figure: &Figure, table: &Table, lang: Lang, paper: Paper) -> Arc<Drawing> {
    let about = lang.about(table.id.question());
    let drawn = layout::draw(figure, table, about, paper);
    Arc::new(Drawing {
        name: format!("{}.{lang}", figure.id),
        lang: about.code(),
        title: figure.title.render(about),
        desc: figure.alt.render(about),
        paper,
        height: drawn.height,
        ink: drawn.ink,
        png: OnceLock::new(),
        small: OnceLock::new(),
    })
}

/// Draws every figure in every language, in the order given. A figure whose table is not there is left out.
pub fn render_all(figures: &[Figure], tables: &[Table], langs: &[Lang]) -> Vec<Arc<Drawing>> {
    let table = |figure: &Figure| tables.iter().find(|table| table.id == figure.table);
    let wanted: Vec<_> = figures
        .iter()
        .filter_map(|figure| Some((figure, table(figure)?)))
        .flat_map(|(figure, table)| langs.iter().map(move |&lang| (figure, table, lang)))
        .collect();
    wanted.into_par_iter().map(|(figure, table, lang)| drawing(figure, table, lang)).collect()
}

/// What is wrong with the layout of a figure: texts that stand over each other or beyond the edge. Nothing, if all is well.
pub fn collisions(figure: &Figure, table: &Table, lang: Lang, paper: Paper) -> Vec<String> {
    let drawn = layout::draw(figure, table, lang, paper);
    let page = canvas::Area { left: 0.0, top: 0.0, right: paper.width, bottom: drawn.height };
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
