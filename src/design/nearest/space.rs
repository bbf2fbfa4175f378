//! Where units stand: on a line of scores, or among points.

use ndarray::Array2;

use crate::design::matching::mahalanobis;
use crate::design::matching::score::{self, Distance};
use crate::design::{Ask, Scores};
use crate::diag::{Halt, Sink};
use crate::math::assign::{self, Match, Points, Problem, Reach, Turn, Width};
use crate::math::glm::LogitOptions;
use crate::panel::VariableColumn;

use super::options::{MatchOrder, Nearest, Ties};

/// Where units stand, in the order in which they are worked on.
pub(super) enum Space {
    Line(Scores),
    Points(Array2<f64>),
}

/// Who may meet, in the same order.
#[derive(Clone, Copy)]
pub(super) struct Limits<'a> {
    pub treated: &'a [bool],
    pub stratum: Option<&'a [u32]>,
    /// Largest distance of scores.
    pub score: Option<f64>,
    pub widths: &'a [Width<'a>],
}

impl Space {
    /// The scores; none of points.
    pub fn score(&self) -> &[f64] {
        match self {
            Space::Line(scores) => &scores.distance,
            Space::Points(_) => &[],
        }
    }

    pub fn into_scores(self) -> Option<Scores> {
        match self {
            Space::Line(scores) => Some(scores),
            Space::Points(_) => None,
        }
    }
}

impl Nearest {
    /// Fits the score, or lays out the points.
    pub(super) fn space(
        &self,
        covariates: &[VariableColumn],
        treated: &[bool],
        ask: &Ask,
        sink: &mut Sink,
    ) -> Result<Space, Halt> {
        if self.distance == Distance::Mahalanobis {
            return mahalanobis::points(covariates, treated, ask, sink).map(Space::Points);
        }
        let options = if self.ties == Ties::Rows { LogitOptions::R } else { LogitOptions::default() };
        let model = score::ScoreModel { linear: self.distance == Distance::LinearLogit, options };
        score::fit(model, covariates, treated, ask, sink).map(Space::Line)
    }

    pub(super) fn assign(&self, space: &Space, limits: Limits<'_>) -> Vec<Match> {
        match (space, self.replace) {
            (Space::Line(scores), true) => assign::with_replacement(&self.line(scores, limits)),
            (Space::Line(scores), false) => assign::without_replacement(&self.line(scores, limits), self.order.into()),
            (Space::Points(at), true) => self.points(at, limits).with_replacement(),
            (Space::Points(at), false) => {
                let turn = if self.order == MatchOrder::Closest { Turn::Closest } else { Turn::Standing };
                self.points(at, limits).without_replacement(turn)
            }
        }
    }

    /// What each of these treated units could reach if nothing were taken.
    pub(super) fn reach(&self, space: &Space, limits: Limits<'_>, without: &[u32]) -> Vec<Reach> {
        match space {
            Space::Line(scores) => assign::reach(&self.line(scores, limits), without),
            Space::Points(at) => self.points(at, limits).reach(without),
        }
    }

    fn line<'a>(&self, scores: &'a Scores, limits: Limits<'a>) -> Problem<'a> {
        let Limits { treated, stratum, score: caliper, widths } = limits;
        Problem { score: &scores.distance, treated, stratum, caliper, widths, ratio: self.ratio.get() }
    }

    fn points<'a>(&self, at: &'a Array2<f64>, limits: Limits<'a>) -> Points<'a> {
        let Limits { treated, stratum, widths, .. } = limits;
        Points { at: at.view(), treated, stratum, widths, ratio: self.ratio.get() }
    }
}
