//! Cells as a spreadsheet program shows them.

use rust_xlsxwriter::{Format, Formula, Worksheet};
use tashika::diag::{Severity, Sink, render};
use tashika::ingest::{Aside, AsideReason, Cause, FormatKind, Raw, RawTable, read_all};
use tashika::text::Lang;

use super::ingest::{Case, codes, fill, numbers, source};

fn read(case: &Case, sources: &str) -> (RawTable, Sink) {
    let mut sink = Sink::new();
    let tables = read_all(&case.study(sources), &mut sink);
    (tables.unwrap_or_else(|_| panic!("{:?}", sink.problems)).remove(0), sink)
}

fn number(sheet: &mut Worksheet, row: u32, col: u16, value: f64, format: &str) {
    sheet.write_number_with_format(row, col, value, &Format::new().set_num_format(format)).unwrap();
}

#[test]
fn number_formats_travel_with_the_table_and_through_its_byte_form() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|rate|money|plain|time\n|||7|\n|||8|\n|||9|");
        for (i, money) in ["[$£-809]#,##0", "\"¥\"#,##0", "[$£-809]#,##0"].iter().enumerate() {
            let row = i as u32 + 1;
            number(sheet, row, 0, 11.0 + f64::from(row), "00000");
            number(sheet, row, 1, 0.45, "0.0%");
            number(sheet, row, 2, 1200.0, money);
            number(sheet, row, 4, 1.25, "[h]:mm");
        }
    });
    let (table, _) = read(&case, &source("a.xlsx"));
    let table = RawTable::from_bytes(&table.to_bytes()).unwrap();
    assert_eq!(table.id_as_shown(1, 0).as_deref(), Some("00013"));
    assert_eq!(table.id_as_shown(1, 3), None);
    assert_eq!(table.one_format(1).map(|shown| &shown.kind), Some(&FormatKind::Percent));
    assert_eq!(table.one_format(3).map(|shown| &shown.kind), Some(&FormatKind::Plain));
    assert_eq!(table.one_format(4).map(|shown| &shown.kind), Some(&FormatKind::Duration));
    assert_eq!(table.one_format(2), None);
    let money: Vec<_> = table.formats(2).into_iter().map(|(shown, rows)| (shown.kind.clone(), rows)).collect();
    assert_eq!(money, [(FormatKind::Currency("£".into()), vec![0, 2]), (FormatKind::Currency("¥".into()), vec![1])]);
}

fn severity(sink: &Sink, code: &str) -> Option<Severity> {
    sink.problems.iter().find(|problem| problem.code == code).map(|problem| problem.severity)
}

fn column(table: &RawTable, column: usize) -> Vec<String> {
    let text = |row: usize| match table.get(row, column) {
        Raw::Text(text) => text.to_string(),
        Raw::Number(value) => value.to_string(),
        Raw::Empty => String::new(),
        other => format!("{other:?}"),
    };
    (0..table.rows.len()).map(text).collect()
}

fn texts(table: &RawTable) -> Vec<&str> {
    table.headings.iter().map(|heading| heading.text.as_str()).collect()
}

// Merged cells.

#[test]
fn a_name_merged_over_its_rows_holds_for_all_of_them() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 1, "id|x|y\n|2021|1\n|2022|2\n|2023|3\n|2021|4\n|2022|5\nC|2021|6");
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 2, "令和5年度 一覧", &plain).unwrap();
        sheet.merge_range(2, 0, 4, 0, "みどりの会", &plain).unwrap();
        sheet.merge_range(5, 0, 6, 0, "B", &plain).unwrap();
    });
    let (table, sink) = read(&case, &source("a.xlsx"));
    assert_eq!(column(&table, 0), ["みどりの会", "みどりの会", "みどりの会", "B", "B", "C"]);
    assert_eq!(table.set_aside, [Aside { row: 0, col: 0, text: "令和5年度 一覧".into(), why: AsideReason::Title }]);
    assert_eq!(codes(&sink), ["merged-cells"]);
}

#[test]
fn what_lies_under_merged_cells_is_not_read_but_listed() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|x|y\n|2021|1\n|2022|2\nB|2021|3");
        sheet.merge_range(1, 0, 2, 0, "A", &Format::new()).unwrap();
        sheet.write_string(2, 0, "旧:あおぞら").unwrap();
    });
    let (table, sink) = read(&case, &source("a.xlsx"));
    assert_eq!(column(&table, 0), ["A", "A", "B"]);
    assert_eq!(severity(&sink, "covered-cells"), Some(Severity::Warning));
    let covered = sink.problems.iter().find(|problem| problem.code == "covered-cells").unwrap();
    assert_eq!(covered.places, [table.cell(2, 0)]);
}

#[test]
fn merged_headings_reach_as_far_as_they_are_merged() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "\n||前|後||備考\nA|2|3|4|5|x\nB|6|7|8|9|y");
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "id", &plain).unwrap();
        sheet.merge_range(0, 1, 1, 1, "年数", &plain).unwrap();
        sheet.merge_range(0, 2, 0, 3, "参加者", &plain).unwrap();
        sheet.write_string(1, 4, "計").unwrap();
    });
    let (table, _) = read(&case, &source("a.xlsx"));
    assert_eq!(texts(&table), ["id", "年数", "参加者 前", "参加者 後", "計", "備考"]);
}

#[test]
fn a_row_that_is_one_merged_title_is_no_data_for_all_columns() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|x|y\nA|1|1\n\nB|2|2\nC|3|3");
        sheet.merge_range(2, 0, 2, 2, "第2部", &Format::new()).unwrap();
    });
    let (table, _) = read(&case, &source("a.xlsx"));
    let at = table.rows.iter().position(|&row| row == 2);
    assert!(at.is_none_or(|row| table.get(row, 1) == Raw::Empty && table.get(row, 2) == Raw::Empty));
}

// Hidden rows and columns.

fn with_hidden_rows() -> Case {
    Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|x|y\nA|1|1\nB|2|2\nC|3|3\nD|4|4");
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(4).unwrap();
        sheet.set_column_hidden(1).unwrap();
    })
}

#[test]
fn hidden_rows_are_said_and_left_out_on_request() {
    let case = with_hidden_rows();
    let (table, sink) = read(&case, &source("a.xlsx"));
    assert_eq!(column(&table, 0), ["A", "B", "C", "D"]);
    assert_eq!(severity(&sink, "hidden-rows"), Some(Severity::Warning));
    assert_eq!(severity(&sink, "hidden-columns"), Some(Severity::Note));
    let (table, sink) = read(&case, &(source("a.xlsx") + "hidden = \"leave-out\"\n"));
    assert_eq!(column(&table, 0), ["A", "C"]);
    assert_eq!(
        table.left_out.iter().map(|out| (out.row, out.cause)).collect::<Vec<_>>(),
        [(2, Cause::Hidden), (4, Cause::Hidden)]
    );
    assert_eq!(severity(&sink, "hidden-rows"), Some(Severity::Note));
    let (panel, _) = case.panel(&(source("a.xlsx") + "hidden = \"leave-out\"\n"));
    assert_eq!(panel.units[..], ["A", "C"]);
    assert!(panel.provenance.lost.iter().all(|lost| lost.reason.template == "hidden in the workbook"));
    let (table, sink) = read(&case, &(source("a.xlsx") + "hidden = \"read\"\n"));
    assert_eq!((table.rows.len(), severity(&sink, "hidden-rows")), (4, Some(Severity::Note)));
}

#[test]
fn options_without_effect_are_errors() {
    let case = Case::new()
        .sheet("a.xlsx", |sheet| fill(sheet, 0, "id|x|y\nA|1|1\nB|2|2"))
        .file("a.csv", "id,x,y\nA,1,1\nB,2,2\n");
    let asked = ["hidden = \"leave-out\"", "struck_out = \"read\"", "fill_down = [\"id\"]"];
    for (file, option) in ["a.xlsx", "a.csv"].iter().flat_map(|file| asked.map(|option| (file, option))) {
        let (_, sink) = read(&case, &format!("{}{option}\n", source(file)));
        assert_eq!(severity(&sink, "no-effect"), Some(Severity::Error), "{file} {option}");
    }
    let (_, sink) = read(&case, &(source("a.xlsx") + "fill_down = [\"団体\"]\n"));
    assert_eq!(severity(&sink, "unknown-column"), Some(Severity::Error));
}

// Struck out.

#[test]
fn struck_out_parts_are_not_read() {
    let struck = Format::new().set_font_strikethrough();
    let plain = Format::new();
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|x|y\nA|1|\nB|2|7\nC|3|300350");
        sheet.write_rich_string(1, 2, &[(&struck, "300"), (&plain, "350")]).unwrap();
    });
    let (table, sink) = read(&case, &source("a.xlsx"));
    assert_eq!(column(&table, 2), ["350", "7", "300350"]);
    let said = sink.problems.iter().find(|problem| problem.code == "partly-struck-out").unwrap();
    assert_eq!(said.places, [table.cell(1, 2)]);
}

#[test]
fn cells_that_are_struck_out_count_as_blank_and_are_asked_about() {
    let struck = Format::new().set_font_strikethrough();
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|x|y\nA|1|5\nB|2|6\nC|3|7");
        sheet.write_number_with_format(1, 2, 5, &struck).unwrap();
        sheet.write_string_with_format(3, 0, "C", &struck).unwrap();
        sheet.write_number_with_format(3, 1, 3, &struck).unwrap();
        sheet.write_rich_string(3, 2, &[(&struck, "7"), (&struck, "人")]).unwrap();
    });
    let (table, sink) = read(&case, &source("a.xlsx"));
    assert_eq!((column(&table, 0), column(&table, 2)), (vec!["A".into(), "B".into()], vec![String::new(), "6".into()]));
    assert_eq!(table.left_out.iter().map(|out| (out.row, out.cause)).collect::<Vec<_>>(), [(3, Cause::StruckOut)]);
    let said = sink.problems.iter().find(|problem| problem.code == "struck-out").unwrap();
    assert_eq!((said.severity, said.places.len()), (Severity::Warning, 4));
    let (table, sink) = read(&case, &(source("a.xlsx") + "struck_out = \"read\"\n"));
    assert_eq!(column(&table, 2), ["5", "6", "7人"]);
    assert_eq!(severity(&sink, "struck-out"), Some(Severity::Note));
}

// Formulas without results.

#[test]
fn formulas_without_results_are_said_and_stop_what_needs_them() {
    let with = |formulas: u16, result: &'static str| {
        Case::new().sheet("a.xlsx", |sheet| {
            fill(sheet, 0, "id|x|y|z\nA|1|2|3\nB|2|3|4\nC|3|4|5");
            for row in 1..4 {
                sheet.write_formula(row, formulas, Formula::new("=1+1").set_result(result)).unwrap();
            }
        })
    };
    for result in ["", "0"] {
        let (panel, sink) = with(2, result).tidy(&source("a.xlsx"));
        assert!(panel.is_err());
        assert_eq!(severity(&sink, "formulas-without-results"), Some(Severity::Error), "{result}");
        let (panel, sink) = with(0, result).tidy(&source("a.xlsx"));
        assert!(panel.is_err());
        assert_eq!(severity(&sink, "formulas-without-results"), Some(Severity::Error), "{result}");
        let (_, sink) = with(3, result).panel(&source("a.xlsx"));
        assert_eq!(severity(&sink, "formulas-without-results"), Some(Severity::Warning), "{result}");
    }
    let (panel, sink) = with(2, "2").panel(&source("a.xlsx"));
    assert_eq!((numbers(&panel, "y"), severity(&sink, "formulas-without-results")), (vec![2.0; 3], None));
}

// Groups written once.

#[test]
fn groups_written_once_are_offered_and_filled_on_request() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|時期|x|y\nA|前|1|1\n|後|2|2\nB|前|3|3\n|後|4|4\nC|前|5|5\n|後|6|6");
    });
    let sources = source("a.xlsx") + "period_column = \"時期\"\n";
    let (_, sink) = case.tidy(&sources);
    let offer = sink.problems.iter().find(|problem| problem.code == "blank-groups").unwrap();
    assert_eq!(offer.severity, Severity::Warning);
    assert!(render(offer, Lang::En).contains("fill_down = [\"id\"]"), "{}", render(offer, Lang::En));
    assert!(!codes(&sink).contains(&"no-unit-id"));
    let (panel, sink) = case.panel(&(sources + "fill_down = [\"id\"]\n"));
    assert_eq!(panel.units[..], ["A", "B", "C"]);
    assert!(!codes(&sink).contains(&"blank-groups") && !codes(&sink).contains(&"no-unit-id"));
    assert_eq!(severity(&sink, "filled-down"), Some(Severity::Note));
    let said = sink.problems.iter().find(|problem| problem.code == "filled-down").unwrap();
    assert_eq!(said.places.len(), 3);
}

#[test]
fn what_is_filled_down_passes_over_subtotals() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "分野|id|x|y\n環境|A|1|1\n|B|2|2\n|小計|3|3\n福祉|C|3|3\n|D|4|4\n|小計|7|7");
    });
    let (table, _) = read(&case, &(source("a.xlsx") + "fill_down = [\"分野\"]\n"));
    assert_eq!(column(&table, 0), ["環境", "環境", "福祉", "福祉"]);
    assert_eq!(column(&table, 1), ["A", "B", "C", "D"]);
}

#[test]
fn a_number_over_several_rows_is_asked_about_unless_the_rows_are_a_group() {
    let told = |grouped: bool| {
        let case = Case::new().sheet("a.xlsx", |sheet| {
            fill(sheet, 0, "団体|種別|会員数\n甲|市|12\n乙|市|\n丙|町|7\n丁|町|9");
            let plain = rust_xlsxwriter::Format::new();
            sheet.merge_range(1, 2, 2, 2, "", &plain).unwrap();
            sheet.write(1, 2, 12).unwrap();
            if grouped {
                sheet.merge_range(1, 1, 2, 1, "市", &plain).unwrap();
            }
        });
        let (_, sink) = case.table("[sources.a]\nfile = \"a.xlsx\"\nunit = \"団体\"\n");
        sink.problems.iter().any(|it| it.code == "merged-cells" && it.severity == tashika::diag::Severity::Warning)
    };
    assert!(told(false) && !told(true));
}
