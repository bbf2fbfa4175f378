//! Who applies in which round, and what comes of it.

use super::draw::Draw;
use super::scores::{merit, score};
use super::surveys::{first_state, next_state, state_after};
use super::truth::{APPLIED_AGAIN, AWARD_LINE, FUNDED_TWICE, PER_ROUND, ROUNDS, SILENT_AFTER, SILENT_BEFORE};
use super::{Answers, Application, Category, Organisation};

/// Organisations in all: every second application is one organisation less.
pub const ORGANISATIONS: usize = PER_ROUND * ROUNDS.len() - FUNDED_TWICE - APPLIED_AGAIN;

/// An organisation that applies twice: in which rounds, and whether it is funded in each.
#[derive(Clone, Copy)]
struct Twice {
    rounds: (usize, usize),
    funded: (bool, bool),
}

/// An application while it is being made: numbers instead of ids, everybody answers.
struct Draft {
    organisation: usize,
    round: usize,
    again: bool,
    score: i64,
    before: Answers,
    after: Answers,
}

impl Draft {
    fn funded(&self) -> bool {
        self.score >= AWARD_LINE
    }
}

/// All applications, in the order of their ids.
pub fn applications(seed: u64, organisations: &[Organisation]) -> Vec<Application> {
    let mut newcomers: Vec<usize> = (0..organisations.len()).collect();
    Draw::new(seed, "order of organisations", 0).shuffle(&mut newcomers);
    let mut draw = Draw::new(seed, "second applications", 0);
    let twice = twice(&mut draw);
    let mut history = History { seed, organisations, drafts: Vec::new(), returning: Vec::new() };
    for round in 0..ROUNDS.len() {
        let back = twice.iter().filter(|twice| twice.rounds.1 == round).count();
        let new: Vec<usize> = newcomers.drain(..PER_ROUND - back).collect();
        let first = history.drafts.len();
        new.iter().for_each(|&organisation| history.newcomer(organisation, round));
        let new = first..history.drafts.len();
        history.come_back(round);
        for twice in twice.iter().filter(|twice| twice.rounds.0 == round) {
            history.choose(*twice, new.clone(), &mut draw);
        }
    }
    finished(seed, organisations, history.drafts)
}

/// The rounds so far.
struct History<'a> {
    seed: u64,
    organisations: &'a [Organisation],
    drafts: Vec<Draft>,
    /// Who comes back, with the number of the first application.
    returning: Vec<(Twice, usize)>,
}

impl History<'_> {
    fn newcomer(&mut self, organisation: usize, round: usize) {
        self.apply(organisation, round, first_state(self.seed, organisation), None);
    }

    /// The second applications of a round.
    fn come_back(&mut self, round: usize) {
        for (twice, first) in self.returning.clone() {
            if twice.rounds.1 == round {
                let first = &self.drafts[first];
                let before = next_state((&first.before, &first.after), (round - first.round) as i32);
                self.apply(first.organisation, round, before, Some(twice.funded.1));
            }
        }
    }

    fn apply(&mut self, organisation: usize, round: usize, before: Answers, wanted: Option<bool>) {
        let number = self.drafts.len();
        let merit = merit(&self.organisations[organisation], ROUNDS[round], &before);
        let score = score(self.seed, number, merit, wanted);
        let after = state_after(self.seed, organisation, number, &before, score >= AWARD_LINE);
        self.drafts.push(Draft { organisation, round, again: wanted.is_some(), score, before, after });
    }

    /// Finds who it is that applies twice: a newcomer of this round with that decision who does not yet come back.
    fn choose(&mut self, twice: Twice, new: std::ops::Range<usize>, draw: &mut Draw) {
        let taken = |at: usize| self.returning.iter().any(|(_, other)| *other == at);
        let suits = |&at: &usize| self.drafts[at].funded() == twice.funded.0 && !taken(at);
        let candidates: Vec<usize> = new.filter(suits).collect();
        self.returning.push((twice, *draw.pick(&candidates)));
    }
}

/// Rounds and decisions of those who apply twice.
fn twice(draw: &mut Draw) -> Vec<Twice> {
    const PAIRS: [(usize, usize); 3] = [(0, 1), (0, 2), (1, 2)];
    let rejected_first = 3 + draw.below(2);
    let funded_first = 1 + draw.below(2);
    let mut all = Vec::new();
    for kind in 0..FUNDED_TWICE + APPLIED_AGAIN {
        let (funded, pairs) = match kind.checked_sub(FUNDED_TWICE) {
            None => ((true, true), &PAIRS[..]),
            Some(n) if n < rejected_first => ((false, true), &PAIRS[..2]),
            Some(n) if n < rejected_first + funded_first => ((true, false), &PAIRS[..]),
            Some(_) => ((false, false), &PAIRS[..]),
        };
        all.push(Twice { rounds: *draw.pick(pairs), funded });
    }
    all
}

/// Ids in the order of arrival within each round; amounts; and who did not answer.
fn finished(seed: u64, organisations: &[Organisation], drafts: Vec<Draft>) -> Vec<Application> {
    let mut order: Vec<(usize, f64, usize)> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        order.push((draft.round, Draw::new(seed, "arrival", number as u64).uniform(), number));
    }
    order.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    let finish = |(place, (_, _, number)): (usize, &(usize, f64, usize))| {
        application(seed, *number, place, organisations, &drafts[*number])
    };
    order.iter().enumerate().map(finish).collect()
}

fn application(seed: u64, number: usize, place: usize, organisations: &[Organisation], draft: &Draft) -> Application {
    const STEP: f64 = 10_000.0;
    let mut draw = Draw::new(seed, "amounts", number as u64);
    let requested = draw.normal_within(200.0, 60.0, (100.0, 300.0)).round() * STEP;
    let granted = (requested / STEP * (0.85 + 0.15 * draw.uniform())).round() * STEP;
    let known = draft.again || draw.chance(0.15);
    let mut silence = Draw::new(seed, "non-response", number as u64);
    let mut answered = |answers: &Answers, silent: f64| (!silence.chance(silent)).then(|| answers.clone());
    Application {
        id: format!("A{:03}", place + 1),
        organisation: organisations[draft.organisation].id.clone(),
        start: ROUNDS[draft.round],
        requested: requested as i64,
        category: if known { Category::Continuing } else { Category::New },
        score: draft.score,
        granted: draft.funded().then_some(granted as i64),
        before: answered(&draft.before, SILENT_BEFORE),
        after: answered(&draft.after, SILENT_AFTER),
    }
}
