//! What `tashika new` proposes and `check` accepts is what a careful person would call right; where nobody can be sure, it asks.

use std::path::Path;

use assert_cmd::Command;
use rust_xlsxwriter::Workbook;

fn tashika(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::cargo_bin("tashika").unwrap().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

/// The draft of a file, what `new` said, whether `check` accepted it, and what that said.
struct Drafted {
    text: String,
    told: String,
    accepted: bool,
    said: String,
}

impl Drafted {
    fn of(folder: &Path, file: &str) -> Drafted {
        let (_, told) = tashika(folder, &["new", file, "-o", "study.toml", "--lang", "en"]);
        let text = std::fs::read_to_string(folder.join("study.toml")).unwrap();
        let (accepted, said) = tashika(folder, &["check", "study.toml", "--lang", "en"]);
        Drafted { text, told, accepted, said }
    }

    fn csv(text: &str) -> Drafted {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.csv"), text).unwrap();
        Drafted::of(folder.path(), "a.csv")
    }

    /// The first line that begins so, without its comment.
    fn line(&self, begin: &str) -> &str {
        let found = self.text.lines().find(|line| line.starts_with(begin));
        found.map_or("", |line| line.split("  #").next().unwrap())
    }

    fn errors(&self) -> Vec<&str> {
        self.said.lines().filter(|line| line.starts_with("error")).collect()
    }
}

fn table(heading: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    std::iter::once(heading.to_string()).chain((0..rows).map(row)).map(|line| line + "\n").collect()
}

fn book(path: &Path, sheets: &[(&str, &str)]) {
    let mut book = Workbook::new();
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row as u32, column as u16, number).unwrap(),
                    Err(_) => sheet.write(row as u32, column as u16, cell).unwrap(),
                };
            }
        }
    }
    book.save(path).unwrap();
}

#[test]
fn tables_that_explain_others_are_no_studies() {
    let kinds = [
        ("変数名,型,桁数,説明\nsex,数値,1,性別\nage,数値,3,年齢\n", "code book"),
        ("variable name,label,type\nq1,How old are you,integer\nq2,Where do you live,text\n", "code book"),
        ("項目名,位置,バイト数,符号,符号内容\n性別,4,1,1,男\n,,,2,女\n", "code book"),
        ("Code,Title,Description\nA,Arts,All arts\nB,Books,Printed books\n", "list of codes"),
        ("コード,名称,備考\n01,新規,\n02,変更,まれ\n", "list of codes"),
        ("name,label\n01,closed\n02,merged\n", "list of codes"),
        ("list_name,name,label::English (en),filter\nyn,1,Yes,x\nyn,0,No,x\n", "list of codes"),
        ("file,year,output\ndata/a.xlsx,2020,out/a.csv\ndata/b.xlsx,2021,out/b.csv\n", "list of files"),
        ("Names: base,Sex,Age,Income\nr1,Sex,Age,Income\nr2,Sex,Age at last birthday,\n", "repeat the headings"),
        ("ID,Title,Amount,Date\nid,title,amount,date\nText,Text,Number,DateTime\n", "template"),
    ];
    for (text, kind) in kinds {
        let drafted = Drafted::csv(text);
        assert!(!drafted.accepted && drafted.errors().len() == 1, "{text}\n{}\n{}", drafted.text, drafted.said);
        assert!(drafted.errors()[0].contains("no-observations") && drafted.said.contains(kind), "{}", drafted.said);
        assert!(drafted.told.contains("no-observations") && drafted.line("unit").is_empty(), "{}", drafted.told);
    }
}

#[test]
fn what_looks_a_little_like_a_list_of_codes_is_none() {
    let kinds = [
        "団体コード,団体名,会員数\n01,あ,3\n02,い,5\n03,う,4\n",
        "name,description,score\nA,first of all,3\nB,second,4\nC,third,8\n",
        "code,value\nA,3\nB,4\nC,9\n",
        "code,label,amount\nA,x,3\nB,y,4\nC,z,9\n",
        "id,温泉,食事\nR1,温泉,\nR2,温泉,食事\nR3,,食事\n",
    ];
    for text in kinds {
        let drafted = Drafted::csv(text);
        assert!(
            drafted.accepted && !drafted.said.contains("no-observations"),
            "{text}{}{}",
            drafted.text,
            drafted.said
        );
    }
    // The study says that the rows are observations.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), "Code,Title\nA,Arts\nB,Books\n").unwrap();
    let study = "[study]\ntitle = \"x\"\n[sources.a]\nfile = \"a.csv\"\nunit = \"Code\"\nlayout = \"none\"\n";
    std::fs::write(folder.path().join("study.toml"), study).unwrap();
    let (accepted, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(accepted, "{said}");
}

#[test]
fn the_sheet_with_the_observations_is_meant_not_the_code_book_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = table("id,sex,income", 12, |n| format!("P{n},{},{}", 1 + n % 2, 100 + 7 * n));
    let codes = "変数名,符号,符号内容\nsex,1,男\n,2,女\n";
    book(&folder.path().join("a.xlsx"), &[("符号一覧", codes), ("回答", &data)]);
    let drafted = Drafted::of(folder.path(), "a.xlsx");
    assert_eq!(
        (drafted.line("sheet"), drafted.line("unit")),
        ("sheet = \"回答\"", "unit = \"id\""),
        "{}",
        drafted.text
    );
    assert!(drafted.accepted && !drafted.text.contains("符号一覧"), "{}{}", drafted.text, drafted.said);
}

#[test]
fn who_a_row_is_about_is_asked_where_nobody_can_be_sure() {
    let asked = [
        ("a series", table("day,count", 30, |n| format!("2021-04-{:02},{}", n + 1, n * n % 17))),
        (
            "months of a shop",
            table("period,udon,soba", 12, |n| format!("2023-{:02},{},{}", n + 1, n * 7 % 11, n * 5 % 13)),
        ),
        (
            "answers below one another",
            table("id,item,ans", 12, |n| {
                format!(
                    "{},{},{}",
                    n / 2,
                    ["satisfy", "comment"][n % 2],
                    ["4", "good, thanks", "2", "none"][n % 4].replace(',', "")
                )
            }),
        ),
        (
            "a table on its side",
            "Parameter,Unit,Well A,Well B\npH,pH units,7.1,7.4\nSodium,mg/l,38,85\nIron,mg/l,3,5\n".into(),
        ),
        (
            "lists of titles",
            table("date,title,company", 24, |n| format!("2020-01-{:02},thing {},firm {}", n / 2 + 1, n % 22, n % 9)),
        ),
        (
            "a timetable",
            table("grade,semester,wday,hour,subject,teacher", 40, |n| {
                format!("{},{},{},{},subject {},teacher {}", n % 4, n % 2, n % 5, n % 6, n % 22, n % 22 * 5 % 21)
            }),
        ),
    ];
    for (kind, text) in asked {
        let drafted = Drafted::csv(&text);
        assert_eq!(drafted.line("unit"), "unit = \"…\"", "{kind}: {}", drafted.text);
        assert!(!drafted.accepted && drafted.errors().len() == 1, "{kind}: {}", drafted.said);
        assert!(drafted.errors()[0].contains("to-be-chosen"), "{kind}: {}", drafted.said);
    }
}

#[test]
fn answers_and_measurements_without_a_name_stand_for_themselves() {
    let anonymous = [
        table("性別,年代,満足度,ご意見", 24, |n| {
            format!("{},{}0代,{},意見{n}", ["男", "女"][n % 2], n % 5 + 2, n % 5 + 1)
        }),
        table("length,width,species", 40, |n| {
            format!("{},{},{}", 40 + n * 7 % 31, 10 + n % 5 * (n % 3), ["a", "b", "c"][n / 14])
        }),
    ];
    for text in anonymous {
        let drafted = Drafted::csv(&text);
        assert!(drafted.accepted && drafted.text.contains("anonymous = true"), "{}{}", drafted.text, drafted.said);
    }
}

#[test]
fn what_many_share_is_never_the_unit() {
    let unit = |text: &str| Drafted::csv(text).line("unit").to_string();
    let ages = table("Age,Name,Score", 8, |n| format!("{},p{n},{}", 30 + n, n * 5 % 7));
    assert_eq!(unit(&ages), "unit = \"Name\"");
    let homes = table("住所,団体名,会員数", 8, |n| format!("東町{n}丁目,会{n},{}", n * 5 % 7));
    assert_eq!(unit(&homes), "unit = \"団体名\"");
    let groups = table("sex,education,few,many", 12, |n| {
        format!(
            "{},{},{},{}",
            ["m", "f"][n % 2],
            ["none", "school", "college", "degree", "phd", "other"][n / 2],
            n * 7,
            n * 3
        )
    });
    assert_eq!(unit(&groups), "unit = [\"sex\", \"education\"]");
}

#[test]
fn registers_without_headings_are_known_by_their_numbers() {
    let digits = |n: usize| {
        let body = format!("{:012}", 10_001_000_000 + 37 * n);
        let sum: u32 = body.bytes().rev().enumerate().map(|(at, c)| u32::from(c - b'0') * (1 + at as u32 % 2)).sum();
        format!("{}{body}", 9 - sum % 9)
    };
    let rows = table("1,9000012050002,01,2021-07-14,株式会社イ,1", 30, |n| {
        format!("{},{},01,2021-07-1{},株式会社{n},{}", n + 2, digits(n), n % 9, n % 2)
    });
    let drafted = Drafted::csv(&rows);
    assert_eq!(drafted.line("unit"), "unit = \"column B\"", "{}{}", drafted.text, drafted.told);
    assert!(drafted.accepted && drafted.line("# outcomes") == "# outcomes = [\"…\"]", "{}", drafted.text);
}

#[test]
fn sums_numbers_of_rows_and_places_are_no_outcomes_and_answers_no_treatments() {
    let amounts = table("法人番号ではない番号,団体名,緯度,経度,交付決定額,合計", 12, |n| {
        format!("{n},会{n},35.{n},136.{n},\"{},000円\",{}", n + 1, n * 3)
    });
    let drafted = Drafted::csv(&amounts);
    assert_eq!(drafted.line("# outcomes"), "# outcomes = [\"交付決定額\"]", "{}", drafted.text);
    let words = ["祭りへの参加・見物;温泉", "温泉", "祭りへの参加・見物;食事", "食事"];
    let options = table("id,目的,祭りへの参加・見物,温泉,食事,満足度", 24, |n| {
        let has = |word: &str| u8::from(words[n % 4].contains(word));
        format!("R{n},{},{},{},{},{}", words[n % 4], has("参加"), has("温泉"), has("食事"), n % 5 + 1)
    });
    let drafted = Drafted::csv(&options);
    assert_eq!(drafted.line("# treatment"), "# treatment = \"…\"", "{}", drafted.text);
    assert_eq!(drafted.line("# outcomes"), "# outcomes = [\"満足度\"]", "{}", drafted.text);
}

#[test]
fn names_that_say_nothing_else_are_told() {
    let rows = "company,codes,items\nA,R1,service\nB,,\nC,,\nB,,\nC,,\nD,L7,research\nE,L7,research\nF,R2,shop\nG,R3,shop\nH,R1,service\nI,R1,none\nJ,R1,x\nK,R4,y\nL,R5,z\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), rows).unwrap();
    std::fs::write(
        folder.path().join("study.toml"),
        "[study]\ntitle = \"x\"\n[sources.a]\nfile = \"a.csv\"\nunit = \"company\"\n",
    )
    .unwrap();
    let (accepted, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(accepted && said.contains("warning[repeated-unit]: 2 rows"), "{said}");
}

#[test]
fn a_change_in_per_cent_among_years_is_no_point_in_time() {
    let rows = table("Area,Year,Crimes", 24, |n| {
        let value = if n % 3 == 2 { 3 + n % 5 } else { 4000 + 111 * n };
        format!("Area {},{},{value}", n / 3, ["2015", "2016", "Percent change"][n % 3])
    });
    let drafted = Drafted::csv(&rows);
    assert_eq!(drafted.line("period_column"), "period_column = \"Year\"", "{}", drafted.text);
    assert!(drafted.said.contains("warning[total-rows]") && !drafted.said.contains("thousandfold"), "{}", drafted.said);
}

#[test]
fn variables_are_counted_once_whatever_their_years() {
    let rows = table("id,income 2021,income 2022,income 2023,town", 9, |n| {
        format!("P{n},{},{},{},town {}", n * 3 % 7, n * 5 % 11, n * 2 % 5, n % 3)
    });
    let drafted = Drafted::csv(&rows);
    assert!(drafted.said.contains("Columns: 1 number, 1 category"), "{}", drafted.said);
}
