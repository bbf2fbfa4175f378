//! In which order things are made that need each other.

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;

use super::work::Work;

/// Indices so that everything comes after what it needs; `Err` for what is part of a circle, which is reported.
pub(super) fn order(work: &[Work<'_>], sink: &mut Sink) -> Vec<Result<usize, usize>> {
    let needs = |at: usize| {
        let needed = move |other: &usize| work[*other].makes.iter().any(|made| work[at].uses.contains(made));
        (0..work.len()).filter(needed)
    };
    let mut walk =
        Walk { state: vec![VisitState::New; work.len()], path: Vec::new(), out: Vec::new(), circles: Vec::new() };
    (0..work.len()).for_each(|at| walk.visit(at, &needs));
    walk.circles.iter().for_each(|circle| sink.push(problem(work, circle)));
    walk.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum VisitState {
    New,
    Open,
    Done,
}

struct Walk {
    state: Vec<VisitState>,
    path: Vec<usize>,
    out: Vec<Result<usize, usize>>,
    circles: Vec<Vec<usize>>,
}

impl Walk {
    fn visit<I: Iterator<Item = usize>>(&mut self, at: usize, needs: &impl Fn(usize) -> I) {
        match self.state[at] {
            VisitState::Done => return,
            VisitState::Open => {
                let start = self.path.iter().position(|&open| open == at).unwrap_or(0);
                return self.circles.push(self.path[start..].to_vec());
            }
            VisitState::New => self.state[at] = VisitState::Open,
        }
        self.path.push(at);
        needs(at).for_each(|other| self.visit(other, needs));
        self.path.pop();
        self.state[at] = VisitState::Done;
        let in_circle = self.circles.iter().any(|circle| circle.contains(&at));
        self.out.push(if in_circle { Err(at) } else { Ok(at) });
    }
}

fn problem(work: &[Work<'_>], circle: &[usize]) -> Diagnostic {
    let mut chain: Vec<&str> = circle.iter().map(|&at| work[at].name.value.as_str()).collect();
    chain.push(chain[0]);
    let message = phrase!("Each of these is made from the next, in a circle: {chain}", chain = chain.join(" → "));
    let hint = phrase!("Take one of the names out of its formula");
    let places = circle.iter().map(|&at| work[at].name.place.clone());
    Diagnostic::error("formula-circle", message).hint(hint).at_all(places)
}

/// Problems in the order of the lines of the study file.
pub(super) fn by_line(problems: &mut [Diagnostic]) {
    problems.sort_by_key(|problem| {
        problem.places.iter().find_map(|place| match place {
            Place::Text { line, column, .. } => Some((*line, *column)),
            _ => None,
        })
    });
}
