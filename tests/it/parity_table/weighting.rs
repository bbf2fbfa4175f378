//! Weights of the NSW study, from the table to the finding, beside stacked estimating equations in R, and WeightIt's.

use serde_json::Value;

use super::row::Row;
use crate::study_runs::run_on;

/// Units of the table.
const N: f64 = 614.0;
const R: &str = "R 4.2.2, stacked equations";

/// Family of the reference, average, method, options of the design, and estimator with its options.
const CASES: &[[&str; 5]] = &[
    ["entropy", "ATT", "entropy", "", "difference"],
    ["entropy", "ATC", "entropy", "", "difference"],
    ["entropy", "ATE", "entropy", "", "difference"],
    ["entropy_moments2", "ATT", "entropy", ", moments = 2", "difference"],
    ["logit", "ATT", "propensity", "", "difference"],
    ["logit", "ATC", "propensity", "", "difference"],
    ["logit", "ATE", "propensity", "", "difference"],
    ["logit", "ATO", "propensity", "", "difference"],
    ["logit", "ATM", "propensity", "", "difference"],
    ["probit", "ATT", "propensity", ", model = \"probit\"", "difference"],
    ["probit", "ATE", "propensity", ", model = \"probit\"", "difference"],
    ["cbps", "ATE", "propensity", ", model = \"cbps\"", "difference"],
    ["ipt", "ATE", "propensity", ", model = \"tilting\"", "difference"],
    ["aipw", "ATT", "propensity", "", "aipw"],
    ["aipw", "ATC", "propensity", "", "aipw"],
    ["aipw", "ATE", "propensity", "", "aipw"],
    ["gcomp", "ATT", "propensity", "", "g-computation"],
    ["gcomp", "ATE", "propensity", "", "g-computation"],
    ["gcomp", "ATT_fixed", "propensity", "", "g-computation\", covariates = \"fixed"],
    ["weightit", "logit_ATT", "propensity", "", "difference"],
    ["weightit", "logit_ATC", "propensity", "", "difference"],
    ["weightit", "logit_ATE", "propensity", "", "difference"],
    ["weightit", "logit_ATO", "propensity", "", "difference"],
    ["weightit", "logit_ATM", "propensity", "", "difference"],
];

/// Derivatives by differences in the reference.
const DIFFERENCES: &str = "Probit: the reference takes its derivatives by differences, good to some eight digits.";
const LOOSE: &str = "WeightIt: glm stops at a relative change of deviance of 1e-8, and derivatives are numerical.";

fn reference() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/weighting/weighting.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn study() -> String {
    let mut text = String::from(
        "[study]\ntitle = \"weights\"\nlike = \"matchit\"\n\n[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\n\
         [variables.treat]\nkind = \"yes-no\"\n",
    );
    for (n, [_, average, method, options, estimator]) in CASES.iter().enumerate() {
        text += &format!(
            "\n[[questions]]\nid = \"q{n}\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\n\
             covariates = [\"age\", \"educ\", \"race\", \"married\", \"nodegree\", \"re74\", \"re75\"]\n\
             estimand = \"{}\"\ndesign = {{ method = \"{method}\"{options} }}\n\
             estimate = {{ method = \"{estimator}\" }}\nsensitivity = []\n",
            asked(average)
        );
    }
    text
}

/// The average that a case is about.
fn asked(average: &str) -> &str {
    average.trim_start_matches("logit_").trim_end_matches("_fixed")
}

pub fn rows() -> Vec<Row> {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/nearest/input.csv"));
    let (bundle, known) = (run_on(&table.unwrap(), &study()), reference());
    let of_case = |(n, &[family, average, method, _, estimator]): (usize, &[&'static str; 5])| {
        let theirs = known[family][average].clone();
        let finding = bundle.findings.findings.iter().find(|it| it.question == format!("q{n}")).unwrap();
        let effect = finding.effect.clone().unwrap();
        // Ours has the factor n/(n − 1) of the variance.
        let error = effect.std_error.unwrap() * ((N - 1.0) / N).sqrt();
        let (peer, tolerance, why) = match family {
            "weightit" => ("WeightIt 1.5.1", 1e-7, LOOSE),
            "probit" => (R, 1e-7, DIFFERENCES),
            _ => (R, 1e-8, ""),
        };
        let what = match estimator {
            "difference" => format!("lalonde, {family}, {average}"),
            _ => format!("lalonde, {family}, {average} with weights by logit"),
        };
        let row = |quantity: &str, ours: f64, theirs: &Value| Row {
            method,
            what: format!("{what}: {quantity}"),
            peer,
            ours,
            theirs: theirs.as_f64().unwrap(),
            tolerance,
            why,
        };
        [row("effect", effect.estimate, &theirs["estimate"]), row("its error", error, &theirs["se"])]
    };
    CASES.iter().enumerate().flat_map(of_case).collect()
}
