//! Networks against igraph, sna and networkx. Closed forms and exact tests: 10 digits; drawn ones: their own error.

use ndarray::Array2;
use serde_json::{Value, json};

use tashika::math::householder::Qr;
use tashika::math::network::{self, Dyads, Graph, Pattern, Rating, Square, Strengths};
use tashika::math::random::Stream;

/// Sums in another order than those of the peers.
const CLOSE: f64 = 1e-10;

fn values() -> Value {
    serde_json::from_str(include_str!("../reference/network/network.json")).unwrap()
}

fn others() -> Value {
    serde_json::from_str(include_str!("../reference/network/python.json")).unwrap()
}

fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/reference/network/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_string()).collect()).collect()
}

fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        Value::Null => vec![f64::NAN],
        Value::Bool(told) => vec![f64::from(u8::from(*told))],
        value => vec![value.as_f64().unwrap()],
    }
}

#[track_caller]
fn same(ours: &[f64], known: &Value, name: &str) {
    let theirs = flat(&known[name]);
    let near = |(a, b): (&f64, &f64)| a.is_nan() && b.is_nan() || (a - b).abs() <= CLOSE * b.abs().max(1.0);
    assert!(ours.len() == theirs.len() && ours.iter().zip(&theirs).all(near), "{name}: {ours:?} {theirs:?}");
}

fn as_numbers<T: Copy + TryInto<u32>>(counts: impl IntoIterator<Item = T>) -> Vec<f64> {
    counts.into_iter().map(|n| f64::from(n.try_into().unwrap_or(u32::MAX))).collect()
}

/// Labels as numbers in the order of their names, and how many there are.
fn groups(labels: &[String]) -> (Vec<u32>, usize) {
    let mut names = labels.to_vec();
    names.sort();
    names.dedup();
    (labels.iter().map(|label| names.binary_search(label).unwrap() as u32).collect(), names.len())
}

struct Renkei {
    group: Vec<u32>,
    groups: usize,
    answered: [Vec<bool>; 2],
    ties: [Vec<(u32, u32, Vec<f64>)>; 2],
}

fn renkei() -> Renkei {
    let nodes = table("renkei12_nodes");
    let column = |at: usize| nodes[1..].iter().map(|row| row[at].clone()).collect::<Vec<String>>();
    let (ids, (group, groups)) = (column(0), groups(&column(1)));
    let at = |id: &String| ids.iter().position(|known| known == id).unwrap() as u32;
    let all = table("renkei12_ties");
    let wave = |wave: &str| {
        let rows = all[1..].iter().filter(|row| row[0] == wave);
        rows.map(|row| (at(&row[1]), at(&row[2]), row[3..].iter().map(|it| it.parse().unwrap()).collect())).collect()
    };
    let answered = |at: usize| column(at).iter().map(|told| told == "1").collect();
    Renkei { group, groups, answered: [answered(3), answered(4)], ties: [wave("1"), wave("2")] }
}

impl Renkei {
    fn graph(&self, wave: usize) -> Graph {
        Graph::new(12, self.ties[wave].iter().map(|(from, to, _)| (*from, *to)))
    }

    fn ratings(&self, columns: [usize; 3]) -> Vec<Rating> {
        let mean = |all: &Vec<f64>| columns.iter().map(|at| all[*at]).sum::<f64>() / 3.0;
        self.ties[0].iter().map(|(from, to, all)| Rating { from: *from, to: *to, value: mean(all) }).collect()
    }
}

fn undirected(graph: &Graph, group: &[u32], groups: usize, name: &str) {
    let (known, python) = (&values()[name], &others()[name]);
    let n = graph.nodes();
    same(&as_numbers((0..n).map(|node| graph.outgoing(node).len())), known, "degree_union");
    let halves: Vec<f64> = network::betweenness(graph).iter().map(|through| through / 2.0).collect();
    same(&halves, known, "betweenness_undirected");
    same(&network::constraint(&Strengths::of(graph)), known, "constraint_undirected");
    same(&network::effective_size(&Strengths::of(graph)), python, "effective_size_undirected_burt");
    same(&network::clustering(graph), known, "local_clustering_undirected_isolates_nan");
    same(&as_numbers(network::coreness(graph)), known, "coreness_undirected");
    same(&[network::density(graph)], known, "density_undirected");
    same(&as_numbers([network::isolates(graph)]), known, "isolates");
    let parts = network::components(graph);
    same(&as_numbers([parts.iter().max().unwrap() + 1]), known, "components_weak");
    same(&[network::transitivity(graph)], known, "transitivity_global_undirected");
    same(&[network::degree_centralisation(graph)], known, "centralisation_degree_undirected_noloops");
    same(&[network::betweenness_centralisation(graph)], known, "centralisation_betweenness_undirected_igraph");
    same(&[network::degree_assortativity(graph)], known, "assortativity_degree_undirected");
    let (outside, inside, index) = network::ei_index(graph, group);
    same(&[outside as f64, inside as f64, index], known, "ei_network_undirected");
    same(&network::ei_of_nodes(graph, group), known, "ei_node_undirected");
    same(&network::blau(graph, group), known, "blau_partners_undirected");
    same(&[network::nominal_assortativity(graph, group, groups)], known, "assortativity_nominal_undirected");
    same(&as_numbers(network::mixing_matrix(graph, group, groups).concat()), known, "mixing_undirected_each_tie_twice");
    same(&as_numbers(network::external(graph, group)), known, "other_sector_partners_undirected");
    same(&[network::expected_ei(group)], known, "ei_expected_by_group_sizes");
    same(&roles(graph, group), known, "brokerage_undirected_each_pair_twice");
    let bridges = network::local_bridges(graph).into_iter().flat_map(|(a, b)| [a, b]);
    same(&as_numbers(bridges), python, "local_bridges_ties_without_common_partner");
}

fn roles(graph: &Graph, group: &[u32]) -> Vec<f64> {
    let with_sum = |roles: network::Roles| roles.into_iter().chain([roles.iter().sum()]);
    as_numbers(network::brokerage(graph, group).into_iter().flat_map(with_sum))
}

fn directed(graph: &Graph, group: &[u32], groups: usize, name: &str) {
    let (known, python) = (&values()[name], &others()[name]);
    let n = graph.nodes();
    let out: Vec<usize> = (0..n).map(|node| graph.outgoing(node).len()).collect();
    let into: Vec<usize> = (0..n).map(|node| graph.incoming(node).len()).collect();
    same(&as_numbers([graph.arcs()]), known, "arcs");
    same(&as_numbers(out.clone()), known, "outdegree");
    same(&as_numbers(into.clone()), known, "indegree");
    same(&as_numbers((0..n).map(|node| graph.both().outgoing(node).len())), known, "degree_mutual");
    same(&[network::density(graph)], known, "density_directed");
    same(&network::betweenness(graph), known, "betweenness_directed");
    same(&network::constraint(&Strengths::of(graph)), known, "constraint_directed_igraph");
    same(&network::effective_size(&Strengths::of(graph)), python, "effective_size_directed_burt");
    same(&[network::reciprocity(graph)], known, "reciprocity_edge");
    let returned = network::returned(graph, &vec![true; n]).into_iter().map(|(of, all)| of as f64 / all as f64);
    same(&returned.collect::<Vec<f64>>(), known, "reciprocity_node_share_of_out");
    same(&[network::one_way_centralisation(&into)], known, "centralisation_indegree_noloops");
    same(&[network::one_way_centralisation(&out)], known, "centralisation_outdegree_noloops");
    same(&[network::betweenness_centralisation(graph)], known, "centralisation_betweenness_directed_igraph");
    same(&[network::degree_assortativity(graph)], known, "assortativity_degree_directed_igraph");
    same(&network::ei_of_nodes(graph, group), known, "ei_node_out");
    same(&[network::nominal_assortativity(graph, group, groups)], known, "assortativity_nominal_directed");
    same(&as_numbers(network::mixing_matrix(graph, group, groups).concat()), known, "mixing_directed");
    same(&roles(graph, group), known, "brokerage_directed_raw");
    let expected = network::expected_brokerage(graph, group);
    let with_sum = expected.into_iter().flat_map(|roles| roles.into_iter().chain([roles.iter().sum::<f64>()]));
    same(&with_sum.collect::<Vec<f64>>(), known, "brokerage_directed_expected");
}

#[test]
fn measures_of_directed_and_undirected_networks_are_those_of_igraph_and_sna() {
    let renkei = renkei();
    for (wave, name) in ["renkei12_wave1", "renkei12_wave2"].into_iter().enumerate() {
        let graph = renkei.graph(wave);
        undirected(&graph.either(), &renkei.group, renkei.groups, name);
        directed(&graph, &renkei.group, renkei.groups, name);
    }
    let (nodes, edges) = (table("isolates_nodes"), table("isolates_edges"));
    let at = |id: &String| nodes[1..].iter().position(|row| row[0] == *id).unwrap() as u32;
    let graph = Graph::new(nodes.len() - 1, edges[1..].iter().map(|row| (at(&row[0]), at(&row[1])))).either();
    let (group, count) = groups(&nodes[1..].iter().map(|row| row[1].clone()).collect::<Vec<String>>());
    undirected(&graph, &group, count, "isolates");
    let chance = network::ei_by_chance(&graph, &group, 0, Stream::new(1));
    same(&[chance.p_greater, chance.p_less], &told(&others(), "isolates"), "p");
    let officer = [8, 9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33];
    let side: Vec<u32> = (0..34).map(|node| u32::from(officer.contains(&node))).collect();
    undirected(&numbered("karate_edges", 34).either(), &side, 2, "karate");
}

/// p of the labels exchanged in all ways.
fn told(python: &Value, name: &str) -> Value {
    let known = &python[&format!("ei_label_permutation_exact_{name}")];
    json!({ "p": [known["p_ge"], known["p_le"]], "mean": known["ei_mean"], "ways": known["assignments"] })
}

fn numbered(name: &str, nodes: usize) -> Graph {
    let number = |cell: &String| cell.parse::<u32>().unwrap() - 1;
    Graph::new(nodes, table(name)[1..].iter().map(|row| (number(&row[0]), number(&row[1]))))
}

#[test]
fn strengths_are_short_ways_and_weigh_in_constraint() {
    let renkei = renkei();
    for (wave, name) in ["renkei12_wave1", "renkei12_wave2"].into_iter().enumerate() {
        let (graph, known) = (renkei.graph(wave), &values()[name]);
        let arcs = || renkei.ties[wave].iter().map(|(from, to, all)| (*from, *to, all[0]));
        let strengths = Strengths::weighted(12, arcs());
        same(&network::constraint(&strengths), known, "constraint_directed_weighted_igraph");
        same(&network::effective_size(&strengths), &others()[name], "effective_size_directed_weighted_burt");
        let length = |from: usize, to: u32| 1.0 / arcs().find(|arc| (arc.0 as usize, arc.1) == (from, to)).unwrap().2;
        let lengths: Vec<Vec<f64>> =
            (0..12).map(|node| graph.outgoing(node).iter().map(|&to| length(node, to)).collect()).collect();
        let through = network::weighted_betweenness(&graph, &lengths);
        same(&through, known, "betweenness_directed_cost_is_1_over_strength");
    }
}

#[test]
fn unknown_ties_leave_bounds_and_only_what_is_known_in_both_waves_is_kept_or_lost() {
    let (renkei, known) = (renkei(), &values()["waves"]);
    for (wave, name) in ["wave1", "wave2"].into_iter().enumerate() {
        let (graph, answered, told_of) = (renkei.graph(wave), &renkei.answered[wave], &known[name]);
        let ends = |bounds: network::Bounds| [bounds.low, bounds.high];
        let bounds = network::directed_density_bounds(&graph, answered);
        same(&[bounds.known], told_of, "directed_asked_cells_only");
        same(&ends(bounds), told_of, "directed_bounds");
        let bounds = network::undirected_density_bounds(&graph.either(), answered);
        same(&[bounds.known], told_of, "undirected_union_among_respondents");
        same(&ends(bounds), told_of, "undirected_union_bounds");
        let bounds = network::external_internal_bounds(&graph, &renkei.group, answered);
        same(&[bounds.known, bounds.low, bounds.high], known, &format!("ei_bounds_{name}"));
        let chance = network::ei_by_chance(&graph.either(), &renkei.group, 0, Stream::new(1));
        let exact = told(&others(), name);
        same(&[chance.p_greater, chance.p_less], &exact, "p");
        same(&[chance.mean], &exact, "mean");
        same(&[chance.ways as f64], &exact, "ways");
    }
    let both: Vec<usize> = (0..12).filter(|&node| renkei.answered.iter().all(|told| told[node])).collect();
    let (before, after) = (renkei.graph(0), renkei.graph(1));
    let stability = network::stability(&before, &after, |from, _| both.contains(&(from as usize)));
    same(&as_numbers([stability.kept]), known, "ties_kept");
    same(&as_numbers([stability.new]), known, "ties_new");
    same(&as_numbers([stability.lost]), known, "ties_lost");
    same(&[stability.jaccard()], known, "jaccard_known_cells");
    let degrees = |graph: &Graph| both.iter().map(|&node| graph.outgoing(node).len() as f64).collect::<Vec<f64>>();
    let change: Vec<f64> = degrees(&after).iter().zip(degrees(&before)).map(|(after, before)| after - before).collect();
    let swapped = network::swapped(both.len(), 0, Stream::new(1), |exchanged| {
        change.iter().zip(exchanged).map(|(change, other)| if *other { -change } else { *change }).sum()
    });
    same(&[swapped.p_two_sided], known, "outdegree_change_swap_test_exact_p_two_sided");
    same(&[swapped.p_greater], known, "outdegree_change_swap_test_exact_p_greater");
}

#[test]
fn ratings_of_each_other_and_balance() {
    let (renkei, known) = (renkei(), &values()["trust"]);
    let means =
        |ratings: &[Rating]| -> Vec<f64> { network::received(12, ratings).into_iter().map(|(mean, _)| mean).collect() };
    let trust = renkei.ratings([1, 2, 3]);
    same(&means(&trust), known, "trust_received_mean_of_raters");
    same(&means(&renkei.ratings([4, 5, 6])), known, "value_received_mean_of_raters");
    let pairs: Vec<f64> = network::mutual(&trust).into_iter().map(|(.., more)| more).collect();
    same(&pairs, known, "asymmetry_a_of_b_minus_b_of_a");
    same(&network::asymmetry_of_nodes(12, &trust), known, "node_asymmetry_given_minus_received_mutual_only");
    let number = |cell: &String| cell[1..].parse::<u32>().unwrap() - 1;
    let signed = table("signed10_trust");
    let rating =
        |row: &Vec<String>| Rating { from: number(&row[0]), to: number(&row[1]), value: row[2].parse().unwrap() };
    let signed: Vec<Rating> = signed[1..].iter().map(rating).collect();
    let (even, odd) = network::balance(10, &signed);
    same(&as_numbers([even, odd]), &values()["signed"], "balance_triangles");
}

#[test]
fn core_and_periphery_over_all_divisions() {
    let graph = renkei().graph(0).either();
    let names = [(Pattern::Tied, "core_periphery_ties_ideal_one"), (Pattern::LeftOut, "core_periphery_ties_left_out")];
    for (pattern, name) in names {
        let (found, known) =
            (network::core_periphery(&graph, pattern).unwrap(), &values()["core_periphery_wave1"][name]);
        same(&[found.correlation], known, "correlation");
        same(&as_numbers([found.optima]), known, "optima");
        same(&as_numbers(found.core.iter().map(|core| u32::from(*core))), known, "core");
    }
    assert_eq!(network::core_periphery(&Graph::new(21, [(0, 1)]).either(), Pattern::Tied), None);
}

fn square(name: &str) -> Array2<f64> {
    let rows = table(name);
    Array2::from_shape_fn((6, 6), |(row, column)| rows[row][column].parse().unwrap())
}

fn cells(matrix: &Array2<f64>) -> Square {
    Square::new(6, matrix.indexed_iter().map(|((row, column), value)| (row as u32, column as u32, *value)))
}

#[test]
fn who_is_who_is_exchanged_in_all_orders() {
    let (x, y, z) = (square("qap6_x"), square("qap6_y"), square("qap6_z"));
    let known = values();
    for (other, name) in [(&y, "cor_xy_exact"), (&z, "cor_xz_exact")] {
        let (a, b) = (cells(&x), cells(other));
        let found = network::permuted(&a, &b, &[true; 6], 0, Stream::new(1), network::correlation(&a, &b));
        let known = &known["qap6"][name];
        same(&[found.observed], known, "observed");
        same(&[found.p_greater], known, "p_ge");
        same(&[found.p_less], known, "p_le");
        same(&[found.p_two_sided], known, "p_abs");
        same(&[found.mean], known, "mean");
        same(&[found.sd], known, "sd_population");
        assert!(found.exact && found.orders == 720);
    }
    let (a, b) = (cells(&x), cells(&y));
    let found = network::permuted(&a, &b, &[true; 6], 0, Stream::new(1), network::jaccard(&a, &b));
    same(&[found.observed], &known["qap6"]["jaccard_exact"], "observed");
    same(&[found.mean], &known["qap6"]["jaccard_exact"], "mean");
    let off: Vec<(u32, u32)> =
        (0..6).flat_map(|row| (0..6).filter(move |column| *column != row).map(move |column| (row, column))).collect();
    for (which, name) in ["dsp_x_exact", "dsp_z_exact"].into_iter().enumerate() {
        let found = network::partialled(&y, &[x.clone(), z.clone()], which, &off, &[true; 6], 0, Stream::new(1));
        let known = &known["mrqap6"];
        assert!((found.coefficient - known["coef"][which + 1].as_f64().unwrap()).abs() < CLOSE);
        same(&[found.t], &known[name], "t");
        same(&[found.p_two_sided], &known[name], "p_abs");
        same(&[found.p_greater], &known[name], "p_ge");
        same(&[found.p_less], &known[name], "p_le");
    }
}

/// Four errors of the share that 2,000 draws have.
#[test]
fn rewired_networks_are_drawn_evenly() {
    let known = &values()["rewire7"];
    let graph = numbered("rewire7_edges", 7).either();
    let cross = |ties: &[(u32, u32)]| ties.iter().filter(|(a, b)| a % 2 != b % 2).count() as f64;
    let found = network::rewired(&graph, false, 2000, Stream::new(3), cross);
    let near = |ours: f64, theirs: &Value, error: f64| (ours - theirs.as_f64().unwrap()).abs() < error;
    assert!(near(found.mean, &known["cross_group_ties_mean_uniform"], 0.12), "{found:?}");
    assert!(near(found.p_greater, &known["cross_group_ties_p_ge"], 0.045), "{found:?}");
    // Exchanges of two ends never leave this network: circles of three must be turned round too.
    let circle = Graph::new(4, [(2, 3), (2, 0), (0, 3), (0, 1), (1, 3), (1, 2)]);
    let found =
        network::rewired(&circle, true, 2000, Stream::new(3), |arcs| f64::from(u8::from(arcs.contains(&(2, 0)))));
    assert!((found.mean - 0.5).abs() < 0.045, "{found:?}");
}

#[test]
fn errors_of_pairs_that_share_an_organisation() {
    let rows = table("dyads20");
    let column = |at: usize| rows[1..].iter().map(|row| row[at].parse::<f64>().unwrap()).collect::<Vec<f64>>();
    let (distance, alike, y) = (column(2), column(3), column(4));
    let x = Array2::from_shape_fn((y.len(), 3), |(row, at)| [1.0, distance[row], alike[row]][at]);
    let known = &values()["dyads20"];
    let b = flat(&known["coef"]);
    let residual: Vec<f64> =
        x.outer_iter().zip(&y).map(|(row, y)| y - row.iter().zip(&b).map(|(x, b)| x * b).sum::<f64>()).collect();
    let inverse = Qr::new((0..3).map(|at| x.column(at).to_vec()), y.len(), 1e-12).inverse_columns();
    let root = Array2::from_shape_fn((3, 3), |(row, column)| inverse[column][row]);
    let ends: Vec<(u32, u32)> = column(0).iter().zip(column(1)).map(|(a, b)| (*a as u32, b as u32)).collect();
    let dyads = Dyads { ends: &ends, x: x.view(), residual: &residual };
    let covariance = network::dyadic_covariance(dyads, &root.dot(&root.t()));
    let errors: Vec<f64> = covariance.diag().iter().map(|variance| variance.sqrt()).collect();
    same(&errors, known, "se_dyadic_robust_no_correction");
    // In both directions each pair stands twice: errors of the same pair do not count twice.
    let twice: Vec<(u32, u32)> = ends.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
    let double = Array2::from_shape_fn((2 * y.len(), 3), |(row, at)| x[[row / 2, at]]);
    let again: Vec<f64> = residual.iter().flat_map(|u| [*u, *u]).collect();
    let dyads = Dyads { ends: &twice, x: double.view(), residual: &again };
    let both = network::dyadic_covariance(dyads, &(root.dot(&root.t()) / 2.0));
    assert!(both.iter().zip(&covariance).all(|(a, b)| (a - b).abs() < CLOSE), "{both} {covariance}");
}
