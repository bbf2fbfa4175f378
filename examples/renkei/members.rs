//! Residents asked twice: the stage at which they take part, and what troubles them.

use std::path::Path;

use super::Done;
use super::draw::Draw;
use super::sheets::{self, Cell, Sheet};

/// Stages, and having left.
const STAGES: [&str; 5] = ["無関心", "認知", "参加", "継続", "担い手"];
const LEFT: &str = "退会";
const FIRST: [f64; 5] = [0.30, 0.30, 0.20, 0.15, 0.05];
/// Chance to be a stage further after the program, and otherwise.
const FURTHER: [f64; 2] = [0.20, 0.35];
const BACK: f64 = 0.10;
const LEAVES: f64 = 0.05;
const SILENT: f64 = 0.10;
const TROUBLES: [(&str, f64); 4] = [("お金", 0.35), ("仕事", 0.30), ("孤立", 0.25), ("子育て", 0.15)];
/// Residents.
pub const N: usize = 600;

/// What the program adds to the mean stage of those who stay: 0.15 of those who can go further, but for those who stand at the beginning and would
/// have gone back again: 0.15 · (1 − 0.05 − 0.30 · 0.10).
pub const TRUTH: f64 = (FURTHER[1] - FURTHER[0]) * (1.0 - FIRST[4] - FIRST[0] * BACK);

/// A resident.
pub struct Resident {
    pub program: bool,
    pub before: usize,
    /// Nothing where there is no answer; beyond the stages who has left.
    pub after: Option<usize>,
    troubles: [[bool; 4]; 2],
}

/// All residents of a seed; half of them are where the program is, by lot.
pub fn all(seed: u64, works: bool) -> Vec<Resident> {
    (0..N).map(|at| resident(&mut Draw::new(seed, "residents", at as u64), works, at)).collect()
}

fn resident(draw: &mut Draw, works: bool, at: usize) -> Resident {
    let (program, mut rest) = (at.is_multiple_of(2), draw.uniform());
    let before = FIRST.iter().position(|share| {
        rest -= share;
        rest < 0.0
    });
    let before = before.unwrap_or(STAGES.len() - 1);
    let (further, back) = (draw.chance(FURTHER[usize::from(works && program)]), draw.chance(BACK));
    let moved = (before + usize::from(further)).min(STAGES.len() - 1).saturating_sub(usize::from(back));
    // Who has not begun cannot go back.
    let after = if before == 0 && !further { 0 } else { moved };
    let after = if draw.chance(LEAVES) { STAGES.len() } else { after };
    let after = (!draw.chance(SILENT)).then_some(after);
    let troubles = [0, 1].map(|_| TROUBLES.map(|(_, share)| draw.chance(share)));
    Resident { program, before, after, troubles }
}

fn id(at: usize) -> Cell {
    format!("M{:04}", at + 1).into()
}

/// Writes the survey: a sheet of those asked, and one for each wave.
pub fn write(residents: &[Resident], folder: &Path) -> Done {
    let said = |at: usize| STAGES.get(at).copied().unwrap_or(LEFT);
    let row = |wave: usize| {
        move |(at, it): (usize, &Resident)| -> Option<Vec<Cell>> {
            let stage = if wave == 0 { it.before } else { it.after? };
            let troubles: Vec<&str> =
                TROUBLES.iter().zip(it.troubles[wave]).filter(|(_, is)| *is).map(|((name, _), _)| *name).collect();
            let troubles = if troubles.is_empty() { "特になし".to_string() } else { troubles.join("、") };
            Some(vec![id(at), said(stage).into(), troubles.into()])
        }
    };
    let sheet = |name, wave| Sheet {
        name,
        above: vec!["住民アンケート"],
        headings: vec!["住民ID", "段階", "困りごと"],
        rows: residents.iter().enumerate().filter_map(row(wave)).collect(),
        below: vec!["※困りごとは複数回答"],
    };
    let program = |it: &Resident| if it.program { "はい" } else { "いいえ" };
    let asked = Sheet {
        name: "対象者",
        above: Vec::new(),
        headings: vec!["住民ID", "事業のあった地区"],
        rows: residents.iter().enumerate().map(|(at, it)| vec![id(at), program(it).into()]).collect(),
        below: Vec::new(),
    };
    sheets::write(&folder.join("住民調査.xlsx"), &[asked, sheet("前", 0), sheet("後", 1)])
}
