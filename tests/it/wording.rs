//! No text of ours claims more than data can show, and a user's texts that do get a warning.

use std::fs;

use tashika::design::Rung;
use tashika::diag::{Severity, Sink};
use tashika::findings::wording::lint;
use tashika::run;
use tashika::text::{Lang, entries};

use crate::text::templates;

/// Sentences that may hold a forbidden word, because they deny the claim or speak about the word.
const ALLOWED: &[(&str, &str)] = &[
    ("This does not mean that the program has no effect: it could not be told from chance.", "denies the claim"),
    (
        "Treatment cannot be told apart from {names}: together they say who was treated, so that no effect can be separated from them",
        "says why there is no estimate",
    ),
    (
        "Shares do not exist where the total is 0 or a class is negative (returned grants, corrections): they count as missing and are listed. HHI depends on how finely sources are told apart: compare only values with the same k. The grant itself is income: a rise of the total while it is paid is no effect on the organisation, which is why net and own exist. A total that shrinks in all classes alike leaves every share as it is.",
        "denies that a rise is an effect",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; for every treated unit similar units without treatment exist; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Without a comparison group, a change may come from anything that happened in between. Units chosen because they stood low before tend to rise by themselves (regression to the mean). Very few pairs or one huge change make the t interval unreliable: look at the rank-based answers.",
        "warns of a value that is far from the others",
    ),
    ("That the program has no effect: these data cannot tell", "stands under \"what you cannot say\""),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates, and the model of taking part is right; taking part was certain for nobody, and impossible for nobody; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates, and what matters of it are averages (with moments = 2 also spreads); one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; differences within bins do not matter; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; for every unit there is one on the other side that is like it; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; the model of taking part or that of the outcome is right (one of them is enough); with a baseline the same of changes",
        "speaks of what came before the treatment",
    ),
    (
        "Everything that led to the treatment and matters for the outcome is among the covariates; within a class it does not matter who received; one unit's treatment does not change another's outcome",
        "speaks of what came before the treatment",
    ),
    ("Nothing is weighted here, so that the law of the dose would have no effect", "speaks of an option"),
    (
        "Of those whom the lot chose no more received than of the others, so that no effect of receiving can be told",
        "says why there is no estimate",
    ),
    (
        "Overlap: the part that the distributions of the two groups have in common, from 0 (nothing) to 1 (all), by normal kernel densities with the bandwidth of the smaller group (1.06 times the smaller of standard deviation and quartile range/1.34, divided by the fifth root of n); for yes/no variables and levels 1 less the difference of the shares",
        "a definition",
    ),
    (
        "That income rose because of the grant, where the grant itself is in the income: take it out first (`income-mix`)",
        "stands under \"what may not be said\"",
    ),
    (
        "The covariates and strata together say whom the lot chose, so that no effect can be separated from them",
        "says why there is no estimate",
    ),
    (
        "The distances add up to {total}, the smallest sum that such sets can have: the dual problem proves that none has less than {bound} (duality gap {gap})",
        "speaks of arithmetic",
    ),
    ("`{key}` has no effect where nobody is left out (`bounds`, `discard`)", "speaks of an option"),
    ("`{key}` has no effect with tilting, whose weights have their sums already", "speaks of an option"),
    ("An effect, if many more are missing on one side than on the other", "stands under \"what may not be said\""),
    (
        "An effect: those who were refused were refused for reasons, and some of these are in no table",
        "stands under \"what may not be said\"",
    ),
];

#[test]
fn our_own_texts_claim_no_more_than_data_can_show() {
    let templates = templates();
    assert!(templates.len() > 500);
    let english = templates.iter().map(|(template, path)| (template, template, path.as_str()));
    let japanese = entries(Lang::Ja).iter().map(|(template, said)| (template, said, "src/text/ja"));
    let mut wrong = Vec::new();
    for (template, said, path) in english.chain(japanese) {
        if !ALLOWED.iter().any(|(allowed, _)| allowed == template) {
            wrong.extend(lint(said, Rung::Differed).iter().map(|found| format!("{path}: {found:?} in {said:?}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn report_templates_claim_no_more_than_data_can_show() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/reports-templates");
    let pages = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<_> = pages.filter(|path| path.extension().is_some_and(|extension| extension == "html")).collect();
    assert!(!pages.is_empty());
    for line in
        pages.iter().flat_map(|page| fs::read_to_string(page).unwrap().lines().map(String::from).collect::<Vec<_>>())
    {
        assert!(lint(&line, Rung::Differed).is_empty(), "{line}");
    }
}

#[test]
fn every_exception_is_needed() {
    for (template, _) in ALLOWED {
        assert!(templates().contains_key(*template), "no code says {template:?}");
        let said = [*template, entries(Lang::Ja)[*template].as_str()];
        assert!(said.iter().any(|said| !lint(said, Rung::Differed).is_empty()), "{template:?} needs no exception");
    }
}

fn warnings(title: &str, label: &str, question: &str) -> Vec<(String, String)> {
    let temp = tempfile::tempdir().unwrap();
    let rows: String = (0..12).map(|unit| format!("u{unit},{unit},{}.5\n", unit + unit % 3)).collect();
    fs::write(temp.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let study = format!(
        "[study]\ntitle = \"{title}\"\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\nlabel = \"{label}\"\n[[questions]]\nid = \"q\"\ntitle = \"{question}\"\noutcomes = [\"a\"]\nbaseline = {{ a = \"b\" }}\ndesign = \"before-after\"\n"
    );
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_ok());
    let own = sink.problems.iter().filter(|problem| problem.code == "claim-too-strong");
    own.map(|problem| {
        assert_eq!(problem.severity, Severity::Warning);
        let place = problem.places[0].to_string();
        let line = place.rsplit_once("study.toml").unwrap().1.to_string();
        (problem.message.render(Lang::En), line)
    })
    .collect()
}

#[test]
fn a_title_that_claims_too_much_gets_a_warning_where_it_stands() {
    let found = warnings("Training was proven to work", "約1.14倍になった力", "研修の有効性が確認できた");
    let said: Vec<&str> = found.iter().map(|(said, _)| said.as_str()).collect();
    assert_eq!(
        said,
        [
            "“proven” says more than these data can show",
            "“1.14倍” says more than these data can show",
            "“有効性が確認” says more than these data can show"
        ]
    );
    // The title of a study has no place of its own; the others point at the nearest key.
    let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places[0], "");
    assert!(places[1].starts_with(":6:") && places[2].starts_with(":8:"), "{places:?}");
}

#[test]
fn ordinary_titles_pass() {
    assert_eq!(warnings("Improved training for approved applicants", "参加3回以上の人数", "研修の前後の変化"), []);
}
