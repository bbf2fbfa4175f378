//! Small parts of a workbook, mended so that one odd thing does not lose the book: the parsers below us give up at a macro sheet,
//! at a state of a sheet that they do not know, at UTF-16, and at what an OpenDocument file may lack.

use encoding_rs::{UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::archive::ZipFile;
use super::form::WorkbookForm;
use super::{indented, limits};

const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// The workbook with its small parts mended.
pub(super) fn mend(form: WorkbookForm, mut pack: ZipFile<'_>) -> ZipFile<'_> {
    match form {
        WorkbookForm::Xlsx => {
            narrow(&mut pack);
            rewrite(&mut pack, "xl/_rels/workbook.xml.rels", kinds);
            rewrite(&mut pack, "xl/workbook.xml", |text| text.replace(" state=\"show\"", " state=\"visible\""));
        }
        WorkbookForm::Xlsb => rewrite(&mut pack, "xl/_rels/workbook.bin.rels", |text| folders(&bare(text))),
        WorkbookForm::Ods => {
            pack.put("mimetype", SPREADSHEET.to_vec());
            if pack.part(MANIFEST).is_none() {
                pack.put(MANIFEST, b"<manifest:manifest/>".to_vec());
            }
            let content = pack.part(CONTENT).filter(|part| part.size <= limits::SHAPED_BYTES);
            if let Some(flat) = content.and_then(|part| indented::flat(&part.content(limits::SHAPED_BYTES))) {
                pack.put(CONTENT, flat);
            }
        }
        WorkbookForm::Xls => {}
    }
    pack
}

/// Whether programs are asked to calculate all formulas when they open the workbook: what wrote it did not.
pub(super) fn is_to_be_calculated(pack: &ZipFile<'_>) -> bool {
    let asked = |text: &[u8]| memmem::find(text, b" fullCalcOnLoad=\"1\"").is_some();
    let part = pack.part("xl/workbook.xml").filter(|part| part.size <= limits::SMALL_PART_BYTES);
    part.is_some_and(|part| asked(&part.content(limits::SMALL_PART_BYTES)))
}

fn rewrite(pack: &mut ZipFile<'_>, name: &str, change: impl Fn(&str) -> String) {
    let Some(part) = pack.part(name).filter(|part| part.size <= limits::SMALL_PART_BYTES) else { return };
    let Ok(text) = String::from_utf8(part.content(limits::SMALL_PART_BYTES)) else { return };
    let changed = change(&text);
    if changed != text {
        pack.put(name, changed.into_bytes());
    }
}

/// Parts in UTF-16, which XML allows, as UTF-8.
fn narrow(pack: &mut ZipFile<'_>) {
    let wide = |name: &str| name.ends_with(".xml") || name.ends_with(".rels");
    let parts = pack.parts.iter().filter(|part| wide(&part.name) && part.size <= limits::SMALL_PART_BYTES);
    let texts: Vec<(String, String)> = parts
        .filter_map(|part| {
            let encoding = match part.content(2)[..] {
                [0xFF, 0xFE] => UTF_16LE,
                [0xFE, 0xFF] => UTF_16BE,
                _ => return None,
            };
            let content = part.content(limits::SMALL_PART_BYTES);
            let (text, _) = encoding.decode_with_bom_removal(&content);
            Some((part.name.clone(), text.replacen("UTF-16", "UTF-8", 1).replacen("utf-16", "utf-8", 1)))
        })
        .collect();
    texts.into_iter().for_each(|(name, text)| pack.put(&name, text.into_bytes()));
}

/// Sheets of other kinds than the parser knows pass for chart sheets, which are left out.
fn kinds(rels: &str) -> String {
    const OTHERS: [&str; 3] = ["xlMacrosheet", "xlIntlMacrosheet", "macrosheet"];
    OTHERS.iter().fold(rels.to_string(), |text, other| text.replace(&format!("/{other}\""), "/chartsheet\""))
}

/// In the binary form the kind of a sheet is told by its folder.
fn folders(rels: &str) -> String {
    let others = ["\"macrosheets/", "\"/xl/macrosheets/"];
    others.iter().fold(rels.to_string(), |text, other| text.replace(other, "\"chartsheets/"))
}

/// Relations without a prefix before their names.
fn bare(rels: &str) -> String {
    let prefix = rels.find(":Relationships").and_then(|end| Some(&rels[rels[..end].rfind('<')? + 1..=end]));
    match prefix {
        Some(prefix) if !prefix.is_empty() => {
            rels.replace(&format!("<{prefix}"), "<").replace(&format!("</{prefix}"), "</")
        }
        _ => rels.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_lose_their_prefix_and_macro_sheets_their_kind() {
        assert_eq!(
            bare("<a:Relationships><a:Relationship/></a:Relationships>"),
            "<Relationships><Relationship/></Relationships>"
        );
        assert_eq!(bare("<Relationships/>"), "<Relationships/>");
        assert_eq!(
            kinds("Type=\"http://x/2006/relationships/xlMacrosheet\""),
            "Type=\"http://x/2006/relationships/chartsheet\""
        );
        assert_eq!(folders("Target=\"macrosheets/sheet1.bin\""), "Target=\"chartsheets/sheet1.bin\"");
    }
}
