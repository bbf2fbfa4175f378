//! Every format that is read, through the program and the process that it reads files in.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rust_xlsxwriter::Workbook;

use crate::crafted::{self, Sheet, ods, ods_row, rows, worksheet};

/// The program's answer to a study of one source.
pub struct Said {
    pub code: Option<i32>,
    pub text: String,
}

impl Said {
    /// Read: so many rows, each a unit.
    #[track_caller]
    pub fn reads(&self, rows: usize) -> &Said {
        assert!(self.code == Some(0) && self.text.contains(&format!("{rows} units")), "{}", self.text);
        self
    }

    /// Refused: one error with a code, a place and a hint, and nothing of what goes on inside.
    #[track_caller]
    pub fn refuses(&self, code: &str) -> &Said {
        let errors: Vec<&str> = self.text.lines().filter(|line| line.starts_with("error[")).collect();
        assert!(self.code == Some(2) && errors.len() == 1, "{:?}: {}", self.code, self.text);
        assert!(errors[0].starts_with(&format!("error[{code}]")), "{}", self.text);
        assert!(self.text.contains("  --> file") && self.text.contains("hint:"), "{}", self.text);
        for inside in ["panicked", "RUST_BACKTRACE", "BytesText", "Some("] {
            assert!(!self.text.contains(inside), "{}", self.text);
        }
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Said {
        assert!(self.text.contains(words), "no {words:?} in {}", self.text);
        self
    }
}

fn run(folder: &Path, settings: &[(&str, &str)]) -> Output {
    let mut command = Command::cargo_bin("tashika").unwrap();
    command.env_remove("TASHIKA_PASSWORD").envs(settings.iter().copied());
    command.current_dir(folder).args(["check", "study.toml", "--lang", "en"]).output().unwrap()
}

/// What `tashika check` says of a file, with keys of its source and variables of the environment.
pub fn check_with(bytes: &[u8], keys: &str, settings: &[(&str, &str)]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), bytes).unwrap();
    let study = format!("[sources.s]\nfile = \"file\"\nunit = \"id\"\n{keys}\n");
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let output = run(folder.path(), settings);
    Said { code: output.status.code(), text: String::from_utf8(output.stderr).unwrap() }
}

pub fn check(bytes: &[u8]) -> Said {
    check_with(bytes, "", &[])
}

#[test]
fn every_form_of_workbook_is_told_by_its_content() {
    check(&crafted::workbook(&[worksheet("表", &rows())])).reads(20);
    check(&crafted::xlsb()).reads(20);
    check(&crafted::xls()).reads(20);
    let cells: Vec<String> = (1..=20).map(|i| ods_row(&[&format!("団体{i}"), &i.to_string(), "3"])).collect();
    check(&ods(&(ods_row(&["id", "x", "y"]) + &cells.concat()))).reads(20);
}

#[test]
fn an_opendocument_file_that_was_indented_is_read_like_one_that_was_not() {
    use tashika::ingest::Raw;
    let cells: Vec<String> = (1..=20).map(|i| ods_row(&[&format!("団体 {i}"), &i.to_string(), "b  c"])).collect();
    let rows = ods_row(&["id", "x", "y"]) + &cells.concat();
    let shaped = rows.replace("><", ">\n    <!-- a --><").replace("</text:p>", "\n  </text:p>");
    let table = |rows: &str| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.ods"), ods(rows)).unwrap();
        let text = "[sources.s]\nfile = \"a.ods\"\nunit = \"id\"\n";
        let mut sink = tashika::diag::Sink::new();
        let study = tashika::study::read_str(text, "study.toml", folder.path(), &mut sink).unwrap();
        tashika::ingest::read_all(&study, &mut sink).unwrap().remove(0)
    };
    let (plain, shaped) = (table(&rows), table(&shaped));
    assert_eq!(plain.get(6, 0), Raw::Text("団体 7"));
    for (row, column) in (0..20).flat_map(|row| (0..3).map(move |column| (row, column))) {
        assert_eq!(plain.get(row, column), shaped.get(row, column));
    }
    let broken = ods(&rows.replacen("<table:table-cell", "words<table:table-cell", 1));
    check(&broken).refuses("damaged-workbook").says("Expecting 'table-cell'");
}

#[test]
fn a_parquet_file_of_another_program_keeps_its_values() {
    use tashika::ingest::Raw;
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/parquet");
    for name in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"] {
        let bytes = fs::read(reference.join(format!("{name}.parquet"))).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.parquet"), &bytes).unwrap();
        let text = "[sources.s]\nfile = \"a.parquet\"\nunit = \"id\"\n";
        let mut sink = tashika::diag::Sink::new();
        let study = tashika::study::read_str(text, "study.toml", folder.path(), &mut sink).unwrap();
        let table = tashika::ingest::read_all(&study, &mut sink).unwrap().remove(0);
        let at = |column: &str, row: usize| {
            let column =
                table.headings.iter().position(|it| it.text == column).unwrap_or_else(|| panic!("no {column}"));
            table.get(row, column)
        };
        assert_eq!((table.rows.len(), at("id", 7)), (12, Raw::Text("00007")), "{name}");
        assert_eq!(at("法人番号", 7), Raw::Text("1234567890123463"), "an id is longer than a number can keep");
        assert_eq!((at("members", 2), at("members", 3)), (Raw::Number(20.0), Raw::Empty));
        assert_eq!((at("share", 7), at("share", 8)), (Raw::Number(7.0 / 3.0), Raw::Empty));
        assert_eq!((at("small", 3), at("count", 11)), (Raw::Number(0.75), Raw::Number(11.0)));
        assert_eq!((at("region", 1), at("region", 2), at("raw", 1)), (Raw::Text("大阪"), Raw::Empty, Raw::Text("b1")));
        assert_eq!((at("new", 7), at("new", 8)), (Raw::Bool(false), Raw::Bool(true)));
        let days = 44_287.0 + 7.0;
        assert_eq!(at("start", 7), Raw::Date(days), "{name}");
        assert_eq!((at("seen", 7), at("sent", 7)), (Raw::Date(days + 0.5), Raw::Date(days + 0.5)), "{name}");
        assert_eq!(at("paid", 7), Raw::Text("7.50"), "{name}");
        check(&bytes[..bytes.len() - 9]).refuses("damaged-workbook");
    }
}

#[test]
fn macro_and_chart_sheets_do_not_lose_the_book() {
    let sheet = |name, kind| Sheet { name, kind, xml: "<xm/>".into() };
    let book =
        crafted::workbook(&[sheet("マクロ", "xlMacrosheet"), sheet("図", "chartsheet"), worksheet("表", &rows())]);
    check(&book).reads(20);
    let mut parts = crafted::parts(&[worksheet("表", &rows())]);
    let odd = String::from_utf8(parts[2].1.clone()).unwrap().replace("sheetId", "state=\"show\" sheetId");
    parts[2].1 = odd.into_bytes();
    check(&crafted::zip(&parts)).reads(20);
}

#[test]
fn rubbish_around_a_workbook_and_backslashes_in_it_do_not_matter() {
    let book = crafted::workbook(&[worksheet("表", &rows())]);
    check(&[&b"HTTP/1.1 200 OK\r\n\r\n"[..], &book].concat()).reads(20);
    check(&[&book[..], &[0; 70_000]].concat()).reads(20);
    let parts = crafted::parts(&[worksheet("表", &rows())]);
    let parts: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(name, part)| (name.replace('/', "\\"), part)).collect();
    check(&crafted::zip(&parts)).reads(20);
}

#[test]
fn parts_in_utf_16_are_read() {
    let wide = |part: &[u8]| {
        let text = String::from_utf8(part.to_vec()).unwrap();
        let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let parts = crafted::parts(&[worksheet("表", &rows())]);
    let parts: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(name, part)| (name, wide(&part))).collect();
    check(&crafted::zip(&parts)).reads(20);
}

#[test]
fn a_password_comes_from_the_environment_and_is_never_shown() {
    let locked = [&include_bytes!("files/locked-agile.xlsx")[..], include_bytes!("files/locked-standard.xlsx")];
    for bytes in locked {
        check(bytes).refuses("password-protected").says("TASHIKA_PASSWORD");
        let wrong = check_with(bytes, "", &[("TASHIKA_PASSWORD", "合言葉 2")]);
        wrong.refuses("wrong-password");
        assert!(!wrong.text.contains("合言葉"), "{}", wrong.text);
        check_with(bytes, "", &[("TASHIKA_PASSWORD", "合言葉 1")]).reads(200);
        check_with(bytes, "sheet = \"回*\"", &[("TASHIKA_PASSWORD", "合言葉 1")]).reads(200);
        check_with(&bytes[..bytes.len() / 2], "", &[("TASHIKA_PASSWORD", "合言葉 1")]).refuses("damaged-workbook");
    }
    let begin = crafted::record(0x809, &[0; 16]);
    let old = crafted::compound("Workbook", &[begin, crafted::record(0x2F, &[0; 54])].concat(), crafted::in_a_row);
    check(&old).refuses("encryption-not-supported").says("Excel 97");
}

#[test]
fn spreadsheets_in_other_forms_are_named_with_what_to_do() {
    let cases = [
        ("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "Excel 2003"),
        ("<?xml version=\"1.0\"?><office:document xmlns:office=\"x\"/>", "fods"),
        ("<html><body><table><tr><td>1</td></tr></table></body></html>", "web page"),
    ];
    for (text, words) in cases {
        check(text.as_bytes()).refuses("format-not-supported").says(words).says("save it as .xlsx");
    }
    let text = crafted::zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")]);
    check(&text).refuses("not-a-spreadsheet").says("OpenDocument");
    check(&crafted::zip(&[("a.txt", "a")])).refuses("not-a-spreadsheet").says("zip archive");
}

const JAPANESE: &str = "id,名前,x\n1,社会福祉法人みどり,3\n2,ﾃｽﾄ表示能力,4\n3,髙﨑①㈱,5\n4,ソ連表十,6\n";

#[test]
fn the_encodings_that_spreadsheets_leave_behind_are_told_apart() {
    let read = |bytes: &[u8]| check(bytes);
    read(&[b"\xEF\xBB\xBF", JAPANESE.as_bytes()].concat()).reads(4);
    for marked in [true, false] {
        let text =
            if marked { format!("\u{feff}{JAPANESE}") } else { "id,name,x\n1,a,3\n2,b,4\n3,c,5\n4,d,6\n".into() };
        read(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).reads(4);
        read(&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()).reads(4);
    }
    let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(JAPANESE);
    read(&sjis).reads(4).says("encoding-guessed").says("Shift_JIS");
    // These decode as CP932 without an error, with kanji in them.
    for western in ["the\u{201c}Kraan", "Alarc\u{f3}n", "premi\u{e8}re \u{b1}\u{c1}", "niversit\u{e9}, Do"] {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("id;name;x\n1;NAME;3\n2;b;4\n3;c;5\n");
        let (western, ..) = encoding_rs::WINDOWS_1252.encode(western);
        let at = bytes.windows(4).position(|part| part == b"NAME").unwrap();
        let bytes = [&bytes[..at], &western, &bytes[at + 4..]].concat();
        read(&bytes).reads(3).says("encoding-guessed").says("windows-1252");
    }
}

#[test]
fn the_choice_of_an_encoding_is_the_persons_in_the_end() {
    let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(JAPANESE);
    let asked = check_with(&sjis, "encoding = \"cp932\"", &[]);
    assert!(!asked.reads(4).text.contains("encoding-guessed"), "{}", asked.text);
    check_with(&sjis, "encoding = \"utf-8\"", &[]).says("undecodable-text");
    let unknown = check_with(&sjis, "encoding = \"klingon\"", &[]);
    assert!(unknown.code == Some(2) && unknown.text.contains("unknown-encoding"), "{}", unknown.text);
}

#[test]
fn sheets_of_a_draft_are_read_apart_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    for name in ["表紙", "回答"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["id", "x"]).unwrap();
        (1..9u32).for_each(|row| {
            sheet.write_row(row, 0, [row, row]).unwrap();
        });
    }
    book.save(folder.path().join("a.xlsx")).unwrap();
    let output = Command::cargo_bin("tashika")
        .unwrap()
        .current_dir(folder.path())
        .args(["new", "a.xlsx", "-o", "-"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("回答"), "{text}");
}
