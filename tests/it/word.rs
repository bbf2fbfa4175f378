//! The Word documents: parts of the file as Word reads them.

use std::io::{Cursor, Read};

use tashika::exhibit::Audience;
use tashika::findings::Bundle;
use tashika::render::report::appendix::appendix;
use tashika::render::report::brief::brief;
use tashika::render::report::page::page;
use tashika::render::report::{Charts, PageScope};
use tashika::render::word::{self, Pictures};
use tashika::text::Lang;

use crate::report_bundle::{EVIL, bundle};

/// A part of a document as text.
pub fn part(document: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A PNG of 1600 by 533 pixels, as far as its header tells.
fn png() -> Vec<u8> {
    let mut bytes = vec![137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82];
    bytes.extend(1600_u32.to_be_bytes());
    bytes.extend(533_u32.to_be_bytes());
    bytes
}

/// The full report, the brief and the appendix of a bundle with its charts.
pub fn written(bundle: &Bundle, lang: Lang, pictures: Pictures<'_>) -> [Vec<u8>; 3] {
    let (scope, charts): (_, Charts<'_>) =
        (PageScope::whole(bundle), &|id| pictures(id).map(|_| tashika::render::report::Svgs::default()));
    [
        word::report(&page(&scope, lang, charts), lang, pictures).unwrap(),
        word::brief(&brief(&scope, lang, charts), lang, pictures).unwrap(),
        word::appendix(&appendix(&scope, lang, charts), lang, pictures).unwrap(),
    ]
}

fn documents(lang: Lang) -> [Vec<u8>; 3] {
    let (bundle, png) = (bundle(), png());
    written(&bundle, lang, &|id| (id == "training-love").then_some(png.as_slice()))
}

#[test]
fn documents_are_well_formed_and_the_same_each_time() {
    // Other documents in between, as other threads would make them, leave no trace.
    let (first, _, again) = (documents(Lang::Ja), documents(Lang::En), documents(Lang::Ja));
    assert!(first == again);
    for document in first {
        let mut archive = zip::ZipArchive::new(Cursor::new(&document)).unwrap();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let stamp = file.last_modified().map(|stamp| stamp.year());
            assert!(stamp.is_none_or(|year| year == 1980), "{name}");
            if name.ends_with(".xml") || name.ends_with(".rels") {
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                well_formed(&text);
            }
        }
    }
}

/// Tags are closed in order and nothing stands in the way of a parser.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t'));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match tag {
            _ if tag.starts_with(['?', '!']) || tag.ends_with('/') => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn headings_tables_and_pictures_are_what_word_knows_as_such() {
    let [report, brief, appendix] = documents(Lang::En);
    for document in [&report, &brief, &appendix] {
        let text = part(document, "word/document.xml");
        assert_eq!(text.matches("w:val=\"Title\"").count(), 1);
        assert_eq!(text.matches("<w:tbl>").count(), text.matches("<w:tblHeader />").count());
        assert!(!text.contains("<script>") && !text.contains(EVIL));
        assert!(!text.contains("987,654") && !text.contains("NSW-SECRET"));
        assert!(part(document, "docProps/core.xml").contains("<dc:title>NSW job training</dc:title>"));
    }
    let text = part(&appendix, "word/document.xml");
    assert_eq!(text.matches("w:val=\"Heading1\"").count(), 20);
    let text = part(&report, "word/document.xml");
    assert!(text.contains("descr=\"Dots near zero &lt;script&gt;"), "pictures have words");
    assert_eq!(text.matches("<wp:docPr id=\"1\"").count(), 1);
    assert!(part(&report, "word/styles.xml").contains("Yu Gothic"));
}

#[test]
fn the_public_document_shows_no_problems() {
    let mut public = bundle();
    public.findings.edition = Audience::Public;
    let text = part(&written(&public, Lang::En, &|_| None)[0], "word/document.xml");
    assert!(!text.contains("numbers look like text") && text.contains("Public edition"));
    let inside = part(&documents(Lang::En)[0], "word/document.xml");
    assert!(inside.contains("numbers look like text") && inside.contains("Internal edition"));
}
