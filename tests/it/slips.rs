//! What would be read wrong with nothing said: slips of a thousand, shares on two scales, times across midnight, points for thousands,
//! words in several spellings, exchanged headings.

use rust_xlsxwriter::Format;
use tashika::diag::Severity;
use tashika::ingest::decisions::{Choice, Decision};
use tashika::text::Lang;

use super::one_measure::{Checked, Folder, before_after, cells, hint, pairs};

/// Two years of incomes, one file each: `change` says what stands in the second.
fn years(change: impl Fn(usize, f64) -> f64) -> Folder {
    let first = |at: usize| 100_000.0 + 37_000.0 * ((at * 7) % 24) as f64;
    let lines =
        |value: &dyn Fn(usize) -> f64| (0..24).map(|at| format!("K{at:02},{}\n", value(at))).collect::<String>();
    let second = |at: usize| change(at, first(at) * (0.9 + 0.02 * (at % 12) as f64));
    Folder::new()
        .file("a.csv", &format!("id,income\n{}", lines(&first)))
        .file("b.csv", &format!("id,income\n{}", lines(&second)))
}

const YEARS: &str = "[sources.y1]\nfile = \"a.csv\"\nunit = \"id\"\nperiod = 2021\n[sources.y2]\nfile = \"b.csv\"\nunit = \"id\"\nperiod = 2022\n[[questions]]\nid = \"q\"\noutcomes = [\"income\"]\nbefore = 2021\nafter = 2022\ndesign = \"before-after\"\n";

fn changed(checked: &Checked) -> Vec<(f64, f64)> {
    checked.values("income@2021").into_iter().zip(checked.values("income@2022")).collect()
}

#[test]
fn a_quarter_of_the_units_in_thousands_is_asked_about_by_cell() {
    for factor in [1e-3, 1e-4, 1e3] {
        let checked = years(|at, value| if at % 4 == 0 { value * factor } else { value }).check(YEARS);
        let asked = checked.one("thousandfold-cell");
        assert_eq!(asked.severity, Severity::Error);
        let wanted: Vec<String> = (0..6).map(|at| format!("b.csv / B{}", 4 * at + 2)).collect();
        assert_eq!(cells(asked), wanted, "{factor}");
    }
}

#[test]
fn one_slip_is_missing_until_it_is_decided() {
    let checked = years(|at, value| if at == 5 { value / 1000.0 } else { value }).check(YEARS);
    let asked = checked.one("thousandfold-cell");
    assert_eq!((asked.severity, cells(asked)), (Severity::Warning, vec!["b.csv / B7".to_string()]));
    assert!(changed(&checked)[5].1.is_nan() && !changed(&checked)[4].1.is_nan());
}

#[test]
fn amounts_that_are_skewed_by_nature_are_not_asked_about() {
    let grown = years(|at, value| value * 1.5_f64.powi(at as i32 - 8)).check(YEARS);
    assert!(grown.is_quiet());
    assert!(years(|_, value| value).check(YEARS).is_quiet());
    let half = years(|at, value| if at % 2 == 0 { value * 1000.0 } else { value }).check(YEARS);
    assert_eq!(half.of("thousandfold-cell").len(), 0, "nobody knows which half is meant");
}

#[test]
fn a_baseline_a_thousand_times_its_outcome_is_asked_about() {
    let value = |at: usize| 200_000 + 31_000 * ((at * 5) % 20);
    let lines: Vec<(String, String)> = (0..20)
        .map(|at| (value(at).to_string(), if at % 5 == 0 { value(at) / 1000 } else { value(at) + 9000 }.to_string()))
        .collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect();
    let folder = Folder::new().file("a.csv", &pairs("id,before,after", &lines));
    let checked = folder.check(&before_after("a.csv", "", "after", "before"));
    assert_eq!(
        cells(checked.one("thousandfold-cell")),
        ["C2", "C7", "C12", "C17"].map(|cell| format!("a.csv / {cell}"))
    );
}

#[test]
fn shares_on_two_scales_are_asked_about_whatever_the_column_is_called() {
    let share = |at: usize| 20 + (at * 13) % 40;
    let mixed: Vec<String> =
        (0..20).map(|at| if at % 3 == 0 { format!("0.{}", share(at)) } else { share(at).to_string() }).collect();
    let lines: Vec<(&str, &str)> = mixed.iter().map(|value| (value.as_str(), "50")).collect();
    let study = before_after("a.csv", "", "after", "before");
    let checked = Folder::new().file("a.csv", &pairs("id,before,after", &lines)).check(&study);
    let asked = checked.one("share-out-of-scale");
    assert_eq!((asked.severity, asked.count), (Severity::Error, 7));
    assert!(hint(asked).contains("kind = \"number\""), "{}", hint(asked));
    let said = study.replace("[[questions]]", "[variables.before]\nkind = \"number\"\n[[questions]]");
    assert!(Folder::new().file("a.csv", &pairs("id,before,after", &lines)).check(&said).is_quiet());
}

#[test]
fn small_percentages_and_hours_are_no_two_scales() {
    let study = before_after("a.csv", "", "after", "before");
    for values in [
        ["0.5", "0.8", "1", "2.5", "12", "40", "75", "1.5", "3", "0.2", "22", "60"],
        ["0.25", "0.5", "0.75", "8", "16", "1", "2", "4", "20", "40", "35", "3"],
        ["1", "0", "0.5", "0.25", "1", "0", "0.75", "1", "0.1", "0.9", "0.3", "0.6"],
    ] {
        let lines: Vec<(&str, &str)> = values.iter().map(|value| (*value, *value)).collect();
        let checked = Folder::new().file("a.csv", &pairs("id,before,after", &lines)).check(&study);
        assert!(checked.is_quiet(), "{values:?} {}", super::study_runs::said(&checked.sink));
    }
}

#[test]
fn times_across_midnight_are_asked_about() {
    let study = before_after("a.csv", "", "就寝後", "就寝前");
    let lines: Vec<(String, String)> =
        (0..12).map(|at| (format!("23:{:02}", at + 20), format!("0:{:02}", at + 5))).collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect();
    let checked = Folder::new().file("a.csv", &pairs("id,就寝前,就寝後", &lines)).check(&study);
    assert_eq!(checked.one("across-midnight").severity, Severity::Error);
    let on: Vec<(String, String)> =
        (0..12).map(|at| (format!("23:{:02}", at + 20), format!("24:{:02}", at + 5))).collect();
    let on: Vec<(&str, &str)> = on.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect();
    let checked = Folder::new().file("a.csv", &pairs("id,就寝前,就寝後", &on)).check(&study);
    assert!(checked.is_quiet() && (checked.values("就寝後")[0] - (24.0 + 5.0 / 60.0)).abs() < 1e-9);
}

#[test]
fn bedtimes_on_both_sides_of_midnight_are_asked_about_by_cell_and_can_be_counted_on() {
    let study = before_after("a.csv", "", "after", "before");
    let times = [
        ("23:30", "0:15"),
        ("22:50", "23:40"),
        ("0:10", "0:40"),
        ("23:00", "23:10"),
        ("23:50", "1:00"),
        ("22:00", "23:00"),
        ("0:30", "1:15"),
        ("23:15", "0:05"),
    ];
    let folder = Folder::new().file("a.csv", &pairs("id,before,after", &times));
    let checked = folder.check(&study);
    let asked = checked.of("across-midnight");
    assert_eq!(asked.iter().flat_map(|problem| cells(problem)).count(), 2 + 5);
    let suggested = checked.read.as_ref().unwrap().decisions.clone();
    let taken: Vec<Decision> =
        suggested.into_iter().map(|decision| Decision { choice: Some(Choice::Value), ..decision }).collect();
    let decided = folder.decided(&study, taken);
    assert!(decided.is_quiet(), "{}", super::study_runs::said(&decided.sink));
    let change: f64 =
        decided.values("after").iter().zip(decided.values("before")).map(|(a, b)| a - b).sum::<f64>() / 8.0;
    assert!((change * 60.0 - 45.0).abs() < 1e-6, "{change}");
}

#[test]
fn hours_that_pass_midnight_are_not_subtracted() {
    let lines: Vec<(&str, &str)> =
        vec![("10:00", "15:00"); 8].into_iter().chain([("22:00", "2:00"), ("21:00", "1:00")]).collect();
    let study = "[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\n[variables.slept]\nformula = \"end_at - start_at\"\n";
    let checked = Folder::new().file("a.csv", &pairs("id,start_at,end_at", &lines)).check(study);
    let asked = checked.one("across-midnight");
    assert!(asked.message.render(Lang::En).contains("2 values of `slept` are below 0"));
}

#[test]
fn points_that_may_stand_for_thousands_are_asked_about() {
    let numbers = ["1.290", "2.500", "980", "3.410", "1.000", "7.250"];
    let lines: Vec<(&str, &str)> = numbers.iter().map(|number| (*number, *number)).collect();
    let folder = Folder::new().file("a.csv", &pairs("id,before,after", &lines));
    let study = before_after("a.csv", "", "after", "before");
    let checked = folder.check(&study);
    let asked = checked.of("comma-unclear");
    assert_eq!(asked.len(), 2, "{}", super::study_runs::said(&checked.sink));
    assert!(asked[0].message.render(Lang::En).contains("1.290"));
    let right = before_after("a.csv", "units = { before = \"1\", after = \"1\" }", "after", "before");
    assert!(folder.check(&right).is_quiet());
    for natural in
        [["1.29", "2.5", "980", "3.41", "1.001", "7.25"], ["0.290", "0.500", "0.980", "0.410", "0.101", "0.250"]]
    {
        let lines: Vec<(&str, &str)> = natural.iter().map(|number| (*number, *number)).collect();
        assert!(Folder::new().file("a.csv", &pairs("id,before,after", &lines)).check(&study).is_quiet(), "{natural:?}");
    }
}

#[test]
fn a_currency_that_only_the_number_format_says_is_the_unit() {
    let write = |before: &'static str, after: &'static str| {
        Folder::new().sheet("a.xlsx", move |sheet| {
            for (col, heading) in ["id", "before", "after"].into_iter().enumerate() {
                sheet.write(0, col as u16, heading).unwrap();
            }
            for row in 1..=12_u32 {
                sheet.write(row, 0, format!("K{row:02}")).unwrap();
                for (col, format) in [(1, before), (2, after)] {
                    let value = f64::from(100 + 13 * row * u32::from(col));
                    sheet.write_number_with_format(row, col, value, &Format::new().set_num_format(format)).unwrap();
                }
            }
        })
    };
    let study = before_after("a.xlsx", "", "after", "before");
    let two = write("[$£-809]#,##0", "[$$-409]#,##0").check(&study);
    assert!(two.one("baseline-of-another-kind").message.render(Lang::En).contains("pounds"));
    let one = write("[$£-809]#,##0", "[$£-809]#,##0").check(&study);
    assert!(one.is_quiet());
    assert_eq!(one.read.unwrap().panel.variables["after"].unit.get(Lang::En), "pounds");
}

#[test]
fn answers_in_several_spellings_are_one_in_conditions_and_treatments() {
    let rows: String = (0..24)
        .map(|at| {
            let region = ["North", "north ", "ＮＯＲＴＨ", "South"][at % 4];
            let part = ["参加", "参加 ", "不参加", "参加"][(at / 4) % 4];
            format!("K{at:02},{region},{part},{},{}\n", at + 3, at + 5 + at % 3)
        })
        .collect();
    let folder = Folder::new().file("a.csv", &format!("id,region,part,before,after\n{rows}"));
    let study = before_after("a.csv", "", "after", "before") + "where = \"region = 'NORTH'\"\n";
    let checked = folder.check(&study);
    let read = checked.read.as_ref().unwrap();
    let plan = tashika::plan::plan(&read.study, &read.panel, &mut tashika::diag::Sink::new()).unwrap();
    assert_eq!(plan.steps().next().unwrap().within.as_ref().unwrap().rows.len(), 18);
    let typo = folder.check(&(before_after("a.csv", "", "after", "before") + "where = \"region <> 'Nroth'\"\n"));
    assert!(hint(typo.one("unknown-word")).to_lowercase().contains("north"));
}

#[test]
fn exchanged_headings_of_one_file_are_asked_about() {
    let fees = |at: usize, year: usize| 1000 + 90 * ((at * 5) % 12) + 10 * year;
    let gifts = |at: usize, year: usize| 40_000 + 3000 * ((at * 7) % 12) + 500 * year;
    let file = |year: usize, heading: &str| {
        let lines: String = (0..12).map(|at| format!("N{at:02},{},{}\n", fees(at, year), gifts(at, year))).collect();
        format!("id,{heading}\n{lines}")
    };
    let right = "会費,寄附";
    let source = "[sources.a]\nfile = \"s*.csv\"\nunit = \"id\"\nperiod_from = \"file\"\n[[questions]]\nid = \"q\"\noutcomes = [\"会費\"]\nbefore = 2021\nafter = 2023\ndesign = \"before-after\"\n";
    let folder = |second: &str| {
        Folder::new()
            .file("s2021.csv", &file(1, right))
            .file("s2022.csv", &file(2, second))
            .file("s2023.csv", &file(3, right))
    };
    let checked = folder("寄附,会費").check(source);
    assert!(checked.one("headings-exchanged").message.render(Lang::En).contains("s2022"));
    assert!(folder(right).check(source).of("headings-exchanged").is_empty());
}

#[test]
fn amounts_of_one_currency_can_be_chosen_by_a_condition() {
    let rows: String = (0..20)
        .map(|at| format!("K{at:02},{},{},{}\n", if at % 4 == 0 { "USD" } else { "GBP" }, 100 + at * 7, 130 + at * 8))
        .collect();
    let folder = Folder::new().file("a.csv", &format!("id,Currency,amount before,amount after\n{rows}"));
    let study = before_after("a.csv", "", "amount after", "amount before");
    assert_eq!(folder.check(&study).of("currencies-mixed").len(), 2);
    assert!(folder.check(&(study.clone() + "where = \"Currency = 'GBP'\"\n")).is_quiet());
    let both = folder.check(&(study + "where = \"Currency <> 'JPY'\"\n"));
    assert!(!both.of("currencies-mixed").is_empty());
}

#[test]
fn the_last_answer_is_found_by_a_time_with_the_day_first() {
    let rows: String = (0..20).map(|at| format!("{}/05/2024 10:00,K{at:02},5,{}\n", at + 1, at + 10)).collect();
    let late = "2/12/2024 9:00,K07,5,99\n";
    let study = before_after("a.csv", "duplicates = \"last\"", "after", "before");
    let checked = Folder::new().file("a.csv", &format!("Timestamp,id,before,after\n{late}{rows}")).check(&study);
    assert_eq!(checked.values("after")[7], 99.0);
    let short: String = (0..10).map(|at| format!("{}/05/2024 10:00,K{at:02},5,{}\n", at + 1, at + 10)).collect();
    let unclear = Folder::new().file("a.csv", &format!("Timestamp,id,before,after\n{late}{short}")).check(&study);
    assert!(unclear.of("date-order-unclear").iter().any(|problem| problem.severity == Severity::Error));
}

#[test]
fn the_row_that_counts_can_be_chosen_and_keys_without_effect_are_refused() {
    let rows: String = (0..12).map(|at| format!("K{at:02},5,{}\n", at + 10)).collect();
    let folder = Folder::new().file("a.csv", &format!("id,before,after\n{rows}K03,5,77\n"));
    let study = before_after("a.csv", "", "after", "before");
    let checked = folder.check(&study);
    assert_eq!(cells(checked.one("duplicate-unit")), ["a.csv / A5", "a.csv / A14"]);
    let keep = |row: u32| {
        let listed = checked.read.as_ref().unwrap().decisions.clone();
        let chosen = listed.into_iter().filter(|decision| decision.row == row);
        folder.decided(&study, chosen.map(|it| Decision { choice: Some(Choice::Keep), ..it }).collect())
    };
    for (row, value) in [(4, 13.0), (13, 77.0)] {
        let kept = keep(row);
        assert!(kept.of("duplicate-unit").is_empty(), "{}", super::study_runs::said(&kept.sink));
        assert_eq!(kept.values("after")[3], value);
    }
    let plain = Folder::new().file("a.csv", &format!("id,before,after\n{rows}"));
    for key in ["duplicates = \"last\"", "rows = \"sum\"", "layout = \"none\""] {
        assert_eq!(plain.check(&before_after("a.csv", key, "after", "before")).of("no-effect").len(), 1, "{key}");
    }
    assert!(
        folder.check(&before_after("a.csv", "duplicates = \"last\"", "after", "before")).of("no-effect").is_empty()
    );
}

#[test]
fn rows_numbered_in_advance_by_an_id_are_no_units_and_silent_ones_of_a_list_are() {
    let filled: String = (1..=20).map(|at| format!("K{at:03},{},{}\n", at + 3, at + 9)).collect();
    let blank: String = (21..=40).map(|at| format!("K{at:03},,\n")).collect();
    let study = before_after("a.csv", "", "after", "before");
    let checked = Folder::new().file("a.csv", &format!("id,before,after\n{filled}{blank}")).check(&study);
    assert_eq!(checked.read.as_ref().unwrap().panel.units.len(), 20);
    let listed = format!("id,before,after\n{}{blank}", filled.replace("K007,10,16", "K007,,"));
    let checked = Folder::new().file("a.csv", &listed).check(&study);
    assert_eq!(checked.read.as_ref().unwrap().panel.units.len(), 40, "others of the list are blank as well");
    let named = "id,name,before,after\nK001,A,1,2\nK002,B,3,4\nK003,C,,\nK004,D,,\n";
    let checked = Folder::new().file("a.csv", named).check(&study);
    assert_eq!(checked.read.as_ref().unwrap().panel.units.len(), 4);
}

#[test]
fn ids_without_their_last_digits_are_one_message() {
    let whole: String = (0..12).map(|at| format!("{},{}\n", 1_010_001_000_001_u64 + at, 5 + at)).collect();
    let lost: String = (0..12).map(|at| format!("1.01E+12,{}\n", 9 + at)).collect();
    let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[sources.b]\nfile = \"b.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\ndesign = \"before-after\"\n";
    let folder =
        Folder::new().file("a.csv", &format!("id,before\n{whole}")).file("b.csv", &format!("id,after\n{lost}"));
    let checked = folder.check(study);
    assert_eq!(checked.one("id-destroyed").severity, Severity::Error);
    assert!(checked.of("duplicate-unit").is_empty() && checked.of("units-do-not-meet").is_empty());
}

#[test]
fn numbers_of_companies_that_lost_their_zeros_are_near_spellings() {
    let file = |id: &dyn Fn(u64) -> String, heading: &str| {
        let lines: String = (0..12).map(|at| format!("{},{}\n", id(1_234_567 + at), at + 4)).collect();
        format!("id,{heading}\n{lines}")
    };
    let folder = Folder::new()
        .file("a.csv", &file(&|number| format!("GB-COH-0{number}"), "before"))
        .file("b.csv", &file(&|number| number.to_string(), "after"));
    let checked = folder.check("[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[sources.b]\nfile = \"b.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\ndesign = \"before-after\"\n");
    let said = checked.one("units-do-not-meet").message.render(Lang::En);
    assert!(said.contains("“1234567” in `b` and “GB-COH-01234567” in `a`"), "{said}");
}
