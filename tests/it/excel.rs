//! The workbook read back: sheets, types of cells, languages, and the same bytes again.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use roxmltree::Document;
use tashika::exhibit::{Audience, Cell, Column, Format, Table, Value};
use tashika::figures::{CaseRow, cases_table};
use tashika::findings::{Bundle, DataRequest, Decision, Finding, Standing, Verdict, disclosure};
use tashika::ingest::decisions::{Choice, Given, Matter, State};
use tashika::render::excel::{self, Volume};
use tashika::text::{LANGUAGES, Lang, Phrase, Words};

use crate::sample_bundle::{both, bundle, bundle_with_pairs};

const JA: [&str; 7] = ["はじめに", "結論", "図", "確認が必要なデータ", "データの依頼", "効果推定", "用語"];
const EN: [&str; 7] = ["Read me", "Findings", "Charts", "Data to check", "Data request", "Estimates", "Glossary"];
const DETAILS_JA: [&str; 16] = [
    "目次",
    "証拠カード",
    "対象の流れ",
    "回収",
    "表1",
    "釣り合い",
    "対応づけ",
    "層別",
    "指標",
    "その他の表",
    "秘匿",
    "データ品質",
    "チェックリスト",
    "辞書",
    "方法",
    "再現",
];
const DETAILS_EN: [&str; 16] = [
    "Contents",
    "Evidence card",
    "Flow",
    "Response",
    "Table 1",
    "Balance",
    "Matches",
    "Subgroups",
    "Measures",
    "Further tables",
    "Disclosure",
    "Data quality",
    "Checklist",
    "Codebook",
    "Methods",
    "Reproduce",
];
/// Sheets that the public edition has not.
const INTERNAL: [&str; 4] = ["Data to check", "Matches", "Disclosure", "Data quality"];

/// The sample bundle with everything that a sheet can be made of.
fn full() -> Bundle {
    let mut bundle = bundle();
    let tables = ["training/subgroups", "measure-income", "disclosure"].map(|id| {
        let columns = vec![
            Column::new("label", both("Part", "区分"), Format::Text),
            Column::new("n", both("Cases", "件数"), Format::Count),
            Column::new("estimate", both("Estimate", "推定値"), Format::Number(1)),
        ];
        let mut table = Table::new(id, both("A table", "1つの表"), columns);
        table.push(vec![Cell::text("=1+1"), Cell::count_here(12), Cell::statistic(-3.25)]);
        table.push(vec![Cell::text("@x"), Cell { value: Value::Withheld, ..Cell::count_here(2) }, Cell::empty()]);
        if id == "disclosure" {
            table.audience = Audience::Internal;
        }
        table
    });
    bundle.tables.extend(tables);
    let steps = bundle.findings.questions[1].flow.clone();
    bundle.tables.retain(|table| table.id != "training/flow");
    bundle.tables.push(tashika::figures::flow_table("training", &steps, tashika::design::Kind::Matched));
    bundle.findings.findings[1].standings = vec![Standing {
        standard: "sms".into(),
        title: both("Maryland scale", "メリーランド尺度"),
        level: Some(3),
        of: Some(5),
        verdict: both("before and after, with a comparison", "前後と比較群がある"),
        rule: both("There is an outcome before, and the groups are alike", "前の値があり、グループが似ている"),
        next: None,
        details: vec![(
            Phrase { template: "Improvement index".into(), args: Vec::new() },
            both("4.0 percentile points", "4.0ポイント"),
        )],
    }];
    bundle.findings.findings[1].q_value = Some(0.04);
    bundle.findings.requests = vec![DataRequest {
        key: "response".into(),
        question: "training".into(),
        finding: None,
        collect: both("The second survey", "2回目の調査"),
        whom: both("those who did not answer", "未回答の人"),
        count: Some(12),
        when: both("before March", "3月まで"),
        so_that: both("the answer holds for all", "全員について言えるように"),
    }];
    bundle.findings.decisions = vec![
        Decision {
            file: "nsw.xlsx".into(),
            sheet: "people's list".into(),
            row: 4,
            col: 2,
            found: "=cmd|'/c calc'!A1".into(),
            matters: vec![Matter {
                code: "not-a-number".into(),
                message: both("A cell is no number", "数値ではないセルです"),
                done: both("It counts as missing", "欠測としました"),
                hint: None,
                of_link: false,
            }],
            ..Decision::default()
        },
        Decision {
            file: "nsw.xlsx".into(),
            sheet: "people's list".into(),
            row: 5,
            col: 2,
            found: "12".into(),
            choice: Some(Choice::Value),
            value: Some(Given::Number(-12.5)),
            by: "+someone".into(),
            memo: "-memo".into(),
            state: State::Applied,
            ..Decision::default()
        },
    ];
    bundle
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// The workbook that everybody reads.
fn workbook(bundle: &Bundle, lang: Lang) -> Vec<u8> {
    excel::workbook(bundle, lang, Volume::Answers).unwrap()
}

/// What stands behind it.
fn details(bundle: &Bundle, lang: Lang) -> Vec<u8> {
    excel::workbook(bundle, lang, Volume::Details).unwrap()
}

/// A sheet of either.
fn sheet(bundle: &Bundle, lang: Lang, name: &str) -> Range<Data> {
    let of = |bytes: Vec<u8>| open(&bytes).worksheet_range(name);
    of(workbook(bundle, lang)).or_else(|_| of(details(bundle, lang))).unwrap()
}

fn texts(range: &Range<Data>) -> Vec<String> {
    range
        .used_cells()
        .filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(text.clone()) } else { None })
        .collect()
}

/// A part of the package as text.
fn part(bytes: &[u8], name: &str) -> String {
    use std::io::Read;
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn sheets_stand_in_order_and_findings_is_open() {
    for (lang, names, behind) in [(Lang::Ja, JA, DETAILS_JA), (Lang::En, EN, DETAILS_EN)] {
        let bytes = workbook(&full(), lang);
        assert_eq!(open(&bytes).sheet_names(), names);
        assert_eq!(open(&details(&full(), lang)).sheet_names(), behind);
        assert!(part(&bytes, "xl/workbook.xml").contains("activeTab=\"1\""));
    }
}

#[test]
fn the_public_edition_has_no_sheet_that_names_or_quotes() {
    let internal = full();
    let public = disclosure::publish(&internal);
    let shown = |names: &[&'static str]| -> Vec<&str> {
        names.iter().copied().filter(|name| !INTERNAL.contains(name)).collect()
    };
    assert_eq!(open(&workbook(&public, Lang::En)).sheet_names(), shown(&EN));
    assert_eq!(open(&details(&public, Lang::En)).sheet_names(), shown(&DETAILS_EN));
    for (bundle, said) in [(&internal, "internal (stays in the house)"), (&public, "public")] {
        assert!(texts(&sheet(bundle, Lang::En, "Read me")).contains(&said.to_string()));
    }
    for bytes in [workbook(&public, Lang::En), details(&public, Lang::En)] {
        for (name, range) in open(&bytes).worksheets() {
            let found = texts(&range);
            assert!(!found.iter().any(|text| text.contains("PSID1") || text.contains("calc")), "{name}: {found:?}");
        }
    }
}

#[test]
fn what_an_answer_withholds_is_withheld_on_every_sheet() {
    let mut bundle = full();
    let case = |finding: &Finding| CaseRow {
        finding: finding.id.clone(),
        label: finding.label.clone(),
        n: (finding.sample.treated, finding.sample.comparison),
        signs: None,
        yes: None,
    };
    let own = bundle.findings.findings.iter().filter(|finding| finding.question == "training");
    let rows: Vec<CaseRow> = own.map(case).collect();
    let mut table = cases_table("training", &rows, tashika::design::Kind::Matched);
    table.rows[0][1].audience = Audience::Internal;
    bundle.tables.push(table);
    let public = disclosure::publish(&bundle);
    for name in ["Findings", "Estimates"] {
        let range = sheet(&public, Lang::En, name);
        let of = |row: &&[Data]| {
            let said = row.iter().map(ToString::to_string).collect::<Vec<_>>();
            said.iter().any(|text| text == "Training and earnings")
                && said[..2].iter().any(|text| text.contains("1978"))
        };
        let row: Vec<&Data> = range.rows().find(of).unwrap_or_else(|| panic!("no row on {name}")).iter().collect();
        assert!(!row.iter().any(|cell| matches!(cell, Data::Float(_))), "{name}: {row:?}");
    }
    let names = open(&workbook(&public, Lang::En)).defined_names().to_vec();
    // Those who have no data read what variables are called.
    let est =
        |question: &str| names.iter().filter(|(name, _)| name.starts_with(question) && name.ends_with("_est")).count();
    assert!(!names.iter().any(|(name, _)| name.contains("re78")), "{names:?}");
    assert_eq!((est("res_training_"), est("res_change_")), (0, 1), "{names:?}");
}

#[test]
fn the_same_bundle_gives_the_same_bytes() {
    for lang in LANGUAGES {
        assert_eq!(workbook(&bundle(), lang), workbook(&bundle(), lang));
        assert_eq!(details(&bundle(), lang), details(&bundle(), lang));
    }
}

/// The value of a row (from 0) of the findings under a heading.
fn finding(range: &Range<Data>, row: usize, title: &str) -> Data {
    let head: Vec<String> = range.rows().nth(3).unwrap().iter().map(ToString::to_string).collect();
    let at = head.iter().position(|text| text == title).unwrap_or_else(|| panic!("{title}: {head:?}"));
    range.rows().nth(4 + row).unwrap()[at].clone()
}

#[test]
fn findings_are_numbers_in_full_behind_verdict_and_sentence() {
    let range = sheet(&bundle(), Lang::En, "Findings");
    assert_eq!(finding(&range, 0, "Difference"), Data::Float(4817.088216486486));
    assert_eq!(finding(&range, 0, "p"), Data::Float(1.6e-13));
    assert_eq!(finding(&range, 1, "Treated (n)"), Data::Float(185.0));
    assert_eq!(finding(&range, 2, "Difference"), Data::String("–".into()), "a number that is not given");
    let head: Vec<String> = range.rows().nth(3).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(head[..3], ["Outcome", "Verdict", "In words"]);
    assert_eq!(range.get_value((5, 1)), Some(&Data::String("Inconclusive".into())));
}

#[test]
fn findings_show_corrected_p_and_the_sentence_of_the_other_language() {
    let range = sheet(&full(), Lang::En, "Findings");
    assert_eq!(finding(&range, 1, "q (corrected p)"), Data::Float(0.04));
    assert_eq!(finding(&range, 1, "Improvement index").to_string(), "4.0 percentile points");
    assert!(finding(&range, 1, "In words (ja)").to_string().contains("収入"));
    let said = texts(&range);
    assert!(said.iter().any(|text| text.starts_with("What cannot be said\n")), "{said:?}");
}

#[test]
fn means_say_what_they_are_means_of() {
    let mut bundle = bundle();
    bundle.findings.findings.iter_mut().for_each(|finding| finding.of_changes = true);
    let range = sheet(&bundle, Lang::En, "Findings");
    assert_eq!(finding(&range, 0, "Means of"), Data::String("before and after".into()));
    assert_eq!(finding(&range, 1, "Means of"), Data::String("change since before".into()));
}

#[test]
fn names_point_at_the_effect_and_its_interval() {
    let bytes = workbook(&bundle(), Lang::Ja);
    let names = open(&bytes).defined_names().to_vec();
    let find = |name: &str| names.iter().find(|(key, _)| key == name).map(|(_, cell)| cell.clone());
    assert_eq!(find("res_change_re78_est").as_deref(), Some("'結論'!$D$5"));
    assert_eq!(find("res_training_re78_high").as_deref(), Some("'結論'!$F$6"));
    assert_eq!(find("res_training_re79_est"), None, "no number, no name");
}

#[test]
fn pairs_keep_their_types_and_text_is_never_a_formula() {
    let range = sheet(&bundle(), Lang::En, "Matches");
    let first = range.rows().position(|row| row[0] == Data::Float(1.0)).unwrap();
    let row = range.rows().nth(first).unwrap();
    assert_eq!(row[1], Data::String("NSW1".into()));
    assert!(matches!(row[3], Data::Float(_)));
    assert_eq!(row[7], Data::String("=1+1".into()));
    assert!(
        texts(&sheet(&bundle(), Lang::En, "Data quality")).contains(&"=HYPERLINK(\"http://example.com\")".to_string())
    );
}

#[test]
fn what_people_wrote_is_text_on_every_sheet() {
    for bytes in [workbook(&full(), Lang::En), details(&full(), Lang::En)] {
        for name in parts(&bytes).iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
            assert!(!part(&bytes, name).contains("<f>"), "{name} holds a formula");
        }
    }
    let said = texts(&sheet(&full(), Lang::En, "Data to check"));
    for text in ["=cmd|'/c calc'!A1", "+someone", "-memo"] {
        assert!(said.iter().any(|it| it == text), "{text}");
    }
    assert!(texts(&sheet(&full(), Lang::En, "Subgroups")).contains(&"=1+1".to_string()));
}

#[test]
fn cells_to_check_have_a_list_a_link_and_room_for_more() {
    for (lang, words) in [
        (Lang::En, "keep as read,treat as missing,use this value,leave the row out"),
        (Lang::Ja, "そのまま,欠測にする,値を直す,行を除く"),
    ] {
        let bytes = workbook(&full(), lang);
        let xml = part(&bytes, "xl/worksheets/sheet4.xml");
        let lists = xml.split("<formula1>").skip(1).filter_map(|rest| rest.split("</formula1>").next());
        let lists: Vec<String> = lists.map(|list| list.trim_matches('"').replace("&quot;", "")).collect();
        assert!(lists.contains(&words.to_string()), "{lists:?}");
        assert!(lists.iter().all(|list| list.encode_utf16().count() < 255));
        let links = part(&bytes, "xl/worksheets/_rels/sheet4.xml.rels");
        assert!(
            links.contains("Target=\"../nsw.xlsx\"") && xml.contains("location=\"'people''s list'!C5\""),
            "{links}"
        );
    }
    let range = sheet(&full(), Lang::En, "Data to check");
    let row = range.rows().find(|row| row[2] == "C6").unwrap();
    assert_eq!((&row[8].to_string()[..], &row[9]), ("use this value", &Data::Float(-12.5)));
}

#[test]
fn the_checklist_links_what_is_there_and_marks_what_is_not() {
    let range = sheet(&full(), Lang::En, "Checklist");
    let find = |item: &str| range.rows().find(|row| row[1] == item).unwrap();
    assert_eq!(find("12b")[4].to_string(), "Subgroups");
    assert_eq!(find("5")[3].to_string(), "open: a person fills it in");
    let range = sheet(&bundle(), Lang::En, "Checklist");
    let row = range.rows().find(|row| row[1] == "12b").unwrap();
    assert_eq!(row[3].to_string(), "open: a person fills it in", "no sheet, no link");
}

#[test]
fn withheld_counts_have_no_share() {
    let mut bundle = full();
    for table in bundle.tables.iter_mut().filter(|table| table.id == "training/flow") {
        table.rows[1][2].value = Value::Withheld;
    }
    let range = sheet(&bundle, Lang::En, "Response");
    let row = range.rows().find(|row| row[0] == "Matched").unwrap();
    let shown: Vec<String> = row.iter().map(ToString::to_string).collect();
    assert_eq!(shown[1], "370");
    assert_eq!((&shown[3][..], &shown[4][..], &shown[7][..]), ("χ", "χ", "χ"), "{shown:?}");
}

/// The names of the parts of the package.
fn parts(bytes: &[u8]) -> Vec<String> {
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// Everything that makes Excel offer a repair: parts that are no XML, names twice, links to nowhere, ranges that overlap.
#[test]
fn the_package_needs_no_repair() {
    for bundle in [full(), disclosure::publish(&full()), bundle_with_pairs(0)] {
        let of = |lang| [workbook(&bundle, lang), details(&bundle, lang)];
        for bytes in LANGUAGES.into_iter().flat_map(of) {
            for name in parts(&bytes) {
                let text = part(&bytes, &name);
                if let Err(why) = Document::parse(&text) {
                    panic!("{name}: {why}");
                }
            }
            let mut book = open(&bytes);
            let sheets = book.sheet_names();
            for name in &sheets {
                assert!(
                    name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']),
                    "{name}"
                );
            }
            let mut names: Vec<String> = book.defined_names().iter().map(|(name, _)| name.to_lowercase()).collect();
            names.retain(|name| name.starts_with("res_"));
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "names differ by more than case");
            for index in 1..=sheets.len() {
                let xml = part(&bytes, &format!("xl/worksheets/sheet{index}.xml"));
                for place in xml.split("location=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                    let inside = sheets.iter().any(|sheet| place.starts_with(&format!("'{sheet}'!")));
                    let other =
                        names_of_other(&bundle, &sheets).iter().any(|sheet| place.starts_with(&format!("'{sheet}'!")));
                    assert!(inside || other || place.contains("people''s list"), "{place}");
                }
                merged_apart(&xml, &sheets[index - 1]);
            }
            book.worksheets();
        }
    }
}

/// The sheets of the other workbook.
fn names_of_other(bundle: &Bundle, own: &[String]) -> Vec<String> {
    let all = LANGUAGES.into_iter().flat_map(|lang| [workbook(bundle, lang), details(bundle, lang)]);
    all.flat_map(|bytes| open(&bytes).sheet_names()).filter(|name| !own.contains(name)).collect()
}

/// Merged ranges do not overlap each other, nor the range of a filter.
fn merged_apart(xml: &str, sheet: &str) {
    let refs = |tag: &str| -> Vec<[u32; 4]> {
        let start = format!("<{tag} ref=\"");
        let found = xml.split(&start).skip(1);
        found.map(|rest| corners(rest.split('"').next().unwrap())).collect()
    };
    let merged = refs("mergeCell");
    let filters = refs("autoFilter");
    let apart = |a: &[u32; 4], b: &[u32; 4]| a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
    for (i, a) in merged.iter().enumerate() {
        assert!(merged[i + 1..].iter().chain(&filters).all(|b| apart(a, b)), "{sheet}: {a:?}");
    }
}

/// `B2:D4` as row, column, row, column.
fn corners(range: &str) -> [u32; 4] {
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let cell = |name: &str| {
        let digits = name.find(|c: char| c.is_ascii_digit()).unwrap();
        let column = name[..digits].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
        [name[digits..].parse().unwrap(), column]
    };
    let ([top, left], [bottom, right]) = (cell(from), cell(to));
    [top, left, bottom, right]
}

#[test]
fn japanese_numbers_below_zero_bear_a_triangle() {
    let both = [workbook(&full(), Lang::Ja), details(&full(), Lang::Ja)].map(|bytes| part(&bytes, "xl/styles.xml"));
    let styles = both.concat();
    for format in ["#,##0.0_);▲#,##0.0_)", "0.0%_);▲0.0%_)"] {
        assert!(styles.contains(format), "{format}: {styles}");
    }
    assert!(styles.contains("Yu Gothic"));
}

#[test]
fn withheld_cells_say_so() {
    assert!(texts(&sheet(&bundle(), Lang::Ja, "表1")).contains(&"χ".to_string()));
}

#[test]
fn the_flow_adds_up() {
    let said = texts(&sheet(&bundle(), Lang::En, "Flow"));
    assert!(
        said.iter()
            .any(|text| text == "Check: 614 at the start − 244 lost = 370 at the end. Every one is accounted for."),
        "{said:?}"
    );
}

#[test]
fn each_edition_speaks_its_language() {
    let japanese = |c: char| matches!(c as u32, 0x3040..=0x30FF | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E);
    // The sentences of the other language stand in their own column, for copying.
    let own = |name: &str, column: usize, findings: usize| {
        name != ["Findings", "結論"][0] && name != "結論" || column < findings
    };
    let columns = |range: &Range<Data>| {
        let head = range.rows().nth(3).map(|row| row.iter().filter(|cell| **cell != Data::Empty).count());
        head.unwrap_or_default().saturating_sub(1)
    };
    let texts = |name: &str, range: &Range<Data>| -> Vec<String> {
        let last = columns(range);
        let cells = range.used_cells().filter(|(_, column, _)| own(name, *column, last));
        cells.filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(text.clone()) } else { None }).collect()
    };
    let all = |lang| {
        [workbook(&full(), lang), details(&full(), lang)].into_iter().flat_map(|bytes| open(&bytes).worksheets())
    };
    for (name, range) in all(Lang::En) {
        for text in texts(&name, &range) {
            assert!(!text.chars().any(japanese), "{name}: {text}");
        }
    }
    for (name, range) in all(Lang::Ja) {
        for text in texts(&name, &range).iter().filter(|text| !text.chars().any(japanese)) {
            let words =
                text.split(' ').filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())).count();
            assert!(words < 3, "{name}: {text}");
        }
    }
}

#[test]
fn charts_are_native_and_described() {
    let bytes = workbook(&bundle(), Lang::En);
    for (index, title) in ["Those trained earned more", "Race still differs", "Few comparison men"].iter().enumerate() {
        assert!(part(&bytes, &format!("xl/charts/chart{}.xml", index + 1)).contains(title));
    }
    assert!(part(&bytes, "xl/drawings/drawing1.xml").contains("descr=\"Race still differs after matching\""));
    let effects = part(&bytes, "xl/charts/chart1.xml");
    assert!(effects.contains("<c:errBars>") && effects.contains("<c:errValType val=\"cust\"/>"));
}

#[test]
fn sheets_without_content_are_left_out_and_read_me_says_so() {
    let mut bundle = bundle();
    bundle.tables.clear();
    bundle.frames.clear();
    bundle.figures.clear();
    bundle.findings.problems.clear();
    assert_eq!(
        open(&workbook(&bundle, Lang::En)).sheet_names(),
        ["Read me", "Findings", "Data to check", "Estimates", "Glossary"]
    );
    assert_eq!(
        open(&details(&bundle, Lang::En)).sheet_names(),
        ["Contents", "Flow", "Data quality", "Checklist", "Codebook", "Methods", "Reproduce"]
    );
    let said = texts(&sheet(&bundle, Lang::En, "Read me"));
    assert!(said.contains(&"left out: no question compares two groups".to_string()));
    assert!(texts(&sheet(&bundle, Lang::En, "Data quality")).contains(&"No problems were met.".to_string()));
}

#[test]
fn odd_content_is_no_error() {
    let mut bundle = bundle();
    bundle.findings.study.title = Words::plain("=SUM(A1) & \"x\" 'y' [z] 9".repeat(60));
    let odd = &mut bundle.findings.findings[0];
    odd.outcome = "収入 (ドル)/年!A1".into();
    odd.label = Words::plain("x".repeat(40_000));
    odd.claim.verdict = Verdict::NotComparable;
    let effect = odd.effect.as_mut().unwrap();
    (effect.high, effect.std_error) = (f64::INFINITY, Some(f64::NAN));
    for figure in &mut bundle.figures {
        figure.title = tashika::text::Phrase::verbatim("=Sheet1!A1");
        figure.layers.iter_mut().for_each(|layer| layer.name = tashika::text::Phrase::verbatim("note!A1"));
    }
    for table in &mut bundle.tables {
        table.rows.iter_mut().flatten().for_each(|cell| cell.value = tashika::exhibit::Value::Withheld);
    }
    for lang in LANGUAGES {
        let sheets = |bytes: Vec<u8>| open(&bytes).sheet_names().len();
        assert_eq!((sheets(workbook(&bundle, lang)), sheets(details(&bundle, lang))), (6, 11));
    }
}

#[test]
fn an_empty_bundle_is_a_workbook() {
    let mut bundle = bundle_with_pairs(0);
    (bundle.tables, bundle.figures) = (Vec::new(), Vec::new());
    let found = &mut bundle.findings;
    (found.questions, found.findings, found.flow) = (Vec::new(), Vec::new(), Vec::new());
    for lang in LANGUAGES {
        let sheets = |bytes: Vec<u8>| open(&bytes).sheet_names().len();
        assert_eq!((sheets(workbook(&bundle, lang)), sheets(details(&bundle, lang))), (4, 5));
    }
}

#[test]
fn a_thousand_findings_stay_quick() {
    let mut bundle = full();
    let (finding, question) = (bundle.findings.findings[1].clone(), bundle.findings.questions[1].clone());
    let (tables, figures) = (bundle.tables.clone(), bundle.figures.clone());
    for i in 0..1_000 {
        let id = format!("q{i}");
        let mut own = finding.clone();
        (own.id, own.question) = (format!("{id}/re78"), id.clone());
        bundle.findings.findings.push(own);
        if i % 5 > 0 {
            continue;
        }
        let mut asked = question.clone();
        asked.id.clone_from(&id);
        bundle.findings.questions.push(asked);
        let named = |old: &str| old.replace("training", &id);
        let own = tables.iter().filter(|table| table.id.contains("training"));
        bundle.tables.extend(own.map(|table| Table { id: named(&table.id).into(), ..table.clone() }));
        bundle.figures.extend(figures.iter().map(|figure| tashika::exhibit::Figure {
            id: named(&figure.id),
            table: named(&figure.table).into(),
            ..figure.clone()
        }));
    }
    for bundle in [&bundle, &disclosure::publish(&bundle)] {
        let start = std::time::Instant::now();
        let bytes = workbook(bundle, Lang::Ja);
        let took = start.elapsed();
        assert!(took.as_secs() < 60, "{took:?}");
        let charts = parts(&bytes).iter().filter(|name| name.starts_with("xl/charts/chart")).count();
        assert_eq!(charts, 60);
        let said = texts(&open(&bytes).worksheet_range("結論").unwrap());
        assert!(said.iter().any(|text| text.contains("報告書にあります")), "what is left out is said");
    }
}
