//! 360Giving: grants as British funders publish them, one grant in each row.

use std::collections::BTreeSet;

use super::words::of_kind;
use super::{Layout, LayoutFit, Meaning, Sight, Understood};
use crate::diag::Diagnostic;
use crate::ingest::{Raw, RawTable, change};
use crate::phrase;
use crate::study::VariableKind;
use crate::text::{Phrase, Words};

/// The titles that every grant has; a recipient is an organisation or a person.
const REQUIRED: [&str; 8] = [
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Awarded",
    "Award Date",
    "Funding Org:Identifier",
    "Funding Org:Name",
];
const RECIPIENT_ORG: [&str; 2] = ["Recipient Org:Identifier", "Recipient Org:Name"];
const RECIPIENT_IND: [&str; 2] = ["Recipient Ind:Identifier", "Recipient Ind:Name"];

const AMOUNTS: [&str; 3] = ["Amount Awarded", "Amount Applied For", "Amount Disbursed"];
const DATES: [&str; 4] = ["Award Date", "Planned Dates:Start Date", "Planned Dates:End Date", "Last Modified"];
const IDS: [&str; 12] = [
    "Recipient Org:Identifier",
    "Recipient Ind:Identifier",
    "Recipient Org:Charity Number",
    "Recipient Org:Company Number",
    "Recipient Org:Postal Code",
    "Beneficiary Location:Geographic Code",
    "Recipient Org:Location:Geographic Code",
    "Funding Org:Identifier",
    "Grant Programme:Code",
    "Related Activity",
    "Fund Org:Identifier",
    "Identifier",
];

/// Sheets with several rows for a grant, joined on its identifier.
pub(super) const SHEETS: [&str; 15] = [
    "Actual Dates",
    "Beneficiary Location",
    "Classifications",
    "Fun_Location",
    "Funding Org",
    "Funding Type",
    "Grant Programme",
    "Planned Dates",
    "Rec_Location",
    "Recipient Org",
    "Related Document",
    "applicationTransaction",
    "commitmentTransaction",
    "disbursementTransaction",
    "deiDetails",
];

pub struct Giving360;

fn titles(sight: &Sight<'_>) -> Vec<&'static str> {
    let persons = sight.count(&RECIPIENT_IND) > sight.count(&RECIPIENT_ORG);
    let recipient = if persons { RECIPIENT_IND } else { RECIPIENT_ORG };
    REQUIRED.into_iter().chain(recipient).collect()
}

impl Layout for Giving360 {
    fn name(&self) -> &'static str {
        "360giving"
    }

    fn title(&self) -> Phrase {
        phrase!("grants in the 360Giving standard")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let wanted = titles(sight);
        let found = sight.count(&wanted);
        let core = sight.count(&["Identifier", "Amount Awarded", "Award Date"]) == 3;
        let seen = phrase!(
            "{n} of its {all} required titles; each row is a grant, known by `{unit}`",
            n = found,
            all = wanted.len(),
            unit = "Identifier"
        );
        core.then_some(LayoutFit { score: found as f64 / wanted.len() as f64, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let currencies = currencies(sight.table);
        let unit = if currencies.len() == 1 {
            Words::plain(currencies.first().cloned().unwrap_or_default())
        } else {
            Words::default()
        };
        let amount = |heading: String| Meaning {
            heading,
            kind: Some(VariableKind::Amount),
            unit: unit.clone(),
            ..Meaning::default()
        };
        let mut meanings: Vec<Meaning> = AMOUNTS.iter().filter_map(|it| sight.heading(it)).map(amount).collect();
        meanings.extend(of_kind(sight, &DATES, VariableKind::Date));
        meanings.extend(of_kind(sight, &IDS, VariableKind::Text));
        let warnings = [missing(sight), mixed(sight, &currencies), regrants(sight)];
        Understood {
            unit: sight.heading("Identifier"),
            meanings,
            sheets: &SHEETS,
            warnings: warnings.into_iter().flatten().collect(),
            ..Understood::default()
        }
    }

    /// Amounts in several currencies become one column for each, so that nothing adds them up.
    fn shape(&self, table: &mut RawTable) {
        let currencies = currencies(table);
        let sight = Sight::of(table);
        let (Some(currency), true) = (sight.column("Currency"), currencies.len() > 1) else { return };
        let amounts: Vec<usize> = AMOUNTS.iter().filter_map(|it| sight.column(it)).collect();
        let of_row: Vec<String> = (0..table.rows.len()).map(|row| change::text(table, row, currency)).collect();
        for column in amounts {
            let (cells, heading) = (table.columns[column].clone(), table.headings[column].text.clone());
            for code in currencies.iter().skip(1) {
                let own = change::only(&cells, |row| of_row[row] == *code);
                change::add(table, &format!("{heading} {code}"), column, own);
            }
            let first = currencies.first().cloned().unwrap_or_default();
            table.columns[column] = change::only(&cells, |row| of_row[row] == first);
            table.headings[column].text = format!("{heading} {first}");
            table.headings[column].leaf = table.headings[column].text.clone();
        }
    }
}

/// The currencies of a table in the order of the alphabet.
fn currencies(table: &RawTable) -> BTreeSet<String> {
    let Some(column) = Sight::of(table).column("Currency") else { return BTreeSet::new() };
    (0..table.rows.len()).map(|row| change::text(table, row, column)).filter(|code| !code.is_empty()).collect()
}

fn missing(sight: &Sight<'_>) -> Option<Diagnostic> {
    let missing: Vec<&str> = titles(sight).into_iter().filter(|title| sight.column(title).is_none()).collect();
    let message = phrase!(
        "The standard asks for {names}, and the table does not have {n?it|them}",
        names = missing.clone(),
        n = missing.len()
    );
    (!missing.is_empty()).then(|| sight.note("layout-incomplete", message))
}

fn mixed(sight: &Sight<'_>, currencies: &BTreeSet<String>) -> Option<Diagnostic> {
    let names: Vec<&str> = currencies.iter().map(String::as_str).collect();
    let message = phrase!(
        "Amounts are in {n} currencies ({names}); each gets columns of its own, such as `{example}`, and they are never added",
        n = names.len(),
        names = names.clone(),
        example = format!("Amount Awarded {}", names.first().unwrap_or(&""))
    );
    (names.len() > 1).then(|| sight.warning("several-currencies", message, "Currency", &[]))
}

fn regrants(sight: &Sight<'_>) -> Option<Diagnostic> {
    let column = sight.column("For Regrant Type")?;
    let rows: Vec<usize> =
        sight.filled(column).into_iter().filter(|&row| sight.table.get(row, column) != Raw::Text("-")).collect();
    let message = phrase!(
        "{n} {n?grant is|grants are} made for granting the money on; added to the grants that were made of {n?it|them}, the same money counts twice",
        n = rows.len()
    );
    let hint = phrase!("Leave one of the two out with `where` of the question");
    (!rows.is_empty()).then(|| sight.warning("regrant", message, "For Regrant Type", &rows).hint(hint))
}
