//! What trustees read in the brief: plain words, when, what had been agreed to matter, and how many of how many.

use std::fmt::Write;

use tashika::design::Rung;
use tashika::diag::Sink;
use tashika::findings::{Bundle, Verdict};
use tashika::render;
use tashika::render::report::brief::brief;
use tashika::render::report::{self, PageScope, Templates};
use tashika::study::Output;
use tashika::text::Lang;

use super::honesty::noise;
use super::study_runs::{only, run_on};

/// 120 organisations at two times, 40 of them helped.
fn table() -> String {
    let mut table = String::from("id,year,t,x,partners\n");
    for unit in 0..120 {
        let (x, before) = (50.0 + 10.0 * noise(unit), (20.0 + 5.0 * noise(unit + 1000)).round());
        let t = unit % 3 == 0;
        let after = (before + 2.0 * noise(unit + 2000) + if t { 4.0 } else { 0.0 }).round();
        for (year, value) in [(2021, before), (2023, after)] {
            writeln!(table, "u{unit:03},{year},{},{x:.2},{value}", u8::from(t)).unwrap();
        }
    }
    table
}

const STUDY: &str = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\nperiod_column = \"year\"\n[variables.partners]\n\
    label = { en = \"Partner organisations\", ja = \"連携先数\" }\nunit = { en = \"partners\", ja = \"団体\" }\nbetter = \"higher\"\n\
    smallest_change_that_matters = 1\n[variables.x]\nlabel = { en = \"Size\", ja = \"規模\" }\n[[questions]]\nid = \"q\"\n\
    outcomes = [\"partners\"]\nbefore = \"2021\"\nafter = \"2023\"\ntreatment = \"t@2021\"\ncovariates = [\"x@2021\", \"partners@2021\"]\n\
    design = { method = \"nearest\", ratio = 2, caliper = 0.5 }\n";

/// The brief as a page.
fn texts(bundle: &Bundle, lang: Lang) -> String {
    let view = brief(&PageScope::whole(bundle), lang, &|_| None);
    report::brief(&Templates::of(bundle, lang), &view).unwrap()
}

#[test]
fn a_brief_has_no_words_of_methods_and_says_when_and_what_matters() {
    let bundle = run_on(&table(), STUDY);
    let (en, ja) = (texts(&bundle, Lang::En), texts(&bundle, Lang::Ja));
    for word in
        ["CR2", "imilarity score", "caliper", "ropensity", "Holm", "Benjamini", "standard error", "weighted difference"]
    {
        assert!(!en.contains(word), "{word} in {en}");
    }
    for word in ["CR2", "傾向スコア", "キャリパー", "標準誤差", "補正後のp値"] {
        assert!(!ja.contains(word), "{word} in {ja}");
    }
    assert!(en.contains("2021 and 2023") && ja.contains("2021と2023"), "{en}");
    assert!(en.contains("a change of 1 partner or more") && ja.contains("1団体以上の変化"), "{en}{ja}");
    assert!(en.contains("who took part and whose outcome is known"), "{en}");
    assert!(
        ![" 1 partners", ">1 partners", "+1 partners"].iter().any(|wrong| en.contains(wrong)) && en.contains("Size"),
        "{en}"
    );
}

#[test]
fn an_interval_that_ends_at_zero_is_not_said_to_allow_worsening() {
    let mut table = String::from("id,b,a\n");
    (0..60_usize)
        .for_each(|unit| writeln!(table, "u{unit:02},2,{}", [3, 3, 3, 3, 3, 3, 1].get(unit).unwrap_or(&2)).unwrap());
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\nlabel = { en = \"Joined\", ja = \"加入\" }\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nbaseline = { a = \"b\" }\n\
                 design = \"before-after\"\nprimary = true\n";
    let bundle = run_on(&table, study);
    let finding = only(&bundle);
    let effect = finding.effect.as_ref().unwrap();
    assert_eq!((effect.low, finding.claim.verdict), (0.0, Verdict::Inconclusive), "{effect:?}");
    insta::assert_snapshot!(finding.texts.values().cloned().collect::<Vec<_>>().join("\n"));
}

/// 1.9 and not 1.9000000000041837.
#[test]
fn ends_of_permutation_intervals_are_fractions_of_the_data() {
    let mut table = String::from("id,b,a\n");
    for unit in 0..24 {
        let change = 1.0 + (unit * 7 % 24) as f64 / 10.0 + (unit * unit % 7) as f64;
        writeln!(table, "u{unit:02},{:.1},{:.1}", unit, f64::from(unit) + change).unwrap();
    }
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n\
                 baseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    let bundle = run_on(&table, study);
    let effect = only(&bundle).effect.as_ref().unwrap();
    assert_eq!(effect.law, "permutation");
    for end in [effect.low, effect.high] {
        let exact = (1..=24).any(|count| {
            let parts = f64::from(count) * 10.0;
            (end * parts).round() / parts == end
        });
        assert!(exact, "{end}");
    }
}

fn paths(bundle: &Bundle) -> Vec<String> {
    let files = render::files(bundle, &|_| (), &mut Sink::new()).unwrap_or_else(|_| panic!("outputs"));
    files.into_iter().map(|file| file.path).collect()
}

#[test]
fn a_study_writes_what_it_asks_for_in_the_language_of_its_title() {
    let with = |about: &str| run_on(&table(), &format!("[study]\nid = \"s\"\n{about}{STUDY}"));
    let usual = paths(&with("title = \"Grants\"\n"));
    for path in
        ["brief.en.html", "brief.en.docx", "report.en.html", "s.en.xlsx", "tables/codebook.csv", "findings.json"]
    {
        assert!(usual.iter().any(|own| own == path), "{path} is not in {usual:?}");
    }
    let more = |path: &String| {
        path.contains(".ja.") || path.starts_with("public/") || path.starts_with("charts/") || path == "report.en.docx"
    };
    assert!(!usual.iter().any(more), "{usual:?}");
    let chosen = paths(&with("title = \"助成\"\noutputs = [\"workbook\", \"public\"]\n"));
    assert!(chosen.iter().any(|path| path == "s.ja.xlsx") && chosen.iter().any(|path| path == "public/s.ja.xlsx"));
    assert!(!chosen.iter().any(|path| path.ends_with(".html") || path.ends_with(".docx") || path.ends_with(".csv")));
    let mut only = with("title = \"Grants\"\n");
    only.findings.study.outputs.choose(&[Output::Charts], &[]);
    let charts = paths(&only);
    assert!(charts.iter().any(|path| path.ends_with(".en.svg")) && !charts.iter().any(|path| path.ends_with(".xlsx")));
}

/// A change without others is said, but a comparison leads; the strength says with whom was compared.
#[test]
fn a_comparison_leads_before_a_change_without_others() {
    let change = "[[questions]]\nid = \"a\"\noutcomes = [\"partners\"]\nbefore = \"2021\"\nafter = \"2023\"\ndesign = \"before-after\"\n";
    let at = STUDY.find("[[questions]]").unwrap();
    let bundle = run_on(&table(), &format!("{}{change}{}", &STUDY[..at], &STUDY[at..]));
    let steps: Vec<u8> = bundle.findings.findings.iter().map(|it| it.strength.as_ref().unwrap().step).collect();
    assert_eq!(bundle.findings.findings[0].question, "a");
    assert_eq!(steps[0], 1);
    let rung = bundle.findings.findings[1].claim.rung;
    assert!(steps[1] >= 3 && (steps[1] == 4) == (rung == Rung::ProbablyDueTo), "{steps:?} {rung:?}");
    let view = brief(&PageScope::whole(&bundle), Lang::En, &|_| None);
    let answer = view.answer.unwrap();
    assert_eq!(answer.rows.len(), 2);
    assert!(answer.rows[0].because.starts_with("similar others"), "{}", answer.rows[0].because);
    assert_eq!(answer.rows[1].because, "before and after only");
    assert!(answer.headline.contains("about ") && !answer.headline.contains("CI"), "{}", answer.headline);
}
