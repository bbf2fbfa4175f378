//! Places of a document that are to be filled: content controls whose tag or title is a name, and names in double braces, however
//! the program that wrote them has cut them into runs.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::nearest;

use super::tree::{Unreadable, XmlTree};

/// What the names that are filled begin with.
pub const HEADS: [&str; 5] = ["study", "finding", "question", "chart", "table"];
/// Names that stand alone.
pub const WHOLE: [&str; 3] = ["answers", "evidence", "names"];

/// What stands for something in a paragraph that is no text.
const OBJECT: char = '\u{FFFC}';
/// Elements of a run that are no text.
const OBJECTS: [&str; 10] = [
    "w:tab",
    "w:br",
    "w:cr",
    "w:drawing",
    "w:pict",
    "w:object",
    "w:sym",
    "w:noBreakHyphen",
    "w:footnoteReference",
    "w:endnoteReference",
];

/// A place to be filled.
pub struct Place {
    /// The name as it was written.
    pub name: String,
    /// The paragraph that it stands in, where it stands inside one.
    pub paragraph: Option<usize>,
    /// How it is marked.
    pub site: Site,
}

/// How a place is marked.
pub enum Site {
    /// By braces: where in the text of the paragraph.
    Braces(Range<usize>),
    /// By a content control.
    Control(usize, Level),
}

/// What a content control holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Part of a paragraph.
    Run,
    /// Paragraphs and tables.
    Block,
    /// A cell of a table.
    Cell,
    /// Rows of a table.
    Row,
}

/// The text of a paragraph, and the elements that it stands in.
#[derive(Default)]
pub struct ParagraphText {
    /// The text; what is no text is one character.
    pub text: String,
    /// Elements with text, each with its range.
    pub pieces: Vec<(usize, Range<usize>)>,
}

impl ParagraphText {
    /// Whether nothing but a place stands in the paragraph.
    pub fn is_alone(&self, site: &Site) -> bool {
        match site {
            Site::Braces(range) => {
                self.text[..range.start].trim().is_empty() && self.text[range.end..].trim().is_empty()
            }
            Site::Control(..) => self.text.trim().chars().eq([OBJECT]),
        }
    }
}

/// What is to be filled in a part.
pub struct Places {
    /// The places, in order.
    pub places: Vec<Place>,
    /// The paragraphs with text.
    pub paragraphs: BTreeMap<usize, ParagraphText>,
    /// Paragraphs in which a name begins and does not end.
    pub unclosed: Vec<usize>,
}

impl Places {
    /// Of a part.
    ///
    /// # Errors
    /// Where a text cannot be read.
    pub fn of(tree: &XmlTree<'_>) -> Result<Places, Unreadable> {
        let controls = controls(tree);
        let paragraphs = paragraphs(tree, &controls)?;
        let (mut places, mut unclosed) = (Vec::new(), Vec::new());
        for (sdt, name) in controls {
            let level = level(tree, sdt);
            let paragraph = (level == Level::Run).then(|| holder_paragraph(tree, sdt)).flatten();
            places.push(Place { name, paragraph, site: Site::Control(sdt, level) });
        }
        for (&at, paragraph) in &paragraphs {
            let (found, open) = in_braces(&paragraph.text);
            unclosed.extend(open.then_some(at));
            places.extend(found.into_iter().map(|range| Place {
                name: named(&paragraph.text[range.clone()]).to_string(),
                paragraph: Some(at),
                site: Site::Braces(range),
            }));
        }
        let start = |place: &Place| match place.site {
            Site::Braces(_) => place.paragraph.map_or(0, |at| tree.elements[at].open.start),
            Site::Control(sdt, _) => tree.elements[sdt].open.start,
        };
        places.sort_by_key(start);
        Ok(Places { places, paragraphs, unclosed })
    }
}

fn holder_paragraph(tree: &XmlTree<'_>, at: usize) -> Option<usize> {
    tree.upwards(at)
        .take_while(|&up| tree.elements[up].name != "w:txbxContent")
        .find(|&up| tree.elements[up].name == "w:p")
}

/// Content controls that are to be filled, the outermost of nested ones, with their names.
fn controls(tree: &XmlTree<'_>) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut end = 0;
    for sdt in tree.all("w:sdt") {
        let whole = tree.elements[sdt].whole();
        if whole.start < end {
            continue;
        }
        if let Some(name) = control_name(tree, sdt) {
            end = whole.end;
            found.push((sdt, name));
        }
    }
    found
}

fn control_name(tree: &XmlTree<'_>, sdt: usize) -> Option<String> {
    let properties = tree.child(sdt, "w:sdtPr")?;
    let value = |name: &str| tree.attribute(tree.child(properties, name)?, "w:val");
    let names = ["w:tag", "w:alias"].into_iter().filter_map(value);
    names.map(|name| named(&name).to_string()).find(|name| is_meant(name))
}

/// A name without its braces.
fn named(text: &str) -> &str {
    let braces = |c: char| matches!(c, '{' | '}' | '｛' | '｝');
    text.trim().trim_matches(braces).trim()
}

/// Whether a tag or title of a control is meant for us, rightly written or nearly so: documents have controls of their own.
pub fn is_meant(name: &str) -> bool {
    let plain = super::names::plain(name);
    match plain.split_once('.') {
        Some((head, _)) => nearest(head, HEADS).is_some_and(|known| known == head || head.len() > 3),
        None => WHOLE.contains(&plain.as_str()),
    }
}

fn level(tree: &XmlTree<'_>, sdt: usize) -> Level {
    let level = |at: usize| match tree.elements[at].name {
        "w:p" => Some(Level::Run),
        "w:tr" => Some(Level::Cell),
        "w:tbl" => Some(Level::Row),
        "w:tc" | "w:body" | "w:txbxContent" | "w:hdr" | "w:ftr" | "w:footnote" | "w:endnote" => Some(Level::Block),
        _ => None,
    };
    tree.upwards(sdt).skip(1).find_map(level).unwrap_or(Level::Block)
}

/// The texts of all paragraphs; a control that is filled is one character.
fn paragraphs(tree: &XmlTree<'_>, controls: &[(usize, String)]) -> Result<BTreeMap<usize, ParagraphText>, Unreadable> {
    let mut found: BTreeMap<usize, ParagraphText> = BTreeMap::new();
    let mut paragraph_of: Vec<Option<usize>> = Vec::with_capacity(tree.elements.len());
    let (mut next, mut end) = (controls.iter().map(|(sdt, _)| *sdt).peekable(), 0);
    for (at, element) in tree.elements.iter().enumerate() {
        let above = element.parent.and_then(|parent| paragraph_of[parent]);
        let own = match element.name {
            "w:p" => Some(at),
            // Text that moved away, and text that lies over the paragraph.
            "w:txbxContent" | "w:moveFrom" | "w:del" => None,
            _ => above,
        };
        paragraph_of.push(own);
        let control = next.next_if_eq(&at).is_some();
        if let Some(paragraph) = own.filter(|_| element.open.start >= end) {
            let text = found.entry(paragraph).or_default();
            // A stop of a tabulator bears the name of what jumps to it.
            let stop = element.parent.is_some_and(|parent| tree.elements[parent].name == "w:tabs");
            if control || OBJECTS.contains(&element.name) && !stop {
                text.text.push(OBJECT);
            } else if element.name == "w:t" {
                let start = text.text.len();
                text.text.push_str(&tree.text(at)?);
                text.pieces.push((at, start..text.text.len()));
            }
        }
        if control {
            end = element.whole().end;
        }
    }
    Ok(found)
}

/// Names in double braces with these, and whether one begins that does not end.
fn in_braces(text: &str) -> (Vec<Range<usize>>, bool) {
    let pair = |from: usize, of: [char; 2]| {
        let mut before: Option<usize> = None;
        for (at, c) in text[from..].char_indices() {
            match (of.contains(&c), before) {
                (true, Some(first)) => return Some(from + first..from + at + c.len_utf8()),
                (true, None) => before = Some(at),
                (false, _) => before = None,
            }
        }
        None
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(open) = pair(from, ['{', '｛']) {
        let Some(close) = pair(open.end, ['}', '｝']) else {
            let rest = named(&text[open.end..]);
            let word = rest.split(|c: char| c == '.' || c.is_whitespace()).next().unwrap_or("");
            let head = super::names::plain(word);
            return (found, HEADS.contains(&head.as_str()) || WHOLE.contains(&head.as_str()));
        };
        found.push(open.start..close.end);
        from = close.end;
    }
    (found, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

    fn names(body: &str) -> (Vec<String>, usize) {
        let xml = format!("{HEAD}{body}</w:body></w:document>");
        let tree = XmlTree::of_words(&xml).unwrap();
        let places = Places::of(&tree).unwrap();
        (places.places.into_iter().map(|place| place.name).collect(), places.unclosed.len())
    }

    #[test]
    fn names_are_found_however_they_are_cut() {
        let runs = "<w:p><w:r><w:t>a {</w:t></w:r><w:proofErr/><w:r><w:t>{ study</w:t></w:r><w:r><w:t>.title}} b ｛｛answers｝｝</w:t></w:r></w:p>";
        assert_eq!(names(runs).0, ["study.title", "answers"]);
        assert_eq!(names("<w:p><w:r><w:t>{{study.title</w:t></w:r></w:p>"), (Vec::new(), 1));
        assert_eq!(names("<w:p><w:r><w:t>{{ x = {1} </w:t></w:r></w:p>"), (Vec::new(), 0));
        let apart = "<w:p><w:r><w:t>{{study.</w:t></w:r></w:p><w:p><w:r><w:t>title}}</w:t></w:r></w:p>";
        assert_eq!(names(apart), (Vec::new(), 1));
    }

    #[test]
    fn controls_are_those_with_a_name() {
        let control = |tag: &str| {
            format!(
                r#"<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{{{study.date}}}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"#
            )
        };
        assert_eq!(names(&control("finding.a.sentence")).0, ["finding.a.sentence"]);
        assert_eq!(names(&control("Company")).0, ["study.date"], "its text is a text like others");
        assert_eq!(names(&control("findng.a.sentence")).0, ["findng.a.sentence"], "a slip is not passed over");
        assert!(is_meant("Evidence") && is_meant("{{table.a}}".trim_matches(['{', '}'])) && !is_meant("name.x"));
        assert!(!is_meant("Title") && !is_meant("www.example.org"));
    }

    #[test]
    fn a_place_is_alone_whatever_the_paragraph_looks_like() {
        let alone = |properties: &str, more: &str| {
            let body = format!("<w:p>{properties}<w:r><w:t> {{{{answers}}}}</w:t>{more}</w:r></w:p>");
            let xml = format!("{HEAD}{body}</w:body></w:document>");
            let tree = XmlTree::of_words(&xml).unwrap();
            let places = Places::of(&tree).unwrap();
            let place = &places.places[0];
            places.paragraphs[&place.paragraph.unwrap()].is_alone(&place.site)
        };
        assert!(alone(r#"<w:pPr><w:tabs><w:tab w:val="left" w:pos="709"/></w:tabs></w:pPr>"#, ""));
        assert!(!alone("", "<w:tab/>") && !alone("", "<w:t>x</w:t>"));
    }

    #[test]
    fn a_text_box_is_no_part_of_the_paragraph_that_it_hangs_on() {
        let body = "<w:p><w:r><w:t>{{study</w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>{{answers}}</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r><w:r><w:t>.date}}</w:t></w:r></w:p>";
        assert_eq!(names(body).0.iter().filter(|name| *name == "answers").count(), 1);
    }
}
