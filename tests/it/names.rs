//! Which names are of one organisation: pairs that were judged by hand, and names that are spelled in other ways by a seed.
//!
//! `tests/reference/names/pairs.csv` holds pairs with a label: `join` (one organisation, and a program may say so), `ask` (one, but a
//! person must say so) and `not` (two).

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use tashika::names::{Class, Judged, Locality, Name, Neighbours, Party, even, judge};

use crate::name_variants::{Draw, bodies, mistyped, other, spelled};

pub struct Pair {
    pub a: Party,
    pub b: Party,
    pub label: String,
    pub said: String,
}

fn party(cell: &str, place: &str) -> Party {
    Party::of(cell, Locality::of(place)).unwrap_or_else(|| panic!("no name in {cell}"))
}

pub fn pairs() -> Vec<Pair> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/names/pairs.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let pair = |record: csv::StringRecord| Pair {
        a: party(&record[0], &record[1]),
        b: party(&record[2], &record[3]),
        label: record[4].to_string(),
        said: record.iter().collect::<Vec<_>>().join(" | "),
    };
    reader.records().map(|record| pair(record.unwrap())).collect()
}

/// What became of pairs, and how well.
#[derive(Debug, Default)]
pub struct Tally {
    by: BTreeMap<(String, &'static str), usize>,
    wrong: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, label: &str, judged: Judged, said: &str) {
        let class = match judged.class {
            Class::Exact => "joined",
            Class::Probable => "listed",
            Class::Unmatched => "apart",
        };
        *self.by.entry((label.to_string(), class)).or_default() += 1;
        let wanted = match label {
            "join" => "joined",
            "ask" => "listed",
            _ => "apart",
        };
        if class != wanted {
            self.wrong.push(format!("{label}, but {class} ({:.3}, {:?}): {said}", judged.score, judged.why));
        }
    }

    fn n(&self, labels: &[&str], classes: &[&str]) -> f64 {
        let counted =
            self.by.iter().filter(|((label, class), _)| labels.contains(&&**label) && classes.contains(class));
        counted.map(|(_, n)| *n as f64).sum()
    }

    /// Of those joined, the share that are one organisation.
    pub fn precision(&self) -> f64 {
        self.n(&["join", "ask"], &["joined"]) / self.n(&["join", "ask", "not"], &["joined"])
    }

    /// Of those that differ in spelling only, the share that was joined.
    pub fn recall_of_joins(&self) -> f64 {
        self.n(&["join"], &["joined"]) / self.n(&["join"], &["joined", "listed", "apart"])
    }

    /// Of those that are one organisation, the share that was joined or listed for a person.
    pub fn recall_of_all(&self) -> f64 {
        self.n(&["join", "ask"], &["joined", "listed"]) / self.n(&["join", "ask"], &["joined", "listed", "apart"])
    }

    pub fn check(&self) {
        let said = format!("{:#?}\n{}", self.by, self.wrong.join("\n"));
        assert!(self.precision() >= 0.995, "precision {}: {said}", self.precision());
        assert!(self.recall_of_joins() >= 0.95, "recall of joins {}: {said}", self.recall_of_joins());
        assert!(self.recall_of_all() >= 0.95, "recall {}: {said}", self.recall_of_all());
        assert_eq!(self.n(&["ask"], &["joined"]), 0.0, "what is not sure is listed, not joined: {said}");
    }
}

#[test]
fn pairs_judged_by_hand_are_joined_listed_and_kept_apart() {
    let mut tally = Tally::default();
    let pairs = pairs();
    assert!(pairs.len() >= 200, "{}", pairs.len());
    for pair in &pairs {
        let judged = judge(&pair.a, &pair.b);
        assert_eq!(judged, judge(&pair.b, &pair.a), "{}", pair.said);
        tally.add(&pair.label, judged, &pair.said);
    }
    tally.check();
    assert_eq!(tally.n(&["not"], &["joined"]), 0.0);
}

#[test]
fn thousands_of_spellings_are_joined_and_what_looks_like_them_is_not() {
    let mut tally = Tally::default();
    let mut draw = Draw::new(7, "pairs");
    for body in bodies(7, 1_500) {
        let a = party(&body.name(), body.prefecture);
        let mut pair = |label: &str, name: String, place: &str| {
            let b = party(&name, place);
            let judged = judge(&a, &b);
            assert_eq!(judged, judge(&b, &a));
            tally.add(label, judged, &format!("{} | {name}", body.name()));
        };
        pair("join", spelled(&body, &mut draw), body.prefecture);
        pair("join", spelled(&body, &mut draw), "");
        pair("ask", mistyped(&body, &mut draw), body.prefecture);
        pair("not", other(&body, &mut draw), "");
        pair("not", spelled(&body, &mut draw), if body.prefecture == "東京都" { "大阪府" } else { "東京都" });
    }
    tally.check();
}

/// Texts of the signs that names are written with.
fn written() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(
        "みどりの輪森會学國髙﨑ヶケがノ々ーー－-‐一第1２ABcdé ＡＢ　・.「」ガｶﾞヴァッツ札幌市東京都&'()（）【】旧元"
            .chars()
            .collect::<Vec<char>>(),
    );
    prop::collection::vec(sign, 1..12).prop_map(|signs| signs.into_iter().collect())
}

fn placed() -> impl Strategy<Value = Locality> {
    prop::sample::select(vec!["", "東京都", "大阪府", "東京都港区", "東京都北区", "札幌市"]).prop_map(Locality::of)
}

proptest! {
    #[test]
    fn names_are_evened_once(text in written()) {
        let once = even(&text);
        prop_assert_eq!(even(&once), once.clone(), "{}", text);
        if let Some(name) = Name::of(&text) {
            prop_assert_eq!(even(&name.core), name.core.clone());
            let again = Name::of(&name.core).map(|name| name.core);
            prop_assert_eq!(again, Some(name.core), "{}", text);
        }
    }

    #[test]
    fn scores_are_symmetric_and_one_only_for_equal_names(a in written(), b in written(), p in placed(), q in placed()) {
        let (Some(a), Some(b)) = (Name::of(&a), Name::of(&b)) else { return Ok(()) };
        let (a, b) = (Party { name: a, place: p }, Party { name: b, place: q });
        let judged = judge(&a, &b);
        prop_assert_eq!(judged, judge(&b, &a));
        prop_assert!((0.0..=1.0).contains(&judged.score));
        if judged.score == 1.0 || judged.class == Class::Exact {
            prop_assert_eq!(&a.name.core, &b.name.core);
        }
        prop_assert_eq!(judge(&a, &a).score >= 0.9, true);
    }

    #[test]
    fn the_nearest_does_not_depend_on_the_order(seed in 0u64..1_000) {
        let mut draw = Draw::new(seed, "order");
        let named: Vec<Party> = bodies(seed, 60).iter().map(|body| party(&body.name(), body.prefecture)).collect();
        let mut turned = named.clone();
        let by = draw.below(60);
        turned.rotate_left(by);
        turned.reverse();
        let (one, other) = (Neighbours::new(named), Neighbours::new(turned));
        for body in bodies(seed, 10) {
            let asked = party(&mistyped(&body, &mut draw), "");
            let found = |index: &Neighbours| {
                let near = index.nearest(&asked, 3).into_iter();
                near.map(|(at, judged)| (index.party(at).clone(), judged.score)).collect::<Vec<_>>()
            };
            prop_assert_eq!(found(&one), found(&other));
        }
    }
}
