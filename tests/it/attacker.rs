//! The public edition under the attacker of `examples/attack_public`, which knows nothing of how it is made: what it tells of the demo,
//! of small studies of the kinds that told too much, and of made studies, under all profiles.
//!
//! [`TODAY`] and [`MADE`] are ratchets: they say how many numbers are told today, and nothing may be added to them. They are meant to be
//! empty, and are for the two profiles that do not round but for seven numbers of made studies under `ten`.

#[allow(dead_code, clippy::module_inception)]
#[path = "../../examples/attack_public/mod.rs"]
mod attacker;

use std::path::{Path, PathBuf};

use attacker::claims::Attack;
use attacker::edition::{Edition, Files};
use attacker::made::made;
use attacker::runs::{self, Editions, PROFILES};
use attacker::sweep::both;
use attacker::truth::Judged;
use attacker::{Found, attack};

/// What may be told of a study under each profile, in the order of [`PROFILES`]: numbers, and names and texts. Zero is the aim.
const TODAY: [(&str, [(usize, usize); 4]); 5] = [
    ("condition", [(0, 0), (0, 0), (0, 0), (1, 0)]),
    ("nested", [(0, 0), (0, 0), (0, 0), (23, 0)]),
    ("shares", [(0, 0), (0, 0), (0, 0), (7, 0)]),
    ("folder", [(0, 0), (0, 0), (3, 0), (4, 0)]),
    ("headline", [(0, 0), (0, 0), (0, 0), (11, 0)]),
];

/// The same of all made studies together.
const MADE: [usize; 4] = [0, 7, 17, 51];

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/disclosure").join(name)
}

/// What was told: numbers, and names and texts. A claim that is wrong tells nothing: what is rounded is read as something else. That the
/// audit holds the truth is asserted.
fn told(name: &str, found: &Found, judged: &Judged) -> (usize, usize) {
    assert!(judged.outside.is_empty(), "{name}: {:?}", judged.outside);
    let texts = found.by(Attack::Texts);
    ((found.claims.len() - texts).saturating_sub(judged.wrong.len()), texts)
}

fn list(found: &Found) -> String {
    let line = |claim: &attacker::claims::Claim| {
        format!("{} {} = {}..{}, {}\n", claim.attack.name(), claim.place, claim.low, claim.high, claim.what)
    };
    found.claims.iter().map(line).collect()
}

/// That no more is told of a study than today.
fn no_more_than_today(name: &str, folder: &Path, profiles: &[usize]) {
    for &at in profiles {
        let profile = PROFILES[at];
        let editions = runs::of_data(&runs::stored(folder, profile).unwrap()).unwrap();
        let (found, judged) = both(editions).unwrap();
        let told = told(&format!("{name}, {profile}"), &found, &judged);
        let today = TODAY.iter().find(|(own, _)| *own == name).map_or((0, 0), |(_, today)| today[at]);
        let more = told.0 > today.0 || told.1 > today.1;
        assert!(!more, "{name}, {profile}: {told:?} are told, {today:?} were:\n{}", list(&found));
    }
}

#[test]
fn nested_questions_and_small_programs() {
    no_more_than_today("nested", &case("nested"), &[0, 1]);
}

#[test]
fn nested_questions_and_small_programs_where_counts_are_rounded() {
    no_more_than_today("nested", &case("nested"), &[2, 3]);
}

#[test]
fn two_questions_that_differ_by_one_unit() {
    no_more_than_today("differ", &case("differ"), &[0, 1, 2, 3]);
}

#[test]
fn shares_of_which_few_are_not_part() {
    no_more_than_today("shares", &case("shares"), &[0, 1, 2, 3]);
}

#[test]
fn conditions_and_folders_that_name_somebody() {
    no_more_than_today("condition", &case("condition"), &[0, 1, 2, 3]);
    no_more_than_today("folder", &case("folder"), &[0, 1, 2, 3]);
}

#[test]
fn small_parts_tell_nothing_and_do_not_take_the_answer_of_all_with_them() {
    no_more_than_today("headline", &case("headline"), &[0, 1, 2, 3]);
    for profile in PROFILES {
        let editions = runs::of_data(&runs::stored(&case("headline"), profile).unwrap()).unwrap();
        let public = Edition::read(editions.public).unwrap();
        assert!(
            public.json["findings"][0]["effect"]["estimate"].is_number(),
            "{profile}: the answer of all is withheld"
        );
    }
}

#[test]
fn the_example_of_grants() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei");
    no_more_than_today("chiiki-josei", &folder, &[0]);
}

#[test]
fn the_example_of_training() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/nsw");
    no_more_than_today("nsw", &folder, &[0]);
}

/// Four made studies under each profile; the example runs as many as one likes.
#[test]
fn made_studies() {
    let mut told_of = [0; 4];
    for seed in 1..=4 {
        let made = made(seed);
        for (profile, all) in PROFILES.iter().zip(&mut told_of) {
            let editions = runs::of_data(&runs::made(&made.table, &made.study, profile).unwrap()).unwrap();
            let (found, judged) = both(editions).unwrap();
            *all += told(&format!("made {seed} ({}), {profile}", made.about), &found, &judged).0;
        }
    }
    assert!(told_of.iter().zip(MADE).all(|(told, today)| *told <= today), "{told_of:?} are told, {MADE:?} were");
}

/// The public edition of a study with all files, and the internal one.
fn editions(name: &str) -> Editions {
    runs::of_files(&runs::stored(&case(name), "jp-official").unwrap()).unwrap()
}

fn numbers(files: &Files) -> Vec<String> {
    let found = attack(&Edition::read(files.clone()).unwrap());
    let claims = found.claims.iter().filter(|claim| claim.attack != Attack::Texts);
    claims.map(|claim| format!("{} {}", claim.place, claim.what)).collect()
}

/// What is internal and comes into the public folder is seen: the attacker can fail.
#[test]
fn an_internal_file_in_the_public_folder_is_seen() {
    let Editions { public, internal } = editions("headline");
    let before = numbers(&public);
    let swapped = |name: &str| {
        let mut files = public.clone();
        assert_ne!(
            files.insert(name.into(), internal[name].clone()),
            Some(internal[name].clone()),
            "{name} is the same"
        );
        files
    };
    let outlets = ["tables/all-groups.parquet", "tables/all-groups.csv", "findings.json"];
    let outlets = outlets.into_iter().chain(["headline.en.xlsx", "report.en.html", "charts/all-groups.en.svg"]);
    for name in outlets {
        let after = numbers(&swapped(name));
        let new = after.iter().filter(|claim| !before.contains(claim)).count();
        assert!(new > 0, "{name} of the internal edition is not seen");
    }
}
