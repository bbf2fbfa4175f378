//! A Word document of somebody else's with our results in it: an organisation's own form, whose places are filled and of which
//! everything else stays as it is, byte for byte.
//!
//! `package` is the file, `tree` a part with the places of its tags, `place` what is to be filled, `names` what a name stands for,
//! `content` what it gives (the views of our own reports, of one edition), `markup` that as Word's XML, `write` the part with it,
//! `media` the pictures. A document comes from anywhere: nothing in it is trusted.

mod content;
mod markup;
mod media;
mod names;
mod package;
mod place;
mod problem;
mod room;
mod tree;
mod write;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::findings::{Bundle, WordTemplate};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::report::PageScope;
use super::word::Pictures;

use content::{Content, Contents};
use media::Media;
use names::{Name, NameCatalog};
use package::{DocumentPackage, TYPES, unreadable};
use place::{Level, Places, Site};
use problem::Reader;
use tree::XmlTree;
use write::PartWriter;

/// What a document says it is where it is a template of Word's own kind, and where it is a document.
const KINDS: [(&str, &str); 1] = [(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
)];

/// With what a document is filled.
pub struct Filling<'f> {
    /// The edition of those who hold the data, by which names are known.
    pub known: &'f Bundle,
    /// The edition that is shown.
    pub shown: &'f Bundle,
    /// Language of what is filled in.
    pub lang: Lang,
    /// Gives the PNG of a figure of this edition.
    pub pictures: Pictures<'f>,
}

/// The document with its places filled.
///
/// # Errors
/// All problems of the document: what it is, names that are none or may mean several, with their places.
pub fn filled(template: &WordTemplate, filling: &Filling<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut reader = Reader::of(&template.name);
    match fill(template, filling, &mut reader) {
        Ok(bytes) if reader.problems.is_empty() => Ok(bytes),
        Ok(_) => Err(reader.problems),
        Err(why) => Err(vec![reader.refused(why)]),
    }
}

/// Places of a part at most.
const MOST_PLACES: usize = 2_000;

/// What names gave that were met before.
type Known = RefCell<BTreeMap<String, Content>>;

/// A part with its text.
struct PartText {
    name: String,
    xml: String,
}

fn fill(template: &WordTemplate, filling: &Filling<'_>, reader: &mut Reader<'_>) -> Result<Vec<u8>, Phrase> {
    let mut package = DocumentPackage::open(&template.bytes)?;
    let main = package.main()?;
    let types = package.text(TYPES)?.unwrap_or_default();
    if types.contains("macroEnabled") {
        return Err(phrase!("it may hold macros: save it in Word as a Word document (.docx)"));
    }
    let mut parts = Vec::new();
    for name in package.text_parts(&main)? {
        let xml = package.text(&name)?.unwrap_or_default();
        parts.push(PartText { name, xml });
    }
    problem::beside(&mut package, reader)?;
    let trees: Vec<XmlTree<'_>> = parts
        .iter()
        .map(|part| XmlTree::of_words(&part.xml).map_err(|why| unreadable(&part.name, &why)))
        .collect::<Result<_, _>>()?;
    let style = table_style(&mut package, &main, &trees[0])?;
    let catalog = NameCatalog::of(filling.known);
    let contents = Contents { scope: PageScope::whole(filling.shown), lang: filling.lang };
    let given: Known = RefCell::default();
    let mut media = Media::new(&package, &trees, filling.pictures);
    let mut changed = BTreeMap::new();
    let page = room::page(&trees[0], trees[0].elements.len() - 1);
    for (part, tree) in parts.iter().zip(&trees) {
        let places = Places::of(tree).map_err(|why| unreadable(&part.name, &why))?;
        if places.places.len() > MOST_PLACES {
            return Err(phrase!("it holds more than {n} places", n = MOST_PLACES));
        }
        let give = |name: &str| {
            let known = given.borrow().get(name).cloned();
            known.map_or_else(|| one(name, &catalog, &contents, filling), Ok).inspect(|content| {
                given.borrow_mut().insert(name.to_string(), content.clone());
            })
        };
        let given = reader.given(&part.name, tree, &places, give);
        if places.places.is_empty() || !reader.problems.is_empty() {
            continue;
        }
        let mut embed = |figure: &str| media.embed(&part.name, figure);
        let mut writer = PartWriter { tree, places: &places, style: style.as_deref(), page, embed: &mut embed };
        let edits = writer.edits(&given).map_err(|why| unreadable(&part.name, &why))?;
        changed.insert(part.name.clone(), tree::edited(tree.xml, edits).into_bytes());
    }
    if changed.is_empty() && reader.problems.is_empty() {
        return Err(phrase!(
            "it has no place to fill: write a name in double braces, such as {example}, or give a content control a name as its tag",
            example = "{{study.title}}"
        ));
    }
    media.add_to(&mut package, &mut changed)?;
    as_document(&types, &mut changed);
    package.with(changed).map_err(|why| phrase!("it cannot be packed again ({why})", why = why))
}

/// What a name gives.
fn one(
    name: &str,
    catalog: &NameCatalog,
    contents: &Contents<'_>,
    filling: &Filling<'_>,
) -> Result<Content, problem::PlaceProblem> {
    let meant: Name = catalog.resolve(name)?;
    let content = contents.of(&meant, catalog)?;
    Ok(match content {
        Content::Picture(picture) if (filling.pictures)(&picture.figure).is_none() => contents.missing(),
        content => content,
    })
}

/// Whether a content can stand at a place.
fn fits(places: &Places, place: &place::Place, content: &Content) -> bool {
    let alone =
        || place.paragraph.is_none_or(|at| places.paragraphs.get(&at).is_some_and(|it| it.is_alone(&place.site)));
    match (&place.site, content) {
        (Site::Control(_, Level::Row), _) => false,
        (_, Content::Table(_)) => alone(),
        _ => true,
    }
}

/// The first style of tables that the document uses, else the first of its own that it knows.
fn table_style(
    package: &mut DocumentPackage<'_>,
    main: &str,
    document: &XmlTree<'_>,
) -> Result<Option<String>, Phrase> {
    let used = document.all("w:tblStyle").find_map(|at| document.attribute(at, "w:val"));
    let named = package.relationships(main)?.into_iter().find(|it| it.is("styles"));
    let Some(styles) = named.filter(|_| used.is_none()) else { return Ok(used) };
    let Some(text) = package.text(&styles.target)? else { return Ok(None) };
    let tree = XmlTree::read(&text).map_err(|why| unreadable(&styles.target, &why))?;
    let of_tables = tree.all("w:style").filter(|&at| tree.attribute(at, "w:type").as_deref() == Some("table"));
    let mut own = of_tables.filter(|&at| tree.attribute(at, "w:default").is_none_or(|it| it == "0" || it == "false"));
    Ok(own.find_map(|at| tree.attribute(at, "w:styleId")))
}

/// A template of Word's own kind is a document once it is filled.
fn as_document(types: &str, changed: &mut BTreeMap<String, Vec<u8>>) {
    for (template, document) in KINDS.into_iter().filter(|(template, _)| types.contains(template)) {
        let now = changed.remove(TYPES).and_then(|bytes| String::from_utf8(bytes).ok());
        let text = now.unwrap_or_else(|| types.to_string()).replace(template, document);
        changed.insert(TYPES.into(), text.into_bytes());
    }
}
