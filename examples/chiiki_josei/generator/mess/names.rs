//! Names written in other ways, and three 法人番号 that a spreadsheet has rounded.

use std::collections::BTreeSet;

use super::super::corporate_number::{as_scientific, is_valid};
use super::super::draw::Draw;
use super::super::grid::Kind;
use super::super::{LegalForm, Organisation};
use super::{Planter, full_width};

/// Organisations whose number is destroyed.
const DESTROYED: usize = 3;
/// Name variants besides those of [`DESTROYED`].
const OTHERS: usize = 7;
const BOOK: &str = "活動計算書.xlsx";
const SHEETS: [&str; 6] = ["R2", "R3", "R4", "R5", "R6", "R7"];

pub fn plant(planter: &mut Planter<'_>) {
    let mut draw = planter.draw("names");
    let destroyed = destroyed(planter, &mut draw);
    for organisation in &destroyed {
        destroy(planter, organisation);
    }
    let mut others: Vec<&Organisation> = planter.program.organisations.iter().collect();
    draw.shuffle(&mut others);
    let lettered = others.iter().position(|organisation| has_letters(organisation));
    if let Some(at) = lettered {
        others.swap(0, at);
    }
    let others = others.into_iter().filter(|other| !destroyed.iter().any(|one| one.id == other.id));
    let others: Vec<&Organisation> = others.take(OTHERS).collect();
    for (at, organisation) in destroyed.iter().copied().chain(others).enumerate() {
        let sheet = *draw.pick(&SHEETS);
        vary(planter, organisation, sheet, at);
    }
}

/// One that was funded, one that never was, one more: organisations whose rounded number shows that it is wrong.
fn destroyed<'a>(planter: &Planter<'a>, draw: &mut Draw) -> Vec<&'a Organisation> {
    let program = planter.program;
    let funded = program.applications.iter().filter(|application| application.funded());
    let funded: BTreeSet<&str> = funded.map(|application| application.organisation.as_str()).collect();
    let applied: BTreeSet<&str> = program.applications.iter().map(|one| one.organisation.as_str()).collect();
    let suits = |organisation: &&Organisation| {
        organisation.legal_form == LegalForm::Npo
            && applied.contains(organisation.id.as_str())
            && !is_valid(as_scientific(&organisation.corporate_number))
    };
    let mut all: Vec<&Organisation> = program.organisations.iter().filter(suits).collect();
    draw.shuffle(&mut all);
    let is_funded = |organisation: &&&Organisation| funded.contains(organisation.id.as_str());
    let mut chosen: Vec<&Organisation> = all.iter().find(is_funded).into_iter().copied().collect();
    chosen.extend(all.iter().find(|organisation| !is_funded(organisation)));
    let rest = all.iter().filter(|one| !chosen.iter().any(|other| other.id == one.id));
    let rest: Vec<&Organisation> = rest.take(DESTROYED - chosen.len()).copied().collect();
    chosen.extend(rest);
    chosen
}

fn destroy(planter: &mut Planter<'_>, organisation: &Organisation) {
    let number = &organisation.corporate_number;
    let places = planter.column("団体名簿.xlsx", "団体名簿", "法人番号");
    let place = places.into_iter().find(|place| planter.text(*place) == number).expect("in the register");
    planter.plant(place, Kind::NumberDestroyed, as_scientific(number) as i64);
}

fn vary(planter: &mut Planter<'_>, organisation: &Organisation, sheet: &str, at: usize) {
    let numbers = planter.column(BOOK, sheet, "法人番号");
    let is_it = |place: &super::Place| planter.text(*place) == organisation.corporate_number;
    let Some((book, tab, row, _)) = numbers.into_iter().find(is_it) else { return };
    let col = planter.sheet(BOOK, sheet).2.column("団体名");
    planter.plant((book, tab, row, col), Kind::NameVariant, variant(organisation, at));
}

fn has_letters(organisation: &Organisation) -> bool {
    organisation.core_name.contains(|c: char| c.is_ascii_alphabetic())
}

/// Another way to write a name; what an abbreviation does not exist for is written with spaces, in turn.
fn variant(organisation: &Organisation, at: usize) -> String {
    let Organisation { core_name: core, legal_form, .. } = organisation;
    let full = legal_form.full();
    let wide = full_width(core);
    match (at, legal_form) {
        (at, _) if at >= DESTROYED && wide != *core => format!("{full}{wide}"),
        (at, LegalForm::Npo) if at % 5 == 0 => format!("NPO法人{core}"),
        (at, LegalForm::Npo) if at % 5 == 1 => format!("(特非){core}"),
        (at, LegalForm::Npo) if at % 5 == 2 => format!("{core}（特非）"),
        (at, LegalForm::GeneralAssociation) if at % 2 == 0 => format!("(一社){core}"),
        (at, _) if at % 2 == 0 => format!(" {full}{core}　"),
        _ => format!("{full}　{core}"),
    }
}
