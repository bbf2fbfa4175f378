//! What cells mean: notations, doubts and what is offered, scales in words, bands, several answers in a cell.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Workbook};
use tashika::diag::{Severity, Sink, cell_name};
use tashika::ingest::decisions::Given;
use tashika::notation::calendar::iso;
use tashika::panel::{Content, Data, Panel, VarRef, View};
use tashika::text::{LANGUAGES, Lang};

use crate::ingest::{Case, codes, fill, numbers, source, texts};

/// A csv file of one column beside ids; cells may hold line breaks.
fn column(name: &str, cells: &[&str]) -> Case {
    let rows = cells.iter().enumerate().map(|(row, cell)| format!("u{row:03},\"{}\"\n", cell.replace('"', "\"\"")));
    Case::new().file("a.csv", format!("id,{name}\n{}", rows.collect::<String>()))
}

fn declared(kind: &str) -> String {
    format!("{}[variables.v]\nkind = \"{kind}\"\n", source("a.csv"))
}

/// What is offered, by the cell.
fn offered(panel: &Panel) -> Vec<(String, String)> {
    panel.suggested().into_iter().map(|((_, _, row, col), value)| (cell_name(row, col), value.text())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(cell, value)| (cell.to_string(), value.to_string())).collect()
}

fn levels(panel: &Panel, name: &str) -> Vec<String> {
    match View::whole(panel.clone().into()).column(&VarRef::parse(name)).unwrap().data {
        Data::Category { levels, .. } => levels.to_vec(),
        Data::Number(values) => panic!("{name} is numbers: {values:?}"),
    }
}

/// Every problem is said in both languages, with nothing left open.
fn is_said(sink: &Sink) {
    for problem in &sink.problems {
        for lang in LANGUAGES {
            let said = tashika::diag::render(problem, lang);
            assert!(said.split('{').skip(1).all(|after| after.starts_with(' ')), "{said}");
        }
    }
}

#[test]
fn units_of_headings_are_applied_and_said() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(
            sheet,
            0,
            "id|会費（千円）|助成額/百万円|Riders (000's)|達成率（％）|人数（人）|割合\nA|1.005|2|3|45|7|45%\nB|１，２００|3億円|▲4|57%|8人|0.5\nC|－|×|…|12.5|9|3%",
        );
    });
    let (panel, sink) = case.panel(&source("a.xlsx"));
    is_said(&sink);
    assert_eq!(numbers(&panel, "会費")[..2], [1005.0, 1_200_000.0]);
    assert_eq!(numbers(&panel, "助成額")[..2], [2e6, 3e8], "a unit of its own counts");
    assert_eq!(numbers(&panel, "Riders")[..2], [3000.0, -4000.0]);
    assert_eq!(numbers(&panel, "達成率"), [45.0, 57.0, 12.5], "below a heading in per cent");
    assert_eq!(numbers(&panel, "割合"), [0.45, 0.5, 0.03]);
    assert_eq!(numbers(&panel, "人数"), [7.0, 8.0, 9.0]);
    let told = |rule: &str, cell: &str| {
        let said = |problem: &tashika::diag::Diagnostic| {
            problem.message.render(Lang::En).contains(rule)
                && problem.places.iter().any(|at| at.to_string().ends_with(cell))
        };
        sink.problems.iter().any(said)
    };
    assert!(told("a dash or dots taken as not available", "B4"));
    assert!(told("× or χ taken as suppressed", "C4"));
    assert!(told("a dash or dots taken as not available", "D4"));
    assert!(told("the per cent sign left out", "E3"));
    let of_headings = sink.problems.iter().filter(|problem| problem.code == "unit-in-heading");
    let said: Vec<(usize, String)> = of_headings.map(|it| (it.count, it.message.render(Lang::En))).collect();
    assert_eq!(said.len(), 1, "one note for all units: {said:?}");
    let (count, text) = &said[0];
    assert_eq!(*count, 3);
    assert!(
        ["千円 in people (会費)", "百万円 in people (助成額)", "000's in people (Riders)"]
            .iter()
            .all(|it| text.contains(it)),
        "{text}"
    );
    let unit = |name: &str, lang| panel.variables[name].unit.get(lang).to_string();
    assert_eq!([unit("会費", Lang::Ja), unit("会費", Lang::En)], ["円", "yen"], "as it is multiplied out");
    assert_eq!([unit("助成額", Lang::En), unit("人数", Lang::Ja), unit("人数", Lang::En)], ["yen", "人", "people"]);
    assert_eq!([unit("Riders", Lang::En), unit("割合", Lang::En)], ["", ""]);
}

#[test]
fn a_unit_that_the_study_declares_stays() {
    let case =
        Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, "id|人数（人）|分類（人）\nA|7|甲\nB|8|乙\nC|9|甲\nD|9|甲"));
    let (panel, _) = case.panel(&format!("{}[variables.\"人数\"]\nunit = \"名\"\n", source("a.xlsx")));
    let unit = |name: &str| panel.variables.get(name).map(|variable| variable.unit.get(Lang::En).to_string());
    assert_eq!((unit("人数"), unit("分類")), (Some("名".into()), Some(String::new())), "words count nothing");
}

#[test]
fn a_cross_is_a_no_only_beside_circles() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(
            sheet,
            0,
            "id|採否|人数|判定|回答|区分|印\nA|○|5|○|はい|甲|×\nB|×|×|△|いいえ|乙|\nC|○|7|×|χ|甲|×\nD|×|8|○|はい|×|\nE|○|9|△|はい|甲|×\nF|○|9|△|いいえ|甲|",
        );
    });
    let (panel, sink) = case.panel(&source("a.xlsx"));
    assert_eq!(panel.variables["採否"].content, Content::YesNo);
    assert_eq!(numbers(&panel, "採否"), [1.0, 0.0, 1.0, 0.0, 1.0, 1.0]);
    assert!(numbers(&panel, "人数")[1].is_nan());
    assert_eq!(texts(&panel, "判定")[2].as_deref(), Some("×"), "the third mark of three");
    assert_eq!(panel.variables["回答"].content, Content::YesNo);
    assert!(numbers(&panel, "回答")[2].is_nan());
    assert_eq!(texts(&panel, "区分")[3], None);
    assert!(numbers(&panel, "印").iter().all(|value| value.is_nan()), "crosses alone say nothing");
    let suppressed = panel.provenance.edits.iter().filter(|edit| edit.rule.template.contains("suppressed"));
    let mut counted: Vec<(u32, usize)> = suppressed.map(|edit| (edit.col, edit.rows.len())).collect();
    counted.sort_unstable();
    assert_eq!(counted, [(2, 1), (4, 1), (5, 1), (6, 3)]);
    assert!(!sink.problems.iter().any(|problem| problem.severity < Severity::Note), "{:?}", codes(&sink));
}

#[test]
fn two_amounts_and_their_like_are_listed_and_offered() {
    let cells = [
        "100",
        "1,099,186,000(当初)\n 1,506,867,000(変更)",
        "185,833,000\n（増額後の交付決定額。初回交付決定額は、162,600,000）",
        "@1,500円ほか",
        "単価契約\n調達予定総額　7,530,600円",
        "約30",
        "10〜19",
        "1O0",
        "未定",
        "2,835,000   ",
        "111,240,000\n",
    ];
    let (panel, sink) = column("v", &[&cells[..], &["1"; 12]].concat()).panel(&declared("amount"));
    is_said(&sink);
    let asked: Vec<(&str, usize)> = sink
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Warning)
        .map(|problem| (problem.code.as_str(), problem.count))
        .collect();
    assert_eq!(
        asked,
        [("not-a-number", 1), ("several-values", 2), ("rough-value", 2), ("unit-price", 2), ("mistyped-value", 1)]
    );
    assert!(numbers(&panel, "v")[1..9].iter().all(|value| value.is_nan()), "nothing is guessed");
    assert_eq!(numbers(&panel, "v")[9..11], [2_835_000.0, 111_240_000.0]);
    assert_eq!(
        offered(&panel),
        pairs(&[("B3", "1506867000"), ("B4", "185833000"), ("B6", "7530600"), ("B7", "30"), ("B9", "100"),])
            .into_iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_column_of_amounts_stays_one_whatever_a_person_must_settle() {
    let cells = ["100", "200", "300", "1,099(当初)\n 1,506(変更)", "@1,500円ほか", "3人以上", "12", "13", "14", "15"];
    let (panel, sink) = column("v", &cells[..5]).panel(&source("a.csv"));
    assert_eq!((panel.variables["v"].content, codes(&sink)), (Content::Number, vec!["several-values", "unit-price"]));
    let (panel, _) = column("v", &[&cells[5..], &["3人以上"; 2]].concat()).panel(&source("a.csv"));
    assert_ne!(panel.variables["v"].content, Content::Number, "top-coded counts are categories");
}

#[test]
fn dates_are_read_mended_or_offered() {
    let cells = [
        "令和元年７月2９日",
        "令和元年\n5月24日",
        "令和元年4月1日",
        "平成31年度4月1日",
        "2004年05月18日 社員総会の決議(解散)",
        "平成28月1月18日",
        "(平成29年10月16日)\n平成30年1月15日",
        "H23.7.13\nH23.10.17",
        "令和5年度",
        "2023-02-30",
        "－",
        "3-1",
    ];
    let (panel, sink) = column("v", &[&cells[..], &["2020/1/1"; 12]].concat()).panel(&declared("date"));
    is_said(&sink);
    let days: Vec<String> = numbers(&panel, "v")[..5].iter().map(|days| iso(*days as i32)).collect();
    assert_eq!(days, ["2019-07-29", "2019-05-24", "2019-04-01", "2019-04-01", "2004-05-18"]);
    assert!(numbers(&panel, "v")[5..12].iter().all(|value| value.is_nan()));
    assert_eq!(
        offered(&panel),
        pairs(&[
            ("B7", "2016-01-18"),
            ("B8", "2018-01-15"),
            ("B9", "2011-07-13"),
            ("B10", "2023-04-01"),
            ("B11", "2023-02-28"),
        ])
    );
    let rules: Vec<String> = panel.provenance.edits.iter().map(|edit| edit.rule.render(Lang::En)).collect();
    for rule in ["outside of its era", "a fiscal year with month", "words behind a date", "a dash or dots"] {
        assert!(rules.iter().any(|said| said.contains(rule)), "{rule}: {rules:?}");
    }
}

/// A workbook of ids and numbers in the format of dates.
fn serials(serials: &[f64]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(sheet, 0, "id|v");
    let look = Format::new().set_num_format("yyyy-mm-dd");
    for (row, serial) in serials.iter().enumerate() {
        sheet.write_string(row as u32 + 1, 0, format!("u{row}")).unwrap();
        sheet.write_number_with_format(row as u32 + 1, 1, *serial, &look).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The same workbook in the system of dates that begins in 1904.
fn since_1904(book: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut bytes) = (file.name().unwrap().to_string(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("<workbookPr "));
            bytes = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn serials_that_no_day_has_are_refused_with_their_number() {
    let book = serials(&[43_585.0, 0.0, -5.0, 60.0, 2_958_466.0, 1e300]);
    let (panel, sink) = Case::new().file("a.xlsx", &book).panel(&source("a.xlsx"));
    is_said(&sink);
    let values = numbers(&panel, "v");
    assert_eq!(iso(values[0] as i32), "2019-04-30");
    assert!(values[1..].iter().all(|value| value.is_nan()));
    let refused = sink.problems.iter().find(|problem| problem.code == "date-out-of-range").unwrap();
    let list = refused.message.render(Lang::En);
    assert!(list.contains("0, -5, 60") && refused.count == 5, "{list}");
    let (panel, sink) = Case::new().file("a.xlsx", since_1904(&book)).panel(&source("a.xlsx"));
    assert_eq!(iso(numbers(&panel, "v")[0] as i32), "2023-05-01");
    assert!(codes(&sink).contains(&"date-out-of-range"));
}

#[test]
fn ids_postcodes_and_telephones_stay_text() {
    let rows: String = (0..30)
        .map(|i| format!("u{i},{:04},113{i:04},03-1234-5{i:03},{}-{},{i}/2,{}\n", i * 37, i % 4 + 1, i % 3 + 1, i + 1))
        .collect();
    let case = Case::new().file("a.csv", format!("id,符号,郵便番号,電話番号,区画,枝番,連番\n{rows}"));
    let (panel, sink) = case.panel(&source("a.csv"));
    assert!(!sink.problems.iter().any(|problem| problem.severity < Severity::Note), "{:?}", codes(&sink));
    for name in ["符号", "郵便番号", "電話番号", "区画", "枝番"] {
        assert!(matches!(panel.variables[name].content, Content::Text | Content::Category), "{name}");
    }
    assert_eq!(texts(&panel, "符号")[1].as_deref(), Some("0037"));
    assert_eq!(panel.variables["連番"].content, Content::Number);
}

#[test]
fn bands_go_from_less_to_more() {
    let cells = [
        "400万円以上 500万円未満",
        "1000万円以上",
        "100万円未満",
        "500万円以上 1000万円未満",
        "100万円以上 400万円未満",
    ];
    let (panel, _) = column("v", &cells.repeat(3)).panel(&source("a.csv"));
    assert_eq!(panel.variables["v"].content, Content::Category);
    assert_eq!(levels(&panel, "v"), [cells[2], cells[4], cells[0], cells[3], cells[1]]);
    let (panel, _) = column("v", &["70代以上", "60代", "10代", "60代", "10代", "70代以上"]).panel(&source("a.csv"));
    assert_eq!(levels(&panel, "v"), ["10代", "60代", "70代以上"]);
}

#[test]
fn words_of_agreement_are_the_same_steps_before_and_after() {
    let before = ["そう思う", "そう思わない", "どちらともいえない", "そう思う", "そう思う"];
    let after = ["とてもそう思う", "そう思う", "どちらともいえない", "そう思う", "わからない"];
    let rows: String = before.iter().zip(after).enumerate().map(|(i, (a, b))| format!("u{i},{a},{b}\n")).collect();
    let case = Case::new().file("a.csv", format!("id,前,後\n{rows}"));
    let (panel, sink) = case.panel(&format!("{}[variables.\"後\"]\nkind = \"scale\"\n", source("a.csv")));
    is_said(&sink);
    assert_eq!(numbers(&panel, "前"), [4.0, 2.0, 3.0, 4.0, 4.0], "とてもそう思う is a step here too");
    assert_eq!(numbers(&panel, "後")[..4], [5.0, 4.0, 3.0, 4.0]);
    let said = sink.problems.iter().find(|problem| problem.code == "words-as-steps").unwrap();
    assert!(said.message.render(Lang::Ja).contains("2 = そう思わない"), "{}", said.message.render(Lang::Ja));
    let (panel, _) = column("v", &["賛成", "反対"].repeat(3)).panel(&source("a.csv"));
    assert_eq!(panel.variables["v"].content, Content::Category, "two words are no scale");
}

const ANSWERS: &str =
    "id,ソフト,SPSS,ソフト(HAD)\na,HAD;JASP;SPSS,1,1\nb,SPSS,1,0\nc,JASP；SPSS,0,0\nd,HAD,0,1\ne,,,\n";

#[test]
fn several_answers_in_a_cell_are_variables_of_their_own() {
    let case = Case::new().file("a.csv", ANSWERS);
    let study = format!("{}[variables.\"ソフト=JASP\"]\nlabel = \"JASP を使う\"\n", source("a.csv"));
    let (panel, sink) = case.panel(&study);
    is_said(&sink);
    let found: Vec<f64> = numbers(&panel, "ソフト=JASP");
    assert_eq!(found[..4], [1.0, 0.0, 1.0, 0.0]);
    assert!(found[4].is_nan(), "an empty cell is no answer");
    assert_eq!(panel.variables["ソフト=JASP"].content, Content::YesNo);
    assert_eq!(panel.variables["ソフト=JASP"].label.get(Lang::En), "JASP を使う");
    assert_eq!(panel.origins(&VarRef::parse("ソフト=JASP")), [VarRef::parse("ソフト")]);
    assert!(!panel.variables.contains_key("ソフト=HAD"), "only what the study speaks of");
    let differing = sink.problems.iter().find(|problem| problem.code == "answers-differ").unwrap();
    assert_eq!(differing.places[0].to_string(), "a.csv / C4");
    let same = sink.problems.iter().find(|problem| problem.code == "answers-agree").unwrap();
    assert!(same.message.render(Lang::En).contains("ソフト(HAD)"));
    assert!(codes(&sink).contains(&"several-answers"));
}

#[test]
fn answers_on_lines_of_their_own_are_found() {
    let cells = ["食べる\nその他\n", "食べる\n", "温泉\n食べる\n", "その他\n", "温泉\nその他\n"];
    let study = format!("{}[variables.\"v=温泉\"]\nkind = \"yes-no\"\n", source("a.csv"));
    let (panel, _) = column("v", &cells).panel(&study);
    assert_eq!(numbers(&panel, "v=温泉"), [0.0, 0.0, 1.0, 0.0, 1.0]);
}

#[test]
fn a_suggested_day_is_a_date_of_a_workbook() {
    let (panel, _) = column("v", &["平成28月1月18日", "2016/1/1", "2016/1/2", "2016/1/3"]).panel(&declared("date"));
    let given: Vec<Given> = panel.suggested().into_values().collect();
    assert_eq!(given, [Given::Date(42_387.0)]);
}

/// A column of dates with the year last, in a table of four rows.
fn year_last(dates: [&str; 4]) -> (Panel, Sink) {
    let rows: Vec<String> = dates.iter().enumerate().map(|(i, date)| format!("{i}|{date}")).collect();
    let text = format!("id|交付日\n{}", rows.join("\n"));
    Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, &text)).panel(&source("a.xlsx"))
}

#[test]
fn dates_with_the_year_last_are_read_in_the_order_that_one_of_them_tells() {
    let days = |dates| {
        let (panel, _) = year_last(dates);
        let dated = panel.variables["交付日"].content == Content::Date;
        dated.then(|| numbers(&panel, "交付日"))
    };
    assert_eq!(
        days(["03/04/2021", "25/04/2021", "1/4/2021", "30/4/2021"]),
        Some(vec![18720.0, 18742.0, 18718.0, 18747.0])
    );
    assert_eq!(
        days(["04/03/2021", "04/25/2021", "4/1/2021", "4/30/2021"]),
        Some(vec![18720.0, 18742.0, 18718.0, 18747.0])
    );
    assert_eq!(
        days(["3 April 2021", "Apr 25, 2021", "1-Apr-2021", "30th April 2021"]),
        Some(vec![18720.0, 18742.0, 18718.0, 18747.0])
    );
    for unclear in
        [["03/04/2021", "05/04/2021", "1/4/2021", "3/4/2021"], ["13/04/2021", "04/25/2021", "1/4/2021", "3/4/2021"]]
    {
        let (panel, sink) = year_last(unclear);
        assert_ne!(panel.variables["交付日"].content, Content::Date);
        assert!(sink.problems.iter().any(|problem| problem.code == "date-order-unclear"), "{unclear:?}");
        is_said(&sink);
    }
}

/// Tables that share an identifier, as publishers of aid data leave them: one row for an activity, several for what happened in it.
#[test]
fn tables_linked_by_an_identifier_are_summed_to_its_activities() {
    let case = Case::new()
        .file("activities.csv", "activity_identifier,title\nGB-1-a,Wells\nGB-1-b,Schools\nGB-1-c,Roads\n")
        .file(
            "transactions.csv",
            "activity_identifier,type,value,date\nGB-1-a,3,100,2020-01-05\nGB-1-a,3,50,2021-01-05\nGB-1-b,3,7,2020-02-01\nGB-1-x,3,9,2020-02-01\n",
        )
        .file(
            "indicator_periods.csv",
            "activity_identifier,indicator,actual\nGB-1-a,wells,3\nGB-1-a,people,400\nGB-1-c,km,12\n",
        );
    let study = "[sources.activities]\nfile = \"activities.csv\"\nunit = \"activity_identifier\"\n\
        [sources.transactions]\nfile = \"transactions.csv\"\nlink = { to = \"activities\", by = \"activity_identifier\" }\nrows = \"sum\"\n\
        [sources.results]\nfile = \"indicator_periods.csv\"\nlink = { to = \"activities\", by = \"activity_identifier\" }\nrows = \"sum\"\n";
    let (panel, sink) = case.panel(study);
    assert_eq!(*panel.units, ["GB-1-a", "GB-1-b", "GB-1-c"]);
    let same = |name: &str, expected: [f64; 3]| {
        let found = numbers(&panel, name);
        assert!(
            found.iter().zip(expected).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()),
            "{name}: {found:?}"
        );
    };
    same("value", [150.0, 7.0, f64::NAN]);
    same("actual", [403.0, f64::NAN, 12.0]);
    assert!(
        sink.problems.iter().any(|problem| problem.code == "linked" && problem.places.len() == 1),
        "one found nobody"
    );
}

#[test]
fn what_looks_like_a_date_stays_what_it_is() {
    let content = |dates| year_last(dates).0.variables["交付日"].content;
    assert_ne!(
        content(["15.04.2021 31.03.2022", "01.05.2021 30.04.2022", "13.05.2021 1", "1.5.2021 2"]),
        Content::Date
    );
    assert_ne!(content(["1-02-2021", "1-15-2021", "2-07-2021", "2-17-2021"]), Content::Date, "codes");
    let case = |rows: &str| Case::new().file("a.csv", rows.as_bytes()).panel(&source("a.csv"));
    let (panel, _) = case("id,採択番号\n1,01-02-2021\n2,01-15-2021\n3,02-07-2021\n");
    assert_ne!(panel.variables["採択番号"].content, Content::Date);
    // A spreadsheet program of another country has made the first two dates, with day and month exchanged.
    let (panel, sink) = case("id,交付日\n1,2021-03-04\n2,2021-06-05\n3,25/04/2021\n4,30/04/2021\n");
    assert_eq!(panel.variables["交付日"].content, Content::Date, "the texts can be read in one way only");
    assert!(sink.problems.iter().any(|problem| problem.code == "date-order-unclear"));
    is_said(&sink);
    let (_, sink) = case("id,助成額\n1,5\n2,6\n3,7\n4,8\n5,9\n6,1/2/2021\n");
    assert!(sink.problems.iter().all(|problem| problem.code != "date-order-unclear"));
    let (panel, _) = case("id,規模（人）,点数（点）,件数（件）\n1,5,1,2\n2,6,3,4\n3,8,5,7\n");
    let unit = |name: &str| panel.variables[name].unit.get(Lang::Ja).to_string();
    assert_eq!([unit("規模"), unit("点数"), unit("件数")], ["人", "", "件"]);
}

#[test]
fn headings_that_contradict_each_other_give_no_unit() {
    let case = Case::new().file("a.csv", "id,寄附（円）\n1,5\n2,6\n").file("b.csv", "id,寄附（千ドル）\n1,5\n2,6\n");
    let waves = "[sources.w1]\nfile = \"a.csv\"\nunit = \"id\"\nperiod = \"1\"\n[sources.w2]\nfile = \"b.csv\"\nunit = \"id\"\nperiod = \"2\"\n";
    let (panel, _) = case.panel(waves);
    assert!(panel.variables["寄附"].unit.is_empty());
    let spelled = Case::new().file("a.csv", "id,寄附（千円）\n1,5\n2,6\n3,8\n");
    let (panel, _) = spelled.panel(&format!("{}[variables.\"寄附（千円）\"]\nkind = \"number\"\n", source("a.csv")));
    let info = &panel.variables["寄附（千円）"];
    assert_eq!((info.unit.get(Lang::Ja), info.label.get(Lang::Ja)), ("円", "寄附"), "it is multiplied out");
}

#[test]
fn a_part_that_does_not_tell_the_order_of_its_dates_takes_that_of_the_others() {
    let case = Case::new()
        .file("a.csv", "id,日\n1,03/04/2021\n2,25/04/2021\n")
        .file("b.csv", "id,日\n1,05/04/2022\n2,06/04/2022\n");
    let waves = "[sources.w1]\nfile = \"a.csv\"\nunit = \"id\"\nperiod = \"1\"\n[sources.w2]\nfile = \"b.csv\"\nunit = \"id\"\nperiod = \"2\"\n";
    let (panel, sink) = case.panel(waves);
    assert_eq!(panel.variables["日"].content, Content::Date);
    assert_eq!(numbers(&panel, "日@2"), [19087.0, 19088.0], "5 and 6 April 2022");
    assert!(sink.problems.iter().all(|problem| problem.code != "date-order-unclear"));
}

#[test]
fn bands_of_spending_are_one_answer_each_in_their_order() {
    let bands = [
        "3,000円以上 5,000円未満",
        "使わない",
        "1,000円未満",
        "分からない",
        "1,000円以上 3,000円未満",
        "10,000円以上 20,000円未満",
    ];
    let cells: Vec<&str> = bands.repeat(4).into_iter().chain(["分からない/無回答"]).collect();
    let (panel, sink) = column("交通費", &cells).panel(&source("a.csv"));
    assert!(sink.problems.iter().all(|problem| problem.code != "several-answers"), "commas stand within numbers");
    let order = [
        "使わない",
        "1,000円未満",
        "1,000円以上 3,000円未満",
        "3,000円以上 5,000円未満",
        "10,000円以上 20,000円未満",
        "分からない",
    ];
    assert_eq!(levels(&panel, "交通費"), order, "{:?}", sink.problems);
}

#[test]
fn rates_and_ids_are_not_added_up_where_rows_are_put_together() {
    let text = "id,受取額,落札率,契約番号\nA,10,0.9,101\nA,20,0.7,205\nB,5,0.5,300\nB,6,0.7,400\n";
    let source = "[sources.people]\nfile = \"a.csv\"\nunit = \"id\"\nrows = \"sum\"\n";
    let (panel, _) = Case::new().file("a.csv", text).panel(source);
    assert_eq!(numbers(&panel, "受取額"), [30.0, 11.0]);
    assert_eq!(numbers(&panel, "落札率"), [0.8, 0.6]);
    assert_eq!(numbers(&panel, "契約番号"), [101.0, 300.0], "the first of them");
}

#[test]
fn codes_with_zeros_before_some_of_them_are_no_numbers() {
    let cells: Vec<String> = (5..30).map(|code| format!("{code:02}")).collect();
    let (panel, _) = column("県コード", &cells.iter().map(String::as_str).collect::<Vec<_>>()).panel(&source("a.csv"));
    assert!(matches!(panel.variables["県コード"].content, Content::Text | Content::Category));
    assert_eq!(texts(&panel, "県コード")[0].as_deref(), Some("05"));
}
