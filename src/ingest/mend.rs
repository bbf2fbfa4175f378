//! Small parts of a workbook, mended so that one odd sheet does not lose the book: the parsers below us give up at a macro sheet,
//! at a state of a sheet that they do not know, and at things that an OpenDocument file may lack.

use super::book::Form;
use super::limits;
use super::pack::Pack;

const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = "META-INF/manifest.xml";

/// The workbook with its small parts mended.
pub(super) fn mend(form: Form, mut pack: Pack<'_>) -> Pack<'_> {
    match form {
        Form::Xlsx => {
            rewrite(&mut pack, "xl/_rels/workbook.xml.rels", |text| kinds(&text));
            rewrite(&mut pack, "xl/workbook.xml", |text| text.replace(" state=\"show\"", " state=\"visible\""));
        }
        Form::Xlsb => rewrite(&mut pack, "xl/_rels/workbook.bin.rels", |text| folders(&text)),
        Form::Ods => {
            pack.put("mimetype", SPREADSHEET.to_vec());
            if pack.part(MANIFEST).is_none() {
                pack.put(MANIFEST, b"<manifest:manifest/>".to_vec());
            }
        }
        Form::Xls => {}
    }
    pack
}

fn rewrite(pack: &mut Pack<'_>, name: &str, change: impl Fn(String) -> String) {
    let Some(part) = pack.part(name).filter(|part| part.size <= limits::SMALL_PART_BYTES) else { return };
    let Ok(text) = String::from_utf8(part.content(limits::SMALL_PART_BYTES)) else { return };
    let changed = change(text.clone());
    if changed != text {
        pack.put(name, changed.into_bytes());
    }
}

/// Sheets of other kinds than the parser knows pass for chart sheets, which are left out.
fn kinds(rels: &str) -> String {
    const OTHERS: [&str; 3] = ["xlMacrosheet", "xlIntlMacrosheet", "macrosheet"];
    OTHERS.iter().fold(rels.to_string(), |text, other| text.replace(&format!("/{other}\""), "/chartsheet\""))
}

/// In the binary form the kind of a sheet is told by its folder.
fn folders(rels: &str) -> String {
    ["\"macrosheets/", "\"/xl/macrosheets/"].iter().fold(rels.to_string(), |text, other| text.replace(other, "\"chartsheets/"))
}
