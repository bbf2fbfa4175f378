//! What each row of a table is: data, second headings, sections, notes, figures over rows, unfilled rows; and text files whose
//! rows have other numbers of cells than their headings.

use std::fmt::Write;

use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::ingest::decisions::{Choice, Decision, apply};
use tashika::ingest::{AsideReason, Raw, RawTable};
use tashika::text::Lang;
use tashika::tidy::tidy;

use super::ingest::{Case, codes, fill, headings, numbers};

fn book(text: &str, unit: &str) -> (RawTable, Sink) {
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
    case.table(&source("a.xlsx", unit))
}

fn source(file: &str, unit: &str) -> String {
    format!("[sources.people]\nfile = \"{file}\"\nunit = \"{unit}\"\n")
}

/// Rows set aside, as Excel counts them, with their reasons.
fn aside(table: &RawTable) -> Vec<(u32, AsideReason)> {
    table.set_aside.iter().map(|aside| (aside.row + 1, aside.why)).collect()
}

/// Data rows, as Excel counts them.
fn rows(table: &RawTable) -> Vec<u32> {
    table.rows.iter().map(|row| row + 1).collect()
}

fn texts(table: &RawTable, heading: &str) -> Vec<String> {
    let column = table.headings.iter().position(|it| it.text == heading).unwrap_or_else(|| panic!("no {heading}"));
    let text = |row| if let Raw::Text(text) = table.get(row, column) { text.to_string() } else { String::new() };
    (0..table.rows.len()).map(text).collect()
}

fn found<'s>(sink: &'s Sink, code: &str) -> &'s Diagnostic {
    sink.problems.iter().find(|it| it.code == code).unwrap_or_else(|| panic!("no {code}: {:?}", codes(sink)))
}

/// Places of a problem.
fn cells(sink: &Sink, code: &str) -> Vec<String> {
    let place = |place: &tashika::diag::Place| place.to_string().rsplit(" / ").next().unwrap_or_default().to_string();
    found(sink, code).places.iter().map(place).collect()
}

/// Organisations with years, satisfaction, an answer and an income.
fn organisations(n: usize) -> String {
    let row = |i: usize| {
        let answer = if i.is_multiple_of(3) { "いいえ" } else { "はい" };
        format!("A{i:02}|{}|{}|{answer}|{}\n", 3 + i * 7 % 17, 1 + i * 3 % 5, 100 + i * 37 % 311)
    };
    (0..n).map(row).collect()
}

const JAPANESE: &str = "団体ID|活動年数|満足度|助成の有無|収入";

// Second rows of headings.

#[test]
fn a_second_row_of_headings_is_no_unit_and_the_columns_keep_their_names() {
    for (second, why) in [
        ("id|q1|q2|q3|q4", AsideReason::SecondHeading),
        ("Org ID|Years active|Satisfaction|Granted|Income", AsideReason::SecondHeading),
        ("#org+id|#indicator+years|#indicator+sat|#status|#value", AsideReason::SecondHeading),
        ("文字|数値|1-5|はい/いいえ|数値（円）", AsideReason::SecondHeading),
        ("例：A00|10|5|はい|500", AsideReason::Example),
        ("記入例|'10|'5|はい|'500", AsideReason::Example),
    ] {
        let (table, sink) = book(&format!("{JAPANESE}\n{second}\n{}", organisations(12)), "団体ID");
        assert_eq!(headings(&table).join("|"), JAPANESE, "{second}");
        assert_eq!((table.rows.len(), aside(&table)), (12, vec![(2, why)]), "{second}");
        assert_eq!(codes(&sink), ["second-headings"], "{second}");
    }
}

#[test]
fn labels_below_codes_are_the_names_and_the_codes_are_known_too() {
    let text = format!("id|q1|q2|q3|q4\n{JAPANESE}\n{}", organisations(12));
    for unit in ["団体ID", "id"] {
        let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, &text));
        let (panel, _) = case.panel(&source("a.xlsx", unit));
        assert_eq!((panel.units.len(), numbers(&panel, "活動年数")[1]), (12, 10.0), "{unit}");
    }
}

#[test]
fn a_row_of_units_is_read_as_units() {
    for (units, factor) in [("|年|点||千円", 1000.0), ("|(年)|(点)||（万円）", 10_000.0), ("単位|年|点|-|円", 1.0)]
    {
        let case =
            Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, &format!("{JAPANESE}\n{units}\n{}", organisations(12))));
        let (panel, _) = case.panel(&source("a.xlsx", "団体ID"));
        assert_eq!(panel.units.len(), 12, "{units}");
        assert_eq!(numbers(&panel, "収入")[0], 100.0 * factor, "{units}");
    }
}

#[test]
fn first_rows_of_data_are_no_headings() {
    for first in ["B01|不明|無回答|はい|非公開", "B01|10|3|はい|調査中", "みどりの会|調査中|3|はい|300", "B01|||はい|"]
    {
        let (table, sink) = book(&format!("{JAPANESE}\n{first}\n{}", organisations(12)), "団体ID");
        assert_eq!((table.rows.len(), aside(&table)), (13, vec![]), "{first}: {:?}", codes(&sink));
    }
    let (table, _) = book("name|score\nAnn|good\nBob|bad", "name");
    assert_eq!(table.rows.len(), 2, "a table of two rows");
    let doubtful = "団体|会員|職員\nもり|調査中|集計中\n川|3|4\n山|5|6\n海|7|9\n空|2|1\n";
    let (table, sink) = book(doubtful, "団体");
    assert_eq!((table.rows.len(), cells(&sink, "second-heading-unclear")), (5, vec!["A2".to_string()]));
}

// Figures over rows.

const MEMBERS: &str = "団体名|前|後\nもり|23|24\nかわ|22|26\nやま|57|52\nうみ|34|41\nそら|48|48\n";

#[test]
fn figures_over_rows_are_no_units_wherever_they_stand() {
    let sum = "184|191";
    for (word, figures) in [
        ("合計（円）", sum),
        ("県計", sum),
        ("全国", sum),
        ("総数", sum),
        ("全体", sum),
        ("市町村計", sum),
        ("累計", sum),
        ("環境分野 小計", "102|102"),
        ("平均", "36.8|38.2"),
        ("平　均", "37|38"),
        ("平均値", "36.8|38.2"),
        ("中央値", "34|41"),
        ("標準偏差", "15.4|12.7"),
        ("最大", "57|52"),
        ("回答数", "5|5"),
        ("n=5", "5|5"),
        ("Total (n=5)", sum),
        ("All", sum),
        ("Overall", sum),
        ("Average", "36.8|38.2"),
        ("Mean", "36.8|38.2"),
        ("Median", "34|41"),
        ("SD", "15.4|12.7"),
        ("Max", "57|52"),
        ("Min", "22|24"),
    ] {
        let (head, rest) = MEMBERS.split_once('\n').unwrap();
        let row = format!("{word}|{figures}\n");
        let middle = rest.replacen("やま", &format!("{row}やま"), 1);
        for text in [format!("{head}\n{rest}{row}"), format!("{head}\n{row}{rest}"), format!("{head}\n{middle}")] {
            let (table, _) = book(&text, "団体名");
            assert_eq!((table.rows.len(), table.set_aside.len()), (5, 1), "{text}");
            assert!(matches!(table.set_aside[0].why, AsideReason::Total | AsideReason::Figure), "{text}");
        }
    }
}

#[test]
fn several_figures_below_each_other_go_together() {
    let (table, _) = book(&format!("{MEMBERS}N|5|5\nMean|36.8|38.2\nSD|15.4|12.7\nMax|57|52\nMin|22|24\n"), "団体名");
    assert_eq!((rows(&table), table.set_aside.len()), (vec![2, 3, 4, 5, 6], 5));
}

#[test]
fn names_that_look_like_figures_stay() {
    for name in
        ["全国子ども協会", "時計台の会", "家計", "Max", "Min", "All", "うちなー会", "Total Health", "総合企画", "大計"]
    {
        let text = format!("{MEMBERS}{name}|31|33\n");
        let (table, sink) = book(&text, "団体名");
        assert_eq!((table.rows.len(), table.set_aside.len()), (6, 0), "{name}: {:?}", codes(&sink));
    }
    let answers = "id|評価|点\n1|Average|3\n2|Good|4\n3|Poor|2\n4|Good|5\n5|Poor|1\n6|Good|3\n";
    assert_eq!(book(answers, "id").0.rows.len(), 6, "an answer is no figure");
    let scope = "団体|対象|額\nもり|全体|3\nかわ|一部|4\nやま|全体|2\nうみ|一部|5\n";
    assert_eq!(book(scope, "団体").0.rows.len(), 4);
}

#[test]
fn a_row_that_adds_up_without_a_word_is_asked_about() {
    let text = format!("{MEMBERS}西部|184|191\n");
    let (table, sink) = book(&text, "団体名");
    assert_eq!((table.rows.len(), cells(&sink, "total-unnamed")), (6, vec!["A7".to_string()]));
    assert_eq!(found(&sink, "total-unnamed").severity, Severity::Warning);
    let nameless =
        "団体名|前|後|差\nもり|23|24|1\nかわ|22|26|4\nやま|57|52|-5\nうみ|34|41|7\nそら|48|40|-8\n|184|183|-1\n";
    let (table, sink) = book(nameless, "団体名");
    assert_eq!((aside(&table), codes(&sink)), (vec![(7, AsideReason::Total)], vec!["total-rows"]));
    for plain in [
        "id|a|b\n1|1|1\n2|0|0\n3|0|0\n4|0|0\n5|0|0\n",
        "id|a|b\n1|3|3\n2|3|3\n3|3|3\n4|3|3\n5|3|3\n",
        "id|a|b\n1|2|4\n2|2|4\n",
    ] {
        let (_, sink) = book(plain, "id");
        assert_eq!(codes(&sink), [""; 0], "{plain}");
    }
}

#[test]
fn a_country_above_its_prefectures_is_no_prefecture() {
    let mut text = "表章項目,男女,地域,2015年,2019年\n人口,計,全国,\"12,750\",\"12,610\"\n".to_string();
    for (i, place) in ["北", "青", "岩", "宮", "秋", "山", "福", "茨", "栃", "群"].iter().enumerate() {
        let _ = writeln!(text, "人口,計,{place}県,\"1,{}\",\"1,{}\"", 230 + 10 * i, 216 + 10 * i);
    }
    let case = Case::new().file("a.csv", text);
    let (table, _) = case.table(&source("a.csv", "地域"));
    assert_eq!((table.rows.len(), aside(&table)), (10, vec![(2, AsideReason::Total)]));
}

// Rows with one text.

#[test]
fn headings_of_sections_are_a_column_of_the_rows_below() {
    for names in [["令和3年度", "令和4年度"], ["■北部", "■南部"], ["【環境】", "【福祉】"], ["環境部門", "福祉部門"]]
    {
        let [a, b] = names;
        let text = format!(
            "団体名|助成額|決定日\n{a}\nみどりの会|600|1\n子ども広場|300|2\n川の会|700|3\n計|1600|\n{b}\n青葉|200|4\nひろば|500|5\n"
        );
        let (table, sink) = book(&text, "団体名");
        assert_eq!(rows(&table), [3, 4, 5, 8, 9], "{names:?}");
        assert_eq!(aside(&table), [(2, AsideReason::Section), (6, AsideReason::Total), (7, AsideReason::Section)]);
        let bare = |name: &str| name.trim_matches(['■', '【', '】']).to_string();
        let sections = texts(&table, "区分");
        assert_eq!((&sections[2], &sections[3]), (&bare(a), &bare(b)));
        assert_eq!(cells(&sink, "section-headings"), ["A2", "A7"]);
    }
    let english =
        "Grantee|Amount|Year\nUK PROGRAM\nOxfield|100|2017\nHill|250|2017\nUS PROGRAM\nDale|300|2018\nBrook|20|2018\n";
    let (table, _) = book(english, "Grantee");
    assert_eq!(texts(&table, "section"), ["UK PROGRAM", "UK PROGRAM", "US PROGRAM", "US PROGRAM"]);
}

#[test]
fn a_section_serves_as_period_and_pairs_years() {
    let text = "団体名|会員数|代表\n令和3年度\nもり|10|甲\nかわ|20|乙\n令和4年度\nもり|12|甲\nかわ|25|乙\n";
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
    let (panel, _) = case.panel(&format!("{}period_column = \"区分\"\n", source("a.xlsx", "団体名")));
    assert_eq!((panel.units.len(), numbers(&panel, "会員数@2022")), (2, vec![25.0, 12.0]));
}

#[test]
fn notes_of_any_form_below_a_table_are_no_units() {
    let text = "市町村|会員数|備考\n北市|120|あり\n南市|130|なし\n東市|125|あり\n※1 令和4年4月1日現在\na) 推計値\n（注）速報\n次の調査は来年に行います\n";
    let (table, _) = book(text, "市町村");
    assert_eq!((rows(&table), table.set_aside.len()), (vec![2, 3, 4], 4));
    assert!(table.set_aside.iter().all(|it| it.why == AsideReason::Note));
}

#[test]
fn page_headers_and_headings_again_are_no_units() {
    let text = "一覧（1／2ページ）\nNo|団体名|額\n1|もり|10\n2|かわ|20\n一覧（2／2ページ）\nNo|団体名|額\n3|やま|30\n4|うみ|40\n";
    let (table, _) = book(text, "団体名");
    assert_eq!(rows(&table), [3, 4, 7, 8]);
    assert_eq!(aside(&table), [(1, AsideReason::Title), (5, AsideReason::PageHeader), (6, AsideReason::HeadingAgain)]);
}

#[test]
fn units_of_which_nothing_is_known_are_units() {
    let coded =
        format!("{JAPANESE}\n{}A12||||\n{}", organisations(6), organisations(20).split_off(organisations(6).len()));
    let (table, sink) = book(&coded, "団体ID");
    assert_eq!((table.rows.len(), table.set_aside.len()), (21, 0), "{:?}", codes(&sink));
    let silent =
        "団体名|前|後\nもりの会|1|2\nかわの会|3|4\nやまの会||\nうみの会|5|6\nそらの会|7|8\nほしの会||\nつきの会|9|2\n";
    let (table, _) = book(silent, "団体名");
    assert_eq!(table.rows.len(), 7);
    let (table, _) = book("団体|額\nもり|1\nかわ|\nやま|3\nうみ|4\n", "団体");
    assert_eq!(table.rows.len(), 4, "a blank amount");
}

#[test]
fn a_lone_text_that_may_be_either_is_asked_about() {
    let text = "団体名|前|後|差\nもり|1|2|1\nかわ|3|4|1\nやま|5|9|4\n北\nうみ|5|6|1\nそら|7|8|1\nほし|2|2|0\n";
    let (table, sink) = book(text, "団体名");
    assert_eq!((table.rows.len(), cells(&sink, "lone-text")), (7, vec!["A5".to_string()]));
}

#[test]
fn rows_numbered_in_advance_are_no_units() {
    let mut text = "No|団体名|会員数|備考\n".to_string();
    (1..=6).for_each(|i| writeln!(text, "{i}|団体{i}|{}|", 10 * i).unwrap());
    (7..=30).for_each(|i| writeln!(text, "{i}|||").unwrap());
    for unit in ["No", "団体名"] {
        let (table, _) = book(&text, unit);
        assert_eq!(table.rows.len(), 6);
        assert!(table.set_aside.len() == 24 && table.set_aside.iter().all(|it| it.why == AsideReason::Unfilled));
    }
    // The last row of a table may be blank but for its number.
    let (table, _) = book("No|団体名|会員数\n1|もり|3\n2|かわ|4\n3|やま|\n", "No");
    assert_eq!(table.rows.len(), 3);
}

#[test]
fn every_row_set_aside_is_counted_with_its_reason() {
    let text = "団体名|額|年\n令和3年度\nもり|1|2\nかわ|3|4\n計|4|\n令和4年度\nうみ|5|6\nそら|7|8\n";
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
    let (panel, _) = case.panel(&source("a.xlsx", "団体名"));
    let lost: Vec<(String, usize)> =
        panel.flow[0].lost.iter().map(|lost| (lost.reason.render(Lang::En), lost.count)).collect();
    assert_eq!(lost, [("total of other rows".to_string(), 1), ("section heading".to_string(), 2)]);
}

#[test]
fn who_says_range_and_header_takes_the_table_as_it_is() {
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, &format!("{MEMBERS}平均|36.8|38.2\n")));
    let (table, _) = case.table(&format!("{}range = \"A1:C7\"\nheader = 1\n", source("a.xlsx", "団体名")));
    assert_eq!(table.rows.len(), 6);
}

// Which table.

#[test]
fn the_sheet_with_the_rows_is_read_and_a_cover_is_not() {
    let case = Case::new().workbook("a.xlsx", |book| {
        fill(
            book.add_worksheet().set_name("概要").unwrap(),
            0,
            "書き出しについて\n\nシート名|表名|ワークシート名\nシート1||\n|表1|表\n",
        );
        fill(book.add_worksheet().set_name("表").unwrap(), 0, MEMBERS);
    });
    let (table, sink) = case.table("[sources.people]\nfile = \"a.xlsx\"\nanonymous = true\n");
    assert_eq!((&*table.sheet, codes(&sink)), ("表", vec!["several-sheets"]));
    let said = found(&sink, "several-sheets").message.render(Lang::Ja);
    assert!(said.contains("概要"), "{said}");
}

#[test]
fn a_note_beside_two_tables_does_not_join_them() {
    let text = "団体|額||会場|回\nもり|1||南|2\nかわ|2||北|3\nやま|3||東|1||要確認\nうみ|4\nそら|5\nほし|6\nつき|7\n";
    let (table, sink) = book(text, "団体");
    assert_eq!((headings(&table), table.rows.len()), (vec!["団体", "額"], 7));
    assert_eq!((codes(&sink), cells(&sink, "stray-cells")), (vec!["stray-cells", "several-tables"], vec!["G4".into()]));
}

#[test]
fn a_table_of_one_column_is_a_table() {
    let case = Case::new()
        .file("a.csv", "id\nA\nB\nC\n")
        .sheet("b.xlsx", |sheet| fill(sheet, 0, "参加者名簿\n\n団体\nもり\nかわ\nやま\n"));
    let (table, sink) = case.table(&source("a.csv", "id"));
    assert_eq!((headings(&table), table.rows.len(), codes(&sink)), (vec!["id"], 3, vec![]));
    let (table, _) = case.table(&source("b.xlsx", "団体"));
    assert_eq!((headings(&table), table.rows.len()), (vec!["団体"], 3));
    let (panel, _) = case.panel(&source("b.xlsx", "団体"));
    assert_eq!(panel.units.len(), 3);
}

// Ragged text files.

#[test]
fn headings_torn_at_commas_stop_the_reading_and_are_put_together_again() {
    let mut text = "Time,Mail,I feel calm, relaxed,I draw,I plan, with lists,I read\n".to_string();
    (0..12).for_each(|i| writeln!(text, "10/{}/2023,p{i}@example.org,{},4,{},5", i + 1, 1 + i % 5, 1 + i % 4).unwrap());
    let problem = Case::new().file("a.csv", &text).fails(&source("a.csv", "Mail"));
    assert_eq!((problem.code.as_str(), problem.places[0].to_string().as_str()), ("ragged-heading", "a.csv / D1"));
    let said = problem.message.render(Lang::En);
    assert!(said.contains("8 cells, the rows 6"), "{said}");
    let hint = problem.hint.unwrap().render(Lang::En);
    assert!(hint.contains("I feel calm, relaxed") && hint.contains("I plan, with lists"), "{hint}");
    let mended = text
        .replace("I feel calm, relaxed", "\"I feel calm, relaxed\"")
        .replace("I plan, with lists", "\"I plan, with lists\"");
    assert_eq!(Case::new().file("a.csv", mended).table(&source("a.csv", "Mail")).0.headings.len(), 6);
}

#[test]
fn a_heading_too_few_stops_the_reading_too() {
    let rows: String = (0..8).map(|i| format!("{i},東京都,港区,{}\n", 20 + i)).collect();
    let problem = Case::new().file("a.csv", format!("ID,住所,年齢\n{rows}")).fails(&source("a.csv", "ID"));
    assert_eq!(problem.code, "ragged-heading");
}

fn shifted() -> String {
    let row = |i: usize| match i {
        7 => "7,東京都,港区7,27,3\n".to_string(),
        i => format!("{i},東京都{i},{},{}\n", 20 + i, 1 + i % 5),
    };
    format!("ID,住所,年齢,満足度\n{}", (0..20).map(row).collect::<String>())
}

#[test]
fn a_row_with_a_cell_too_many_is_left_out_until_somebody_decides() {
    let case = Case::new().file("a.csv", shifted());
    let (panel, sink) = case.panel(&source("a.csv", "ID"));
    assert_eq!((panel.units.len(), codes(&sink)[0], cells(&sink, "ragged-row")), (19, "ragged-row", vec!["A9".into()]));
    assert!(found(&sink, "ragged-row").message.render(Lang::En).contains("row 9 has 5 cells"));
    assert!(!codes(&sink).contains(&"no-heading"), "one cause, one message");
    let (tables, mut sink) = case.read(&source("a.csv", "ID"));
    let mut tables = tables.unwrap();
    let kept =
        Decision { file: "a.csv".into(), row: 8, found: "7".into(), choice: Some(Choice::Keep), ..Decision::default() };
    apply(&mut tables, &mut [kept], &mut sink);
    let panel = tidy(&case.study(&source("a.csv", "ID")), &tables, &mut sink).unwrap();
    assert_eq!(panel.units.len(), 20);
}

#[test]
fn a_row_with_a_cell_too_few_is_told_and_blanks_left_off_at_the_end_are_not() {
    let short = shifted().replace("7,東京都,港区7,27,3", "7,東京都27,3");
    let (table, sink) = Case::new().file("a.csv", short).table(&source("a.csv", "ID"));
    assert_eq!((table.ragged.as_slice(), cells(&sink, "ragged-row")), (&[8][..], vec!["A9".to_string()]));
    let trimmed: String = (0..20)
        .map(|i| match i % 3 {
            0 => format!("{i},東京都{i}\n"),
            1 => format!("{i},東京都{i},{}\n", 20 + i),
            _ => format!("{i},東京都{i},{},{}\n", 20 + i, 1 + i % 5),
        })
        .collect();
    let (table, sink) =
        Case::new().file("a.csv", format!("ID,住所,年齢,満足度\n{trimmed}")).table(&source("a.csv", "ID"));
    assert_eq!((table.ragged.len(), codes(&sink)), (0, vec![]));
    let closed = shifted().replace("港区7", "").replace('\n', ",\n").replace("7,東京都,,27,3,", "7,東京都7,27,3,");
    let (table, sink) = Case::new().file("a.csv", closed).table(&source("a.csv", "ID"));
    assert_eq!((table.rows.len(), codes(&sink)), (20, vec![]), "a comma at the end of every line");
}

#[test]
fn sums_that_stand_above_or_behind_other_rows_are_no_units() {
    let mut text = String::from("市町村|会員数|職員数\n");
    for (name, cities) in [("北海道計", [3, 5, 9]), ("青森県計", [4, 7, 8])] {
        let sum: i32 = cities.iter().sum();
        writeln!(text, "{name}|{sum}|{}", 10 * sum).unwrap();
        cities.iter().for_each(|city| writeln!(text, "{name}の{city}市|{city}|{}", 10 * city).unwrap());
    }
    assert_eq!(rows(&book(text.trim_end(), "市町村").0), [3, 4, 5, 7, 8, 9]);
    let flows =
        "Item|Jan|Feb\nOpening balance|50|60\nGrants|7|9\nFees|5|6\nTotal cash inflows|12|15\nRent|3|4\nPay|2|2";
    assert_eq!(rows(&book(flows, "Item").0), [2, 3, 4, 6, 7]);
}

#[test]
fn sums_without_a_word_are_set_aside_and_parts_of_rows_are_asked_about() {
    let named = "地域|会員|職員\n北部|9|90\n甲町|4|40\n乙町|5|50\n南部|11|110\n丙町|5|50\n丁町|6|60";
    let (table, sink) = book(named, "地域");
    assert_eq!((rows(&table), cells(&sink, "total-unnamed")), (vec![3, 4, 6, 7], vec!["A2".to_string(), "A5".into()]));
    let parts = "区分|会員|職員\n東|9|90\nうち女性|4|40\nうちの食堂|5|20\n西|7|30";
    assert_eq!(cells(&book(parts, "区分").1, "total-unnamed"), ["A3"]);
}

#[test]
fn merged_cells_are_filled_where_sections_stand_too() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        let men = "|10代|4\n|20代|5\n|30代|6\n|40代|7\n|50代|3\n|60代|8";
        fill(sheet, 0, &format!("性別|年齢|会員\n{men}\n■市部||\n甲|10代|3\n乙|20代|2\n丙|30代|1"));
        sheet.merge_range(1, 0, 6, 0, "男", &rust_xlsxwriter::Format::new()).unwrap();
    });
    let (table, sink) = case.table(&source("a.xlsx", "性別"));
    assert!(codes(&sink).contains(&"section-headings"), "{:?}", codes(&sink));
    assert_eq!(texts(&table, "性別")[..6], ["男"; 6]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_an_error() {
    let rows: String = (1..20).map(|at| format!("u{at},{at},\"fine, thanks\nand more\"\n")).collect();
    let read = |text: &str| {
        let (tables, sink) = Case::new().file("a.csv", text).read(&source("a.csv", "id"));
        (tables.is_ok(), codes(&sink).contains(&"ragged-row"))
    };
    assert_eq!(read(&format!("id,x,note\n{rows}")), (true, false), "several lines in a cell are fine");
    assert_eq!(
        read(&format!("id,x,note\nu0,1,\"ok\n{}", rows.replace(['"'], "").replace(", thanks\nand more", ""))),
        (false, true)
    );
}
