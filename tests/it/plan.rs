//! A study against a panel: what is resolved, what is refused, and where that is said to be.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use tashika::diag::{self, Place, Severity, Sink};
use tashika::findings::Role;
use tashika::panel::{Content, Csr, Data, Panel, Provenance, SourceRef, VarRef, VariableInfo};
use tashika::plan::{Plan, plan};
use tashika::study;
use tashika::text::{Lang, Words};

/// Twelve organisations on rows 2 to 13 of one sheet: `income` at two years, everything else once.
fn panel() -> Arc<Panel> {
    let n = 12usize;
    let numbers = |f: fn(usize) -> f64| Data::Number((0..n).map(f).collect());
    let each: Vec<u32> = (0..n as u32).collect();
    let words = |f: fn(usize) -> &'static str| Data::category(&(0..n).map(f).collect::<Vec<&str>>(), &each);
    let fixed = [
        ("funded", numbers(|i| (i % 2) as f64)),
        ("decision", words(|i| if i % 3 == 0 { "採択" } else { "不採択" })),
        ("region", words(|i| ["東", "西", "南"][i % 3])),
        ("side", words(|i| if i < 6 { "A" } else { "B" })),
        ("odd", numbers(|i| if i == 4 { 9.0 } else { (i % 2) as f64 })),
        ("all", numbers(|_| 1.0)),
        ("size", numbers(|i| i as f64)),
        ("score", numbers(|i| i as f64 * 2.0)),
        ("note", words(|_| "自由記述")),
    ];
    let wave = |of: f64| IndexMap::from([("income".to_string(), Data::Number(vec![of; n].into()))]);
    let contents = [
        ("funded", Content::YesNo),
        ("decision", Content::Category),
        ("region", Content::Category),
        ("side", Content::Category),
        ("odd", Content::Number),
        ("all", Content::Number),
        ("size", Content::Number),
        ("score", Content::Number),
        ("note", Content::Text),
        ("income", Content::Number),
    ];
    let info = |(name, content): (&str, Content)| {
        let periods = if name == "income" { vec!["2021".into(), "2023".into()] } else { Vec::new() };
        let info =
            VariableInfo { name: name.into(), label: Words::plain(name), unit: Words::default(), content, periods };
        (name.to_string(), info)
    };
    let columns = contents.iter().enumerate().map(|(col, (name, _))| (name.to_string(), (0, col as u32 + 1)));
    let source =
        SourceRef { name: "s".into(), file: "a.xlsx".into(), sheet: "表".into(), digest: String::new(), rows: n };
    let rows = Csr { starts: (0..=n as u32).collect(), items: (1..=n as u32).collect() };
    Arc::new(Panel {
        units: (0..n).map(|i| i.to_string()).collect(),
        fixed: fixed.map(|(name, data)| (name.to_string(), data)).into_iter().collect(),
        waves: IndexMap::from([("2021".into(), wave(1.0)), ("2023".into(), wave(2.0))]),
        presence: Default::default(),
        written: Default::default(),
        networks: IndexMap::new(),
        logs: IndexMap::new(),
        indicators: IndexMap::new(),
        steps: Default::default(),
        variables: contents.into_iter().map(info).collect(),
        file_order: (0..n as u32).collect(),
        provenance: Provenance {
            layouts: Vec::new(),
            lost: Vec::new(),
            sources: vec![source],
            rows: vec![rows],
            row_periods: vec![Vec::new()],
            columns: columns.collect(),
            edits: Vec::new(),
            ..Provenance::default()
        },
        flow: Vec::new(),
    })
}

const PLAIN: &str = "outcomes = [\"score\"]\nbaseline = { score = \"size\" }\ntreatment = \"funded\"\ncovariates = [\"size\", \"region\"]\n";

fn planned(head: &str, lines: &str) -> (Option<Plan>, Sink) {
    let text = format!("[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\n{head}\n[[questions]]\nid = \"q\"\n{lines}\n");
    let mut sink = Sink::new();
    let study = study::read_str(&text, "study.toml", Path::new(""), &mut sink).expect("a sound study");
    sink.problems.retain(|problem| problem.code != "unused-variable");
    assert_eq!(sink.problems, []);
    (plan(&study, &panel(), &mut sink).ok(), sink)
}

fn sound(lines: &str) -> Plan {
    let (plan, sink) = planned("", lines);
    plan.unwrap_or_else(|| panic!("{:?}", sink.problems))
}

fn said(lines: &str, lang: Lang) -> String {
    planned("", lines).1.problems.iter().map(|problem| diag::render(problem, lang)).collect()
}

#[test]
fn a_matched_comparison_gets_its_defaults() {
    let plan = sound(&format!("{PLAIN}design = \"nearest\""));
    let step = &plan.questions[0].steps[0];
    assert_eq!((step.key.as_str(), step.design.name(), step.estimator.name()), ("nearest", "nearest", "difference"));
    assert_eq!(
        step.sensitivity.iter().map(|method| method.name()).collect::<Vec<_>>(),
        ["e-value", "robustness-value"]
    );
    assert_eq!(step.ask.covariates, [VarRef::parse("size"), VarRef::parse("region")]);
    assert_eq!(step.outcomes[0].baseline, Some(VarRef::parse("size")));
    assert!(plan.overlays.is_empty());
}

#[test]
fn before_and_after_name_the_periods_of_outcome_and_covariates() {
    let lines = "outcomes = [\"income\"]\nbefore = 2021\nafter = 2023\n";
    let plan = sound(&format!("{lines}design = \"before-after\""));
    let step = &plan.questions[0].steps[0];
    assert_eq!(step.outcomes[0].var, VarRef::parse("income@2023"));
    assert_eq!(step.outcomes[0].baseline, Some(VarRef::parse("income@2021")));
    assert_eq!((step.estimator.name(), step.sensitivity.len()), ("mean-change", 0));
    let lines = format!("{lines}treatment = \"funded\"\ncovariates = [\"size\"]\n");
    let matched = sound(&format!("{}design = \"nearest\"", lines.replace("[\"size\"]", "[\"size\", \"region\"]")));
    assert_eq!(matched.questions[0].ask.covariates.len(), 2);
}

#[test]
fn several_designs_are_several_steps_and_one_is_main() {
    let designs = "designs = [\"before-after\", { method = \"nearest\", primary = true }, \"nearest\"]";
    let plan = sound(&format!("{PLAIN}{designs}"));
    let steps = &plan.questions[0].steps;
    assert_eq!(
        steps.iter().map(|step| step.key.as_str()).collect::<Vec<_>>(),
        ["before-after", "nearest", "nearest-2"]
    );
    assert_eq!(
        steps.iter().map(|step| step.role_of(0)).collect::<Vec<_>>(),
        [Role::Secondary, Role::Primary, Role::Secondary]
    );
}

#[test]
fn a_treatment_in_words_becomes_0_and_1() {
    let plan = sound(&format!("{}design = \"nearest\"", PLAIN.replace("funded", "decision")));
    let view = plan.view(panel());
    let Data::Number(values) = view.column(&VarRef::parse("decision")).unwrap().data else { panic!() };
    assert_eq!(values[..4], [1.0, 0.0, 0.0, 1.0]);
}

#[test]
fn each_rule_has_its_code() {
    let nearest = |from: &str, to: &str| format!("{}design = \"nearest\"", PLAIN.replace(from, to));
    let cases = [
        (nearest("\"funded\"", "\"fundde\""), "unknown-variable"),
        (nearest("\"size\", \"region\"", "\"income\""), "period-needed"),
        (nearest("\"size\", \"region\"", "\"income@2022\""), "unknown-period"),
        (nearest("\"size\", \"region\"", "\"size@2021\""), "unknown-period"),
        (nearest("\"region\"", "\"note\""), "covariate-is-text"),
        (nearest("\"funded\"", "\"odd\""), "treatment-not-two-valued"),
        (nearest("\"funded\"", "\"side\""), "treatment-unclear"),
        (nearest("treatment = \"funded\"", ""), "no-treatment"),
        (nearest("covariates = [\"size\", \"region\"]", ""), "no-covariates"),
        (nearest("outcomes = [\"score\"]", "outcomes = [\"score\", \"side\"]"), "outcome-not-numeric"),
        (nearest("[\"score\"]", "[\"score\"]\nestimand = \"ATE\""), "estimand"),
        (nearest("[\"score\"]", "[\"score\"]\ncluster = \"regoin\""), "unknown-variable"),
        (nearest("[\"score\"]", "[\"score\"]\nestimate = \"mean-change\""), "methods-do-not-fit"),
        (nearest("[\"score\"]", "[\"score\"]\nsensitivity = [\"evalue\"]"), "unknown-method"),
        (format!("{PLAIN}design = \"nearst\""), "unknown-method"),
        (format!("{PLAIN}design = \"cohorts\""), "not-yet"),
        (format!("{PLAIN}design = {{ method = \"nearest\", calliper = 0.2 }}"), "unknown-option"),
        (
            format!("{PLAIN}design = {{ method = \"nearest\", distance = \"mahalanobis\", caliper = 0.2 }}"),
            "wrong-option",
        ),
        (
            format!("{PLAIN}design = {{ method = \"nearest\", distance = \"mahalanobis\", order = \"largest\" }}"),
            "wrong-option",
        ),
        ("outcomes = [\"score\"]\ndesign = \"before-after\"".into(), "no-before"),
    ];
    for (lines, code) in cases {
        let (plan, sink) = planned("", &lines);
        assert!(plan.is_none(), "{lines}");
        assert_eq!(sink.problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), [code], "{lines}");
        assert!(matches!(sink.problems[0].places[0], Place::Text { .. }));
    }
    let plain = PLAIN.replace("\"funded\"", "\"all\"").replace("covariates = [\"size\", \"region\"]\n", "");
    assert!(planned("", &format!("{plain}design = \"before-after\"")).0.is_some());
    let (plan, sink) = planned("", &nearest("\"funded\"", "\"all\""));
    assert!(plan.is_some(), "other questions can be answered all the same");
    assert_eq!((sink.problems[0].code.as_str(), sink.problems[0].severity), ("one-arm", Severity::Warning));
}

#[test]
fn problems_point_at_the_study_and_at_cells() {
    let lines = PLAIN
        .replace("\"funded\"", "\"odd\"")
        .replace("\"region\"", "\"regoin\"")
        .replace("outcomes = [\"score\"]", "outcomes = [\"score\", \"side\"]");
    let lines = format!("{lines}design = \"nearest\"\nestimate = \"diference\"");
    insta::assert_snapshot!(said(&lines, Lang::En), @r##"
    error[outcome-not-numeric]: `side` cannot be an outcome, because its values are not numbers: A, B
      --> study.toml:7:22
      7 | outcomes = ["score", "side"]
        |                      ^^^^^^
      --> a.xlsx / 表 / E2, E8
      hint: Name a variable with numbers or yes and no; or say what its values mean: [variables.side]  codes = { … = … }  missing = [ … ]
    error[treatment-not-two-valued]: `odd` should say who received, with two values, and holds 0 (5), 1 (6), 9 (1)
      --> study.toml:9:13
      9 | treatment = "odd"
        |             ^^^^^
      --> a.xlsx / 表 / F6
      hint: Correct the cells, or say what each value means: [variables.odd]  codes = { 0 = "no", 1 = "yes", 9 = "…" }; what stands for no answer goes into missing = [9]
    error[unknown-variable]: There is no variable `regoin` in the data
      --> study.toml:10:23
      10 | covariates = ["size", "regoin"]
         |                       ^^^^^^^^
      hint: Did you mean `region`?
    error[unknown-method]: `estimate` cannot be `diference`
      --> study.toml:12:12
      12 | estimate = "diference"
         |            ^^^^^^^^^^^
      hint: Did you mean `difference`?
    "##);
    insta::assert_snapshot!(said(&lines, Lang::Ja), @r##"
    エラー[outcome-not-numeric]: `side` の値は数ではないため、成果にできません（例：A、B）
      --> study.toml:7:22
      7 | outcomes = ["score", "side"]
        |                      ^^^^^^
      --> a.xlsx / 表 / E2, E8
      対処: 数か「はい・いいえ」の変数を書くか、値の意味を宣言してください：[variables.side]  codes = { … = … }  missing = [ … ]
    エラー[treatment-not-two-valued]: `odd` は受けたかどうかを二つの値で表すはずですが、次の値があります：0（5件）、1（6件）、9（1件）
      --> study.toml:9:13
      9 | treatment = "odd"
        |             ^^^^^
      --> a.xlsx / 表 / F6
      対処: セルを直すか、それぞれの値の意味を書いてください：[variables.odd]  codes = { 0 = "no", 1 = "yes", 9 = "…" }。無回答を表す値は missing = [9] に書きます
    エラー[unknown-variable]: データに `regoin` という変数はありません
      --> study.toml:10:23
      10 | covariates = ["size", "regoin"]
         |                       ^^^^^^^^
      対処: `region` ではありませんか
    エラー[unknown-method]: `estimate` に `diference` は書けません
      --> study.toml:12:12
      12 | estimate = "diference"
         |            ^^^^^^^^^^^
      対処: `difference` ではありませんか
    "##);
}

#[test]
fn a_list_of_those_who_received_is_no_treatment_by_itself() {
    let lines = format!("{}design = \"nearest\"", PLAIN.replace("\"funded\"", "\"note\""));
    let said = said(&lines, Lang::En);
    assert!(said.contains("holds only 自由記述 (12); 0 units have none"), "{said}");
    assert!(said.contains("treatment = { in = "), "{said}");
}
