//! Where organisations are and stand: benchmarks with their pages, activities by area, offers against needs, who is left out.

use std::fs;

use tashika::diag::Sink;
use tashika::exhibit::{Audience, Shape, Table};
use tashika::findings::{Bundle, disclosure};
use tashika::panel::{Data, View};
use tashika::render::chart::{Paper, collisions};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

/// Forty organisations in four fields; who has a larger income has more volunteers.
fn organisations() -> String {
    let yes = |it: bool| if it { "はい" } else { "いいえ" };
    let one = |at: usize| {
        let field = ["福祉", "環境", "教育", "文化"][at % 4];
        let area = if at < 20 {
            "東京都"
        } else if at < 33 {
            "京都府"
        } else if at < 38 {
            "大阪府"
        } else {
            "奈良県"
        };
        let sex = if at < 9 { "男性" } else { "女性" };
        format!(
            "{at},{field},{area},{sex},{},{},{},{}\n",
            100 * (at + 1),
            at / 2,
            yes(at.is_multiple_of(3)),
            yes(at % 5 == 1)
        )
    };
    format!("ID,分野,県,性別,収入,人数,部屋あり,部屋希望\n{}", (0..40).map(one).collect::<String>())
}

const STUDY: &str = "[study]\nlanguage = [\"ja\", \"en\"]\noutputs = [\"parts\", \"public\", \"tables\", \"charts\"]\n[sources.a]\nfile = \"d.csv\"\nunit = \"ID\"\n\
    [measures.b]\nmethod = \"benchmark\"\nof = [\"人数\"]\nnear = [\"収入\"]\nfield = \"分野\"\nsize = \"収入\"\npeers = 6\n\
    [measures.c]\nmethod = \"coverage\"\narea = \"県\"\nactivities = [\"分野\"]\ntiles = \"japan\"\npopulation = { \"東京都\" = 14000000, \"京都府\" = 2500000, \"大阪府\" = 8800000, \"奈良県\" = 1300000 }\nper = 1000000\n\
    [measures.m]\nmethod = \"asset-match\"\narea = \"県\"\nkinds = [{ what = \"会議室\", offer = \"部屋あり\", need = \"部屋希望\" }]\n\
    [measures.r]\nmethod = \"reach\"\nof = \"性別\"\npopulation = { \"男性\" = 0.48, \"女性\" = 0.52 }\ngrounds = \"国勢調査 2020\"\n";

const QUESTION: &str =
    "[[questions]]\nid = \"q\"\noutcomes = [\"人数\"]\ntreatment = \"部屋あり\"\ndesign = \"groups\"\n";

fn try_read(study: &str) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), organisations()).unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, crate::study_runs::said(&sink))
}

fn read() -> ReadStudy {
    let (read, said) = try_read(STUDY);
    read.unwrap_or_else(|| panic!("{said}"))
}

fn bundle() -> Bundle {
    crate::study_runs::run_on(&organisations(), &format!("{STUDY}{QUESTION}"))
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    read.tables.iter().find(|table| table.id.as_str() == name).unwrap_or_else(|| panic!("no {name}"))
}

fn cell(table: &Table, row: usize, key: &str) -> f64 {
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone()).column(&read.panel.reference(name)).unwrap().data {
        Data::Number(values) => values.to_vec(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_stands_among_all_its_field_and_its_size() {
    let read = read();
    let all = numbers(&read, "b_人数");
    // Of 39 others 20 have fewer volunteers than the twenty-first, and one as many.
    assert!((all[20] - 20.5 / 39.0).abs() < 1e-12 && (all[0] - 0.5 / 39.0).abs() < 1e-12);
    let benchmark = table(&read, "measure-b");
    assert_eq!((benchmark.rows.len(), benchmark.audience), (40, Audience::Internal));
    let row = (0..40).find(|&row| format!("{:?}", benchmark.rows[row][0].value).contains("\"20\"")).unwrap();
    // The others of its field are 0, 4, …, 36: five of nine lie below.
    assert!((cell(benchmark, row, "among_field") - 5.0 / 9.0).abs() < 1e-12);
    // Nearest by income within the field: 16, 24, 12, 28, 8, 32 with 8, 12, 6, 14, 4, 16 volunteers.
    assert_eq!((cell(benchmark, row, "n_similar"), cell(benchmark, row, "middle")), (6.0, 10.0));
    // The middle third by income: 14 to 26.
    assert!((cell(benchmark, row, "among_size") - 6.5 / 12.0).abs() < 1e-12, "{}", cell(benchmark, row, "among_size"));
}

#[test]
fn every_organisation_has_a_page_and_the_public_none() {
    let bundle = bundle();
    assert_eq!(bundle.findings.groups.len(), 40);
    let files = crate::study_runs::outputs(&bundle);
    let page = files
        .iter()
        .find(|(path, _)| path == "parts/b-20.ja.html")
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let page = page.unwrap_or_else(|| panic!("{:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>()));
    assert!(page.contains("ほかの団体の中での位置") && page.contains("似た団体"));
    assert!(!files.iter().any(|(path, _)| path.starts_with("public/") && path.contains("b-20")));
    let public = disclosure::publish(&bundle);
    assert!(public.findings.groups.is_empty() && public.table("measure-b").is_none());
    for figure in bundle.figures.iter().filter(|figure| figure.id.starts_with("b-2")) {
        let table = bundle.table(&figure.table).unwrap();
        assert_eq!(collisions(figure, table, Lang::Ja, Paper::NARROW), Vec::<String>::new());
    }
}

#[test]
fn activities_are_counted_by_area_beside_the_people_who_live_there() {
    let read = read();
    let areas = table(&read, "measure-c");
    // All 47 prefectures, and the sum.
    assert_eq!((areas.rows.len(), cell(areas, 47, "n")), (48, 40.0));
    let kyoto = (0..47).find(|&row| format!("{:?}", areas.rows[row][0].value).contains("京都")).unwrap();
    assert!((cell(areas, kyoto, "rate") - 13.0 / 2.5).abs() < 1e-12);
    let grid = table(&read, "measure-c-activities");
    // Of the prefectures those that the data or the study name.
    assert_eq!(grid.rows.len(), 4 * 4);
    let total: f64 = (0..grid.rows.len()).map(|row| cell(grid, row, "n")).sum();
    assert_eq!(total, 40.0);
    let map = table(&read, "measure-c-map");
    assert_eq!(map.rows.len(), 47);
    let tiles = read.figures.iter().find(|figure| matches!(figure.shape, Shape::Tiles { .. })).unwrap();
    assert_eq!(collisions(tiles, map, Lang::Ja, Paper::WIDE), Vec::<String>::new());
}

#[test]
fn municipalities_stand_where_the_study_puts_them() {
    let own = STUDY.replace(
        "tiles = \"japan\"",
        "tiles = { \"東京都\" = [0, 1], \"京都府\" = [0, 0], \"大阪府\" = [1, 0], \"兵庫県\" = [1, 1] }",
    );
    let (read, said) = try_read(&own);
    let read = read.unwrap_or_else(|| panic!("{said}"));
    // 奈良県 has organisations and no place: that is said, and it stays in the tables.
    assert!(said.contains("area-unknown") && said.contains("奈良県"), "{said}");
    let (areas, map) = (table(&read, "measure-c"), table(&read, "measure-c-map"));
    assert_eq!((areas.rows.len(), map.rows.len()), (6, 4));
    // 兵庫県 is on the map and has nobody.
    assert!((0..4).any(|row| cell(map, row, "n") == 0.0));
    let (read, said) = try_read(&own.replace("[1, 1]", "[0, 1]"));
    assert!(read.is_none() && said.contains("the same place"), "{said}");
}

#[test]
fn offers_meet_needs_within_their_area() {
    let read = read();
    let assets = table(&read, "measure-m");
    // 京都府 20–32: offers 21, 24, 27, 30; needs 21, 26, 31.
    let row = (0..assets.rows.len()).find(|&row| format!("{:?}", assets.rows[row][1].value).contains("京都")).unwrap();
    let values = ["offers", "needs", "met", "free"].map(|key| cell(assets, row, key));
    assert_eq!(values, [4.0, 3.0, 3.0, 1.0]);
    let last = assets.rows.len() - 1;
    let met: f64 = (0..last).map(|row| cell(assets, row, "met")).sum();
    assert_eq!((cell(assets, last, "needs"), cell(assets, last, "met")), (8.0, met));
}

#[test]
fn who_is_left_out_is_told_as_by_r() {
    let read = read();
    let reach = table(&read, "measure-r");
    let row = (0..2).find(|&row| cell(reach, row, "n") == 9.0).unwrap();
    // R 4.2.2: binom.test(9, 40, 0.48)$p.value, prop.test(9, 40, correct = FALSE)$conf.int
    for (key, known) in
        [("p_reach", 0.001285285904264447), ("low_reach", 0.12316091323540744), ("high_reach", 0.37503096742310016)]
    {
        assert!((cell(reach, row, key) - known).abs() < 1e-10, "{key}: {}", cell(reach, row, key));
    }
    assert!((cell(reach, row, "ratio_reach") - 9.0 / (40.0 * 0.48)).abs() < 1e-12);
}

#[test]
fn the_public_edition_hides_one_and_two_wherever_they_are_counted() {
    let public = disclosure::publish(&bundle());
    for name in ["measure-c", "measure-c-map", "measure-c-activities", "measure-m", "measure-r"] {
        let table = public.table(name).unwrap_or_else(|| panic!("no {name}"));
        for cell in table.rows.iter().flatten().filter(|cell| cell.kind == tashika::exhibit::Kind::Frequency) {
            assert!(!matches!(cell.number(), Some(n) if n == 1.0 || n == 2.0), "{name}");
        }
    }
    // Five organisations of 大阪府 in four fields, none of which has three.
    let grid = public.table("measure-c-activities").unwrap();
    let of = |table: &Table, column: usize| -> Vec<Option<f64>> {
        let osaka = |row: &&Vec<tashika::exhibit::Cell>| format!("{:?}", row[column].value).contains("大阪");
        table.rows.iter().filter(osaka).map(|row| row[column + 1].number()).collect()
    };
    assert!(of(grid, 1).iter().all(Option::is_none), "{:?}", of(grid, 1));
    // Each organisation has one field: protection knows that they add up to those of the area.
    let sums =
        bundle().findings.links.iter().filter(|link| link.total.table == "measure-c" && link.parts.len() == 4).count();
    assert_eq!(sums, 4);
    // Two organisations in 奈良県: neither their number nor their rate, nor what would be left of the sum.
    let areas = public.table("measure-c").unwrap();
    let hidden = (0..47).filter(|&row| areas.cell(row, "n").unwrap().number().is_none()).count();
    assert!(hidden >= 2);
    assert!(
        (0..47).all(|row| areas.cell(row, "n").unwrap().number().is_some()
            || areas.cell(row, "rate").unwrap().number().is_none())
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let wrong = |from: &str, to: &str| {
        let (read, said) = try_read(&STUDY.replace(from, to));
        assert!(read.is_none(), "{said}");
        assert!(said.contains("study.toml"), "{said}");
        said
    };
    assert!(wrong("peers = 6", "peers = 2").contains("at least 5"));
    assert!(wrong("tiles = \"japan\"", "tiles = \"nippon\"").contains("known is `japan`"));
    assert!(wrong("\"女性\" = 0.52", "\"女性\" = 0.42").contains("be 1 together"));
    assert!(wrong("grounds = \"国勢調査 2020\"", "grounds = \"\"").contains("come from"));
    assert!(wrong("need = \"部屋希望\"", "need = \"部屋あり\"").contains("both the offer and the need"));
    assert!(wrong("need = \"部屋希望\"", "need = \"収入\"").contains("does not hold yes and no"));
}
