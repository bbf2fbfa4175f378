//! Structural holes (Burt 1992): what a node's partners have to do with each other.

use super::Graph;

/// z_ij = a_ij + a_ji of every pair with a tie in either direction, by node and partner.
#[derive(Clone, Debug)]
pub struct Strengths(Vec<Vec<(u32, f64)>>);

impl Strengths {
    /// Of arcs that all count 1.
    pub fn of(graph: &Graph) -> Strengths {
        Strengths::weighted(graph.nodes(), graph.pairs().map(|(from, to)| (from, to, 1.0)))
    }

    /// Of arcs with a strength above 0.
    pub fn weighted(nodes: usize, arcs: impl IntoIterator<Item = (u32, u32, f64)>) -> Strengths {
        let mut all: Vec<Vec<(u32, f64)>> = vec![Vec::new(); nodes];
        for (from, to, strength) in arcs.into_iter().filter(|(from, to, _)| from != to) {
            all[from as usize].push((to, strength));
            all[to as usize].push((from, strength));
        }
        for list in &mut all {
            list.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
            list.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
        }
        Strengths(all)
    }

    fn total(&self, node: usize) -> f64 {
        self.0[node].iter().map(|(_, z)| z).sum()
    }
}

/// c_i = Σ_j (p_ij + Σ_q p_iq p_qj)² over the partners j, p_ij = z_ij / Σ_k z_ik. Near 0: many partners who do not know each other; 1: one
/// partner; above 1 is possible. NaN without partners. As igraph and networkx.
pub fn constraint(ties: &Strengths) -> Vec<f64> {
    let totals: Vec<f64> = (0..ties.0.len()).map(|node| ties.total(node)).collect();
    let mut along = vec![0.0; ties.0.len()];
    let of = |(node, partners): (usize, &Vec<(u32, f64)>)| {
        for &(q, z) in partners {
            let p_iq = z / totals[node];
            for &(j, z) in &ties.0[q as usize] {
                along[j as usize] += p_iq * z / totals[q as usize];
            }
        }
        let square = |&(j, z): &(u32, f64)| (z / totals[node] + along[j as usize]).powi(2);
        let constraint = if partners.is_empty() { f64::NAN } else { partners.iter().map(square).sum() };
        for &(q, _) in partners {
            ties.0[q as usize].iter().for_each(|&(j, _)| along[j as usize] = 0.0);
        }
        constraint
    };
    ties.0.iter().enumerate().map(of).collect()
}

/// Σ_j [1 − Σ_q p_iq m_jq] over the partners j, m_jq = z_jq / max_k z_jk: how many partners are not tied to others of them. NaN without
/// partners. By Burt's definition; networkx 3.6.1 divides by another maximum in directed and weighted graphs.
pub fn effective_size(ties: &Strengths) -> Vec<f64> {
    let most: Vec<f64> = ties.0.iter().map(|list| list.iter().map(|(_, z)| *z).fold(0.0, f64::max)).collect();
    let mut share = vec![0.0; ties.0.len()];
    let of = |(node, partners): (usize, &Vec<(u32, f64)>)| {
        let total = ties.total(node);
        partners.iter().for_each(|&(q, z)| share[q as usize] = z / total);
        let redundant = |&(j, _): &(u32, f64)| -> f64 {
            ties.0[j as usize].iter().map(|&(q, z)| share[q as usize] * z / most[j as usize]).sum()
        };
        let size = partners.iter().map(|partner| 1.0 - redundant(partner)).sum();
        partners.iter().for_each(|&(q, _)| share[q as usize] = 0.0);
        if partners.is_empty() { f64::NAN } else { size }
    };
    ties.0.iter().enumerate().map(of).collect()
}
