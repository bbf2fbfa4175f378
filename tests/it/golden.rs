//! Whole small studies (`tests/golden`): what their findings say in both languages, and their numbers.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use tashika::findings::{Bundle, Finding};
use tashika::text::LANGUAGES;

use super::study_runs::run_study;

fn studies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// Nine digits: sums in another order differ in the last ones.
fn number(value: f64) -> String {
    format!("{value:.8e}")
}

fn finding(out: &mut String, finding: &Finding) {
    writeln!(out, "## {} ({:?}, {:?})", finding.id, finding.claim.verdict, finding.role).unwrap();
    for lang in LANGUAGES {
        writeln!(out, "{}: {}", lang.code(), finding.texts[&lang]).unwrap();
    }
    if let Some(effect) = &finding.effect {
        let error = effect.std_error.map_or("-".into(), number);
        let ends = [effect.estimate, effect.low, effect.high, effect.p_value].map(number).join(" ");
        writeln!(
            out,
            "estimate, ends, p: {ends}; error {error}; n {}, {}",
            finding.sample.treated, finding.sample.comparison
        )
        .unwrap();
    }
    for companion in &finding.companions {
        let p = companion.p_value.map_or("-".into(), number);
        writeln!(out, "{}: {} p {p}", companion.key, companion.estimate.map_or("-".into(), number)).unwrap();
    }
    for check in &finding.checks {
        writeln!(out, "check {}: {}", check.key, check.passed).unwrap();
    }
}

fn said(bundle: &Bundle) -> String {
    let mut out = String::new();
    bundle.findings.findings.iter().for_each(|it| finding(&mut out, it));
    let codes: Vec<&str> = bundle.findings.problems.iter().map(|problem| problem.code.as_str()).collect();
    writeln!(out, "problems: {}", codes.join(", ")).unwrap();
    out
}

#[test]
fn studies_say_what_they_said() {
    let studies = studies();
    assert!(studies.len() >= 3);
    for study in studies {
        let name = study.file_name().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(format!("golden-{name}"), said(&run_study(&study.join("study.toml"))));
    }
}
