//! A part of a document as elements with the places of their tags, so that an edit leaves every other byte as it is.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// Elements of a part at most: far more than a document that a person reads.
const MOST_ELEMENTS: usize = 2_000_000;
/// How deep elements may lie in one another.
const DEEPEST: usize = 400;
/// The words of a document, as Word and others write them.
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Why a part cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It declares a document type, which no document of an office program does.
    DocumentType,
    /// It is no sound XML, or larger than is read.
    Broken(String),
    /// Its words are in another namespace or under another prefix.
    Dialect,
}

/// An element.
pub struct Element<'x> {
    /// Name with its prefix.
    pub name: &'x str,
    /// Its tag; all of it where it has no content.
    pub open: Range<usize>,
    /// Its closing tag; empty where it has no content.
    pub close: Range<usize>,
    /// The element that holds it.
    pub parent: Option<usize>,
    /// Elements that it holds, in order.
    pub children: Vec<usize>,
}

impl Element<'_> {
    /// Everything from its tag to its closing tag.
    pub fn whole(&self) -> Range<usize> {
        self.open.start..self.close.end
    }

    /// What stands between the tags.
    pub fn inner(&self) -> Range<usize> {
        self.open.end..self.close.start
    }

    /// Whether it is written as one tag.
    pub fn is_empty_tag(&self) -> bool {
        self.close.is_empty()
    }
}

/// A part with its elements in the order of their tags.
pub struct XmlTree<'x> {
    /// The text.
    pub xml: &'x str,
    /// The elements; the first is the root.
    pub elements: Vec<Element<'x>>,
}

impl<'x> XmlTree<'x> {
    /// Reads a part.
    ///
    /// # Errors
    /// Where it is no XML that an office program writes.
    pub fn read(xml: &'x str) -> Result<XmlTree<'x>, Unreadable> {
        let mut tree = XmlTree { xml, elements: Vec::new() };
        let mut reader = Reader::from_str(xml);
        let mut open: Vec<usize> = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|why| Unreadable::Broken(why.to_string()))?;
            let span = start..reader.buffer_position() as usize;
            match event {
                Event::Start(_) => {
                    let at = tree.push(span, open.last().copied(), open.len())?;
                    open.push(at);
                }
                Event::Empty(_) => drop(tree.push(span, open.last().copied(), open.len())?),
                Event::End(_) => {
                    let at = open.pop().ok_or_else(|| Unreadable::Broken("a tag too many".into()))?;
                    tree.elements[at].close = span;
                }
                Event::DocType(_) => return Err(Unreadable::DocumentType),
                Event::Eof => break,
                _ => {}
            }
        }
        match open.is_empty() && !tree.elements.is_empty() {
            true => Ok(tree),
            false => Err(Unreadable::Broken("it ends early".into())),
        }
    }

    /// Reads a part that holds text of a document.
    ///
    /// # Errors
    /// As [`XmlTree::read`], and where its words stand under another prefix than everywhere.
    pub fn of_words(xml: &'x str) -> Result<XmlTree<'x>, Unreadable> {
        let tree = XmlTree::read(xml)?;
        match tree.attribute(0, "xmlns:w").as_deref() == Some(WORDS) {
            true => Ok(tree),
            false => Err(Unreadable::Dialect),
        }
    }

    fn push(&mut self, open: Range<usize>, parent: Option<usize>, depth: usize) -> Result<usize, Unreadable> {
        if self.elements.len() >= MOST_ELEMENTS || depth >= DEEPEST {
            return Err(Unreadable::Broken("it holds more than is read".into()));
        }
        let at = self.elements.len();
        let tag = self.xml.get(open.clone()).unwrap_or("");
        let name = tag.trim_start_matches('<').split(|c: char| c.is_whitespace() || c == '/' || c == '>').next();
        let close = open.end..open.end;
        self.elements.push(Element { name: name.unwrap_or(""), open, close, parent, children: Vec::new() });
        if let Some(parent) = parent {
            self.elements[parent].children.push(at);
        }
        Ok(at)
    }

    /// The value of an attribute of an element.
    pub fn attribute(&self, at: usize, name: &str) -> Option<String> {
        let tag = self.xml.get(self.elements[at].open.clone())?;
        let inside = tag.strip_prefix('<')?.trim_end_matches('>').trim_end_matches('/');
        let start = BytesStart::from_content(inside, self.elements[at].name.len());
        let found = start.attributes().flatten().find(|own| own.key.as_ref() == name)?;
        Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// The first child of a name.
    pub fn child(&self, of: usize, name: &str) -> Option<usize> {
        self.elements[of].children.iter().copied().find(|&at| self.elements[at].name == name)
    }

    /// The element and those that hold it, from the inside.
    pub fn upwards(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(from), |&at| self.elements[at].parent)
    }

    /// The nearest element of a name that holds an element, or is it.
    pub fn holder(&self, of: usize, name: &str) -> Option<usize> {
        self.upwards(of).find(|&at| self.elements[at].name == name)
    }

    /// All elements of a name, in order.
    pub fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.elements.len()).filter(move |&at| self.elements[at].name == name)
    }

    /// The elements of a name inside an element, in order.
    pub fn inside<'t>(&'t self, of: usize, name: &'t str) -> impl Iterator<Item = usize> + 't {
        let end = self.elements[of].whole().end;
        let within = (of + 1..self.elements.len()).take_while(move |&at| self.elements[at].open.start < end);
        within.filter(move |&at| self.elements[at].name == name)
    }

    /// The text of an element that holds nothing but text.
    ///
    /// # Errors
    /// Where it holds something else, or a name that XML does not know.
    pub fn text(&self, at: usize) -> Result<String, Unreadable> {
        let raw = self.xml.get(self.elements[at].inner()).unwrap_or("");
        if raw.contains('<') {
            return Err(Unreadable::Broken("markup inside a text".into()));
        }
        unescape(raw).map(Cow::into_owned).map_err(|why| Unreadable::Broken(why.to_string()))
    }

    /// What an element is in the text; empty where there is none.
    pub fn source(&self, at: Option<usize>) -> &'x str {
        at.and_then(|at| self.xml.get(self.elements[at].whole())).unwrap_or("")
    }
}

/// The text with some ranges replaced. They do not overlap; of several at one place the first given comes first.
pub fn edited(xml: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(xml.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut done = 0;
    for (range, text) in edits {
        out.push_str(xml.get(done..range.start).unwrap_or(""));
        out.push_str(&text);
        done = done.max(range.end);
    }
    out.push_str(&xml[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_places() {
        let xml = r#"<?xml version="1.0"?><w:a xmlns:w="x"><!-- <b> --><w:p w:id="1 &amp; 2"><w:t>A &amp; B</w:t><w:br/></w:p></w:a>"#;
        let tree = XmlTree::read(xml).unwrap();
        let names: Vec<&str> = tree.elements.iter().map(|it| it.name).collect();
        assert_eq!(names, ["w:a", "w:p", "w:t", "w:br"]);
        assert_eq!(tree.attribute(1, "w:id").as_deref(), Some("1 & 2"));
        assert_eq!(tree.text(2).unwrap(), "A & B");
        assert_eq!(tree.source(Some(3)), "<w:br/>");
        assert_eq!(tree.holder(3, "w:p"), Some(1));
        let text = tree.elements[2].inner();
        assert_eq!(edited(xml, vec![(text, "C".into())]), xml.replace("A &amp; B", "C"));
        assert_eq!(edited(xml, Vec::new()), xml);
    }

    #[test]
    fn what_no_office_program_writes_is_refused() {
        let read = |xml: &str| XmlTree::read(xml).err();
        assert_eq!(read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Some(Unreadable::DocumentType));
        for broken in ["<a><b></a>", "<a>", "", "</a>", "<a", "text"] {
            assert!(matches!(read(broken), Some(Unreadable::Broken(_))), "{broken}");
        }
        assert!(matches!(read(&"<a>".repeat(1_000)), Some(Unreadable::Broken(_))));
        assert_eq!(XmlTree::of_words("<a/>").err(), Some(Unreadable::Dialect));
    }
}
