//! A part with its places filled: only the texts, controls and paragraphs that hold a place change.

use std::collections::BTreeMap;
use std::ops::Range;

use super::content::{Content, Grid, PictureOf};
use super::markup::{self, Drawn};
use super::place::{Level, ParagraphText, Place, Places, Site};
use super::room;
use super::tree::{Unreadable, XmlTree};

/// Properties of a control that would hide what is put in, replace it, or not allow it.
const TAKEN_OUT: [&str; 9] = [
    "w:showingPlcHdr",
    "w:dataBinding",
    "w15:dataBinding",
    "w:dropDownList",
    "w:comboBox",
    "w:date",
    "w14:checkbox",
    "w:text",
    "w:picture",
];
/// Properties of a paragraph that stand behind its spacing.
const BEHIND_SPACING: [&str; 12] = [
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
];
/// Spacing in which a picture is not cut to the height of a line.
const SPACING: &str = r#"<w:spacing w:line="240" w:lineRule="auto"/>"#;
/// Part of the page's height that a picture takes at most.
const TALLEST: (usize, usize) = (4, 5);

/// Replacements of ranges of a part.
type Edits = Vec<(Range<usize>, String)>;

/// Gives a picture of a part: its relationship, its number and its size in pixels.
pub type Embed<'e> = dyn FnMut(&str) -> Option<(String, u64, (u32, u32))> + 'e;

/// What a part is written with.
pub struct PartWriter<'w, 'x> {
    /// The part.
    pub tree: &'w XmlTree<'x>,
    /// Its places.
    pub places: &'w Places,
    /// Style of tables, where the document has one.
    pub style: Option<&'w str>,
    /// Width and height of the page's text, where the part does not say it.
    pub page: Option<(usize, usize)>,
    /// Gives pictures.
    pub embed: &'w mut Embed<'w>,
}

impl PartWriter<'_, '_> {
    /// The changes that fill the places, each with its content.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn edits(&mut self, contents: &[Content]) -> Result<Edits, Unreadable> {
        let mut edits = Vec::new();
        let mut in_text: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
        let places = self.places;
        for (place, content) in places.places.iter().zip(contents) {
            match &place.site {
                Site::Control(sdt, level) => self.control(place, *sdt, *level, content, &mut edits),
                Site::Braces(range) => {
                    let Some(paragraph) = place.paragraph else { continue };
                    let inside = self.braces(place, paragraph, content, &mut edits);
                    in_text.entry(paragraph).or_default().push((range.clone(), inside));
                }
            }
        }
        for (paragraph, filled) in in_text {
            self.texts(&self.places.paragraphs[&paragraph], &filled, &mut edits)?;
        }
        Ok(edits)
    }

    /// What stands in the text in the place of the braces. Tables and all lines but the last stand before the paragraph.
    fn braces(&mut self, place: &Place, paragraph: usize, content: &Content, edits: &mut Edits) -> String {
        let text = &self.places.paragraphs[&paragraph];
        let alone = text.is_alone(&place.site);
        let before = self.tree.elements[paragraph].open.start;
        match content {
            Content::Text(words) => markup::inline(words),
            Content::Lines(lines) if alone => {
                let (last, first) = lines.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
                let runs = text.pieces.first().map_or("", |(at, _)| self.run_properties(*at));
                let copies = self.copies(paragraph, runs, first);
                edits.push((before..before, copies));
                markup::inline(last)
            }
            Content::Lines(lines) => markup::inline(&lines.join("\n")),
            Content::Picture(picture) => {
                if alone {
                    edits.extend(self.loose(paragraph));
                }
                let drawing = self.drawing(picture, paragraph);
                format!(r#"</w:t>{drawing}<w:t xml:space="preserve">"#)
            }
            Content::Table(grid) => {
                let runs = text.pieces.first().map_or("", |(at, _)| self.run_properties(*at));
                edits.push((before..before, self.table(grid, paragraph, runs)));
                markup::inline(&grid.notes.join("\n"))
            }
        }
    }

    /// Paragraphs like one, with lines.
    fn copies(&self, paragraph: usize, run: &str, lines: &[String]) -> String {
        let properties = self.paragraph_properties(Some(paragraph));
        lines.iter().map(|line| markup::paragraph(&properties, &markup::run(run, line))).collect()
    }

    /// The texts of a paragraph with some ranges replaced by what is ready to stand in `w:t`.
    fn texts(
        &self,
        text: &ParagraphText,
        filled: &[(Range<usize>, String)],
        edits: &mut Edits,
    ) -> Result<(), Unreadable> {
        for (at, own) in &text.pieces {
            let touched = |(range, _): &&(Range<usize>, String)| range.start < own.end && own.start < range.end;
            if !filled.iter().any(|it| touched(&it)) {
                continue;
            }
            let (mut out, mut from) = (String::new(), own.start);
            for (range, inside) in filled.iter().filter(touched) {
                out.push_str(&markup::inline(&text.text[from..range.start.max(from)]));
                // A place that is cut stands where it begins.
                if range.start >= own.start {
                    out.push_str(inside);
                }
                from = range.end.min(own.end);
            }
            out.push_str(&markup::inline(&text.text[from..own.end]));
            let whole = self.tree.elements[*at].whole();
            edits.push((whole, format!(r#"<w:t xml:space="preserve">{out}</w:t>"#)));
        }
        Ok(())
    }

    /// Fills a control: its properties no longer hide or replace what is in it.
    fn control(&mut self, place: &Place, sdt: usize, level: Level, content: &Content, edits: &mut Edits) {
        let tree = self.tree;
        let (Some(properties), Some(held)) = (tree.child(sdt, "w:sdtPr"), tree.child(sdt, "w:sdtContent")) else {
            return;
        };
        let plain = matches!(content, Content::Text(words) if !words.contains('\n'));
        let kept =
            |name: &str| name == "w:text" && plain || name == "w:picture" && matches!(content, Content::Picture(_));
        for &at in &tree.elements[properties].children {
            let name = tree.elements[at].name;
            if TAKEN_OUT.contains(&name) && !kept(name) {
                edits.push((tree.elements[at].whole(), String::new()));
            }
        }
        let runs = self.control_runs(properties, held);
        let (target, inside) = match level {
            Level::Run => (held, self.in_line(place, held, &runs, content, edits)),
            Level::Block | Level::Row => (held, self.in_block(held, &runs, content)),
            Level::Cell => {
                let cell = tree.inside(held, "w:tc").next();
                (cell.unwrap_or(held), self.in_cell(held, cell, &runs, content))
            }
        };
        let element = &tree.elements[target];
        match element.is_empty_tag() {
            true => edits.push((element.whole(), format!("<{0}>{inside}</{0}>", element.name))),
            false => edits.push((element.inner(), inside)),
        }
    }

    /// Properties of runs in a control: its own, else those of its text, unless that is a hint for whoever fills it in.
    fn control_runs(&self, properties: usize, held: usize) -> String {
        let tree = self.tree;
        let own = tree.child(properties, "w:rPr");
        let hint = tree.child(properties, "w:showingPlcHdr").is_some();
        let of_text = || tree.inside(held, "w:t").next().map_or("", |at| self.run_properties(at));
        match own {
            Some(_) => tree.source(own).to_string(),
            None if hint => String::new(),
            None => of_text().to_string(),
        }
    }

    fn in_line(&mut self, place: &Place, held: usize, runs: &str, content: &Content, edits: &mut Edits) -> String {
        match content {
            Content::Text(words) => markup::run(runs, words),
            Content::Lines(lines) => markup::run(runs, &lines.join("\n")),
            Content::Picture(picture) => {
                let text = place.paragraph.and_then(|at| self.places.paragraphs.get(&at));
                if let Some(paragraph) = place.paragraph.filter(|_| text.is_some_and(|it| it.is_alone(&place.site))) {
                    edits.extend(self.loose(paragraph));
                }
                format!("<w:r>{runs}{}</w:r>", self.drawing(picture, held))
            }
            Content::Table(grid) => {
                if let Some(paragraph) = place.paragraph {
                    let before = self.tree.elements[paragraph].open.start;
                    edits.push((before..before, self.table(grid, paragraph, runs)));
                }
                markup::run(runs, &grid.notes.join("\n"))
            }
        }
    }

    /// Paragraphs and tables in the place of those of a control or a cell.
    fn in_block(&mut self, held: usize, runs: &str, content: &Content) -> String {
        let first = self.tree.inside(held, "w:p").next();
        let properties = self.paragraph_properties(first);
        match content {
            Content::Text(words) => markup::paragraph(&properties, &markup::run(runs, words)),
            Content::Lines(lines) => {
                lines.iter().map(|line| markup::paragraph(&properties, &markup::run(runs, line))).collect()
            }
            Content::Picture(picture) => {
                let drawing = self.drawing(picture, held);
                markup::paragraph(&format!("<w:pPr>{SPACING}</w:pPr>"), &format!("<w:r>{drawing}</w:r>"))
            }
            Content::Table(grid) => {
                let notes = markup::paragraph(&properties, &markup::run(runs, &grid.notes.join("\n")));
                self.table(grid, held, runs) + &notes
            }
        }
    }

    fn in_cell(&mut self, held: usize, cell: Option<usize>, runs: &str, content: &Content) -> String {
        let inside = self.in_block(cell.unwrap_or(held), runs, content);
        match cell {
            Some(cell) => format!("{}{inside}", self.tree.source(self.tree.child(cell, "w:tcPr"))),
            None => format!("<w:tc>{inside}</w:tc>"),
        }
    }

    fn run_properties(&self, text: usize) -> &str {
        let run = self.tree.holder(text, "w:r");
        self.tree.source(run.and_then(|run| self.tree.child(run, "w:rPr")))
    }

    /// Properties of a paragraph, without the end of a section.
    fn paragraph_properties(&self, paragraph: Option<usize>) -> String {
        let Some(own) = paragraph.and_then(|at| self.tree.child(at, "w:pPr")) else { return String::new() };
        let whole = self.tree.source(Some(own));
        let section = self.tree.child(own, "w:sectPr");
        section.map_or_else(|| whole.to_string(), |at| whole.replacen(self.tree.source(Some(at)), "", 1))
    }

    /// Loosens the spacing of a paragraph, so that a picture is not cut.
    fn loose(&self, paragraph: usize) -> Option<(Range<usize>, String)> {
        let tree = self.tree;
        let Some(own) = tree.child(paragraph, "w:pPr") else {
            let start = tree.elements[paragraph].open.end;
            return Some((start..start, format!("<w:pPr>{SPACING}</w:pPr>")));
        };
        if tree.elements[own].is_empty_tag() {
            return Some((tree.elements[own].whole(), format!("<w:pPr>{SPACING}</w:pPr>")));
        }
        if let Some(spacing) = tree.child(own, "w:spacing") {
            let kept = ["w:before", "w:after"].into_iter().filter_map(|name| {
                let value = tree.attribute(spacing, name)?;
                Some(format!(r#" {name}="{}""#, crate::render::xml::attribute(&value)))
            });
            let spaced = format!(r#"<w:spacing{} w:line="240" w:lineRule="auto"/>"#, kept.collect::<String>());
            return Some((tree.elements[spacing].whole(), spaced));
        }
        let behind = |&&at: &&usize| {
            let name = tree.elements[at].name;
            BEHIND_SPACING.contains(&name) || matches!(name, "w:sectPr" | "w:pPrChange")
        };
        let next = tree.elements[own].children.iter().find(behind);
        let at = next.map_or(tree.elements[own].close.start, |&at| tree.elements[at].open.start);
        Some((at..at, SPACING.to_string()))
    }

    fn drawing(&mut self, picture: &PictureOf, at: usize) -> String {
        let Some((relationship, number, pixels)) = (self.embed)(&picture.figure) else { return String::new() };
        let (wide, tall) = room::at(self.tree, at, self.page);
        let drawn = Drawn { relationship: &relationship, number, alt: &picture.alt, pixels };
        markup::drawing(&drawn, wide, tall * TALLEST.0 / TALLEST.1)
    }

    fn table(&self, grid: &Grid, at: usize, runs: &str) -> String {
        markup::table(grid, self.style, room::at(self.tree, at, self.page).0, runs)
    }
}
