//! How the command behaves as a program: exit codes, what goes to stdout and stderr, what it never overwrites.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

fn tashika(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("tashika").unwrap().current_dir(folder).args(arguments).args(["--lang", "en"]).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_example_that_was_changed_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let first = tashika(folder.path(), &["demo", "--example", "training"]);
    assert!(first.status.success() && stderr(&first).contains("run it again with tashika "), "{}", stderr(&first));
    assert!(tashika(folder.path(), &["demo", "--example", "training"]).status.success());
    let study = folder.path().join("tashika-demo/study.toml");
    let mine = fs::read_to_string(&study).unwrap() + "# mine\n";
    fs::write(&study, &mine).unwrap();
    let again = tashika(folder.path(), &["demo", "--example", "training"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("output-occupied"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(&study).unwrap(), mine);
}

#[test]
fn errors_are_told_with_json_too_and_stdout_stays_clean() {
    let folder = tempfile::tempdir().unwrap();
    let output = tashika(folder.path(), &["run", "none.toml", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && stderr(&output).contains("file-not-found"), "{}", stderr(&output));
}

#[test]
fn options_alone_are_answered_with_help() {
    let folder = tempfile::tempdir().unwrap();
    let output = tashika(folder.path(), &["--strict"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Usage"), "{}", stderr(&output));
    let output = tashika(folder.path(), &["-o", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("STUDY"), "{}", stderr(&output));
}

#[test]
fn a_workbook_in_place_of_the_study_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("調査 1.xlsx"), b"PK\x03\x04").unwrap();
    let said = stderr(&tashika(folder.path(), &["調査 1.xlsx"]));
    assert!(said.contains("not-a-study") && said.contains("tashika new \"調査 1.xlsx\""), "{said}");
}

#[test]
fn rendering_in_another_language_keeps_the_first() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tashika(folder.path(), &["demo", "--example", "training"]).status.success());
    let study = folder.path().join("tashika-demo/study.toml");
    let text = fs::read_to_string(&study).unwrap().replace("[study]\n", "[study]\nlanguage = \"ja\"\n");
    fs::write(&study, text).unwrap();
    assert!(tashika(folder.path(), &["run", "tashika-demo/study.toml", "-o", "r"]).status.success());
    let report = |name: &str| folder.path().join("r").join(name);
    let before = fs::read(report("report.ja.html")).unwrap();
    assert!(!report("report.en.html").exists());
    assert!(tashika(folder.path(), &["render", "r"]).status.success());
    assert_eq!(fs::read(report("report.ja.html")).unwrap(), before);
    assert!(report("report.en.html").exists());
}

#[test]
fn what_a_design_cannot_do_stops_check_and_plan() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..40).map(|i| format!("{i},{},{},{}\n", i % 2, i * 7 % 11, i * 5 % 13)).collect();
    fs::write(folder.path().join("a.csv"), format!("id,treat,x,y\n{rows}")).unwrap();
    let study = |option: &str| {
        let text = format!(
            "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\n\
             treatment = \"treat\"\ncovariates = [\"x\"]\ndesign = {{ method = \"nearest\", {option} }}\n"
        );
        fs::write(folder.path().join("s.toml"), text).unwrap();
    };
    let cases = [
        ("caliper = -1", "should be a number, 0 or more"),
        ("caliper = \"big\"", "a number for each variable"),
        ("ratio = 0", "a whole number, 1 or more"),
        ("exact = [\"xx\"]", "no variable `xx`"),
        ("caliper = { xx = 1 }", "no variable `xx`"),
        ("caliper = 0.0, exact = [\"y\"]", "outcome"),
    ];
    for (option, words) in cases {
        study(option);
        for command in ["check", "plan"] {
            let output = tashika(folder.path(), &[command, "s.toml"]);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{command} {option}: {said}");
            assert!(said.contains(words) && said.contains("s.toml:"), "{command} {option}: {said}");
        }
    }
}

#[test]
fn a_plan_of_groups_as_they_are_speaks_of_who_took_part() {
    let temp = tempfile::tempdir().unwrap();
    let rows: String = (0..20).map(|i| format!("u{i},{},{}\n", i % 2, i)).collect();
    std::fs::write(temp.path().join("d.csv"), format!("id,took,after\n{rows}")).unwrap();
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\n\
                 treatment = \"took\"\ndesign = \"groups\"\n";
    std::fs::write(temp.path().join("study.toml"), study).unwrap();
    let said = String::from_utf8(tashika(temp.path(), &["plan", "study.toml"]).stdout).unwrap();
    assert!(said.contains("Compared: 10 who took part with 10 who did not") && !said.contains("answered"), "{said}");
}

#[test]
fn lists_of_errors_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), "id,a\n1,2\n").unwrap();
    let keys: String = (0..3000).map(|n| format!("k{n} = 1\n")).collect();
    let study = |level: &str| format!("[study]\n{level}[sources.a]\nfile = \"d.csv\"\nunit = \"id\"\n{keys}");
    fs::write(folder.path().join("s.toml"), study("")).unwrap();
    let said = stderr(&tashika(folder.path(), &["check", "s.toml"]));
    assert!(said.contains("and 2,800 more problems") && said.len() < 60_000, "{} {}", said.len(), &said[..500]);
    fs::write(folder.path().join("s.toml"), study("level = nan\n")).unwrap();
    let said = stderr(&tashika(folder.path(), &["check", "s.toml"]));
    assert!(said.contains("but this is nan, which is no number"), "{}", &said[..500]);
}

/// A limit of the system on memory or on the size of files, as `ulimit` sets it.
#[cfg(target_os = "linux")]
fn limited(folder: &Path, limit: &str) -> Output {
    let program = assert_cmd::cargo::cargo_bin("tashika");
    let line = format!("ulimit {limit}; exec '{}' run s.toml -q --lang en -o results", program.display());
    std::process::Command::new("sh").current_dir(folder).args(["-c", &line]).output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn limits_of_the_system_end_in_a_message_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..30).map(|n| format!("u{n},{n},{}\n", n * 7 % 11)).collect();
    fs::write(folder.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n\
                 baseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    fs::write(folder.path().join("s.toml"), study).unwrap();
    let said = limited(folder.path(), "-f 8");
    assert_eq!(said.status.code(), Some(2), "{}", stderr(&said));
    assert!(stderr(&said).contains("no room left"), "{}", stderr(&said));
    // Whether it is enough depends on the build; that there is a message does not.
    for kilobytes in [170_000, 230_000] {
        let said = limited(folder.path(), &format!("-v {kilobytes}"));
        assert!(matches!(said.status.code(), Some(0 | 2)), "{kilobytes}: {:?} {}", said.status, stderr(&said));
    }
    let left = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = left.filter(|name| name.ends_with("tashika-new")).collect();
    assert!(left.is_empty(), "{left:?}");
}
