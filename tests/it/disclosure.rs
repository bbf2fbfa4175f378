//! The public edition under attack: what is hidden cannot be told from all that is shown, and nothing else is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rand::RngExt;
use tashika::design::Kind as Comparing;
use tashika::exhibit::{
    AnswerPart, Audience, Cell, Column, Format, Kind, Link, Relation, Table, TableRole, Value, Values,
};
use tashika::figures::{self, Basis, CaseRow, ForestRow, cases_table};
use tashika::findings::{Bundle, Finding, Findings, Manifest, Profile, SCHEMA, StudyInfo, disclosure};
use tashika::math::feasible::{Equation, Equations, SearchResult};
use tashika::math::random::Stream;
use tashika::text::{CellRef, Lang, Phrase, Words};

/// A bundle of tables alone.
pub fn bundle(profile: Profile, tables: Vec<Table>, links: Vec<Link>) -> Bundle {
    let study = StudyInfo {
        id: "s".into(),
        title: Words::plain("s"),
        languages: vec![Lang::En],
        outputs: Default::default(),
        imprint: Default::default(),
        level: 0.95,
        profile,
        words: Default::default(),
        parts_by: Default::default(),
        charts: Vec::new(),
    };
    let manifest = Manifest {
        engine: "tashika".into(),
        commit: None,
        seed: 1,
        study: ("s.toml".into(), String::new()),
        sources: Vec::new(),
    };
    let findings = Findings {
        schema: SCHEMA.into(),
        study,
        questions: Vec::new(),
        findings: Vec::new(),
        flow: Vec::new(),
        problems: Vec::new(),
        manifest,
        edition: Audience::Internal,
        links,
        requests: Vec::new(),
        decisions: Default::default(),
        groups: Vec::new(),
    };
    Bundle {
        findings,
        tables,
        frames: Vec::new(),
        figures: Vec::new(),
        templates: Default::default(),
        published: Default::default(),
    }
}

fn protected(profile: Profile, tables: Vec<Table>, links: Vec<Link>) -> Bundle {
    let mut bundle = bundle(profile, tables, links);
    disclosure::protect(&mut bundle);
    bundle
}

/// A table of counts with a margin at the right and one below.
fn with_margins(id: &str, counts: &[Vec<usize>]) -> Table {
    let (height, width) = (counts.len(), counts[0].len());
    let mut columns = vec![Column::new("label", Phrase::verbatim("label"), Format::Text)];
    columns
        .extend((0..=width).map(|i| Column::new(&format!("c{i}"), Phrase::verbatim(format!("c{i}")), Format::Count)));
    let mut table = Table::new(id, Phrase::verbatim(id), columns);
    let mut all: Vec<Vec<usize>> = counts.to_vec();
    all.push((0..width).map(|column| counts.iter().map(|row| row[column]).sum()).collect());
    for (at, row) in all.iter().enumerate() {
        let cells = row.iter().copied().chain([row.iter().sum()]).map(Cell::count_here);
        table.push(std::iter::once(Cell::text(format!("r{at}"))).chain(cells).collect());
    }
    let across =
        (0..=height).map(|row| Relation { total: (row, width + 1), parts: (1..=width).map(|c| (row, c)).collect() });
    let down =
        (1..=width + 1).map(|c| Relation { total: (height, c), parts: (0..height).map(|row| (row, c)).collect() });
    table.relations = across.chain(down).collect();
    table
}

fn cell(table: &str, row: usize, key: &str) -> CellRef {
    CellRef { table: table.into(), row, key: key.into() }
}

/// Everything an attacker has: numbers by cell, nothing where one is hidden, and the sums that hold.
struct Shown {
    numbers: Vec<Option<i64>>,
    sums: Vec<(usize, Vec<usize>)>,
    at: BTreeMap<CellRef, usize>,
}

impl Shown {
    fn of(public: &Bundle) -> Shown {
        let mut shown = Shown { numbers: Vec::new(), sums: Vec::new(), at: BTreeMap::new() };
        for table in &public.tables {
            for (row, cells) in table.rows.iter().enumerate() {
                for (cell, column) in cells.iter().zip(&table.columns).filter(|(cell, _)| cell.kind == Kind::Frequency)
                {
                    shown.at.insert(table.at(row, &column.key), shown.numbers.len());
                    shown.numbers.push(cell.number().map(|value| value as i64));
                }
            }
        }
        for table in &public.tables {
            let at =
                |&(row, column): &(usize, usize)| shown.at.get(&table.at(row, &table.columns[column].key)).copied();
            let known = table
                .relations
                .iter()
                .filter_map(|it| Some((at(&it.total)?, it.parts.iter().map(at).collect::<Option<_>>()?)));
            shown.sums.extend(known.collect::<Vec<_>>());
        }
        for link in &public.findings.links {
            let parts: Option<Vec<usize>> = link.parts.iter().map(|part| shown.at.get(part).copied()).collect();
            if let (Some(&total), Some(parts)) = (shown.at.get(&link.total), parts) {
                shown.sums.push((total, parts));
            }
        }
        shown
    }

    /// Of every hidden number all the values that it takes in some solution, by trying all.
    fn possible(&self) -> BTreeMap<usize, Vec<i64>> {
        let hidden: Vec<usize> = (0..self.numbers.len()).filter(|&i| self.numbers[i].is_none()).collect();
        let mut values = self.numbers.clone();
        let mut found: BTreeMap<usize, Vec<i64>> = hidden.iter().map(|&i| (i, Vec::new())).collect();
        let most = self.numbers.iter().flatten().max().copied().unwrap_or(0) + 12;
        self.fill(&hidden, &mut values, most, &mut found);
        found
    }

    fn fill(&self, left: &[usize], values: &mut Vec<Option<i64>>, most: i64, found: &mut BTreeMap<usize, Vec<i64>>) {
        let Some((&next, rest)) = left.split_first() else {
            for (i, seen) in found.iter_mut() {
                let value = values[*i].unwrap();
                if !seen.contains(&value) {
                    seen.push(value);
                }
            }
            return;
        };
        for value in 0..=most {
            values[next] = Some(value);
            if self.sums.iter().all(|sum| may_hold(sum, values)) {
                self.fill(rest, values, most, found);
            }
        }
        values[next] = None;
    }
}

fn may_hold((total, parts): &(usize, Vec<usize>), values: &[Option<i64>]) -> bool {
    let known: i64 = parts.iter().filter_map(|&part| values[part]).sum();
    let complete = parts.iter().all(|&part| values[part].is_some());
    match values[*total] {
        Some(total) => {
            if complete {
                known == total
            } else {
                known <= total
            }
        }
        None => true,
    }
}

/// Ten numbers at most stay hidden, or trying all would take too long; the numbers are small for the same reason.
fn attack(bundle: &Bundle, what: &str) {
    let public = disclosure::publish(bundle);
    let shown = Shown::of(&public);
    let audit = bundle.table_of("", TableRole::Disclosure);
    for (i, values) in shown.possible() {
        assert!(!values.is_empty(), "{what}: the truth itself must be possible");
        assert!(values.iter().any(|value| ![1, 2].contains(value)), "{what}: number {i} can only be {values:?}");
        let cell = shown.at.iter().find(|(_, at)| **at == i).unwrap().0;
        let audit = audit.expect("what is hidden is audited");
        let title = public.table(&cell.table).unwrap();
        let title = &title.columns[title.column(&cell.key).unwrap()].title;
        let label = &public.table(&cell.table).unwrap().rows[cell.row][0].value;
        let line = audit.rows.iter().find(|line| {
            let label = match (&line[1].value, label) {
                (Value::Phrase(said), Value::Text(text)) => said.render(Lang::En) == *text,
                _ => false,
            };
            line[0].value == Value::Text(cell.table.clone()) && label && line[2].value == Value::Phrase(title.clone())
        });
        let line = line.unwrap_or_else(|| panic!("{what}: {cell:?} is not audited"));
        let ends = (values.iter().min().map(|&v| v as f64), values.iter().max().map(|&v| v as f64));
        // Where nothing limits a number, the audit gives no upper end, and trying all ends somewhere.
        let upper = line[5].number().or(ends.1);
        assert_eq!((line[4].number(), upper), ends, "{what}: audit of {cell:?}");
    }
}

fn random_counts(random: &mut impl rand::Rng, height: usize, width: usize) -> Vec<Vec<usize>> {
    let mut one = || match random.random_range(0..10) {
        0 | 1 => 0,
        2..=4 => random.random_range(1..3),
        _ => random.random_range(3..7),
    };
    (0..height).map(|_| (0..width).map(|_| one()).collect()).collect()
}

#[test]
fn a_hundred_tables_with_margins_tell_no_one_or_two_and_keep_their_totals() {
    let mut random = Stream::new(11).rng();
    let mut hidden = 0;
    for round in 0..100 {
        let (height, width) = (random.random_range(2..4), random.random_range(2..4));
        let counts = random_counts(&mut random, height, width);
        let bundle = protected(Profile::JpOfficial, vec![with_margins("t", &counts)], Vec::new());
        attack(&bundle, &format!("table {round} {counts:?}"));
        let public = disclosure::publish(&bundle);
        let table = public.table("t").unwrap();
        hidden += table.rows.iter().flatten().filter(|cell| cell.value == Value::Withheld).count();
        // Sums that may be shown are shown, and nothing that is shown has changed.
        for row in 0..=height {
            for column in 1..=width + 1 {
                let (shown, true_) = (&table.rows[row][column], &bundle.tables[0].rows[row][column]);
                assert!(shown.value == Value::Withheld || shown.value == true_.value);
            }
        }
        let total = &table.rows[height][width + 1];
        let all: usize = counts.iter().flatten().sum();
        assert!(
            [1, 2].contains(&all) || total.number() == Some(all as f64),
            "table {round} lost its total: {counts:?}"
        );
    }
    assert!(hidden > 100, "{hidden} hidden cells are too few to tell anything");
}

/// Before, after and lost by sex and size: each before is an after and a lost, and each table has its margins.
#[test]
fn a_hundred_linked_tables_tell_no_one_or_two() {
    let mut random = Stream::new(12).rng();
    let keys = ["c0", "c1", "c2"];
    for round in 0..100 {
        let [after, lost] = [0, 1].map(|_| random_counts(&mut random, 2, 2));
        let before: Vec<Vec<usize>> =
            (0..2).map(|row| (0..2).map(|c| after[row][c] + lost[row][c]).collect()).collect();
        let tables = vec![with_margins("before", &before), with_margins("after", &after), with_margins("lost", &lost)];
        let of = |row: usize, key: &str| Link {
            total: cell("before", row, key),
            parts: vec![cell("after", row, key), cell("lost", row, key)],
        };
        let links: Vec<Link> = (0..3).flat_map(|row| keys.map(|key| of(row, key))).collect();
        let bundle = protected(Profile::JpOfficial, tables, links);
        attack(&bundle, &format!("tables {round} {after:?} {lost:?}"));
    }
}

fn hidden(bundle: &Bundle, table: &str) -> Vec<(usize, usize)> {
    let public = disclosure::publish(bundle);
    let rows = public.table(table).unwrap().rows.clone();
    let of = |(row, cells): (usize, &Vec<Cell>)| {
        let withheld = cells.iter().enumerate().filter(|(_, cell)| cell.value == Value::Withheld);
        withheld.map(|(column, _)| (row, column)).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(of).collect()
}

#[test]
fn a_total_does_not_undo_what_is_hidden() {
    let row = |profile, counts: &[usize]| hidden(&protected(profile, vec![line("t", counts)], Vec::new()), "t");
    assert_eq!(row(Profile::JpOfficial, &[20, 2, 9, 14]), [(0, 2), (0, 3)], "the smallest other one goes with it");
    assert_eq!(row(Profile::JpOfficial, &[20, 3, 9, 14]), []);
    assert_eq!(row(Profile::Ten, &[20, 2, 19, 14]), [(0, 2), (0, 4)]);
    // 9 and 9 of 18: one who sees 18 − 0 knows no more than that both are below 19.
    assert_eq!(row(Profile::Ten, &[9, 9, 30, 12]), [(0, 1), (0, 2)]);
    // 1 + 1 = 2 tells both: a third goes with them.
    assert_eq!(row(Profile::JpOfficial, &[1, 1, 30, 12]), [(0, 1), (0, 2)], "0 and 2 are possible");
}

/// One row of counts and their sum.
fn line(id: &str, counts: &[usize]) -> Table {
    let width = counts.len();
    let mut columns = vec![Column::new("label", Phrase::verbatim("label"), Format::Text)];
    columns
        .extend((0..=width).map(|i| Column::new(&format!("c{i}"), Phrase::verbatim(format!("c{i}")), Format::Count)));
    let mut table = Table::new(id, Phrase::verbatim(id), columns);
    let cells = counts.iter().copied().chain([counts.iter().sum()]).map(Cell::count_here);
    table.push(std::iter::once(Cell::text("r0")).chain(cells).collect());
    table.relations = vec![Relation { total: (0, width + 1), parts: (1..=width).map(|c| (0, c)).collect() }];
    table
}

#[test]
fn profiles_with_rounding_round_every_count_that_is_shown() {
    for (profile, shown) in [
        (Profile::Nhs, [Some(10.0), None, Some(0.0), Some(15.0), Some(30.0)]),
        (Profile::TenFive, [None, None, Some(0.0), Some(15.0), Some(30.0)]),
    ] {
        let public = disclosure::publish(&protected(profile, vec![line("t", &[8, 7, 0, 13])], Vec::new()));
        let row = &public.table("t").unwrap().rows[0];
        let numbers: Vec<Option<f64>> = row[1..].iter().map(Cell::number).collect();
        assert_eq!(numbers, shown, "{profile:?}");
    }
}

/// A table whose counts are rounded: what is shown as it is rounded, and the sums that hold.
fn rounded_as_equations(public: &Table, reach: i64) -> (Equations, Vec<i64>, Vec<bool>) {
    let width = public.columns.len();
    let numbers: Vec<Option<i64>> =
        public.rows.iter().flatten().map(|cell| cell.number().map(|value| value as i64)).collect();
    let hidden = |at: usize| public.rows[at / width][at % width].value == Value::Withheld;
    let ends = |(at, shown): (usize, &Option<i64>)| match shown {
        Some(0) => (0, 0),
        Some(shown) => (shown - reach, shown + reach),
        None => (0, if hidden(at) { 400 } else { 0 }),
    };
    let (low, high) = numbers.iter().enumerate().map(ends).unzip();
    let place = |&(row, column): &(usize, usize)| row * width + column;
    let row = |relation: &Relation| Equation {
        terms: relation.parts.iter().map(|part| (place(part), 1)).chain([(place(&relation.total), -1)]).collect(),
        total: 0,
    };
    let rows = public.relations.iter().map(row).collect();
    let shown = numbers.iter().map(|number| number.is_some_and(|number| number > 0)).collect();
    (Equations { low, high, rows }, numbers.into_iter().map(Option::unwrap_or_default).collect(), shown)
}

/// Rounded together, sums hold among what is shown, and none of the numbers that are nearest to a multiple is ruled out by what stands
/// beside it.
#[test]
fn rounded_counts_add_up_and_do_not_narrow_each_other() {
    let mut random = Stream::new(13).rng();
    let (mut shown_in_all, mut not_nearest) = (0, 0);
    for round in 0..60 {
        let (height, width) = (random.random_range(2..4), random.random_range(2..5));
        let counts: Vec<Vec<usize>> =
            (0..height).map(|_| (0..width).map(|_| random.random_range(0..60)).collect()).collect();
        let profile = [Profile::Nhs, Profile::TenFive][round % 2];
        let bundle = protected(profile, vec![with_margins("t", &counts)], Vec::new());
        let public = disclosure::publish(&bundle);
        let (table, truth) = (public.table("t").unwrap(), bundle.table("t").unwrap());
        let cells = table.rows.iter().flatten().zip(truth.rows.iter().flatten());
        for (shown, held) in cells.filter_map(|(shown, held)| shown.number().zip(held.number())) {
            assert!(shown % 5.0 == 0.0 && (shown - held).abs() < 5.0, "{held} is shown as {shown}: {counts:?}");
            not_nearest += usize::from((shown - held).abs() > 2.0);
        }
        let (equations, numbers, shown) = rounded_as_equations(table, 2);
        for row in &equations.rows {
            if row.terms.iter().all(|&(at, _)| shown[at] || numbers[at] == 0 && equations.high[at] == 0) {
                let sum: i64 = row.terms.iter().map(|&(at, factor)| factor * numbers[at]).sum();
                assert_eq!(sum, 0, "{counts:?}");
            }
        }
        for at in (0..numbers.len()).filter(|&at| shown[at]) {
            shown_in_all += 1;
            for value in [numbers[at] - 2, numbers[at] + 2] {
                let found = equations.solution_with(at, (value, value), &numbers, 100_000);
                assert!(matches!(found, SearchResult::Some(_)), "{} cannot be {value}: {table:?}", numbers[at]);
            }
        }
    }
    assert!(shown_in_all > 400 && not_nearest > 20, "{shown_in_all} shown, {not_nearest} not to the nearest");
}

#[test]
fn results_go_with_the_few_that_they_rest_on() {
    let columns = ["label", "n", "mean", "share"].map(|key| Column::new(key, Phrase::verbatim(key), Format::Number(2)));
    let of = |n: usize, yes: usize| {
        let mut table = Table::new("q/t", Phrase::verbatim("t"), columns.to_vec());
        let share = Cell::magnitude(yes as f64 / n.max(1) as f64, n).with_contributors(yes);
        table.push(vec![Cell::text("a"), Cell::count_here(n), Cell::magnitude(1.5, n), share]);
        table
    };
    let hides = |profile, n, yes| hidden(&protected(profile, vec![of(n, yes)], Vec::new()), "q/t");
    assert_eq!(hides(Profile::JpOfficial, 2, 1), [(0, 1), (0, 2), (0, 3)]);
    assert_eq!(hides(Profile::JpOfficial, 40, 1), [(0, 3)], "one of forty");
    assert_eq!(hides(Profile::JpOfficial, 40, 38), [(0, 3)], "all but two of forty");
    assert_eq!(hides(Profile::JpOfficial, 40, 40), []);
    assert_eq!(hides(Profile::Ten, 40, 0), [(0, 3)], "a share of nobody");
    assert_eq!(hides(Profile::Ten, 0, 0), [(0, 2), (0, 3)], "a mean over nobody");
    assert_eq!(hides(Profile::Nhs, 40, 7), [(0, 3)]);
    assert_eq!(hides(Profile::Nhs, 40, 8), []);
}

/// Name of a kind of organisation that only one of those funded has.
const RARE: &str = "財団";

/// The demo with a further source that says of what kind each applicant is; one of the units of `plain` is of the rare kind.
fn demo_with_rare_kind(to: &Path, plain: &Bundle) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei");
    for entry in fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
    let column = |frame: &str, key: &str| {
        let frame = plain.frame(frame).unwrap();
        frame.columns.iter().find(|column| column.key == key).unwrap().values.clone()
    };
    let Values::Text(units) = column("analysis", "unit") else { panic!("ids are texts") };
    let (Values::Text(matched), Values::Number(funded)) =
        (column("volunteers/matched", "unit"), column("volunteers/matched", "採否"))
    else {
        panic!("ids are texts, decisions are numbers")
    };
    let rare = &matched[funded.iter().position(|&funded| funded == 1.0).unwrap()];
    let mut kinds = String::from("申請ID,種別\n");
    for (at, unit) in units.iter().enumerate() {
        let kind = if unit == rare {
            RARE
        } else if at % 3 == 0 {
            "任意団体"
        } else {
            "NPO法人"
        };
        kinds += &format!("{unit},{kind}\n");
    }
    fs::write(to.join("kinds.csv"), kinds).unwrap();
    let study = fs::read_to_string(from.join("study.toml")).unwrap();
    let study = study.replace("[\"職員あり\", \"設立年\",", "[\"種別\", \"職員あり\", \"設立年\",");
    let source = "[sources.kinds]\nfile = \"kinds.csv\"\nunit = \"申請ID\"\n\n[variables.\"種別\"]\nlabel = { ja = \"種別\", en = \"Kind\" }\n\n";
    fs::write(
        to.join("study.toml"),
        study.replacen("[variables.\"採否\"]", &format!("{source}[variables.\"採否\"]"), 1),
    )
    .unwrap();
}

#[test]
fn the_demo_with_a_rare_kind_tells_nobody_of_it() {
    let dir = tempfile::tempdir().unwrap();
    demo_with_rare_kind(dir.path(), &crate::study_runs::run_study(&demo_study()));
    let bundle = crate::study_runs::run_study(&dir.path().join("study.toml"));
    let rows = || bundle.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let rare: Vec<_> =
        rows().filter(|(_, row)| row.iter().any(|cell| cell.value == Value::Text(RARE.into()))).collect();
    assert!(rare.iter().any(|(table, _)| table.id == "volunteers/table1"), "the rare kind is described");
    every_number_is_public_knowledge(&bundle);
    for (table, row) in rare {
        for cell in row.iter().filter(|cell| cell.contributors.is_some_and(|n| [1, 2].contains(&n))) {
            assert_eq!(cell.audience, Audience::Internal, "{}", table.id);
        }
    }
}

#[test]
fn every_count_in_a_public_table_of_a_run_knows_its_units() {
    for path in [crate::study_runs::nsw("study.toml"), demo_study()] {
        let bundle = crate::study_runs::run_study(&path);
        for table in bundle.tables.iter().filter(|table| table.audience == Audience::Public) {
            for cell in table.rows.iter().flatten().filter(|cell| cell.kind == Kind::Frequency) {
                assert_eq!(cell.n.map(f64::from), cell.number(), "{}", table.id);
            }
            for link in table.relations.iter() {
                let number = |&(row, column): &(usize, usize)| {
                    let cell = &table.rows[row][column];
                    cell.contributors.map(f64::from).or(cell.number()).unwrap_or(f64::NAN)
                };
                assert_eq!(number(&link.total), link.parts.iter().map(number).sum::<f64>(), "{} {link:?}", table.id);
            }
        }
        assert!(!bundle.findings.links.is_empty());
        every_number_is_public_knowledge(&bundle);
        let whose = |table: &&Table| {
            !table.id.question().is_empty()
                && matches!(
                    table.id.role(),
                    TableRole::Flow
                        | TableRole::Cases
                        | TableRole::Missing
                        | TableRole::OverTime
                        | TableRole::Answers
                        | TableRole::Subgroups
                        | TableRole::Groups
                        | TableRole::Effects
                )
        };
        for table in bundle.tables.iter().filter(|table| table.audience == Audience::Public).filter(whose) {
            for (row, cells) in table.rows.iter().enumerate() {
                let counts = cells.iter().filter(|cell| cell.kind == Kind::Frequency && cell.number() > Some(0.0));
                for cell in counts {
                    let known = cell.members.is_some() || cell.quantity.is_some();
                    assert!(known, "{}, row {row}: who are the {:?}?", table.id, cell.number());
                }
            }
        }
    }
}

/// Who took part stands in the flow, in the table of missing values and in those of the parts: a hidden one or two must not follow
/// from what another of them shows; and what is hidden for that is no answer of the whole.
#[test]
fn a_group_is_the_same_wherever_it_is_counted() {
    let bundle = crate::study_runs::run_study(&demo_study());
    let public = disclosure::publish(&bundle);
    let took_part = |bundle: &Bundle, row: usize| {
        let missing = bundle.table("volunteers-before-after/missing").unwrap();
        ["n_treated", "known_treated", "missing_treated"].map(|key| missing.cell(row, key).unwrap().number())
    };
    let (truth, shown) = (took_part(&bundle, 2), took_part(&public, 2));
    assert_eq!(truth, [Some(95.0), Some(93.0), Some(2.0)]);
    assert_eq!(shown, [Some(95.0), None, None]);
    let lost = |table: &str, row: usize, key: &str| public.table(table).unwrap().cell(row, key).unwrap().number();
    for (table, stage, [few, many]) in
        [("volunteers-before-after/flow", 5, [6, 5]), ("03-2023.volunteers-before-after/flow", 6, [7, 6])]
    {
        assert!(lost(table, stage, "remaining").is_some(), "the cases of the answer are shown");
        assert_eq!((lost(table, few, "lost"), lost(table, many, "lost")), (None, None), "{table}");
    }
    for finding in &public.findings.findings {
        assert!(
            finding.effect.is_some()
                || bundle.findings.findings.iter().any(|it| it.id == finding.id && it.effect.is_none()),
            "{}",
            finding.id
        );
    }
}

fn demo_study() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei/study.toml")
}

/// Attacks a run: no count of one or two stands in the tables, sentences or JSON of the public edition, no share tells one, and
/// none can be worked out by carrying what is known through the sums that hold.
fn every_number_is_public_knowledge(bundle: &Bundle) {
    let public = disclosure::publish(bundle);
    let json = tashika::render::json::findings(&public);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    units_are_not_few(&value, "");
    assert!(!json.contains("\"having\"") && !json.replace("\"who\":[]", "").contains("\"who\":["));
    for table in &public.tables {
        let own = bundle.table(&table.id).unwrap();
        for (cell, own) in table.rows.iter().flatten().zip(own.rows.iter().flat_map(|row| shown(own, row))) {
            assert!(cell.n.is_none() && cell.contributors.is_none());
            let nobody = own.contributors == Some(0);
            let few = cell.kind == Kind::Frequency && cell.number().is_some_and(|n| n == 1.0 || n == 2.0);
            assert!(!few || nobody, "{} shows {:?}", table.id, cell.value);
        }
    }
    // Results that are hidden stand nowhere else, to the last digit.
    let mut numbers = Vec::new();
    all_numbers(&value, "json", &mut numbers);
    for table in &public.tables {
        for (row, cells) in table.rows.iter().enumerate() {
            // Edges and middles of bins come from no data.
            let of_data = cells.iter().filter(|cell| cell.kind != Kind::Label).filter_map(Cell::number);
            numbers.extend(of_data.map(|value| (value, format!("{}, row {row}", table.id))));
        }
    }
    // Of the groups analysed more than is needed is hidden; tables of single units are no part of it.
    let of_groups = |table: &&Table| table.audience == Audience::Public && !table.id.ends_with("/equivalence");
    for table in bundle.tables.iter().filter(of_groups) {
        for (row, cells) in table.rows.iter().enumerate() {
            let hidden =
                cells.iter().filter(|cell| cell.audience == Audience::Internal && cell.kind != Kind::Frequency);
            // A share that is hidden for the sake of another may be the same as one that is shown.
            let few = |n: u32| n == 1 || n == 2;
            let own =
                hidden.filter(|cell| cell.contributors.is_none_or(|part| few(part) || few(cell.n.unwrap() - part)));
            // What has few digits may be the same as a number that is rounded.
            let said = |value: &f64| format!("{value:.2e}").parse() == Ok(*value);
            for value in own.filter_map(Cell::number).filter(|value| value.abs() > 1e-9 && !said(value)) {
                let shown = numbers.iter().find(|(other, _)| *other == value);
                assert!(shown.is_none(), "{value} of {}, row {row} is hidden, but stands in {shown:?}", table.id);
            }
        }
    }
    told_by_sums(bundle, &public);
}

/// The cells of a row in columns that anybody may see.
fn shown<'t>(table: &'t Table, row: &'t [Cell]) -> impl Iterator<Item = &'t Cell> {
    row.iter().zip(&table.columns).filter(|(_, column)| column.audience == Audience::Public).map(|(cell, _)| cell)
}

fn units_are_not_few(value: &serde_json::Value, path: &str) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, field) in fields {
                let few = field.as_u64().is_some_and(|n| n == 1 || n == 2);
                let units = ["units", "treated", "comparison", "remaining"].contains(&key.as_str());
                assert!(!(units && few), "{path}/{key} is {field}");
                units_are_not_few(field, &format!("{path}/{key}"));
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| units_are_not_few(item, path)),
        _ => {}
    }
}

fn all_numbers(value: &serde_json::Value, path: &str, out: &mut Vec<(f64, String)>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| all_numbers(field, &format!("{path}/{key}"), out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| all_numbers(item, path, out)),
        serde_json::Value::Number(number) => out.extend(number.as_f64().map(|value| (value, path.to_string()))),
        _ => {}
    }
}

/// Carries intervals through every sum of the public edition, shares as the units that they are about.
fn told_by_sums(bundle: &Bundle, public: &Bundle) {
    let mut at: BTreeMap<CellRef, usize> = BTreeMap::new();
    let (mut low, mut high, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    let rule = disclosure::Rule::of(bundle.findings.study.profile);
    for table in &public.tables {
        let own = bundle.table(&table.id).unwrap();
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let inside = &own.rows[row][column];
                let Some(n) = inside.contributors.map(f64::from).or(inside.number()) else { continue };
                let counted = inside.kind == Kind::Frequency || inside.contributors.is_some();
                if !counted {
                    continue;
                }
                at.insert(table.at(row, &table.columns[column].key), low.len());
                // A count that is shown as rounded tells no more than its neighbours; a share is one of two rounded counts.
                let (from, to) = match (inside.kind, inside.rounded) {
                    (Kind::Frequency, Some(shown)) => rule.stands_for(shown as i64),
                    _ => {
                        let (below, above) = rule.multiples(n as i64);
                        (rule.stands_for(below).0, rule.stands_for(above).1)
                    }
                };
                let shown = cell.value != Value::Withheld;
                low.push(if shown { from as f64 } else { 0.0 });
                high.push(if shown { to as f64 } else { f64::INFINITY });
                truth.push(n);
            }
        }
    }
    let mut sums: Vec<(usize, Vec<usize>)> = Vec::new();
    for table in &public.tables {
        let find = |&(row, column): &(usize, usize)| at.get(&table.at(row, &table.columns[column].key)).copied();
        for relation in &table.relations {
            let parts: Option<Vec<usize>> = relation.parts.iter().map(find).collect();
            sums.extend(find(&relation.total).zip(parts));
        }
    }
    for link in &public.findings.links {
        let parts: Option<Vec<usize>> = link.parts.iter().map(|part| at.get(part).copied()).collect();
        sums.extend(at.get(&link.total).copied().zip(parts));
    }
    for _ in 0..50 {
        for (total, parts) in &sums {
            let (least, most): (f64, f64) = (parts.iter().map(|&p| low[p]).sum(), parts.iter().map(|&p| high[p]).sum());
            low[*total] = low[*total].max(least);
            high[*total] = high[*total].min(most);
            for &part in parts {
                let others = |ends: &[f64]| parts.iter().filter(|&&p| p != part).map(|&p| ends[p]).sum::<f64>();
                let (from, to) = (low[*total] - others(&high), high[*total] - others(&low));
                low[part] = low[part].max(from);
                high[part] = high[part].min(to);
            }
        }
    }
    for (cell, i) in at {
        assert!(low[i] <= truth[i] && truth[i] <= high[i], "{cell:?}: a sum that does not hold");
        let most = high[i].min(1e9) as i64;
        let open = !rule.hides_count(truth[i] as i64) || rule.is_open(low[i] as i64, most);
        assert!(open, "{cell:?} can be told: {} to {}", low[i], high[i]);
    }
}

/// Texts that a spreadsheet would take for formulas.
const FORMULA: &str = "=HYPERLINK(\"http://x\",\"y\")";

/// 120 people with an answer before and after, a rare kind of one, labels that look like formulas and markup.
fn small_study(dir: &Path, profile: &str) -> std::path::PathBuf {
    let mut rows = String::from("id,kind,part,age,before,after,well_before,well_after\n");
    for i in 0..120_u32 {
        let kind = match i {
            4 => "@rare",
            _ if i % 3 == 0 => "+many",
            _ => "<b>some</b>",
        };
        let part = u32::from(i % 2 == 0);
        let after = 10 + (i * 7) % 13 + part * 4;
        let well = (u32::from(i % 5 == 0), u32::from(i % 5 == 0 && i != 10 || i % 4 == 0));
        rows +=
            &format!("=u{i},{kind},{part},{},{},{after},{},{}\n", 20 + (i * 11) % 40, 9 + (i * 5) % 12, well.0, well.1);
    }
    fs::write(dir.join("people.csv"), rows).unwrap();
    let study = format!(
        r#"
[study]
title = '{FORMULA}'
language = ["en", "ja"]

[disclosure]
profile = "{profile}"

[sources.people]
file = "people.csv"
unit = "id"

[variables.part]
label = "-part"
kind = "yes-no"

[variables.kind]
label = '{FORMULA}'
kind = "category"

[variables.before]
kind = "count"

[variables.after]
label = '{FORMULA}'
kind = "count"

[variables.well_before]
kind = "yes-no"

[variables.well_after]
label = "=well"
kind = "yes-no"

[[questions]]
id = "change"
title = '{FORMULA}'
outcomes = ["after", "well_after"]
baseline = {{ after = "before", well_after = "well_before" }}
treatment = "part"
design = "before-after"

[[questions]]
id = "kinds"
outcomes = ["after", "well_after"]
treatment = "part"
covariates = ["kind", "age", "before"]
design = {{ method = "nearest" }}
primary = true
"#
    );
    fs::write(dir.join("study.toml"), study).unwrap();
    dir.join("study.toml")
}

#[test]
fn every_profile_survives_a_rare_kind_and_rare_changes() {
    for (name, profile) in
        [("jp-official", Profile::JpOfficial), ("ten", Profile::Ten), ("10-5", Profile::TenFive), ("nhs", Profile::Nhs)]
    {
        let dir = tempfile::tempdir().unwrap();
        let bundle = crate::study_runs::run_study(&small_study(dir.path(), name));
        assert_eq!(bundle.findings.study.profile, profile);
        let rule = disclosure::Rule::of(profile);
        let public = disclosure::publish(&bundle);
        for table in &public.tables {
            for cell in table.rows.iter().flatten().filter(|cell| cell.kind == Kind::Frequency) {
                let Some(n) = cell.number() else { continue };
                assert!(!rule.hides_count(n as i64), "{name}: {} shows {n}", table.id);
                assert_eq!(rule.shown(n as i64), n as i64, "{name}: {} is not rounded", table.id);
            }
        }
        let rare = |table: &Table| {
            let unnamed = |cell: &Cell| matches!(&cell.value, Value::Phrase(it) if it.render(Lang::En) == "(a value that few have)");
            table.rows.iter().position(|row| row.iter().any(unnamed))
        };
        for id in ["kinds/table1", "kinds/balance"] {
            let table = public.table(id).unwrap();
            let row = rare(table).expect("the rare kind has a row");
            assert!(table.cell(row, "mean_treated_before").unwrap().value == Value::Withheld, "{name}: {id}");
            assert!(table.cell(row, "smd_before").unwrap().value == Value::Withheld, "{name}: {id}");
        }
        let json = tashika::render::json::findings(&public);
        let named = json.find("@rare").map(|at| &json[json.floor_char_boundary(at.saturating_sub(600))..at + 5]);
        assert!(named.is_none(), "{name}: what few have is named: {}", named.unwrap_or_default());
        every_number_is_public_knowledge(&bundle);
        said_counts_may_be_said(&public, &rule);
    }
}

/// No sentence of the public edition says a number of units that may not be said, nor one that is not rounded.
fn said_counts_may_be_said(public: &Bundle, rule: &disclosure::Rule) {
    let value: serde_json::Value = serde_json::from_str(&tashika::render::json::findings(public)).unwrap();
    let mut numbers = Vec::new();
    units(&value, &mut numbers);
    assert!(!numbers.is_empty());
    for n in numbers {
        assert!(!rule.hides_count(n) && rule.shown(n) == n, "{n} is said");
    }
}

fn units(value: &serde_json::Value, out: &mut Vec<i64>) {
    match value {
        serde_json::Value::Object(fields) => {
            out.extend(fields.get("units").and_then(serde_json::Value::as_i64));
            fields.iter().for_each(|(_, field)| units(field, out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| units(item, out)),
        _ => {}
    }
}

#[test]
fn the_files_of_the_public_edition_name_nobody_and_hold_no_formula() {
    let dir = tempfile::tempdir().unwrap();
    let bundle = crate::study_runs::run_study(&small_study(dir.path(), "jp-official"));
    let files = crate::study_runs::outputs(&bundle);
    let public: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("public/")).collect();
    assert!(public.len() > 10);
    for (path, bytes) in &public {
        for text in texts(path, bytes) {
            for unit in ["=u4", "u119"] {
                assert!(!text.contains(unit), "{path} names {unit}");
            }
        }
        assert!(!path.contains("data/") && !path.contains("pairs"), "{path}");
    }
    for (path, bytes) in &files {
        if path.ends_with(".xlsx") {
            let sheets = texts(path, bytes);
            assert!(sheets.iter().any(|text| text.contains("HYPERLINK")), "{path} holds the texts as texts");
            assert!(sheets.iter().all(|text| !text.contains("<f>") && !text.contains("<f ")), "{path} holds a formula");
        }
        if path.ends_with(".csv") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let fields = text.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(','));
            let risky = fields.map(|field| field.trim_start_matches('"')).find(|field| {
                field.starts_with(['=', '+', '@', '\t', '\r'])
                    || field.starts_with('-') && field.parse::<f64>().is_err()
            });
            assert_eq!(risky, None, "{path}");
        }
        if path.ends_with(".html") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(!text.contains("<b>some</b>"), "{path}");
        }
    }
    let internal = files.iter().find(|(path, _)| path == "data/analysis_frame.csv").unwrap();
    assert!(String::from_utf8_lossy(&internal.1).contains("'=u4"));
    // The audit stands in the internal workbook, and not in the public one.
    let audited = |path: &str| {
        let (path, bytes) = files.iter().find(|(own, _)| own == path).unwrap();
        texts(path, bytes).iter().any(|text| text.contains("would tell a hidden count"))
    };
    let name = tashika::render::excel::file_name(&bundle, Lang::En, tashika::render::excel::Volume::Details);
    assert!(audited(&name) && !audited(&format!("public/{name}")));
}

/// The texts of a file: of a workbook its parts, of a picture none.
fn texts(path: &str, bytes: &[u8]) -> Vec<String> {
    use std::io::Read;
    if !path.ends_with(".xlsx") {
        return String::from_utf8(bytes.to_vec()).into_iter().collect();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let read = |at: usize| {
        let mut text = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut text).map(|_| text).ok()
    };
    (0..zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap().len()).filter_map(read).collect()
}

/// Two answers of question `q` with cases, and a forest of both.
fn two_answers(yes: Option<(usize, usize)>) -> Vec<Table> {
    let basis = Basis { treated: 0, comparison: 0, method: Phrase::verbatim("m"), kind: Comparing::Matched };
    let case = |finding: &str, yes| CaseRow {
        finding: finding.into(),
        label: Words::plain(finding),
        n: (40, 38),
        signs: None,
        yes,
    };
    let row = |finding: &str, effect| ForestRow {
        finding: finding.into(),
        label: Words::plain(finding),
        effect: Some(effect),
        n: (40, 38),
    };
    let cases = cases_table("q", &[case("q/a", yes), case("q/b", None)], Comparing::Matched);
    let rows = [row("q/a", (0.25, -0.1875, 0.6875)), row("q/b", (0.5, 0.25, 0.75))];
    vec![cases, figures::forest("q", &rows, 0.95, &basis).0]
}

#[test]
fn what_an_answer_withholds_is_withheld_in_the_forest_too() {
    let mut withheld = bundle(Profile::JpOfficial, two_answers(Some((1, 20))), Vec::new());
    let found = super::sample_bundle::bundle().findings.findings;
    withheld.findings.findings = ["a", "b"]
        .map(|outcome| Finding {
            id: format!("q/{outcome}"),
            question: "q".into(),
            outcome: outcome.into(),
            ..found[0].clone()
        })
        .into();
    disclosure::protect(&mut withheld);
    let results: Vec<(usize, usize)> = hidden(&withheld, "q/forest").into_iter().filter(|(_, at)| *at >= 3).collect();
    assert_eq!(results, [(0, 3), (0, 4), (0, 5)], "one of forty said yes: the answer tells it, in whatever unit");
}

#[test]
fn one_number_is_hidden_wherever_it_stands_though_no_link_says_so() {
    let case =
        CaseRow { finding: "q/y".into(), label: Words::plain("y"), n: (46, 0), signs: Some((5, 40, 1)), yes: None };
    let columns = ["what", "n"].map(|key| Column::new(key, Phrase::verbatim(key), Format::Count));
    let mut own = Table::new(TableRole::Estimate("signs".into()), Phrase::verbatim("t"), columns.into());
    for (name, n, part) in
        [("rose", 5, AnswerPart::Rose), ("fell", 1, AnswerPart::Fell), ("all", 46, AnswerPart::Treated)]
    {
        own.push(vec![Cell::text(name), Cell::count(n, part.own())]);
    }
    own.id = own.id.within("q");
    let tables = vec![cases_table("q", &[case], Comparing::Matched), own.of_answer("q/y")];
    let bundle = protected(Profile::JpOfficial, tables, Vec::new());
    let (cases, own) = (hidden(&bundle, "q/cases"), hidden(&bundle, "q/signs"));
    let twice = [(3, 0), (5, 1), (1, 2)].map(|(column, row)| (cases.contains(&(0, column)), own.contains(&(row, 1))));
    assert!(twice.iter().all(|(one, other)| one == other) && twice[1].0, "{cases:?} {own:?}");
    for (_, values) in Shown::of(&disclosure::publish(&bundle)).possible() {
        assert!(values.iter().any(|value| ![1, 2].contains(value)), "a number can only be {values:?}");
    }
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "a result of q/t does not say how many it rests on")]
fn a_result_that_does_not_say_what_it_rests_on_is_a_mistake_in_the_program() {
    let columns = ["label", "size"].map(|key| Column::new(key, Phrase::verbatim(key), Format::Number(2)));
    let mut table = Table::new("q/t", Phrase::verbatim("t"), columns.into());
    table.push(vec![Cell::text("a"), Cell::statistic(1.5)]);
    protected(Profile::JpOfficial, vec![table], Vec::new());
}

/// A p-value has no more digits than these.
fn digits(p: f64) -> usize {
    format!("{p:e}").split('e').next().unwrap().chars().filter(char::is_ascii_digit).count()
}

#[test]
fn second_readings_and_p_values_do_not_tell_the_one_who_did_not_change() {
    let dir = tempfile::tempdir().unwrap();
    let change = |i: u32| if i == 3 { 0 } else { (i * 5 % 9) as i32 - 3 + i32::from(i * 5 % 9 < 4) * 7 };
    let rows: String = (0..27).map(|i| format!("u{i},{},{}\n", 20 + i, 20 + i as i32 + change(i))).collect();
    fs::write(dir.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let text = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[disclosure]\nprofile = \"jp-official\"\n[[questions]]\n\
                id = \"q\"\noutcomes = [\"a\"]\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    fs::write(dir.path().join("study.toml"), text).unwrap();
    let bundle = crate::study_runs::run_study(&dir.path().join("study.toml"));
    let own = &bundle.findings.findings[0];
    let of_moved = |finding: &Finding| finding.companions.iter().any(|it| it.n == 26);
    assert!(own.describe.signs.is_some_and(|(_, same, _)| same == 1) && of_moved(own));
    assert!(own.effect.as_ref().is_some_and(|effect| digits(effect.p_value) > 2));
    let public = disclosure::publish(&bundle);
    let shown = &public.findings.findings[0];
    assert!(shown.describe.signs.is_none() && !of_moved(shown), "{:?}", shown.companions);
    let told = shown.companions.iter().filter_map(|it| it.p_value).chain(shown.q_value);
    assert!(shown.effect.as_ref().map(|effect| effect.p_value).into_iter().chain(told).all(|p| digits(p) <= 2));
    let cells =
        public.tables.iter().flat_map(|table| table.rows.iter().flat_map(move |row| row.iter().zip(&table.columns)));
    let p_values = cells.filter(|(_, column)| column.format == Format::PValue).filter_map(|(cell, _)| cell.number());
    assert!(p_values.into_iter().all(|p| digits(p) <= 2));
}

/// Thirty organisations and `more`, before and after; beside an earlier edition where one is named.
fn editions_study(dir: &Path, more: usize, published: &str) -> std::path::PathBuf {
    let mut data = String::from("id,before,after\n");
    for i in 0..30 + more {
        data.push_str(&format!("N{i:03},{},{}\n", 1_000 + 37 * i, 1_400 + 37 * i + (i * i * 7919) % 613));
    }
    fs::write(dir.join("data.csv"), data).unwrap();
    let study = format!(
        r#"
[study]
id = "editions"
title = "Editions"
language = "en"
[sources.d]
file = "data.csv"
unit = "id"
[[questions]]
id = "q"
outcomes = ["after"]
baseline = {{ after = "before" }}
design = "before-after"
[disclosure]
profile = "jp-official"
{published}
"#
    );
    fs::write(dir.join("study.toml"), study).unwrap();
    dir.join("study.toml")
}

#[test]
fn an_edition_tells_nothing_of_one_unit_together_with_an_earlier_one() {
    let dir = tempfile::tempdir().unwrap();
    let first = crate::study_runs::run_study(&editions_study(dir.path(), 0, ""));
    fs::write(dir.path().join("first.json"), serde_json::to_string(&first.published).unwrap()).unwrap();
    let shown = |more, published| {
        let bundle = crate::study_runs::run_study(&editions_study(dir.path(), more, published));
        disclosure::publish(&bundle).findings.findings[0].effect.is_some()
    };
    let beside = "published = [\"first.json\"]";
    assert!(shown(1, ""), "alone it says its number");
    assert!(!shown(1, beside), "together they would tell of the one who is new");
    assert!(shown(5, beside), "five are not few");
    assert!(shown(0, beside), "the same again tells nothing");
}

#[test]
fn an_earlier_edition_that_is_not_there_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let path = editions_study(dir.path(), 0, "published = [\"first.json\", \"data.csv\"]");
    let mut sink = tashika::diag::Sink::new();
    assert!(tashika::run::run(&path, &|_| (), &mut sink).is_err());
    let found: Vec<&str> = sink.problems.iter().map(|problem| problem.code.as_ref()).collect();
    assert_eq!(found.iter().filter(|code| **code == "earlier-edition").count(), 2, "{found:?}");
    // `check` says so as well, with the line of the study file.
    let mut sink = tashika::diag::Sink::new();
    let looked = tashika::run::look(&path, Vec::new(), &|_| (), &mut sink).unwrap_or_else(|_| panic!("looked"));
    assert!(tashika::run::resolve(&looked.read.unwrap(), &mut sink).is_err());
    let places: Vec<String> = sink.problems.iter().map(|problem| format!("{:?}", problem.places)).collect();
    assert_eq!(places.iter().filter(|place| place.contains("study.toml")).count(), 2, "{places:?}");
}
