//! The public edition of tables and figures.

use std::collections::BTreeSet;

use crate::exhibit::{Audience, Cell, Column, Figure, Format, Kind, Layer, Link, Relation, Table, TableRole, Value};

use super::super::{Bundle, claims, glance};
use super::digits::{self, Towards};
use super::rule::Rule;
use super::typed::{Publishing, hides};
use super::veil::{LEVEL, Scope, Veil, is_of_few, of_few};

/// Columns that name a value of a category: one that few have is not named.
const NAMES: [&str; 2] = [LEVEL, "term"];

/// The public edition.
pub fn publish(bundle: &Bundle) -> Bundle {
    let found = &bundle.findings;
    let rule = Rule::of(found.study.profile);
    let veil = Veil::of(&bundle.tables, &rule);
    let publishing = Publishing::of(bundle, &rule, &veil);
    let mut public = bundle.clone();
    public.frames.clear();
    public.published = Default::default();
    public.tables.retain(|table| table.audience == Audience::Public);
    public.tables = public.tables.iter().map(|table| self::table(table, &publishing)).collect();
    public.figures.retain(|figure| figure.audience == Audience::Public && drawn(&publishing, figure));
    public.figures = public.figures.iter().map(|it| figure(it, &publishing)).collect();
    let findings = &mut public.findings;
    findings.edition = Audience::Public;
    findings.problems.clear();
    findings.decisions.clear();
    findings.questions = found.questions.iter().map(|question| publishing.question(question)).collect();
    findings.findings = found.findings.iter().map(|finding| publishing.finding(finding)).collect();
    findings.flow = publishing.flow("", &found.flow, &publishing.scope(""));
    findings.requests = found.requests.iter().map(|request| publishing.request(request)).collect();
    findings.groups.retain(|group| group.audience == Audience::Public && !super::is_of_few(group, &rule));
    findings.groups = findings.groups.iter().map(|group| publishing.group(group)).collect();
    findings.links.retain(|link| is_shown(link, &publishing));
    let scope = publishing.scope("");
    findings.manifest.sources.retain_mut(|source| {
        let rows = publishing.count_in(source.rows, &scope);
        source.rows = rows.unwrap_or_default();
        rows.is_some()
    });
    for source in &mut findings.manifest.sources {
        (source.file, source.sheet, source.digest) = (source.name.as_str().into(), "".into(), String::new());
    }
    for table in public.tables.iter_mut().filter(|table| *table.id.role() == TableRole::Claims) {
        *table = claims::published(table, findings);
    }
    glance::put(&mut public);
    let findings = &mut public.findings;
    // Whoever holds all of a file but one value could try values until the digest is right.
    findings.manifest.study = (found.study.id.clone(), String::new());
    only_known_ids(&mut public);
    public
}

/// Whether the table of a figure is public and leaves something to draw.
fn drawn(publishing: &Publishing<'_>, figure: &Figure) -> bool {
    let Some(table) = publishing.cases.table(&figure.table) else { return false };
    let values = |layer: &Layer| [Some(layer.x.clone()), layer.y.clone()].into_iter().flatten().collect::<Vec<_>>();
    let columns = figure.layers.iter().flat_map(values).filter_map(|key| table.column(&key));
    let columns: BTreeSet<usize> = columns.collect();
    let numbers = || table.rows.iter().flat_map(|row| columns.iter().map(|&at| &row[at]));
    let left = |cell: &Cell| cell.audience == Audience::Public && cell.number().is_some();
    table.audience == Audience::Public && (!numbers().any(|cell| cell.number().is_some()) || numbers().any(left))
}

fn table(table: &Table, publishing: &Publishing<'_>) -> Table {
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|&i| table.columns[i].audience == Audience::Public).collect();
    let withholds = hides(table);
    let scope = Scope { results: false, ..publishing.scope(table.id.question()) };
    // Shares in notes are thresholds and levels.
    let noted = Scope { results: withholds, shares: false, ..scope.clone() };
    let columns: Vec<Column> = shown.iter().map(|&i| table.columns[i].clone()).collect();
    let few = levels_of_few(table, publishing.rule);
    let row = |row: &Vec<Cell>| {
        let few = is_of_few(row, publishing.rule) || level(table, row).is_some_and(|level| few.contains(level));
        let named = |i: usize| few && NAMES.contains(&table.columns[i].key.as_str());
        let said = |&i: &usize| {
            if named(i) { Cell::phrase(of_few()) } else { cell(&row[i], &table.columns[i], publishing, &scope) }
        };
        shown.iter().map(said).collect()
    };
    Table {
        title: publishing.veil.phrase(&table.title, &scope),
        notes: publishing.veil.phrases(&table.notes, &noted),
        columns,
        rows: table.rows.iter().map(row).collect(),
        relations: table.relations.iter().filter_map(|it| among(it, &shown)).collect(),
        ..table.clone()
    }
}

/// Values that few have in one row at least of a table of parts: the same in every row, for whoever is known of one outcome only
/// makes the part no larger.
fn levels_of_few<'t>(table: &'t Table, rule: &Rule) -> BTreeSet<&'t str> {
    if !matches!(table.id.role(), TableRole::Subgroups | TableRole::Groups) {
        return BTreeSet::new();
    }
    table.rows.iter().filter(|row| is_of_few(row, rule)).filter_map(|row| level(table, row)).collect()
}

/// The value of a category that a row is about.
fn level<'t>(table: &Table, row: &'t [Cell]) -> Option<&'t str> {
    match &row[table.column(LEVEL)?].value {
        Value::Text(level) => Some(level),
        _ => None,
    }
}

/// A relation by the numbers of the columns that are left.
fn among(relation: &Relation, shown: &[usize]) -> Option<Relation> {
    let at = |&(row, column): &(usize, usize)| Some((row, shown.binary_search(&column).ok()?));
    let parts = relation.parts.iter().map(at).collect::<Option<Vec<_>>>()?;
    Some(Relation { total: at(&relation.total)?, parts })
}

/// What stands in a cell; how many units it rests on would tell more than the cell.
fn cell(cell: &Cell, column: &Column, publishing: &Publishing<'_>, scope: &Scope) -> Cell {
    let bare = |value| Cell { value, n: None, contributors: None, step: None, rounded: None, ..cell.clone() };
    if cell.audience == Audience::Internal {
        return bare(Value::Withheld);
    }
    match &cell.value {
        Value::Number(p) if column.format == Format::PValue => bare(Value::Text(digits::level_text(*p))),
        Value::Number(value) => bare(Value::Number(rounded(cell, column, *value, publishing.rule))),
        Value::Phrase(phrase) => bare(Value::Phrase(publishing.veil.phrase(phrase, scope))),
        Value::Words(words) => bare(Value::Words(publishing.veil.words(words))),
        other => bare(other.clone()),
    }
}

fn rounded(cell: &Cell, column: &Column, value: f64, rule: &Rule) -> f64 {
    match (cell.kind, cell.rounded, cell.step) {
        (_, Some(rounded), _) => rounded,
        (Kind::Frequency, ..) => rule.shown(value as i64) as f64,
        (_, None, Some(step)) => digits::said(value, step, Towards::of(&column.key)),
        _ => value,
    }
}

fn figure(figure: &Figure, publishing: &Publishing<'_>) -> Figure {
    let withholds = publishing.cases.table(&figure.table).is_some_and(hides);
    let own = publishing.scope(figure.table.question());
    let scope = Scope { results: withholds, shares: own.shares || withholds, ..own };
    let said = |phrase| publishing.veil.phrase(phrase, &scope);
    let title = said(&figure.title);
    let plain = publishing.cases.table(&figure.table).filter(|_| title.withholds()).map(|table| said(&table.title));
    Figure {
        title: plain.unwrap_or(title),
        subtitle: said(&figure.subtitle),
        note: said(&figure.note),
        alt: said(&figure.alt),
        ..figure.clone()
    }
}

/// Whether all cells of a link stand in public columns of public tables.
fn is_shown(link: &Link, publishing: &Publishing<'_>) -> bool {
    std::iter::once(&link.total).chain(&link.parts).all(|cell| {
        let table = publishing.cases.table(&cell.table).filter(|table| table.audience == Audience::Public);
        let column = table.and_then(|table| table.column(&cell.key).map(|at| table.columns[at].audience));
        column == Some(Audience::Public)
    })
}

/// Ids of tables and figures that are not there are not named.
fn only_known_ids(public: &mut Bundle) {
    let tables: BTreeSet<String> = public.tables.iter().map(|table| table.id.to_string()).collect();
    let figures: BTreeSet<String> = public.figures.iter().map(|figure| figure.id.clone()).collect();
    let found = &mut public.findings;
    let of_groups = found.groups.iter_mut().flat_map(|group| &mut group.findings);
    for finding in found.findings.iter_mut().chain(of_groups) {
        finding.tables.retain(|id| tables.contains(id));
    }
    for group in &mut found.groups {
        group.tables.retain(|id| tables.contains(id));
        group.figures.retain(|id| figures.contains(id));
    }
}
