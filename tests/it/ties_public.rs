//! Pictures of ties, and what the public edition says of them.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use tashika::exhibit::{Audience, Shape};
use tashika::findings::{Bundle, disclosure};
use tashika::render::chart::{Paper, collisions};
use tashika::text::Lang;

const SECTORS: [&str; 5] = ["福祉", "企業", "行政", "教育", "大学"];

/// Forty-one organisations; the university is alone of its sector and has a tie to each third of the others.
fn files() -> [(&'static str, String); 3] {
    let sector = |at: usize| if at == 40 { 4 } else { at % 4 };
    let register: String =
        (0..41).map(|at| format!("{at},団体{at}号,{},{}\n", SECTORS[sector(at)], ["はい", "いいえ"][at % 2])).collect();
    let mut ties = String::new();
    for (period, step) in [("R4", 5), ("R6", 7)] {
        for at in (0..41).filter(|at| at % 13 != 4) {
            let to = [(at + step) % 40, (at * step + 3) % 40];
            to.iter().filter(|to| **to != at).for_each(|to| ties += &format!("{period},{at},{to},3\n"));
        }
        (0..40).step_by(3).for_each(|to| ties += &format!("{period},40,{to},4\n"));
    }
    let study = "[study]\nlanguage = [\"ja\", \"en\"]\noutputs = [\"public\", \"tables\", \"charts\", \"report\"]\n\
        [sources.register]\nfile = \"register.csv\"\nunit = \"ID\"\n[sources.ties]\nfile = \"ties.csv\"\nkind = \"ties\"\nfrom = \"A\"\nto = \"B\"\n\
        period_column = \"年度\"\nlink = { to = \"register\", by = [\"ID\"] }\n\
        [measures.renkei]\nmethod = \"ties\"\nsource = \"ties\"\nsector = \"分野\"\n\
        [[questions]]\nid = \"q\"\noutcomes = [\"renkei_reported\"]\nbefore = \"R4\"\nafter = \"R6\"\ntreatment = \"参加\"\ndesign = \"groups\"\n";
    [
        ("study.toml", study.into()),
        ("register.csv", format!("ID,団体名,分野,参加\n{register}")),
        ("ties.csv", format!("年度,A,B,信頼\n{ties}")),
    ]
}

fn bundle() -> &'static Bundle {
    static RUN: OnceLock<Bundle> = OnceLock::new();
    RUN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        files().iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
        crate::study_runs::run_study(&folder.path().join("study.toml"))
    })
}

#[test]
fn pictures_have_their_numbers_in_words_and_nothing_overlaps() {
    let bundle = bundle();
    let drawn: Vec<_> = bundle.figures.iter().filter(|figure| figure.id.starts_with("measure-renkei")).collect();
    assert_eq!(drawn.len(), 3);
    for figure in &drawn {
        let table = bundle.table(&figure.table).unwrap();
        for lang in [Lang::Ja, Lang::En] {
            assert!(figure.alt.render(lang).chars().count() > 60, "{}", figure.alt.render(lang));
            for paper in [Paper::WIDE, Paper::NARROW] {
                assert_eq!(collisions(figure, table, lang, paper), Vec::<String>::new(), "{} {lang}", figure.id);
            }
        }
    }
    let network = drawn.iter().find(|figure| matches!(figure.shape, Shape::Network { .. })).unwrap();
    assert_eq!(network.audience, Audience::Internal);
    let table = bundle.table(&network.table).unwrap();
    // Each organisation at the same place in both periods.
    let mut places: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    for row in (0..table.rows.len()).filter(|&row| table.cell(row, "to_x").unwrap().number().is_none()) {
        let number = |key| table.cell(row, key).unwrap().number().unwrap().to_bits();
        places
            .entry(format!("{:?}", table.cell(row, "organisation").unwrap().value))
            .or_default()
            .push((number("x"), number("y")));
    }
    assert!(places.len() == 41 && places.values().all(|own| own.len() == 2 && own[0] == own[1]));
}

#[test]
fn the_public_edition_has_no_organisation_and_no_count_of_one_or_two() {
    let public = disclosure::publish(bundle());
    let named = |text: &str| (0..41).any(|at| text.contains(&format!("団体{at}号")));
    assert!(public.figures.iter().all(|figure| !matches!(figure.shape, Shape::Network { .. })));
    assert!(public.figures.iter().any(|figure| matches!(figure.shape, Shape::Grid { .. })));
    for table in public.tables.iter().filter(|table| table.id.as_str().starts_with("measure-renkei")) {
        for cell in table.rows.iter().flatten() {
            assert!(!named(&format!("{:?}", cell.value)));
            let count = cell.kind == tashika::exhibit::Kind::Frequency;
            assert!(!count || !matches!(cell.number(), Some(n) if n == 1.0 || n == 2.0), "{}", table.id);
        }
    }
    // The university is one organisation: nothing is said of its ties, many as they are, and no sum tells them.
    let mixing = public.table("measure-renkei-mixing").unwrap();
    let university = |row: &usize| {
        ["from", "to"].iter().any(|key| format!("{:?}", mixing.cell(*row, key).unwrap().value).contains("大学"))
    };
    let rows: Vec<usize> = (0..mixing.rows.len()).filter(university).collect();
    assert_eq!(rows.len(), 10);
    for row in rows {
        assert!(["ties", "share"].iter().all(|key| mixing.cell(row, key).unwrap().number().is_none()));
    }
    assert!(mixing.column("pairs").is_none());
    let whole = public.table("measure-renkei").unwrap();
    assert!(["ties", "reported", "centralisation", "largest"].iter().all(|key| whole.column(key).is_none()));
    let density = whole.cell(0, "density").unwrap().number().unwrap();
    assert!((density * 100.0 - (density * 100.0).round()).abs() < 1e-9, "{density}");
}
