//! A whole study of the twelve organisations of the reference: what igraph, sna and R say of them comes out of spreadsheets too.

use std::fs;

use serde_json::Value;

use tashika::diag::Sink;
use tashika::exhibit::Table;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};

const CLOSE: f64 = 1e-10;

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/network/network.json")).unwrap()
}

fn lines(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/reference/network/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_string()).collect()).collect()
}

fn read(options: &str) -> ReadStudy {
    let yes = |told: &str| if told == "1" { "はい" } else { "いいえ" };
    let nodes = lines("renkei12_nodes");
    let register: String =
        nodes.iter().map(|row| format!("{},{},{},{}\n", row[0], row[1], row[2], yes(&row[5]))).collect();
    let asked: String =
        nodes.iter().map(|row| format!("{0},R4,{1}\n{0},R6,{2}\n", row[0], yes(&row[3]), yes(&row[4]))).collect();
    let period = |wave: &str| if wave == "1" { "R4" } else { "R6" };
    let ties: String =
        lines("renkei12_ties").iter().map(|row| format!("{},{}\n", period(&row[0]), row[1..].join(","))).collect();
    let study = format!(
        "[sources.register]\nfile = \"register.csv\"\nunit = \"ID\"\n[sources.asked]\nfile = \"asked.csv\"\nunit = \"ID\"\nperiod_column = \"年度\"\n\
         [sources.ties]\nfile = \"ties.csv\"\nkind = \"ties\"\nfrom = \"A\"\nto = \"B\"\nperiod_column = \"年度\"\nlink = {{ to = \"register\", by = [\"ID\"] }}\n\
         [measures.n]\nmethod = \"ties\"\nsource = \"ties\"\nsector = \"分野\"\narea = \"地域\"\nanswered = \"回答\"\n{options}\n"
    );
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("register.csv", format!("ID,分野,地域,参加\n{register}")),
        ("asked.csv", format!("ID,年度,回答\n{asked}")),
        ("ties.csv", format!("年度,A,B,強さ,信頼,使命,率直さ,影響,関与,資源,円\n{ties}")),
        ("study.toml", study),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut sink = Sink::new();
    run::read(&folder.path().join("study.toml"), &|_| (), &mut sink)
        .unwrap_or_else(|_| panic!("{}", crate::study_runs::said(&sink)))
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone())
        .column(&read.panel.reference(name))
        .unwrap_or_else(|| panic!("no {name}"))
        .data
    {
        Data::Number(values) => values.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn flat(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

fn theirs(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap_or(f64::NAN)).collect()
}

/// Missing of ours where somebody did not answer; all others as they are.
#[track_caller]
fn same(ours: &[f64], theirs: &[f64]) {
    let told = ours.iter().zip(theirs).filter(|(ours, _)| !ours.is_nan());
    assert!(told.clone().count() >= 5, "{ours:?}");
    for (a, b) in told {
        assert!((a - b).abs() <= CLOSE * b.abs().max(1.0), "{ours:?} {theirs:?}");
    }
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    read.tables.iter().find(|table| table.id.as_str() == name).unwrap_or_else(|| panic!("no {name}"))
}

fn cell(table: &Table, row: usize, key: &str) -> f64 {
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

#[test]
fn partners_of_each_are_as_diverse_as_in_r() {
    let (read, known) = (read("tie = \"either\""), known());
    for (period, wave) in [("2022", "renkei12_wave1"), ("2024", "renkei12_wave2")] {
        same(&numbers(&read, &format!("n_diversity@{period}")), &theirs(&known[wave]["blau_partners_undirected"]));
        same(&numbers(&read, &format!("n_constraint@{period}")), &theirs(&known[wave]["constraint_undirected"]));
        let through: Vec<f64> = numbers(&read, &format!("n_betweenness@{period}")).iter().map(|it| it * 55.0).collect();
        same(&through, &theirs(&known[wave]["betweenness_undirected"]));
    }
}

#[test]
fn strengths_enter_as_short_ways() {
    let (read, known) = (read("tie = \"directed\"\nstrength = \"強さ\""), known());
    for (period, wave) in [("2022", "renkei12_wave1"), ("2024", "renkei12_wave2")] {
        let known = &known[wave];
        let ours = |key: &str| numbers(&read, &format!("n_{key}@{period}"));
        same(&ours("strength_given"), &theirs(&known["strength_out"]));
        same(&ours("strength_received"), &theirs(&known["strength_in"]));
        same(&ours("strong_constraint"), &theirs(&known["constraint_directed_weighted_igraph"]));
        let through: Vec<f64> = ours("strong_betweenness").iter().map(|share| share * 11.0 * 10.0).collect();
        same(&through, &theirs(&known["betweenness_directed_cost_is_1_over_strength"]));
        let trap = theirs(&known["betweenness_directed_TRAP_strength_used_as_cost"]);
        assert!(through.iter().zip(&trap).any(|(a, b)| (a - b).abs() > 1.0));
    }
}

const PARTNER: &str = "trust = { reliability = \"信頼\", mission = \"使命\", openness = \"率直さ\" }\n\
    value = { power = \"影響\", involvement = \"関与\", resources = \"資源\" }\namount = \"円\"";

#[test]
fn trust_and_value_are_partners_composites() {
    let (all, few, known) = (read(&format!("{PARTNER}\nleast_raters = 1")), read(PARTNER), &known()["trust"]);
    same(&numbers(&all, "n_trust_received@2022"), &theirs(&known["trust_received_mean_of_raters"]));
    same(&numbers(&all, "n_value_received@2022"), &theirs(&known["value_received_mean_of_raters"]));
    same(&numbers(&all, "n_money_given@2022"), &theirs(&known["money_out"]));
    same(&numbers(&all, "n_money_asymmetry@2022"), &theirs(&known["money_asymmetry_node"]));
    // Of fewer than three raters each could be told.
    let (raters, shown) = (numbers(&few, "n_trust_raters@2022"), numbers(&few, "n_trust_received@2022"));
    assert!(raters.iter().zip(&shown).all(|(raters, mean)| mean.is_nan() == (*raters < 3.0)));
    let trust = table(&few, "measure-n-trust");
    let near = |ours: f64, name: &str| assert!((ours - known[name].as_f64().unwrap()).abs() < CLOSE, "{name}: {ours}");
    near(cell(trust, 0, "over_ties"), "network_trust_mean_of_ties");
    near(cell(trust, 0, "over_organisations"), "network_trust_mean_of_organisations");
    near(cell(trust, 0, "share"), "network_trust_share_of_maximum_1to4");
    // Trust, value, and three dimensions of each, at two periods.
    assert_eq!(trust.rows.len(), 16);
}

#[test]
fn the_core_is_told_where_one_division_is_best() {
    let known = &known()["core_periphery_wave1"];
    let tied = read("core_periphery = \"tied\"\nrewired = 99");
    assert!(numbers(&tied, "n_core@2022").iter().all(|core| core.is_nan()));
    let structure = table(&tied, "measure-n-structure");
    assert!(
        (cell(structure, 0, "value") - known["core_periphery_ties_ideal_one"]["correlation"].as_f64().unwrap()).abs()
            < CLOSE
    );
    assert_eq!(cell(structure, 1, "value"), 2.0);
    // Triangles and ties between sectors, both periods.
    assert_eq!((0..structure.rows.len()).filter(|&row| cell(structure, row, "p") <= 1.0).count(), 4);
    let left = read("core_periphery = \"left-out\"");
    same(&numbers(&left, "n_core@2022"), &theirs(&known["core_periphery_ties_left_out"]["core"]));
}

#[test]
fn what_changed_is_tested_among_those_who_answered_twice() {
    let (read, known) =
        (read("tie = \"directed\"\nprogram = \"参加\"\ngoes_with = [\"分野\", \"before\"]"), &known()["waves"]);
    let changes = table(&read, "measure-n-changes");
    let near = |ours: f64, name: &str| assert!((ours - known[name].as_f64().unwrap()).abs() < CLOSE, "{name}: {ours}");
    near(cell(changes, 0, "value"), "ties_kept");
    near(cell(changes, 1, "value"), "ties_new");
    near(cell(changes, 2, "value"), "ties_lost");
    near(cell(changes, 3, "value"), "jaccard_known_cells");
    near(cell(changes, 7, "value"), "outdegree_change_mean");
    near(cell(changes, 7, "p"), "outdegree_change_swap_test_exact_p_two_sided");
    near(cell(changes, 8, "value"), "cross_sector_out_change_mean");
    near(cell(changes, 8, "p"), "cross_sector_out_swap_test_exact_p_two_sided");
    let bounds = |wave: &str| flat(&known[wave]["directed_bounds"]);
    let (first, second) = (bounds("wave1"), bounds("wave2"));
    assert!((cell(changes, 5, "value") - (second[0] - first[1])).abs() < CLOSE);
    assert!((cell(changes, 6, "value") - (second[1] - first[0])).abs() < CLOSE);
    let whole = table(&read, "measure-n");
    for (row, name) in ["ei_bounds_wave1", "ei_bounds_wave2"].into_iter().enumerate() {
        let ends = flat(&known[name]);
        assert!(
            (cell(whole, row, "ei_low") - ends[1]).abs() < CLOSE
                && (cell(whole, row, "ei_high") - ends[2]).abs() < CLOSE
        );
    }
    let density = known["wave1"]["directed_asked_cells_only"].as_f64().unwrap();
    assert!((cell(whole, 0, "density") - density).abs() < CLOSE);
    let pairs = table(&read, "measure-n-pairs");
    let n: f64 = (0..3).map(|row| cell(pairs, row, "n")).sum();
    assert_eq!(n, 45.0);
    assert!(cell(pairs, 1, "p") > 0.0 && cell(pairs, 1, "low").is_nan(), "no interval with ten organisations");
    let gap = cell(pairs, 2, "mean") - cell(pairs, 0, "mean");
    assert!((cell(pairs, 2, "difference") - gap).abs() < 1e-12);
    let with = table(&read, "measure-n-goes-with");
    // The sector at both periods, the tie before at the second.
    assert_eq!(with.rows.len(), 3);
    assert!((0..3).all(|row| (0.0..=1.0).contains(&cell(with, row, "p"))));
}
