//! Amounts in several currencies: by a sign in the cell, its number format, a column beside it, or the heading.

pub(in crate::tidy) use crate::tidy::doubtful::case::RowCurrencies;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::case::{Case, CaseColumn, CellIndex, CellQuestion};
use crate::diag::Diagnostic;
use crate::ingest::{FormatKind, Raw, RawTable};
use crate::notation::numbers::{NumberReading, NumberRule};
use crate::notation::{self, fold};
use crate::panel::VarRef;
use crate::phrase;
use crate::study::keys::toml_key;
use crate::study::{Question, Study, VariableKind};
use crate::text::{Arg, Phrase, Words};
use crate::tidy::cells::cell::CellReading;
use crate::tidy::cells::values::Converted;
use crate::tidy::rows::source_rows::SourceRows;
use crate::tidy::rows::table::Row;
use crate::tidy::spelling::Usage;

/// Cells of a rarer currency are each a matter of their own where they are at most this share of all.
const RARE: f64 = 0.2;

/// Words in the names of columns of money, as [`fold`] leaves them.
const MONEY: [&str; 17] = [
    "額",
    "金",
    "費",
    "収入",
    "支出",
    "収益",
    "予算",
    "価格",
    "amount",
    "income",
    "cost",
    "price",
    "budget",
    "expenditure",
    "revenue",
    "award",
    "grant",
];

/// Finds a column such as 通貨 or Currency.
pub(in crate::tidy) fn beside(table: &RawTable, rows: &[Row]) -> Option<RowCurrencies> {
    let named = |heading: &str| {
        let folded = fold(heading);
        ["通貨", "currency"].iter().any(|word| folded.contains(word))
    };
    let column = table.headings.iter().position(|heading| named(&heading.leaf))?;
    let code = |row: &Row| match table.get(row.row as usize, column) {
        Raw::Text(text) => notation::currency(&fold(text)),
        _ => None,
    };
    let codes: Vec<_> = rows.iter().map(code).collect();
    codes.iter().any(Option::is_some).then_some(RowCurrencies { column, codes })
}

/// Names of the study that say a currency, of columns whose names say none: a variable of their own, with the amounts in that
/// currency. Gives the names of those that were told apart.
pub(in crate::tidy) fn of_currencies<'f>(
    found: &mut IndexMap<&'f str, Vec<(&'f SourceRows<'f>, usize)>>,
    spelled: &'f BTreeSet<String>,
) -> BTreeSet<String> {
    let mut apart = BTreeSet::new();
    for name in spelled.iter().filter(|name| !found.contains_key(name.as_str())).collect::<Vec<_>>() {
        let Some((short, unit)) = notation::split(name) else { continue };
        let bare = |own: &&&str| fold(&notation::bare(own)) == fold(&short);
        let of = found.keys().find(bare).filter(|_| unit.currency().is_some()).copied();
        if let Some((of, columns)) = of.and_then(|own| Some((own, found.get(own)?.clone()))) {
            found.insert(name, columns);
            apart.insert(of.to_string());
        }
    }
    apart
}

/// The column that says the currency of a variable, where every question that uses it chooses its units by that column: whether one
/// currency is left is then seen once it is known which units these are.
pub(in crate::tidy) fn chosen_by(study: &Study, name: &str, columns: &[CaseColumn<'_>]) -> Option<String> {
    let money = is_money(name, None);
    let of = |column: &CaseColumn<'_>| Some(column.joined.columns.names[column.beside?.column].clone());
    let by = columns.iter().map(of).collect::<Option<BTreeSet<String>>>()?.into_iter().next()?;
    let names = |question: &Question| question.names().iter().any(|used| VarRef::parse(used).name == name);
    let mut users = study.questions.iter().filter(|question| names(question)).peekable();
    let names_it = |question: &Question| {
        question.only.iter().flat_map(|only| only.names()).any(|(written, _)| fold(written) == fold(&by))
    };
    (money && users.peek().is_some() && users.all(names_it)).then_some(by)
}

fn is_money(name: &str, kind: Option<VariableKind>) -> bool {
    let folded = fold(name);
    matches!(kind, Some(VariableKind::Amount)) || MONEY.iter().any(|word| folded.contains(word))
}

/// Asks where a variable holds several currencies; takes out what is in another one than the study asks for.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    let found = found(case, converted);
    if found.len() < 2 || case.apart && case.usage < Usage::Asked || case.chosen {
        return Vec::new();
    }
    match asked_for(case).filter(|code| found.contains_key(code)) {
        Some(code) => others(case, code, found).into_iter().collect(),
        None => vec![mixed(case, found)],
    }
}

/// The cells in each currency.
fn found(case: &Case<'_>, converted: &[Converted]) -> BTreeMap<&'static str, Vec<CellIndex>> {
    let mut found: BTreeMap<&'static str, Vec<CellIndex>> = BTreeMap::new();
    let known: Vec<CurrencyContext> = case.columns.iter().map(|column| CurrencyContext::of(case, column)).collect();
    if known.iter().all(CurrencyContext::is_silent) {
        return found;
    }
    for (at, _) in case.open(converted) {
        if let Some(code) = known[at.0].code(case, at) {
            found.entry(code).or_default().push(at);
        }
    }
    found
}

/// The currency that nearly all amounts of a variable are written or shown in.
pub(in crate::tidy) fn only(case: &Case<'_>, converted: &[Converted]) -> Option<notation::Counted> {
    let found = found(case, converted);
    let (code, cells) = found.iter().next().filter(|_| found.len() == 1)?;
    let all = case.open(converted).count();
    crate::notation::is_notation(cells.len(), all).then(|| notation::counted_as(code)).flatten()
}

/// What is known of the currencies of a column.
struct CurrencyContext<'k> {
    words: Vec<Option<&'static str>>,
    beside: Option<&'k [Option<&'static str>]>,
    heading: Option<&'static str>,
    /// Whether number formats may say one.
    formats: bool,
}

impl<'k> CurrencyContext<'k> {
    fn of(case: &Case<'_>, column: &CaseColumn<'k>) -> CurrencyContext<'k> {
        let money = is_money(case.name, case.kind);
        let beside = column.beside.filter(|beside| money && beside.column != column.column);
        CurrencyContext {
            words: column.cells.texts.iter().map(|word| word.number.as_ref().and_then(of_reading)).collect(),
            beside: beside.map(|beside| beside.codes.as_slice()),
            formats: column.joined.table.one_format(column.column).is_none_or(|shown| of_format(&shown.kind).is_some()),
            heading: column.joined.columns.counted[column.column].and_then(notation::currency_counted),
        }
    }

    fn is_silent(&self) -> bool {
        !self.formats && self.beside.is_none() && self.heading.is_none() && self.words.iter().all(Option::is_none)
    }

    fn code(&self, case: &Case<'_>, at: CellIndex) -> Option<&'static str> {
        let own = match case.cell(at) {
            CellReading::Text(text) => self.words[text as usize],
            CellReading::Number(_) if self.formats => {
                let CaseColumn { joined, column, .. } = &case.columns[at.0];
                of_format(&joined.table.format(joined.rows.kept[at.1 as usize].row as usize, *column).kind)
            }
            _ => None,
        };
        own.or_else(|| self.beside.and_then(|codes| codes[at.1 as usize])).or(self.heading)
    }
}

/// The currency that a number format shows.
fn of_format(kind: &FormatKind) -> Option<&'static str> {
    match kind {
        FormatKind::Currency(sign) => notation::currency(&fold(sign)),
        FormatKind::Unit(unit) => notation::unit(unit)?.currency(),
        _ => None,
    }
}

/// The currency that a number is written in.
fn of_reading(reading: &NumberReading) -> Option<&'static str> {
    reading.rules.iter().find_map(|rule| match rule {
        NumberRule::Unit(unit) => notation::currency(unit),
        NumberRule::Scaled(unit, _) => notation::unit(unit)?.currency(),
        _ => None,
    })
}

/// The currency that the study declares as the unit, or writes behind the name.
fn asked_for(case: &Case<'_>) -> Option<&'static str> {
    let declared = case.variable.iter().flat_map(|variable| variable.unit.0.values());
    let declared = declared.filter_map(|unit| notation::unit(unit)?.currency()).next();
    declared.or_else(|| notation::split(case.name)?.1.currency())
}

fn others(case: &Case<'_>, code: &'static str, found: BTreeMap<&'static str, Vec<CellIndex>>) -> Option<CellQuestion> {
    let list = listed(found.iter().filter(|(other, _)| **other != code));
    let mut cells: Vec<CellIndex> =
        found.into_iter().filter(|(other, _)| *other != code).flat_map(|(_, cells)| cells).collect();
    cells.sort_unstable();
    let message = phrase!(
        "`{name}` is asked for in {unit}; amounts in other currencies count as missing: {list}",
        name = case.name,
        unit = written(code),
        list = list
    );
    let cells = cells.into_iter().map(|at| (at, None)).collect();
    Some(CellQuestion { problem: Diagnostic::note("other-currency", message), cells, missing: true })
}

fn mixed(case: &Case<'_>, found: BTreeMap<&'static str, Vec<CellIndex>>) -> CellQuestion {
    let message = phrase!(
        "`{name}` holds amounts in {n} currencies, which are never added or compared: {list}",
        name = case.name,
        n = found.len(),
        list = listed(found.iter())
    );
    let bare = notation::bare(case.name);
    let each: Vec<String> = found.keys().map(|code| format!("{bare} ({code})")).collect();
    let first = found.keys().next().copied().unwrap_or_default();
    let hint = phrase!(
        "Say which one counts: {line}. Or write {names} in the study, each a variable of its own",
        line = format!("[variables.{}]  unit = \"{first}\"", toml_key(case.name)),
        names = each
    );
    CellQuestion { problem: case.grave("currencies-mixed", message).hint(hint), cells: shown(found), missing: false }
}

/// The cells of currencies that are rare; else the first of each.
fn shown(found: BTreeMap<&'static str, Vec<CellIndex>>) -> Vec<(CellIndex, Option<crate::ingest::decisions::Given>)> {
    let all: usize = found.values().map(Vec::len).sum();
    let most = found.values().map(Vec::len).max().unwrap_or(0);
    let rare = (all - most) as f64 <= RARE * all as f64;
    let of = |cells: &Vec<CellIndex>| match rare {
        true if cells.len() == most => Vec::new(),
        true => cells.clone(),
        false => cells[..1].to_vec(),
    };
    let mut cells: Vec<CellIndex> = found.values().flat_map(of).collect();
    cells.sort_unstable();
    cells.into_iter().map(|at| (at, None)).collect()
}

fn listed<'f>(found: impl Iterator<Item = (&'f &'static str, &'f Vec<CellIndex>)>) -> Arg {
    let one = |(code, cells): (&&'static str, &Vec<CellIndex>)| -> Phrase {
        phrase!("{unit} ({n} {n?cell|cells})", unit = written(code), n = cells.len())
    };
    Arg::List(found.map(|it| Arg::from(one(it))).collect())
}

fn written(code: &str) -> Words {
    notation::counted_as(code).map_or_else(|| Words::plain(code), |[ja, en]| Words::of([("ja", ja), ("en", en)]))
}
