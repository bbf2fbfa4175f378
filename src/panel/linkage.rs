//! What became of the rows of a linked source, row by row.

use crate::diag::{Place, codes};
use crate::ingest::decisions::{JoinQuestion, Matter};
use crate::phrase;
use crate::text::Phrase;

use crate::names::Class;

/// Code of the problem that a person decides by joining or not joining.
pub(crate) const PROBABLE_LINK: &str = codes::PROBABLE_LINK.name;

/// Code of the problem that two units are perhaps one, which a person decides likewise.
pub(crate) const LIKE_UNIT: &str = codes::LIKE_UNIT.name;

/// Rows of a linked source that a person is asked about at once; those that are settled make room for the next.
const ASKED: usize = 2_000;

/// A linked source and what it was linked to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linkage {
    /// The source, as messages call it.
    pub source: String,
    /// The source that it is linked to.
    pub to: String,
    /// Columns that were tried, in order.
    pub by: Vec<String>,
    /// Rows that were read.
    pub rows: usize,
    /// Of these, the ones that stay: joined, with a period where one is needed, and not twice.
    pub kept: usize,
    /// Rows that each column joined.
    pub joined_by: Vec<usize>,
    /// Rows that a person's decision joined.
    pub decided: usize,
    /// Rows of the other source.
    pub targets: usize,
    /// Of these, the ones that a row here was joined to.
    pub found: usize,
    /// One for each row that was read, in the order of the file.
    pub records: Vec<LinkRecord>,
    /// Ids of the units that are perhaps meant by a row that a person has yet to decide about.
    pub perhaps: Vec<String>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRecord {
    /// Its cell that says who it is.
    pub place: Place,
    /// What stands there.
    pub text: String,
    /// Class.
    pub class: Class,
    /// In [0, 1].
    pub score: f64,
    /// Column that joined it, by number; nothing for decisions and rows that are not joined.
    pub by: Option<usize>,
    /// Why.
    pub why: Phrase,
    /// Who it was joined to, or who comes nearest.
    pub other: Option<Candidate>,
    /// Whether the two are written alike.
    pub same_spelling: bool,
}

/// A row of the other source.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What stands in its cell.
    pub text: String,
    /// The cell.
    pub place: Place,
    /// Its number, id or name: what a person's decision calls it by.
    pub tag: String,
}

impl Linkage {
    /// How many rows are of a class.
    pub fn count(&self, class: Class) -> usize {
        self.records.iter().filter(|record| record.class == class).count()
    }

    /// What a person is asked.
    pub fn asked(&self) -> impl Iterator<Item = JoinQuestion> + '_ {
        let probable = self.records.iter().filter(|record| record.class == Class::Probable).take(ASKED);
        probable.filter_map(|record| Some(asked(record, record.other.as_ref()?)))
    }
}

fn asked(record: &LinkRecord, other: &Candidate) -> JoinQuestion {
    let message = phrase!(
        "Perhaps `{other}` ({place}): {why}; score {score}",
        other = &other.text,
        place = other.place.to_string(),
        why = record.why.clone(),
        score = format!("{:.2}", record.score)
    );
    let matter = Matter {
        code: PROBABLE_LINK.into(),
        message,
        done: phrase!("The row is not joined to any other"),
        hint: Some(ask()),
        of_link: true,
    };
    JoinQuestion { place: record.place.clone(), found: record.text.clone(), matter, value: other.tag.clone() }
}

/// What a person does about rows that are perhaps somebody's.
pub(crate) fn ask() -> Phrase {
    phrase!(
        "Choose “join” or “do not join”; to join it to somebody else, write that one's number, id or name as the value"
    )
}
