//! The network of one period.

use std::collections::BTreeMap;

use crate::math::network::{self, Graph, Rating, Roles, Strengths};
use crate::math::sums::sum;
use crate::panel::{Data, Network, OtherEnd, Panel, TieColumn, VarRef};

use super::structure::{self, Core};
use super::{TieRule, Ties, flows, strong};

/// Organisations and their ties at a period.
pub(super) struct Wave {
    /// Period, by index into those of the panel; nothing where the ties have none.
    pub period: Option<usize>,
    /// The first unit of each node.
    pub units: Vec<u32>,
    /// Whether no two nodes have the same first unit.
    pub each_its_own: bool,
    /// Who answered.
    pub answered: Vec<bool>,
    /// Who reports a tie to whom.
    pub reported: Graph,
    /// Ties by the rule; one that is reported in one direction stands in both unless ties have a direction.
    pub ties: Graph,
    /// Of each node: partners that are in no row of the list.
    pub outside: Vec<usize>,
    /// The same as far as they count as partners: nobody confirms a tie to who is not asked.
    pub counted: Vec<usize>,
    /// Group of each node, and their names; those of whom it is not known are a group of their own each.
    pub sector: Option<Groups>,
    /// The same of areas.
    pub area: Option<Groups>,
    /// Ratings of each dimension of trust and of value, in the order of the columns.
    pub dimensions: Vec<Vec<Rating>>,
    /// Strength of each reported tie that has one.
    pub strong: Vec<Rating>,
    /// Raters that a mean of ratings needs.
    least_raters: usize,
    /// Whether each node is of the core; nothing where that is not known.
    pub core: Option<Core>,
    /// Mean rating of each tie.
    pub trust: Vec<Rating>,
    /// The same of value.
    pub value: Vec<Rating>,
    /// Money from one node to another.
    pub amounts: Vec<(u32, u32, f64)>,
    /// Money that each node gives and receives.
    money: Vec<[f64; 2]>,
    /// Whether ties have a direction.
    pub directed: bool,
    /// Where sectors are known: how often each node alone joins two others.
    roles: Vec<Roles>,
}

/// Which group each node belongs to.
pub(super) struct Groups {
    /// By index; who has none gets a number of its own behind the names.
    pub of: Vec<u32>,
    /// Names, in order.
    pub names: Vec<String>,
}

impl Groups {
    /// Whether the group of a node is known.
    pub fn knows(&self, node: usize) -> bool {
        (self.of[node] as usize) < self.names.len()
    }

    /// How many numbers there are.
    pub fn numbers(&self) -> usize {
        self.of.iter().max().map_or(0, |most| *most as usize + 1).max(self.names.len())
    }
}

/// The periods of a network, in the order of time.
pub(super) fn periods(network: &Network) -> Vec<Option<usize>> {
    let mut periods: Vec<Option<usize>> = network.ties.iter().map(|tie| tie.period.map(|at| at as usize)).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

impl Wave {
    /// The network at a period.
    pub fn of(measure: &Ties, network: &Network, panel: &Panel, period: Option<usize>) -> Wave {
        let here: Vec<usize> =
            (0..network.ties.len()).filter(|&tie| network.ties[tie].period.map(|at| at as usize) == period).collect();
        let nodes = network.nodes.len();
        let answered = answered(measure, network, panel, period, &here);
        let ends = |&tie: &usize| match network.ties[tie].to {
            OtherEnd::Node(to) => Some((network.ties[tie].from, to)),
            _ => None,
        };
        let reported = Graph::new(nodes, here.iter().filter_map(ends));
        let ties = match measure.tie {
            TieRule::Either => reported.either(),
            TieRule::Both => reported.both(),
            TieRule::Directed => reported.clone(),
        };
        let rated = |columns: &[&String]| rated(network, &here, columns);
        let outside = outside(network, &here);
        let amounts = amounts(network, &here, measure.amount.as_deref());
        let sector = measure.sector.as_ref().map(|name| groups(name, network, panel, period));
        Wave {
            roles: sector.as_ref().map(|sector| network::brokerage(&ties, &sector.of)).unwrap_or_default(),
            directed: measure.tie == TieRule::Directed,
            sector,
            counted: if measure.tie == TieRule::Both { vec![0; nodes] } else { outside.clone() },
            outside,
            area: measure.area.as_ref().map(|name| groups(name, network, panel, period)),
            dimensions: measure
                .trust
                .columns()
                .into_iter()
                .chain(measure.value.columns())
                .map(|name| rated(&[name]))
                .collect(),
            strong: measure.strength.iter().flat_map(|name| strong::strengths(rated(&[name]))).collect(),
            least_raters: measure.least_raters,
            core: measure.core_periphery.and_then(|rule| structure::core(&ties.either(), rule)),
            trust: rated(&measure.trust.columns()),
            value: rated(&measure.value.columns()),
            money: money(nodes, &amounts),
            amounts,
            period,
            each_its_own: each_its_own(network),
            units: network.nodes.iter().map(|units| units.first().copied().unwrap_or_default()).collect(),
            answered,
            reported,
            ties,
        }
    }

    /// The name of its period.
    pub fn period_name<'p>(&self, panel: &'p Panel) -> Option<&'p str> {
        panel.waves.get_index(self.period?).map(|(name, _)| name.as_str())
    }

    /// Strengths of ties that all count 1.
    pub fn strengths(&self) -> Strengths {
        Strengths::of(&self.ties)
    }

    /// Of what those who answered report: ties among them.
    pub fn among_answered(&self) -> Graph {
        let both = |&(from, to): &(u32, u32)| self.answered[from as usize] && self.answered[to as usize];
        Graph::new(self.reported.nodes(), self.reported.pairs().filter(both))
    }

    /// Values of a variable that the measure makes, one for each node; NaN is missing.
    pub fn values(&self, key: &str) -> Vec<f64> {
        let n = self.reported.nodes();
        let asked = |values: Vec<f64>| self.own(|node| values[node]);
        match key {
            "partners" => self.own(|node| (self.ties.outgoing(node).len() + self.counted[node]) as f64),
            "reported" => self.own(|node| (self.reported.outgoing(node).len() + self.outside[node]) as f64),
            "reported_by" => (0..n).map(|node| self.reported.incoming(node).len() as f64).collect(),
            "returned" => {
                let returned = network::returned(&self.reported, &self.answered);
                self.own(|node| returned[node].0 as f64 / returned[node].1 as f64)
            }
            "betweenness" => {
                let pairs = (n as f64 - 1.0) * (n as f64 - 2.0);
                asked(network::betweenness(&self.ties).into_iter().map(|through| through / pairs).collect())
            }
            "constraint" => asked(network::constraint(&self.strengths())),
            "effective_size" => asked(network::effective_size(&self.strengths())),
            "trust_given" => {
                let given: Vec<Rating> = self.trust.iter().map(|it| Rating { to: it.from, ..*it }).collect();
                means(n, &given)
            }
            "trust_received" => self.received(&self.trust),
            "trust_raters" => raters(n, &self.trust),
            "value_raters" => raters(n, &self.value),
            "strength_given" | "strength_received" | "strong_betweenness" | "strong_constraint" => {
                strong::values(self, key)
            }
            "money_local" => flows::local_share(self),
            "core" => match &self.core {
                Some(core) if core.optima == 1 => core.core.iter().map(|core| f64::from(u8::from(*core))).collect(),
                _ => vec![f64::NAN; n],
            },
            "trust_asymmetry" => network::asymmetry_of_nodes(n, &self.trust),
            "value_received" => self.received(&self.value),
            "money_given" | "money_received" | "money_asymmetry" => self.own(|node| self.of_money(key, node)),
            key => self.of_groups(key),
        }
    }

    /// Means of what others say of each node, of as many as the study asks for.
    fn received(&self, ratings: &[Rating]) -> Vec<f64> {
        let all = network::received(self.reported.nodes(), ratings);
        all.into_iter().map(|(mean, n)| if n < self.least_raters { f64::NAN } else { mean }).collect()
    }

    /// Of those who answered; the others are missing.
    pub(super) fn own(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.answered.len()).map(|node| if self.answered[node] { of(node) } else { f64::NAN }).collect()
    }

    fn of_money(&self, key: &str, node: usize) -> f64 {
        let [given, received] = self.money[node];
        match key {
            "money_given" => given,
            "money_received" => received,
            _ => (given - received) / (given + received),
        }
    }

    fn of_groups(&self, key: &str) -> Vec<f64> {
        let by_area = key.ends_with("area") || key == "same_area_share";
        let groups = if by_area { &self.area } else { &self.sector };
        let Some(groups) = groups else { return vec![f64::NAN; self.reported.nodes()] };
        let graph = if key == "reported_other_sector" { &self.reported } else { &self.ties };
        let known = |node: usize| graph.outgoing(node).iter().map(|to| *to as usize).filter(|&to| groups.knows(to));
        let other = |node: usize| known(node).filter(|&to| groups.of[to] != groups.of[node]).count() as f64;
        let told = |of: &dyn Fn(usize) -> f64| self.own(|node| if groups.knows(node) { of(node) } else { f64::NAN });
        match key {
            "ei" => told(&|node| (2.0 * other(node) - known(node).count() as f64) / known(node).count() as f64),
            "diversity" => told(&|node| {
                let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
                known(node).for_each(|to| *counts.entry(groups.of[to]).or_default() += 1.0);
                let all: f64 = counts.values().sum();
                if all == 0.0 { f64::NAN } else { 1.0 - counts.values().map(|n| (n / all).powi(2)).sum::<f64>() }
            }),
            "same_area_share" => told(&|node| 1.0 - other(node) / known(node).count() as f64),
            "bridges_within" | "bridges_between" => {
                // Without a direction each path counts both ways.
                let halves = if self.directed { 1.0 } else { 2.0 };
                let within = |node: usize| (self.roles[node][0] + self.roles[node][1]) as f64 / halves;
                let between = |node: usize| self.roles[node][2..].iter().sum::<u64>() as f64 / halves;
                told(&|node| if key == "bridges_within" { within(node) } else { between(node) })
            }
            _ => told(&other),
        }
    }
}

fn each_its_own(network: &Network) -> bool {
    let mut units: Vec<Option<&u32>> = network.nodes.iter().map(|units| units.first()).collect();
    units.sort_unstable();
    units.windows(2).all(|pair| pair[0] != pair[1]) && !units.contains(&None)
}

/// How many rate each node.
fn raters(nodes: usize, ratings: &[Rating]) -> Vec<f64> {
    network::received(nodes, ratings).into_iter().map(|(_, n)| n as f64).collect()
}

fn means(nodes: usize, ratings: &[Rating]) -> Vec<f64> {
    network::received(nodes, ratings).into_iter().map(|(mean, _)| mean).collect()
}

/// Who answered: by the variable where there is one, else who reports something.
fn answered(measure: &Ties, network: &Network, panel: &Panel, period: Option<usize>, here: &[usize]) -> Vec<bool> {
    let mut reports = vec![false; network.nodes.len()];
    here.iter().for_each(|&tie| reports[network.ties[tie].from as usize] = true);
    let Some(values) = measure.answered.as_ref().and_then(|name| data(panel, name, period)) else { return reports };
    let says = |unit: &u32| matches!(values, Data::Number(values) if values[*unit as usize] == 1.0);
    network.nodes.iter().zip(reports).map(|(units, reports)| reports || units.iter().any(says)).collect()
}

/// The values of a variable at a period, or those of the unit itself.
pub(super) fn data<'p>(panel: &'p Panel, name: &str, period: Option<usize>) -> Option<&'p Data> {
    let at = period.and_then(|at| panel.waves.get_index(at)).map(|(name, _)| name.clone());
    let moving = !panel.variables.get(name)?.periods.is_empty();
    panel.data(&VarRef { name: name.into(), period: at.filter(|_| moving) })
}

fn groups(name: &str, network: &Network, panel: &Panel, period: Option<usize>) -> Groups {
    let values = data(panel, name, period);
    let text = |units: &Vec<u32>| {
        let first = units.iter().find(|&&unit| values.is_some_and(|values| !values.is_missing(unit as usize)))?;
        match values? {
            Data::Number(numbers) => Some(numbers[*first as usize].to_string()),
            words => words.text(*first as usize).map(str::to_string),
        }
    };
    let texts: Vec<Option<String>> = network.nodes.iter().map(text).collect();
    let mut names: Vec<String> = texts.iter().flatten().cloned().collect();
    names.sort();
    names.dedup();
    let mut next = names.len() as u32;
    let mut number = |text: &Option<String>| match text.as_ref().and_then(|text| names.binary_search(text).ok()) {
        Some(at) => at as u32,
        None => {
            next += 1;
            next - 1
        }
    };
    Groups { of: texts.iter().map(&mut number).collect(), names: names.clone() }
}

/// Partners that each names and that are in no row of the list.
fn outside(network: &Network, here: &[usize]) -> Vec<usize> {
    let named = here.iter().filter_map(|&tie| match network.ties[tie].to {
        OtherEnd::Outside(who) => Some((network.ties[tie].from, who)),
        _ => None,
    });
    let mut named: Vec<(u32, u32)> = named.collect();
    named.sort_unstable();
    named.dedup();
    let mut counts = vec![0; network.nodes.len()];
    named.into_iter().for_each(|(from, _)| counts[from as usize] += 1);
    counts
}

/// Of each pair: the mean over its rows of the mean of the columns that are answered, of at least two where there are three or more.
fn rated(network: &Network, here: &[usize], columns: &[&String]) -> Vec<Rating> {
    let columns: Vec<&Vec<f64>> = columns.iter().filter_map(|name| numbers(network, name)).collect();
    let least = if columns.len() > 2 { 2 } else { columns.len().max(1) };
    let rating = |tie: usize| {
        let answers: Vec<f64> = columns.iter().map(|column| column[tie]).filter(|value| !value.is_nan()).collect();
        (answers.len() >= least).then(|| answers.iter().sum::<f64>() / answers.len() as f64)
    };
    let found = by_pair(network, here, rating);
    found
        .into_iter()
        .map(|((from, to), all)| Rating { from, to, value: sum(all.iter().copied()) / all.len() as f64 })
        .collect()
}

/// Money from one node to another, the rows of each pair added.
fn amounts(network: &Network, here: &[usize], column: Option<&str>) -> Vec<(u32, u32, f64)> {
    let Some(values) = column.and_then(|name| numbers(network, name)) else { return Vec::new() };
    let found = by_pair(network, here, |tie| Some(values[tie]).filter(|value| !value.is_nan()));
    found.into_iter().map(|((from, to), all)| (from, to, sum(all))).collect()
}

/// Money that each node gives and receives, added.
fn money(nodes: usize, amounts: &[(u32, u32, f64)]) -> Vec<[f64; 2]> {
    let mut sums = vec![[Vec::new(), Vec::new()]; nodes];
    for &(from, to, amount) in amounts {
        sums[from as usize][0].push(amount);
        sums[to as usize][1].push(amount);
    }
    sums.into_iter().map(|sides| sides.map(sum)).collect()
}

/// What the rows of each pair say, from the least: the order of rows changes no digit.
fn by_pair(network: &Network, here: &[usize], of: impl Fn(usize) -> Option<f64>) -> BTreeMap<(u32, u32), Vec<f64>> {
    let mut found: BTreeMap<(u32, u32), Vec<f64>> = BTreeMap::new();
    for &tie in here {
        if let (OtherEnd::Node(to), Some(value)) = (network.ties[tie].to, of(tie)) {
            found.entry((network.ties[tie].from, to)).or_default().push(value);
        }
    }
    found.values_mut().for_each(|values| values.sort_by(f64::total_cmp));
    found
}

fn numbers<'n>(network: &'n Network, name: &str) -> Option<&'n Vec<f64>> {
    match network.columns.get(name)? {
        TieColumn::Numbers(values) => Some(values),
        TieColumn::Words { .. } => None,
    }
}
