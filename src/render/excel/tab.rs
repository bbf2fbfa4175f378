use std::collections::BTreeSet;

use rust_xlsxwriter::Color;

use crate::exhibit::{Audience, Table, TableRole};
use crate::findings::Bundle;
use crate::ingest::decisions;
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::page::{Page, Written};
use super::{
    charts, checklist, codebook, decide, estimates, evidence, findings, flow, glossary, matches, measure, methods,
    quality, read_me, reproduce, requests, response, table,
};

/// A sheet of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    ReadMe,
    Findings,
    Charts,
    Decide,
    Glossary,
    Evidence,
    Requests,
    Linkage,
    Flow,
    Response,
    TableOne,
    Balance,
    Matches,
    Estimates,
    Subgroups,
    Measures,
    Further,
    Disclosure,
    Quality,
    Checklist,
    Codebook,
    Methods,
    Reproduce,
}

impl Tab {
    /// All sheets, in order: five to read first, then what stands behind them.
    pub const ALL: [Tab; 23] = [
        Tab::ReadMe,
        Tab::Findings,
        Tab::Charts,
        Tab::Decide,
        Tab::Glossary,
        Tab::Evidence,
        Tab::Requests,
        Tab::Linkage,
        Tab::Flow,
        Tab::Response,
        Tab::TableOne,
        Tab::Balance,
        Tab::Matches,
        Tab::Estimates,
        Tab::Subgroups,
        Tab::Measures,
        Tab::Further,
        Tab::Disclosure,
        Tab::Quality,
        Tab::Checklist,
        Tab::Codebook,
        Tab::Methods,
        Tab::Reproduce,
    ];

    /// Name on the tab, as Excel accepts it.
    pub fn name(self, lang: Lang) -> String {
        measure::sheet_name(&self.said().render(lang))
    }

    /// Name on the tab. Links and other workbooks refer to it: it stays short.
    fn said(self) -> Phrase {
        match self {
            Tab::ReadMe => phrase!("Read me"),
            Tab::Findings => phrase!("Findings"),
            Tab::Charts => phrase!("Charts"),
            Tab::Decide => decisions::sheet_name(),
            Tab::Glossary => phrase!("Glossary"),
            Tab::Evidence => phrase!("Evidence card"),
            Tab::Requests => phrase!("Data request"),
            Tab::Linkage => phrase!("Who is who"),
            Tab::Flow => phrase!("Flow"),
            Tab::Response => phrase!("Response"),
            Tab::TableOne => phrase!("Table 1"),
            Tab::Balance => phrase!("Balance"),
            Tab::Matches => phrase!("Matches"),
            Tab::Estimates => phrase!("Estimates"),
            Tab::Subgroups => phrase!("Subgroups"),
            Tab::Measures => phrase!("Measures"),
            Tab::Further => phrase!("Further tables"),
            Tab::Disclosure => phrase!("Disclosure"),
            Tab::Quality => phrase!("Data quality"),
            Tab::Checklist => phrase!("Checklist"),
            Tab::Codebook => phrase!("Codebook"),
            Tab::Methods => phrase!("Methods"),
            Tab::Reproduce => phrase!("Reproduce"),
        }
    }

    /// What the sheet holds, for the list of sheets.
    pub fn about(self) -> Phrase {
        match self {
            Tab::ReadMe => phrase!("What this workbook is and how to read it"),
            Tab::Findings => phrase!("The answers: one row for each, and what can and cannot be said"),
            Tab::Charts => phrase!("Charts that can be edited, each beside its numbers"),
            Tab::Decide => phrase!("Cells of the data that need a person: decide here, and run the study again"),
            Tab::Glossary => phrase!("The words and signs of this workbook, in plain terms"),
            Tab::Evidence => phrase!("How strong the evidence is by published standards, and what would raise it"),
            Tab::Requests => phrase!("What to collect, so that more can be said next time"),
            Tab::Linkage => {
                phrase!("Rows of linked files: who was found, who perhaps, who not (names cases: keep it in the house)")
            }
            Tab::Flow => phrase!("From rows read to cases analysed, and why any were lost"),
            Tab::Response => phrase!("How many are left at each stage, and whether the groups lost alike"),
            Tab::TableOne => phrase!("Who the cases are"),
            Tab::Balance => phrase!("How alike the compared groups are, before and after"),
            Tab::Matches => phrase!("Which case was compared with which (names cases: keep it in the house)"),
            Tab::Estimates => phrase!("Every number behind the answers: errors, second methods, sensitivity, checks"),
            Tab::Subgroups => phrase!("The answers for parts of the cases"),
            Tab::Measures => phrase!("What was measured, period by period: income by source and the like"),
            Tab::Further => phrase!("Further tables of the methods"),
            Tab::Disclosure => {
                phrase!("Which cells are withheld in the public edition, and how open each of them stays")
            }
            Tab::Quality => phrase!("Problems found in the data, each with its place"),
            Tab::Checklist => phrase!(
                "What a report of such a study should tell (STROBE, TREND): where it stands, what is to be filled in"
            ),
            Tab::Codebook => phrase!("Variables: name, label, unit, kind"),
            Tab::Methods => phrase!("What each method does, needs and assumes, and the options used"),
            Tab::Reproduce => phrase!("Files, versions and commands to get the same numbers again"),
        }
    }

    /// Why the sheet may be missing.
    pub fn missing(self) -> Phrase {
        match self {
            Tab::Charts => phrase!("left out: there is no chart"),
            Tab::Flow => phrase!("left out: no steps were recorded"),
            Tab::Balance => phrase!("left out: no question compares two groups"),
            _ => phrase!("left out: there is nothing to show"),
        }
    }

    /// Whether it is worth naming in the list of sheets where it is missing.
    pub fn named_when_missing(self) -> bool {
        matches!(self, Tab::Charts | Tab::Flow | Tab::TableOne | Tab::Balance | Tab::Estimates | Tab::Methods)
    }

    /// Whether there is anything to show, and this edition may show it.
    pub fn has_content(self, bundle: &Bundle) -> bool {
        let found = &bundle.findings;
        let internal = found.edition == Audience::Internal;
        match self {
            Tab::Charts => charts::drawn(bundle).next().is_some(),
            Tab::Flow if !internal => !self.tables(bundle).is_empty(),
            Tab::Flow => !found.flow.is_empty() || found.questions.iter().any(|question| !question.flow.is_empty()),
            Tab::Response => !response::flows(bundle).is_empty(),
            Tab::TableOne | Tab::Balance | Tab::Subgroups | Tab::Measures | Tab::Further => {
                !self.tables(bundle).is_empty()
            }
            Tab::Disclosure | Tab::Linkage => internal && !self.tables(bundle).is_empty(),
            Tab::Matches => internal && bundle.frames.iter().any(matches::is_pairs),
            Tab::Estimates => !found.findings.is_empty(),
            Tab::Evidence => found.findings.iter().any(|finding| !finding.standings.is_empty()),
            Tab::Requests => !found.requests.is_empty(),
            Tab::Methods => found.questions.iter().any(|question| !question.methods.is_empty()),
            Tab::Codebook => codebook::has_content(bundle),
            Tab::Decide | Tab::Quality => internal,
            Tab::ReadMe | Tab::Findings | Tab::Glossary | Tab::Checklist | Tab::Reproduce => true,
        }
    }

    /// The tables that stand on the sheet as they are.
    pub fn tables(self, bundle: &Bundle) -> Vec<&Table> {
        let filled = |chosen: &dyn Fn(&Table) -> bool| {
            bundle.whole_tables().filter(|table| !table.rows.is_empty() && chosen(table)).collect()
        };
        match self {
            Tab::TableOne => filled(&|table| *table.id.role() == TableRole::TableOne),
            Tab::Balance => filled(&|table| *table.id.role() == TableRole::Balance),
            Tab::Flow => filled(&|table| *table.id.role() == TableRole::Flow),
            Tab::Subgroups => filled(&|table| matches!(table.id.role(), TableRole::Subgroups | TableRole::Groups)),
            Tab::Disclosure => filled(&|table| *table.id.role() == TableRole::Disclosure),
            Tab::Measures => filled(&|table| matches!(table.id.role(), TableRole::Measure(_))),
            Tab::Linkage => filled(&|table| matches!(table.id.role(), TableRole::Linkage | TableRole::LinkageRows)),
            Tab::Further => {
                let drawn = drawn_only(bundle);
                filled(&|table| !elsewhere(table) && !drawn.contains(table.id.as_str()))
            }
            _ => Vec::new(),
        }
    }

    /// Colour of the tab: to read, to decide, to see the cases, the numbers, the background.
    pub fn color(self) -> Color {
        Color::RGB(match self {
            Tab::Findings => 0xB3261E,
            Tab::Decide => 0xC77700,
            Tab::ReadMe | Tab::Charts | Tab::Glossary => 0x0B5CAD,
            Tab::Evidence | Tab::Requests => 0x00796B,
            Tab::Linkage | Tab::Flow | Tab::Response | Tab::TableOne | Tab::Balance | Tab::Matches => 0x2E7D32,
            Tab::Estimates | Tab::Subgroups | Tab::Measures | Tab::Further => 0x6A4C93,
            Tab::Disclosure | Tab::Quality | Tab::Checklist | Tab::Codebook | Tab::Methods | Tab::Reproduce => 0x7A7F87,
        })
    }

    /// Writes the sheet.
    pub fn write(self, page: &mut Page<'_>) -> Written {
        match self {
            Tab::ReadMe => read_me::write(page),
            Tab::Findings => findings::write(page),
            Tab::Charts => charts::write(page),
            Tab::Decide => decide::write(page),
            Tab::Glossary => glossary::write(page),
            Tab::Evidence => evidence::write(page),
            Tab::Requests => requests::write(page),
            Tab::Flow if page.book.internal() => flow::write(page),
            Tab::Response => response::write(page),
            Tab::Linkage
            | Tab::Flow
            | Tab::TableOne
            | Tab::Balance
            | Tab::Subgroups
            | Tab::Measures
            | Tab::Further
            | Tab::Disclosure => table::sheet(page, self),
            Tab::Matches => matches::write(page),
            Tab::Estimates => estimates::write(page),
            Tab::Quality => quality::write(page),
            Tab::Checklist => checklist::write(page),
            Tab::Codebook => codebook::write(page),
            Tab::Methods => methods::write(page),
            Tab::Reproduce => reproduce::write(page),
        }
    }
}

/// Whether a table has a sheet of its own kind.
fn elsewhere(table: &Table) -> bool {
    matches!(
        table.id.role(),
        TableRole::TableOne
            | TableRole::Balance
            | TableRole::Flow
            | TableRole::Subgroups
            | TableRole::Groups
            | TableRole::Disclosure
            | TableRole::Evidence
            | TableRole::Requests
            | TableRole::Measure(_)
            | TableRole::Linkage
            | TableRole::LinkageRows
    )
}

/// Ids of the tables that stand beside their charts and that no finding names.
fn drawn_only(bundle: &Bundle) -> BTreeSet<&str> {
    let findings = bundle.findings.findings.iter();
    let kept: BTreeSet<&str> = findings.flat_map(|finding| &finding.tables).map(String::as_str).collect();
    charts::drawn(bundle).map(|figure| figure.table.as_str()).filter(|id| !kept.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;

    #[test]
    fn excel_accepts_the_names_of_all_sheets_in_every_language() {
        for lang in LANGUAGES {
            let names: Vec<String> = Tab::ALL.into_iter().map(|tab| tab.name(lang)).collect();
            let distinct: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
            for (tab, name) in Tab::ALL.into_iter().zip(&names) {
                assert_eq!(*name, tab.said().render(lang), "too long, or a sign that Excel refuses");
            }
        }
    }
}
