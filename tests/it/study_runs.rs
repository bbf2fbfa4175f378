//! Whole runs: a study and its workbook in a folder, run through the library, the results looked at.

use std::fs;
use std::path::Path;

use tashika::diag::Sink;
use tashika::findings::{Bundle, Finding, Verdict};
use tashika::render;
use tashika::run;
use tashika::study::Outputs;

/// Runs a study; problems that stop it make the test fail with their texts.
pub fn run_study(path: &Path) -> Bundle {
    let mut sink = Sink::new();
    let bundle = run::run(path, &|_| (), &mut sink);
    bundle.unwrap_or_else(|_| panic!("the study could not be run:\n{}", said(&sink)))
}

/// Runs a study about the table `d.csv`.
pub fn run_on(table: &str, study: &str) -> Bundle {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    run_study(&temp.path().join("study.toml"))
}

/// The only finding.
pub fn only(bundle: &Bundle) -> &Finding {
    let [finding] = bundle.findings.findings.as_slice() else { panic!("one finding is wanted") };
    finding
}

/// All problems as text.
pub fn said(sink: &Sink) -> String {
    sink.problems.iter().map(|problem| tashika::diag::render(problem, tashika::text::Lang::En)).collect()
}

/// A bundle of which everything is written, in both languages.
pub fn everything(bundle: &Bundle) -> Bundle {
    let mut bundle = bundle.clone();
    bundle.findings.study.outputs = Outputs::everything(bundle.findings.study.languages.clone());
    bundle
}

/// All output files of a bundle: path and content.
pub fn outputs(bundle: &Bundle) -> Vec<(String, Vec<u8>)> {
    let mut sink = Sink::new();
    let files = render::files(&everything(bundle), &|_| (), &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
    files.into_iter().map(|file| (file.path, file.bytes)).collect()
}

/// The example folder.
pub fn nsw(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/nsw").join(file)
}

fn finding<'a>(bundle: &'a Bundle, id: &str) -> &'a Finding {
    bundle.findings.findings.iter().find(|finding| finding.id == id).unwrap_or_else(|| panic!("no finding {id}"))
}

#[test]
fn the_example_says_what_its_data_allow() {
    let bundle = run_study(&nsw("study.toml"));
    let change = finding(&bundle, "change/re78");
    let effect = change.effect.as_ref().unwrap();
    assert!((effect.estimate - 4817.088216486489).abs() < 1e-6, "{}", effect.estimate);
    assert_eq!(change.sample.treated, 185);
    let training = finding(&bundle, "training/re78");
    assert_eq!((training.sample.treated, training.sample.comparison), (113, 113));
    assert!(training.effect.is_some());
}

#[test]
fn the_same_input_gives_the_same_bytes_from_run_and_from_render() {
    let bundle = run_study(&nsw("study.toml"));
    let first = outputs(&bundle);
    let second = outputs(&run_study(&nsw("study.toml")));
    assert_eq!(names(&first), names(&second));
    for ((path, a), (_, b)) in first.iter().zip(&second) {
        assert!(a == b, "{path} differs between two runs");
    }
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("結果 results");
    write(&dir, &first);
    let stored = render::load(&dir, &mut Sink::new()).unwrap();
    for ((path, a), (_, b)) in first.iter().zip(&outputs(&stored)) {
        assert!(a == b, "{path} differs between run and render");
    }
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(path, _)| path.as_str()).collect()
}

fn write(dir: &Path, files: &[(String, Vec<u8>)]) {
    for (path, bytes) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn the_brief_says_the_level_by_which_nothing_practical_was_found() {
    let temp = tempfile::tempdir().unwrap();
    let rows: String = (0..40).map(|unit| format!("u{unit:02},{unit}.0,{}.5\n", unit + unit % 3)).collect();
    fs::write(temp.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let text = "[study]\nlevel = 0.9\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\n\
                smallest_change_that_matters = 10\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n\
                baseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    fs::write(temp.path().join("study.toml"), text).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    assert_eq!(bundle.findings.findings[0].claim.verdict, Verdict::PracticallyNone);
    let files = outputs(&bundle);
    let brief = String::from_utf8_lossy(&files.iter().find(|(path, _)| path == "brief.en.html").unwrap().1);
    assert!(brief.contains("(80% CI "), "{brief}");
}

/// A fault in one question does not keep back what is wrong with the others: `run` tells as much as `check`.
#[test]
fn a_run_tells_all_that_is_wrong_at_once() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), "id,t,y0,y1\n1,1,2,3\n2,0,3,4\n").unwrap();
    let question = |id: &str, more: &str| format!("[[questions]]\nid = \"{id}\"\ntreatment = \"t\"\n{more}\n");
    let study = [
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[disclosure]\npublished = [\"gone.json\"]\n".to_string(),
        question("a", "outcomes = [\"y1\"]\ndesign = \"groups\"\nbefroe = 2021"),
        question("b", "outcomes = [\"y2\", \"y3\"]\ndesign = \"groups\""),
        question("c", "outcomes = [\"y4\"]\ndesign = \"before-after\""),
    ];
    fs::write(temp.path().join("study.toml"), study.concat()).unwrap();
    let mut sink = Sink::new();
    assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
    let told = said(&sink);
    assert_eq!(sink.problems.iter().filter(|it| it.severity == tashika::diag::Severity::Error).count(), 5, "{told}");
    for wrong in ["befroe", "`y2`", "`y3`", "`y4`", "gone.json"] {
        assert!(told.contains(wrong), "{wrong}: {told}");
    }
}
