//! Who is there: the register, and what each organisation is like before anybody applies.

use std::collections::BTreeSet;

use super::accounts;
use super::corporate_number::corporate_number;
use super::draw::Draw;
use super::names::{self, FIELDS, MUNICIPALITIES};
use super::{LegalForm, Organisation};

/// Share of organisations with paid staff.
const WITH_STAFF: f64 = 0.55;
/// Registry offices that do not exist, so that no number is anybody's.
const REGISTRY: u64 = 980_005_000_000;

/// `count` organisations in the order of their ids.
pub fn organisations(seed: u64, count: usize) -> Vec<Organisation> {
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    (0..count).map(|index| organisation(seed, index, &mut names, &mut numbers)).collect()
}

fn organisation(seed: u64, index: usize, names: &mut BTreeSet<String>, numbers: &mut BTreeSet<String>) -> Organisation {
    let mut draw = Draw::new(seed, "organisation", index as u64);
    let place = draw.below(MUNICIPALITIES.len());
    let (municipality, stem) = MUNICIPALITIES[place];
    let (field, words) = *draw.pick(&FIELDS);
    let (legal_form, founded) = form(&mut draw);
    let paid_staff = if draw.chance(WITH_STAFF) { 1 + (draw.uniform().powi(2) * 9.0) as i64 } else { 0 };
    let core = until_new(names, || names::core(stem, &words, &mut draw));
    let mut draw = Draw::new(seed, "corporate number", index as u64);
    let corporate_number = until_new(numbers, || number(place, &mut draw));
    Organisation {
        id: format!("D{:03}", index + 1),
        corporate_number,
        legal_form,
        core_name: core,
        municipality: municipality.to_string(),
        founded,
        paid_staff,
        field: field.to_string(),
        accounts: accounts::accounts(seed, index, paid_staff > 0),
    }
}

fn until_new(known: &mut BTreeSet<String>, mut make: impl FnMut() -> String) -> String {
    loop {
        let made = make();
        if known.insert(made.clone()) {
            return made;
        }
    }
}

fn number(place: usize, draw: &mut Draw) -> String {
    let office = REGISTRY + (place as u64 + 1) * 100_000_000;
    corporate_number(office + 1 + draw.below(899_999) as u64)
}

/// 法人格 and the year of founding that goes with it.
fn form(draw: &mut Draw) -> (LegalForm, i32) {
    let (form, first) = match draw.uniform() {
        u if u < 0.70 => (LegalForm::Npo, 1999),
        u if u < 0.90 => (LegalForm::GeneralAssociation, 2009),
        _ => (LegalForm::CertifiedNpo, 1999),
    };
    let last = if form == LegalForm::CertifiedNpo { 2015 } else { 2019 };
    (form, first + draw.below((last - first + 1) as usize) as i32)
}
