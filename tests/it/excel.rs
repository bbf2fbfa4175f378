//! The workbook read back: sheets, types of cells, languages, and the same bytes again.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use tashika::findings::{Bundle, Verdict};
use tashika::render::excel::workbook;
use tashika::text::{LANGUAGES, Lang, Words};

use crate::sample_bundle::{bundle, bundle_with_pairs};

const JA: [&str; 12] = [
    "はじめに",
    "結論",
    "図",
    "対象の流れ",
    "表1",
    "釣り合い",
    "対応づけ",
    "効果推定",
    "その他の表",
    "データ品質",
    "方法",
    "再現",
];
const EN: [&str; 12] = [
    "Read me",
    "Findings",
    "Charts",
    "Flow",
    "Table 1",
    "Balance",
    "Matches",
    "Estimates",
    "Further tables",
    "Data quality",
    "Methods",
    "Reproduce",
];

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn sheet(bundle: &Bundle, lang: Lang, name: &str) -> Range<Data> {
    open(&workbook(bundle, lang).unwrap()).worksheet_range(name).unwrap()
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
    for (lang, names) in [(Lang::Ja, JA), (Lang::En, EN)] {
        let bytes = workbook(&bundle(), lang).unwrap();
        assert_eq!(open(&bytes).sheet_names(), names);
        assert!(part(&bytes, "xl/workbook.xml").contains("activeTab=\"1\""));
    }
}

#[test]
fn the_same_bundle_gives_the_same_bytes() {
    for lang in LANGUAGES {
        assert_eq!(workbook(&bundle(), lang).unwrap(), workbook(&bundle(), lang).unwrap());
    }
}

#[test]
fn findings_are_numbers_in_full() {
    let range = sheet(&bundle(), Lang::En, "Findings");
    assert_eq!(range.get_value((4, 7)), Some(&Data::Float(4817.088216486486)));
    assert_eq!(range.get_value((4, 10)), Some(&Data::Float(1.6e-13)));
    assert_eq!(range.get_value((5, 2)), Some(&Data::Float(185.0)));
    assert_eq!(range.get_value((6, 7)), Some(&Data::String("–".into())), "a number that is not given");
    assert_eq!(range.get_value((5, 12)), Some(&Data::String("Inconclusive".into())));
}

#[test]
fn means_say_what_they_are_means_of() {
    let mut bundle = bundle();
    bundle.findings.findings.iter_mut().for_each(|finding| finding.of_changes = true);
    let range = sheet(&bundle, Lang::En, "Findings");
    assert_eq!(range.get_value((4, 4)), Some(&Data::String("before and after".into())));
    assert_eq!(range.get_value((5, 4)), Some(&Data::String("change since before".into())));
}

#[test]
fn names_point_at_the_effect_and_its_interval() {
    let bytes = workbook(&bundle(), Lang::Ja).unwrap();
    let names = open(&bytes).defined_names().to_vec();
    let find = |name: &str| names.iter().find(|(key, _)| key == name).map(|(_, cell)| cell.clone());
    assert_eq!(find("res_change_re78_est").as_deref(), Some("'結論'!$H$5"));
    assert_eq!(find("res_training_re78_high").as_deref(), Some("'結論'!$J$6"));
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
    assert!(!part(&workbook(&bundle(), Lang::En).unwrap(), "xl/worksheets/sheet7.xml").contains("<f>"));
    assert!(
        texts(&sheet(&bundle(), Lang::En, "Data quality")).contains(&"=HYPERLINK(\"http://example.com\")".to_string())
    );
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
    let mut english = open(&workbook(&bundle(), Lang::En).unwrap()).worksheets();
    for (name, range) in english.drain(..) {
        for text in texts(&range) {
            assert!(!text.chars().any(japanese), "{name}: {text}");
        }
    }
    for (name, range) in open(&workbook(&bundle(), Lang::Ja).unwrap()).worksheets() {
        for text in texts(&range).iter().filter(|text| !text.chars().any(japanese)) {
            let words =
                text.split(' ').filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase())).count();
            assert!(words < 3, "{name}: {text}");
        }
    }
}

#[test]
fn charts_are_native_and_described() {
    let bytes = workbook(&bundle(), Lang::En).unwrap();
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
    let bytes = workbook(&bundle, Lang::En).unwrap();
    assert_eq!(
        open(&bytes).sheet_names(),
        ["Read me", "Findings", "Flow", "Estimates", "Data quality", "Methods", "Reproduce"]
    );
    let said = texts(&open(&bytes).worksheet_range("Read me").unwrap());
    assert!(said.contains(&"left out: no question compares two groups".to_string()));
    assert!(
        texts(&open(&bytes).worksheet_range("Data quality").unwrap()).contains(&"No problems were met.".to_string())
    );
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
        let bytes = workbook(&bundle, lang).unwrap();
        assert_eq!(open(&bytes).sheet_names().len(), 12);
    }
}

#[test]
fn an_empty_bundle_is_a_workbook() {
    let mut bundle = bundle_with_pairs(0);
    (bundle.tables, bundle.figures) = (Vec::new(), Vec::new());
    let found = &mut bundle.findings;
    (found.questions, found.findings, found.flow) = (Vec::new(), Vec::new(), Vec::new());
    for lang in LANGUAGES {
        assert_eq!(open(&workbook(&bundle, lang).unwrap()).sheet_names().len(), 4);
    }
}
