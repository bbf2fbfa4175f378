//! A bundle by hand, as a run on the NSW data would make it: a before/after question and a matched question, with numbers
//! of R (MatchIt 4.7.1, sandwich 3.0.2) where they are results. The pairs are made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use tashika::design::{BalanceRow, BalanceSide, Estimand, Rung};
use tashika::diag::{Diagnostic, Place};
use tashika::exhibit::{
    Audience, Axis, Cell, Column, Figure, Format, Frame, FrameColumn, Layer, Mark, ReferenceLine, Shape, Table, Tone,
    Value, Values,
};
use tashika::findings::UserTemplates;
use tashika::findings::{
    Bundle, Check, Claim, Companion, Describe, Effect, Finding, Findings, Manifest, Measure, MethodUse, Profile,
    QuestionInfo, Role, SCHEMA, SampleInfo, SensitivityInfo, StudyInfo, Verdict,
};
use tashika::panel::{FlowStep, Lost, SourceRef};
use tashika::text::{Lang, Phrase, Words};

/// Words in both languages.
pub fn words(en: &str, ja: &str) -> Words {
    Words(BTreeMap::from([("en".into(), en.into()), ("ja".into(), ja.into())]))
}

/// A phrase in both languages that needs no catalogue.
pub fn both(en: &str, ja: &str) -> Phrase {
    Phrase::words(&words(en, ja))
}

/// The bundle, with this many pairs.
pub fn bundle_with_pairs(pairs: usize) -> Bundle {
    Bundle {
        findings: findings(),
        tables: tables(),
        frames: vec![frame(pairs)],
        figures: figures(),
        templates: UserTemplates::default(),
        published: Default::default(),
    }
}

/// The bundle.
pub fn bundle() -> Bundle {
    bundle_with_pairs(185)
}

fn findings() -> Findings {
    let source = SourceRef {
        name: "people".into(),
        file: Arc::from("nsw.xlsx"),
        sheet: Arc::from("people"),
        digest: "3f1c0f6f2a5e4b8d9c7a6b5e4d3c2b1a0f9e8d7c6b5a49382716051423324150".into(),
        rows: 614,
    };
    Findings {
        schema: SCHEMA.into(),
        study: StudyInfo {
            id: "nsw".into(),
            title: words("NSW job training", "NSW職業訓練"),
            languages: vec![Lang::Ja, Lang::En],
            outputs: Default::default(),
            imprint: Default::default(),
            level: 0.95,
            profile: Profile::default(),
            words: Default::default(),
            parts_by: Default::default(),
            charts: Vec::new(),
        },
        questions: vec![change_question(), training_question()],
        findings: vec![change(), training(), withheld()],
        flow: vec![
            step("read", both("Rows read", "読み込んだ行"), 616, None, vec![]),
            step(
                "units",
                both("People", "対象者"),
                614,
                None,
                vec![lost(both("empty rows", "空の行"), 2, None, &["people!A12", "people!A300"])],
            ),
        ],
        problems: problems(),
        manifest: Manifest {
            engine: "tashika 0.1.0".into(),
            commit: None,
            seed: 20_260_101,
            study: ("study.toml".into(), "9b74c9897bac770ffc029102a200c5de11111111222222223333333344444444".into()),
            sources: vec![source],
        },
        edition: Audience::Internal,
        links: Vec::new(),
        requests: Vec::new(),
        groups: Vec::new(),
        decisions: Vec::new(),
    }
}

fn step(key: &str, stage: Phrase, remaining: usize, arms: Option<(usize, usize)>, lost: Vec<Lost>) -> FlowStep {
    FlowStep { key: key.into(), stage, remaining, treated: arms.map(|a| a.0), comparison: arms.map(|a| a.1), lost }
}

fn lost(reason: Phrase, count: usize, treated: Option<usize>, who: &[&str]) -> Lost {
    Lost { reason, count, treated, who: who.iter().map(|id| id.to_string()).collect() }
}

fn change_question() -> QuestionInfo {
    QuestionInfo {
        estimand: Default::default(),
        treatment: Some("treat".into()),
        covariates: Vec::new(),
        id: "change".into(),
        title: words("Change in earnings of those trained", "訓練参加者の収入の変化"),
        design: "before-after".into(),
        design_title: both("Before and after, without a comparison", "前後比較(比較群なし)"),
        notes: vec![both("Each person is compared with himself.", "同じ人の前と後を比べました。")],
        population: both("The 185 men who took part", "訓練に参加した男性185人"),
        flow: vec![
            step("candidates", both("Took part", "参加者"), 185, None, vec![]),
            step("complete", both("Both years known", "両年とも分かる人"), 185, None, vec![]),
        ],
        balance: Vec::new(),
        methods: vec![method("design", "before-after"), method("estimate", "mean-change")],
        labels: Default::default(),
        columns: None,
    }
}

fn training_question() -> QuestionInfo {
    let who: Vec<String> = (1..=244).map(|i| format!("PSID{i}")).collect();
    let who: Vec<&str> = who.iter().map(String::as_str).collect();
    QuestionInfo {
        estimand: Default::default(),
        treatment: Some("treat".into()),
        covariates: Vec::new(),
        id: "training".into(),
        title: words("Training and earnings", "職業訓練と収入"),
        design: "nearest".into(),
        design_title: both("Nearest neighbour matching on the propensity score", "傾向スコアによる最近隣マッチング"),
        notes: vec![
            both(
                "1:1 without replacement, largest score first.",
                "1対1、同じ相手は一度だけ、スコアの大きい順に対応づけました。",
            ),
            both("Ties were settled by the id.", "同点は番号の順に決めました。"),
        ],
        population: both("The 185 men who took part", "訓練に参加した男性185人"),
        flow: vec![
            step("candidates", both("Candidates", "候補"), 614, Some((185, 429)), vec![]),
            step(
                "matched",
                both("Matched", "対応づけ後"),
                370,
                Some((185, 185)),
                vec![lost(both("not needed as a match", "対応する相手に選ばれなかった"), 244, Some(0), &who)],
            ),
        ],
        balance: balance_rows(),
        methods: vec![method("design", "nearest"), method("estimate", "difference"), method("sensitivity", "e-value")],
        labels: Default::default(),
        columns: None,
    }
}

fn method(family: &str, name: &str) -> MethodUse {
    let card: [(&str, Phrase); 7] = [
        ("title", both(&format!("Standard term for {name}"), &format!("標準的な名称:{name}"))),
        ("answers", both("How much did the outcome differ on average?", "成果は平均でどれだけ違ったか。")),
        (
            "needs",
            both(
                "The outcome of every case, and what made cases take part.",
                "すべての対象の成果と、参加を左右した事情。",
            ),
        ),
        (
            "assumes",
            both(
                "Nothing that was not measured made the groups differ. This is a strong assumption and cannot be tested with these data; \
                 the sheet of estimates says how strong a hidden factor would have to be.",
                "測っていない事情でグループに違いが生じていないこと。強い前提であり、このデータでは確かめられません。どれほど強い隠れた要因があれば結論が変わるかは「効果推定」のシートに示します。",
            ),
        ),
        (
            "formula",
            both(
                "Σ w(y₁ − y₀) / Σ w; standard error clustered by pair (HC1), G − 1 degrees of freedom",
                "Σ w(y₁ − y₀) / Σ w。標準誤差は対ごとのクラスター(HC1)、自由度 G − 1",
            ),
        ),
        ("breaks", both("Where the groups hardly overlap.", "グループの重なりがほとんどない場合。")),
        (
            "same_as",
            both("R: MatchIt 4.7.1, sandwich 3.0.2, to 10 digits", "R:MatchIt 4.7.1、sandwich 3.0.2(10桁まで一致)"),
        ),
    ];
    MethodUse {
        family: family.into(),
        name: name.into(),
        options: serde_json::json!({ "method": name, "caliper": 0.2, "replace": false, "exact": [] }),
        card: card.into_iter().map(|(key, text)| (key.to_string(), text)).collect::<IndexMap<_, _>>(),
        references: vec![
            "Ho, Imai, King & Stuart (2011) Journal of Statistical Software 42(8)".into(),
            "Stuart (2010) Statistical Science 25(1)".into(),
        ],
    }
}

fn finding(question: &str, outcome: &str, label: Words, verdict: Verdict, sentence: (&str, &str)) -> Finding {
    Finding {
        in_points: false,
        since: None,
        grain: None,
        largest: Default::default(),
        digits: None,
        when: None,
        baseline: None,
        of_changes: false,
        id: format!("{question}/{outcome}"),
        question: question.into(),
        outcome: outcome.into(),
        label,
        unit: words("dollars", "ドル"),
        step: None,
        estimand: Estimand::Att,
        design: "nearest".into(),
        role: Role::Primary,
        effect: None,
        describe: Describe::default(),
        sample: SampleInfo::default(),
        companions: Vec::new(),
        claim: Claim {
            verdict,
            rung: Rung::Associated,
            sentence: both(sentence.0, sentence.1),
            can_say: vec![both(
                "The average difference in the cases analysed, with its interval",
                "分析した対象での平均の差とその区間",
            )],
            cannot_say: vec![
                both(
                    "That the training caused the difference: others may have changed as much without it",
                    "訓練が差の原因だということ(訓練がなくても同じくらい変わったかもしれない)",
                ),
                both(
                    "That everyone changed by this much: it is an average",
                    "全員がこれだけ変わったということ(平均の話である)",
                ),
            ],
            clauses: Vec::new(),
        },
        sensitivity: Vec::new(),
        checks: Vec::new(),
        notes: Vec::new(),
        texts: BTreeMap::from([(Lang::En, sentence.0.into()), (Lang::Ja, sentence.1.into())]),
        tables: Vec::new(),
        standings: Vec::new(),
        strength: None,
        q_value: None,
        family: None,
    }
}

fn change() -> Finding {
    let sentence = (
        "Earnings in 1978 rose by 4,817 dollars on average between before and after (95% CI 3,617 to 6,017; 185 cases). There was no \
         comparison group, so we cannot tell whether the program caused it.",
        "1978年の収入は前後で平均4,817ドル増えました(95%信頼区間 3,617〜6,017、185件)。比べる相手がないため、事業によるものかどうかは分かりません。",
    );
    let mut finding = finding("change", "re78", words("Earnings in 1978", "1978年の収入"), Verdict::Positive, sentence);
    finding.effect = Some(Effect {
        estimate: 4817.088216486486,
        std_error: Some(608.4202014822714),
        low: 3616.72,
        high: 6017.46,
        p_value: 1.6e-13,
        df: Some(184.0),
        level: 0.95,
        equivalence: None,
        clusters: None,
        law: "t".into(),
        method: both("mean of the changes", "変化の平均"),
        inference: both("paired t", "対応のあるt検定"),
    });
    finding.describe = Describe {
        precision: None,
        smallest_change: None,
        mean_treated: Some(6349.14353027027),
        mean_reference: Some(1532.0553137837837),
        standardised: Some(0.5821),
        scale: Some(both("standard deviation of the changes", "変化の標準偏差")),
        signs: Some((124, 31, 30)),
        smallest_detectable: Some(1704.6),
    };
    finding.sample = SampleInfo { treated: 185, comparison: 0, effective: (185.0, 0.0), ..SampleInfo::default() };
    finding.companions = vec![
        Companion {
            measure: Measure::Outcome,
            key: "hodges-lehmann".into(),
            title: both("Typical change (Hodges–Lehmann)", "典型的な変化(ホッジス・レーマン推定量)"),
            estimate: Some(4101.2),
            interval: Some((3050.5, 5144.9)),
            level: 0.95,
            p_value: Some(4.1e-12),
            statistic: Some(("V".into(), 10_412.0)),
            n: 154,
            method: both(
                "Wilcoxon signed-rank, normal approximation with correction for ties",
                "ウィルコクソンの符号付順位検定、同順位を補正した正規近似",
            ),
        },
        Companion {
            measure: Measure::Outcome,
            key: "sign".into(),
            title: both("Share who rose", "増えた人の割合"),
            estimate: Some(0.805),
            interval: Some((0.734, 0.864)),
            level: 0.95,
            p_value: Some(9.0e-15),
            statistic: None,
            n: 154,
            method: both("exact binomial", "正確な二項検定"),
        },
    ];
    finding.checks = vec![Check {
        key: "cases".into(),
        passed: true,
        text: both("Enough cases for an interval: 185", "件数は区間を出すのに足りている(185件)"),
    }];
    finding
}

fn training() -> Finding {
    let sentence = (
        "Earnings in 1978 differed by 894 dollars between the 185 who took part and 185 similar ones who did not, but the interval (95% CI \
         −497 to 2,286) allows both improvement and worsening. This does not mean that the program has no effect: it could not be told from \
         chance. A study of this size can only tell differences of about 1,976 dollars or more.",
        "参加した185件と条件の似た参加していない185件との1978年の収入の差は894ドルでしたが、区間(95%信頼区間 −497〜2,286)からはよい方向にも悪い方向にもありえます。「効果がない」という意味ではなく、偶然と見分けられなかったということです。この規模で見分けられるのは、およそ1,976ドル以上の差です。",
    );
    let mut finding =
        finding("training", "re78", words("Earnings in 1978", "1978年の収入"), Verdict::Inconclusive, sentence);
    finding.effect = Some(Effect {
        estimate: 894.3674802702744,
        std_error: Some(705.2297640616177),
        low: -497.0,
        high: 2285.8,
        p_value: 0.2063,
        df: Some(184.0),
        level: 0.95,
        equivalence: None,
        clusters: Some(185),
        law: "t".into(),
        method: both("difference in weighted means", "重みつき平均の差"),
        inference: both(
            "clustered by pair (HC1), t with G − 1 degrees of freedom",
            "対ごとのクラスター(HC1)、自由度 G − 1 のt分布",
        ),
    });
    finding.describe = Describe {
        precision: None,
        smallest_change: None,
        mean_treated: Some(6349.14353027027),
        mean_reference: Some(5454.776049999997),
        standardised: Some(0.1244),
        scale: Some(both("pooled standard deviation", "プールした標準偏差")),
        signs: None,
        smallest_detectable: Some(1975.9),
    };
    finding.sample = SampleInfo { treated: 185, comparison: 185, effective: (185.0, 185.0), ..SampleInfo::default() };
    finding.sensitivity = vec![SensitivityInfo {
        key: "e-value".into(),
        values: vec![("point".into(), 1.48), ("interval".into(), 1.0)],
        reading: both(
            "A hidden factor that is 1.5 times as common among those who took part, and raises earnings as much, could explain the difference.",
            "参加者で1.5倍多く、収入にも同じくらい関わる隠れた要因があれば、この差は説明できてしまいます。",
        ),
    }];
    finding.checks = vec![
        Check {
            key: "cases".into(),
            passed: true,
            text: both("Enough cases for an interval: 185", "件数は区間を出すのに足りている(185件)"),
        },
        Check {
            key: "balance".into(),
            passed: false,
            text: both(
                "The groups are not alike: race = black differs by 1.03 standard deviations (more than 0.25)",
                "2つのグループは似ていない(人種=黒人の差が標準偏差の1.03倍で、0.25倍を超える)",
            ),
        },
    ];
    finding.notes = vec![both("The score is far apart for many pairs.", "多くの対でスコアが離れています。")];
    finding.tables = vec!["training/balance".into(), "training/distance".into()];
    finding
}

fn withheld() -> Finding {
    let sentence = (
        "With 4 cases no statistical conclusion on Earnings in 1979 is possible.",
        "対象が4件のため、1979年の収入について統計的な判断はできません。",
    );
    let mut finding =
        finding("training", "re79", words("Earnings in 1979", "1979年の収入"), Verdict::TooSmall, sentence);
    finding.role = Role::Secondary;
    finding.sample = SampleInfo { treated: 4, comparison: 9, effective: (4.0, 9.0), ..SampleInfo::default() };
    finding
}

fn problems() -> Vec<Diagnostic> {
    let cell = |row, col| Place::Cell { file: Arc::from("nsw.xlsx"), sheet: Arc::from("people"), row, col };
    let widths = Diagnostic::note(
        "full-width-number",
        both("Full-width digits were read as numbers", "全角数字を数値として読みました"),
    )
    .at_all([cell(13, 2), cell(27, 2), cell(155, 8)])
    .hint(both(
        "Nothing to do; check one of the cells if unsure",
        "対応は不要です。気になる場合はセルを一つ確かめてください",
    ));
    let formula = Diagnostic::warning(
        "text-in-number",
        both("Text in a column of numbers was set aside", "数値の列にある文字を除きました"),
    )
    .at(cell(81, 9))
    .hint(Phrase::verbatim("=HYPERLINK(\"http://example.com\")"));
    let general = Diagnostic::note(
        "language",
        both("No language was given; both are made", "言語の指定がないため両方を作りました"),
    );
    vec![formula, widths, general]
}

fn balance_rows() -> Vec<BalanceRow> {
    BALANCE
        .iter()
        .map(|(term, en, ja, before, after)| {
            let side = |values: &[f64; 4]| BalanceSide {
                largest: Default::default(),
                mean_treated: values[0],
                mean_comparison: values[1],
                smd: values[2],
                ks: values[3],
                ..BalanceSide::default()
            };
            BalanceRow {
                term: term.to_string(),
                label: words(en, ja),
                level: None,
                binary: false,
                share: false,
                before: side(before),
                after: side(after),
            }
        })
        .collect()
}

type Sides = (&'static str, &'static str, &'static str, [f64; 4], [f64; 4]);

/// Means of treated and comparison, standardised difference, largest difference of the distributions; before and after.
const BALANCE: [Sides; 10] = [
    (
        "distance",
        "Propensity score",
        "傾向スコア",
        [0.57744, 0.18222, 1.79409, 0.64436],
        [0.57744, 0.36289, 0.97394, 0.42162],
    ),
    ("age", "Age", "年齢", [25.81622, 28.0303, -0.30945, 0.15773], [25.81622, 25.3027, 0.07177, 0.25405]),
    ("educ", "Schooling", "就学年数", [10.34595, 10.23543, 0.05496, 0.11137], [10.34595, 10.60541, -0.12904, 0.07568]),
    (
        "race=black",
        "Race: black",
        "人種:黒人",
        [0.84324, 0.2028, 1.76154, 0.64045],
        [0.84324, 0.47027, 1.02586, 0.37297],
    ),
    (
        "race=hispan",
        "Race: hispanic",
        "人種:ヒスパニック",
        [0.05946, 0.14219, -0.34984, 0.08273],
        [0.05946, 0.21622, -0.66287, 0.15676],
    ),
    (
        "race=white",
        "Race: white",
        "人種:白人",
        [0.0973, 0.65501, -1.88187, 0.55771],
        [0.0973, 0.31351, -0.72957, 0.21622],
    ),
    ("married", "Married", "既婚", [0.18919, 0.51282, -0.82631, 0.32363], [0.18919, 0.21081, -0.05521, 0.02162]),
    (
        "nodegree",
        "No high school degree",
        "高校卒業資格なし",
        [0.70811, 0.59674, 0.24497, 0.11137],
        [0.70811, 0.63784, 0.15456, 0.07027],
    ),
    (
        "re74",
        "Earnings in 1974",
        "1974年の収入",
        [2095.57369, 5619.23651, -0.72108, 0.44704],
        [2095.57369, 2342.10756, -0.05045, 0.27568],
    ),
    (
        "re75",
        "Earnings in 1975",
        "1975年の収入",
        [1532.05531, 2466.48444, -0.29026, 0.28765],
        [1532.05531, 1614.74513, -0.02569, 0.20541],
    ),
];

fn tables() -> Vec<Table> {
    vec![table_one(), balance(), love(), means(), overlap(), distance(), flow()]
}

fn table_one() -> Table {
    let number = Format::Number(2);
    let columns = vec![
        Column::new("variable", both("Variable", "変数"), Format::Text),
        Column::new("treated", both("Took part: mean or share", "参加:平均または割合"), number.clone()),
        Column::new("comparison", both("Others: mean or share", "その他:平均または割合"), number.clone()),
        Column::new("missing", both("Missing", "欠測"), Format::Percent(1)),
    ];
    let mut table = Table::new("training/table1", both("Who the cases are", "対象の特徴"), columns);
    for (_, en, ja, before, _) in BALANCE.iter().skip(1) {
        let missing =
            if *en == "Age" { Cell { value: Value::Withheld, ..Cell::empty() } } else { Cell::statistic(0.0) };
        table.push(vec![
            Cell::words(&words(en, ja)),
            Cell::magnitude(before[0], 185),
            Cell::magnitude(before[1], 429),
            missing,
        ]);
    }
    table.notes.push(both(
        "Shares are between 0 and 1. Money in dollars of 1978.",
        "割合は0から1の値です。金額は1978年のドルです。",
    ));
    table
}

fn balance() -> Table {
    let number = Format::Number(3);
    let column = |key: &str, en: &str, ja: &str| Column::new(key, both(en, ja), number.clone());
    let columns = vec![
        Column::new("variable", both("Variable", "変数"), Format::Text),
        column("treated", "Treated: mean", "参加群の平均"),
        column("before", "Comparison before: mean", "対応づけ前の比較群の平均"),
        column("after", "Comparison after: mean", "対応づけ後の比較群の平均"),
        column("smd_before", "SMD before", "標準化差(前)"),
        column("smd_after", "SMD after", "標準化差(後)"),
        column("ks_before", "KS before", "KS(前)"),
        column("ks_after", "KS after", "KS(後)"),
    ];
    let mut table = Table::new(
        "training/balance",
        both("Balance before and after matching", "対応づけの前と後の釣り合い"),
        columns,
    );
    for (_, en, ja, before, after) in &BALANCE {
        let mut row = vec![Cell::words(&words(en, ja))];
        row.extend([before[0], before[1], after[1], before[2], after[2], before[3], after[3]].map(Cell::statistic));
        table.push(row);
    }
    table.notes.push(both(
        "SMD: difference of means in standard deviations of the treated before matching. Below 0.1 counts as balanced, above 0.25 as too far apart.",
        "標準化差:平均の差を、対応づけ前の参加群の標準偏差で割った値。0.1未満なら釣り合っている、0.25を超えると離れすぎとみます。",
    ));
    table
}

fn love() -> Table {
    let columns = vec![
        Column::new("variable", both("Variable", "変数"), Format::Text),
        Column::new("before", both("Before", "前"), Format::Number(2)),
        Column::new("after", both("After", "後"), Format::Number(2)),
    ];
    let mut table = Table::new("training/love", both("Absolute standardised differences", "標準化差の絶対値"), columns);
    for (_, en, ja, before, after) in &BALANCE {
        table.push(vec![
            Cell::words(&words(en, ja)),
            Cell::statistic(before[2].abs()),
            Cell::statistic(after[2].abs()),
        ]);
    }
    table
}

fn means() -> Table {
    let column = |key: &str, en: &str, ja: &str| Column::new(key, both(en, ja), Format::Number(0));
    let columns = vec![
        Column::new("label", both("Answer", "結論"), Format::Text),
        column("estimate", "Estimate", "推定値"),
        column("low", "Low", "下限"),
        column("high", "High", "上限"),
    ];
    let mut table = Table::new("effects", both("Effects", "推定値"), columns);
    let rows = [
        ("Change in earnings of those trained", "訓練参加者の収入の変化", [4817.1, 3616.7, 6017.5]),
        ("Training and earnings", "職業訓練と収入", [894.4, -497.0, 2285.8]),
    ];
    for (en, ja, values) in rows {
        let mut row = vec![Cell::words(&words(en, ja))];
        row.extend(values.map(Cell::statistic));
        table.push(row);
    }
    let mut row = vec![Cell::words(&words("Too few cases", "件数不足の指標"))];
    row.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
    table.push(row);
    table
}

/// Numbers by twentieths of the score: treated, comparison units (below zero).
const OVERLAP: [(f64, f64); 20] = [
    (3.0, 155.0),
    (7.0, 108.0),
    (13.0, 44.0),
    (1.0, 16.0),
    (3.0, 11.0),
    (3.0, 9.0),
    (0.0, 0.0),
    (5.0, 7.0),
    (4.0, 8.0),
    (3.0, 5.0),
    (7.0, 5.0),
    (17.0, 3.0),
    (24.0, 15.0),
    (27.0, 20.0),
    (34.0, 15.0),
    (29.0, 8.0),
    (4.0, 0.0),
    (1.0, 0.0),
    (0.0, 0.0),
    (0.0, 0.0),
];

fn overlap() -> Table {
    let columns = vec![
        Column::new("score", both("Score", "スコア"), Format::Number(2)),
        Column::new("treated", both("Treated", "参加群"), Format::Count),
        Column::new("comparison", both("Comparison", "比較群"), Format::Count),
    ];
    let mut table = Table::new("training/overlap", both("Propensity score by arm", "群ごとの傾向スコア"), columns);
    for (index, (treated, comparison)) in OVERLAP.iter().enumerate() {
        table.push(vec![
            Cell::statistic(index as f64 / 20.0 + 0.025),
            Cell::statistic(*treated),
            Cell::statistic(-comparison),
        ]);
    }
    table
}

fn distance() -> Table {
    let columns = vec![
        Column::new("term", both("Term", "項"), Format::Text),
        Column::new("coefficient", both("Coefficient", "係数"), Format::Number(4)),
        Column::new("p", both("p", "p値"), Format::PValue),
    ];
    let mut table =
        Table::new("training/distance", both("Model of the score (logit)", "スコアのモデル(ロジット)"), columns);
    for (term, coefficient, p) in
        [("(Intercept)", -4.7286, 0.0000032), ("age", 0.0158, 0.2445), ("race=black", 3.0654, 1e-26)]
    {
        table.push(vec![Cell::text(term), Cell::statistic(coefficient), Cell::statistic(p)]);
    }
    table
}

fn flow() -> Table {
    let columns = vec![
        Column::new("stage", both("Stage", "段階"), Format::Text),
        Column::new("remaining", both("Remaining", "残り"), Format::Count),
    ];
    let mut table = Table::new("training/flow", both("Flow", "流れ"), columns);
    table.push(vec![Cell::phrase(both("Candidates", "候補")), Cell::count_here(614)]);
    table
}

fn axis(en: &str, ja: &str, format: Format) -> Axis {
    Axis { title: both(en, ja), range: None, format, rules: Vec::new(), absolute: false }
}

fn layer(mark: Mark, name: Phrase, x: &str, tone: Tone) -> Layer {
    Layer { mark, name, x: x.into(), y: None, low: None, high: None, tone }
}

fn figure(id: &str, table: &str, title: Phrase, shape: Shape, axes: [Axis; 2], layers: Vec<Layer>) -> Figure {
    let [x, y] = axes;
    Figure {
        id: id.into(),
        table: table.into(),
        subtitle: both(
            "185 men who took part and 429 others; 1:1 nearest neighbour matching",
            "参加した男性185人とその他429人、1対1の最近隣マッチング",
        ),
        note: both("Differences in what was not measured are not shown.", "測っていないことの違いは示されていません。"),
        alt: title.clone(),
        title,
        audience: Audience::Public,
        shape,
        x,
        y,
        layers,
    }
}

fn figures() -> Vec<Figure> {
    vec![effects_figure(), love_figure(), overlap_figure(), flow_figure()]
}

fn effects_figure() -> Figure {
    let mut x = axis("Difference in earnings (dollars)", "収入の差(ドル)", Format::Number(0));
    x.rules = vec![ReferenceLine { at: 0.0, label: None }];
    let mut dots =
        layer(Mark::Interval, both("Estimate and 95% interval", "推定値と95%信頼区間"), "estimate", Tone::Result);
    (dots.low, dots.high) = (Some("low".into()), Some("high".into()));
    let title = both(
        "Those trained earned more than before; against similar men the difference could not be told from chance",
        "訓練を受けた人の収入は前より増えたが、似た人との差は偶然と見分けられない",
    );
    figure(
        "effects",
        "effects",
        title,
        Shape::Rows { label: "label".into() },
        [x, axis("", "", Format::Text)],
        vec![dots],
    )
}

fn love_figure() -> Figure {
    let mut x = axis("Absolute standardised difference", "標準化差の絶対値", Format::Number(1));
    x.rules = vec![
        ReferenceLine { at: 0.1, label: Some(both("0.1: balanced", "0.1:釣り合いの目安")) },
        ReferenceLine { at: 0.25, label: Some(both("0.25: too far apart", "0.25:離れすぎの目安")) },
    ];
    let layers = vec![
        layer(Mark::Point, both("Before matching", "対応づけの前"), "before", Tone::Before),
        layer(Mark::Point, both("After matching", "対応づけの後"), "after", Tone::After),
    ];
    let title = both("Race still differs after matching", "対応づけの後も人種の違いが残る");
    figure(
        "training-love",
        "training/love",
        title,
        Shape::Rows { label: "variable".into() },
        [x, axis("", "", Format::Text)],
        layers,
    )
}

fn overlap_figure() -> Figure {
    let mut y = axis("Number of men", "人数", Format::Count);
    y.absolute = true;
    let mut layers = vec![
        layer(Mark::Bar, both("Took part", "参加群"), "score", Tone::Treated),
        layer(Mark::Bar, both("Comparison", "比較群"), "score", Tone::Comparison),
    ];
    layers[0].y = Some("treated".into());
    layers[1].y = Some("comparison".into());
    let title = both("Few comparison men have high scores", "スコアの高い比較対象者は少ない");
    let x = axis("Propensity score", "傾向スコア", Format::Number(2));
    figure("training-overlap", "training/overlap", title, Shape::Plane, [x, y], layers)
}

fn flow_figure() -> Figure {
    let title = both("From candidates to pairs", "候補から対まで");
    let axes = [axis("", "", Format::Text), axis("", "", Format::Text)];
    figure("training-flow", "training/flow", title, Shape::Flow { first: None }, axes, Vec::new())
}

fn frame(pairs: usize) -> Frame {
    let column = |key: &str, title: Phrase, values: Values| FrameColumn {
        key: key.into(),
        description: title.clone(),
        title,
        values,
    };
    let row = |step: usize, of: usize| (0..pairs).map(move |i| (i * step) % of + 1);
    let score = |step: usize| Values::Number((0..pairs).map(|i| ((i * step) % 1000) as f64 / 1013.0).collect());
    Frame {
        id: "training/pairs".into(),
        title: both("Pairs", "対の一覧"),
        audience: Audience::Internal,
        columns: vec![
            column("set", both("Pair", "対"), Values::Integer((1..=pairs as i64).collect())),
            column(
                "treated",
                both("Took part", "参加"),
                Values::Text((1..=pairs).map(|i| format!("NSW{i}")).collect()),
            ),
            column(
                "comparison",
                both("Comparison", "比較"),
                Values::Text(row(7, 429).map(|i| format!("PSID{i}")).collect()),
            ),
            column("distance", both("Distance", "距離"), score(17)),
            column("score_treated", both("Score, took part", "スコア(参加)"), score(31)),
            column("score_comparison", both("Score, comparison", "スコア(比較)"), score(37)),
            column(
                "row_treated",
                both("Row in the file, took part", "元の行(参加)"),
                Values::Integer(row(1, 100_000).map(|i| i as i64 + 3).collect()),
            ),
            column(
                "note",
                both("Remark", "備考"),
                Values::Text((0..pairs).map(|i| if i % 50 == 0 { "=1+1".into() } else { String::new() }).collect()),
            ),
        ],
    }
}
