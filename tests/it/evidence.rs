//! Standards of evidence: published vectors, values by scipy (tests/reference/evidence), and what small studies reach.

use std::fmt::Write;
use std::fs;

use serde_json::Value;
use tashika::design::Kind;
use tashika::exhibit::Audience;
use tashika::findings::evidence::attrition::{Attrition, Boundary};
use tashika::findings::evidence::clusters::corrected;
use tashika::findings::evidence::effect_size::{cox, hedges, improvement_index};
use tashika::findings::evidence::equivalence::{Band, Covariate, correlation_within};
use tashika::findings::evidence::{Appraisal, Rating, rating, standings};
use tashika::findings::{Bundle, Facts, Finding, Standing, Verdict};
use tashika::text::{Lang, Phrase, Words};

use super::study_runs::{only, run_on, run_study};

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/evidence/evidence.json")).unwrap()
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{found} {wanted}");
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn pair(value: &Value) -> (f64, f64) {
    (number(&value[0]), number(&value[1]))
}

fn counts(value: &Value) -> (usize, usize) {
    (value[0].as_u64().unwrap() as usize, value[1].as_u64().unwrap() as usize)
}

#[test]
fn published_values_of_effect_sizes() {
    close(hedges(6.0 - 5.0, (1.0, 1.0), (3, 3)).unwrap(), 0.8);
    close(hedges(52.3 - 49.1, (10.2, 9.4), (48, 61)).unwrap(), 0.3255826250939597);
    close(cox(2.0 / 3.0, 1.0 / 3.0).unwrap(), 0.8401784006787216);
    close(cox(0.62, 0.48).unwrap(), 0.3452066260559044);
    close(improvement_index(0.25), 9.87063256829237);
    close(improvement_index(0.10), 3.982783727702899);
    assert_eq!(hedges(1.0, (0.0, 0.0), (5, 5)), None);
    assert_eq!(cox(1.0, 0.5), None);
}

#[test]
fn published_values_of_the_correction_for_clusters() {
    let wide = corrected(0.30, (200, 200), 20, 0.20).unwrap();
    close(wide.t_without, 2.98326606098177);
    close(wide.t, 1.3486049120481844);
    close(wide.df, 231.65758754863802);
    close(wide.p_value, 0.17878082940198553);
    let narrow = corrected(0.30, (200, 200), 20, 0.10).unwrap();
    close(narrow.t, 1.7434510659770635);
    close(narrow.df, 338.41552332418655);
    close(narrow.p_value, 0.08216299018087757);
    assert_eq!(corrected(0.3, (20, 20), 2, 0.1), None);
}

#[test]
fn published_attrition() {
    let of = |overall, points: f64| Attrition { overall, differential: points / 100.0, shares: (overall, overall) };
    assert_eq!(Boundary::Cautious.highest(0.30), Some(4.1));
    assert_eq!(Boundary::Optimistic.highest(0.30), Some(8.2));
    assert!(!of(0.30, 6.0).low(Boundary::Cautious) && of(0.30, 6.0).low(Boundary::Optimistic));
    assert!(of(0.08, 3.0).low(Boundary::Cautious) && of(0.08, 3.0).low(Boundary::Optimistic));
    // At the boundary, rounding errors of the difference do not count.
    assert!(of(0.30, 100.0 * (0.241 - 0.2)).low(Boundary::Cautious));
    assert_eq!((Boundary::Cautious.highest(0.58), Boundary::Optimistic.highest(0.66)), (None, None));
    assert_eq!(Attrition::of((0, 10), (0, 5)), None);
}

#[test]
fn effect_sizes_agree_with_scipy() {
    let reference = reference();
    for case in list(&reference, "hedges") {
        let mean = pair(&case["mean"]);
        let g = hedges(mean.0 - mean.1, pair(&case["sd"]), counts(&case["n"])).unwrap();
        close(g, number(&case["g"]));
    }
    for case in list(&reference, "cox") {
        let (treated, comparison) = pair(&case["p"]);
        close(cox(treated, comparison).unwrap(), number(&case["d"]));
    }
    for case in list(&reference, "improvement") {
        close(improvement_index(number(&case["g"])), number(&case["index"]));
    }
    for case in list(&reference, "clusters") {
        let clusters = case["clusters"].as_u64().unwrap() as usize;
        let found = corrected(number(&case["g"]), counts(&case["n"]), clusters, number(&case["icc"])).unwrap();
        [(found.t_without, "t_without"), (found.t, "t"), (found.df, "df"), (found.p_value, "p")]
            .iter()
            .for_each(|(found, key)| close(*found, number(&case[*key])));
    }
}

#[test]
fn attrition_and_correlation_agree_with_scipy() {
    let reference = reference();
    for (boundary, key) in [(Boundary::Cautious, "cautious"), (Boundary::Optimistic, "optimistic")] {
        let table: Vec<f64> =
            list(&reference["boundary"], key).iter().map(|text| text.as_str().unwrap().parse().unwrap()).collect();
        for (percent, wanted) in table.iter().enumerate() {
            assert_eq!(boundary.highest(percent as f64 / 100.0), Some(*wanted), "{key} {percent}");
        }
        assert_eq!(boundary.highest(table.len() as f64 / 100.0), None);
        for case in list(&reference, "attrition") {
            let found = Attrition::of(counts(&case["started"]), counts(&case["kept"])).unwrap();
            close(found.overall, number(&case["overall"]));
            close(found.differential, number(&case["differential"]));
            assert_eq!(found.low(boundary), case[key].as_bool().unwrap(), "{case}");
        }
    }
    for case in list(&reference, "correlation") {
        let numbers = |key: &str| list(case, key).iter().map(number).collect::<Vec<f64>>();
        let treated: Vec<bool> = list(case, "treated").iter().map(|it| it.as_bool().unwrap()).collect();
        close(correlation_within(&numbers("before"), &numbers("after"), &treated).unwrap(), number(&case["r"]));
    }
}

fn covariate(size: f64, adjusted: bool) -> Covariate {
    Covariate {
        share: false,
        term: "x".into(),
        label: Words::plain("x"),
        level: None,
        binary: false,
        mean: (0.0, 0.0),
        sd: (1.0, 1.0),
        largest: Default::default(),
        n: (50, 50),
        size,
        adjusted,
        asked: true,
    }
}

fn appraisal(kind: Kind) -> Appraisal {
    Appraisal {
        facts: Facts {
            kind,
            state_before: true,
            imbalance: Some((Words::plain("x"), -0.01)),
            overlap: Some(1.0),
            followed: Some(1.0),
            n: (50, 50),
            detectable: Some(1.0),
            covariates: vec![covariate(0.01, false)],
            attrition: Attrition::of((50, 50), (50, 50)),
            ..Facts::nothing(Words::plain("y"))
        },
        verdict: Verdict::Inconclusive,
        boundary: Boundary::default(),
        one_cluster: false,
        size: None,
        level: 0.95,
    }
}

/// A matched comparison of which something else is known.
fn matched(change: impl Fn(&mut Facts)) -> Appraisal {
    let mut found = appraisal(Kind::Matched);
    change(&mut found.facts);
    found
}

fn with(verdict: Verdict, found: Appraisal) -> Appraisal {
    Appraisal { verdict, ..found }
}

#[test]
fn bands_end_where_the_standard_says() {
    assert_eq!(
        [0.05, -0.05, 0.0501, 0.25, -0.2501, f64::INFINITY].map(Band::of),
        [Band::Alike, Band::Alike, Band::Adjustable, Band::Adjustable, Band::Apart, Band::Apart]
    );
}

#[test]
fn ratings_follow_design_equivalence_and_attrition() {
    let with = |found: Appraisal, change: &dyn Fn(&mut Facts)| {
        let mut found = found;
        change(&mut found.facts);
        found
    };
    let of = |kind, covariates: Vec<Covariate>| {
        rating(&with(appraisal(kind), &|facts| facts.covariates.clone_from(&covariates)))
    };
    let matched = |covariates| of(Kind::Matched, covariates);
    assert_eq!(matched(vec![covariate(0.05, false)]), Rating::WithReservations);
    assert_eq!(matched(vec![covariate(0.01, false), covariate(-0.2, false)]), Rating::DoesNotMeet);
    assert_eq!(matched(vec![covariate(0.01, false), covariate(-0.2, true)]), Rating::WithReservations);
    assert_eq!(matched(vec![covariate(0.26, true)]), Rating::DoesNotMeet);
    assert_eq!(matched(Vec::new()), Rating::DoesNotMeet);
    assert_eq!(of(Kind::Change, Vec::new()), Rating::DoesNotMeet);
    assert_eq!(of(Kind::Cutoff, Vec::new()), Rating::NotRated);
    assert_eq!(rating(&Appraisal { one_cluster: true, ..appraisal(Kind::Matched) }), Rating::DoesNotMeet);
    let lots = |kept, boundary, size| {
        let attrition = Attrition::of((100, 100), kept);
        let covariates = vec![covariate(size, false)];
        let found = Appraisal { boundary, ..appraisal(Kind::Randomised) };
        rating(&with(found, &|facts| {
            facts.covariates.clone_from(&covariates);
            facts.attrition = attrition;
        }))
    };
    assert_eq!(lots((92, 92), Boundary::Cautious, 0.9), Rating::WithoutReservations);
    assert_eq!(lots((73, 67), Boundary::Cautious, 0.01), Rating::WithReservations);
    assert_eq!(lots((73, 67), Boundary::Cautious, 0.9), Rating::DoesNotMeet);
    assert_eq!(lots((73, 67), Boundary::Optimistic, 0.9), Rating::WithoutReservations);
}

#[test]
fn levels_follow_design_and_checks() {
    let sms = |found: Appraisal| standings(&found)[1].level.unwrap();
    let kinds = [Kind::Change, Kind::Respondents, Kind::Matched, Kind::Cutoff, Kind::Randomised];
    assert_eq!(kinds.map(|kind| sms(appraisal(kind))), [1, 1, 3, 4, 5]);
    assert_eq!(sms(matched(|facts| facts.state_before = false)), 2);
    let failing = [
        matched(|facts| facts.imbalance = Some((Words::plain("x"), -0.26))),
        matched(|facts| facts.overlap = Some(0.79)),
        matched(|facts| facts.followed = Some(0.79)),
        with(Verdict::TooSmall, appraisal(Kind::Matched)),
        matched(|facts| (facts.overlap, facts.followed) = (Some(0.5), Some(0.5))),
    ];
    assert_eq!(failing.map(sms), [2; 5]);
    assert_eq!(sms(with(Verdict::TooSmall, appraisal(Kind::Change))), 1);
    let nesta = |found: Appraisal| standings(&found)[2].level;
    let few = |facts: &mut Facts| facts.n = (29, 200);
    let blunt = |facts: &mut Facts| (facts.detectable, facts.smallest_change) = (Some(2.0), Some(1.0));
    assert_eq!(nesta(appraisal(Kind::Matched)), Some(3));
    assert_eq!(nesta(matched(few)), Some(2));
    assert_eq!(nesta(matched(|facts| (facts.n, facts.smallest_change) = ((29, 200), Some(1.0)))), Some(3));
    assert_eq!(nesta(matched(blunt)), Some(2));
    assert_eq!(nesta(with(Verdict::Positive, matched(blunt))), Some(3));
    assert_eq!(nesta(with(Verdict::Positive, matched(few))), Some(2));
    assert_eq!(nesta(matched(|facts| facts.state_before = false)), Some(2));
    let nobody = appraisal(Kind::Change);
    assert_eq!(nesta(Appraisal { facts: Facts { n: (0, 0), ..nobody.facts.clone() }, ..nobody }), None);
    // Software cannot give more.
    assert_eq!(nesta(appraisal(Kind::Randomised)), Some(3));
}

#[test]
fn a_next_step_is_named_until_the_highest_level() {
    for kind in [Kind::Change, Kind::Respondents, Kind::Matched] {
        let said = standings(&appraisal(kind));
        assert!(said[0].next.is_some() && said[1].next.is_some(), "{kind:?}");
    }
    assert!(standings(&appraisal(Kind::Randomised)).iter().all(|standing| standing.next.is_none()));
    for lang in [Lang::En, Lang::Ja] {
        for kind in [Kind::Change, Kind::Matched, Kind::Cutoff, Kind::Randomised] {
            let shown = standings(&appraisal(kind)).iter().map(|it| it.rule.render(lang)).collect::<String>();
            assert!(!shown.contains('{'), "{shown}");
        }
    }
}

/// Numbers between −1 and 1 without a pattern.
fn noise(seed: usize) -> f64 {
    let mut state = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((state ^ (state >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// What a made data set is like.
#[derive(Clone, Copy)]
struct Made {
    effect: f64,
    spread: f64,
    scale: f64,
    missing: usize,
    reversed: bool,
    one_cluster: bool,
}

const PLAIN: Made = Made { effect: 6.0, spread: 4.0, scale: 1.0, missing: 0, reversed: false, one_cluster: false };

/// 40 who took part and 120 others, alike in x and b.
fn data(made: Made) -> String {
    let row = |unit: usize| {
        let treated = unit.is_multiple_of(4);
        let (x, b) = (50.0 + 10.0 * noise(unit), 100.0 + 20.0 * noise(1000 + unit));
        let a = b + made.effect * f64::from(u8::from(treated)) + made.spread * noise(2000 + unit);
        let gone = treated && unit / 4 < made.missing;
        let a = if gone { String::new() } else { (made.scale * a).to_string() };
        let group = if treated && made.one_cluster { 0 } else { 1 + unit % 20 };
        format!("u{unit:03},{},{x:.1},{},{a},g{group}", u8::from(treated), made.scale * b)
    };
    let mut rows: Vec<String> = (0..160).map(row).collect();
    if made.reversed {
        rows.reverse();
    }
    rows.iter().fold(String::from("id,t,x,b,a,g\n"), |mut all, row| {
        writeln!(all, "{row}").unwrap();
        all
    })
}

const BEFORE_AFTER: &str = "baseline = { a = \"b\" }\ntreatment = \"t\"\ndesign = \"before-after\"\n";
const MATCHED: &str = "baseline = { a = \"b\" }\ntreatment = \"t\"\ncovariates = [\"x\", \"b\"]\ndesign = \"nearest\"\nestimate = \"regression\"\n";
const WITHOUT_BASELINE: &str = "treatment = \"t\"\ncovariates = [\"x\"]\ndesign = \"nearest\"\n";

fn ask(table: &str, variable: &str, question: &str) -> Bundle {
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\nbetter = \"higher\"\n{variable}\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n{question}"
    );
    run_on(table, &study)
}

fn levels(finding: &Finding) -> (String, Option<u8>, Option<u8>) {
    let [wwc, sms, nesta] = finding.standings.as_slice() else { panic!("three standards are wanted") };
    (wwc.verdict.render(Lang::En), sms.level, nesta.level)
}

fn detail(standing: &Standing, label: &str) -> Option<String> {
    let said = |phrase: &Phrase| phrase.render(Lang::En);
    standing.details.iter().find(|(name, _)| said(name).starts_with(label)).map(|(_, value)| said(value))
}

fn keys(bundle: &Bundle) -> Vec<&str> {
    bundle.findings.requests.iter().map(|request| request.key.as_str()).collect()
}

#[test]
fn before_and_after_alone_stays_at_the_bottom() {
    let bundle = ask(&data(PLAIN), "", BEFORE_AFTER);
    let (wwc, sms, nesta) = levels(only(&bundle));
    assert_eq!((wwc.as_str(), sms, nesta), ("Does not meet the standards", Some(1), Some(2)));
    let card = &only(&bundle).standings[0];
    assert!(card.rule.render(Lang::En).contains("no comparison group") && detail(card, "Effect size").is_none());
    let shown = only(&bundle).standings.iter().map(|it| it.verdict.render(Lang::En)).collect::<String>();
    assert!(!shown.to_lowercase().contains("effect"), "{shown}");
}

#[test]
fn matching_reaches_what_its_baseline_allows() {
    let with = ask(&data(PLAIN), "smallest_change_that_matters = 5", MATCHED);
    let (wwc, sms, nesta) = levels(only(&with));
    assert!(wwc.starts_with("Meets the standards with reservations"), "{wwc}");
    assert_eq!((sms, nesta), (Some(3), Some(3)));
    assert_eq!(only(&with).claim.verdict, Verdict::Positive);
    let without = ask(&data(PLAIN), "", WITHOUT_BASELINE);
    let (_, sms, nesta) = levels(only(&without));
    assert_eq!((sms, nesta), (Some(2), Some(2)));
    assert!(detail(&only(&without).standings[0], "The outcome before").is_some());
    assert!(keys(&without).contains(&"baseline"));
}

#[test]
fn the_estimate_must_adjust_for_what_still_differs() {
    // Without regression, b still differs a little after matching on both.
    let tilted: String = data(PLAIN)
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.split(',').map(String::from).collect();
            if cells[1] == "1" {
                cells[2] = format!("{:.1}", cells[2].parse::<f64>().unwrap() + 4.0);
            }
            cells.join(",") + "\n"
        })
        .collect();
    let question = |estimate: &str| {
        let asked = MATCHED.replace("estimate = \"regression\"", &format!("estimate = \"{estimate}\""));
        format!("{asked}characteristics = [\"x\"]\n")
    };
    let plain = ask(&tilted, "", &question("difference"));
    let adjusted = ask(&tilted, "", &question("regression"));
    let table = |bundle: &Bundle| bundle.table("q/equivalence").unwrap().clone();
    let flag = |bundle: &Bundle, row: usize| match &table(bundle).cell(row, "adjusted").unwrap().value {
        tashika::exhibit::Value::Phrase(phrase) => phrase.render(Lang::En),
        other => panic!("{other:?}"),
    };
    assert_eq!((flag(&plain, 0), flag(&adjusted, 0)), ("No".into(), "Yes".into()));
    let worst = plain.findings.findings[0].standings[0].rule.render(Lang::En);
    assert!(worst.contains("does not adjust for x"), "{worst}");
    assert!(levels(only(&adjusted)).0.starts_with("Meets"), "{:?}", levels(only(&adjusted)));
}

#[test]
fn one_cluster_cannot_be_told_from_the_program() {
    let bundle = ask(&data(Made { one_cluster: true, ..PLAIN }), "", &format!("{MATCHED}cluster = \"g\"\n"));
    let card = &only(&bundle).standings[0];
    assert!(card.rule.render(Lang::En).contains("single cluster"), "{}", card.rule.render(Lang::En));
    let bundle = ask(&data(PLAIN), "", &format!("{MATCHED}cluster = \"g\"\n"));
    let said = detail(&only(&bundle).standings[0], "Effect size with the standard's own correction").unwrap();
    assert!(said.contains("CI") && said.contains("p:"), "{said}");
}

#[test]
fn losses_cost_a_level_and_ask_for_answers() {
    let bundle = ask(&data(Made { missing: 14, ..PLAIN }), "", MATCHED);
    let (_, sms, _) = levels(only(&bundle));
    assert_eq!(sms, Some(2));
    let said = detail(&only(&bundle).standings[0], "Lost since").unwrap();
    assert!(said.contains("high by the cautious boundary"), "{said}");
    let request = bundle.findings.requests.iter().find(|request| request.key == "response").unwrap();
    // 26 of 40 are known; 32 would be four fifths.
    assert_eq!(request.count, Some(6));
}

#[test]
fn scale_and_order_do_not_matter() {
    let of = |made| {
        let bundle = ask(&data(made), "", MATCHED);
        let cells = bundle.table("q/equivalence").unwrap().clone();
        let sizes: Vec<f64> =
            (0..cells.rows.len()).map(|row| cells.cell(row, "size").unwrap().number().unwrap()).collect();
        let texts: Vec<String> = only(&bundle)
            .standings
            .iter()
            .flat_map(|it| [&it.verdict, &it.rule].into_iter().chain(it.details.iter().map(|(_, value)| value)))
            .map(|phrase| phrase.render(Lang::En))
            .collect();
        (sizes, texts)
    };
    let first = of(PLAIN);
    assert_eq!(of(Made { reversed: true, ..PLAIN }), first);
    let scaled = of(Made { scale: 1024.0, ..PLAIN });
    assert_eq!(scaled.1, first.1);
    scaled.0.iter().zip(&first.0).for_each(|(a, b)| close(*a, *b));
    assert!(first.1.iter().any(|text| text.contains("percentile points")));
}

#[test]
fn the_effect_size_is_hedges_g_of_the_matched() {
    let bundle = ask(&data(PLAIN), "", MATCHED);
    let effect = only(&bundle).effect.as_ref().unwrap().estimate;
    let frame = bundle.frame("q/matched").unwrap();
    let column = |key: &str| match &frame.columns.iter().find(|column| column.key == key).unwrap().values {
        tashika::exhibit::Values::Number(values) => values.clone(),
        other => panic!("{other:?}"),
    };
    let (arm, after) = (column("t"), column("a"));
    let sd = |wanted: f64| {
        let own: Vec<f64> = arm.iter().zip(&after).filter(|(t, _)| **t == wanted).map(|(_, a)| *a).collect();
        let mean = own.iter().sum::<f64>() / own.len() as f64;
        (own.iter().map(|a| (a - mean).powi(2)).sum::<f64>() / (own.len() as f64 - 1.0)).sqrt()
    };
    let pooled = ((sd(1.0).powi(2) + sd(0.0).powi(2)) / 2.0).sqrt();
    let g = (1.0 - 3.0 / (4.0 * 80.0 - 9.0)) * effect / pooled;
    assert_eq!(detail(&only(&bundle).standings[0], "Effect size").unwrap(), format!("{g:.2}"));
}

#[test]
fn what_a_finding_withholds_its_card_withholds() {
    let far: String = data(PLAIN).lines().map(|line| format!("{}\n", line.replacen(",1,", ",1,1", 1))).collect();
    let bundle = ask(&far, "", MATCHED);
    assert_eq!(only(&bundle).claim.verdict, Verdict::NotComparable);
    let card = &only(&bundle).standings[0];
    assert!(detail(card, "Effect size").is_none() && detail(card, "Improvement").is_none());
    assert_eq!(card.verdict.render(Lang::En), "Does not meet the standards");
    assert!(keys(&bundle).contains(&"overlap"));
}

#[test]
fn the_card_is_a_public_table() {
    let bundle = ask(&data(PLAIN), "", MATCHED);
    let table = bundle.table("q/evidence").unwrap();
    assert_eq!((table.rows.len(), table.audience), (3, Audience::Public));
    assert_eq!(table.cell(1, "level").unwrap().number(), Some(3.0));
    assert!(only(&bundle).tables.contains(&"q/evidence".to_string()));
}

#[test]
fn nothing_is_asked_where_nothing_is_missing() {
    let bundle = ask(&data(PLAIN), "smallest_change_that_matters = 2", MATCHED);
    assert_eq!(keys(&bundle), [""; 0]);
    assert!(bundle.table("requests").is_none());
}

#[test]
fn before_and_after_asks_for_others_to_compare_with() {
    let bundle = ask(&data(PLAIN), "smallest_change_that_matters = 2", BEFORE_AFTER);
    assert_eq!(keys(&bundle), ["comparison"]);
    let table = bundle.table("requests").unwrap();
    assert_eq!(table.cell(0, "count").unwrap().number(), Some(40.0));
    let said = |lang| bundle.findings.requests[0].sentence(0).render(lang);
    assert_eq!(
        said(Lang::En),
        "Collect a, before and after, from at least 40 more (similar ones without the program), before the program starts \
         the next time, so that it can be said whether others change as much without the program."
    );
    assert_eq!(
        said(Lang::Ja),
        "事業がなくても同じくらい変わるのかどうかを述べられるように、次に事業を始める前に、参加しない似た対象から前と後の「a」を集めてください（少なくともあと40件）。"
    );
}

#[test]
fn a_study_that_compares_elsewhere_is_not_asked_to() {
    let other = format!("{BEFORE_AFTER}[[questions]]\nid = \"r\"\noutcomes = [\"a\"]\n{MATCHED}");
    let bundle = ask(&data(PLAIN), "smallest_change_that_matters = 2", &other);
    assert_eq!(keys(&bundle), [""; 0]);
}

#[test]
fn the_number_of_cases_follows_from_the_length_of_the_interval() {
    let bundle = ask(&data(Made { effect: 0.2, ..PLAIN }), "smallest_change_that_matters = 0.5", MATCHED);
    let finding = only(&bundle);
    assert_eq!(finding.claim.verdict, Verdict::Inconclusive, "{}", finding.texts[&Lang::En]);
    let effect = finding.effect.as_ref().unwrap();
    let exact = 40.0 * ((effect.high - effect.low) / 0.5).powi(2);
    let digit = 10f64.powf(exact.log10().floor() - 1.0);
    let wanted = (exact.ceil() / digit).ceil() * digit - 40.0;
    let request = bundle.findings.requests.iter().find(|request| request.key == "cases").unwrap();
    assert_eq!(request.count, Some(wanted as u64));
    assert!(wanted > 0.0);
}

#[test]
fn what_is_out_of_reach_asks_for_enough_to_reach_it() {
    let variable = "smallest_change_that_matters = 0.2\nlargest_plausible_change = 1";
    let bundle = ask(&data(Made { effect: 0.2, spread: 9.0, ..PLAIN }), variable, MATCHED);
    assert_eq!(only(&bundle).claim.verdict, Verdict::TooSmall, "{}", only(&bundle).texts[&Lang::En]);
    let request = bundle.findings.requests.iter().find(|request| request.key == "cases").unwrap();
    assert!(request.count.unwrap() > 40 && request.so_that.render(Lang::En).contains("could be expected"));
}

#[test]
fn few_cases_ask_for_the_least_number() {
    let few: String = data(PLAIN).lines().take(5).map(|line| format!("{line}\n")).collect();
    let question = BEFORE_AFTER.replace("treatment = \"t\"\n", "");
    let bundle = ask(&few, "", &question);
    assert_eq!(only(&bundle).claim.verdict, Verdict::TooSmall);
    let request = bundle.findings.requests.iter().find(|request| request.key == "cases").unwrap();
    assert_eq!(request.count, Some(6));
}

#[test]
fn a_main_outcome_is_asked_what_would_matter() {
    assert_eq!(keys(&ask(&data(PLAIN), "", MATCHED)), ["smallest-change"]);
}

#[test]
fn outcomes_of_one_question_make_one_errand() {
    let two = BEFORE_AFTER.replace("baseline = { a = \"b\" }", "baseline = { a = \"b\", x = \"b\" }");
    let temp = tempfile::tempdir().unwrap();
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\", \"x\"]\n{two}"
    );
    fs::write(temp.path().join("d.csv"), data(PLAIN)).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    let asked: Vec<_> = bundle.findings.requests.iter().filter(|request| request.key == "comparison").collect();
    let [request] = asked.as_slice() else { panic!("{:?}", keys(&bundle)) };
    assert_eq!(request.finding, None);
    assert!(request.collect.render(Lang::En).starts_with("a, x, before and after"), "{:?}", request.collect);
}

#[test]
fn different_people_are_asked_for_a_code_and_for_others() {
    let answers = |offset: f64| {
        (0..40).fold(String::from("a,g\n"), |all, i| format!("{all}{:.2},s{}\n", offset + noise(i), i % 5))
    };
    let temp = tempfile::tempdir().unwrap();
    let study = "[sources.first]\nfile = \"first.csv\"\nanonymous = true\nperiod = \"before\"\n[sources.second]\nfile = \"second.csv\"\nanonymous = true\nperiod = \"after\"\n[variables.a]\nsmallest_change_that_matters = 0.5\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nbefore = \"before\"\nafter = \"after\"\ndesign = \"two-groups\"\n";
    fs::write(temp.path().join("first.csv"), answers(0.0)).unwrap();
    fs::write(temp.path().join("second.csv"), answers(2.0)).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    assert_eq!(levels(only(&bundle)), ("Does not meet the standards".into(), Some(1), Some(2)));
    assert_eq!(keys(&bundle), ["comparison", "baseline"]);
    assert!(bundle.table("q/equivalence").is_none());
}

#[test]
fn what_people_told_the_funder_asks_for_a_record() {
    let bundle = ask(&data(PLAIN), "measured = \"self-report-to-funder\"\nsmallest_change_that_matters = 2", MATCHED);
    assert_eq!(keys(&bundle), ["record"]);
}
