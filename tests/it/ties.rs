//! Ties from spreadsheets: sources of ties, what is made of them, and what is said of it.

use std::fs;
use std::sync::Arc;

use tashika::diag::{self, Sink};
use tashika::exhibit::Table;
use tashika::panel::{Data, Panel, View};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

const REGISTER: &str = "団体ID,団体名,分野,地域,参加\n\
    1,特定非営利活動法人みどり,福祉,東,はい\n2,さくら製作所株式会社,企業,東,いいえ\n3,あおぞら北町ネット,福祉,西,はい\n\
    4,若葉市役所,行政,西,いいえ\n5,ひだまり食堂の会,福祉,東,はい\n6,しらかば,,西,いいえ\n";

/// みどり and あおぞら answer twice, さくら the second time only; ひだまり食堂の会 says that it has nobody; 若葉市役所 never answers.
const TIES: &str = "年度,団体A,団体B,信頼,使命,金額\n\
    R4,NPO法人みどり,さくら製作所株式会社,4,2,\"10,000円\"\nR4,NPO法人みどり,あおぞら北町ネット,3,3,\n\
    R4,あおぞら北町ネット,みどり,2,2,\nR4,あおぞら北町ネット,どこかの会,1,1,\nR4,ひだまり食堂の会,,,,\n\
    R6,みどり,若葉市役所,4,4,５０００\nR6,みどり,あおぞら北町ネット,4,4,\nR6,あおぞら北町ネット,みどり,3,3,\nR6,あおぞら北町ネット,さくら製作所（株）,2,,\n\
    R6,さくら製作所株式会社,みどり,4,4,\nR6,さくら製作所株式会社,さくら製作所株式会社,4,4,\nR6,ひだまり食堂の会,若葉市役所,4,4,\nR6,ひだまり食堂の会,若葉市役所,2,2,\n";

fn study(more: &str) -> String {
    format!(
        "[sources.register]\nfile = \"register.csv\"\nunit = \"団体ID\"\n\
         [sources.ties]\nfile = \"ties.csv\"\nkind = \"ties\"\nfrom = \"団体A\"\nto = \"団体B\"\n\
         period_column = \"年度\"\nlink = {{ to = \"register\", by = [\"団体名\"] }}\n\
         [measures.renkei]\nmethod = \"ties\"\nsource = \"ties\"\n{more}\n"
    )
}

const ALL: &str =
    "sector = \"分野\"\narea = \"地域\"\ntrust = [\"信頼\", \"使命\"]\nleast_raters = 1\namount = \"金額\"";

fn read(study: &str) -> (Option<ReadStudy>, Sink) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("study.toml", study), ("register.csv", REGISTER), ("ties.csv", TIES)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink)
}

fn said(sink: &Sink) -> String {
    sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n")
}

fn sound(study: &str) -> (ReadStudy, Sink) {
    let (read, sink) = read(study);
    (read.unwrap_or_else(|| panic!("{}", said(&sink))), sink)
}

fn numbers(panel: &Arc<Panel>, name: &str) -> Vec<f64> {
    match View::whole(panel.clone()).column(&panel.reference(name)).unwrap_or_else(|| panic!("no {name}")).data {
        Data::Number(values) => values.to_vec(),
        other => panic!("{name}: {other:?}"),
    }
}

#[track_caller]
fn same(panel: &Arc<Panel>, name: &str, wanted: &[f64]) {
    let ours = numbers(panel, name);
    let near = |(a, b): (&f64, &f64)| a.is_nan() && b.is_nan() || (a - b).abs() < 1e-12;
    assert!(ours.len() == wanted.len() && ours.iter().zip(wanted).all(near), "{name}: {ours:?} {wanted:?}");
}

const NAN: f64 = f64::NAN;

#[test]
fn partners_are_counted_for_those_who_answered() {
    let (read, sink) = sound(&study(ALL));
    let panel = &read.panel;
    // Nobody asked さくら, 若葉市役所 and しらかば in R4; ひだまり食堂の会 says that it has no tie.
    same(panel, "renkei_partners@2022", &[2.0, NAN, 2.0, NAN, 0.0, NAN]);
    same(panel, "renkei_reported@2022", &[2.0, NAN, 2.0, NAN, 0.0, NAN]);
    same(panel, "renkei_reported_by@2022", &[1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    same(panel, "renkei_partners@2024", &[3.0, 2.0, 2.0, NAN, 1.0, NAN]);
    // The company and the welfare association: one partner of another sector, one of its own.
    same(panel, "renkei_other_sector@2022", &[1.0, NAN, 0.0, NAN, 0.0, NAN]);
    same(panel, "renkei_ei@2022", &[0.0, NAN, -1.0, NAN, NAN, NAN]);
    same(panel, "renkei_other_area@2022", &[1.0, NAN, 1.0, NAN, 0.0, NAN]);
    // The city, which みどり reports in R6, never answered: whether it would return the tie is not known.
    same(panel, "renkei_returned@2024", &[1.0, 0.0, 0.5, NAN, NAN, NAN]);
    same(panel, "renkei_trust_received@2022", &[2.0, 3.0, 3.0, NAN, NAN, NAN]);
    same(panel, "renkei_trust_asymmetry@2022", &[1.0, NAN, -1.0, NAN, NAN, NAN]);
    // Two rows of one pair: the mean of ratings; of two columns both must be answered.
    same(panel, "renkei_trust_given@2024", &[4.0, 4.0, 3.0, NAN, 3.0, NAN]);
    same(panel, "renkei_money_given@2022", &[10000.0, NAN, 0.0, NAN, 0.0, NAN]);
    same(panel, "renkei_money_given@2024", &[5000.0, 0.0, 0.0, NAN, 0.0, NAN]);
    let said = said(&sink);
    assert!(said.contains("tie-to-itself") && said.contains("ties-unasked"), "{said}");
    assert!(said.contains("ties.csv / C5") || said.contains("どこかの会"), "{said}");
    assert_eq!(panel.variables["renkei_other_sector"].label.get(Lang::Ja), "ほかの分野の連携先");
}

#[test]
fn who_answered_and_named_nobody_has_no_tie() {
    let answered = "answered = \"参加\"";
    let (read, sink) = sound(&study(&format!("{ALL}\n{answered}")));
    // Of the three who took part all answered; who reports something answered, whatever the column says.
    same(&read.panel, "renkei_reported@2022", &[2.0, NAN, 2.0, NAN, 0.0, NAN]);
    same(&read.panel, "renkei_partners@2024", &[3.0, 2.0, 2.0, NAN, 1.0, NAN]);
    assert!(!said(&sink).contains("ties-unasked"), "{}", said(&sink));
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    let found = read.tables.iter().find(|table| table.id.as_str() == name);
    found.unwrap_or_else(|| panic!("{:?}", read.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>()))
}

#[test]
fn the_network_as_a_whole_has_bounds_and_tells_what_changed() {
    let (read, _) = sound(&study(ALL));
    let whole = table(&read, "measure-renkei");
    let at = |row: usize, key: &str| whole.cell(row, key).unwrap().number();
    assert_eq!([at(0, "organisations"), at(0, "answered"), at(0, "ties")], [Some(6.0), Some(3.0), Some(2.0)]);
    // Of the three pairs of two who answered one is tied; of fifteen two are, twelve are not fully known.
    assert_eq!([at(0, "density"), at(0, "isolates")], [Some(1.0 / 3.0), Some(1.0)]);
    assert_eq!([at(0, "density_low"), at(0, "density_high")], [Some(2.0 / 15.0), Some(13.0 / 15.0)]);
    let changes = table(&read, "measure-renkei-changes");
    let values: Vec<Option<f64>> = (0..3).map(|row| changes.cell(row, "value").unwrap().number()).collect();
    // Those who answered both times: みどり, あおぞら, ひだまり食堂の会.
    assert_eq!(values, [Some(2.0), Some(3.0), Some(1.0)]);
    let turnover = table(&read, "measure-renkei-turnover");
    let last = turnover.rows.len() - 1;
    let counted = ["kept", "new", "lost"].map(|key| turnover.cell(last, key).unwrap().number());
    // Among those three only the two ties between みどり and あおぞら, once in each direction.
    assert_eq!(counted, [Some(2.0), Some(0.0), Some(0.0)]);
}

#[test]
fn what_is_wrong_with_a_source_of_ties_is_told() {
    let wrong = |from: &str, to: &str| {
        let (read, sink) = read(&study(ALL).replace(from, to));
        assert!(read.is_none(), "{}", said(&sink));
        said(&sink)
    };
    assert!(wrong("kind = \"ties\"\n", "").contains("are the two ends of a tie"));
    assert!(wrong("to = \"団体B\"\n", "").contains("Ties need a `link`"));
    assert!(wrong("to = \"団体B\"", "to = \"団体C\"").contains("団体B"));
    assert!(wrong("kind = \"ties\"", "kind = \"ties\"\nrows = \"mean\"").contains("says nothing of ties"));
    assert!(wrong("source = \"ties\"", "source = \"tie\"").contains("Did you mean `ties`?"));
    assert!(wrong("amount = \"金額\"", "amount = \"金がく\"").contains("have no column `金がく`"));
    assert!(wrong("area = \"地域\"", "answered = \"地域\"").contains("does not hold yes and no"));
    assert!(wrong("sector = \"分野\"", "sector = \"ぶんや\"").contains("ぶんや"));
}

/// Rows in another order and files in parts give the same.
#[test]
fn the_order_of_rows_changes_nothing() {
    let (first, _) = sound(&study(ALL));
    let folder = tempfile::tempdir().unwrap();
    let (head, rows) = TIES.split_once('\n').unwrap();
    let reversed: Vec<&str> = rows.trim_end().lines().rev().collect();
    let backwards = format!("{head}\n{}\n", reversed.join("\n"));
    for (name, text) in [("study.toml", study(ALL).as_str()), ("register.csv", REGISTER), ("ties.csv", &backwards)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let second = run::read(&folder.path().join("study.toml"), &|_| (), &mut Sink::new()).unwrap_or_else(|_| panic!());
    for name in first.panel.variables.keys().filter(|name| name.starts_with("renkei_")) {
        for period in ["2022", "2024"] {
            let name = format!("{name}@{period}");
            let (one, other) = (numbers(&first.panel, &name), numbers(&second.panel, &name));
            assert!(one.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "{name}: {one:?} {other:?}");
        }
    }
}
