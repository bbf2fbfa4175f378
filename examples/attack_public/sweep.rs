//! Attacks on made studies under all profiles, as a table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use super::claims::Attack;
use super::edition::Edition;
use super::made::made;
use super::runs::{self, Editions, PROFILES};
use super::truth::{Judged, Truth};
use super::{Found, attack};

/// What attacks on many editions of one profile found.
#[derive(Debug, Default)]
pub struct Line {
    pub studies: usize,
    pub sensitive: usize,
    pub by: BTreeMap<Attack, usize>,
    /// Studies of which a number was told.
    pub broken: usize,
    pub wrong: usize,
    pub unknown: usize,
    pub misread: usize,
    pub audited: usize,
    pub outside: usize,
    pub wider: usize,
    /// Cells of public tables that hold or hide a number, and those that hide it.
    pub cells: usize,
    pub hidden: usize,
}

impl Line {
    /// Adds an edition.
    pub fn add(&mut self, found: &Found, judged: &Judged) {
        self.studies += 1;
        self.sensitive += judged.sensitive;
        for claim in &found.claims {
            *self.by.entry(claim.attack).or_default() += 1;
        }
        self.broken += usize::from(found.claims.iter().any(|claim| claim.attack != Attack::Texts));
        self.wrong += judged.wrong.len();
        self.unknown += judged.unknown.len();
        self.misread += usize::from(!found.misread.is_empty());
        self.audited += judged.audited;
        self.outside += judged.outside.len();
        self.wider += judged.wider.len();
        self.cells += found.published.0;
        self.hidden += found.published.1;
    }

    /// Numbers that were told.
    pub fn pinned(&self) -> usize {
        self.by.iter().filter(|(attack, _)| **attack != Attack::Texts).map(|(_, n)| n).sum()
    }

    /// A row of the table.
    pub fn row(&self, name: &str) -> String {
        let mut text =
            format!("| {name} | {} | {} | {} | {}", self.studies, self.broken, self.pinned(), self.sensitive);
        for attack in Attack::ALL {
            let _ = write!(text, " | {}", self.by.get(&attack).unwrap_or(&0));
        }
        let wrong = self.wrong;
        let _ = write!(text, " | {wrong} | {} | {} | {} | {} |", self.unknown, self.misread, self.outside, self.wider);
        let _ = write!(text, " {} | {} |", self.cells, self.hidden);
        text
    }
}

/// The heading of the table.
pub fn heading() -> String {
    let attacks: Vec<&str> = Attack::ALL.iter().map(|attack| attack.name()).collect();
    let columns = 5 + attacks.len() + 7;
    format!(
        "| | studies | of these told | numbers pinned | sensitive | {} | wrong claims | not judged | misread | audit without the truth | audit wider | cells | of these hidden |\n|{}",
        attacks.join(" | "),
        "---|".repeat(columns)
    )
}

/// Attacks both editions of a run.
pub fn both(editions: Editions) -> Result<(Found, Judged), String> {
    let (public, internal) = (Edition::read(editions.public)?, Edition::read(editions.internal)?);
    let found = attack(&public).with_names(&public, &internal);
    let judged = Truth::of(internal).judge(&found);
    Ok((found, judged))
}

/// Attacks made studies; tells of each claim that is wrong, and of each number that is pinned.
pub fn sweep(from: u64, count: u64, say: &mut dyn FnMut(String)) -> Vec<(&'static str, Line)> {
    let mut lines: Vec<(&str, Line)> = PROFILES.iter().map(|profile| (*profile, Line::default())).collect();
    for seed in from..from + count {
        let made = made(seed);
        for (profile, line) in &mut lines {
            let run = runs::made(&made.table, &made.study, profile);
            match run.and_then(|bundle| runs::of_data(&bundle)).and_then(both) {
                Ok((found, judged)) => {
                    line.add(&found, &judged);
                    report(&format!("{seed} {profile}"), &made.about, &found, &judged, say);
                }
                Err(why) => say(format!("{seed} {profile} was not run: {}", why.lines().next().unwrap_or(""))),
            }
        }
    }
    lines
}

/// Attacks the studies of folders under all profiles.
pub fn cases(folders: &[PathBuf], say: &mut dyn FnMut(String)) -> Vec<(String, Line)> {
    let mut lines = Vec::new();
    for folder in folders {
        for profile in PROFILES {
            let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let name = format!("{name}, {profile}");
            let mut line = Line::default();
            let run = runs::stored(folder, profile);
            match run.and_then(|bundle| runs::of_data(&bundle)).and_then(both) {
                Ok((found, judged)) => {
                    line.add(&found, &judged);
                    report(&name, "", &found, &judged, say);
                }
                Err(why) => say(format!("{name} was not run: {why}")),
            }
            lines.push((name, line));
        }
    }
    lines
}

fn report(name: &str, about: &str, found: &Found, judged: &Judged, say: &mut dyn FnMut(String)) {
    for claim in &found.claims {
        let range = format!("{}..{}", claim.low, claim.high);
        say(format!("{name} ({about}): {} {} = {range}, {}", claim.attack.name(), claim.place, claim.what));
    }
    found.misread.iter().for_each(|why| say(format!("{name} ({about}) misread: {why}")));
    judged.wrong.iter().for_each(|why| say(format!("{name} ({about}) WRONG: {why}")));
    judged.outside.iter().for_each(|why| say(format!("{name} ({about}) AUDIT: {why}")));
}
