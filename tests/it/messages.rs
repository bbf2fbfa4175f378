//! What people read of the commonest mistakes: the messages with their places, in both languages.

use std::fs;

use assert_cmd::Command;

const TABLE: &str = "id,region,grant,income_2021,income_2022,note\n1,east,yes,10,12,\n2,west,no,8,9,a\n3,east,yes,7,11,\n\
    4,west,no,5,many,b\n5,east,no,6,6,\n6,west,yes,9,13,\n";

const HEAD: &str = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n";

const QUESTION: &str = "[[questions]]\nid = \"q\"\noutcomes = [\"income_2022\"]\nbaseline = { income_2022 = \"income_2021\" }\n\
    design = \"before-after\"\n";

/// A name and a study with one mistake.
fn mistakes() -> Vec<(&'static str, String)> {
    let with = |old: &str, new: &str| format!("{HEAD}{QUESTION}").replace(old, new);
    vec![
        ("a-key-mistyped", with("outcomes", "outcoms")),
        ("a-key-missing", with("unit = \"id\"\n", "")),
        ("a-key-twice", with("id = \"q\"\n", "id = \"q\"\nid = \"r\"\n")),
        ("a-value-of-another-type", with("[\"income_2022\"]", "2022")),
        ("a-word-that-is-none", with("unit = \"id\"\n", "unit = \"id\"\nrows = \"total\"\n")),
        ("quotation-marks-of-a-word-processor", with("\"before-after\"", "“before-after”")),
        ("a-full-width-sign", with("id = \"q\"", "id ＝ \"q\"")),
        ("a-text-without-quotation-marks", with("\"before-after\"", "before-after")),
        ("a-bracket-left-open", with("[\"income_2022\"]", "[\"income_2022\"")),
        ("a-file-that-is-not-there", with("d.csv", "e.csv")),
        ("a-column-that-is-not-there", with("\"id\"\n", "\"number\"\n")),
        ("a-variable-that-is-not-there", with("[\"income_2022\"]", "[\"incme_2022\"]")),
        ("a-method-that-is-none", with("before-after", "matching")),
        ("an-option-that-is-none", with("\"before-after\"", "{ method = \"before-after\", ratio = 2 }")),
        (
            "a-formula-that-ends-too-early",
            with("[[questions]]", "[variables.gain]\nformula = \"income_2022 -\"\n[[questions]]"),
        ),
        ("a-formula-of-texts", with("[[questions]]", "[variables.gain]\nformula = \"region * 2\"\n[[questions]]")),
        (
            "a-function-that-is-none",
            with("[[questions]]", "[variables.gain]\nformula = \"SUM(income_2022)\"\n[[questions]]"),
        ),
        ("a-treatment-of-many-words", with("\"before-after\"", "\"groups\"\ntreatment = \"note\"")),
        ("a-matching-without-covariates", with("\"before-after\"", "\"nearest\"\ntreatment = \"grant\"")),
        (
            "an-outcome-as-covariate",
            with("\"before-after\"", "\"nearest\"\ntreatment = \"grant\"\ncovariates = [\"income_2022\"]"),
        ),
        ("no-question", HEAD.into()),
    ]
}

/// What `tashika check` says of it beside the list of sources.
fn said(study: &str, lang: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), TABLE).unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let mut command = Command::cargo_bin("tashika").unwrap();
    let output = command.current_dir(folder.path()).args(["check", "study.toml", "--lang", lang]).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn mistakes_are_told_so() {
    for lang in ["en", "ja"] {
        let all = mistakes().into_iter().map(|(name, study)| format!("== {name}\n{}", said(&study, lang)));
        insta::assert_snapshot!(format!("messages-{lang}"), all.collect::<Vec<_>>().join("\n"));
    }
}
