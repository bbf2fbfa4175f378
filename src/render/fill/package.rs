//! The file of a Word document: which of its parts hold text, and the same file with some of them changed. Parts that are not changed
//! are copied as they are packed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::read::ZipArchive;
use zip::write::ZipWriter;

use crate::ingest::guard;
use crate::phrase;
use crate::text::Phrase;

use super::super::same_zip::{add_part, of_no_system};
use super::tree::{Unreadable, XmlTree};

/// Bytes that one part may unpack to.
const PART_BYTES: u64 = 64 << 20;
/// Bytes that all parts that are read may unpack to.
const ALL_BYTES: u64 = 160 << 20;
/// Parts at most.
const MOST_PARTS: usize = 20_000;
/// What a password or an old format leaves instead of a zip file.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// The list of what parts are.
pub const TYPES: &str = "[Content_Types].xml";
/// What parts are that hold text beside the main one.
const TEXTS: [&str; 4] = ["header", "footer", "footnotes", "endnotes"];

/// A document that is read.
pub struct DocumentPackage<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: BTreeSet<String>,
    read: u64,
}

/// A part that another one names.
pub struct Relationship {
    /// What it is, as an address.
    pub kind: String,
    /// Path in the file.
    pub target: String,
}

impl Relationship {
    /// Whether the part is of a kind: the last word of its address.
    pub fn is(&self, kind: &str) -> bool {
        folder_and_file(&self.kind).1 == kind
    }
}

impl<'b> DocumentPackage<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// Why it is no document that can be filled.
    pub fn open(bytes: &'b [u8]) -> Result<DocumentPackage<'b>, Phrase> {
        if bytes.starts_with(COMPOUND) {
            return Err(phrase!(
                "it has a password, or is of an old format (.doc): save it as .docx without a password"
            ));
        }
        let archive = guard(|| ZipArchive::new(Cursor::new(bytes)).ok()).flatten();
        let archive = archive.ok_or_else(|| phrase!("it is no Word document (.docx), or it is damaged"))?;
        if archive.len() > MOST_PARTS {
            return Err(phrase!("it holds more parts than a document has"));
        }
        let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        Ok(DocumentPackage { archive, names, read: 0 })
    }

    /// Whether there is a part.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// A part as text; nothing where there is none.
    ///
    /// # Errors
    /// Where it is damaged, too large, or in another encoding than office programs use.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Phrase> {
        if !self.has(name) {
            return Ok(None);
        }
        let damaged = || phrase!("its part {part} is damaged", part = name);
        let mut bytes = Vec::new();
        let archive = &mut self.archive;
        let unpack = || {
            let mut file = archive.by_name(name).ok()?;
            file.by_ref().take(PART_BYTES + 1).read_to_end(&mut bytes).ok()
        };
        guard(unpack).flatten().ok_or_else(damaged)?;
        self.read += bytes.len() as u64;
        if bytes.len() as u64 > PART_BYTES || self.read > ALL_BYTES {
            return Err(phrase!("it unpacks to more than {n} MB", n = PART_BYTES >> 20));
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)))
    }

    /// The parts that a part names, apart from addresses outside.
    ///
    /// # Errors
    /// Where the list is damaged.
    pub fn relationships(&mut self, of: &str) -> Result<Vec<Relationship>, Phrase> {
        let list = list_of(of);
        let Some(text) = self.text(&list)? else { return Ok(Vec::new()) };
        let tree = XmlTree::read(&text).map_err(|why| unreadable(&list, &why))?;
        let children = tree.elements[0].children.iter();
        let one = |&at: &usize| {
            let inside = tree.attribute(at, "TargetMode").as_deref() != Some("External");
            let (kind, target) = (tree.attribute(at, "Type")?, tree.attribute(at, "Target")?);
            inside.then(|| Relationship { kind, target: resolved(of, &target) })
        };
        Ok(children.filter_map(one).collect())
    }

    /// The main part.
    ///
    /// # Errors
    /// Where there is none that can be filled.
    pub fn main(&mut self) -> Result<String, Phrase> {
        let named = self.relationships("")?.into_iter().find(|it| it.is("officeDocument"));
        let main = named.filter(|it| self.has(&it.target));
        let main = main.ok_or_else(|| phrase!("it is no Word document (.docx), or it is damaged"))?;
        match main.kind.contains("purl.oclc.org") {
            true => Err(unreadable(&main.target, &Unreadable::Dialect)),
            false => Ok(main.target),
        }
    }

    /// The parts that hold text: the main one, then headers, footers and notes.
    ///
    /// # Errors
    /// Where one cannot be read.
    pub fn text_parts(&mut self, main: &str) -> Result<Vec<String>, Phrase> {
        let named = self.relationships(main)?;
        let texts = named.into_iter().filter(|it| TEXTS.iter().any(|kind| it.is(kind)));
        let texts: BTreeSet<String> = texts.map(|it| it.target).filter(|it| self.has(it)).collect();
        Ok(std::iter::once(main.to_string()).chain(texts).collect())
    }

    /// The file with parts in the place of its own, or added.
    ///
    /// # Errors
    /// Where it cannot be packed.
    pub fn with(mut self, mut changed: BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, String> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..self.archive.len() {
            let file = self.archive.by_index_raw(at).map_err(|why| why.to_string())?;
            let name = file.name().map_err(|why| why.to_string())?.into_owned();
            match changed.remove(&name) {
                Some(bytes) => add_part(&mut out, &name, &bytes).map_err(|why| why.to_string())?,
                None => out.raw_copy_file(file).map_err(|why| why.to_string())?,
            }
        }
        let mut added = changed.iter();
        added.try_for_each(|(name, bytes)| add_part(&mut out, name, bytes)).map_err(|why| why.to_string())?;
        Ok(of_no_system(out.finish().map_err(|why| why.to_string())?.into_inner()))
    }
}

/// Why a part cannot be read, for a person.
pub fn unreadable(part: &str, why: &Unreadable) -> Phrase {
    match why {
        Unreadable::DocumentType => {
            phrase!("its part {part} declares a document type, which no Word document does", part = part)
        }
        Unreadable::Broken(why) => phrase!("its part {part} is damaged ({why})", part = part, why = why),
        Unreadable::Dialect => {
            phrase!("it is written in another form of Open XML: save it in Word as a Word document (.docx)")
        }
    }
}

/// The folder of a path in the file, and the name in it.
pub fn folder_and_file(path: &str) -> (&str, &str) {
    path.rfind('/').map_or(("", path), |at| (&path[..at], &path[at + 1..]))
}

/// The list of the parts that a part names.
pub fn list_of(part: &str) -> String {
    let (folder, file) = folder_and_file(part);
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// Where a target of a part lies in the file.
fn resolved(of: &str, target: &str) -> String {
    let (folder, _) = folder_and_file(of);
    let from: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    let mut path: Vec<&str> = Vec::new();
    for step in from.into_iter().chain(target.split('/')).filter(|step| !matches!(*step, "" | ".")) {
        match step {
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_where_they_lie() {
        assert_eq!(resolved("word/document.xml", "header1.xml"), "word/header1.xml");
        assert_eq!(resolved("word/document.xml", "../docProps/./core.xml"), "docProps/core.xml");
        assert_eq!(resolved("word/document.xml", "/word/a.xml"), "word/a.xml");
        assert_eq!(resolved("", "word/document.xml"), "word/document.xml");
        assert_eq!((list_of(""), list_of("word/a.xml")), ("_rels/.rels".into(), "word/_rels/a.xml.rels".into()));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for bytes in [&b""[..], b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 1], b"plain text"] {
            assert!(DocumentPackage::open(bytes).is_err());
        }
    }
}
