//! Years, months, dates and times: one reader for columns, headings, files, sheets and questions.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format};
use tashika::diag::{Severity, Sink};
use tashika::findings::Bundle;
use tashika::panel::Content;
use tashika::run;
use tashika::text::Lang;

use crate::ingest::{Case, codes, fill, numbers, source};
use crate::study_runs::{outputs, said};

fn run_in(folder: &Path, study: &str) -> (Option<Bundle>, Sink) {
    fs::write(folder.join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    (run::run(&folder.join("study.toml"), &|_| (), &mut sink).ok(), sink)
}

fn errors(sink: &Sink) -> Vec<&str> {
    let errors = sink.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.code.as_str()).collect()
}

const GIFTS: &str =
    "[study]\nSTART\n[sources.gifts]\nfile = \"a.csv\"\nunit = \"id\"\nrows = \"sum\"\nperiod_column = \"day\"\n";

fn gifts(days: &[&str], fiscal: bool) -> (Case, String) {
    let rows = days.iter().enumerate().map(|(row, day)| format!("u{},\"{day}\",{}\n", row % 2, row + 1));
    let case = Case::new().file("a.csv", format!("id,day,amount\n{}", rows.collect::<String>()));
    (case, GIFTS.replace("START", if fiscal { "fiscal_year_starts = 4" } else { "" }))
}

#[test]
fn dates_in_text_are_fiscal_years_in_a_column_of_periods() {
    for days in [
        ["2021/04/01", "2022-03-31", "2022年4月1日", "令和5年3月31日"],
        ["01-07-2021", "31-03-2022", "01-04-2022", "30-03-2023"],
        ["2021-04", "2022年3月", "Apr 2022", "令和5年3月"],
        ["R3.4.1", "令和4年3月31日", "R4.4.1", "R5.3.1"],
    ] {
        let (case, study) = gifts(&days, true);
        let (panel, _) = case.panel(&study);
        assert_eq!(panel.waves.keys().collect::<Vec<_>>(), ["2021", "2022"], "{days:?}");
        assert_eq!(numbers(&panel, "amount@2021"), [1.0, 2.0]);
        assert_eq!(numbers(&panel, "amount@2022"), [3.0, 4.0]);
    }
    let (case, study) = gifts(&["01-07-2021", "03-03-2022", "01-04-2022", "02-03-2023"], true);
    let (panel, sink) = case.tidy(&study);
    assert!(panel.is_err() && errors(&sink) == ["date-order-unclear"], "the fiscal year hangs on the order");
}

#[test]
fn months_and_days_are_one_period_however_they_are_written() {
    let (case, study) = gifts(&["2021-04", "2021年4月", "2021年5月", "May 2021"], false);
    let (panel, _) = case.panel(&study);
    assert_eq!(panel.waves.keys().collect::<Vec<_>>(), ["2021-04", "2021-05"]);
    assert_eq!(numbers(&panel, "amount@2021-05"), [3.0, 4.0]);
}

#[test]
fn many_dates_as_periods_are_told_the_fiscal_year() {
    let days: Vec<String> = (1..=24).map(|day| format!("2021/{}/{day}", day / 2 + 1)).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let (case, study) = gifts(&days, false);
    let (_, sink) = case.panel(&study);
    let note = sink.problems.iter().find(|problem| problem.code == "taken-as").unwrap();
    let hint = note.hint.as_ref().unwrap().render(Lang::En);
    assert!(hint.contains("fiscal_year_starts = 4"), "{hint}");
}

const BY_HEADING: &str = "[sources.members]\nfile = \"a.xlsx\"\nunit = \"団体\"\nperiod_from = \"heading\"\n";

fn headed(table: &str) -> Case {
    Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, table))
}

#[test]
fn years_alone_as_headings_are_one_variable_at_several_times() {
    let body = "あおぞら|10|12|15|3\nみどり|20|21|25|4\nこだま|7|8|9|1\n";
    for (heads, last) in [
        ("2019年|2020年|2021年|増減", "2021年"),
        ("令和元年度|２年度|３年度|増減", "令和3年度"),
        ("H31|R2|R3|増減", "R3"),
        ("2019|2020|2021|前年比", ""),
    ] {
        let (panel, sink) = headed(&format!("会員数\n\n団体|{heads}\n{body}")).panel(BY_HEADING);
        assert_eq!(panel.variables["会員数"].periods, ["2019", "2020", "2021"], "{heads}");
        assert_eq!(numbers(&panel, "会員数@2021"), [15.0, 9.0, 25.0]);
        assert!(codes(&sink).contains(&"taken-as"));
        assert_eq!(panel.written.get("2021").map_or("", String::as_str), last, "as the heading writes it");
    }
    let stacked = format!("団体|会員数||寄附|\n|2019年度|2020年度|2019年度|2020年度\n{body}");
    let (panel, _) = headed(&stacked).panel(BY_HEADING);
    assert_eq!(numbers(&panel, "会員数@2020"), [12.0, 8.0, 21.0]);
    assert_eq!(numbers(&panel, "寄附@2019"), [15.0, 9.0, 25.0]);
    let (panel, _) = headed(&format!("団体|2019|2020|2021|計\n{body}")).panel(BY_HEADING);
    assert_eq!(panel.variables["members"].periods.len(), 3, "called as the source, for want of a title");
}

#[test]
fn an_option_without_effect_is_an_error_and_a_missing_one_is_noted() {
    let plain = headed("団体|会員|会費\nあ|1|2\nい|3|4\n");
    let (panel, sink) = plain.tidy(BY_HEADING);
    assert!(panel.is_err() && errors(&sink) == ["no-years-in-headings"]);
    let years = headed("団体|2019年度 会員数|2020年度 会員数\nあ|1|2\nい|3|4\n");
    let (panel, sink) = years.panel("[sources.m]\nfile = \"a.xlsx\"\nunit = \"団体\"\n");
    assert!(panel.variables.contains_key("2019年度 会員数"));
    assert_eq!(codes(&sink).iter().filter(|code| **code == "years-in-headings").count(), 1);
}

#[test]
fn files_of_several_months_of_one_year_are_months() {
    let panel = |files: [&str; 2]| {
        let folder = tempfile::tempdir().unwrap();
        for (n, file) in files.into_iter().enumerate() {
            fs::write(folder.path().join(file), format!("id,y\na,{n}\nb,{}\n", n + 1)).unwrap();
        }
        let source = "[sources.m]\nfile = \"売上_*.csv\"\nunit = \"id\"\nperiod_from = \"file\"\n";
        let mut sink = Sink::new();
        let study = tashika::study::read_str(source, "study.toml", folder.path(), &mut sink);
        let study = study.and_then(|study| tashika::ingest::expand(study, &mut sink)).unwrap();
        let tables = tashika::ingest::read_all(&study, &mut sink).unwrap();
        tashika::tidy::tidy(&study, &tables, &mut sink).unwrap()
    };
    let months = panel(["売上_2021年10月.csv", "売上_2021年4月.csv"]);
    assert_eq!(months.waves.keys().collect::<Vec<_>>(), ["2021-04", "2021-10"]);
    assert_eq!(numbers(&months, "y@2021-10"), [0.0, 1.0]);
    assert_eq!(months.period_label("2021-10"), "2021年10月");
    let years = panel(["売上_2021年4月.csv", "売上_2022年4月.csv"]);
    assert_eq!(years.waves.keys().collect::<Vec<_>>(), ["2021", "2022"], "one of each year");
}

#[test]
fn waves_stand_in_the_order_of_time_and_not_of_the_files() {
    let of = |n: u32| format!("id,y\na,{n}\nb,{}\n", n + 1);
    let case = Case::new().file("a.csv", of(1)).file("b.csv", of(5)).file("c.csv", of(7));
    let source = |name: &str, period: &str| {
        format!("[sources.{name}]\nfile = \"{name}.csv\"\nunit = \"id\"\nperiod = \"{period}\"\n")
    };
    let three = |periods: [&str; 3]| {
        ["a", "b", "c"].iter().zip(periods).map(|(name, period)| source(name, period)).collect::<String>()
    };
    let order = |periods| case.panel(&three(periods)).0.waves.keys().cloned().collect::<Vec<_>>();
    assert_eq!(order(["事後", "追跡", "事前"]), ["事前", "事後", "追跡"]);
    assert_eq!(order(["follow-up", "baseline", "endline"]), ["baseline", "endline", "follow-up"]);
    assert_eq!(order(["第10回", "第2回", "第1回"]), ["第1回", "第2回", "第10回"]);
}

/// Two anonymous waves, of which the second is higher by one.
fn waves(before: &str, after: &str, asked: [&str; 2]) -> (Option<Bundle>, Sink) {
    let folder = tempfile::tempdir().unwrap();
    let answers = |add: u32| {
        let row = |at: u32| format!("{},{}\n", at % 4 + 1 + add, if at.is_multiple_of(3) { "郵送" } else { "Web" });
        format!("満足度,方法\n{}", (0..24).map(row).collect::<String>())
    };
    fs::write(folder.path().join("a.csv"), answers(0)).unwrap();
    fs::write(folder.path().join("b.csv"), answers(1)).unwrap();
    let study = format!(
        "[sources.a]\nfile = \"a.csv\"\nanonymous = true\nperiod = \"{before}\"\n\
         [sources.b]\nfile = \"b.csv\"\nanonymous = true\nperiod = \"{after}\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"満足度\"]\nbefore = \"{}\"\nafter = \"{}\"\ndesign = \"two-groups\"\n",
        asked[0], asked[1]
    );
    run_in(folder.path(), &study)
}

#[test]
fn a_year_is_one_period_in_two_groups_however_it_is_written() {
    for (before, after, asked) in [
        ("R4", "R7", ["R4", "R7"]),
        ("令和4年度", "令和7年度", ["2022", "R7"]),
        ("2022年度", "2025年度", ["R4", "令和7年度"]),
        ("FY2022", "FY2025", ["2022", "2025"]),
        ("前", "後", ["前", "後"]),
    ] {
        let (bundle, sink) = waves(before, after, asked);
        let bundle = bundle.unwrap_or_else(|| panic!("{before}: {}", said(&sink)));
        assert_eq!(bundle.findings.findings[0].effect.as_ref().unwrap().estimate, 1.0, "{before}");
    }
    let (_, sink) = waves("R4", "R7", ["R7", "R4"]);
    assert!(errors(&sink).contains(&"before-not-before"), "{}", said(&sink));
    let (_, sink) = waves("前", "後", ["後", "前"]);
    assert!(errors(&sink).contains(&"before-not-before"));
}

/// A panel of three years with a treatment.
fn asked(question: &str) -> Sink {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("id,year,t,y,staff\n");
    for unit in 0..60 {
        for year in [2020, 2021, 2022] {
            let (t, wave) = (unit % 2, year - 2020);
            let y = 10 + unit % 7 + wave * (1 + t) + unit * year % 5;
            table.push_str(&format!("u{unit},{year},{t},{y},{}\n", unit % 5 + wave));
        }
    }
    fs::write(folder.path().join("a.csv"), table).unwrap();
    let study = format!(
        "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\nperiod_column = \"year\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"y\"]\ntreatment = \"t@2020\"\ndesign = \"nearest\"\n{question}\n"
    );
    run_in(folder.path(), &study).1
}

#[test]
fn what_is_out_of_order_in_time_is_refused() {
    let covariates = |list: &str, before: u32, after: u32| {
        let sink = asked(&format!("before = {before}\nafter = {after}\ncovariates = [{list}]"));
        let found = |severity| {
            let of = |problem: &&tashika::diag::Diagnostic| {
                problem.severity == severity
                    && matches!(problem.code.as_str(), "measured-after-start" | "before-not-before")
            };
            sink.problems.iter().filter(of).map(|problem| problem.code.clone()).collect::<Vec<_>>()
        };
        (found(Severity::Error), found(Severity::Warning))
    };
    assert_eq!(covariates("\"y@2020\", \"staff@2020\"", 2020, 2022), (vec![], vec![]));
    assert_eq!(covariates("\"y@2020\", \"staff@R4\"", 2020, 2022).0, ["measured-after-start"]);
    assert_eq!(covariates("\"y@2020\", \"staff@2022\"", 2020, 2021).0, ["measured-after-start"], "later still");
    assert_eq!(covariates("\"y@2020\", \"staff@2021\"", 2020, 2022), (vec![], vec!["measured-after-start".into()]));
    assert_eq!(covariates("\"staff@2020\"", 2022, 2021).0, ["before-not-before"]);
}

#[test]
fn outputs_show_a_period_as_the_source_writes_it() {
    let (bundle, sink) = waves("R4", "R7", ["R4", "R7"]);
    let bundle = bundle.unwrap_or_else(|| panic!("{}", said(&sink)));
    assert!(!outputs(&bundle).is_empty());
    let table = "団体,年度,会員\nあ,令和3年度,10\nい,令和3年度,12\nあ,令和4年度,11\nい,令和4年度,15\n";
    let (panel, _) = Case::new()
        .file("a.csv", table)
        .panel("[sources.m]\nfile = \"a.csv\"\nunit = \"団体\"\nperiod_column = \"年度\"\n");
    assert_eq!([panel.period_label("2021"), panel.period_label("2022")], ["令和3年度", "令和4年度"]);
    let column = tashika::panel::View::whole(panel.into()).column(&tashika::panel::VarRef::parse("会員@2022")).unwrap();
    assert_eq!(column.title().get(Lang::Ja), "会員（令和4年度）");
}

#[test]
fn times_of_day_are_hours() {
    let times = "id,始,終,会議時間\n1,22:46,24時30分,1:30\n2,9:05,午後10時,25:10\n3,0:30,10:30 PM,0:45\n";
    let (panel, sink) = Case::new().file("a.csv", times).panel(&source("a.csv"));
    assert_eq!(numbers(&panel, "始"), [22.0 + 46.0 / 60.0, 9.0 + 5.0 / 60.0, 0.5]);
    assert_eq!(numbers(&panel, "終"), [24.5, 22.0, 22.5]);
    assert_eq!(numbers(&panel, "会議時間"), [1.5, 25.0 + 10.0 / 60.0, 0.75]);
    let unit = |name: &str| panel.variables[name].unit.get(Lang::Ja).to_string();
    assert_eq!([unit("始"), unit("会議時間")], ["時", "時間"]);
    assert!(codes(&sink).iter().all(|code| !matches!(*code, "not-a-number" | "several-values" | "some-text")));
}

#[test]
fn cells_with_the_format_of_a_time_are_hours() {
    let clock = Format::new().set_num_format("h:mm");
    let long = Format::new().set_num_format("[h]:mm");
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|受付|延べ\na\nb\nc\n");
        for (row, (of_day, length)) in [(0.948_611_111, 1.048_611_111), (0.25, 0.5), (0.5, 2.0)].into_iter().enumerate()
        {
            sheet.write_number_with_format(row as u32 + 1, 1, of_day, &clock).unwrap();
            sheet.write_number_with_format(row as u32 + 1, 2, length, &long).unwrap();
        }
    });
    let declared = format!("{}[variables.\"受付\"]\nkind = \"date\"\n", source("a.xlsx"));
    assert_eq!(numbers(&case.panel(&declared).0, "受付")[1], 6.0, "a time of day is no date");
    let (panel, sink) = case.panel(&source("a.xlsx"));
    let rounded =
        |name: &str| numbers(&panel, name).into_iter().map(|hours| (hours * 60.0).round() / 60.0).collect::<Vec<_>>();
    assert_eq!(rounded("受付"), [22.0 + 46.0 / 60.0, 6.0, 12.0]);
    assert_eq!(rounded("延べ"), [25.0 + 10.0 / 60.0, 12.0, 48.0]);
    assert!(!codes(&sink).contains(&"date-out-of-range"));
}

#[test]
fn dates_that_can_be_read_in_one_way_are_read_beside_real_dates() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let table = |days: [(u16, u8, u8); 4]| {
        Case::new().sheet("a.xlsx", |sheet| {
            fill(sheet, 0, "id|決定日\na|31/03/2020\nb|25/04/2020\nc\nd\ne\nf\n");
            for (row, (y, m, d)) in days.into_iter().enumerate() {
                let date = ExcelDateTime::from_ymd(y, m, d).unwrap();
                sheet.write_datetime_with_format(row as u32 + 3, 1, &date, &day).unwrap();
            }
        })
    };
    let (panel, sink) = table([(2020, 4, 17), (2020, 5, 2), (2020, 6, 30), (2020, 7, 9)]).panel(&source("a.xlsx"));
    assert_eq!(panel.variables["決定日"].content, Content::Date);
    assert_eq!(numbers(&panel, "決定日")[..2], [18352.0, 18377.0], "31 March and 25 April 2020");
    assert!(!codes(&sink).contains(&"date-order-unclear"), "days beyond the twelfth speak for the others");
    let (panel, sink) = table([(2020, 4, 7), (2020, 5, 2), (2020, 6, 3), (2020, 7, 9)]).panel(&source("a.xlsx"));
    assert_eq!(numbers(&panel, "決定日")[..2], [18352.0, 18377.0]);
    let doubt = sink.problems.iter().find(|problem| problem.code == "date-order-unclear").unwrap();
    assert_eq!(doubt.places.len(), 4, "the dates whose day may be the month");
    let text = doubt.message.render(Lang::En);
    assert!(text.contains("31/03/2020") && !text.contains("25/12/2021"), "{text}");
}

#[test]
fn headings_that_span_two_years_are_years_and_no_months() {
    let (panel, _) = headed("団体|2009-10|2010-11|2011-12|2012-13\nあ|1|2|3|4\nい|2|3|4|5\n").panel(BY_HEADING);
    assert_eq!(panel.waves.keys().collect::<Vec<_>>(), ["2009", "2010", "2011", "2012"]);
    let (panel, _) = headed("団体|2021-09|2021-10|2021-11\nあ|1|2|3\nい|2|3|4\n").panel(BY_HEADING);
    assert_eq!(panel.waves.keys().collect::<Vec<_>>(), ["2021-09", "2021-10", "2021-11"]);
}
