//! Charts of whole runs: which there are, and that their tables say what the data say.

use std::fmt::Write;
use std::fs;

use tashika::exhibit::{Audience, Table};
use tashika::findings::{Bundle, disclosure};
use tashika::render::chart;
use tashika::text::LANGUAGES;

use crate::study_runs::run_study;

const UNITS: usize = 90;
const WAVES: [&str; 3] = ["事前", "中間", "事後"];

/// A unit takes part, its age, its answer on the scale at a wave (nothing for some), its income by source.
fn treated(unit: usize) -> bool {
    unit.is_multiple_of(3)
}

fn age(unit: usize) -> usize {
    30 + (unit / 3 * 7) % 23
}

fn answer(unit: usize, wave: usize) -> Option<usize> {
    let rise = if treated(unit) { wave } else { 0 };
    let known = wave < 2 || !unit.is_multiple_of(11);
    known.then_some((1 + (unit / 3 * 5 + unit / 9 + wave * (unit / 6 + unit % 3)) % 4 + rise / 2).min(5))
}

fn sources(unit: usize, wave: usize) -> [usize; 5] {
    [0, 1, 2, 3, 4].map(|i| 100 + (unit * 31 + i * 17 + wave * 13) % 400)
}

const STUDY: &str = r#"
[study]
id = "tsunagari"
language = ["ja", "en"]

[sources.people]
file = "people.csv"
unit = "id"

[variables.age]
kind = "count"
label = { ja = "年齢(2024年4月1日時点の満年齢。不明の場合は申込時の自己申告による)", en = "Age on 1 April 2024, or as stated when signing up" }

[variables.joined]
kind = "yes-no"

[variables.bond]
kind = "scale"
label = { ja = "地域の人とのつながりを感じる度合い(1:まったく感じない〜5:強く感じる)", en = "How strongly do you feel connected with the people of your area?" }
better = "higher"

[variables.fees]
kind = "amount"
unit = { ja = "円", en = "yen" }

[measures.mix]
method = "income-mix"
classes = { fees = ["fees"], donations = ["donations"], grants = ["grants"], business = ["business"], other = ["other"] }

[[questions]]
id = "bond"
outcomes = ["bond"]
before = "事前"
after = "事後"
treatment = "joined"
covariates = ["age", "bond@事前"]
design = { method = "nearest", caliper = 0.1 }

[[questions]]
id = "members"
outcomes = ["bond", "fees"]
before = "事前"
after = "事後"
treatment = "joined"
design = "before-after"
"#;

fn bundle() -> Bundle {
    let dir = tempfile::tempdir().unwrap();
    let mut study = STUDY.to_string();
    let mut people = "id,age,joined\n".to_string();
    for unit in 0..UNITS {
        let joined = if treated(unit) { "はい" } else { "いいえ" };
        writeln!(people, "p{unit:02},{},{joined}", age(unit)).unwrap();
    }
    fs::write(dir.path().join("people.csv"), people).unwrap();
    for (wave, period) in WAVES.iter().enumerate() {
        let mut text = "id,bond,fees,donations,grants,business,other\n".to_string();
        for unit in 0..UNITS {
            let bond = answer(unit, wave).map_or(String::new(), |answer| answer.to_string());
            let money = sources(unit, wave).map(|amount| amount.to_string()).join(",");
            writeln!(text, "p{unit:02},{bond},{money}").unwrap();
        }
        fs::write(dir.path().join(format!("wave{wave}.csv")), text).unwrap();
        write!(study, "\n[sources.w{wave}]\nfile = \"wave{wave}.csv\"\nunit = \"id\"\nperiod = \"{period}\"\n")
            .unwrap();
    }
    fs::write(dir.path().join("study.toml"), study).unwrap();
    run_study(&dir.path().join("study.toml"))
}

fn table<'b>(bundle: &'b Bundle, id: &str) -> &'b Table {
    bundle.table(id).unwrap_or_else(|| {
        let known: Vec<&str> = bundle.tables.iter().map(|table| table.id.as_str()).collect();
        panic!("no table {id} in {known:?}")
    })
}

#[track_caller]
fn number(table: &Table, row: usize, key: &str) -> f64 {
    table.cell(row, key).and_then(|cell| cell.number()).unwrap_or_else(|| panic!("{} {row} {key}", table.id))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn charts_of_a_run_say_what_the_data_say() {
    let bundle = bundle();
    let mut figures: Vec<&str> = bundle.figures.iter().map(|figure| figure.id.as_str()).collect();
    figures.sort_unstable();
    for wanted in [
        "bond-levels",
        "bond-missing",
        "bond-over-time",
        "measure-mix-by-year",
        "members-each",
        "members-forest",
        "members-each-2",
        "members-levels",
        "members-missing",
        "members-parts",
        "members-parts-2",
    ] {
        assert!(figures.contains(&wanted), "no {wanted} in {figures:?}");
    }
    // Before and after is asked of the same people: one group, no comparison over time.
    assert!(!figures.contains(&"members-over-time"));
    over_time(&bundle);
    levels(&bundle);
    missing(&bundle);
    parts(&bundle);
    mix(&bundle);
    whole(&bundle);
}

/// All three waves; the ends are the means of those analysed.
fn over_time(bundle: &Bundle) {
    let table = table(bundle, "bond/bond@事後/over-time");
    assert_eq!(table.rows.len(), 3);
    let finding = bundle.findings.findings.iter().find(|finding| finding.question == "bond").unwrap();
    assert_eq!(number(table, 2, "n_treated") as usize, finding.sample.treated);
    assert_eq!(number(table, 2, "n_comparison") as usize, finding.sample.comparison);
    let frame = bundle.frames.iter().find(|frame| frame.id == "bond/matched").unwrap();
    let column = |key: &str| {
        let found = frame.columns.iter().find(|column| column.key == key).unwrap();
        match &found.values {
            tashika::exhibit::Values::Number(values) => values.clone(),
            other => panic!("{key}: {other:?}"),
        }
    };
    let (weight, joined, after) = (column("weight"), column("joined"), column("bond_at_事後"));
    for (side, key) in [(1.0, "mean_treated"), (0.0, "mean_comparison")] {
        let own: Vec<usize> = (0..weight.len()).filter(|&i| joined[i] == side && !after[i].is_nan()).collect();
        let all: f64 = own.iter().map(|&i| weight[i]).sum();
        let expected = own.iter().map(|&i| weight[i] * after[i]).sum::<f64>() / all;
        assert!((number(table, 2, key) - expected).abs() < 1e-12, "{key}");
    }
}

fn levels(bundle: &Bundle) {
    let table = table(bundle, "members/bond@事後/levels");
    assert_eq!(table.rows.len(), 2);
    let analysed: Vec<usize> = (0..UNITS).filter(|&unit| treated(unit) && answer(unit, 2).is_some()).collect();
    for (row, wave) in [(0, 0), (1, 2)] {
        assert_eq!(number(table, row, "n") as usize, analysed.len());
        for level in 1..=5 {
            let count = analysed.iter().filter(|&&unit| answer(unit, wave) == Some(level)).count();
            assert_eq!(number(table, row, &format!("count_{level}")) as usize, count, "{row} {level}");
        }
    }
    // Of each row: the answers make up n, each share is of a count, and those above the middle are counts.
    assert_eq!(table.relations.len(), 2 * (1 + 5 + 1));
}

fn missing(bundle: &Bundle) {
    let table = table(bundle, "bond/missing");
    let row = table.rows.len() - 1;
    for (side, arm) in [(true, "treated"), (false, "comparison")] {
        let all = (0..UNITS).filter(|&unit| treated(unit) == side).count();
        let gone = (0..UNITS).filter(|&unit| treated(unit) == side && answer(unit, 2).is_none()).count();
        assert!(gone > 0);
        assert_eq!(number(table, row, &format!("n_{arm}")) as usize, all);
        assert_eq!(number(table, row, &format!("missing_{arm}")) as usize, gone);
        assert_eq!(number(table, row, &format!("share_missing_{arm}")), gone as f64 / all as f64);
        let share = table.cell(row, &format!("share_missing_{arm}")).unwrap();
        assert_eq!((share.n, share.contributors), (Some(all as u32), Some(gone as u32)));
    }
}

fn parts(bundle: &Bundle) {
    let table = table(bundle, "members/fees@事後/parts");
    assert_eq!(table.rows.len(), 2, "30 cases are halves");
    let all = (0..2).map(|row| number(table, row, "n") * number(table, row, "after")).sum::<f64>() / 30.0;
    let expected = mean((0..UNITS).filter(|&unit| treated(unit)).map(|unit| sources(unit, 2)[0] as f64));
    assert!((all - expected).abs() < 1e-9);
    assert!(number(table, 0, "after") > number(table, 1, "after"), "the highest stand at the top");
}

/// Both sides together are the mean shares of the measure's own table.
fn mix(bundle: &Bundle) {
    let (own, whole) = (table(bundle, "measure-mix/by-year"), table(bundle, "measure-mix"));
    assert_eq!(own.rows.len(), 2 * WAVES.len());
    for wave in 0..WAVES.len() {
        for class in ["fees", "donations", "grants", "business", "other"] {
            let side = |row| number(own, row, "n") * number(own, row, &format!("share_{class}"));
            let together = (side(2 * wave) + side(2 * wave + 1)) / UNITS as f64;
            let expected = number(whole, wave, &format!("mean_share_{class}"));
            assert!((together - expected).abs() < 1e-12, "{wave} {class}");
        }
    }
}

/// Nothing is cut, and what has a mark for each person stays in the house.
fn whole(bundle: &Bundle) {
    for figure in &bundle.figures {
        let table = table(bundle, &figure.table);
        for lang in LANGUAGES {
            for paper in [chart::Paper::WIDE, chart::Paper::NARROW] {
                let met = chart::collisions(figure, table, lang, paper);
                assert_eq!(met, Vec::<String>::new(), "{} {lang} {paper:?}", figure.id);
            }
        }
    }
    let public = disclosure::publish(bundle);
    assert!(public.figures.iter().all(|figure| figure.audience == Audience::Public));
    assert!(bundle.figures.iter().any(|figure| figure.audience == Audience::Internal));
    assert!(public.figures.iter().all(|figure| public.table(&figure.table).is_some()));
}
