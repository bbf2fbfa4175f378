//! Tables where people put them, layouts that many files share, and several files as one source: every fixture is invented, in the
//! shapes of real workbooks.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use tashika::cli::seen::balance;
use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::ingest::RawTable;
use tashika::panel::{Content, Data, Panel, VarRef, View};
use tashika::run::{Looked, look};
use tashika::text::Lang;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Folder {
        fs::write(self.path().join(name), content).unwrap();
        self
    }

    /// A workbook with these sheets: name, and cells as `fill` takes them.
    fn book(self, name: &str, sheets: &[(&str, &str)]) -> Folder {
        let mut book = Workbook::new();
        for (sheet, cells) in sheets {
            fill(book.add_worksheet().set_name(*sheet).unwrap(), cells);
        }
        let bytes = book.save_to_buffer().unwrap();
        self.file(name, bytes)
    }

    /// What a study of one source understands, given the lines below `[sources.x]`.
    fn look(&self, lines: &str) -> (Looked, Vec<Diagnostic>) {
        self.study(&format!("[sources.x]\n{lines}\n"))
    }

    fn study(&self, text: &str) -> (Looked, Vec<Diagnostic>) {
        let path = self.path().join("study.toml");
        fs::write(&path, text).unwrap();
        let mut sink = Sink::new();
        let looked = look(&path, Vec::new(), &|_| (), &mut sink);
        (looked.unwrap_or_else(|_| panic!("{:?}", sink.problems)), sink.problems)
    }
}

/// Rows on lines, cells divided by `|`; `⏎` is a line break in a cell, `'` before digits keeps them text, dates are written
/// `2023-04-01`.
fn fill(sheet: &mut Worksheet, text: &str) {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, line) in text.lines().enumerate() {
        for (col, cell) in line.split('|').enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let (row, col) = (row as u32, col as u16);
            let written = cell.replace('⏎', "\n");
            match (cell.parse::<f64>(), rust_xlsxwriter::ExcelDateTime::parse_from_str(cell)) {
                (Ok(number), _) => sheet.write_number(row, col, number).unwrap(),
                (_, Ok(day)) if cell.len() == 10 => sheet.write_datetime_with_format(row, col, &day, &date).unwrap(),
                _ => sheet.write_string(row, col, written.trim_start_matches('\'')).unwrap(),
            };
        }
    }
}

fn table(looked: &Looked) -> &RawTable {
    looked.tables[0].as_ref().expect("a table")
}

fn panel(looked: &Looked) -> &Panel {
    &looked.read.as_ref().expect("data in order").panel
}

/// Header rows and rows as the sheet counts them, headings, and what was set aside.
type Shape = (Vec<u32>, Vec<String>, Vec<u32>, Vec<u32>);

fn shape(looked: &Looked) -> Shape {
    let table = table(looked);
    let one = |row: &u32| row + 1;
    (
        table.header_rows.iter().map(one).collect(),
        table.headings.iter().map(|heading| heading.text.clone()).collect(),
        table.rows.iter().map(one).collect(),
        table.set_aside.iter().map(|aside| aside.row + 1).collect(),
    )
}

fn is(looked: &Looked, header: &[u32], headings: &str, rows: &[u32], aside: &[u32]) {
    let (h, names, r, a) = shape(looked);
    assert_eq!(names.join("|"), headings);
    assert_eq!((h.as_slice(), r.as_slice(), a.as_slice()), (header, rows, aside));
}

fn content(looked: &Looked, name: &str) -> Content {
    let variables = &panel(looked).variables;
    variables.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", variables.keys().collect::<Vec<_>>())).content
}

fn codes(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.as_str()).filter(|code| *code != "no-questions").collect()
}

fn cells<'p>(problems: &'p [Diagnostic], code: &str) -> Vec<String> {
    let found: &'p Diagnostic =
        problems.iter().find(|it| it.code == code).unwrap_or_else(|| panic!("no {code} in {:?}", codes(problems)));
    found.places.iter().map(|place| place.to_string().rsplit(" / ").next().unwrap().to_string()).collect()
}

fn numbers(looked: &Looked, name: &str) -> Vec<f64> {
    let column = View::whole(panel(looked).clone().into()).column(&VarRef::parse(name));
    match column.unwrap_or_else(|| panic!("no {name}")).data {
        Data::Number(values) => values.to_vec(),
        Data::Category { levels, .. } => panic!("{name} is text: {levels:?}"),
    }
}

fn texts(looked: &Looked, name: &str) -> Vec<String> {
    match View::whole(panel(looked).clone().into()).column(&VarRef::parse(name)).unwrap().data {
        Data::Category { levels, codes } => {
            codes.iter().map(|&code| levels.get(code as usize).cloned().unwrap_or_default()).collect()
        }
        Data::Number(values) => panic!("{name} is numbers: {values:?}"),
    }
}

// Where the table is.

const SUBSIDIES: &str = "公益団体への支出の公表についての情報（令和の架空年度）\n\n\
    支出元府省|事業名|補助金交付先名⏎|補助金交付先法人名⏎（令和2年９月末時点）|交付決定額|支出の日\n\
    架空省|一号事業|一般財団法人あおぞら⏎東京都架空区1-1|あおぞら|1000000|2020-04-01\n\
    架空省|二号事業|一般財団法人みどり⏎大阪府架空市2|みどり|1,099,000(当初)⏎ 1,506,000(変更)|2020-04-02\n\
    仮想庁|三号事業|公益社団法人はやぶさ⏎京都府|はやぶさ|3000000|2020-05-01\n\
    仮想庁|四号事業|公益社団法人つばめ⏎京都府|つばめ|4000000|2020-06-01\n\
    仮想庁|五号事業|公益社団法人ひばり⏎京都府|ひばり|5000000|2020-07-01\n\
    仮想庁|六号事業|公益社団法人かもめ⏎京都府|かもめ|6000000|2020-08-01\n\
    ※公益法人の区分において、「公財」は公益財団法人をいう。\n";

#[test]
fn a_table_below_its_title_with_line_breaks_in_its_headings_and_a_note_below() {
    let folder = Folder::new().book("a.xlsx", &[("様式1", SUBSIDIES)]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"\nunit = \"補助金交付先法人名\"");
    is(
        &looked,
        &[3],
        "支出元府省|事業名|補助金交付先名|補助金交付先法人名（令和2年９月末時点）|交付決定額|支出の日",
        &[4, 5, 6, 7, 8, 9],
        &[1, 10],
    );
    assert_eq!((content(&looked, "交付決定額"), content(&looked, "支出の日")), (Content::Number, Content::Date));
    assert!(codes(&problems).contains(&"rows-set-aside"));
    let amounts = numbers(&looked, "交付決定額");
    assert!(amounts.iter().filter(|it| !it.is_nan()).count() >= 5, "{amounts:?}");
}

#[test]
fn headings_in_two_and_three_rows_are_read_from_groups_to_leaves() {
    let two = "一覧\n\n団体名|交付決定額|公益法人の場合||備考\n||公益法人の区分|国認定、都道府県認定の区分|\n\
        甲|100|公財|国認定|\n乙|200|公社|都道府県認定|あり\n丙|300|公財|国認定|\n";
    let (looked, _) = Folder::new().book("a.xlsx", &[("様式1", two)]).look("file = \"a.xlsx\"\nunit = \"団体名\"");
    let names = "団体名|交付決定額|公益法人の場合 公益法人の区分|公益法人の場合 国認定、都道府県認定の区分|備考";
    is(&looked, &[3, 4], names, &[5, 6, 7], &[1]);
    assert_eq!(texts(&looked, "公益法人の区分"), ["公財", "公社", "公財"].map(String::from));

    // A list of contents first, three rows of headings, a blank column, footnotes.
    let contents = "Bureau of Invention\n\nContents\n\n|1|Response by province\n\nInquiries\n";
    let three = "Bureau of Invention\nReleased today\nTable 1 Response by province\n\
        |Clear||||||Eligible|\n|Yes||No||||Clear|\n|no.|%|no.|%|||no.|%\n\
        North|10|50|10|50|||20|80\nSouth|30|60|20|40|||50|70\nEast|5|50|5|50|||10|60\n\n(a) Includes blank responses\n\n© Bureau\n";
    let (looked, problems) = Folder::new()
        .book("b.xlsx", &[("Contents", contents), ("Table 1", three)])
        .look("file = \"b.xlsx\"\nanonymous = true");
    assert_eq!(&*table(&looked).sheet, "Table 1");
    let names =
        "column A|Clear Yes (no.)|Clear Yes (%)|Clear No (no.)|Clear No (%)|Eligible Clear (no.)|Eligible Clear (%)";
    is(&looked, &[4, 5, 6], names, &[7, 8, 9], &[1, 2, 3, 11, 13]);
    assert!(!codes(&problems).contains(&"several-tables"), "a blank column does not make two tables");
}

#[test]
fn a_code_list_under_an_empty_table_is_no_row() {
    let text = "公表の様式\n\n所管府省|工事の名称|契約した日|契約金額（円）|備考\n\n\n※区分において、「公財」は公益財団法人をいう。\n\n\n公財\n公社\n特財\n特社\n";
    let (looked, problems) = Folder::new().book("a.xlsx", &[("様式3-2", text)]).look("file = \"a.xlsx\"");
    is(&looked, &[3], "所管府省|工事の名称|契約した日|契約金額（円）|備考", &[], &[1, 6, 9, 10, 11, 12]);
    assert!(codes(&problems).contains(&"no-rows"));
}

#[test]
fn footnotes_without_a_mark_or_a_gap_are_told_by_their_length() {
    let text = "Area|Year|Crimes\nNorthland|2015|12\nNorthland|2016|13\nSouthland|2015|14\nSouthland|2016|15\n\
        1 The previous year's figures have been adjusted after publication of the first edition.\n\
        2 Figures of Southland are provisional estimates that will be replaced in the next edition.\n";
    let (looked, _) = Folder::new()
        .book("a.xlsx", &[("t", text)])
        .look("file = \"a.xlsx\"\nunit = \"Area\"\nperiod_column = \"Year\"");
    is(&looked, &[1], "Area|Year|Crimes", &[2, 3, 4, 5], &[6, 7]);
    // An id alone in the last rows is a unit of which nothing is known, not a note.
    let ids = "Area|Year|Crimes\nNorthland|2015|12\nSouthland|2015|14\nEastland\nWestland\n";
    let (looked, _) = Folder::new().book("b.xlsx", &[("t", ids)]).look("file = \"b.xlsx\"\nunit = \"Area\"");
    is(&looked, &[1], "Area|Year|Crimes", &[2, 3, 4, 5], &[]);
}

#[test]
fn a_form_of_fifty_thousand_rows_with_nothing_but_ids_has_no_records() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let titles = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date"];
    for (col, title) in titles.iter().enumerate() {
        sheet.write_string(0, col as u16, *title).unwrap();
    }
    for row in 1..=50_000 {
        sheet.write_string(row, 0, "XX-0001").unwrap();
    }
    let folder = Folder::new().file("a.xlsx", book.save_to_buffer().unwrap());
    let began = std::time::Instant::now();
    let (looked, problems) = folder.look("file = \"a.xlsx\"");
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    assert_eq!((table(&looked).rows.len(), table(&looked).set_aside.len()), (0, 50_000));
    let none = problems.iter().find(|problem| problem.code == "no-rows").unwrap();
    assert!(
        none.message.render(Lang::En).contains("50,000 rows") || none.message.render(Lang::En).contains("50000 rows")
    );
}

#[test]
fn of_several_tables_one_is_read_and_the_others_are_named() {
    let beside =
        "id|score|||品目|単価|備考\nA|10|||鉛筆|50|a\nB|20|||消しゴム|80|b\nC|30\nD|40\nE|50\nF|60\nG|70\nH|80\n";
    let folder = Folder::new().book("a.xlsx", &[("s", beside)]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"\nunit = \"id\"");
    is(&looked, &[1], "id|score", &[2, 3, 4, 5, 6, 7, 8, 9], &[]);
    let several = problems.iter().find(|problem| problem.code == "several-tables").unwrap();
    assert!(several.hint.as_ref().unwrap().render(Lang::En).contains("range = \"E1:G3\""), "{several:?}");
    let (looked, _) = folder.look("file = \"a.xlsx\"\nunit = \"品目\"");
    is(&looked, &[1], "品目|単価|備考", &[2, 3], &[]);

    let below = "id|x\nA|1\nB|2\nC|3\n\n別の表\n品目|単価|数\n鉛筆|50|1\n紙|10|2\n筆|30|4\n墨|20|5\n硯|900|1\n";
    let folder = Folder::new().book("b.xlsx", &[("s", below)]);
    let (looked, problems) = folder.look("file = \"b.xlsx\"\nunit = \"品目\"");
    is(&looked, &[7], "品目|単価|数", &[8, 9, 10, 11, 12], &[6]);
    assert!(
        problems
            .iter()
            .find(|it| it.code == "several-tables")
            .unwrap()
            .hint
            .as_ref()
            .unwrap()
            .render(Lang::En)
            .contains("A1:B4")
    );
    let (looked, _) = folder.look("file = \"b.xlsx\"\nunit = \"id\"\nrange = \"A1:B4\"");
    is(&looked, &[1], "id|x", &[2, 3, 4], &[]);

    // A blank line in a table, and rows of text, are no second table.
    let gap = "id|x|name\nA|1|あ\nB|2|い\n\nC|3|う\nD|4|え\n";
    let (looked, problems) = Folder::new().book("c.xlsx", &[("s", gap)]).look("file = \"c.xlsx\"\nunit = \"id\"");
    is(&looked, &[1], "id|x|name", &[2, 3, 5, 6], &[]);
    assert!(!codes(&problems).contains(&"several-tables"));
}

#[test]
fn a_table_without_headings_is_called_by_letters() {
    let rows = "1,1000000000011,01,2021-10-01,架空商店,1130034\n2,1000000000029,01,2021-10-02,仮想工業,1130035\n\
        3,1000000000037,12,2021-10-03,夢想興業,1130036\n4,1000000000045,12,2021-10-04,幻想館,1130037\n";
    let (text, _, _) = encoding_rs_cp932(rows);
    let folder = Folder::new().file("a.csv", text);
    let (looked, problems) =
        folder.look("file = \"a.csv\"\nencoding = \"cp932\"\nunit = \"column B\"\ncolumns = { name = \"column E\" }");
    is(&looked, &[], "column A|column B|column C|column D|column E|column F", &[1, 2, 3, 4], &[]);
    assert!(codes(&problems).contains(&"no-header-row"));
    assert_eq!(panel(&looked).units.len(), 4);
    assert_eq!(texts(&looked, "name")[0], "架空商店");
    let (looked, _) = folder.look("file = \"a.csv\"\nencoding = \"cp932\"\nunit = \"column B\"\nheader = \"none\"");
    assert_eq!(table(&looked).rows.len(), 4);
}

/// Shift_JIS bytes by way of the csv of a known text: the reader under test decodes them.
fn encoding_rs_cp932(text: &str) -> (Vec<u8>, (), ()) {
    let known: &[(&str, &[u8])] = &[
        ("架空商店", b"\x89\xcb\x8b\xf3\x8f\xa4\x93X"),
        ("仮想工業", b"\x89\xbc\x91z\x8dH\x8b\xc6"),
        ("夢想興業", b"\x96\xb2\x91z\x8b\xbb\x8b\xc6"),
        ("幻想館", b"\x8c\xb6\x91z\x8a\xd9"),
    ];
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match known.iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, coded)) => {
                bytes.extend_from_slice(coded);
                rest = &rest[word.len()..];
            }
            None => {
                bytes.push(c as u8);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    (bytes, (), ())
}

#[test]
fn totals_among_the_rows_are_set_aside_and_totals_of_blocks_are_told() {
    let totals = "団体|額\n甲|100\n乙|200\n小計|300\n丙|50\n丁|60\n合計|410\n";
    let (looked, problems) = Folder::new().book("a.xlsx", &[("s", totals)]).look("file = \"a.xlsx\"\nunit = \"団体\"");
    is(&looked, &[1], "団体|額", &[2, 3, 5, 6], &[4, 7]);
    assert_eq!(cells(&problems, "total-rows"), ["A4"]);
    let blocks =
        "事業|支出先|金額\nい|　|300\nい|甲社|100\nい|乙社|200\nろ||90\nろ|丙社|40\nろ|丁社|50\nは||7\nは|戊社|7\n";
    let (_, problems) = Folder::new().book("b.xlsx", &[("s", blocks)]).look("file = \"b.xlsx\"\nanonymous = true");
    assert_eq!(cells(&problems, "mixed-grain"), ["C2", "C5", "C8"]);
    let plain = "事業|支出先|金額\nい|甲社|100\nい||30\nろ|丙社|40\nろ|丁社|50\n";
    let (_, problems) = Folder::new().book("c.xlsx", &[("s", plain)]).look("file = \"c.xlsx\"\nanonymous = true");
    assert!(!codes(&problems).contains(&"mixed-grain"));
}

#[test]
fn a_study_that_says_nothing_but_the_file_is_described_and_told_what_is_missing() {
    let folder = Folder::new().book("a.xlsx", &[("s", "番号|名前|額\n1|甲|5\n2|乙|6\n3|丙|7\n")]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"");
    is(&looked, &[1], "番号|名前|額", &[2, 3, 4], &[]);
    assert_eq!(content(&looked, "額"), Content::Number);
    let missing = problems.iter().find(|problem| problem.code == "missing-key").unwrap();
    assert_eq!(missing.severity, Severity::Error);
    assert!(missing.hint.as_ref().unwrap().render(Lang::En).contains("unit = \"番号\""), "{missing:?}");
}

// Known layouts.

const GRANTS: &str = "Identifier|Title|Description|Currency|Amount awarded|Award Date|Recipient Org: Identifier|Recipient Org:Name|\
    Funding Org:Identifier|Funding Org:Name|From an open call?|For Regrant Type|Decision Notes: internal\n\
    '360-inv-1|Garden|A garden|GBP|1000|2021-01-05|GB-1|Green Street|GB-F|Fund|Yes||n\n\
    '360-inv-2|Choir|A choir|GBP|2000|2021-02-05|GB-1|Green Street|GB-F|Fund|Yes||n\n\
    '360-inv-3|School|A school|USD|3000|2021-03-05|US-9|Hill School|GB-F|Fund|No|FRG010|n\n";

#[test]
fn grants_in_the_360giving_standard_need_no_study() {
    let places =
        "Identifier|Name|Geographic Code\n'360-inv-1|Northtown|'E01\n'360-inv-1|Southtown|'E02\n'360-inv-3|Hill|'E03\n";
    let folder = Folder::new().book(
        "a.xlsx",
        &[("grants", GRANTS), ("Beneficiary Location", places), ("Classifications", "Identifier|Title\n")],
    );
    let (looked, problems) = folder.look("file = \"a.xlsx\"");
    let found = codes(&problems);
    assert!(
        ["layout-recognised", "several-currencies", "regrant"].iter().all(|code| found.contains(code)),
        "{found:?}"
    );
    assert!(!problems.iter().any(|problem| problem.severity == Severity::Error), "{problems:?}");
    assert_eq!(panel(&looked).units.len(), 3);
    assert_eq!(
        (content(&looked, "Award Date"), content(&looked, "Recipient Org: Identifier")),
        (Content::Date, Content::Text)
    );
    // Currencies stand apart, each amount at its cell.
    assert_eq!(numbers(&looked, "Amount awarded GBP")[..2], [1000.0, 2000.0]);
    assert!(numbers(&looked, "Amount awarded GBP")[2].is_nan());
    assert_eq!(numbers(&looked, "Amount awarded USD")[2], 3000.0);
    let place = panel(&looked).places(&VarRef::parse("Amount awarded USD"), 2);
    assert_eq!(place.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a.xlsx / grants / E4"]);
    // The places of a grant are rolled up, every cell kept.
    assert_eq!(texts(&looked, "Name"), ["Northtown; Southtown", "", "Hill"]);
    assert_eq!(panel(&looked).places(&VarRef::parse("Geographic Code"), 0).len(), 2);
    assert_eq!(cells(&problems, "regrant"), ["L4"]);
    // It can be told otherwise.
    let (_, problems) = folder.look("file = \"a.xlsx\"\nsheet = \"grants\"\nlayout = \"none\"\nunit = \"Title\"");
    assert!(!codes(&problems).contains(&"layout-recognised"));
}

#[test]
fn grants_are_put_together_by_organisation_and_every_cell_is_kept() {
    let folder = Folder::new().book("a.xlsx", &[("grants", &GRANTS.replace("|USD|", "|GBP|"))]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"\nunit = \"Recipient Org:Identifier\"\nrows = \"sum\"");
    assert!(!problems.iter().any(|problem| problem.severity == Severity::Error), "{problems:?}");
    assert_eq!(panel(&looked).units.to_vec(), ["GB-1", "US-9"]);
    assert_eq!(numbers(&looked, "Amount awarded"), [3000.0, 3000.0]);
    assert_eq!(numbers(&looked, "x_rows"), [2.0, 1.0]);
    assert_eq!(texts(&looked, "Title"), ["Garden; Choir", "School"]);
    let cells = panel(&looked).places(&VarRef::parse("Amount awarded"), 0);
    assert_eq!(
        cells.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["a.xlsx / grants / E2", "a.xlsx / grants / E3"]
    );
}

#[test]
fn sums_say_what_they_lack_and_what_may_be_a_copy() {
    let rows = "org|amount|share|day|note\nA|10|0.2|2021-05-01|p\nA||0.4|2020-01-01|q\nA|10|0.2|2021-05-01|p\nB|7|0.5|2022-01-01|r\n";
    let text = "[sources.x]\nfile = \"a.xlsx\"\nunit = \"org\"\nrows = \"sum\"\n[variables.share]\nkind = \"share\"\n";
    let (looked, problems) = Folder::new().book("a.xlsx", &[("s", rows)]).study(text);
    assert_eq!(
        (numbers(&looked, "amount"), cells(&problems, "sum-incomplete")),
        (vec![20.0, 7.0], vec!["B3".to_string()])
    );
    assert_eq!(cells(&problems, "copied-row"), ["A4"]);
    let mean = numbers(&looked, "share")[0];
    assert!((mean - 0.8 / 3.0).abs() < 1e-12, "a share has a mean, not a sum: {mean}");
    assert_eq!(texts(&looked, "note")[0], "p; q");
    // Without the key two rows of a unit stay a mistake.
    let (_, problems) = Folder::new().book("a.xlsx", &[("s", rows)]).study(&text.replace("rows = \"sum\"\n", ""));
    assert!(codes(&problems).contains(&"duplicate-unit"));
}

#[test]
fn the_register_of_the_npo_portal_is_known_by_its_headings() {
    let rows = "法人名称,法人名称カナ,所轄庁,主たる事務所の所在地,従たる事務所の所在地,代表者氏名,法人設立認証年月日,定款に記載された目的,活動分野１,活動分野２,活動分野３,監督情報,解散情報,法人番号,事業年度開始日\n\
        あさひ会,アサヒカイ,架空県,架空市1,,甲,1999/02/23,福祉を行う,○,,○,,,7000012050002,04/01\n\
        ゆうひ会,ユウヒカイ,架空県,,,乙,2001/05/01,教育を行う,,○,,,2004年05月18日 社員総会の決議,8000012050001,04/01\n";
    let folder = Folder::new().file("gyousei.csv", rows);
    let (looked, problems) = folder.look("file = \"gyousei.csv\"");
    assert!(
        codes(&problems).contains(&"layout-recognised") && !codes(&problems).contains(&"missing-key"),
        "{problems:?}"
    );
    assert_eq!(numbers(&looked, "活動分野１"), [1.0, 0.0]);
    assert_eq!(numbers(&looked, "解散"), [0.0, 1.0]);
    assert_eq!(texts(&looked, "活動分野"), ["保健・医療・福祉; まちづくり", "社会教育"]);
    assert_eq!(
        (content(&looked, "法人設立認証年月日"), content(&looked, "事業年度開始日")),
        (Content::Date, Content::Text)
    );
    assert_eq!(looked.study.label("活動分野２").get(Lang::En), "Active in social education");
    assert_eq!(cells(&problems, "dissolved"), ["M3"]);
}

#[test]
fn statements_of_activities_are_known_by_the_classes_of_income() {
    let rows = "法人番号|法人名|受取会費（千円）|受取寄付金（千円）|受取助成金等（千円）|事業収益（千円）|その他収益（千円）|経常収益計（千円）\n\
        '7000012050002|あさひ会|100|50|30|20|0|200\n'8000012050001|ゆうひ会|10|20|30|40|5|999\n";
    let folder = Folder::new().book("a.xlsx", &[("活動計算書", rows)]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"\nunit = \"法人名\"");
    assert!(codes(&problems).contains(&"layout-recognised"));
    assert_eq!(cells(&problems, "income-does-not-add-up"), ["H3"]);
    assert_eq!(numbers(&looked, "受取会費"), [100_000.0, 10_000.0]);
    assert_eq!(looked.study.label("受取寄付金").get(Lang::En), "Donations");
    let mut sink = Sink::new();
    let path = folder.path().join("a.xlsx");
    let draft = std::process::Command::new(assert_cmd::cargo::cargo_bin("tashika"))
        .current_dir(folder.path())
        .args(["new", "a.xlsx", "-o", "drafted.toml", "--lang", "en"])
        .output();
    assert!(draft.unwrap().status.success() && path.exists());
    let text = fs::read_to_string(folder.path().join("drafted.toml")).unwrap();
    assert!(text.contains("classes = { fees = [\"受取会費\"], donations = [\"受取寄付金\"], grants = [\"受取助成金等\"], business = [\"事業収益\"], other = [\"その他収益\"] }"), "{text}");
    let read = tashika::run::read(&folder.path().join("drafted.toml"), &|_| (), &mut sink);
    assert!(
        read.is_ok_and(|read| read.panel.variables.contains_key("income_share_fees")),
        "{:?}\n{text}",
        sink.problems
    );
}

#[test]
fn answers_to_online_forms_are_known() {
    let google = "タイムスタンプ|満足度|よかった点\n2023-04-01|5|A, B\n2023-04-02|4|B\n2023-04-02|3|C\n";
    let (looked, problems) = Folder::new().book("a.xlsx", &[("フォームの回答 1", google)]).look("file = \"a.xlsx\"");
    assert!(codes(&problems).contains(&"layout-recognised") && looked.study.sources[0].anonymous);
    assert_eq!((panel(&looked).units.len(), content(&looked, "タイムスタンプ")), (3, Content::Date));

    let qualtrics = "StartDate,Progress,ResponseId,Q1,Q2\n開始日,進捗,回答ID,どのくらい満足ですか,感想\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n\
        2023-04-01 10:00:00,100,R_1,5,よい\n2023-04-02 11:00:00,100,R_2,4,ふつう\n";
    let (looked, _) = Folder::new().file("q.csv", qualtrics).look("file = \"q.csv\"");
    is(&looked, &[1], "StartDate|Progress|ResponseId|Q1|Q2", &[4, 5], &[2, 3]);
    assert_eq!(
        (panel(&looked).units.to_vec(), numbers(&looked, "Q1")),
        (vec!["R_1".to_string(), "R_2".into()], vec![5.0, 4.0])
    );
    assert_eq!(looked.study.label("Q1").get(Lang::Ja), "どのくらい満足ですか");
}

#[test]
fn codes_mean_what_the_form_or_a_codebook_says() {
    let survey = "type|name|label::日本語 (ja)|label::English (en)\nstart|start\nselect_one yn|joined|参加しましたか|Did you join?\ninteger|age|年齢|Age\n";
    let choices = "list_name|name|label::日本語 (ja)|label::English (en)\nyn|1|はい|Yes\nyn|0|いいえ|No\n";
    let data = "start|grp/joined|age|_id|_uuid|_submission_time\n2023-04-01|1|30|1|u-1|2023-04-01\n2023-04-01|0|40|2|u-2|2023-04-01\n2023-04-01|1|50|3|u-3|2023-04-01\n";
    let folder = Folder::new()
        .book("form.xlsx", &[("survey", survey), ("choices", choices), ("settings", "form_title\nInvented\n")])
        .book("data.xlsx", &[("answers", data)]);
    let (looked, problems) = folder.look("file = \"data.xlsx\"\ncodebook = \"form.xlsx\"");
    assert!(["layout-recognised", "codebook-used"].iter().all(|code| codes(&problems).contains(code)), "{problems:?}");
    assert_eq!(panel(&looked).units.to_vec(), ["u-1", "u-2", "u-3"]);
    assert_eq!(looked.study.label("grp/joined").get(Lang::En), "Did you join?");
    assert_eq!(looked.study.variables["grp/joined"].codes[0].0, "1");
    let (_, problems) = folder.look("file = \"form.xlsx\"\nsheet = \"survey\"");
    assert!(codes(&problems).contains(&"form-not-answers"));

    // A blank name belongs to the variable above it; ranges are no codes.
    let book = "項目名|変数名|符号|符号内容\n世帯番号|hh|1～99|\n性別|sex|1|男\n||2|女\n就業|work|1|あり\n||9|不詳\n";
    let rows = "hh|sex|work\n1|1|1\n2|2|9\n3|1|1\n4|2|1\n";
    let folder = Folder::new().book("a.xlsx", &[("data", rows), ("コード表", book)]);
    let (looked, _) = folder.look("file = \"a.xlsx\"\nsheet = \"data\"\nunit = \"hh\"");
    assert_eq!(texts(&looked, "sex"), ["男", "女", "男", "女"]);
    assert_eq!(looked.study.label("work").get(Lang::Ja), "就業");
    assert!(looked.study.variables.get("hh").is_none_or(|variable| variable.codes.is_empty()));
}

// Several files.

#[test]
fn headings_that_change_every_year_are_one_column() {
    let year = |title: &str, name: &str, amount: &str, field: &str, rows: &str| {
        format!("{title}\n\n府省|{name}|{amount}|{field}\n{rows}")
    };
    let folder = Folder::new()
        .book(
            "h26.xlsx",
            &[(
                "様式1",
                &year(
                    "平成26年度",
                    "交付先法人名⏎（平成27年９月末時点）",
                    "交付決定額",
                    "活動分野１",
                    "甲省|あおぞら|100|x\n甲省|みどり|200|y\n",
                ),
            )],
        )
        .book(
            "h27.xlsx",
            &[(
                "様式1",
                &year(
                    "平成27年度",
                    "交付先法人名⏎（平成28年10月1日現在）",
                    "交付決定額（円）",
                    "活動分野1",
                    "甲省|あおぞら|110|x\n乙省|つばめ|50|z\n",
                ),
            )],
        )
        .book(
            "h28.xlsx",
            &[(
                "様式1",
                &year("平成28年度", "交付先法人名", "交付決定額⏎（円）", "活動分野 １", "甲省|あおぞら|120|x\n"),
            )],
        );
    let (looked, problems) = folder.look("file = \"h*.xlsx\"\nunit = \"交付先法人名\"\nperiod_from = \"file\"");
    assert!(!problems.iter().any(|problem| problem.severity == Severity::Error), "{problems:?}");
    assert_eq!(panel(&looked).units.len(), 3);
    let amounts: Vec<f64> = ["2014", "2015", "2016"]
        .iter()
        .map(|year| numbers(&looked, &format!("交付決定額@{year}")).into_iter().filter(|it| !it.is_nan()).sum())
        .collect();
    assert_eq!(amounts, [300.0, 160.0, 120.0]);
    assert_eq!(panel(&looked).variables.keys().filter(|name| name.starts_with("活動分野")).count(), 1);
    let joined = problems.iter().find(|problem| problem.code == "headings-joined").unwrap();
    assert_eq!(joined.severity, Severity::Note);
    assert!(
        joined.message.render(Lang::En).starts_with("3 columns of `x` are headed differently"),
        "{}",
        joined.message.render(Lang::En)
    );
}

#[test]
fn periods_side_by_side_become_periods() {
    let rows = "団体|地域|会員数（2021年度）|会員数（2022年度）|令和3年度 収入|令和4年度 収入|設立2001\nA|東|10|12|100|150|1\nB|西|20||200||0\n";
    let folder = Folder::new().book("a.xlsx", &[("s", rows)]);
    let (looked, problems) = folder.look("file = \"a.xlsx\"\nunit = \"団体\"\nperiod_from = \"heading\"");
    assert!(!problems.iter().any(|problem| problem.severity == Severity::Error), "{problems:?}");
    assert_eq!(numbers(&looked, "会員数@2021"), [10.0, 20.0]);
    assert_eq!(numbers(&looked, "収入@2022")[0], 150.0);
    assert_eq!(panel(&looked).presence["2022"], [true, false]);
    assert!(panel(&looked).variables.contains_key("設立2001"), "a year in one heading only is part of the name");
    let place = panel(&looked).places(&VarRef::parse("収入@2022"), 0);
    assert_eq!(place[0].to_string(), "a.xlsx / s / F2");
}

// Reports.

#[test]
fn every_row_read_is_analysed_or_excluded_with_a_reason() {
    let rows = "一覧\n\n団体|年|額\nA|2021|1\nB|2021|2\n|2021|3\nA|2021|1\n小計||6\nC||4\nD|2022|5\n合計||11\n※注\n";
    let (looked, _) =
        Folder::new().book("a.xlsx", &[("s", rows)]).look("file = \"a.xlsx\"\nunit = \"団体\"\nperiod_column = \"年\"");
    let table = table(&looked);
    let read = table.rows.len() + table.set_aside.len() + table.left_out.len();
    let balance = balance(panel(&looked), 0).unwrap();
    let lost: usize = balance.lost.iter().map(|(_, n)| n).sum();
    assert_eq!(read, balance.kept + lost);
    assert_eq!((read, balance.kept, balance.lost.len()), (10, 3, 6), "{:?}", balance.lost);
}

#[test]
fn check_tells_each_source_and_writes_the_problems() {
    let folder = Folder::new().book("a.xlsx", &[("様式1", SUBSIDIES)]);
    let study = "[sources.grants]\nfile = \"a.xlsx\"\nunit = \"補助金交付先法人名\"\n[sources.gone]\nfile = \"b.xlsx\"\nunit = \"id\"\n";
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let run = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("tashika")
            .unwrap()
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    // One source is missing: the other one is told all the same.
    let (code, out, _) = run(&["check", "study.toml", "--lang", "en"]);
    assert_eq!(code, Some(2));
    assert!(out.contains("grants: a.xlsx, sheet 様式1\n  Header: row 3; 6 columns"), "{out}");
    assert!(out.contains("gone: b.xlsx could not be read"), "{out}");
    fs::write(folder.path().join("study.toml"), study.split("[sources.gone]").next().unwrap()).unwrap();
    let (code, out, said) = run(&["check", "study.toml", "-o", "problems.xlsx", "--lang", "en"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("  Rows: 8 read = 6 analysed; not analysed: 1 title, 1 note or footnote"), "{out}");
    assert!(out.contains("  Units: 6, known by 補助金交付先法人名") && out.contains("Columns: "), "{out}");
    let bytes = fs::read(folder.path().join("problems.xlsx")).unwrap();
    let book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert!(names.contains(&"Data quality".to_string()), "{names:?}");
    let (code, _, said) = run(&["check", "study.toml", "-o", "problems.xlsx", "--lang", "en"]);
    assert!(code == Some(2) && said.contains("output-occupied"), "a file is never overwritten: {said}");
}

#[test]
fn a_draft_names_the_likeliest_columns_and_the_runners_up() {
    let rows = "団体番号,団体名,地域,郵便番号,面積,採否,会員数（前）,会員数（後）,女性代表\n\
        1,あ,東,1000001,10,採択,5,9,1\n2,い,西,1000002,20,不採択,6,6,0\n3,う,東,1000003,30,採択,7,12,0\n4,え,西,1000004,40,不採択,8,8,1\n";
    let folder = Folder::new().file("a.csv", rows);
    let output = assert_cmd::Command::cargo_bin("tashika")
        .unwrap()
        .current_dir(folder.path())
        .args(["new", "a.csv", "-o", "-", "--lang", "en"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains(
            "# outcomes = [\"会員数（後）\"]  # what may have changed; other columns, the likeliest first: 面積, 女性代表"
        ),
        "{text}"
    );
    assert!(text.contains("# baseline = { \"会員数（後）\" = \"会員数（前）\" }"), "{text}");
    assert!(
        text.contains(
            "# treatment = \"採否\"  # who took part or received; other columns with two values: 地域, 女性代表"
        ),
        "{text}"
    );
    assert!(text.contains("Other columns that could identify each row: 団体名"), "{text}");
}
