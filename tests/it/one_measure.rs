//! One column, one measure: units wherever a heading says them, one variable whatever its unit, and what is asked before a number
//! leaves.

use std::fs;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::findings::Bundle;
use tashika::ingest::decisions::{Choice, Decision, Given};
use tashika::plan;
use tashika::run::{self, ReadStudy};
use tashika::text::{LANGUAGES, Lang};

use super::ingest::{Case, codes, fill, numbers};

/// A folder with files, and a study of them.
pub(super) struct Folder(tempfile::TempDir);

/// What was found out about a study.
pub(super) struct Checked {
    pub(super) read: Option<ReadStudy>,
    pub(super) sink: Sink,
}

impl Folder {
    pub(super) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(super) fn file(self, name: &str, text: &str) -> Folder {
        fs::write(self.0.path().join(name), text).unwrap();
        self
    }

    pub(super) fn book(self, name: &str, sheets: &[(&str, &str)]) -> Folder {
        let mut book = Workbook::new();
        for (name, text) in sheets {
            fill(book.add_worksheet().set_name(*name).unwrap(), 0, text);
        }
        book.save(self.0.path().join(name)).unwrap();
        self
    }

    pub(super) fn sheet(self, name: &str, write: impl FnOnce(&mut Worksheet)) -> Folder {
        let mut book = Workbook::new();
        write(book.add_worksheet());
        book.save(self.0.path().join(name)).unwrap();
        self
    }

    pub(super) fn check(&self, study: &str) -> Checked {
        self.decided(study, Vec::new())
    }

    pub(super) fn decided(&self, study: &str, decisions: Vec<Decision>) -> Checked {
        let path = self.0.path().join("study.toml");
        fs::write(&path, study).unwrap();
        let mut sink = Sink::new();
        let looked = run::look(&path, decisions, &|_| (), &mut sink);
        let read = looked.ok().and_then(|looked| looked.read);
        if let Some(read) = read.as_ref().filter(|read| !read.study.questions.is_empty()) {
            let _ = plan::plan(&read.study, &read.panel, &mut sink);
        }
        for problem in &sink.problems {
            for lang in LANGUAGES {
                let said = tashika::diag::render(problem, lang);
                assert!(!said.contains("{n") && said.lines().all(|line| line.chars().count() <= 300), "{said}");
            }
        }
        Checked { read, sink }
    }

    pub(super) fn run(&self, study: &str) -> Bundle {
        fs::write(self.0.path().join("study.toml"), study).unwrap();
        super::study_runs::run_study(&self.0.path().join("study.toml"))
    }
}

impl Checked {
    #[track_caller]
    pub(super) fn values(&self, name: &str) -> Vec<f64> {
        let read = self.read.as_ref().unwrap_or_else(|| panic!("{}", super::study_runs::said(&self.sink)));
        numbers(&read.panel, name)
    }

    pub(super) fn of(&self, code: &str) -> Vec<&Diagnostic> {
        self.sink.problems.iter().filter(|problem| problem.code == code).collect()
    }

    #[track_caller]
    pub(super) fn one(&self, code: &str) -> &Diagnostic {
        let found = self.of(code);
        assert_eq!(found.len(), 1, "{code} in {:?}", super::study_runs::said(&self.sink));
        found[0]
    }

    /// Whether nothing of this house's asking was asked.
    pub(super) fn is_quiet(&self) -> bool {
        const CODES: [&str; 13] = [
            "currencies-mixed",
            "code-for-no-answer",
            "codes-unclear",
            "date-among-answers",
            "share-out-of-scale",
            "outside-the-scale",
            "thousandfold",
            "thousandfold-cell",
            "baseline-of-another-kind",
            "size-of-share",
            "across-midnight",
            "comma-unclear",
            "headings-exchanged",
        ];
        CODES.iter().all(|code| self.of(code).is_empty())
    }
}

pub(super) fn hint(problem: &Diagnostic) -> String {
    problem.hint.as_ref().map_or_else(String::new, |hint| hint.render(Lang::En))
}

pub(super) fn cells(problem: &Diagnostic) -> Vec<String> {
    problem.places.iter().map(ToString::to_string).collect()
}

/// A study of one file about before and after.
pub(super) fn before_after(file: &str, variables: &str, after: &str, before: &str) -> String {
    format!(
        "[sources.s]\nfile = \"{file}\"\nunit = \"id\"\n{variables}\n[[questions]]\nid = \"q\"\noutcomes = [\"{after}\"]\nbaseline = {{ \"{after}\" = \"{before}\" }}\ndesign = \"before-after\"\n"
    )
}

/// Lines `id,b,a` of a text file.
pub(super) fn pairs(heading: &str, values: &[(&str, &str)]) -> String {
    let lines = values.iter().enumerate().map(|(at, (b, a))| format!("N{at:02},{b},{a}\n"));
    format!("{heading}\n{}", lines.collect::<String>())
}

// Units of headings.

#[test]
fn a_unit_counts_wherever_a_heading_says_it() {
    for heading in [
        "昨年度の収入（千円）[会費]",
        "昨年度の収入（千円） [会費]",
        "収入内訳（単位：千円） [会費]",
        "【千円】会費",
        "会費（千円） ※概算",
        "会費(千円/年)",
        "会費（千円単位）",
        "会費 千円",
        "Q5. 会費（千円）",
        "会費（税込、千円）",
        "昨年度の会費をご記入ください（千円）。",
        "収入 [千円]",
        "Fees (£000)",
        "Fees, £k",
        "Fees (GBP 000)",
        "Fees (in thousands)",
    ] {
        let folder = Folder::new().book("a.xlsx", &[("1", &format!("id|{heading}|x\nA|50|1\nB|1.5|2"))]);
        let study = "[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\ncolumns = { fees = \"HEADING\" }\n";
        let checked = folder.check(&study.replace("HEADING", heading));
        assert_eq!(checked.values("fees"), [50_000.0, 1500.0], "{heading}");
        assert!(checked.one("unit-in-heading").message.render(Lang::En).contains("in s (fees)"), "{heading}");
    }
    for heading in
        ["寄附（1,000円以上）", "1万円以上の寄附者数", "千円札の枚数", "会費（円）", "Income (£)", "Group 000"]
    {
        let folder = Folder::new().book("a.xlsx", &[("1", &format!("id|{heading}|x\nA|50|1\nB|1.5|2"))]);
        let study = "[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\ncolumns = { fees = \"HEADING\" }\n";
        assert_eq!(folder.check(&study.replace("HEADING", heading)).values("fees"), [50.0, 1.5], "{heading}");
    }
}

#[test]
fn a_unit_above_a_group_or_in_a_row_of_its_own_counts() {
    let table = "id|収入（千円）||基本\n|会費|寄附|会員数\nA|5|6|7\nB|8|9|10\nC|3|4|5";
    let checked =
        Folder::new().book("a.xlsx", &[("1", table)]).check("[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\n");
    assert_eq!(checked.values("会費"), [5000.0, 8000.0, 3000.0]);
    assert_eq!(checked.values("寄附"), [6000.0, 9000.0, 4000.0]);
    assert_eq!(checked.values("会員数"), [7.0, 10.0, 5.0]);
}

#[test]
fn one_variable_is_one_whatever_its_unit_in_one_year() {
    let sheets = [
        ("FY2021", "id|Income (£)|Staff\nA|44000|1\nB|7500|2"),
        ("FY2022", "id|Income (£000)|Staff\nA|37.2|1\nB|1.1|3"),
        ("FY2023", "id|Income (£)|Staff\nA|39550|2\nB|4619|3"),
    ];
    let folder = Folder::new().book("accounts.xlsx", &sheets);
    let source =
        "[sources.accounts]\nfile = \"accounts.xlsx\"\nsheet = \"FY*\"\nunit = \"id\"\nperiod_from = \"sheet\"\n";
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"NAME\"]\nbefore = \"2021\"\nafter = \"2022\"\ndesign = \"before-after\"\n";
    for name in ["Income", "Income (£)", "Income (£000)"] {
        let checked = folder.check(&format!("{source}{}", question.replace("NAME", name)));
        assert_eq!(checked.values(&format!("{name}@2021")), [44_000.0, 7500.0], "{name}");
        assert_eq!(checked.values(&format!("{name}@2022")), [37_200.0, 1100.0], "{name}");
        assert_eq!(checked.values(&format!("{name}@2023")), [39_550.0, 4619.0], "{name}");
        let info = &checked.read.as_ref().unwrap().panel.variables[name];
        assert_eq!((info.unit.get(Lang::En), info.label.get(Lang::En)), ("pounds", "Income"), "{name}");
        let said = checked.one("unit-in-heading").message.render(Lang::En);
        assert!(said.contains("£000 in accounts / FY2022") && said.contains("pounds in accounts / FY2021"), "{said}");
        assert!(checked.of("headings-joined").is_empty() && checked.is_quiet());
    }
}

#[test]
fn renames_and_files_agree_about_units_too() {
    let folder = Folder::new()
        .book("r4.xlsx", &[("1", "id|収入 [会費]（千円）\nA|157\nB|602")])
        .book("r7.xlsx", &[("1", "id|収入（円） [会費]\nA|137000\nB|606000")]);
    let source = |name: &str, file: &str, more: &str| {
        format!("[sources.{name}]\nfile = \"{file}\"\nunit = \"id\"\nperiod = \"{name}\"\n{more}")
    };
    let by_name = format!("{}{}", source("R4", "r4.xlsx", ""), source("R7", "r7.xlsx", ""));
    let checked = folder.check(&by_name);
    assert_eq!(checked.values("収入 [会費]@2022"), [157_000.0, 602_000.0]);
    assert_eq!(checked.values("収入 [会費]@2025"), [137_000.0, 606_000.0]);
    // The heading of one year finds that of another.
    let renamed = "columns = { \"会費\" = \"収入（千円） [会費]\" }\n";
    let by_rename = format!("{}{}", source("R4", "r4.xlsx", renamed), source("R7", "r7.xlsx", renamed));
    let checked = folder.check(&by_rename);
    assert_eq!(checked.values("会費@2022"), [157_000.0, 602_000.0]);
    assert_eq!(checked.values("会費@2025"), [137_000.0, 606_000.0]);
}

#[test]
fn a_study_may_say_the_unit_of_a_column() {
    let folder = Folder::new().book("a.xlsx", &[("1", "id|会費|人数\nA|50|3\nB|1.5|4")]);
    let source = "[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\n";
    let checked = folder.check(&format!("{source}units = {{ \"会費\" = \"千円\" }}\n"));
    assert_eq!((checked.values("会費"), checked.values("人数")), (vec![50_000.0, 1500.0], vec![3.0, 4.0]));
    let wrong = folder.check(&format!("{source}units = {{ \"会費\" = \"漢字\" }}\n"));
    assert!(wrong.one("wrong-value").message.render(Lang::En).contains("no unit"));
}

// Currencies.

fn grants(amounts: &[&str]) -> String {
    let lines = amounts.iter().enumerate().map(|(at, amount)| format!("G{at:02}|{}|{amount}\n", 5 + at % 7));
    format!("id|before|amount\n{}", lines.collect::<String>())
}

#[test]
fn two_currencies_are_never_added_or_compared() {
    let amounts: Vec<String> = (0..12)
        .map(|at| if at % 2 == 0 { format!("£{},000", at + 1) } else { format!("${},000.00", at + 1) })
        .collect();
    let amounts: Vec<&str> = amounts.iter().map(String::as_str).collect();
    let folder = Folder::new().book("g.xlsx", &[("1", grants(&amounts).as_str())]);
    let checked = folder.check(&before_after("g.xlsx", "", "amount", "before"));
    let problem = checked.one("currencies-mixed");
    assert_eq!(problem.severity, Severity::Error);
    assert_eq!(
        problem.message.render(Lang::En),
        "`amount` holds amounts in 2 currencies, which are never added or compared: pounds (6 cells), dollars (6 cells)"
    );
    assert!(hint(problem).contains("[variables.amount]  unit = \"GBP\""), "{}", hint(problem));
    // Nothing asks about it yet: a warning.
    let idle = folder.check("[sources.s]\nfile = \"g.xlsx\"\nunit = \"id\"\n");
    assert_eq!(idle.one("currencies-mixed").severity, Severity::Warning);
    // One currency counts.
    let declared = folder.check(&before_after("g.xlsx", "[variables.amount]\nunit = \"£\"\n", "amount", "before"));
    assert!(declared.of("currencies-mixed").is_empty());
    let pounds = declared.values("amount");
    assert_eq!((pounds[0], pounds[2], pounds[1].is_nan()), (1000.0, 3000.0, true));
    assert_eq!(declared.one("other-currency").count, 6);
    // Each is a variable of its own.
    let each = folder.check(&before_after("g.xlsx", "", "amount (USD)", "amount (GBP)"));
    assert!(each.of("currencies-mixed").is_empty());
    assert_eq!((each.values("amount (GBP)")[0], each.values("amount (USD)")[1]), (1000.0, 2000.0));
    assert!(each.values("amount (USD)")[0].is_nan());
    assert_eq!(each.read.as_ref().unwrap().panel.variables["amount (GBP)"].unit.get(Lang::Ja), "");
}

#[test]
fn currencies_are_told_by_number_formats_columns_and_headings() {
    let formats = Folder::new().sheet("g.xlsx", |sheet| {
        fill(sheet, 0, "id|before|amount");
        for row in 1..=10u32 {
            let format = if row % 2 == 0 { "[$£-809]#,##0" } else { "[$¥-411]#,##0" };
            sheet.write(row, 0, format!("G{row:02}")).unwrap();
            sheet.write(row, 1, row).unwrap();
            sheet.write_with_format(row, 2, 1000 * row, &Format::new().set_num_format(format)).unwrap();
        }
    });
    let checked = formats.check(&before_after("g.xlsx", "", "amount", "before"));
    assert!(checked.one("currencies-mixed").message.render(Lang::En).contains("pounds (5 cells), yen (5 cells)"));
    let lines = (0..10).map(|at| format!("G{at}|5|{}|{}\n", 100 + at, if at < 3 { "USD" } else { "JPY" }));
    let table = format!("id|before|助成額|通貨\n{}", lines.collect::<String>());
    let beside = Folder::new().book("g.xlsx", &[("1", &table)]);
    let checked = beside.check(&before_after("g.xlsx", "", "助成額", "before"));
    assert!(checked.one("currencies-mixed").message.render(Lang::En).contains("yen (7 cells), dollars (3 cells)"));
    assert!(beside.check(&before_after("g.xlsx", "", "before", "id")).values("before").iter().all(|it| *it == 5.0));
    let headings = Folder::new()
        .book("a.xlsx", &[("1", "id|Income (£)\nA|1\nB|2")])
        .book("b.xlsx", &[("1", "id|Income ($000)\nA|1\nB|2")]);
    let study = "[sources.a]\nfile = \"a.xlsx\"\nunit = \"id\"\nperiod = 2021\n[sources.b]\nfile = \"b.xlsx\"\nunit = \"id\"\nperiod = 2022\n[[questions]]\nid = \"q\"\noutcomes = [\"Income\"]\nbefore = 2021\nafter = 2022\ndesign = \"before-after\"\n";
    assert_eq!(headings.check(study).one("currencies-mixed").severity, Severity::Error);
}

#[test]
fn sums_of_rows_hold_one_currency() {
    let table = "id|amount\nA|£100\nA|$70\nA|£20\nB|£5\nB|$9";
    let source = "[sources.s]\nfile = \"g.xlsx\"\nunit = \"id\"\nrows = \"sum\"\n";
    let folder = Folder::new().book("g.xlsx", &[("1", table)]);
    let checked = folder.check(&format!("{source}[variables.amount]\nunit = \"GBP\"\n"));
    assert_eq!(checked.values("amount"), [120.0, 5.0]);
}

// Shares.

#[test]
fn shares_in_two_scales_are_listed_with_what_was_meant() {
    let percent = Format::new().set_num_format("0%");
    let folder = Folder::new().sheet("s.xlsx", |sheet| {
        fill(sheet, 0, "id|b|a");
        for row in 1..=20u32 {
            sheet.write(row, 0, format!("S{row:02}")).unwrap();
            sheet.write_with_format(row, 1, 0.3 + f64::from(row) / 100.0, &percent).unwrap();
            match row {
                3 | 7 => sheet.write(row, 2, format!("{}%", 40 + row)).unwrap(),
                5 => sheet.write(row, 2, 46).unwrap(),
                _ => sheet.write_with_format(row, 2, 0.35 + f64::from(row) / 100.0, &percent).unwrap(),
            };
        }
    });
    let study = before_after("s.xlsx", "", "a", "b");
    let checked = folder.check(&study);
    assert_eq!(cells(checked.one("share-out-of-scale")), ["s.xlsx / Sheet1 / C6"]);
    let values = checked.values("a");
    assert_eq!((values[2], values[6]), (0.43, 0.47));
    assert!(values[4].is_nan());
    let mut decisions = checked.read.unwrap().decisions;
    let decision = decisions.iter_mut().find(|it| it.cell() == "C6").unwrap();
    assert_eq!(decision.suggested, Some(Given::Number(0.46)));
    decision.choice = Some(Choice::Value);
    let decided = folder.decided(&study, decisions);
    assert_eq!(decided.values("a")[4], 0.46);
    assert!(decided.is_quiet());
    // Outputs speak of points.
    let bundle = folder.run(&study);
    let said = super::study_runs::only(&bundle).claim.sentence.render(Lang::En);
    assert!(said.contains("percentage points"), "{said}");
}

#[test]
fn a_declared_share_lies_in_its_scale() {
    let lines: Vec<(String, String)> = (0..12)
        .map(|at| ((30 + at).to_string(), if at == 4 { "145".into() } else { (35 + at + at % 3).to_string() }))
        .collect();
    let table = |lines: &[(String, String)]| {
        pairs("id,b,a", &lines.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect::<Vec<_>>())
    };
    let folder = Folder::new().file("d.csv", &table(&lines));
    let declared =
        "[variables.a]\nkind = \"share\"\nsmallest_change_that_matters = 3\n[variables.b]\nkind = \"share\"\n";
    let checked = folder.check(&before_after("d.csv", declared, "a", "b"));
    assert!(checked.one("share-out-of-scale").message.render(Lang::En).contains("outside 0 to 100"));
    assert!(checked.of("size-of-share").is_empty(), "three points are three points");
    let said = super::study_runs::only(&folder.run(&before_after("d.csv", declared, "a", "b")))
        .claim
        .sentence
        .render(Lang::En);
    assert!(said.contains("percentage points"), "{said}");
}

#[test]
fn percentages_below_a_heading_in_per_cent_are_per_cent() {
    let percent = Format::new().set_num_format("0%");
    let folder = Folder::new().sheet("s.xlsx", |sheet| {
        fill(sheet, 0, "id|達成率（％）|助成額\nA||157\nB|57|20\nC|12.5|3");
        sheet.write_with_format(1, 1, 0.45, &percent).unwrap();
        sheet.write_with_format(1, 2, 157, &Format::new().set_num_format("#,##0\"千円\"")).unwrap();
    });
    let checked = folder.check("[sources.s]\nfile = \"s.xlsx\"\nunit = \"id\"\n");
    assert_eq!(checked.values("達成率"), [45.0, 57.0, 12.5]);
    assert_eq!(checked.values("助成額"), [157_000.0, 20.0, 3.0]);
}

// Codes of no answer, scales.

const NINES: [(&str, &str); 15] = [
    ("9", "3"),
    ("2", "4"),
    ("5", "4"),
    ("3", "4"),
    ("4", "5"),
    ("9", "5"),
    ("4", "3"),
    ("2", "2"),
    ("3", "3"),
    ("4", "5"),
    ("5", "4"),
    ("3", "4"),
    ("1", "2"),
    ("2", "1"),
    ("4", "4"),
];

#[test]
fn nines_of_a_scale_are_asked_about_before_a_number_leaves() {
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &NINES));
    let checked = folder.check(&before_after("d.csv", "", "a", "b"));
    let problem = checked.one("code-for-no-answer");
    assert_eq!((problem.severity, problem.count), (Severity::Error, 2));
    assert!(problem.message.render(Lang::En).contains("2 cells of `b` hold 9, far off its other values (1 to 5)"));
    assert!(hint(problem).contains("[variables.b]  missing = [9]") && hint(problem).contains("codes = { 9 = \"9\" }"));
    let missing = folder.check(&before_after("d.csv", "[variables.b]\nmissing = [9]\n", "a", "b"));
    assert!(missing.is_quiet() && missing.values("b")[0].is_nan());
    let value = folder.check(&before_after("d.csv", "[variables.b]\ncodes = { 9 = \"9\" }\n", "a", "b"));
    assert!(value.is_quiet() && value.values("b")[0] == 9.0);
    // A variable that nothing uses keeps nobody from anything.
    let idle = folder.check("[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.b]\nlabel = \"B\"\n");
    assert_eq!(idle.one("code-for-no-answer").severity, Severity::Warning);
}

#[test]
fn a_note_that_names_codes_is_quoted() {
    let lines = NINES.iter().enumerate().map(|(at, (b, a))| format!("N{at:02}|{b}|{a}\n"));
    let table = format!("満足度調査\n（注）無回答は9または99\n\nid|b|a\n{}", lines.collect::<String>());
    let folder = Folder::new().book("d.xlsx", &[("1", &table)]);
    let checked = folder.check(&before_after("d.xlsx", "", "a", "b"));
    assert!(checked.one("code-for-no-answer").message.render(Lang::En).ends_with("（注）無回答は9または99"));
}

#[test]
fn natural_numbers_are_not_asked_about() {
    let values: Vec<(String, String)> = (0..30).map(|at| ((at % 6).to_string(), (at * at % 23).to_string())).collect();
    let mut values: Vec<(&str, &str)> = values.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect();
    values[3].0 = "9";
    let folder = Folder::new().file("d.csv", &pairs("id,会員数,参加者数", &values));
    assert!(folder.check(&before_after("d.csv", "", "参加者数", "会員数")).is_quiet());
}

#[test]
fn a_value_outside_a_declared_scale_is_listed_and_may_be_kept() {
    let mut values = NINES.map(|(b, a)| (if b == "9" { "4" } else { b }, a));
    values[5].1 = "27";
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &values));
    let study = before_after("d.csv", "[variables.a]\nkind = \"scale\"\n", "a", "b");
    let checked = folder.check(&study);
    assert_eq!(cells(checked.one("outside-the-scale")), ["d.csv / C7"]);
    assert!(checked.values("a")[5].is_nan());
    let mut decisions = checked.read.unwrap().decisions;
    decisions.iter_mut().for_each(|it| it.choice = Some(Choice::Keep));
    let kept = folder.decided(&study, decisions);
    assert!(kept.values("a")[5] == 27.0 && kept.is_quiet(), "a person said so");
}

// Dates among answers.

#[test]
fn dates_among_bands_are_what_a_spreadsheet_program_made_of_answers() {
    let date = ExcelDateTime::from_ymd(2024, 3, 4).unwrap();
    let folder = Folder::new().sheet("d.xlsx", |sheet| {
        fill(sheet, 0, "id|b|times\nA|1|1-2\nB|2|3-4\nC|3|5-6\nD|4|1-2\nE|5|\nF|6|7以上\nG|7|5-6\nH|8|4-Mar");
        sheet.write_with_format(5, 2, &date, &Format::new().set_num_format("m\"月\"d\"日\"")).unwrap();
    });
    let study = "[sources.s]\nfile = \"d.xlsx\"\nunit = \"id\"\n[variables.times]\nlabel = \"Times\"\n";
    let checked = folder.check(study);
    assert_eq!(cells(checked.one("date-among-answers")), ["d.xlsx / Sheet1 / C6", "d.xlsx / Sheet1 / C9"]);
    let texts = super::ingest::texts(&checked.read.as_ref().unwrap().panel, "times");
    assert_eq!((texts[1].as_deref(), texts[4].as_deref(), texts[7].as_deref()), (Some("3-4"), None, None));
    let mut decisions = checked.read.unwrap().decisions;
    assert!(decisions.iter().all(|it| it.suggested == Some(Given::Text("3-4".into()))));
    decisions.iter_mut().for_each(|it| it.choice = Some(Choice::Value));
    let decided = folder.decided(study, decisions);
    let texts = super::ingest::texts(&decided.read.as_ref().unwrap().panel, "times");
    assert!(decided.is_quiet() && texts[4].as_deref() == Some("3-4") && texts[7].as_deref() == Some("3-4"));
}

// A thousand times.

fn two_years(first: &str, second: &str) -> Folder {
    let table = |heading: &str, factor: f64| {
        let lines = (0..12).map(|at| format!("N{at:02}|{}\n", factor * f64::from(100 + 37 * at)));
        format!("id|{heading}\n{}", lines.collect::<String>())
    };
    Folder::new().book("a.xlsx", &[("1", &table(first, 1.0))]).book("b.xlsx", &[("1", &table(second, 1000.0))])
}

const TWO_YEARS: &str = "[sources.a]\nfile = \"a.xlsx\"\nunit = \"id\"\nperiod = 2021\nUNITS\n[sources.b]\nfile = \"b.xlsx\"\nunit = \"id\"\nperiod = 2022\n[[questions]]\nid = \"q\"\noutcomes = [\"会費\"]\nbefore = 2021\nafter = 2022\ndesign = \"before-after\"\n";

#[test]
fn a_year_that_is_a_thousand_times_another_is_asked_about() {
    let folder = two_years("会費", "会費");
    let checked = folder.check(&TWO_YEARS.replace("UNITS", ""));
    let problem = checked.one("thousandfold");
    assert_eq!(problem.severity, Severity::Error);
    assert!(problem.message.render(Lang::En).contains("`会費` in 2022 is about 1,000 times what it is in 2021"));
    assert!(hint(problem).contains("[sources.a]  units = { \"会費\" = \"千円\" }"), "{}", hint(problem));
    let said = folder.check(&TWO_YEARS.replace("UNITS", "units = { \"会費\" = \"千円\" }"));
    assert!(said.is_quiet());
    assert_eq!(said.values("会費@2021"), said.values("会費@2022"));
    let right = folder.check(&TWO_YEARS.replace("UNITS", "units = { \"会費\" = \"円\" }"));
    assert!(right.is_quiet() && right.values("会費@2021")[0] == 100.0);
    // A heading that says it leaves nothing to ask.
    assert!(two_years("会費（千円）", "会費（円）").check(&TWO_YEARS.replace("UNITS", "")).is_quiet());
}

#[test]
fn a_cell_typed_in_full_below_thousands_is_listed() {
    let table = |factor: f64, odd: Option<(usize, f64)>| {
        let value = |at: usize| odd.filter(|(own, _)| *own == at).map_or(factor * (100 + 37 * at) as f64, |(_, it)| it);
        let lines = (0..20).map(|at| format!("N{at:02}|{}\n", value(at)));
        format!("id|会費（千円）\n{}", lines.collect::<String>())
    };
    let folder = Folder::new()
        .book("a.xlsx", &[("1", &table(1.0, None))])
        .book("b.xlsx", &[("1", &table(1.1, Some((3, 215_000.0))))]);
    let checked = folder.check(&TWO_YEARS.replace("UNITS", ""));
    assert_eq!(cells(checked.one("thousandfold-cell")), ["b.xlsx / 1 / B5"]);
    assert!(checked.values("会費@2022")[3].is_nan());
    let mut decisions = checked.read.unwrap().decisions;
    assert_eq!(decisions[0].suggested, Some(Given::Number(215.0)));
    decisions[0].choice = Some(Choice::Value);
    let decided = folder.decided(&TWO_YEARS.replace("UNITS", ""), decisions);
    assert!(decided.is_quiet() && decided.values("会費@2022")[3] == 215_000.0);
}

// Baselines and sizes.

fn coded() -> Folder {
    let values: Vec<(&str, &str)> =
        (0..14).map(|at| (if at < 4 { "1" } else { "2" }, if at < 10 { "1" } else { "2" })).collect();
    Folder::new().file("d.csv", &pairs("id,b,a", &values))
}

#[test]
fn a_baseline_of_another_kind_is_an_error() {
    let codes = "codes = { 1 = \"yes\", 2 = \"no\" }\n";
    for variables in [format!("[variables.a]\n{codes}"), "[variables.a]\nkind = \"yes-no\"\n".to_string()] {
        let checked = coded().check(&before_after("d.csv", &variables, "a", "b"));
        let problem = checked.one("baseline-of-another-kind");
        assert_eq!(problem.severity, Severity::Error);
        assert!(problem.message.render(Lang::En).contains("it holds 1 (4), 2 (10)"));
        assert!(hint(problem).contains("[variables.b]  codes = { 1 = \"yes\", 2 = \"no\" }"), "{}", hint(problem));
    }
    let right =
        coded().check(&before_after("d.csv", &format!("[variables.a]\n{codes}[variables.b]\n{codes}"), "a", "b"));
    assert!(right.is_quiet());
    // Undeclared, both are asked about.
    let undeclared = coded().check(&before_after("d.csv", "", "a", "b"));
    assert_eq!(undeclared.of("codes-unclear").len(), 2);
    assert!(undeclared.of("codes-unclear").iter().all(|it| it.severity == Severity::Warning));
    let numbers = "[variables.a]\nkind = \"number\"\n[variables.b]\nkind = \"scale\"\n";
    assert!(coded().check(&before_after("d.csv", numbers, "a", "b")).is_quiet());
}

#[test]
fn zero_and_one_are_yes_and_no_wherever_they_stand() {
    let values: Vec<(&str, &str)> =
        (0..14).map(|at| (if at < 4 { "1" } else { "0" }, if at < 10 { "1" } else { "0" })).collect();
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &values));
    for variables in ["[variables.a]\nkind = \"yes-no\"\n", "[variables.b]\nkind = \"yes-no\"\n"] {
        assert!(folder.check(&before_after("d.csv", variables, "a", "b")).is_quiet(), "{variables}");
    }
}

#[test]
fn a_baseline_in_another_unit_is_an_error() {
    let folder = Folder::new().book("d.xlsx", &[("1", "id|会費（円）|会員（人）\nA|1|2\nB|3|4\nC|5|6")]);
    let checked = folder.check(&before_after("d.xlsx", "", "会費", "会員"));
    assert!(checked.one("baseline-of-another-kind").message.render(Lang::En).contains("in yen, and its baseline"));
}

#[test]
fn sizes_of_shares_are_shares() {
    let values: Vec<(&str, &str)> =
        (0..14).map(|at| (if at < 4 { "1" } else { "0" }, if at < 10 { "1" } else { "0" })).collect();
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &values));
    let study = |line: &str| {
        before_after(
            "d.csv",
            &format!("[variables.a]\nkind = \"yes-no\"\n{line}\n[variables.b]\nkind = \"yes-no\"\n"),
            "a",
            "b",
        )
    };
    for key in ["smallest_change_that_matters", "largest_plausible_change"] {
        let checked = folder.check(&study(&format!("{key} = 10")));
        let problem = checked.one("size-of-share");
        assert_eq!((problem.severity, hint(problem).as_str()), (Severity::Error, "Write 0.1 for 10 percentage points"));
        assert!(folder.check(&study(&format!("{key} = 0.1"))).is_quiet());
    }
}

#[test]
fn scales_of_different_steps_are_asked_about() {
    let values: Vec<(String, String)> =
        (0..21).map(|at| ((1 + at % 5).to_string(), (1 + at % 7).to_string())).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(b, a)| (b.as_str(), a.as_str())).collect();
    let scales = "[variables.a]\nkind = \"scale\"\n[variables.b]\nkind = \"scale\"\n";
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &values));
    let checked = folder.check(&before_after("d.csv", scales, "a", "b"));
    assert_eq!(checked.one("scales-differ").severity, Severity::Warning);
    let same: Vec<(&str, &str)> = values.iter().map(|(b, _)| (*b, *b)).collect();
    let folder = Folder::new().file("d.csv", &pairs("id,b,a", &same));
    assert!(folder.check(&before_after("d.csv", scales, "a", "b")).of("scales-differ").is_empty());
}

#[test]
fn shares_of_one_beside_shares_of_a_hundred_are_no_pair() {
    let rows: String = (0..20).map(|at| format!("u{at},{},0.{}\n", 40 + at, 50 + at)).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), format!("id,before,after\n{rows}")).unwrap();
    let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\ndesign = \"before-after\"\n";
    std::fs::write(folder.path().join("s.toml"), study).unwrap();
    let ran = assert_cmd::Command::cargo_bin("tashika")
        .unwrap()
        .current_dir(folder.path())
        .args(["check", "s.toml"])
        .output();
    let said = String::from_utf8(ran.unwrap().stderr).unwrap();
    assert!(said.contains("error[baseline-of-another-kind]"), "{said}");
}

#[test]
fn answers_that_are_often_given_or_next_to_the_others_are_no_codes() {
    let of = |values: &[i64]| {
        let rows: String = values.iter().enumerate().map(|(at, it)| format!("u{at},{it}\n")).collect();
        let (_, sink) = Case::new()
            .file("a.csv", format!("id,v\n{rows}"))
            .panel("[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[variables.v]\nkind = \"number\"\n");
        codes(&sink).contains(&"code-for-no-answer")
    };
    let scale = |more: &[i64]| [&[1, 2, 3, 4, 5].repeat(6)[..], more].concat();
    assert!(of(&scale(&[9, 9, 9])) && of(&scale(&[88, 88])) && of(&scale(&[-1, -1])));
    let change: Vec<i64> = [0, 1, 2, 3, -1, -1].repeat(5);
    assert!(!of(&change) && !of(&[1, 2, 3, 9, 9].repeat(8)), "net changes; an answer given as often as others");
}

#[test]
fn the_number_of_a_day_among_small_answers_is_asked_about() {
    let of = |last: &str| {
        let rows: String = (0..30).map(|at| format!("u{at},{}\n", at % 5 + 1)).collect();
        let source = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[variables.v]\nkind = \"number\"\n";
        let (_, sink) = Case::new().file("a.csv", format!("id,v\n{rows}u30,{last}\n")).panel(source);
        codes(&sink).contains(&"date-among-answers")
    };
    assert!(of("45355") && !of("453"));
}
