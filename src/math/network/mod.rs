//! Who has ties to whom: measures of nodes, of whole networks, and tests that keep their size although ties share their ends.
//!
//! A [`Graph`] is directed; one without direction has every arc both ways. What peers call by one name and compute in several
//! ways (reciprocity, clustering, centralisation) is computed here in one way, which each function states.

mod betweenness;
mod bounds;
mod brokerage;
mod centralisation;
mod chance;
mod cohesion;
mod connected;
mod core_periphery;
mod coreness;
mod dyadic;
mod gaps;
mod graph;
mod holes;
mod mixing;
mod mrqap;
mod qap;
mod ratings;
mod rewire;
mod ring;
mod stability;
mod swap;

pub use betweenness::{betweenness, weighted_betweenness};
pub use bounds::{Bounds, directed_density_bounds, external_internal_bounds, undirected_density_bounds};
pub use brokerage::{ROLES, Roles, brokerage, expected_brokerage};
pub use centralisation::{betweenness_centralisation, degree_centralisation, freeman, one_way_centralisation};
pub use cohesion::{
    closed_pairs, clustering, density, local_bridges, reciprocity, returned, share_closed, transitivity,
};
pub use connected::{components, isolates};
pub use core_periphery::{CorePeriphery, MOST_NODES, Pattern, core_periphery};
pub use coreness::coreness;
pub use dyadic::{Dyads, dyadic_covariance, dyadic_freedom};
pub use gaps::group_gaps;
pub use graph::Graph;
pub use holes::{Strengths, constraint, effective_size};
pub use mixing::{
    EiTest, blau, degree_assortativity, ei_by_chance, ei_index, ei_of_nodes, expected_ei, external, mixing_matrix,
    nominal_assortativity,
};
pub use mrqap::{Partialled, partialled};
pub use qap::{Chance, Square, correlation, jaccard, permuted};
pub use ratings::{Rating, asymmetry_of_nodes, balance, mutual, received};
pub use rewire::{Rewiring, rewired};
pub use ring::ring;
pub use stability::{Stability, stability};
pub use swap::{Swapped, swapped};
