//! Workbooks and text files as people have them, read and tidied.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tashika::diag::{Diagnostic, Halt, Place, Severity, Sink, render};
use tashika::ingest::{Aside, AsideReason, Cause, Formats, Heading, LeftOut, Raw, RawTable, TypedColumn, read_all};
use tashika::notation::natural;
use tashika::panel::{Content, Data, Panel, VarRef, View};
use tashika::study::{Study, read_str};
use tashika::text::{LANGUAGES, Lang};
use tashika::tidy::tidy;

const QUESTION: &str = r#"
[[questions]]
id = "q"
outcomes = ["y"]
baseline = { y = "x" }
design = "before-after"
"#;

/// A folder with files and a study of them.
pub struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    pub fn new() -> Case {
        Case { dir: tempfile::tempdir().unwrap() }
    }

    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Case {
        fs::write(self.dir.path().join(name), content).unwrap();
        self
    }

    pub fn workbook(self, name: &str, fill: impl FnOnce(&mut Workbook)) -> Case {
        let mut book = Workbook::new();
        fill(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        self.file(name, bytes)
    }

    pub fn sheet(self, name: &str, fill: impl FnOnce(&mut Worksheet)) -> Case {
        self.workbook(name, |book| fill(book.add_worksheet()))
    }

    pub fn study(&self, sources: &str) -> Study {
        let mut sink = Sink::new();
        let study = read_str(&format!("{sources}{QUESTION}"), "study.toml", self.dir.path(), &mut sink);
        study.unwrap_or_else(|Halt| panic!("{:?}", sink.problems))
    }

    pub fn read(&self, sources: &str) -> (Result<Vec<RawTable>, Halt>, Sink) {
        let mut sink = Sink::new();
        (read_all(&self.study(sources), &mut sink), sink)
    }

    /// The only table, which must be read without an error.
    pub fn table(&self, sources: &str) -> (RawTable, Sink) {
        let (tables, sink) = self.read(sources);
        (tables.unwrap_or_else(|Halt| panic!("{:?}", sink.problems)).remove(0), sink)
    }

    pub fn tidy(&self, sources: &str) -> (Result<Panel, Halt>, Sink) {
        let mut sink = Sink::new();
        let study = self.study(sources);
        let panel = read_all(&study, &mut sink).and_then(|tables| tidy(&study, &tables, &mut sink));
        (panel, sink)
    }

    pub fn panel(&self, sources: &str) -> (Panel, Sink) {
        let (panel, sink) = self.tidy(sources);
        (panel.unwrap_or_else(|Halt| panic!("{:?}", sink.problems)), sink)
    }

    /// The one error that the sources end in; it must be said in both languages with nothing left open.
    pub fn fails(&self, sources: &str) -> Diagnostic {
        let (panel, sink) = self.tidy(sources);
        assert!(panel.is_err(), "{sources}");
        let mut errors: Vec<Diagnostic> =
            sink.problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        for lang in LANGUAGES {
            let said = render(&errors[0], lang);
            assert!(said.split('{').skip(1).all(|after| after.starts_with(' ')), "{said}");
        }
        errors.remove(0)
    }
}

pub fn source(file: &str) -> String {
    format!("[sources.people]\nfile = \"{file}\"\nunit = \"id\"\n")
}

pub fn codes(sink: &Sink) -> Vec<&str> {
    sink.problems.iter().map(|problem| problem.code.as_str()).collect()
}

pub fn headings(table: &RawTable) -> Vec<&str> {
    table.headings.iter().map(|heading| heading.text.as_str()).collect()
}

pub fn numbers(panel: &Panel, name: &str) -> Vec<f64> {
    let column = View::whole(panel.clone().into()).column(&VarRef::parse(name));
    match column.unwrap_or_else(|| panic!("no {name}")).data {
        Data::Number(values) => values.to_vec(),
        Data::Category { levels, .. } => panic!("{name} is text: {levels:?}"),
    }
}

pub fn texts(panel: &Panel, name: &str) -> Vec<Option<String>> {
    match View::whole(panel.clone().into()).column(&VarRef::parse(name)).unwrap().data {
        Data::Category { levels, codes } => codes.iter().map(|&code| levels.get(code as usize).cloned()).collect(),
        Data::Number(values) => panic!("{name} is numbers: {values:?}"),
    }
}

/// A table from text: one line for each row, cells divided by `|`; plain numbers are written as numbers.
pub fn fill(sheet: &mut Worksheet, first_row: u32, text: &str) {
    for (row, line) in text.lines().enumerate() {
        for (col, cell) in line.split('|').enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let (row, col) = (first_row + row as u32, col as u16);
            match cell.parse::<f64>() {
                Ok(value) => sheet.write_number(row, col, value).unwrap(),
                Err(_) => sheet.write_string(row, col, cell).unwrap(),
            };
        }
    }
}

// Reading.

#[test]
fn every_kind_of_cell_comes_back() {
    let date = ExcelDateTime::from_ymd(2023, 4, 1).unwrap();
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|number|logical|date|text\nA|1.5||| よい\nB");
        sheet.write_boolean(1, 2, true).unwrap();
        sheet.write_datetime_with_format(1, 3, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write_formula(2, 1, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    let (table, sink) = case.table(&source("a.xlsx"));
    assert_eq!(codes(&sink), [""; 0]);
    assert_eq!(headings(&table), ["id", "number", "logical", "date", "text"]);
    let row: Vec<Raw<'_>> = (0..5).map(|column| table.get(0, column)).collect();
    assert_eq!(row, [Raw::Text("A"), Raw::Number(1.5), Raw::Bool(true), Raw::Date(45_017.0), Raw::Text(" よい")]);
    assert_eq!((table.get(1, 0), table.get(1, 4)), (Raw::Text("B"), Raw::Empty));
    assert_eq!(table.place(0, 3).to_string(), "a.xlsx / Sheet1 / D2");
    assert_eq!(table.digest.len(), 64);
}

#[test]
fn titles_notes_and_totals_are_set_aside() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        sheet.write_string(0, 0, "令和5年度 助成先一覧").unwrap();
        fill(
            sheet,
            2,
            "団体\nID|団体名|助成額\n1|山の会|100\n2|川の会|200\n\n3|海の会|300\n|合計|600\n\n※ 単位は円\n出典：事務局",
        );
    });
    let (table, _) = case.table("[sources.people]\nfile = \"a.xlsx\"\nunit = \"団体ID\"\n");
    // Line breaks end rows in `fill`, so that the heading here is the second part alone; see the next test for folding.
    assert_eq!(table.header_rows, [3]);
    assert_eq!(headings(&table), ["ID", "団体名", "助成額"]);
    assert_eq!(table.rows, [4, 5, 7]);
    let aside: Vec<(u32, &str)> = table.set_aside.iter().map(|aside| (aside.row, aside.text.as_str())).collect();
    assert_eq!(
        aside,
        [(0, "令和5年度 助成先一覧"), (2, "団体"), (8, "合計"), (10, "※ 単位は円"), (11, "出典：事務局")]
    );
}

#[test]
fn stacked_headings_are_joined_and_groups_reach_to_the_right() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        sheet.write_string(0, 0, "表1").unwrap();
        fill(sheet, 1, "id|公益法人の場合||金額\n|区分|認定|\nA|公財|国|10\nB|公社|県|20");
        sheet.write_string(1, 3, "金額\n（円）").unwrap();
    });
    let (table, sink) = case.table(&format!("{}header = \"2:3\"\n", source("a.xlsx")));
    assert_eq!(headings(&table), ["id", "公益法人の場合 区分", "公益法人の場合 認定", "金額（円）"]);
    assert_eq!((table.header_rows.as_slice(), table.rows.as_slice()), (&[1, 2][..], &[3, 4][..]));
    assert!(sink.problems.is_empty());
}

#[test]
fn a_range_is_taken_as_it_is() {
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, "x|y|z|w\n|id|v|w\n|A|1|9\n|B|2|9\n|C|3|9"));
    let (table, _) = case.table(&format!("{}range = \"B2:C4\"\n", source("a.xlsx")));
    assert_eq!((headings(&table), table.rows.as_slice()), (vec!["id", "v"], &[2, 3][..]));
}

#[test]
fn missing_and_repeated_headings_are_said() {
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, "id|score|score||remark\nA|1|2|3|\nB|4|5|6|"));
    let (table, sink) = case.table(&source("a.xlsx"));
    assert_eq!(headings(&table), ["id", "score", "score (2)", "column D", "remark"]);
    assert_eq!(codes(&sink), ["no-heading", "repeated-heading"]);
    assert_eq!(sink.problems[0].places[0].to_string(), "a.xlsx / Sheet1 / D1");
}

#[test]
fn the_sheet_with_the_units_heading_is_read() {
    let case = Case::new().workbook("a.xlsx", |book| {
        fill(book.add_worksheet().set_name("表紙").unwrap(), 0, "作成者|山田\n作成日|きょう");
        fill(book.add_worksheet().set_name("回答").unwrap(), 0, "ＩＤ|y\nA|1\nB|2");
        fill(book.add_worksheet().set_name("回答2").unwrap(), 0, "id|y\nA|1\nB|2");
    });
    let (table, sink) = case.table(&source("a.xlsx"));
    assert_eq!((table.sheet.as_ref(), codes(&sink)), ("回答", vec!["several-sheets"]));
    let (table, sink) = case.table(&format!("{}sheet = \"回答２\"\n", source("a.xlsx")));
    assert_eq!((table.sheet.as_ref(), sink.problems.len()), ("回答2", 0));
}

#[test]
fn text_files_are_read_in_the_encodings_that_are_about() {
    let text = "id,名前,値\r\n01,東京の会,1.5\r\n02,大阪の会,-2\r\n";
    let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(text);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = format!("\u{feff}{text}");
    let cases: [(&[u8], &[&str]); 4] =
        [(text.as_bytes(), &[]), (marked.as_bytes(), &[]), (&utf16, &[]), (&cp932, &["encoding-guessed"])];
    for (bytes, said) in cases {
        let (table, sink) = Case::new().file("a.csv", bytes).table(&source("a.csv"));
        assert_eq!((headings(&table), codes(&sink)), (vec!["id", "名前", "値"], said.to_vec()));
        let row: Vec<Raw<'_>> = (0..3).map(|column| table.get(1, column)).collect();
        assert_eq!(row, [Raw::Text("02"), Raw::Text("大阪の会"), Raw::Number(-2.0)]);
        assert_eq!(table.place(1, 2).to_string(), "a.csv / C3");
    }
    let case = Case::new().file("a.csv", &*cp932);
    let (table, sink) = case.table(&format!("{}encoding = \"cp932\"\n", source("a.csv")));
    assert_eq!((table.get(0, 1), sink.problems.len()), (Raw::Text("東京の会"), 0));
    assert_eq!(case.fails(&format!("{}encoding = \"klingon\"\n", source("a.csv"))).code, "unknown-encoding");
}

// What cannot be read.

fn small_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), 0, "id|y\nA|1\nB|2");
    book.save_to_buffer().unwrap()
}

/// The head of a compound file, and a directory entry by this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2048, 0);
    bytes
}

#[test]
fn hostile_files_are_named_for_what_they_are() {
    let whole = small_workbook();
    let mut flipped = whole.clone();
    let name = b"xl/worksheets/sheet1.xml";
    let data = flipped.windows(name.len()).position(|part| part == name).unwrap() + name.len() + 20;
    flipped[data..data + 40].iter_mut().for_each(|byte| *byte ^= 0x5A);
    let cases: [(&str, Vec<u8>, &str); 13] = [
        ("cut.xlsx", whole[..whole.len() / 2].to_vec(), "damaged-workbook"),
        ("flipped.xlsx", flipped, "damaged-workbook"),
        ("locked.xlsx", compound("EncryptedPackage"), "password-protected"),
        ("old.xlsx", compound("Workbook"), "damaged-workbook"),
        ("letter.xls", compound("WordDocument"), "not-a-spreadsheet"),
        ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec(), "format-not-supported"),
        (
            "2003.xml",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec(),
            "format-not-supported",
        ),
        ("nothing.xlsx", Vec::new(), "empty-file"),
        ("blank.csv", b"\r\n \r\n".to_vec(), "empty-file"),
        ("prose.xlsx", b"Dear colleagues\nthe file is attached\n".to_vec(), "no-table"),
        ("paper.xlsx", b"%PDF-1.7 \x00\x01".to_vec(), "not-a-spreadsheet"),
        (
            "noise.xlsx",
            (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect(),
            "not-a-spreadsheet",
        ),
        ("zip.xlsx", b"PK\x05\x06".iter().copied().chain([0; 18]).collect(), "not-a-spreadsheet"),
    ];
    for (name, bytes, code) in cases {
        let problem = Case::new().file(name, bytes).fails(&source(name));
        assert_eq!(problem.code, code, "{name}: {}", render(&problem, Lang::En));
        assert!(!problem.places.is_empty() && problem.hint.is_some(), "{name}");
    }
}

#[test]
fn sheets_without_a_table_are_said() {
    let case = Case::new().sheet("empty.xlsx", |_| ()).sheet("head.xlsx", |sheet| fill(sheet, 0, "id|y|z"));
    assert_eq!(case.fails(&source("empty.xlsx")).code, "empty-sheet");
    let (table, sink) = case.table(&source("head.xlsx"));
    assert_eq!((table.rows.len(), codes(&sink)), (0, vec!["no-rows"]));
}

#[test]
fn what_is_misspelled_is_suggested() {
    let case = Case::new().file("nsw.xlsx", small_workbook());
    let problem = case.fails(&source("nws.xlsx"));
    assert_eq!(problem.code, "file-not-found");
    assert!(render(&problem, Lang::En).contains("Is `nsw.xlsx` meant?"));
    let problem = case.fails(&format!("{}sheet = \"Shet1\"\n", source("nsw.xlsx")));
    assert_eq!(problem.code, "sheet-not-found");
    assert!(render(&problem, Lang::En).contains("Is `Sheet1` meant?"));
    let problem = case.fails("[sources.people]\nfile = \"nsw.xlsx\"\nunit = \"ids\"\n");
    assert_eq!(problem.code, "unknown-column");
    assert!(render(&problem, Lang::Ja).contains("「id」のことでしょうか"));
    assert!(matches!(problem.places[0], Place::Text { line: 3, .. }), "{:?}", problem.places);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_sources() {
    let case = Case::new().file("b.xlsx", b"%PDF");
    let two = "[sources.a]\nfile = \"a.xlsx\"\nunit = \"id\"\n[sources.b]\nfile = \"b.xlsx\"\nunit = \"id\"\n";
    let (tables, sink) = case.read(two);
    assert!(tables.is_err());
    assert_eq!(codes(&sink), ["file-not-found", "not-a-spreadsheet"]);
}

#[test]
fn a_text_file_named_like_a_workbook_is_read_with_a_warning() {
    let case = Case::new().file("a.xlsx", "id,y\nA,1\nB,2\n");
    let (table, sink) = case.table(&source("a.xlsx"));
    assert_eq!((table.rows.len(), codes(&sink)), (2, vec!["misnamed-file"]));
}

#[test]
fn no_cut_of_a_workbook_brings_the_reader_down() {
    let whole = small_workbook();
    for length in (0..whole.len()).step_by(97) {
        let (panel, sink) = Case::new().file("a.xlsx", &whole[..length]).tidy(&source("a.xlsx"));
        assert!(panel.is_err() && sink.has_errors(), "{length}");
    }
}

// The byte form.

fn any_table() -> impl Strategy<Value = RawTable> {
    let cell = (0u8..6, any::<u64>());
    let sizes = (1usize..4, 0usize..6);
    let grid = sizes.prop_flat_map(move |(columns, rows)| {
        proptest::collection::vec(proptest::collection::vec(cell.clone(), rows), columns)
    });
    (grid, proptest::collection::vec(".*", 1..5)).prop_map(|(grid, texts)| {
        let column = |cells: &Vec<(u8, u64)>| TypedColumn {
            tags: cells.iter().map(|cell| cell.0).collect(),
            payload: cells
                .iter()
                .map(|&(tag, bits)| if tag == 2 || tag == 5 { bits % texts.len() as u64 } else { bits })
                .collect(),
        };
        RawTable {
            file: "f.xlsx".into(),
            sheet: texts[0].as_str().into(),
            sheets: texts.clone(),
            digest: "00".into(),
            header_rows: vec![1, 2],
            headings: (0..grid.len())
                .map(|i| Heading {
                    text: format!("見出し{i}"),
                    leaf: format!("出し{i}"),
                    col: i as u32,
                    also: vec![format!("q{i}")],
                })
                .collect(),
            rows: (0..grid[0].len() as u32).map(|row| row * 3).collect(),
            columns: grid.iter().map(column).collect(),
            set_aside: vec![Aside { row: 0, col: 1, text: texts[0].clone(), why: AsideReason::Note }],
            texts,
            left_out: vec![LeftOut { row: 7, col: 1, cause: Cause::Hidden }],
            ragged: vec![7],
            pointed: vec![2],
            formats: Formats::default(),
            unstored: vec![(3, 1)],
        }
    })
}

proptest! {
    #[test]
    fn the_byte_form_comes_back(table in any_table(), cut in any::<prop::sample::Index>()) {
        let bytes = table.to_bytes();
        prop_assert_eq!(RawTable::from_bytes(&bytes), Some(table));
        prop_assert_eq!(RawTable::from_bytes(&bytes[..cut.index(bytes.len())]), None);
    }

    #[test]
    fn natural_order_is_an_order(ids in proptest::collection::vec("[A-Ba-b0-9団]{0,4}", 3)) {
        use std::cmp::Ordering::{Equal, Greater};
        let (a, b, c) = (ids[0].as_str(), ids[1].as_str(), ids[2].as_str());
        prop_assert_eq!(natural(a, b), natural(b, a).reverse());
        prop_assert_eq!(natural(a, b) == Equal, a == b);
        prop_assert!(!(natural(a, b) != Greater && natural(b, c) != Greater && natural(a, c) == Greater));
    }
}

// Tidying.

#[test]
fn numbers_are_read_as_they_are_written_and_can_be_traced() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 1, "id|y|money|share\nA10| １，２００人 |1,200円|45%\nA9|▲3|(1,500)|0.5\nA1|－|不明|-");
    });
    let (panel, sink) = case.panel(&source("a.xlsx"));
    assert_eq!(codes(&sink), [["read-as"; 10].as_slice(), &["columns-read-as"]].concat());
    assert_eq!(panel.units.as_ref(), ["A1", "A9", "A10"]);
    assert_eq!(panel.file_order, [2, 1, 0]);
    assert_eq!(numbers(&panel, "y")[1..], [-3.0, 1200.0]);
    assert_eq!(numbers(&panel, "money")[1..], [-1500.0, 1200.0]);
    assert_eq!(numbers(&panel, "share")[1..], [0.5, 0.45]);
    assert!(["y", "money", "share"].iter().all(|name| numbers(&panel, name)[0].is_nan()));

    let places = panel.places(&VarRef::parse("y"), 2);
    assert_eq!(places.iter().map(Place::to_string).collect::<Vec<_>>(), ["a.xlsx / Sheet1 / B3"]);
    let rules: Vec<String> = panel
        .provenance
        .edits
        .iter()
        .filter(|edit| edit.col == 1 && edit.rows.contains(&2))
        .map(|edit| edit.rule.render(Lang::En))
        .collect();
    assert_eq!(
        rules,
        ["full-width characters read as a number", "thousands separators left out", "the unit 人 left out"]
    );
}

#[test]
fn ids_meet_whatever_their_spelling() {
    let case = Case::new()
        .sheet("a.xlsx", |sheet| fill(sheet, 0, "id|x\n1|10\n２ |20\n3|30\n|40"))
        .file("b.csv", "id,y\n1,5\n2,6\n4,7\n");
    let two = format!("{}[sources.survey]\nfile = \"b.csv\"\nunit = \"id\"\n", source("a.xlsx"));
    let (panel, sink) = case.panel(&two);
    assert_eq!(panel.units.as_ref(), ["1", "2", "3", "4"]);
    assert_eq!(
        (numbers(&panel, "x")[..3].to_vec(), numbers(&panel, "y")[..2].to_vec()),
        (vec![10.0, 20.0, 30.0], vec![5.0, 6.0])
    );
    assert_eq!(codes(&sink), ["no-unit-id", "sources-joined", "read-as"]);
    assert_eq!(sink.problems[0].places[0].to_string(), "a.xlsx / Sheet1 / A5");

    let [first, second, joined] = &panel.flow[..] else { panic!("{:?}", panel.flow) };
    assert_eq!(
        (first.remaining, first.lost[0].count, first.lost[0].who.as_slice()),
        (3, 1, &["a.xlsx / Sheet1 / A5".to_string()][..])
    );
    assert_eq!((second.remaining, second.lost.len(), joined.remaining), (3, 0, 4));
    let absent: Vec<(String, &[String])> =
        joined.lost.iter().map(|lost| (lost.reason.render(Lang::En), lost.who.as_slice())).collect();
    assert_eq!(
        absent,
        [
            ("no row in `people`".to_string(), &["4".to_string()][..]),
            ("no row in `survey`".to_string(), &["3".to_string()][..])
        ]
    );
}

#[test]
fn the_same_row_again_is_dropped_but_a_unit_with_other_values_stops() {
    let same = Case::new().file("a.csv", "id,x,y\nA,1,2\nB,3,4\nA ,1,2\n");
    let (panel, sink) = same.panel(&source("a.csv"));
    assert_eq!((panel.units.len(), codes(&sink)), (2, vec!["repeated-row", "read-as"]));
    assert_eq!((panel.flow[0].remaining, panel.flow[0].lost[0].count), (2, 1));

    let problem = Case::new().file("a.csv", "id,x,y\nA,1,2\nB,3,4\nA,1,5\n").fails(&source("a.csv"));
    assert_eq!(problem.code, "duplicate-unit");
    assert_eq!(problem.places.iter().map(Place::to_string).collect::<Vec<_>>(), ["a.csv / A2", "a.csv / A4"]);
    assert_eq!(problem.message.render(Lang::En), "1 unit of `people` stands in several rows that differ in y: A");
}

#[test]
fn columns_are_what_their_cells_are() {
    let rows: String = (0..20)
        .map(|i| {
            format!(
                "u{i},{},{},{},{},{},N{i}\n",
                i % 2,
                ["はい", "いいえ"][i % 2],
                ["A", "B", "C"][i % 3],
                ["2023/4/1", "R5.4.2"][i % 2],
                ["7", "x"][usize::from(i == 3)]
            )
        })
        .collect();
    let case = Case::new().file("a.csv", format!("id,flag,answer,group,day,count,name\n{rows}"));
    let (panel, sink) = case.panel(&source("a.csv"));
    let content = |name: &str| panel.variables[name].content;
    assert_eq!(content("flag"), Content::Number);
    assert_eq!(content("answer"), Content::YesNo);
    assert_eq!(content("group"), Content::Category);
    assert_eq!(content("day"), Content::Date);
    assert_eq!(content("name"), Content::Text);
    assert_eq!(content("count"), Content::Number);
    assert_eq!(numbers(&panel, "answer")[..2], [1.0, 0.0]);
    assert_eq!(numbers(&panel, "day")[..2], [19_448.0, 19_449.0]);
    assert_eq!(codes(&sink), ["some-text", "read-as", "read-as", "columns-read-as"]);
    assert_eq!(sink.problems[0].places[0].to_string(), "a.csv / F5");
}

#[test]
fn declared_kinds_codes_and_missing_values_are_heeded() {
    let case = Case::new().file("a.csv", "id,sex,got,score,zip\n1,1,採,5,0312\n2,2,否,99,0313\n3,9,採,x,0314\n");
    let declared = r#"
[variables.sex]
codes = { "1" = "女", "2" = "男" }
missing = ["9"]
[variables.got]
kind = "yes-no"
codes = { "採" = "1", "否" = "0" }
[variables.score]
kind = "scale"
missing = ["99"]
"#;
    let (panel, sink) = case.panel(&format!("{}{declared}", source("a.csv")));
    assert_eq!(texts(&panel, "sex"), [Some("女".into()), Some("男".into()), None]);
    assert_eq!(numbers(&panel, "got"), [1.0, 0.0, 1.0]);
    assert_eq!(numbers(&panel, "score")[0], 5.0);
    assert!(numbers(&panel, "score")[1..].iter().all(|value| value.is_nan()));
    assert_eq!(texts(&panel, "zip")[0].as_deref(), Some("0312"));
    assert_eq!(codes(&sink), ["not-a-number", "columns-read-as"]);
}

#[test]
fn a_number_that_is_mostly_text_stops() {
    let case = Case::new().file("a.csv", "id,y\n1,good\n2,bad\n3,3\n");
    let problem = case.fails(&format!("{}[variables.y]\nkind = \"number\"\n", source("a.csv")));
    assert_eq!((problem.code.as_str(), problem.count), ("mostly-text", 2));
}

#[test]
fn sources_with_a_period_are_waves() {
    let case = Case::new().file("a.csv", "id,y\nA,1\nB,2\n").file("b.csv", "id,y\nB,20\nC,30\n");
    let two = "[sources.pre]\nfile = \"a.csv\"\nunit = \"id\"\nperiod = \"before\"\n[sources.post]\nfile = \"b.csv\"\nunit = \"id\"\nperiod = \"after\"\n";
    let (panel, _) = case.panel(two);
    assert_eq!(panel.waves.keys().collect::<Vec<_>>(), ["before", "after"]);
    assert_eq!(panel.variables["y"].periods, ["before", "after"]);
    assert_eq!(numbers(&panel, "y@after")[1..], [20.0, 30.0]);
    assert_eq!(panel.places(&VarRef::parse("y@after"), 1)[0].to_string(), "b.csv / B2");
    assert!(panel.places(&VarRef::parse("y@after"), 0).is_empty());
}

#[test]
fn a_column_of_periods_makes_waves_and_each_value_keeps_its_row() {
    let case = Case::new().file("a.csv", "id,年度,y\nA,2023,3\nA,2021,1\nB,2021,5\nB,,9\n");
    let (panel, sink) = case.panel(&format!("{}period_column = \"年度\"\n", source("a.csv")));
    assert_eq!(
        (panel.waves.keys().collect::<Vec<_>>(), codes(&sink)),
        (vec![&"2021".to_string(), &"2023".to_string()], vec!["no-period", "taken-as"])
    );
    assert_eq!((numbers(&panel, "y@2021"), numbers(&panel, "y@2023")[0]), (vec![1.0, 5.0], 3.0));
    assert_eq!(
        panel.places(&VarRef::parse("y@2021"), 0).iter().map(Place::to_string).collect::<Vec<_>>(),
        ["a.csv / C3"]
    );
    assert_eq!(
        panel.places(&VarRef::parse("y@2023"), 0).iter().map(Place::to_string).collect::<Vec<_>>(),
        ["a.csv / C2"]
    );
}

#[test]
fn a_variable_of_two_sources_must_agree_where_the_study_uses_it() {
    let two = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[sources.b]\nfile = \"b.csv\"\nunit = \"id\"\n";
    let differing = Case::new().file("a.csv", "id,y\nA,1\nB,2\n").file("b.csv", "id,y\nA,1\nB,3\n");
    assert_eq!(differing.fails(two).code, "ambiguous-variable");
    let same = Case::new().file("a.csv", "id,y,note\nA,1,p\nB,2,q\n").file("b.csv", "id,y,note\nA,1,p\nB,2,r\n");
    let (panel, sink) = same.panel(two);
    assert_eq!((numbers(&panel, "y"), codes(&sink)), (vec![1.0, 2.0], vec!["variable-twice", "variable-twice"]));
    let renamed = format!("{}columns = {{ y2 = \"y\" }}\n", two);
    let (panel, _) = differing.panel(&renamed);
    assert_eq!((numbers(&panel, "y"), numbers(&panel, "y2")), (vec![1.0, 2.0], vec![1.0, 3.0]));
}

#[test]
fn the_order_of_rows_changes_addresses_only() {
    let rows = ["A10,3,はい,x", "A2,1,いいえ,y", "B1,２,はい,x", "C7,▲4,はい,", "A2,1,いいえ,y"];
    let panel = |order: &[usize]| {
        let body: String = order.iter().map(|&i| format!("{}\n", rows[i])).collect();
        Case::new().file("a.csv", format!("id,y,got,group\n{body}")).panel(&source("a.csv")).0
    };
    let first = panel(&[0, 1, 2, 3, 4]);
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3]] {
        let other = panel(&order);
        assert_eq!(first.units, other.units);
        assert_eq!(format!("{:?}", first.fixed), format!("{:?}", other.fixed));
        assert_eq!(first.variables, other.variables);
        assert_eq!(first.provenance.columns, other.provenance.columns);
        assert_ne!(first.file_order, other.file_order);
    }
}

#[test]
fn paths_may_be_written_as_on_windows() {
    let case = Case::new();
    fs::create_dir(case.dir.path().join("data")).unwrap();
    fs::write(case.dir.path().join(Path::new("data/a.csv")), "id,y\nA,1\nB,2\n").unwrap();
    let (table, _) = case.table("[sources.people]\nfile = 'data\\a.csv'\nunit = \"id\"\n");
    assert_eq!(table.rows.len(), 2);
}
