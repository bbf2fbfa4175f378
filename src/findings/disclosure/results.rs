//! Results that must be hidden with the counts that they rest on.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::exhibit::{AnswerPart, Audience, Cell, Kind, Table, TableId, TableRole, Value};

use super::super::{Bundle, Finding};
use super::dominance;
use super::rule::Rule;

/// Of each number of units that a question shows, as which multiple; nothing where it is shown as several.
pub type Rounded = BTreeMap<u32, Option<u32>>;

/// Hides results that rest on few units, on a hidden number of units, or that would tell a hidden share.
pub fn hide(bundle: &mut Bundle, rule: &Rule) {
    let parts = bundle.findings.groups.iter().map(|group| group.id.clone()).collect();
    dominance::hide(&mut bundle.tables, &parts, rule);
    for table in public(&mut bundle.tables) {
        let id = &table.id;
        for cell in table.rows.iter_mut().flatten().filter(|cell| rule.hides(cell) || is_loose(cell, id)) {
            cell.audience = Audience::Internal;
        }
        table.rows.iter_mut().for_each(|row| resting_on_hidden(row));
    }
    let hidden = hidden_groups(&bundle.tables);
    let none = BTreeSet::new();
    for table in public(&mut bundle.tables) {
        let numbers = hidden.get(table.id.question()).unwrap_or(&none);
        table.rows.iter_mut().for_each(|row| means_of_hidden(row, numbers));
    }
    public(&mut bundle.tables).for_each(made_of_hidden);
    let categories = hidden_categories(&bundle.tables);
    for table in public(&mut bundle.tables) {
        equivalence(table, &categories, hidden.get(table.id.question()).unwrap_or(&none));
    }
    let cases = Cases::of(bundle);
    let withheld = bundle.every_finding().filter(|finding| cases.is_withheld(finding, rule));
    let numbers = Numbers::of(withheld, &cases);
    for table in public(&mut bundle.tables) {
        numbers.hide(table);
        made_of_hidden(table);
    }
}

/// What is made of a hidden mean or share tells it: the ends of its interval, how far it is from the other, the same share of the other
/// side, and in a table of an estimator the differences between its rows.
fn made_of_hidden(table: &mut Table) {
    let of_rows = matches!(table.id.role(), TableRole::Estimate(_));
    if of_rows && table.rows.iter().flatten().any(|cell| is_mean(cell) && is_hidden(cell)) {
        table
            .rows
            .iter_mut()
            .flatten()
            .filter(|cell| is_mean(cell))
            .for_each(|cell| cell.audience = Audience::Internal);
    }
    let ends: Vec<Option<String>> = table.columns.iter().map(|column| last_word(&column.key)).collect();
    for row in &mut table.rows {
        let hidden =
            |(cell, end): (&Cell, &Option<String>)| end.clone().filter(|_| is_hidden(cell) && is_measured(cell));
        let told: BTreeSet<String> = row.iter().zip(&ends).filter_map(hidden).collect();
        let shares: Vec<f64> =
            row.iter().filter(|cell| is_hidden(cell) && is_share(cell)).filter_map(Cell::number).collect();
        for (cell, end) in row.iter_mut().zip(&ends) {
            let from =
                cell.kind == Kind::Statistic && cell.n.is_some() && end.as_ref().is_some_and(|end| told.contains(end));
            let equal =
                is_share(cell) && cell.number().is_some_and(|share| shares.iter().any(|it| (it - share).abs() < EQUAL));
            if from || equal {
                cell.audience = Audience::Internal;
            }
        }
    }
}

/// Shares closer than this are the same.
const EQUAL: f64 = 1e-9;

/// What a key is about: `before` of `smd_before`, nothing of `estimate`.
fn last_word(key: &str) -> Option<String> {
    key.rsplit_once('_').map(|(_, end)| end.to_string())
}

fn is_measured(cell: &Cell) -> bool {
    cell.kind == Kind::Magnitude && cell.number().is_some()
}

fn is_mean(cell: &Cell) -> bool {
    is_measured(cell) && cell.contributors.is_none()
}

fn is_share(cell: &Cell) -> bool {
    is_measured(cell) && cell.contributors.is_some()
}

/// Whether a result does not say how many it rests on, so that nobody can tell whether it may be shown: a mistake in the code that
/// makes the table.
fn is_loose(cell: &Cell, table: &TableId) -> bool {
    let loose = cell.is_result() && cell.number().is_some() && cell.n.is_none();
    debug_assert!(!loose, "a result of {table} does not say how many it rests on");
    loose
}

fn public(tables: &mut [Table]) -> impl Iterator<Item = &mut Table> {
    tables.iter_mut().filter(|table| table.audience == Audience::Public)
}

/// Variables of each question of which a share is hidden.
fn hidden_categories(tables: &[Table]) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for table in tables.iter().filter(|table| table.audience == Audience::Public) {
        let hides = |row: &&Vec<Cell>| row.iter().any(|cell| is_hidden(cell) && cell.contributors.is_some());
        let named = table.rows.iter().filter(hides).filter_map(|row| variable(table, row));
        found.extend(named.map(|variable| (table.id.question().to_string(), variable.to_string())));
    }
    found
}

/// The variable of a row, whichever level it is about.
fn variable<'t>(table: &Table, row: &'t [Cell]) -> Option<&'t str> {
    match &row.get(table.column("term")?)?.value {
        Value::Text(term) => Some(term.split_once('=').map_or(term, |(name, _)| name)),
        _ => None,
    }
}

/// How alike groups are among those analysed tells shares and means once more, of nearly the same units.
fn equivalence(table: &mut Table, categories: &BTreeSet<(String, String)>, numbers: &BTreeSet<u32>) {
    if *table.id.role() != TableRole::Equivalence {
        return;
    }
    let question = table.id.question().to_string();
    for at in 0..table.rows.len() {
        let name = variable(table, &table.rows[at]).map(|name| (question.clone(), name.to_string()));
        let named = name.is_some_and(|name| categories.contains(&name))
            || table.rows[at].iter().any(|cell| is_measured(cell) && is_hidden(cell));
        let rests = |cell: &&mut Cell| cell.is_result() && (named || cell.n.is_some_and(|n| numbers.contains(&n)));
        table.rows[at].iter_mut().filter(rests).for_each(|cell| cell.audience = Audience::Internal);
    }
}

fn is_hidden(cell: &Cell) -> bool {
    cell.audience == Audience::Internal
}

/// Means and other results of a row that rest on a number of units which the row hides.
fn resting_on_hidden(row: &mut [Cell]) {
    let hidden = |cell: &&Cell| is_hidden(cell) && cell.kind == Kind::Frequency && cell.n > Some(0);
    let Some(least) = row.iter().filter(hidden).filter_map(|cell| cell.n).min() else { return };
    let rests = |cell: &&mut Cell| cell.is_result() && cell.contributors.is_none() && cell.n >= Some(least);
    row.iter_mut().filter(rests).for_each(|cell| cell.audience = Audience::Internal);
}

/// Of each question, the hidden numbers of those whom means can be over: no mean is over those who were lost or who rose.
fn hidden_groups(tables: &[Table]) -> BTreeMap<String, BTreeSet<u32>> {
    hidden_counts(tables, |key| !APART.contains(&key) && !key.starts_with("missing_") && !key.starts_with("count_"))
}

/// Keys of counts of units over whom nothing is averaged.
const APART: [&str; 6] = ["lost", "lost_treated", "lost_comparison", "higher", "equal", "lower"];

/// Of each question, the hidden numbers of units.
pub fn hidden_numbers(tables: &[Table]) -> BTreeMap<String, BTreeSet<u32>> {
    hidden_counts(tables, |_| true)
}

fn hidden_counts(tables: &[Table], of: impl Fn(&str) -> bool) -> BTreeMap<String, BTreeSet<u32>> {
    let mut hidden: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.audience == Audience::Public) {
        let cells = table.rows.iter().flat_map(|row| row.iter().zip(&table.columns));
        let counts = cells.filter(|(cell, column)| is_hidden(cell) && cell.kind == Kind::Frequency && of(&column.key));
        let numbers = counts.filter_map(|(cell, _)| cell.n).filter(|n| *n > 0);
        hidden.entry(table.id.question().to_string()).or_default().extend(numbers);
    }
    hidden
}

/// Of each question, as which multiple each number of units is shown.
pub fn rounded_numbers(tables: &[Table]) -> BTreeMap<String, Rc<Rounded>> {
    let mut found: BTreeMap<String, Rounded> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.audience == Audience::Public) {
        let counts = table.rows.iter().flatten().filter(|cell| !is_hidden(cell) && cell.kind == Kind::Frequency);
        for (n, shown) in counts.filter_map(|cell| Some((cell.number()? as u32, cell.rounded? as u32))) {
            let own = found.entry(table.id.question().to_string()).or_default();
            let same = own.entry(n).or_insert(Some(shown));
            *same = same.filter(|same| *same == shown);
        }
    }
    found.into_iter().map(|(question, own)| (question, Rc::new(own))).collect()
}

/// Of each question, the bits of the sizes of hidden results; zero and whole numbers say too little to be looked for.
pub fn hidden_results(tables: &[Table]) -> BTreeMap<String, BTreeSet<u64>> {
    let mut hidden: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.audience == Audience::Public) {
        let results = table.rows.iter().flatten().filter(|cell| is_hidden(cell) && cell.is_result());
        let sizes = results.filter_map(Cell::number).map(f64::abs).filter(|size| size.fract() != 0.0);
        hidden.entry(table.id.question().to_string()).or_default().extend(sizes.map(f64::to_bits));
    }
    hidden
}

/// A mean of whole numbers would tell how many it is a mean of, and so would a share; differences would tell a hidden share.
fn means_of_hidden(row: &mut [Cell], numbers: &BTreeSet<u32>) {
    for cell in row.iter_mut().filter(|cell| cell.kind == Kind::Magnitude) {
        if cell.n.is_some_and(|n| numbers.contains(&n)) {
            cell.audience = Audience::Internal;
        }
    }
    if row.iter().any(|cell| is_hidden(cell) && cell.contributors.is_some()) {
        let told = |cell: &&mut Cell| cell.kind == Kind::Statistic && cell.n.is_some();
        row.iter_mut().filter(told).for_each(|cell| cell.audience = Audience::Internal);
    }
}

/// Where the cases of each finding stand.
pub struct Cases<'b> {
    tables: BTreeMap<&'b str, &'b Table>,
    /// Of each finding: its row in the table of cases of its question.
    rows: BTreeMap<&'b str, usize>,
    /// Findings of each question.
    findings: BTreeMap<&'b str, usize>,
    /// Tables of estimators, which say how many gave which answer.
    counted: BTreeMap<Owner, Vec<&'b Table>>,
    /// Whose answers on a scale are not all counted in public.
    partly_answered: BTreeSet<Owner>,
}

/// Question and outcome that a table belongs to.
type Owner = (String, Option<String>);

fn owner_of(table: &Table) -> Owner {
    (table.id.question().into(), table.id.outcome().map(str::to_string))
}

/// Whether a table hides a number of units.
fn hides_counts(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| is_hidden(cell) && cell.kind == Kind::Frequency)
}

impl<'b> Cases<'b> {
    /// Of a bundle.
    pub fn of(bundle: &'b Bundle) -> Cases<'b> {
        let rows = bundle.case_rows().map(|(finding, at)| (finding.id.as_str(), at)).collect();
        let findings = bundle.case_rows().map(|(finding, at)| (finding.question.as_str(), at + 1)).collect();
        let mut counted: BTreeMap<Owner, Vec<&Table>> = BTreeMap::new();
        let mut partly_answered = BTreeSet::new();
        for table in &bundle.tables {
            match table.id.role() {
                TableRole::Estimate(_) => counted.entry(owner_of(table)).or_default().push(table),
                TableRole::Answers if hides_counts(table) => drop(partly_answered.insert(owner_of(table))),
                _ => {}
            }
        }
        let tables = bundle.tables.iter().map(|table| (table.id.as_str(), table)).collect();
        Cases { tables, rows, findings, counted, partly_answered }
    }

    /// The table with an id.
    pub fn table(&self, id: &str) -> Option<&'b Table> {
        self.tables.get(id).copied()
    }

    /// The table of a question that has a role; of the study where the question is empty.
    pub fn of_question(&self, question: &str, role: TableRole) -> Option<&'b Table> {
        self.table(&TableId::of(question, role))
    }

    /// Whether the numbers of a finding are not shown: they rest on a hidden number of cases, or would tell hidden counts.
    pub fn is_withheld(&self, finding: &Finding, rule: &Rule) -> bool {
        let told = ["treated", "comparison", "share_treated", "share_comparison"];
        match self.row(finding) {
            Some(_) => self.hides_any(finding, &told) || self.tells_counts(finding),
            None => [finding.sample.treated, finding.sample.comparison].iter().any(|&n| rule.hides_count(n as i64)),
        }
    }

    /// Whether it is hidden how many gave one of the answers of its outcome: means would tell it.
    pub fn hides_answers(&self, finding: &Finding) -> bool {
        let owners = [None, Some(finding.outcome.clone())].map(|outcome| (finding.question.clone(), outcome));
        owners.iter().any(|owner| self.partly_answered.contains(owner))
    }

    /// Whether the counts of those who rose, stayed and fell are not all shown.
    pub fn hides_signs(&self, finding: &Finding) -> bool {
        self.hides_any(finding, &["higher", "equal", "lower"])
    }

    fn hides_any(&self, finding: &Finding, keys: &[&str]) -> bool {
        let hidden = |(table, row): (&Table, usize)| keys.iter().any(|key| table.cell(row, key).is_some_and(is_hidden));
        self.row(finding).is_some_and(hidden)
    }

    /// A number of a finding in the table of cases.
    pub fn cell(&self, finding: &Finding, key: &str) -> Option<&'b Cell> {
        let (table, row) = self.row(finding)?;
        table.cell(row, key)
    }

    fn row(&self, finding: &Finding) -> Option<(&'b Table, usize)> {
        let table = self.of_question(&finding.question, TableRole::Cases)?;
        let row = *self.rows.get(finding.id.as_str())?;
        (row < table.rows.len()).then_some((table, row))
    }

    fn alone(&self, finding: &Finding) -> bool {
        self.findings.get(finding.question.as_str()) == Some(&1)
    }

    /// Question and outcome of its own tables; without an outcome where the question has no other.
    fn owner(&self, finding: &Finding) -> Owner {
        (finding.question.clone(), (!self.alone(finding)).then(|| finding.outcome.clone()))
    }

    /// Whether a table of its estimator hides a number of units: the effect would tell it.
    fn tells_counts(&self, finding: &Finding) -> bool {
        self.counted.get(&self.owner(finding)).into_iter().flatten().any(|table| hides_counts(table))
    }
}

/// The numbers of findings that are not shown.
struct Numbers {
    /// Ids of the findings.
    findings: BTreeSet<String>,
    /// Bits of each, as it is and in percentage points.
    bits: BTreeSet<u64>,
    /// Whose their own tables are, and how many cases results there rest on.
    own: BTreeMap<Owner, BTreeSet<u32>>,
}

impl Numbers {
    fn of<'f>(withheld: impl Iterator<Item = &'f Finding>, cases: &Cases<'_>) -> Numbers {
        let mut numbers = Numbers { findings: BTreeSet::new(), bits: BTreeSet::new(), own: BTreeMap::new() };
        for finding in withheld {
            numbers.findings.insert(finding.id.clone());
            numbers.bits.extend(said(finding).flat_map(|value| [value, value * 100.0]).map(f64::to_bits));
            let n = finding.sample.treated + finding.sample.comparison;
            numbers.own.entry(cases.owner(finding)).or_default().insert(n as u32);
        }
        numbers
    }

    /// Whether a cell is a result of one of the findings.
    fn is_one(&self, cell: &Cell) -> bool {
        cell.quantity.as_ref().is_some_and(|it| it.part == AnswerPart::Result && self.findings.contains(&*it.finding))
    }

    /// Whether a cell holds the same number, though nobody said that it is the same.
    fn looks_like_one(&self, cell: &Cell) -> bool {
        cell.number().is_some_and(|value| self.bits.contains(&value.to_bits()))
    }

    /// Hides them wherever they stand, and what was made of them.
    fn hide(&self, table: &mut Table) {
        let owner = owner_of(table);
        let owners = [Some((owner.0.clone(), None)), owner.1.is_some().then_some(owner)];
        let own: Vec<u32> = match is_of_matching(table.id.role()) {
            true => Vec::new(),
            false => owners.iter().flatten().filter_map(|owner| self.own.get(owner)).flatten().copied().collect(),
        };
        for cell in table.rows.iter_mut().flatten().filter(|cell| cell.is_result()) {
            let rests = cell.kind == Kind::Statistic && cell.n.is_some_and(|n| own.contains(&n));
            let of_units = cell.contributors.is_none() && cell.n.is_some();
            if self.is_one(cell) || of_units && (rests || self.looks_like_one(cell)) {
                cell.audience = Audience::Internal;
            }
        }
    }
}

/// Balance knows no outcome.
fn is_of_matching(role: &TableRole) -> bool {
    matches!(
        role,
        TableRole::Balance
            | TableRole::BalanceTerms
            | TableRole::BalanceParts
            | TableRole::TableOne
            | TableRole::Overlap
    )
}

/// The numbers of a finding; zero says too little to be looked for.
fn said(finding: &Finding) -> impl Iterator<Item = f64> {
    let effect = finding.effect.iter().flat_map(|it| [Some(it.estimate), Some(it.low), Some(it.high), it.std_error]);
    let means = [finding.describe.mean_treated, finding.describe.mean_reference, finding.describe.standardised];
    effect.chain(means).flatten().filter(|value| *value != 0.0)
}
