//! The report, the data files and the replication script of a bundle made by hand.

use tashika::findings::{Bundle, UserTemplates};
use tashika::render::{data, report, script};
use tashika::text::Lang;

use crate::report_bundle::{EVIL, bundle, chart};

fn page(lang: Lang) -> String {
    report::html(&bundle(), lang, &chart)
        .unwrap_or_else(|problem| panic!("{}", tashika::diag::render(&problem, Lang::En)))
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
    assert_eq!(data::files(&bundle()).unwrap(), data::files(&bundle()).unwrap());
}

fn with_templates(files: &[(&str, &str)]) -> Bundle {
    let files = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    Bundle { templates: UserTemplates { folder: "mine".into(), files }, ..bundle() }
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
    let files = data::files(&bundle()).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let stems = ["data/analysis_frame", "data/training-pairs"];
    let expected: Vec<String> =
        stems.iter().flat_map(|stem| [format!("{stem}.csv"), format!("{stem}.parquet")]).collect();
    assert_eq!(names[..4], expected.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(names[4], "data/codebook.csv");
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
