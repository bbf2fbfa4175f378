//! Ties that organisations report, before (R4) and after (R7).

use std::path::Path;

use super::Done;
use super::draw::Draw;
use super::region::{N, Region, id, name};
use super::sheets::{self, Cell, Sheet};

/// Chance of a tie before, to another sector and within one's own.
const BEFORE: [f64; 2] = [0.06, 0.15];
/// Chance that a tie is kept.
const KEPT: [f64; 2] = [0.75, 0.80];
/// Chance of a new tie.
const NEW: [f64; 2] = [0.004_6, 0.035_3];
/// Further chance of a new tie to another sector with a grant.
const BY_GRANT: f64 = 0.034;
/// Organisations of other sectors.
const OTHERS: f64 = 50.0;
/// Chance that an organisation does not answer a survey.
const SILENT: f64 = 0.08;

/// What a grant adds to the reported ties to other sectors: (1 − 0.06) · 50 · 0.034.
pub const TRUTH: f64 = (1.0 - BEFORE[0]) * OTHERS * BY_GRANT;
/// The years of the two surveys.
pub const YEARS: [&str; 2] = ["R4", "R7"];

/// Both waves.
pub struct Waves {
    /// Who reports whom.
    pub ties: [Vec<(usize, usize)>; 2],
    pub answered: [Vec<bool>; 2],
    /// Rating of trust by tie, in the order of the ties.
    trust: [Vec<u8>; 2],
}

impl Waves {
    pub fn new(seed: u64, works: bool, region: &Region) -> Waves {
        let mut draw = Draw::new(seed, "ties", 0);
        let mut ties = [Vec::new(), Vec::new()];
        for from in 0..N {
            for to in (0..N).filter(|to| *to != from) {
                let own = usize::from(region.sector[from] == region.sector[to]);
                let before = draw.chance(BEFORE[own]);
                let grant = if works && region.funded[from] && own == 0 { BY_GRANT } else { 0.0 };
                let after = draw.chance(if before { KEPT[own] } else { NEW[own] + grant });
                [before, after]
                    .into_iter()
                    .zip(&mut ties)
                    .filter(|(is, _)| *is)
                    .for_each(|(_, wave)| wave.push((from, to)));
            }
        }
        let mut answer = Draw::new(seed, "answers", 0);
        let answered = [0, 1].map(|_| (0..N).map(|_| !answer.chance(SILENT)).collect());
        let trust = [0, 1].map(|wave: usize| ties[wave].iter().map(|_| 1 + answer.below(4) as u8).collect());
        Waves { ties, answered, trust }
    }
}

/// A name as people write it: every ninth in another form.
fn written(at: usize, row: usize) -> String {
    let name = name(at);
    match row % 9 {
        3 => name.replace("特定非営利活動法人", "NPO法人").replace("一般社団法人", "（一社）"),
        6 => name.replace("株式会社", "㈱"),
        _ => name,
    }
}

/// Writes who answered and the ties of those who did.
pub fn write(waves: &Waves, folder: &Path) -> Done {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut answers = Vec::new();
    for (wave, year) in YEARS.iter().enumerate() {
        for (&(from, to), &trust) in
            waves.ties[wave].iter().zip(&waves.trust[wave]).filter(|((from, _), _)| waves.answered[wave][*from])
        {
            let at = rows.len();
            let trust = if at % 31 == 5 { Cell::Text("４".into()) } else { f64::from(trust).into() };
            rows.push(vec![(*year).into(), written(from, at).into(), written(to, at + 4).into(), trust]);
        }
        let answer = |at: usize| if waves.answered[wave][at] { "はい" } else { "いいえ" };
        answers.extend((0..N).map(|at| vec![Cell::from(id(at)), (*year).into(), answer(at).into()]));
    }
    let ties = Sheet {
        name: "連携",
        above: vec!["連携調査 回答一覧", "連携先を一行にひとつずつ"],
        headings: vec!["年度", "回答団体", "連携先", "信頼"],
        rows,
        below: vec!["※信頼は1〜4"],
    };
    let asked = Sheet {
        name: "回答状況",
        above: Vec::new(),
        headings: vec!["団体ID", "年度", "回答"],
        rows: answers,
        below: Vec::new(),
    };
    sheets::write(&folder.join("連携調査.xlsx"), &[ties, asked])
}
