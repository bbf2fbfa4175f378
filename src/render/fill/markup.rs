//! What is put in, as Word's own XML.

use crate::render::word::fitted;
use crate::render::xml::{attribute, text};
use crate::text::printable;

use super::content::Grid;

/// Width of a letter, and of the margins of a cell, in twentieths of a point.
const LETTER: usize = 110;
const MARGINS: usize = 230;
/// Letters of a column that is not broken.
const SHORT: usize = 15;

/// Text as it stands inside `w:t`, with a break of the line for each of its own.
pub fn inline(words: &str) -> String {
    let words = printable(words);
    let lines: Vec<String> = words.split('\n').map(text).collect();
    lines.join(r#"</w:t><w:br/><w:t xml:space="preserve">"#)
}

/// A run.
pub fn run(properties: &str, words: &str) -> String {
    format!(r#"<w:r>{properties}<w:t xml:space="preserve">{}</w:t></w:r>"#, inline(words))
}

/// A paragraph.
pub fn paragraph(properties: &str, runs: &str) -> String {
    format!("<w:p>{properties}{runs}</w:p>")
}

/// How a picture is known in a part.
pub struct Drawn<'p> {
    /// Id of the relationship to its file.
    pub relationship: &'p str,
    /// A number that no other picture of the document has.
    pub number: u64,
    /// What it shows, in words.
    pub alt: &'p str,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
}

/// A picture in the line, as wide as there is room, in twentieths of a point, and no taller than `tallest`.
pub fn drawing(drawn: &Drawn<'_>, room: usize, tallest: usize) -> String {
    let (cx, cy) = fitted(drawn.pixels, room, tallest);
    let (alt, number) = (attribute(&printable(drawn.alt)), drawn.number);
    let relationship = attribute(drawn.relationship);
    format!(
        r#"<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="Figure {number}" descr="{alt}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="Figure {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#
    )
}

/// A table of a style of the document, or with plain borders; as wide as there is room, its runs with these properties.
pub fn table(grid: &Grid, style: Option<&str>, room: usize, runs: &str) -> String {
    let widths = widths(grid, room);
    let columns: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
    let look = match style {
        Some(style) => format!(r#"<w:tblStyle w:val="{}"/>"#, attribute(style)),
        None => String::new(),
    };
    let borders = if style.is_none() { plain_borders() } else { String::new() };
    let head = row(&grid.heads, grid, &widths, &bold(runs), "<w:tblHeader/>");
    let rows: String = grid.rows.iter().map(|cells| row(cells, grid, &widths, runs, "")).collect();
    format!(
        r#"<w:tbl><w:tblPr>{look}<w:tblW w:w="{room}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"#
    )
}

fn plain_borders() -> String {
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let side = |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    format!("<w:tblBorders>{}</w:tblBorders>", sides.map(side).concat())
}

/// Widths of columns: what a short column needs, and of the rest as much as a column has more to say.
fn widths(grid: &Grid, room: usize) -> Vec<usize> {
    let shares: usize = grid.shares.iter().sum();
    if shares > 0 {
        return grid.shares.iter().map(|share| share * room / shares).collect();
    }
    let letters = |text: &String| {
        let of_line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        text.split('\n').map(of_line).max().unwrap_or(0)
    };
    let longest = |at: usize| {
        let body = grid.rows.iter().filter_map(|row| row.get(at)).map(letters).max().unwrap_or(0);
        body.max(grid.heads.get(at).map_or(0, |head| letters(head).div_ceil(2))).clamp(4, 60)
    };
    let wanted: Vec<usize> = (0..grid.heads.len()).map(|at| longest(at) * LETTER + MARGINS).collect();
    let needed: Vec<usize> = wanted.iter().map(|width| (*width).min(SHORT * LETTER + MARGINS)).collect();
    let (all, least) = (wanted.iter().sum::<usize>(), needed.iter().sum::<usize>());
    match room.checked_sub(least) {
        Some(rest) if all > least => {
            wanted.iter().zip(&needed).map(|(want, need)| need + rest * (want - need) / (all - least)).collect()
        }
        _ => needed.iter().map(|need| need * room / least.max(1)).collect(),
    }
}

/// Properties of runs with bold letters.
fn bold(runs: &str) -> String {
    let Some(inside) = runs.strip_prefix("<w:rPr>") else { return "<w:rPr><w:b/></w:rPr>".into() };
    if inside.contains("<w:b/>") || inside.contains("<w:b ") {
        return runs.into();
    }
    let mut at = 0;
    // What stands before it in the order of the format.
    while inside[at..].starts_with("<w:rStyle ") || inside[at..].starts_with("<w:rFonts ") {
        let Some(end) = inside[at..].find("/>") else { break };
        at += end + 2;
    }
    format!("<w:rPr>{}<w:b/>{}", &inside[..at], &inside[at..])
}

fn row(cells: &[String], grid: &Grid, widths: &[usize], runs: &str, of_head: &str) -> String {
    let cell = |(at, words): (usize, &String)| {
        let side = if grid.numeric.get(at).copied().unwrap_or(false) { "right" } else { "left" };
        let width = widths.get(at).copied().unwrap_or(1_000);
        let properties = format!(
            r#"<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>"#
        );
        let inside = paragraph(&properties, &run(runs, words));
        format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>"#)
    };
    let cells: String = cells.iter().enumerate().map(cell).collect();
    format!("<w:tr><w:trPr><w:cantSplit/>{of_head}</w:trPr>{cells}</w:tr>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fill::tree::XmlTree;

    #[test]
    fn what_is_put_in_is_sound_whatever_the_words() {
        let evil = "a < b & \"c\" \u{b}\n]]> \u{202E}";
        assert_eq!(inline("a\nb"), r#"a</w:t><w:br/><w:t xml:space="preserve">b"#);
        let drawn = Drawn { relationship: "r1", number: 3, alt: evil, pixels: (1600, 800) };
        let picture = drawing(&drawn, 8_000, 20_000);
        assert!(picture.contains(r#"cx="5080000" cy="2540000""#), "{picture}");
        let grid = Grid {
            heads: vec![evil.into(), "n".into()],
            numeric: vec![false, true],
            rows: vec![vec![evil.into(), "1".into()]],
            notes: Vec::new(),
            shares: &[],
        };
        for xml in [
            paragraph("", &run("", evil)),
            picture,
            table(&grid, None, 9_000, ""),
            table(&grid, Some(evil), 9_000, r#"<w:rPr><w:rFonts w:ascii="A"/><w:i/></w:rPr>"#),
        ] {
            assert!(XmlTree::read(&xml).is_ok(), "{xml}");
        }
        assert_eq!(
            bold(r#"<w:rPr><w:rFonts w:ascii="A"/><w:i/></w:rPr>"#),
            r#"<w:rPr><w:rFonts w:ascii="A"/><w:b/><w:i/></w:rPr>"#
        );
    }
}
