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
        .replace("# covariates = [\"…\"]", "covariates = [\"age\", \"re75\", \"race\"]")
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
    # そのあとで実行: tashika check study.toml

    [study]
    title = "団体"

    [sources."団体"]
    file = "団体.csv"  # 6行、7列
    unit = "団体ID"  # 行を見分ける列(6種類の値)
    # ほかに行を見分けられそうな列: 団体名

    # 列の内容の推定です。違っていれば直し、要らないものは消してください。
    # 表示名・単位・よい方向を書くと、結果が読みやすくなります。例:
    # label = { ja = "…", en = "…" }
    # unit = { ja = "…", en = "…" }
    # better = "higher"

    [variables."団体名"]  # 6種類の値(あ、いなど)
    kind = "text"

    [variables."地域"]  # 東(3件)、西(3件)

    [variables."採否"]  # 不採択(3件)、採択(3件)

    [variables."収入"]  # 0〜1200、空1件
    kind = "number"  # または count、amount、share、scale

    [variables."会員数"]  # 5〜12
    kind = "number"  # または count、amount、share、scale
    missing = ["不明"]  # 数の中にある文字列です。無回答の意味ですか

    [variables."採択日"]  # 3種類の値(2021-04-01、2021-05-01など)、空3件

    # 問いです。行の初めの # を消し、列の名前を記入してください。
    # [[questions]]
    # id = "effect"
    # title = "…"
    # outcomes = ["収入"]  # 変化を調べるもの。ほかの数の列(有力な順): 会員数
    # baseline = { "収入" = "…" }  # 同じものの事前の値(成果 = 列)。なければこの行を消す
    # treatment = "採否"  # 参加・受給の有無。ほかに値が二つの列: 地域
    # covariates = ["…"]  # 事前に分かっていて、条件をそろえるもの
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
    assert!(text.contains("columns = { income_grants = \"income\" }"), "{text}");
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn files_of_several_points_in_time_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r3.csv"), "id,income\n1,10\n2,20\n3,25\n").unwrap();
    std::fs::write(folder.path().join("r5.csv"), "id,income\n1,30\n2,40\n3,45\n").unwrap();
    let text = drafted(folder.path(), &["r3.csv", "r5.csv"], "en");
    assert!(text.contains("period = \"r3\"") && text.contains("period = \"r5\""), "{text}");
    assert!(text.contains("# before = \"r3\"") && text.contains("# after = \"r5\""), "{text}");
    assert!(!text.contains("columns =") && text.matches("[variables.").count() == 1, "{text}");
    let (checked, _, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && !said.contains("error") && !said.contains("warning"), "{said}");
}

#[test]
fn several_years_in_one_table_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体番号,年度,収入\n1,2021,10\n1,2023,20\n2,2021,25\n2,2023,35\n";
    std::fs::write(folder.path().join("long.csv"), rows).unwrap();
    let text = drafted(folder.path(), &["long.csv"], "en");
    assert!(text.contains("unit = \"団体番号\"") && text.contains("period_column = \"年度\""), "{text}");
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
    let (done, text, _) = tashika(folder.path(), &["new", "a.csv"]);
    assert!(done && text.contains("[sources.a]"));
}

#[test]
fn years_and_file_names_go_into_the_draft() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "団体番号,年度,収入\n1,2021,10\n1,2023,20\n2,2021,25\n2,2023,35\n";
    std::fs::write(folder.path().join("long.csv"), rows).unwrap();
    let (done, _, said) = tashika(folder.path(), &["new", "long.csv", "-o", "my study.toml", "--lang", "en"]);
    assert!(done, "{said}");
    let text = std::fs::read_to_string(folder.path().join("my study.toml")).unwrap();
    assert!(text.contains("tashika check \"my study.toml\""), "{text}");
    assert!(text.contains("# before = \"2021\"") && text.contains("# after = \"2023\""), "{text}");
}

#[test]
fn a_row_without_id_does_not_hide_the_id() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows: String = (1..=20).map(|n| format!("{n:03},会{n},{}\n", n % 7)).collect();
    rows.insert_str(0, ",番号未定,4\n");
    std::fs::write(folder.path().join("a.csv"), format!("団体ID,団体名,職員数\n{rows}")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "en");
    assert!(text.contains("unit = \"団体ID\"") && text.contains("1 row has none and is left out"), "{text}");
}

#[test]
fn rows_of_grants_are_put_together_by_who_received_them() {
    let folder = tempfile::tempdir().unwrap();
    let names = "府省,事業名,補助金交付先名,交付決定額";
    let rows = |of: fn(usize) -> String| (0..12).map(of).collect::<Vec<_>>().join("\n");
    let by_name = rows(|n| format!("内閣府,事業{},財団{},{}", n % 5, n % 8, 100 * n));
    std::fs::write(folder.path().join("a.csv"), format!("{names}\n{by_name}\n")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "ja");
    assert!(text.contains("unit = \"補助金交付先名\"") && text.contains("rows = \"sum\""), "{text}");
    let (checked, table, said) = tashika(folder.path(), &["check", "study.toml", "--lang", "en"]);
    assert!(checked && table.contains("Units: 8"), "{table}{said}");
    // Names are spelled in more ways than there are numbers.
    std::fs::remove_file(folder.path().join("study.toml")).unwrap();
    let by_number = rows(|n| {
        format!("内閣府,事業{},財団{}号,{},{}", n % 5, n % 9, 100 * n, 1_000_000_000_000_u64 + (n as u64) % 6)
    });
    std::fs::write(folder.path().join("a.csv"), format!("{names},法人番号\n{by_number}\n")).unwrap();
    let text = drafted(folder.path(), &["a.csv"], "ja");
    assert!(text.contains("unit = \"法人番号\"") && text.contains("rows = \"sum\""), "{text}");
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
