//! Files as no spreadsheet program writes them, and forms that no crate writes for us, made byte by byte.

use std::io::{Cursor, Write};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A zip file of parts.
pub fn zip<N: AsRef<str>, C: AsRef<[u8]>>(parts: &[(N, C)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name.as_ref(), options).unwrap();
        zip.write_all(content.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sheet of a workbook: its name, the kind of its relation, and its XML.
pub struct Sheet<'s> {
    pub name: &'s str,
    pub kind: &'s str,
    pub xml: String,
}

/// A worksheet around rows.
pub fn worksheet<'s>(name: &'s str, rows: &str) -> Sheet<'s> {
    let xml = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    Sheet { name, kind: "worksheet", xml }
}

/// A table of ids and numbers, as the rows of a worksheet.
pub fn rows() -> String {
    let head = format!("<row r=\"1\">{}{}{}</row>", text("A1", "id"), text("B1", "x"), text("C1", "y"));
    let row = |i: u32| {
        let number = |column: &str, value: u32| format!("<c r=\"{column}{i}\"><v>{value}</v></c>");
        format!(
            "<row r=\"{i}\">{}{}{}</row>",
            text(&format!("A{i}"), &format!("団体{i}")),
            number("B", i),
            number("C", i * 3 % 7)
        )
    };
    head + &(2..22).map(row).collect::<String>()
}

/// A cell of text.
pub fn text(address: &str, text: &str) -> String {
    format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The parts of a workbook of Excel 2007.
pub fn parts(sheets: &[Sheet<'_>]) -> Vec<(String, Vec<u8>)> {
    let all = |one: &dyn Fn(usize, &Sheet<'_>) -> String| -> String {
        sheets.iter().enumerate().map(|(i, sheet)| one(i + 1, sheet)).collect()
    };
    let listed = all(&|i, sheet| format!("<sheet name=\"{}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>", sheet.name));
    let related = all(&|i, sheet| {
        format!("<Relationship Id=\"rId{i}\" Type=\"{OFFICE}/{}\" Target=\"worksheets/sheet{i}.xml\"/>", sheet.kind)
    });
    let relations = |inside: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let book =
        "<Relationship Id=\"rId1\" Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/>".replace("{}", OFFICE);
    let mut parts = vec![
        ("[Content_Types].xml".to_string(), format!("<Types xmlns=\"{PACKAGE}/content-types\"/>").into_bytes()),
        ("_rels/.rels".into(), relations(&book).into_bytes()),
        (
            "xl/workbook.xml".into(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>")
                .into_bytes(),
        ),
        ("xl/_rels/workbook.xml.rels".into(), relations(&related).into_bytes()),
    ];
    let sheets = sheets.iter().enumerate();
    parts
        .extend(sheets.map(|(i, sheet)| (format!("xl/worksheets/sheet{}.xml", i + 1), sheet.xml.clone().into_bytes())));
    parts
}

/// A workbook of Excel 2007.
pub fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    zip(&parts(sheets))
}

/// The zip file with a false size, unpacked, of a part in its directory.
pub fn with_size(mut zip: Vec<u8>, part: &str, size: u32) -> Vec<u8> {
    let entries = zip.windows(4).enumerate().filter(|(_, mark)| mark == b"PK\x01\x02").map(|(at, _)| at);
    let named = |at: &usize| zip[at + 46..].starts_with(part.as_bytes());
    let at = entries.collect::<Vec<_>>().into_iter().find(named).unwrap();
    zip[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

/// A compound file of one stream, at least 4096 bytes long, whose sectors follow each other as `next` says; by default in a row.
pub fn compound(name: &str, stream: &[u8], next: impl Fn(u32, u32) -> u32) -> Vec<u8> {
    const SECTOR: usize = 512;
    let sectors = stream.len().max(4096).div_ceil(SECTOR) as u32;
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    header.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    header.resize(44, 0);
    // One sector of the table, the directory in sector 1, small streams below 4096 bytes, none of them.
    let none = 0xFFFF_FFFE_u32;
    header.extend([1, 1, 0, 4096, none, 0, none, 0, 0].iter().flat_map(|value: &u32| value.to_le_bytes()));
    header.resize(SECTOR, 0xFF);
    let first = 2;
    let last = first + sectors - 1;
    let mut table: Vec<u8> = [0xFFFF_FFFD_u32, none].iter().flat_map(|value| value.to_le_bytes()).collect();
    table.extend((first..=last).flat_map(|sector| next(sector, last).to_le_bytes()));
    table.resize(SECTOR, 0xFF);
    let mut directory = entry("Root Entry", 5, none, 0, 1);
    directory.extend(entry(name, 2, first, sectors * SECTOR as u32, u32::MAX));
    directory.resize(SECTOR, 0);
    let mut stream = stream.to_vec();
    stream.resize(sectors as usize * SECTOR, 0);
    [header, table, directory, stream].concat()
}

/// One sector after the other.
pub fn in_a_row(sector: u32, last: u32) -> u32 {
    if sector == last { 0xFFFF_FFFE } else { sector + 1 }
}

fn entry(name: &str, kind: u8, start: u32, size: u32, child: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([u32::MAX, u32::MAX, child].iter().flat_map(|value| value.to_le_bytes()));
    entry.resize(116, 0);
    entry.extend([start, size, 0].iter().flat_map(|value| value.to_le_bytes()));
    entry
}

/// A record of Excel 97.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
}

/// A workbook of Excel 97 with a sheet of ids and numbers.
pub fn xls() -> Vec<u8> {
    let begin = |kind: u16| {
        record(
            0x809,
            &[0x600, kind, 0x0DBB, 0x07CC, 0, 0, 6, 0].iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>(),
        )
    };
    let cell = |row: u16, col: u16| [row, col, 0].iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let label = |row: u16, col: u16, text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        record(0x204, &[cell(row, col), (units.len() as u16 / 2).to_le_bytes().to_vec(), vec![1], units].concat())
    };
    let number =
        |row: u16, col: u16, value: f64| record(0x203, &[cell(row, col), value.to_le_bytes().to_vec()].concat());
    let mut sheet = [begin(0x10), label(0, 0, "id"), label(0, 1, "x"), label(0, 2, "y")].concat();
    for row in 1..=20u16 {
        sheet.extend(
            [label(row, 0, &format!("団体{row}")), number(row, 1, f64::from(row)), number(row, 2, f64::from(row % 3))]
                .concat(),
        );
    }
    sheet.extend(record(0x0A, &[]));
    let name = "Sheet1";
    let place =
        |at: u32| record(0x85, &[&at.to_le_bytes()[..], &[0, 0, name.len() as u8, 0], name.as_bytes()].concat());
    let globals = |at: u32| [begin(5), place(at), record(0x0A, &[])].concat();
    let globals = globals(globals(0).len() as u32);
    compound("Workbook", &[globals, sheet].concat(), in_a_row)
}

/// A binary workbook with a sheet of ids and numbers.
pub fn xlsb() -> Vec<u8> {
    let record = |kind: u16, content: &[u8]| {
        let kind = if kind < 0x80 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
        let length = content.len();
        [kind, vec![(length & 0x7F) as u8 | 0x80, (length >> 7) as u8], content.to_vec()].concat()
    };
    let wide = |text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
    };
    let word = |value: u32| value.to_le_bytes().to_vec();
    let text = |col: u32, text: &str| record(6, &[word(col), word(0), wide(text)].concat());
    let number = |col: u32, value: f64| record(5, &[word(col), word(0), value.to_le_bytes().to_vec()].concat());
    let mut sheet = [record(0x94, &[word(0), word(20), word(0), word(2)].concat()), record(0x91, &[])].concat();
    sheet.extend([record(0, &word(0)), text(0, "id"), text(1, "x"), text(2, "y")].concat());
    for row in 1..=20u32 {
        let cells = [text(0, &format!("団体{row}")), number(1, f64::from(row)), number(2, f64::from(row % 3))];
        sheet.extend([record(0, &word(row)), cells.concat()].concat());
    }
    sheet.extend(record(0x92, &[]));
    let listed = |id: &str, name: &str| record(0x9C, &[word(0), word(1), wide(id), wide(name)].concat());
    let book = [listed("rId2", "マクロ"), listed("rId1", "Sheet1"), record(0x90, &[]), record(0x84, &[])].concat();
    let relation = |id: &str, target: &str| {
        format!("<n:Relationship Id=\"{id}\" Type=\"{OFFICE}/worksheet\" Target=\"{target}\"/>")
    };
    let related = relation("rId1", "worksheets/sheet1.bin") + &relation("rId2", "macrosheets/sheet1.bin");
    let related = format!("<n:Relationships xmlns:n=\"{PACKAGE}/relationships\">{related}</n:Relationships>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", related.into_bytes()),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

/// The content of an OpenDocument spreadsheet around rows.
pub fn ods(rows: &str) -> Vec<u8> {
    const OASIS: &str = "urn:oasis:names:tc:opendocument:xmlns:";
    let content = format!(
        "<office:document-content xmlns:office=\"{OASIS}office:1.0\" xmlns:table=\"{OASIS}table:1.0\" \
         xmlns:text=\"{OASIS}text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Sheet1\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[("content.xml", content)])
}

/// A row of an OpenDocument spreadsheet.
pub fn ods_row(cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.parse::<f64>() {
        Ok(value) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{cell}</text:p></table:table-cell>"
        ),
        Err(_) => format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"),
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}
