//! Each verdict by a study that reaches it; its words in both languages; and what must never be said.

use std::fmt::Write;

use tashika::findings::{Finding, Verdict};
use tashika::text::Lang;

use super::honesty::{MATCHED, arms, ask, noise, noisy};
use super::study_runs::run_on;

/// What a reader is told of a finding, in both languages.
fn told(finding: &Finding) -> String {
    let mut out = format!("{:?} / {:?}\n", finding.claim.verdict, finding.claim.rung);
    for lang in [Lang::En, Lang::Ja] {
        writeln!(out, "{}", finding.texts[&lang]).unwrap();
        finding.claim.can_say.iter().for_each(|line| writeln!(out, "  + {}", line.render(lang)).unwrap());
        finding.claim.cannot_say.iter().for_each(|line| writeln!(out, "  - {}", line.render(lang)).unwrap());
    }
    out
}

/// 30 treated and 90 others; the treated change by `more`, everybody by a spread of `spread`.
fn matched(more: f64, spread: f64, lines: &str, extra: &str) -> Vec<Finding> {
    let after = |unit: usize, treated: bool, before: f64| {
        format!("{:.2}", before + more * f64::from(u8::from(treated)) + spread * noise(2000 + unit))
    };
    ask(&arms(after, |unit, _| format!("{:.2}", noise(7000 + unit))), &format!("{MATCHED}{lines}{extra}"))
        .findings
        .findings
}

fn paired(n: usize, more: f64) -> String {
    (0..n).fold("id,b,a\n".into(), |text: String, unit| {
        let before = 50.0 + 5.0 * noise(unit);
        text + &format!("u{unit:02},{before:.1},{:.1}\n", before + more + 3.0 * noise(100 + unit))
    })
}

const PAIRED: &str = "baseline = { a = \"b\" }\ndesign = \"before-after\"\n";
const HIGHER: &str = "[variables.a]\nbetter = \"higher\"\n";

fn one(findings: Vec<Finding>, verdict: Verdict) -> Finding {
    let finding = findings.into_iter().next().unwrap();
    assert_eq!(finding.claim.verdict, verdict, "{}", told(&finding));
    assert!(finding.claim.can_say.len() <= 3 && finding.claim.cannot_say.len() == 3, "{}", told(&finding));
    finding
}

#[test]
fn every_verdict_is_reached_and_its_words_are_pinned() {
    let matters = "smallest_change_that_matters = 5\n";
    let apart: String = arms(noisy, |_, _| "g".into())
        .lines()
        .map(|line| if line.contains(",1,") { line.replacen(",1,", ",1,1", 1) + "\n" } else { format!("{line}\n") })
        .collect();
    let cases = [
        ("positive", one(matched(9.0, 5.0, "", HIGHER), Verdict::Positive)),
        ("negative", one(matched(-9.0, 5.0, "", HIGHER), Verdict::Negative)),
        ("different", one(matched(9.0, 5.0, "", ""), Verdict::Different)),
        ("practically_none", one(matched(0.2, 3.0, "", &format!("{HIGHER}{matters}")), Verdict::PracticallyNone)),
        ("inconclusive", one(matched(1.0, 20.0, "", &format!("{HIGHER}{matters}")), Verdict::Inconclusive)),
        ("inconclusive_without_size", one(matched(1.0, 20.0, "", HIGHER), Verdict::Inconclusive)),
        ("not_comparable", one(ask(&apart, MATCHED).findings.findings, Verdict::NotComparable)),
        ("changed", one(ask(&paired(20, 4.0), &format!("{PAIRED}{HIGHER}")).findings.findings, Verdict::Positive)),
        (
            "changed_worse",
            one(ask(&paired(20, -4.0), &format!("{PAIRED}{HIGHER}")).findings.findings, Verdict::Negative),
        ),
        ("five_pairs", one(ask(&paired(5, 4.0), &format!("{PAIRED}{HIGHER}")).findings.findings, Verdict::TooSmall)),
        (
            "beyond_reach",
            one(matched(1.0, 20.0, "", &format!("{HIGHER}largest_plausible_change = 4\n")), Verdict::TooSmall),
        ),
        (
            "told_to_the_funder",
            one(matched(9.0, 5.0, "", &format!("{HIGHER}measured = \"self-report-to-funder\"\n")), Verdict::Positive),
        ),
    ];
    for (name, finding) in cases {
        insta::assert_snapshot!(name, told(&finding));
    }
}

#[test]
fn before_and_after_alone_is_never_an_effect() {
    for (n, more) in [(5, 4.0), (20, 4.0), (20, -4.0), (20, 0.1), (60, 9.0)] {
        let findings = ask(&paired(n, more), &format!("{PAIRED}{HIGHER}")).findings.findings;
        let (english, japanese) = (&findings[0].texts[&Lang::En], &findings[0].texts[&Lang::Ja]);
        let denial = "This does not mean that the program has no effect";
        assert!(!english.replace(denial, "").contains("effect"), "{english}");
        assert!(!japanese.replace("「効果がない」という意味ではなく", "").contains("効果"), "{japanese}");
        for word in ["significant", "due to", "p ="] {
            assert!(!english.contains(word), "{english}");
        }
        assert!(!japanese.contains("有意") && !japanese.contains("によると考えられ"), "{japanese}");
    }
}

/// A level with a decimal is written with it, not as 100%, wherever intervals are named.
#[test]
fn every_level_is_written_with_the_decimal_that_it_has() {
    let table = arms(noisy, |unit, _| format!("g{}", unit % 2));
    let question = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nsubgroups = [\"g\"]\n";
    let bundle = run_on(&table, &format!("[study]\nlevel = 0.999\n{question}{MATCHED}"));
    let columns = bundle.tables.iter().flat_map(|table| table.columns.iter().map(|column| &column.title));
    let figures = bundle.figures.iter().flat_map(|it| it.layers.iter().map(|layer| &layer.name).chain([&it.subtitle]));
    let named: Vec<String> = columns.chain(figures).map(|title| title.render(Lang::En)).collect();
    let intervals: Vec<&String> = named.iter().filter(|title| title.contains("% interval")).collect();
    assert!(intervals.len() > 5 && intervals.iter().all(|title| title.contains("99.9% interval")), "{intervals:#?}");
}

/// Shares are said in percentage points: the middle value as well as the average beside it.
#[test]
fn average_and_middle_of_shares_are_said_in_the_same_unit() {
    let table = (0..40).fold("id,b,a\n".to_string(), |text, unit| {
        let more = if unit < 3 { 0.6 } else { -0.01 * f64::from(u8::from(unit % 2 == 0) + 1) };
        text + &format!("u{unit:02},0.{:02},{:.2}\n", 10 + unit % 7, f64::from(10 + unit % 7) / 100.0 + more)
    });
    let finding = ask(&table, &format!("{PAIRED}[variables.a]\nkind = \"share\"\n")).findings.findings.remove(0);
    let middle =
        100.0 * finding.companions.iter().find(|it| it.key.starts_with("hodges-lehmann")).unwrap().estimate.unwrap();
    let said = &finding.texts[&Lang::En];
    let told = said.rsplit_once("the middle value ").unwrap_or_else(|| panic!("{said}")).1;
    let (number, unit) = told.split_once(' ').unwrap();
    let number: f64 = number.replace('−', "-").parse().unwrap();
    assert!((number - middle).abs() < 0.051 && unit.starts_with("percentage points"), "{said}");
}

#[test]
fn what_did_not_answer_is_said_with_what_it_would_change() {
    let table: String = paired(40, 4.0)
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            1..=10 => format!("{},\n", line.rsplit_once(',').unwrap().0),
            _ => format!("{line}\n"),
        })
        .collect();
    let findings = ask(&table, &format!("{PAIRED}{HIGHER}")).findings.findings;
    let finding = &findings[0];
    let effect = finding.effect.as_ref().unwrap().estimate;
    let said = &finding.texts[&Lang::En];
    let shrunk = format!(
        "The answer rests on 30 of 40 (75%). If none of those whose outcome is not known had changed, it would be {:.1}.",
        effect * 0.75
    );
    assert!(said.contains(&shrunk), "{said} / {shrunk}");
    assert!(ask(&paired(40, 4.0), PAIRED).findings.findings[0].claim.clauses.is_empty());
}

#[test]
fn several_outcomes_are_corrected_for_their_number() {
    let names: Vec<String> = (0..12).map(|i| format!("y{i}")).collect();
    let row = |unit: usize| {
        let value = |i: usize| {
            let more = if i == 1 { 0.8 } else { 0.0 };
            format!("{:.3}", noise(97 * unit + i) + more * f64::from(u8::from(unit.is_multiple_of(4))))
        };
        let y: Vec<String> = (0..names.len()).map(value).collect();
        format!("u{unit:03},{},{:.2},{}\n", u8::from(unit.is_multiple_of(4)), 50.0 + noise(unit), y.join(","))
    };
    let table = (0..160).fold(format!("id,t,x,{}\n", names.join(",")), |text, unit| text + &row(unit));
    let temp = tempfile::tempdir().unwrap();
    let listed: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [{}]\ntreatment = \"t\"\ncovariates = [\"x\"]\ndesign = \"nearest\"\n",
        listed.join(", ")
    );
    std::fs::write(temp.path().join("d.csv"), table).unwrap();
    std::fs::write(temp.path().join("study.toml"), study).unwrap();
    let findings = super::study_runs::run_study(&temp.path().join("study.toml")).findings.findings;
    let p: Vec<f64> = findings.iter().map(|finding| finding.effect.as_ref().unwrap().p_value).collect();
    let mut sorted = p.clone();
    sorted.sort_by(f64::total_cmp);
    for finding in &findings {
        let (p, q) = (finding.effect.as_ref().unwrap().p_value, finding.q_value.unwrap());
        let by_hand = (sorted.iter().position(|other| *other == p).unwrap()..sorted.len())
            .map(|j| sorted[j] * sorted.len() as f64 / (j + 1) as f64)
            .fold(1.0, f64::min);
        assert!((q - by_hand).abs() < 1e-12 && q >= p);
        let one_sided = finding.effect.as_ref().is_some_and(|effect| effect.low > 0.0 || effect.high < 0.0);
        let said = finding.texts[&Lang::En].contains("This is one of 12 outcomes asked");
        assert_eq!(said, one_sided, "{}", finding.texts[&Lang::En]);
    }
    assert!(findings[1].q_value.unwrap() < 0.05);
}

#[test]
fn an_answer_that_turns_with_the_method_is_called_fragile() {
    // The state before stands far apart: without it the sign is another.
    let after = |unit: usize, treated: bool, before: f64| {
        format!("{:.2}", before - 4.0 + 8.0 * f64::from(u8::from(treated)) + noise(2000 + unit))
    };
    let table = arms(after, |_, _| "g".into());
    let question = "treatment = \"t\"\ncovariates = [\"x\", \"b\"]\nbaseline = { a = \"b\" }\n\
                    designs = [{ method = \"before-after\", primary = true }, \"nearest\"]\n";
    let findings = ask(&table, question).findings.findings;
    assert!(findings.iter().any(|finding| finding.claim.clauses.is_empty()));
    let signs: Vec<f64> = findings.iter().map(|finding| finding.effect.as_ref().unwrap().estimate.signum()).collect();
    let fragile = findings[0].texts[&Lang::En].contains("The sign changed in");
    assert_eq!(fragile, signs[0] != signs[1], "{signs:?} {}", findings[0].texts[&Lang::En]);
}
