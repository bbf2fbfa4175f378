//! Figures of every kind with the numbers of the NSW training study and with hard cases: long labels, many rows, withheld
//! and missing values, nothing at all.

use tashika::design::charts;
use tashika::exhibit::{
    Axis, Cell, Column, Figure, Format, Kind, Layer, Mark, MethodFigure, ReferenceLine, Shape, Table, Tone, Value,
};
use tashika::figures::{self, Basis, EffectRow};
use tashika::panel::{FlowStep, Lost};
use tashika::text::{Phrase, Words};

/// The user's words in two languages.
pub fn words(en: &str, ja: &str) -> Words {
    Words([("en".to_string(), en.to_string()), ("ja".to_string(), ja.to_string())].into())
}

fn said(en: &str, ja: &str) -> Phrase {
    Phrase::words(&words(en, ja))
}

fn basis() -> Basis {
    let method = said(
        "Nearest-neighbour matching on the propensity score (logit), 1:1 without replacement",
        "傾向スコア(ロジット)による最近傍マッチング、1対1、非復元",
    );
    Basis { treated: 185, comparison: 185, method, kind: tashika::design::Kind::Matched }
}

/// The two sides of [`basis`].
fn both() -> (usize, usize) {
    (basis().treated, basis().comparison)
}

/// A figure of a method as one of a question.
fn of(question: &str, drawn: MethodFigure, basis: &Basis) -> Figure {
    let table = drawn.figure.table.clone();
    let id = format!("{question}-{}", drawn.figure.id);
    Figure { id, table: table.clone(), ..figures::of_method(drawn, table, 0, basis) }
}

fn number(value: f64) -> Cell {
    Cell::statistic(value)
}

fn withheld() -> Cell {
    Cell { value: Value::Withheld, ..Cell::statistic(0.0) }
}

fn column(key: &str, format: Format) -> Column {
    Column::new(key, Phrase::verbatim(key), format)
}

fn table(id: &str, columns: &[(&str, Format)], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|(key, format)| column(key, format.clone())).collect();
    let mut table = Table::new(id, Phrase::verbatim(id), columns);
    rows.into_iter().for_each(|row| table.push(row));
    table
}

const BALANCE: &[(&str, Format)] = &[
    ("term", Format::Text),
    ("label", Format::Text),
    ("level", Format::Text),
    ("abs_smd_before", Format::Number(3)),
    ("abs_smd_after", Format::Number(3)),
];

const NSW: [(&str, &str, &str, f64, f64); 10] = [
    ("distance", "Propensity score", "傾向スコア", 1.7941, 0.9739),
    ("age", "Age", "年齢", 0.3094, 0.0718),
    ("educ", "Years of schooling", "就学年数", 0.0550, 0.1290),
    ("race=black", "Race", "人種", 1.7615, 1.0259),
    ("race=hispanic", "Race", "人種", 0.3498, 0.6629),
    ("race=white", "Race", "人種", 1.8819, 0.7296),
    ("married", "Married", "結婚している", 0.8263, 0.0552),
    ("nodegree", "No school degree", "高校を卒業していない", 0.2450, 0.1546),
    ("re74", "Earnings in 1974", "1974年の所得", 0.7211, 0.0505),
    ("re75", "Earnings in 1975", "1975年の所得", 0.2903, 0.0257),
];

fn love() -> (Figure, Table) {
    let row = |&(term, en, ja, before, after): &(&str, &str, &str, f64, f64)| {
        let level = term.split_once('=').map_or_else(Cell::empty, |(_, level)| Cell::text(level));
        vec![Cell::text(term), Cell::words(&words(en, ja)), level, number(before), number(after)]
    };
    let table = table("training/balance", BALANCE, NSW.iter().map(row).collect());
    (of("training", charts::love(&table, both()), &basis()), table)
}

/// 30 characteristics with labels as long as questionnaires write them; one withheld, one missing.
fn love_long() -> (Figure, Table) {
    let ja = [
        "団体の年間収入の規模",
        "法人格を取得してからの年数(任意団体として活動していた期間を含む)",
        "常勤の有給職員が1人以上いるかどうか",
        "過去3年間に行政からの委託事業を受けた経験があり、その事業が現在も続いているか",
        "主たる活動分野が「保健・医療・福祉」であるか、それ以外の分野(まちづくり、環境、国際協力など)であるか",
        "会員数",
    ];
    let en = [
        "Annual income",
        "Years since incorporation, including the time as an association without legal form",
        "At least one full-time paid employee",
        "Held a public contract within the last three years that is still running",
        "Main field of activity is health, medicine or welfare rather than community development, environment or co-operation",
        "Members",
    ];
    let row = |i: usize| {
        let before = ((i * 37) % 100) as f64 / 110.0;
        let after = if i == 7 {
            withheld()
        } else if i == 11 {
            Cell::empty()
        } else {
            number(before * 0.13)
        };
        vec![
            Cell::text(format!("v{i}")),
            Cell::words(&words(en[i % 6], ja[i % 6])),
            Cell::empty(),
            number(before),
            after,
        ]
    };
    let table = table("long/balance", BALANCE, (0..30).map(row).collect());
    (of("long", charts::love(&table, both()), &basis()), table)
}

fn love_sixty() -> (Figure, Table) {
    let row = |i: usize| {
        let label = Words::plain(format!("項目{:02}", i + 1));
        vec![
            Cell::text("x"),
            Cell::words(&label),
            Cell::empty(),
            number(0.001 * (i * i % 97) as f64),
            number(0.0004 * (i * i % 89) as f64),
        ]
    };
    let table = table("sixty/balance", BALANCE, (0..60).map(row).collect());
    (of("sixty", charts::love(&table, both()), &basis()), table)
}

fn overlap() -> (Figure, Table) {
    let treated = [3, 7, 13, 1, 3, 3, 0, 5, 4, 3, 7, 17, 24, 27, 34, 29, 4, 1, 0, 0];
    let comparison = [155, 108, 44, 16, 11, 9, 0, 7, 8, 5, 5, 3, 15, 20, 15, 8, 0, 0, 0, 0];
    let (n_t, n_c): (i32, i32) = (treated.iter().sum(), comparison.iter().sum());
    let row = |i: usize| {
        let share = f64::from(treated[i]) / f64::from(n_t);
        let mirror = -f64::from(comparison[i]) / f64::from(n_c);
        vec![number(0.025 + 0.05 * i as f64), number(share), number(mirror)]
    };
    let columns =
        [("mid", Format::Number(3)), ("share_treated", Format::Percent(1)), ("mirror_comparison", Format::Percent(1))];
    let table = table("training/overlap", &columns, (0..20).map(row).collect());
    let basis = Basis { comparison: 429, ..basis() };
    (of("training", charts::overlap(&table), &basis), table)
}

fn effect(en: &str, ja: &str, unit: (&str, &str), effect: Option<(f64, f64, f64)>) -> EffectRow {
    EffectRow {
        finding: en.into(),
        label: words(en, ja),
        unit: words(unit.0, unit.1),
        effect,
        n: (185, 185),
        matters: None,
    }
}

const DOLLARS: (&str, &str) = ("dollars", "ドル");
const POINTS: (&str, &str) = ("points", "点");

fn one_difference() -> Vec<(Figure, Table)> {
    let rows = [effect("Earnings in 1978", "1978年の所得", DOLLARS, Some((894.37, -509.46, 2298.2)))];
    let charts = figures::changes("training", &rows, 0.95, false, &basis());
    charts.into_iter().map(|(table, figure)| (figure, table)).collect()
}

fn several_changes() -> Vec<(Figure, Table)> {
    let rows = [
        effect("Trust in neighbours", "近所の人への信頼", POINTS, Some((0.43, 0.18, 0.68))),
        effect(
            "Number of people one could ask for help in an emergency",
            "困ったときに助けを頼める人が身近にいると感じる度合い(5段階の平均、回答のない人を除く)",
            POINTS,
            Some((-0.12, -0.41, 0.17)),
        ),
        effect("Loneliness", "孤独感", POINTS, None),
        effect("Going out", "外出の頻度", POINTS, Some((0.9, 0.05, 1.75))),
        effect("Volunteers", "ボランティアの数", ("people", "人"), Some((12_345.0, 2_000.0, 22_690.0))),
        effect("No answer", "回答なし", POINTS, Some((f64::NAN, f64::NAN, f64::NAN))),
    ];
    let basis = Basis {
        treated: 212,
        comparison: 0,
        method: said("Paired differences, t interval", "対応のある差、t分布による区間"),
        kind: tashika::design::Kind::Change,
    };
    let charts = figures::changes("survey", &rows, 0.95, true, &basis);
    charts.into_iter().map(|(table, figure)| (figure, table)).collect()
}

fn lost(en: &str, ja: &str, count: usize, treated: Option<usize>) -> Lost {
    Lost { reason: said(en, ja), count, treated, who: Vec::new() }
}

fn step(en: &str, ja: &str, remaining: usize, arms: Option<(usize, usize)>, lost: Vec<Lost>) -> FlowStep {
    let (treated, comparison) = arms.unzip();
    FlowStep { key: en.into(), stage: said(en, ja), remaining, treated, comparison, lost }
}

fn flow(question: &str, steps: &[FlowStep]) -> (Figure, Table) {
    let table = figures::flow_table(question, steps, tashika::design::Kind::Matched);
    (figures::flow(question, &table, &basis()), table)
}

fn two_sides() -> (Figure, Table) {
    let no_year = lost("no earnings of 1975", "1975年の所得が空欄", 9, Some(2));
    let twice = lost("the same person twice", "同じ人の行が2つある", 3, Some(0));
    let unmatched = lost("no similar person left to compare with", "条件の似た相手として選ばれなかった", 244, Some(0));
    flow(
        "training",
        &[
            step("Rows read from nsw.xlsx", "nsw.xlsxから読んだ行", 626, None, vec![]),
            step("With all characteristics", "条件がすべてそろっている", 614, Some((185, 429)), vec![no_year, twice]),
            step("Matched", "マッチングで選ばれた", 370, Some((185, 185)), vec![unmatched]),
            step("With the outcome (earnings in 1978)", "成果指標(1978年の所得)がある", 370, Some((185, 185)), vec![]),
        ],
    )
}

fn one_side() -> (Figure, Table) {
    let empty = lost("empty row or a row of totals", "空の行、または合計の行", 4, None);
    let early = lost(
        "answered before only",
        "事前だけに回答(事後アンケートの時点で退会、転居、または連絡がつかなかった人を含む)",
        18,
        None,
    );
    let late = lost("answered after only", "事後だけに回答", 1_202, None);
    flow(
        "",
        &[
            step("Rows read", "読んだ行", 1_450, None, vec![empty]),
            step(
                "People who answered both before and after, linked by their number",
                "事前と事後の両方に回答し、番号で結びつけることができた人(同じ番号が2回あるときは後のほうを採用)",
                230,
                None,
                vec![early, late],
            ),
        ],
    )
}

fn axis(format: Format, rules: Vec<ReferenceLine>) -> Axis {
    Axis { title: said("Year", "年度"), range: None, format, rules, absolute: false }
}

/// Two lines over time with a gap, a rule on each axis.
fn lines() -> (Figure, Table) {
    let row = |i: usize| {
        let treated = if i == 3 { Cell::empty() } else { number(100.0 + 8.0 * (i * i) as f64) };
        vec![number(2016.0 + i as f64), treated, if i == 6 { withheld() } else { number(104.0 + 9.0 * i as f64) }]
    };
    let columns = [("year", Format::Number(0)), ("t", Format::Number(0)), ("c", Format::Number(0))];
    let table = table("trend/lines", &columns, (0..8).map(row).collect());
    let layer = |name: Phrase, key: &str, tone| Layer {
        mark: Mark::Line,
        name,
        x: "year".into(),
        y: Some(key.into()),
        low: None,
        high: None,
        tone,
    };
    let start = ReferenceLine { at: 2018.5, label: Some(said("start of the program", "助成の開始")) };
    let aim =
        ReferenceLine { at: 400.0, label: Some(said("aim of the ministry for 2023", "省庁の2023年度の目標")) };
    let figure = Figure {
        id: "trend-lines".into(),
        table: table.id.clone(),
        title: said(
            "Volunteers rose on both sides until 2018 and faster among grantees after that",
            "ボランティアは2018年度まで両グループで増え、その後は助成団体で増え方が大きくなりました",
        ),
        alt: said("Two lines", "2本の折れ線"),
        shape: Shape::Plane,
        x: axis(Format::Text, vec![start]),
        y: Axis {
            title: said("Volunteers (people)", "ボランティアの数(人)"), ..axis(Format::Count, vec![aim])
        },
        layers: vec![
            layer(said("Took part", "参加した"), "t", Tone::Treated),
            layer(said("Did not", "参加していない"), "c", Tone::Comparison),
        ],
        ..love().0
    };
    (figure, table)
}

/// Bars and several intervals in rows; numbers huge and small; a fixed range that some leave.
fn rows_of_many_marks() -> (Figure, Table) {
    let columns = [
        ("label", Format::Text),
        ("a", Format::Number(1)),
        ("b", Format::Number(1)),
        ("lo", Format::Number(1)),
        ("hi", Format::Number(1)),
    ];
    let row = |label: &str, a: f64, b: f64| {
        vec![Cell::words(&Words::plain(label)), number(a), number(b), number(b - 40.0), number(b + 40.0)]
    };
    let rows = vec![row("北海道", 20.0, 10.0), row("東京都・神奈川県", -35.0, 90.0), row("far away", 900.0, -400.0)];
    let table = table("many/rows", &columns, rows);
    let layer = |mark, key: &str, tone, interval: bool| Layer {
        mark,
        name: said(&format!("Series {key}"), &format!("系列{key}")),
        x: key.into(),
        y: None,
        low: interval.then(|| "lo".into()),
        high: interval.then(|| "hi".into()),
        tone,
    };
    let limits = ["limit A of the agreement", "limit B", "limit C"];
    let rules = limits
        .iter()
        .zip([80.0, 85.0, 95.0])
        .map(|(label, at)| ReferenceLine { at, label: Some(Phrase::verbatim(*label)) });
    let figure = Figure {
        id: "many-rows".into(),
        table: table.id.clone(),
        title: said("Bars and intervals", "棒と区間"),
        shape: Shape::Rows { label: "label".into() },
        x: Axis {
            range: Some((-100.0, 100.0)),
            ..axis(Format::Number(1), rules.chain([ReferenceLine { at: 0.0, label: None }]).collect())
        },
        layers: vec![
            layer(Mark::Bar, "a", Tone::Comparison, false),
            layer(Mark::Interval, "b", Tone::Result, true),
            layer(Mark::Interval, "a", Tone::Muted, false),
        ],
        ..love().0
    };
    (figure, table)
}

fn extremes() -> Vec<(Figure, Table)> {
    let columns = [("label", Format::Text), ("estimate", Format::Text), ("low", Format::Text), ("high", Format::Text)];
    let figure_of = |id: &str, rows: Vec<(f64, f64, f64)>| {
        let cells = |(i, (e, l, h)): (usize, (f64, f64, f64))| {
            vec![Cell::text(format!("row {i} <&> \u{1}🍣")), number(e), number(l), number(h)]
        };
        let table = table(id, &columns, rows.into_iter().enumerate().map(cells).collect());
        let mut figure = one_difference().remove(0).0;
        (figure.id, figure.table) = (id.to_string(), id.into());
        (figure, table)
    };
    vec![
        figure_of("huge", vec![(1.2e13, -4e12, 3e13), (5e12, 4e12, 6e12)]),
        figure_of("small", vec![(2.1e-9, -1e-9, 5e-9)]),
        figure_of("edge", vec![(1e308, -1e308, 1e308), (f64::INFINITY, 0.0, f64::NAN)]),
        figure_of("point", vec![(5.0, 5.0, 5.0)]),
        figure_of("empty", vec![]),
    ]
}

fn nothing() -> Vec<(Figure, Table)> {
    let (mut overlap, bins) = overlap();
    (overlap.id, overlap.table) = ("overlap-empty".into(), "empty/overlap".into());
    let withheld_bins = Table {
        id: "q/withheld".into(),
        rows: bins.rows.iter().map(|row| vec![row[0].clone(), withheld(), withheld()]).collect(),
        ..bins.clone()
    };
    let withheld_overlap = of("withheld", charts::overlap(&withheld_bins), &basis());
    let (mut flow, steps) = flow("none", &[]);
    flow.id = "flow-empty".into();
    let count = |value: Value| Cell { value, ..Cell::count_here(3) };
    let mut hidden = two_sides();
    (hidden.0.id, hidden.0.table, hidden.1.id) = ("flow-withheld".into(), "hidden/flow".into(), "hidden/flow".into());
    for cell in
        hidden.1.rows.iter_mut().flatten().filter(|cell| cell.kind == Kind::Frequency && cell.number() < Some(10.0))
    {
        *cell = count(Value::Withheld);
    }
    vec![
        (overlap, Table { id: "empty/overlap".into(), rows: vec![], ..bins }),
        (withheld_overlap, withheld_bins),
        (flow, steps),
        hidden,
    ]
}

/// Every sample with its table.
pub fn samples() -> Vec<(Figure, Table)> {
    let mut all =
        vec![love(), love_long(), love_sixty(), overlap(), two_sides(), one_side(), lines(), rows_of_many_marks()];
    all.extend(one_difference());
    all.extend(several_changes());
    all.extend(extremes());
    all.extend(nothing());
    all
}

/// The four figures of an ordinary matched question.
pub fn ordinary() -> Vec<(Figure, Table)> {
    vec![love(), overlap(), one_difference().remove(0), two_sides()]
}
