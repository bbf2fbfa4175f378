//! The scripts in R: what they are told. `tests/r/check.sh` runs them.

use tashika::findings::Bundle;

use super::study_runs::{outputs, run_on};

const TABLE: &str = include_str!("../reference/nearest/input.csv");
const STUDY: &str = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\
     [[questions]]\nid = \"q\"\noutcomes = [\"re78\"]\nbaseline = { re78 = \"re75\" }\ntreatment = \"treat\"\n\
     covariates = [\"age\", \"race\", \"married\"]\n";

/// Groups that are alike enough for an answer.
const MATCHED: &str =
    "design = { method = \"nearest\", ratio = 2, caliper = { score = 0.2, age = 0.3 }, exact = [\"race\"] }\n";

fn bundle(lines: &str) -> Bundle {
    run_on(TABLE, &format!("{STUDY}{lines}"))
}

fn script(bundle: &Bundle, name: &str) -> String {
    let files = outputs(bundle);
    String::from_utf8(files.into_iter().find(|(path, _)| path == name).unwrap().1).unwrap()
}

#[test]
fn levels_beside_a_state_before_are_told_as_levels() {
    let levels = bundle(&format!("{MATCHED}estimate = {{ method = \"difference\", changes = false }}\n"));
    assert!(script(&levels, "replicate.R").contains("adjusted = FALSE, changes = FALSE, "));
    assert!(script(&levels, "analysis.R").contains("\nm$y <- m[[\"re78\"]]\n"));
    let changes = bundle(MATCHED);
    assert!(script(&changes, "replicate.R").contains("adjusted = FALSE, changes = TRUE, "));
    assert!(script(&changes, "analysis.R").contains("\nm$y <- m[[\"re78\"]] - m[[\"re75\"]]\n"));
}

#[test]
fn everything_that_a_finding_says_is_told() {
    let bundle = bundle(MATCHED);
    let finding = &bundle.findings.findings[0];
    let text = script(&bundle, "replicate.R");
    let balance = &bundle.findings.questions[0].balance;
    let after: Vec<String> = balance.iter().map(|row| tashika::text::r::number(row.after.smd)).collect();
    assert!(text.contains(&format!("\n  smd_after = c({}),\n", after.join(", "))), "{text}");
    assert_eq!(text.matches("\nbalance(q, data.frame(term = ").count(), 1);
    let detectable = tashika::text::r::number(finding.describe.smallest_detectable.unwrap());
    assert!(text.contains(&format!("detectable = {detectable}, narrow_level = 0.9, narrow_low = ")));
    assert_eq!(finding.sensitivity.len(), 2);
    for (method, key) in [("e_value", "e-value"), ("robustness_value", "rv")] {
        assert_eq!(text.matches(&format!("\n{method} <- function(")).count(), 1);
        let call = text.lines().find(|line| line.starts_with(&format!("{method}(\"q/re78\", list("))).unwrap();
        let values = finding.sensitivity.iter().flat_map(|info| &info.values);
        let value = values.filter(|(known, _)| known == key).map(|(_, value)| *value).next().unwrap();
        let name = if key.contains('-') { format!("`{key}`") } else { key.into() };
        assert!(call.contains(&format!("{name} = {}", tashika::text::r::number(value))), "{call}");
    }
    for companion in finding.companions.iter().filter(|companion| companion.interval.is_some()) {
        let (low, high) = companion.interval.unwrap();
        let ends = format!("low = {}, high = {}", tashika::text::r::number(low), tashika::text::r::number(high));
        assert!(text.contains(&ends), "{}", companion.key);
    }
}

#[test]
fn an_analyst_would_write_it_so() {
    let bundle = bundle(MATCHED);
    let text = script(&bundle, "analysis.R");
    let from = text.find("\n# Question ").unwrap();
    insta::assert_snapshot!(&text[from..], @r##"
    # Question "q"
    q <- d[!is.na(d[["weight_q"]]), ]
    m <- matched("q", "weight_q", "set_q", function() MatchIt::matchit(
      formula_of(c("age", "race", "married"), "treat"), data = q, method = "nearest", distance = "glm", link = "logit", ratio = 2, replace = FALSE, m.order = "largest", exact = formula_of(c("race")), caliper = c("age" = 0.3, 0.2), std.caliper = TRUE))
    m$y <- m[["re78"]] - m[["re75"]]
    m$took_part <- as.numeric(m[["treat"]])
    k <- m[!is.na(m$y) & !is.na(m[["re75"]]), ]
    fit <- lm(formula_of("took_part", "y"), data = k, weights = weights)
    answer("q/re78", fit, if (is.null(k[["cluster_q"]])) k$subclass else k[["cluster_q"]], "HC1", 0.95)
    "##);
    assert!(text.lines().count() < 75, "it is short");
}
