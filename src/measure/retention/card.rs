use crate::card::Card;
use crate::phrase;

use super::Retention;

impl Retention {
    /// Name in study files.
    pub const NAME: &'static str = "retention";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Retention::NAME,
            title: phrase!("Retention: how long members, volunteers or partners stay"),
            answers: phrase!("What share is still there after so many months, and do two groups leave alike?"),
            needs: phrase!(
                "For each unit the time that it was seen and whether it has left then; or the dates of joining and leaving, and the day on which it was seen who is still there."
            ),
            assumes: phrase!(
                "That who is still there would go on to leave like the others who stayed as long (censoring tells nothing). That nobody comes back."
            ),
            formula: phrase!(
                "S(t) = Π (1 − d/n) over times of leaving; variance of ln S by Greenwood, Σ d/(n(n − d)); interval S^exp(±z·√V/ln S) (log-log). Log-rank (Σ(d₁ − d·n₁/n))²/Σ d(n₁/n)(1 − n₁/n)(n − d)/(n − 1). Months are days/30.4375."
            ),
            breaks: phrase!(
                "The share of those still there among all who ever joined mixes those who joined long ago with those who joined lately. Beyond the longest time that anybody was seen nothing is known. Who is more likely to leave may be more likely to be lost from sight."
            ),
            same_as: phrase!(
                "R: survival 3.5-3, survfit(conf.type = \"log-log\"), survdiff: 10 digits. survfit's default is the log scale, which can go beyond 1; Stata and lifelines have log-log."
            ),
            references: &[
                "Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the American Statistical Association 53, 457–481.",
                "Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in its consideration. Cancer Chemotherapy Reports 50, 163–170.",
            ],
        }
    }
}
