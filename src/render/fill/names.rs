//! The names that a document may hold, and what each of them stands for in a bundle.

use unicode_normalization::UnicodeNormalization;

use crate::diag::nearest;
use crate::exhibit::Audience;
use crate::findings::{Bundle, Finding};
use crate::phrase;
use crate::text::Phrase;

use super::place::{HEADS, WHOLE};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Of the study.
    Study(StudyPart),
    /// Of a finding, by its place among the findings.
    Finding(usize, FindingPart),
    /// Of a question, by its place among the questions.
    Question(usize, QuestionPart),
    /// A chart by its id.
    Chart(String),
    /// A table by its id.
    Table(String),
    /// Answers at a glance.
    Answers,
    /// Claims with what they rest on.
    Evidence,
    /// All names, with what they give.
    Names,
}

macro_rules! parts {
    ($(#[$about:meta])* $kind:ident { $($(#[$doc:meta])* $part:ident = $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($(#[$doc])* $part),+ }
        impl $kind {
            /// All of them with their names.
            pub const ALL: &'static [($kind, &'static str)] = &[$(($kind::$part, $name)),+];
        }
    };
}

parts! {
    /// What can be said of the study.
    StudyPart {
        /// Its title.
        Title = "title",
        /// Date of the edition.
        Date = "date",
        /// Who publishes it.
        Organisation = "organisation",
        /// Who wrote it.
        Author = "author",
        /// Whom to ask.
        Contact = "contact",
        /// For whom the edition is.
        Edition = "edition",
    }
}

parts! {
    /// What can be said of a finding.
    FindingPart {
        /// The sentence with its number.
        Sentence = "sentence",
        /// The estimate with its unit.
        Estimate = "estimate",
        /// The interval.
        Interval = "interval",
        /// The verdict in words.
        Verdict = "verdict",
        /// Whether it is enough to matter.
        Matters = "matters",
        /// How sure, of five.
        Strength = "strength",
        /// Why not more.
        Reason = "reason",
        /// The outcome.
        Label = "label",
        /// Title of its question.
        Question = "question",
        /// How was compared.
        Design = "design",
        /// What can be said, in lines.
        Can = "can",
        /// What cannot be said, in lines.
        Cannot = "cannot",
        /// How many stand behind it, in words.
        Cases = "cases",
        /// How many took part, or were measured before and after.
        N = "n",
        /// How many they are compared with.
        Others = "n_others",
        /// Mean before, where nobody else is compared with.
        Before = "before",
        /// Mean after, where nobody else is compared with.
        After = "after",
        /// Mean, or mean change, of those who took part.
        MeanParticipants = "mean",
        /// The same of those they are compared with.
        MeanOthers = "mean_others",
        /// Its chart.
        Chart = "chart",
    }
}

parts! {
    /// What can be said of a question.
    QuestionPart {
        /// Its title.
        Title = "title",
        /// How was compared.
        Design = "design",
        /// Whom the answer speaks of.
        Population = "population",
        /// Its first chart that shows an answer.
        Chart = "chart",
    }
}

/// Characters of a name at most.
const LONGEST: usize = 200;

/// Why a name gives nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum NameProblem {
    /// There is none; what may be meant.
    Unknown(Phrase),
    /// It may mean several: their full names.
    Ambiguous(Vec<String>),
}

/// All names of a bundle.
pub struct NameCatalog {
    findings: Vec<FindingNames>,
    questions: Vec<String>,
    charts: Vec<String>,
    tables: Vec<String>,
}

/// By what a finding is called.
struct FindingNames {
    /// The name without its part: the shortest that means it alone.
    shown: String,
    /// Names in the order in which they count; the first that any finding bears decides.
    levels: [Vec<String>; 4],
    parts: Vec<(FindingPart, &'static str)>,
}

/// A name as names are compared: in small letters of usual width.
pub fn plain(name: &str) -> String {
    let name: String = name.nfkc().flat_map(char::to_lowercase).collect();
    name.trim().replace('/', ".")
}

impl NameCatalog {
    /// Of a bundle.
    pub fn of(bundle: &Bundle) -> NameCatalog {
        let found = &bundle.findings;
        let alone = |finding: &Finding| found.findings.iter().filter(|it| it.question == finding.question).count() == 1;
        let of_finding = |finding: &Finding| FindingNames::of(finding, alone(finding));
        let tables = bundle.whole_tables().filter(|table| table.audience == Audience::Public);
        NameCatalog {
            findings: found.findings.iter().map(of_finding).collect(),
            questions: found.questions.iter().map(|question| question.id.clone()).collect(),
            charts: bundle.whole_figures().map(|figure| figure.id.clone()).collect(),
            tables: tables.map(|table| table.id.to_string()).collect(),
        }
    }

    /// What a name stands for.
    ///
    /// # Errors
    /// Where there is none, or several may be meant.
    pub fn resolve(&self, written: &str) -> Result<Name, NameProblem> {
        let name = plain(written);
        let (head, rest) = name.split_once('.').unwrap_or((&name, ""));
        let found = match (head, rest) {
            ("answers", "") => Some(Name::Answers),
            ("evidence", "") => Some(Name::Evidence),
            ("names", "") => Some(Name::Names),
            ("study", part) => part_of(StudyPart::ALL, part).map(Name::Study),
            ("finding", rest) => self.finding(rest)?,
            ("question", rest) => self.question(rest)?,
            ("chart", id) => only(&self.charts, id, "chart")?.map(Name::Chart),
            ("table", id) => only(&self.tables, id, "table")?.map(Name::Table),
            _ => None,
        };
        found.ok_or_else(|| NameProblem::Unknown(self.perhaps(&name)))
    }

    fn finding(&self, rest: &str) -> Result<Option<Name>, NameProblem> {
        let Some((key, part)) = rest.rsplit_once('.') else { return Ok(None) };
        let meant = self.meant(key);
        let Some(&first) = meant.first() else { return Ok(None) };
        let known = |at: usize| self.findings[at].parts.iter().find(|(_, name)| *name == part);
        let Some((part, name)) = known(first) else { return Ok(None) };
        if meant.len() > 1 {
            return Err(NameProblem::Ambiguous(meant.iter().map(|&at| self.findings[at].full(name)).collect()));
        }
        Ok(Some(Name::Finding(first, *part)))
    }

    /// The findings that a key may mean.
    fn meant(&self, key: &str) -> Vec<usize> {
        let bears = |level: usize| {
            let all = self.findings.iter().enumerate();
            all.filter(|(_, it)| it.levels[level].iter().any(|own| own == key)).map(|(at, _)| at).collect::<Vec<_>>()
        };
        (0..4).map(bears).find(|meant| !meant.is_empty()).unwrap_or_default()
    }

    fn question(&self, rest: &str) -> Result<Option<Name>, NameProblem> {
        let Some((key, part)) = rest.rsplit_once('.') else { return Ok(None) };
        let at = self.questions.iter().position(|id| plain(id) == key);
        Ok(at.zip(part_of(QuestionPart::ALL, part)).map(|(at, part)| Name::Question(at, part)))
    }

    /// All names, in order.
    pub fn all(&self) -> Vec<String> {
        let parts = StudyPart::ALL.iter().map(|(_, part)| format!("study.{part}"));
        let findings = self.findings.iter().flat_map(|it| it.parts.iter().map(|(_, part)| it.full(part)));
        let of_question =
            |id: &String| QuestionPart::ALL.iter().map(|(_, part)| format!("question.{id}.{part}")).collect::<Vec<_>>();
        let charts = self.charts.iter().map(|id| format!("chart.{id}"));
        let tables = self.tables.iter().map(|id| format!("table.{id}"));
        let whole = WHOLE.iter().map(|name| (*name).to_string());
        let all = parts.chain(whole).chain(findings).chain(self.questions.iter().flat_map(of_question));
        all.chain(charts).chain(tables).collect()
    }

    /// What may be meant by a name that is none.
    fn perhaps(&self, name: &str) -> Phrase {
        let name: &str = &name.chars().take(LONGEST).collect::<String>();
        let known = |parts: Vec<String>| phrase!("Known here: {known}", known = parts);
        let key = name.strip_prefix("finding.");
        if let Some(parts) = key.and_then(|key| self.parts_of(key)) {
            return known(parts);
        }
        let all = self.all();
        let plain: Vec<String> = all.iter().map(|known| self::plain(known)).collect();
        let near = nearest(name, plain.iter().map(String::as_str));
        match near.and_then(|near| plain.iter().position(|known| known == near)) {
            Some(at) => phrase!("Did you mean `{near}`?", near = &all[at]),
            None if let Some(parts) = key.and_then(|key| self.parts_of(key.rsplit_once('.')?.0)) => known(parts),
            None => phrase!(
                "Names begin with {heads}, or are {whole}; `names` in double braces lists those of this study",
                heads = HEADS.map(|head| format!("{head}.")).to_vec(),
                whole = WHOLE.map(String::from).to_vec()
            ),
        }
    }

    /// The names of a finding, where a key means one alone.
    fn parts_of(&self, key: &str) -> Option<Vec<String>> {
        let [at] = self.meant(key)[..] else { return None };
        let of = &self.findings[at];
        Some(of.parts.iter().map(|(_, part)| of.full(part)).collect())
    }
}

impl FindingNames {
    fn of(finding: &Finding, alone: bool) -> FindingNames {
        let (question, outcome) = (plain(&finding.question), plain(&finding.outcome));
        let untimed = outcome.split_once('@').map_or(outcome.clone(), |(name, _)| name.to_string());
        let mut outcomes = vec![outcome, untimed];
        outcomes.extend(finding.label.0.values().map(|label| plain(label)));
        let within = outcomes.iter().map(|outcome| format!("{question}.{outcome}")).collect();
        FindingNames {
            shown: if alone { finding.question.clone() } else { finding.id.replace('/', ".") },
            levels: [vec![plain(&finding.id)], vec![question], within, outcomes],
            parts: FindingPart::ALL.iter().copied().filter(|(part, _)| applies(*part, finding)).collect(),
        }
    }

    fn full(&self, part: &str) -> String {
        format!("finding.{}.{part}", self.shown)
    }
}

/// Whether a finding has a part: means before and after where it is compared with itself, else of both groups.
fn applies(part: FindingPart, finding: &Finding) -> bool {
    let others = finding.kind().has_others() && !finding.kind().is_of_respondents();
    match part {
        FindingPart::Before | FindingPart::After => !others && !finding.kind().is_of_doses(),
        FindingPart::MeanParticipants | FindingPart::MeanOthers => others,
        FindingPart::Others => others || finding.kind().is_of_respondents(),
        _ => true,
    }
}

fn part_of<P: Copy>(all: &[(P, &str)], name: &str) -> Option<P> {
    all.iter().find(|(_, own)| *own == name).map(|(part, _)| *part)
}

/// The id that is written so: as it is, or with points for its strokes.
fn only(ids: &[String], written: &str, head: &str) -> Result<Option<String>, NameProblem> {
    let meant: Vec<&String> = ids.iter().filter(|id| plain(id) == written).collect();
    match meant.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        several => Err(NameProblem::Ambiguous(several.iter().map(|id| format!("{head}.{id}")).collect())),
    }
}
