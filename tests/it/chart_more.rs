//! Further samples of figures: forests, groups over time, each case, parts of the cases, missing values, scales, sources of
//! income; with labels as questionnaires write them, withheld and missing values.

use tashika::design::Kind;
use tashika::exhibit::{Cell, Column, Figure, Format, Table, Value};
use tashika::figures::{
    self, Basis, Course, FigureIds, ForestRow, LikertRow, Measured, MissingRow, MixRow, PeriodGroups,
};
use tashika::math::mean_error::MeanError;
use tashika::text::{Phrase, Words};

use crate::chart_samples::words;

fn said(en: &str, ja: &str) -> Phrase {
    Phrase::words(&words(en, ja))
}

fn basis() -> Basis {
    let method = said("Nearest neighbour matching on the propensity score", "傾向スコアによる最近傍マッチング");
    Basis { treated: 120, comparison: 118, method, kind: Kind::Matched }
}

fn long() -> Words {
    words(
        "How strongly do you feel that there are people nearby whom you could ask for help in an emergency?",
        "困ったとき(病気・災害など)に、近所に助けを頼める人がいると、どのくらい感じていますか(1:まったく感じない〜5:強く感じる)",
    )
}

/// The numbers of the rows that hold a predicate are withheld.
fn withhold(table: &Table, hidden: impl Fn(usize) -> bool) -> Table {
    let mut table = table.clone();
    for (row, cells) in table.rows.iter_mut().enumerate().filter(|(row, _)| hidden(*row)) {
        let numbers = cells.iter_mut().filter(|cell| cell.number().is_some());
        numbers.for_each(|cell| *cell = Cell { value: Value::Withheld, ..cell.clone() });
        let _ = row;
    }
    table
}

fn renamed((mut figure, mut table): (Figure, Table), id: &str) -> (Figure, Table) {
    (figure.id, figure.table, table.id) = (id.into(), format!("x/{id}").into(), format!("x/{id}").into());
    (figure, table)
}

fn swapped((table, figure): (Table, Figure)) -> (Figure, Table) {
    (figure, table)
}

fn forest() -> (Figure, Table) {
    let row = |label: Words, effect| ForestRow {
        finding: label.get(tashika::text::Lang::En).into(),
        label,
        effect,
        n: (1_120, 98_118),
    };
    let rows = [
        row(words("Volunteers", "ボランティア"), Some((0.42, 0.11, 0.73))),
        row(long(), Some((-0.05, -0.31, 0.21))),
        row(words("Income", "収入"), None),
        row(words("Partners", "連携先"), Some((0.2, 0.01, 0.39))),
    ];
    swapped(figures::forest("many", &rows, 0.95, &basis()))
}

/// Two outcomes, three variables with ugly names, one of them with many levels; some withheld.
pub fn subgroups(levels: usize) -> Table {
    let text = |key: &str| Column::new(key, said(key, key), Format::Text);
    let number = |key: &str, en: &str, ja: &str, format| Column::new(key, said(en, ja), format);
    let mut columns: Vec<Column> = ["outcome", "label", "subgroup", "level"].map(text).into();
    columns.extend([
        number("n_treated", "Took part (n)", "参加した(n)", Format::Count),
        number("n_comparison", "Did not take part (n)", "参加していない(n)", Format::Count),
        number("estimate", "Estimate", "推定値", Format::Number(0)),
        number("low", "low", "下限", Format::Number(0)),
        number("high", "high", "上限", Format::Number(0)),
        number("p_value", "p", "p値", Format::PValue),
        number("q_value", "q", "補正後の値", Format::PValue),
        number("interaction_p", "p of interaction", "交互作用のp値", Format::PValue),
    ]);
    let mut table = Table::new("sub/subgroups", said("Subgroups", "サブグループ"), columns);
    let variables = [
        (words("Has paid staff", "有給の職員が1人以上いる団体かどうか"), 2),
        (
            words("Main field of activity of the organisation", "主な活動分野(定款に定められたもののうち主たるもの)"),
            levels,
        ),
    ];
    for (key, label) in [("volunteers", words("Volunteers", "ボランティア")), ("trust", long())] {
        for (variable, levels) in &variables {
            for level in 0..*levels {
                let name = match level % 3 {
                    0 => words("yes", "はい"),
                    1 => words(
                        "health, medicine or welfare, and whatever is near to that",
                        "保健・医療・福祉(これに類するものを含み、介護保険サービスのみを行う団体を除く)",
                    ),
                    _ => words("other", "その他"),
                };
                let hidden = level % 4 == 3;
                let n = |n: usize| {
                    if hidden { Cell { value: Value::Withheld, ..Cell::count_here(n) } } else { Cell::count_here(n) }
                };
                let value = |value: f64| match hidden {
                    true => Cell { value: Value::Withheld, ..Cell::statistic(value) },
                    false => Cell::statistic(value),
                };
                let middle = 4000.0 * (level as f64 - 1.0);
                let mut row = vec![Cell::text(key), Cell::words(&label), Cell::words(variable), Cell::words(&name)];
                row.extend([n(24 + level), n(3120)]);
                row.extend([middle, middle - 5200.0, middle + 5200.0, 0.2, 0.4, 0.61].map(value));
                table.push(row);
            }
        }
    }
    table
}

fn subgroup_forests() -> Vec<(Figure, Table)> {
    let table = subgroups(5);
    let figures = figures::subgroup_forest("sub", &table, 0.95, &basis());
    let many = Table { id: "many/subgroups".into(), ..subgroups(33) };
    let mut all: Vec<(Figure, Table)> = figures.into_iter().map(|figure| (figure, table.clone())).collect();
    all.push((figures::subgroup_forest("many", &many, 0.95, &basis()).remove(0), many));
    all
}

fn course(periods: usize, label: Words) -> Course {
    let name = |i: usize| match periods {
        0..=4 => said(
            &format!("survey number {} of the members", i + 1),
            &format!("第{}回アンケート(会員向け・郵送とウェブ併用)", i + 1),
        ),
        _ => Phrase::verbatim(format!("{}", 2015 + i)),
    };
    let mean = |value: f64, error: f64| MeanError { mean: value, error, df: 40.0, largest: Default::default() };
    let moment = |i: usize| PeriodGroups {
        label: name(i),
        after: i >= periods / 2,
        asked: i + 1 == periods || i == 0,
        sides: [
            (Some(mean(52.0 + 4.0 * i as f64, 2.5)), 120),
            if i == 1 && periods > 4 { (None, 0) } else { (Some(mean(50.0 + 2.2 * i as f64, 2.0)), 118) },
        ],
    };
    Course { label, unit: words("persons", "人"), share: false, moments: (0..periods).map(moment).collect() }
}

fn over_time() -> Vec<(Figure, Table)> {
    let named = |name: &str| FigureIds { table: format!("x/{name}").into(), figure: name.into() };
    let of = |name: &str, course: &Course| swapped(figures::over_time(&named(name), course, 0.95, &basis()));
    let (figure, table) = of("waves-hidden", &course(6, words("Volunteers", "ボランティア")));
    let share = Course { share: true, unit: Words::default(), ..course(2, long()) };
    vec![
        of("waves", &course(3, long())),
        of("years", &course(10, words("Volunteers", "ボランティア"))),
        of("two", &share),
        (figure, withhold(&table, |row| row == 3)),
    ]
}

fn each(n: usize) -> (Figure, Table) {
    let value = |i: usize| (format!("団体{i:03}"), ((i * 37) % 101) as f64, ((i * 53 + 11) % 101) as f64);
    let values: Vec<_> = (0..n).map(value).collect();
    let name = format!("each-{n}");
    let named = FigureIds { table: format!("x/{name}").into(), figure: name };
    swapped(figures::units(
        &named,
        Measured { label: &long(), unit: &words("points", "点"), share: false },
        &values,
        &basis(),
    ))
}

fn parts(n: usize) -> Option<(Figure, Table)> {
    let value = |i: usize| (1e6 * ((i * 37) % 101) as f64, 1.2e6 * ((i * 53 + 11) % 101) as f64);
    let values: Vec<_> = (0..n).map(value).collect();
    let name = format!("parts-{n}");
    let named = FigureIds { table: format!("x/{name}").into(), figure: name };
    figures::deciles(&named, Measured { label: &long(), unit: &words("yen", "円"), share: false }, &values, &basis())
        .map(swapped)
}

fn missing() -> Vec<(Figure, Table)> {
    let row =
        |label: Words, a: usize, b: usize| MissingRow { label: Phrase::words(&label), arms: [(120, a), (118, b)] };
    let rows = [row(words("Age", "年齢"), 0, 0), row(long(), 31, 12), row(words("Income", "収入"), 3, 118)];
    let (table, figure) = figures::missing("gaps", &rows, Kind::Matched, &basis());
    let figure = figure.unwrap();
    let alone: Vec<MissingRow> =
        rows.iter().map(|row| MissingRow { arms: [row.arms[0], (0, 0)], ..row.clone() }).collect();
    let (one, picture) = figures::missing("gap", &alone, Kind::Matched, &basis());
    let hidden = renamed((figure.clone(), withhold(&table, |row| row == 2)), "gaps-hidden");
    vec![(figure, table), (picture.unwrap(), one), hidden]
}

fn likert(name: &str, levels: &[i64], group: [Phrase; 2]) -> (Figure, Table) {
    let [took, other] = group;
    let row = |group: &Phrase, time: Phrase, shift: usize| LikertRow {
        group: group.clone(),
        time,
        counts: (0..levels.len()).map(|i| 5 + (i * 13 + shift * 7) % 31).collect(),
    };
    let times = [said("Before", "前"), said("After", "後")];
    let rows: Vec<LikertRow> = [&took, &other]
        .into_iter()
        .enumerate()
        .flat_map(|(g, group)| times.iter().enumerate().map(move |(t, time)| row(group, time.clone(), 2 * g + t)))
        .collect();
    let named = FigureIds { table: format!("x/{name}").into(), figure: name.into() };
    swapped(figures::likert(&named, &long(), levels, &rows, &basis()))
}

fn scales() -> Vec<(Figure, Table)> {
    let groups = || [said("Took part", "参加した"), said("Compared with", "比べた相手")];
    let ugly = [
        said(
            "those who came to at least one of the three meetings",
            "3回の集まりのうち1回以上に参加した人(途中退席を含む)",
        ),
        said("all others", "それ以外の人"),
    ];
    let five = likert("scale-5", &[1, 2, 3, 4, 5], groups());
    let hidden = renamed((five.0.clone(), withhold(&five.1, |row| row == 1)), "scale-hidden");
    vec![five, hidden, likert("scale-4", &[0, 1, 2, 3], ugly), likert("scale-7", &[-3, -2, -1, 0, 1, 2, 3], groups())]
}

fn income() -> Vec<(Figure, Table)> {
    let sources = tashika::measure::income_classes();
    let groups = [said("Took part", "参加した"), said("Did not take part", "参加していない")];
    let row = |year: usize, group: &Phrase| {
        let raw: Vec<f64> = (0..5).map(|i| 1.0 + ((i * 7 + year * 3) % 11) as f64).collect();
        let all: f64 = raw.iter().sum();
        let shares = (year != 2 || *group == groups[0]).then(|| raw.iter().map(|part| part / all).collect());
        let n = if shares.is_some() { (40 + year, 38) } else { (0, 0) };
        MixRow { period: Phrase::verbatim(format!("{}", 2019 + year)), group: group.clone(), n, shares }
    };
    let rows: Vec<MixRow> = (0..5).flat_map(|year| groups.iter().map(move |group| row(year, group))).collect();
    let both = swapped(figures::income_mix("measure-mix", &sources, &rows));
    let hidden = renamed((both.0.clone(), withhold(&both.1, |row| row == 5)), "mix-hidden");
    let alone: Vec<MixRow> =
        rows.into_iter().step_by(2).map(|row| MixRow { group: said("All", "全体"), ..row }).collect();
    vec![both, hidden, swapped(figures::income_mix("measure-all", &sources, &alone))]
}

/// Figures whose table is withheld as a whole.
fn nothing() -> Vec<(Figure, Table)> {
    let whole = |(figure, table): (Figure, Table), id: &str| {
        let table = withhold(&table, |_| true);
        renamed((figure, table), id)
    };
    vec![
        whole(forest(), "forest-none"),
        whole(over_time().remove(0), "waves-none"),
        whole(scales().remove(0), "scale-none"),
        whole(income().remove(0), "mix-none"),
        whole(each(12), "each-none"),
        renamed((each(5).0, Table { rows: Vec::new(), ..each(5).1 }), "each-empty"),
    ]
}

/// Every further sample with its table.
pub fn more() -> Vec<(Figure, Table)> {
    let mut all = vec![forest(), each(23), each(150)];
    all.extend(subgroup_forests());
    all.extend(over_time());
    all.extend([23, 47, 185].into_iter().filter_map(parts));
    all.extend(missing());
    all.extend(scales());
    all.extend(income());
    all.extend(nothing());
    all
}

#[test]
fn too_few_cases_have_no_parts() {
    assert!(parts(19).is_none());
    let least = |n| {
        let (_, table) = parts(n).unwrap();
        table.rows.iter().filter_map(|row| row[1].number()).fold(f64::INFINITY, f64::min)
    };
    for n in 20..130 {
        assert!(least(n) >= figures::LEAST_BEHIND_A_MARK as f64, "{n}");
    }
}

#[test]
fn one_mark_for_each_case_is_not_for_everybody() {
    use tashika::exhibit::Audience;
    for (figure, table) in more() {
        let by_unit = table.column("unit").is_some();
        assert_eq!(figure.audience == Audience::Internal, by_unit, "{}", figure.id);
        assert_eq!(table.audience == Audience::Internal, by_unit, "{}", table.id);
    }
}

#[test]
fn sums_that_tables_state_hold() {
    for (_, table) in more() {
        for relation in &table.relations {
            let at = |&(row, column): &(usize, usize)| table.rows[row][column].tells();
            let Some(total) = at(&relation.total) else { continue };
            let Some(parts) = relation.parts.iter().map(at).collect::<Option<Vec<i64>>>() else { continue };
            assert_eq!(parts.iter().sum::<i64>(), total, "{}", table.id);
        }
    }
}
