//! Logs from files: what is read, counted and shown.

use std::fs;

use serde_json::Value;

use tashika::diag::{self, Sink};
use tashika::exhibit::Table;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

const LOG: &str = include_str!("../reference/field/data/log.csv");

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_logs.json")).unwrap()
}

fn study(more: &str) -> String {
    format!(
        "[sources.calls]\nfile = \"log.csv\"\nkind = \"log\"\ntime = [\"date\", \"time\"]\nday_starts = 5\n\
         [measures.calls]\nmethod = \"log\"\nsource = \"calls\"\n{more}\n"
    )
}

const ALL: &str = "by = [\"topic\", \"sex\"]\narea = \"area\"\nexposure = { a = 182000, b = 121000 }\nevent = \"2024-04-01\"\nevent_area = \"a\"";

fn read_files(study: &str, files: &[(&str, &str)]) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n"))
}

fn sound(study: &str, log: &str) -> ReadStudy {
    let (read, said) = read_files(study, &[("log.csv", log)]);
    read.unwrap_or_else(|| panic!("{said}"))
}

fn wrong(study: &str, log: &str) -> String {
    let (read, said) = read_files(study, &[("log.csv", log)]);
    assert!(read.is_none(), "{said}");
    said
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    let found = read.tables.iter().find(|table| table.id.as_str() == name);
    found.unwrap_or_else(|| panic!("{:?}", read.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>()))
}

/// The column of a group of the table of shares, without the row of all.
fn column(table: &Table, about: &str, key: &str) -> Vec<f64> {
    let text = |row: usize, key: &str| tashika::exhibit::drawing::said(table, row, key).render(Lang::En);
    let rows = (0..table.rows.len()).filter(|&row| text(row, "about") == about && text(row, "value") != "all");
    rows.map(|row| table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)).collect()
}

/// What stands beside a text.
fn beside(table: &Table, what: &str, key: &str) -> f64 {
    let said = |row: &usize| tashika::exhibit::drawing::said(table, *row, &table.columns[0].key).render(Lang::En);
    let row = (0..table.rows.len()).find(|row| said(row).starts_with(what));
    let row = row
        .unwrap_or_else(|| panic!("no {what}: {:?}", (0..table.rows.len()).map(|row| said(&row)).collect::<Vec<_>>()));
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[track_caller]
fn near(ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= 1e-8 * theirs.abs(), "{ours} {theirs}");
}

#[test]
fn hours_past_midnight_belong_to_the_evening() {
    let read = sound(&study(ALL), LOG);
    let known = known();
    let shares = table(&read, "measure-calls");
    assert_eq!(column(shares, "Hour", "n"), numbers(&known["by_written_hour_5_to_28"]));
    assert_eq!(column(shares, "Hour by the clock", "n"), numbers(&known["by_clock_hour_0_to_23"]));
    let monday_first = |key: &str| {
        let mut days = numbers(&known[key]);
        days.rotate_left(1);
        days
    };
    assert_eq!(column(shares, "Weekday", "n"), monday_first("by_weekday_of_written_date_sunday_first"));
    assert_eq!(
        column(shares, "Weekday by the calendar", "n"),
        monday_first("by_weekday_of_calendar_date_sunday_first")
    );
    let late: f64 = column(shares, "Hour", "share")[17..21].iter().sum();
    near(late, &known["share_22_to_26"]["written_22_to_25_59"]);
    let heat = table(&read, "measure-calls-hours");
    for (weekday, hours) in known["heat_weekday_by_hour_written"].as_array().unwrap().iter().enumerate() {
        let key = format!("n_{}", (weekday + 6) % 7 + 1);
        let ours: Vec<f64> = (0..24).map(|row| heat.cell(row, &key).unwrap().number().unwrap()).collect();
        assert_eq!(ours, numbers(hours), "{weekday}");
    }
    // What is not known stays: 79.5 % of what is known, 76.7 % of all.
    near(column(shares, "sex", "share_known")[0], &known["share_female_of_known"]);
    near(column(shares, "sex", "share")[0], &known["share_female_of_all"]);
    let topics = &known["topics"];
    let most = ["kurashi", "kokoro", "shigoto", "kazoku"].map(|topic| topics[topic].as_f64().unwrap());
    assert_eq!(column(shares, "topic", "n"), most);
}

/// 1:30 of the next day and 25:30 are one time, where the study says when a day starts.
#[test]
fn both_ways_to_write_the_night_are_one() {
    let clock = LOG.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let (hour, minutes) = cells[1].split_once(':').unwrap_or(("time", ""));
        let (Ok(hour), [date, _, rest @ ..]) = (hour.parse::<u32>(), cells.as_slice()) else { return line.into() };
        let day = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap();
        let date = if hour >= 24 { day.succ_opt().unwrap() } else { day };
        format!("{} {:02}:{}, ,{}", date.format("%Y/%m/%d"), hour % 24, minutes, rest.join(","))
    });
    let text = clock.collect::<Vec<String>>().join("\n");
    let by_clock = study(ALL).replace("[\"date\", \"time\"]", "\"date\"");
    let (one, other) = (sound(&study(ALL), LOG), sound(&by_clock, &text));
    for name in ["measure-calls", "measure-calls-hours", "measure-calls-months", "measure-calls-event"] {
        let (one, other) = (table(&one, name), table(&other, name));
        for (a, b) in one.rows.iter().zip(&other.rows) {
            assert!(a == b, "{name}: {:?} {:?} {:?} {:?}", a[1].value, a[2].value, b[1].value, b[2].value);
        }
        assert!(one == other, "{name}");
    }
    let as_written = sound(&by_clock.replace("day_starts = 5\n", ""), &text);
    let shares = table(&as_written, "measure-calls");
    assert_eq!(column(shares, "Hour", "n"), numbers(&known()["by_clock_hour_0_to_23"]));
}

#[test]
fn rates_trends_and_events_are_those_of_r() {
    let read = sound(&study(ALL), LOG);
    let known = known();
    let rates = &known["rates"];
    let areas = table(&read, "measure-calls-areas");
    near(beside(areas, "a", "rate"), &rates["per_1000_a"]);
    near(beside(areas, "a", "low"), &rates["exact_garwood_a_per_1000"][0]);
    near(beside(areas, "a", "high"), &rates["exact_garwood_a_per_1000"][1]);
    // The ratio stands beside the second area: b over a.
    near(1.0 / beside(areas, "b", "ratio"), &rates["ratio"]);
    near(1.0 / beside(areas, "b", "high_ratio"), &rates["ratio_exact_conditional"][0]);
    let months = table(&read, "measure-calls-months");
    let days: Vec<f64> = (0..24).map(|row| months.cell(row, "days").unwrap().number().unwrap()).collect();
    assert_eq!(days, numbers(&known["monthly"]["days"]));
    let tests = table(&read, "measure-calls-tests");
    near(beside(tests, "mean time of day", "value"), &known["circular"]["mean_hour"]);
    near(beside(tests, "how far times", "value"), &known["circular"]["R"]);
    near(beside(tests, "as many in each hour", "value"), &known["circular"]["uniform_24_hours_pearson"]["x2"]);
    near(beside(tests, "as many per day on each weekday", "value"), &known["season"]["weekday_uniform_x2"]);
    let event = table(&read, "measure-calls-event");
    let before_after = &rates["before_after_area_a"];
    near(beside(event, "before", "n"), &before_after["before"]);
    near(beside(event, "per day open", "value"), &before_after["ratio"]);
    near(beside(event, "per day open", "low"), &before_after["exact_ci"][0]);
    near(beside(event, "per day open", "high"), &before_after["exact_ci"][1]);
    let interrupted = &known["interrupted"];
    near(beside(event, "level from", "value").ln(), &interrupted["poisson_coef"][2]);
    near(beside(event, "mean of months", "p"), &interrupted["placebo_rank_p_greater"]);
    near(beside(event, "the same as large", "p"), &interrupted["circular_shift_p_two_sided"]);
    near(beside(event, "the same, over", "value"), &interrupted["controlled_poisson_month_effects_ratio"]);
    // Season and trend of one area, as the reference has them.
    let of_a: String = LOG
        .lines()
        .filter(|line| line.contains(",a,") || line.starts_with("date"))
        .map(|line| format!("{line}\n"))
        .collect();
    let read = sound(&study(""), &of_a);
    let tests = table(&read, "measure-calls-tests");
    near(beside(tests, "as many in each month", "value"), &known["season"]["lr_chi2"]);
    near(beside(tests, "as many in each month", "p"), &known["season"]["p"]);
    near(beside(tests, "trend per month, as a ratio", "value"), &known["season"]["trend_per_month_ratio"]);
}

const CONSULTATIONS: &str = "日付,時刻,団体,内容\n\
    令和5年4月3日,25時30分,1,生活費が足りない。借金もある\n2023/4/10,午後10時,1,ﾊﾟﾜﾊﾗで退職\n2023/4/11,9:05,2,借金は返済済\n\
    2023/5/1,,2,\n不明,10:00,1,借金\n2024/3/31,23:10,9,生活 費\n";

fn with_units(more: &str) -> String {
    format!(
        "[sources.orgs]\nfile = \"orgs.csv\"\nunit = \"団体ID\"\nperiod_column = \"年度\"\n\
         [sources.log]\nfile = \"log.csv\"\nkind = \"log\"\ntime = [\"日付\", \"時刻\"]\nday_starts = 5\nunit = \"団体\"\nclosed_days = [\"日\"]\n\
         [measures.soudan]\nmethod = \"log\"\nsource = \"log\"\ntext = [\"内容\"]\n\
         topics = {{ \"お金\" = {{ any = [\"生活費\", \"借金\"], none = [\"返済済\"] }}, \"仕事\" = {{ any = [\"パワハラ\"] }} }}\nvariables = true\n{more}\n"
    )
}

const ORGS: &str = "団体ID,年度,職員\n1,R4,3\n2,R4,4\n3,R4,2\n1,R5,3\n2,R5,4\n3,R5,2\n";

#[test]
fn counts_of_units_are_variables_and_texts_are_never_shown() {
    let (read, said) = read_files(&with_units(""), &[("log.csv", CONSULTATIONS), ("orgs.csv", ORGS)]);
    let read = read.unwrap_or_else(|| panic!("{said}"));
    let numbers =
        |name: &str| match View::whole(read.panel.clone()).column(&read.panel.reference(name)).map(|it| it.data) {
            Some(Data::Number(values)) => values.to_vec(),
            other => panic!("{name}: {other:?}"),
        };
    // The night of 3 April is one of fiscal 2023; who has no row has none.
    assert_eq!(numbers("soudan_count@2023"), [2.0, 2.0, 0.0]);
    assert_eq!(numbers("soudan_お金@2023"), [1.0, 0.0, 0.0]);
    assert_eq!(numbers("soudan_仕事@2023"), [1.0, 0.0, 0.0]);
    assert!(read.panel.variables["soudan_count"].periods == ["2023"], "{said}");
    assert!(said.contains("event-unread") && said.contains("log.csv") && said.contains("about nobody"), "{said}");
    assert!(said.contains("event-on-closed-day"), "{said}");
    let shares = table(&read, "measure-soudan");
    assert_eq!(column(shares, "Topic", "n"), [2.0, 1.0, 2.0]);
    // 9, 22, 23, 25 and a row without a time.
    assert_eq!(column(shares, "Hour", "n").iter().sum::<f64>(), 5.0);
    let all = format!("{:?}", read.tables);
    assert!(!all.contains("退職") && !all.contains("足りない"));
}

#[test]
fn what_is_wrong_with_a_log_is_told_with_its_place() {
    for (from, to, told) in [
        ("kind = \"log\"\n", "", "logs and ledgers"),
        ("time = [\"date\", \"time\"]\n", "", "needs the column of dates"),
        ("\"time\"]", "\"jikan\"]", "jikan"),
        ("kind = \"log\"", "kind = \"log\"\nrows = \"sum\"", "`rows` says nothing of a log"),
        ("day_starts = 5", "day_starts = 17", "cannot start at 17"),
        ("day_starts = 5", "closed_days = [\"年末\"]", "neither a day of the week nor a date"),
        ("source = \"calls\"", "source = \"cals\"", "calls"),
        ("by = [\"topic\"", "by = [\"topics\"", "has no column `topics`"),
        ("by = [\"topic\"", "by = [\"time\"", "time"),
        ("event = \"2024-04-01\"", "event = \"spring\"", "`spring` is no date"),
        ("event_area = \"a\"", "event_area = \"c\"", "no row of the log is of the area"),
        ("b = 121000", "c = 121000", "No row of the log is of the area `c`"),
        ("b = 121000", "b = 0", "must be more than 0"),
        ("area = \"area\"\n", "", "needs `area`"),
        ("by = [", "text = [\"topic\"]\nby = [", "Topics need both"),
        ("by = [", "variables = true\nby = [", "needs the column that says which unit"),
    ] {
        let changed = study(ALL).replacen(from, to, 1);
        let said = wrong(&changed, LOG);
        assert!(said.to_lowercase().contains(&told.to_lowercase()), "{from} {to}: {said}");
        assert!(said.contains("study.toml:"), "{said}");
    }
    let different = LOG
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{at}\n"))
        .collect::<String>()
        .replacen(",0\n", ",memo\n", 1);
    assert!(wrong(&study("by = [\"memo\"]"), &different).contains("they are no categories"));
}

/// A study may ask for a log alone.
#[test]
fn a_log_needs_no_question_and_its_small_counts_are_hidden_in_public() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.csv"), LOG).unwrap();
    fs::write(folder.path().join("study.toml"), study(ALL)).unwrap();
    let bundle = crate::study_runs::run_study(&folder.path().join("study.toml"));
    let files = crate::study_runs::outputs(&bundle);
    let csv = |path: &str| {
        let (_, bytes) = files
            .iter()
            .find(|(own, _)| own == path)
            .unwrap_or_else(|| panic!("no {path}: {:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>()));
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect::<Vec<Vec<String>>>()
    };
    let (public, internal) = (csv("public/tables/measure-calls-hours.csv"), csv("tables/measure-calls-hours.csv"));
    let mut hidden = 0;
    for (shown, all) in public.iter().zip(&internal) {
        for (cell, known) in shown.iter().zip(all).skip(1) {
            assert!(!["1", "2"].contains(&cell.as_str()), "{shown:?}");
            assert!(cell.is_empty() || cell == known, "{shown:?} {all:?}");
            hidden += usize::from(cell.is_empty());
        }
    }
    // Hidden counts cannot be had from the sums: no line hides one alone.
    assert!(hidden > 20 && public.len() == internal.len(), "{hidden}");
    for row in &public {
        assert_ne!(row.iter().skip(1).filter(|cell| cell.is_empty()).count(), 1, "{row:?}");
    }
    assert!(files.iter().all(|(path, _)| !path.starts_with("public/") || !path.contains("calls-tests")));
    for chart in ["calls-months", "calls-squares"] {
        assert!(files.iter().any(|(path, _)| path.starts_with("public/charts/") && path.contains(chart)), "{chart}");
    }
    // What is hidden among the hours by weekdays is hidden square by square.
    let squares = csv("public/tables/measure-calls-squares.csv");
    let shown = |row: usize, column: usize| public[row][column].clone();
    assert!(squares.iter().enumerate().all(|(at, square)| square[2] == shown(at / 7, 1 + at % 7)));
}
