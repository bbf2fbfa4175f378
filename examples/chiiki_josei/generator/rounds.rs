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
    let mut newcomers = newcomers.into_iter();
    let mut draw = Draw::new(seed, "second applications", 0);
    let mut coming = twice(&mut draw);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut returning: Vec<(Twice, usize)> = Vec::new();
    for round in 0..ROUNDS.len() {
        let begin = drafts.len();
        let back = returning.iter().filter(|(twice, _)| twice.rounds.1 == round).count();
        for organisation in newcomers.by_ref().take(PER_ROUND - back) {
            let before = first_state(seed, organisation);
            drafts.push(draft(seed, drafts.len(), organisations, organisation, round, before, None));
        }
        let end = drafts.len();
        for &(twice, earlier) in returning.iter().filter(|(twice, _)| twice.rounds.1 == round) {
            let first = &drafts[earlier];
            let before = next_state((&first.before, &first.after), (round - first.round) as i32);
            let wanted = Some(twice.funded.1);
            let organisation = first.organisation;
            drafts.push(draft(seed, drafts.len(), organisations, organisation, round, before, wanted));
        }
        let (here, later): (Vec<_>, Vec<_>) = coming.into_iter().partition(|twice| twice.rounds.0 == round);
        coming = later;
        for twice in here {
            let earlier = choose(&drafts, begin..end, twice.funded.0, &returning, &mut draw);
            returning.push((twice, earlier));
        }
    }
    finished(seed, organisations, drafts)
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

/// An application of this round, of a newcomer with that decision who does not yet come back.
fn choose(
    drafts: &[Draft],
    of_round: std::ops::Range<usize>,
    funded: bool,
    taken: &[(Twice, usize)],
    draw: &mut Draw,
) -> usize {
    let free = |&at: &usize| drafts[at].funded() == funded && taken.iter().all(|(_, other)| *other != at);
    let candidates: Vec<usize> = of_round.filter(free).collect();
    *draw.pick(&candidates)
}

fn draft(
    seed: u64,
    number: usize,
    organisations: &[Organisation],
    organisation: usize,
    round: usize,
    before: Answers,
    wanted: Option<bool>,
) -> Draft {
    let merit = merit(&organisations[organisation], ROUNDS[round], &before);
    let score = score(seed, number, merit, wanted);
    let after = state_after(seed, organisation, number, &before, score >= AWARD_LINE);
    Draft { organisation, round, again: wanted.is_some(), score, before, after }
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
