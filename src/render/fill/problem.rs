//! What is wrong with a document, with its places: all of it at once.

use crate::diag::{Diagnostic, Place as FilePlace};
use crate::phrase;
use crate::text::Phrase;

use super::content::Content;
use super::fits;
use super::names::NameProblem;
use super::package::{DocumentPackage, folder_and_file};
use super::place::{HEADS, Place, Places, Site};
use super::tree::XmlTree;

/// Characters of the text near a place that are told.
const NEAR: usize = 60;
/// Characters of a name that are told.
const NAME: usize = 120;
/// Problems that are told at most.
pub const MOST: usize = 60;

/// Why a place cannot be filled.
pub enum PlaceProblem {
    /// The name.
    Name(NameProblem),
    /// The study does not say it; what to do.
    Unsaid(Phrase),
}

impl From<NameProblem> for PlaceProblem {
    fn from(problem: NameProblem) -> PlaceProblem {
        PlaceProblem::Name(problem)
    }
}

impl From<Phrase> for PlaceProblem {
    fn from(hint: Phrase) -> PlaceProblem {
        PlaceProblem::Unsaid(hint)
    }
}

/// Collects the problems of a document.
pub struct Reader<'d> {
    file: &'d str,
    /// The problems so far.
    pub problems: Vec<Diagnostic>,
}

impl<'d> Reader<'d> {
    /// Of a document, as the user named it.
    pub fn of(file: &'d str) -> Reader<'d> {
        Reader { file, problems: Vec::new() }
    }

    /// That the document cannot be filled at all.
    pub fn refused(&self, why: Phrase) -> Diagnostic {
        self.problem(phrase!("The Word template cannot be filled: {why}", why = why))
    }

    fn problem(&self, message: Phrase) -> Diagnostic {
        Diagnostic::error("word-template", message).at(FilePlace::File { file: self.file.into() })
    }

    /// Tells a problem.
    pub fn tell(&mut self, message: Phrase, hint: Phrase) {
        if self.problems.len() < MOST {
            let problem = self.problem(message).hint(hint);
            self.problems.push(problem);
        }
    }

    /// What each place of a part gets; what is wrong with it is told.
    pub fn given(
        &mut self,
        part: &str,
        tree: &XmlTree<'_>,
        places: &Places,
        give: impl Fn(&str) -> Result<Content, PlaceProblem>,
    ) -> Vec<Content> {
        let mut given = Vec::new();
        for &paragraph in places.unclosed.iter().take(MOST) {
            let text = places.paragraphs.get(&paragraph).map_or("", |it| it.text.as_str());
            let near = text.rfind(['{', '｛']).map_or(String::new(), |at| around(text, at));
            let where_ = whereabouts(part, tree, paragraph, &near);
            let message = phrase!("A name begins with two braces and does not end with two ({where})", where = where_);
            self.tell(message, phrase!("Close it with two braces in the same paragraph"));
        }
        for place in &places.places {
            if self.problems.len() >= MOST {
                break;
            }
            let at = match place.site {
                Site::Control(sdt, _) => sdt,
                Site::Braces(_) => place.paragraph.unwrap_or(0),
            };
            let near = near(tree, places, place, at);
            let where_ = || whereabouts(part, tree, at, &near);
            match give(&place.name) {
                Ok(content) if fits(places, place, &content) => given.push(content),
                Ok(_) => self.crowded(place, where_()),
                Err(problem) => self.wrong(place, problem, where_()),
            }
        }
        given
    }

    fn crowded(&mut self, place: &Place, where_: Phrase) {
        let message = phrase!("`{name}` gives a table, and there is no room for it ({where})", name = short(&place.name), where = where_);
        self.tell(message, phrase!("Put it in a paragraph of its own, outside of rows of tables"));
    }

    fn wrong(&mut self, place: &Place, problem: PlaceProblem, where_: Phrase) {
        let name = short(&place.name);
        match problem {
            PlaceProblem::Name(NameProblem::Unknown(hint)) => {
                self.tell(
                    phrase!("`{name}` is no name that can be filled in ({where})", name = name, where = where_),
                    hint,
                );
            }
            PlaceProblem::Name(NameProblem::Ambiguous(names)) => {
                let message = phrase!("`{name}` may mean several ({where})", name = name, where = where_);
                self.tell(message, phrase!("Write one of {names}", names = names));
            }
            PlaceProblem::Unsaid(hint) => {
                self.tell(phrase!("The study does not say `{name}` ({where})", name = name, where = where_), hint);
            }
        }
    }
}

fn short(name: &str) -> String {
    name.chars().take(NAME).collect()
}

/// Where an element is, as a person finds it.
fn whereabouts(part: &str, tree: &XmlTree<'_>, at: usize, near: &str) -> Phrase {
    let mut said = vec![part_name(part)];
    if tree.holder(at, "w:txbxContent").is_some() {
        said.push(phrase!("text box"));
    }
    said.extend(cell(tree, at));
    if !near.is_empty() {
        said.push(phrase!("near “{text}”", text = near));
    }
    said.into_iter()
        .reduce(|all, one| phrase!("{first}, {then}", first = all, then = one))
        .unwrap_or_else(|| Phrase::verbatim(""))
}

/// The text near a place: around the braces, or what a control held.
fn near(tree: &XmlTree<'_>, places: &Places, place: &Place, at: usize) -> String {
    match &place.site {
        Site::Braces(range) => {
            let text = place.paragraph.and_then(|paragraph| places.paragraphs.get(&paragraph));
            text.map_or(String::new(), |it| around(&it.text, range.start))
        }
        Site::Control(..) => {
            let texts: String = tree.inside(at, "w:t").take(40).filter_map(|it| tree.text(it).ok()).collect();
            around(&texts, 0)
        }
    }
}

/// Some letters before and after a place in a text.
fn around(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take(NEAR / 3).collect();
    let all = before.into_iter().rev().chain(text[at..].chars().take(NEAR));
    all.map(|c| if c == '\u{FFFC}' { ' ' } else { c }).collect::<String>().trim().to_string()
}

/// What a person calls a part.
fn part_name(part: &str) -> Phrase {
    let (_, file) = folder_and_file(part);
    if file.starts_with("header") {
        phrase!("header")
    } else if file.starts_with("footer") {
        phrase!("footer")
    } else if file.starts_with("footnotes") {
        phrase!("footnotes")
    } else if file.starts_with("endnotes") {
        phrase!("endnotes")
    } else {
        phrase!("main text")
    }
}

/// The cell of a table that holds an element: the table among those of the part, its row and its column, from 1.
fn cell(tree: &XmlTree<'_>, at: usize) -> Option<Phrase> {
    let cell = tree.holder(at, "w:tc")?;
    let (row, table) = (tree.holder(cell, "w:tr")?, tree.holder(cell, "w:tbl")?);
    let among = |of: usize, name: &str, holder: usize, above: &str| {
        let all = tree
            .inside(holder, name)
            .filter(|&it| tree.elements[it].parent.and_then(|up| tree.holder(up, above)) == Some(holder));
        all.take_while(|&it| it <= of).count()
    };
    let number = tree.all("w:tbl").take_while(|&it| it <= table).count();
    Some(phrase!(
        "table {table}, row {row}, column {column}",
        table = number,
        row = among(row, "w:tr", table, "w:tbl"),
        column = among(cell, "w:tc", row, "w:tr")
    ))
}

/// Names in parts whose text is not filled: charts and drawings of their own kind.
pub fn beside(package: &mut DocumentPackage<'_>, reader: &mut Reader<'_>) -> Result<(), Phrase> {
    let drawn = |name: &&str| name.starts_with("word/diagrams/data") || name.starts_with("word/charts/chart");
    let parts: Vec<String> =
        package.names().filter(drawn).filter(|it| it.ends_with(".xml")).map(str::to_string).collect();
    for part in parts {
        let text = package.text(&part)?.unwrap_or_default();
        let named = |head: &str| text.contains(&format!("{{{{{head}.")) || text.contains(&format!("{{{{ {head}."));
        if HEADS.iter().any(|head| named(head)) {
            reader.tell(
                phrase!("A name stands where nothing is filled in: in a diagram or chart ({part})", part = &part),
                phrase!("Put it in the text, in a table or in a text box"),
            );
        }
    }
    Ok(())
}
