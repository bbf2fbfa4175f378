use crate::card::Card;
use crate::phrase;

use super::Ties;

impl Ties {
    /// Name in study files.
    pub const NAME: &'static str = "ties";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Ties::NAME,
            title: phrase!("Ties between organisations: partners, bridges between sectors, trust, money"),
            answers: phrase!(
                "Who works with whom, how many partners of other sectors has each, who bridges, and did the network change?"
            ),
            needs: phrase!(
                "A source with kind = \"ties\" whose two ends are found in a list of organisations; for bridges between sectors a variable that says the sector of each; for change two periods. Who answered should be told by a variable (answered): a tie that nobody reported is 0 for those who were asked, and missing for those who were not."
            ),
            assumes: phrase!(
                "That those who answered named all whom they were asked for. A row without another end says that an organisation has no tie. Repeated rows are one tie: amounts are added, ratings averaged. Who is named and is not in the list counts as a partner of unknown sector, and not in the network as a whole."
            ),
            formula: phrase!(
                "A: i reports a tie to j. Ties: either A or Aᵀ (union, default), both, or A alone. Partners = Σ ties; reported = Σ_j A_ij; returned = Σ_j A_ij A_ji / Σ_j A_ij over partners who answered. Betweenness: share of ordered pairs of others whose shortest ways lead through i (Brandes), over (n−1)(n−2). Constraint Σ_j (p_ij + Σ_q p_iq p_qj)² and effective size Σ_j (1 − Σ_q p_iq m_jq) by Burt. E–I = (E − I)/(E + I). Bridges: pairs of partners without a tie of their own (Gould–Fernandez, each once): within = both of one sector, between = of two. Trust: mean of the rated columns of each tie; received = mean over those who rate; asymmetry = mean of given less received where both rate. Money asymmetry = (given − received)/(given + received). Whole network: density over pairs of two who answered, with ends where every unknown tie is absent or there; centralisation by Freeman without loops; reciprocity = share of reported ties that are returned, among those who answered; clustering = 3 triangles/paths of two."
            ),
            breaks: phrase!(
                "Partners of two organisations are not independent of each other: one tie more is one more for both. With no change at all a paired t test of partners before and after finds one in 16 of 100 networks instead of 5; therefore change is tested on what organisations report themselves, with the waves of each exchanged, and programs are best judged against others. Fewer answers look like fewer ties: compare densities over pairs that were asked. E–I depends on the sizes of the sectors: the value that chance gives stands beside it. Core and periphery, and constraint of those with one partner, say little in small networks."
            ),
            same_as: phrase!(
                "R: igraph 1.3.5 (betweenness, constraint, transitivity, centralisation with loops = FALSE, reciprocity), sna 2.7-1 (brokerage, halved for ties without direction; gcor, netlm); Python: networkx 3.6.1 (effective size of graphs without direction): 10 or more digits. sna's reciprocity counts empty pairs unless told edgewise; igraph's centr_degree counts loops unless told otherwise; betweenness with strengths takes them as costs: here strong ties are short."
            ),
            references: &[
                "Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1, 215–239.",
                "Krackhardt, D. & Stern, R. N. (1988). Informal networks and organizational crises. Social Psychology Quarterly 51, 123–140.",
                "Gould, R. V. & Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19, 89–126.",
                "Burt, R. S. (1992). Structural Holes. Harvard University Press.",
                "Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25, 163–177.",
                "Dekker, D., Krackhardt, D. & Snijders, T. A. B. (2007). Sensitivity of MRQAP tests to collinearity and autocorrelation conditions. Psychometrika 72, 563–581.",
            ],
        }
    }
}
