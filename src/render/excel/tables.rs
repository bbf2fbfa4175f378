//! Sheets that hold tables as they are, one under the other.

use std::collections::BTreeSet;

use crate::exhibit::{Table, TableRole};
use crate::phrase;

use super::book::SheetContext;
use super::charts;
use super::id::{SheetId, Tint};
use super::sheet::{Sheet, nothing};
use super::table::sheet;

/// Rows of linked files.
pub(super) const LINKAGE: Sheet = Sheet::new(
    SheetId::Linkage,
    Tint::Cases,
    || phrase!("Who is who"),
    || phrase!("Rows of linked files: who was found, who perhaps, who not (names cases: keep it in the house)"),
    |page| sheet(page, &phrase!("Who is who"), page.book.tables(SheetId::Linkage)),
)
.taking(|role| matches!(role, TableRole::Linkage | TableRole::LinkageRows))
.only_if(|book| book.internal() && filled(book, SheetId::Linkage));

/// Claims for a proposal.
pub(super) const CLAIMS: Sheet = Sheet::new(
    SheetId::Claims,
    Tint::Evidence,
    || phrase!("Evidence table"),
    || phrase!("For a proposal: each claim with its number, the data behind it, and what it does not say."),
    |page| sheet(page, &phrase!("Evidence table"), page.book.tables(SheetId::Claims)),
)
.taking(|role| *role == TableRole::Claims)
.only_if(|book| filled(book, SheetId::Claims));

/// Characteristics of the groups.
pub(super) const TABLE_ONE: Sheet = Sheet::new(
    SheetId::TableOne,
    Tint::Cases,
    || phrase!("Table 1"),
    || phrase!("Who the cases are"),
    |page| sheet(page, &phrase!("Table 1: who the cases are"), page.book.tables(SheetId::TableOne)),
)
.taking(|role| *role == TableRole::TableOne)
.only_if(|book| filled(book, SheetId::TableOne))
.missed(nothing);

/// Balance.
pub(super) const BALANCE: Sheet = Sheet::new(
    SheetId::Balance,
    Tint::Cases,
    || phrase!("Balance"),
    || phrase!("How alike the compared groups are, before and after"),
    |page| sheet(page, &phrase!("Balance: how alike the compared groups are"), page.book.tables(SheetId::Balance)),
)
.taking(|role| matches!(role, TableRole::Balance | TableRole::BalanceTerms | TableRole::BalanceParts))
.only_if(|book| filled(book, SheetId::Balance))
.missed(|| phrase!("left out: no question compares two groups"));

/// Answers for parts of the cases.
pub(super) const SUBGROUPS: Sheet = Sheet::new(
    SheetId::Subgroups,
    Tint::Numbers,
    || phrase!("Subgroups"),
    || phrase!("The answers for parts of the cases"),
    |page| sheet(page, &phrase!("Subgroups"), page.book.tables(SheetId::Subgroups)),
)
.taking(|role| matches!(role, TableRole::Subgroups | TableRole::Groups))
.only_if(|book| filled(book, SheetId::Subgroups));

/// What measures made.
pub(super) const MEASURES: Sheet = Sheet::new(
    SheetId::Measures,
    Tint::Numbers,
    || phrase!("Measures"),
    || phrase!("What was measured, period by period: income by source and the like"),
    |page| sheet(page, &phrase!("Measures"), page.book.tables(SheetId::Measures)),
)
.taking(|role| matches!(role, TableRole::Measure(_)))
.only_if(|book| filled(book, SheetId::Measures));

/// The tables that no other sheet takes.
pub(super) const FURTHER: Sheet = Sheet::new(
    SheetId::Further,
    Tint::Numbers,
    || phrase!("Further tables"),
    || phrase!("Further tables of the methods"),
    |page| sheet(page, &phrase!("Further tables"), &further(page.book)),
)
.only_if(|book| !further(book).is_empty());

/// What is withheld.
pub(super) const DISCLOSURE: Sheet = Sheet::new(
    SheetId::Disclosure,
    Tint::Background,
    || phrase!("Disclosure"),
    || phrase!("Which cells are withheld in the public edition, and how open each of them stays"),
    |page| sheet(page, &phrase!("What the public edition withholds"), page.book.tables(SheetId::Disclosure)),
)
.taking(|role| *role == TableRole::Disclosure)
.only_if(|book| book.internal() && filled(book, SheetId::Disclosure));

fn filled(book: &SheetContext<'_>, sheet: SheetId) -> bool {
    !book.tables(sheet).is_empty()
}

/// Without the tables that stand beside their charts and that no finding names.
fn further<'a>(book: &SheetContext<'a>) -> Vec<&'a Table> {
    let findings = book.bundle.findings.findings.iter();
    let kept: BTreeSet<&str> = findings.flat_map(|finding| &finding.tables).map(String::as_str).collect();
    let drawn: BTreeSet<&str> = charts::drawn(book.bundle).map(|figure| figure.table.as_str()).collect();
    let shown = |table: &&&Table| kept.contains(table.id.as_str()) || !drawn.contains(table.id.as_str());
    book.tables(SheetId::Further).iter().filter(shown).copied().collect()
}
