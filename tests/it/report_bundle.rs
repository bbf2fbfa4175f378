//! A bundle made by hand for the tests of the report, the data files and the script: the 614 people of the NSW sample, one
//! before/after question and one matched question with the pairs of `tests/reference/nearest/a04-caliper.json`.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::json;
use tashika::design::{BalanceRow, BalanceSide, Estimand, Rung};
use tashika::diag::{Diagnostic, Place};
use tashika::exhibit::*;
use tashika::findings::*;
use tashika::panel::{FlowStep, Lost, SourceRef};
use tashika::phrase;
use tashika::text::{Phrase, Words};

/// A text that must never reach a page as a tag.
pub const EVIL: &str = "<script>alert(1)</script>\"'&";

fn words(en: &str, ja: &str) -> Words {
    Words(BTreeMap::from([("en".into(), en.into()), ("ja".into(), ja.into())]))
}

fn said(en: &str, ja: &str) -> Phrase {
    Phrase::words(&words(en, ja))
}

pub fn bundle() -> Bundle {
    let people = People::read();
    Bundle {
        findings: findings(),
        tables: vec![balance_table(), secret_table()],
        frames: vec![people.analysis(), people.pairs()],
        figures: vec![figure()],
        templates: UserTemplates::default(),
        published: Default::default(),
    }
}

fn findings() -> Findings {
    let effect = |estimate: f64, std_error: f64, half: f64, df: f64, p_value: f64| Effect {
        estimate,
        std_error: Some(std_error),
        low: estimate - half,
        high: estimate + half,
        p_value,
        df: Some(df),
        level: 0.95,
        equivalence: None,
        clusters: None,
        law: "t".into(),
        method: said("difference in means", "平均の差"),
        inference: said("t interval", "t区間"),
    };
    let change =
        effect(4_817.088_216_486_486, 608.420_201_482_282_1, 1_200.376_882_306_5, 184.0, 2.218_057_799_962_3e-13);
    let matched = Effect {
        clusters: Some(113),
        law: "t".into(),
        ..effect(1_571.744_454_424_793_5, 1_010.947_969_826_102_8, 2_003.063_813_7, 112.0, 0.122_833_250_5)
    };
    let detail = |verdict, rung, effect| finding("training", "re78", verdict, rung, effect);
    Findings {
        schema: SCHEMA.into(),
        study: StudyInfo {
            id: "nsw".into(),
            title: words("NSW job training", "NSW職業訓練"),
            languages: vec![],
            outputs: Default::default(),
            imprint: Default::default(),
            level: 0.95,
            profile: Profile::default(),
            words: Default::default(),
            parts_by: Default::default(),
            charts: Vec::new(),
        },
        questions: vec![before_after(), nearest()],
        findings: vec![
            finding("change", "re78", Verdict::Positive, Rung::Changed, Some(change)),
            detail(Verdict::Inconclusive, Rung::ProbablyDueTo, Some(matched.clone())),
            detail(
                Verdict::Negative,
                Rung::ProbablyDueTo,
                Some(Effect { estimate: -2571.0, low: -4500.0, high: -642.0, p_value: 0.009, ..matched.clone() }),
            ),
            detail(
                Verdict::PracticallyNone,
                Rung::Associated,
                Some(Effect { estimate: 12.0, low: -40.0, high: 64.0, p_value: 0.65, ..matched.clone() }),
            ),
            detail(Verdict::TooSmall, Rung::Associated, Some(Effect { estimate: 987_654.0, ..matched })),
            detail(Verdict::NotComparable, Rung::Associated, None),
        ],
        flow: flow(),
        problems: problems(),
        manifest: Manifest {
            engine: "tashika 0.1.0".into(),
            commit: None,
            seed: 20_260_401,
            study: ("study.toml".into(), "b3".repeat(32)),
            sources: vec![SourceRef {
                name: "people".into(),
                file: "nsw.xlsx".into(),
                sheet: "people".into(),
                digest: "9f".repeat(32),
                rows: 614,
            }],
        },
        edition: Audience::Internal,
        links: Vec::new(),
        requests: Vec::new(),
        groups: Vec::new(),
        decisions: Vec::new(),
    }
}

fn finding(question: &str, outcome: &str, verdict: Verdict, rung: Rung, effect: Option<Effect>) -> Finding {
    let paired = rung == Rung::Changed;
    Finding {
        in_points: false,
        since: None,
        grain: None,
        largest: Default::default(),
        digits: None,
        when: None,
        id: format!("{question}/{outcome}"),
        question: question.into(),
        outcome: outcome.into(),
        baseline: Some("re75".into()),
        of_changes: false,
        label: words("Earnings in 1978", "1978年の収入"),
        unit: words("dollars", "ドル"),
        step: None,
        estimand: Estimand::Att,
        design: if paired { "before-after" } else { "nearest" }.into(),
        role: Role::Primary,
        effect,
        describe: Describe {
            smallest_change: None,
            precision: None,
            mean_treated: Some(6349.14),
            mean_reference: Some(1532.06),
            standardised: Some(0.61),
            scale: Some(said("SD of the changes", "変化の標準偏差")),
            signs: paired.then_some((127, 20, 38)),
            smallest_detectable: Some(2832.0),
        },
        sample: SampleInfo {
            treated: if paired { 185 } else { 113 },
            comparison: if paired { 0 } else { 113 },
            effective: (113.0, 113.0),
            ..SampleInfo::default()
        },
        companions: companions(paired),
        claim: Claim {
            verdict,
            rung,
            sentence: said(
                "Earnings in 1978 differed by 1,572 dollars between the 113 who took part and 113 similar ones who did not, but the interval (95% CI −421 to 3,564) allows both improvement and worsening. This does not mean that the program has no effect: it could not be told from chance.",
                "参加した113件と条件の似た参加していない113件との1978年の収入の差は1,572ドルでしたが、区間(95%信頼区間 −421〜3,564)からはよい方向にも悪い方向にもありえます。「効果がない」という意味ではなく、偶然と見分けられなかったということです。",
            ),
            can_say: vec![said(
                "The average difference in earnings was 1,572 dollars; differences outside the interval fit these data badly",
                "収入の差は平均1,572ドル。区間から外れる差は、このデータに合いにくい",
            )],
            cannot_say: vec![
                said(
                    "That the program alone explains the difference: what was not measured may differ",
                    "事業だけで差を説明できるということ(測っていない違いがありうる)",
                ),
                said(
                    "That the program has no effect: these data cannot tell",
                    "事業に効果がないということ(このデータでは判断できない)",
                ),
            ],
            clauses: Vec::new(),
        },
        sensitivity: vec![SensitivityInfo {
            key: "robustness".into(),
            values: vec![("rv".into(), 0.11)],
            reading: said(
                "A hidden factor as strong as 11% of what is left unexplained would change the conclusion",
                "説明されずに残る違いの11%ほどの隠れた要因があれば、結論は変わります",
            ),
        }],
        checks: vec![
            Check {
                key: "balance".into(),
                passed: true,
                text: said(
                    "After matching the largest difference is 0.09 standard deviations (age)",
                    "マッチング後の最大の違いは標準偏差の0.09倍(年齢)",
                ),
            },
            Check {
                key: "overlap".into(),
                passed: false,
                text: said(
                    "61% of those who took part found a similar one",
                    "参加したもののうち、似た相手が見つかったのは61%",
                ),
            },
        ],
        notes: vec![],
        texts: BTreeMap::new(),
        tables: vec![],
        standings: Vec::new(),
        strength: None,
        q_value: None,
        family: None,
    }
}

fn companions(paired: bool) -> Vec<Companion> {
    let one = Companion {
        measure: Measure::Outcome,
        key: "hodges-lehmann".into(),
        title: said("Typical change (Hodges–Lehmann)", "典型的な変化(ホッジス・レーマン)"),
        estimate: Some(3_869.720_45),
        interval: Some((3_866.804_960_695_953, 6_069.285_155_563_015)),
        level: 0.95,
        p_value: Some(4.046_488_315_287_938e-16),
        statistic: Some(("V".into(), 10_479.0)),
        n: 185,
        method: said("normal approximation with continuity correction", "連続補正つきの正規近似"),
    };
    if paired { vec![one] } else { vec![] }
}

fn method(family: &str, name: &str, title: (&str, &str), options: serde_json::Value) -> MethodUse {
    let card = [
        ("title", said(title.0, title.1)),
        (
            "answers",
            said(
                "By how much did those who took part differ from similar ones?",
                "参加したものは、似た相手とどれだけ違ったか。",
            ),
        ),
        ("needs", said("Both groups measured in the same way", "両方のグループが同じやり方で測られていること")),
        ("assumes", said("What decides who takes part was measured", "参加を左右するものが測られていること")),
        ("formula", said("ȳ₁ − ȳ₀; vcovCL HC1", "ȳ₁ − ȳ₀; vcovCL HC1")),
        ("breaks", said("The groups hardly overlap", "2つのグループがほとんど重ならないとき")),
        ("same_as", said("MatchIt 4.7.1, to 10 digits", "MatchIt 4.7.1(10桁まで一致)")),
    ];
    MethodUse {
        family: family.into(),
        name: name.into(),
        options,
        card: card.into_iter().map(|(key, phrase)| (key.to_string(), phrase)).collect::<IndexMap<_, _>>(),
        references: vec![
            "Rubin, D. B. (1973). Matching to remove bias in observational studies. Biometrics, 29(1), 159–183.".into(),
        ],
    }
}

fn before_after() -> QuestionInfo {
    QuestionInfo {
        estimand: Default::default(),
        id: "change".into(),
        title: words("Change in earnings of those trained", "訓練参加者の収入の変化"),
        design: "before-after".into(),
        design_title: said("Before and after, same units", "前後比較(同じ対象)"),
        treatment: Some("treat".into()),
        covariates: vec![],
        notes: vec![],
        population: said("those who took part and were measured twice", "参加し、2回測られたもの"),
        flow: vec![],
        balance: vec![],
        methods: vec![method("design", "before-after", ("Before and after", "前後比較"), json!({}))],
        labels: Default::default(),
        columns: None,
    }
}

fn nearest() -> QuestionInfo {
    let options = json!({"method": "nearest", "distance": "logit", "ratio": 1, "replace": false, "caliper": 0.2, "unit": "sd", "exact": [], "order": "largest", "ties": "rows"});
    let side = |smd: f64| BalanceSide {
        largest: Default::default(),
        mean_treated: 25.82,
        mean_comparison: 28.03,
        sd_treated: 7.2,
        sd_comparison: 10.8,
        smd,
        variance_ratio: Some(0.44),
        ks: 0.2,
        ecdf_mean: 0.1,
        overlap: Some(0.8),
        having: None,
    };
    QuestionInfo {
        estimand: Default::default(),
        id: "training".into(),
        title: words(&format!("Training and earnings {EVIL}"), &format!("職業訓練と収入 {EVIL}")),
        design: "nearest".into(),
        design_title: said("Nearest neighbour matching on the propensity score", "傾向スコアによる最近傍マッチング"),
        treatment: Some("treat".into()),
        covariates: ["age", "educ", "race", "married", "nodegree", "re74", "re75"].map(String::from).to_vec(),
        notes: vec![said(
            "Caliper: 0.2 standard deviations of the score (0.058)",
            "キャリパー：スコアの標準偏差の0.2倍(0.058)",
        )],
        population: said("the 113 who took part and found a similar one", "参加し、似た相手が見つかった113件"),
        flow: flow(),
        balance: vec![BalanceRow {
            term: "age".into(),
            label: words("Age", "年齢"),
            level: None,
            binary: false,
            share: false,
            before: side(-0.3094),
            after: side(0.0718),
        }],
        methods: vec![
            method("design", "nearest", ("Nearest neighbour matching", "最近傍マッチング"), options),
            method(
                "estimate",
                "difference",
                ("Difference in means", "平均の差"),
                json!({"method": "difference", "changes": false}),
            ),
        ],
        labels: Default::default(),
        columns: None,
    }
}

fn flow() -> Vec<FlowStep> {
    let step = |key: &str, stage, remaining, arms: Option<(usize, usize)>, lost| FlowStep {
        key: key.into(),
        stage,
        remaining,
        treated: arms.map(|arms| arms.0),
        comparison: arms.map(|arms| arms.1),
        lost,
    };
    let lost = Lost {
        reason: said("no similar one within the caliper", "キャリパー内に似た相手がいない"),
        count: 388,
        treated: Some(72),
        who: vec!["NSW-SECRET-7".into()],
    };
    vec![
        step("read", said("Read", "読み取り"), 614, Some((185, 429)), vec![]),
        step("matched", said("Matched", "マッチング済み"), 226, Some((113, 113)), vec![lost]),
    ]
}

fn problems() -> Vec<Diagnostic> {
    let cell = |row| Place::Cell { file: "nsw.xlsx".into(), sheet: "people".into(), row, col: 3 };
    vec![
        Diagnostic::warning(
            "odd-number",
            said(&format!("3 numbers look like text {EVIL}"), "数値のような文字が3件あります"),
        )
        .at_all((0..3).map(cell))
        .hint(said("write them as numbers", "数値として入力してください")),
        Diagnostic::note(
            "full-width",
            said("full-width digits were read as numbers", "全角の数字を数値として読みました"),
        )
        .at(cell(9)),
    ]
}

fn balance_table() -> Table {
    let columns = vec![
        Column::new("variable", said("Variable", "変数"), Format::Text),
        Column { audience: Audience::Internal, ..Column::new("id", said("Internal id", "内部ID"), Format::Text) },
        Column::new("before", said("SMD before", "標準化差(前)"), Format::Number(3)),
        Column::new("after", said("SMD after", "標準化差(後)"), Format::Number(3)),
        Column::new("n", said("n", "件数"), Format::Count),
    ];
    let mut table = Table::new("training/love", said("Balance of covariates", "共変量の釣り合い"), columns);
    for (name, before, after) in [(EVIL, -0.3094, 0.0718), ("re74", -0.7211, -0.0505), ("re75", -0.2903, -0.0257)] {
        let n =
            if name == EVIL { Cell { value: Value::Withheld, ..Cell::count_here(2) } } else { Cell::count_here(614) };
        table.push(vec![
            Cell::text(name),
            Cell::identifier("NSW-SECRET-8"),
            Cell::statistic(before),
            Cell::statistic(after),
            n,
        ]);
    }
    table.notes.push(said("SMD: difference in standard deviations", "標準化差：標準偏差を単位とした差"));
    table
}

fn secret_table() -> Table {
    let columns = vec![Column::new("id", said("Id", "ID"), Format::Text)];
    let mut table = Table::new("training/who", said("Who", "誰"), columns);
    table.audience = Audience::Internal;
    table.push(vec![Cell::identifier("NSW-SECRET-9")]);
    table
}

fn figure() -> Figure {
    let axis =
        Axis {
            title: said("SMD", "標準化差"), range: None, format: Format::Number(1), rules: vec![], absolute: false
        };
    Figure {
        id: "training-love".into(),
        table: "training/love".into(),
        title: said("After matching the groups are alike", "マッチング後、2つのグループは似ている"),
        subtitle: said("113 pairs, nearest neighbour", "113組、最近傍マッチング"),
        note: said("Does not show what was not measured", "測っていないものは示していない"),
        alt: said(&format!("Dots near zero {EVIL}"), &format!("点は0に近い {EVIL}")),
        audience: Audience::Public,
        shape: Shape::Rows { label: "variable".into() },
        x: axis.clone(),
        y: axis,
        layers: vec![],
    }
}

/// A drawing in place of the real one.
pub fn chart(id: &str) -> Option<tashika::render::report::Svgs> {
    let svg = (id == "training-love").then(|| {
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 240\"><rect width=\"720\" height=\"240\" fill=\"#f6f8fa\"/><circle cx=\"300\" cy=\"80\" r=\"6\" fill=\"#2a5d9f\"/><circle cx=\"460\" cy=\"150\" r=\"6\" fill=\"#2a5d9f\"/></svg>".to_string()
    });
    svg.map(|wide| tashika::render::report::Svgs { narrow: Some(wide.clone()), wide })
}

/// The people and their pairs.
struct People {
    rows: Vec<csv::StringRecord>,
    reference: serde_json::Value,
    scores: Vec<f64>,
}

impl People {
    fn read() -> People {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/nearest/");
        let json = |name: &str| -> serde_json::Value {
            serde_json::from_str(&std::fs::read_to_string(format!("{folder}{name}.json")).unwrap()).unwrap()
        };
        let mut reader = csv::Reader::from_path(format!("{folder}input.csv")).unwrap();
        let largest = json("a02-largest");
        People {
            rows: reader.records().map(Result::unwrap).collect(),
            reference: json("a04-caliper"),
            scores: largest["distance"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect(),
        }
    }

    fn numbers(&self, at: usize) -> Values {
        Values::Number(self.rows.iter().map(|row| row[at].parse().unwrap()).collect())
    }

    fn texts(&self, at: usize) -> Values {
        Values::Text(self.rows.iter().map(|row| row[at].to_string()).collect())
    }

    fn analysis(&self) -> Frame {
        let weights = self.reference["weights"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let sets = self.reference["subclass"].as_array().unwrap();
        let sets = sets.iter().map(|v| v.as_str().map_or(f64::NAN, |text| text.parse().unwrap())).collect();
        let mut columns = vec![
            column("unit", self.texts(0)),
            column("file_order", Values::Integer((1..=self.rows.len() as i64).collect())),
        ];
        for (at, name) in
            ["treat", "age", "educ", "race", "married", "nodegree", "re74", "re75", "re78"].into_iter().enumerate()
        {
            columns.push(column(name, if name == "race" { self.texts(at + 1) } else { self.numbers(at + 1) }));
        }
        columns.push(column("score_training", Values::Number(self.scores.clone())));
        columns.push(column("weight_training", Values::Number(weights)));
        columns.push(column("set_training", Values::Number(sets)));
        frame("analysis", columns)
    }

    fn pairs(&self) -> Frame {
        let matrix = &self.reference["match_matrix"];
        let treated = matrix["rows"].as_array().unwrap().iter().map(|v| v.as_str().unwrap());
        let matched = matrix["data"].as_array().unwrap().iter().map(|v| v[0].as_str());
        let pairs: Vec<(&str, &str)> = treated.zip(matched).filter_map(|(t, c)| Some((t, c?))).collect();
        let score = |id: &str| self.scores[self.rows.iter().position(|row| &row[0] == id).unwrap()];
        frame(
            "training/pairs",
            vec![
                column("treated", Values::Text(pairs.iter().map(|pair| pair.0.into()).collect())),
                column("comparison", Values::Text(pairs.iter().map(|pair| pair.1.into()).collect())),
                column("set", Values::Integer((1..=pairs.len() as i64).collect())),
                column(
                    "distance",
                    Values::Number(pairs.iter().map(|pair| (score(pair.0) - score(pair.1)).abs()).collect()),
                ),
            ],
        )
    }
}

fn column(key: &str, values: Values) -> FrameColumn {
    FrameColumn {
        key: key.into(),
        title: phrase!("{text}", text = key),
        description: phrase!("{text}", text = key),
        values,
    }
}

fn frame(id: &str, columns: Vec<FrameColumn>) -> Frame {
    Frame { id: id.into(), title: phrase!("{text}", text = id), audience: Audience::Internal, columns }
}
