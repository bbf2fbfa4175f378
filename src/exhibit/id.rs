use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// What something is, apart from what it belongs to: the last part of its id.
pub trait RoleName: Clone + PartialEq {
    /// The last part of an id.
    fn name(&self) -> Cow<'_, str>;
    /// What bears the name, where it is one of those that the house names.
    fn of_house(name: &str) -> Option<Self>;
    /// What a method or a person named, as far as the name tells.
    fn own(name: &str) -> Self;
}

/// The id of a table or a frame: what it is, and of which question and outcome. As text it names files and stands in
/// findings.json: `<question>/<outcome>/<name>`, without the parts that are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id<R> {
    text: String,
    question: String,
    outcome: String,
    role: R,
    nth: usize,
}

/// The id of a table.
pub type TableId = Id<TableRole>;

/// The id of a frame.
pub type FrameId = Id<FrameRole>;

impl<R: RoleName> Id<R> {
    /// Of a question; of the study where the question is empty.
    pub fn of(question: &str, role: R) -> Id<R> {
        Id { text: String::new(), question: question.into(), outcome: String::new(), role, nth: 0 }.written()
    }

    /// The same of an outcome of the question.
    pub fn about(self, outcome: &str) -> Id<R> {
        Id { outcome: outcome.into(), ..self }.written()
    }

    /// The n-th of several, from 0; the first has no number.
    pub fn nth(self, n: usize) -> Id<R> {
        Id { nth: n, ..self }.written()
    }

    /// The same of a question.
    pub fn within(self, question: &str) -> Id<R> {
        Id { question: question.into(), ..self }.written()
    }

    /// Another of the same question and outcome.
    pub fn beside(&self, role: R) -> Id<R> {
        Id { role, ..self.clone() }.written()
    }

    /// The id that a text tells. What a method or a person named tells its role only in part.
    pub fn read(text: &str) -> Id<R> {
        let (question, rest) = text.split_once('/').unwrap_or(("", text));
        let (outcome, name) = rest.rsplit_once('/').unwrap_or(("", rest));
        let numbered = || {
            let (name, n) = name.rsplit_once('-')?;
            Some((R::of_house(name)?, n.parse::<usize>().ok()?.checked_sub(1)?))
        };
        let one = R::of_house(name).map(|role| (role, 0));
        let (role, nth) = one.or_else(numbered).unwrap_or_else(|| (R::own(name), 0));
        Id { text: text.into(), question: question.into(), outcome: outcome.into(), role, nth }
    }

    /// The role, where the text does not tell it.
    pub fn untold(&self) -> Option<&R> {
        (Id::<R>::read(&self.text).role != self.role).then_some(&self.role)
    }

    /// The same with a role that the text does not tell.
    pub fn told(self, role: Option<R>) -> Id<R> {
        match role {
            Some(role) => Id { role, nth: 0, ..self },
            None => self,
        }
    }

    fn written(mut self) -> Id<R> {
        let name = self.name();
        let parts = [self.question.as_str(), self.outcome.as_str(), name.as_str()];
        self.text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        self
    }

    /// Its last part: the name of the role, and which of several it is.
    pub fn name(&self) -> String {
        let name = self.role.name();
        if self.nth == 0 { name.into_owned() } else { format!("{name}-{}", self.nth + 1) }
    }
}

impl<R> Id<R> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The question that it belongs to; empty where it belongs to the study.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// The outcome that it belongs to, where the question has several.
    pub fn outcome(&self) -> Option<&str> {
        (!self.outcome.is_empty()).then_some(self.outcome.as_str())
    }

    /// What it is.
    pub fn role(&self) -> &R {
        &self.role
    }
}

impl<R> Deref for Id<R> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl<R> fmt::Display for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<R> PartialEq<str> for Id<R> {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl<R> PartialEq<&str> for Id<R> {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

impl<R: RoleName> From<R> for Id<R> {
    fn from(role: R) -> Id<R> {
        Id::of("", role)
    }
}

impl<R: RoleName> From<&str> for Id<R> {
    fn from(text: &str) -> Id<R> {
        Id::read(text)
    }
}

impl<R: RoleName> From<String> for Id<R> {
    fn from(text: String) -> Id<R> {
        Id::read(&text)
    }
}

impl<R> Serialize for Id<R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, R: RoleName> Deserialize<'de> for Id<R> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Id<R>, D::Error> {
        String::deserialize(deserializer).map(|text| Id::read(&text))
    }
}

/// What a table is. Outputs and disclosure control decide by it where a table stands and what it may tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableRole {
    /// From candidates to units analysed, and why any were lost.
    Flow,
    /// Rows of each file: read, used, left out.
    Files,
    /// Missing values by variable.
    Missing,
    /// Characteristics of the groups.
    TableOne,
    /// Balance before and after.
    Balance,
    /// Balance of squares and products of the covariates.
    BalanceTerms,
    /// Balance within parts of the data.
    BalanceParts,
    /// Overlap of the scores.
    Overlap,
    /// Estimates of the outcomes of a question.
    Effects,
    /// Outcomes of different units in standard deviations.
    Forest,
    /// Cases behind each answer.
    Cases,
    /// Both groups over time.
    OverTime,
    /// How often each answer of a scale was given.
    Answers,
    /// Before and after in parts of equal size.
    Deciles,
    /// Before and after of each unit.
    Units,
    /// Estimates of subgroups.
    Subgroups,
    /// Estimates of the parts that have reports of their own.
    Groups,
    /// What standards of evidence say.
    Evidence,
    /// How alike the groups are among those analysed.
    Equivalence,
    /// All answers in one unit side by side.
    Glance,
    /// Claims with their numbers, what they rest on and what may be said: for a proposal.
    Claims,
    /// What to collect.
    Requests,
    /// Rows of linked sources, before and after.
    Linkage,
    /// Rows of linked sources that were not joined beyond doubt.
    LinkageRows,
    /// What the public edition does not show.
    Disclosure,
    /// A case beside similar ones.
    Peers,
    /// Of these, what is drawn.
    PeersDrawn,
    /// Who a case is, and what it got.
    Profile,
    /// What a case reported itself.
    Replies,
    /// What a measure found, by period and group.
    ByPeriod,
    /// What a measure made, under its name.
    Measure(String),
    /// What an estimator counted and averaged, by the name that it gives.
    Estimate(String),
    /// What a sensitivity analysis found, by the name of the method.
    Sensitivity(String),
    /// Findings side by side, by the name of the chart that the study asks for.
    Chart(String),
}

/// What the names of tables of measures begin with.
const MEASURE: &str = "measure-";

/// The roles of which there is one for each question or study, with their names.
const TABLES: [(TableRole, &str); 30] = [
    (TableRole::Flow, "flow"),
    (TableRole::Files, "rows"),
    (TableRole::Missing, "missing"),
    (TableRole::TableOne, "table1"),
    (TableRole::Balance, "balance"),
    (TableRole::BalanceTerms, "balance-terms"),
    (TableRole::BalanceParts, "balance-parts"),
    (TableRole::Overlap, "overlap"),
    (TableRole::Effects, "effects"),
    (TableRole::Forest, "forest"),
    (TableRole::Cases, "cases"),
    (TableRole::OverTime, "over-time"),
    (TableRole::Answers, "levels"),
    (TableRole::Deciles, "parts"),
    (TableRole::Units, "each"),
    (TableRole::Subgroups, "subgroups"),
    (TableRole::Groups, "groups"),
    (TableRole::Evidence, "evidence"),
    (TableRole::Equivalence, "equivalence"),
    (TableRole::Glance, "glance"),
    (TableRole::Claims, "claims"),
    (TableRole::Requests, "requests"),
    (TableRole::Linkage, "linkage"),
    (TableRole::LinkageRows, "linkage-rows"),
    (TableRole::Disclosure, "disclosure"),
    (TableRole::Peers, "peers"),
    (TableRole::PeersDrawn, "peers-drawn"),
    (TableRole::Profile, "profile"),
    (TableRole::Replies, "replies"),
    (TableRole::ByPeriod, "by-year"),
];

impl RoleName for TableRole {
    fn name(&self) -> Cow<'_, str> {
        match self {
            TableRole::Measure(name) => format!("{MEASURE}{name}").into(),
            TableRole::Estimate(name) | TableRole::Sensitivity(name) | TableRole::Chart(name) => name.into(),
            role => TABLES.iter().find(|(own, _)| own == role).map_or("", |(_, name)| name).into(),
        }
    }

    fn of_house(name: &str) -> Option<TableRole> {
        let found = TABLES.iter().find(|(_, own)| *own == name).map(|(role, _)| role.clone());
        found.or_else(|| name.strip_prefix(MEASURE).map(|name| TableRole::Measure(name.into())))
    }

    fn own(name: &str) -> TableRole {
        TableRole::Estimate(name.into())
    }
}

/// What a frame is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameRole {
    /// One row for each unit, with all that questions use.
    Analysis,
    /// The units that a comparison uses, with all that is needed to estimate again.
    Matched,
    /// Who was matched with whom.
    Pairs,
    /// Who was matched with nobody.
    Unmatched,
    /// Who is compared within each subgroup.
    Subgroups,
    /// Rows of files that are in no analysis.
    LeftOut,
    /// Rows of linked sources.
    Linkage,
    /// Another of a method, under the name that it gives.
    Own(String),
}

const FRAMES: [(FrameRole, &str); 7] = [
    (FrameRole::Analysis, "analysis"),
    (FrameRole::Matched, "matched"),
    (FrameRole::Pairs, "pairs"),
    (FrameRole::Unmatched, "unmatched"),
    (FrameRole::Subgroups, "subgroups"),
    (FrameRole::LeftOut, "rows_left_out"),
    (FrameRole::Linkage, "linkage"),
];

impl RoleName for FrameRole {
    fn name(&self) -> Cow<'_, str> {
        match self {
            FrameRole::Own(name) => name.into(),
            role => FRAMES.iter().find(|(own, _)| own == role).map_or("", |(_, name)| name).into(),
        }
    }

    fn of_house(name: &str) -> Option<FrameRole> {
        FRAMES.iter().find(|(_, own)| *own == name).map(|(role, _)| role.clone())
    }

    fn own(name: &str) -> FrameRole {
        FrameRole::Own(name.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_name_by_which_it_is_read() {
        for (role, name) in TABLES {
            assert_eq!((role.name().as_ref(), TableRole::of_house(name)), (name, Some(role.clone())));
        }
        for (role, name) in FRAMES {
            assert_eq!((role.name().as_ref(), FrameRole::of_house(name)), (name, Some(role.clone())));
        }
        assert_eq!(TableRole::of_house("measure-income"), Some(TableRole::Measure("income".into())));
    }

    #[test]
    fn an_id_is_read_as_it_was_written() {
        let counts = TableRole::Estimate("before-after-counts".into());
        for (id, text) in [
            (TableId::from(TableRole::Flow), "flow"),
            (TableId::of("q", TableRole::Effects).nth(1), "q/effects-2"),
            (TableId::of("q", TableRole::OverTime).about("a/b@2020"), "q/a/b@2020/over-time"),
            (TableId::from(counts.clone()).within("q").about("y"), "q/y/before-after-counts"),
            (TableId::of("measure-income", TableRole::ByPeriod), "measure-income/by-year"),
        ] {
            assert_eq!(id.as_str(), text);
            assert_eq!(TableId::read(text), id);
        }
        let beside = TableId::of("q", TableRole::Cases).about("y").beside(counts);
        assert_eq!((beside.as_str(), beside.untold()), ("q/y/before-after-counts", None));
    }

    #[test]
    fn what_the_text_does_not_tell_is_told_beside_it() {
        for role in [TableRole::Sensitivity("e-value".into()), TableRole::Chart("effects-2".into())] {
            let id = TableId::of("q", role.clone());
            assert_ne!(TableId::read(&id), id);
            assert_eq!(TableId::read(&id).told(id.untold().cloned()), id);
        }
    }
}
