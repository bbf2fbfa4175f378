//! What formulas give, beside values that an independent engine gave for them (`tests/reference/formula`), and the functions that
//! it did not have.

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use tashika::diag::{self, Diagnostic, Place, Severity, Sink};
use tashika::panel::{Data, Panel, VarRef, View};
use tashika::run;
use tashika::study::Expression;
use tashika::study::expression::Spots;
use tashika::text::Lang;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/formula/values.json")).unwrap()
}

/// The panel of the reference with variables `x0`, `x1`, … of these formulas.
fn made(formulas: &[&str]) -> (Option<Arc<Panel>>, Sink) {
    let (reference, temp) = (reference(), tempfile::tempdir().unwrap());
    let variable = |(at, text): (usize, &&str)| format!("[variables.x{at}]\nformula = {}\n", json!(text));
    let variables: String = formulas.iter().enumerate().map(variable).collect();
    let study = format!("{}{variables}", reference["study"].as_str().unwrap());
    fs::write(temp.path().join("study.toml"), study).unwrap();
    for (name, text) in reference["sources"].as_object().unwrap() {
        fs::write(temp.path().join(name), text.as_str().unwrap()).unwrap();
    }
    let mut sink = Sink::new();
    let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read.map(|read| read.panel), sink)
}

fn values(panel: &Arc<Panel>, name: &str, period: &str) -> Value {
    let period = Some(period.to_string()).filter(|period| !period.is_empty());
    let column = View::whole(panel.clone()).column(&VarRef { name: name.into(), period }).unwrap();
    match &column.data {
        Data::Number(values) => json!(values.to_vec()),
        data => json!((0..data.len()).map(|unit| data.text(unit)).collect::<Vec<_>>()),
    }
}

/// Equal to the last digits: the other engine multiplies by reciprocals and has other logarithms.
fn near(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-14 * b.abs(),
        _ => a == b,
    }
}

/// What the other engine got wrong: 49 · (1/49) is less than 1, so that its remainder is 49.
const REMAINDER: (&str, usize) = ("a % 49", 5);
/// Words that differ in the size of letters only are one word here.
const ONE_WORD: &str = "note = 'alpha'";

#[test]
fn values_are_those_of_another_engine() {
    let reference = reference();
    let formulas = reference["formulas"].as_array().unwrap();
    let texts: Vec<&str> = formulas.iter().map(|it| it["formula"].as_str().unwrap()).collect();
    assert!(texts.len() > 200);
    let (panel, sink) = made(&texts);
    let panel = panel.unwrap_or_else(|| panic!("{:?}", sink.problems));
    for (at, wanted) in formulas.iter().enumerate() {
        let (name, text) = (format!("x{at}"), texts[at]);
        assert_eq!(format!("{:?}", panel.variables[&name].content), wanted["content"].as_str().unwrap(), "{text}");
        for (period, wanted) in wanted["values"].as_object().unwrap() {
            let found = values(&panel, &name, period);
            let (found, wanted) = (found.as_array().unwrap(), wanted.as_array().unwrap());
            let same = |row: usize| near(&found[row], &wanted[row]) || (text, row) == REMAINDER || text == ONE_WORD;
            let all = found.len() == wanted.len() && (0..wanted.len()).all(same);
            assert!(all, "{text} {period}\n{found:?}\n{wanted:?}");
        }
    }
}

#[test]
fn what_cannot_be_computed_is_said_unless_another_branch_is_taken() {
    let reference = reference();
    let formulas = reference["formulas"].as_array().unwrap();
    let (_, sink) = made(&formulas.iter().map(|it| it["formula"].as_str().unwrap()).collect::<Vec<_>>());
    let not_finite = sink.problems.iter().filter(|problem| problem.code == "formula-not-finite");
    let said: Vec<String> = not_finite.map(|problem| diag::render(problem, Lang::En)).collect();
    for (at, wanted) in formulas.iter().enumerate() {
        let text = wanted["formula"].as_str().unwrap();
        // The hint of the warning proposes this, and the other engine's values for the branch not taken were warned of.
        let safe = text == "CASE WHEN b = 0 THEN NULL ELSE a / b END";
        let found = said.iter().any(|said| said.contains(&format!("`x{at}`")));
        assert_eq!(found, wanted["not_finite"].as_bool().unwrap() && !safe, "{text}");
    }
}

/// Code and marked characters.
fn marked(problem: &Diagnostic) -> Value {
    let Place::Text { column, length, source, .. } = &problem.places[0] else { panic!("{problem:?}") };
    let part: String = source.chars().skip(*column as usize - 1).take(*length as usize).collect();
    json!([problem.code, part])
}

#[test]
fn what_cannot_be_read_is_marked_where_it_is() {
    for wanted in reference()["refused"].as_array().unwrap() {
        let text = wanted["formula"].as_str().unwrap();
        let (panel, sink) = made(&[text]);
        let errors = sink.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let found: Value = errors.map(marked).collect();
        assert!(panel.is_none(), "{text}");
        assert_eq!(found, *wanted.get("now").unwrap_or(&wanted["problems"]), "{text}");
    }
}

/// Formulas and their values for the first units: r01, r02, …
#[track_caller]
fn give(wanted: &[(&str, Value)]) {
    let (panel, sink) = made(&wanted.iter().map(|(text, _)| *text).collect::<Vec<_>>());
    let panel = panel.unwrap_or_else(|| panic!("{:?}", sink.problems));
    for (at, (text, wanted)) in wanted.iter().enumerate() {
        let found = values(&panel, &format!("x{at}"), "");
        let same =
            wanted.as_array().unwrap().iter().zip(found.as_array().unwrap()).all(|(wanted, found)| near(found, wanted));
        assert!(same, "{text}\n{found}\n{wanted}");
    }
}

#[test]
fn dates_have_years_months_and_days() {
    give(&[
        ("YEAR(seen)", json!([2021, 2020, 1999, null, 2021])),
        ("MONTH(seen)", json!([4, 2, 12, null, 4])),
        ("DAY(seen) * 10", json!([10, 290, 310, null, 20])),
        // The Japanese fiscal year.
        (
            "CASE WHEN MONTH(seen) >= 4 THEN YEAR(seen) ELSE YEAR(seen) - 1 END",
            json!([2021, 2019, 1999, null, 2021, 2020]),
        ),
        ("YEAR(LEAST(seen, until))", json!([2021, 2020, 1999, null, null])),
    ]);
}

#[test]
fn texts_are_joined_cut_and_looked_into() {
    give(&[
        ("地域 || '-' || note", json!(["東京-Alpha", "大阪-beta", "東京-it's", null, null])),
        ("CONCAT(note, '!', COALESCE(地域, '?'))", json!(["Alpha!東京", "beta!大阪", "it's!東京", "Alpha!?", null])),
        ("LOWER(note)", json!(["alpha", "beta", "it's", "alpha", null])),
        ("UPPER(SUBSTR(note, 1, 2)) || SUBSTR(note, 3)", json!(["ALpha", "BEta", "IT's", "ALpha", null])),
        ("SUBSTR(note, 9)", json!(["", "", "", "", null])),
        ("TRIM(' ' || 地域 || '　')", json!(["東京", "大阪", "東京", null, "京都"])),
        ("LENGTH(地域) + LENGTH(note)", json!([7, 6, 6, null, null])),
        ("地域 LIKE '%京'", json!([1, 0, 1, null, 0])),
        ("地域 NOT LIKE '%京%' AND note LIKE '_e%'", json!([0, 1, 0, 0, 0])),
        ("CONTAINS(地域, '京')", json!([1, 0, 1, null, 1])),
        ("note = 'alpha'", json!([1, 0, 0, 1, null])),
        ("note IN ('ＢＥＴＡ', 地域, 'Delta')", json!([0, 1, 0, null, null])),
        ("CASE WHEN 地域 LIKE '東%' THEN NULL ELSE 地域 END", json!([null, "大阪", null, null, "京都"])),
        ("地域 || NULL", json!([null, null])),
    ]);
}

#[test]
fn the_least_and_the_greatest_of_a_row_miss_nothing() {
    give(&[
        ("LEAST(a, b, 0)", json!([0, 0, -4, null, null, 0])),
        ("GREATEST(a, b)", json!([2, 3, 0, null, null, 49])),
        ("GREATEST(COALESCE(a, 0), COALESCE(b, 0))", json!([2, 3, 0, 5, 7.5, 49])),
        ("GREATEST(funded, a > 0) + 1", json!([2, 1, 2, null, 2, 2])),
    ]);
}

#[test]
fn a_hundred_columns_and_long_lists_are_computed_and_the_limits_are_said() {
    let sum = vec!["COALESCE(a, 0)"; 100].join(" + ");
    let list = (0..200).map(|i| format!("'r{i}'")).collect::<Vec<_>>().join(", ");
    let list = format!("note IN ({list}, 'beta')");
    give(&[(&sum, json!([100, 0, -400, 0, 750])), (&list, json!([0, 1, 0, 0, null]))]);
    let deep = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    let columns = vec!["a"; 100].join(", ");
    give(&[(&format!("7.5 IN ({columns})"), json!([0, 0, 0, null, 1]))]);
    let behind = |condition: &str| format!("a{}", condition.repeat(400));
    let all = [
        vec!["a"; 2_000].join(" + "),
        deep,
        format!("{}a", "NOT ".repeat(5_000)),
        "CASE WHEN ".repeat(300),
        behind(" IS NULL"),
        behind(" IN (1)"),
        behind(" BETWEEN 0 AND 1"),
    ];
    for text in all {
        let (panel, sink) = made(&[&text]);
        assert!(panel.is_none());
        let codes: Vec<&str> = sink.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert!(codes.contains(&"formula-size"), "{codes:?}");
    }
}

#[test]
fn one_of_several_is_equal_to_the_first_or_the_second() {
    let cases = [
        ("a", &["b", "0", "7.5"][..]),
        ("b", &["a", "a + 1", "end"]),
        ("note", &["地域", "'ALPHA'", "'gamma'"]),
        ("地域", &["note", "COALESCE(note, '東京')"]),
        ("'beta'", &["地域", "note"]),
        ("LOWER(note)", &["'Alpha'", "'beta'", "note"]),
        ("seen", &["'2021-04-01'", "until", "'1965/5/5'"]),
        ("'2021-03-31'", &["seen", "until"]),
        ("funded", &["TRUE", "a"]),
        ("half + 0.5", &["1", "a"]),
    ];
    let (mut texts, mut n) = (Vec::new(), 0);
    for (part, items) in cases {
        let chain: Vec<String> = items.iter().map(|item| format!("{part} = {item}")).collect();
        texts.push(format!("{part} IN ({})", items.join(", ")));
        texts.push(chain.join(" OR "));
        texts.push(format!("{part} NOT IN ({})", items.join(", ")));
    }
    let (panel, sink) = made(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let panel = panel.unwrap_or_else(|| panic!("{:?}", sink.problems));
    for at in (0..texts.len()).step_by(3) {
        let [one_of, chain, none_of] = [at, at + 1, at + 2].map(|at| values(&panel, &format!("x{at}"), ""));
        assert_eq!(one_of, chain, "{}", texts[at]);
        for (yes, no) in one_of.as_array().unwrap().iter().zip(none_of.as_array().unwrap()) {
            assert_eq!(yes.as_f64().map(|yes| 1.0 - yes), no.as_f64(), "{}", texts[at]);
        }
        n += one_of.as_array().unwrap().iter().filter(|value| value.as_f64() == Some(1.0)).count();
    }
    assert!(n > 20, "{n} of them hold");
    give(&[
        ("'beta' IN (地域, note)", json!([0, 1, 0, null, null, 0, 1])),
        ("note IN (地域, 'alpha')", json!([1, 0, 0, 1, null])),
        ("a IN (b, 7.5)", json!([0, 0, 0, null, 1, 1])),
    ]);
}

#[test]
fn what_does_not_fit_a_function_is_said() {
    let said = |text: &str| {
        let (panel, sink) = made(&[text]);
        assert!(panel.is_none(), "{text}");
        sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n")
    };
    let cases = [
        ("YEAR(a)", "`YEAR` takes dates, and this holds numbers"),
        ("YEAR('2021-04-01')", "`YEAR` takes dates, and this holds texts"),
        ("LOWER(a)", "`LOWER` takes texts, and this holds numbers"),
        ("a || note", "`||` takes texts, and this holds numbers"),
        ("note LIKE 地域", "A text in single quotation marks is wanted here"),
        ("SUBSTR(note, 0)", "Characters are counted from 1"),
        ("SUBSTR(note)", "`SUBSTR` takes 2 or 3 values in brackets"),
        ("LEAST(note, 地域)", "`note` holds texts, and `LEAST` takes numbers"),
        ("LEAST()", "`LEAST` takes one value or more in brackets"),
        ("1 < a < 5", "Two comparisons in a row"),
        ("MAX(a, b)", "GREATEST(a, b)"),
        ("IF(a > 1, 1, 0)", "CASE WHEN a > 1 THEN 1 ELSE 0 END"),
        ("LOWR(note)", "Did you mean `LOWER`?"),
    ];
    for (text, part) in cases {
        assert!(said(text).contains(part), "{text}\n{}", said(text));
    }
}

/// What expressions are made of, and what they must not be made of.
const PARTS: [&str; 44] = [
    "a",
    "受取会費",
    "\"受取 寄附金\"",
    "income@2021",
    "1",
    "2.5e3",
    ".5",
    "'東京'",
    "'",
    "\"",
    "`",
    "(",
    "(",
    ")",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "%",
    "=",
    "<>",
    "<=",
    "||",
    "^",
    ".",
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "IN",
    "BETWEEN",
    "LIKE",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "ROUND(",
    "SUM(",
    "--",
    "＋",
];

proptest! {
    #[test]
    fn whatever_is_written_is_read_or_said(parts in prop::collection::vec(0..PARTS.len(), 0..40), gap in any::<bool>()) {
        let parts: Vec<&str> = parts.into_iter().map(|at| PARTS[at]).collect();
        let text = parts.join(if gap { " " } else { "" });
        let place = Place::Text { file: "s".into(), line: 1, column: 1, length: 1, source: text.as_str().into() };
        let raw = format!("'''{text}'''");
        let spots = Spots::of(&text, &place, &raw, |_| raw.clone());
        let (read, problems) = Expression::read(&text, place, spots);
        prop_assert_eq!(read.tree.is_some(), problems.is_empty());
        let length = text.chars().count();
        prop_assert!(read.names().iter().all(|(name, span)| span.end <= length && (!span.is_empty() || name.is_empty())));
        prop_assert!(problems.iter().all(|problem| !problem.places.is_empty()));
    }
}
