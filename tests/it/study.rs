//! The study file: what is read, what is refused, and how that is said.

use std::path::Path;

use tashika::diag::{self, Place, Sink};
use tashika::study::{self, Study, VariableKind};
use tashika::text::Lang;

fn read(text: &str) -> (Option<Study>, Sink) {
    let mut sink = Sink::new();
    let study = study::read_str(text, "study.toml", Path::new("data"), &mut sink).ok();
    (study, sink)
}

fn said(text: &str, lang: Lang) -> String {
    read(text).1.problems.iter().map(|problem| diag::render(problem, lang)).collect()
}

fn codes(text: &str) -> Vec<String> {
    read(text).1.problems.into_iter().map(|problem| problem.code).collect()
}

const SOURCE: &str = "[sources.people]\nfile = \"people.xlsx\"\nunit = \"id\"\n";

fn question(lines: &str) -> String {
    format!("{SOURCE}[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\ndesign = \"before-after\"\n{lines}\n")
}

#[test]
fn the_nsw_studies_are_read_without_a_problem() {
    for name in ["study", "parity"] {
        let mut sink = Sink::new();
        let path = Path::new("notebooks-data/nsw").join(format!("{name}.toml"));
        let study = study::parse(&path, &mut sink).expect("a sound study");
        assert_eq!(sink.problems, []);
        assert_eq!(study.id, name);
        assert_eq!(study.digest.len(), 64);
        assert_eq!(study.path(&study.sources[0]), Path::new("notebooks-data/nsw/nsw.xlsx"));
        assert_eq!(study.variables["race"].kind.as_ref().unwrap().value, VariableKind::Category);
        assert_eq!(study.label("re78").get(Lang::Ja), "1978年の収入");
    }
}

#[test]
fn defaults_and_shorthands() {
    let text = question("treatment = \"t\"\ncovariates = \"x\"\nbaseline.y = \"y0\"").replace("[\"y\"]", "\"y\"");
    let text = text.replace("before-after", "nearest");
    let study = read(&text).0.unwrap();
    assert_eq!((study.id.as_str(), study.seed, study.level), ("study", 1, 0.95));
    assert_eq!(study.languages, [Lang::Ja, Lang::En]);
    let question = &study.questions[0];
    assert_eq!(question.primary, tashika::study::Primary::Open);
    assert_eq!(question.title.get(Lang::Ja), "q");
    assert_eq!(question.outcomes[0].value, "y");
    assert_eq!(question.covariates[0].value, "x");
    assert_eq!(question.baseline[0].1.value, "y0");
}

#[test]
fn every_form_of_a_source_is_read() {
    let text = r#"
[sources."団体"]
file = 'data\助成 一覧.xlsx'
sheet = "R3"
header = "2:3"
range = "$B$4:Z900"
unit = "団体ID"
period = 2021
columns = { income = "収入(千円)" }
[sources.b]
file = "b.csv"
header = 4
encoding = "shift_jis"
unit = "団体ID"
period_column = "年度"
"#;
    let study = read(text).0.unwrap();
    let [first, second] = study.sources.as_slice() else { panic!() };
    assert_eq!(first.file.value, "data/助成 一覧.xlsx");
    assert_eq!(first.header.as_ref().unwrap().value, (2, 3));
    assert_eq!(first.range.as_ref().unwrap().value, (3, 1, 899, 25));
    assert_eq!(first.period.as_ref().unwrap().value, "2021");
    assert_eq!(first.columns[0].1.value, "収入(千円)");
    assert_eq!(second.header.as_ref().unwrap().value, (4, 4));
    assert_eq!(second.period_column.as_ref().unwrap().value, "年度");
}

#[test]
fn every_form_of_a_design_is_read() {
    let forms = [
        "design = \"nearest\"",
        "design = { method = \"nearest\", caliper = 0.2, exact = [\"race\"] }",
        "designs = [\"nearest\", { method = \"before-after\", primary = true }]",
        "[questions.design]\nmethod = \"nearest\"\ncaliper = 0.2\n[questions.design.weights]\nage = 2",
    ];
    let counts = forms.map(|form| {
        let text = format!("{SOURCE}[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\n{form}\n");
        let study = read(&text).0.unwrap_or_else(|| panic!("{}", said(&text, Lang::En)));
        let designs = &study.questions[0].designs;
        assert_eq!(designs[0].method.value, "nearest");
        (designs.len(), designs[0].options.len())
    });
    assert_eq!(counts, [(1, 0), (1, 2), (2, 0), (1, 2)]);
}

#[test]
fn places_count_characters_where_japanese_stands_before() {
    let text = format!("{SOURCE}[variables]\n\"参加者数\" = {{ label = \"参加\", knd = \"count\" }}\n");
    let (_, sink) = read(&text);
    let Place::Text { line, column, length, source, .. } = &sink.problems[0].places[0] else { panic!() };
    assert_eq!((*line, *column, *length), (5, 26, 3));
    assert!(source.starts_with("\"参加者数\""));
}

const BAD: &str = r#"# 助成の評価
[study]
title = "助成の評価"
level = 95
langage = "ja"

[sources.団体]
file = "団体.xlsx"
header = "三行目"
where = "状態 = '活動中'"

[variables."収入"]
kind = "amuont"
unit = 1000

[[questions]]
id = "a/b"
outcomes = ["収入"]
baseline = { "収入 " = "前年収入" }
covariates = ["規模", "収入"]
desing = "nearest"
"#;

#[test]
fn a_bad_study_is_told_all_at_once_in_english() {
    insta::assert_snapshot!(said(&BAD.replace("[sources.団体]", "[sources.\"団体\"]"), Lang::En), @r##"
    error[wrong-value]: `level` cannot be 95
      --> study.toml:4:9
      4 | level = 95
        |         ^^
      hint: Write a number between 0.5 and 1, such as 0.95
    error[unknown-key]: There is no key `langage` in [study]
      --> study.toml:5:1
      5 | langage = "ja"
        | ^^^^^^^
      hint: Did you mean `language`?
    error[wrong-value]: `header` cannot be "三行目"
      --> study.toml:9:10
      9 | header = "三行目"
        |          ^^^^^^^^
      hint: Write the row as the sheet numbers it, header = 3, or the first and the last, header = "2:3"
    error[not-yet]: `where` is not available in this version
      --> study.toml:10:1
      10 | where = "状態 = '活動中'"
         | ^^^^^
      hint: Take it out; `tashika schema` lists all that is available
    error[wrong-value]: `kind` cannot be "amuont"
      --> study.toml:13:8
      13 | kind = "amuont"
         |        ^^^^^^^^
      hint: Did you mean `amount`?
    error[wrong-type]: `unit` should be a text, or one for each language as in { ja = "…", en = "…" }, but this is a number
      --> study.toml:14:8
      14 | unit = 1000
         |        ^^^^
    error[unsafe-id]: `a/b` cannot name a file on every system
      --> study.toml:17:6
      17 | id = "a/b"
         |      ^^^^^
      hint: Use letters, digits, - and _ only
    error[baseline-without-outcome]: `収入 ` in `baseline` and `収入` in `outcomes` are not the same name: one of them is perhaps misspelt
      --> study.toml:19:14
      19 | baseline = { "収入 " = "前年収入" }
         |              ^^^^^^^
      hint: Outcomes of this question: 収入
    error[outcome-as-covariate]: `収入` is an outcome and cannot be a covariate as well
      --> study.toml:20:21
      20 | covariates = ["規模", "収入"]
         |                　　   ^^^^^^
      hint: Take it out of `covariates`; its value from before the program may stand there
    error[unknown-key]: There is no key `desing` in [[questions]]
      --> study.toml:21:1
      21 | desing = "nearest"
         | ^^^^^^
      hint: Did you mean `design`?
    "##);
}

#[test]
fn a_bad_study_is_told_all_at_once_in_japanese() {
    insta::assert_snapshot!(said(&BAD.replace("[sources.団体]", "[sources.\"団体\"]"), Lang::Ja), @r##"
    エラー[wrong-value]: `level` に 95 は書けません
      --> study.toml:4:9
      4 | level = 95
        |         ^^
      対処: 0.95 のように、0.5と1の間の数を書いてください
    エラー[unknown-key]: [study] に `langage` という項目はありません
      --> study.toml:5:1
      5 | langage = "ja"
        | ^^^^^^^
      対処: `language` ではありませんか
    エラー[wrong-value]: `header` に "三行目" は書けません
      --> study.toml:9:10
      9 | header = "三行目"
        |          ^^^^^^^^
      対処: シートの行番号で header = 3、または最初と最後の行で header = "2:3" のように書いてください
    エラー[not-yet]: `where` はこの版ではまだ使えません
      --> study.toml:10:1
      10 | where = "状態 = '活動中'"
         | ^^^^^
      対処: 消してください。使える項目は `tashika schema` で一覧できます
    エラー[wrong-value]: `kind` に "amuont" は書けません
      --> study.toml:13:8
      13 | kind = "amuont"
         |        ^^^^^^^^
      対処: `amount` ではありませんか
    エラー[wrong-type]: `unit` には文字列、または言語ごとの文字列（{ ja = "…", en = "…" }）を書きますが、ここでは数になっています
      --> study.toml:14:8
      14 | unit = 1000
         |        ^^^^
    エラー[unsafe-id]: `a/b` は、システムによってはファイル名に使えません
      --> study.toml:17:6
      17 | id = "a/b"
         |      ^^^^^
      対処: 文字・数字・-・_ だけを使ってください
    エラー[baseline-without-outcome]: `baseline` の `収入 ` と `outcomes` の `収入` の綴りが違います。どちらかの書き間違いかもしれません
      --> study.toml:19:14
      19 | baseline = { "収入 " = "前年収入" }
         |              ^^^^^^^
      対処: この問いの成果：収入
    エラー[outcome-as-covariate]: `収入` は成果なので、条件をそろえる変数には使えません
      --> study.toml:20:21
      20 | covariates = ["規模", "収入"]
         |                　　   ^^^^^^
      対処: `covariates` から外してください。事業の前の値であれば使えます
    エラー[unknown-key]: [[questions]] に `desing` という項目はありません
      --> study.toml:21:1
      21 | desing = "nearest"
         | ^^^^^^
      対処: `design` ではありませんか
    "##);
}

#[test]
fn broken_syntax_is_told_in_plain_words() {
    let text = format!("{}x = [1, 2\ny = \"a\\dir\"\nz = abc\nz = 2\n", BAD.replace("level = 95", "level ="));
    insta::assert_snapshot!(said(&text, Lang::En), @r##"
    error[syntax]: A value is missing here
      --> study.toml:4:8
      4 | level =
        |        ^
      hint: Write key = value
    error[unknown-key]: There is no key `langage` in [study]
      --> study.toml:5:1
      5 | langage = "ja"
        | ^^^^^^^
      hint: Did you mean `language`?
    error[syntax]: This name must stand in quotation marks, because it holds more than a–z, 0–9, - and _
      --> study.toml:7:10
      7 | [sources.団体]
        |          ^^^^
      hint: Write "団体"
    error[not-yet]: `where` is not available in this version
      --> study.toml:10:1
      10 | where = "状態 = '活動中'"
         | ^^^^^
      hint: Take it out; `tashika schema` lists all that is available
    error[unknown-key]: There is no key `desing` in [[questions]]
      --> study.toml:21:1
      21 | desing = "nearest"
         | ^^^^^^
      hint: Did you mean `design`?
    error[unknown-key]: There is no key `x` in [[questions]]
      --> study.toml:22:1
      22 | x = [1, 2
         | ^
      hint: Known here: id, title, outcomes, baseline, earlier, before, after, start, rounds, treatment, and 15 more
    error[syntax]: A comma is missing here
      --> study.toml:23:1
      23 | y = "a\dir"
         | ^
    "##);
    insta::assert_snapshot!(said("[study\nid = 'a", Lang::Ja), @r##"
    エラー[syntax]: かっこが閉じられていません
      --> study.toml:1:7
      1 | [study
        |       ^
    "##);
}

#[test]
fn each_rule_has_its_code() {
    let cases = [
        ("outcomes_of = 1", "unknown-key"),
        ("strata = [\"a\"]", "not-yet"),
        ("treatment = { in = \"grantees\" }", "unknown-source"),
        ("treatment = { where = \"y > 1\" }", "missing-key"),
        ("treatment = { in = \"people\", out = 1 }", "unknown-key"),
        ("treatment = 1", "wrong-type"),
        ("treatment = \"\"", "empty-value"),
        ("baseline = { z = \"y0\" }", "baseline-without-outcome"),
        ("primary = [\"z\"]", "baseline-without-outcome"),
        ("baseline = { y = \"y\" }", "outcome-as-baseline"),
        ("before = 2021", "missing-key"),
        ("before = 2021\nafter = \"2021\"", "wrong-value"),
        ("designs = [\"nearest\"]", "conflicting-keys"),
        ("estimate = { robust = true }", "missing-key"),
        ("sensitivity = [1]", "wrong-type"),
        ("[[questions]]\nid = \"Q\"\noutcomes = [\"y\"]\ndesign = \"nearest\"", "duplicate-id"),
        ("[variables.y]\nsmallest_change_that_matters = 0", "wrong-value"),
        ("[variables.unused]\nkind = \"count\"", "unused-variable"),
        ("[disclosure]\nprofile = \"x\"", "wrong-value"),
        ("[[charts]]\nid = \"effects-2\"\nbars = [{ finding = \"q/y\" }]", "unsafe-id"),
    ];
    for (lines, code) in cases {
        assert_eq!(codes(&question(lines)), [code], "{lines}");
    }
    // A comparison of each unit with itself uses no covariates, which is said as well.
    let of_covariates = [
        ("covariates = [\"a\", \"a\"]", "duplicate-entry"),
        ("covariates = [\"y\"]", "outcome-as-covariate"),
        ("treatment = \"t\"\ncovariates = [\"t\"]", "treatment-reused"),
    ];
    for (lines, code) in of_covariates {
        assert_eq!(codes(&question(lines)), [code, "no-effect"], "{lines}");
    }
    // Where a question has no outcomes, keys about them are not told as well.
    assert_eq!(codes(&question("primary = [\"y\"]").replace("outcomes = [\"y\"]\n", "")), ["missing-key"]);
    let sheets = SOURCE.trim_end().to_string() + "\nperiod_from = \"sheet\"\n";
    assert_eq!(codes(&sheets), ["missing-key"]);
    assert_eq!(codes(&(sheets + "sheet = \"R*\"\n")), ["no-questions"]);
    assert_eq!(codes(SOURCE), ["no-questions"]);
    assert_eq!(codes(""), ["missing-key"]);
    assert_eq!(codes("title = \"x\""), ["unknown-key", "missing-key"]);
}

#[test]
fn a_study_without_a_question_passes() {
    assert!(read(SOURCE).0.is_some());
}

#[test]
fn files_that_cannot_be_read_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let sjis = folder.path().join("sjis.toml");
    std::fs::write(&sjis, b"[study]\ntitle = \"\x8f\x95\x90\xac\"\n").unwrap();
    let bom = folder.path().join("CON.toml");
    std::fs::write(&bom, format!("\u{FEFF}{SOURCE}").replace('\n', "\r\n")).unwrap();
    let read = |path: &Path| {
        let mut sink = Sink::new();
        let study = study::parse(path, &mut sink);
        (study.map(|study| study.id), sink.problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>())
    };
    assert_eq!(read(folder.path()).1, ["not-a-file"]);
    assert_eq!(read(&folder.path().join("none.toml")).1, ["file-not-found"]);
    assert_eq!(read(&sjis).1, ["not-utf8"]);
    assert_eq!(read(&bom), (Ok("CON-".into()), vec!["no-questions".into()]));
}

/// The least of a validator: do the values of a study's tables stand in the schema with their keys?
fn keys_known(schema: &serde_json::Value, value: &toml::Value, path: &str) {
    match value {
        toml::Value::Table(table) => {
            let Some(properties) = schema.get("properties").or_else(|| schema.get("additionalProperties")) else {
                return;
            };
            for (key, value) in table {
                let named = properties.get(key);
                let of = named.or_else(|| schema.get("additionalProperties").filter(|other| other.is_object()));
                keys_known(
                    of.unwrap_or_else(|| panic!("{path}.{key} is not in the schema")),
                    value,
                    &format!("{path}.{key}"),
                );
            }
        }
        toml::Value::Array(items) => {
            let Some(of) = schema.get("items") else { return };
            items.iter().for_each(|item| keys_known(of, item, path));
        }
        _ => {}
    }
}

/// Whether a value is of the form that a schema asks for, as far as types, keys, choices and references go.
fn is_of(
    schema: &serde_json::Value,
    value: &serde_json::Value,
    root: &serde_json::Value,
    path: &str,
) -> Result<(), String> {
    use serde_json::Value;
    if let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
        is_of(&root["$defs"][name], value, root, path)?;
    }
    for choices in ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()) {
        let tried: Vec<String> = choices.iter().filter_map(|it| is_of(it, value, root, path).err()).collect();
        if tried.len() == choices.len() {
            return Err(format!("{path} is none of {}: {}", choices.len(), tried.join("; ")));
        }
    }
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |kind: &Value| kind == name || kind == "number" && name == "integer";
    let types = &schema["type"];
    if !types.is_null() && !fits(types) && !types.as_array().is_some_and(|types| types.iter().any(fits)) {
        return Err(format!("{path} is {name}, not {types}"));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value))
        || schema.get("const").is_some_and(|it| it != value)
    {
        return Err(format!("{path} is {value}"));
    }
    if let Some(required) = schema["required"].as_array().filter(|_| value.is_object()) {
        let lacks = required.iter().filter_map(Value::as_str).find(|key| value.get(key).is_none());
        if let Some(key) = lacks {
            return Err(format!("{path} lacks {key}"));
        }
    }
    for (key, field) in value.as_object().into_iter().flatten() {
        let own = schema["properties"].get(key).or_else(|| schema.get("additionalProperties"));
        match own {
            Some(own) if own.is_object() => is_of(own, field, root, &format!("{path}/{key}"))?,
            Some(Value::Bool(false)) => return Err(format!("{path} has {key}, which the schema does not know")),
            _ if schema.get("properties").is_some() => {
                return Err(format!("{path} has {key}, of which the schema says nothing"));
            }
            _ => {}
        }
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            is_of(items, item, root, &format!("{path}[{at}]"))?;
        }
    }
    Ok(())
}

#[test]
fn findings_are_of_the_form_that_their_schema_tells() {
    let schema = tashika::cli::schema::findings_schema();
    for bundle in [crate::sample_bundle::bundle(), crate::study_runs::run_study(&crate::study_runs::nsw("study.toml"))]
    {
        for edition in [tashika::findings::disclosure::publish(&bundle), bundle] {
            let findings: serde_json::Value = serde_json::from_str(&tashika::render::json::findings(&edition)).unwrap();
            is_of(&schema, &findings, &schema, "").unwrap();
            let broken = serde_json::json!({ "schema": 1.0 });
            assert!(is_of(&schema, &broken, &schema, "").is_err());
        }
    }
}

#[test]
fn the_schema_knows_the_keys_of_real_studies() {
    let schema = tashika::cli::schema::study_schema();
    for name in ["study", "parity"] {
        let text = std::fs::read_to_string(format!("notebooks-data/nsw/{name}.toml")).unwrap();
        keys_known(&schema, &text.parse::<toml::Table>().unwrap().into(), "");
    }
    let text = serde_json::to_string(&schema).unwrap();
    let references = text.split("\"$ref\":\"#/$defs/").skip(1).map(|rest| rest.split('"').next().unwrap());
    for name in references {
        assert!(schema["$defs"].get(name).is_some(), "{name}");
    }
    assert_eq!(schema["properties"]["questions"]["items"]["required"], serde_json::json!(["id", "outcomes"]));
    assert!(schema["$defs"]["design"].to_string().contains("\"primary\""));
}
