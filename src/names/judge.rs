//! Whether two names are of one organisation.

use super::distinguish::{self, Branch};
use super::similarity::similarity;
use super::{Agreement, Locality, Name, parts};
use crate::phrase;
use crate::text::Phrase;

/// From this score on a pair is worth a person's look.
pub const PROBABLE: f64 = 0.68;

/// A name and where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// Name.
    pub name: Name,
    /// Place, as far as it is known.
    pub place: Locality,
}

impl Party {
    /// From a cell with a name, and a place from elsewhere; where that says nothing, an address in the cell counts. Nothing where the
    /// cell has no name.
    pub fn of(cell: &str, place: Locality) -> Option<Party> {
        let parts = parts(cell);
        let place = if place.is_unknown() { parts.address.as_deref().map_or(place, Locality::of) } else { place };
        Some(Party { name: Name::of(&parts.name)?, place })
    }
}

/// What is made of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// One organisation: joined.
    Exact,
    /// Perhaps one: a person decides.
    Probable,
    /// Not one, as far as can be seen.
    Unmatched,
}

/// What decided about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairReason {
    /// The names are the same.
    Same,
    /// They are the same but for kana.
    Kana,
    /// One is the former name of the other.
    Former,
    /// The same name with another legal form.
    Form,
    /// The same name in another prefecture.
    OtherPrefecture,
    /// The same name in another municipality.
    OtherMunicipality,
    /// The same name, but one that many bear, and no place tells that it is one.
    Common,
    /// One is a branch of the other, or another branch.
    Branch,
    /// The names differ in a number, a direction or a place.
    Telling,
    /// The names are alike.
    Alike,
    /// The names are different.
    Different,
}

impl PairReason {
    /// In words.
    pub fn phrase(self) -> Phrase {
        match self {
            PairReason::Same => phrase!("the same name"),
            PairReason::Kana => phrase!("the same name in other kana"),
            PairReason::Former => phrase!("one is the former name of the other"),
            PairReason::Form => phrase!("the same name with another legal form"),
            PairReason::OtherPrefecture => phrase!("the same name in another prefecture"),
            PairReason::OtherMunicipality => phrase!("the same name in another municipality"),
            PairReason::Common => phrase!("a name that many organisations bear, and no place that agrees"),
            PairReason::Branch => phrase!("one is a branch or another branch"),
            PairReason::Telling => phrase!("the names differ in a number, a direction or a place"),
            PairReason::Alike => phrase!("the names are alike"),
            PairReason::Different => phrase!("the names are different"),
        }
    }
}

/// What two parties are to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Class.
    pub class: Class,
    /// In [0, 1]; 1 only for equal normalised names.
    pub score: f64,
    /// What decided.
    pub why: PairReason,
}

/// Judges a pair; symmetric. The score is a product:
///
/// - s, the likeness of the names: 1 where they are equal after normalisation; 0.98 where they differ in kana only; 0.9 where one is
///   said to be the former name of the other; else the similarity of their characters × a weight for length, n ÷ (n + 1), n the
///   characters of the shorter name (1 − 0.5 ÷ (n + 1) in one municipality);
/// - legal form: 1 the same, 0.98 known of one only; different ones 0.8 where the place agrees or one is a form that bodies have left
///   (財団法人, 有限会社, 任意団体), else 0.64;
/// - branch: 0.6 where one is a branch and the other is not, 0.9 for a body and its seat (本部);
/// - 0.7 where unequal names differ in a number, a direction, a place that they name, or a whole word;
/// - place: 1 the same or not known, 0.85 another municipality, 0.55 + 0.25 · min(1, n ÷ 12) another prefecture;
/// - a name that many bear: 0.9 where the place is not known, 0.75 where it is another one.
///
/// Exact are equal names with fitting forms, unless places differ or the name is one that many bear. Others are probable from
/// [`PROBABLE`] on.
pub fn judge(a: &Party, b: &Party) -> Judged {
    let agreement = a.place.agreement(&b.place);
    if a.name.core == b.name.core { same_name(a, b, agreement) } else { other_name(a, b, agreement) }
}

fn same_name(a: &Party, b: &Party, agreement: Agreement) -> Judged {
    let core = &a.name.core;
    let placed = is_placed(agreement);
    let common = distinguish::is_common(core) && !placed;
    let score = of_forms(&a.name, &b.name, placed) * of_places(agreement, length(core)) * of_common(common, agreement);
    let why = match agreement {
        Agreement::OtherPrefecture => PairReason::OtherPrefecture,
        _ if !a.name.forms_fit(&b.name) => PairReason::Form,
        Agreement::OtherMunicipality => PairReason::OtherMunicipality,
        _ if common => PairReason::Common,
        _ => PairReason::Same,
    };
    let class = if why == PairReason::Same { Class::Exact } else { of_score(score) };
    Judged { class, score, why }
}

fn other_name(a: &Party, b: &Party, agreement: Agreement) -> Judged {
    let (one, other) = (&a.name.core, &b.name.core);
    let n = length(one).min(length(other));
    let (alike, why) = likeness(&a.name, &b.name, n, agreement == Agreement::Same);
    let branch = distinguish::branch(one, other);
    let telling = why == PairReason::Alike && distinguish::differs(one, other);
    let of_branch = match branch {
        Branch::Alike => 1.0,
        Branch::Seat => 0.9 / alike,
        Branch::Apart => 0.6,
    };
    let product = alike * of_branch * of_forms(&a.name, &b.name, is_placed(agreement)) * of_places(agreement, n);
    let score = product * if telling && branch != Branch::Seat { 0.7 } else { 1.0 };
    let class = of_score(score);
    let why = match (class, why) {
        (_, PairReason::Alike) if branch != Branch::Alike => PairReason::Branch,
        (Class::Unmatched, PairReason::Alike) if telling => PairReason::Telling,
        (Class::Unmatched, PairReason::Alike) => PairReason::Different,
        (_, why) => why,
    };
    Judged { class, score, why }
}

fn likeness(a: &Name, b: &Name, n: usize, one_town: bool) -> (f64, PairReason) {
    let former = |a: &Name, b: &Name| a.former.as_ref() == Some(&b.core);
    if former(a, b) || former(b, a) {
        return (0.9, PairReason::Former);
    }
    let (one, other) = (&a.loose, &b.loose);
    if one == other && !one.is_empty() {
        return (0.98, PairReason::Kana);
    }
    let n = n as f64;
    let weight = if one_town { 1.0 - 0.5 / (n + 1.0) } else { n / (n + 1.0) };
    (similarity(&a.core, &b.core).max(0.98 * similarity(one, other)).max(f64::EPSILON) * weight, PairReason::Alike)
}

/// Forms that bodies have left for another one: before the reform of 2008, or before they were incorporated.
const LEFT_BEHIND: [&str; 6] = ["社", "財", "特社", "特財", "任意", "有"];

fn of_forms(a: &Name, b: &Name, placed: bool) -> f64 {
    match (a.form, b.form) {
        (a, b) if a == b => 1.0,
        (None, _) | (_, None) => 0.98,
        (Some(a), Some(b)) if placed || LEFT_BEHIND.contains(&a) || LEFT_BEHIND.contains(&b) => 0.8,
        _ => 0.64,
    }
}

fn is_placed(agreement: Agreement) -> bool {
    matches!(agreement, Agreement::Same | Agreement::SamePrefecture)
}

fn of_places(agreement: Agreement, n: usize) -> f64 {
    match agreement {
        Agreement::Same | Agreement::SamePrefecture | Agreement::Unknown => 1.0,
        Agreement::OtherMunicipality => 0.85,
        Agreement::OtherPrefecture => 0.55 + 0.25 * (n as f64 / 12.0).min(1.0),
    }
}

fn of_common(common: bool, agreement: Agreement) -> f64 {
    match agreement {
        _ if !common => 1.0,
        Agreement::OtherMunicipality | Agreement::OtherPrefecture => 0.75,
        _ => 0.9,
    }
}

fn of_score(score: f64) -> Class {
    if score >= PROBABLE { Class::Probable } else { Class::Unmatched }
}

fn length(core: &str) -> usize {
    core.chars().count()
}
