//! What people do wrong, through the command: one clear message each with its place, nothing half-written, no panic.

use std::fs;
use std::path::Path;
use std::process::Output;

use rust_xlsxwriter::Workbook;

struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new() -> Case {
        Case { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Case {
        fs::write(self.path().join(name), content).unwrap();
        self
    }

    fn csv(self, text: &str) -> Case {
        self.file("data.csv", text)
    }

    fn study(self, text: &str) -> Case {
        self.file("study.toml", text)
    }

    fn run(&self, args: &[&str]) -> Output {
        let bin = assert_cmd::cargo::cargo_bin!("tashika");
        let mut command = std::process::Command::new(bin);
        command.args(args).args(["--lang", "en"]).current_dir(self.path()).output().unwrap()
    }

    /// Runs the study, which must stop with code 2, say all of `says`, and leave nothing behind.
    fn stops(&self, says: &[&str]) -> String {
        let before = listing(self.path());
        let output = self.run(&["run", "study.toml"]);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(!err.contains("panicked"), "{err}");
        for text in says {
            assert!(err.contains(text), "not said: {text}\n{err}");
        }
        assert_eq!(before, listing(self.path()), "something was written");
        err
    }
}

fn listing(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const DATA: &str = "id,treat,age,before,after\n";

fn rows(n: usize) -> String {
    let row = |i: usize| format!("u{i},{},{},{},{}\n", i % 2, 20 + i % 17, 10 + i % 7, 12 + i % 5);
    DATA.to_string() + &(0..n).map(row).collect::<String>()
}

const STUDY: &str = r#"[sources.people]
file = "data.csv"
unit = "id"

[[questions]]
id = "q"
outcomes = ["after"]
baseline = { after = "before" }
treatment = "treat"
covariates = ["age", "before"]
design = "nearest"
"#;

#[test]
fn the_study_itself_is_fine() {
    let case = Case::new().csv(&rows(60)).study(STUDY);
    let output = case.run(&["run", "study.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(case.path().join("study-results/findings.json").is_file());
}

#[test]
fn unknown_keys_and_columns_are_said_together_with_the_nearest_name() {
    let text = STUDY.replace("outcomes", "outcmes").replace("unit = \"id\"", "unit = \"idd\"");
    let err = Case::new().csv(&rows(30)).study(&text).stops(&["study.toml:7:1", "`outcmes`", "`outcomes`"]);
    assert!(err.contains("[unknown-key]"), "{err}");
    Case::new().csv(&rows(30)).study(&STUDY.replace("\"id\"", "\"idd\"")).stops(&[
        "[unknown-column]",
        "`idd`",
        "`id`",
        "study.toml:3:8",
    ]);
    let two = STUDY.replace("\"age\"", "\"agee\"").replace("[\"after\"]", "[\"aftr\"]").replace("{ after", "{ aftr");
    Case::new().csv(&rows(30)).study(&two).stops(&["`agee`", "`age`", "`aftr`", "`after`"]);
}

#[test]
fn missing_files_and_sheets_are_said_with_the_nearest_name() {
    Case::new().csv(&rows(30)).study(&STUDY.replace("data.csv", "dta.csv")).stops(&[
        "[file-not-found]",
        "dta.csv",
        "data.csv",
    ]);
    let mut book = Workbook::new();
    book.add_worksheet().set_name("People").unwrap().write(0, 0, "id").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let study = STUDY.replace("\"data.csv\"", "\"book.xlsx\"\nsheet = \"Peple\"");
    Case::new().file("book.xlsx", bytes).study(&study).stops(&["[sheet-not-found]", "Peple", "People"]);
    let output = Case::new().run(&["run", "nothing.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("[file-not-found]"));
}

#[test]
fn a_treatment_with_three_values_is_refused_with_its_values() {
    let data = rows(30).replace("u4,0", "u4,2");
    Case::new().csv(&data).study(STUDY).stops(&["[treatment-not-two-valued]", "`treat`", "2"]);
}

#[test]
fn an_outcome_full_of_text_is_refused_with_cells() {
    let data = rows(30);
    let text = data.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line}\n"),
        _ => format!("{},good {i}\n", line.rsplit_once(',').unwrap().0),
    });
    let err = Case::new().csv(&text.collect::<String>()).study(STUDY).stops(&["`after`"]);
    assert!(err.contains("[outcome-not-numeric]") || err.contains("[mostly-text]"), "{err}");
}

#[test]
fn an_empty_sheet_and_an_empty_file_are_said() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let study = STUDY.replace("\"data.csv\"", "\"book.xlsx\"");
    Case::new().file("book.xlsx", bytes).study(&study).stops(&["book.xlsx"]);
    Case::new().csv("").study(STUDY).stops(&["data.csv"]);
    Case::new().csv(DATA).study(STUDY).stops(&["data.csv"]);
}

#[test]
fn a_duplicate_unit_is_said_with_both_cells() {
    let data = rows(30) + "u3,1,44,1,2\n";
    Case::new().csv(&data).study(STUDY).stops(&["[duplicate-unit]", "u3", "data.csv / A5, A32"]);
}

#[test]
fn locked_damaged_and_foreign_workbooks_are_said() {
    let study = STUDY.replace("\"data.csv\"", "\"book.xlsx\"");
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "id").unwrap();
    let whole = book.save_to_buffer().unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    Case::new().file("book.xlsx", half).study(&study).stops(&["[damaged-workbook]", "book.xlsx"]);
    Case::new().file("book.xlsx", locked()).study(&study).stops(&["[password-protected]", "book.xlsx"]);
    let page = b"<html><table><tr><td>id</td></tr></table></html>";
    Case::new().file("book.xlsx", page).study(&study).stops(&["book.xlsx"]);
}

#[test]
fn a_false_count_of_strings_takes_no_memory() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook/>"),
        (
            "xl/sharedStrings.xml",
            "<?xml version=\"1.0\"?><sst count=\"1\" uniqueCount=\"4294967290\"><si><t>id</t></si></sst>",
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let study = STUDY.replace("\"data.csv\"", "\"book.xlsx\"");
    Case::new().file("book.xlsx", bytes).study(&study).stops(&["[damaged-workbook]", "book.xlsx"]);
}

/// A compound file whose directory holds the streams of an encrypted workbook: what Excel writes for a password.
fn locked() -> Vec<u8> {
    let mut bytes = vec![0u8; 512 * 4];
    bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    bytes[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    bytes[44] = 1;
    bytes[48] = 1;
    bytes[56..60].copy_from_slice(&4096u32.to_le_bytes());
    bytes[60..64].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    bytes[68..72].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    bytes[76..512].fill(0xFF);
    bytes[76..80].copy_from_slice(&0u32.to_le_bytes());
    bytes[512..1024].fill(0xFF);
    bytes[512..516].copy_from_slice(&0xFFFF_FFFDu32.to_le_bytes());
    bytes[516..520].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    for (i, (name, kind)) in [("Root Entry", 5u8), ("EncryptedPackage", 2), ("EncryptionInfo", 2)].iter().enumerate() {
        let at = 1024 + i * 128;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[at..at + wide.len()].copy_from_slice(&wide);
        bytes[at + 64..at + 66].copy_from_slice(&(wide.len() as u16 + 2).to_le_bytes());
        bytes[at + 66] = *kind;
        bytes[at + 68..at + 80].fill(0xFF);
        bytes[at + 116..at + 120].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    }
    bytes
}

#[test]
fn what_stands_where_the_outputs_should_be_is_left_alone() {
    let case = Case::new().csv(&rows(60)).study(STUDY).file("study-results", "mine");
    case.stops(&["[output-occupied]", "study-results"]);
    assert_eq!(fs::read_to_string(case.path().join("study-results")).unwrap(), "mine");
    let case = Case::new().csv(&rows(60)).study(STUDY);
    fs::create_dir(case.path().join("study-results")).unwrap();
    fs::write(case.path().join("study-results/thesis.docx"), "mine").unwrap();
    case.stops(&["[output-occupied]"]);
}

#[test]
fn names_with_spaces_and_japanese_work() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("田中 助成").join("令和6年度");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("データ 1.csv"), rows(60)).unwrap();
    fs::write(dir.join("調査 設計.toml"), STUDY.replace("data.csv", "データ 1.csv")).unwrap();
    let bin = assert_cmd::cargo::cargo_bin!("tashika");
    let output = std::process::Command::new(bin).arg(dir.join("調査 設計.toml")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(dir.join("調査 設計-results").join("report.ja.html").is_file());
}
