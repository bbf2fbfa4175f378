//! The generator of the example `chiiki-josei`: is the programme what it is said to be, and is everything unclean listed?

#[allow(dead_code)]
#[path = "../../examples/chiiki_josei/generator/mod.rs"]
pub mod generator;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use generator::corporate_number::{as_scientific, check_digit, corporate_number, is_valid};
use generator::{Account, Application, Organisation, Program, generate, mess, truth, write};

const FILES: [&str; 5] = ["団体名簿.xlsx", "申請審査.xlsx", "調査_前.xlsx", "調査_後.xlsx", "活動計算書.xlsx"];

/// File, sheet, row and column from 0.
type Cells = BTreeMap<(String, String, u32, u32), Data>;

fn cells(dir: &Path) -> Cells {
    let mut all = Cells::new();
    for file in FILES {
        let mut book: Xlsx<_> = open_workbook(dir.join(file)).unwrap();
        for (sheet, range) in book.worksheets() {
            let (top, left) = range.start().unwrap();
            for (row, col, value) in range.used_cells() {
                all.insert((file.into(), sheet.clone(), top + row as u32, left + col as u32), value.clone());
            }
        }
    }
    all
}

fn written(program: &Program, with_mess: bool) -> (Cells, Vec<Value>) {
    let dir = tempfile::tempdir().unwrap();
    let mess = with_mess.then(|| mess::plant(program));
    write(program, mess.as_ref(), dir.path()).unwrap();
    (cells(dir.path()), planted(dir.path()))
}

fn planted(dir: &Path) -> Vec<Value> {
    let list: Value = serde_json::from_str(&fs::read_to_string(dir.join("planted.json")).unwrap()).unwrap();
    list["planted"].as_array().unwrap().clone()
}

/// `B7` as row 6, column 1.
fn address(cell: &str) -> (u32, u32) {
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let col = cell[..digits].bytes().fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    (cell[digits..].parse::<u32>().unwrap() - 1, col - 1)
}

fn same(data: Option<&Data>, value: &Value) -> bool {
    match (data, value) {
        (None, Value::Null) => true,
        (Some(Data::String(text)), Value::String(value)) => text == value,
        (Some(Data::Float(number)), Value::Number(value)) => Some(*number) == value.as_f64(),
        (Some(Data::Int(number)), Value::Number(value)) => Some(*number) == value.as_i64(),
        _ => false,
    }
}

fn by_organisation(program: &Program) -> BTreeMap<&str, Vec<&Application>> {
    let mut all: BTreeMap<&str, Vec<&Application>> = BTreeMap::new();
    for application in &program.applications {
        all.entry(&application.organisation).or_default().push(application);
    }
    all
}

fn organisation<'a>(program: &'a Program, application: &Application) -> &'a Organisation {
    program.organisations.iter().find(|organisation| organisation.id == application.organisation).unwrap()
}

#[test]
fn check_digits_are_those_of_the_national_tax_agency() {
    assert_eq!(corporate_number(700_110_005_901), "8700110005901");
    assert_eq!(corporate_number(12_050_002), "7000012050002");
    assert!(is_valid(8_700_110_005_901) && !is_valid(8_700_110_005_910));
    for seed in 1..=5 {
        for organisation in generate(seed).organisations {
            assert_eq!(organisation.corporate_number.len(), 13);
            assert!(is_valid(organisation.corporate_number.parse().unwrap()), "{}", organisation.corporate_number);
        }
    }
    assert_eq!(check_digit(0), 9);
    assert_eq!(as_scientific("4011005001234"), 4_011_010_000_000);
}

#[test]
fn every_seed_has_the_same_numbers_of_those_who_come_back() {
    for seed in 1..=20 {
        let program = generate(seed);
        assert_eq!((program.organisations.len(), program.applications.len()), (287, 300));
        for round in truth::ROUNDS {
            assert_eq!(program.applications.iter().filter(|one| one.start == round).count(), truth::PER_ROUND);
        }
        let organisations = by_organisation(&program);
        assert_eq!(organisations.len(), 287, "everybody applied");
        let mut histories: Vec<(bool, bool)> = Vec::new();
        for applications in organisations.values().filter(|applications| applications.len() > 1) {
            assert_eq!(applications.len(), 2);
            assert!(applications[0].start < applications[1].start, "once in a round");
            if !applications[0].funded() && applications[1].funded() {
                assert_eq!(applications[0].start, truth::ROUNDS[0]);
            }
            histories.push((applications[0].funded(), applications[1].funded()));
        }
        let count = |history| histories.iter().filter(|one| **one == history).count();
        assert_eq!((count((true, true)), histories.len()), (truth::FUNDED_TWICE, 13), "seed {seed}");
        assert!(count((false, true)) >= 3 && count((true, false)) >= 1 && count((false, false)) >= 1);
    }
}

#[test]
fn the_award_line_decides_and_the_parts_add_up() {
    for seed in 1..=5 {
        let program = generate(seed);
        for application in &program.applications {
            assert_eq!(application.funded(), application.score >= truth::AWARD_LINE);
            for answers in application.before.iter().chain(&application.after) {
                assert!(answers.other_sectors <= answers.partners && (1..=5).contains(&answers.satisfaction));
            }
        }
        let paid: i64 = program.applications.iter().filter_map(|application| application.granted).sum();
        let accounts = || program.organisations.iter().flat_map(|organisation| organisation.accounts.values());
        assert_eq!(accounts().map(|account| account.evaluated_grant).sum::<i64>(), paid);
        for Account { fees, donations, grants, business, other, evaluated_grant, surplus } in accounts() {
            for amount in [fees, donations, grants, business, other, evaluated_grant] {
                assert!(*amount >= 0 && amount % 1_000 == 0);
            }
            assert_eq!(surplus % 1_000, 0);
        }
    }
}

/// A mean and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Funded minus not funded, against the truth, in standard errors.
fn distance(changes: &[Vec<f64>; 2], truth: f64) -> f64 {
    let ((not, error_not), (funded, error)) = (mean(&changes[0]), mean(&changes[1]));
    (funded - not - truth) / error.hypot(error_not)
}

/// Four standard errors are crossed by chance once in 16,000 times; the seeds are fixed.
#[test]
fn the_truth_is_in_the_data() {
    let mut volunteers = [Vec::new(), Vec::new()];
    let mut partners = [Vec::new(), Vec::new()];
    let mut income = [[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
    for program in (1..=40).map(generate) {
        for application in &program.applications {
            let (arm, start) = (usize::from(application.funded()), application.start);
            if let (Some(before), Some(after)) = (&application.before, &application.after) {
                volunteers[arm].push((after.volunteers - before.volunteers) as f64);
                partners[arm].push((after.partners - before.partners) as f64);
            }
            let organisation = organisation(&program, application);
            let change = organisation.accounts[&(start + 1)].net() - organisation.accounts[&(start - 1)].net();
            income[usize::from(organisation.paid_staff > 0)][arm].push(change as f64);
        }
    }
    assert!(distance(&volunteers, truth::VOLUNTEERS_EFFECT).abs() < 4.0);
    assert!(distance(&partners, truth::PARTNERS_EFFECT).abs() < 4.0);
    assert!(distance(&income[0], 0.0).abs() < 4.0 && distance(&income[1], 0.0).abs() < 4.0);
    let (growth, error) = mean(&income[1][0]);
    assert!((growth - 2.0 * truth::GROWTH_WITH_STAFF * 1_000.0).abs() < 4.0 * error);
}

#[test]
fn the_same_bytes_twice() {
    let program = generate(3);
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&program, Some(&mess::plant(&program)), first.path()).unwrap();
    write(&generate(3), Some(&mess::plant(&program)), second.path()).unwrap();
    for file in FILES.iter().chain(&["planted.json"]) {
        let read = |dir: &Path| fs::read(dir.join(file)).unwrap();
        assert!(read(first.path()) == read(second.path()), "{file}");
    }
}

/// The messy workbooks differ from the clean ones in the planted cells and in no other.
#[test]
fn what_is_planted_is_what_differs() {
    for seed in 1..=3 {
        let program = generate(seed);
        let ((clean, form), (messy, all)) = (written(&program, false), written(&program, true));
        assert!(form.iter().all(|entry| all.contains(entry)));
        let mut listed = BTreeSet::new();
        for entry in all.iter().filter(|entry| !form.contains(entry)) {
            let (row, col) = address(entry["cell"].as_str().unwrap());
            let text = |key: &str| entry[key].as_str().unwrap().to_string();
            let place = (text("file"), text("sheet"), row, col);
            assert!(same(clean.get(&place), &entry["was"]) && same(messy.get(&place), &entry["written"]), "{entry}");
            assert!(listed.insert(place), "two in one cell: {entry}");
        }
        let places: BTreeSet<_> = clean.keys().chain(messy.keys()).collect();
        let differing = places.into_iter().filter(|place| clean.get(*place) != messy.get(*place));
        assert_eq!(differing.cloned().collect::<BTreeSet<_>>(), listed);
    }
}

#[test]
fn every_kind_of_mess_is_there() {
    const COUNTS: [(&str, usize); 13] = [
        ("title", 8),
        ("merged-header", 1),
        ("total-row", 2),
        ("note", 4),
        ("thousands-heading", 7),
        ("full-width-digits", 8),
        ("separators", 3),
        ("unit-in-cell", 3),
        ("negative-triangle", 12),
        ("year-form", 11),
        ("name-variant", 10),
        ("number-destroyed", 3),
        ("approximate", 2),
    ];
    for seed in 1..=4 {
        let (_, all) = written(&generate(seed), true);
        for (kind, count) in COUNTS {
            assert_eq!(all.iter().filter(|entry| entry["kind"] == kind).count(), count, "{kind}, seed {seed}");
        }
        assert_eq!(all.len(), COUNTS.iter().map(|(_, count)| count).sum::<usize>());
    }
}

/// Titles, headings, notes and totals stand where the list says.
#[test]
fn the_form_is_listed() {
    let (cells, form) = written(&generate(1), false);
    for entry in &form {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_string();
        if entry["kind"] == "merged-header" {
            assert_eq!(text("range"), "A3:H4");
            continue;
        }
        let (row, col) = match entry["row"].as_u64() {
            Some(row) => (row as u32 - 1, 0),
            None => address(&text("cell")),
        };
        assert!(same(cells.get(&(text("file"), text("sheet"), row, col)), &entry["written"]), "{entry}");
    }
    let outside = |((file, sheet, row, _), data): (&(String, String, u32, u32), &Data)| {
        let text = data.to_string();
        let unclean = text.starts_with('※') || text == "合計" || text.contains("千円") || text.contains("活動計算書");
        unclean.then(|| (file.clone(), sheet.clone(), *row))
    };
    let found: BTreeSet<_> = cells.iter().filter_map(outside).collect();
    let row = |entry: &Value| match entry["row"].as_u64() {
        Some(row) => row as u32 - 1,
        None => entry["cell"].as_str().map_or(2, |cell| address(cell).0),
    };
    let listed =
        |entry: &Value| (entry["file"].as_str().unwrap().into(), entry["sheet"].as_str().unwrap().into(), row(entry));
    let listed: BTreeSet<(String, String, u32)> = form.iter().map(listed).collect();
    assert!(found.is_subset(&listed), "{found:?}");
}

/// Those whose number is destroyed have a variant of their name too; some were funded and some were not.
#[test]
fn destroyed_numbers_leave_a_name_written_otherwise() {
    for seed in 1..=4 {
        let program = generate(seed);
        let (_, all) = written(&program, true);
        let of = |kind: &'static str| all.iter().filter(move |entry| entry["kind"] == kind);
        let names: BTreeSet<&str> = of("name-variant").map(|entry| entry["was"].as_str().unwrap()).collect();
        let mut funded = BTreeSet::new();
        for entry in of("number-destroyed") {
            assert!(!is_valid(entry["written"].as_u64().unwrap()));
            let number = entry["was"].as_str().unwrap();
            let who = program.organisations.iter().find(|one| one.corporate_number == number).unwrap();
            assert!(names.contains(who.name().as_str()), "{}", who.name());
            funded.insert(by_organisation(&program)[who.id.as_str()].iter().any(|application| application.funded()));
        }
        assert_eq!(funded.len(), 2);
    }
}

#[test]
fn an_edited_programme_is_written_with_a_mess_of_its_own() {
    let mut program = generate(2);
    let early = mess::plant(&program);
    program.applications.retain(|application| application.funded());
    program.applications.truncate(5);
    let dir = tempfile::tempdir().unwrap();
    assert!(write(&program, Some(&early), dir.path()).is_err());
    write(&program, Some(&mess::plant(&program)), dir.path()).unwrap();
    let rows = |cells: &Cells| {
        cells.keys().filter(|(file, _, row, col)| file == "申請審査.xlsx" && *row > 3 && *col == 1).count()
    };
    assert_eq!(rows(&cells(dir.path())), 5);
}

/// Nobody edits the workbooks of the example by hand.
#[test]
fn the_example_is_what_its_seed_gives() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei");
    let list: Value = serde_json::from_str(&fs::read_to_string(dir.join("planted.json")).unwrap()).unwrap();
    let (made, all) = written(&generate(list["seed"].as_u64().unwrap()), true);
    assert_eq!(list["planted"].as_array().unwrap(), &all);
    let differing = |(place, data): &(&(String, String, u32, u32), &Data)| made.get(*place) != Some(*data);
    let stored = cells(&dir);
    assert_eq!(stored.iter().filter(differing).collect::<Vec<_>>(), []);
    assert_eq!(stored.len(), made.len());
}
