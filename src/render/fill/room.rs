//! How much room there is at a place of a document.

use super::tree::XmlTree;

/// Width of the text of an A4 page with usual margins, in twentieths of a point, where a document says nothing.
const USUAL: usize = 9_000;
/// What a cell keeps free beside its text.
const CELL_MARGINS: usize = 216;
/// Least room that is used.
const LEAST: usize = 600;
/// EMU in a twentieth of a point.
const EMU: usize = 635;

/// Width and height of the text of the page, in twentieths of a point, of the section that an element lies in; of the last one where
/// the part has none.
pub fn page(tree: &XmlTree<'_>, at: usize) -> Option<(usize, usize)> {
    let start = tree.elements[at].open.start;
    let sections: Vec<usize> = tree.all("w:sectPr").collect();
    let after = sections.iter().copied().find(|&section| tree.elements[section].open.start > start);
    let section = after.or(sections.last().copied())?;
    let number = |of: &str, name: &str| -> Option<usize> {
        tree.attribute(tree.child(section, of)?, name)?.parse::<f64>().ok().map(|value| value.abs() as usize)
    };
    let margin = |side: &str| number("w:pgMar", side).unwrap_or(1_440);
    let (wide, tall) = (number("w:pgSz", "w:w")?, number("w:pgSz", "w:h")?);
    let columns = number("w:cols", "w:num").unwrap_or(1).clamp(1, 20);
    let gap = number("w:cols", "w:space").unwrap_or(720) * (columns - 1);
    let wide = wide.saturating_sub(margin("w:left") + margin("w:right") + gap) / columns;
    let tall = tall.saturating_sub(margin("w:top") + margin("w:bottom"));
    (wide >= LEAST && tall >= LEAST).then_some((wide, tall))
}

/// The room at an element: of the page, of the cell or of the box that it lies in.
pub fn at(tree: &XmlTree<'_>, at: usize, elsewhere: Option<(usize, usize)>) -> (usize, usize) {
    let (page, tall) = page(tree, at).or(elsewhere).unwrap_or((USUAL, USUAL));
    let inner = tree.upwards(at).find_map(|up| match tree.elements[up].name {
        "w:tc" => cell(tree, up, page),
        "w:txbxContent" => text_box(tree, up),
        _ => None,
    });
    (inner.unwrap_or(page).clamp(LEAST, page.max(LEAST)), tall)
}

fn cell(tree: &XmlTree<'_>, cell: usize, page: usize) -> Option<usize> {
    let width = tree.child(cell, "w:tcPr").and_then(|it| tree.child(it, "w:tcW"));
    let own = width.filter(|&it| tree.attribute(it, "w:type").is_none_or(|kind| kind == "dxa"));
    let own = own.and_then(|it| tree.attribute(it, "w:w")?.parse::<usize>().ok()).filter(|&width| width > 0);
    let cells = tree.elements[cell]
        .parent
        .map(|row| tree.elements[row].children.iter().filter(|&&it| tree.elements[it].name == "w:tc").count());
    let whole = own.or_else(|| cells.map(|cells| page / cells.max(1)))?;
    Some(whole.saturating_sub(CELL_MARGINS))
}

/// The width of a box of DrawingML; of older ones nothing is known.
fn text_box(tree: &XmlTree<'_>, content: usize) -> Option<usize> {
    let frame = tree.upwards(content).find(|&up| matches!(tree.elements[up].name, "wp:inline" | "wp:anchor"))?;
    let extent = tree.child(frame, "wp:extent")?;
    let width = tree.attribute(extent, "cx")?.parse::<usize>().ok()? / EMU;
    Some(width.saturating_sub(2 * CELL_MARGINS))
}
