//! From the rows of every file to the rows that an answer rests on: each row is part of it, or stands in a list with its
//! reason.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::answer::{Answer, Step};
use crate::diag::Place;
use crate::exhibit::{
    Audience, Cell, Column, Format, Frame, FrameColumn, FrameId, FrameRole, Relation, Table, TableId, TableRole, Values,
};
use crate::ingest::AsideReason;
use crate::panel::{FlowStep, Panel, SourceRef, VarRef, View};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::Answered;
use super::data::variables_of;

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    /// Its unit is part of the answer, and so is a value of the row.
    Analysed,
    /// No data: a title, a note, a total.
    Aside(AsideReason),
    /// Without an id or a period, or there twice.
    Unusable(Phrase),
    /// Linked to nobody.
    NotLinked(Phrase),
    /// Its unit is not part of the answer, and why.
    LeftOut(Phrase),
    /// Its unit is part of the answer, but nothing of this row was asked.
    NotAsked,
}

/// A row of a source.
struct SourceRow<'p> {
    row: u32,
    /// Unit, or the text of a row that was set aside.
    about: &'p str,
    /// Index into the fates of its source.
    fate: usize,
}

/// A source that an answer uses, with all of its rows.
struct Used<'p> {
    source: &'p SourceRef,
    first_col: u32,
    fates: Vec<Fate>,
    rows: Vec<SourceRow<'p>>,
}

/// The table of counts by source, and the list of all rows that are not part of the answer.
pub fn reconcile(own: &Answered<'_>, view: &View) -> (Table, Frame) {
    let (Answered { step, answer, flow, .. }, panel) = (own, view.panel());
    let analysed = analysed(answer, panel.units.len());
    let lost = LostUnits::of(flow, panel);
    let of = |(source, rows): (usize, Vec<bool>)| used(panel, source, &rows, &analysed, &lost);
    let used: Vec<Used<'_>> = used_rows(step, &analysed, panel).into_iter().map(of).collect();
    (table(&step.id(), &used), frame(&step.id(), &used))
}

/// Whether the estimate of at least one outcome rests on a unit.
fn analysed(answer: &Answer, units: usize) -> Vec<bool> {
    let mut analysed = vec![false; units];
    answer.outcomes.iter().flat_map(|outcome| &outcome.analysed).for_each(|&unit| analysed[unit as usize] = true);
    analysed
}

/// Of each source that the step uses: whether values of the units analysed came from a sheet row.
fn used_rows(step: &Step, analysed: &[bool], panel: &Panel) -> BTreeMap<usize, Vec<bool>> {
    let mut used: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
    for var in variables_of(step) {
        for (stored, units) in concrete(&var, step, analysed) {
            for origin in panel.origins(&stored).iter().filter_map(|column| panel.origin(column)) {
                let rows = used.entry(origin.source).or_insert_with(|| vec![false; height(panel, origin.source)]);
                units.iter().flat_map(|&unit| origin.rows(unit)).for_each(|row| rows[row as usize] = true);
            }
        }
    }
    // The other parts of a source that is used are read for it, too.
    let name = |source: usize| panel.provenance.sources[source].name.split(" / ").next().unwrap_or_default();
    let names: Vec<&str> = used.keys().map(|&source| name(source)).collect();
    for source in (0..panel.provenance.sources.len()).filter(|&source| names.contains(&name(source))) {
        used.entry(source).or_insert_with(|| vec![false; height(panel, source)]);
    }
    used
}

/// One more than the last sheet row that is known of a source.
fn height(panel: &Panel, source: usize) -> usize {
    let provenance = &panel.provenance;
    let lost = provenance.lost.iter().filter(|lost| usize::from(lost.source) == source).map(|lost| lost.row);
    let aside = provenance.layouts.get(source).into_iter().flat_map(|layout| &layout.aside).map(|aside| aside.row);
    let kept = provenance.rows[source].items.iter().copied();
    kept.chain(lost).chain(aside).max().map_or(0, |last| last as usize + 1)
}

/// A variable as it is stored, and the units that it is asked of there: a period that is counted from the start is another year
/// for each round.
pub fn concrete(var: &VarRef, step: &Step, analysed: &[bool]) -> Vec<(VarRef, Vec<u32>)> {
    let units = (0..analysed.len() as u32).filter(|&unit| analysed[unit as usize]);
    let (Some(relative), Some(starts)) = (var.relative(), &step.starts) else {
        return vec![(var.clone(), units.collect())];
    };
    let mut by_year: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for unit in units {
        if let Some(year) = starts.years[unit as usize] {
            by_year.entry(year + relative.0).or_default().push(unit);
        }
    }
    let at =
        |(year, units): (i32, Vec<u32>)| (VarRef { name: var.name.clone(), period: Some(year.to_string()) }, units);
    by_year.into_iter().map(at).collect()
}

/// Of each unit that the flow lost: the first reason.
struct LostUnits<'f> {
    reasons: Vec<&'f Phrase>,
    /// Index into `reasons` of each unit.
    of_unit: Vec<Option<usize>>,
}

impl<'f> LostUnits<'f> {
    fn of(flow: &'f [FlowStep], panel: &Panel) -> LostUnits<'f> {
        let at: IndexMap<&str, usize> = panel.units.iter().enumerate().map(|(unit, id)| (id.as_str(), unit)).collect();
        let mut lost = LostUnits { reasons: Vec::new(), of_unit: vec![None; panel.units.len()] };
        for group in flow.iter().flat_map(|step| &step.lost) {
            let reason = lost.reasons.len();
            lost.reasons.push(&group.reason);
            for unit in group.who.iter().filter_map(|who| at.get(who.as_str())) {
                lost.of_unit[*unit].get_or_insert(reason);
            }
        }
        lost
    }
}

fn used<'p>(panel: &'p Panel, source: usize, used: &[bool], analysed: &[bool], lost: &LostUnits<'_>) -> Used<'p> {
    let provenance = &panel.provenance;
    let mut fates = vec![Fate::Analysed, Fate::NotAsked, Fate::LeftOut(phrase!("not part of the comparison"))];
    let first_reason = fates.len();
    fates.extend(lost.reasons.iter().map(|reason| Fate::LeftOut((*reason).clone())));
    let mut rows: Vec<Option<SourceRow<'p>>> = used
        .iter()
        .enumerate()
        .map(|(row, used)| used.then_some(SourceRow { row: row as u32, about: "", fate: 0 }))
        .collect();
    let csr = &provenance.rows[source];
    // A row of several units is that of one that is analysed, where there is one.
    for wanted in [true, false] {
        for unit in (0..panel.units.len()).filter(|&unit| analysed[unit] == wanted) {
            let fate = if wanted { 1 } else { lost.of_unit[unit].map_or(2, |reason| first_reason + reason) };
            for &row in csr.row(unit) {
                rows[row as usize].get_or_insert(SourceRow { row, about: &panel.units[unit], fate });
            }
        }
    }
    for gone in provenance.lost.iter().filter(|gone| usize::from(gone.source) == source) {
        let fate = if gone.linking { Fate::NotLinked } else { Fate::Unusable }(gone.reason.clone());
        let fate = known(&mut fates, fate);
        rows[gone.row as usize].get_or_insert(SourceRow { row: gone.row, about: "", fate });
    }
    let layout = provenance.layouts.get(source);
    for aside in layout.into_iter().flat_map(|layout| &layout.aside) {
        let fate = known(&mut fates, Fate::Aside(aside.why));
        rows[aside.row as usize].get_or_insert(SourceRow { row: aside.row, about: &aside.text, fate });
    }
    Used {
        source: &provenance.sources[source],
        first_col: layout.map_or(0, |layout| layout.first_col),
        fates,
        rows: rows.into_iter().flatten().collect(),
    }
}

/// The index of a fate among those met so far.
fn known(fates: &mut Vec<Fate>, fate: Fate) -> usize {
    fates.iter().position(|known| *known == fate).unwrap_or_else(|| {
        fates.push(fate);
        fates.len() - 1
    })
}

fn table(question: &str, used: &[Used<'_>]) -> Table {
    let count = |key, title| Column::new(key, title, Format::Count);
    let columns = vec![
        Column::new("source", phrase!("Source"), Format::Text),
        count("read", phrase!("Rows read")),
        count("aside", phrase!("No data (titles, notes, totals)")),
        count("unusable", phrase!("No id, no period, or twice")),
        count("not_linked", phrase!("Linked to nobody")),
        count("left_out", phrase!("Unit not analysed")),
        count("not_asked", phrase!("Another period")),
        count("analysed", phrase!("Analysed")),
    ];
    let title = phrase!("From rows read to rows analysed");
    // It is about the files of the house: rows, not units.
    let mut table =
        Table { audience: Audience::Internal, ..Table::new(TableId::of(question, TableRole::Files), title, columns) };
    let is: [fn(&Fate) -> bool; 6] = [
        |fate| matches!(fate, Fate::Aside(_)),
        |fate| matches!(fate, Fate::Unusable(_)),
        |fate| matches!(fate, Fate::NotLinked(_)),
        |fate| matches!(fate, Fate::LeftOut(_)),
        |fate| matches!(fate, Fate::NotAsked),
        |fate| matches!(fate, Fate::Analysed),
    ];
    for (at, used) in used.iter().enumerate() {
        let counts =
            is.iter().map(|is| Cell::count_here(used.rows.iter().filter(|row| is(&used.fates[row.fate])).count()));
        let head = [Cell::text(used.source.name.clone()), Cell::count_here(used.rows.len())];
        table.push(head.into_iter().chain(counts).collect());
        table.relations.push(Relation { total: (at, 1), parts: (2..8).map(|column| (at, column)).collect() });
    }
    if used.iter().any(|used| used.rows.iter().any(|row| row.fate != 0)) {
        table.notes.push(phrase!(
            "Every row that is not analysed is listed with its cell and its reason in the data file `{file}`",
            file = format!("{question}-rows_left_out.csv")
        ));
    }
    table
}

/// Every row that is not part of the answer.
fn frame(question: &str, used: &[Used<'_>]) -> Frame {
    let left: Vec<(&Used<'_>, &SourceRow<'_>)> = used
        .iter()
        .flat_map(|used| used.rows.iter().map(move |row| (used, row)))
        .filter(|(_, row)| row.fate != 0)
        .collect();
    let text = |of: &dyn Fn(&Used<'_>, &SourceRow<'_>) -> String| {
        Values::Text(left.iter().map(|(used, row)| of(used, row)).collect())
    };
    let reasons = |lang: Lang| {
        let said: Vec<Vec<String>> =
            used.iter().map(|used| used.fates.iter().map(|fate| reason(fate).render(lang)).collect()).collect();
        let of = |(at, used): (usize, &Used<'_>)| {
            let own = used.rows.iter().filter(|row| row.fate != 0);
            own.map(|row| said[at][row.fate].clone()).collect::<Vec<String>>()
        };
        Values::Text(used.iter().enumerate().flat_map(of).collect())
    };
    let column = |key: &str, title: Phrase, description: Phrase, values: Values| FrameColumn {
        key: key.into(),
        title,
        description,
        values,
    };
    let place = |used: &Used<'_>, row: &SourceRow<'_>| {
        Place::Cell {
            file: used.source.file.clone(),
            sheet: used.source.sheet.clone(),
            row: row.row,
            col: used.first_col,
        }
        .to_string()
    };
    Frame {
        id: FrameId::of(question, FrameRole::LeftOut),
        title: phrase!("Rows that are not part of the answer"),
        audience: Audience::Internal,
        columns: vec![
            column(
                "source",
                phrase!("Source"),
                phrase!("name of the source in the study file"),
                text(&|used, _| used.source.name.clone()),
            ),
            column("cell", phrase!("Cell"), phrase!("first cell of the row"), text(&place)),
            column(
                "unit",
                phrase!("Unit"),
                phrase!("the unit of the row, or the text of a row that was set aside"),
                text(&|_, row| row.about.to_string()),
            ),
            column(
                "reason_en",
                phrase!("Reason"),
                phrase!("why the row is not part of the answer, in English"),
                reasons(Lang::En),
            ),
            column(
                "reason_ja",
                phrase!("Reason"),
                phrase!("why the row is not part of the answer, in Japanese"),
                reasons(Lang::Ja),
            ),
        ],
    }
}

fn reason(fate: &Fate) -> Phrase {
    match fate {
        Fate::Analysed => phrase!("Analysed"),
        Fate::Aside(why) => why.word(),
        Fate::Unusable(reason) | Fate::NotLinked(reason) | Fate::LeftOut(reason) => reason.clone(),
        Fate::NotAsked => phrase!("another period than the question asks about"),
    }
}
