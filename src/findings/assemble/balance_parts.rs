//! How alike the groups are within parts of the data: in each subgroup, and from cluster to cluster.

use crate::answer::Parts;
use crate::answer::parts::Slice;
use crate::design::balance::{ClusterBalance, within_clusters};
use crate::design::model_matrix::all_levels;
use crate::design::{Arm, Balance};
use crate::exhibit::{Audience, Cell, Column, Format, Table, TableId, TableRole};
use crate::findings::Bundle;
use crate::panel::View;
use crate::phrase;
use crate::text::Phrase;

use super::Answered;

/// Adds both tables, where there is something to say.
pub fn add(bundle: &mut Bundle, own: &Answered<'_>, apart: &[(Parts, Vec<Slice>)], view: &View) {
    bundle.tables.extend(of_subgroups(own, apart));
    bundle.tables.extend(of_clusters(own, view));
}

fn inside(id: TableId, title: Phrase, columns: Vec<Column>) -> Table {
    Table { audience: Audience::Internal, ..Table::new(id, title, columns) }
}

fn id(own: &Answered<'_>) -> TableId {
    TableId::of(&own.step.id(), TableRole::BalanceParts)
}

/// `<question>/balance-parts`: for each subgroup the characteristic that is least alike within it.
fn of_subgroups(own: &Answered<'_>, apart: &[(Parts, Vec<Slice>)]) -> Option<Table> {
    let text = |key, title| Column::new(key, title, Format::Text);
    let number = |key, title| Column::new(key, title, Format::Number(3));
    let columns = vec![
        text("subgroup", phrase!("Subgroups by")),
        text("level", phrase!("Subgroup")),
        Column::new("n_treated", phrase!("Treated units"), Format::Count),
        Column::new("n_comparison", phrase!("Comparison units"), Format::Count),
        text("label", phrase!("Least alike in")),
        number("smd_before", phrase!("SMD, before")),
        number("smd_after", phrase!("SMD, after")),
    ];
    let mut table = inside(id(own), phrase!("Balance within subgroups"), columns);
    for (parts, slices) in apart {
        let balances =
            slices.iter().filter_map(|slice| Some((slice, slice.answer.comparison.as_ref()?.balance.as_ref()?)));
        balances.for_each(|(slice, balance)| table.push(subgroup(parts, slice, balance)));
    }
    table.notes =
        vec![phrase!("Matched anew within each subgroup; differences are counted in the spread of the subgroup")];
    (!table.rows.is_empty()).then_some(table)
}

fn subgroup(parts: &Parts, slice: &Slice, balance: &Balance) -> Vec<Cell> {
    let (treated, others) = balance.units_after;
    let worst = balance.worst();
    let smd = |value: Option<f64>, n: (usize, usize)| {
        value.map_or_else(Cell::empty, |value| Cell::statistic(value).with_n(n.0 + n.1))
    };
    vec![
        Cell::words(&parts.label),
        Cell::text(slice.level.text.as_str()),
        Cell::count_here(treated),
        Cell::count_here(others),
        worst.map_or_else(Cell::empty, |row| Cell::words(&row.title())),
        smd(worst.map(|row| row.before.smd), balance.units_before),
        smd(worst.map(|row| row.after.smd), balance.units_after),
    ]
}

/// `<question>/balance-parts-2`: for each characteristic the smallest, mean and largest size of its difference over clusters with
/// units of both groups.
fn of_clusters(own: &Answered<'_>, view: &View) -> Option<Table> {
    let comparison = own.answer.comparison.as_ref().filter(|it| it.kind.is_alike())?;
    let labels = own.answer.clusters.first()?;
    let units = view.with_rows(comparison.units.as_slice());
    let covariates: Vec<_> = own.step.ask.covariates.iter().filter_map(|var| units.column(var)).collect();
    let terms = all_levels(&covariates);
    let treated: Vec<bool> = comparison.arm.iter().map(|arm| *arm == Arm::Treated).collect();
    let found = within_clusters(&treated, &comparison.weights.values, &terms, labels, comparison.estimand);
    let number = |key, title| Column::new(key, title, Format::Number(3));
    let columns = vec![
        Column::of_keys("term"),
        Column::new("label", phrase!("Variable"), Format::Text),
        Column::new("clusters", phrase!("Clusters with both groups"), Format::Count),
        number("least", phrase!("Size of SMD, smallest")),
        number("mean", phrase!("Size of SMD, mean")),
        number("largest", phrase!("Size of SMD, largest")),
    ];
    let mut table = inside(id(own).nth(1), phrase!("Balance within clusters"), columns);
    for (term, of) in terms.iter().zip(&found).filter(|(_, of)| of.clusters > 0) {
        let title = crate::design::titled(&term.label, term.level.as_deref());
        let ClusterBalance { clusters, least, mean, largest } = *of;
        let size = |value| Cell::statistic(value).with_n(clusters);
        table.push(vec![
            Cell::text(term.key.as_str()),
            Cell::words(&title),
            Cell::count_here(clusters),
            size(least),
            size(mean),
            size(largest),
        ]);
    }
    table.notes = vec![phrase!(
        "After matching, in each cluster that holds units of both groups; differences are counted in the spread of all, as in the table of balance, so that small clusters have no spread of their own"
    )];
    (!table.rows.is_empty()).then_some(table)
}
