//! `tashika new`: what is drafted passes `check` as it stands, and `run` once the question is filled in.

use std::path::Path;

use assert_cmd::Command;

fn tashika(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::cargo_bin("tashika").unwrap().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn drafted(folder: &Path, files: &[&str], lang: &str) -> String {
    let (done, _, said) = tashika(folder, &[&["new", "-o", "study.toml", "--lang", lang], files].concat());
    assert!(done, "{said}");
    std::fs::read_to_string(folder.join("study.toml")).unwrap()
}

#[test]
fn a_draft_of_the_nsw_workbook_needs_only_its_question() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("notebooks-data/nsw/nsw.xlsx", folder.path().join("nsw.xlsx")).unwrap();
    let text = drafted(folder.path(), &["nsw.xlsx"], "en");
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && said.contains("no-questions") && !said.contains("error"), "{said}");
    let filled = |line: &str| match line {
        line if line.starts_with("# outcomes =") => "outcomes = [\"re78\"]".to_string(),
        line if line.starts_with("# treatment =") => "treatment = \"treat\"".to_string(),
        line => line.to_string(),
    };
    let asked = text
        .lines()
        .map(filled)
        .collect::<Vec<_>>()
        .join("\n")
        .replace("# [[questions]]", "[[questions]]")
        .replace("# id =", "id =")
        .replace("# covariates = ", "covariates = ")
        .replace("# design =", "design =");
    std::fs::write(folder.path().join("study.toml"), asked).unwrap();
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn a_draft_says_what_it_saw() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体ID,団体名,地域,採否,収入,会員数,採択日\n\
        001,あ,東,採択,1200,不明,2021-04-01\n002,い,西,不採択,800,5,\n003,う,東,採択,0,7,2021-05-01\n\
        004,え,西,不採択,300,9,\n005,お,東,採択,,11,2021-06-01\n006,か,西,不採択,10,12,\n";
    std::fs::write(folder.path().join("団体.csv"), rows).unwrap();
    insta::assert_snapshot!(drafted(folder.path(), &["団体.csv"], "ja"), @r##"
    # 下書きです。推定した内容を確かめ、終わりにある問いを記入してください
    # そのあとで実行：tashika check study.toml

    [study]
    title = "団体"

    # 結果の文では「対象」「参加した」「事業」と書きます。自分の言葉にするときは、次の行の # を外して書き換えてください
    # [study.words]
    # took_part = { en = "received a grant", ja = "助成を受けた" }
    # did_not_take_part = { en = "did not receive a grant", ja = "助成を受けていない" }
    # taking_part = { en = "receiving a grant", ja = "助成" }
    # program = { en = "the grant", ja = "助成" }
    # unit = { en = "organisation", ja = "団体" }
    # units = { en = "organisations" }
    # unit_n = { ja = "団体" }

    [sources."団体"]
    file = "団体.csv"  # 6行、7列
    unit = "団体ID"  # 行を見分ける列（6種類の値）
    # ほかに行を見分けられそうな列：団体名

    # 列の内容の推定です。違っていれば直し、要らないものは消してください。
    # 表示名・単位・よい方向を書くと、結果が読みやすくなります。例：
    # label = { ja = "…", en = "…" }
    # unit = { ja = "…", en = "…" }
    # better = "higher"

    [variables."団体名"]  # 6種類の値（あ、いなど）
    kind = "text"

    [variables."地域"]  # 東（3件）、西（3件）

    [variables."採否"]  # 不採択（3件）、採択（3件）
    kind = "yes-no"

    [variables."収入"]  # 0〜1200、空1件
    kind = "number"  # または count、amount、share、scale

    [variables."会員数"]  # 5〜12
    kind = "number"  # または count、amount、share、scale
    missing = ["不明"]  # 数の中にある、無回答を表す言葉です

    [variables."採択日"]  # 日付3件、空3件
    kind = "date"

    # 問いです。行の初めの # を消し、列の名前を記入してください。
    # [[questions]]
    # id = "effect"
    # title = "…"
    # outcomes = ["収入"]  # 変化を調べるもの。ほかの列（有力な順）：会員数
    # baseline = { "収入" = "…" }  # 同じものの事前の値（成果 = 列）。なければこの行を消す
    # treatment = "採否"  # 参加・受給の有無。ほかに値が二つの列：地域
    # covariates = ["地域", "会員数"]  # 事前に分かっていて、条件をそろえるもの。あとで分かったものは消してください
    # design = "nearest"  # 似た相手と比べる。同じ対象の前後を比べるときは "before-after"
    "##);
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error"), "{said}");
}

#[test]
fn headings_that_two_files_share_get_their_own_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("members.csv"), "id,income,size\n1,10,a\n2,20,b\n3,25,c\n").unwrap();
    std::fs::write(folder.path().join("grants.csv"), "id,income,to,when\n1,30,x,p\n2,40,y,q\n3,45,z,r\n").unwrap();
    let text = drafted(folder.path(), &["members.csv", "grants.csv"], "en");
    assert_eq!(lines(&text, "columns"), ["columns = { income_grants = \"income\" }"], "{text}");
    let all = ["income", "size", "income_grants", "to", "when"].map(|name| format!("[variables.{name}]"));
    assert_eq!(lines(&text, "[variables."), all);
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn files_of_several_points_in_time_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r3.csv"), "id,income\n1,10\n2,20\n3,25\n").unwrap();
    std::fs::write(folder.path().join("r5.csv"), "id,income\n1,30\n2,40\n3,45\n").unwrap();
    let text = drafted(folder.path(), &["r3.csv", "r5.csv"], "en");
    assert_eq!(lines(&text, "period"), ["period = \"r3\"", "period = \"r5\""], "{text}");
    assert_eq!([lines(&text, "# before"), lines(&text, "# after")], [["# before = \"r3\""], ["# after = \"r5\""]]);
    assert_eq!(lines(&text, "# design"), ["# design = \"before-after\""]);
    assert_eq!((lines(&text, "columns"), lines(&text, "[variables.")), (vec![], vec!["[variables.income]"]));
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn several_years_in_one_table_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体番号,年度,収入\n1,2021,10\n1,2023,20\n2,2021,25\n2,2023,35\n";
    std::fs::write(folder.path().join("long.csv"), rows).unwrap();
    let text = drafted(folder.path(), &["long.csv"], "en");
    assert_eq!(lines(&text, "unit = \""), ["unit = \"団体番号\""], "{text}");
    assert_eq!(lines(&text, "period"), ["period_column = \"年度\""]);
    assert_eq!(lines(&text, "[variables."), ["[variables.\"収入\"]"]);
    assert!(tashika(folder.path(), &["check", "study.toml"]).0);
}

#[test]
fn a_study_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), "id,x\n1,2\n2,3\n").unwrap();
    std::fs::write(folder.path().join("study.toml"), "mine").unwrap();
    let (done, _, said) = tashika(folder.path(), &["new", "a.csv", "-o", "study.toml", "--lang", "en"]);
    assert!(!done && said.contains("output-occupied"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("study.toml")).unwrap(), "mine");
    let (done, _, said) = tashika(folder.path(), &["new", "a.csv", "--lang", "en"]);
    assert!(!done && said.contains("output-occupied") && said.contains("-o -"), "{said}");
    let (done, text, _) = tashika(folder.path(), &["new", "a.csv", "-o", "-"]);
    assert!(done && text.contains("[sources.a]"));
    assert_eq!(std::fs::read_to_string(folder.path().join("study.toml")).unwrap(), "mine");
}

#[test]
fn years_and_file_names_go_into_the_draft() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体番号,年度,収入\n1,2021,10\n1,2023,20\n2,2021,25\n2,2023,35\n";
    std::fs::write(folder.path().join("long.csv"), rows).unwrap();
    let (done, _, said) = tashika(folder.path(), &["new", "long.csv", "-o", "my study.toml", "--lang", "en"]);
    assert!(done, "{said}");
    let text = std::fs::read_to_string(folder.path().join("my study.toml")).unwrap();
    assert_eq!(lines(&text, "# After that"), ["# After that: tashika check \"my study.toml\""], "{text}");
    assert_eq!([lines(&text, "# before"), lines(&text, "# after")], [["# before = \"2021\""], ["# after = \"2023\""]]);
}

#[test]
fn a_row_without_id_does_not_hide_the_id() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows: String = (1..=20).map(|n| format!("{n:03},会{n},{}\n", n % 7)).collect();
    rows.insert_str(0, ",番号未定,4\n");
    std::fs::write(folder.path().join("a.csv"), format!("団体ID,団体名,職員数\n{rows}")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "en");
    let unit = "\nunit = \"団体ID\"  # the column that identifies each row: 20 different values; 1 row has none and is left out\n";
    assert!(text.contains(unit), "{text}");
}

#[test]
fn of_two_columns_of_recipients_the_one_with_fewer_spellings_is_the_unit() {
    let mut table = String::from("府省,事業名,補助金交付先名,補助金交付先法人名,交付決定額\n");
    for row in 0..40 {
        let (name, place) = (row % 10, ["", "（東京都港区）", " 関東支部"][row % 3]);
        table += &format!("甲省,事業{},第{name}振興会{place},第{name}振興会,{}\n", row % 5, 1000 + row * 7);
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), &table).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "ja");
    assert_eq!(lines(&text, "unit = \""), ["unit = \"補助金交付先法人名\""], "{text}");
    assert_eq!(lines(&text, "rows"), ["rows = \"sum\""]);
}

#[test]
fn rows_of_grants_are_put_together_by_who_received_them() {
    let folder = tempfile::tempdir().unwrap();
    let names = "府省,事業名,補助金交付先名,交付決定額";
    let rows = |of: fn(usize) -> String| (0..12).map(of).collect::<Vec<_>>().join("\n");
    let by_name = rows(|n| format!("内閣府,事業{},財団{},{}", n % 5, n % 8, 100 * n));
    std::fs::write(folder.path().join("a.csv"), format!("{names}\n{by_name}\n")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "ja");
    assert_eq!(lines(&text, "unit = \""), ["unit = \"補助金交付先名\""], "{text}");
    assert_eq!(lines(&text, "rows"), ["rows = \"sum\""]);
    let (checked, table, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && table.contains("Units: 8"), "{table}{said}");
    // Names are spelled in more ways than there are numbers.
    std::fs::remove_file(folder.path().join("study.toml")).unwrap();
    let by_number = rows(|n| {
        format!("内閣府,事業{},財団{}号,{},{}", n % 5, n % 9, 100 * n, 1_000_000_000_000_u64 + (n as u64) % 6)
    });
    std::fs::write(folder.path().join("a.csv"), format!("{names},法人番号\n{by_number}\n")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "ja");
    assert_eq!(lines(&text, "unit = \""), ["unit = \"法人番号\""], "{text}");
    assert_eq!(lines(&text, "rows"), ["rows = \"sum\""]);
}

#[test]
fn a_list_of_grants_is_drafted_by_what_its_columns_say() {
    let unit = |table: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.csv"), table).unwrap();
        let text = drafted(folder.path(), &["a.csv"], "en");
        let line =
            |key: &str| text.lines().find(|line| line.starts_with(key)).map(|line| line.split("  #").next().unwrap());
        let said = ["unit =", "rows =", "period_column ="].map(|key| line(key).unwrap_or("").to_string());
        let (checked, _, problems) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
        assert!(checked, "{problems}");
        said
    };
    let by_year = "助成先,年度,助成額\nA,2020,100\nA,2021,100\nB,2020,100\nB,2021,200\n";
    assert_eq!(unit(by_year), ["unit = \"助成先\"", "", "period_column = \"年度\""]);
    let in_a_year = "助成先,年度,助成額\nA,2020,100\nA,2020,100\nB,2020,100\nB,2021,200\n";
    assert_eq!(unit(in_a_year), ["unit = \"助成先\"", "rows = \"sum\"", "period_column = \"年度\""]);
    let numbered = "項番,助成先,助成額\n1,A,100\n2,A,100\n3,B,200\n4,B,100\n";
    assert_eq!(unit(numbered), ["unit = \"項番\"", "", ""]);
    let of_recipients = "助成先,助成先自己負担額,助成額\nA,110,500\nA,120,600\nB,130,700\nB,130,800\n";
    assert_eq!(unit(of_recipients), ["unit = \"助成先\"", "rows = \"sum\"", ""]);
    let few_numbers =
        "助成先,法人番号,助成額\nA,1000000000001,5\nB,1000000000002,6\nB,,7\nC,,7\nD,,8\nE,1000000000002,8\n";
    assert_eq!(unit(few_numbers), ["unit = \"助成先\"", "rows = \"sum\"", ""]);
}

/// Drafts from text files, and checks the draft: its text without comments, and what check said.
fn of_files(files: &[(&str, &str)]) -> (String, bool, String) {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
    let text = drafted(folder.path(), &files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "en");
    let (checked, table, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    (text, checked, format!("{table}{said}"))
}

/// The lines of a draft that begin so, without their comments; `#` stands before lines of the question.
fn lines<'t>(text: &'t str, begin: &str) -> Vec<&'t str> {
    let lines = text.lines().filter(|line| line.starts_with(begin));
    lines.map(|line| line.split("  #").next().unwrap()).collect()
}

/// A table with a heading and numbered rows.
fn table(heading: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    std::iter::once(heading.to_string()).chain((0..rows).map(row)).map(|line| line + "\n").collect()
}

#[test]
fn a_draft_is_written_where_check_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("調査.csv"), "id,x\n1,2\n2,3\n3,3\n").unwrap();
    let (done, out, said) = tashika(folder.path(), &["new", "調査.csv", "--lang", "ja"]);
    assert!(done && out.is_empty() && said.contains("study.toml"), "{out}{said}");
    assert!(tashika(folder.path(), &["check", "study.toml"]).0);
}

#[test]
fn only_words_of_no_answer_are_missing_without_a_question() {
    let column =
        |odd: &str| table("id,score", 20, |n| format!("{n},{}", if n == 7 { odd.to_string() } else { n.to_string() }));
    for word in ["NA", "無回答", "?", "-"] {
        let (text, ..) = of_files(&[("a.csv", &column(word))]);
        assert_eq!(lines(&text, "missing"), [format!("missing = [\"{word}\"]")], "{text}");
    }
    for word in ["Highland", "楽しい", "prediabetic", "なし"] {
        let (text, checked, said) = of_files(&[("a.csv", &column(word))]);
        assert_eq!(lines(&text, "missing"), [""; 0], "{text}");
        assert_eq!(lines(&text, "# missing"), [format!("# missing = [\"{word}\"]")], "{text}");
        assert!(checked && said.contains("--> a.csv / B9\n"), "check must name the cell: {said}");
    }
}

#[test]
fn remarks_are_no_treatment_and_lines_that_cannot_run_are_not_written() {
    let rows = table("No.,団体名,会員数（事前）,会員数（事後）,備考", 12, |n| {
        let remark = ["", "担当者交代", "", "回収できず"][n % 4];
        format!("{},会{n},{},{},{remark}", n + 1, n % 5, n % 7)
    });
    let (text, checked, said) = of_files(&[("a.csv", &rows)]);
    assert!(checked, "{said}");
    assert_eq!(lines(&text, "# outcomes"), ["# outcomes = [\"会員数（事後）\"]"]);
    assert_eq!(lines(&text, "# baseline"), ["# baseline = { \"会員数（事後）\" = \"会員数（事前）\" }"]);
    assert_eq!(lines(&text, "# design"), ["# design = \"before-after\""]);
    assert!(lines(&text, "# treatment").is_empty() && lines(&text, "# covariates").is_empty(), "{text}");
}

#[test]
fn all_pairs_of_before_and_after_are_written_out() {
    for (before, after) in [("pre_", "post_"), ("事前", "事後"), ("Baseline ", "Endline ")] {
        let heading = format!("id,{before}A,{before}B,{after}A,{after}B");
        let (text, ..) = of_files(&[(
            "a.csv",
            &table(&heading, 9, |n| format!("{n},{},{},{},{}", n % 3, n % 2 + 1, n % 4, n % 5 + 1)),
        )]);
        let key = |name: &str| if name.contains([' ', '事']) { format!("\"{name}\"") } else { name.to_string() };
        let pair = |item: &str| format!("{} = \"{before}{item}\"", key(&format!("{after}{item}")));
        assert_eq!(lines(&text, "# baseline"), [format!("# baseline = {{ {}, {} }}", pair("A"), pair("B"))], "{text}");
    }
}

#[test]
fn decisions_in_several_words_are_a_treatment_with_their_codes() {
    let words = ["Awarded", "Declined", "awarded", "Declined - no budget", "Rejected"];
    let rows = table("Application ref,Income,Decision,Anything else?", 40, |n| {
        format!("A{n:03},{},{},{}", n * 10, words[n % 5], ["thanks", "less paper"][n % 2])
    });
    let (text, checked, said) = of_files(&[("a.csv", &rows)]);
    assert!(checked, "{said}");
    assert_eq!(lines(&text, "# treatment"), ["# treatment = \"Decision\""], "{text}");
    assert_eq!(
        lines(&text, "# codes"),
        ["# codes = { Awarded = \"yes\", Declined = \"no\", \"Declined - no budget\" = \"no\", Rejected = \"no\" }"]
    );
    let asked: String = text.lines().map(|line| match line {
        line if line.starts_with("# codes") => line[2..].to_string(),
        line if line.starts_with("# [[questions]]") || line.starts_with("# id = \"effect") => line[2..].to_string(),
        line if line.starts_with("# outcomes") || line.starts_with("# treatment") => line[2..].to_string(),
        line if line.starts_with("# design") => "design = \"nearest\"\ncovariates = [\"Income\"]".to_string(),
        line => line.to_string(),
    } + "\n").collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), &rows).unwrap();
    std::fs::write(folder.path().join("study.toml"), asked).unwrap();
    let (_, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(!said.contains("treatment-not-two-valued") && !said.contains("Decision"), "{said}");
}

#[test]
fn answers_on_scales_and_several_answers_are_outcomes() {
    let steps = ["Agree", "Strongly agree", "Disagree", "Neither agree nor disagree"];
    let uses = ["mentor;peers", "peers", "mentor;money", "money;peers"];
    let rows = table("id,We are heard,Used", 24, |n| format!("{n},{},{}", steps[n % 4], uses[n % 4]));
    let (text, checked, said) = of_files(&[("a.csv", &rows)]);
    assert!(checked, "{said}");
    assert_eq!(lines(&text, "# outcomes"), ["# outcomes = [\"We are heard\"]"], "{text}");
    assert_eq!(lines(&text, "kind"), ["kind = \"scale\""], "{text}");
    let several = "# several answers in a cell; each can be an outcome: Used=peers, Used=mentor, Used=money";
    assert_eq!(lines(&text, "# several"), [several]);
    assert!(text.contains("  # what may have changed; other columns, the likeliest first: Used=peers\n"), "{text}");
}

#[test]
fn waves_keep_the_whole_words_of_their_names() {
    let wave = |shift: usize| table("ID,score", 20, |n| format!("{n},{}", n % 5 + shift));
    for (first, last) in
        [("pre", "post"), ("pretest", "posttest"), ("baseline", "endline"), ("事前", "事後"), ("wave1", "wave2")]
    {
        let files = [(format!("{last}.csv"), wave(1)), (format!("{first}.csv"), wave(0))];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (text, checked, said) = of_files(&files);
        assert_eq!(lines(&text, "period"), [format!("period = \"{last}\""), format!("period = \"{first}\"")], "{text}");
        assert_eq!(lines(&text, "# before"), [format!("# before = \"{first}\"")], "{text}");
        assert!(checked && !said.contains("ambiguous"), "{said}");
    }
}

#[test]
fn groups_of_an_experiment_are_no_points_in_time() {
    let group = |first: usize| table("ID,score", 20, |n| format!("{},{}", first + n, n % 5));
    let (text, ..) = of_files(&[("treatment.csv", &group(1)), ("control.csv", &group(50))]);
    assert!(lines(&text, "period").is_empty() && lines(&text, "# before").is_empty(), "{text}");
}

#[test]
fn files_of_several_years_are_one_source_even_where_a_heading_differs() {
    let year =
        |heading: &str, year: usize| table(heading, 20, |n| format!("A{year}-{n:02},Org {n},{},{}", n % 3, n * 10));
    let plain = "Application ref,Organisation,Region,Amount requested";
    let files = [
        ("apps_2020.csv", year(plain, 2020)),
        ("apps_2021.csv", year("App. ref,Organisation name,Region,Amount requested", 2021)),
        ("apps_2022.csv", year(plain, 2022)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (text, checked, said) = of_files(&files);
    assert_eq!(lines(&text, "[sources."), ["[sources.apps]"], "{text}");
    assert_eq!(lines(&text, "file ="), ["file = \"apps_*.csv\""]);
    assert_eq!(lines(&text, "period_from"), ["period_from = \"file\""]);
    let (first, second) = (
        "\"Application ref\" = [\"Application ref\", \"App. ref\"]",
        "Organisation = [\"Organisation\", \"Organisation name\"]",
    );
    assert_eq!(lines(&text, "columns"), [format!("columns = {{ {first}, {second} }}")]);
    assert!(checked && said.contains("Units: 20") && !said.contains("headings-differ"), "{said}");
    // Decided about once each, they need no period.
    let decided = |year: usize| {
        table("Application ref,Income,Decision", 20, |n| {
            format!("A{year}-{n:02},{},{}", n * 10, ["Awarded", "Declined"][n % 2])
        })
    };
    let (text, checked, said) = of_files(&[("apps_2020.csv", &decided(2020)), ("apps_2021.csv", &decided(2021))]);
    assert!(lines(&text, "period").is_empty(), "{text}");
    assert_eq!(lines(&text, "# period"), ["# period_from = \"file\""], "{text}");
    assert_eq!(lines(&text, "# treatment"), ["# treatment = \"Decision\""]);
    assert!(checked && !said.contains("ambiguous"), "{said}");
}

#[test]
fn anonymous_waves_have_their_periods() {
    let wave = |year: usize| {
        table("タイムスタンプ,満足度,困りごと", 15, |n| {
            format!("{year}-07-{:02} 10:00:00,{},{}", n + 1, n % 5 + 1, ["人材", "資金"][n % 2])
        })
    };
    let (text, checked, said) =
        of_files(&[("調査（令和4年度）.csv", &wave(2022)), ("調査（令和7年度）.csv", &wave(2025))]);
    assert_eq!(lines(&text, "anonymous"), ["anonymous = true"], "{text}");
    assert_eq!(lines(&text, "period_from"), ["period_from = \"file\""]);
    assert_eq!(lines(&text, "# design"), ["# design = \"two-groups\""]);
    assert_eq!(lines(&text, "# before"), ["# before = \"2022\""]);
    assert!(checked && !said.contains("ambiguous"), "{said}");
}

#[test]
fn a_list_of_gifts_is_added_up_by_fiscal_year() {
    let rows = table("donor id,gift date,amount", 60, |n| {
        format!("D{:02},20{}-{:02}-{:02},{}", n % 12, 20 + n % 3, n % 12 + 1, n % 28 + 1, 100 * (n + 1))
    });
    let (text, checked, said) = of_files(&[("gifts.csv", &rows)]);
    assert_eq!(lines(&text, "fiscal_year_starts"), ["fiscal_year_starts = 4"], "{text}");
    assert_eq!(lines(&text, "unit = \"donor"), ["unit = \"donor id\""]);
    assert_eq!(lines(&text, "rows"), ["rows = \"sum\""]);
    assert_eq!(lines(&text, "period_column"), ["period_column = \"gift date\""]);
    let rows =
        "  # the rows of each unit are put together and their numbers added; how many there are is `gifts_rows`\n";
    assert!(text.contains(rows) && checked, "{text}{said}");
}

#[test]
fn who_a_row_is_about_is_never_a_title_an_amount_or_a_number_of_the_row() {
    let unit = |text: &str| {
        let (text, checked, said) = of_files(&[("a.csv", text)]);
        assert_eq!(checked, lines(&text, "unit = \"…\"").is_empty(), "{said}");
        (
            text.lines()
                .find(|line| line.starts_with("unit = \"") || line.starts_with("anonymous"))
                .unwrap()
                .split("  #")
                .next()
                .unwrap()
                .to_string(),
            lines(&text, "period_column").first().map(|line| line.to_string()),
        )
    };
    let survey = table("Job title,Age,Helpful", 30, |n| format!("{},{},{}", ["Nurse", "Vet"][n % 2], 20 + n, n % 5));
    assert_eq!(unit(&survey).0, "anonymous = true");
    let amounts =
        table("amount,sport,region", 30, |n| format!("{}.5,{},{}", 1000 + 7 * n, ["golf", "polo"][n % 2], n % 3));
    assert_eq!(unit(&amounts).0, "anonymous = true");
    let words = table("score,答え,ご意見", 12, |n| format!("{},{},とてもよい会だと思いました。{n}", n % 5, n % 2));
    assert_eq!(unit(&words).0, "anonymous = true");
    let panel = table(",産業,年度,売上", 24, |n| format!("{n},業{},{},{}", n % 8, 2018 + n / 8, n * 3));
    assert_eq!(unit(&panel), ("unit = \"産業\"".into(), Some("period_column = \"年度\"".into())));
    let weeks = table("Week_ID,sleep", 40, |n| format!("{},{}", n % 2, n % 9));
    assert_eq!(unit(&weeks).0, "anonymous = true");
    let pages = table("Name,Home page,Grant", 12, |n| format!("Club {},https://example.org/{n},{}", n % 4, n * 5));
    assert_eq!(unit(&pages).0, "unit = \"…\"");
}

#[test]
fn sheets_of_several_years_are_one_source_and_a_cover_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let cover = book.add_worksheet().set_name("概要").unwrap();
    cover.write_row(0, 0, ["シート", "行"]).unwrap();
    cover.write_row(1, 0, ["FY2021", "15"]).unwrap();
    for year in ["FY2021", "FY2022", "FY2023"] {
        let sheet = book.add_worksheet().set_name(year).unwrap();
        sheet.write_row(0, 0, ["団体番号", "会員数"]).unwrap();
        (1..=15u32).for_each(|row| {
            sheet.write_row(row, 0, [100 + row, row % 7]).unwrap();
        });
    }
    book.save(folder.path().join("a.xlsx")).unwrap();
    let text = drafted(folder.path(), &["a.xlsx"], "en");
    assert_eq!(lines(&text, "sheet"), ["sheet = [\"FY2021\", \"FY2022\", \"FY2023\"]"], "{text}");
    assert_eq!(lines(&text, "period_from"), ["period_from = \"sheet\""]);
    assert_eq!(
        (lines(&text, "# before"), lines(&text, "# after")),
        (vec!["# before = \"2021\""], vec!["# after = \"2023\""])
    );
    let (checked, table, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && table.contains("Units: 15"), "{table}{said}");
}

#[test]
fn years_in_headings_are_periods() {
    let rows = table("団体名,2020年度 会員数,2021年度 会員数,2022年度 会員数", 10, |n| {
        format!("会{n},{n},{},{}", n + 1, n + 3)
    });
    let (text, checked, said) = of_files(&[("a.csv", &rows)]);
    assert_eq!(lines(&text, "period_from"), ["period_from = \"heading\""], "{text}");
    assert_eq!(lines(&text, "[variables"), ["[variables.\"会員数\"]"]);
    assert_eq!(lines(&text, "# before"), ["# before = \"2020\""]);
    assert!(checked, "{said}");
    for years in ["2019,2020,2021", "令和元年度,２年度,３年度", "H30,R1,R2"] {
        let rows =
            table(&format!("団体名,{years},増減"), 10, |n| format!("会{n},{n},{},{},{}", n + 1, n + 3, n % 4));
        let (text, checked, said) = of_files(&[("会員数.csv", &rows)]);
        assert_eq!(lines(&text, "period_from"), ["period_from = \"heading\""], "{text}");
        assert_eq!(lines(&text, "[variables"), ["[variables.\"会員数\"]", "[variables.\"増減\"]"], "{text}");
        assert!(checked, "{said}");
    }
}

#[test]
fn the_accounts_of_organisations_are_linked_to_their_applications() {
    let applications =
        table("Application ref,Charity number,Score", 30, |n| format!("A{n:03},{},{}", 1_000_001 + n % 20, n % 9));
    let accounts = table("Charity no.,Income", 25, |n| format!("{},{}", 1_000_001 + n, n * 100));
    let (text, checked, said) = of_files(&[("applications.csv", &applications), ("accounts.csv", &accounts)]);
    assert_eq!(lines(&text, "link"), ["link = { to = \"applications\", by = [\"Charity number\"] }"], "{text}");
    assert!(checked && !said.contains("error"), "{said}");
}

#[test]
fn shares_shown_in_per_cent_are_shares() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0%");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["団体番号", "達成率"]).unwrap();
    for row in 1..=9u32 {
        sheet.write(row, 0, row).unwrap();
        sheet.write_with_format(row, 1, f64::from(row) / 10.0, &percent).unwrap();
    }
    book.save(folder.path().join("a.xlsx")).unwrap();
    let text = drafted(folder.path(), &["a.xlsx"], "en");
    assert_eq!(lines(&text, "kind"), ["kind = \"share\""], "{text}");
    assert!(tashika(folder.path(), &["check", "study.toml"]).0);
}

#[test]
fn a_draft_of_groups_written_once_fills_them_down() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体名,年度,会員数\nみどりの会,2021,11\n,2022,12\n川の会,2021,23\n,2022,24\n山の会,2021,35\n,2022,36\n";
    std::fs::write(folder.path().join("a.csv"), rows).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "en");
    assert_eq!(lines(&text, "fill_down"), ["fill_down = [\"団体名\"]"], "{text}");
    assert_eq!(
        [lines(&text, "unit = \""), lines(&text, "period")],
        [["unit = \"団体名\""], ["period_column = \"年度\""]]
    );
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && said.contains("Blank cells filled from above") && !said.contains("no-unit-id"), "{said}");
}

#[test]
fn two_columns_that_tell_rows_apart_are_the_unit_together() {
    let rows = table("class,page,Q1,Q2", 40, |n| {
        format!("{},{},{},{}", ["a", "b", "c", "d"][n / 10], n % 10 + 1, n % 2, n % 3)
    });
    let (text, checked, said) = of_files(&[("a.csv", &rows)]);
    assert_eq!(lines(&text, "unit = ["), ["unit = [\"class\", \"page\"]"], "{text}");
    assert!(checked && said.contains("Units: 40, known by class + page\n"), "{said}");
}

#[test]
fn people_who_answer_a_form_several_times_are_its_units() {
    for heading in ["Username", "ユーザー名", "メールアドレス", "Email Address", "ID", "整理番号"] {
        let rows = table(&format!("タイムスタンプ,{heading},睡眠"), 60, |n| {
            format!("2024-05-{:02} 08:{:02}:00,p{:02}@example.org,{}", n % 28 + 1, n, n % 12, n % 9)
        });
        let (text, checked, said) = of_files(&[("form.csv", &rows)]);
        assert_eq!(lines(&text, "unit = \""), [format!("unit = \"{heading}\"")], "{text}");
        assert_eq!(lines(&text, "rows"), ["rows = \"mean\""], "{text}");
        assert!(checked && said.contains("Units: 12"), "{said}");
    }
}

#[test]
fn a_draft_declares_what_a_run_finds_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let row = |n: usize| {
        let (mark, share) = (if n.is_multiple_of(3) { "○" } else { "×" }, 40 + n);
        let step = ["とても満足", "やや満足", "どちらともいえない", "やや不満"][n % 4];
        let amount = format!("\"{},{:03}円\"", 1 + n, 100 + n);
        let day = format!("令和{}年{}月{}日", 1 + n % 5, 1 + n, 2 + n);
        format!("A{n:02},{mark},{share}%,{step},{amount},{day},{:04},{},{}", 12 + n, ["東", "西"][n % 2], 3 * n + 1)
    };
    let rows: Vec<String> = (0..12).map(row).collect();
    let heading = "団体ID,参加,達成率,満足度,寄附,設立日,郵便番号,地域,収入（千円）";
    std::fs::write(folder.path().join("a.csv"), format!("{heading}\n{}\n", rows.join("\n"))).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "en");
    let said = |text: &str| {
        std::fs::write(folder.path().join("study.toml"), text).unwrap();
        let (ok, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
        assert!(ok, "{said}");
        lines(&said, "  Columns:").join("\n")
    };
    let bare: String = text.lines().filter(|line| !line.starts_with("kind")).map(|line| format!("{line}\n")).collect();
    assert_eq!(said(&text), said(&bare), "{text}");
    let kinds: Vec<&str> = lines(&text, "kind = ").iter().map(|line| line.split("  #").next().unwrap()).collect();
    let wanted = ["yes-no", "share", "scale", "number", "date", "text", "number"];
    assert_eq!(kinds, wanted.map(|kind| format!("kind = \"{kind}\"")), "{text}");
    assert!(text.contains("[variables.\"収入\"]  # 1000 to 34000 (yen)"), "{text}");
}
