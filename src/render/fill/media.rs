//! Pictures that are added to a document: their files, and the lists that say that they are there.

use std::collections::BTreeMap;

use crate::render::word::{Pictures, size};
use crate::render::xml::attribute;
use crate::text::Phrase;

use super::package::{DocumentPackage, TYPES, list_of, unreadable};
use super::tree::{Unreadable, XmlTree, edited};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const IMAGE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

/// The pictures of a document.
pub struct Media<'p> {
    pictures: Pictures<'p>,
    /// What names of files and relationships begin with, so that none is taken.
    mark: String,
    /// Figures in the order in which they were asked for.
    figures: Vec<String>,
    /// Parts that show a figure, by its place in the list.
    shown: BTreeMap<String, Vec<usize>>,
    /// The last number of a picture.
    number: u64,
}

impl<'p> Media<'p> {
    /// Of a document with these parts.
    pub fn new(package: &DocumentPackage<'_>, trees: &[XmlTree<'_>], pictures: Pictures<'p>) -> Media<'p> {
        let taken = |mark: &str| package.names().any(|name| name.contains(mark));
        let mark = (1..).map(|n| if n == 1 { "tashika".into() } else { format!("tashika-{n}-") });
        let mark = mark.into_iter().find(|mark| !taken(mark)).unwrap_or_default();
        let numbers = trees.iter().flat_map(|tree| {
            tree.all("wp:docPr").filter_map(|at| tree.attribute(at, "id")?.parse::<u32>().ok()).collect::<Vec<_>>()
        });
        let number = u64::from(numbers.filter(|id| *id < 1 << 30).max().unwrap_or(0));
        Media { pictures, mark, figures: Vec::new(), shown: BTreeMap::new(), number }
    }

    /// The relationship of a part to a figure, a number for the picture and its size; nothing where there is no picture.
    pub fn embed(&mut self, part: &str, figure: &str) -> Option<(String, u64, (u32, u32))> {
        let pixels = size((self.pictures)(figure)?)?;
        let at = self.figures.iter().position(|known| known == figure).unwrap_or_else(|| {
            self.figures.push(figure.to_string());
            self.figures.len() - 1
        });
        let shown = self.shown.entry(part.to_string()).or_default();
        if !shown.contains(&at) {
            shown.push(at);
        }
        self.number += 1;
        Some((self.relationship(at), self.number, pixels))
    }

    fn relationship(&self, at: usize) -> String {
        format!("rId{}{}", self.mark, at + 1)
    }

    fn path(&self, at: usize) -> String {
        format!("word/media/{}{}.png", self.mark, at + 1)
    }

    /// Adds the files, and names them where they are shown.
    ///
    /// # Errors
    /// Where one of the lists of the document is damaged.
    pub fn add_to(
        &self,
        package: &mut DocumentPackage<'_>,
        changed: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Phrase> {
        for (at, figure) in self.figures.iter().enumerate() {
            let png = (self.pictures)(figure).unwrap_or_default();
            changed.insert(self.path(at), png.to_vec());
        }
        for (part, shown) in &self.shown {
            let list = list_of(part);
            let text = package.text(&list)?.unwrap_or_else(|| {
                format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{PACKAGE}/relationships"></Relationships>"#)
            });
            let lines: String = shown.iter().map(|&at| self.line(at, part)).collect();
            changed.insert(list.clone(), within(&text, &lines).map_err(|why| unreadable(&list, &why))?.into_bytes());
        }
        if self.figures.is_empty() {
            return Ok(());
        }
        let types = package.text(TYPES)?.unwrap_or_default();
        if let Some(types) = with_png(&types).map_err(|why| unreadable(TYPES, &why))? {
            changed.insert(TYPES.into(), types.into_bytes());
        }
        Ok(())
    }

    fn line(&self, at: usize, part: &str) -> String {
        let path = self.path(at);
        let target = match part.strip_prefix("word/").is_some_and(|file| !file.contains('/')) {
            true => path.trim_start_matches("word/").to_string(),
            false => format!("/{path}"),
        };
        let (id, target) = (attribute(&self.relationship(at)), attribute(&target));
        format!(r#"<Relationship xmlns="{PACKAGE}/relationships" Id="{id}" Type="{IMAGE}" Target="{target}"/>"#)
    }
}

/// A list with entries at its end.
fn within(list: &str, entries: &str) -> Result<String, Unreadable> {
    let tree = XmlTree::read(list)?;
    let root = &tree.elements[0];
    Ok(match root.is_empty_tag() {
        true => {
            let tag = list.get(root.open.clone()).unwrap_or("").trim_end_matches('>').trim_end_matches('/');
            edited(list, vec![(root.whole(), format!("{tag}>{entries}</{}>", root.name))])
        }
        false => edited(list, vec![(root.close.start..root.close.start, entries.to_string())]),
    })
}

/// The list of what parts are, with pictures; nothing where it has them.
fn with_png(types: &str) -> Result<Option<String>, Unreadable> {
    let tree = XmlTree::read(types)?;
    let png = |at: &usize| tree.attribute(*at, "Extension").is_some_and(|it| it.eq_ignore_ascii_case("png"));
    if tree.elements[0].children.iter().any(png) {
        return Ok(None);
    }
    within(types, &format!(r#"<Default xmlns="{PACKAGE}/content-types" Extension="png" ContentType="image/png"/>"#))
        .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_at_the_end_of_a_list() {
        assert_eq!(within(r#"<a b="c"><d/></a>"#, "<e/>").unwrap(), r#"<a b="c"><d/><e/></a>"#);
        assert_eq!(within(r#"<a b="c"/>"#, "<e/>").unwrap(), r#"<a b="c"><e/></a>"#);
        assert!(within("<a>", "<e/>").is_err());
        assert_eq!(with_png(r#"<T><Default Extension="PNG" ContentType="image/png"/></T>"#).unwrap(), None);
        assert!(with_png("<T/>").unwrap().unwrap().contains(r#"Extension="png""#));
    }
}
