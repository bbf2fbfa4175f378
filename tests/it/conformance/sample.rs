//! The made data and the question of each design, by its name in study files.

use std::fmt::Write;
use std::fs;

use tashika::design;
use tashika::diag::{Diagnostic, Sink};
use tashika::findings::{Bundle, Effect, Finding};
use tashika::run;
use tashika::text::Lang;

/// A unit of the made data.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Identifier.
    pub id: String,
    /// Whether it took part.
    pub took_part: bool,
    /// Covariates: a number and a category.
    pub size: f64,
    /// The category.
    pub field: &'static str,
    /// How much it received, whether it took part or not.
    pub amount: f64,
    /// Outcome before and after; `None` is a blank cell.
    pub before: Option<f64>,
    /// The outcome after.
    pub after: Option<f64>,
}

/// Whole numbers from a fixed recurrence: the same on every machine.
fn noise(i: usize, salt: u64) -> f64 {
    let mut x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_mul(0xD1B5_4A32_D192_ED03);
    x ^= x >> 31;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 29;
    (x % 1000) as f64 / 1000.0
}

/// `n` units, a third of which took part; those gain 3 more than the others.
pub fn units(n: usize) -> Vec<Unit> {
    (0..n).map(unit).collect()
}

fn unit(i: usize) -> Unit {
    let took_part = i.is_multiple_of(3);
    let size = 10.0 + (noise(i, 1) * 40.0 + if took_part { 4.0 } else { 0.0 }).round();
    let before = 20.0 + (size / 8.0 + noise(i, 2) * 8.0).round();
    let after = before + 1.0 + (noise(i, 3) * 6.0).round() + if took_part { 3.0 } else { 0.0 };
    let field = ["arts", "care", "youth"][(noise(i, 4) * 3.0) as usize];
    let amount = (size + noise(i, 5) * 60.0).round();
    Unit { id: format!("u{i:03}"), took_part, size, field, amount, before: Some(before), after: Some(after) }
}

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Units with their values before and after.
    Followed,
    /// Respondents of two anonymous surveys.
    Respondents,
    /// The same, of those who took part and of others.
    BothGroups,
    /// Answers at two periods of units that are known, of whom some answered once.
    PartlyPaired,
}

/// A design as a study asks for it.
pub struct Sample {
    /// Name in study files.
    pub design: &'static str,
    /// Names of the estimators that go with it.
    pub estimators: &'static [&'static str],
    /// Whether it compares those who took part with others.
    pub two_arms: bool,
    /// Whether it uses the covariates.
    pub covariates: bool,
    /// Whether it fits a propensity score.
    pub score: bool,
    /// Whether numbers among the covariates are taken in bands, since units must be equal.
    pub bands: bool,
    /// Options of the design.
    options: &'static str,
    /// Further lines of the question.
    lines: &'static str,
    /// What the rows are.
    form: Form,
}

/// The sample of each design, and of options that make another comparison of it. A new design adds one here.
const SAMPLES: &[Sample] = &[
    Sample {
        design: "before-after",
        estimators: &["mean-change"],
        two_arms: false,
        covariates: false,
        score: false,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "two-groups",
        estimators: &["welch"],
        two_arms: false,
        covariates: false,
        score: false,
        bands: false,
        options: "",
        lines: "before = 1\nafter = 2",
        form: Form::Respondents,
    },
    Sample {
        design: "two-groups",
        estimators: &["partly-paired"],
        two_arms: false,
        covariates: false,
        score: false,
        bands: false,
        options: "",
        lines: "before = 1\nafter = 2",
        form: Form::PartlyPaired,
    },
    Sample {
        design: "nearest",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: true,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "nearest",
        estimators: &["difference", "regression", "abadie-imbens"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: false,
        options: ", distance = \"mahalanobis\", order = \"closest\", caliper = { size = 0.5 }",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "groups",
        estimators: &["welch", "doubly-robust-did"],
        two_arms: true,
        covariates: false,
        score: false,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "exact",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: true,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "randomised",
        estimators: &["neyman"],
        two_arms: true,
        covariates: false,
        score: false,
        bands: false,
        options: ", strata = \"field\", strata_weights = \"treated\"",
        lines: "",
        form: Form::Followed,
    },
    Sample {
        design: "randomised",
        estimators: &["lin"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "groups-surveys",
        estimators: &["difference-in-differences", "doubly-robust-did"],
        two_arms: true,
        covariates: false,
        score: false,
        bands: false,
        options: "",
        lines: "before = 1\nafter = 2",
        form: Form::BothGroups,
    },
    Sample {
        design: "subclass",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: true,
        bands: false,
        options: ", classes = 3",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "cem",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: false,
        options: ", bins = 3",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "optimal",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: true,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "entropy",
        estimators: &["difference", "regression", "aipw", "g-computation"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "propensity",
        estimators: &["difference", "regression", "aipw", "g-computation"],
        two_arms: true,
        covariates: true,
        score: true,
        bands: false,
        options: "",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "full",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: true,
        bands: false,
        options: ", max_controls = 6",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "full",
        estimators: &["difference", "regression"],
        two_arms: true,
        covariates: true,
        score: false,
        bands: false,
        options: ", distance = \"mahalanobis\", caliper = { size = 0.5 }",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "dose",
        estimators: &["dose-response"],
        two_arms: false,
        covariates: true,
        score: false,
        bands: false,
        options: ", of = \"amount\", per = 10, curve = [40, 60]",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
    Sample {
        design: "dose",
        estimators: &["dose-response"],
        two_arms: false,
        covariates: true,
        score: false,
        bands: false,
        options: ", of = \"amount\", per = 10, model = \"gps\"",
        lines: "baseline = { after = \"before\" }",
        form: Form::Followed,
    },
];

/// The samples of all designs that the registry has.
pub fn samples() -> Vec<&'static Sample> {
    let missing = design::NAMES.iter().find(|name| SAMPLES.iter().all(|sample| sample.design != **name));
    assert!(missing.is_none(), "the design {missing:?} has no sample in tests/it/conformance/sample.rs");
    SAMPLES.iter().collect()
}

impl Sample {
    /// The study: question `q` about the outcome `after`.
    pub fn study(&self, estimator: &str, covariates: &str) -> String {
        let mut text = String::from("[sources.people]\nfile = \"d.csv\"\n");
        text += match self.form {
            Form::Followed => "unit = \"id\"\n",
            Form::Respondents | Form::BothGroups => "anonymous = true\nperiod_column = \"wave\"\n",
            Form::PartlyPaired => "unit = \"id\"\nperiod_column = \"wave\"\n",
        };
        text += "\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\n";
        if self.two_arms {
            text += "treatment = \"took_part\"\n";
        }
        if self.covariates {
            let banded = if self.bands { covariates.replace("\"size\"", "\"size_band\"") } else { covariates.into() };
            writeln!(text, "covariates = [{banded}]").unwrap();
        }
        let design = format!("{{ method = \"{}\"{} }}", self.design, self.options);
        writeln!(text, "design = {design}\nestimate = \"{estimator}\"\n{}", self.lines).unwrap();
        text
    }

    /// The table of the units, in the form that the design reads.
    pub fn table(&self, units: &[Unit]) -> String {
        match self.form {
            Form::Followed => followed(units),
            Form::Respondents => of_respondents(units),
            Form::BothGroups => of_both_groups(units),
            Form::PartlyPaired => partly_paired(units),
        }
    }
}

fn shown(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn followed(units: &[Unit]) -> String {
    let mut text = String::from("id,took_part,size,size_band,twice,same,field,amount,before,after\n");
    for unit in units {
        let Unit { id, size, field, amount, .. } = unit;
        let took_part = u8::from(unit.took_part);
        let (before, after) = (shown(unit.before), shown(unit.after));
        writeln!(
            text,
            "{id},{took_part},{size},{},{},5,{field},{amount},{before},{after}",
            (size / 20.0).floor(),
            2.0 * size
        )
        .unwrap();
    }
    text
}

/// The first survey is answered by those who did not take part, the second by those who did.
fn of_respondents(units: &[Unit]) -> String {
    let mut text = String::from("wave,after\n");
    for unit in units {
        writeln!(text, "{},{}", if unit.took_part { 2 } else { 1 }, shown(unit.after)).unwrap();
    }
    text
}

/// Each survey is answered by every second of both groups.
fn of_both_groups(units: &[Unit]) -> String {
    let mut text = String::from("wave,took_part,after\n");
    for unit in units {
        writeln!(text, "{},{},{}", 1 + number(unit) % 2, u8::from(unit.took_part), shown(unit.after)).unwrap();
    }
    text
}

fn number(unit: &Unit) -> usize {
    unit.id.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// Every third answers both times, the others once.
fn partly_paired(units: &[Unit]) -> String {
    let mut text = String::from("id,wave,after\n");
    for unit in units {
        let before = unit.after.and(unit.before);
        for (wave, value, left_out) in [(1, before, 2), (2, unit.after, 1)] {
            if number(unit) % 3 != left_out {
                writeln!(text, "{},{wave},{}", unit.id, shown(value)).unwrap();
            }
        }
    }
    text
}

/// What a run came to: its results and problems, or the problems that stopped it.
pub struct Outcome {
    /// Results.
    pub bundle: Option<Bundle>,
    /// Problems.
    pub problems: Vec<Diagnostic>,
}

impl Outcome {
    /// The number, where one was found.
    pub fn effect(&self) -> Option<&Effect> {
        self.finding()?.effect.as_ref()
    }

    /// The finding, where there is one.
    pub fn finding(&self) -> Option<&Finding> {
        self.bundle.as_ref()?.findings.findings.first()
    }

    /// All problems as text, and the sentence of the finding.
    pub fn said(&self) -> String {
        let problems = self.problems.iter().map(|problem| tashika::diag::render(problem, Lang::En));
        problems.chain(self.finding().map(|finding| finding.claim.sentence.render(Lang::En))).collect()
    }
}

/// Runs a design with an estimator on units.
pub fn run_on(sample: &Sample, estimator: &str, units: &[Unit]) -> Outcome {
    run_with(sample, estimator, "\"size\", \"field\"", units)
}

/// [`run_on`] with covariates as the study writes them.
pub fn run_with(sample: &Sample, estimator: &str, covariates: &str, units: &[Unit]) -> Outcome {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), sample.table(units)).unwrap();
    let path = temp.path().join("study.toml");
    fs::write(&path, sample.study(estimator, covariates)).unwrap();
    let mut sink = Sink::new();
    let bundle = run::run(&path, &|_| (), &mut sink).ok();
    Outcome { bundle, problems: sink.problems }
}

/// Every design with every estimator that goes with it.
pub fn pairs() -> impl Iterator<Item = (&'static Sample, &'static str)> {
    samples().into_iter().flat_map(|sample| sample.estimators.iter().map(move |estimator| (sample, *estimator)))
}
