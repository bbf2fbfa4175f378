//! Report templates of the user's own, from the study file to the outputs and back.

use std::fs;

use tashika::diag::Sink;
use tashika::render;
use tashika::render::folder::OutFile;
use tashika::run;
use tashika::text::Lang;

use super::study_runs::{everything, outputs, run_study, said};

/// A study with a folder of templates beside it.
fn study(templates: &[(&str, &str)]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let rows: String = (0..12).map(|unit| format!("u{unit:02},{unit}.0,{}.5\n", unit + unit % 3)).collect();
    fs::write(temp.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let text = "[reports]\ntemplates = \"見た目\"\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\n\
                outcomes = [\"a\"]\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    fs::write(temp.path().join("study.toml"), text).unwrap();
    for (path, text) in templates {
        let path = temp.path().join("見た目").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    temp
}

#[test]
fn own_templates_replace_ours_and_travel_with_the_outputs() {
    let own = [
        ("brief.html", "<p>{{ t(\"Data\") }} {{ answer.headline }}</p>"),
        ("ja/brief.html", "<p>うちの様式 {{ answer.headline }}</p>"),
        ("notes.txt", "not a template"),
    ];
    let temp = study(&own);
    let bundle = run_study(&temp.path().join("study.toml"));
    let files = outputs(&bundle);
    let text = |name: &str| {
        let found = files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("no {name}"));
        String::from_utf8(found.1.clone()).unwrap()
    };
    assert!(text("brief.ja.html").starts_with("<p>うちの様式 「a」"));
    assert!(text("brief.en.html").starts_with("<p>Data a "));
    assert!(text("report.en.html").contains("<!doctype html>"), "what has no own template is ours");
    assert_eq!(text("templates/ja/brief.html"), own[1].1);
    assert!(files.iter().all(|(path, _)| !path.contains("notes")));

    let mut sink = Sink::new();
    let dir = temp.path().join("out");
    let file = |(path, bytes): &(String, Vec<u8>)| OutFile { path: path.clone(), bytes: bytes.clone() };
    let written: Vec<OutFile> = files.iter().map(file).collect();
    render::folder::write(&dir, &written, &|| {}, &mut |_| Ok(true), &mut sink).unwrap();
    fs::remove_dir_all(temp.path().join("見た目")).unwrap();
    let stored = render::load(&dir, &mut sink).unwrap();
    assert!(outputs(&stored) == files, "the outputs can be made again without the folder");
}

#[test]
fn a_fault_in_an_own_template_is_told_with_its_file_and_line() {
    let temp = study(&[("ja/report.html", "<p>\n{{ title }\n</p>")]);
    let bundle = run_study(&temp.path().join("study.toml"));
    let mut sink = Sink::new();
    assert!(render::files(&everything(&bundle), &|_| (), &mut sink).is_err());
    let told = tashika::diag::render(&sink.problems[0], Lang::En);
    assert!(told.contains("見た目/ja/report.html:2:1") && told.contains("{{ title }"), "{told}");
}

#[test]
fn a_template_without_an_end_is_stopped() {
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
    let temp = study(&[("brief.html", endless)]);
    let bundle = run_study(&temp.path().join("study.toml"));
    let mut sink = Sink::new();
    assert!(render::files(&everything(&bundle), &|_| (), &mut sink).is_err());
    assert!(sink.problems.iter().all(|problem| problem.code == "report-template"), "{}", said(&sink));
}

#[test]
fn a_page_without_measure_is_told_once() {
    let endless = "{% set x = \"abcdefghij\" %}{% for a in range(9999) %}{{ x * 1000000 }}{% endfor %}";
    let temp = study(&[("brief.html", endless)]);
    let bundle = run_study(&temp.path().join("study.toml"));
    let mut sink = Sink::new();
    assert!(render::files(&everything(&bundle), &|_| (), &mut sink).is_err());
    let [problem] = sink.problems.as_slice() else { panic!("{}", said(&sink)) };
    assert!(problem.message.render(Lang::En).contains("more than 256 MB"), "{}", said(&sink));
}

#[test]
fn a_template_that_takes_all_memory_ends_in_a_message() {
    let doubling =
        "{% set n = namespace(x = \"abcdefghij\") %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}";
    let temp = study(&[("brief.html", doubling)]);
    let mut command = assert_cmd::Command::cargo_bin("tashika").unwrap();
    let output = command.current_dir(temp.path()).args(["run", "study.toml", "-q", "--lang", "en"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), text.contains("report templates need more than")), (Some(2), true), "{text}");
    assert!(!temp.path().join("study-results").exists());
}

#[cfg(unix)]
#[test]
fn a_template_that_is_no_file_is_not_waited_for() {
    let temp = study(&[("notes.txt", "")]);
    let pipe = temp.path().join("見た目/brief.html");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let mut sink = Sink::new();
    assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
    assert!(said(&sink).contains("brief.html: this report template cannot be read"), "{}", said(&sink));
}

#[test]
fn a_folder_that_is_not_there_is_told_at_its_line() {
    let temp = study(&[]);
    let mut sink = Sink::new();
    assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
    assert!(said(&sink).contains("report-template") && said(&sink).contains("study.toml:2"), "{}", said(&sink));
}
