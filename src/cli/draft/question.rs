//! The question of a draft: a template behind `#`, with only such lines as can run.

use std::collections::BTreeSet;

use crate::ingest::profile::pairs;
use crate::notation::{fold, several_answers};
use crate::phrase;
use crate::study::keys::{toml_key, toml_text};
use crate::text::Phrase;

use super::column::DraftColumn;
use super::values::some;
use super::{DraftSource, periods, rank};

/// Columns that are suggested to make units comparable.
const COVARIATES: usize = 4;

/// A line of the question, and what it is.
pub type DraftLine = (String, Phrase);

/// What is to be asked: everything behind the title.
pub fn lines(seen: &[DraftSource], columns: &[(String, &DraftColumn)]) -> Vec<DraftLine> {
    let asked = QuestionDraft::of(seen, columns);
    let mut lines = vec![asked.outcomes()];
    lines.extend(asked.before());
    lines.extend(asked.treatment());
    lines.extend(asked.covariates());
    lines.push(asked.design());
    lines
}

/// Answers of questions with several in a cell: columns of these names say each of them again.
fn options(columns: &[(String, &DraftColumn)]) -> BTreeSet<String> {
    let answers = columns.iter().flat_map(|(_, column)| several_answers(&column.texts));
    answers.map(|answer| fold(&answer)).collect()
}

struct QuestionDraft<'a> {
    columns: Vec<(String, &'a DraftColumn)>,
    /// The same things before and after: names of columns.
    pairs: Vec<(String, String)>,
    ends: Option<(String, String)>,
    outcomes: Vec<String>,
    arms: Vec<String>,
    groups: Vec<String>,
    anonymous: bool,
}

impl<'a> QuestionDraft<'a> {
    fn of(seen: &[DraftSource], columns: &'a [(String, &'a DraftColumn)]) -> QuestionDraft<'a> {
        let options = options(columns);
        let columns: Vec<(String, &DraftColumn)> =
            columns.iter().filter(|(name, _)| !options.contains(&fold(name))).cloned().collect();
        let fits: Vec<&str> =
            columns.iter().filter(|(_, column)| rank::is_outcome(column)).map(|(name, _)| name.as_str()).collect();
        let pair = |(before, after): (usize, usize)| (fits[before].to_string(), fits[after].to_string());
        QuestionDraft {
            pairs: pairs(&fits).into_iter().map(pair).collect(),
            ends: periods::ends(seen),
            outcomes: rank::outcomes(&columns),
            arms: rank::treatments(&columns),
            groups: seen.iter().filter(|table| table.group).map(|table| table.name.clone()).collect(),
            anonymous: seen.iter().all(DraftSource::is_anonymous),
            columns,
        }
    }

    fn outcomes(&self) -> DraftLine {
        let best = match self.pairs.as_slice() {
            [] => self.outcomes.first().map_or_else(|| "\"…\"".to_string(), |name| toml_text(name)),
            pairs => pairs.iter().map(|(_, after)| toml_text(after)).collect::<Vec<_>>().join(", "),
        };
        let said = |name: &&String| match self.pairs.is_empty() {
            true => self.outcomes.first() == Some(*name),
            false => self.pairs.iter().any(|(before, after)| before == *name || after == *name),
        };
        let others = some(self.outcomes.iter().filter(|name| !said(name)).chain(&self.answers()).cloned());
        let note = match others.is_empty() {
            true => phrase!("what may have changed"),
            false => phrase!("what may have changed; other columns, the likeliest first: {names}", names = others),
        };
        (format!("outcomes = [{best}]"), note)
    }

    /// An answer of each question with several answers in a cell.
    fn answers(&self) -> Vec<String> {
        let first = |(name, column): &(String, &DraftColumn)| {
            rank::answers(column).first().map(|answer| format!("{name}={answer}"))
        };
        self.columns.iter().filter_map(first).collect()
    }

    fn before(&self) -> Vec<DraftLine> {
        if !self.pairs.is_empty() {
            let pair = |(before, after): &(String, String)| format!("{} = {}", toml_key(after), toml_text(before));
            let all: Vec<String> = self.pairs.iter().map(pair).collect();
            let note = phrase!("the same thing before: outcome = column");
            return vec![(format!("baseline = {{ {} }}", all.join(", ")), note)];
        }
        if let Some((first, last)) = &self.ends {
            let after = phrase!("the period after; of variables that change, write name@period elsewhere");
            return vec![
                (format!("before = {}", toml_text(first)), phrase!("the period before")),
                (format!("after = {}", toml_text(last)), after),
            ];
        }
        if self.anonymous {
            return Vec::new();
        }
        let best = self.outcomes.first().map_or_else(|| "\"…\"".to_string(), |name| toml_key(name));
        let note = phrase!("the same thing before: outcome = column; else take the line out");
        vec![(format!("baseline = {{ {best} = \"…\" }}"), note)]
    }

    /// Whether the same ones before and after can be compared without anybody else.
    fn is_followed(&self) -> bool {
        !self.pairs.is_empty() || self.ends.is_some()
    }

    fn treatment(&self) -> Option<DraftLine> {
        if let Some(group) = self.groups.first() {
            let note = phrase!(
                "those who stand in this source took part; files that seem to be groups: {names}",
                names = self.groups.clone()
            );
            return Some((format!("treatment = {{ in = {} }}", toml_text(group)), note));
        }
        let Some(best) = self.arms.first() else {
            let sides = some(rank::sides(&self.columns));
            let note = match sides.is_empty() {
                true => phrase!("who took part or received, in two values; no column seems to say it"),
                false => phrase!("who took part or received; columns with two values: {names}", names = sides),
            };
            return (!self.is_followed()).then(|| ("treatment = \"…\"".to_string(), note));
        };
        let others = some(self.arms.iter().skip(1).cloned().chain(rank::sides(&self.columns)));
        let note = match others.is_empty() {
            true => phrase!("who took part or received, in two values"),
            false => phrase!("who took part or received; other columns with two values: {names}", names = others),
        };
        Some((format!("treatment = {}", toml_text(best)), note))
    }

    fn compares(&self) -> bool {
        !self.arms.is_empty() || !self.groups.is_empty()
    }

    fn covariates(&self) -> Option<DraftLine> {
        if !self.compares() || self.anonymous {
            return None;
        }
        let mut taken: Vec<String> = self.arms.iter().take(1).cloned().collect();
        taken.extend(self.pairs.iter().flat_map(|(before, after)| [before.clone(), after.clone()]));
        let names: Vec<String> = match (&self.ends, self.outcomes.first()) {
            (Some((first, _)), Some(outcome)) if self.pairs.is_empty() => vec![format!("{outcome}@{first}")],
            _ => {
                taken.extend(self.outcomes.iter().take(1).cloned());
                let before = self.pairs.iter().map(|(before, _)| before.clone());
                before.chain(rank::covariates(&self.columns, &taken)).take(COVARIATES).collect()
            }
        };
        let list: Vec<String> = names.iter().map(|name| toml_text(name)).collect();
        let note = phrase!("what was known before and makes units comparable; take out what came later");
        (!list.is_empty()).then(|| (format!("covariates = [{}]", list.join(", ")), note))
    }

    fn design(&self) -> DraftLine {
        let similar = phrase!(
            "similar units are compared; or {other}: the same units before and after",
            other = "\"before-after\""
        );
        match (self.compares(), self.is_followed(), self.anonymous) {
            (_, true, true) if self.pairs.is_empty() => {
                ("design = \"two-groups\"".into(), phrase!("those who answered before and those who answered after"))
            }
            (false, true, _) => ("design = \"before-after\"".into(), phrase!("the same ones before and after")),
            _ => ("design = \"nearest\"".into(), similar),
        }
    }
}
