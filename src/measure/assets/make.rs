use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Members, Relation, Table};
use crate::panel::{Content, Data, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::super::series::{numbers, periods, variable_at};
use super::super::{MeasureOutput, table_id};
use super::{AssetKind, AssetMatch};

/// Offers and needs of a kind in an area, and how many of them can meet: one offer for one need, nobody with itself.
struct Meeting {
    offers: Vec<u32>,
    needs: Vec<u32>,
}

impl Meeting {
    fn met(&self) -> usize {
        let both = self.offers.iter().filter(|unit| self.needs.contains(unit)).count();
        let most = self.offers.len().min(self.needs.len());
        // One that offers what it looks for itself needs somebody else.
        let alone = both == 1 && self.offers.len() == 1 && self.needs.len() == 1;
        if alone { 0 } else { most }
    }
}

pub(super) fn make(measure: &AssetMatch, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let no_yes_and_no = |option: &str, name: &String| {
        let content = panel.variables.get(name).map(|info| info.content);
        let message = phrase!("`{name}` does not hold yes and no", name = name);
        (content != Some(Content::YesNo)).then(|| Diagnostic::error("formula-type", message).at(block.place(option)))
    };
    let problems =
        measure.kinds.iter().flat_map(|kind| [&kind.offer, &kind.need]).filter_map(|name| no_yes_and_no("kinds", name));
    let problems: Vec<Diagnostic> = problems.collect();
    let areas = areas(measure, panel);
    let mut table = empty(name, measure.area.is_some());
    for kind in &measure.kinds {
        let (start, mut sums) = (table.rows.len(), [0_usize; 3]);
        for area in &areas {
            let meeting = meeting(kind, panel, |unit| area_of(measure, panel, unit) == *area);
            for (sum, n) in sums.iter_mut().zip([meeting.offers.len(), meeting.needs.len(), meeting.met()]) {
                *sum += n;
            }
            if measure.area.is_some() {
                let label = area
                    .as_ref()
                    .map_or_else(|| Cell::phrase(phrase!("area not known")), |area| Cell::text(area.as_str()));
                table.push(row(kind, label, &meeting, meeting.met()));
            }
        }
        let all = meeting(kind, panel, |_| true);
        table.push(row(kind, Cell::phrase(phrase!("everywhere")), &all, sums[2]));
        let total = table.rows.len() - 1;
        if total > start {
            let sum =
                |column| Relation { total: (total, column), parts: (start..total).map(|row| (row, column)).collect() };
            table.relations.extend([sum(2), sum(3)]);
        }
    }
    MeasureOutput { tables: vec![table], problems, ..MeasureOutput::default() }
}

fn at<'p>(panel: &'p Panel, name: &str) -> &'p [f64] {
    numbers(panel, name, &periods(panel, name).pop().flatten()).unwrap_or(&[])
}

fn area_of(measure: &AssetMatch, panel: &Panel, unit: u32) -> Option<String> {
    let name = measure.area.as_ref()?;
    let data: &Data = panel.data(&variable_at(panel, name, &periods(panel, name).pop().flatten())?)?;
    data.text(unit as usize).map(str::to_string)
}

/// Areas by name, those of whom it is not known last; all as one without areas.
fn areas(measure: &AssetMatch, panel: &Panel) -> Vec<Option<String>> {
    let all: BTreeSet<Option<String>> =
        (0..panel.units.len() as u32).map(|unit| area_of(measure, panel, unit)).collect();
    let known = all.iter().filter(|area| area.is_some()).cloned();
    known.chain(all.contains(&None).then_some(None)).collect()
}

fn meeting(kind: &AssetKind, panel: &Panel, there: impl Fn(u32) -> bool) -> Meeting {
    let who = |name: &str| {
        let yes = at(panel, name).iter().enumerate().filter(|(_, value)| **value == 1.0).map(|(unit, _)| unit as u32);
        yes.filter(|unit| there(*unit)).collect()
    };
    Meeting { offers: who(&kind.offer), needs: who(&kind.need) }
}

fn empty(name: &str, by_area: bool) -> Table {
    let inside = |key: &str, title, format| Column { audience: Audience::Internal, ..Column::new(key, title, format) };
    let columns = vec![
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("area", phrase!("Area"), Format::Text),
        Column::new("offers", phrase!("Offer it"), Format::Count),
        Column::new("needs", phrase!("Look for it"), Format::Count),
        // Whichever of both is smaller: it tells that one.
        inside("met", phrase!("Needs that can be met"), Format::Count),
        inside("rate", phrase!("Share of needs that can be met"), Format::Percent(0)),
        inside("free", phrase!("Offers without a need"), Format::Count),
    ];
    let mut table = Table::new(table_id(name), phrase!("Offers and needs ({name})", name = name), columns);
    table.notes = vec![phrase!(
        "One offer meets one need; nobody meets itself. That they can meet does not say that they fit or that they know of each other"
    )];
    if by_area {
        table.notes.push(phrase!("Everywhere: needs that can be met within their own area, added up"));
    }
    table
}

fn row(kind: &AssetKind, area: Cell, meeting: &Meeting, met: usize) -> Vec<Cell> {
    let (offers, needs) = (meeting.offers.len(), meeting.needs.len());
    let count = |n: usize| Cell::count_here(n);
    let rate = if needs == 0 {
        Cell::empty()
    } else {
        Cell::magnitude(met as f64 / needs as f64, needs).with_contributors(met)
    };
    vec![
        Cell::text(kind.what.as_str()),
        area,
        Cell::count_of(Members::of(meeting.offers.iter().copied())),
        Cell::count_of(Members::of(meeting.needs.iter().copied())),
        count(met),
        rate,
        count(offers.saturating_sub(met)),
    ]
}
