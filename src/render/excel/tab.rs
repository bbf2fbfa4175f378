use rust_xlsxwriter::Color;

use crate::exhibit::Table;
use crate::findings::Bundle;
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::page::{Page, Written};
use super::{charts, estimates, findings, flow, matches, methods, quality, read_me, reproduce, table};

/// A sheet of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    ReadMe,
    Findings,
    Charts,
    Flow,
    TableOne,
    Balance,
    Matches,
    Estimates,
    Measures,
    Further,
    Quality,
    Methods,
    Reproduce,
}

/// Whether the steps behind the table of a flow are told.
fn is_told(bundle: &Bundle, table: &Table) -> bool {
    let found = &bundle.findings;
    match table.id.split_once('/') {
        Some((id, _)) => found.questions.iter().any(|question| question.id == id && !question.flow.is_empty()),
        None => !found.flow.is_empty(),
    }
}

impl Tab {
    /// All sheets, in order.
    pub const ALL: [Tab; 13] = [
        Tab::ReadMe,
        Tab::Findings,
        Tab::Charts,
        Tab::Flow,
        Tab::TableOne,
        Tab::Balance,
        Tab::Matches,
        Tab::Estimates,
        Tab::Measures,
        Tab::Further,
        Tab::Quality,
        Tab::Methods,
        Tab::Reproduce,
    ];

    /// Name on the tab. Links and other workbooks refer to it: it is an identifier, not a phrase.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Tab::ReadMe => ("はじめに", "Read me"),
            Tab::Findings => ("結論", "Findings"),
            Tab::Charts => ("図", "Charts"),
            Tab::Flow => ("対象の流れ", "Flow"),
            Tab::TableOne => ("表1", "Table 1"),
            Tab::Balance => ("釣り合い", "Balance"),
            Tab::Matches => ("対応づけ", "Matches"),
            Tab::Estimates => ("効果推定", "Estimates"),
            Tab::Measures => ("指標", "Measures"),
            Tab::Further => ("その他の表", "Further tables"),
            Tab::Quality => ("データ品質", "Data quality"),
            Tab::Methods => ("方法", "Methods"),
            Tab::Reproduce => ("再現", "Reproduce"),
        };
        if lang == Lang::Ja { ja } else { en }
    }

    /// What the sheet holds, for the list of sheets.
    pub fn about(self) -> Phrase {
        match self {
            Tab::ReadMe => phrase!("What this workbook is and how to read it"),
            Tab::Findings => phrase!("The answers: one row for each, and what can and cannot be said"),
            Tab::Charts => phrase!("Charts that can be edited, each beside its numbers"),
            Tab::Flow => phrase!("From rows read to cases analysed, and why any were lost"),
            Tab::TableOne => phrase!("Who the cases are"),
            Tab::Balance => phrase!("How alike the compared groups are, before and after"),
            Tab::Matches => phrase!("Which case was compared with which (names cases: keep it in the house)"),
            Tab::Estimates => phrase!("Every number behind the answers: errors, second methods, sensitivity, checks"),
            Tab::Measures => phrase!("What was measured, period by period: income by source and the like"),
            Tab::Further => phrase!("Further tables of the methods"),
            Tab::Quality => phrase!("Problems found in the data, each with its place"),
            Tab::Methods => phrase!("What each method does, needs and assumes, and the options used"),
            Tab::Reproduce => phrase!("Files, versions and commands to get the same numbers again"),
        }
    }

    /// Why the sheet may be missing.
    pub fn missing(self) -> Phrase {
        match self {
            Tab::Charts => phrase!("left out: there is no chart"),
            Tab::Flow => phrase!("left out: no steps were recorded"),
            Tab::Balance | Tab::Matches => phrase!("left out: no question compares two groups"),
            _ => phrase!("left out: there is nothing to show"),
        }
    }

    /// Whether it is worth naming in the list of sheets where it is missing.
    pub fn named_when_missing(self) -> bool {
        !matches!(self, Tab::Measures | Tab::Further)
    }

    /// Whether there is anything to show.
    pub fn has_content(self, bundle: &Bundle) -> bool {
        let found = &bundle.findings;
        match self {
            Tab::Charts => bundle.figures.iter().any(|figure| charts::drawable(bundle, figure)),
            Tab::Flow => !found.flow.is_empty() || found.questions.iter().any(|question| !question.flow.is_empty()),
            Tab::TableOne | Tab::Balance | Tab::Measures | Tab::Further => !self.tables(bundle).is_empty(),
            Tab::Matches => bundle.frames.iter().any(matches::is_pairs),
            Tab::Estimates => !found.findings.is_empty(),
            Tab::Methods => found.questions.iter().any(|question| !question.methods.is_empty()),
            Tab::ReadMe | Tab::Findings | Tab::Quality | Tab::Reproduce => true,
        }
    }

    /// The tables that stand on the sheet as they are.
    pub fn tables(self, bundle: &Bundle) -> Vec<&Table> {
        let named = |table: &&Table, name: &str| table.id.rsplit('/').next() == Some(name);
        let drawn_only = |table: &&Table| {
            let drawn =
                bundle.figures.iter().any(|figure| figure.table == table.id && charts::drawable(bundle, figure));
            drawn && !bundle.findings.findings.iter().any(|finding| finding.tables.contains(&table.id))
        };
        let of_measure = |table: &&Table| table.id.starts_with("measure-") && !table.id.contains('/');
        // A flow that is not told step by step in this edition stands as its table.
        let told = |table: &&Table| Tab::Flow.has_content(bundle) && named(table, "flow") && is_told(bundle, table);
        let elsewhere = |table: &&Table| {
            of_measure(table) || ["table1", "balance"].iter().any(|name| named(table, name)) || told(table)
        };
        let tables = bundle.tables.iter();
        match self {
            Tab::TableOne => tables.filter(|table| named(table, "table1")).collect(),
            Tab::Balance => tables.filter(|table| named(table, "balance")).collect(),
            Tab::Measures => tables.filter(of_measure).collect(),
            Tab::Further => tables.filter(|table| !elsewhere(table) && !drawn_only(table)).collect(),
            _ => Vec::new(),
        }
    }

    /// Colour of the tab: to read, to see the cases, the numbers, the background.
    pub fn color(self) -> Color {
        Color::RGB(match self {
            Tab::Findings => 0xB3261E,
            Tab::ReadMe | Tab::Charts => 0x0B5CAD,
            Tab::Flow | Tab::TableOne | Tab::Balance | Tab::Matches => 0x2E7D32,
            Tab::Estimates | Tab::Measures | Tab::Further => 0x6A4C93,
            Tab::Quality | Tab::Methods | Tab::Reproduce => 0x7A7F87,
        })
    }

    /// Writes the sheet.
    pub fn write(self, page: &mut Page<'_>) -> Written {
        match self {
            Tab::ReadMe => read_me::write(page),
            Tab::Findings => findings::write(page),
            Tab::Charts => charts::write(page),
            Tab::Flow => flow::write(page),
            Tab::TableOne | Tab::Balance | Tab::Measures | Tab::Further => table::sheet(page, self),
            Tab::Matches => matches::write(page),
            Tab::Estimates => estimates::write(page),
            Tab::Quality => quality::write(page),
            Tab::Methods => methods::write(page),
            Tab::Reproduce => reproduce::write(page),
        }
    }
}
