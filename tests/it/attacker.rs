//! The public edition under the attacker of `examples/attack_public`, which knows nothing of how it is made: what it tells of the demo,
//! of small studies of the kinds that told too much, and of made studies, under all profiles.
//!
//! Nothing may be told: no number, no name, no text. And nothing may be read wrongly, for an attacker who contradicts himself tells nothing.

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

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/disclosure").join(name)
}

/// That nothing is told, that the attacker does not contradict himself, and that the ranges of the audit hold the truth.
fn tells_nothing(name: &str, found: &Found, judged: &Judged) {
    assert!(judged.outside.is_empty(), "{name}: {:?}", judged.outside);
    assert!(found.misread.is_empty(), "{name}: {:?}", found.misread);
    assert!(found.claims.is_empty(), "{name} tells:\n{}", list(found));
}

fn list(found: &Found) -> String {
    let line = |claim: &attacker::claims::Claim| {
        format!("{} {} = {}..{}, {}\n", claim.attack.name(), claim.place, claim.low, claim.high, claim.what)
    };
    found.claims.iter().map(line).collect()
}

/// That nothing is told of a study.
fn none_told(name: &str, folder: &Path, profiles: &[usize]) {
    for &at in profiles {
        let profile = PROFILES[at];
        let editions = runs::of_data(&runs::stored(folder, profile).unwrap()).unwrap();
        let (found, judged) = both(editions).unwrap();
        tells_nothing(&format!("{name}, {profile}"), &found, &judged);
    }
}

#[test]
fn nested_questions_and_small_programs() {
    none_told("nested", &case("nested"), &[0, 1]);
}

#[test]
fn nested_questions_and_small_programs_where_counts_are_rounded() {
    none_told("nested", &case("nested"), &[2, 3]);
}

#[test]
fn what_measures_count_of_logs_surveys_and_ledgers() {
    none_told("counted", &case("counted"), &[0, 1]);
}

#[test]
fn what_measures_count_where_counts_are_rounded() {
    none_told("counted", &case("counted"), &[2, 3]);
}

#[test]
fn lines_and_curves_of_doses_of_which_one_is_far_larger() {
    none_told("doses", &case("doses"), &[0, 1, 2, 3]);
}

#[test]
fn two_questions_that_differ_by_one_unit() {
    none_told("differ", &case("differ"), &[0, 1, 2, 3]);
}

#[test]
fn shares_of_which_few_are_not_part() {
    none_told("shares", &case("shares"), &[0, 1, 2, 3]);
}

#[test]
fn conditions_and_folders_that_name_somebody() {
    none_told("condition", &case("condition"), &[0, 1, 2, 3]);
    none_told("folder", &case("folder"), &[0, 1, 2, 3]);
}

#[test]
fn small_parts_tell_nothing_and_do_not_take_the_answer_of_all_with_them() {
    none_told("headline", &case("headline"), &[0, 1, 2, 3]);
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
fn one_that_is_most_of_all() {
    none_told("largest", &case("largest"), &[0, 1, 2, 3]);
}

/// Whoever has the second largest amount would tell the largest by the internal edition: the attacker can fail, and the mean and the spread
/// that tell it are there.
#[test]
fn the_largest_amount_would_be_told_by_the_internal_edition() {
    let internal = runs::of_data(&runs::stored(&case("largest"), "jp-official").unwrap()).unwrap().internal;
    let edition = Edition::read(internal).unwrap();
    let found = attack(&edition).with_names(&edition, &edition);
    let told = |how: &str| found.claims.iter().any(|it| it.attack == Attack::Largest && it.what.ends_with(how));
    assert!(["total", "interval", "deviation"].into_iter().all(told), "{}", list(&found));
}

#[test]
fn the_example_of_grants() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei");
    none_told("chiiki-josei", &folder, &[0]);
}

#[test]
fn the_example_of_training() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/nsw");
    none_told("nsw", &folder, &[0]);
}

/// Two made studies under each profile; the example runs as many as one likes.
#[test]
fn made_studies() {
    for seed in 1..=2 {
        let made = made(seed);
        for profile in PROFILES {
            let editions = runs::of_data(&runs::made(&made.table, &made.study, profile).unwrap()).unwrap();
            let (found, judged) = both(editions).unwrap();
            tells_nothing(&format!("made {seed} ({}), {profile}", made.about), &found, &judged);
        }
    }
}

/// A region of which more are known in one answer than in another is named in neither; two questions with conditions that are not told are
/// not taken for one; where few rose and few fell, an estimate does not tell either; where an answer of few is hidden, the mean of few does not tell it.
#[test]
fn made_studies_with_parts_of_few_and_nested_questions() {
    for (seed, profile) in [(7, "ten"), (9, "nhs"), (11, "jp-official"), (279, "jp-official")] {
        let made = made(seed);
        let editions = runs::of_data(&runs::made(&made.table, &made.study, profile).unwrap()).unwrap();
        let (found, judged) = both(editions).unwrap();
        tells_nothing(&format!("made {seed} ({}), {profile}", made.about), &found, &judged);
    }
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
    let outlets = outlets.into_iter().chain([
        "headline.en.xlsx",
        "headline-details.en.xlsx",
        "report.en.html",
        "charts/all-groups.en.svg",
    ]);
    for name in outlets {
        let after = numbers(&swapped(name));
        let new = after.iter().filter(|claim| !before.contains(claim)).count();
        assert!(new > 0, "{name} of the internal edition is not seen");
    }
}
