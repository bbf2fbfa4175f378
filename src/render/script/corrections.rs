//! p-values corrected for their number: of the outcomes of each family, and of the subgroups of each question.

use std::collections::BTreeMap;

use crate::exhibit::{Cell, Table, TableRole};
use crate::findings::{Bundle, FamilyInfo, Finding};
use crate::infer::multiplicity::Correction;
use crate::text::r::{number, quoted};

use super::terms::text;

/// Finding or subgroup, its p-value and the corrected one.
type Corrections = Vec<(String, f64, f64)>;

/// The calls that check them.
pub fn corrections(bundle: &Bundle) -> String {
    let mut families: BTreeMap<usize, (FamilyInfo, Corrections)> = BTreeMap::new();
    for (family, member) in bundle.findings.findings.iter().filter_map(member) {
        families.entry(family.number).or_insert_with(|| (family, Vec::new())).1.push(member);
    }
    let of_family =
        |(family, members): &(FamilyInfo, Corrections)| call("outcomes", family.correction, family.asked, members);
    let subgroups = bundle.tables.iter().filter(|table| *table.id.role() == TableRole::Subgroups);
    families.values().map(of_family).chain(subgroups.map(of_subgroups)).collect()
}

fn member(finding: &Finding) -> Option<(FamilyInfo, (String, f64, f64))> {
    let told = finding.effect.as_ref().filter(|_| !finding.claim.verdict.withholds_number())?;
    Some((finding.family?, (finding.id.clone(), told.p_value, finding.q_value?)))
}

fn call(what: &str, correction: Correction, asked: usize, members: &Corrections) -> String {
    let method = match correction {
        Correction::Holm => "holm",
        Correction::BenjaminiHochberg => "BH",
    };
    let p: Vec<String> = members.iter().map(|(id, p, _)| format!("{} = {}", quoted(id), number(*p))).collect();
    let q: Vec<String> = members.iter().map(|(_, _, q)| number(*q)).collect();
    let (p, q) = (p.join(", "), q.join(", "));
    format!("corrected({}, {}, {asked}, c({p}),\n  c({q}))\n", quoted(what), quoted(method))
}

/// Subgroups that have a number are corrected together.
fn of_subgroups(table: &Table) -> String {
    let at = |key: &str| table.column(key);
    let (Some(outcome), Some(level), Some(p), Some(q)) = (at("outcome"), at("level"), at("p_value"), at("q_value"))
    else {
        return String::new();
    };
    let one = |row: &Vec<Cell>| {
        let id = format!("{}/{} [{}]", table.id.question(), text(&row[outcome]), text(&row[level]));
        Some((id, row[p].number()?, row[q].number()?))
    };
    let members: Corrections = table.rows.iter().filter_map(one).collect();
    match members.is_empty() {
        true => String::new(),
        false => call("subgroups", Correction::BenjaminiHochberg, members.len(), &members),
    }
}
