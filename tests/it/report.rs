//! The report, the data files and the replication script of a bundle made by hand.

use tashika::design::Rung;
use tashika::exhibit::Audience;
use tashika::findings::{Bundle, DataRequest, Finding, Findings, Group, Standing, UserTemplates, Verdict};
use tashika::render::report::appendix::{Appendix, appendix};
use tashika::render::report::brief::{Brief, brief};
use tashika::render::report::page::{Page, page as full};
use tashika::render::report::{PageScope, Templates};
use tashika::render::{data, report, script};
use tashika::text::{Lang, Phrase, Words};

use crate::report_bundle::{EVIL, bundle, chart};

fn page(lang: Lang) -> String {
    report::html(&bundle(), lang, &chart)
        .unwrap_or_else(|problem| panic!("{}", tashika::diag::render(&problem, Lang::En)))
}

/// What the full report, the brief and the appendix show of a scope.
fn views(scope: &PageScope<'_>, lang: Lang) -> (Page, Brief, Appendix) {
    (full(scope, lang, &chart), brief(scope, lang, &chart), appendix(scope, lang, &chart))
}

/// Text between tags, without style and script.
fn visible(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        let skip = ["style", "script"].iter().find(|name| tag[1..].starts_with(**name));
        let end = match skip {
            Some(name) => tag.find(&format!("</{name}>")).unwrap(),
            None => tag.find('>').unwrap() + 1,
        };
        rest = &tag[end..];
        out.push('\n');
    }
    out
}

#[test]
fn what_users_wrote_is_never_markup() {
    for lang in [Lang::En, Lang::Ja] {
        let html = page(lang);
        assert!(!html.contains(EVIL) && !html.contains("<script>alert"));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;"), "the label itself is shown");
        assert_eq!(html.matches("<script>").count(), 1, "only our own script");
    }
}

#[test]
fn the_page_is_whole_and_in_one_language() {
    let (en, ja) = (page(Lang::En), page(Lang::Ja));
    assert!(en.contains("<html lang=\"en\">") && ja.contains("<html lang=\"ja\">"));
    let japanese = |c: char| ('\u{3040}'..'\u{30ff}').contains(&c) || ('\u{4e00}'..'\u{9fff}').contains(&c);
    let found: Vec<_> = visible(&en).lines().filter(|line| line.chars().any(japanese)).map(String::from).collect();
    assert!(found.is_empty(), "{found:?}");
    let english: Vec<_> = visible(&ja)
        .lines()
        .filter(|line| {
            line.split_whitespace()
                .filter(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase()))
                .count()
                > 1
        })
        .map(String::from)
        .collect();
    let known = |line: &String| ["tashika", "Rubin", " = "].iter().any(|part| line.contains(part));
    assert!(english.iter().all(known), "{english:?}");
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_tags_are_closed() {
    for html in [page(Lang::En), page(Lang::Ja)] {
        let outside = html.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !outside.contains("http") && !html.contains(" src=") && !html.contains("@import") && !html.contains("url(")
        );
        for tag in
            ["section", "article", "figure", "table", "div", "ul", "ol", "dl", "details", "main", "p", "tr", "li"]
        {
            let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}

#[test]
fn what_may_not_be_said_is_not_shown() {
    for html in [page(Lang::En), page(Lang::Ja)] {
        assert!(!html.contains("987,654") && !html.contains("987654"), "too few cases: no number");
        assert!(!html.contains("NSW-SECRET"), "internal tables, columns and names stay inside");
        assert!(html.contains("χ"));
    }
}

#[test]
fn the_same_bundle_gives_the_same_bytes() {
    assert_eq!(page(Lang::Ja), page(Lang::Ja));
    assert_eq!(data::files(&bundle()), data::files(&bundle()));
}

fn with_templates(files: &[(&str, &str)]) -> Bundle {
    let files = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    Bundle { templates: UserTemplates { folder: "mine".into(), files, documents: Vec::new() }, ..bundle() }
}

#[test]
fn a_broken_template_is_a_problem_with_its_file_and_line() {
    let place = |files: &[(&str, &str)], lang| {
        let problem = report::html(&with_templates(files), lang, &chart).unwrap_err();
        problem.places[0].to_string()
    };
    assert_eq!(place(&[("report.html", "line 1\n{% if %}")], Lang::En), "mine/report.html:2:1");
    let parts = "{% macro edition(x) %}\n\n{{ x.y.z }}{% endmacro %}";
    let page = "{% import 'parts.html' as parts %}\n{{ parts.edition(1) }}";
    assert_eq!(place(&[("parts.html", parts), ("report.html", page)], Lang::En), "mine/parts.html:3:1");
    let own = [("ja/report.html", "{{ title }}\n{{ nothing.there }}"), ("report.html", "{{ title }}")];
    assert_eq!(place(&own, Lang::Ja), "mine/ja/report.html:2:1");
    assert_eq!(report::html(&with_templates(&own), Lang::En, &chart).unwrap(), "NSW job training");
}

#[test]
fn data_files_read_back() {
    let files = data::files(&bundle());
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let stems = ["data/analysis_frame", "data/training-pairs"];
    let expected: Vec<String> = stems.iter().map(|stem| format!("{stem}.csv")).collect();
    assert_eq!(names[..2], expected.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(names[2], "data/codebook.csv");
    let stored: Vec<String> = data::stored(&bundle()).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(stored, stems.map(|stem| format!("{stem}.parquet")));
    let text = std::str::from_utf8(&files[0].1).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().next(), Some("unit"));
    assert_eq!(reader.records().map(Result::unwrap).count(), 614);
}

#[test]
fn the_script_calls_each_number_once() {
    let script = script::replicate_r(&bundle());
    assert_eq!(script.matches("\nmatched(q)").count(), 1);
    assert_eq!(script.matches("\nbefore_after(\"change/re78\"").count(), 1);
    assert!(script.contains("caliper = c(\"score\" = 0.2)") && script.is_ascii());
}

/// A standing and a request as the evidence engine gives them.
fn with_evidence() -> Bundle {
    let said = |text: &str| Phrase::verbatim(text);
    let mut bundle = bundle();
    bundle.findings.findings[1].standings = vec![Standing {
        standard: "sms".into(),
        title: said("Maryland scale"),
        level: Some(3),
        of: Some(5),
        verdict: said("compared before and after"),
        rule: said("a comparison group with the state before"),
        next: Some(said("draw lots among those who apply")),
        details: vec![(said("groups"), said("two"))],
    }];
    bundle.findings.requests = vec![DataRequest {
        key: "cases".into(),
        question: "training".into(),
        finding: None,
        collect: said("earnings in 1979"),
        whom: said("those who took part"),
        count: Some(240),
        when: said("next spring"),
        so_that: said("a difference of 900 dollars could be told"),
    }];
    bundle
}

#[test]
fn evidence_and_requests_stand_on_the_pages() {
    let bundle = with_evidence();
    let scope = PageScope::whole(&bundle);
    let (templates, (page, brief, _)) = (Templates::of(&bundle, Lang::En), views(&scope, Lang::En));
    let pages = [report::report(&templates, &page).unwrap(), report::brief(&templates, &brief).unwrap()];
    for text in ["Maryland scale", "level 3 of 5", "draw lots", "earnings in 1979", "900 dollars"] {
        assert!(pages[0].contains(text), "{text}");
    }
    // Page one is for those who decide: no standards of evaluation, but what to collect.
    assert!(
        !pages[1].contains("Maryland") && pages[1].contains("earnings in 1979") && pages[1].contains("900 dollars")
    );
    assert!(pages[0].contains(">240<") && pages[0].contains("a comparison group with the state before"));
}

#[test]
fn the_brief_tells_the_strongest_design_first_and_does_not_overclaim() {
    let mut bundle = bundle();
    // A change without comparison and an inconclusive comparison: the comparison is the answer.
    let told = |it: &Finding| it.claim.verdict == Verdict::Inconclusive || it.claim.rung == Rung::Changed;
    bundle.findings.findings.retain(told);
    assert_eq!(bundle.findings.findings[0].claim.rung, Rung::Changed);
    let (_, view, _) = views(&PageScope::whole(&bundle), Lang::En);
    let answer = view.answer.unwrap();
    assert_eq!(answer.finding.verdict, "inconclusive");
    assert_eq!(answer.next.0, "Collect more before deciding");
    assert!(answer.headline.contains("cannot tell from chance") && answer.headline.contains("about "));
    assert!(answer.finding.can_say.len() <= 3 && answer.limits.len() <= 5 && answer.method.len() <= 5);
}

#[test]
fn the_public_edition_shows_no_problems_and_no_commands_on_the_data() {
    let public = Bundle { findings: Findings { edition: Audience::Public, ..bundle().findings }, ..bundle() };
    let page = report::html(&public, Lang::En, &chart).unwrap();
    assert!(
        page.contains("Public edition") && !page.contains("numbers look like text") && !page.contains("replicate.R")
    );
    let inside = self::page(Lang::En);
    assert!(inside.contains("Internal edition") && inside.contains("numbers look like text"));
}

#[test]
fn a_group_has_pages_of_its_own() {
    let bundle = bundle();
    let group = Group {
        id: "north".into(),
        name: Words::plain("The north"),
        audience: Audience::Public,
        questions: vec![bundle.findings.questions[1].clone()],
        findings: vec![bundle.findings.findings[1].clone()],
        tables: Vec::new(),
        figures: Vec::new(),
        notes: vec![Phrase::verbatim("cannot be judged alone")],
    };
    let scope = PageScope::group(&bundle, &group);
    let page = report::report(&Templates::of(&bundle, Lang::En), &views(&scope, Lang::En).0).unwrap();
    assert!(page.contains("The north") && page.contains("cannot be judged alone"));
    assert!(!page.contains("Change in earnings of those trained") && !page.contains("Balance of covariates"));
    assert!(!page.contains("numbers look like text"), "problems are the whole study's");
    let (templates, (_, brief, appendix)) = (Templates::of(&bundle, Lang::Ja), views(&scope, Lang::Ja));
    report::brief(&templates, &brief).unwrap();
    report::appendix(&templates, &appendix).unwrap();
}

#[test]
fn the_appendix_has_its_twenty_sections_and_says_what_is_open() {
    let bundle = bundle();
    let (_, _, view) = views(&PageScope::whole(&bundle), Lang::En);
    assert_eq!(view.sections.iter().map(|section| section.number).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    assert!(view.sections.iter().all(|section| !section.blocks.is_empty()));
    let page = report::appendix(&Templates::of(&bundle, Lang::En), &view).unwrap();
    assert_eq!(page.matches("To be filled in:").count(), view.open);
    assert!(view.open >= 10 && page.contains("Rubin, D. B. (1973)"));
}

#[test]
fn a_thousand_answers_stay_a_page() {
    let mut bundle = bundle();
    let one = bundle.findings.findings[1].clone();
    let many = (0..1_500).map(|i| Finding { id: format!("training/y{i}"), outcome: format!("y{i}"), ..one.clone() });
    bundle.findings.findings = many.collect();
    let mut long = bundle.tables[0].clone();
    long.rows = long.rows.iter().cycle().take(3_000).cloned().collect();
    bundle.tables =
        (0..500).map(|i| tashika::exhibit::Table { id: format!("training/t{i}").into(), ..long.clone() }).collect();
    let page = report::html(&bundle, Lang::En, &chart).unwrap();
    assert_eq!(page.matches("<article class=\"finding").count(), 50);
    for said in
        ["450 further answers are in the workbook only", "further tables are in the workbook", "2,700 further rows"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.len() < 6 << 20, "{} bytes", page.len());
}
